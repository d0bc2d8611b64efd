"""The tables of orders, milestones and sub-orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alternative_moves",
        sa.Column("sub_order_id", sa.String(length=66), nullable=False),
        sa.Column("alternative", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sub_order_id", "alternative", "milestone", name=op.f("pk_alternative_moves")),
    )
    op.create_table(
        "alternatives",
        sa.Column("sub_order_id", sa.String(length=66), nullable=False),
        sa.Column("alternative", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("promise_number", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.String(length=34), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("price_commitment", sa.String(length=66), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.String(length=34), nullable=True),
        sa.PrimaryKeyConstraint("sub_order_id", "alternative", name=op.f("pk_alternatives")),
    )
    op.create_table(
        "changes",
        sa.Column("change_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("requested_by", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=True),
        sa.Column("cost_commitment", sa.String(length=66), nullable=True),
        sa.Column("order_version", sa.BigInteger(), nullable=True),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_order_id_requested_at"), "changes", ["order_id", "requested_at"], unique=False)
    op.create_table(
        "delay_claims",
        sa.Column("claim_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("milestone_count", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("answer_record", sa.String(length=66), nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_delay_claims")),
    )
    op.create_index(
        op.f("ix_delay_claims_order_id_claimed_at"), "delay_claims", ["order_id", "claimed_at"], unique=False
    )
    op.create_table(
        "disputes",
        sa.Column("dispute_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("raised_by", sa.String(length=34), nullable=False),
        sa.Column("proposed_by", sa.String(length=34), nullable=True),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("dispute_id", name=op.f("pk_disputes")),
    )
    op.create_index(op.f("ix_disputes_order_id_raised_at"), "disputes", ["order_id", "raised_at"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("hold_point", sa.String(length=40), nullable=False),
        sa.Column("inspector", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("agreed_due", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("agreed_planned", sa.BigInteger(), nullable=False),
        sa.Column("actual_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("reported_by", sa.String(length=34), nullable=True),
        sa.Column("inspection_at", sa.BigInteger(), nullable=True),
        sa.Column("witnessed_at", sa.BigInteger(), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.Column("waived_at", sa.BigInteger(), nullable=True),
        sa.Column("hold_record", sa.String(length=66), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.Column("payment_commitment", sa.String(length=66), nullable=True),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.String(length=66), nullable=True),
        sa.Column("evidence_number", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("order_id", "milestone", name=op.f("pk_milestones")),
    )
    op.create_index(op.f("ix_milestones_due"), "milestones", ["due"], unique=False)
    op.create_table(
        "orders",
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("seller", sa.String(length=34), nullable=False),
        sa.Column("buyer", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("effective_at", sa.BigInteger(), nullable=False),
        sa.Column("agreed_at", sa.BigInteger(), nullable=False),
        sa.Column("reminder_window", sa.BigInteger(), nullable=False),
        sa.Column("warranty_period", sa.BigInteger(), nullable=False),
        sa.Column("taken_over_at", sa.BigInteger(), nullable=True),
        sa.Column("warranty_until", sa.BigInteger(), nullable=True),
        sa.Column("late_seconds", sa.BigInteger(), nullable=True),
        sa.Column("taking_over_certificate", sa.String(length=66), nullable=True),
        sa.Column("acceptance_certificate", sa.String(length=66), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        sa.Column("terms_commitment", sa.String(length=66), nullable=False),
        sa.Column("contract_record", sa.String(length=66), nullable=False),
        sa.Column("calendar_hash", sa.String(length=66), nullable=False),
        sa.Column("taking_over", sa.String(length=66), nullable=False),
        sa.Column("final_acceptance", sa.String(length=66), nullable=True),
        sa.Column("cancellation_proposed_by", sa.String(length=34), nullable=True),
        sa.Column("cancellation_record", sa.String(length=66), nullable=True),
        sa.Column("damages_claimed", sa.String(length=66), nullable=True),
        sa.Column("damages_accepted", sa.String(length=66), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_agreed_at_order_id"), "orders", ["agreed_at", "order_id"], unique=False)
    op.create_table(
        "schedule_moves",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("cause_id", sa.String(length=66), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_schedule_moves")),
    )
    op.create_index(
        op.f("ix_schedule_moves_order_id_milestone"), "schedule_moves", ["order_id", "milestone"], unique=False
    )
    op.create_table(
        "snags",
        sa.Column("snag_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("snag_class", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=False),
        sa.Column("answer_record", sa.String(length=66), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("snag_id", name=op.f("pk_snags")),
    )
    op.create_index(op.f("ix_snags_order_id_raised_at"), "snags", ["order_id", "raised_at"], unique=False)
    op.create_table(
        "sub_orders",
        sa.Column("sub_order_id", sa.String(length=66), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=False),
        sa.Column("milestone", sa.String(length=66), nullable=False),
        sa.Column("supplier", sa.String(length=34), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("need_by", sa.BigInteger(), nullable=False),
        sa.Column("promised_at", sa.BigInteger(), nullable=True),
        sa.Column("promise_number", sa.Integer(), nullable=False),
        sa.Column("late_seconds", sa.BigInteger(), nullable=True),
        sa.Column("warned_at", sa.BigInteger(), nullable=True),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_share", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_alternative", sa.Integer(), nullable=True),
        sa.Column("terms_commitment", sa.String(length=66), nullable=False),
        sa.Column("placed_at", sa.BigInteger(), nullable=False),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.String(length=66), nullable=True),
        sa.Column("evidence_number", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("sub_order_id", name=op.f("pk_sub_orders")),
    )
    op.create_index(op.f("ix_sub_orders_need_by_sub_order_id"), "sub_orders", ["need_by", "sub_order_id"], unique=False)
    op.create_index(op.f("ix_sub_orders_order_id_need_by"), "sub_orders", ["order_id", "need_by"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_sub_orders_order_id_need_by"), table_name="sub_orders")
    op.drop_index(op.f("ix_sub_orders_need_by_sub_order_id"), table_name="sub_orders")
    op.drop_table("sub_orders")
    op.drop_index(op.f("ix_snags_order_id_raised_at"), table_name="snags")
    op.drop_table("snags")
    op.drop_index(op.f("ix_schedule_moves_order_id_milestone"), table_name="schedule_moves")
    op.drop_table("schedule_moves")
    op.drop_index(op.f("ix_orders_agreed_at_order_id"), table_name="orders")
    op.drop_table("orders")
    op.drop_index(op.f("ix_milestones_due"), table_name="milestones")
    op.drop_table("milestones")
    op.drop_index(op.f("ix_disputes_order_id_raised_at"), table_name="disputes")
    op.drop_table("disputes")
    op.drop_index(op.f("ix_delay_claims_order_id_claimed_at"), table_name="delay_claims")
    op.drop_table("delay_claims")
    op.drop_index(op.f("ix_changes_order_id_requested_at"), table_name="changes")
    op.drop_table("changes")
    op.drop_table("alternatives")
    op.drop_table("alternative_moves")
