"""TradeFinance, receivables: agreement to pay, assignments, payments, fingerprints of papers."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case

from quaychain.contracts.bindings import trade_finance as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import finance as table
from ...tables.records import record_readers
from ..involvement import involve, involve_from
from ..operations import Insert, LogPosition, Put, RowOperation, Update
from ..values import after, hexadecimal, named, present


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a receivable and its shares."""
    match event:
        case contract.ReceivablePresented():
            yield from _presented(event, at)
        case contract.ReceivableWithdrawn():
            yield _receivable(event, status="withdrawn")
        case contract.PaymentAgreed():
            yield _receivable(
                event,
                status="agreed_to_pay",
                agreed_at=at.time,
                due_at=after(event.due_at),
                agreement_record=present(event.record),
            )
        case contract.ShareAssigned():
            yield _receivable(event, assigned_share=event.assigned)
            yield from _assigned(event, at)
        case contract.ShareReassigned():
            source = hexadecimal(event.terms.source)
            left = {"share": event.source_share} | ({} if event.source_share else {"status": "reassigned"})
            yield Update(table.assignments, {"assignment_id": source}, left)
            yield from _assigned(event, at)
        case contract.ShareDischarged():
            yield Update(
                table.assignments,
                {"assignment_id": hexadecimal(event.assignment)},
                {"status": "discharged", "discharged_at": at.time},
            )
            yield _receivable(event, assigned_share=event.assigned)
        case contract.PaymentAttested():
            yield from _paid(event, at)
        case contract.ReceivablePaid():
            yield _receivable(event, status="paid")


def project_papers(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about fingerprints and claims from outside."""
    match event:
        case contract.FingerprintBound():
            yield Put(
                table.papers,
                {
                    "fingerprint": hexadecimal(event.fingerprint),
                    "holder": hexadecimal(event.holder),
                    "holder_kind": named(event.kind),
                    "element": named(event.element),
                    "status": "bound",
                    "bound_by": hexadecimal(event.bound_by),
                    "bound_at": at.time,
                    "released_at": None,
                },
            )
        case contract.FingerprintReleased():
            where = {"fingerprint": hexadecimal(event.fingerprint), "holder": hexadecimal(event.holder)}
            yield Update(table.papers, where, {"status": "released", "released_at": at.time})
        case contract.FingerprintProbed():
            yield Insert(
                table.probes,
                {
                    **at.as_columns(),
                    "fingerprint": hexadecimal(event.fingerprint),
                    "bank": hexadecimal(event.bank),
                    "holder": present(event.holder),
                    "probed_at": at.time,
                },
            )
        case contract.OutsideClaimRecorded():
            yield Put(
                table.outside_claims,
                {
                    "claim_id": hexadecimal(event.claim),
                    "bank": hexadecimal(event.bank),
                    "status": "active",
                    "recorded_at": at.time,
                },
            )
        case contract.OutsideClaimReleased():
            where = {"claim_id": hexadecimal(event.claim)}
            yield Update(table.outside_claims, where, {"status": "released", "released_at": at.time})


def _presented(event: contract.ReceivablePresented, at: LogPosition) -> Iterator[RowOperation]:
    terms = event.presented
    receivable_id, invoice = hexadecimal(event.receivable), hexadecimal(terms.invoice_record)
    seller, buyer, milestone = hexadecimal(terms.seller), hexadecimal(terms.buyer), hexadecimal(event.milestone)
    # One that was withdrawn may be presented again, as its next version.
    yield Put(
        table.receivables,
        {
            "receivable_id": receivable_id,
            "order_id": hexadecimal(event.order),
            "milestone": milestone,
            "seller": seller,
            "buyer": buyer,
            "collecting_bank": present(terms.collecting_bank),
            "status": "presented",
            "version": event.version,
            "order_version": terms.order_version,
            "amount_commitment": hexadecimal(terms.amount_commitment),
            "invoice_record": invoice,
            "presented_at": at.time,
            "agreed_at": None,
            "due_at": None,
            "agreement_record": None,
            "assigned_share": 0,
            "paid_share": 0,
        },
    )
    yield involve(Resource.RECEIVABLES, receivable_id, seller, Capacity.SELLER)
    yield involve(Resource.RECEIVABLES, receivable_id, buyer, Capacity.BUYER)
    if any(terms.collecting_bank):
        bank = hexadecimal(terms.collecting_bank)
        yield involve(Resource.RECEIVABLES, receivable_id, bank, Capacity.COLLECTOR)
        yield involve(Resource.MILESTONES, milestone, bank, Capacity.COLLECTOR)
    # Whoever was let read the invoice is asked to finance it.
    for resource, object_id in ((Resource.RECEIVABLES, receivable_id), (Resource.MILESTONES, milestone)):
        yield involve_from(
            record_readers,
            record_readers.c.record_id == invoice,
            resource,
            object_id,
            record_readers.c.member_id,
            Capacity.INVITED,
        )


def _assigned(event: contract.ShareAssigned | contract.ShareReassigned, at: LogPosition) -> Iterator[RowOperation]:
    terms = event.terms
    receivable_id, bank = hexadecimal(event.receivable), hexadecimal(event.bank)
    yield Put(
        table.assignments,
        {
            "assignment_id": hexadecimal(terms.assignment),
            "receivable_id": receivable_id,
            "bank": bank,
            "assignor": hexadecimal(event.assignor),
            "status": "active",
            "share": terms.share,
            "paid_share": 0,
            "source": present(terms.source),
            "registry_reference": present(terms.registry_reference),
            "terms_commitment": present(terms.terms_commitment),
            "assigned_at": at.time,
            **at.as_columns(),
        },
    )
    yield involve(Resource.RECEIVABLES, receivable_id, bank, Capacity.ASSIGNEE)
    yield involve(Resource.ASSIGNMENTS, hexadecimal(terms.assignment), bank, Capacity.ASSIGNEE)
    rows = table.receivables.c
    for resource, object_id in ((Resource.ORDERS, rows.order_id), (Resource.MILESTONES, rows.milestone)):
        yield involve_from(
            table.receivables, rows.receivable_id == receivable_id, resource, object_id, bank, Capacity.FINANCIER
        )


def _paid(event: contract.PaymentAttested, at: LogPosition) -> Iterator[RowOperation]:
    assignment_id = present(event.assignment)
    yield Insert(
        table.payments,
        {
            **at.as_columns(),
            "receivable_id": hexadecimal(event.receivable),
            "assignment_id": assignment_id,
            "bank": hexadecimal(event.bank),
            "share": event.share,
            "paid_share": event.paid,
            "reference_hash": hexadecimal(event.reference_hash),
            "record": present(event.record),
            "attested_at": at.time,
        },
    )
    yield _receivable(event, paid_share=event.paid)
    if assignment_id is not None:
        rows = table.assignments
        paid = rows.c.paid_share + event.share
        settled = case((paid >= rows.c.share, "paid"), else_=rows.c.status)
        yield Update(rows, {"assignment_id": assignment_id}, {"paid_share": paid, "status": settled})


def _receivable(event: object, **values: object) -> Update:
    return Update(table.receivables, {"receivable_id": hexadecimal(event.receivable)}, values)  # type: ignore[attr-defined]
