"""What rows come to, as one number: equal wherever the same blocks were indexed, however it came to that (I/O).

Counted is what the chain alone decides. Left out are the cursor's wall clock, ends of ranges that were read, and what
depends on whose keys are here: the events of opened batches, the readers and mentions of records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Engine, String, Table, and_, collate, exists, not_, or_, select, true
from sqlalchemy.exc import SQLAlchemyError

from quaychain.contracts.errors import QuaychainError

from ..database import open_database, sqlite_url
from ..permissions.capacities import Capacity, Resource
from ..tables import LEDGER_TABLES
from ..tables.access import involvements
from ..tables.chain import blocks, cursor, logs
from ..tables.events import batch_readers, events, message_assets, messages, readings
from ..tables.records import record_mentions, record_readers, record_versions
from ..tables.streams import batches

_FROM_STORES = (batch_readers, events, readings, messages, message_assets, record_readers, record_mentions)
_STATES = (batches.c.opening, record_versions.c.readers_state)
_AT_ONCE = 5_000


@dataclass
class NothingIndexedError(QuaychainError):
    """A database without rows of a chain, or that doesn't answer."""

    database: str
    reason: str = "it is empty"

    def __str__(self) -> str:
        return f"no rows of a chain in {self.database}: {self.reason}"


@dataclass
class NotAnIndexError(QuaychainError):
    """A file that is neither a SQLite database nor what `--digest` wrote."""

    file: str

    def __str__(self) -> str:
        return f"{self.file} is neither a SQLite database nor a digest of rows"


@dataclass
class RowsDifferError(QuaychainError):
    """Two indexes have not the same rows."""

    with_: str
    difference: str

    def __str__(self) -> str:
        return f"the rows differ from those of {self.with_}: {self.difference}"


@dataclass(frozen=True, slots=True)
class TableDigest:
    """A table's rows in the order of their primary key: how many, and SHA-256 over them, one JSON array a line."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class LedgerDigest:
    """All tables' digests as of a block; `digest` is SHA-256 over the rest in canonical JSON."""

    chain_id: int
    genesis: str
    block_number: int
    block_hash: str
    tables: Mapping[str, TableDigest]

    @property
    def digest(self) -> str:
        """The one number."""
        return hashlib.sha256(orjson.dumps(self, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def as_json(self) -> bytes:
        """What `parse` takes."""
        return orjson.dumps({"digest": self.digest, "rows": self}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)

    @classmethod
    def parse(cls, text: bytes) -> LedgerDigest:
        """What `as_json` made. Raises ValueError."""
        try:
            content = orjson.loads(text)
            rows = dict(content["rows"])
            rows["tables"] = {name: TableDigest(**table) for name, table in rows["tables"].items()}
            found = cls(**rows)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error
        if found.digest != content["digest"]:
            raise ValueError("its digest is not that of its tables")
        return found

    def difference(self, other: LedgerDigest) -> str | None:
        """What is not the same, in words; None where all is."""
        if (self.chain_id, self.genesis) != (other.chain_id, other.genesis):
            return f"chain {self.chain_id} from {self.genesis} here, {other.chain_id} from {other.genesis} there"
        if (self.block_number, self.block_hash) != (other.block_number, other.block_hash):
            return (
                f"block {self.block_number} ({self.block_hash}) here, block {other.block_number} "
                f"({other.block_hash}) there: only rows up to the same block can be compared"
            )
        names = sorted({*self.tables, *other.tables})
        wrong = [name for name in names if self.tables.get(name) != other.tables.get(name)]
        return f"in {', '.join(wrong)}" if wrong else None


def digest_of(engine: Engine) -> LedgerDigest:
    """The digest of a database's rows, all as of one moment. Raises NothingIndexedError."""
    shown = engine.url.render_as_string()
    try:
        with engine.connect() as connection:
            at = connection.execute(select(cursor)).first()
            if at is None:
                raise NothingIndexedError(shown)
            tables = {str(table.name): _digest(connection, table) for table in LEDGER_TABLES if _is_counted(table)}
    except SQLAlchemyError as error:
        raise NothingIndexedError(shown, str(error).splitlines()[0]) from error
    return LedgerDigest(at.chain_id, at.genesis_hash, at.block_number, at.block_hash, tables)


def digest_at(place: str) -> LedgerDigest:
    """The digest of another index: a database's URL, a SQLite file, or a file that `--digest` wrote.

    Raises DatabaseUrlError, NothingIndexedError, NotAnIndexError.
    """
    if "://" not in place:
        file = Path(place)
        try:
            with file.open("rb") as opened:
                is_database = opened.read(16) == b"SQLite format 3\0"
            if not is_database:
                return LedgerDigest.parse(file.read_bytes())
        except (OSError, ValueError) as error:
            raise NotAnIndexError(place) from error
        place = sqlite_url(file)
    engine = open_database(place)
    try:
        return digest_of(engine)
    finally:
        engine.dispose()


def _is_counted(table: Table) -> bool:
    return table is not cursor and table not in _FROM_STORES


def _digest(connection: Connection, table: Table) -> TableDigest:
    summed, count = hashlib.sha256(), 0
    for row in _rows(connection, table):
        summed.update(orjson.dumps([_plain(value) for value in row], option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return TableDigest(count, summed.hexdigest())


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    columns = [column for column in table.columns if not any(column is state for state in _STATES)]
    # Text by its bytes, as SQLite has it anyway.
    by_bytes = connection.dialect.name == "postgresql"
    order = [
        collate(column, "C") if by_bytes and isinstance(column.type, String) else column for column in table.primary_key
    ]
    query = select(*columns).where(_by_chain_alone(table)).order_by(*order)
    yield from connection.execution_options(yield_per=_AT_ONCE).execute(query)


def _by_chain_alone(table: Table) -> ColumnElement[bool]:
    """The condition on a table's rows that the chain alone decides."""
    if table is blocks:
        return exists().where(logs.c.block_number == blocks.c.block_number)
    if table is involvements:
        read = involvements.c.capacity == Capacity.READER.value
        invited = and_(
            involvements.c.capacity == Capacity.INVITED.value,
            involvements.c.resource.in_((Resource.RECEIVABLES.value, Resource.MILESTONES.value)),
        )
        return not_(or_(read, invited))
    return true()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes | memoryview) else value
