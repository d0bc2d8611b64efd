"""Senders that go on sending well amid what is bad: in order, twice, and out of order. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from quaychain.contracts.events.envelope import Counter, parse_message
from quaychain.contracts.events.refusal import RefusalReason as R

from .fleet import Fleet, Sender

_LARGEST = 65_536


@dataclass(frozen=True, slots=True)
class Step:
    """A message, well made; `reason` says what it must be refused for at this moment, None that it must be accepted."""

    topic: str
    payload: bytes
    digest: bytes
    reason: R | None


def walk(fleet: Fleet, sender: Sender, seed: int) -> Iterator[Step]:
    """What a sender sends, without end; each message is accepted once, whatever else of it comes before and after."""
    drawn = random.Random(f"quaychain fuzz walk {seed} {sender.public.hex()}")  # noqa: S311  it has to be repeatable
    topic = fleet.topic(sender.key)
    last: Counter | None = None

    def step(counter: Counter, reason: R | None, previous: Counter | None = None) -> Step:
        payload = fleet.sign(sender, counter, previous=previous)
        return Step(topic, payload, parse_message(payload, max_bytes=_LARGEST).digest, reason)

    while True:
        boot, seq = (0, 0) if last is None else last
        following = [Counter(boot, seq + each) for each in (1, 2, 3)]
        kind = drawn.randrange(5)
        if last is None or kind == 0:
            # In order.
            yield step(following[0], None)
            last = following[0]
        elif kind == 1:
            # Twice and three times.
            sent = step(following[0], None)
            yield sent
            for _ in range(drawn.randint(1, 2)):
                yield Step(sent.topic, sent.payload, sent.digest, R.REPLAYED)
            last = following[0]
        elif kind == 2:
            # What comes before its time is refused, and taken when its time has come.
            for counter in following[:0:-1]:
                yield step(counter, R.GAP)
            for counter in following:
                yield step(counter, None)
            last = following[2]
        elif kind == 3 and last.seq > 1:
            # One of long ago, of this boot.
            yield step(Counter(boot, drawn.randint(2, seq)), R.REPLAYED)
        elif drawn.random() < 0.1:
            # Off and on again; a boot that names what never came is told of the gap.
            yield step(Counter(boot + 1, 1), R.GAP, previous=Counter(boot, seq + 1))
            yield step(Counter(boot + 1, 1), None, previous=last)
            yield step(Counter(boot, seq + 1), R.BOOT_WENT_BACK)
            last = Counter(boot + 1, 1)
