"""Orders, milestones, timelines, prices, sub-orders."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Action, Resource
from ..problems import responses
from ..queries import logs, matters, milestones, orders, prices, sub_orders
from ..security import Needs, Question
from .common import Bytes32, Bytes32Query, answer, page_request

router = APIRouter(tags=["orders"])

_Order = Annotated[Question, Depends(Needs(Resource.ORDERS))]
_Prices = Annotated[Question, Depends(Needs(Resource.PRICES, Action.OPEN))]
_SubOrder = Annotated[Question, Depends(Needs(Resource.SUB_ORDERS))]
_Asked = Annotated[PageRequest, Depends(page_request)]


@router.get(
    "/orders",
    summary="Orders you have a part in",
    response_model=Page[orders.OrderSummary],
    responses=responses(400, 403),
)
def list_orders(question: _Order, page: _Asked) -> Response:
    """Orders that your member is seller, buyer, supplier, inspector, financier or customs authority of."""
    with question.view() as view:
        return answer(orders.list_orders(view, page))


@router.get("/orders/{order_id}", summary="One order", response_model=orders.OrderDetail, responses=responses(403, 404))
def get_order(question: _Order, order_id: Bytes32, request: Request) -> Response:
    """What stands on chain, and the words of the order's record where they were sealed for your member."""
    with question.view() as view:
        return answer(orders.get_order(view, order_id), request)


@router.get(
    "/orders/{order_id}/milestones",
    summary="Milestones of an order",
    response_model=list[milestones.MilestoneView],
    responses=responses(403, 404),
)
def list_milestones(question: _Order, order_id: Bytes32, request: Request) -> Response:
    """Due, planned and actual times, hold points, evidence and every move of the plan. Parties see all of them, others
    those that concern them."""
    with question.view() as view:
        return answer(milestones.list_milestones(view, order_id), request)


@router.get(
    "/orders/{order_id}/timeline",
    summary="What happened with an order",
    response_model=Page[logs.LogView],
    responses=responses(400, 403, 404),
)
def order_timeline(
    question: _Order,
    order_id: Bytes32,
    page: _Asked,
    newest_first: Annotated[bool, Query(description="the newest first instead of the oldest")] = False,
) -> Response:
    """Every log about the order, its sub-orders, declarations, receivables, guarantees and records."""
    with question.view() as view:
        return answer(logs.order_timeline(view, order_id, page, newest_first))


@router.get(
    "/orders/{order_id}/matters",
    summary="Changes, excusable delays, partial deliveries, snags and disputes",
    response_model=matters.OrderMatters,
    responses=responses(403, 404),
)
def get_matters(question: _Order, order_id: Bytes32, request: Request) -> Response:
    """Between the order's seller and buyer."""
    with question.view() as view:
        return answer(matters.get_matters(view, order_id), request)


@router.get(
    "/orders/{order_id}/prices",
    summary="Prices of an order",
    response_model=prices.PricesView,
    responses=responses(403, 404, 502, 503),
)
def get_prices(question: _Prices, order_id: Bytes32) -> Response:
    """Out of the order's sealed record, for its seller and buyer; everyone else is refused with the reason."""
    with question.view() as view:
        return answer(prices.get_prices(view, order_id))


@router.get(
    "/orders/{order_id}/sub-orders",
    summary="Sub-orders of an order",
    response_model=Page[sub_orders.SubOrderView],
    responses=responses(400, 403),
)
def list_order_sub_orders(question: _SubOrder, order_id: Bytes32, page: _Asked) -> Response:
    """Those that your member placed or supplies, by the time they are needed."""
    with question.view() as view:
        return answer(sub_orders.list_sub_orders(view, page, order_id))


@router.get(
    "/sub-orders",
    summary="Sub-orders you placed or supply",
    response_model=Page[sub_orders.SubOrderView],
    responses=responses(400, 403),
)
def list_sub_orders(question: _SubOrder, page: _Asked, order_id: Bytes32Query = None) -> Response:
    """With delays and the alternatives offered for them; days are open, prices sealed."""
    with question.view() as view:
        return answer(sub_orders.list_sub_orders(view, page, order_id))


@router.get(
    "/sub-orders/{sub_order_id}",
    summary="One sub-order",
    response_model=sub_orders.SubOrderView,
    responses=responses(403, 404),
)
def get_sub_order(question: _SubOrder, sub_order_id: Bytes32, request: Request) -> Response:
    """With its alternatives."""
    with question.view() as view:
        return answer(sub_orders.get_sub_order(view, sub_order_id), request)
