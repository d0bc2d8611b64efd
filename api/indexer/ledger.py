"""The ledger's rows in the database (I/O): a range of the chain and the cursor in one transaction, or neither."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import ChainMismatchError
from quaychain.contracts.types import BlockHead, Log, from_hex, to_address

from ..database import writing
from ..tables import LEDGER_TABLES
from ..tables.chain import blocks, cursor, log_subjects, logs
from .bulk import insert_rows, insert_values
from .decoding import AddressBook
from .lease import Guard, unguarded
from .preparing import LOG_COLUMNS, SUBJECT_COLUMNS, PreparedRange, block_row, operations_of, placed, prepare
from .source import ChainRange
from .values import hexadecimal
from .writer import apply

_RAW = (cursor, blocks, logs, log_subjects)
#: Tables made from the raw ones, and from the stores.
PROJECTED = tuple(table for table in LEDGER_TABLES if table not in _RAW)
_REPLAYED = 2_000


@dataclass
class CursorMovedError(QuaychainError):
    """Another indexer writes into the same tables."""

    expected: int

    def __str__(self) -> str:
        return f"another indexer has gone on from block {self.expected}: one at a time may write"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the rows go. `head_number` is what the chain last said, at `seen_at` of the wall clock."""

    block_number: int
    block_hash: bytes
    head_number: int
    seen_at: float


class Ledger:
    """Rows of one chain; `root` is ConsortiumRoot's address, from whose logs all others are learnt.

    `guard` is asked at the beginning of every transaction that writes, and raises where this one may not.
    """

    def __init__(
        self,
        engine: Engine,
        chain_id: int,
        genesis: bytes,
        root: str,
        *,
        embedded: bool,
        guard: Guard = unguarded,
    ) -> None:
        self._engine = engine
        self._guard = guard
        self._chain_id = chain_id
        self._genesis = genesis
        self._root = to_address(root)
        self._kind = "embedded" if embedded else "consortium"
        self._book = AddressBook(self._root)

    def begin(self, first: BlockHead, now: float) -> Cursor:
        """The cursor, at the genesis block where there is none yet.

        Raises ChainMismatchError where the rows are another chain's.
        """
        with self._writing() as connection:
            row = connection.execute(select(cursor)).first()
            if row is None:
                connection.execute(
                    insert(cursor).values(
                        id=1,
                        chain_id=self._chain_id,
                        genesis_hash=hexadecimal(self._genesis),
                        block_number=first.number,
                        block_hash=hexadecimal(first.hash),
                        block_time=first.timestamp,
                        head_number=first.number,
                        seen_at=now,
                        chain_kind=self._kind,
                    )
                )
                connection.execute(insert(blocks), [block_row(first)])
                return Cursor(first.number, first.hash, first.number, now)
            found = (row.chain_id, from_hex(row.genesis_hash, 32))
            if found != (self._chain_id, self._genesis):
                raise ChainMismatchError(self._chain_id, found[0], self._genesis, found[1])
            self._book = AddressBook(self._root)
            for stored in _stored_logs(connection):
                self._book = self._book.after(stored)
            return Cursor(row.block_number, from_hex(row.block_hash, 32), row.head_number, row.seen_at)

    def seen(self, head_number: int, now: float) -> None:
        """Note where the head is."""
        with self._writing() as connection:
            connection.execute(update(cursor).values(head_number=head_number, seen_at=now))

    def prepare(self, read: ChainRange, after: PreparedRange | None = None) -> PreparedRange:
        """The rows of a range that follows the last one written, or the one prepared before it; nothing is written."""
        return prepare(self._book if after is None else after.book, read)

    def append(self, at: Cursor, prepared: PreparedRange, head_number: int, now: float) -> Cursor:
        """Write a range that follows the cursor. Raises CursorMovedError."""
        last = prepared.read.last
        moved = Cursor(last.number, last.hash, head_number, now)
        with self._writing() as connection:
            self._move(connection, at, moved, last.timestamp)
            if prepared.logs:
                insert_values(connection, logs, LOG_COLUMNS, prepared.logs)
                insert_values(connection, log_subjects, SUBJECT_COLUMNS, prepared.subjects)
                for step in prepared.steps:
                    step(connection)
            insert_rows(connection, blocks, prepared.blocks)
        self._book = prepared.book
        return moved

    def stored_blocks(self, below: int, limit: int) -> list[tuple[int, bytes]]:
        """Numbers and hashes of stored blocks up to `below`, the highest first."""
        query = select(blocks.c.block_number, blocks.c.block_hash).where(blocks.c.block_number <= below)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(blocks.c.block_number.desc()).limit(limit))
            return [(row.block_number, from_hex(row.block_hash, 32)) for row in rows]

    def go_back(self, to: BlockHead, head_number: int, now: float) -> Cursor:
        """Take back everything after block `to`, and make the rows anew from the logs that stay."""
        moved = Cursor(to.number, to.hash, head_number, now)
        with self._writing() as connection:
            for table in (logs, log_subjects, blocks):
                connection.execute(delete(table).where(table.c.block_number > to.number))
            connection.execute(
                update(cursor).values(
                    block_number=to.number,
                    block_hash=hexadecimal(to.hash),
                    block_time=to.timestamp,
                    head_number=head_number,
                    seen_at=now,
                )
            )
            self._replay(connection)
        return moved

    def rebuild(self) -> int:
        """Make all rows anew from the stored logs; returns how many logs there were."""
        with self._writing() as connection:
            return self._replay(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            self._guard(connection)
            yield connection

    def _replay(self, connection: Connection) -> int:
        for table in reversed(PROJECTED):
            connection.execute(delete(table))
        self._book = AddressBook(self._root)
        times = {row.block_number: row.block_time for row in connection.execute(select(blocks))}
        count = 0
        for part in _stored_logs(connection):
            self._book = self._book.after(part)
            events = placed(self._book.decode(part), times)
            apply(connection, itertools.chain.from_iterable(itertools.starmap(operations_of, events)))
            count += len(part)
        return count

    def _move(self, connection: Connection, at: Cursor, to: Cursor, time: int) -> None:
        done = connection.execute(
            update(cursor)
            .where(cursor.c.block_number == at.block_number, cursor.c.block_hash == hexadecimal(at.block_hash))
            .values(
                block_number=to.block_number,
                block_hash=hexadecimal(to.block_hash),
                block_time=time,
                head_number=to.head_number,
                seen_at=to.seen_at,
            )
        )
        if done.rowcount != 1:
            raise CursorMovedError(at.block_number)


def _stored_logs(connection: Connection) -> Iterator[Sequence[Log]]:
    """All stored logs in the chain's order, some thousands at a time."""
    at = (-1, -1)
    while True:
        rows = connection.execute(
            select(logs)
            .where((logs.c.block_number > at[0]) | ((logs.c.block_number == at[0]) & (logs.c.log_index > at[1])))
            .order_by(logs.c.block_number, logs.c.log_index)
            .limit(_REPLAYED)
        ).all()
        if not rows:
            return
        at = (rows[-1].block_number, rows[-1].log_index)
        yield [log_of(row) for row in rows]


def log_of(row: Row[Any]) -> Log:
    """The raw log in a row of `logs`."""
    return Log(
        to_address(row.address),
        tuple(from_hex(topic, 32) for topic in row.topics.split(",") if topic),
        bytes(row.data),
        row.block_number,
        from_hex(row.block_hash, 32),
        from_hex(row.transaction_hash, 32),
        row.transaction_index,
        row.log_index,
    )
