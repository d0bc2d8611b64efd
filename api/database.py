"""The database: SQLite by default, PostgreSQL by its URL.

Plain threads and SQLAlchemy Core, not asyncio: the indexer is one loop that waits for a chain, and a request of the
API spends its time in SQL and in opening sealed records (HPKE, XChaCha20), which block an event loop but not a thread.
One dialect of the query layer then serves routes, pages, indexer and commands, on SQLite (whose driver is synchronous
in any case) as on PostgreSQL (psycopg 3). What is asked most has a way of its own to PostgreSQL: `pool`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError

from quaychain.contracts.durable_sqlite import make_durable
from quaychain.contracts.errors import QuaychainError

_MIGRATIONS = "quaychain.api:migrations"
_WRITES = "quaychain_writes"
#: Connections kept where nothing else is said, and opened beyond those, for whatever comes beside requests.
_POOL, _OVERFLOW = 10, 8
#: Seconds in the pool after which a connection to PostgreSQL is tried before it is used.
_TRIED_AFTER = 1.0
#: Events' ids are random, so a batch of them changes pages all over their indexes: who writes keeps 16 MB of pages, and
#: they go from the log into the file after 32 MB, which writes a third less.
_WRITERS_CACHE, _CHECKPOINT = "PRAGMA cache_size=-16000", "wal_autocheckpoint=8000"
#: Any number of our own: PostgreSQL's advisory locks go by number.
_MIGRATION_LOCK = 842_619


@dataclass
class DatabaseUrlError(QuaychainError):
    """Not a database that is supported."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"can't use the database {self.url}: {self.reason}"


@dataclass
class DatabaseUnreachableError(QuaychainError):
    """The database does not answer, or refuses."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"no connection to the database {self.url}: {self.reason}"


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return URL.create("sqlite+pysqlite", database=str(path)).render_as_string()


def open_database(url: str, connections: int = _POOL) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`, for so many users at once; a SQLite file's folder is made.

    Raises DatabaseUrlError.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUrlError(url, "not a database URL") from error
    shown = parsed.render_as_string(hide_password=True)
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database in (None, "", ":memory:"):
                raise DatabaseUrlError(shown, "give a file: rows have to outlive the process")
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            engine = create_engine(
                parsed.set(drivername="sqlite+pysqlite"),
                connect_args={"timeout": 30},
                pool_size=connections,
                max_overflow=_OVERFLOW,
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        case "postgresql":
            engine = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_size=connections,
                max_overflow=_OVERFLOW,
                # An answer is made of several questions, and all of them see the same rows, as SQLite has it anyway.
                isolation_level="REPEATABLE READ",
            )
            event.listen(engine, "checkin", _note_use)
            event.listen(engine, "checkout", _try_connection)
        case other:
            raise DatabaseUrlError(shown, f"{other} is not supported, only sqlite and postgresql")
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, committed at the end or rolled back.

    On SQLite it takes the one write lock at once: one that read first would be refused, not made to wait, where another
    process wrote meanwhile.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="READ COMMITTED")
        else:
            connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables to this program's version; several processes may do so at once.

    Raises DatabaseUnreachableError.
    """
    # Imported where it is needed: it takes half a second, and most programs start with tables that are there.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise DatabaseUnreachableError(engine.url.render_as_string(), _first_line(error)) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not start transactions by itself: BEGIN is sent below, so that reads see one state.
    connection.isolation_level = None
    make_durable(connection)
    for pragma in ("foreign_keys=ON", _CHECKPOINT):
        connection.execute(f"PRAGMA {pragma}")


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _try_connection(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask the server for a sign of life, as `pool_pre_ping` does, but not before every question under load."""
    if time.monotonic() - record.info.get("used", 0.0) < _TRIED_AFTER:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError(str(error)) from error


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    if writes:
        connection.exec_driver_sql(_WRITERS_CACHE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
