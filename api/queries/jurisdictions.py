"""Who speaks for customs in each jurisdiction, and whom that entitles to issue documents and to check them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require_some
from ..tables.customs import checkers, issuer_authorizations, jurisdictions
from ..tables.members import members
from .view import DocumentTypeRef, MemberRef, Moment, View, certain_moment, moment

_TRANSCRIBED = Field(description="written down by the authority's transcriber; not its own word here")


@dataclass(frozen=True, slots=True)
class CheckerView:
    """A member that the authority trusts to compare documents."""

    checker: MemberRef
    transcribed: Annotated[bool, _TRANSCRIBED]


@dataclass(frozen=True, slots=True)
class JurisdictionView:
    """A customs territory, its authority, who writes down the rules of one that has no seat, and its checkers."""

    jurisdiction: Annotated[str, Field(examples=["NL"])]
    authority: MemberRef
    authority_seat: Annotated[str | None, Field(description="mirrored: the authority has no seat here")]
    transcriber: MemberRef | None
    since: Annotated[Moment, Field(description="since when it is this authority's")]
    checkers: list[CheckerView]


@dataclass(frozen=True, slots=True)
class IssuerAuthorizationView:
    """A time in which a member may issue a type of document; subtype 0 is every subtype."""

    issuer: MemberRef
    document_type: DocumentTypeRef
    valid_from: Moment
    valid_until: Moment | None
    transcribed: Annotated[bool, _TRANSCRIBED]
    end_transcribed: Annotated[bool, Field(description="the same of an end that was set later")]


def list_jurisdictions(view: View, page: PageRequest) -> Page[JurisdictionView]:
    """All of them, by their codes."""
    require_some(view.asker, Resource.RULE_BOOKS, Action.READ)
    query = select(jurisdictions, members.c.seat).outerjoin(members, members.c.member_id == jurisdictions.c.authority)
    return fetch_page(
        view.connection, query, [SortKey(jurisdictions.c.jurisdiction, str)], page, lambda row: _jurisdiction(view, row)
    )


def list_issuers(view: View, jurisdiction: str, page: PageRequest) -> Page[IssuerAuthorizationView]:
    """Whom its authority entitled, for which types of documents, by type and time. Raises NotFoundError."""
    require_some(view.asker, Resource.RULE_BOOKS, Action.READ)
    known = select(jurisdictions.c.jurisdiction).where(jurisdictions.c.jurisdiction == jurisdiction)
    if view.connection.execute(known).first() is None:
        raise NotFoundError("jurisdiction", jurisdiction)
    rows = issuer_authorizations
    order = [
        SortKey(rows.c.code_list, str),
        SortKey(rows.c.document_code, int),
        SortKey(rows.c.subtype, int),
        SortKey(rows.c.valid_from, int),
        SortKey(rows.c.issuer, str),
    ]
    return fetch_page(
        view.connection,
        select(rows).where(rows.c.jurisdiction == jurisdiction),
        order,
        page,
        lambda row: IssuerAuthorizationView(
            issuer=view.member(row.issuer),
            document_type=DocumentTypeRef(row.code_list, row.document_code, row.subtype),
            valid_from=certain_moment(row.valid_from),
            valid_until=moment(row.valid_until),
            transcribed=row.transcribed,
            end_transcribed=row.end_transcribed,
        ),
    )


def _jurisdiction(view: View, row: Row[Any]) -> JurisdictionView:
    trusted = view.connection.execute(
        select(checkers).where(checkers.c.jurisdiction == row.jurisdiction).order_by(checkers.c.member_id)
    )
    return JurisdictionView(
        jurisdiction=row.jurisdiction,
        authority=view.member(row.authority),
        authority_seat=row.seat,
        transcriber=view.member_or_none(row.transcriber),
        since=certain_moment(row.since),
        checkers=[CheckerView(view.member(each.member_id), each.transcribed) for each in trusted],
    )
