"""Devices, streams, anchored batches, gaps, and challenges of withheld data."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table

from .columns import address, big, code, identifier, member, metadata, moment, position

devices = Table(
    "devices",
    metadata,
    identifier("device_key", primary_key=True),
    member("member_id"),
    identifier("asset"),
    code("status"),
    moment("valid_from"),
    moment("valid_until"),
    moment("registered_at", nullable=False),
    big("boot"),
    big("closed_boot", nullable=True),
    big("closed_sequence", nullable=True),
    moment("closed_at"),
    moment("revoked_at"),
    moment("compromised_since"),
    identifier("successor", nullable=True),
    Index(None, "member_id", "device_key"),
)

streams = Table(
    "streams",
    metadata,
    identifier("stream_id", primary_key=True),
    member("owner"),
    identifier("partition_key"),
    address("holder"),
    big("epoch"),
    big("next_sequence"),
    identifier("running_hash", nullable=True),
    moment("opened_at", nullable=False),
    moment("anchored_at"),
    Index(None, "owner", "stream_id"),
)

#: `opening` says how far the batch's data got: waiting, opened, unreadable (no key here), missing, malformed.
batches = Table(
    "batches",
    metadata,
    identifier("stream_id", primary_key=True),
    big("first_sequence", primary_key=True, autoincrement=False),
    big("epoch"),
    big("event_count"),
    identifier("root"),
    Column("data_cid", LargeBinary, nullable=False),
    identifier("running_hash"),
    moment("anchored_at", nullable=False),
    *position(),
    identifier("block_hash"),
    identifier("transaction_hash"),
    code("opening", default="waiting"),
    Index(None, "opening", "block_number", "log_index"),
)

gaps = Table(
    "gaps",
    metadata,
    identifier("stream_id", primary_key=True),
    big("first_sequence", primary_key=True, autoincrement=False),
    big("epoch"),
    big("event_count"),
    big("reason_code"),
    moment("declared_at", nullable=False),
)

data_challenges = Table(
    "data_challenges",
    metadata,
    identifier("stream_id", primary_key=True),
    big("sequence", primary_key=True, autoincrement=False),
    member("challenger"),
    code("status"),
    identifier("root"),
    identifier("answer", nullable=True),
    moment("opened_at", nullable=False),
    moment("answer_until", nullable=False),
    moment("answered_at"),
    moment("flagged_at"),
)

#: Members that may take a stream over when its holder is silent.
standbys = Table(
    "standbys",
    metadata,
    identifier("stream_id", primary_key=True),
    member("member_id", primary_key=True),
)
