"""What the model of OrderFulfilment keeps, and what several of its rules ask. Pure; see orders.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sized
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self, TypeVar

from quaychain.contracts.abi import Codec, TupleCodec
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Alternative,
    ChangeStatus,
    DelayClaimStatus,
    DeliveryStatus,
    DisputeStatus,
    Evidence,
    EvidenceKind,
    HoldPoint,
    MemberStatus,
    MilestoneStatus,
    OrderStatus,
    SnagClass,
    SnagStatus,
    SubOrderStatus,
)
from quaychain.contracts.keccak import keccak256

T = TypeVar("T")

ZERO, NOBODY = bytes(32), bytes(16)
DAY, WHOLE, LONGEST_LIST, LATEST_TIME = 86_400, 1_000_000, 64, 2**40
MOST_EXCUSED_DAYS = LATEST_TIME // DAY
NO_EVIDENCE = Evidence(ZERO, EvidenceKind.NONE, 0)


@dataclass
class Order:
    """An order under way, taken over, or ended."""

    seller: bytes
    buyer: bytes
    effective_at: int
    agreed_at: int
    reminder_window: int
    inspection_notice: int
    warranty_period: int
    terms_commitment: bytes
    contract_record: bytes
    calendar_hash: bytes
    taking_over: bytes
    final_acceptance: bytes
    milestone_count: int
    open_milestones: int
    total_weight: int
    status: OrderStatus = OrderStatus.AGREED
    version: int = 1
    completed_weight: int = 0
    taken_over_at: int = 0
    warranty_until: int = 0
    warranties_until: int = 0
    reported_share: int = 0
    taken_over_share: int = 0
    part_count: int = 0
    open_snags: int = 0
    blocking_snags: int = 0
    open_disputes: int = 0
    cancellation_proposed_by: bytes = NOBODY
    cancellation_record: bytes = ZERO
    damages_claimed: bytes = ZERO
    damages_accepted: bytes = ZERO


@dataclass
class Milestone:
    """A milestone; `due` is the contract's, `planned` the seller's, `actual_at` as reported."""

    hold_point: HoldPoint
    weight: int
    due: int
    planned: int
    inspector: bytes
    agreed_due: int
    payment_commitment: bytes
    status: MilestoneStatus = MilestoneStatus.OPEN
    actual_at: int = 0
    completed_at: int = 0
    reminded: bool = False
    escalated: bool = False
    waived: bool = False
    witnessed: bool = False
    inspection_at: int = 0
    excused_days: int = 0
    evidence: Evidence = NO_EVIDENCE


@dataclass
class SubOrder:
    """A sub-order; `due` is its need time, or the late promise that an alternative made good."""

    supplier: bytes
    order: bytes
    milestone: bytes
    need_by: int
    due: int
    terms_commitment: bytes
    status: SubOrderStatus = SubOrderStatus.PLACED
    promise_number: int = 0
    alternative_count: int = 0
    accepted_alternative: int = 0
    reminded: bool = False
    escalated: bool = False
    promised_at: int = 0
    delivered_at: int = 0
    delivered_share: int = 0


@dataclass
class ChangeRequest:
    """A change request."""

    order: bytes
    requested_by: bytes
    record: bytes
    status: ChangeStatus = ChangeStatus.REQUESTED
    order_version: int = 0
    evaluation_hash: bytes = ZERO


@dataclass
class DelayClaim:
    """A claim for excusable delay."""

    order: bytes
    delay_days: int
    record: bytes
    milestones_hash: bytes
    status: DelayClaimStatus = DelayClaimStatus.CLAIMED


@dataclass
class PartialDelivery:
    """A part of an order."""

    order: bytes
    share: int
    consignment: bytes
    evidence: Evidence
    status: DeliveryStatus = DeliveryStatus.REPORTED
    taken_over_at: int = 0
    warranty_until: int = 0
    answer: bytes = ZERO


@dataclass
class Snag:
    """A defect."""

    order: bytes
    snag_class: SnagClass
    due_at: int
    record: bytes
    status: SnagStatus = SnagStatus.RAISED
    reminded: bool = False
    escalated: bool = False


@dataclass
class Dispute:
    """A dispute."""

    order: bytes
    status: DisputeStatus = DisputeStatus.RAISED
    proposed_by: bytes = NOBODY
    record: bytes = ZERO


@dataclass
class OrderBook:
    """All orders and what hangs on them, and what several rules ask of it.

    `records` are those published, `members` those admitted, `active` those of them that are active.
    """

    records: Collection[bytes]
    active: Collection[bytes]
    members: Collection[bytes]
    now: int = 0
    orders: dict[bytes, Order] = field(default_factory=dict)
    #: In the order's own sequence.
    milestones: dict[bytes, dict[bytes, Milestone]] = field(default_factory=dict)
    sub_orders: dict[bytes, SubOrder] = field(default_factory=dict)
    alternatives: dict[tuple[bytes, int], Alternative] = field(default_factory=dict)
    changes: dict[bytes, ChangeRequest] = field(default_factory=dict)
    delay_claims: dict[bytes, DelayClaim] = field(default_factory=dict)
    snags: dict[bytes, Snag] = field(default_factory=dict)
    disputes: dict[bytes, Dispute] = field(default_factory=dict)
    deliveries: dict[bytes, PartialDelivery] = field(default_factory=dict)

    def copied(self) -> Self:
        """One that can be changed while this one stands; entries hold nothing that changes."""
        changed = {
            each.name: {key: copy(entry) for key, entry in value.items()}
            for each in fields(self)
            if isinstance(value := getattr(self, each.name), dict) and each.name != "milestones"
        }
        milestones = {
            order: {code: copy(entry) for code, entry in entries.items()} for order, entries in self.milestones.items()
        }
        return replace(self, milestones=milestones, **changed)

    def parts(self, order: bytes) -> list[PartialDelivery]:
        """The parts of an order that were taken over."""
        return [
            part
            for part in self.deliveries.values()
            if part.order == order and part.status is DeliveryStatus.TAKEN_OVER
        ]

    def lateness(self, order: bytes) -> tuple[int, int, int]:
        """Seconds and full days by which taking-over is late, and the share that was not taken over in time."""
        entry = self.known(order)
        due = self.milestones[order][entry.taking_over].due
        late = (entry.taken_over_at or self.now) - due
        if late <= 0:
            return (0, 0, 0)
        share = WHOLE - sum(part.share for part in self.parts(order) if part.taken_over_at <= due)
        return (late, late // DAY, share) if share else (0, 0, 0)

    # What several functions ask

    def known(self, order: bytes) -> Order:
        if order not in self.orders:
            raise errors.UnknownOrderError(order)
        return self.orders[order]

    def agreed(self, order: bytes) -> Order:
        return self.in_status(order, OrderStatus.AGREED)

    def live(self, order: bytes) -> Order:
        return self.in_status(order, OrderStatus.AGREED, OrderStatus.TAKEN_OVER)

    def in_status(self, order: bytes, *statuses: OrderStatus) -> Order:
        entry = self.known(order)
        if entry.status not in statuses:
            raise errors.OrderStatusMismatchError(order, entry.status)
        return entry

    def milestone(self, order: bytes, code: bytes) -> Milestone:
        found = self.milestones.get(order, {}).get(code)
        if found is None:
            raise errors.UnknownMilestoneError(order, code)
        return found

    def uncompleted(self, order: bytes, code: bytes) -> Milestone:
        found = self.milestone(order, code)
        if found.status is MilestoneStatus.COMPLETED:
            raise errors.MilestoneStatusMismatchError(order, code, found.status)
        return found

    def inspected(self, caller: bytes, order: bytes, code: bytes, point: HoldPoint) -> Milestone:
        self.agreed(order)
        found = self.milestone(order, code)
        if found.hold_point is not point:
            raise errors.NoSuchInspectionPointError(order, code)
        if found.inspector != caller:
            raise errors.NotInspectorError(order, code, caller)
        return found

    def undelivered(self, sub_order: bytes) -> SubOrder:
        entry = self.sub_orders.get(sub_order)
        if entry is None:
            raise errors.UnknownSubOrderError(sub_order)
        if entry.status in (SubOrderStatus.DELIVERED, SubOrderStatus.CANCELLED):
            raise errors.SubOrderStatusMismatchError(sub_order, entry.status)
        self.live(entry.order)
        return entry

    def open_change(self, change: bytes) -> ChangeRequest:
        entry = found(self.changes, change)
        if entry.status not in (ChangeStatus.REQUESTED, ChangeStatus.EVALUATED):
            raise errors.ChangeStatusMismatchError(change, entry.status)
        return entry

    def open_claim(self, caller: bytes, claim: bytes) -> DelayClaim:
        entry = found(self.delay_claims, claim)
        self.require_buyer(self.live(entry.order), entry.order, caller)
        if entry.status is not DelayClaimStatus.CLAIMED:
            raise errors.DelayClaimStatusMismatchError(claim, entry.status)
        return entry

    def open_snag(self, snag: bytes) -> Snag:
        entry = found(self.snags, snag)
        self.live(entry.order)
        if entry.status is SnagStatus.CLOSED:
            raise errors.SnagStatusMismatchError(snag, entry.status)
        return entry

    def open_dispute(self, dispute: bytes) -> Dispute:
        entry = found(self.disputes, dispute)
        if entry.status is DisputeStatus.SETTLED:
            raise errors.DisputeStatusMismatchError(dispute, entry.status)
        return entry

    def reported(self, caller: bytes, delivery: bytes) -> PartialDelivery:
        entry = found(self.deliveries, delivery)
        self.require_buyer(self.agreed(entry.order), entry.order, caller)
        if entry.status is not DeliveryStatus.REPORTED:
            raise errors.DeliveryStatusMismatchError(delivery, entry.status)
        return entry

    def complete(self, entry: Order, done: Milestone) -> None:
        done.status, done.completed_at = MilestoneStatus.COMPLETED, self.now
        entry.open_milestones -= 1
        entry.completed_weight += done.weight

    def certify(self, order: bytes, code: bytes, certificate: bytes, actual_at: int) -> None:
        done = self.uncompleted(order, code)
        done.actual_at, done.evidence = actual_at, Evidence(certificate, EvidenceKind.RECORD, 1)
        self.complete(self.orders[order], done)

    def count_snags(self, order: bytes) -> None:
        """What the order keeps as numbers is what counting gives."""
        still = [snag for snag in self.snags.values() if snag.order == order and snag.status is not SnagStatus.CLOSED]
        self.orders[order].open_snags = len(still)
        self.orders[order].blocking_snags = sum(snag.snag_class is SnagClass.BLOCKING for snag in still)

    def count_parts(self, order: bytes) -> None:
        """What the order keeps as numbers is what counting gives."""
        mine = [part for part in self.deliveries.values() if part.order == order]
        waiting = [part.share for part in mine if part.status is DeliveryStatus.REPORTED]
        taken = [part.share for part in self.parts(order)]
        entry = self.orders[order]
        entry.reported_share, entry.taken_over_share, entry.part_count = sum(waiting), sum(taken), len(waiting + taken)

    def require_reminder_due(self, entry: Order, order: bytes, identifier: bytes, due: int, reminded: bool) -> None:
        opens = max(due - entry.reminder_window, 0)
        if not opens <= self.now <= due:
            raise errors.ReminderNotDueError(order, identifier, opens, due)
        if reminded:
            raise errors.AlreadyRemindedError(order, identifier)

    def require_overdue(self, identifier: bytes, due: int, escalated: bool) -> None:
        if due == 0 or self.now <= due:
            raise errors.NotOverdueError(identifier, due)
        if escalated:
            raise errors.AlreadyEscalatedError(identifier)

    def require_record(self, record: bytes) -> None:
        if record not in self.records:
            raise errors.RecordNotPublishedError(record)

    def require_record_if_any(self, record: bytes) -> None:
        if record != ZERO:
            self.require_record(record)

    def require_evidence(self, evidence: Evidence) -> None:
        """The seller's word, version 1 of a record, or an event: none is anchored here."""
        if evidence.kind is EvidenceKind.RECORD and evidence.number:
            self.require_record(evidence.identifier)
        given = {
            EvidenceKind.NONE: evidence.identifier == ZERO and evidence.number == 0,
            EvidenceKind.RECORD: evidence.number == 1,
        }
        if not given.get(evidence.kind, False):
            raise errors.EvidenceNotFoundError(evidence.identifier, evidence.number)

    def require_member(self, member: bytes) -> None:
        """One that was admitted and is neither suspended nor gone."""
        if member not in self.members:
            raise errors.UnknownMemberError(member)
        if member not in self.active:
            raise errors.MemberNotActiveError(member, MemberStatus.SUSPENDED)

    def require_seller(self, entry: Order, order: bytes, caller: bytes) -> None:
        if caller != entry.seller:
            raise errors.NotSellerError(order, caller)

    def require_buyer(self, entry: Order, order: bytes, caller: bytes) -> None:
        if caller != entry.buyer:
            raise errors.NotBuyerError(order, caller)

    def require_party(self, entry: Order, order: bytes, caller: bytes) -> None:
        if caller not in (entry.seller, entry.buyer):
            raise errors.NotCounterpartyError(order, caller)

    def require_other_party(self, entry: Order, order: bytes, caller: bytes, other: bytes) -> None:
        self.require_party(entry, order, caller)
        if caller == other:
            raise errors.NotCounterpartyError(order, caller)

    def require_supplier(self, entry: SubOrder, sub_order: bytes, caller: bytes) -> None:
        if caller != entry.supplier:
            raise errors.NotSupplierError(sub_order, caller)


