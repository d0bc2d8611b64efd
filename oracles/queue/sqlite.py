"""The queue in a SQLite file. I/O.

WAL with synchronous=FULL: a commit is on the disk when it returns. One writer at a time, by BEGIN IMMEDIATE; several
processes of one machine (gateways, capture service, anchorer) may share the file.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quaychain.contracts.durable_sqlite import make_durable

from .errors import QueueUnusableError
from .schema import SCHEMA_VERSION, SQLITE_WORDS, statements

#: SQLite takes more parameters, but statements of ever other lengths would push the others out of its cache.
_MOST_VALUES = 250


class SqliteQueue(sqlite3.Connection):
    """See QueueConnection; made by `open_sqlite`."""

    row_lock = ""
    _file = Path()
    _lease: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See QueueConnection."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.in_transaction:  # a full disk ends it by itself
                self.execute("ROLLBACK")
            raise
        try:
            self.execute("COMMIT")
        except sqlite3.Error:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """See QueueConnection."""
        places = ", ".join("?" * len(columns))
        self.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608

    def select_in(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """See QueueConnection."""
        rows: list[Any] = []
        for start in range(0, len(values), _MOST_VALUES):
            part = values[start : start + _MOST_VALUES]
            rows += self.execute(sql.replace("IN {}", f"IN ({', '.join('?' * len(part))})"), part).fetchall()
        return rows

    def acquire_lease(self) -> bool:
        """See QueueConnection."""
        if self._lease is None:
            lease = os.open(self._file.with_name(self._file.name + ".lease"), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lease)
                return False
            self._lease = lease
        return True

    def close(self) -> None:
        """See QueueConnection."""
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None
        super().close()


def open_sqlite(path: Path) -> SqliteQueue:
    """A connection to the file, made where there is none. Raises QueueUnusableError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=30, isolation_level=None, check_same_thread=False, factory=SqliteQueue
        )
        connection._file = path
        make_durable(connection)
        connection.execute("PRAGMA foreign_keys=ON")
        if _version(connection) != SCHEMA_VERSION:
            with connection.transaction():
                _upgrade(connection, path)
    except (sqlite3.Error, OSError) as error:
        raise QueueUnusableError(str(path), str(error)) from error
    return connection


def _version(connection: SqliteQueue) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(connection: SqliteQueue, path: Path) -> None:
    version = _version(connection)
    if version > SCHEMA_VERSION:
        raise QueueUnusableError(str(path), f"schema version {version}, this program knows {SCHEMA_VERSION}")
    if version < SCHEMA_VERSION:
        for statement in statements(version, SQLITE_WORDS):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
