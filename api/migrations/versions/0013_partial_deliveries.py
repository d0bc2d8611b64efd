"""Partial deliveries of orders; reminders of sub-orders and snags, and when a sub-order is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENTS = (("sub_orders", "due"), ("sub_orders", "reminded_at"), ("snags", "reminded_at"), ("snags", "escalated_at"))


def upgrade() -> None:
    """Make table and columns."""
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("consignment", sa.String(length=66), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answer_record", sa.String(length=66), nullable=True),
        sa.Column("taken_over_at", sa.BigInteger(), nullable=True),
        sa.Column("warranty_until", sa.BigInteger(), nullable=True),
        sa.Column("late_seconds", sa.BigInteger(), nullable=True),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.String(length=66), nullable=True),
        sa.Column("evidence_number", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_order_id_reported_at"), "deliveries", ["order_id", "reported_at"], unique=False)
    op.add_column("orders", sa.Column("late_share", sa.BigInteger(), nullable=True))
    for table, column in _MOMENTS:
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for table, column in reversed(_MOMENTS):
        op.drop_column(table, column)
    op.drop_column("orders", "late_share")
    op.drop_index(op.f("ix_deliveries_order_id_reported_at"), table_name="deliveries")
    op.drop_table("deliveries")
