"""Trade finance: receivables and their assignments, fingerprints of papers, payments, guarantees and demands."""

from __future__ import annotations

from sqlalchemy import Index, Table

from .columns import big, code, identifier, member, metadata, moment, number, position

receivables = Table(
    "receivables",
    metadata,
    identifier("receivable_id", primary_key=True),
    identifier("order_id"),
    identifier("milestone"),
    member("seller"),
    member("buyer"),
    member("collecting_bank", nullable=True),
    code("status"),
    big("version"),
    big("order_version"),
    identifier("amount_commitment"),
    identifier("invoice_record"),
    moment("presented_at", nullable=False),
    moment("agreed_at"),
    moment("due_at"),
    identifier("agreement_record", nullable=True),
    number("assigned_share"),
    number("paid_share"),
    Index(None, "presented_at", "receivable_id"),
    Index(None, "order_id"),
)

assignments = Table(
    "assignments",
    metadata,
    identifier("assignment_id", primary_key=True),
    identifier("receivable_id"),
    member("bank"),
    member("assignor"),
    code("status"),
    number("share"),
    number("paid_share"),
    identifier("source", nullable=True),
    identifier("registry_reference", nullable=True),
    identifier("terms_commitment", nullable=True),
    moment("assigned_at", nullable=False),
    moment("discharged_at"),
    *position(),
    Index(None, "receivable_id"),
)

papers = Table(
    "papers",
    metadata,
    identifier("fingerprint", primary_key=True),
    identifier("holder"),
    code("holder_kind"),
    code("element"),
    code("status"),
    member("bound_by"),
    moment("bound_at", nullable=False),
    moment("released_at"),
    Index(None, "holder"),
)

payments = Table(
    "payments",
    metadata,
    *position(primary_key=True),
    identifier("receivable_id"),
    identifier("assignment_id", nullable=True),
    member("bank"),
    number("share"),
    number("paid_share"),
    identifier("reference_hash"),
    identifier("record", nullable=True),
    moment("attested_at", nullable=False),
    Index(None, "receivable_id"),
)

outside_claims = Table(
    "outside_claims",
    metadata,
    identifier("claim_id", primary_key=True),
    member("bank"),
    code("status"),
    moment("recorded_at", nullable=False),
    moment("released_at"),
)

probes = Table(
    "probes",
    metadata,
    *position(primary_key=True),
    identifier("fingerprint"),
    member("bank"),
    identifier("holder", nullable=True),
    moment("probed_at", nullable=False),
    Index(None, "holder"),
)

guarantees = Table(
    "guarantees",
    metadata,
    identifier("guarantee_id", primary_key=True),
    identifier("order_id"),
    member("bank"),
    member("beneficiary"),
    code("kind"),
    code("status"),
    number("remaining_share"),
    identifier("amount_commitment"),
    identifier("record"),
    moment("issued_at", nullable=False),
    moment("expires_at"),
    identifier("expiry_milestone", nullable=True),
    moment("ended_at"),
    Index(None, "issued_at", "guarantee_id"),
    Index(None, "order_id"),
)

guarantee_reductions = Table(
    "guarantee_reductions",
    metadata,
    identifier("guarantee_id", primary_key=True),
    identifier("milestone", primary_key=True),
    number("share"),
    moment("reduced_at"),
)

demands = Table(
    "demands",
    metadata,
    identifier("demand_id", primary_key=True),
    identifier("guarantee_id"),
    code("status"),
    number("share"),
    identifier("record"),
    identifier("reference_hash", nullable=True),
    moment("presented_at", nullable=False),
    moment("answered_at"),
    Index(None, "guarantee_id"),
)
