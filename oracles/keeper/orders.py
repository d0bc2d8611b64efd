"""Reminders and escalations on the chain. I/O."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from quaychain.contracts.bindings.errors import (
    AlreadyEscalatedError,
    AlreadyRemindedError,
    MilestoneStatusMismatchError,
    NotOverdueError,
    OrderStatusMismatchError,
    ReminderNotDueError,
    SnagStatusMismatchError,
    SubOrderStatusMismatchError,
)
from quaychain.contracts.bindings.order_fulfilment import OrderAgreed, OrderFulfilment, SnagRaised, SubOrderPlaced
from quaychain.contracts.bindings.types import Milestone, Order
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Call

from .deadlines import Deadline, DeadlineKind, milestone_deadlines, snag_deadlines, sub_order_deadlines
from .duty import Done

_PAGE = 64
_Event = TypeVar("_Event", OrderAgreed, SnagRaised, SubOrderPlaced)
#: What a keeper that comes second, or with an older head, is told: there is nothing to do any more, or not yet.
_DONE = (
    AlreadyEscalatedError,
    AlreadyRemindedError,
    MilestoneStatusMismatchError,
    NotOverdueError,
    OrderStatusMismatchError,
    ReminderNotDueError,
    SnagStatusMismatchError,
    SubOrderStatusMismatchError,
)


class DeadlinesDuty:
    """Reminds and escalates, on OrderFulfilment."""

    name = "deadlines"

    def __init__(
        self, reader: ChainReader, sender: TransactionSender, orders: OrderFulfilment, *, from_block: int
    ) -> None:
        self._reader = reader
        self._sender = sender
        self._orders = orders
        self._from_block = from_block

    def look(self, now: int) -> Iterator[Done]:
        """See Duty. Raises TransactionPendingError, TransactionRefusedError, RpcUnreachableError."""
        for deadline in self.due(now):
            if self._act(deadline):
                code = f" {deadline.code.hex()}" if deadline.code else ""
                yield Done(deadline.kind.value, f"{deadline.identifier.hex()}{code}")

    def due(self, now: int) -> list[Deadline]:
        """What is due on all orders, sub-orders and snags at `now`."""
        found: list[Deadline] = []
        orders: dict[bytes, Order] = {}
        # Asked anew each time: the embedded chain may go back, and there are few orders.
        for agreed in self._events(OrderAgreed):
            order = orders[agreed.order] = self._reader.read(self._orders.order_of(agreed.order))
            found += milestone_deadlines(agreed.order, order, self._milestones(agreed.order, order), now)
        # What was agreed since is looked at the next time.
        placed = [event for event in self._events(SubOrderPlaced) if event.order in orders]
        sub_orders = self._reader.read_many([self._orders.sub_order_of(each.sub_order) for each in placed])
        for placing, sub_order in zip(placed, sub_orders, strict=True):
            found += sub_order_deadlines(placing.sub_order, sub_order, orders[placing.order], now)
        raised = [defect for defect in self._events(SnagRaised) if defect.order in orders]
        snags = self._reader.read_many([self._orders.snag_of(each.snag) for each in raised])
        for raising, snag in zip(raised, snags, strict=True):
            found += snag_deadlines(raising.snag, snag, orders[raising.order], now)
        return found

    def _act(self, deadline: Deadline) -> bool:
        """Do it; false where it was done, or is not due any more."""
        try:
            self._sender.send(self._call(deadline), idempotency_key=deadline.key)
        except _DONE:
            return False
        return True

    def _call(self, deadline: Deadline) -> Call:
        match deadline.kind:
            case DeadlineKind.REMIND:
                return self._orders.remind(deadline.identifier, deadline.code)
            case DeadlineKind.ESCALATE:
                return self._orders.escalate(deadline.identifier, deadline.code)
            case DeadlineKind.REMIND_SUB_ORDER:
                return self._orders.remind_sub_order(deadline.identifier)
            case DeadlineKind.ESCALATE_SUB_ORDER:
                return self._orders.escalate_sub_order(deadline.identifier)
            case DeadlineKind.REMIND_SNAG:
                return self._orders.remind_snag(deadline.identifier)
            case DeadlineKind.ESCALATE_SNAG:
                return self._orders.escalate_snag(deadline.identifier)

    def _milestones(self, identifier: bytes, order: Order) -> list[tuple[bytes, Milestone]]:
        pages = [
            self._reader.read(self._orders.milestones_of(identifier, offset, _PAGE))
            for offset in range(0, order.milestone_count, _PAGE)
        ]
        return [pair for page in pages for pair in zip(page.codes, page.milestones, strict=True)]

    def _events(self, kind: type[_Event]) -> list[_Event]:
        rpc = self._reader.rpc
        logs = logs_between(rpc, self._orders.address, (kind.TOPIC,), self._from_block, rpc.block_number())
        return [event for log in logs if isinstance(event := self._orders.decode(log), kind)]
