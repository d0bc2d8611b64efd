"""What happens around every request: bodies are bounded, answers counted, browsers told what they may do."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quaychain.contracts.errors import QuaychainError

from .errors import BodyTooLargeError, BodyTooSlowError
from .metrics import Metrics
from .problems import problem_of, response

#: Answers are never run, framed or sniffed; pages that need more set their own policy, which is kept.
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class Bodies:
    """Reads bodies of at most `limit` bytes before anything else is done for a request: a longer one is answered 413,
    whether its length was stated or not, and one that didn't come within `seconds` 408."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float = 15.0) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        stated = headers.get(b"content-length", b"0")
        if stated == b"0" and b"transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._whole(stated, receive)
        except TimeoutError:
            # What is still to come of the body is not waited for.
            await self._refuse(BodyTooSlowError(self._seconds), scope, receive, send, {"Connection": "close"})
            return
        except BodyTooLargeError as error:
            await self._refuse(error, scope, receive, send)
            return
        if body is None:
            return
        given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return given.pop() if given else await receive()

        await self._app(scope, replayed, send)

    async def _whole(self, stated: bytes, receive: Receive) -> bytes | None:
        """The body; None where its sender has left. Raises BodyTooLargeError."""
        if stated.isdigit() and int(stated) > self._limit:
            raise BodyTooLargeError(self._limit)
        parts, size, more = list[bytes](), 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._limit:
                raise BodyTooLargeError(self._limit)
            more = message.get("more_body", False)
        return b"".join(parts)

    async def _refuse(
        self, error: QuaychainError, scope: Scope, receive: Receive, send: Send, headers: dict[str, str] | None = None
    ) -> None:
        await response(problem_of(error, scope["path"]), headers)(scope, receive, send)


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
