"""The buyer's history: everything that happened with an order, where its machines were, what they are made of."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ..paging import Page, PageRequest
from ..permissions import AccessDeniedError, Resource
from ..queries.logs import order_timeline
from ..queries.orders import OrderSummary, get_order, list_orders
from ..queries.parts import PartSummary, get_part, list_parts
from ..queries.service import list_work_orders
from ..queries.view import View
from .asked import MANY, Cursor, Identifier, IdentifierQuery, Orders, Parts, may_see, only_one
from .machine import machine_of
from .reader import page
from .timeline import further_rows, rows_from, told
from .voyage import voyage_of

router = APIRouter()


@router.get("/history")
def histories(request: Request, question: Parts, cursor: Cursor = None, every: bool = False) -> Response:
    """Orders and machines; a single order at once, unless all are asked for."""
    with question.view() as view:
        none: Page[OrderSummary] = Page([], None)
        orders = list_orders(view, PageRequest()) if may_see(view.asker, Resource.ORDERS) else none
        if (order := only_one(orders, every, cursor)) is not None:
            return RedirectResponse(f"/history/{order.order_id}", 303)
        machines = list_parts(view, PageRequest(cursor=cursor), machines_only=True)
        return page(request, view, "history_list.html", orders=orders, machines=machines)


@router.get("/history/{order_id}")
def history(
    request: Request, question: Orders, order_id: Identifier, machine: IdentifierQuery = None, cursor: Cursor = None
) -> Response:
    """One order with its machines."""
    with question.view() as view:
        order = get_order(view, order_id)
        logs = order_timeline(view, order_id, rows_from(cursor), newest_first=True)
        machines = _machines(view, order.machines)
        chosen = next((each for each in machines if each.part_id == machine), _first(view, machines))
        return page(
            request,
            view,
            "history.html",
            order=order,
            machines=machines,
            machine=machine_of(view, chosen.part_id) if chosen else None,
            voyage=voyage_of(view, order.assets or [each.asset for each in machines if each.asset]),
            **told(logs),
        )


@router.get("/history/{order_id}/timeline")
def timeline_rows(request: Request, question: Orders, order_id: Identifier, cursor: Cursor = None) -> Response:
    """Further rows of the timeline, for the page that is open."""
    with question.view() as view:
        logs = order_timeline(view, order_id, rows_from(cursor), newest_first=True)
        return further_rows(request, view, logs, f"/history/{order_id}")


def _first(view: View, machines: list[PartSummary]) -> PartSummary | None:
    """The machine that was served last, where one was: its history has most to tell."""
    if may_see(view.asker, Resource.WORK_ORDERS):
        by_id = {each.part_id: each for each in machines}
        for work_order in list_work_orders(view, MANY).items:
            if work_order.machine in by_id:
                return by_id[work_order.machine]
    return machines[0] if machines else None


def _machines(view: View, part_ids: list[str]) -> list[PartSummary]:
    """The order's machines that the asker may see: a party to an order is not yet one to its machines."""
    found = []
    for part_id in part_ids:
        try:
            found.append(get_part(view, part_id).part)
        except AccessDeniedError:
            continue
    return found
