"""OrderFulfilment, what surrounds an order: sub-orders, changes, delays, partial deliveries, snags, disputes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case, literal

from quaychain.contracts.bindings import order_fulfilment as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import orders as table
from ..involvement import inherit, involve
from ..operations import Insert, LogPosition, RowOperation, Update
from ..values import hexadecimal, named, present
from .orders import evidence

#: The whole of a sub-order, in ppm.
WHOLE = 1_000_000


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a sub-order."""
    rows = table.sub_orders
    match event:
        case contract.SubOrderPlaced():
            yield from _placed(event, at)
        case contract.DeliveryPromised():
            yield _sub_order(
                event,
                # What was delivered in part stays so.
                status=case((rows.c.status == "placed", literal("promised")), else_=rows.c.status),
                promise_number=event.promise_number,
                promised_at=event.promised_at,
                # A warning follows in the same transaction where this promise is late again.
                late_seconds=None,
                warned_at=None,
                accepted_alternative=None,
            )
        case contract.DelayWarned():
            yield _sub_order(event, late_seconds=event.late_seconds, warned_at=at.time)
        case contract.AlternativeOffered():
            yield from _offered(event, at)
        case contract.AlternativeAccepted():
            yield Update(
                table.alternatives,
                {"sub_order_id": hexadecimal(event.sub_order), "alternative": event.alternative},
                {"accepted_at": at.time, "accepted_by": hexadecimal(event.accepted_by)},
            )
            same_due = rows.c.due == event.due
            yield _sub_order(
                event,
                accepted_alternative=event.alternative,
                due=event.due,
                # A reminder and an escalation count for the due time in force only.
                reminded_at=case((same_due, rows.c.reminded_at), else_=literal(None)),
                escalated_at=case((same_due, rows.c.escalated_at), else_=literal(None)),
            )
        case contract.SubOrderDelivered():
            whole = event.delivered_share >= WHOLE
            yield _sub_order(
                event,
                status="delivered" if whole else "partly_delivered",
                delivered_share=event.delivered_share,
                delivered_at=at.time if whole else None,
                **evidence(event.evidence),
            )
        case contract.SubOrderReminded():
            yield _sub_order(event, reminded_at=at.time)
        case contract.SubOrderEscalated():
            yield _sub_order(event, escalated_at=at.time)
        case contract.SubOrderCancelled():
            yield _sub_order(event, status="cancelled")


