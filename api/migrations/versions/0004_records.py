"""The tables of sealed records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "grants",
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("commitment", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("committed_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("record_id", "version", "commitment", name=op.f("pk_grants")),
    )
    op.create_table(
        "record_mentions",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "record_id", name=op.f("pk_record_mentions")),
    )
    op.create_table(
        "record_readers",
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("disclosure_class", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "record_id", "version", "member_id", "disclosure_class", name=op.f("pk_record_readers")
        ),
    )
    op.create_index(
        op.f("ix_record_readers_member_id_record_id"), "record_readers", ["member_id", "record_id"], unique=False
    )
    op.create_table(
        "record_versions",
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=66), nullable=False),
        sa.Column("cid_digest", sa.String(length=66), nullable=False),
        sa.Column("cid_codec", sa.Integer(), nullable=False),
        sa.Column("subtype", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column("readers_state", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "version", name=op.f("pk_record_versions")),
    )
    op.create_index(op.f("ix_record_versions_readers_state"), "record_versions", ["readers_state"], unique=False)
    op.create_table(
        "records",
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("issuer", sa.String(length=34), nullable=False),
        sa.Column("subject", sa.String(length=66), nullable=True),
        sa.Column("code_list", sa.String(length=40), nullable=False),
        sa.Column("document_code", sa.Integer(), nullable=False),
        sa.Column("subtype", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("versioned_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("reason_code", sa.BigInteger(), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_block_number_log_index"), "records", ["block_number", "log_index"], unique=False)
    op.create_index(op.f("ix_records_document_code"), "records", ["document_code"], unique=False)
    op.create_index(op.f("ix_records_subject_document_code"), "records", ["subject", "document_code"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_records_subject_document_code"), table_name="records")
    op.drop_index(op.f("ix_records_document_code"), table_name="records")
    op.drop_index(op.f("ix_records_block_number_log_index"), table_name="records")
    op.drop_table("records")
    op.drop_index(op.f("ix_record_versions_readers_state"), table_name="record_versions")
    op.drop_table("record_versions")
    op.drop_index(op.f("ix_record_readers_member_id_record_id"), table_name="record_readers")
    op.drop_table("record_readers")
    op.drop_table("record_mentions")
    op.drop_table("grants")
