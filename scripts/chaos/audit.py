"""Whether everything acknowledged is anchored and indexed exactly once, in order, without a hole. Pure."""

from __future__ import annotations

import itertools
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from quaychain.contracts.events.envelope import Counter

from .facts import Facts, FoundEvent

T = TypeVar("T", bound=Hashable)


class Rule(StrEnum):
    """What has to hold."""

    ACKNOWLEDGED_TRULY = "an acknowledgement is true when it is given"
    ANCHORED = "all that was signed is anchored"
    ANCHORED_ONCE = "nothing is anchored twice"
    ANCHORED_AS_SIGNED = "nothing is anchored that was not signed"
    IN_ORDER = "a device's events are anchored in the order of their counters"
    CONTIGUOUS = "a stream's sequence has no hole"
    OPENABLE = "a batch's data opens and gives its root"
    NONCES = "nonces have no hole, and each is a stored transaction's"
    SIGNED_ONCE = "no call is signed anew while its transaction may count"
    LOGS_INDEXED = "each log is one row"
    BATCHES_INDEXED = "each batch is one row"
    EVENTS_INDEXED = "each event is one row, checked, in its place"
    ANSWERED = "the API lists each event once"
    DERIVED = "of each reading the edge rule makes one note"
    SETTLED = "nothing waits for ever"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold, and where."""

    rule: Rule
    detail: str

    def __str__(self) -> str:
        return f"not so: {self.rule}: {self.detail}"


def audit(facts: Facts) -> list[Finding]:
    """All that is wrong; empty where nothing is."""
    return [
        *(Finding(Rule.SETTLED, each) for each in facts.waiting),
        *(Finding(Rule.ACKNOWLEDGED_TRULY, each) for each in facts.untrue),
        *_batches(facts),
        *_events(facts),
        *_order(facts),
        *_nonces(facts),
        *_rows(facts),
        *_answers(facts),
        *_derived(facts),
    ]


def _anchored(facts: Facts) -> list[FoundEvent]:
    return [event for batch in facts.batches for event in batch.events]


def _batches(facts: Facts) -> Iterator[Finding]:
    following: dict[bytes, int] = defaultdict(lambda: 1)
    for batch in facts.batches:
        where = f"stream {batch.stream.hex()[:8]}, {batch.first_sequence} to {batch.first_sequence + batch.count - 1}"
        if batch.first_sequence != following[batch.stream]:
            yield Finding(Rule.CONTIGUOUS, f"{where} came where {following[batch.stream]} was next")
        following[batch.stream] = batch.first_sequence + batch.count
        if batch.problem:
            yield Finding(Rule.OPENABLE, f"{where}: {batch.problem}")
        elif batch.computed_root != batch.root or len(batch.events) != batch.count:
            yield Finding(Rule.OPENABLE, f"{where}: {len(batch.events)} events, which don't give the root")


def _events(facts: Facts) -> Iterator[Finding]:
    times = Tally(event.digest for event in _anchored(facts))
    derived = {event.digest for event in _anchored(facts) if event.key == facts.deriving}
    signed = {digest: (key, counter) for key, all_ in facts.signed.items() for counter, digest in all_.items()}
    for key, messages in facts.signed.items():
        missing = [counter for counter, digest in messages.items() if digest not in times]
        told = [counter for counter in missing if counter <= facts.durable.get(key, (-1, 0))]
        if missing:
            yield Finding(Rule.ANCHORED, f"{_keys(key, missing)}; {len(told)} of them were acknowledged")
    for digest, number in times.items():
        if number > 1:
            yield Finding(Rule.ANCHORED_ONCE, f"event {digest.hex()[:16]} is anchored {number} times")
        if digest not in signed and digest not in derived:
            yield Finding(Rule.ANCHORED_AS_SIGNED, f"event {digest.hex()[:16]}")


def _order(facts: Facts) -> Iterator[Finding]:
    by_key: dict[bytes, list[FoundEvent]] = defaultdict(list)
    for event in sorted(_anchored(facts), key=lambda event: (event.stream, event.sequence)):
        by_key[event.key].append(event)
    for key, events in by_key.items():
        counters = [event.counter for event in events]
        if len({event.stream for event in events}) > 1:
            yield Finding(Rule.IN_ORDER, f"key {key.hex()[:8]} is in more than one stream")
        wrong = [later for earlier, later in itertools.pairwise(counters) if later <= earlier]
        if wrong:
            yield Finding(Rule.IN_ORDER, f"{_keys(key, wrong)} came late")


def _nonces(facts: Facts) -> Iterator[Finding]:
    for account in sorted({each.account for each in facts.sent}):
        nonces = sorted(each.nonce for each in facts.sent if each.account == account)
        if nonces != list(range(len(nonces))):
            yield Finding(Rule.NONCES, f"the chain has {nonces[:20]}… of {account or 'the account'}")
    stored = {each.hash: each for each in facts.stored}
    on_chain = {each.hash for each in facts.sent}
    for each in facts.sent:
        if each.hash not in stored:
            yield Finding(Rule.NONCES, f"nonce {each.nonce} was taken by a transaction that was never stored")
        if not each.succeeded and each.call not in facts.lapsed:
            yield Finding(Rule.SIGNED_ONCE, f"nonce {each.nonce} was used for a transaction that reverted")
    for one in facts.stored:
        if one.live and one.hash not in on_chain and one.call not in facts.lapsed:
            yield Finding(Rule.NONCES, f"{one.purpose} with nonce {one.nonce} is stored, and not on the chain")
    taken = {(each.account, each.nonce): each.hash for each in facts.sent}
    by_call: dict[bytes, list[int]] = defaultdict(list)
    for one in facts.stored:
        # Displaced rightly: another transaction has its nonce.
        if one.call and (one.live or taken.get((one.account, one.nonce)) == one.hash):
            by_call[one.call].append(one.nonce)
        elif one.call and (one.account, one.nonce) not in taken:
            yield Finding(Rule.SIGNED_ONCE, f"{one.purpose} was given up at nonce {one.nonce}, which nothing took")
    for found in by_call.values():
        if len(found) > 1:
            yield Finding(Rule.SIGNED_ONCE, f"one call was signed for the nonces {found}")


def _rows(facts: Facts) -> Iterator[Finding]:
    yield from _same(
        Rule.LOGS_INDEXED, facts.chain_logs, facts.row_logs, lambda key: f"log {key[2]} of {key[1].hex()[:16]}"
    )
    batches = [(batch.stream, batch.first_sequence, batch.count, batch.root) for batch in facts.batches]
    yield from _same(
        Rule.BATCHES_INDEXED, batches, facts.row_batches, lambda row: f"batch {row[1]} of {row[0].hex()[:8]}"
    )
    events = [row.event for row in facts.row_events]
    yield from _same(Rule.EVENTS_INDEXED, _anchored(facts), events, lambda event: f"event {event.sequence}")
    unchecked = sum(not row.checked for row in facts.row_events)
    if unchecked:
        yield Finding(Rule.EVENTS_INDEXED, f"{unchecked} without a checked signature and root")


def _answers(facts: Facts) -> Iterator[Finding]:
    anchored = [event.digest for event in _anchored(facts)]
    yield from _same(Rule.ANSWERED, anchored, facts.answered, lambda digest: f"event {digest.hex()[:16]}")


def _derived(facts: Facts) -> Iterator[Finding]:
    if facts.deriving:
        yield from _same(Rule.DERIVED, facts.readings, facts.derived, lambda one: f"{one[1]} of key {one[0][:8]}")


def _same(rule: Rule, wanted: Iterable[T], found: Iterable[T], name: Callable[[T], str]) -> Iterator[Finding]:
    want, have = Tally(wanted), Tally(found)
    for what, differing in (("missing", want - have), ("too many", have - want)):
        if differing:
            first = ", ".join(name(each) for each in list(differing)[:3])
            yield Finding(rule, f"{differing.total()} {what}, such as {first}")


def _keys(key: bytes, counters: list[Counter]) -> str:
    shown = ", ".join(f"{boot}/{seq}" for boot, seq in counters[:3])
    return f"{len(counters)} of key {key.hex()[:8]}, such as {shown}"
