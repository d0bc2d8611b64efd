"""Proof bundles to take away: what they say is checked offline, with no server of ours."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from quaychain.contracts.proofs.bundle import MEDIA_TYPE

from ..permissions import Action, Resource
from ..problems import responses
from ..security import Needs, Question
from .common import Bytes32

router = APIRouter(tags=["proofs"])

_Event = Annotated[Question, Depends(Needs(Resource.EVENTS, Action.EXPORT))]
_Log = Annotated[Question, Depends(Needs(Resource.LOGS, Action.EXPORT))]
_BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "the bundle file: `quaychain verify` checks it"}
}


@router.get(
    "/events/{event_id}/bundle",
    summary="Proof of an event",
    response_class=Response,
    responses=_BUNDLE | responses(403, 404, 409, 502, 503),
)
def event_bundle(question: _Event, event_id: Bytes32) -> Response:
    """What the device signed, its way to the anchored root, the log that anchored it, and the state it stands on."""
    with question.view() as view:
        data = question.services.bundles.of_event(view, event_id)
    return _file(data, f"event-{event_id[2:14]}.json")


@router.get(
    "/logs/{transaction_hash}/{log_index}/bundle",
    summary="Proof of a log",
    response_class=Response,
    responses=_BUNDLE | responses(403, 404, 409, 502, 503),
)
def log_bundle(
    question: _Log, transaction_hash: Bytes32, log_index: Annotated[int, Path(ge=0, le=2**31 - 1)]
) -> Response:
    """The log in its receipt, the receipt in its block, and the contract that wrote it."""
    with question.view() as view:
        data = question.services.bundles.of_log(view, transaction_hash, log_index)
    return _file(data, f"log-{transaction_hash[2:14]}-{log_index}.json")


def _file(data: bytes, name: str) -> Response:
    return Response(
        data,
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
