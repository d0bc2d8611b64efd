"""Members, their accounts and encryption keys; the Directory."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table

from .columns import address, big, code, identifier, member, metadata, moment, number

members = Table(
    "members",
    metadata,
    member("member_id", primary_key=True),
    code("kind"),
    code("seat"),
    code("status"),
    moment("admitted_at", nullable=False),
    moment("status_since", nullable=False),
    address("recovery"),
)

accounts = Table(
    "accounts",
    metadata,
    address("account", primary_key=True),
    member("member_id"),
    code("purpose"),
    moment("valid_from"),
    moment("valid_until"),
    moment("revoked_from"),
    address("successor", nullable=True),
    Index(None, "member_id"),
)

encryption_keys = Table(
    "encryption_keys",
    metadata,
    member("member_id", primary_key=True),
    number("version", primary_key=True, autoincrement=False),
    number("kem"),
    Column("public_key", LargeBinary, nullable=False),
    moment("since", nullable=False),
)

directory = Table(
    "directory",
    metadata,
    code("name", primary_key=True),
    address("location"),
    number("layout_version"),
    identifier("code_hash"),
    address("predecessor", nullable=True),
    big("since_block"),
    moment("since", nullable=False),
)
