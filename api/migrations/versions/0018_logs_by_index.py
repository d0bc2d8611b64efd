"""Indexes by which a log is found by its transaction, and the few that concern everybody among all others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COMMON = sa.text("contract IN ('ConsortiumRoot', 'MemberRegistry', 'ConsortiumGovernor')")


def upgrade() -> None:
    """Make them."""
    op.create_index(op.f("ix_logs_transaction_hash_log_index"), "logs", ["transaction_hash", "log_index"])
    op.create_index(
        "ix_logs_common", "logs", ["block_number", "log_index"], postgresql_where=_COMMON, sqlite_where=_COMMON
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_logs_common", table_name="logs")
    op.drop_index(op.f("ix_logs_transaction_hash_log_index"), table_name="logs")
