"""An index by which events of a kind are listed: where there are few of it, all others were read for them."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_NAME = "ix_events_kind_occurred_at_stream_id_sequence"


def upgrade() -> None:
    """Make it."""
    op.create_index(op.f(_NAME), "events", ["kind", "occurred_at", "stream_id", "sequence"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f(_NAME), table_name="events")
