"""The HTTP application: POST /epcis/capture, /epcis/events, /dcsa/events, /ais/positions, and what became of each. I/O.

A message carries its envelope and signature in two headers, both base64url without padding:

    Quaychain-Envelope: the canonical JSON that was signed, with the digest of the body in it
    Quaychain-Signature: 64 bytes of Ed25519

202, or 201 for the single event that /epcis/events takes, means that it is on the gateway's disk, under the next
counter of its signer. Sent again, it is answered alike. Captures can't be listed: who asks must know an id. Where a
capture is anchored is told here also when its event has gone from the queue; the document itself has the API then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from quaychain.contracts.events.envelope import (
    DocumentEnvelope,
    EventKind,
    decode_base64url,
    decode_signature,
    encode_message,
    parse_message,
)
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

from ..devices import DirectoryUnavailableError
from ..examine import Arrival
from ..gateway import Gateway, GatewayBusyError, GatewaySettings
from ..logistics.bodies import MEDIA_TYPES
from ..logistics.epcis import document as epcis
from ..queue.acceptance import Accepted, Outcome, Refused
from ..queue.batches import BatchState
from ..queue.database import open_queue
from ..queue.errors import QUEUE_ERRORS
from ..queue.listing import EventStanding, Listing
from .bodies import Bodies, BodyRefusedError, stated_length
from .problems import problem, refusal_status
from .routes import ENVELOPE_HEADER, EVENTS_PATH, ROUTES, SIGNATURE_HEADER

_ANSWER_SECONDS = 30.0
_VERSIONS = {"GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Version": "2.0.0"}

Handler = Callable[..., Awaitable[Response]]


def capture_app(gateway: Gateway, queue: Path | str, settings: GatewaySettings) -> FastAPI:
    """The application over a gateway and its queue's file."""
    app = FastAPI(title="Quaychain capture", openapi_url=None, docs_url=None, redoc_url=None)
    log = structlog.get_logger("capture")
    bodies = Bodies()
    for kind, (path, _) in ROUTES.items():
        app.add_api_route(path, _capture_handler(gateway, settings, bodies, kind, path), methods=["POST"])
    app.add_api_route(
        EVENTS_PATH, _capture_handler(gateway, settings, bodies, EventKind.EPCIS, EVENTS_PATH), methods=["POST"]
    )
    app.add_api_route("/epcis/capture/{capture_id}", _job_handler(queue, EventKind.EPCIS), methods=["GET"])
    app.add_api_route("/captures/{capture_id}", _job_handler(queue, None), methods=["GET"])
    for path in ("/epcis/capture", EVENTS_PATH):
        app.add_api_route(path, _discovery_handler(settings), methods=["OPTIONS"])

    async def health() -> dict[str, str]:
        return {"status": "ok"}

    app.add_api_route("/health", health, methods=["GET"])

    async def not_routed(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return JSONResponse(
            {"type": "about:blank", "title": getattr(error, "detail", "Error"), "status": status},
            status,
            media_type="application/problem+json",
        )

    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("request failed", path=request.url.path, error=type(error).__name__, reason=str(error))
        return problem(500, "an unexpected problem on our side; nothing was taken")

    app.add_exception_handler(HTTPException, not_routed)
    app.add_exception_handler(Exception, unexpected)
    return app


def _capture_handler(
    gateway: Gateway, settings: GatewaySettings, bodies: Bodies, kind: EventKind, path: str
) -> Handler:
    async def capture(request: Request) -> Response:
        # For the quarantine, as long as it is no message.
        arrival = Arrival(path, request.headers.get(ENVELOPE_HEADER, "").encode("latin-1"), kind=kind)
        try:
            media_type = _media_type(request, kind)
            if kind is EventKind.EPCIS and request.headers.get("GS1-Capture-Error-Behaviour") == "proceed":
                return problem(400, "a signed document is captured whole or not at all, never in part", kind=kind)
            message, size = _message(request, media_type, settings)
            arrival = arrival._replace(message=message)
            key = await run_in_threadpool(gateway.vouch, arrival)
            async with bodies.read(request, size, key) as body:
                if path == EVENTS_PATH and not await run_in_threadpool(_is_single, body):
                    return problem(400, "not a single event; send documents to /epcis/capture", kind=kind)
                outcome = await asyncio.wait_for(
                    asyncio.wrap_future(gateway.submit(arrival._replace(body=body))), _ANSWER_SECONDS
                )
        except _UnsupportedMediaTypeError as error:
            return problem(415, error.detail, kind=kind)
        except BodyRefusedError as error:
            if error.status == 413:
                longer = EventRefusedError(RefusalReason.BODY_MISMATCH, f"longer than what was signed: {error.detail}")
                return await _refused(gateway, arrival, longer)
            return problem(error.status, error.detail, kind=kind)
        except EventRefusedError as error:
            return await _refused(gateway, arrival, error)
        except _UnsignedError:
            return problem(401, f"send {ENVELOPE_HEADER} and {SIGNATURE_HEADER}", kind=kind, reason="unsigned")
        except (DirectoryUnavailableError, GatewayBusyError, TimeoutError, *QUEUE_ERRORS) as error:
            return problem(503, str(error) or "no answer in time", kind=kind)
        return _answer(outcome, kind, 201 if path == EVENTS_PATH else 202)

    return capture


def _is_single(body: bytes) -> bool:
    return epcis.is_event(parse_strict(body, max_bytes=len(body), max_depth=epcis.MAX_DEPTH))


async def _refused(gateway: Gateway, arrival: Arrival, error: EventRefusedError) -> Response:
    """The answer to what is no message; counted first, like every other refusal."""
    try:
        await asyncio.wait_for(asyncio.wrap_future(gateway.refuse(arrival, error)), _ANSWER_SECONDS)
    except (DirectoryUnavailableError, GatewayBusyError, TimeoutError, *QUEUE_ERRORS) as problem_with_it:
        return problem(503, str(problem_with_it) or "no answer in time", kind=arrival.kind)
    return problem(refusal_status(error.reason), error.detail, kind=arrival.kind, reason=error.reason.value)


def _answer(outcome: Outcome, kind: EventKind, status: int) -> Response:
    replayed = isinstance(outcome, Refused) and outcome.reason is RefusalReason.REPLAYED
    if isinstance(outcome, Accepted) or (replayed and outcome.digest is not None):
        assert outcome.digest is not None
        identifier = outcome.digest.hex()
        headers = {"Location": f"{ROUTES[kind][1]}/{identifier}"} | (_VERSIONS if kind is EventKind.EPCIS else {})
        return JSONResponse({"captureID": identifier, "recordedBefore": replayed}, status, headers=headers)
    assert isinstance(outcome, Refused)
    return problem(refusal_status(outcome.reason), outcome.detail, kind=kind, reason=outcome.reason.value)


def _job_handler(queue: Path | str, kind: EventKind | None) -> Handler:
    async def job(capture_id: str) -> Response:
        try:
            standing = await run_in_threadpool(_standing, queue, capture_id)
        except QUEUE_ERRORS as error:
            return problem(503, str(error), kind=kind)
        if standing is None or (kind is not None and standing.kind != kind.value):
            return problem(404, f"no capture {capture_id[:80]}", kind=kind)
        return JSONResponse(_job(capture_id, standing), headers=_VERSIONS if kind is EventKind.EPCIS else {})

    return job


def _standing(queue: Path | str, capture_id: str) -> EventStanding | None:
    try:
        digest = bytes.fromhex(capture_id)
    except ValueError:
        return None
    if len(digest) != 32:
        return None
    connection = open_queue(queue)
    try:
        return Listing(connection).standing(digest)
    finally:
        connection.close()


def _job(capture_id: str, standing: EventStanding) -> dict[str, Any]:
    received = datetime.fromtimestamp(standing.received_at, UTC).isoformat().replace("+00:00", "Z")
    return {
        "captureID": capture_id,
        "createdAt": received,
        "finishedAt": received,
        "running": False,
        "success": True,
        "captureErrorBehaviour": "rollback",
        "errors": [],
        # Beyond GS1's job: where the ledger has it. Anchored means in a block that stays.
        "quaychain:stream": standing.stream.hex(),
        "quaychain:sequence": standing.sequence,
        "quaychain:durable": True,
        "quaychain:anchored": standing.state is BatchState.FINAL,
        "quaychain:transaction": None if standing.transaction_hash is None else "0x" + standing.transaction_hash.hex(),
        "quaychain:block": standing.block_number,
    }


def _discovery_handler(settings: GatewaySettings) -> Handler:
    async def discovery() -> Response:
        headers = {
            "Allow": "OPTIONS, POST",
            "GS1-EPCIS-Min": "2.0.0",
            "GS1-EPCIS-Max": "2.0.0",
            "GS1-CBV-Min": "2.0.0",
            "GS1-CBV-Max": "2.0.0",
            "GS1-EPCIS-Capture-File-Size-Limit": str(settings.max_body_bytes),
            "GS1-Capture-Error-Behaviour": "rollback",
        }
        return Response(status_code=204, headers=headers | _VERSIONS)

    return discovery


class _UnsignedError(Exception):
    pass


class _UnsupportedMediaTypeError(Exception):
    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)


