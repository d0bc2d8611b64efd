"""Cores owed and returned; what a work order was opened for; when a recall ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make table and columns."""
    op.create_table(
        "core_returns",
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("debtor", sa.String(length=34), nullable=False),
        sa.Column("creditor", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("owed_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.String(length=66), nullable=True),
        sa.Column("finding", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_core_returns")),
    )
    op.add_column("work_orders", sa.Column("alert_kind", sa.String(length=40), nullable=True))
    op.add_column("work_orders", sa.Column("alert_number", sa.BigInteger(), nullable=True))
    op.add_column("recalls", sa.Column("ended_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_recalls_maker"), "recalls", ["maker"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_recalls_maker"), table_name="recalls")
    op.drop_column("recalls", "ended_at")
    op.drop_column("work_orders", "alert_number")
    op.drop_column("work_orders", "alert_kind")
    op.drop_table("core_returns")
