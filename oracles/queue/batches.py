"""Batches in the queue: which events are in none yet, and how far each batch has got. I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from quaychain.contracts.events.batch_data import BatchEvent, EventItem
from quaychain.contracts.events.envelope import Counter, SignedEvent
from quaychain.contracts.leaves import EventLeaf

from ..topics import Acknowledgement
from .database import QueueConnection
from .errors import EventsMissingError
from .schema import PLACED_KINDS


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
    #: Unix milliseconds of this machine's clock when it became final; None before.
    final_at: int | None = None

    @property
    def next_sequence(self) -> int:
        """The sequence after its last event."""
        return self.first_sequence + self.count


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A transaction in a block of the present chain."""

    transaction_hash: bytes
    block_number: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events of a stream that are in no batch yet."""

    first_sequence: int
    #: Size in bytes of each, oldest first, no more than were asked for.
    sizes: tuple[int, ...]
    #: Unix milliseconds when the oldest was queued; 0 where there is none.
    oldest_at: int


_COLUMNS = "stream, first_sequence, count, root, state, cid, transaction_hash, block_number, attempt, final_at"
#: As most events have it.
_NO_ITEMS = "[]"
#: What stays of a document.
_PLACE = "digest, stream, sequence, key, boot, seq, kind, received_at"
_DOCUMENTS = "({})".format(", ".join(f"'{kind}'" for kind in sorted(PLACED_KINDS)))
_OF_BATCH = " WHERE stream = ? AND first_sequence = ?"


class Batches:
    """The batches of one queue."""

    def __init__(self, connection: QueueConnection) -> None:
        self._connection = connection
        #: What was found waiting the last time: events come behind it, and nothing else changes there.
        self._waiting: dict[bytes, Waiting] = {}

    def waiting(self, stream: bytes, limit: int) -> Waiting:
        """The oldest events in no batch, at most `limit`."""
        last = self._connection.execute(
            "SELECT first_sequence + count FROM batch WHERE stream = ? ORDER BY first_sequence DESC LIMIT 1", (stream,)
        ).fetchone()
        first = 1 if last is None else last[0]
        known = self._waiting.get(stream)
        if known is None or known.first_sequence != first or not 0 < len(known.sizes) <= limit:
            known = Waiting(first, (), 0)
        rows = self._connection.execute(
            "SELECT size, queued_at FROM event WHERE stream = ? AND sequence >= ? ORDER BY sequence LIMIT ?",
            (stream, first + len(known.sizes), limit - len(known.sizes)),
        ).fetchall()
        if rows:
            oldest_at = known.oldest_at if known.sizes else rows[0][1]
            known = Waiting(first, known.sizes + tuple([row[0] for row in rows]), oldest_at)
        self._waiting[stream] = known
        return known

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
                () if items == _NO_ITEMS else _items(items),
            )
            for sequence, received_at, signed, signature, body, items in rows
        ]

    def leaves(self, stream: bytes, first_sequence: int, count: int) -> list[bytes]:
        """The leaves of the events of a range, in sequence: what an event is was noted when it came in.

        Raises EventsMissingError.
        """
        rows = self._connection.execute(
            "SELECT sequence, key, boot, seq, digest FROM event"
            " WHERE stream = ? AND sequence >= ? AND sequence < ? ORDER BY sequence",
            (stream, first_sequence, first_sequence + count),
        )
        leaves = [EventLeaf(stream, *row).hash() for row in rows]
        if len(leaves) != count:
            self._waiting.pop(stream, None)
            raise EventsMissingError(stream, first_sequence, count, len(leaves))
        return leaves

    def unbatched(self) -> dict[bytes, int]:
        """How many events of each stream are in no batch, where there are any."""
        rows = self._connection.execute(
            "SELECT id, next_sequence - coalesce((SELECT first_sequence + count FROM batch WHERE stream = id"
            " ORDER BY first_sequence DESC LIMIT 1), 1) FROM stream"
        )
        return {stream: count for stream, count in rows if count}

    def form(self, stream: bytes, first_sequence: int, count: int, root: bytes) -> BatchRow:
        """Enter the next batch."""
        row = BatchRow(stream, first_sequence, count, root, BatchState.FORMED)
        self._enter(row)
        return row

    def adopt(self, row: BatchRow) -> None:
        """Enter a batch that another oracle formed and anchored."""
        self._enter(row)

    def stored(self, rows: Mapping[BatchRow, bytes]) -> list[BatchRow]:
        """Note of batches that their sealed data is in the content store, under these CIDs."""
        return self._change(
            {row: replace(row, state=BatchState.STORED, cid=cid) for row, cid in rows.items()},
        )

    def unstored(self, row: BatchRow) -> BatchRow:
        """Note that the content store doesn't have the sealed data, so that it is sealed and stored again."""
        return self._change({row: replace(row, state=BatchState.FORMED, cid=None)})[0]

    def included(self, rows: Mapping[BatchRow, Inclusion]) -> list[BatchRow]:
        """Note the blocks that anchors are in."""
        return self._change(
            {
                row: replace(
                    row,
                    state=BatchState.INCLUDED,
                    transaction_hash=inclusion.transaction_hash,
                    block_number=inclusion.block_number,
                )
                for row, inclusion in rows.items()
            }
        )

    def lost(self, row: BatchRow) -> BatchRow:
        """Note that the chain went back behind the block that the anchor was in."""
        return self._change({row: replace(row, state=BatchState.STORED, transaction_hash=None, block_number=None)})[0]

    def refused(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """Note that the chain refused their anchors."""
        return self._change({row: replace(row, attempt=row.attempt + 1) for row in rows})

    def finalize(self, rows: Sequence[BatchRow], now: int) -> dict[bytes, tuple[bytes, Acknowledgement]]:
        """Note that the anchors' blocks stay; answers where each signer in the batches now stands, by key.

        `now` in Unix milliseconds.
        """
        if not rows:
            return {}
        with self._connection.transaction():
            # Whoever writes a device's row holds its stream.
            self._connection.select_in(
                f"SELECT id FROM stream WHERE id IN {{}} ORDER BY id{self._connection.row_lock}",  # noqa: S608
                sorted({row.stream for row in rows}),
            )
            self._write([replace(row, state=BatchState.FINAL, final_at=now) for row in rows])
            newest: dict[bytes, Counter] = {}
            for row in sorted(rows, key=lambda row: row.first_sequence):
                newest |= self._newest(row)
            self._connection.executemany(
                "UPDATE device SET anchored_boot = ?, anchored_seq = ? WHERE key = ?",
                [(*counter, key) for key, counter in newest.items()],
            )
            devices = self._connection.select_in(
                "SELECT key, member, boot, seq, anchored_boot, anchored_seq FROM device WHERE key IN {}", list(newest)
            )
        return {
            key: (member, Acknowledgement(Counter(boot, seq), Counter(anchored_boot, anchored_seq)))
            for key, member, boot, seq, anchored_boot, anchored_seq in devices
        }

    def open_batches(self) -> dict[bytes, list[BatchRow]]:
        """The batches of each stream that are not final yet, in sequence."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM batch WHERE state <> 'final' ORDER BY stream, first_sequence"  # noqa: S608
        )
        found: dict[bytes, list[BatchRow]] = {}
        for row in map(_row, rows):
            found.setdefault(row.stream, []).append(row)
        return found

    def purgeable(self, final_before: int, limit: int, skip: int = 0, *, deriving: bool) -> list[BatchRow]:
        """The oldest final batches whose events are still here, final before that time (Unix milliseconds), but for the
        first `skip` of them.

        While edge rules are at work (`deriving`) not those that they have yet to see; how far rules that were switched
        off had got keeps nothing.
        """
        unseen = (
            " AND NOT EXISTS (SELECT 1 FROM edge_position WHERE"
            " edge_position.stream = batch.stream AND position < first_sequence + count)"
        )
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM batch WHERE state = 'final' AND purged = 0"  # noqa: S608
            f" AND (final_at IS NULL OR final_at <= ?){unseen if deriving else ''} ORDER BY first_sequence, stream"
            " LIMIT ? OFFSET ?",
            (final_before, limit, skip),
        )
        return [_row(row) for row in rows]

    def purge(self, rows: Sequence[BatchRow]) -> None:
        """Delete the batches' events but for each signer's last one; the batches stay, and where each document is.

        What was a signer's last event when its batch went, and is none any more, goes too.
        """
        with self._connection.transaction():
            for row in rows:
                self._connection.execute(
                    f"INSERT INTO purged_document ({_PLACE}) SELECT {_PLACE} FROM event"  # noqa: S608
                    f" WHERE stream = ? AND sequence >= ? AND sequence < ? AND kind IN {_DOCUMENTS}"
                    " ON CONFLICT (digest) DO NOTHING",
                    (row.stream, row.first_sequence, row.next_sequence),
                )
                self._connection.execute(f"UPDATE batch SET purged = 1{_OF_BATCH}", (row.stream, row.first_sequence))  # noqa: S608
            for stream in {row.stream for row in rows}:
                of_stream = [row for row in rows if row.stream == stream]
                kept = self._connection.execute(
                    "SELECT min(first_sequence) FROM batch WHERE stream = ? AND purged = 0", (stream,)
                ).fetchone()[0]
                end = max(row.next_sequence for row in of_stream) if kept is None else kept
                self._delete(stream, 1, end)
                # Those behind a batch that stays, because too few nodes hold its block say.
                for row in of_stream:
                    if row.first_sequence >= end:
                        self._delete(stream, row.first_sequence, row.next_sequence)

    def _delete(self, stream: bytes, first: int, end: int) -> None:
        """Delete a range's events but for each signer's last one."""
        self._connection.execute(
            "DELETE FROM event WHERE stream = ? AND sequence >= ? AND sequence < ? AND NOT EXISTS"
            " (SELECT 1 FROM device WHERE device.key = event.key AND device.boot = event.boot"
            " AND device.seq = event.seq)",
            (stream, first, end),
        )

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

    def _newest(self, row: BatchRow) -> dict[bytes, Counter]:
        """The last counter of each signer in the batch."""
        rows = self._connection.execute(
            "SELECT event.key, event.boot, event.seq FROM event JOIN ("
            "SELECT max(sequence) AS sequence FROM event WHERE stream = ? AND sequence >= ? AND sequence < ?"
            " GROUP BY key) newest ON event.stream = ? AND event.sequence = newest.sequence",
            (row.stream, row.first_sequence, row.next_sequence, row.stream),
        )
        return {key: Counter(boot, seq) for key, boot, seq in rows}

    def _enter(self, row: BatchRow) -> None:
        with self._connection.transaction():
            values = [(row.stream, row.first_sequence, row.count, row.root, row.state.value, row.cid)]
            self._connection.insert("batch", ("stream", "first_sequence", "count", "root", "state", "cid"), values)

    def _change(self, rows: Mapping[BatchRow, BatchRow]) -> list[BatchRow]:
        changed = list(rows.values())
        if changed:
            with self._connection.transaction():
                self._write(changed)
        return changed

    def _write(self, rows: Sequence[BatchRow]) -> None:
        self._connection.executemany(
            "UPDATE batch SET state = ?, cid = ?, transaction_hash = ?, block_number = ?, attempt = ?, final_at = ?"  # noqa: S608
            + _OF_BATCH,
            [
                (
                    *(row.state.value, row.cid, row.transaction_hash, row.block_number, row.attempt, row.final_at),
                    *(row.stream, row.first_sequence),
                )
                for row in rows
            ],
        )


def _items(text: str) -> tuple[EventItem, ...]:
    return tuple(EventItem(hash_id, bytes.fromhex(digest)) for hash_id, digest in json.loads(text))


def _row(row: tuple[Any, ...]) -> BatchRow:
    stream, first_sequence, count, root, state, *rest = row
    return BatchRow(stream, first_sequence, count, root, BatchState(state), *rest)
