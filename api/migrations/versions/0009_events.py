"""The tables of events out of opened batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "batch_readers",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("disclosure_class", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint(
            "stream_id", "first_sequence", "disclosure_class", "member_id", name=op.f("pk_batch_readers")
        ),
    )
    op.create_index(
        op.f("ix_batch_readers_member_id_stream_id_first_sequence"),
        "batch_readers",
        ["member_id", "stream_id", "first_sequence"],
        unique=False,
    )
    op.create_table(
        "events",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=66), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), nullable=False),
        sa.Column("disclosure_class", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("device_key", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=True),
        sa.Column("boot", sa.BigInteger(), nullable=False),
        sa.Column("device_sequence", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=False),
        sa.Column("signature_valid", sa.Boolean(), nullable=False),
        sa.Column("root_checked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "sequence", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_device_key_occurred_at"), "events", ["device_key", "occurred_at"], unique=False)
    op.create_index(op.f("ix_events_event_id"), "events", ["event_id"], unique=False)
    op.create_index(
        op.f("ix_events_occurred_at_stream_id_sequence"),
        "events",
        ["occurred_at", "stream_id", "sequence"],
        unique=False,
    )
    op.create_index(op.f("ix_events_stream_id_first_sequence"), "events", ["stream_id", "first_sequence"], unique=False)
    op.create_table(
        "message_assets",
        sa.Column("asset", sa.String(length=80), nullable=False),
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("asset", "stream_id", "sequence", "item", name=op.f("pk_message_assets")),
    )
    op.create_index(
        op.f("ix_message_assets_stream_id_sequence_item"),
        "message_assets",
        ["stream_id", "sequence", "item"],
        unique=False,
    )
    op.create_table(
        "messages",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("hash_id", sa.String(length=160), nullable=True),
        sa.Column("digest", sa.String(length=66), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "sequence", "item", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_kind_occurred_at"), "messages", ["kind", "occurred_at"], unique=False)
    op.create_table(
        "readings",
        sa.Column("stream_id", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), nullable=False),
        sa.Column("asset", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("component", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("measured_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "sequence", "item", name=op.f("pk_readings")),
    )
    op.create_index(
        op.f("ix_readings_asset_quantity_measured_at"), "readings", ["asset", "quantity", "measured_at"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_readings_asset_quantity_measured_at"), table_name="readings")
    op.drop_table("readings")
    op.drop_index(op.f("ix_messages_kind_occurred_at"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_message_assets_stream_id_sequence_item"), table_name="message_assets")
    op.drop_table("message_assets")
    op.drop_index(op.f("ix_events_stream_id_first_sequence"), table_name="events")
    op.drop_index(op.f("ix_events_occurred_at_stream_id_sequence"), table_name="events")
    op.drop_index(op.f("ix_events_event_id"), table_name="events")
    op.drop_index(op.f("ix_events_device_key_occurred_at"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_batch_readers_member_id_stream_id_first_sequence"), table_name="batch_readers")
    op.drop_table("batch_readers")
