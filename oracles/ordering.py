"""Each signer's messages in the order of their counters again, after several workers have had them. Pure.

A broker deals the messages of a shared subscription out to the workers, one device's too, so that the second can be
here before the first. It waits for the first as long as that may still be with another worker; then the queue is asked,
which refuses it for the gap, and the device is asked for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from quaychain.contracts.events.envelope import Counter


class Counted(Protocol):
    """A message with its signer's key and counter."""

    @property
    def key(self) -> bytes:
        """The signer's key."""

    @property
    def counter(self) -> Counter:
        """Where the signer stood."""

    @property
    def previous(self) -> Counter | None:
        """The last counter of an earlier boot, where the signer names it."""

    @property
    def size(self) -> int:
        """Its bytes."""


T = TypeVar("T", bound=Counted)


@dataclass(slots=True)
class _Held(Generic[T]):
    message: T
    until: float


@dataclass(slots=True)
class Ordering(Generic[T]):
    """Holds what came too early, at most `most` messages of `most_bytes`, and each for `patience` seconds."""

    patience: float
    most: int
    most_bytes: int
    _held: dict[bytes, list[_Held[T]]] = field(default_factory=dict)
    _count: int = 0
    _bytes: int = 0

    def __len__(self) -> int:
        return self._count

    def keys(self) -> set[bytes]:
        """Whose messages are held."""
        return set(self._held)

    def in_order(self, arrived: Iterable[T], last: Mapping[bytes, Counter], now: float) -> list[T]:
        """What can be taken now, each signer's in order; times are seconds of a clock that never goes back.

        `last` has the last counter accepted of every signer in `arrived` and in `keys()`, where it has one.
        """
        ready: list[T] = []
        newest = dict(last)
        for message in arrived:
            key, counter = message.key, message.counter
            known = newest.get(key)
            if key not in self._held and follows(known, counter, message.previous):
                # As nearly all do.
                newest[key] = counter if known is None else max(known, counter)
                ready.append(message)
            else:
                self._held.setdefault(key, []).append(_Held(message, now + self.patience))
                self._count += 1
                self._bytes += message.size
        crowded = self._count > self.most or self._bytes > self.most_bytes
        for key in list(self._held):
            ready += self._release(key, newest.get(key), now, crowded)
        return ready

    def _release(self, key: bytes, last: Counter | None, now: float, crowded: bool) -> list[T]:
        ready: list[T] = []
        kept: list[_Held[T]] = []
        for held in sorted(self._held[key], key=lambda held: held.message.counter):
            message = held.message
            if follows(last, message.counter, message.previous):
                last = message.counter if last is None else max(last, message.counter)
                ready.append(message)
            elif crowded or now >= held.until:
                ready.append(message)
            else:
                kept.append(held)
        self._count -= len(ready)
        self._bytes -= sum(message.size for message in ready)
        if kept:
            self._held[key] = kept
        else:
            del self._held[key]
        return ready


def follows(last: Counter | None, counter: Counter, previous: Counter | None) -> bool:
    """Whether nothing can be missing between them: `counter` is the next one, or a repetition."""
    if last is None:
        return counter.seq == 1 and previous is None
    if counter <= last:
        return True
    if counter.boot == last.boot:
        return counter.seq == last.seq + 1
    return counter.seq == 1 and (previous is None or previous <= last)
