"""Sealed records: what the chain says of them, and who may read which class (from the wraps, off chain)."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from .columns import big, code, identifier, member, metadata, moment, number, position

records = Table(
    "records",
    metadata,
    identifier("record_id", primary_key=True),
    member("issuer"),
    identifier("subject", nullable=True),
    code("code_list"),
    number("document_code"),
    number("subtype"),
    code("status"),
    big("version"),
    moment("published_at", nullable=False),
    moment("versioned_at", nullable=False),
    moment("valid_from"),
    moment("valid_until"),
    moment("revoked_at"),
    big("reason_code", nullable=True),
    *position(),
    Index(None, "subject", "document_code"),
    Index(None, "block_number", "log_index"),
    Index(None, "document_code"),
)

record_versions = Table(
    "record_versions",
    metadata,
    identifier("record_id", primary_key=True),
    big("version", primary_key=True, autoincrement=False),
    identifier("root"),
    identifier("cid_digest"),
    number("cid_codec"),
    number("subtype"),
    moment("published_at", nullable=False),
    moment("valid_from"),
    moment("valid_until"),
    *position(),
    identifier("transaction_hash"),
    #: waiting until the wraps were read for `record_readers`.
    code("readers_state", default="waiting"),
    Index(None, "readers_state"),
)

grants = Table(
    "grants",
    metadata,
    identifier("record_id", primary_key=True),
    big("version", primary_key=True, autoincrement=False),
    identifier("commitment", primary_key=True),
    code("status"),
    moment("committed_at", nullable=False),
    moment("ended_at"),
)

#: From the wraps that stand in the wrap store: who can open which class of a record's version.
record_readers = Table(
    "record_readers",
    metadata,
    identifier("record_id", primary_key=True),
    big("version", primary_key=True, autoincrement=False),
    member("member_id", primary_key=True),
    code("disclosure_class", primary_key=True),
    Index(None, "member_id", "record_id"),
)

#: Of an id, or of a GS1 key.
MENTION_LENGTH = 80

#: Which opened record names a thing: a part by its id, a machine or part by its GS1 key. Names stay in the record.
record_mentions = Table(
    "record_mentions",
    metadata,
    Column("subject", String(MENTION_LENGTH), primary_key=True),
    identifier("record_id", primary_key=True),
    big("version"),
)
