"""TradeFinance, guarantees and demands on them."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import trade_finance as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import finance as table
from ..involvement import inherit, involve
from ..operations import Insert, LogPosition, RowOperation, Update
from ..values import after, hexadecimal, named, present

#: The whole of a guarantee, in ppm.
WHOLE = 1_000_000


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a guarantee."""
    match event:
        case contract.GuaranteeIssued():
            yield from _issued(event, at)
        case contract.GuaranteeReduced():
            yield _guarantee(event, remaining_share=event.remaining)
            yield Update(
                table.guarantee_reductions,
                {"guarantee_id": hexadecimal(event.guarantee), "milestone": hexadecimal(event.milestone)},
                {"reduced_at": at.time},
            )
        case contract.GuaranteeExtended():
            yield _guarantee(event, expires_at=after(event.expires_at))
        case contract.GuaranteeReleased():
            yield _guarantee(event, status="released", ended_at=at.time)
        case contract.GuaranteeExpired():
            yield _guarantee(event, status="expired", ended_at=at.time)
        case contract.GuaranteeExhausted():
            yield _guarantee(event, status="exhausted", ended_at=at.time)
        case contract.DemandPresented():
            yield Insert(
                table.demands,
                {
                    "demand_id": hexadecimal(event.demand),
                    "guarantee_id": hexadecimal(event.guarantee),
                    "status": "presented",
                    "share": event.share,
                    "record": hexadecimal(event.record),
                    "presented_at": at.time,
                },
            )
        case contract.DemandHonoured():
            yield _demand(event, status="honoured", answered_at=at.time, reference_hash=present(event.reference_hash))
            yield _guarantee(event, remaining_share=event.remaining)
        case contract.DemandRefused():
            yield _demand(event, status="refused", answered_at=at.time)


def _issued(event: contract.GuaranteeIssued, at: LogPosition) -> Iterator[RowOperation]:
    terms = event.terms
    guarantee_id, order_id = hexadecimal(event.guarantee), hexadecimal(event.order)
    yield Insert(
        table.guarantees,
        {
            "guarantee_id": guarantee_id,
            "order_id": order_id,
            "bank": hexadecimal(event.bank),
            "beneficiary": hexadecimal(event.beneficiary),
            "kind": named(terms.kind),
            "status": "issued",
            "remaining_share": WHOLE,
            "amount_commitment": hexadecimal(terms.amount_commitment),
            "record": hexadecimal(terms.record),
            "issued_at": at.time,
            "expires_at": after(terms.expires_at),
            "expiry_milestone": present(terms.expiry_milestone),
        },
    )
    for reduction in terms.reductions:
        yield Insert(
            table.guarantee_reductions,
            {"guarantee_id": guarantee_id, "milestone": hexadecimal(reduction.milestone), "share": reduction.share},
        )
    yield involve(Resource.GUARANTEES, guarantee_id, hexadecimal(event.bank), Capacity.GUARANTOR)
    yield involve(Resource.GUARANTEES, guarantee_id, hexadecimal(event.beneficiary), Capacity.BENEFICIARY)
    yield inherit(
        Resource.GUARANTEES,
        guarantee_id,
        Capacity.PARTY,
        (Resource.ORDERS, order_id),
        (Capacity.SELLER, Capacity.BUYER),
    )


def _guarantee(event: object, **values: object) -> Update:
    return Update(table.guarantees, {"guarantee_id": hexadecimal(event.guarantee)}, values)  # type: ignore[attr-defined]


def _demand(event: object, **values: object) -> Update:
    return Update(table.demands, {"demand_id": hexadecimal(event.demand)}, values)  # type: ignore[attr-defined]
