"""CustomsCompliance, the standing part: authorities, rule books, entitled issuers, checkers, certificates."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select, update

from quaychain.contracts.bindings import customs_compliance as contract
from quaychain.contracts.bindings.types import DocumentType, Rule

from ...permissions.capacities import Capacity, Resource
from ...tables import customs as table
from ..involvement import inherit, involve, involve_from
from ..operations import Delete, Insert, LogPosition, Put, RowOperation, Run, Update
from ..values import after, hexadecimal, named, named_or_none, present, tariff, text


def project(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about an authority, its rule books or whom it entitles."""
    match event:
        case contract.AuthorityAssigned():
            yield from _assigned(event, at)
        case contract.TranscriberDesignated():
            yield Update(
                table.jurisdictions,
                {"jurisdiction": text(event.jurisdiction)},
                {"transcriber": present(event.transcriber)},
            )
        case contract.RuleBookPublished():
            yield Put(
                table.rule_books,
                {
                    "jurisdiction": text(event.jurisdiction),
                    "version": event.version,
                    "status": "draft",
                    "publisher": hexadecimal(event.publisher),
                    "transcribed": event.transcribed,
                    "valid_from": event.valid_from,
                    "published_at": at.time,
                    "rule_count": 0,
                    "content_hash": hexadecimal(event.content_hash),
                },
            )
        case contract.RuleAdded():
            yield Put(
                table.rules,
                {"jurisdiction": text(event.jurisdiction), "version": event.version, "rule": event.rule}
                | _terms(event.terms),
            )
        case contract.RuleBookAbandoned():
            yield _book(event, status="abandoned")
        case contract.RuleBookSealed():
            yield _book(
                event,
                status="sealed",
                sealed_at=at.time,
                rule_count=event.rule_count,
                publisher=hexadecimal(event.publisher),
                transcribed=event.transcribed,
            )
        case contract.IssuerAuthorized():
            yield Put(
                table.issuer_authorizations,
                {
                    "jurisdiction": text(event.jurisdiction),
                    "issuer": hexadecimal(event.issuer),
                    **_document_type(event.document_type),
                    "valid_from": event.valid_from,
                    "valid_until": after(event.valid_until),
                    "transcribed": event.transcribed,
                },
            )
        case contract.IssuerAuthorizationEnded():
            yield _authorization_ended(event)
        case contract.CheckerAppointed():
            row = {"jurisdiction": text(event.jurisdiction), "member_id": hexadecimal(event.checker)}
            if event.appointed:
                yield Put(table.checkers, row | {"transcribed": event.transcribed})
            else:
                yield Delete(table.checkers, row)


def project_certificates(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one event about a certificate."""
    match event:
        case contract.CertificateIssued():
            certificate_id, issuer = hexadecimal(event.certificate), hexadecimal(event.issuer)
            holder, subject = present(event.holder), present(event.subject)
            yield Insert(
                table.certificates,
                {
                    "certificate_id": certificate_id,
                    "issuer": issuer,
                    "holder": holder,
                    "record_id": hexadecimal(event.record),
                    "subject": subject,
                    **_document_type(event.document_type),
                    "status": "issued",
                    "issued_at": at.time,
                    "status_since": at.time,
                    "valid_from": after(event.valid_from),
                    "valid_until": after(event.valid_until),
                },
            )
            yield involve(Resource.CERTIFICATES, certificate_id, issuer, Capacity.ISSUER)
            if holder is not None:
                yield involve(Resource.CERTIFICATES, certificate_id, holder, Capacity.HOLDER)
                yield involve(Resource.RECORDS, hexadecimal(event.record), holder, Capacity.HOLDER)
            if subject is not None:
                yield inherit(
                    Resource.CERTIFICATES,
                    certificate_id,
                    Capacity.PARTY,
                    (Resource.ORDERS, subject),
                    (Capacity.SELLER, Capacity.BUYER),
                )
        case contract.CertificateSuspended():
            yield _certificate(event, at, status="suspended", reason_hash=present(event.reason_hash))
        case contract.CertificateReinstated():
            yield _certificate(event, at, status="issued", reason_hash=None)
        case contract.CertificateRevoked():
            yield _certificate(event, at, status="revoked", reason_hash=present(event.reason_hash))


def _assigned(event: contract.AuthorityAssigned, at: LogPosition) -> Iterator[RowOperation]:
    jurisdiction, authority = text(event.jurisdiction) or "", hexadecimal(event.authority)
    # Who transcribes is another vote's matter.
    yield Put(table.jurisdictions, {"jurisdiction": jurisdiction, "authority": authority, "since": at.time})
    # A new authority takes over what is being handled in its jurisdiction.
    yield involve_from(
        table.declarations,
        table.declarations.c.jurisdiction == jurisdiction,
        Resource.DECLARATIONS,
        table.declarations.c.declaration_id,
        authority,
        Capacity.AUTHORITY,
    )


def _authorization_ended(event: contract.IssuerAuthorizationEnded) -> Run:
    """The member's last period for the type ends; the event doesn't say when that began."""
    rows = table.issuer_authorizations
    inner = rows.alias("inner_rows")
    key = {
        "jurisdiction": text(event.jurisdiction),
        "issuer": hexadecimal(event.issuer),
        **_document_type(event.document_type),
    }
    last = select(func.max(inner.c.valid_from)).where(*(inner.c[name] == value for name, value in key.items()))
    return Run(
        update(rows)
        .where(*(rows.c[name] == value for name, value in key.items()), rows.c.valid_from == last.scalar_subquery())
        .values(valid_until=event.ends_at, end_transcribed=event.transcribed)
    )


def _terms(rule: Rule) -> dict[str, object]:
    has_document = bool(rule.document_type.code_list.value)
    return {
        "requirement": rule.requirement,
        "effect": named(rule.effect),
        "tariff_prefix": tariff(rule.tariff_prefix.value, rule.tariff_prefix.digits),
        "origin": text(rule.origin),
        "destination": text(rule.destination),
        "procedure": text(rule.procedure),
        "transport_mode": after(rule.transport_mode),
        "code_list": named(rule.document_type.code_list) if has_document else None,
        "document_code": rule.document_type.code if has_document else None,
        "subtype": after(rule.document_type.subtype),
        "superseded_subtype": after(rule.superseded_subtype),
        "issuer_kind": named_or_none(rule.issuer_kind),
        "issuer_must_be_authorized": rule.issuer_must_be_authorized,
        "must_concern_goods": rule.must_concern_goods,
        "max_age": after(rule.max_age),
        "measure": present(rule.measure),
    }


def _document_type(value: DocumentType) -> dict[str, object]:
    return {"code_list": named(value.code_list), "document_code": value.code, "subtype": value.subtype}


def _book(event: object, **values: object) -> Update:
    where = {"jurisdiction": text(event.jurisdiction), "version": event.version}  # type: ignore[attr-defined]
    return Update(table.rule_books, where, values)


def _certificate(event: object, at: LogPosition, **values: object) -> Update:
    where = {"certificate_id": hexadecimal(event.certificate)}  # type: ignore[attr-defined]
    return Update(table.certificates, where, {"status_since": at.time, **values})
