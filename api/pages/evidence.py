"""The bank's evidence sheet: what supports a receivable, what is proven, and what is only reported."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from quaychain.contracts.errors import QuaychainError

from ..paging import PageRequest
from ..permissions import Action, Resource
from ..queries.guarantees import list_guarantees
from ..queries.logs import LogView, timeline
from ..queries.receivables import (
    EvidenceSheet,
    EvidenceStatement,
    ReceivableSummary,
    get_evidence_sheet,
    list_receivables,
    receivable_timeline,
)
from ..queries.records import FieldView, open_record
from ..queries.view import WHOLE, MemberRef, View
from .asked import MANY, Cursor, Identifier, Receivables, may_see, only_one
from .reader import page

router = APIRouter()

#: UNTDID 1001 codes of what a financier looks at first: invoices, agreements, transport, inspection, security, payment.
_SUPPORTING = frozenset({71, 212, 218, 271, 293, 326, 356, 380, 386, 430, 520, 705, 706, 713, 834, 856})

#: Question → the event whose proof bundle answers it.
_PROVEN_BY = {
    "milestone_reached": "MilestoneCompleted",
    "buyer_agreed": "PaymentAgreed",
    "financed_here": "ShareAssigned",
    "papers_bound": "FingerprintBound",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement of the sheet with the logs that prove it."""

    statement: EvidenceStatement
    logs: list[LogView]


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of the whole receivable, in ppm. `holder` is None for what other banks hold, and for what is free."""

    kind: str
    holder: MemberRef | None
    start: int
    share: int
    paid: int


@router.get("/evidence")
def sheets(request: Request, question: Receivables, cursor: Cursor = None, every: bool = False) -> Response:
    """The receivables; a single one at once, unless all are asked for."""
    with question.view() as view:
        found = list_receivables(view, PageRequest(cursor=cursor))
        if (one := only_one(found, every, cursor)) is not None:
            return RedirectResponse(f"/evidence/{one.receivable_id}", 303)
        return page(request, view, "evidence_list.html", receivables=found)


@router.get("/evidence/{receivable_id}")
def sheet(request: Request, question: Receivables, receivable_id: Identifier) -> Response:
    """One receivable."""
    with question.view() as view:
        found = get_evidence_sheet(view, receivable_id)
        order_id = found.receivable.order_id
        logs = list(receivable_timeline(view, receivable_id, MANY).items)
        logs += [
            log
            for log in timeline(view, order_id, MANY, event="MilestoneCompleted").items
            if log.arguments.get("code") == found.receivable.milestone
        ]
        return page(
            request,
            view,
            "evidence.html",
            sheet=found,
            receivable=found.receivable,
            answers=[Answer(each, _proof(each, logs)) for each in found.statements],
            slices=slices_of(found.receivable, found),
            agreement=_words(view, found.agreement_record),
            invoice=_words(view, found.invoice_record),
            supporting=[each for each in found.documents if each.document_type.code in _SUPPORTING],
            others=[each for each in found.documents if each.document_type.code not in _SUPPORTING],
            may_export=bool(view.asker.scopes(Resource.LOGS, Action.EXPORT)),
            guarantees=list_guarantees(view, MANY, order_id).items if may_see(view.asker, Resource.GUARANTEES) else [],
        )


def slices_of(receivable: ReceivableSummary, sheet: EvidenceSheet) -> list[Slice]:
    """The whole receivable cut up: shares that the asker sees the holders of, those of others, and what is left."""
    slices: list[Slice] = []
    start = 0
    shown = [each for each in sheet.assignments if each.status in ("active", "paid")]
    for each in shown:
        slices.append(Slice("held", each.bank, start, each.share, each.paid_share))
        start += each.share
    others = receivable.assigned_share - start
    if others > 0:
        slices.append(Slice("others", None, start, others, 0))
        start += others
    settled = WHOLE - start - receivable.free_share
    if settled > 0:
        slices.append(Slice("settled", receivable.seller, start, settled, settled))
        start += settled
    if receivable.free_share:
        slices.append(Slice("free", None, start, receivable.free_share, 0))
    return slices


def _proof(statement: EvidenceStatement, logs: list[LogView]) -> list[LogView]:
    return [log for log in logs if log.event == _PROVEN_BY.get(statement.question)] if statement.holds else []


def _words(view: View, record_id: str | None) -> list[FieldView]:
    """The facts of a paper, where it was sealed for the asker's member."""
    if record_id is None:
        return []
    try:
        opened = open_record(view, record_id, None)
    except QuaychainError:
        # The page links to the document, which says why it can't be opened; here it only has no words then.
        return []
    return [each for each in opened.fields if each.path.startswith("facts/") or each.path == "number"]
