"""Guarantees: who stands in for whom, how much is left, which demands were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require, require_some, visible
from ..tables.finance import demands, guarantee_reductions, guarantees
from .orders import words_of
from .view import Id, MemberRef, Moment, Share, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class ReductionView:
    """By how much a milestone reduces the guarantee, and whether it did."""

    milestone: Id
    milestone_code: str | None
    share: Share
    reduced_at: Moment | None


@dataclass(frozen=True, slots=True)
class DemandView:
    """A demand on the guarantee: presented, honoured or refused."""

    demand_id: Id
    status: str
    share: Share
    presented_at: Moment
    answered_at: Moment | None
    record: Id


@dataclass(frozen=True, slots=True)
class GuaranteeView:
    """A guarantee; its amount is sealed, `remaining_share` is what is left of it."""

    guarantee_id: Id
    order_id: Id
    order_reference: str | None
    kind: Annotated[str, Field(description="advance_payment, performance, warranty or retention")]
    status: Annotated[str, Field(description="issued, released, expired or exhausted")]
    bank: MemberRef
    beneficiary: MemberRef
    remaining_share: Share
    issued_at: Moment
    expires_at: Moment | None
    ended_at: Moment | None
    record: Id
    reductions: list[ReductionView]
    demands: list[DemandView]


def list_guarantees(view: View, page: PageRequest, order_id: str | None = None) -> Page[GuaranteeView]:
    """Guarantees that the asker's member issued, benefits from, or that stand behind its order, the newest first."""
    require_some(view.asker, Resource.GUARANTEES, Action.READ)
    query = select(guarantees).where(visible(view.asker, Resource.GUARANTEES, guarantees.c.guarantee_id))
    if order_id is not None:
        query = query.where(guarantees.c.order_id == order_id)
    order = [SortKey(guarantees.c.issued_at, int, True), SortKey(guarantees.c.guarantee_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _view(view, row))


def get_guarantee(view: View, guarantee_id: str) -> GuaranteeView:
    """One guarantee. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.GUARANTEES, Action.READ)
    row = view.connection.execute(select(guarantees).where(guarantees.c.guarantee_id == guarantee_id)).first()
    if row is None:
        raise NotFoundError("guarantee", guarantee_id)
    require(view.connection, view.asker, Resource.GUARANTEES, Action.READ, guarantee_id)
    return _view(view, row)


def _view(view: View, row: Row[Any]) -> GuaranteeView:
    words = words_of(view, row.order_id)
    reductions = view.connection.execute(
        select(guarantee_reductions).where(guarantee_reductions.c.guarantee_id == row.guarantee_id)
    )
    made = view.connection.execute(
        select(demands).where(demands.c.guarantee_id == row.guarantee_id).order_by(demands.c.presented_at)
    )
    return GuaranteeView(
        guarantee_id=row.guarantee_id,
        order_id=row.order_id,
        order_reference=words.reference,
        kind=row.kind,
        status=row.status,
        bank=view.member(row.bank),
        beneficiary=view.member(row.beneficiary),
        remaining_share=row.remaining_share,
        issued_at=certain_moment(row.issued_at),
        expires_at=moment(row.expires_at),
        ended_at=moment(row.ended_at),
        record=row.record,
        reductions=[
            ReductionView(
                each.milestone,
                words.milestones[each.milestone].code if each.milestone in words.milestones else None,
                each.share,
                moment(each.reduced_at),
            )
            for each in reductions
        ],
        demands=[
            DemandView(
                each.demand_id,
                each.status,
                each.share,
                certain_moment(each.presented_at),
                moment(each.answered_at),
                each.record,
            )
            for each in made
        ],
    )
