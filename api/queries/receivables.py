"""Receivables as a bank sees them: the milestone, the buyer's word, the shares, the papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select
from sqlalchemy.sql import ColumnElement

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Asker, Capacity, Resource, capacities_of, require, require_some, visible
from ..tables import finance as table
from ..tables.records import records
from .logs import LogView, timeline
from .milestones import MilestoneView, milestone_view
from .orders import words_of
from .records import RecordSummary, summaries
from .view import WHOLE, Id, MemberRef, Moment, Share, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """A share of a receivable that a bank holds or held. Others' shares are shown without their terms."""

    assignment_id: Id
    bank: MemberRef
    assignor: MemberRef
    status: Annotated[str, Field(description="active, reassigned, discharged or paid")]
    share: Share
    paid_share: Share
    assigned_at: Moment
    discharged_at: Moment | None
    registry_reference: Annotated[Id | None, Field(description="digest of the number in a public registry")]
    transaction: Annotated[str, Field(description="block number and log index, for the proof bundle")]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A fingerprint of a paper, bound to this receivable: no other can use it while it is bound."""

    fingerprint: Id
    element: Annotated[str, Field(examples=["transport_document_number"])]
    status: str
    bound_by: MemberRef
    bound_at: Moment


@dataclass(frozen=True, slots=True)
class PaymentAttestationView:
    """A payment as the bank that received it states it."""

    bank: MemberRef
    share: Share
    paid_share: Share
    attested_at: Moment
    record: Id | None


@dataclass(frozen=True, slots=True)
class ReceivableSummary:
    """A receivable in a list. Amounts are sealed; shares are of the whole, 1,000,000 ppm."""

    receivable_id: Id
    order_id: Id
    order_reference: str | None
    milestone: Id
    milestone_code: str | None
    milestone_name: str | None
    seller: MemberRef
    buyer: MemberRef
    collecting_bank: MemberRef | None
    status: Annotated[str, Field(description="presented, agreed_to_pay, paid or withdrawn")]
    version: int
    presented_at: Moment
    agreed_at: Moment | None
    due_at: Moment | None
    assigned_share: Share
    free_share: Share
    paid_share: Share


@dataclass(frozen=True, slots=True)
class EvidenceStatement:
    """One thing that a bank wants to know, said exactly. `holds` is yes, no, or null for "not known here"."""

    question: str
    holds: bool | None
    statement: str


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """Everything about a receivable on one sheet."""

    receivable: ReceivableSummary
    capacities: list[str]
    as_of: Annotated[Moment, Field(description="time of the newest block that the rows know")]
    statements: list[EvidenceStatement]
    milestone: MilestoneView | None
    invoice_record: Id
    agreement_record: Id | None
    assignments: list[AssignmentView]
    papers: list[PaperView]
    payments: list[PaymentAttestationView]
    documents: list[RecordSummary]


def visible_receivables(asker: Asker) -> ColumnElement[bool]:
    """The condition on rows of `receivables`; false for who may see none."""
    return visible(asker, Resource.RECEIVABLES, table.receivables.c.receivable_id)


def list_receivables(view: View, page: PageRequest, order_id: str | None = None) -> Page[ReceivableSummary]:
    """Receivables that the asker's member presented, owes, finances, or is asked to finance, the newest first."""
    require_some(view.asker, Resource.RECEIVABLES, Action.READ)
    rows = table.receivables
    query = select(rows).where(visible_receivables(view.asker))
    if order_id is not None:
        query = query.where(rows.c.order_id == order_id)
    order = [SortKey(rows.c.presented_at, int, True), SortKey(rows.c.receivable_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _summary(view, row))


def get_evidence_sheet(view: View, receivable_id: str) -> EvidenceSheet:
    """One receivable with all that supports it. Raises NotFoundError, AccessDeniedError."""
    row = _row(view, receivable_id)
    words = words_of(view, row.order_id).milestones
    milestone = milestone_view(view, row.order_id, row.milestone, words)
    assignments = _assignments(view, receivable_id)
    papers = _papers(view, receivable_id)
    held = capacities_of(view.connection, view.asker.member_id, Resource.RECEIVABLES, receivable_id)
    documents = view.connection.execute(
        select(records)
        .where(
            (records.c.subject == row.order_id) | records.c.record_id.in_(_records_of(row)),
            visible(view.asker, Resource.RECORDS, records.c.record_id),
        )
        .order_by(records.c.document_code, records.c.record_id)
        .limit(200)
    ).all()
    return EvidenceSheet(
        receivable=_summary(view, row),
        capacities=sorted(capacity.value for capacity in held),
        as_of=certain_moment(view.now()),
        statements=_statements(row, milestone, papers),
        milestone=milestone,
        invoice_record=row.invoice_record,
        agreement_record=row.agreement_record,
        assignments=_for_asker(view, assignments, held),
        papers=papers,
        payments=_payments(view, receivable_id),
        documents=summaries(view, documents),
    )


def get_receivable(view: View, receivable_id: str) -> ReceivableSummary:
    """One receivable. Raises NotFoundError, AccessDeniedError."""
    return _summary(view, _row(view, receivable_id))


def receivable_timeline(view: View, receivable_id: str, page: PageRequest) -> Page[LogView]:
    """What happened with a receivable; of other banks' shares nothing. Raises NotFoundError, AccessDeniedError."""
    _row(view, receivable_id)
    return timeline(view, receivable_id, page)


def _row(view: View, receivable_id: str) -> Row[Any]:
    require_some(view.asker, Resource.RECEIVABLES, Action.READ)
    rows = table.receivables
    row = view.connection.execute(select(rows).where(rows.c.receivable_id == receivable_id)).first()
    if row is None:
        raise NotFoundError("receivable", receivable_id)
    require(view.connection, view.asker, Resource.RECEIVABLES, Action.READ, receivable_id)
    return row


def _summary(view: View, row: Row[Any]) -> ReceivableSummary:
    words = words_of(view, row.order_id)
    milestone = words.milestones.get(row.milestone)
    return ReceivableSummary(
        receivable_id=row.receivable_id,
        order_id=row.order_id,
        order_reference=words.reference,
        milestone=row.milestone,
        milestone_code=milestone.code if milestone else None,
        milestone_name=milestone.name if milestone else None,
        seller=view.member(row.seller),
        buyer=view.member(row.buyer),
        collecting_bank=view.member_or_none(row.collecting_bank),
        status=row.status,
        version=row.version,
        presented_at=certain_moment(row.presented_at),
        agreed_at=moment(row.agreed_at),
        due_at=moment(row.due_at),
        assigned_share=row.assigned_share,
        free_share=max(0, WHOLE - row.assigned_share - _unassigned_paid(row)),
        paid_share=row.paid_share,
    )


def _unassigned_paid(row: Row[Any]) -> int:
    """What was paid to the seller itself can't be assigned any more; what was paid on shares is assigned already."""
    return max(0, int(row.paid_share) - int(row.assigned_share))


def _records_of(row: Row[Any]) -> list[str]:
    return [each for each in (row.invoice_record, row.agreement_record) if each is not None]


def _statements(row: Row[Any], milestone: MilestoneView | None, papers: list[PaperView]) -> list[EvidenceStatement]:
    reached = milestone is not None and milestone.status == "completed"
    agreed = row.agreed_at is not None and row.status in ("agreed_to_pay", "paid")
    bound = [paper for paper in papers if paper.status == "bound"]
    return [
        EvidenceStatement(
            "milestone_reached",
            reached,
            "the milestone is complete on the ledger" if reached else "the milestone is not complete",
        ),
        EvidenceStatement(
            "buyer_agreed",
            agreed,
            "the buyer agreed to pay the committed amount" if agreed else "the buyer has not agreed to pay",
        ),
        EvidenceStatement(
            "financed_here",
            row.assigned_share > 0,
            f"{row.assigned_share} of 1000000 ppm are assigned on this ledger; it says nothing about other registries",
        ),
        EvidenceStatement(
            "papers_bound",
            bool(bound),
            f"{len(bound)} paper fingerprints are bound to this receivable and to no other on this ledger",
        ),
    ]


def _assignments(view: View, receivable_id: str) -> list[AssignmentView]:
    rows = view.connection.execute(
        select(table.assignments)
        .where(table.assignments.c.receivable_id == receivable_id)
        .order_by(table.assignments.c.block_number, table.assignments.c.log_index)
    )
    return [
        AssignmentView(
            assignment_id=row.assignment_id,
            bank=view.member(row.bank),
            assignor=view.member(row.assignor),
            status=row.status,
            share=row.share,
            paid_share=row.paid_share,
            assigned_at=certain_moment(row.assigned_at),
            discharged_at=moment(row.discharged_at),
            registry_reference=row.registry_reference,
            transaction=f"{row.block_number}/{row.log_index}",
        )
        for row in rows
    ]


def _for_asker(view: View, assignments: list[AssignmentView], held: frozenset[Capacity]) -> list[AssignmentView]:
    """Seller and buyer see who holds what; a bank its own shares, and of the others only the sum (in the summary)."""
    if held & {Capacity.SELLER, Capacity.BUYER, Capacity.COLLECTOR}:
        return assignments
    return [each for each in assignments if view.asker.member_id in (each.bank.member_id, each.assignor.member_id)]


def _papers(view: View, receivable_id: str) -> list[PaperView]:
    rows = view.connection.execute(
        select(table.papers).where(table.papers.c.holder == receivable_id).order_by(table.papers.c.bound_at)
    )
    return [
        PaperView(row.fingerprint, row.element, row.status, view.member(row.bound_by), certain_moment(row.bound_at))
        for row in rows
    ]


def _payments(view: View, receivable_id: str) -> list[PaymentAttestationView]:
    rows = view.connection.execute(
        select(table.payments)
        .where(table.payments.c.receivable_id == receivable_id)
        .order_by(table.payments.c.block_number, table.payments.c.log_index)
    )
    return [
        PaymentAttestationView(
            view.member(row.bank), row.share, row.paid_share, certain_moment(row.attested_at), row.record
        )
        for row in rows
    ]
