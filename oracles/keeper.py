"""The keeper: reminds of what falls due (milestones, sub-orders, snags) and escalates what is overdue, each once.

Pure core; I/O at the end.

Anyone may run one, and any number may run: the contract accepts each reminder and each escalation once for each due
time, so a keeper that comes second finds it done. What a keeper needs to know stands on chain; it keeps nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, Field

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
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Call

from .metrics import KeeperMetrics

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


class KeeperSettings(BaseModel):
    """How often a keeper looks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Seconds between two looks.
    interval: Annotated[float, Field(gt=0, le=3_600)] = 1.0


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


class DeadlinePort(Protocol):
    """The chain, as the keeper needs it."""

    def now(self) -> int:
        """The head's time."""

    def deadlines(self, now: int) -> list[Deadline]:
        """What is due on all orders, sub-orders and snags."""

    def act(self, deadline: Deadline) -> bool:
        """Do it; false where it was done or is not due any more."""


class Keeper:
    """Looks and acts."""

    def __init__(self, settings: KeeperSettings, port: DeadlinePort, metrics: KeeperMetrics | None = None) -> None:
        self._settings = settings
        self._port = port
        self._metrics = metrics
        self._log = structlog.get_logger("keeper")

    def look(self) -> list[Deadline]:
        """Do all that is due now; answers what this keeper did. Raises what the node raises."""
        done = []
        for deadline in self._port.deadlines(self._port.now()):
            if self._port.act(deadline):
                self._log.info(deadline.kind.value, id=deadline.identifier.hex(), code=deadline.code.hex())
                done.append(deadline)
                if self._metrics is not None:
                    self._metrics.did(deadline.kind.value)
        if self._metrics is not None:
            self._metrics.looked()
        return done

    def run(self, stopping: threading.Event) -> None:
        """Look again and again until `stopping` is set; a node that is away is waited for."""
        while not stopping.is_set():
            try:
                self.look()
            except QuaychainError as error:
                self._log.warning("waits", error=type(error).__name__, reason=str(error))
                if self._metrics is not None:
                    self._metrics.waits(error)
            stopping.wait(self._settings.interval)


class ChainDeadlines:
    """A `DeadlinePort` of OrderFulfilment. I/O."""

    def __init__(
        self, reader: ChainReader, sender: TransactionSender, orders: OrderFulfilment, *, from_block: int
    ) -> None:
        self._reader = reader
        self._sender = sender
        self._orders = orders
        self._from_block = from_block

    def now(self) -> int:
        """See DeadlinePort."""
        return self._reader.now()

    def deadlines(self, now: int) -> list[Deadline]:
        """See DeadlinePort."""
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

    def act(self, deadline: Deadline) -> bool:
        """See DeadlinePort. Raises TransactionPendingError, TransactionRefusedError, RpcUnreachableError."""
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
