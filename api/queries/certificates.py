"""Certificates and the rule books that ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require, require_some, visible
from ..tables.customs import certificates, jurisdictions, rule_books, rules
from .view import DocumentTypeRef, Id, MemberRef, Moment, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as its issuer keeps it: issued, suspended or revoked."""

    certificate_id: Id
    record_id: Id
    document_type: DocumentTypeRef
    issuer: MemberRef
    holder: MemberRef | None
    subject: Id | None
    status: str
    status_since: Moment
    issued_at: Moment
    valid_from: Moment | None
    valid_until: Moment | None
    reason_hash: Id | None


@dataclass(frozen=True, slots=True)
class RuleBookView:
    """A version of a jurisdiction's rule book. `transcribed`: not published by the authority itself."""

    jurisdiction: Annotated[str, Field(examples=["NL"])]
    version: int
    status: Annotated[str, Field(description="draft, sealed or abandoned")]
    authority: MemberRef | None
    publisher: MemberRef
    transcribed: bool
    valid_from: Moment
    sealed_at: Moment | None
    content_hash: Id


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: for which goods and ways it asks for which document."""

    rule: int
    requirement: int
    effect: Annotated[str, Field(description="required, not_required or notice")]
    tariff_prefix: str
    origin: str | None
    destination: str | None
    procedure: str | None
    transport_mode: int | None
    document_type: DocumentTypeRef | None
    superseded_subtype: int | None
    issuer_kind: str | None
    issuer_must_be_authorized: bool
    must_concern_goods: bool
    max_age_days: int | None


def list_certificates(view: View, page: PageRequest, subject: str | None = None) -> Page[CertificateView]:
    """Certificates that the asker may see, the newest first."""
    require_some(view.asker, Resource.CERTIFICATES, Action.READ)
    query = select(certificates).where(visible(view.asker, Resource.CERTIFICATES, certificates.c.certificate_id))
    if subject is not None:
        query = query.where(certificates.c.subject == subject)
    order = [SortKey(certificates.c.issued_at, int, True), SortKey(certificates.c.certificate_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _certificate(view, row))


def get_certificate(view: View, certificate_id: str) -> CertificateView:
    """One certificate. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.CERTIFICATES, Action.READ)
    query = select(certificates).where(certificates.c.certificate_id == certificate_id)
    row = view.connection.execute(query).first()
    if row is None:
        raise NotFoundError("certificate", certificate_id)
    require(view.connection, view.asker, Resource.CERTIFICATES, Action.READ, certificate_id)
    return _certificate(view, row)


def list_rule_books(view: View, page: PageRequest) -> Page[RuleBookView]:
    """All rule books, by jurisdiction and version."""
    require_some(view.asker, Resource.RULE_BOOKS, Action.READ)
    query = select(rule_books, jurisdictions.c.authority).outerjoin(
        jurisdictions, jurisdictions.c.jurisdiction == rule_books.c.jurisdiction
    )
    order = [SortKey(rule_books.c.jurisdiction, str), SortKey(rule_books.c.version, int)]
    return fetch_page(
        view.connection,
        query,
        order,
        page,
        lambda row: RuleBookView(
            jurisdiction=row.jurisdiction,
            version=row.version,
            status=row.status,
            authority=view.member_or_none(row.authority),
            publisher=view.member(row.publisher),
            transcribed=row.transcribed,
            valid_from=certain_moment(row.valid_from),
            sealed_at=moment(row.sealed_at),
            content_hash=row.content_hash,
        ),
    )


def list_rules(view: View, jurisdiction: str, version: int, page: PageRequest) -> Page[RuleView]:
    """The rules of a book in the order they were added. Raises NotFoundError."""
    require_some(view.asker, Resource.RULE_BOOKS, Action.READ)
    known = select(rule_books.c.version).where(
        rule_books.c.jurisdiction == jurisdiction, rule_books.c.version == version
    )
    if view.connection.execute(known).first() is None:
        raise NotFoundError("rule book", f"{jurisdiction} {version}")
    query = select(rules).where(rules.c.jurisdiction == jurisdiction, rules.c.version == version)
    return fetch_page(view.connection, query, [SortKey(rules.c.rule, int)], page, _rule)


def _certificate(view: View, row: Row[Any]) -> CertificateView:
    return CertificateView(
        certificate_id=row.certificate_id,
        record_id=row.record_id,
        document_type=DocumentTypeRef(row.code_list, row.document_code, row.subtype),
        issuer=view.member(row.issuer),
        holder=view.member_or_none(row.holder),
        subject=row.subject,
        status=row.status,
        status_since=certain_moment(row.status_since),
        issued_at=certain_moment(row.issued_at),
        valid_from=moment(row.valid_from),
        valid_until=moment(row.valid_until),
        reason_hash=row.reason_hash,
    )


def _rule(row: Row[Any]) -> RuleView:
    return RuleView(
        rule=row.rule,
        requirement=row.requirement,
        effect=row.effect,
        tariff_prefix=row.tariff_prefix,
        origin=row.origin,
        destination=row.destination,
        procedure=row.procedure,
        transport_mode=row.transport_mode,
        document_type=DocumentTypeRef(row.code_list, row.document_code, row.subtype or 0) if row.code_list else None,
        superseded_subtype=row.superseded_subtype,
        issuer_kind=row.issuer_kind,
        issuer_must_be_authorized=row.issuer_must_be_authorized,
        must_concern_goods=row.must_concern_goods,
        max_age_days=None if row.max_age is None else row.max_age // 86_400,
    )
