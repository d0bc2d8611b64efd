"""OrderFulfilment, the order itself: agreement, milestones and their holds, taking-over, acceptance, cancellation."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case, literal

from quaychain.contracts.bindings import order_fulfilment as contract
from quaychain.contracts.bindings.types import Evidence

from ...permissions.capacities import Capacity, Resource
from ...tables import orders as table
from ...tables.records import records
from ..involvement import involve, involve_from
from ..operations import Insert, LogPosition, RowOperation, Update
from ..values import hexadecimal, named, named_or_none, present


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about an order as a whole or one of its milestones."""
    match event:
        case contract.OrderAgreed():
            yield from _agreed(event, at)
        case contract.MilestoneScheduled():
            yield from _scheduled(event, at)
        case contract.MilestonePaymentChanged():
            yield _milestone(event, payment_commitment=present(event.payment_commitment))
        case contract.InspectionNotified():
            yield _milestone(event, inspection_at=event.inspection_at)
        case contract.MilestoneWitnessed():
            yield _milestone(event, witnessed_at=at.time, hold_record=present(event.record))
        case contract.MilestoneReported():
            yield _milestone(event, status="awaiting_release", actual_at=event.actual_at, **evidence(event.evidence))
        case contract.HoldReleased():
            yield _milestone(event, released_at=at.time, hold_record=present(event.record))
        case contract.ReleaseRefused():
            yield _milestone(
                event, status="open", refused_at=at.time, actual_at=None, hold_record=present(event.record)
            )
        case contract.HoldWaived():
            yield _milestone(event, waived_at=at.time, hold_record=present(event.record))
        case contract.MilestoneCompleted():
            yield _milestone(
                event,
                status="completed",
                actual_at=event.actual_at,
                completed_at=at.time,
                reported_by=hexadecimal(event.reported_by),
                **evidence(event.evidence),
            )
        case contract.MilestoneReminded():
            yield _milestone(event, reminded_at=at.time)
        case contract.MilestoneEscalated():
            yield _milestone(event, escalated_at=at.time)
        case contract.OrderTakenOver():
            yield _order(
                event,
                status="taken_over",
                taking_over_certificate=present(event.certificate),
                taken_over_at=event.taken_over_at,
                warranty_until=event.warranty_until,
                late_seconds=event.late_seconds,
                late_share=event.late_share,
            )
        case contract.OrderAccepted():
            yield _order(
                event, status="accepted", acceptance_certificate=present(event.certificate), accepted_at=at.time
            )
        case contract.LiquidatedDamagesClaimed():
            yield _order(event, damages_claimed=hexadecimal(event.amount_commitment))
        case contract.LiquidatedDamagesAccepted():
            yield _order(event, damages_accepted=hexadecimal(event.amount_commitment))
        case contract.CancellationProposed():
            yield _order(
                event,
                cancellation_proposed_by=hexadecimal(event.proposed_by),
                cancellation_record=present(event.record),
            )
        case contract.OrderCancelled():
            yield _order(event, status="cancelled", cancelled_at=at.time, cancellation_record=present(event.record))


def evidence(value: Evidence) -> dict[str, str | int | None]:
    """The three columns that point at what shows that something happened."""
    return {
        "evidence_kind": named_or_none(value.kind),
        "evidence": present(value.identifier),
        "evidence_number": value.number if value.kind.value else None,
    }


def _agreed(event: contract.OrderAgreed, at: LogPosition) -> Iterator[RowOperation]:
    terms = event.terms
    order_id, seller, buyer = hexadecimal(event.order), hexadecimal(event.seller), hexadecimal(event.buyer)
    yield Insert(
        table.orders,
        {
            "order_id": order_id,
            "seller": seller,
            "buyer": buyer,
            "status": "agreed",
            "version": terms.version,
            "effective_at": terms.effective_at,
            "agreed_at": at.time,
            "reminder_window": terms.reminder_window,
            "warranty_period": terms.warranty_period,
            "terms_commitment": hexadecimal(terms.terms_commitment),
            "contract_record": hexadecimal(terms.contract_record),
            "calendar_hash": hexadecimal(terms.calendar_hash),
            "taking_over": hexadecimal(terms.taking_over),
            "final_acceptance": present(terms.final_acceptance),
            **at.as_columns(),
        },
    )
    for sequence, milestone in enumerate(terms.milestones):
        yield Insert(
            table.milestones,
            {
                "order_id": order_id,
                "milestone": hexadecimal(milestone.code),
                "sequence": sequence,
                "weight": milestone.weight,
                "hold_point": named(milestone.hold_point),
                "inspector": present(milestone.inspector) or buyer,
                "status": "open",
                "due": milestone.due,
                "agreed_due": milestone.due,
                "planned": milestone.planned,
                "agreed_planned": milestone.planned,
                "payment_commitment": present(milestone.payment_commitment),
            },
        )
    yield involve(Resource.ORDERS, order_id, seller, Capacity.SELLER)
    yield involve(Resource.ORDERS, order_id, buyer, Capacity.BUYER)
    for milestone in terms.milestones:
        if any(milestone.inspector) and milestone.hold_point.value:
            inspector = hexadecimal(milestone.inspector)
            yield involve(Resource.ORDERS, order_id, inspector, Capacity.INSPECTOR)
            yield involve(Resource.MILESTONES, hexadecimal(milestone.code), inspector, Capacity.INSPECTOR)
    # Records on this order may have been published before it was agreed, the contract's own among them.
    for party in (seller, buyer):
        yield involve_from(
            records,
            (records.c.subject == order_id) | (records.c.record_id == hexadecimal(terms.contract_record)),
            Resource.RECORDS,
            records.c.record_id,
            party,
            Capacity.PARTY,
        )


def _scheduled(event: contract.MilestoneScheduled, at: LogPosition) -> Iterator[RowOperation]:
    rows = table.milestones
    same_due = rows.c.due == event.due
    yield _milestone(
        event,
        due=event.due,
        planned=event.planned,
        # A reminder and an escalation count for the due time in force only.
        reminded_at=case((same_due, rows.c.reminded_at), else_=literal(None)),
        escalated_at=case((same_due, rows.c.escalated_at), else_=literal(None)),
    )
    yield Insert(
        table.schedule_moves,
        {
            **at.as_columns(),
            "order_id": hexadecimal(event.order),
            "milestone": hexadecimal(event.code),
            "cause": named(event.cause),
            "cause_id": present(event.cause_id),
            "due": event.due,
            "planned": event.planned,
            "moved_at": at.time,
        },
    )


def _order(event: object, **values: object) -> Update:
    return Update(table.orders, {"order_id": hexadecimal(event.order)}, values)  # type: ignore[attr-defined]


def _milestone(event: object, **values: object) -> Update:
    where = {"order_id": hexadecimal(event.order), "milestone": hexadecimal(event.code)}  # type: ignore[attr-defined]
    return Update(table.milestones, where, values)
