"""The time of a message stands beside what it is about: such a list took the longer the more messages there were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_PLACE = ["stream_id", "sequence", "item"]
_TIMES = sa.text(
    "UPDATE message_assets SET occurred_at = (SELECT occurred_at FROM messages"
    " WHERE messages.stream_id = message_assets.stream_id AND messages.sequence = message_assets.sequence"
    " AND messages.item = message_assets.item)"
)


def upgrade() -> None:
    """Take the time from the messages, and sort by it within each asset."""
    op.add_column("message_assets", sa.Column("occurred_at", sa.BigInteger(), nullable=True))
    op.execute(_TIMES)
    with op.batch_alter_table("message_assets") as table:
        table.alter_column("occurred_at", existing_type=sa.BigInteger(), nullable=False)
        _key(table, ["asset", "occurred_at", *_PLACE])


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("message_assets") as table:
        _key(table, ["asset", *_PLACE])
        table.drop_column("occurred_at")


def _key(table: BatchOperations, columns: list[str]) -> None:
    table.drop_constraint(op.f("pk_message_assets"), type_="primary")
    table.create_primary_key(op.f("pk_message_assets"), columns)