def project_changes(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a change request or a claim for excusable delay."""
    match event:
        case contract.ChangeRequested():
            yield Insert(
                table.changes,
                {
                    "change_id": hexadecimal(event.change),
                    "order_id": hexadecimal(event.order),
                    "requested_by": hexadecimal(event.requested_by),
                    "status": "requested",
                    "record": hexadecimal(event.record),
                    "requested_at": at.time,
                },
            )
        case contract.ChangeEvaluated():
            yield _change(
                event,
                status="evaluated",
                evaluated_at=at.time,
                order_version=event.order_version,
                delay_days=event.evaluation.delay_days,
                cost_commitment=present(event.evaluation.cost_commitment),
            )
        case contract.ChangeAccepted():
            yield _change(event, status="accepted", closed_at=at.time)
            yield Update(
                table.orders,
                {"order_id": hexadecimal(event.order)},
                {
                    "version": event.order_version,
                    "terms_commitment": hexadecimal(event.terms_commitment),
                    "calendar_hash": hexadecimal(event.calendar_hash),
                },
            )
        case contract.ChangeClosed():
            yield _change(event, status=named(event.status), closed_at=at.time)
        case contract.ExcusableDelayClaimed():
            yield Insert(
                table.delay_claims,
                {
                    "claim_id": hexadecimal(event.claim),
                    "order_id": hexadecimal(event.order),
                    "status": "claimed",
                    "delay_days": event.delay_days,
                    "milestone_count": len(event.milestones),
                    "record": hexadecimal(event.record),
                    "claimed_at": at.time,
                },
            )
        case contract.ExcusableDelayAccepted():
            yield _claim(event, status="accepted", answered_at=at.time)
        case contract.ExcusableDelayRefused():
            yield _claim(event, status="refused", answered_at=at.time, answer_record=present(event.record))


def project_deliveries(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a part of an order, or about a warranty."""
    match event:
        case contract.DeliveryReported():
            yield Insert(
                table.deliveries,
                {
                    "delivery_id": hexadecimal(event.delivery),
                    "order_id": hexadecimal(event.order),
                    "status": "reported",
                    "share": event.share,
                    "consignment": present(event.consignment),
                    "reported_at": at.time,
                    **evidence(event.evidence),
                },
            )
        case contract.PartTakenOver():
            yield _delivery(
                event,
                status="taken_over",
                answered_at=at.time,
                answer_record=hexadecimal(event.certificate),
                taken_over_at=event.taken_over_at,
                warranty_until=event.warranty_until,
                late_seconds=event.late_seconds,
            )
        case contract.DeliveryRefused():
            yield _delivery(event, status="refused", answered_at=at.time, answer_record=hexadecimal(event.record))
        case contract.WarrantyExtended() if any(event.delivery):
            yield _delivery(event, warranty_until=event.warranty_until)
        case contract.WarrantyExtended():
            yield Update(table.orders, {"order_id": hexadecimal(event.order)}, {"warranty_until": event.warranty_until})


def project_defects(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a snag or a dispute."""
    match event:
        case contract.SnagRaised():
            yield Insert(
                table.snags,
                {
                    "snag_id": hexadecimal(event.snag),
                    "order_id": hexadecimal(event.order),
                    "snag_class": named(event.snag_class),
                    "status": "raised",
                    "record": hexadecimal(event.record),
                    "due_at": event.due_at or None,
                    "raised_at": at.time,
                },
            )
        case contract.SnagAnswered():
            yield _snag(event, status="answered", answer_record=present(event.record))
        case contract.SnagReminded():
            yield _snag(event, reminded_at=at.time)
        case contract.SnagEscalated():
            yield _snag(event, escalated_at=at.time)
        case contract.SnagClosed():
            yield _snag(event, status="closed", closed_at=at.time)
        case contract.DisputeRaised():
            yield Insert(
                table.disputes,
                {
                    "dispute_id": hexadecimal(event.dispute),
                    "order_id": hexadecimal(event.order),
                    "status": "raised",
                    "raised_by": hexadecimal(event.raised_by),
                    "record": hexadecimal(event.record),
                    "raised_at": at.time,
                },
            )
        case contract.SettlementProposed():
            yield _dispute(
                event,
                status="settlement_proposed",
                proposed_by=hexadecimal(event.proposed_by),
                record=hexadecimal(event.record),
            )
        case contract.DisputeSettled():
            yield _dispute(event, status="settled", settled_at=at.time)


def _placed(event: contract.SubOrderPlaced, at: LogPosition) -> Iterator[RowOperation]:
    order_id, sub_order_id = hexadecimal(event.order), hexadecimal(event.sub_order)
    supplier = hexadecimal(event.supplier)
    yield Insert(
        table.sub_orders,
        {
            "sub_order_id": sub_order_id,
            "order_id": order_id,
            "milestone": hexadecimal(event.terms.milestone),
            "supplier": supplier,
            "status": "placed",
            "need_by": event.terms.need_by,
            "due": event.terms.need_by,
            "promise_number": 0,
            "delivered_share": 0,
            "terms_commitment": hexadecimal(event.terms.terms_commitment),
            "placed_at": at.time,
        },
    )
    yield involve(Resource.ORDERS, order_id, supplier, Capacity.SUPPLIER)
    yield involve(Resource.SUB_ORDERS, sub_order_id, supplier, Capacity.SUPPLIER)
    yield involve(Resource.MILESTONES, hexadecimal(event.terms.milestone), supplier, Capacity.SUPPLIER)
    yield inherit(Resource.SUB_ORDERS, sub_order_id, Capacity.SELLER, (Resource.ORDERS, order_id), (Capacity.SELLER,))


def _offered(event: contract.AlternativeOffered, at: LogPosition) -> Iterator[RowOperation]:
    sub_order_id = hexadecimal(event.sub_order)
    yield Insert(
        table.alternatives,
        {
            "sub_order_id": sub_order_id,
            "alternative": event.alternative,
            "promise_number": event.promise_number,
            "offered_by": hexadecimal(event.offered_by),
            "delay_days": event.delay_days,
            "price_commitment": hexadecimal(event.price_commitment),
            "offered_at": at.time,
        },
    )
    for move in event.moves:
        yield Insert(
            table.alternative_moves,
            {
                "sub_order_id": sub_order_id,
                "alternative": event.alternative,
                "milestone": hexadecimal(move.code),
                "planned": move.planned,
            },
        )


def _sub_order(event: object, **values: object) -> Update:
    return Update(table.sub_orders, {"sub_order_id": hexadecimal(event.sub_order)}, values)  # type: ignore[attr-defined]


def _change(event: object, **values: object) -> Update:
    return Update(table.changes, {"change_id": hexadecimal(event.change)}, values)  # type: ignore[attr-defined]


def _claim(event: object, **values: object) -> Update:
    return Update(table.delay_claims, {"claim_id": hexadecimal(event.claim)}, values)  # type: ignore[attr-defined]


def _delivery(event: object, **values: object) -> Update:
    return Update(table.deliveries, {"delivery_id": hexadecimal(event.delivery)}, values)  # type: ignore[attr-defined]


def _snag(event: object, **values: object) -> Update:
    return Update(table.snags, {"snag_id": hexadecimal(event.snag)}, values)  # type: ignore[attr-defined]


def _dispute(event: object, **values: object) -> Update:
    return Update(table.disputes, {"dispute_id": hexadecimal(event.dispute)}, values)  # type: ignore[attr-defined]
