"""The HTTP server for what others send: connections, and what each may hold, are bounded, and none is kept for a
request that never comes or an answer that is never read. I/O.

uvicorn waits for a request's head as long as its sender likes, keeps heads of any size, and as many requests as come
before an answer is read. What stands before us in a deployment (TLS, a reverse proxy) may do the same with one
connection of ours for each.
"""

from __future__ import annotations

import asyncio
from functools import partial
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
#: Bytes of a head, or of what else is no body, beside the largest header that is taken; and header fields.
_HEAD_BYTES, _MOST_FIELDS = 2**16, 100
#: Requests of one connection that wait for the one before them.
_MOST_WAITING = 16


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's, with an eye on how many there are, on whether a request comes, and on what it brings beside its body.

    `largest_header` bytes are taken in one header field.
    """

    _timer: asyncio.TimerHandle | None = None
    #: The request that was answered when it was last looked, so that nothing but a new one is waited for.
    _answered: Any = None
    _idle = False
    #: Whether its sender read no answers when it was last looked.
    _unread = False
    #: Bytes that came since the last ones which led to something.
    _vain = 0
    #: What is said of a request that can't be read.
    _objection = (400, "not HTTP")

    def __init__(self, *arguments: Any, largest_header: int = 0, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._most_in_vain = _HEAD_BYTES + largest_header

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
        if self.transport.is_closing():
            return
        self._vain += len(data)
        super().data_received(data)
        if self._vain > self._most_in_vain and not self.transport.is_closing():
            self._refuse(431, f"more than {self._most_in_vain} bytes that are no body")

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools; what follows a chunked body comes here, too."""
        if len(self.headers) >= _MOST_FIELDS:
            self._stop(431, f"more than {_MOST_FIELDS} header fields")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """See httptools."""
        self._vain = 0
        if len(self.pipeline) >= _MOST_WAITING:
            self._stop(503, "too many requests before the first was answered")
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """See httptools."""
        self._vain = 0

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        self._vain = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn answers to what can't be read, and to what was stopped while it was."""
        self._refuse(*self._objection)

    def _stop(self, status: int, detail: str) -> None:
        """End the reading of what came, from within."""
        self._objection = (status, detail)
        raise ValueError(detail)

    def _look(self) -> None:
        unread = self.flow.write_paused
        if self.transport.is_closing() or (unread and self._unread):
            # What is written already is not waited for either.
            self.transport.abort()
            return
        self._unread = unread
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
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)


def bounded_server(app: FastAPI, host: str, port: int, largest_header: int = 0) -> uvicorn.Server:
    """A server for the application, to be run in a thread; `largest_header` in bytes, beside some for all others."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=partial(BoundedProtocol, largest_header=largest_header),  # type: ignore[arg-type]
            # A connection that becomes a WebSocket isn't counted any more.
            ws="none",
            log_level="warning",
            access_log=False,
            lifespan="off",
        )
    )
