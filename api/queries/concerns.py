"""Which logs concern a member: those about things it has a part in, and of these only what that part lets it see.

An id that two things share would otherwise give away the one to whoever may see the other: a sub-order's logs name the
order too, and a record's its subject. Of an order, inspectors, suppliers and banks see the milestones that are theirs.
"""

from __future__ import annotations

from sqlalchemy import and_, exists, literal, or_, select
from sqlalchemy.sql import ColumnElement

from ..permissions import Capacity, Resource
from ..tables.access import involvements
from ..tables.chain import COMMON_CONTRACTS, log_subjects, logs

#: Which bank took which share is for that bank and the receivable's two sides, not for other banks asked to finance it.
_BANKS_OWN = ("ShareAssigned", "ShareReassigned", "ShareDischarged", "PaymentAttested", "FingerprintProbed")
#: Who supplies what, and how late, is between the seller and that supplier.
_SUPPLIERS_OWN = (
    "SubOrderPlaced",
    "DeliveryPromised",
    "DelayWarned",
    "AlternativeOffered",
    "AlternativeAccepted",
    "SubOrderDelivered",
    "SubOrderReminded",
    "SubOrderEscalated",
    "SubOrderCancelled",
)
#: What an order's seller and buyer settle between them.
_PARTIES_OWN = (
    "ChangeRequested",
    "ChangeEvaluated",
    "ChangeAccepted",
    "ChangeClosed",
    "ExcusableDelayClaimed",
    "ExcusableDelayAccepted",
    "ExcusableDelayRefused",
    "SnagRaised",
    "SnagAnswered",
    "SnagReminded",
    "SnagEscalated",
    "SnagClosed",
    "DeliveryReported",
    "PartTakenOver",
    "DeliveryRefused",
    "WarrantyExtended",
    "LiquidatedDamagesClaimed",
    "LiquidatedDamagesAccepted",
    "CancellationProposed",
    "DisputeRaised",
    "SettlementProposed",
    "DisputeSettled",
)
_NARROWED = (*_BANKS_OWN, *_SUPPLIERS_OWN, *_PARTIES_OWN)
_ORDERS, _RECORDS = "OrderFulfilment", "RecordRegistry"


def concerns(member_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    """The condition on rows of `logs`, for a member or for a parameter of the query."""
    return or_(concerns_all(), concerns_own(member_id))


def concerns_all() -> ColumnElement[bool]:
    """Logs of the consortium as a whole; in the words of the index that has just these."""
    return logs.c.contract.in_([literal(name, literal_execute=True) for name in COMMON_CONTRACTS])


def concerns_own(member_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Logs about things that the member has a part in."""
    resource, capacity = involvements.c.resource, involvements.c.capacity
    two_sides = (Capacity.SELLER.value, Capacity.BUYER.value)
    follows_order = (*two_sides, Capacity.AUTHORITY.value, Capacity.DECLARANT.value)
    lets_see = or_(
        and_(
            logs.c.event.in_(_BANKS_OWN),
            or_(resource == Resource.ASSIGNMENTS.value, capacity.in_((*two_sides, Capacity.COLLECTOR.value))),
        ),
        and_(logs.c.event.in_(_SUPPLIERS_OWN), resource == Resource.SUB_ORDERS.value),
        and_(logs.c.event.in_(_PARTIES_OWN), capacity.in_(two_sides)),
        and_(
            logs.c.contract == _ORDERS,
            logs.c.event.not_in(_NARROWED),
            or_(capacity.in_(follows_order), resource == Resource.MILESTONES.value),
        ),
        and_(logs.c.contract == _RECORDS, resource == Resource.RECORDS.value),
        and_(logs.c.contract.not_in((_ORDERS, _RECORDS)), logs.c.event.not_in(_NARROWED)),
    )
    return exists(
        select(log_subjects.c.subject)
        .join(involvements, involvements.c.object_id == log_subjects.c.subject)
        .where(
            log_subjects.c.block_number == logs.c.block_number,
            log_subjects.c.log_index == logs.c.log_index,
            involvements.c.member_id == member_id,
            lets_see,
        )
    )
