"""The tables of involvements, tokens and sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "involvements",
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("resource", "object_id", "member_id", "capacity", name=op.f("pk_involvements")),
    )
    op.create_index(
        op.f("ix_involvements_member_id_resource_capacity_object_id"),
        "involvements",
        ["member_id", "resource", "capacity", "object_id"],
        unique=False,
    )
    op.create_table(
        "sessions",
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("token_id", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("session_hash", name=op.f("pk_sessions")),
        info={"kept": True},
    )
    op.create_index(op.f("ix_sessions_token_id"), "sessions", ["token_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("token_id", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.Float(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("revoked_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
        info={"kept": True},
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("tokens")
    op.drop_index(op.f("ix_sessions_token_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_involvements_member_id_resource_capacity_object_id"), table_name="involvements")
    op.drop_table("involvements")
