"""What a sender sends next."""

from __future__ import annotations

from quaychain.contracts.events.envelope import Counter
from quaychain.oracles.sending.window import SendWindow, WindowSettings
from quaychain.oracles.topics import Acknowledgement

SETTINGS = WindowSettings(size=3, resend_after=2, ask_after=10)


def sent(window: SendWindow, *seqs: int, now: float = 0) -> None:
    for seq in seqs:
        window.sending(Counter(0, seq), now)


def durable(seq: int, anchored: int | None = None) -> Acknowledgement:
    return Acknowledgement(Counter(0, seq), None if anchored is None else Counter(0, anchored))


def test_no_more_than_the_window_is_under_way() -> None:
    window = SendWindow(SETTINGS)
    assert window.room(0) == 3
    sent(window, 1, 2, 3)
    assert window.room(0) == 0
    assert not window.acknowledged(durable(2), 0)
    assert window.room(0) == 2
    assert window.sent == Counter(0, 3)


def test_what_is_not_durable_in_time_is_sent_again_from_there() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1, 2, 3)
    window.acknowledged(durable(1), 1)
    assert window.room(3) == 1
    assert window.room(3.1) == 3
    assert window.sent == Counter(0, 1)


def test_a_new_connection_begins_again_from_what_is_durable() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1, 2)
    window.acknowledged(durable(1), 0)
    window.connected(0)
    assert (window.sent, window.room(0)) == (Counter(0, 1), 3)


def test_what_is_durable_already_is_not_sent() -> None:
    window = SendWindow(SETTINGS)
    window.acknowledged(durable(7), 0)
    assert window.sent == Counter(0, 7)


def test_a_gateway_that_lost_its_disk_is_believed() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1, 2, 3)
    window.acknowledged(durable(3), 0)
    sent(window, 4)
    window.acknowledged(durable(1), 1)
    assert window.room(3.1) == 3
    assert window.sent == Counter(0, 1)


def test_anchored_is_news_once() -> None:
    window = SendWindow(SETTINGS)
    assert window.acknowledged(durable(3, 2), 0)
    assert not window.acknowledged(durable(3, 2), 0)
    assert not window.acknowledged(durable(3, 1), 0)
    assert window.anchored == Counter(0, 2)


def test_silence_is_asked_into_once() -> None:
    window = SendWindow(SETTINGS)
    window.connected(0)
    assert not window.should_ask(10)
    assert window.should_ask(10.1)
    assert not window.should_ask(10.2)
    assert window.should_ask(21)
    sent(window, 1, now=40)
    assert not window.should_ask(60)


def test_sending_again_takes_ever_longer_until_there_is_progress() -> None:
    window = SendWindow(WindowSettings(size=5, resend_after=1, longest_resend=5))

    def begins_again(now: float) -> bool:
        window.room(now)
        if window.under_way:
            return False
        window.sending(Counter(0, 1), now)
        return True

    window.sending(Counter(0, 1), 0)
    assert [now for now in range(40) if begins_again(now)] == [2, 5, 10, 16, 22, 28, 34]
    window.acknowledged(Acknowledgement(durable=Counter(0, 1)), 40)
    window.sending(Counter(0, 2), 40)
    assert begins_again(42)


def test_what_the_broker_has_not_taken_yet_is_not_sent_twice() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1, 2)
    assert window.room(100, delivered=False) == 1
    assert window.room(100, delivered=True) == 3


def test_a_connection_is_made_anew_only_where_the_broker_is_silent_and_ever_more_seldom() -> None:
    window = SendWindow(WindowSettings(reconnect_after=10, longest_reconnect=30))
    assert not window.should_reconnect(10)
    assert window.should_reconnect(10.1)
    window.connected(0)
    assert not window.should_reconnect(20)
    assert window.should_reconnect(20.1)
    assert not window.should_reconnect(30)
    assert window.should_reconnect(30.1)
    window.acknowledged(Acknowledgement(durable=Counter(0, 1)), 1)
    assert window.should_reconnect(10.1)


def test_a_slow_gateway_is_no_reason_to_connect_anew() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1)
    for now in range(1_000):
        window.room(now)
        assert not window.should_reconnect(0.0)
        sent(window, 1, now=now)


def test_what_the_gateway_misses_is_sent_from_there_at_once_and_once() -> None:
    window = SendWindow(SETTINGS)
    sent(window, 1, 2, 3)
    missing = Acknowledgement(Counter(0, 1), expected=Counter(0, 2))
    window.acknowledged(missing, 0.1)
    assert (window.sent, window.room(0.1)) == (Counter(0, 1), 3)
    sent(window, 2, 3, now=0.2)
    window.acknowledged(missing, 0.3)
    assert window.sent == Counter(0, 3)
    window.acknowledged(missing, 2.5)
    assert window.sent == Counter(0, 1)


def test_what_was_not_sent_yet_can_be_asked_for_in_vain() -> None:
    window = SendWindow(SETTINGS)
    window.acknowledged(Acknowledgement(Counter(0, 4), expected=Counter(0, 5)), 0)
    assert window.sent == Counter(0, 4)
