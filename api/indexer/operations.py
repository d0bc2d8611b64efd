"""What a projection asks of the database: plain values, applied elsewhere.

`set` and `where` map column names to values; a value may be a SQL expression of the row itself (`table.c.x + 1`), so
that a projection never has to read. None of them is changed once it is made; that they are not frozen is for speed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Table
from sqlalchemy.sql import Executable


class LogPosition(NamedTuple):
    """Where an event stands: block, transaction and log; `time` is the block's, in Unix seconds."""

    block_number: int
    block_hash: str
    time: int
    transaction_hash: str
    log_index: int

    def as_columns(self) -> dict[str, int]:
        """The columns that `tables.columns.position` makes."""
        return {"block_number": self.block_number, "log_index": self.log_index}


@dataclass(slots=True)
class Insert:
    """A new row."""

    table: Table
    row: Mapping[str, Any]


@dataclass(slots=True)
class InsertMany:
    """New rows, each the values of these columns in their order: for what there are very many of, which costs less so.

    Neighbours with the same columns are written together.
    """

    table: Table
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(slots=True)
class Put:
    """A row that replaces the one of the same primary key, or is left alone where `keep` is set."""

    table: Table
    row: Mapping[str, Any]
    keep: bool = False


@dataclass(slots=True)
class Update:
    """New values for the rows that match."""

    table: Table
    where: Mapping[str, Any]
    set: Mapping[str, Any]


@dataclass(slots=True)
class Delete:
    """Rows that match go."""

    table: Table
    where: Mapping[str, Any]


@dataclass(slots=True)
class Run:
    """A statement of its own, for what the others can't say."""

    statement: Executable


RowOperation: TypeAlias = Insert | InsertMany | Put | Update | Delete | Run
