"""Who has to do with what, and the tokens by which people come in."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, String, Table

from .columns import code, identifier, member, metadata

#: A member's capacity towards one thing: seller of an order, authority of a declaration, custodian of a part…
#: Permissions are judged on these rows, on single things and on lists alike.
involvements = Table(
    "involvements",
    metadata,
    code("resource", primary_key=True),
    identifier("object_id", primary_key=True),
    member("member_id", primary_key=True),
    code("capacity", primary_key=True),
    Index(None, "member_id", "resource", "capacity", "object_id"),
)

#: `token_hash` is SHA-256 of the token; times are the wall clock's. Kept when the ledger's rows are made anew.
tokens = Table(
    "tokens",
    metadata,
    Column("token_id", String(16), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    member("member_id"),
    code("role"),
    Column("label", String(120), nullable=False),
    Column("issued_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("revoked_at", Float, nullable=True),
    info={"kept": True},
)

#: A browser's session: it ends with its token.
sessions = Table(
    "sessions",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("token_id", String(16), nullable=False),
    Column("started_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Index(None, "token_id"),
    info={"kept": True},
)
