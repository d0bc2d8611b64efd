"""What an operator or a sender may ask the queue: counts, quarantine, the standing of one event. I/O, read only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.events.envelope import Counter

from .batches import Batches, BatchState
from .database import QueueConnection


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """How often something was refused for one reason."""

    reason: str
    times: int
    last_at: int
    last_source: str
    last_detail: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A message that was refused and kept."""

    id: int
    reason: str
    detail: str
    source: str
    message: bytes
    received_at: int
    times: int
    #: The document beside it; empty where it is only listed.
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class StreamCounts:
    """How far a stream has got; sequences count from 1."""

    stream: bytes
    #: Events on the disk.
    durable: int
    #: Of these, anchored in a block that may still go, or stays.
    included: int
    #: Of these, anchored in a block that stays.
    final: int


@dataclass(frozen=True, slots=True)
class EventStanding:
    """Where one accepted event is."""

    stream: bytes
    sequence: int
    key: bytes
    counter: Counter
    kind: str
    received_at: int
    #: Of the batch it is in; None before it is in one.
    state: BatchState | None
    block_number: int | None
    transaction_hash: bytes | None


class Listing:
    """Read-only questions to one queue."""

    def __init__(self, connection: QueueConnection) -> None:
        self._connection = connection

    def refusals(self) -> list[RefusalCount]:
        """Counts by reason, the most frequent first."""
        rows = self._connection.execute(
            "SELECT reason, times, last_at, last_source, last_detail FROM refusal ORDER BY times DESC, reason"
        )
        return [RefusalCount(*row) for row in rows]

    def kept(self) -> Iterator[Quarantined]:
        """The quarantine: what was refused and kept, oldest first."""
        rows = self._connection.execute(
            "SELECT id, reason, detail, source, message, received_at, times FROM quarantine ORDER BY id"
        )
        for row in rows:
            yield Quarantined(*row)

    def quarantined(self, numbers: Sequence[int] = (), reason: str = "") -> Iterator[Quarantined]:
        """Kept messages with their bodies, oldest first: of these numbers, of this reason, or all."""
        wanted = [entry.id for entry in self.kept() if not reason or entry.reason == reason]
        for number in wanted if not numbers else [number for number in wanted if number in set(numbers)]:
            row = self._connection.execute(
                "SELECT id, reason, detail, source, message, received_at, times, body FROM quarantine WHERE id = ?",
                (number,),
            ).fetchone()
            if row is not None:
                yield Quarantined(*row)

    def streams(self) -> list[StreamCounts]:
        """How far each stream has got."""
        rows = self._connection.execute(
            "SELECT id, next_sequence - 1,"
            " (SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM batch WHERE stream = id AND state IN (?, ?)),"
            " (SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM batch WHERE stream = id AND state = ?)"
            " FROM stream ORDER BY ordinal",
            (BatchState.INCLUDED.value, BatchState.FINAL.value, BatchState.FINAL.value),
        )
        return [StreamCounts(*row) for row in rows]

    def last_of(self, key: bytes) -> EventStanding | None:
        """Where a signer's last event is, None where it has none."""
        return self._standing("event WHERE key = ? ORDER BY boot DESC, seq DESC LIMIT 1", key)

    def standing(self, digest: bytes) -> EventStanding | None:
        """Where the document of that digest is, or was anchored; None where there is none.

        Readings are not found by their digest.
        """
        return self._standing("event WHERE digest = ? AND kind <> 'reading'", digest) or self._standing(
            "purged_document WHERE digest = ?", digest
        )

    def _standing(self, rows: str, value: bytes) -> EventStanding | None:
        row = self._connection.execute(
            f"SELECT stream, sequence, key, boot, seq, kind, received_at FROM {rows}",  # noqa: S608
            (value,),
        ).fetchone()
        if row is None:
            return None
        stream, sequence, key, boot, seq, kind, received_at = row
        batch = Batches(self._connection).batch_of(stream, sequence)
        return EventStanding(
            stream,
            sequence,
            key,
            Counter(boot, seq),
            kind,
            received_at,
            None if batch is None else batch.state,
            None if batch is None else batch.block_number,
            None if batch is None else batch.transaction_hash,
        )
