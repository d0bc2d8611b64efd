"""CustomsCompliance, the moving part: declarations, pre-checks, decisions, attestations, evidence packs."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import customs_compliance as contract

from ...permissions.capacities import Capacity, Resource
from ...tables import customs as table
from ..involvement import inherit, involve, involve_authority
from ..operations import Insert, LogPosition, Put, RowOperation, Update
from ..values import after, hexadecimal, named, present, tariff, text


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a declaration."""
    match event:
        case contract.DeclarationLodged():
            yield from _lodged(event, at)
        case contract.RecordsNamed():
            yield from _records_named(event)
        case contract.FindingStored():
            yield Insert(table.findings, _finding(event))
        case contract.DeclarationAssessed():
            declaration_id = hexadecimal(event.declaration)
            yield Insert(
                table.assessments,
                {
                    "declaration_id": declaration_id,
                    "assessment": event.assessment,
                    "outcome": named(event.outcome),
                    "rule_book_version": after(event.rule_book_version),
                    "finding_count": event.findings,
                    "open_count": event.open,
                    "assessed_at": at.time,
                },
            )
            yield Update(table.declarations, {"declaration_id": declaration_id}, {"assessment": event.assessment})
        case contract.DecisionTaken():
            yield from _decided(
                event,
                at,
                decision=named(event.decision),
                source="own",
                member_id=present(event.authority),
                lapses_at=after(event.lapses_at),
                reason_hash=present(event.reason_hash),
                reference_hash=present(event.reference_hash),
            )
        case contract.DecisionReported():
            yield from _decided(
                event,
                at,
                decision=named(event.decision),
                source="reported",
                member_id=hexadecimal(event.declarant),
                reference_hash=present(event.reference_hash),
            )
        case contract.HoldLapsed():
            yield from _decided(event, at, decision="release", source="lapsed")
        case contract.DeclarationWithdrawn():
            where = {"declaration_id": hexadecimal(event.declaration)}
            yield Update(table.declarations, where, {"status": "withdrawn"})


