"""The steps of an event on its way, as metrics and traces see them: seen from the queue's own calls.

Gateway and anchorer know nothing of it: what stands between them and the queue, the vault and the store tells each
step once it has happened. A step that is repeated after a crash is told again, with no time where the process that saw
the step before it has died.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quaychain.contracts.cid import Cid
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.stores.content import ContentStore

from .batch import BatchLimits
from .examine import Examined
from .ports import BatchVault
from .queue.acceptance import Acceptance, Accepted, BurstResult, Outcome, Rejected
from .queue.batches import Batches, BatchRow, Inclusion, Waiting
from .quota import Quota
from .topics import Acknowledgement

if TYPE_CHECKING:
    from .queue.database import QueueConnection


@dataclass(frozen=True, slots=True)
class BatchStep:
    """A batch has taken a step."""

    #: closed, sealed, stored, anchored, lost, refused, final.
    step: str
    stream: bytes
    first_sequence: int
    count: int
    #: Since the step before it, in seconds; None where that is not known here.
    seconds: float | None
    #: Since its oldest event was queued.
    age: float | None = None
    #: Why it was closed: count, bytes or age.
    cause: str = ""


@dataclass(frozen=True, slots=True)
class BurstStep:
    """A burst of messages was decided on, and what was taken is on the disk."""

    #: Of these, refused before they came to the queue (form, signature…).
    messages: int
    verified: int
    accepted: Sequence[Accepted]
    #: Refused messages by reason.
    refused: Mapping[str, int]
    #: For the transaction.
    seconds: float


class Steps(Protocol):
    """Who is told. Must not raise, and must be quick: it is called on the way."""

    def burst(self, step: BurstStep) -> None:
        """A burst is durable."""

    def batch(self, step: BatchStep) -> None:
        """A batch has moved."""


class ManySteps:
    """Tells several."""

    def __init__(self, *told: Steps) -> None:
        self._told = told

    def burst(self, step: BurstStep) -> None:
        """See Steps."""
        for each in self._told:
            each.burst(step)

    def batch(self, step: BatchStep) -> None:
        """See Steps."""
        for each in self._told:
            each.batch(step)


class ObservedAcceptance(Acceptance):
    """An Acceptance that tells of each burst."""

    def __init__(
        self,
        connection: QueueConnection,
        steps: Steps,
        *,
        quarantine_limit: int = 10_000,
        quota: Quota | None = None,
    ) -> None:
        super().__init__(connection, quarantine_limit=quarantine_limit, quota=quota)
        self._steps = steps

    def take(
        self,
        burst: Sequence[Examined | Rejected],
        now: int,
        also: Callable[[Sequence[Outcome]], None] | None = None,
    ) -> BurstResult:
        """See Acceptance."""
        started = time.perf_counter()
        result = super().take(burst, now, also)
        seconds = time.perf_counter() - started
        accepted = [outcome for outcome in result.outcomes if isinstance(outcome, Accepted)]
        refused: dict[str, int] = {}
        for outcome in result.outcomes:
            if not isinstance(outcome, Accepted):
                refused[outcome.reason.value] = refused.get(outcome.reason.value, 0) + 1
        verified = sum(1 for item in burst if isinstance(item, Examined))
        self._steps.burst(BurstStep(len(burst), verified, accepted, refused, seconds))
        return result


@dataclass
class _Seen:
    """When this process saw a batch's last step (monotonic), and its oldest event queued (Unix milliseconds)."""

    at: float
    queued_at: int | None