def require_id(identifier: bytes) -> None:
    """Zero names nothing."""
    if identifier == ZERO:
        raise errors.IdentifierMissingError()


def require_between(given: int, earliest: int, latest: int) -> None:
    """Both ends included."""
    if given < earliest:
        raise errors.TimeTooEarlyError(given, earliest)
    if given > latest:
        raise errors.TimeTooLateError(given, latest)


def require_length(given: Sized, least: int) -> None:
    """No list is longer than 64."""
    if not least <= len(given) <= LONGEST_LIST:
        raise errors.ListLengthOutOfRangeError(len(given), least, LONGEST_LIST)


def require_same(identifier: bytes, expected: bytes, given: bytes) -> None:
    """What is accepted is what was offered."""
    if expected != given:
        raise errors.ContentMismatchError(identifier, expected, given)


def require_free(taken: Mapping[bytes, object], identifier: bytes) -> None:
    """An id is used once."""
    if identifier in taken:
        raise errors.IdentifierNotFreeError(identifier)


def require_milestone_status(entry: Milestone, order: bytes, code: bytes, status: MilestoneStatus) -> None:
    """This one only."""
    if entry.status is not status:
        raise errors.MilestoneStatusMismatchError(order, code, entry.status)


def found(entries: Mapping[bytes, T], identifier: bytes) -> T:
    """What has this id."""
    if identifier not in entries:
        raise errors.UnknownIdentifierError(identifier)
    return entries[identifier]


def reschedule(entry: Milestone, due: int, planned: int) -> None:
    """0 = unchanged. A new due time may be reminded of and escalated anew."""
    require_between(due, 0, LATEST_TIME)
    require_between(planned, 0, LATEST_TIME)
    if due not in (0, entry.due):
        entry.due, entry.reminded, entry.escalated = due, False, False
    entry.planned = planned or entry.planned


def content_hash(codec: Codec[Any], value: Any) -> bytes:
    """keccak256(abi.encode(value)), as an offer, an evaluation or a claim is stored."""
    return keccak256(TupleCodec(lambda it: it, codec).encode_values([value]))