def project_evidence(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about an attestation or an evidence pack."""
    match event:
        case contract.ConsistencyAttested():
            attestation_id = hexadecimal(event.attestation)
            yield Insert(
                table.attestations,
                {
                    "attestation_id": attestation_id,
                    "checker": hexadecimal(event.checker),
                    "jurisdiction": text(event.jurisdiction),
                    "outcome": named(event.outcome),
                    "aspects": event.aspects,
                    "report_hash": present(event.report_hash),
                    "attested_at": at.time,
                },
            )
            for item in event.records:
                row = {
                    "attestation_id": attestation_id,
                    "record_id": hexadecimal(item.record),
                    "version": item.version,
                }
                yield Put(table.attestation_records, row)
        case contract.AttestationWithdrawn():
            where = {"attestation_id": hexadecimal(event.attestation)}
            yield Update(table.attestations, where, {"withdrawn_at": at.time})
        case contract.EvidencePackSubmitted():
            pack_id = hexadecimal(event.pack)
            yield Insert(
                table.evidence_packs,
                {
                    "pack_id": pack_id,
                    "declaration_id": hexadecimal(event.declaration),
                    "submitter": hexadecimal(event.submitter),
                    "account": event.account,
                    "digest": hexadecimal(event.digest),
                    "submitted_at": at.time,
                    **at.as_columns(),
                },
            )
            for item, issuer in zip(event.items, event.issuers, strict=True):
                row = {
                    "pack_id": pack_id,
                    "record_id": hexadecimal(item.record),
                    "version": item.version,
                    "issuer": hexadecimal(issuer),
                }
                yield Put(table.evidence_pack_items, row)
        case contract.EvidencePackCountersigned():
            yield Put(
                table.evidence_pack_signatures,
                {
                    "pack_id": hexadecimal(event.pack),
                    "member_id": hexadecimal(event.member),
                    "account": event.account,
                    "signed_at": at.time,
                },
            )


def _lodged(event: contract.DeclarationLodged, at: LogPosition) -> Iterator[RowOperation]:
    movement = event.movement
    declaration_id, declarant = hexadecimal(event.declaration), hexadecimal(event.declarant)
    jurisdiction, order_id = text(event.jurisdiction) or "", present(movement.order)
    yield Insert(
        table.declarations,
        {
            "declaration_id": declaration_id,
            "declarant": declarant,
            "jurisdiction": jurisdiction,
            "tariff_code": tariff(movement.tariff.value, movement.tariff.digits),
            "origin": text(movement.origin),
            "destination": text(movement.destination),
            "procedure": text(movement.procedure),
            "transport_mode": after(movement.transport_mode),
            "trigger_date": movement.trigger_date,
            "order_id": order_id,
            "consignment": present(movement.consignment),
            "data_record": present(event.data_record),
            "order_known": event.order_known,
            "status": "declared",
            "declared_at": at.time,
            "assessment": 0,
            "decision_count": 0,
        },
    )
    yield involve(Resource.DECLARATIONS, declaration_id, declarant, Capacity.DECLARANT)
    yield involve_authority(Resource.DECLARATIONS, declaration_id, jurisdiction)
    if any(event.data_record):
        yield involve_authority(Resource.RECORDS, hexadecimal(event.data_record), jurisdiction)
    if order_id is not None:
        yield inherit(
            Resource.DECLARATIONS,
            declaration_id,
            Capacity.PARTY,
            (Resource.ORDERS, order_id),
            (Capacity.SELLER, Capacity.BUYER),
        )
        yield involve(Resource.ORDERS, order_id, declarant, Capacity.DECLARANT)
        yield involve_authority(Resource.ORDERS, order_id, jurisdiction)


def _records_named(event: contract.RecordsNamed) -> Iterator[RowOperation]:
    declaration_id = hexadecimal(event.declaration)
    for item in event.records:
        record_id = hexadecimal(item.record)
        yield Put(
            table.declaration_records,
            {
                "declaration_id": declaration_id,
                "assessment": event.assessment,
                "record_id": record_id,
                "version": item.version,
            },
        )
        yield inherit(
            Resource.RECORDS,
            record_id,
            Capacity.AUTHORITY,
            (Resource.DECLARATIONS, declaration_id),
            (Capacity.AUTHORITY,),
        )


def _finding(event: contract.FindingStored) -> dict[str, object]:
    finding = event.finding
    has_document = bool(finding.document_type.code_list.value)
    return {
        "declaration_id": hexadecimal(event.declaration),
        "assessment": event.assessment,
        "finding": event.index,
        "requirement": finding.requirement,
        "rule": finding.rule,
        "status": named(finding.status),
        "code_list": named(finding.document_type.code_list) if has_document else None,
        "document_code": finding.document_type.code if has_document else None,
        "subtype": after(finding.document_type.subtype),
        "rule_book_version": finding.rule_book_version,
        "record_id": present(finding.record),
        "version": after(finding.version),
        "measure": present(event.measure),
    }


def _decided(
    event: contract.DecisionTaken | contract.DecisionReported | contract.HoldLapsed,
    at: LogPosition,
    *,
    decision: str,
    source: str,
    member_id: str | None = None,
    lapses_at: int | None = None,
    reason_hash: str | None = None,
    reference_hash: str | None = None,
) -> Iterator[RowOperation]:
    declaration_id = hexadecimal(event.declaration)
    yield Insert(
        table.decisions,
        {
            "declaration_id": declaration_id,
            "decision_number": event.number,
            "decision": decision,
            "source": source,
            "member_id": member_id,
            "assessment": event.assessment,
            "decided_at": at.time,
            "lapses_at": lapses_at,
            "reason_hash": reason_hash,
            "reference_hash": reference_hash,
        },
    )
    yield Update(
        table.declarations,
        {"declaration_id": declaration_id},
        {
            "status": named(event.status),
            "decision_count": table.declarations.c.decision_count + 1,
            "lapses_at": lapses_at,
        },
    )
