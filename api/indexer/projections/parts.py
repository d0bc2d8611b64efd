"""PartProvenance, the parts: makers, registration, assembly, custody, inspection."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, update

from quaychain.contracts.bindings import part_provenance as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import parts as table
from ...tables.records import records
from ..involvement import inherit, involve, involve_from, release
from ..operations import Delete, Insert, LogPosition, Put, RowOperation, Run, Update
from ..values import hexadecimal, named, present, text


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about makers, registration or assembly."""
    match event:
        case contract.MakerEntered():
            yield Put(
                table.makers,
                {
                    "maker": hexadecimal(event.maker),
                    "registrar": hexadecimal(event.registrar),
                    "identity": hexadecimal(event.identity),
                    "serial_key_digest": hexadecimal(event.serial_key_digest),
                    "entered_at": at.time,
                },
            )
        case contract.RegistrarAppointed():
            maker, registrar = hexadecimal(event.maker), hexadecimal(event.registrar)
            yield Update(table.makers, {"maker": maker}, {"registrar": registrar})
            yield Update(table.parts, {"maker": maker}, {"registrar": registrar})
            yield involve_from(
                table.parts,
                table.parts.c.maker == maker,
                Resource.PARTS,
                table.parts.c.part_id,
                registrar,
                Capacity.MAKER,
            )
        case contract.BatchRegistered():
            yield Put(
                table.part_batches,
                {
                    "root": hexadecimal(event.root),
                    "maker": hexadecimal(event.maker),
                    "part_count": event.count,
                    "registered_at": at.time,
                },
            )
        case contract.PartRegistered():
            yield from _registered(event, at)
        case contract.MachineBuilt():
            yield from _built(event, at)
        case contract.PartInstalled():
            yield from _installed(event, at)
        case contract.PartRemoved():
            yield from _removed(event, at)
        case contract.PartReplaced():
            yield Insert(
                table.replacements,
                {
                    **at.as_columns(),
                    "work_order_id": hexadecimal(event.work_order),
                    "old_part": hexadecimal(event.old_part),
                    "new_part": hexadecimal(event.new_part),
                    "parent": hexadecimal(event.parent),
                    "position": hexadecimal(event.position),
                    "performer": hexadecimal(event.performer),
                    "custodian": hexadecimal(event.custodian),
                    "replaced_at": at.time,
                },
            )
        case contract.PartScrapped():
            # Only a loose part is scrapped: what has it as root is in it, and goes with it.
            where = {"root": hexadecimal(event.part)}
            yield Update(table.parts, where, {"status": "scrapped", "scrapped_at": at.time})
            yield _note(event, at, "scrapped", event.record, event.member)


