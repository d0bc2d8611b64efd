"""The tables of devices, streams and batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "batches",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("event_count", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("data_cid", sa.LargeBinary(), nullable=False),
        sa.Column("running_hash", sa.String(length=66), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_hash", sa.String(length=66), nullable=False),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column("opening", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "first_sequence", name=op.f("pk_batches")),
    )
    op.create_index(
        op.f("ix_batches_opening_block_number_log_index"),
        "batches",
        ["opening", "block_number", "log_index"],
        unique=False,
    )
    op.create_table(
        "data_challenges",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("challenger", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("answer", sa.String(length=66), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_until", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("flagged_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("stream_id", "sequence", name=op.f("pk_data_challenges")),
    )
    op.create_table(
        "devices",
        sa.Column("device_key", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("asset", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("boot", sa.BigInteger(), nullable=False),
        sa.Column("closed_boot", sa.BigInteger(), nullable=True),
        sa.Column("closed_sequence", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("compromised_since", sa.BigInteger(), nullable=True),
        sa.Column("successor", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("device_key", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_member_id_device_key"), "devices", ["member_id", "device_key"], unique=False)
    op.create_table(
        "gaps",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("event_count", sa.BigInteger(), nullable=False),
        sa.Column("reason_code", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "first_sequence", name=op.f("pk_gaps")),
    )
    op.create_table(
        "standbys",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "member_id", name=op.f("pk_standbys")),
    )
    op.create_table(
        "streams",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("owner", sa.String(length=34), nullable=False),
        sa.Column("partition_key", sa.String(length=66), nullable=False),
        sa.Column("holder", sa.String(length=42), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("next_sequence", sa.BigInteger(), nullable=False),
        sa.Column("running_hash", sa.String(length=66), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("stream_id", name=op.f("pk_streams")),
    )
    op.create_index(op.f("ix_streams_owner_stream_id"), "streams", ["owner", "stream_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_streams_owner_stream_id"), table_name="streams")
    op.drop_table("streams")
    op.drop_table("standbys")
    op.drop_table("gaps")
    op.drop_index(op.f("ix_devices_member_id_device_key"), table_name="devices")
    op.drop_table("devices")
    op.drop_table("data_challenges")
    op.drop_index(op.f("ix_batches_opening_block_number_log_index"), table_name="batches")
    op.drop_table("batches")
