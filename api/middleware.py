"""What happens around every request: bodies are bounded, answers counted, browsers told what they may do."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import BodyTooLargeError
from .metrics import Metrics
from .problems import problem_of, response

#: Answers are never run, framed or sniffed; pages that need more set their own policy, which is kept.
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class _TooLargeError(Exception):
    """The body went beyond its limit while it was read."""


class BodyLimit:
    """Refuses bodies above `limit` bytes with 413, whether their length was stated or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if stated.isdigit() and int(stated) > self._limit:
            await self._refuse(scope, receive, send)
            return
        read, begun, exceeded = 0, False, False

        async def counted() -> Message:
            nonlocal read, exceeded
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                exceeded = True
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            # Whoever reads the body makes an answer of its own out of the interruption: it is not sent.
            if begun or not exceeded:
                begun = True
                await send(message)

        try:
            await self._app(scope, counted, watched)
        except _TooLargeError:
            if begun:
                raise
        if exceeded and not begun:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await response(problem_of(BodyTooLargeError(self._limit), scope["path"]))(scope, receive, send)


class Observed:
    """Counts answers by route and status, and sets the headers that every answer has."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in _HEADERS.items() if name not in present),
                ]
                route = getattr(scope.get("route"), "path", "none")
                self._metrics.answered(scope["method"], route, message["status"], time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, noted)