def _media_type(request: Request, kind: EventKind) -> str:
    given = request.headers.get("Content-Type", "")
    media_type = given.partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES[kind]:
        raise _UnsupportedMediaTypeError(f"{given[:80] or 'no Content-Type'}; taken are {', '.join(MEDIA_TYPES[kind])}")
    return media_type


def _message(request: Request, media_type: str, settings: GatewaySettings) -> tuple[bytes, int]:
    """The message in the headers, and the size of the body that it was signed for."""
    envelope, signature = request.headers.get(ENVELOPE_HEADER), request.headers.get(SIGNATURE_HEADER)
    if not envelope or not signature:
        raise _UnsignedError
    message = encode_message(decode_base64url(envelope), decode_signature(signature))
    fields = parse_message(message, max_bytes=settings.max_message_bytes).envelope
    if not isinstance(fields, DocumentEnvelope):
        raise EventRefusedError(RefusalReason.MALFORMED, "the envelope refers to no body")
    if fields.body.media_type != media_type:
        raise EventRefusedError(
            RefusalReason.BODY_MISMATCH, f"signed as {fields.body.media_type}, sent as {media_type}"
        )
    size, stated = fields.body.size, stated_length(request)
    largest = max(size, stated or 0)
    if largest > settings.max_body_bytes:
        raise EventRefusedError(
            RefusalReason.TOO_LARGE, f"a body of {largest} bytes, at most {settings.max_body_bytes} are taken"
        )
    if stated is not None and stated != size:
        raise EventRefusedError(RefusalReason.BODY_MISMATCH, f"signed for a body of {size} bytes, sent with {stated}")
    return message, size
