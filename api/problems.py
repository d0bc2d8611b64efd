"""Every error as an RFC 9457 problem document, whoever raised it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.export import BundleUnavailableError
from quaychain.contracts.proofs.problem import ProofError
from quaychain.contracts.rpc import RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.sealing.errors import NotAReaderError, SealingError
from quaychain.contracts.stores import CidMismatchError, ContentNotFoundError, ContentStoreUnreachableError

from .database import DatabaseUnreachableError
from .errors import (
    BadRequestError,
    BodyTooLargeError,
    BodyTooSlowError,
    CrossSiteRequestError,
    EventNotProvableError,
    KeyNotHereError,
    NotFoundError,
    TooBusyError,
)
from .permissions import AccessDeniedError
from .tokens import TokenRefusedError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"


#: Which status an error has; the first class that fits counts. Anything else of ours is 500.
_STATUS: tuple[tuple[type[QuaychainError], HTTPStatus], ...] = (
    (TokenRefusedError, HTTPStatus.UNAUTHORIZED),
    (AccessDeniedError, HTTPStatus.FORBIDDEN),
    (CrossSiteRequestError, HTTPStatus.FORBIDDEN),
    (NotAReaderError, HTTPStatus.FORBIDDEN),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (BadRequestError, HTTPStatus.BAD_REQUEST),
    (TooBusyError, HTTPStatus.TOO_MANY_REQUESTS),
    (BodyTooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (BodyTooSlowError, HTTPStatus.REQUEST_TIMEOUT),
    (ContentNotFoundError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ContentStoreUnreachableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (DatabaseUnreachableError, HTTPStatus.SERVICE_UNAVAILABLE),
    # What the store gave, or the record itself, is not what the chain commits to: refused, not shown.
    (CidMismatchError, HTTPStatus.BAD_GATEWAY),
    (SealingError, HTTPStatus.BAD_GATEWAY),
    (KeyNotHereError, HTTPStatus.CONFLICT),
    (BundleUnavailableError, HTTPStatus.CONFLICT),
    (EventNotProvableError, HTTPStatus.CONFLICT),
    (ProofError, HTTPStatus.CONFLICT),
    (RpcUnreachableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (RpcAnswerError, HTTPStatus.BAD_GATEWAY),
    (RpcError, HTTPStatus.BAD_GATEWAY),
)

_OTHER_PROBLEMS = (
    ("invalid-request", "Invalid request", 422, "A parameter is missing or not of its form; `errors` says which."),
    ("not-ready", "Not ready", 503, "The rows are behind the chain, or the indexer is silent."),
    ("internal-error", "Internal error", 500, "This service failed; its log has what happened."),
)


@dataclass(frozen=True, slots=True)
class KnownProblem:
    """A kind of problem as `/problems/<slug>` explains it."""

    title: str
    status: HTTPStatus
    description: str


def known_problems() -> dict[str, KnownProblem]:
    """Every kind of problem that an answer may name in its `type`, by slug."""
    found = {
        kind.slug: KnownProblem(kind.title, status_of_kind(kind), (kind.__doc__ or "").strip())
        for kind in _subclasses(QuaychainError)
    }
    for status in HTTPStatus:
        if status >= HTTPStatus.BAD_REQUEST:
            slug = status.phrase.lower().replace(" ", "-").replace("'", "")
            found.setdefault(slug, KnownProblem(status.phrase.capitalize(), status, status.description))
    found |= {slug: KnownProblem(title, HTTPStatus(status), text) for slug, title, status, text in _OTHER_PROBLEMS}
    return found


class Problem(BaseModel):
    """A problem document (RFC 9457). Further members say what is known of the problem."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[
        str, Field(description="names the kind of problem; it can be opened", examples=["/problems/not-found"])
    ]
    title: Annotated[str, Field(description="the same for all problems of a kind", examples=["Not found"])]
    status: Annotated[int, Field(description="the HTTP status", examples=[404])]
    detail: Annotated[str, Field(description="this very problem in words", examples=["there is no order 0x…"])]
    instance: Annotated[str, Field(description="the path that was asked for", examples=["/orders/0x…"])]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries of the problems that a route may answer with, 401, 422 and 429 included."""
    return {
        status: {
            "model": Problem,
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({401, 422, 429, *statuses})
    }


def status_of_kind(error: type[QuaychainError]) -> HTTPStatus:
    """The HTTP status of a class of our errors."""
    for kind, status in _STATUS:
        if issubclass(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def document(
    slug: str, title: str, status: int, detail: str, instance: str, fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A problem document as a dictionary; `fields` never hide its own members."""
    own = {"type": TYPE_PREFIX + slug, "title": title, "status": status, "detail": detail, "instance": instance}
    return {**(fields or {}), **own}


def response(problem: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The document as a response."""
    return Response(orjson.dumps(problem), problem["status"], headers, MEDIA_TYPE)


def problem_of(error: Exception, path: str) -> dict[str, Any]:
    """The problem document of any error."""
    if isinstance(error, QuaychainError):
        return document(error.slug, error.title, status_of_kind(type(error)), str(error), path, error.json_fields())
    if isinstance(error, RequestValidationError):
        faults = [
            {"where": "/".join(str(part) for part in fault["loc"]), "what": fault["msg"]} for fault in error.errors()
        ]
        detail = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
        return document("invalid-request", "Invalid request", 422, detail, path, {"errors": faults})
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        detail = {
            HTTPStatus.NOT_FOUND: f"there is nothing at {path}",
            HTTPStatus.METHOD_NOT_ALLOWED: f"{path} doesn't take this method",
        }.get(status, str(error.detail))
        slug = status.phrase.lower().replace(" ", "-").replace("'", "")
        return document(slug, status.phrase.capitalize(), status, detail, path)
    if isinstance(error, SQLAlchemyError):
        return document(
            "database-unreachable", "Database unreachable", 503, "the database does not answer as it should", path
        )
    return document("internal-error", "Internal error", 500, "this service failed; its log has what happened", path)


def _subclasses(kind: type[QuaychainError]) -> set[type[QuaychainError]]:
    below = set(kind.__subclasses__())
    return below | {each for inner in below for each in _subclasses(inner)}


def install(app: FastAPI) -> None:
    """Let every error of the app leave as a problem document."""

    async def handle(request: Request, error: Exception) -> Response:
        problem = problem_of(error, request.url.path)
        headers = dict(getattr(error, "headers", None) or {})
        if problem["status"] == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = 'Bearer realm="quaychain"'
        return response(problem, headers)

    for kind in (QuaychainError, RequestValidationError, HTTPException, SQLAlchemyError, Exception):
        app.add_exception_handler(kind, handle)
