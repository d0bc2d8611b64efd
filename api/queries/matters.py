"""What is open or was settled between an order's two sides: changes, delays, partial deliveries, snags, disputes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from ..permissions import AccessDeniedError
from ..tables.orders import changes, delay_claims, deliveries, disputes, snags
from .orders import order_row, sees_everything
from .view import EvidenceRef, Id, MemberRef, Moment, Share, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change request: requested, evaluated, accepted, refused or withdrawn. Its cost is sealed."""

    change_id: Id
    requested_by: MemberRef
    status: str
    record: Id
    delay_days: Annotated[int | None, Field(description="days it adds, once evaluated")]
    requested_at: Moment
    evaluated_at: Moment | None
    closed_at: Moment | None


@dataclass(frozen=True, slots=True)
class DelayClaimView:
    """A claim for days that the contract excuses: claimed, accepted or refused."""

    claim_id: Id
    status: str
    delay_days: int
    milestones: Annotated[int, Field(description="how many milestones it moves")]
    record: Id
    claimed_at: Moment
    answered_at: Moment | None
    answer_record: Id | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A part of the order: reported, taken_over or refused. One not answered is taken over with the order."""

    delivery_id: Id
    status: str
    share: Share
    consignment: Id | None
    evidence: EvidenceRef | None
    reported_at: Moment
    answered_at: Moment | None
    answer_record: Annotated[Id | None, Field(description="taking-over certificate, or the reasons of the refusal")]
    taken_over_at: Moment | None
    late_days: Annotated[int | None, Field(description="days late, against the order's due time then in force")]
    warranty_until: Moment | None


@dataclass(frozen=True, slots=True)
class SnagView:
    """A defect: raised, answered or closed. A blocking one keeps the order from being taken over."""

    snag_id: Id
    snag_class: Annotated[str, Field(description="blocking, functional or cosmetic")]
    status: str
    record: Id
    answer_record: Id | None
    due_at: Moment | None
    raised_at: Moment
    reminded_at: Moment | None
    escalated_at: Moment | None
    closed_at: Moment | None


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute: raised, settlement_proposed or settled."""

    dispute_id: Id
    status: str
    raised_by: MemberRef
    proposed_by: MemberRef | None
    record: Id
    raised_at: Moment
    settled_at: Moment | None


@dataclass(frozen=True, slots=True)
class OrderMatters:
    """All of them, each in the order in which they came up."""

    changes: list[ChangeView]
    delay_claims: list[DelayClaimView]
    deliveries: list[DeliveryView]
    snags: list[SnagView]
    disputes: list[DisputeView]


def get_matters(view: View, order_id: str) -> OrderMatters:
    """For the order's seller and buyer. Raises NotFoundError, AccessDeniedError."""
    order_row(view, order_id)
    if not sees_everything(view, order_id):
        raise AccessDeniedError(
            "orders:read",
            f"member {view.asker.member_id} is neither seller nor buyer of order {order_id}: "
            "changes, claims, deliveries, snags and disputes are between these two",
        )
    ask = view.connection.execute
    return OrderMatters(
        changes=[
            ChangeView(
                row.change_id,
                view.member(row.requested_by),
                row.status,
                row.record,
                row.delay_days,
                certain_moment(row.requested_at),
                moment(row.evaluated_at),
                moment(row.closed_at),
            )
            for row in ask(select(changes).where(changes.c.order_id == order_id).order_by(changes.c.requested_at))
        ],
        delay_claims=[
            DelayClaimView(
                row.claim_id,
                row.status,
                row.delay_days,
                row.milestone_count,
                row.record,
                certain_moment(row.claimed_at),
                moment(row.answered_at),
                row.answer_record,
            )
            for row in ask(
                select(delay_claims).where(delay_claims.c.order_id == order_id).order_by(delay_claims.c.claimed_at)
            )
        ],
        deliveries=[
            DeliveryView(
                row.delivery_id,
                row.status,
                row.share,
                row.consignment,
                EvidenceRef(row.evidence_kind, row.evidence, row.evidence_number) if row.evidence_kind else None,
                certain_moment(row.reported_at),
                moment(row.answered_at),
                row.answer_record,
                moment(row.taken_over_at),
                None if row.late_seconds is None else -(-row.late_seconds // 86_400),
                moment(row.warranty_until),
            )
            for row in ask(
                select(deliveries).where(deliveries.c.order_id == order_id).order_by(deliveries.c.reported_at)
            )
        ],
        snags=[
            SnagView(
                row.snag_id,
                row.snag_class,
                row.status,
                row.record,
                row.answer_record,
                moment(row.due_at),
                certain_moment(row.raised_at),
                moment(row.reminded_at),
                moment(row.escalated_at),
                moment(row.closed_at),
            )
            for row in ask(select(snags).where(snags.c.order_id == order_id).order_by(snags.c.raised_at))
        ],
        disputes=[
            DisputeView(
                row.dispute_id,
                row.status,
                view.member(row.raised_by),
                view.member_or_none(row.proposed_by),
                row.record,
                certain_moment(row.raised_at),
                moment(row.settled_at),
            )
            for row in ask(select(disputes).where(disputes.c.order_id == order_id).order_by(disputes.c.raised_at))
        ],
    )
