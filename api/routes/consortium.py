"""Members, contracts, devices, streams, logs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from ..paging import Page, PageRequest
from ..permissions import Resource
from ..problems import responses
from ..queries import logs, members
from ..security import Needs, Question
from .common import Bytes16, Bytes32, answer, page_request

router = APIRouter(tags=["consortium"])

_Member = Annotated[Question, Depends(Needs(Resource.MEMBERS))]
_Device = Annotated[Question, Depends(Needs(Resource.DEVICES))]
_Stream = Annotated[Question, Depends(Needs(Resource.STREAMS))]
_Log = Annotated[Question, Depends(Needs(Resource.LOGS))]
_Asked = Annotated[PageRequest, Depends(page_request)]
_Name = Annotated[str | None, Query(pattern="^[A-Za-z]{1,64}$")]


@router.get("/members", summary="Members", response_model=Page[members.MemberView], responses=responses(400, 403))
def list_members(question: _Member, page: _Asked) -> Response:
    """All members of the consortium, in the order of admission."""
    with question.view() as view:
        return answer(members.list_members(view, page))


@router.get(
    "/members/{member_id}", summary="One member", response_model=members.MemberDetail, responses=responses(403, 404)
)
def get_member(question: _Member, member_id: Bytes16, request: Request) -> Response:
    """With its accounts and when each counts."""
    with question.view() as view:
        return answer(members.get_member(view, member_id), request)


@router.get("/contracts", summary="The Directory", response_model=list[members.ContractView], responses=responses(403))
def list_contracts(question: _Member, request: Request) -> Response:
    """The contracts in force, by name."""
    with question.view() as view:
        return answer(members.list_contracts(view), request)


@router.get("/devices", summary="Your devices", response_model=Page[members.DeviceView], responses=responses(400, 403))
def list_devices(question: _Device, page: _Asked) -> Response:
    """Keys of your member's devices, replaced and revoked ones too."""
    with question.view() as view:
        return answer(members.list_devices(view, page))


@router.get(
    "/devices/{device_key}", summary="One device", response_model=members.DeviceView, responses=responses(403, 404)
)
def get_device(question: _Device, device_key: Bytes32, request: Request) -> Response:
    """By its Ed25519 public key."""
    with question.view() as view:
        return answer(members.get_device(view, device_key), request)


@router.get("/streams", summary="Streams", response_model=Page[members.StreamView], responses=responses(400, 403))
def list_streams(question: _Stream, page: _Asked) -> Response:
    """Those your member owns, or may read events of."""
    with question.view() as view:
        return answer(members.list_streams(view, page))


@router.get(
    "/streams/{stream_id}", summary="One stream", response_model=members.StreamView, responses=responses(403, 404)
)
def get_stream(question: _Stream, stream_id: Bytes32, request: Request) -> Response:
    """How far it is anchored."""
    with question.view() as view:
        return answer(members.get_stream(view, stream_id), request)


@router.get(
    "/streams/{stream_id}/batches",
    summary="Batches of a stream",
    response_model=Page[members.BatchView],
    responses=responses(400, 403, 404),
)
def list_batches(question: _Stream, stream_id: Bytes32, page: _Asked) -> Response:
    """The newest first."""
    with question.view() as view:
        return answer(members.list_batches(view, stream_id, page))


@router.get("/logs", summary="Logs", response_model=Page[logs.LogView], responses=responses(400, 403))
def list_logs(question: _Log, page: _Asked, contract: _Name = None, event: _Name = None) -> Response:
    """The newest first: those about things that your member has a part in, and about the consortium as a whole."""
    with question.view() as view:
        return answer(logs.list_logs(view, page, contract, event))


@router.get(
    "/logs/{transaction_hash}/{log_index}",
    summary="One log",
    response_model=logs.LogView,
    responses=responses(403, 404),
)
def get_log(
    question: _Log,
    transaction_hash: Bytes32,
    log_index: Annotated[int, Path(ge=0, le=2**31 - 1, description="its index in the block")],
    request: Request,
) -> Response:
    """Decoded."""
    with question.view() as view:
        return answer(logs.get_log(view, transaction_hash, log_index), request)
