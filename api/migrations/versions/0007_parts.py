"""The tables of parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "assembly_edges",
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("parent", sa.String(length=66), nullable=False),
        sa.Column("position", sa.String(length=66), nullable=False),
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("installed_under", sa.String(length=66), nullable=True),
        sa.Column("removed_under", sa.String(length=66), nullable=True),
        sa.Column("installed_by", sa.String(length=34), nullable=False),
        sa.Column("removed_by", sa.String(length=34), nullable=True),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_assembly_edges")),
    )
    op.create_index(op.f("ix_assembly_edges_parent"), "assembly_edges", ["parent"], unique=False)
    op.create_index(op.f("ix_assembly_edges_part_id"), "assembly_edges", ["part_id"], unique=False)
    op.create_table(
        "hand_over_offers",
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("giver", sa.String(length=34), nullable=False),
        sa.Column("receiver", sa.String(length=34), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("with_ownership", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(length=66), nullable=True),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_hand_over_offers")),
    )
    op.create_index(op.f("ix_hand_over_offers_receiver"), "hand_over_offers", ["receiver"], unique=False)
    op.create_table(
        "hand_overs",
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("custody_sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("giver", sa.String(length=34), nullable=False),
        sa.Column("receiver", sa.String(length=34), nullable=False),
        sa.Column("owner", sa.String(length=34), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=66), nullable=True),
        sa.Column("transferred_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part_id", "custody_sequence", name=op.f("pk_hand_overs")),
    )
    op.create_table(
        "makers",
        sa.Column("maker", sa.String(length=34), nullable=False),
        sa.Column("registrar", sa.String(length=34), nullable=False),
        sa.Column("identity", sa.String(length=66), nullable=False),
        sa.Column("serial_key_digest", sa.String(length=66), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("maker", name=op.f("pk_makers")),
    )
    op.create_table(
        "part_batches",
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("maker", sa.String(length=34), nullable=False),
        sa.Column("part_count", sa.BigInteger(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("root", name=op.f("pk_part_batches")),
    )
    op.create_table(
        "part_notes",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=True),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_part_notes")),
    )
    op.create_index(op.f("ix_part_notes_part_id"), "part_notes", ["part_id"], unique=False)
    op.create_table(
        "parts",
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("maker", sa.String(length=34), nullable=False),
        sa.Column("registrar", sa.String(length=34), nullable=False),
        sa.Column("serial_commitment", sa.String(length=66), nullable=False),
        sa.Column("design", sa.String(length=66), nullable=True),
        sa.Column("lot", sa.String(length=66), nullable=True),
        sa.Column("batch", sa.String(length=66), nullable=True),
        sa.Column("machine", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("suspected", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.String(length=66), nullable=True),
        sa.Column("position", sa.String(length=66), nullable=True),
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("custodian", sa.String(length=34), nullable=False),
        sa.Column("owner", sa.String(length=34), nullable=False),
        sa.Column("custody_sequence", sa.BigInteger(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("built_at", sa.BigInteger(), nullable=True),
        sa.Column("built_record", sa.String(length=66), nullable=True),
        sa.Column("scrapped_at", sa.BigInteger(), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_parts")),
    )
    op.create_index(op.f("ix_parts_maker_lot"), "parts", ["maker", "lot"], unique=False)
    op.create_index(op.f("ix_parts_parent"), "parts", ["parent"], unique=False)
    op.create_index(op.f("ix_parts_registered_at_part_id"), "parts", ["registered_at", "part_id"], unique=False)
    op.create_index(op.f("ix_parts_root"), "parts", ["root"], unique=False)
    op.create_table(
        "recalled_parts",
        sa.Column("recall_id", sa.String(length=66), nullable=False),
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("machine", sa.String(length=66), nullable=True),
        sa.Column("custodian", sa.String(length=34), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.Column("remedied_at", sa.BigInteger(), nullable=True),
        sa.Column("remedied_by", sa.String(length=34), nullable=True),
        sa.Column("remedy_record", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("recall_id", "part_id", name=op.f("pk_recalled_parts")),
    )
    op.create_index(op.f("ix_recalled_parts_part_id"), "recalled_parts", ["part_id"], unique=False)
    op.create_table(
        "recalls",
        sa.Column("recall_id", sa.String(length=66), nullable=False),
        sa.Column("opened_by", sa.String(length=34), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("maker", sa.String(length=34), nullable=True),
        sa.Column("scope_key", sa.String(length=66), nullable=True),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("recall_id", name=op.f("pk_recalls")),
    )
    op.create_index(op.f("ix_recalls_opened_at_recall_id"), "recalls", ["opened_at", "recall_id"], unique=False)
    op.create_table(
        "replacements",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("work_order_id", sa.String(length=66), nullable=False),
        sa.Column("old_part", sa.String(length=66), nullable=False),
        sa.Column("new_part", sa.String(length=66), nullable=False),
        sa.Column("parent", sa.String(length=66), nullable=False),
        sa.Column("position", sa.String(length=66), nullable=False),
        sa.Column("performer", sa.String(length=34), nullable=False),
        sa.Column("custodian", sa.String(length=34), nullable=False),
        sa.Column("replaced_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_replacements")),
    )
    op.create_index(op.f("ix_replacements_new_part"), "replacements", ["new_part"], unique=False)
    op.create_index(op.f("ix_replacements_old_part"), "replacements", ["old_part"], unique=False)
    op.create_index(op.f("ix_replacements_work_order_id"), "replacements", ["work_order_id"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part_id", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("place", sa.String(length=5), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_sightings")),
    )
    op.create_index(op.f("ix_sightings_part_id"), "sightings", ["part_id"], unique=False)
    op.create_table(
        "work_orders",
        sa.Column("work_order_id", sa.String(length=66), nullable=False),
        sa.Column("machine", sa.String(length=66), nullable=False),
        sa.Column("custodian", sa.String(length=34), nullable=False),
        sa.Column("performer", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("alert", sa.String(length=66), nullable=True),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("diagnosis", sa.String(length=66), nullable=True),
        sa.Column("completion", sa.String(length=66), nullable=True),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("diagnosed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("work_order_id", name=op.f("pk_work_orders")),
    )
    op.create_index(op.f("ix_work_orders_machine"), "work_orders", ["machine"], unique=False)
    op.create_index(
        op.f("ix_work_orders_opened_at_work_order_id"), "work_orders", ["opened_at", "work_order_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_work_orders_opened_at_work_order_id"), table_name="work_orders")
    op.drop_index(op.f("ix_work_orders_machine"), table_name="work_orders")
    op.drop_table("work_orders")
    op.drop_index(op.f("ix_sightings_part_id"), table_name="sightings")
    op.drop_table("sightings")
    op.drop_index(op.f("ix_replacements_work_order_id"), table_name="replacements")
    op.drop_index(op.f("ix_replacements_old_part"), table_name="replacements")
    op.drop_index(op.f("ix_replacements_new_part"), table_name="replacements")
    op.drop_table("replacements")
    op.drop_index(op.f("ix_recalls_opened_at_recall_id"), table_name="recalls")
    op.drop_table("recalls")
    op.drop_index(op.f("ix_recalled_parts_part_id"), table_name="recalled_parts")
    op.drop_table("recalled_parts")
    op.drop_index(op.f("ix_parts_root"), table_name="parts")
    op.drop_index(op.f("ix_parts_registered_at_part_id"), table_name="parts")
    op.drop_index(op.f("ix_parts_parent"), table_name="parts")
    op.drop_index(op.f("ix_parts_maker_lot"), table_name="parts")
    op.drop_table("parts")
    op.drop_index(op.f("ix_part_notes_part_id"), table_name="part_notes")
    op.drop_table("part_notes")
    op.drop_table("part_batches")
    op.drop_table("makers")
    op.drop_table("hand_overs")
    op.drop_index(op.f("ix_hand_over_offers_receiver"), table_name="hand_over_offers")
    op.drop_table("hand_over_offers")
    op.drop_index(op.f("ix_assembly_edges_part_id"), table_name="assembly_edges")
    op.drop_index(op.f("ix_assembly_edges_parent"), table_name="assembly_edges")
    op.drop_table("assembly_edges")
