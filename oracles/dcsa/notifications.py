"""What carriers push: the callback of DCSA's event subscriptions (Track & Trace 2.3 and 3.0). I/O.

    POST /dcsa/notifications
    Subscription-ID: the subscription's UUID
    Notification-Signature: sha256=<HMAC-SHA256 over the body's bytes with the subscription's secret, hexadecimal>

204 means that each event in it is signed and on our disk. The same notification again is answered alike. A HEAD
request, with which a carrier tries the callback URL before it subscribes us, is answered 204.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import structlog
from fastapi import FastAPI, Request, Response

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.refusal import EventRefusedError

from ..capture.bodies import Bodies, BodyRefusedError
from ..capture.problems import problem, refusal_status
from ..intake.once import Taken
from .carriers import Carriers, Subscribed
from .recording import parse_events

PATH = "/dcsa/notifications"
MAX_BYTES = 8 * 2**20
_ANSWER_SECONDS = 25.0
_SIGNATURE = re.compile(r"\s*sha256=([0-9a-fA-F]{64})\s*")

#: Takes a carrier's events to the disk.
Recorder = Callable[[str, Sequence[Any]], Future[Taken]]


def is_signed(header: str, body: bytes, secrets: Sequence[bytes]) -> bool:
    """Whether the header holds the signature of exactly these bytes under one of the secrets."""
    match = _SIGNATURE.fullmatch(header)
    given = bytes.fromhex(match[1]) if match else b""
    return any(hmac.compare_digest(given, hmac.digest(secret, body, "sha256")) for secret in secrets)


def notifications_app(carriers: Carriers, recorder: Recorder) -> FastAPI:
    """The application that a carrier calls."""
    app = FastAPI(title="Quaychain DCSA notifications", openapi_url=None, docs_url=None, redoc_url=None)
    log = structlog.get_logger("dcsa")
    bodies = Bodies()

    async def tried() -> Response:
        return Response(status_code=204)

    def unsigned() -> Response:
        log.warning("refused", reason="not signed under a subscription that we have")
        return problem(401, "not signed under a subscription that we have", reason="signature_forged")

    async def notified(request: Request) -> Response:
        # Nothing is read of what can't be in order: else anybody's bodies could take the place of a carrier's.
        signature, subscribed = request.headers.get("Notification-Signature", ""), _subscribed(carriers, request)
        if subscribed is None or _SIGNATURE.fullmatch(signature) is None:
            return unsigned()
        try:
            async with bodies.read(request, MAX_BYTES, subscribed.carrier) as body:
                return await taken(subscribed, body) if is_signed(signature, body, subscribed.secrets) else unsigned()
        except BodyRefusedError as error:
            return problem(error.status, error.detail)

    async def taken(subscribed: Subscribed, body: bytes) -> Response:
        try:
            events = parse_events(body, max_bytes=MAX_BYTES)
            found = await asyncio.wait_for(asyncio.wrap_future(recorder(subscribed.carrier, events)), _ANSWER_SECONDS)
        except EventRefusedError as error:
            log.warning("refused", carrier=subscribed.carrier, reason=error.reason.value, detail=error.detail)
            return problem(refusal_status(error.reason), error.detail, reason=error.reason.value)
        except (QuaychainError, TimeoutError, sqlite3.Error, RuntimeError) as error:
            log.error("not taken", carrier=subscribed.carrier, error=type(error).__name__, reason=str(error))
            return problem(503, "it can't be kept now")
        log.info("notified", carrier=subscribed.carrier, new=found.new, again=found.again)
        return Response(status_code=204)

    async def health() -> dict[str, str]:
        return {"status": "ok"}

    app.add_api_route(PATH, tried, methods=["HEAD"])
    app.add_api_route(PATH, notified, methods=["POST"])
    app.add_api_route("/health", health, methods=["GET"])
    return app


def _subscribed(carriers: Carriers, request: Request) -> Subscribed | None:
    try:
        return carriers.subscriptions.get(UUID(request.headers.get("Subscription-ID", "")))
    except ValueError:
        return None
