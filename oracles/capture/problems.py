"""Refusals as RFC 9457 problem documents."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import RefusalReason

_MEDIA_TYPE = "application/problem+json"

_UNAUTHORIZED = frozenset({RefusalReason.SIGNATURE_FORGED, RefusalReason.KEY_UNREGISTERED})
_FORBIDDEN = frozenset(
    {
        RefusalReason.KEY_NOT_YET_VALID,
        RefusalReason.KEY_EXPIRED,
        RefusalReason.KEY_REVOKED,
        RefusalReason.KEY_CLOSED,
        RefusalReason.MEMBER_NOT_ACTIVE,
    }
)
_CONFLICT = frozenset(
    {
        RefusalReason.GAP,
        RefusalReason.COUNTER_REUSED,
        RefusalReason.BOOT_WENT_BACK,
        RefusalReason.BOOT_BELOW_DECLARED,
    }
)
#: Problem types that GS1's OpenAPI of EPCIS 2.0 names for a status.
_EPCIS_TYPES = {
    400: "epcisException:ValidationException",
    401: "epcisException:SecurityException",
    403: "epcisException:SecurityException",
    404: "epcisException:NoSuchNameException",
    413: "epcisException:CaptureLimitExceededException",
    415: "epcisException:UnsupportedMediaTypeException",
    500: "epcisException:ImplementationException",
    503: "epcisException:ImplementationException",
}
_TITLES = {
    400: "The message is not valid",
    401: "The signature is missing or not of a registered key",
    403: "The key may not sign now",
    404: "There is no such capture",
    408: "It came too slowly",
    409: "The counter is not the next one",
    413: "The message is too large",
    415: "The media type is not taken here",
    500: "The message could not be taken",
    503: "The message can't be taken now; send it again",
}


def refusal_status(reason: RefusalReason) -> int:
    """The HTTP status for a reason."""
    if reason is RefusalReason.TOO_LARGE:
        return 413
    if reason in _UNAUTHORIZED:
        return 401
    if reason in _FORBIDDEN:
        return 403
    return 409 if reason in _CONFLICT else 400


def problem(status: int, detail: str, *, kind: EventKind | None = None, **more: Any) -> JSONResponse:
    """A problem document. Below the EPCIS routes it has the type that GS1 names, where there is one."""
    epcis_type = _EPCIS_TYPES.get(status) if kind is EventKind.EPCIS else None
    reason = more.get("reason")
    own_type = f"urn:quaychain:problem:{reason}" if reason else "about:blank"
    document = {"type": epcis_type or own_type, "title": _TITLES[status], "status": status, "detail": detail, **more}
    headers = {"Retry-After": "2"} if status == 503 else {}
    if status == 408:
        # What is still to come of the body is not waited for.
        headers["Connection"] = "close"
    if status == 401:
        headers["WWW-Authenticate"] = "Quaychain-Signature"
    return JSONResponse(document, status, headers=headers, media_type=_MEDIA_TYPE)
