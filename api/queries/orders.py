"""Orders: who with whom, how far, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, case, func, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Capacity, Resource, capacities_of, require, require_some, visible
from ..tables.orders import milestones, orders
from ..tables.parts import parts
from ..tables.records import records
from .view import Id, MemberRef, Moment, View, certain_moment, moment
from .wording import OrderWords, order_words


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list. Weights are relative: `completed_weight` of `total_weight` is done."""

    order_id: Id
    reference: Annotated[str | None, Field(examples=["QC-STS-2026-01"])]
    goods: str | None
    seller: MemberRef
    buyer: MemberRef
    status: Annotated[str, Field(examples=["agreed"])]
    version: int
    agreed_at: Moment
    effective_at: Moment
    milestones: int
    milestones_completed: int
    milestones_overdue: int
    completed_weight: int
    total_weight: int
    next_due: Moment | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order with all that the chain says of it as a whole."""

    order_id: Id
    reference: str | None
    goods: str | None
    tariff_code: str | None
    incoterm: str | None
    seller: MemberRef
    buyer: MemberRef
    capacities: Annotated[list[str], Field(description="what the asker's member is to this order")]
    status: str
    version: int
    agreed_at: Moment
    effective_at: Moment
    taken_over_at: Moment | None
    late_days: Annotated[int | None, Field(description="days late at taking-over, against the due time then in force")]
    late_share: Annotated[int | None, Field(description="of it, what was not taken over in parts in time, ppm")]
    warranty_until: Moment | None
    accepted_at: Moment | None
    cancelled_at: Moment | None
    contract_record: Id
    terms_commitment: Id
    taking_over_milestone: Id
    final_acceptance_milestone: Id | None
    taking_over_certificate: Id | None
    acceptance_certificate: Id | None
    damages_claimed: Annotated[bool, Field(description="liquidated damages were claimed; the amount is sealed")]
    damages_accepted: bool
    machines: Annotated[list[str], Field(description="ids of machines built for this order and registered so far")]
    assets: Annotated[list[str], Field(description="GS1 keys of the machines that the order's record names")]


def list_orders(view: View, page: PageRequest) -> Page[OrderSummary]:
    """The orders that the asker's member has a part in, the newest first."""
    require_some(view.asker, Resource.ORDERS, Action.READ)
    now = view.now()
    done = milestones.c.status == "completed"
    counts = (
        select(
            milestones.c.order_id,
            func.count().label("milestones"),
            func.sum(case((done, 1), else_=0)).label("completed"),
            func.sum(case((~done & (milestones.c.due < now), 1), else_=0)).label("overdue"),
            func.sum(case((done, milestones.c.weight), else_=0)).label("completed_weight"),
            func.sum(milestones.c.weight).label("total_weight"),
            func.min(case((~done, milestones.c.due))).label("next_due"),
        )
        .group_by(milestones.c.order_id)
        .subquery()
    )
    query = (
        select(orders, *(column for column in counts.c if column.name != "order_id"))
        .join(counts, counts.c.order_id == orders.c.order_id)
        .where(visible(view.asker, Resource.ORDERS, orders.c.order_id))
    )
    order = [SortKey(orders.c.agreed_at, int, True), SortKey(orders.c.order_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _summary(view, row))


def get_order(view: View, order_id: str) -> OrderDetail:
    """One order. Raises NotFoundError, AccessDeniedError."""
    row = order_row(view, order_id)
    words = order_words(view, row.contract_record)
    machines = view.connection.execute(
        select(parts.c.part_id)
        .join(records, records.c.record_id == parts.c.built_record)
        .where(records.c.subject == order_id, parts.c.machine)
        .order_by(parts.c.block_number, parts.c.log_index)
    ).scalars()
    held = capacities_of(view.connection, view.asker.member_id, Resource.ORDERS, order_id)
    return OrderDetail(
        order_id=row.order_id,
        reference=words.reference,
        goods=words.goods,
        tariff_code=words.tariff_code,
        incoterm=words.incoterm,
        seller=view.member(row.seller),
        buyer=view.member(row.buyer),
        capacities=sorted(capacity.value for capacity in held),
        status=row.status,
        version=row.version,
        agreed_at=certain_moment(row.agreed_at),
        effective_at=certain_moment(row.effective_at),
        taken_over_at=moment(row.taken_over_at),
        late_days=None if row.late_seconds is None else -(-row.late_seconds // 86_400),
        late_share=row.late_share,
        warranty_until=moment(row.warranty_until),
        accepted_at=moment(row.accepted_at),
        cancelled_at=moment(row.cancelled_at),
        contract_record=row.contract_record,
        terms_commitment=row.terms_commitment,
        taking_over_milestone=row.taking_over,
        final_acceptance_milestone=row.final_acceptance,
        taking_over_certificate=row.taking_over_certificate,
        acceptance_certificate=row.acceptance_certificate,
        damages_claimed=row.damages_claimed is not None,
        damages_accepted=row.damages_accepted is not None,
        machines=list(machines),
        assets=list(words.assets),
    )


def order_row(view: View, order_id: str) -> Row[Any]:
    """The row of an order that the asker may read. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.ORDERS, Action.READ)
    row = view.connection.execute(select(orders).where(orders.c.order_id == order_id)).first()
    if row is None:
        raise NotFoundError("order", order_id)
    require(view.connection, view.asker, Resource.ORDERS, Action.READ, order_id)
    return row


def words_of(view: View, order_id: str) -> OrderWords:
    """The words of an order, whatever part in it the asker has; empty where there is no such order."""
    record_id = view.connection.execute(
        select(orders.c.contract_record).where(orders.c.order_id == order_id)
    ).scalar_one_or_none()
    return OrderWords() if record_id is None else order_words(view, record_id)


def sees_everything(view: View, order_id: str) -> bool:
    """Whether the asker is the order's seller or buyer; others see what concerns them."""
    held = capacities_of(view.connection, view.asker.member_id, Resource.ORDERS, order_id)
    return bool(held & {Capacity.SELLER, Capacity.BUYER})


def _summary(view: View, row: Row[Any]) -> OrderSummary:
    words = order_words(view, row.contract_record)
    return OrderSummary(
        order_id=row.order_id,
        reference=words.reference,
        goods=words.goods,
        seller=view.member(row.seller),
        buyer=view.member(row.buyer),
        status=row.status,
        version=row.version,
        agreed_at=certain_moment(row.agreed_at),
        effective_at=certain_moment(row.effective_at),
        milestones=int(row.milestones),
        milestones_completed=int(row.completed),
        milestones_overdue=int(row.overdue),
        completed_weight=int(row.completed_weight),
        total_weight=int(row.total_weight),
        next_due=moment(row.next_due),
    )
