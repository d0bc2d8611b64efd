"""Sealed records: what stands on chain, and their content for those it was sealed for."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from quaychain.contracts.sealing import DisclosureClass

from ..paging import Page, PageRequest
from ..permissions import Action, Resource
from ..problems import responses
from ..queries import records
from ..security import Needs, Question
from .common import Bytes32, Bytes32Query, answer, page_request

router = APIRouter(tags=["records"])

_Record = Annotated[Question, Depends(Needs(Resource.RECORDS))]
_Content = Annotated[Question, Depends(Needs(Resource.RECORDS, Action.OPEN))]
_Asked = Annotated[PageRequest, Depends(page_request)]
_Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
#: What a browser may show by itself; everything else is only downloaded.
_SHOWN = ("application/pdf", "image/png", "image/jpeg", "text/plain")


@router.get(
    "/records",
    summary="Records you issued, may read, or are a party to",
    response_model=Page[records.RecordSummary],
    responses=responses(400, 403),
)
def list_records(
    question: _Record,
    page: _Asked,
    subject: Bytes32Query = None,
    document_code: Annotated[int | None, Query(ge=1, le=65_535, description="UNTDID 1001", examples=[380])] = None,
) -> Response:
    """The newest first. Titles and numbers are there where they were sealed for your member."""
    with question.view() as view:
        return answer(records.list_records(view, page, subject, document_code))


@router.get(
    "/records/{record_id}", summary="One record", response_model=records.RecordDetail, responses=responses(403, 404)
)
def get_record(question: _Record, record_id: Bytes32, request: Request) -> Response:
    """All versions with root and CID; who can open which class, for its issuer (others see themselves)."""
    with question.view() as view:
        return answer(records.get_record(view, record_id), request)


@router.get(
    "/records/{record_id}/content",
    summary="Content of a record's newest version",
    response_model=records.RecordContentView,
    responses=responses(403, 404, 502, 503),
)
def open_newest(
    question: _Content,
    record_id: Bytes32,
    disclosure_class: Annotated[
        DisclosureClass | None, Query(alias="class", description="only this class; 403 where you can't open it")
    ] = None,
) -> Response:
    """Opened with your member's own key, after signature, CID and root were checked against the chain."""
    with question.view() as view:
        return answer(records.open_record(view, record_id, None, disclosure_class))


@router.get(
    "/records/{record_id}/versions/{version}/content",
    summary="Content of a record's version",
    response_model=records.RecordContentView,
    responses=responses(403, 404, 502, 503),
)
def open_version(
    question: _Content,
    record_id: Bytes32,
    version: _Version,
    disclosure_class: Annotated[DisclosureClass | None, Query(alias="class")] = None,
) -> Response:
    """As above, for any version."""
    with question.view() as view:
        return answer(records.open_record(view, record_id, version, disclosure_class))


@router.get(
    "/records/{record_id}/versions/{version}/attachments/{name:path}",
    summary="An attachment",
    response_class=Response,
    responses=responses(403, 404, 502, 503) | {200: {"content": {"application/octet-stream": {}}}},
)
def get_attachment(
    question: _Content,
    record_id: Bytes32,
    version: _Version,
    name: Annotated[str, Path(max_length=512)],
    download: Annotated[bool, Query(description="always as a file to keep")] = False,
) -> Response:
    """The file as it was sealed, its digest checked against the record's root."""
    with question.view() as view:
        item = records.open_attachment(view, record_id, version, name)
    shown = item.media_type in _SHOWN and not download
    filename = quote(name.rsplit("/", 1)[-1], safe="")
    return Response(
        item.data,
        media_type=item.media_type if item.media_type in _SHOWN else "application/octet-stream",
        headers={
            "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{filename}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )
