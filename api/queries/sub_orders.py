"""Sub-orders to suppliers: needed, promised, delivered; delays and the alternatives offered for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require, require_some, visible
from ..tables.orders import alternative_moves, alternatives, sub_orders
from .orders import words_of
from .view import EvidenceRef, Id, MemberRef, Moment, Share, View, certain_moment, moment
from .wording import OrderWords

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class MovedMilestone:
    """What an alternative does to a milestone's plan."""

    milestone: Id
    code: str | None
    name: str | None
    planned: Moment


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """A way out of a delay. Days are open; the price is sealed."""

    alternative: int
    offered_by: MemberRef
    offered_at: Moment
    delay_days: Annotated[int, Field(description="net delay of the order that is left with it")]
    price_commitment: Id
    current: Annotated[bool, Field(description="offered for the promise in force")]
    accepted_at: Moment | None
    accepted_by: MemberRef | None
    moves: list[MovedMilestone]


@dataclass(frozen=True, slots=True)
class SubOrderView:
    """A sub-order as it stands."""

    sub_order_id: Id
    order_id: Id
    order_reference: str | None
    milestone: Id
    milestone_code: str | None
    milestone_name: str | None
    supplier: MemberRef
    status: Annotated[str, Field(description="placed, promised, partly_delivered, delivered or cancelled")]
    placed_at: Moment
    need_by: Moment
    due: Annotated[Moment, Field(description="need_by, or the late promise for which an alternative was accepted")]
    promised_at: Moment | None
    late_days: Annotated[int, Field(description="days that the promise in force is later than the need")]
    warned_at: Moment | None
    reminded_at: Moment | None
    escalated_at: Moment | None
    delivered_share: Share
    delivered_at: Moment | None
    evidence: EvidenceRef | None
    alternatives: list[AlternativeView]


def list_sub_orders(view: View, page: PageRequest, order_id: str | None = None) -> Page[SubOrderView]:
    """The sub-orders that the asker's member placed or supplies, by the time they are needed."""
    require_some(view.asker, Resource.SUB_ORDERS, Action.READ)
    query = select(sub_orders).where(visible(view.asker, Resource.SUB_ORDERS, sub_orders.c.sub_order_id))
    if order_id is not None:
        query = query.where(sub_orders.c.order_id == order_id)
    order = [SortKey(sub_orders.c.need_by, int), SortKey(sub_orders.c.sub_order_id, str)]
    words: dict[str, OrderWords] = {}
    return fetch_page(view.connection, query, order, page, lambda row: _view(view, row, words))


def get_sub_order(view: View, sub_order_id: str) -> SubOrderView:
    """One sub-order. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.SUB_ORDERS, Action.READ)
    row = view.connection.execute(select(sub_orders).where(sub_orders.c.sub_order_id == sub_order_id)).first()
    if row is None:
        raise NotFoundError("sub-order", sub_order_id)
    require(view.connection, view.asker, Resource.SUB_ORDERS, Action.READ, sub_order_id)
    return _view(view, row, {})


def _view(view: View, row: Row[Any], known: dict[str, OrderWords]) -> SubOrderView:
    if row.order_id not in known:
        known[row.order_id] = words_of(view, row.order_id)
    words = known[row.order_id]
    milestone = words.milestones.get(row.milestone)
    return SubOrderView(
        sub_order_id=row.sub_order_id,
        order_id=row.order_id,
        order_reference=words.reference,
        milestone=row.milestone,
        milestone_code=milestone.code if milestone else None,
        milestone_name=milestone.name if milestone else None,
        supplier=view.member(row.supplier),
        status=row.status,
        placed_at=certain_moment(row.placed_at),
        need_by=certain_moment(row.need_by),
        due=certain_moment(row.due if row.due is not None else row.need_by),
        promised_at=moment(row.promised_at),
        late_days=-(-row.late_seconds // _DAY) if row.late_seconds else 0,
        warned_at=moment(row.warned_at),
        reminded_at=moment(row.reminded_at),
        escalated_at=moment(row.escalated_at),
        delivered_share=row.delivered_share,
        delivered_at=moment(row.delivered_at),
        evidence=EvidenceRef(row.evidence_kind, row.evidence, row.evidence_number) if row.evidence_kind else None,
        alternatives=_alternatives(view, row, words),
    )


def _alternatives(view: View, sub_order: Row[Any], words: OrderWords) -> list[AlternativeView]:
    moves: dict[int, list[MovedMilestone]] = {}
    for move in view.connection.execute(
        select(alternative_moves).where(alternative_moves.c.sub_order_id == sub_order.sub_order_id)
    ):
        milestone = words.milestones.get(move.milestone)
        moves.setdefault(move.alternative, []).append(
            MovedMilestone(
                move.milestone,
                milestone.code if milestone else None,
                milestone.name if milestone else None,
                certain_moment(move.planned),
            )
        )
    rows = view.connection.execute(
        select(alternatives)
        .where(alternatives.c.sub_order_id == sub_order.sub_order_id)
        .order_by(alternatives.c.alternative)
    )
    return [
        AlternativeView(
            alternative=row.alternative,
            offered_by=view.member(row.offered_by),
            offered_at=certain_moment(row.offered_at),
            delay_days=row.delay_days,
            price_commitment=row.price_commitment,
            current=row.promise_number == sub_order.promise_number,
            accepted_at=moment(row.accepted_at),
            accepted_by=view.member_or_none(row.accepted_by),
            moves=moves.get(row.alternative, []),
        )
        for row in rows
    ]
