"""Reminders of what falls due (milestones, sub-orders, snags), and escalation of what is overdue. Pure.

Anyone may run a keeper, and any number may run: the contract accepts each reminder and each escalation once for each
due time, so one that comes second finds it done. What a keeper needs to know for it stands on chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quaychain.contracts.bindings.types import (
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    Snag,
    SnagStatus,
    SubOrder,
    SubOrderStatus,
)


class DeadlineKind(StrEnum):
    """What is done about a deadline."""

    REMIND = "remind"
    ESCALATE = "escalate"
    REMIND_SUB_ORDER = "remind-sub-order"
    ESCALATE_SUB_ORDER = "escalate-sub-order"
    REMIND_SNAG = "remind-snag"
    ESCALATE_SNAG = "escalate-snag"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due to be done."""

    kind: DeadlineKind
    #: Order, sub-order or snag.
    identifier: bytes
    #: Of the milestone; empty for a sub-order or snag.
    code: bytes
    #: Unix seconds: the due time that it is for.
    due: int
    #: Of the order, or the sub-order's promises: an earlier due time may come back, which is reminded of anew.
    version: int = 0

    @property
    def key(self) -> str:
        """The same for each try at the same thing."""
        return f"{self.kind.value}/{self.identifier.hex()}/{self.code.hex()}/{self.due}/{self.version}"


def milestone_deadlines(
    order_id: bytes, order: Order, milestones: Sequence[tuple[bytes, Milestone]], now: int
) -> Iterator[Deadline]:
    """What is due on an order's milestones at `now`, the head's time."""
    if not _live(order):
        return
    for code, milestone in milestones:
        if milestone.status is MilestoneStatus.COMPLETED:
            continue
        if now > milestone.due:
            if not milestone.escalated:
                yield Deadline(DeadlineKind.ESCALATE, order_id, code, milestone.due, order.version)
        elif now >= milestone.due - order.reminder_window and not milestone.reminded:
            yield Deadline(DeadlineKind.REMIND, order_id, code, milestone.due, order.version)


def sub_order_deadlines(sub_order_id: bytes, sub_order: SubOrder, order: Order, now: int) -> Iterator[Deadline]:
    """What is due on a sub-order of an order at `now`."""
    if not _live(order) or sub_order.status in (SubOrderStatus.DELIVERED, SubOrderStatus.CANCELLED):
        return
    if now > sub_order.due:
        if not sub_order.escalated:
            yield Deadline(DeadlineKind.ESCALATE_SUB_ORDER, sub_order_id, b"", sub_order.due, sub_order.promise_number)
    elif now >= sub_order.due - order.reminder_window and not sub_order.reminded:
        yield Deadline(DeadlineKind.REMIND_SUB_ORDER, sub_order_id, b"", sub_order.due, sub_order.promise_number)


def snag_deadlines(snag_id: bytes, snag: Snag, order: Order, now: int) -> Iterator[Deadline]:
    """What is due on a snag of an order at `now`; one without a date never is."""
    if not _live(order) or snag.status is SnagStatus.CLOSED or not snag.due_at:
        return
    if now > snag.due_at:
        if not snag.escalated:
            yield Deadline(DeadlineKind.ESCALATE_SNAG, snag_id, b"", snag.due_at)
    elif now >= snag.due_at - order.reminder_window and not snag.reminded:
        yield Deadline(DeadlineKind.REMIND_SNAG, snag_id, b"", snag.due_at)


def _live(order: Order) -> bool:
    return order.status in (OrderStatus.AGREED, OrderStatus.TAKEN_OVER)
