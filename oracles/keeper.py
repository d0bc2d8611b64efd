"""The keeper: reminds of milestones that fall due and escalates what is overdue, each once. Pure core; I/O at the end.

Anyone may run one, and any number may run: the contract accepts each reminder and each escalation once for each due
time, so a keeper that comes second finds it done. What a keeper needs to know stands on chain; it keeps nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.bindings.errors import (
    AlreadyEscalatedError,
    AlreadyRemindedError,
    MilestoneStatusMismatchError,
    NotOverdueError,
    OrderStatusMismatchError,
    ReminderNotDueError,
    SubOrderStatusMismatchError,
)
from quaychain.contracts.bindings.order_fulfilment import OrderAgreed, OrderFulfilment, SubOrderPlaced
from quaychain.contracts.bindings.types import (
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    SubOrder,
    SubOrderStatus,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Call, to_hex

_PAGE = 64
#: What a keeper that comes second, or with an older head, is told: there is nothing to do any more, or not yet.
_DONE = (
    AlreadyEscalatedError,
    AlreadyRemindedError,
    MilestoneStatusMismatchError,
    NotOverdueError,
    OrderStatusMismatchError,
    ReminderNotDueError,
    SubOrderStatusMismatchError,
)


class DeadlineKind(StrEnum):
    """What is done about a deadline."""

    REMIND = "remind"
    ESCALATE = "escalate"
    ESCALATE_SUB_ORDER = "escalate-sub-order"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due to be done."""

    kind: DeadlineKind
    #: Order or sub-order.
    identifier: bytes
    #: Of the milestone; empty for a sub-order.
    code: bytes
    #: Unix seconds: the due or need time that it is for.
    due: int
    #: Of the order: a change may bring back an earlier due time, which is reminded of anew.
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
    if order.status not in (OrderStatus.AGREED, OrderStatus.TAKEN_OVER):
        return
    for code, milestone in milestones:
        if milestone.status is MilestoneStatus.COMPLETED:
            continue
        if now > milestone.due:
            if not milestone.escalated:
                yield Deadline(DeadlineKind.ESCALATE, order_id, code, milestone.due, order.version)
        elif now >= milestone.due - order.reminder_window and not milestone.reminded:
            yield Deadline(DeadlineKind.REMIND, order_id, code, milestone.due, order.version)


def sub_order_deadlines(sub_order_id: bytes, sub_order: SubOrder, now: int) -> Iterator[Deadline]:
    """What is due on a sub-order at `now`."""
    undelivered = sub_order.status not in (SubOrderStatus.DELIVERED, SubOrderStatus.CANCELLED)
    if undelivered and now > sub_order.need_by and not sub_order.escalated:
        yield Deadline(DeadlineKind.ESCALATE_SUB_ORDER, sub_order_id, b"", sub_order.need_by)


class DeadlinePort(Protocol):
    """The chain, as the keeper needs it."""

    def now(self) -> int:
        """The head's time."""

    def deadlines(self, now: int) -> list[Deadline]:
        """What is due on all orders and sub-orders."""

    def act(self, deadline: Deadline) -> bool:
        """Do it; false where it was done or is not due any more."""


class Keeper:
    """Looks and acts."""

    def __init__(self, settings: KeeperSettings, port: DeadlinePort) -> None:
        self._settings = settings
        self._port = port
        self._log = structlog.get_logger("keeper")

    def look(self) -> list[Deadline]:
        """Do all that is due now; answers what this keeper did. Raises what the node raises."""
        done = []
        for deadline in self._port.deadlines(self._port.now()):
            if self._port.act(deadline):
                self._log.info(deadline.kind.value, id=deadline.identifier.hex(), code=deadline.code.hex())
                done.append(deadline)
        return done

    def run(self, stopping: threading.Event) -> None:
        """Look again and again until `stopping` is set; a node that is away is waited for."""
        while not stopping.is_set():
            try:
                self.look()
            except QuaychainError as error:
                self._log.warning("waits", error=type(error).__name__, reason=str(error))
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
        # Asked anew each time: the embedded chain may go back, and there are few orders.
        orders = self._ids(OrderAgreed.TOPIC, lambda event: event.order if isinstance(event, OrderAgreed) else None)
        sub_orders = self._ids(
            SubOrderPlaced.TOPIC, lambda event: event.sub_order if isinstance(event, SubOrderPlaced) else None
        )
        for identifier in orders:
            order = self._reader.read(self._orders.order_of(identifier))
            found += milestone_deadlines(identifier, order, self._milestones(identifier, order), now)
        stored = self._reader.read_many([self._orders.sub_order_of(identifier) for identifier in sub_orders])
        for identifier, sub_order in zip(sub_orders, stored, strict=True):
            found += sub_order_deadlines(identifier, sub_order, now)
        return found

    def act(self, deadline: Deadline) -> bool:
        """See DeadlinePort. Raises TransactionPendingError, TransactionRefusedError, RpcUnreachableError."""
        try:
            self._sender.send(self._call(deadline), idempotency_key=deadline.key)
        except _DONE:
            return False
        return True

    def _call(self, deadline: Deadline) -> Call:
        if deadline.kind is DeadlineKind.REMIND:
            return self._orders.remind(deadline.identifier, deadline.code)
        if deadline.kind is DeadlineKind.ESCALATE:
            return self._orders.escalate(deadline.identifier, deadline.code)
        return self._orders.escalate_sub_order(deadline.identifier)

    def _milestones(self, identifier: bytes, order: Order) -> list[tuple[bytes, Milestone]]:
        pages = [
            self._reader.read(self._orders.milestones_of(identifier, offset, _PAGE))
            for offset in range(0, order.milestone_count, _PAGE)
        ]
        return [pair for page in pages for pair in zip(page.codes, page.milestones, strict=True)]

    def _ids(self, topic: bytes, identifier: Callable[[object], bytes | None]) -> list[bytes]:
        logs = self._reader.rpc.logs(
            {
                "address": self._orders.address,
                "topics": [to_hex(topic)],
                "fromBlock": hex(self._from_block),
                "toBlock": "latest",
            }
        )
        found = (identifier(self._orders.decode(log)) for log in logs)
        return [entry for entry in found if entry is not None]
