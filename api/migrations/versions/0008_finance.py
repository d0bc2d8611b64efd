"""The tables of trade finance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "assignments",
        sa.Column("assignment_id", sa.String(length=66), nullable=False),
        sa.Column("receivable_id", sa.String(length=66), nullable=False),
        sa.Column("bank", sa.String(length=34), nullable=False),
        sa.Column("assignor", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("paid_share", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=66), nullable=True),
        sa.Column("registry_reference", sa.String(length=66), nullable=True),
        sa.Column("terms_commitment", sa.String(length=66), nullable=True),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("discharged_at", sa.BigInteger(), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_receivable_id"), "assignments", ["receivable_id"], unique=False)
    op.create_table(
        "demands",
        sa.Column("demand_id", sa.String(length=66), nullable=False),
        sa.Column("guarantee_id", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("reference_hash", sa.String(length=66), nullable=True),
        sa.Column("presented_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("demand_id", name=op.f("pk_demands")),
    )
    op.create_index(op.f("ix_demands_guarantee_id"), "demands", ["guarantee_id"], unique=False)
    op.create_table(
        "guarantee_reductions",
        sa.Column("guarantee_id", sa.String(length=66), nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("reduced_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guarantee_id", "milestone", name=op.f("pk_guarantee_reductions")),
    )
    op.create_table(
        "guarantees",
        sa.Column("guarantee_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("bank", sa.String(length=34), nullable=False),
        sa.Column("beneficiary", sa.String(length=34), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("remaining_share", sa.Integer(), nullable=False),
        sa.Column("amount_commitment", sa.String(length=66), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("expiry_milestone", sa.String(length=66), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guarantee_id", name=op.f("pk_guarantees")),
    )
    op.create_index(
        op.f("ix_guarantees_issued_at_guarantee_id"), "guarantees", ["issued_at", "guarantee_id"], unique=False
    )
    op.create_index(op.f("ix_guarantees_order_id"), "guarantees", ["order_id"], unique=False)
    op.create_table(
        "outside_claims",
        sa.Column("claim_id", sa.String(length=66), nullable=False),
        sa.Column("bank", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_outside_claims")),
    )
    op.create_table(
        "papers",
        sa.Column("fingerprint", sa.String(length=66), nullable=False),
        sa.Column("holder", sa.String(length=66), nullable=False),
        sa.Column("holder_kind", sa.String(length=40), nullable=False),
        sa.Column("element", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("bound_by", sa.String(length=34), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_holder"), "papers", ["holder"], unique=False)
    op.create_table(
        "payments",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receivable_id", sa.String(length=66), nullable=False),
        sa.Column("assignment_id", sa.String(length=66), nullable=True),
        sa.Column("bank", sa.String(length=34), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("paid_share", sa.Integer(), nullable=False),
        sa.Column("reference_hash", sa.String(length=66), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=True),
        sa.Column("attested_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_receivable_id"), "payments", ["receivable_id"], unique=False)
    op.create_table(
        "probes",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=66), nullable=False),
        sa.Column("bank", sa.String(length=34), nullable=False),
        sa.Column("holder", sa.String(length=66), nullable=True),
        sa.Column("probed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_probes")),
    )
    op.create_index(op.f("ix_probes_holder"), "probes", ["holder"], unique=False)
    op.create_table(
        "receivables",
        sa.Column("receivable_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("seller", sa.String(length=34), nullable=False),
        sa.Column("buyer", sa.String(length=34), nullable=False),
        sa.Column("collecting_bank", sa.String(length=34), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("order_version", sa.BigInteger(), nullable=False),
        sa.Column("amount_commitment", sa.String(length=66), nullable=False),
        sa.Column("invoice_record", sa.String(length=66), nullable=False),
        sa.Column("presented_at", sa.BigInteger(), nullable=False),
        sa.Column("agreed_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("agreement_record", sa.String(length=66), nullable=True),
        sa.Column("assigned_share", sa.Integer(), nullable=False),
        sa.Column("paid_share", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("receivable_id", name=op.f("pk_receivables")),
    )
    op.create_index(op.f("ix_receivables_order_id"), "receivables", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_receivables_presented_at_receivable_id"),
        "receivables",
        ["presented_at", "receivable_id"],
        unique=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_receivables_presented_at_receivable_id"), table_name="receivables")
    op.drop_index(op.f("ix_receivables_order_id"), table_name="receivables")
    op.drop_table("receivables")
    op.drop_index(op.f("ix_probes_holder"), table_name="probes")
    op.drop_table("probes")
    op.drop_index(op.f("ix_payments_receivable_id"), table_name="payments")
    op.drop_table("payments")
    op.drop_index(op.f("ix_papers_holder"), table_name="papers")
    op.drop_table("papers")
    op.drop_table("outside_claims")
    op.drop_index(op.f("ix_guarantees_order_id"), table_name="guarantees")
    op.drop_index(op.f("ix_guarantees_issued_at_guarantee_id"), table_name="guarantees")
    op.drop_table("guarantees")
    op.drop_table("guarantee_reductions")
    op.drop_index(op.f("ix_demands_guarantee_id"), table_name="demands")
    op.drop_table("demands")
    op.drop_index(op.f("ix_assignments_receivable_id"), table_name="assignments")
    op.drop_table("assignments")
