"""What was read from the chain: the cursor, the blocks read up to, and every log of the consortium's contracts."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, LargeBinary, String, Table, Text, text

from .columns import address, big, code, identifier, metadata, moment, number, position

#: One row. `block_*` is how far rows are written; `head_*` what the chain last said, `seen_at` being the wall clock's.
cursor = Table(
    "cursor",
    metadata,
    number("id", primary_key=True),
    big("chain_id"),
    identifier("genesis_hash"),
    big("block_number"),
    identifier("block_hash"),
    moment("block_time", nullable=False),
    big("head_number"),
    Column("seen_at", Float, nullable=False),
    #: The chain can fall behind after a crash (embedded), so rows may be taken back.
    code("chain_kind"),
)

#: One row: who writes. Each holder has a term of its own, and counts `beat` on as long as it lives.
indexer_lease = Table(
    "indexer_lease",
    metadata,
    number("id", primary_key=True),
    big("term"),
    big("beat"),
    Column("holder", String(120), nullable=True),
    info={"kept": True},
)

#: Blocks that have logs, and ends of ranges read: enough to find the block at which two histories part.
blocks = Table(
    "blocks",
    metadata,
    big("block_number", primary_key=True, autoincrement=False),
    identifier("block_hash"),
    identifier("parent_hash"),
    moment("block_time", nullable=False),
)

#: Contracts whose logs concern the consortium as a whole.
COMMON_CONTRACTS = ("ConsortiumRoot", "MemberRegistry", "ConsortiumGovernor")
_COMMON = text(f"contract IN ({', '.join(repr(name) for name in COMMON_CONTRACTS)})")

#: Every log, raw (`topics` joined by commas, `data`) and decoded (`event` and its `arguments` as JSON). Its key is its
#: place: here is one history only, for a range is written where its parent hash is the cursor's, or not at all.
logs = Table(
    "logs",
    metadata,
    identifier("block_hash"),
    identifier("transaction_hash"),
    *position(primary_key=True),
    number("transaction_index"),
    moment("block_time", nullable=False),
    address("address"),
    code("contract"),
    Column("topics", String(280), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("event", String(64), nullable=False),
    Column("arguments", Text, nullable=False),
    Index(None, "transaction_hash", "log_index"),
    Index("ix_logs_common", "block_number", "log_index", postgresql_where=_COMMON, sqlite_where=_COMMON),
)

#: Which things a log is about: an order, a part, a record, a stream, a declaration, a receivable, a device…
log_subjects = Table(
    "log_subjects",
    metadata,
    Column("subject", String(66), primary_key=True),
    big("block_number", primary_key=True, autoincrement=False),
    number("log_index", primary_key=True, autoincrement=False),
    Index(None, "block_number"),
)