class ObservedBatches(Batches):
    """Batches that tell of each of their steps."""

    def __init__(
        self,
        connection: QueueConnection,
        steps: Steps,
        limits: BatchLimits,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        super().__init__(connection)
        self._steps = steps
        self._limits = limits
        self._milliseconds = milliseconds
        self._oldest: dict[tuple[bytes, int], int] = {}
        self._seen: dict[tuple[bytes, int], _Seen] = {}

    def waiting(self, stream: bytes, limit: int) -> Waiting:
        """See Batches."""
        found = super().waiting(stream, limit)
        if found.sizes:
            self._oldest[stream, found.first_sequence] = found.oldest_at
        return found

    def form(self, stream: bytes, first_sequence: int, count: int, root: bytes) -> BatchRow:
        """See Batches."""
        row = super().form(stream, first_sequence, count, root)
        queued_at = self._oldest.pop((stream, first_sequence), None)
        self._seen[stream, first_sequence] = _Seen(time.monotonic(), queued_at)
        age = None if queued_at is None else (self._milliseconds() - queued_at) / 1000
        self._tell("closed", row, age, age, self._cause(count, age))
        return row

    def stored(self, rows: Mapping[BatchRow, bytes]) -> list[BatchRow]:
        """See Batches."""
        return [self._moved("stored", row) for row in super().stored(rows)]

    def included(self, rows: Mapping[BatchRow, Inclusion]) -> list[BatchRow]:
        """See Batches."""
        return [self._moved("anchored", row) for row in super().included(rows)]

    def lost(self, row: BatchRow) -> BatchRow:
        """See Batches."""
        return self._moved("lost", super().lost(row))

    def refused(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """See Batches."""
        return [self._moved("refused", row) for row in super().refused(rows)]

    def finalize(self, rows: Sequence[BatchRow], now: int) -> dict[bytes, tuple[bytes, Acknowledgement]]:
        """See Batches."""
        answers = super().finalize(rows, now)
        for row in rows:
            self._moved("final", row)
            self._seen.pop((row.stream, row.first_sequence), None)
        return answers

    def _moved(self, step: str, row: BatchRow) -> BatchRow:
        key, now = (row.stream, row.first_sequence), time.monotonic()
        seen = self._seen.get(key)
        seconds = None if seen is None else now - seen.at
        queued_at = None if seen is None else seen.queued_at
        age = None if queued_at is None else (self._milliseconds() - queued_at) / 1000
        self._seen[key] = _Seen(now, queued_at)
        self._tell(step, row, seconds, age)
        return row

    def _tell(self, step: str, row: BatchRow, seconds: float | None, age: float | None, cause: str = "") -> None:
        self._steps.batch(BatchStep(step, row.stream, row.first_sequence, row.count, seconds, age, cause))

    def _cause(self, count: int, age: float | None) -> str:
        if count >= self._limits.max_count:
            return "count"
        return "age" if age is not None and age >= self._limits.max_age else "bytes"


class TimedStore:
    """A content store that remembers how long a thread's writes took, for the vault around it."""

    def __init__(self, store: ContentStore) -> None:
        self._store = store
        self._times = threading.local()

    @property
    def seconds(self) -> float:
        """Of this thread's writes so far."""
        return float(getattr(self._times, "seconds", 0.0))

    def put(self, data: bytes) -> Cid:
        """See ContentStore."""
        started = time.perf_counter()
        try:
            return self._store.put(data)
        finally:
            self._times.seconds = self.seconds + time.perf_counter() - started

    def pin(self, cid: Cid) -> None:
        """See ContentStore."""
        started = time.perf_counter()
        try:
            self._store.pin(cid)
        finally:
            self._times.seconds = self.seconds + time.perf_counter() - started

    def get(self, cid: Cid) -> bytes:
        """See ContentStore."""
        return self._store.get(cid)

    def has(self, cid: Cid) -> bool:
        """See ContentStore."""
        return self._store.has(cid)


class ObservedVault:
    """A vault that tells how long sealing took, without the store's part."""

    def __init__(self, vault: BatchVault, steps: Steps, store: TimedStore | None = None) -> None:
        self._vault = vault
        self._steps = steps
        self._store = store

    def store(self, stream: bytes, first_sequence: int, events: Sequence[BatchEvent]) -> bytes:
        """See BatchVault."""
        started, before = time.perf_counter(), 0.0 if self._store is None else self._store.seconds
        cid = self._vault.store(stream, first_sequence, events)
        storing = 0.0 if self._store is None else self._store.seconds - before
        seconds = time.perf_counter() - started - storing
        self._steps.batch(BatchStep("sealed", stream, first_sequence, len(events), seconds))
        return cid

    def holds(self, cid: bytes) -> bool:
        """See BatchVault."""
        return self._vault.holds(cid)
