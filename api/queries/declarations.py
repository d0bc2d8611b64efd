"""Declarations as a customs desk sees them: what was declared, the pre-check's findings, the decisions.

A pre-check is arithmetic on this ledger, a decision is an authority's; whose word a decision is, is always said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Capacity, Resource, capacities_of, require, require_some, visible
from ..tables import customs as table
from ..tables.members import members
from ..tables.records import records
from .orders import words_of
from .records import RecordSummary, summaries
from .view import DocumentTypeRef, Id, MemberRef, Moment, RecordRef, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class FindingView:
    """How one requirement stands.

    `status` is present, missing, expired, revoked, unauthorised, superseded, inconsistent, suspended, not_yet_valid, or
    noted (a measure, no requirement).
    """

    requirement: int
    status: str
    document_type: DocumentTypeRef | None
    record: RecordRef | None
    rule_book_version: int
    rule: int
    measure: Id | None


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One pre-check. It never changes."""

    assessment: int
    outcome: Annotated[str, Field(description="passed, failed or not_assessed")]
    statement: Annotated[str, Field(examples=["pre-check failed: 2 requirements open"])]
    rule_book_version: int | None
    assessed_at: Moment
    open: int
    findings: list[FindingView]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision. `source` says whose word it is: own, reported or lapsed."""

    number: int
    decision: Annotated[str, Field(description="hold, inspect, release, refuse or seize")]
    source: str
    statement: Annotated[str, Field(examples=["release decided by the authority itself"])]
    member: MemberRef | None
    decided_at: Moment
    assessment: int
    lapses_at: Moment | None
    reason_hash: Id | None
    reference_hash: Id | None


@dataclass(frozen=True, slots=True)
class DeclarationSummary:
    """A declaration in a list."""

    declaration_id: Id
    jurisdiction: Annotated[str, Field(examples=["NL"])]
    authority: MemberRef | None
    declarant: MemberRef
    order_id: Id | None
    order_reference: str | None
    order_known: Annotated[bool, Field(description="whether the order was on this ledger when the goods were declared")]
    tariff_code: Annotated[str, Field(examples=["84261900"])]
    origin: str | None
    destination: str | None
    procedure: str | None
    transport_mode: int | None
    status: Annotated[
        str, Field(description="declared, held, under_inspection, released, refused, seized or withdrawn")
    ]
    declared_at: Moment
    trigger_date: Moment
    outcome: Annotated[str | None, Field(description="of the last pre-check")]
    open: Annotated[int, Field(description="requirements that are not present in the last pre-check")]
    decisions: int
    last_decision: str | None
    last_decision_source: str | None
    lapses_at: Moment | None


@dataclass(frozen=True, slots=True)
class PackSignatureView:
    """A member's signature under an evidence pack."""

    member: MemberRef
    account: str
    signed_at: Moment


@dataclass(frozen=True, slots=True)
class EvidencePackView:
    """Documents put together for a simplified inspection, and who stands by them."""

    pack_id: Id
    submitter: MemberRef
    account: Annotated[str, Field(description="with which the submitter signed")]
    submitted_at: Moment
    digest: Id
    items: list[RecordRef]
    countersigned_by: list[PackSignatureView]


@dataclass(frozen=True, slots=True)
class DeclarationDetail:
    """A declaration with everything a desk needs; `documents` are the records named last."""

    summary: DeclarationSummary
    capacities: Annotated[list[str], Field(description="what the asker's member is to this declaration")]
    data_record: Id | None
    consignment: Id | None
    authority_seat: Annotated[str | None, Field(description="mirrored: the authority has no seat here")]
    assessments: list[AssessmentView]
    decisions: list[DecisionView]
    documents: list[RecordSummary]
    evidence_packs: list[EvidencePackView]


