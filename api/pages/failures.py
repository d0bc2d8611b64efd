"""Errors as pages, for who asked for a page; everyone else gets the problem document as before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from ..problems import MEDIA_TYPE
from ..routes.sessions import SIGN_IN_PAGE
from .reader import pages_of

_Handler = Callable[[Request, Exception], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Failure:
    """What an error page says in the reader's language. Messages are in the context `failure`."""

    title: str
    advice: str


FAILURES: dict[int, Failure] = {
    403: Failure(
        "This is not for you to see",
        "Your member has no part in it, or your token's role leaves it out. The reason is given below.",
    ),
    404: Failure("There is nothing here", "The address may be mistyped, or the thing is not in the rows yet."),
    422: Failure("This address is not of the right form", "A part of it has to be an identifier, and isn't one."),
    429: Failure("Too many requests", "Wait a moment and try again."),
    503: Failure("Not available at the moment", "A part of this service does not answer. Try again in a while."),
}
REFUSED = Failure("This could not be done", "The reason is given below.")
BROKEN = Failure("Something failed here", "It is this service's fault, and stands in its log. Try again in a while.")


def install(app: FastAPI) -> None:
    """Put a page in front of the problem documents that the app's error handlers make."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _with_page(handler))  # type: ignore[arg-type]


def _with_page(handler: _Handler) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        answer = await handler(request, error)
        if not wants_page(request) or answer.media_type != MEDIA_TYPE:
            return answer
        return failure_page(request, orjson.loads(answer.body), dict(answer.headers))

    return handle


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to look at."""
    return "text/html" in request.headers.get("accept", "")


def failure_page(request: Request, problem: dict[str, Any], headers: dict[str, str]) -> Response:
    """A problem document as a page; who isn't signed in is sent there, and comes back afterwards."""
    status = int(problem["status"])
    if status == HTTPStatus.UNAUTHORIZED:
        return RedirectResponse(f"{SIGN_IN_PAGE}?goto={quote(_come_back(request), safe='')}", HTTPStatus.SEE_OTHER)
    failure = FAILURES.get(status) or (REFUSED if status < HTTPStatus.INTERNAL_SERVER_ERROR else BROKEN)
    page = pages_of(request).render(request, "failure.html", {"problem": problem, "failure": failure}, status)
    if "retry-after" in headers:
        page.headers["Retry-After"] = headers["retry-after"]
    return page


def _come_back(request: Request) -> str:
    if request.method != "GET":
        return "/"
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
