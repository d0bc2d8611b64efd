"""Declarations, certificates, rule books."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Resource
from ..problems import responses
from ..queries import certificates, declarations, jurisdictions
from ..security import Needs, Question
from .common import Bytes32, Bytes32Query, CodeQuery, answer, page_request

router = APIRouter(tags=["customs"])

_Declaration = Annotated[Question, Depends(Needs(Resource.DECLARATIONS))]
_Certificate = Annotated[Question, Depends(Needs(Resource.CERTIFICATES))]
_RuleBook = Annotated[Question, Depends(Needs(Resource.RULE_BOOKS))]
_Asked = Annotated[PageRequest, Depends(page_request)]
_Jurisdiction = Annotated[str, Path(pattern="^[A-Z]{2}$", examples=["NL"])]


@router.get(
    "/declarations",
    summary="Declarations you rule on, lodged, or are a party to",
    response_model=Page[declarations.DeclarationSummary],
    responses=responses(400, 403),
)
def list_declarations(
    question: _Declaration, page: _Asked, status: CodeQuery = None, order_id: Bytes32Query = None
) -> Response:
    """With the outcome of the last pre-check, and whose word the last decision is."""
    with question.view() as view:
        return answer(declarations.list_declarations(view, page, status, order_id))


@router.get(
    "/declarations/{declaration_id}",
    summary="One declaration",
    response_model=declarations.DeclarationDetail,
    responses=responses(403, 404),
)
def get_declaration(question: _Declaration, declaration_id: Bytes32, request: Request) -> Response:
    """Every pre-check with its findings, every decision with its source, the documents named, and evidence packs."""
    with question.view() as view:
        return answer(declarations.get_declaration(view, declaration_id), request)


@router.get(
    "/certificates",
    summary="Certificates",
    response_model=Page[certificates.CertificateView],
    responses=responses(400, 403),
)
def list_certificates(question: _Certificate, page: _Asked, subject: Bytes32Query = None) -> Response:
    """Those your member issued or holds, or that are about an order of yours; customs see all."""
    with question.view() as view:
        return answer(certificates.list_certificates(view, page, subject))


@router.get(
    "/certificates/{certificate_id}",
    summary="One certificate",
    response_model=certificates.CertificateView,
    responses=responses(403, 404),
)
def get_certificate(question: _Certificate, certificate_id: Bytes32, request: Request) -> Response:
    """As its issuer keeps it now."""
    with question.view() as view:
        return answer(certificates.get_certificate(view, certificate_id), request)


@router.get(
    "/rule-books",
    summary="Rule books of all jurisdictions",
    response_model=Page[certificates.RuleBookView],
    responses=responses(400, 403),
)
def list_rule_books(question: _RuleBook, page: _Asked) -> Response:
    """Published by the authority itself, or by its transcriber, as each says."""
    with question.view() as view:
        return answer(certificates.list_rule_books(view, page))


@router.get(
    "/rule-books/{jurisdiction}/{version}/rules",
    summary="Rules of a book",
    response_model=Page[certificates.RuleView],
    responses=responses(400, 403, 404),
)
def list_rules(
    question: _RuleBook,
    jurisdiction: _Jurisdiction,
    version: Annotated[int, Path(ge=1, le=2**31 - 1)],
    page: _Asked,
) -> Response:
    """In the order in which they were added."""
    with question.view() as view:
        return answer(certificates.list_rules(view, jurisdiction, version, page))


@router.get(
    "/jurisdictions",
    summary="Customs jurisdictions",
    response_model=Page[jurisdictions.JurisdictionView],
    responses=responses(400, 403),
)
def list_jurisdictions(question: _RuleBook, page: _Asked) -> Response:
    """Who decides in each, who writes down the rules of an authority without a seat, and whom it trusts to check."""
    with question.view() as view:
        return answer(jurisdictions.list_jurisdictions(view, page))


@router.get(
    "/jurisdictions/{jurisdiction}/issuers",
    summary="Whom a jurisdiction entitled to issue documents",
    response_model=Page[jurisdictions.IssuerAuthorizationView],
    responses=responses(400, 403, 404),
)
def list_issuers(question: _RuleBook, jurisdiction: _Jurisdiction, page: _Asked) -> Response:
    """For which types and times; each says whether it is the authority's own word or its transcriber's."""
    with question.view() as view:
        return answer(jurisdictions.list_issuers(view, jurisdiction, page))
