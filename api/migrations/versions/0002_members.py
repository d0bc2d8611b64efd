"""The tables of members and the Directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("account", sa.String(length=42), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("revoked_from", sa.BigInteger(), nullable=True),
        sa.Column("successor", sa.String(length=42), nullable=True),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_member_id"), "accounts", ["member_id"], unique=False)
    op.create_table(
        "directory",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("location", sa.String(length=42), nullable=False),
        sa.Column("layout_version", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=66), nullable=False),
        sa.Column("predecessor", sa.String(length=42), nullable=True),
        sa.Column("since_block", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_directory")),
    )
    op.create_table(
        "encryption_keys",
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kem", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "version", name=op.f("pk_encryption_keys")),
    )
    op.create_table(
        "members",
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("admitted_at", sa.BigInteger(), nullable=False),
        sa.Column("status_since", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.String(length=42), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_members")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("members")
    op.drop_table("encryption_keys")
    op.drop_table("directory")
    op.drop_index(op.f("ix_accounts_member_id"), table_name="accounts")
    op.drop_table("accounts")
