"""Parts with their pedigree, work orders, recalls."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Resource
from ..problems import responses
from ..queries import logs, parts, service
from ..security import Needs, Question
from .common import AssetQuery, Bytes32, Bytes32Query, CodeQuery, answer, page_request

router = APIRouter(tags=["parts"])

_Part = Annotated[Question, Depends(Needs(Resource.PARTS))]
_WorkOrder = Annotated[Question, Depends(Needs(Resource.WORK_ORDERS))]
_Recall = Annotated[Question, Depends(Needs(Resource.RECALLS))]
_Asked = Annotated[PageRequest, Depends(page_request)]


@router.get(
    "/parts",
    summary="Parts you made, have, own, had, or serve",
    response_model=Page[parts.PartSummary],
    responses=responses(400, 403),
)
def list_parts(
    question: _Part,
    page: _Asked,
    machines: Annotated[bool, Query(description="whole machines only")] = False,
    status: CodeQuery = None,
    asset: AssetQuery | None = None,
) -> Response:
    """Those registered last first."""
    with question.view() as view:
        return answer(parts.list_parts(view, page, machines_only=machines, asset=asset, status=status))


@router.get("/parts/{part_id}", summary="One part", response_model=parts.PartDetail, responses=responses(403, 404))
def get_part(question: _Part, part_id: Bytes32, request: Request) -> Response:
    """Its pedigree: what it is and was in, hand-overs, inspections, replacements, recalls."""
    with question.view() as view:
        return answer(parts.get_part(view, part_id), request)


@router.get(
    "/parts/{part_id}/children",
    summary="What is in a part",
    response_model=list[parts.AssemblyEdgeView],
    responses=responses(403, 404),
)
def list_children(
    question: _Part,
    part_id: Bytes32,
    request: Request,
    configuration: Annotated[
        Literal["as_maintained", "as_built", "history"],
        Query(description="what is in it now, what was when the machine was declared built, or all that ever was"),
    ] = "as_maintained",
) -> Response:
    """Directly in it, one level."""
    with question.view() as view:
        found = parts.list_children(
            view, part_id, as_built=configuration == "as_built", history=configuration == "history"
        )
        return answer(found, request)


@router.get(
    "/parts/{part_id}/timeline",
    summary="What happened with a part",
    response_model=Page[logs.LogView],
    responses=responses(400, 403, 404),
)
def part_timeline(
    question: _Part, part_id: Bytes32, page: _Asked, newest_first: Annotated[bool, Query()] = False
) -> Response:
    """Every log about it, in the chain's order."""
    with question.view() as view:
        return answer(parts.part_timeline(view, part_id, page, newest_first))


@router.get(
    "/work-orders",
    summary="Work orders you opened, perform, or whose machine you made",
    response_model=Page[service.WorkOrderView],
    responses=responses(400, 403),
)
def list_work_orders(question: _WorkOrder, page: _Asked, machine: Bytes32Query = None) -> Response:
    """The newest first."""
    with question.view() as view:
        return answer(service.list_work_orders(view, page, machine))


@router.get(
    "/work-orders/{work_order_id}",
    summary="One work order",
    response_model=service.WorkOrderView,
    responses=responses(403, 404),
)
def get_work_order(question: _WorkOrder, work_order_id: Bytes32, request: Request) -> Response:
    """As it stands."""
    with question.view() as view:
        return answer(service.get_work_order(view, work_order_id), request)


@router.get(
    "/recalls",
    summary="Recalls you opened or are reached by",
    response_model=Page[service.RecallView],
    responses=responses(400, 403),
)
def list_recalls(question: _Recall, page: _Asked) -> Response:
    """The newest first."""
    with question.view() as view:
        return answer(service.list_recalls(view, page))


@router.get(
    "/recalls/{recall_id}", summary="One recall", response_model=service.RecallView, responses=responses(403, 404)
)
def get_recall(question: _Recall, recall_id: Bytes32, request: Request) -> Response:
    """How many parts it reached, and where they are."""
    with question.view() as view:
        return answer(service.get_recall(view, recall_id), request)


@router.get(
    "/recalls/{recall_id}/parts",
    summary="Parts that a recall reached",
    response_model=Page[service.RecalledPartView],
    responses=responses(400, 403, 404),
)
def list_recalled_parts(question: _Recall, recall_id: Bytes32, page: _Asked) -> Response:
    """All for who opened it; for others those they have."""
    with question.view() as view:
        return answer(service.list_recalled_parts(view, recall_id, page))
