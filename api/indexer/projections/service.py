"""PartProvenance, service: work orders and recalls."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import part_provenance as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import parts as table
from ..involvement import inherit, involve, involve_from
from ..operations import Insert, LogPosition, Put, RowOperation, Update
from ..values import hexadecimal, named, named_or_none, present


def project_work_orders(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a work order."""
    match event:
        case contract.WorkOrderOpened():
            yield from _opened(event, at)
        case contract.WorkOrderDiagnosed():
            yield _work_order(event, status="diagnosed", diagnosis=present(event.record), diagnosed_at=at.time)
        case contract.WorkOrderCompleted():
            yield _work_order(
                event,
                status="completed",
                completion=present(event.record),
                change_count=event.changes,
                closed_at=at.time,
            )
        case contract.WorkOrderCancelled():
            yield _work_order(event, status="cancelled", closed_at=at.time)


def project_recalls(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a recall."""
    match event:
        case contract.RecallOpened():
            recall_id, opened_by = hexadecimal(event.recall), hexadecimal(event.opened_by)
            yield Insert(
                table.recalls,
                {
                    "recall_id": recall_id,
                    "opened_by": opened_by,
                    "scope": named(event.scope),
                    "status": "open",
                    "maker": present(event.maker),
                    "scope_key": present(event.key),
                    "record": hexadecimal(event.record),
                    "opened_at": at.time,
                },
            )
            yield involve(Resource.RECALLS, recall_id, opened_by, Capacity.RECALLER)
        case contract.PartRecalled():
            yield from _reached(event, at)
        case contract.RecallRemedied():
            yield Update(
                table.recalled_parts,
                {"recall_id": hexadecimal(event.recall), "part_id": hexadecimal(event.part)},
                {
                    "mark": "remedied",
                    "remedied_at": at.time,
                    "remedied_by": hexadecimal(event.member),
                    "remedy_record": present(event.record),
                },
            )
        case contract.RecallClosed():
            where = {"recall_id": hexadecimal(event.recall)}
            yield Update(table.recalls, where, {"status": "closed", "closed_at": at.time})
        case contract.RecallEnded():
            where = {"recall_id": hexadecimal(event.recall)}
            yield Update(table.recalls, where, {"status": "ended", "ended_at": at.time})


def _opened(event: contract.WorkOrderOpened, at: LogPosition) -> Iterator[RowOperation]:
    work_order_id, machine = hexadecimal(event.work_order), hexadecimal(event.machine)
    custodian, performer = hexadecimal(event.custodian), hexadecimal(event.performer)
    yield Insert(
        table.work_orders,
        {
            "work_order_id": work_order_id,
            "machine": machine,
            "custodian": custodian,
            "performer": performer,
            "status": "opened",
            "alert_kind": named_or_none(event.alert.kind),
            "alert": present(event.alert.identifier),
            "alert_number": event.alert.number if event.alert.kind.value else None,
            "record": hexadecimal(event.record),
            "change_count": 0,
            "opened_at": at.time,
        },
    )
    yield involve(Resource.WORK_ORDERS, work_order_id, custodian, Capacity.CUSTODIAN)
    yield involve(Resource.WORK_ORDERS, work_order_id, performer, Capacity.PERFORMER)
    yield inherit(Resource.WORK_ORDERS, work_order_id, Capacity.MAKER, (Resource.PARTS, machine), (Capacity.MAKER,))
    yield involve(Resource.PARTS, machine, performer, Capacity.PERFORMER)


def _reached(event: contract.PartRecalled, at: LogPosition) -> Iterator[RowOperation]:
    recall_id, part_id = hexadecimal(event.recall), hexadecimal(event.part)
    custodian = hexadecimal(event.custodian)
    yield Put(
        table.recalled_parts,
        {
            "recall_id": recall_id,
            "part_id": part_id,
            "machine": present(event.machine),
            "custodian": custodian,
            "depth": event.depth,
            "mark": named(event.mark),
            "marked_at": at.time,
        },
    )
    yield involve(Resource.RECALLS, recall_id, custodian, Capacity.CUSTODIAN)
    yield involve_from(
        table.recalls,
        table.recalls.c.recall_id == recall_id,
        Resource.PARTS,
        part_id,
        table.recalls.c.opened_by,
        Capacity.RECALLER,
    )


def _work_order(event: object, **values: object) -> Update:
    where = {"work_order_id": hexadecimal(event.work_order)}  # type: ignore[attr-defined]
    return Update(table.work_orders, where, values)
