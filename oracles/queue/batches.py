"""Batches in the queue: which events are in none yet, and how far each batch has got. I/O."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quaychain.contracts.events.batch_data import BatchEvent, EventItem
from quaychain.contracts.events.envelope import Counter, SignedEvent

from ..topics import Acknowledgement
from .database import QueueConnection


class BatchState(StrEnum):
    """How far a batch has got."""

    #: Its events and root stand.
    FORMED = "formed"
    #: Its sealed data is in the content store.
    STORED = "stored"
    #: Its anchor is in a block, which may still go.
    INCLUDED = "included"
    #: Its anchor is in a block that stays.
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch of a stream."""

    stream: bytes
    first_sequence: int
    count: int
    root: bytes
    state: BatchState
    cid: bytes | None = None
    transaction_hash: bytes | None = None
    block_number: int | None = None
    attempt: int = 0

    @property
    def next_sequence(self) -> int:
        """The sequence after its last event."""
        return self.first_sequence + self.count


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events of a stream that are in no batch yet."""

    first_sequence: int
    #: Size in bytes of each, oldest first, no more than were asked for.
    sizes: tuple[int, ...]
    #: Unix milliseconds when the oldest was queued; 0 where there is none.
    oldest_at: int


_COLUMNS = "stream, first_sequence, count, root, state, cid, transaction_hash, block_number, attempt"


class Batches:
    """The batches of one queue."""

    def __init__(self, connection: QueueConnection) -> None:
        self._connection = connection

    def waiting(self, stream: bytes, limit: int) -> Waiting:
        """The oldest events in no batch, at most `limit`."""
        last = self._connection.execute(
            "SELECT first_sequence + count FROM batch WHERE stream = ? ORDER BY first_sequence DESC LIMIT 1", (stream,)
        ).fetchone()
        first = 1 if last is None else last[0]
        rows = self._connection.execute(
            "SELECT size, queued_at FROM event WHERE stream = ? AND sequence >= ? ORDER BY sequence LIMIT ?",
            (stream, first, limit),
        ).fetchall()
        return Waiting(first, tuple(row[0] for row in rows), rows[0][1] if rows else 0)

    def events(self, stream: bytes, first_sequence: int, count: int) -> list[BatchEvent]:
        """The events of a range, in sequence."""
        rows = self._connection.execute(
            "SELECT sequence, received_at, signed, signature, body, items FROM event"
            " WHERE stream = ? AND sequence >= ? AND sequence < ? ORDER BY sequence",
            (stream, first_sequence, first_sequence + count),
        )
        return [
            BatchEvent(
                sequence,
                received_at,
                SignedEvent(signed, signature, body),
                tuple(EventItem(hash_id, bytes.fromhex(digest)) for hash_id, digest in json.loads(items)),
            )
            for sequence, received_at, signed, signature, body, items in rows
        ]

    def form(self, stream: bytes, first_sequence: int, count: int, root: bytes) -> BatchRow:
        """Enter the next batch."""
        with self._connection.transaction():
            self._connection.execute(
                "INSERT INTO batch (stream, first_sequence, count, root, state) VALUES (?, ?, ?, ?, ?)",
                (stream, first_sequence, count, root, BatchState.FORMED.value),
            )
        return BatchRow(stream, first_sequence, count, root, BatchState.FORMED)

    def stored(self, row: BatchRow, cid: bytes) -> BatchRow:
        """Note that the sealed data is in the content store."""
        return self._update(row, "state = ?, cid = ?", (BatchState.STORED.value, cid))

    def included(self, row: BatchRow, transaction_hash: bytes, block_number: int) -> BatchRow:
        """Note the block that the anchor is in."""
        return self._update(
            row,
            "state = ?, transaction_hash = ?, block_number = ?",
            (BatchState.INCLUDED.value, transaction_hash, block_number),
        )

    def lost(self, row: BatchRow) -> BatchRow:
        """Note that the chain went back behind the block that the anchor was in."""
        return self._update(
            row,
            "state = ?, transaction_hash = NULL, block_number = NULL",
            (BatchState.STORED.value,),
        )

    def refused(self, row: BatchRow) -> BatchRow:
        """Note that the chain refused the anchor."""
        return self._update(row, "attempt = attempt + 1", ())

    def finalize(self, row: BatchRow) -> dict[bytes, tuple[bytes, Acknowledgement]]:
        """Note that the anchor's block stays; answers where each signer in the batch now stands, by key."""
        with self._connection.transaction():
            self._connection.execute(
                "UPDATE batch SET state = ? WHERE stream = ? AND first_sequence = ?",
                (BatchState.FINAL.value, row.stream, row.first_sequence),
            )
            # Whoever writes a device's row holds its stream.
            self._connection.execute(
                f"SELECT id FROM stream WHERE id = ?{self._connection.row_lock}",  # noqa: S608
                (row.stream,),
            ).fetchone()
            newest = self._connection.execute(
                "SELECT event.key, event.boot, event.seq FROM event JOIN ("
                "SELECT max(sequence) AS sequence FROM event WHERE stream = ? AND sequence >= ? AND sequence < ?"
                " GROUP BY key) newest ON event.stream = ? AND event.sequence = newest.sequence",
                (row.stream, row.first_sequence, row.next_sequence, row.stream),
            ).fetchall()
            self._connection.executemany(
                "UPDATE device SET anchored_boot = ?, anchored_seq = ? WHERE key = ?",
                [(boot, seq, key) for key, boot, seq in newest],
            )
            return {key: self._acknowledgement(key) for key, *_ in newest}

    def open_batches(self, stream: bytes) -> list[BatchRow]:
        """The stream's batches that are not final yet, in sequence."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM batch WHERE stream = ? AND state <> ? ORDER BY first_sequence",  # noqa: S608
            (stream, BatchState.FINAL.value),
        )
        return [_row(row) for row in rows]

    def final_until(self, stream: bytes) -> int:
        """The sequence after the last final batch; 1 where there is none."""
        last = self._connection.execute(
            "SELECT first_sequence + count FROM batch WHERE stream = ? AND state = ?"
            " ORDER BY first_sequence DESC LIMIT 1",
            (stream, BatchState.FINAL.value),
        ).fetchone()
        return 1 if last is None else int(last[0])

    def batch_of(self, stream: bytes, sequence: int) -> BatchRow | None:
        """The batch that an event is in, None before it is in one."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM batch WHERE stream = ? AND first_sequence <= ?"  # noqa: S608
            " ORDER BY first_sequence DESC LIMIT 1",
            (stream, sequence),
        ).fetchone()
        found = None if row is None else _row(row)
        return found if found is not None and sequence < found.next_sequence else None

    def _acknowledgement(self, key: bytes) -> tuple[bytes, Acknowledgement]:
        member, boot, seq, anchored_boot, anchored_seq = self._connection.execute(
            "SELECT member, boot, seq, anchored_boot, anchored_seq FROM device WHERE key = ?", (key,)
        ).fetchone()
        return member, Acknowledgement(Counter(boot, seq), Counter(anchored_boot, anchored_seq))

    def _update(self, row: BatchRow, change: str, values: tuple[object, ...]) -> BatchRow:
        with self._connection.transaction():
            self._connection.execute(
                f"UPDATE batch SET {change} WHERE stream = ? AND first_sequence = ?",  # noqa: S608
                (*values, row.stream, row.first_sequence),
            )
            updated = self._connection.execute(
                f"SELECT {_COLUMNS} FROM batch WHERE stream = ? AND first_sequence = ?",  # noqa: S608
                (row.stream, row.first_sequence),
            ).fetchone()
        return _row(updated)


def _row(row: tuple[Any, ...]) -> BatchRow:
    stream, first_sequence, count, root, state, cid, transaction_hash, block_number, attempt = row
    return BatchRow(
        stream, first_sequence, count, root, BatchState(state), cid, transaction_hash, block_number, attempt
    )