def list_declarations(
    view: View, page: PageRequest, status: str | None = None, order_id: str | None = None
) -> Page[DeclarationSummary]:
    """Declarations that the asker's member rules on, lodged, or is a party to, the newest first."""
    require_some(view.asker, Resource.DECLARATIONS, Action.READ)
    rows = table.declarations
    query = select(rows).where(visible(view.asker, Resource.DECLARATIONS, rows.c.declaration_id))
    if status is not None:
        query = query.where(rows.c.status == status)
    if order_id is not None:
        query = query.where(rows.c.order_id == order_id)
    order = [SortKey(rows.c.declared_at, int, True), SortKey(rows.c.declaration_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _summary(view, row))


def get_declaration(view: View, declaration_id: str) -> DeclarationDetail:
    """One declaration. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.DECLARATIONS, Action.READ)
    rows = table.declarations
    row = view.connection.execute(select(rows).where(rows.c.declaration_id == declaration_id)).first()
    if row is None:
        raise NotFoundError("declaration", declaration_id)
    require(view.connection, view.asker, Resource.DECLARATIONS, Action.READ, declaration_id)
    held = capacities_of(view.connection, view.asker.member_id, Resource.DECLARATIONS, declaration_id)
    seat = view.connection.execute(
        select(members.c.seat)
        .join(table.jurisdictions, table.jurisdictions.c.authority == members.c.member_id)
        .where(table.jurisdictions.c.jurisdiction == row.jurisdiction)
    ).scalar_one_or_none()
    return DeclarationDetail(
        summary=_summary(view, row),
        capacities=sorted(capacity.value for capacity in held),
        data_record=row.data_record,
        consignment=row.consignment,
        authority_seat=seat,
        assessments=_assessments(view, declaration_id),
        decisions=_decisions(view, declaration_id),
        documents=_documents(view, row, held),
        evidence_packs=_packs(view, declaration_id),
    )


def precheck_statement(outcome: str, open_count: int) -> str:
    """A pre-check in words that claim no more than it is."""
    if outcome == "passed":
        return "pre-check passed"
    if outcome == "not_assessed":
        return "not assessed: no rule book of the authority covers the date"
    return f"pre-check failed: {open_count} {'requirement' if open_count == 1 else 'requirements'} open"


def decision_statement(decision: str, source: str) -> str:
    """A decision in words that say whose it is."""
    if source == "own":
        return f"{decision} decided by the authority itself"
    if source == "reported":
        return f"{decision} reported by the declarant; not the authority's own word here"
    return f"{decision} because the hold's time ran out"


def _summary(view: View, row: Row[Any]) -> DeclarationSummary:
    last = view.connection.execute(
        select(table.assessments)
        .where(table.assessments.c.declaration_id == row.declaration_id)
        .order_by(table.assessments.c.assessment.desc())
        .limit(1)
    ).first()
    decision = view.connection.execute(
        select(table.decisions)
        .where(table.decisions.c.declaration_id == row.declaration_id)
        .order_by(table.decisions.c.decision_number.desc())
        .limit(1)
    ).first()
    authority = view.connection.execute(
        select(table.jurisdictions.c.authority).where(table.jurisdictions.c.jurisdiction == row.jurisdiction)
    ).scalar_one_or_none()
    return DeclarationSummary(
        declaration_id=row.declaration_id,
        jurisdiction=row.jurisdiction,
        authority=view.member_or_none(authority),
        declarant=view.member(row.declarant),
        order_id=row.order_id,
        order_reference=words_of(view, row.order_id).reference if row.order_id else None,
        order_known=row.order_known,
        tariff_code=row.tariff_code,
        origin=row.origin,
        destination=row.destination,
        procedure=row.procedure,
        transport_mode=row.transport_mode,
        status=row.status,
        declared_at=certain_moment(row.declared_at),
        trigger_date=certain_moment(row.trigger_date),
        outcome=last.outcome if last else None,
        open=last.open_count if last else 0,
        decisions=row.decision_count,
        last_decision=decision.decision if decision else None,
        last_decision_source=decision.source if decision else None,
        lapses_at=moment(row.lapses_at),
    )


def _assessments(view: View, declaration_id: str) -> list[AssessmentView]:
    findings: dict[int, list[FindingView]] = {}
    for each in view.connection.execute(
        select(table.findings)
        .where(table.findings.c.declaration_id == declaration_id)
        .order_by(table.findings.c.assessment, table.findings.c.finding)
    ):
        findings.setdefault(each.assessment, []).append(
            FindingView(
                requirement=each.requirement,
                status=each.status,
                document_type=DocumentTypeRef(each.code_list, each.document_code, each.subtype or 0)
                if each.code_list
                else None,
                record=RecordRef(each.record_id, each.version) if each.record_id else None,
                rule_book_version=each.rule_book_version,
                rule=each.rule,
                measure=each.measure,
            )
        )
    rows = view.connection.execute(
        select(table.assessments)
        .where(table.assessments.c.declaration_id == declaration_id)
        .order_by(table.assessments.c.assessment)
    )
    return [
        AssessmentView(
            assessment=row.assessment,
            outcome=row.outcome,
            statement=precheck_statement(row.outcome, row.open_count),
            rule_book_version=row.rule_book_version,
            assessed_at=certain_moment(row.assessed_at),
            open=row.open_count,
            findings=findings.get(row.assessment, []),
        )
        for row in rows
    ]


def _decisions(view: View, declaration_id: str) -> list[DecisionView]:
    rows = view.connection.execute(
        select(table.decisions)
        .where(table.decisions.c.declaration_id == declaration_id)
        .order_by(table.decisions.c.decision_number)
    )
    return [
        DecisionView(
            number=row.decision_number,
            decision=row.decision,
            source=row.source,
            statement=decision_statement(row.decision, row.source),
            member=view.member_or_none(row.member_id),
            decided_at=certain_moment(row.decided_at),
            assessment=row.assessment,
            lapses_at=moment(row.lapses_at),
            reason_hash=row.reason_hash,
            reference_hash=row.reference_hash,
        )
        for row in rows
    ]


def _documents(view: View, row: Row[Any], held: frozenset[Capacity]) -> list[RecordSummary]:
    """Records named in the last pre-check; a party sees those it may see anyway, declarant and authority all."""
    named = (
        select(records)
        .join(table.declaration_records, table.declaration_records.c.record_id == records.c.record_id)
        .where(
            table.declaration_records.c.declaration_id == row.declaration_id,
            table.declaration_records.c.assessment == row.assessment,
        )
        .order_by(records.c.document_code, records.c.record_id)
    )
    if not held & {Capacity.DECLARANT, Capacity.AUTHORITY}:
        named = named.where(visible(view.asker, Resource.RECORDS, records.c.record_id))
    return summaries(view, view.connection.execute(named).all())


def _packs(view: View, declaration_id: str) -> list[EvidencePackView]:
    packs = []
    for row in view.connection.execute(
        select(table.evidence_packs)
        .where(table.evidence_packs.c.declaration_id == declaration_id)
        .order_by(table.evidence_packs.c.block_number, table.evidence_packs.c.log_index)
    ).all():
        items = view.connection.execute(
            select(table.evidence_pack_items).where(table.evidence_pack_items.c.pack_id == row.pack_id)
        )
        signers = view.connection.execute(
            select(table.evidence_pack_signatures)
            .where(table.evidence_pack_signatures.c.pack_id == row.pack_id)
            .order_by(table.evidence_pack_signatures.c.signed_at)
        )
        packs.append(
            EvidencePackView(
                pack_id=row.pack_id,
                submitter=view.member(row.submitter),
                account=row.account,
                submitted_at=certain_moment(row.submitted_at),
                digest=row.digest,
                items=[RecordRef(item.record_id, item.version) for item in items],
                countersigned_by=[
                    PackSignatureView(view.member(each.member_id), each.account, certain_moment(each.signed_at))
                    for each in signers
                ],
            )
        )
    return packs
