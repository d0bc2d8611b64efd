"""How far each stream has got, and what its sender meets: for status and metrics. I/O, read only.

Everything is found by an index, however many batches there ever were: events become batches, and batches final, in the
order of their stream.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .batches import BatchState
from .database import QueueConnection


@dataclass(frozen=True, slots=True)
class StreamProgress:
    """A stream; all but the last two are numbers of events, counted from its beginning."""

    stream: bytes
    #: On the disk.
    durable: int
    #: In a batch.
    batched: int
    #: Their batch's sealed data is stored.
    stored: int
    #: Their anchor is in a block, which may still go.
    included: int
    #: Their anchor is in a block that stays.
    final: int
    #: Batches that are not final.
    open_batches: int
    #: Unix milliseconds, this machine's clock, when the oldest event that isn't final was queued; None: all are.
    oldest_queued_at: int | None

    @property
    def waiting(self) -> int:
        """Events that aren't final."""
        return self.durable - self.final


@dataclass(frozen=True, slots=True)
class StandingCondition:
    """What stands in the way of anchoring, as the anchorer noted it; times in Unix seconds, its machine's clock."""

    name: str
    about: str
    detail: str
    since: int
    seen: int
    times: int


@dataclass(frozen=True, slots=True)
class SenderState:
    """An account's transactions in its outbox, by status, and the lowest nonce that waits for a block."""

    account: str
    counts: Mapping[str, int]
    first_pending_nonce: int | None


class Progress:
    """Questions to one queue."""

    def __init__(self, connection: QueueConnection) -> None:
        self._connection = connection

    def streams(self) -> list[StreamProgress]:
        """How far each stream has got, in the order of their numbers."""
        rows = self._connection.execute("SELECT id, next_sequence - 1 FROM stream ORDER BY ordinal").fetchall()
        return [self._stream(bytes(stream), int(durable)) for stream, durable in rows]

    def _stream(self, stream: bytes, durable: int) -> StreamProgress:
        last = self._one(
            "SELECT first_sequence + count - 1 FROM batch WHERE stream = ? ORDER BY first_sequence DESC LIMIT 1", stream
        )
        batched = last or 0
        rows = self._connection.execute(
            "SELECT first_sequence, count, state FROM batch WHERE stream = ? AND state <> 'final'"
            " ORDER BY first_sequence",
            (stream,),
        ).fetchall()
        final = int(rows[0][0]) - 1 if rows else batched
        stored = included = final
        for first, count, state in rows:
            if state == BatchState.INCLUDED.value and included == first - 1:
                included = first + count - 1
            if state in (BatchState.STORED.value, BatchState.INCLUDED.value) and stored == first - 1:
                stored = first + count - 1
        oldest = self._one(
            "SELECT queued_at FROM event WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT 1", stream, final
        )
        return StreamProgress(stream, durable, batched, stored, included, final, len(rows), oldest)

    def quarantined(self) -> int:
        """Messages that were refused and kept."""
        return self._one("SELECT count(*) FROM quarantine") or 0

    def conditions(self) -> list[StandingCondition]:
        """What stands in the way of anchoring and lasts, the oldest first."""
        rows = self._connection.execute(
            "SELECT name, about, detail, since, seen, times FROM condition"
            " WHERE ended IS NULL ORDER BY since, name, about"
        )
        return [StandingCondition(*row) for row in rows]

    def _one(self, sql: str, *parameters: object) -> int | None:
        row = self._connection.execute(sql, parameters).fetchone()
        return None if row is None or row[0] is None else int(row[0])


def sender_state(path: Path) -> SenderState | None:
    """What an account's outbox has; None where it can't be read now. The file is not written to."""
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            owner = database.execute("SELECT account FROM chain").fetchone()
            counts = dict(database.execute("SELECT status, count(*) FROM entry GROUP BY status").fetchall())
            first = database.execute("SELECT min(nonce) FROM entry WHERE status = 'pending'").fetchone()
        finally:
            database.close()
    except sqlite3.Error:
        return None
    return None if owner is None else SenderState(str(owner[0]), counts, first[0])
