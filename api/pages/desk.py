"""The customs' declaration desk: what was declared, what the pre-check found, what was decided and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from quaychain.contracts.errors import QuaychainError

from ..paging import PageRequest
from ..permissions import Resource
from ..queries.certificates import (
    CertificateView,
    RuleBookView,
    RuleView,
    list_certificates,
    list_rule_books,
    list_rules,
)
from ..queries.declarations import (
    AssessmentView,
    DeclarationDetail,
    FindingView,
    get_declaration,
    list_declarations,
)
from ..queries.jurisdictions import JurisdictionView, list_issuers, list_jurisdictions
from ..queries.logs import timeline
from ..queries.records import get_record
from ..queries.view import DocumentTypeRef, View
from .asked import MANY, Cursor, Declarations, Identifier, may_see
from .happenings import happenings
from .reader import page

router = APIRouter()

_STATUSES = ("declared", "held", "under_inspection", "released", "refused", "seized", "withdrawn")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement through all pre-checks; a cell is None where that pre-check's rule book didn't have it."""

    number: int
    document_type: DocumentTypeRef | None
    rule: RuleView | None
    cells: list[FindingView | None]


@router.get("/desk")
def desk(
    request: Request,
    question: Declarations,
    cursor: Cursor = None,
    status: Annotated[str | None, Query(pattern=f"^({'|'.join(_STATUSES)})$")] = None,
) -> Response:
    """The queue of declarations."""
    with question.view() as view:
        found = list_declarations(view, PageRequest(cursor=cursor), status)
        return page(request, view, "desk_queue.html", declarations=found, chosen=status, statuses=_STATUSES)


@router.get("/desk/{declaration_id}")
def declaration(request: Request, question: Declarations, declaration_id: Identifier) -> Response:
    """One declaration."""
    with question.view() as view:
        found = get_declaration(view, declaration_id)
        books = _rule_books(view, found)
        place = _jurisdiction(view, found)
        rules = _rules(view, found)
        return page(
            request,
            view,
            "desk.html",
            declaration=found,
            summary=found.summary,
            number=_number(view, found.data_record),
            requirements=requirements_of(found.assessments, rules),
            titles={record.record_id: record for record in found.documents},
            books=books,
            checkers=place.checkers if place else [],
            issuers=list_issuers(view, place.jurisdiction, MANY).items if place else [],
            certificates=_certificates(view, found),
            happenings=happenings(timeline(view, declaration_id, MANY).items),
        )


def requirements_of(assessments: Sequence[AssessmentView], rules: dict[tuple[int, int], RuleView]) -> list[Requirement]:
    """The findings of all pre-checks side by side: a row for each requirement and document, a column for each check."""
    rows: dict[tuple[int, str], Requirement] = {}
    for column, assessment in enumerate(assessments):
        for finding in assessment.findings:
            of = finding.document_type
            key = (finding.requirement, f"{of.code_list}/{of.code}" if of else str(finding.measure))
            row = rows.setdefault(
                key,
                Requirement(
                    finding.requirement,
                    of,
                    rules.get((finding.rule_book_version, finding.rule)),
                    [None] * len(assessments),
                ),
            )
            row.cells[column] = finding
    return sorted(rows.values(), key=lambda row: row.number)


def _number(view: View, data_record: str | None) -> str | None:
    """The declaration's own number, out of its data set, where the asker may read that."""
    if data_record is None:
        return None
    try:
        return get_record(view, data_record).summary.number
    except QuaychainError:
        return None


def _rules(view: View, declaration: DeclarationDetail) -> dict[tuple[int, int], RuleView]:
    """The rules that the pre-checks went by, by (version of the book, rule)."""
    if not may_see(view.asker, Resource.RULE_BOOKS):
        return {}
    versions = {each.rule_book_version for each in declaration.assessments if each.rule_book_version}
    return {
        (version, rule.rule): rule
        for version in versions
        for rule in list_rules(view, declaration.summary.jurisdiction, version, MANY).items
    }


def _rule_books(view: View, declaration: DeclarationDetail) -> list[RuleBookView]:
    if not may_see(view.asker, Resource.RULE_BOOKS):
        return []
    used = {each.rule_book_version for each in declaration.assessments}
    jurisdiction = declaration.summary.jurisdiction
    return [
        book
        for book in list_rule_books(view, MANY).items
        if book.jurisdiction == jurisdiction and (book.version in used or book.status == "sealed")
    ]


def _jurisdiction(view: View, declaration: DeclarationDetail) -> JurisdictionView | None:
    if not may_see(view.asker, Resource.RULE_BOOKS):
        return None
    places = {each.jurisdiction: each for each in list_jurisdictions(view, MANY).items}
    return places.get(declaration.summary.jurisdiction)


def _certificates(view: View, declaration: DeclarationDetail) -> Sequence[CertificateView]:
    if declaration.summary.order_id is None or not may_see(view.asker, Resource.CERTIFICATES):
        return []
    return list_certificates(view, MANY, declaration.summary.order_id).items
