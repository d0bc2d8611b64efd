"""The queue's SQLite file. I/O.

WAL with synchronous=FULL: a commit is on the disk when it returns. One writer at a time, by BEGIN IMMEDIATE; several
processes (gateway, capture service, anchorer) may share the file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE stream (
    id BLOB PRIMARY KEY,              -- 32 bytes, as in EventAnchor
    ordinal INTEGER NOT NULL UNIQUE,  -- devices are spread over streams by it
    next_sequence INTEGER NOT NULL    -- of the next event to be accepted; the first is 1
) WITHOUT ROWID;
CREATE TABLE device (
    key BLOB PRIMARY KEY,             -- Ed25519 public key
    member BLOB NOT NULL,
    stream BLOB NOT NULL REFERENCES stream,
    boot INTEGER NOT NULL,            -- last counter accepted
    seq INTEGER NOT NULL,
    anchored_boot INTEGER,            -- last counter in a block that stays
    anchored_seq INTEGER
) WITHOUT ROWID;
CREATE TABLE event (
    stream BLOB NOT NULL REFERENCES stream,
    sequence INTEGER NOT NULL,
    key BLOB NOT NULL,
    boot INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    received_at INTEGER NOT NULL,     -- Unix seconds, the head's time
    queued_at INTEGER NOT NULL,       -- Unix milliseconds, this machine's clock: only for the age of batches
    size INTEGER NOT NULL,            -- bytes of signed and body
    digest BLOB NOT NULL,
    signed BLOB NOT NULL,
    signature BLOB NOT NULL,
    body BLOB NOT NULL,
    items TEXT NOT NULL,              -- JSON list of [hash id, digest in hex]
    PRIMARY KEY (stream, sequence)
);
CREATE UNIQUE INDEX event_counter ON event (key, boot, seq);
CREATE INDEX event_digest ON event (digest);
CREATE TABLE batch (
    stream BLOB NOT NULL REFERENCES stream,
    first_sequence INTEGER NOT NULL,
    count INTEGER NOT NULL,
    root BLOB NOT NULL,
    state TEXT NOT NULL,              -- BatchState
    cid BLOB,                         -- of the sealed data, once stored
    transaction_hash BLOB,            -- once in a block
    block_number INTEGER,
    attempt INTEGER NOT NULL DEFAULT 0, -- how often the chain refused its anchor: each try has a key of its own
    PRIMARY KEY (stream, first_sequence)
) WITHOUT ROWID;
CREATE TABLE refusal (
    reason TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_source TEXT NOT NULL,
    last_detail TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    source TEXT NOT NULL,
    digest BLOB NOT NULL,             -- SHA-256 of message and body
    message BLOB NOT NULL,
    body BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    UNIQUE (reason, digest)
);
"""


@dataclass
class QueueUnusableError(QuaychainError):
    """The queue's file can't be opened or is not one of ours."""

    path: str
    reason: str


@dataclass
class StreamsChangedError(QuaychainError):
    """The settings have another number of streams than the queue was made with; devices would change sequences."""

    recorded: int
    given: int


def open_queue(path: Path) -> sqlite3.Connection:
    """A connection to the queue, made on first use; raises QueueUnusableError. Use it in one thread at a time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        with transaction(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            elif version != SCHEMA_VERSION:
                raise QueueUnusableError(str(path), f"schema version {version}, this program knows {SCHEMA_VERSION}")
    except (sqlite3.Error, OSError) as error:
        raise QueueUnusableError(str(path), str(error)) from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and on the disk when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def ensure_streams(connection: sqlite3.Connection, count: int) -> tuple[bytes, ...]:
    """The ids of the queue's streams, random and made on first use; raises StreamsChangedError for another count."""
    with transaction(connection):
        recorded = tuple(row[0] for row in connection.execute("SELECT id FROM stream ORDER BY ordinal"))
        if recorded and len(recorded) != count:
            raise StreamsChangedError(len(recorded), count)
        if not recorded:
            recorded = tuple(os.urandom(32) for _ in range(count))
            connection.executemany(
                "INSERT INTO stream (id, ordinal, next_sequence) VALUES (?, ?, 1)",
                [(stream, ordinal) for ordinal, stream in enumerate(recorded)],
            )
    return recorded
