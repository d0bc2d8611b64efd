"""The gateway: answers after the disk, tells signers what concerns them, survives a full disk."""

from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.devices import DirectoryUnavailableError
from quaychain.oracles.examine import Arrival, ExaminationRules, inspect
from quaychain.oracles.gateway import Gateway, GatewayBusyError, GatewaySettings
from quaychain.oracles.queue.acceptance import Acceptance, Accepted, BurstResult, Refused
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.oracles.queue.listing import Listing
from quaychain.oracles.topics import Acknowledgement, up_topic

from .signing import MEMBER, NOW, RULES, Directory, Signer, registered

DEVICE = Signer(1)
TOPIC = up_topic(MEMBER, DEVICE.public)


class Clock:
    def now(self) -> int:
        return NOW


class Bench:
    """A gateway that the test runs a burst at a time."""

    def __init__(self, folder: Path, rules: ExaminationRules = RULES, **settings: int) -> None:
        self.connection = connection = open_queue(folder / "queue.sqlite")
        ensure_streams(connection, 1)
        self.listing = Listing(connection)
        self.acceptance = Acceptance(connection)
        self.directory = Directory({DEVICE.public: registered()})
        self.told: list[Acknowledgement] = []
        self.now = 0.0
        self.gateway = Gateway(
            GatewaySettings(**settings),
            rules,
            self.directory,
            Clock(),
            self.acceptance,
            lambda *_: (),
            self.acknowledge,
            lambda: self.now,
        )

    def acknowledge(self, member: bytes, key: bytes, acknowledgement: Acknowledgement) -> None:
        assert (member, key) == (MEMBER, DEVICE.public)
        self.told.append(acknowledgement)

    def work(self) -> None:
        """Work off what waits."""
        stopping = threading.Event()
        stopping.set()
        self.gateway.run(stopping)

    def counts(self) -> dict[str, int]:
        return {count.reason: count.times for count in self.listing.refusals()}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    return Bench(tmp_path)


def test_a_burst_is_acknowledged_once_and_when_it_is_on_the_disk(bench: Bench) -> None:
    for seq in range(1, 6):
        bench.gateway.offer(TOPIC, DEVICE.message(0, seq))
    assert bench.told == []
    bench.work()
    assert bench.told == [Acknowledgement(Counter(0, 5))]
    assert bench.listing.streams()[0].durable == 5


def test_a_repetition_is_acknowledged_again(bench: Bench) -> None:
    for _ in range(2):
        bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
        bench.work()
    assert bench.told == [Acknowledgement(Counter(0, 1))] * 2
    assert bench.counts() == {"replayed": 1}


def test_a_gap_is_asked_for_and_not_with_every_message_behind_it(bench: Bench) -> None:
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    bench.gateway.offer(TOPIC, DEVICE.message(0, 3))
    bench.work()
    bench.gateway.offer(TOPIC, DEVICE.message(0, 4))
    bench.work()
    assert bench.told == [
        Acknowledgement(Counter(0, 1), expected=Counter(0, 2)),
        Acknowledgement(Counter(0, 1)),
    ]


def test_a_signer_whose_first_message_is_missing_is_asked_for_it(bench: Bench) -> None:
    bench.gateway.offer(TOPIC, DEVICE.message(0, 2))
    bench.work()
    assert bench.told == [Acknowledgement(expected=Counter(0, 1))]


def test_a_signer_is_told_what_its_own_key_is_refused_for(bench: Bench) -> None:
    bench.directory.devices[DEVICE.public] = registered(revoked_from=NOW)
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    bench.work()
    assert bench.told == [Acknowledgement(None, None, Counter(0, 1), "key_revoked")]


def test_a_forger_is_told_nothing(bench: Bench) -> None:
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1).replace(b"41.25", b"41.75"))
    bench.gateway.offer(TOPIC, b"rubbish")
    bench.gateway.offer("qc/x/y/up", DEVICE.message(0, 1))
    bench.gateway.offer(TOPIC[:-2] + "ack", b"{}")
    bench.work()
    assert bench.told == []
    assert bench.counts() == {"signature_forged": 1, "not_json": 1, "wrong_topic": 1}


def test_while_the_registry_is_away_nothing_is_decided(bench: Bench) -> None:
    bench.directory.available = False
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    answer = bench.gateway.submit(Arrival("http", DEVICE.message(0, 1)))
    bench.work()
    with pytest.raises(DirectoryUnavailableError):
        answer.result(0)
    assert (bench.told, bench.counts()) == ([], {})
    bench.directory.available = True
    bench.gateway.offer(TOPIC, DEVICE.message(0, 1))
    bench.work()
    assert bench.told == [Acknowledgement(Counter(0, 1))]


