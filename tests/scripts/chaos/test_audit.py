"""The audit: nothing where all is well, and each defect by its own rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quaychain.contracts.events.envelope import Counter
from quaychain.scripts.chaos.audit import Rule, audit
from quaychain.scripts.chaos.facts import (
    Facts,
    FoundBatch,
    FoundEvent,
    IndexedEvent,
    SentTransaction,
    StoredTransaction,
)

STREAM, KEY = b"s" * 32, b"k" * 32


def digest(number: int) -> bytes:
    return bytes([number]) * 32


def batch(first: int, numbers: tuple[int, ...]) -> FoundBatch:
    events = tuple(
        FoundEvent(STREAM, first + place, KEY, Counter(0, number), digest(number))
        for place, number in enumerate(numbers)
    )
    root = bytes([first]) * 32
    return FoundBatch(STREAM, first, len(numbers), root, events, root)


def good() -> Facts:
    """Six events of one device in two batches, all told, all indexed."""
    batches = [batch(1, (1, 2, 3)), batch(4, (4, 5, 6))]
    found = [event for each in batches for event in each.events]
    return Facts(
        signed={KEY: {Counter(0, number): digest(number) for number in range(1, 7)}},
        durable={KEY: Counter(0, 6)},
        anchored={KEY: Counter(0, 6)},
        batches=batches,
        sent=[SentTransaction(nonce, digest(100 + nonce), True) for nonce in range(2)],
        stored=[StoredTransaction(f"anchor/{n}", n, digest(100 + n), bytes([n + 1]), True) for n in range(2)],
        chain_logs={(digest(1), digest(2), 0)},
        row_logs=[(digest(1), digest(2), 0)],
        row_batches=[(each.stream, each.first_sequence, each.count, each.root) for each in batches],
        row_events=[IndexedEvent(event, True) for event in found],
        answered=[event.digest for event in found],
    )


def rules(facts: Facts) -> set[Rule]:
    return {finding.rule for finding in audit(facts)}


def test_nothing_is_found_where_all_is_well() -> None:
    assert audit(good()) == []
    assert audit(Facts()) == []


def rebatch(facts: Facts, *batches: FoundBatch) -> None:
    """Other batches on the chain, and rows and answers that agree with them."""
    facts.batches = list(batches)
    found = [event for each in batches for event in each.events]
    facts.row_batches = [(each.stream, each.first_sequence, each.count, each.root) for each in batches]
    facts.row_events = [IndexedEvent(event, True) for event in found]
    facts.answered = [event.digest for event in found]


def lose(facts: Facts) -> None:
    rebatch(facts, batch(1, (1, 2, 3)), batch(4, (4, 5)))


def double(facts: Facts) -> None:
    rebatch(facts, batch(1, (1, 2, 3)), batch(4, (3, 4, 5, 6)))


def forge(facts: Facts) -> None:
    rebatch(facts, batch(1, (1, 2, 3)), batch(4, (4, 5, 6, 7)))


def swap(facts: Facts) -> None:
    rebatch(facts, batch(1, (1, 3, 2)), batch(4, (4, 5, 6)))


def leave_a_hole(facts: Facts) -> None:
    rebatch(facts, batch(1, (1, 2, 3)), batch(5, (4, 5, 6)))


def spoil_the_root(facts: Facts) -> None:
    facts.batches[0] = replace(facts.batches[0], computed_root=bytes(32))


def lose_the_data(facts: Facts) -> None:
    facts.batches[0] = replace(facts.batches[0], problem="ContentMissingError")
    # What can't be opened has no events.


def skip_a_nonce(facts: Facts) -> None:
    facts.sent[1] = replace(facts.sent[1], nonce=2)


def send_what_was_not_stored(facts: Facts) -> None:
    facts.sent.append(SentTransaction(2, digest(200), True))


def forget_to_send(facts: Facts) -> None:
    facts.stored.append(StoredTransaction("anchor/2", 2, digest(200), b"3", True))


def sign_anew(facts: Facts) -> None:
    facts.stored.append(StoredTransaction("anchor/1 anew", 2, digest(200), facts.stored[1].call, True))
    facts.sent.append(SentTransaction(2, digest(200), True))


def sign_anew_and_revert(facts: Facts) -> None:
    sign_anew(facts)
    facts.sent[2] = replace(facts.sent[2], succeeded=False)


def displace_what_nothing_displaced(facts: Facts) -> None:
    facts.stored.append(StoredTransaction("anchor/2", 7, digest(200), b"3", False))


def drop_a_log(facts: Facts) -> None:
    facts.row_logs.clear()


def double_a_log(facts: Facts) -> None:
    facts.row_logs *= 2


def drop_a_batch_row(facts: Facts) -> None:
    facts.row_batches.pop()


def drop_an_event_row(facts: Facts) -> None:
    facts.row_events.pop()


def misplace_an_event_row(facts: Facts) -> None:
    last = facts.row_events.pop()
    facts.row_events.append(IndexedEvent(replace(last.event, sequence=99), True))


def leave_a_row_unchecked(facts: Facts) -> None:
    facts.row_events[0] = replace(facts.row_events[0], checked=False)


def answer_twice(facts: Facts) -> None:
    facts.answered.append(facts.answered[0])


def wait(facts: Facts) -> None:
    facts.waiting.append("device-0 has messages that are not anchored")


def lie(facts: Facts) -> None:
    facts.untrue.append("key was told 0/6 is durable; the queue has nothing")


@pytest.mark.parametrize(
    ("defect", "rule"),
    [
        (lose, Rule.ANCHORED),
        (double, Rule.ANCHORED_ONCE),
        (forge, Rule.ANCHORED_AS_SIGNED),
        (swap, Rule.IN_ORDER),
        (leave_a_hole, Rule.CONTIGUOUS),
        (spoil_the_root, Rule.OPENABLE),
        (lose_the_data, Rule.OPENABLE),
        (skip_a_nonce, Rule.NONCES),
        (send_what_was_not_stored, Rule.NONCES),
        (forget_to_send, Rule.NONCES),
        (sign_anew, Rule.SIGNED_ONCE),
        (sign_anew_and_revert, Rule.SIGNED_ONCE),
        (displace_what_nothing_displaced, Rule.SIGNED_ONCE),
        (drop_a_log, Rule.LOGS_INDEXED),
        (double_a_log, Rule.LOGS_INDEXED),
        (drop_a_batch_row, Rule.BATCHES_INDEXED),
        (drop_an_event_row, Rule.EVENTS_INDEXED),
        (misplace_an_event_row, Rule.EVENTS_INDEXED),
        (leave_a_row_unchecked, Rule.EVENTS_INDEXED),
        (answer_twice, Rule.ANSWERED),
        (wait, Rule.SETTLED),
        (lie, Rule.ACKNOWLEDGED_TRULY),
    ],
)
def test_each_defect_is_found_by_its_rule(defect: Callable[[Facts], None], rule: Rule) -> None:
    facts = good()
    defect(facts)
    assert rule in rules(facts)


def test_a_transaction_that_another_displaced_may_be_signed_anew() -> None:
    facts = good()
    # The call of nonce 1 had been signed for nonce 0 first, which another stored transaction took.
    facts.stored.append(StoredTransaction("anchor/1", 0, digest(222), facts.stored[1].call, False))
    assert audit(facts) == []


def test_what_another_oracle_overtook_may_revert_or_stay_at_home_and_nothing_else() -> None:
    facts = good()
    late, unsent = b"late", b"unsent"
    facts.sent.append(SentTransaction(0, digest(201), False, "heir", late))
    facts.stored.append(StoredTransaction("anchor/2", 0, digest(201), late, True, "heir"))
    facts.stored.append(StoredTransaction("anchor/3", 1, digest(202), unsent, True, "heir"))
    facts.lapsed = {late, unsent}
    assert audit(facts) == []
    facts.lapsed = {unsent}
    assert rules(facts) == {Rule.SIGNED_ONCE}
    facts.lapsed = {late}
    assert rules(facts) == {Rule.NONCES}


def test_of_each_reading_there_is_one_note() -> None:
    facts = good()
    facts.readings = [("k", 1.0), ("k", 2.0)]
    facts.derived = [("k", 1.0)]
    assert audit(facts) == []  # no rule is at work
    facts.deriving = b"e" * 32
    assert rules(facts) == {Rule.DERIVED}
    facts.derived += [("k", 2.0)]
    assert audit(facts) == []
    facts.derived += [("k", 2.0)]
    assert rules(facts) == {Rule.DERIVED}
    # What the gateway's own key signed, no producer noted.
    extra = FoundEvent(STREAM, 7, facts.deriving, Counter(0, 1), digest(7))
    facts.derived.pop()
    rebatch(facts, *facts.batches, FoundBatch(STREAM, 7, 1, bytes(32), (extra,), bytes(32)))
    assert audit(facts) == []


def test_a_lost_event_is_told_with_whether_it_was_acknowledged() -> None:
    facts = good()
    lose(facts)
    (finding,) = [each for each in audit(facts) if each.rule is Rule.ANCHORED]
    assert "0/6" in finding.detail
    assert "1 of them were acknowledged" in finding.detail
