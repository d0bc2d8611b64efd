"""Milestones of an order: due, planned, actual, how late, hold points, and how their times moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..permissions import Capacity, Resource, capacities_of
from ..tables.access import involvements
from ..tables.finance import receivables
from ..tables.orders import milestones, schedule_moves
from .orders import order_row
from .view import EvidenceRef, Id, MemberRef, Moment, View, certain_moment, moment
from .wording import MilestoneWords, order_words

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ScheduleMove:
    """A move of a milestone's times. `cause` is replanned, alternative, change or excusable_delay."""

    moved_at: Moment
    cause: str
    cause_id: Id | None
    due: Moment
    planned: Moment


@dataclass(frozen=True, slots=True)
class HoldPointView:
    """A milestone's inspection point.

    `state` is open, notified, awaiting_release, released, waived, refused or witnessed.
    """

    kind: Annotated[str, Field(description="hold or witness")]
    inspector: MemberRef
    state: str
    inspection_at: Moment | None
    settled_at: Moment | None
    record: Id | None


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone as it stands. Code and name are there when the asker may read the order's record."""

    milestone: Annotated[str, Field(description="keccak256(order's salt ‖ code), as on chain")]
    code: Annotated[str | None, Field(examples=["M14"])]
    name: Annotated[str | None, Field(examples=["Export released, shipped on board"])]
    sequence: int
    weight: int
    status: Annotated[str, Field(description="open, awaiting_release or completed")]
    due: Moment
    agreed_due: Annotated[Moment, Field(description="the due time first signed")]
    planned: Moment
    agreed_planned: Moment
    actual_at: Annotated[Moment | None, Field(description="when it happened, as reported")]
    completed_at: Annotated[Moment | None, Field(description="the block's time when it became complete")]
    late_days: Annotated[
        int, Field(description="days past due: of the actual time, or of now (as of the rows' newest block)")
    ]
    forecast_late_days: Annotated[int, Field(description="days that the plan is past due, while it is open")]
    reminded_at: Moment | None
    escalated_at: Moment | None
    hold_point: HoldPointView | None
    payment: Annotated[bool, Field(description="a payment falls due with it; the amount is sealed")]
    receivable_id: Id | None
    evidence: EvidenceRef | None
    moves: list[ScheduleMove]


def list_milestones(view: View, order_id: str) -> list[MilestoneView]:
    """An order's milestones in its own sequence: all for seller, buyer and authority, else those the asker inspects,
    supplies, or finances. Raises NotFoundError, AccessDeniedError."""
    order = order_row(view, order_id)
    held = capacities_of(view.connection, view.asker.member_id, Resource.ORDERS, order_id)
    query = select(milestones).where(milestones.c.order_id == order_id).order_by(milestones.c.sequence)
    rows = view.connection.execute(query).all()
    if not held & {Capacity.SELLER, Capacity.BUYER, Capacity.AUTHORITY, Capacity.DECLARANT}:
        concerned = _concerned(view)
        rows = [row for row in rows if row.milestone in concerned]
    words = order_words(view, order.contract_record).milestones
    return _views(view, order_id, rows, words)


def milestone_view(view: View, order_id: str, milestone: str, words: dict[str, MilestoneWords]) -> MilestoneView | None:
    """One milestone, for whoever was judged on something that rests on it."""
    row = view.connection.execute(
        select(milestones).where(milestones.c.order_id == order_id, milestones.c.milestone == milestone)
    ).first()
    return None if row is None else _views(view, order_id, [row], words)[0]


def _concerned(view: View) -> set[str]:
    """Milestones that the asker inspects, supplies for, or is asked to finance."""
    mine = select(involvements.c.object_id).where(
        involvements.c.resource == Resource.MILESTONES.value, involvements.c.member_id == view.asker.member_id
    )
    return set(view.connection.execute(mine).scalars())


def _views(
    view: View, order_id: str, rows: list[Row[Any]] | Any, words: dict[str, MilestoneWords]
) -> list[MilestoneView]:
    now = view.now()
    moves: dict[str, list[ScheduleMove]] = {}
    for move in view.connection.execute(
        select(schedule_moves)
        .where(schedule_moves.c.order_id == order_id)
        .order_by(schedule_moves.c.block_number, schedule_moves.c.log_index)
    ):
        moves.setdefault(move.milestone, []).append(
            ScheduleMove(
                certain_moment(move.moved_at),
                move.cause,
                move.cause_id,
                certain_moment(move.due),
                certain_moment(move.planned),
            )
        )
    presented = {
        row.milestone: row.receivable_id
        for row in view.connection.execute(
            select(receivables.c.milestone, receivables.c.receivable_id).where(receivables.c.order_id == order_id)
        )
    }
    return [
        _view(view, row, words.get(row.milestone), moves.get(row.milestone, []), presented.get(row.milestone), now)
        for row in rows
    ]


def _view(
    view: View,
    row: Row[Any],
    words: MilestoneWords | None,
    moves: list[ScheduleMove],
    receivable_id: str | None,
    now: int,
) -> MilestoneView:
    completed = row.status == "completed"
    reached = row.actual_at if completed else now
    return MilestoneView(
        milestone=row.milestone,
        code=words.code if words else None,
        name=words.name if words else None,
        sequence=row.sequence,
        weight=row.weight,
        status=row.status,
        due=certain_moment(row.due),
        agreed_due=certain_moment(row.agreed_due),
        planned=certain_moment(row.planned),
        agreed_planned=certain_moment(row.agreed_planned),
        actual_at=moment(row.actual_at),
        completed_at=moment(row.completed_at),
        late_days=_days(max(0, (reached or now) - row.due)),
        forecast_late_days=0 if completed else _days(max(0, row.planned - row.due)),
        reminded_at=moment(row.reminded_at),
        escalated_at=moment(row.escalated_at),
        hold_point=_hold_point(view, row),
        payment=row.payment_commitment is not None,
        receivable_id=receivable_id,
        evidence=EvidenceRef(row.evidence_kind, row.evidence, row.evidence_number) if row.evidence_kind else None,
        moves=moves,
    )


def _hold_point(view: View, row: Row[Any]) -> HoldPointView | None:
    if row.hold_point == "none":
        return None
    settled: tuple[str, int | None]
    if row.released_at is not None:
        settled = ("released", row.released_at)
    elif row.waived_at is not None:
        settled = ("waived", row.waived_at)
    elif row.witnessed_at is not None:
        settled = ("witnessed", row.witnessed_at)
    elif row.status == "awaiting_release":
        settled = ("awaiting_release", None)
    elif row.refused_at is not None:
        settled = ("refused", row.refused_at)
    else:
        settled = ("notified" if row.inspection_at is not None else "open", None)
    return HoldPointView(
        kind=row.hold_point,
        inspector=view.member(row.inspector),
        state=settled[0],
        inspection_at=moment(row.inspection_at),
        settled_at=moment(settled[1]),
        record=row.hold_record,
    )


def _days(seconds: int) -> int:
    """Days begun."""
    return -(-seconds // _DAY)