def test_a_disk_that_fails_loses_nothing_that_was_answered(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> BurstResult:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.acceptance, "take", full)
        answer = bench.gateway.submit(Arrival("http", DEVICE.message(0, 1)))
        bench.work()
        with pytest.raises(sqlite3.OperationalError):
            answer.result(0)
    assert bench.told == []
    answer = bench.gateway.submit(Arrival("http", DEVICE.message(0, 1)))
    bench.work()
    assert isinstance(answer.result(0), Accepted)


def test_what_is_refused_is_let_go_of_at_once(bench: Bench) -> None:
    """An error that is kept with its traceback keeps its burst, until the collector of cycles comes by."""
    forged = DEVICE.message(0, 1)[:-4] + b'AA"}'
    gc.collect()
    gc.disable()
    try:
        for message in (forged, b"{", b"\xff", b"[" * 1_000) * 20:
            bench.gateway.offer(TOPIC, message)
        bench.work()
        assert gc.collect() < 40
    finally:
        gc.enable()
    assert sum(bench.counts().values()) == 80


def test_what_was_found_to_be_no_message_before_is_counted(bench: Bench) -> None:
    answer = bench.gateway.refuse(Arrival("/epcis/capture", b""), EventRefusedError(RefusalReason.TOO_LARGE, "much"))
    bench.work()
    assert answer.result(0) == Refused(RefusalReason.TOO_LARGE, "much")
    assert bench.counts() == {"too_large": 1}


def test_submitted_messages_get_their_own_answers(bench: Bench) -> None:
    answers = [bench.gateway.submit(Arrival("http", DEVICE.message(0, seq))) for seq in (1, 3, 2)]
    bench.work()
    first, second, third = (answer.result(0) for answer in answers)
    assert isinstance(first, Accepted)
    assert isinstance(third, Accepted)
    assert isinstance(second, Refused)
    assert second.reason is RefusalReason.GAP


def test_who_waits_no_longer_keeps_nobody_from_an_answer(bench: Bench) -> None:
    given_up, answer = (bench.gateway.submit(Arrival("http", DEVICE.message(0, seq))) for seq in (1, 2))
    assert given_up.cancel()
    bench.gateway.offer(TOPIC, DEVICE.message(0, 3))
    bench.work()
    assert isinstance(answer.result(0), Accepted)
    assert bench.told == [Acknowledgement(Counter(0, 3))]


def test_a_full_inbox_says_so(tmp_path: Path) -> None:
    bench = Bench(tmp_path, inbox=2)
    for seq in (1, 2):
        bench.gateway.submit(Arrival("http", DEVICE.message(0, seq)))
    with pytest.raises(GatewayBusyError):
        bench.gateway.submit(Arrival("http", DEVICE.message(0, 3)))


def test_an_inbox_full_of_bytes_says_so_before_it_is_full_of_messages(tmp_path: Path) -> None:
    bench = Bench(tmp_path, inbox_bytes=2**20)
    document = bytes(600 * 2**10)
    bench.gateway.submit(Arrival("http", DEVICE.message(0, 1), document))
    with pytest.raises(GatewayBusyError):
        bench.gateway.submit(Arrival("http", DEVICE.message(0, 2), document))


def test_what_workers_found_is_taken_in_order_whoever_was_quicker(tmp_path: Path) -> None:
    bench = Bench(tmp_path, workers=2)

    def hand_over(*seqs: int) -> None:
        bench.gateway.offer_found([inspect(Arrival(TOPIC, DEVICE.message(0, seq)), RULES) for seq in seqs])
        bench.work()

    hand_over(2, 4, 6)
    assert bench.told == []
    hand_over(1, 3)
    assert bench.told == [Acknowledgement(Counter(0, 4))]
    assert bench.gateway.waiting == 1
    hand_over(5)
    assert bench.told[1:] == [Acknowledgement(Counter(0, 6))]
    assert (bench.gateway.waiting, bench.counts()) == (0, {})


def test_what_stays_missing_behind_workers_is_asked_for(tmp_path: Path) -> None:
    bench = Bench(tmp_path, workers=2)
    bench.gateway.offer_found([inspect(Arrival(TOPIC, DEVICE.message(0, 2), topic=(MEMBER, DEVICE.public)), RULES)])
    bench.work()
    assert bench.told == []
    bench.now += 3
    bench.work()
    assert bench.told == [Acknowledgement(expected=Counter(0, 1))]
