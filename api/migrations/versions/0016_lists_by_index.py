"""Indexes of the lists that PostgreSQL answered by reading whole tables."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEXES = (
    ("readings", ["asset", "measured_at", "stream_id", "sequence", "item"]),
    ("messages", ["occurred_at", "stream_id", "sequence", "item"]),
)


def upgrade() -> None:
    """Make them."""
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    """Drop them."""
    for table, columns in _INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
