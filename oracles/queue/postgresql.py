"""The queue in a PostgreSQL database, in a schema of its own. I/O.

A commit is on the server's disk when it returns, and on that of each synchronous standby, where the server has some.
Writers lock the streams that they write to, in one order; streams are independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from .errors import QueueLeaseLostError, QueueUnavailableError, QueueUnusableError
from .schema import POSTGRESQL_WORDS, SCHEMA_VERSION, statements

#: PostgreSQL's advisory locks go by number: the schema's number, and what is locked.
_LOCKS, _UPGRADE, _LEASE = 842_619, 1, 2
_SCHEMA = "quaychain_queue"
#: What a session says first. A server told to wait for its standbys' *applying* keeps to that.
_SESSION = (
    f"SET search_path TO {_SCHEMA}",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')",
    # The server ends the session of a machine that is gone, and the lease with it…
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 3",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 20000",
)
#: …and a server that is gone without a word is noticed: both after some 20 s, not hours.
_KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 20_000}


class PostgresqlQueue:
    """See QueueConnection. A connection that was lost is made anew by the next transaction or question."""

    row_lock = " FOR UPDATE"

    def __init__(self, url: str) -> None:
        """Makes the tables on first use. Raises QueueUnusableError."""
        self._url = url
        self.name = shown(url)
        self._inside = False
        self._leased = False
        try:
            self._connection = self._connect()
            self._refuse_unsafe()
            self._upgrade()
        except psycopg.Error as error:
            raise QueueUnusableError(self.name, _line(error)) from error

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Any:
        """See QueueConnection."""
        with self._translated():
            return self._ready().execute(_translate(sql), parameters, binary=True)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Any:
        """See QueueConnection."""
        with self._translated():
            cursor = self._ready().cursor()
            if rows:
                cursor.executemany(_translate(sql), rows)
            return cursor

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """See QueueConnection; by COPY."""
        if not rows:
            return
        with (
            self._translated(),
            self._ready().cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def select_in(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """See QueueConnection."""
        rows: list[Any] = self.execute(sql.replace("IN {}", "= ANY(?)"), (list(values),)).fetchall()
        return rows

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See QueueConnection."""
        with self._translated(), self._ready().transaction():
            self._inside = True
            try:
                yield
            finally:
                self._inside = False

    def acquire_lease(self) -> bool:
        """See QueueConnection. The session has it: it ends with the connection, as the server sees it."""
        with self._translated():
            if self._connection.closed:
                self._leased = False
                self._connection = self._connect()
            if not self._leased:
                row = self._connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (_LOCKS, _LEASE)).fetchone()
                self._leased = row is not None and bool(row[0])
            return self._leased

    def close(self) -> None:
        """See QueueConnection."""
        self._connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        options: dict[str, Any] = {"connect_timeout": 10, "application_name": "quaychain oracle", **_KEEPALIVE}
        connection = psycopg.connect(self._url, **(options | conninfo_to_dict(self._url)), autocommit=True)
        for statement in _SESSION:
            connection.execute(statement.encode())
        return connection

    def _ready(self) -> psycopg.Connection[Any]:
        if self._connection.closed and not self._inside:
            if self._leased:
                # Whoever holds the lease must learn that it is gone, before it writes another word.
                raise QueueLeaseLostError(self.name)
            self._connection = self._connect()
        return self._connection

    def _refuse_unsafe(self) -> None:
        for setting in ("fsync", "full_page_writes"):
            row = self._connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
            if row is None or row[0] != "on":
                raise QueueUnusableError(self.name, f"the server runs with {setting} off: a crash would lose events")

    def _upgrade(self) -> None:
        connection = self._connection
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCKS, _UPGRADE))
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}".encode())
            connection.execute("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
            row = connection.execute("SELECT number FROM version").fetchone()
            version = 0 if row is None else int(row[0])
            if version > SCHEMA_VERSION:
                raise QueueUnusableError(self.name, f"schema version {version}, this program knows {SCHEMA_VERSION}")
            if version < SCHEMA_VERSION:
                for statement in statements(version, POSTGRESQL_WORDS):
                    connection.execute(statement.encode())
                connection.execute("DELETE FROM version")
                connection.execute("INSERT INTO version VALUES (%s)", (SCHEMA_VERSION,))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise QueueUnavailableError(self.name, _line(error)) from error


def shown(url: str) -> str:
    """A URL without what is secret in it."""
    parts = conninfo_to_dict(url)
    place = f"{parts.get('host', '')}:{parts['port']}" if "port" in parts else str(parts.get("host", ""))
    return f"postgresql://{place}/{parts.get('dbname', '')}"


@lru_cache(maxsize=256)
def _translate(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _line(error: psycopg.Error) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
