"""Receivables with their evidence, guarantees."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Resource
from ..problems import responses
from ..queries import guarantees, logs, receivables
from ..security import Needs, Question
from .common import Bytes32, Bytes32Query, answer, page_request

router = APIRouter(tags=["finance"])

_Receivable = Annotated[Question, Depends(Needs(Resource.RECEIVABLES))]
_Guarantee = Annotated[Question, Depends(Needs(Resource.GUARANTEES))]
_Asked = Annotated[PageRequest, Depends(page_request)]


@router.get(
    "/receivables",
    summary="Receivables you presented, owe, finance, or are asked to finance",
    response_model=Page[receivables.ReceivableSummary],
    responses=responses(400, 403),
)
def list_receivables(question: _Receivable, page: _Asked, order_id: Bytes32Query = None) -> Response:
    """The newest first. A bank is asked to finance once the invoice's record was sealed for it."""
    with question.view() as view:
        return answer(receivables.list_receivables(view, page, order_id))


@router.get(
    "/receivables/{receivable_id}",
    summary="One receivable with its evidence",
    response_model=receivables.EvidenceSheet,
    responses=responses(403, 404),
)
def get_receivable(question: _Receivable, receivable_id: Bytes32, request: Request) -> Response:
    """The milestone, the buyer's agreement, the shares, the papers' fingerprints, payments and documents, each said as
    exactly as it is known."""
    with question.view() as view:
        return answer(receivables.get_evidence_sheet(view, receivable_id), request)


@router.get(
    "/receivables/{receivable_id}/timeline",
    summary="What happened with a receivable",
    response_model=Page[logs.LogView],
    responses=responses(400, 403, 404),
)
def receivable_timeline(question: _Receivable, receivable_id: Bytes32, page: _Asked) -> Response:
    """Every log about it that is about your own shares; all of them for seller and buyer."""
    with question.view() as view:
        return answer(receivables.receivable_timeline(view, receivable_id, page))


@router.get(
    "/guarantees",
    summary="Guarantees",
    response_model=Page[guarantees.GuaranteeView],
    responses=responses(400, 403),
)
def list_guarantees(question: _Guarantee, page: _Asked, order_id: Bytes32Query = None) -> Response:
    """Those your member issued, benefits from, or that stand behind its order, the newest first."""
    with question.view() as view:
        return answer(guarantees.list_guarantees(view, page, order_id))


@router.get(
    "/guarantees/{guarantee_id}",
    summary="One guarantee",
    response_model=guarantees.GuaranteeView,
    responses=responses(403, 404),
)
def get_guarantee(question: _Guarantee, guarantee_id: Bytes32, request: Request) -> Response:
    """What is left of it, by milestone, and the demands on it."""
    with question.view() as view:
        return answer(guarantees.get_guarantee(view, guarantee_id), request)
