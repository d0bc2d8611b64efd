"""Customs: jurisdictions, rule books, certificates, declarations with pre-checks and decisions, evidence packs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, String, Table

from .columns import address, big, code, flag, identifier, member, metadata, moment, number, position


def _country(name: str, **options: Any) -> Column[str]:
    return Column(name, String(2), **{"nullable": True, **options})


jurisdictions = Table(
    "jurisdictions",
    metadata,
    _country("jurisdiction", primary_key=True, nullable=False),
    member("authority"),
    member("transcriber", nullable=True),
    moment("since", nullable=False),
    Index(None, "authority"),
)

rule_books = Table(
    "rule_books",
    metadata,
    _country("jurisdiction", primary_key=True, nullable=False),
    big("version", primary_key=True, autoincrement=False),
    code("status"),
    member("publisher"),
    flag("transcribed"),
    moment("valid_from", nullable=False),
    moment("published_at", nullable=False),
    moment("sealed_at"),
    number("rule_count"),
    identifier("content_hash"),
)

rules = Table(
    "rules",
    metadata,
    _country("jurisdiction", primary_key=True, nullable=False),
    big("version", primary_key=True, autoincrement=False),
    number("rule", primary_key=True, autoincrement=False),
    number("requirement"),
    code("effect"),
    Column("tariff_prefix", String(10), nullable=False),
    _country("origin"),
    _country("destination"),
    Column("procedure", String(4), nullable=True),
    number("transport_mode", nullable=True),
    code("code_list", nullable=True),
    number("document_code", nullable=True),
    number("subtype", nullable=True),
    number("superseded_subtype", nullable=True),
    code("issuer_kind", nullable=True),
    flag("issuer_must_be_authorized"),
    flag("must_concern_goods"),
    big("max_age", nullable=True),
    identifier("measure", nullable=True),
)

issuer_authorizations = Table(
    "issuer_authorizations",
    metadata,
    _country("jurisdiction", primary_key=True, nullable=False),
    member("issuer", primary_key=True),
    code("code_list", primary_key=True),
    number("document_code", primary_key=True, autoincrement=False),
    number("subtype", primary_key=True, autoincrement=False),
    moment("valid_from", primary_key=True, nullable=False, autoincrement=False),
    moment("valid_until"),
    # By the transcriber of a mirrored authority: the beginning, and an end that was set later.
    flag("transcribed"),
    flag("end_transcribed"),
)

checkers = Table(
    "checkers",
    metadata,
    _country("jurisdiction", primary_key=True, nullable=False),
    member("member_id", primary_key=True),
    flag("transcribed"),
)

certificates = Table(
    "certificates",
    metadata,
    identifier("certificate_id", primary_key=True),
    member("issuer"),
    member("holder", nullable=True),
    identifier("record_id"),
    identifier("subject", nullable=True),
    code("code_list"),
    number("document_code"),
    number("subtype"),
    code("status"),
    moment("issued_at", nullable=False),
    moment("status_since", nullable=False),
    moment("valid_from"),
    moment("valid_until"),
    identifier("reason_hash", nullable=True),
    Index(None, "record_id"),
    Index(None, "issued_at", "certificate_id"),
)

declarations = Table(
    "declarations",
    metadata,
    identifier("declaration_id", primary_key=True),
    member("declarant"),
    _country("jurisdiction", nullable=False),
    Column("tariff_code", String(10), nullable=False),
    _country("origin"),
    _country("destination"),
    Column("procedure", String(4), nullable=True),
    number("transport_mode", nullable=True),
    moment("trigger_date", nullable=False),
    identifier("order_id", nullable=True),
    flag("order_known"),
    identifier("consignment", nullable=True),
    identifier("data_record", nullable=True),
    code("status"),
    moment("declared_at", nullable=False),
    number("assessment"),
    number("decision_count"),
    moment("lapses_at"),
    Index(None, "declared_at", "declaration_id"),
    Index(None, "jurisdiction", "status"),
    Index(None, "order_id"),
)

declaration_records = Table(
    "declaration_records",
    metadata,
    identifier("declaration_id", primary_key=True),
    number("assessment", primary_key=True, autoincrement=False),
    identifier("record_id", primary_key=True),
    big("version"),
    Index(None, "record_id"),
)

assessments = Table(
    "assessments",
    metadata,
    identifier("declaration_id", primary_key=True),
    number("assessment", primary_key=True, autoincrement=False),
    code("outcome"),
    big("rule_book_version", nullable=True),
    number("finding_count"),
    number("open_count"),
    moment("assessed_at", nullable=False),
)

findings = Table(
    "findings",
    metadata,
    identifier("declaration_id", primary_key=True),
    number("assessment", primary_key=True, autoincrement=False),
    number("finding", primary_key=True, autoincrement=False),
    number("requirement"),
    number("rule"),
    code("status"),
    code("code_list", nullable=True),
    number("document_code", nullable=True),
    number("subtype", nullable=True),
    big("rule_book_version"),
    identifier("record_id", nullable=True),
    big("version", nullable=True),
    identifier("measure", nullable=True),
)

decisions = Table(
    "decisions",
    metadata,
    identifier("declaration_id", primary_key=True),
    number("decision_number", primary_key=True, autoincrement=False),
    code("decision"),
    code("source"),
    member("member_id", nullable=True),
    number("assessment"),
    moment("decided_at", nullable=False),
    moment("lapses_at"),
    identifier("reason_hash", nullable=True),
    identifier("reference_hash", nullable=True),
)

attestations = Table(
    "attestations",
    metadata,
    identifier("attestation_id", primary_key=True),
    member("checker"),
    _country("jurisdiction", nullable=False),
    code("outcome"),
    number("aspects"),
    identifier("report_hash", nullable=True),
    moment("attested_at", nullable=False),
    moment("withdrawn_at"),
)

attestation_records = Table(
    "attestation_records",
    metadata,
    identifier("attestation_id", primary_key=True),
    identifier("record_id", primary_key=True),
    big("version"),
    Index(None, "record_id"),
)

evidence_packs = Table(
    "evidence_packs",
    metadata,
    identifier("pack_id", primary_key=True),
    identifier("declaration_id"),
    member("submitter"),
    address("account"),
    identifier("digest"),
    moment("submitted_at", nullable=False),
    *position(),
    Index(None, "declaration_id"),
)

evidence_pack_items = Table(
    "evidence_pack_items",
    metadata,
    identifier("pack_id", primary_key=True),
    identifier("record_id", primary_key=True),
    big("version"),
    member("issuer"),
)

evidence_pack_signatures = Table(
    "evidence_pack_signatures",
    metadata,
    identifier("pack_id", primary_key=True),
    member("member_id", primary_key=True),
    address("account"),
    moment("signed_at", nullable=False),
)
