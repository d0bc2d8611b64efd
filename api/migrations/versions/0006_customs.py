"""The tables of customs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "assessments",
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("assessment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("rule_book_version", sa.BigInteger(), nullable=True),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.Column("open_count", sa.Integer(), nullable=False),
        sa.Column("assessed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("declaration_id", "assessment", name=op.f("pk_assessments")),
    )
    op.create_table(
        "attestation_records",
        sa.Column("attestation_id", sa.String(length=66), nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("attestation_id", "record_id", name=op.f("pk_attestation_records")),
    )
    op.create_index(op.f("ix_attestation_records_record_id"), "attestation_records", ["record_id"], unique=False)
    op.create_table(
        "attestations",
        sa.Column("attestation_id", sa.String(length=66), nullable=False),
        sa.Column("checker", sa.String(length=34), nullable=False),
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("aspects", sa.Integer(), nullable=False),
        sa.Column("report_hash", sa.String(length=66), nullable=True),
        sa.Column("attested_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("attestation_id", name=op.f("pk_attestations")),
    )
    op.create_table(
        "certificates",
        sa.Column("certificate_id", sa.String(length=66), nullable=False),
        sa.Column("issuer", sa.String(length=34), nullable=False),
        sa.Column("holder", sa.String(length=34), nullable=True),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("subject", sa.String(length=66), nullable=True),
        sa.Column("code_list", sa.String(length=40), nullable=False),
        sa.Column("document_code", sa.Integer(), nullable=False),
        sa.Column("subtype", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("status_since", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("reason_hash", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificates")),
    )
    op.create_index(
        op.f("ix_certificates_issued_at_certificate_id"), "certificates", ["issued_at", "certificate_id"], unique=False
    )
    op.create_index(op.f("ix_certificates_record_id"), "certificates", ["record_id"], unique=False)
    op.create_table(
        "checkers",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "member_id", name=op.f("pk_checkers")),
    )
    op.create_table(
        "decisions",
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("decision_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=True),
        sa.Column("assessment", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("lapses_at", sa.BigInteger(), nullable=True),
        sa.Column("reason_hash", sa.String(length=66), nullable=True),
        sa.Column("reference_hash", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("declaration_id", "decision_number", name=op.f("pk_decisions")),
    )
    op.create_table(
        "declaration_records",
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("assessment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("declaration_id", "assessment", "record_id", name=op.f("pk_declaration_records")),
    )
    op.create_index(op.f("ix_declaration_records_record_id"), "declaration_records", ["record_id"], unique=False)
    op.create_table(
        "declarations",
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("declarant", sa.String(length=34), nullable=False),
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("tariff_code", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=2), nullable=True),
        sa.Column("destination", sa.String(length=2), nullable=True),
        sa.Column("procedure", sa.String(length=4), nullable=True),
        sa.Column("transport_mode", sa.Integer(), nullable=True),
        sa.Column("trigger_date", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.String(length=66), nullable=True),
        sa.Column("consignment", sa.String(length=66), nullable=True),
        sa.Column("data_record", sa.String(length=66), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        sa.Column("assessment", sa.Integer(), nullable=False),
        sa.Column("decision_count", sa.Integer(), nullable=False),
        sa.Column("lapses_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("declaration_id", name=op.f("pk_declarations")),
    )
    op.create_index(
        op.f("ix_declarations_declared_at_declaration_id"),
        "declarations",
        ["declared_at", "declaration_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_declarations_jurisdiction_status"), "declarations", ["jurisdiction", "status"], unique=False
    )
    op.create_index(op.f("ix_declarations_order_id"), "declarations", ["order_id"], unique=False)
    op.create_table(
        "evidence_pack_items",
        sa.Column("pack_id", sa.String(length=66), nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("issuer", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint("pack_id", "record_id", name=op.f("pk_evidence_pack_items")),
    )
    op.create_table(
        "evidence_pack_signatures",
        sa.Column("pack_id", sa.String(length=66), nullable=False),
        sa.Column("member_id", sa.String(length=34), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pack_id", "member_id", name=op.f("pk_evidence_pack_signatures")),
    )
    op.create_table(
        "evidence_packs",
        sa.Column("pack_id", sa.String(length=66), nullable=False),
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("submitter", sa.String(length=34), nullable=False),
        sa.Column("digest", sa.String(length=66), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pack_id", name=op.f("pk_evidence_packs")),
    )
    op.create_index(op.f("ix_evidence_packs_declaration_id"), "evidence_packs", ["declaration_id"], unique=False)
    op.create_table(
        "findings",
        sa.Column("declaration_id", sa.String(length=66), nullable=False),
        sa.Column("assessment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("requirement", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("code_list", sa.String(length=40), nullable=True),
        sa.Column("document_code", sa.Integer(), nullable=True),
        sa.Column("subtype", sa.Integer(), nullable=True),
        sa.Column("rule_book_version", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("measure", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("declaration_id", "assessment", "finding", name=op.f("pk_findings")),
    )
    op.create_table(
        "issuer_authorizations",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("issuer", sa.String(length=34), nullable=False),
        sa.Column("code_list", sa.String(length=40), nullable=False),
        sa.Column("document_code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subtype", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(
            "jurisdiction",
            "issuer",
            "code_list",
            "document_code",
            "subtype",
            "valid_from",
            name=op.f("pk_issuer_authorizations"),
        ),
    )
    op.create_table(
        "jurisdictions",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("authority", sa.String(length=34), nullable=False),
        sa.Column("transcriber", sa.String(length=34), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", name=op.f("pk_jurisdictions")),
    )
    op.create_index(op.f("ix_jurisdictions_authority"), "jurisdictions", ["authority"], unique=False)
    op.create_table(
        "rule_books",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("publisher", sa.String(length=34), nullable=False),
        sa.Column("transcribed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=True),
        sa.Column("rule_count", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=66), nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "version", name=op.f("pk_rule_books")),
    )
    op.create_table(
        "rules",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("requirement", sa.Integer(), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("tariff_prefix", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=2), nullable=True),
        sa.Column("destination", sa.String(length=2), nullable=True),
        sa.Column("procedure", sa.String(length=4), nullable=True),
        sa.Column("transport_mode", sa.Integer(), nullable=True),
        sa.Column("code_list", sa.String(length=40), nullable=True),
        sa.Column("document_code", sa.Integer(), nullable=True),
        sa.Column("subtype", sa.Integer(), nullable=True),
        sa.Column("superseded_subtype", sa.Integer(), nullable=True),
        sa.Column("issuer_kind", sa.String(length=40), nullable=True),
        sa.Column("issuer_must_be_authorized", sa.Boolean(), nullable=False),
        sa.Column("must_concern_goods", sa.Boolean(), nullable=False),
        sa.Column("max_age", sa.BigInteger(), nullable=True),
        sa.Column("measure", sa.String(length=66), nullable=True),
        sa.PrimaryKeyConstraint("jurisdiction", "version", "rule", name=op.f("pk_rules")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("rules")
    op.drop_table("rule_books")
    op.drop_index(op.f("ix_jurisdictions_authority"), table_name="jurisdictions")
    op.drop_table("jurisdictions")
    op.drop_table("issuer_authorizations")
    op.drop_table("findings")
    op.drop_index(op.f("ix_evidence_packs_declaration_id"), table_name="evidence_packs")
    op.drop_table("evidence_packs")
    op.drop_table("evidence_pack_signatures")
    op.drop_table("evidence_pack_items")
    op.drop_index(op.f("ix_declarations_order_id"), table_name="declarations")
    op.drop_index(op.f("ix_declarations_jurisdiction_status"), table_name="declarations")
    op.drop_index(op.f("ix_declarations_declared_at_declaration_id"), table_name="declarations")
    op.drop_table("declarations")
    op.drop_index(op.f("ix_declaration_records_record_id"), table_name="declaration_records")
    op.drop_table("declaration_records")
    op.drop_table("decisions")
    op.drop_table("checkers")
    op.drop_index(op.f("ix_certificates_record_id"), table_name="certificates")
    op.drop_index(op.f("ix_certificates_issued_at_certificate_id"), table_name="certificates")
    op.drop_table("certificates")
    op.drop_table("attestations")
    op.drop_index(op.f("ix_attestation_records_record_id"), table_name="attestation_records")
    op.drop_table("attestation_records")
    op.drop_table("assessments")
