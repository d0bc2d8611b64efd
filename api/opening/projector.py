"""Fills the rows that come from the stores (I/O): who may read which record, and the events of anchored batches.

Runs beside the follower, a few at a time, so that it never keeps the indexer from the head. What can't be had now (a
store that doesn't answer, content not replicated yet) stays waiting and is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import structlog
from sqlalchemy import Connection, Engine, delete, select

from quaychain.contracts.cid import InvalidCidError
from quaychain.contracts.content.disclosed import tree
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.sealing import OpenedRecord, SealingError
from quaychain.contracts.stores import CidMismatchError
from quaychain.contracts.types import from_hex

from ..database import writing
from ..errors import KeyNotHereError
from ..indexer.involvement import involve, involve_from
from ..indexer.lease import Guard, LeaseLostError, unguarded
from ..indexer.operations import Insert, Put, RowOperation, Update
from ..indexer.writer import apply
from ..permissions.capacities import Capacity, Resource
from ..tables import records as table
from ..tables.access import involvements
from ..tables.finance import receivables
from ..tables.streams import batches, devices
from .batches import AnchoredBatch, BatchRefused, OpenedBatch, open_batch, rows_of
from .mentions import mentioned
from .opener import RecordOpener
from .signatures import SignatureChecks

_AT_ONCE = 8
#: Seconds after which the follower gets its turn, however many batches wait.
_LONGEST = 1.0
#: Seconds after which something that could not be had is tried again.
_AGAIN = 2.0
#: What no later try would mend.
_DAMAGED = (SealingError, EventRefusedError, InvalidCidError, CidMismatchError)


class StoreProjector:
    """Takes a few waiting records and batches a step. `now` is any clock of seconds that never goes back; `guard` is
    asked at the beginning of every transaction that writes."""

    def __init__(
        self, engine: Engine, opener: RecordOpener, now: Callable[[], float], guard: Guard = unguarded
    ) -> None:
        self._guard = guard
        self._engine = engine
        self._opener = opener
        self._signatures = SignatureChecks()
        self._opening = ThreadPoolExecutor(1, "batch-opener")
        self._now = now
        self._again_at: dict[tuple[str, int], float] = {}
        self._log = structlog.get_logger("indexer")

    def step(self) -> bool:
        """Do some of what is waiting; whether anything was done."""
        done = [
            self._attempt(name, version, partial(self._record, name, version))
            for name, version in self._waiting_records()
        ]
        began = self._now()
        waiting = iter(self._waiting_batches())
        following = self._ahead(waiting)
        while following is not None:
            (name, first), rows = following
            following = self._ahead(waiting) if self._now() - began <= _LONGEST else None
            done.append(self._attempt(name, first, partial(self._write_batch, rows)))
        return any(done)

    def _ahead(self, waiting: Iterator[tuple[str, int]]) -> tuple[tuple[str, int], Future[list[RowOperation]]] | None:
        """The next batch, and its rows to come: it is opened while the one before is written."""
        batch = next(waiting, None)
        return None if batch is None else (batch, self._opening.submit(self._open_batch, *batch))

    def _attempt(self, name: str, number: int, work: Callable[[], None]) -> bool:
        try:
            work()
        except LeaseLostError:
            raise
        except QuaychainError as error:
            self._log.warning("content not available, trying again", of=name, number=number, reason=str(error))
            self._again_at[(name, number)] = self._now() + _AGAIN
            return False
        self._again_at.pop((name, number), None)
        return True

    def _waiting_records(self) -> list[tuple[str, int]]:
        versions = table.record_versions
        query = (
            select(versions.c.record_id, versions.c.version)
            .where(versions.c.readers_state == "waiting")
            .order_by(versions.c.block_number, versions.c.log_index)
            .limit(_AT_ONCE + len(self._again_at))
        )
        with self._engine.connect() as connection:
            return self._due([(row.record_id, row.version) for row in connection.execute(query)])

    def _waiting_batches(self) -> list[tuple[str, int]]:
        query = (
            select(batches.c.stream_id, batches.c.first_sequence)
            .where(batches.c.opening == "waiting")
            .order_by(batches.c.block_number, batches.c.log_index)
            .limit(_AT_ONCE + len(self._again_at))
        )
        with self._engine.connect() as connection:
            return self._due([(row.stream_id, row.first_sequence) for row in connection.execute(query)])

    def _due(self, names: list[tuple[str, int]]) -> list[tuple[str, int]]:
        now = self._now()
        return [name for name in names if self._again_at.get(name, now) <= now][:_AT_ONCE]

    def _record(self, record_id: str, version: int) -> None:
        wraps = self._opener.stores.wraps.list(from_hex(record_id, 32), version)
        readers = sorted({("0x" + wrap.member.hex(), wrap.disclosure_class.value) for wrap in wraps})
        # The store may be slow: what it gives is there before anything is locked.
        with self._engine.connect() as connection:
            opened = self._open_for_any(connection, record_id, version, {member for member, _ in readers})
        with writing(self._engine) as connection:
            self._guard(connection)
            self._forget_readers(connection, record_id, version)
            apply(connection, _reader_rows(record_id, version, readers))
            if opened is not None:
                apply(connection, _mention_rows(record_id, version, opened))

    def _open_for_any(
        self, connection: Connection, record_id: str, version: int, members: set[str]
    ) -> OpenedRecord | None:
        """The record as some member whose key is here may read it, or None; a damaged one is logged, and shows so when
        it is asked for."""
        for member_id in sorted(members & self._opener.stores.keyring.members()):
            try:
                return self._opener.open(connection, record_id, version, member_id)
            except KeyNotHereError:
                continue
            except _DAMAGED as error:
                self._log.warning("record not readable", record=record_id, version=version, reason=str(error))
        return None

    def _forget_readers(self, connection: Connection, record_id: str, version: int) -> None:
        rows = table.record_readers
        connection.execute(delete(rows).where(rows.c.record_id == record_id, rows.c.version == version))
        still = select(rows.c.member_id).where(rows.c.record_id == record_id)
        connection.execute(
            delete(involvements).where(
                involvements.c.resource == Resource.RECORDS.value,
                involvements.c.object_id == record_id,
                involvements.c.capacity == Capacity.READER.value,
                involvements.c.member_id.not_in(still),
            )
        )

    def _open_batch(self, stream_id: str, first_sequence: int) -> list[RowOperation]:
        with self._engine.connect() as connection:
            row = connection.execute(
                select(batches).where(batches.c.stream_id == stream_id, batches.c.first_sequence == first_sequence)
            ).one()
            owners = {
                device.device_key: device.member_id
                for device in connection.execute(select(devices.c.device_key, devices.c.member_id))
            }
        return list(self._batch_rows(AnchoredBatch.of(row), owners))

    def _write_batch(self, opened: Future[list[RowOperation]]) -> None:
        # All that takes long is done before anything is locked.
        rows = opened.result()
        with writing(self._engine) as connection:
            self._guard(connection)
            apply(connection, rows)

    def _batch_rows(self, batch: AnchoredBatch, owners: dict[str, str]) -> Iterator[RowOperation]:
        stream_id = "0x" + batch.stream.hex()
        opened: OpenedBatch | BatchRefused
        try:
            opened = open_batch(batch, self._opener.stores)
        except _DAMAGED as error:
            opened = BatchRefused(str(error))
        if isinstance(opened, BatchRefused):
            self._log.warning("batch refused", stream=stream_id, first=batch.first_sequence, reason=opened.reason)
            yield _batch_state(stream_id, batch.first_sequence, "refused")
            return
        yield from rows_of(batch, opened, owners, self._signatures.valid([entry.event for entry in opened.events]))
        for member in sorted({member for _, member in opened.readers}):
            yield involve(Resource.STREAMS, stream_id, "0x" + member.hex(), Capacity.READER)
        yield _batch_state(stream_id, batch.first_sequence, "opened" if opened.events else "unreadable")


def _batch_state(stream_id: str, first_sequence: int, state: str) -> Update:
    return Update(batches, {"stream_id": stream_id, "first_sequence": first_sequence}, {"opening": state})


def _reader_rows(record_id: str, version: int, readers: list[tuple[str, str]]) -> Iterator[RowOperation]:
    for member_id, disclosure_class in readers:
        row = {
            "record_id": record_id,
            "version": version,
            "member_id": member_id,
            "disclosure_class": disclosure_class,
        }
        yield Insert(table.record_readers, row)
    for member_id in dict.fromkeys(member_id for member_id, _ in readers):
        yield involve(Resource.RECORDS, record_id, member_id, Capacity.READER)
        # Whoever is let read an invoice is asked to finance it.
        for resource, object_id in (
            (Resource.RECEIVABLES, receivables.c.receivable_id),
            (Resource.MILESTONES, receivables.c.milestone),
        ):
            yield involve_from(
                receivables,
                receivables.c.invoice_record == record_id,
                resource,
                object_id,
                member_id,
                Capacity.INVITED,
            )
    yield Update(table.record_versions, {"record_id": record_id, "version": version}, {"readers_state": "read"})


def _mention_rows(record_id: str, version: int, opened: OpenedRecord) -> Iterator[RowOperation]:
    for subject in mentioned(tree(opened.fields)):
        yield Put(table.record_mentions, {"subject": subject, "record_id": record_id, "version": version})
