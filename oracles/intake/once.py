"""Signs each message of a source once, however often the source tells it. I/O.

What was taken and where the source stands is written in the outbox's file, in the transaction that signs: after a crash
a message is either signed and known, or neither.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from quaychain.contracts.events.envelope import Counter

from ..sending.outbox import Draft, Outbox

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS taken (
    source TEXT NOT NULL,
    identity TEXT NOT NULL,           -- the source's own name of the message
    digest BLOB NOT NULL,             -- of what it said, so that a name used twice is noticed
    PRIMARY KEY (source, identity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,              -- where the source stands: a cursor, a state
    PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS aside (
    source TEXT NOT NULL,
    digest BLOB NOT NULL,             -- SHA-256 of the content
    reason TEXT NOT NULL,
    content BLOB NOT NULL,
    since INTEGER NOT NULL,           -- Unix seconds
    PRIMARY KEY (source, digest)
) WITHOUT ROWID;
"""


def prepare(outbox: Outbox) -> None:
    """Make the tables in the outbox's file, where they are not."""
    for statement in _SCHEMA.split(";\n"):
        outbox.connection.execute(statement)


def set_aside(outbox: Outbox) -> list[tuple[str, str, int, bytes]]:
    """What no gateway would take of all sources, oldest first: source, reason, since when (Unix seconds), content."""
    prepare(outbox)
    return list(
        outbox.connection.execute("SELECT source, reason, since, content FROM aside ORDER BY since, source, digest")
    )


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A message as a source told it."""

    identity: str
    #: Of its content, 32 bytes.
    digest: bytes
    value: T


@dataclass(frozen=True, slots=True)
class Aside:
    """What a source told and no gateway would take: kept as it came, for a person to look at."""

    reason: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a source's messages."""

    #: Signed now.
    new: int
    #: Known already.
    again: int
    #: Of the known, those whose content is not that of the first time. They are not signed.
    changed: tuple[str, ...]
    counters: tuple[Counter, ...] = ()


class Once(Generic[T]):
    """One source's messages, signed into an outbox. One thread at a time."""

    def __init__(self, outbox: Outbox, source: str) -> None:
        self._outbox = outbox
        self._source = source
        prepare(outbox)
        outbox.ensure_boot()

    def take(
        self,
        told: Sequence[Told[T]],
        drafts: Callable[[list[T]], Sequence[Draft]],
        places: dict[str, str] | None = None,
        aside: Sequence[Aside] = (),
    ) -> Taken:
        """Sign what is new, as the `drafts` made of it, keep what is `aside`, and note `places`.

        All of it, in one transaction, is on the disk when it returns.

        Raises EventRefusedError where a gateway would refuse a draft; then nothing was taken.
        """
        new, changed, seen = [], [], dict[str, bytes]()
        for message in told:
            known = seen.get(message.identity) or self._known(message.identity)
            if known is None:
                seen[message.identity] = message.digest
                new.append(message)
            elif known != message.digest:
                changed.append(message.identity)

        def note(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT INTO taken (source, identity, digest) VALUES (?, ?, ?)",
                [(self._source, message.identity, message.digest) for message in new],
            )
            connection.executemany(
                "INSERT INTO place (source, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (source, name) DO UPDATE SET value = excluded.value",
                [(self._source, name, value) for name, value in (places or {}).items()],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO aside (source, digest, reason, content, since) VALUES (?, ?, ?, ?, unixepoch())",
                [(self._source, sha256(each.content).digest(), each.reason, each.content) for each in aside],
            )

        signed: Sequence[Draft] = drafts([message.value for message in new]) if new else ()
        counters = self._outbox.add(signed, along=note) if new or places or aside else []
        return Taken(len(new), len(told) - len(new), tuple(changed), tuple(counters))

    def place(self, name: str) -> str | None:
        """Where the source stands, as it was noted last."""
        row = self._outbox.connection.execute(
            "SELECT value FROM place WHERE source = ? AND name = ?", (self._source, name)
        ).fetchone()
        return None if row is None else str(row[0])

    def knows(self, identity: str) -> bool:
        """Whether a message of that name was taken."""
        return self._known(identity) is not None

    def _known(self, identity: str) -> bytes | None:
        row = self._outbox.connection.execute(
            "SELECT digest FROM taken WHERE source = ? AND identity = ?", (self._source, identity)
        ).fetchone()
        return None if row is None else bytes(row[0])
