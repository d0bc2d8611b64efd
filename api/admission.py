"""How much is answered at once: beyond that requests wait, and beyond that they are asked to come again.

A server that takes everything in answers nothing: what waits longest for threads and connections has given up long ago.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import TooBusyError
from .problems import problem_of, response

#: What machines ask to know whether this one lives has to be answered above all when it is busy.
_EXEMPT = ("/health/", "/metrics")
#: The longest that anybody is told to stay away, in seconds.
_LONGEST = 30
#: How much the newest request counts in the mean of seconds.
_WEIGHT = 0.05


class Admission:
    """Lets `running` requests through at once and `waiting` wait, each for `patience` seconds at most; others are
    answered 429 with Retry-After."""

    def __init__(self, app: ASGIApp, running: int, waiting: int, patience: float) -> None:
        self._app = app
        self._running = running
        self._free = running
        self._waiting = waiting
        self._patience = patience
        self._queue: deque[asyncio.Future[None]] = deque()
        self._seconds = 0.01

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self._app(scope, receive, send)
            return
        try:
            await self._enter()
        except TooBusyError as error:
            headers = {"Retry-After": str(error.retry_after)}
            await response(problem_of(error, scope["path"]), headers)(scope, receive, send)
            return
        began: float | None = time.perf_counter()

        def leave() -> None:
            nonlocal began
            if began is not None:
                self._seconds += (time.perf_counter() - began - self._seconds) * _WEIGHT
                began = None
                self._leave()

        async def answered(message: Message) -> None:
            # The work is done: whoever reads slowly, or not at all, keeps nobody else from an answer.
            leave()
            await send(message)

        try:
            await self._app(scope, receive, answered)
        finally:
            leave()

    async def _enter(self) -> None:
        if self._free:
            self._free -= 1
            return
        if len(self._queue) >= self._waiting:
            raise self._busy()
        place = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            await asyncio.wait((place,), timeout=self._patience)
        except asyncio.CancelledError:
            if place.done():
                self._leave()
            else:
                self._queue.remove(place)
            raise
        if not place.done():
            self._queue.remove(place)
            raise self._busy()

    def _leave(self) -> None:
        if self._queue:
            self._queue.popleft().set_result(None)
        else:
            self._free += 1

    def _busy(self) -> TooBusyError:
        """With the time in which all that waits should have been answered."""
        expected = (len(self._queue) + 1) * self._seconds / self._running
        return TooBusyError(min(_LONGEST, max(1, math.ceil(expected))))
