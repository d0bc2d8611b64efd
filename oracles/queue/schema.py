"""The queue's tables, in the SQL that SQLite and PostgreSQL share. Pure."""

from __future__ import annotations

from quaychain.contracts.events.envelope import EventKind

SCHEMA_VERSION = 3

#: Documents that others send: what they are and where stays in `purged_document` when their event goes.
PLACED_KINDS = frozenset({EventKind.EPCIS.value, EventKind.DCSA.value, EventKind.AIS.value})

#: What differs. SQLite keeps rows of small tables in their key's tree; in PostgreSQL the tables have a schema of their
#: own, so that a queue may be in one database with others.
SQLITE_WORDS = {"bytes": "BLOB", "number": "INTEGER PRIMARY KEY AUTOINCREMENT", "compact": " WITHOUT ROWID"}
POSTGRESQL_WORDS = {"bytes": "BYTEA", "number": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "compact": ""}

_TABLES = """
CREATE TABLE stream (
    id {bytes} PRIMARY KEY,           -- 32 bytes, as in EventAnchor
    ordinal INTEGER NOT NULL UNIQUE,  -- devices are spread over streams by it
    next_sequence BIGINT NOT NULL     -- of the next event to be accepted; the first is 1
){compact};
CREATE TABLE device (
    key {bytes} PRIMARY KEY,          -- Ed25519 public key
    member {bytes} NOT NULL,
    stream {bytes} NOT NULL REFERENCES stream,
    boot BIGINT NOT NULL,             -- last counter accepted
    seq BIGINT NOT NULL,
    anchored_boot BIGINT,             -- last counter in a block that stays
    anchored_seq BIGINT
){compact};
CREATE TABLE event (
    stream {bytes} NOT NULL REFERENCES stream,
    sequence BIGINT NOT NULL,
    key {bytes} NOT NULL,
    boot BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    received_at BIGINT NOT NULL,      -- Unix seconds, the head's time
    queued_at BIGINT NOT NULL,        -- Unix milliseconds, this machine's clock: only for the age of batches
    size BIGINT NOT NULL,             -- bytes of signed and body
    digest {bytes} NOT NULL,
    signed {bytes} NOT NULL,
    signature {bytes} NOT NULL,
    body {bytes} NOT NULL,
    items TEXT NOT NULL,              -- JSON list of [hash id, digest in hex]
    PRIMARY KEY (stream, sequence)
);
CREATE UNIQUE INDEX event_counter ON event (key, boot, seq);
CREATE TABLE batch (
    stream {bytes} NOT NULL REFERENCES stream,
    first_sequence BIGINT NOT NULL,
    count BIGINT NOT NULL,
    root {bytes} NOT NULL,
    state TEXT NOT NULL,              -- BatchState
    cid {bytes},                      -- of the sealed data, once stored
    transaction_hash {bytes},         -- once in a block
    block_number BIGINT,
    attempt INTEGER NOT NULL DEFAULT 0, -- how often the chain refused its anchor: each try has a key of its own
    PRIMARY KEY (stream, first_sequence)
){compact};
CREATE TABLE refusal (
    reason TEXT PRIMARY KEY,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    last_source TEXT NOT NULL,
    last_detail TEXT NOT NULL
){compact};
CREATE TABLE quarantine (
    id {number},
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    source TEXT NOT NULL,
    digest {bytes} NOT NULL,          -- SHA-256 of message and body
    message {bytes} NOT NULL,
    body {bytes} NOT NULL,
    received_at BIGINT NOT NULL,
    times BIGINT NOT NULL DEFAULT 1,
    UNIQUE (reason, digest)
)"""

#: Documents are asked for by their digest; readings, of which there are many more, are not.
_SINCE_2 = """
CREATE INDEX event_document ON event (digest) WHERE kind <> 'reading';
CREATE INDEX batch_open ON batch (stream, first_sequence) WHERE state <> 'final';
ALTER TABLE batch ADD COLUMN final_at BIGINT;
ALTER TABLE batch ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;
CREATE TABLE condition (
    name TEXT NOT NULL,
    about TEXT NOT NULL,              -- such as a node's URL
    detail TEXT NOT NULL,
    since BIGINT NOT NULL,            -- Unix seconds, this machine's clock
    seen BIGINT NOT NULL,
    times BIGINT NOT NULL,
    ended BIGINT,                     -- once it is over
    PRIMARY KEY (name, about)
){compact};
CREATE TABLE edge_position (
    stream {bytes} PRIMARY KEY REFERENCES stream,
    position BIGINT NOT NULL,         -- of the first event that the edge rules have not seen
    rules TEXT NOT NULL               -- SHA-256 of the rules that it was seen with
){compact};
CREATE TABLE edge_series (
    stream {bytes} NOT NULL REFERENCES stream,
    name TEXT NOT NULL,
    state TEXT NOT NULL,              -- JSON
    PRIMARY KEY (stream, name)
){compact}"""

#: Whoever sent a document may ask where it is long after its event has gone from here.
_SINCE_3 = """
CREATE INDEX batch_kept ON batch (purged, stream, first_sequence) WHERE purged = 0;
CREATE TABLE purged_document (
    digest {bytes} PRIMARY KEY,
    stream {bytes} NOT NULL,
    sequence BIGINT NOT NULL,
    key {bytes} NOT NULL,
    boot BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    received_at BIGINT NOT NULL
){compact}"""


def statements(version: int, words: dict[str, str]) -> list[str]:
    """What brings the tables from `version` (0: none) to SCHEMA_VERSION."""
    parts = {
        0: [_TABLES, _SINCE_2, _SINCE_3],
        1: ["DROP INDEX event_digest;\n" + _SINCE_2.lstrip(), _SINCE_3],
        2: [_SINCE_3],
    }
    return [sql for part in parts[version] for sql in part.strip().format(**words).split(";\n")]
