"""The manufacturer's order board: the plan, what is late, who waits for whom."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from quaychain.contracts.errors import QuaychainError

from ..paging import PageRequest
from ..permissions import AccessDeniedError, Capacity, Resource
from ..queries.guarantees import list_guarantees
from ..queries.matters import OrderMatters, get_matters
from ..queries.milestones import MilestoneView, list_milestones
from ..queries.offers import offered_prices
from ..queries.orders import OrderDetail, get_order, list_orders
from ..queries.prices import PricesView, get_prices
from ..queries.records import list_records
from ..queries.sub_orders import SubOrderView, list_sub_orders
from ..queries.view import View, certain_moment
from .asked import MANY, Cursor, Identifier, Orders, may_see, only_one
from .reader import page
from .schedule import schedule

router = APIRouter()

#: Who sees an order's milestones all, so that "so much of it is done" is true of the order.
_SEES_ALL = {Capacity.SELLER.value, Capacity.BUYER.value, Capacity.AUTHORITY.value, Capacity.DECLARANT.value}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order is: `done` and `whole` are weights."""

    done: int
    whole: int
    completed: int
    milestones: int
    overdue: list[MilestoneView]
    next: MilestoneView | None


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that waits for somebody, the most pressing first. `kind` chooses the words, `where` is its anchor."""

    kind: str
    tone: str
    where: str
    milestone: MilestoneView | None = None
    sub_order: SubOrderView | None = None
    number: int = 0


@router.get("/board")
def boards(request: Request, question: Orders, cursor: Cursor = None, every: bool = False) -> Response:
    """The orders; a single one at once, unless all are asked for."""
    with question.view() as view:
        found = list_orders(view, PageRequest(cursor=cursor))
        if (one := only_one(found, every, cursor)) is not None:
            return RedirectResponse(f"/board/{one.order_id}", 303)
        return page(request, view, "board_list.html", orders=found)


@router.get("/board/{order_id}")
def board(request: Request, question: Orders, order_id: Identifier) -> Response:
    """One order."""
    with question.view() as view:
        order = get_order(view, order_id)
        milestones = list_milestones(view, order_id)
        sub_orders = (
            list(list_sub_orders(view, MANY, order_id).items) if may_see(view.asker, Resource.SUB_ORDERS) else []
        )
        matters = _matters(view, order_id)
        return page(
            request,
            view,
            "board.html",
            order=order,
            whole=bool(_SEES_ALL & set(order.capacities)),
            progress=progress_of(milestones),
            plan=schedule(milestones, certain_moment(view.now())),
            codes={each.milestone: each.code for each in milestones},
            sub_orders=sub_orders,
            offers=offered_prices(view, order_id, sub_orders),
            matters=matters,
            attention=attention_of(milestones, sub_orders, matters),
            prices=_prices(view, order),
            guarantees=list_guarantees(view, MANY, order_id).items if may_see(view.asker, Resource.GUARANTEES) else [],
            documents=list_records(view, MANY, subject=order_id).items,
        )


def progress_of(milestones: list[MilestoneView]) -> Progress:
    """What of the milestones is done, what is overdue, what comes next."""
    open_ones = [each for each in milestones if each.status != "completed"]
    done = [each for each in milestones if each.status == "completed"]
    return Progress(
        done=sum(each.weight for each in done),
        whole=sum(each.weight for each in milestones),
        completed=len(done),
        milestones=len(milestones),
        overdue=[each for each in open_ones if each.late_days],
        next=min(open_ones, key=lambda each: (each.due, each.sequence), default=None),
    )


def attention_of(
    milestones: list[MilestoneView], sub_orders: list[SubOrderView], matters: OrderMatters | None
) -> list[Attention]:
    """What waits for somebody now."""
    found = [
        Attention("overdue", "bad", "plan", milestone=each)
        for each in milestones
        if each.status != "completed" and each.late_days
    ]
    found += [
        Attention("awaiting_release", "warn", "plan", milestone=each)
        for each in milestones
        if each.status == "awaiting_release"
    ]
    found += [
        Attention("delay", "bad", "sub-orders", sub_order=each)
        for each in sub_orders
        if each.late_days and each.status in ("promised", "partly_delivered") and not _settled(each)
    ]
    if matters is not None:
        counted = (
            ("disputes", "bad", sum(each.status != "settled" for each in matters.disputes)),
            ("changes", "warn", sum(each.status in ("requested", "evaluated") for each in matters.changes)),
            ("delay_claims", "warn", sum(each.status == "claimed" for each in matters.delay_claims)),
            ("deliveries", "warn", sum(each.status == "reported" for each in matters.deliveries)),
            ("snags", "warn", sum(each.status != "closed" for each in matters.snags)),
        )
        found += [Attention(kind, tone, kind.replace("_", "-"), number=count) for kind, tone, count in counted if count]
    return found


def _settled(sub_order: SubOrderView) -> bool:
    return any(each.current and each.accepted_at is not None for each in sub_order.alternatives)


def _matters(view: View, order_id: str) -> OrderMatters | None:
    try:
        return get_matters(view, order_id)
    except AccessDeniedError:
        return None


def _prices(view: View, order: OrderDetail) -> PricesView | None:
    try:
        return get_prices(view, order.order_id)
    except QuaychainError:
        # Not permitted, or not to be opened here: asked for by itself it says which; the board only has no prices then.
        return None
