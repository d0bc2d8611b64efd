"""Applies row operations to a connection, those of one shape together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from .operations import Delete, Insert, Put, RowOperation, Run, Update

_Shape = tuple[Any, ...]


def apply(connection: Connection, operations: Iterable[RowOperation]) -> None:
    """Apply the operations in their order; neighbours of one shape become one `executemany`."""
    for _, group in groupby(operations, key=_shape):
        alike = list(group)
        match alike[0]:
            case Insert(table):
                connection.execute(insert(table), [dict(item.row) for item in alike if isinstance(item, Insert)])
            case Put() as first:
                _put(connection, first, [dict(item.row) for item in alike if isinstance(item, Put)])
            case Update() as first:
                _update(connection, first, [item for item in alike if isinstance(item, Update)])
            case Delete(table):
                for item in alike:
                    assert isinstance(item, Delete)
                    connection.execute(delete(table).where(_matches(table, item.where)))
            case Run():
                for item in alike:
                    assert isinstance(item, Run)
                    connection.execute(item.statement)


def _shape(operation: RowOperation) -> _Shape:
    """Operations with equal shapes may be executed together."""
    match operation:
        case Insert(table, row) | Put(table, row):
            return (type(operation), table.name, tuple(row), getattr(operation, "keep", None))
        case Update(table, where, values):
            if any(isinstance(value, ClauseElement) for value in values.values()):
                return (id(operation),)
            return (Update, table.name, tuple(where), tuple(values))
        case Delete(table, where):
            return (Delete, table.name, tuple(where))
        case Run():
            return (id(operation),)


def _put(connection: Connection, first: Put, rows: list[dict[str, Any]]) -> None:
    table = first.table
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    others = [name for name in first.row if name not in keys]
    if first.keep or not others:
        connection.execute(statement.on_conflict_do_nothing(), rows)
    else:
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=keys, set_={name: statement.excluded[name] for name in others}
            ),
            rows,
        )


def _update(connection: Connection, first: Update, alike: list[Update]) -> None:
    table = first.table
    if len(alike) == 1:
        connection.execute(update(table).where(_matches(table, first.where)).values(dict(first.set)))
        return
    statement = (
        update(table)
        .where(and_(*(table.c[name] == bindparam(f"where_{name}") for name in first.where)))
        .values({name: bindparam(f"set_{name}") for name in first.set})
    )
    connection.execute(
        statement,
        [
            {f"where_{name}": value for name, value in item.where.items()}
            | {f"set_{name}": value for name, value in item.set.items()}
            for item in alike
        ],
    )


def _matches(table: Table, where: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in where.items()))
