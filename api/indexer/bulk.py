"""Many rows at once: binary COPY on PostgreSQL, long statements on SQLite, both past SQLAlchemy's binding.

Rows are plain values of the columns' types, in dictionaries of the same keys in the same order.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any

import psycopg
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import BigInteger, Boolean, Connection, Float, Integer, LargeBinary, String, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Row = Mapping[str, Any]

#: Rows of one statement on SQLite.
_AT_ONCE = 32
#: Rows from which on COPY costs less than statements do.
_BULK = 32
#: Bytes on their way to a PostgreSQL on this machine; the kernel may allow less.
_UNDERWAY = 4_000_000
#: Names of PostgreSQL's types, as COPY is told them; a subtype stands before its base.
_TYPES = ((BigInteger, "int8"), (Integer, "int4"), (Boolean, "bool"), (Float, "float8"), (LargeBinary, "bytea"))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """New rows. Raises IntegrityError where one is there already."""
    if rows:
        inserted_rows(table, rows)(connection)


def inserted_rows(table: Table, rows: Sequence[Row]) -> Callable[[Connection], None]:
    """What `insert_rows` does, with at least one row, made ready."""
    columns, values = _complete(table, rows)

    def insert_them(connection: Connection) -> None:
        if len(rows) < _BULK and connection.dialect.name == "postgresql":
            connection.execute(insert(table), [dict(row) for row in rows])
        else:
            insert_values(connection, table, columns, values)

    return insert_them


def put_rows(connection: Connection, table: Table, rows: Sequence[Row], *, keep: bool) -> None:
    """Rows that replace those of the same primary key, or leave them as they are where `keep` is set."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    # Of several with one key the last counts, or the first where it is to be kept.
    ordered = reversed(rows) if keep else rows
    each = list({tuple(row[name] for name in keys): row for row in ordered}.values())
    others = [] if keep else [name for name in each[0] if name not in keys]
    if connection.dialect.name == "postgresql" and len(each) >= _BULK:
        columns, values = _complete(table, each)
        _merge(connection, table, columns, values, keys, others)
        return
    statement = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    resolved = (
        statement.on_conflict_do_update(index_elements=keys, set_={name: statement.excluded[name] for name in others})
        if others
        else statement.on_conflict_do_nothing()
    )
    connection.execute(resolved, [dict(row) for row in each])


def insert_values(
    connection: Connection, table: Table, columns: Sequence[str], values: Iterable[tuple[Any, ...]]
) -> None:
    """New rows of just these columns. Raises IntegrityError where one is there already."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, _types(table, columns), columns, values)
        return
    row = f"({','.join('?' * len(columns))})"
    # Whoever inserts rolls the transaction back where a row is refused, so SQLite needn't be able to undo a statement:
    # for that it copies every page that one changes.
    statement = f"INSERT OR FAIL INTO {table.name} ({','.join(columns)}) VALUES {row}"  # noqa: S608
    several = statement + f",{row}" * (_AT_ONCE - 1)
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    rows = iter(values)
    try:
        # SQLAlchemy would look at every row again; the driver lets another thread run after each statement.
        while len(some := list(islice(rows, _AT_ONCE))) == _AT_ONCE:
            driver.execute(several, list(chain.from_iterable(some)))
        driver.executemany(statement, some)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error


def _types(table: Table, columns: Sequence[str]) -> list[str]:
    return [_type(table.c[name].type) for name in columns]


def _type(of: Any) -> str:
    if isinstance(of, String):
        return "text"
    return next(name for kind, name in _TYPES if isinstance(of, kind))


def _copy(
    connection: Connection,
    table: str,
    types: Sequence[str],
    columns: Sequence[str],
    values: Iterable[tuple[Any, ...]],
) -> None:
    statement = f"COPY {table} ({','.join(columns)}) FROM STDIN (FORMAT BINARY)"
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        _widen(driver)
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            # What psycopg has for bytea itself is written in Python.
            cursor.adapters.register_dumper(None, BytesBinaryDumper)
            copy.set_types(types)
            write = copy.write_row
            for row in values:
                write(row)
    except psycopg.Error as error:
        # Whoever tries again knows SQLAlchemy's errors.
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error


def _widen(driver: psycopg.Connection[Any]) -> None:
    """Have the kernel hold as much for a server on this machine as the writer has ready. Of 200 kB, which is what it
    holds by itself, the server is through before a writer among other threads gets its turn again."""
    if driver.info.host.startswith("/"):
        with suppress(OSError), socket.socket(fileno=os.dup(driver.fileno())) as connected:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNDERWAY)


def _merge(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    values: Iterable[tuple[Any, ...]],
    keys: Sequence[str],
    others: Sequence[str],
) -> None:
    """By way of a temporary table, which is emptied with the transaction."""
    passing, names = f"put_{table.name}", ",".join(columns)
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {passing} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DELETE ROWS"
    )
    _copy(connection, passing, _types(table, columns), columns, values)
    resolved = (
        f"({','.join(keys)}) DO UPDATE SET {','.join(f'{name} = excluded.{name}' for name in others)}"
        if others
        else "DO NOTHING"
    )
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {passing} ON CONFLICT {resolved}"  # noqa: S608
    )
    connection.exec_driver_sql(f"DELETE FROM {passing}")  # noqa: S608  another group of the transaction may follow


def _complete(table: Table, rows: Sequence[Row]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and values, with the defaults that SQLAlchemy would add."""
    names = list(rows[0])
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    if not defaults:
        return names, [tuple(row.values()) for row in rows]
    added = tuple(defaults.values())
    return [*names, *defaults], [(*row.values(), *added) for row in rows]
