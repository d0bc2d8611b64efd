"""SQLite files that outlive a power cut, and that several processes open. I/O."""

from __future__ import annotations

import sqlite3
import time

_PATIENCE, _PAUSE = 30.0, 0.01


def make_durable(connection: sqlite3.Connection) -> None:
    """Write ahead, and have what is committed on the disk. Raises sqlite3.Error.

    Where two turn the log of a new file on at once, SQLite refuses one of them without waiting, whatever its busy
    timeout: each holds what the other waits for.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
    connection.execute("PRAGMA synchronous=FULL")
