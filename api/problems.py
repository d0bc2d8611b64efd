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
from quaychain.contracts.sealing.errors import NotAReaderError, SealingError
from quaychain.contracts.stores import ContentMismatchError, ContentNotFoundError, ContentStoreUnreachableError

from .database import DatabaseUnreachableError, SchemaOutdatedError
from .permissions import NotPermittedError
from .tokens import TokenRefusedError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"


@dataclass
class NotFoundError(QuaychainError):
    """There is no such thing here. `kind` says what was looked for."""

    kind: str
    identifier: str

    def __str__(self) -> str:
        return f"there is no {self.kind} {self.identifier}"


@dataclass
class BadRequestError(QuaychainError):
    """The request's parts don't go together, or one of them is not what it has to be."""

    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.what}: {self.reason}"


@dataclass
class BodyTooLargeError(QuaychainError):
    """The body is longer than is taken, in bytes."""

    limit: int

    def __str__(self) -> str:
        return f"a request may carry at most {self.limit} bytes"


@dataclass
class CrossSiteRequestError(QuaychainError):
    """A browser sent this from another site's page."""

    origin: str

    def __str__(self) -> str:
        return f"a session's cookie counts only for this site's own pages, not for {self.origin}"


#: Which status an error has; the first class that fits counts. Anything else of ours is 500.
_STATUS: tuple[tuple[type[QuaychainError], HTTPStatus], ...] = (
    (TokenRefusedError, HTTPStatus.UNAUTHORIZED),
    (NotPermittedError, HTTPStatus.FORBIDDEN),
    (CrossSiteRequestError, HTTPStatus.FORBIDDEN),
    (NotAReaderError, HTTPStatus.FORBIDDEN),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (BadRequestError, HTTPStatus.BAD_REQUEST),
    (BodyTooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (ContentNotFoundError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ContentStoreUnreachableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (DatabaseUnreachableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (SchemaOutdatedError, HTTPStatus.SERVICE_UNAVAILABLE),
    # What the store gave, or the record itself, is not what the chain commits to: refused, not shown.
    (ContentMismatchError, HTTPStatus.BAD_GATEWAY),
    (SealingError, HTTPStatus.BAD_GATEWAY),
)


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
    """OpenAPI entries of the problems that a route may answer with, 401 and 422 included."""
    return {
        status: {
            "model": Problem,
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({401, 422, *statuses})
    }


def status_of(error: QuaychainError) -> HTTPStatus:
    """The HTTP status of one of our errors."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
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
        return document(error.slug, error.title, status_of(error), str(error), path, error.json_fields())
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
        return document(status.phrase.lower().replace(" ", "-"), status.phrase.capitalize(), status, detail, path)
    if isinstance(error, SQLAlchemyError):
        return document(
            "database-unreachable", "Database unreachable", 503, "the database does not answer as it should", path
        )
    return document("internal-error", "Internal error", 500, "this service failed; its log has what happened", path)


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
