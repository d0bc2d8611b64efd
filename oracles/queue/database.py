"""The queue: a SQLite file or a PostgreSQL database, by one URL. I/O.

SQLite serves one machine. In PostgreSQL the queue outlives the machine of its oracle: a second oracle on the same
database, or on its synchronous standby after that was promoted, goes on where the first one died.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from .errors import QueueUnusableError, StreamsChangedError
from .sqlite import open_sqlite

_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgres://")


class QueueConnection(Protocol):
    """One connection, for one thread at a time. SQL has `?` for parameters and is what both databases know.

    Its methods raise `sqlite3.Error` or QueueUnavailableError (see QUEUE_ERRORS).
    """

    #: At the end of a SELECT whose rows nobody else may write before the transaction ends.
    row_lock: str

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:
        """A cursor with the rows."""

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Any:
        """The same statement for each row."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Many rows at once, as fast as the database takes them."""

    def select_in(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """The rows of a SELECT with `column IN {}`, for any number of values."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and on the disk when it ends."""

    def acquire_lease(self) -> bool:
        """Whether this connection is the one of the queue's anchorer now, and stays it until it ends."""

    def close(self) -> None:
        """Let go of the database, and of the lease."""


def open_queue(queue: Path | str, *, make: bool = True) -> QueueConnection:
    """A connection to the queue: `postgresql://…`, `sqlite:///FILE` or a file; made on first use if `make` is set.

    Raises QueueUnusableError.
    """
    place = str(queue)
    if place.startswith(_POSTGRESQL):
        # The driver takes its time to load, and most queues are files.
        from .postgresql import PostgresqlQueue

        return PostgresqlQueue(place)
    place = place.removeprefix(_SQLITE)
    if "://" in place or not place:
        raise QueueUnusableError(place, "a queue is a file, sqlite:///FILE or postgresql://…")
    if not make and not Path(place).exists():
        raise QueueUnusableError(place, "there is no such file")
    return open_sqlite(Path(place))


def ensure_streams(connection: QueueConnection, count: int) -> tuple[bytes, ...]:
    """The ids of the queue's streams, random and made on first use; raises StreamsChangedError for another count."""
    with connection.transaction():
        recorded = streams_of(connection)
        if recorded and len(recorded) != count:
            raise StreamsChangedError(len(recorded), count)
        if not recorded:
            connection.executemany(
                "INSERT INTO stream (id, ordinal, next_sequence) VALUES (?, ?, 1) ON CONFLICT (ordinal) DO NOTHING",
                [(os.urandom(32), ordinal) for ordinal in range(count)],
            )
            # Another process may have been quicker.
            recorded = streams_of(connection)
    return recorded


def streams_of(connection: QueueConnection) -> tuple[bytes, ...]:
    """The ids of the queue's streams; none before they were made."""
    return tuple(bytes(row[0]) for row in connection.execute("SELECT id FROM stream ORDER BY ordinal"))
