"""A signer's own store: its counter, and every signed message until it is anchored. I/O.

A message is on the disk before it is sent, and its counter is used once: signing, counting and keeping are one
transaction. So a crash anywhere neither loses a message nor signs two under one counter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from quaychain.contracts.durable_sqlite import make_durable
from quaychain.contracts.events.envelope import (
    Counter,
    DocumentEnvelope,
    EnvelopeForm,
    EventKind,
    encode_message,
    envelope_bytes,
    parse_message,
)
from quaychain.contracts.outbox import OutboxUnusableError

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE signer (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key BLOB NOT NULL,                -- public key: an outbox belongs to one
    chain_id INTEGER NOT NULL,
    boot INTEGER NOT NULL,            -- of the present run; -1 before the first
    last_boot INTEGER,                -- last counter signed
    last_seq INTEGER,
    anchored_boot INTEGER,            -- last counter anchored, as far as is known
    anchored_seq INTEGER
);
CREATE TABLE message (
    boot INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    message BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (boot, seq)
) WITHOUT ROWID;
CREATE TABLE source (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL         -- bytes of it that are signed already
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be signed: readings (JSON objects), or a document of a media type."""

    kind: EventKind
    readings: tuple[dict[str, Any], ...] = ()
    body: bytes = b""
    media_type: str = ""
    #: The radio frame that relayed readings come out of.
    frame: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A signed message that is kept."""

    counter: Counter
    kind: EventKind
    message: bytes
    body: bytes


class Outbox:
    """One signer's outbox. One process and thread at a time."""

    def __init__(self, path: Path, key: SigningKey, chain_id: int, form: EnvelopeForm = EnvelopeForm.JSON) -> None:
        """Open it, making it on first use; readings are signed in this form, documents always in JSON.

        Raises OutboxUnusableError, also where it belongs to another key.
        """
        self._path = path
        self._key = key
        self._chain_id = chain_id
        self._form = form
        public = bytes(key.verify_key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=5, isolation_level=None)
            make_durable(self._connection)
            with self._transaction():
                self._prepare(public)
        except (sqlite3.Error, OSError) as error:
            raise OutboxUnusableError(str(path), str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def begin_boot(self) -> int:
        """Start the next boot: 0 on the first start, one more on each later one."""
        with self._transaction():
            self._connection.execute("UPDATE signer SET boot = boot + 1")
            return int(self._connection.execute("SELECT boot FROM signer").fetchone()[0])

    def ensure_boot(self) -> None:
        """Start the first boot, where none was; for signers whose counter just goes on in each run."""
        with self._transaction():
            self._connection.execute("UPDATE signer SET boot = 0 WHERE boot < 0")

    @property
    def connection(self) -> sqlite3.Connection:
        """The file's connection: what else a signer must know of its source stands beside what it signed."""
        return self._connection

    def add(
        self,
        drafts: Sequence[Draft],
        *,
        source: str = "",
        position: int = 0,
        along: Callable[[sqlite3.Connection], None] | None = None,
    ) -> list[Counter]:
        """Sign and keep; with `source`, note that its bytes up to `position` are signed. On the disk when it returns.

        `along` writes in the same transaction: all of it or none. Raises EventRefusedError for a draft that the gateway
        would refuse; then nothing was signed.
        """
        with self._transaction():
            boot, last_boot, last_seq = self._connection.execute(
                "SELECT boot, last_boot, last_seq FROM signer"
            ).fetchone()
            last = None if last_boot is None else Counter(last_boot, last_seq)
            counters = []
            for draft in drafts:
                same_boot = last is not None and last.boot == boot
                counter = Counter(boot, last.seq + 1 if last is not None and same_boot else 1)
                self._keep(draft, counter, previous=None if same_boot else last)
                counters.append(counter)
                last = counter
            if last is not None:
                self._connection.execute("UPDATE signer SET last_boot = ?, last_seq = ?", last)
            if source:
                self._connection.execute(
                    "INSERT INTO source (name, position) VALUES (?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
                    (source, position),
                )
            if along is not None:
                along(self._connection)
        return counters

    def position(self, source: str) -> int:
        """How many bytes of a source are signed already."""
        row = self._connection.execute("SELECT position FROM source WHERE name = ?", (source,)).fetchone()
        return 0 if row is None else int(row[0])

    def after(self, counter: Counter | None, limit: int) -> list[Outgoing]:
        """The kept messages after `counter` (None: from the first), in order, at most `limit`."""
        rows = self._connection.execute(
            "SELECT boot, seq, kind, message, body FROM message WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?",
            (*(counter or (-1, 0)), limit),
        )
        return [Outgoing(Counter(boot, seq), EventKind(kind), message, body) for boot, seq, kind, message, body in rows]

    def purge(self, anchored: Counter) -> int:
        """Forget the messages up to `anchored`; answers how many there were."""
        with self._transaction():
            deleted = self._connection.execute("DELETE FROM message WHERE (boot, seq) <= (?, ?)", anchored)
            self._connection.execute("UPDATE signer SET anchored_boot = ?, anchored_seq = ?", anchored)
            return deleted.rowcount

    def withdraw(self, refused: Counter) -> int:
        """Take back a kept message, which the gateway refuses for good, and sign those after it anew.

        They get counters of a new boot that goes on from the last message before, so that the gateway sees no gap.
        Answers how many were signed anew.
        """
        with self._transaction():
            later = self.after(refused, 1 << 31)
            self._connection.execute("DELETE FROM message WHERE (boot, seq) >= (?, ?)", refused)
            boot = int(self._connection.execute("SELECT boot FROM signer").fetchone()[0]) + 1
            previous = self._before(refused)
            for seq, message in enumerate(later, start=1):
                self._keep(_draft(message), Counter(boot, seq), previous if seq == 1 else None)
            last = Counter(boot, len(later)) if later else previous
            self._connection.execute(
                "UPDATE signer SET boot = ?, last_boot = ?, last_seq = ?", (boot, *(last or (None, None)))
            )
            return len(later)

    def count(self, after: Counter | None = None) -> int:
        """How many messages are kept, of those after a counter."""
        found = self._connection.execute("SELECT count(*) FROM message WHERE (boot, seq) > (?, ?)", after or (-1, 0))
        return int(found.fetchone()[0])

    def last_signed(self) -> Counter | None:
        """The last counter used; None before the first."""
        boot, seq = self._connection.execute("SELECT last_boot, last_seq FROM signer").fetchone()
        return None if boot is None else Counter(boot, seq)

    def _before(self, refused: Counter) -> Counter | None:
        """The last counter signed before: the one before it in its boot, or the last one kept or anchored."""
        if refused.seq > 1:
            return Counter(refused.boot, refused.seq - 1)
        row = self._connection.execute(
            "SELECT boot, seq FROM message WHERE (boot, seq) < (?, ?) ORDER BY boot DESC, seq DESC LIMIT 1", refused
        ).fetchone()
        if row is None:
            row = self._connection.execute("SELECT anchored_boot, anchored_seq FROM signer").fetchone()
        return None if row[0] is None else Counter(*row)

    def _keep(self, draft: Draft, counter: Counter, previous: Counter | None) -> None:
        data = envelope_bytes(
            chain_id=self._chain_id,
            key=bytes(self._key.verify_key),
            counter=counter,
            kind=draft.kind,
            previous=previous,
            readings=list(draft.readings),
            body=draft.body,
            media_type=draft.media_type,
            form=self._form if draft.kind is EventKind.READING else EnvelopeForm.JSON,
            frame=draft.frame,
        )
        message = encode_message(data, self._key.sign(data).signature)
        self._connection.execute(
            "INSERT INTO message (boot, seq, kind, message, body) VALUES (?, ?, ?, ?, ?)",
            (*counter, draft.kind.value, message, draft.body),
        )

    def _prepare(self, public: bytes) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                self._connection.execute(statement)
            self._connection.execute(
                "INSERT INTO signer (only, key, chain_id, boot) VALUES (1, ?, ?, -1)", (public, self._chain_id)
            )
            self._connection.execute(f"PRAGMA user_version={_SCHEMA_VERSION}")
        elif version != _SCHEMA_VERSION:
            raise OutboxUnusableError(str(self._path), f"version {version}, this program knows {_SCHEMA_VERSION}")
        key, chain_id = self._connection.execute("SELECT key, chain_id FROM signer").fetchone()
        if key != public:
            raise OutboxUnusableError(str(self._path), f"belongs to key {key.hex()}, not {public.hex()}")
        if chain_id != self._chain_id:
            raise OutboxUnusableError(str(self._path), f"belongs to chain {chain_id}, not {self._chain_id}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _draft(message: Outgoing) -> Draft:
    envelope = parse_message(message.message, max_bytes=len(message.message)).envelope
    if isinstance(envelope, DocumentEnvelope):
        return Draft(message.kind, body=message.body, media_type=envelope.body.media_type)
    readings = tuple(reading.model_dump(exclude_none=True) for reading in envelope.readings)
    return Draft(message.kind, readings, frame=None if envelope.frame is None else envelope.frame.model_dump())
