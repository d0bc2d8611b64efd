"""The HTTP server for what others send: connections are bounded, and none is kept for a request that never comes. I/O.

uvicorn waits for a request's head as long as its sender likes. What stands before us in a deployment (TLS, a reverse
proxy) may do the same with one connection of ours for each.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .problems import problem

#: Connections at once.
MOST_CONNECTIONS = 500
#: Seconds within which a request's head has to have come; it may take twice as long unnoticed.
HEAD_SECONDS = 10.0


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's, with an eye on how many there are and on whether a request comes."""

    _timer: asyncio.TimerHandle | None = None
    #: The request that was answered when it was last looked, so that nothing but a new one is waited for.
    _answered: Any = None
    _idle = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "too many connections at once")
        else:
            self._timer = self.loop.call_later(HEAD_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if not self.transport.is_closing():
            super().data_received(data)

    def _look(self) -> None:
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self.cycle is self._answered and (self._idle or self.cycle is None):
            self._refuse(408, f"no request came in {HEAD_SECONDS:.0f} s")
            return
        self._idle, self._answered = idle, self.cycle
        self._timer = self.loop.call_later(HEAD_SECONDS, self._look)

    def _refuse(self, status: int, detail: str) -> None:
        answer = problem(status, detail, headers={"Connection": "close"})
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
        head += [name + b": " + value for name, value in answer.raw_headers]
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + bytes(answer.body))
        self.transport.close()


def bounded_server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A server for the application, to be run in a thread."""
    return uvicorn.Server(
        uvicorn.Config(
            app, host=host, port=port, http=BoundedProtocol, log_level="warning", access_log=False, lifespan="off"
        )
    )