def project_custody(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about custody, repair, inspection or sighting."""
    match event:
        case contract.HandOverOffered():
            part_id, receiver = hexadecimal(event.part), hexadecimal(event.receiver)
            yield Put(
                table.hand_over_offers,
                {
                    "part_id": part_id,
                    "giver": hexadecimal(event.giver),
                    "receiver": receiver,
                    "purpose": named(event.purpose),
                    "with_ownership": event.with_ownership,
                    "evidence": present(event.evidence),
                    "offered_at": at.time,
                },
            )
            yield release(Resource.PARTS, part_id, Capacity.INVITED)
            yield involve(Resource.PARTS, part_id, receiver, Capacity.INVITED)
        case contract.HandOverCancelled():
            yield from _offer_gone(hexadecimal(event.part))
        case contract.CustodyTransferred():
            yield from _transferred(event, at)
        case contract.TitleOffered():
            part_id, invited = hexadecimal(event.part), present(event.receiver)
            yield release(Resource.PARTS, part_id, Capacity.INVITED)
            if invited:
                yield involve(Resource.PARTS, part_id, invited, Capacity.INVITED)
        case contract.TitleTransferred():
            part_id, owner = hexadecimal(event.part), hexadecimal(event.owner)
            yield release(Resource.PARTS, part_id, Capacity.INVITED)
            yield from _owned(part_id, owner)
            yield _note(event, at, "sold", event.record, event.previous)
        case contract.PartInspected():
            yield _note(event, at, "inspected", event.record, event.inspector, named(event.result))
        case contract.RepairStarted():
            yield _part(event, status="in_repair")
            yield _note(event, at, "repair_started", event.record, event.member)
        case contract.RepairCompleted():
            yield _part(event, status="repaired")
            yield _note(event, at, "repair_completed", event.record, event.member)
        case contract.PartSighted():
            yield Insert(
                table.sightings,
                {
                    **at.as_columns(),
                    "part_id": hexadecimal(event.part),
                    "member_id": hexadecimal(event.member),
                    "place": text(event.place) or "",
                    "seen_at": event.seen_at,
                },
            )
        case contract.PartSuspected():
            yield _part(event, suspected=True)
        case contract.SuspicionCleared():
            yield _part(event, suspected=False)
            yield _note(event, at, "suspicion_cleared", event.record, event.registrar)


def project_cores(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about an old unit that is owed against a credit."""
    match event:
        case contract.CoreOwed():
            part_id, creditor = hexadecimal(event.part), hexadecimal(event.creditor)
            yield Put(
                table.core_returns,
                {
                    "part_id": part_id,
                    "debtor": hexadecimal(event.debtor),
                    "creditor": creditor,
                    "status": "owed",
                    "owed_at": at.time,
                    "due_at": event.due_at,
                    "returned_at": None,
                    "settled_at": None,
                    "terms": present(event.terms),
                    "finding": None,
                },
            )
            yield involve(Resource.PARTS, part_id, creditor, Capacity.PARTY)
        case contract.CoreReturned():
            yield _core(event, status="returned", returned_at=at.time)
        case contract.CoreJudged():
            status = "accepted" if event.accepted else "refused"
            yield _core(event, status=status, settled_at=at.time, finding=present(event.record))
            yield from _owned(hexadecimal(event.part), hexadecimal(event.owner))
        case contract.CoreWaived():
            yield _core(event, status="waived", settled_at=at.time, finding=present(event.record))


def _registered(event: contract.PartRegistered, at: LogPosition) -> Iterator[RowOperation]:
    part_id, registrar = hexadecimal(event.part), hexadecimal(event.registrar)
    yield Insert(
        table.parts,
        {
            "part_id": part_id,
            "maker": hexadecimal(event.maker),
            "registrar": registrar,
            "serial_commitment": hexadecimal(event.serial_commitment),
            "design": present(event.design),
            "lot": present(event.lot),
            "batch": present(event.batch),
            "machine": event.machine,
            "status": "made",
            "root": part_id,
            "custodian": registrar,
            "owner": registrar,
            "custody_sequence": 0,
            "registered_at": at.time,
            **at.as_columns(),
        },
    )
    for capacity in (Capacity.MAKER, Capacity.CUSTODIAN, Capacity.OWNER):
        yield involve(Resource.PARTS, part_id, registrar, capacity)


def _built(event: contract.MachineBuilt, at: LogPosition) -> Iterator[RowOperation]:
    machine, record_id = hexadecimal(event.machine), hexadecimal(event.record)
    yield Update(table.parts, {"part_id": machine}, {"built_at": at.time, "built_record": record_id})
    # The record's subject is the order that the machine was built for: its parties follow the machine from here.
    order_id = select(records.c.subject).where(records.c.record_id == record_id).scalar_subquery()
    yield inherit(
        Resource.PARTS, machine, Capacity.PARTY, (Resource.ORDERS, order_id), (Capacity.SELLER, Capacity.BUYER)
    )


def _installed(event: contract.PartInstalled, at: LogPosition) -> Iterator[RowOperation]:
    part_id, root = hexadecimal(event.part), hexadecimal(event.root)
    yield Update(
        table.parts,
        {"part_id": part_id},
        {"status": "installed", "parent": hexadecimal(event.parent), "position": hexadecimal(event.position)},
    )
    # It was loose, so it was the root of all that is in it.
    yield Update(table.parts, {"root": part_id}, {"root": root})
    yield Insert(
        table.assembly_edges,
        {
            "part_id": part_id,
            "parent": hexadecimal(event.parent),
            "position": hexadecimal(event.position),
            "root": root,
            "installed_at": at.time,
            "installed_under": present(event.work_order),
            "installed_by": hexadecimal(event.member),
            **at.as_columns(),
        },
    )
    yield release(Resource.PARTS, part_id, Capacity.CUSTODIAN)
    yield release(Resource.PARTS, part_id, Capacity.OWNER)


def _removed(event: contract.PartRemoved, at: LogPosition) -> Iterator[RowOperation]:
    part_id, rows = hexadecimal(event.part), table.parts
    custodian, owner = hexadecimal(event.custodian), hexadecimal(event.owner)
    yield Update(
        table.assembly_edges,
        {"part_id": part_id, "removed_at": None},
        {"removed_at": at.time, "removed_under": present(event.work_order), "removed_by": hexadecimal(event.member)},
    )
    yield Update(
        rows,
        {"part_id": part_id},
        {"status": "removed", "parent": None, "position": None, "custodian": custodian, "owner": owner},
    )
    inside = select(rows.c.part_id).where(rows.c.part_id == part_id).cte("inside", recursive=True)
    inside = inside.union_all(select(rows.c.part_id).where(rows.c.parent == inside.c.part_id))
    yield Run(update(rows).where(rows.c.part_id.in_(select(inside.c.part_id))).values(root=part_id))
    yield involve(Resource.PARTS, part_id, custodian, Capacity.CUSTODIAN)
    yield involve(Resource.PARTS, part_id, owner, Capacity.OWNER)


def _transferred(event: contract.CustodyTransferred, at: LogPosition) -> Iterator[RowOperation]:
    part_id = hexadecimal(event.part)
    giver, receiver, owner = hexadecimal(event.giver), hexadecimal(event.receiver), hexadecimal(event.owner)
    yield Insert(
        table.hand_overs,
        {
            "part_id": part_id,
            "custody_sequence": event.custody_sequence,
            "giver": giver,
            "receiver": receiver,
            "owner": owner,
            "purpose": named(event.purpose),
            "evidence": present(event.evidence),
            "transferred_at": at.time,
        },
    )
    yield _part(event, custodian=receiver, owner=owner, custody_sequence=event.custody_sequence)
    yield from _offer_gone(part_id)
    yield release(Resource.PARTS, part_id, Capacity.CUSTODIAN)
    yield release(Resource.PARTS, part_id, Capacity.OWNER)
    yield involve(Resource.PARTS, part_id, receiver, Capacity.CUSTODIAN)
    yield involve(Resource.PARTS, part_id, owner, Capacity.OWNER)
    yield involve(Resource.PARTS, part_id, giver, Capacity.FORMER_CUSTODIAN)


def _owned(part_id: str, owner: str) -> Iterator[RowOperation]:
    yield Update(table.parts, {"part_id": part_id}, {"owner": owner})
    yield release(Resource.PARTS, part_id, Capacity.OWNER)
    yield involve(Resource.PARTS, part_id, owner, Capacity.OWNER)


def _core(event: object, **values: object) -> Update:
    return Update(table.core_returns, {"part_id": hexadecimal(event.part)}, values)  # type: ignore[attr-defined]


def _offer_gone(part_id: str) -> Iterator[RowOperation]:
    yield Delete(table.hand_over_offers, {"part_id": part_id})
    yield release(Resource.PARTS, part_id, Capacity.INVITED)


def _note(event: object, at: LogPosition, note: str, record: bytes, member: bytes, result: str | None = None) -> Insert:
    return Insert(
        table.part_notes,
        {
            **at.as_columns(),
            "part_id": hexadecimal(event.part),  # type: ignore[attr-defined]
            "note": note,
            "result": result,
            "member_id": hexadecimal(member),
            "record": present(record),
            "noted_at": at.time,
        },
    )


def _part(event: object, **values: object) -> Update:
    return Update(table.parts, {"part_id": hexadecimal(event.part)}, values)  # type: ignore[attr-defined]
