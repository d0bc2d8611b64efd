"""A log's key is its block number and its index there: one index less on the largest table than with its hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_PLACE, _HASHES = ["block_number", "log_index"], ["block_hash", "transaction_hash", "log_index"]
_COMMON = sa.text("contract IN ('ConsortiumRoot', 'MemberRegistry', 'ConsortiumGovernor')")
_UNIQUE = op.f("ix_logs_block_number_log_index")


def upgrade() -> None:
    """Key by place, which was unique already, instead of by hashes."""
    op.drop_index(_UNIQUE, table_name="logs")
    _key(_PLACE)


def downgrade() -> None:
    """Key by hashes again, and a unique index beside it."""
    _key(_HASHES)
    op.create_index(_UNIQUE, "logs", _PLACE, unique=True)


def _key(columns: list[str]) -> None:
    # SQLite copies the table, and forgets of a partial index which rows it has.
    op.drop_index("ix_logs_common", table_name="logs")
    with op.batch_alter_table("logs") as table:
        table.drop_constraint(op.f("pk_logs"), type_="primary")
        table.create_primary_key(op.f("pk_logs"), columns)
    op.create_index("ix_logs_common", "logs", _PLACE, postgresql_where=_COMMON, sqlite_where=_COMMON)
