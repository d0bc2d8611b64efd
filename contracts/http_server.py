"""HTTP servers that everybody can reach: connections, and what each may hold, are bounded, and none is kept for a
request that never comes or an answer that is never read. I/O.

uvicorn waits for a request's head as long as its sender likes, keeps heads of any size, and as many requests as come
before an answer is read. What stands before us in a deployment (TLS, a reverse proxy) may do the same with one
connection of ours for each.
"""

from __future__ import annotations

import asyncio
import json
from functools import partial
from http import HTTPStatus
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

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
    #: Bytes that its sender had not read of answers when it was last looked, where more was waiting to be written.
    _unread: int | None = None
    #: The request that is being answered.
    _worked_on: Any = None
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
        # Of several requests uvicorn tells the last one only, and goes on to the others.
        self.pipeline.clear()
        if self._worked_on is not None:
            self._worked_on.disconnected = not self._worked_on.response_complete
            self._worked_on.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._worked_on = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self.transport.is_closing():
            return
        self._vain += len(data)
        super().data_received(data)
        if self._vain > self._most_in_vain and not self.transport.is_closing():
            self._refuse(431, f"more than {self._most_in_vain} bytes that are no body")

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._unread = None
        super().resume_writing()

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
        unread = self.transport.get_write_buffer_size() if self.flow.write_paused else None
        stands = unread is not None and self._unread is not None and unread >= self._unread
        if stands or self.transport.is_closing():
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
        """Answer with a problem document (RFC 9457), and end the connection."""
        title = HTTPStatus(status).phrase
        body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()
        head = [
            f"HTTP/1.1 {status} {title}",
            "Content-Type: application/problem+json",
            f"Content-Length: {len(body)}",
            *(["Retry-After: 2"] if status == HTTPStatus.SERVICE_UNAVAILABLE else []),
            "Connection: close",
        ]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
        self.transport.close()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)


def bounded(app: Any, largest_header: int = 0, **options: Any) -> Config:
    """uvicorn's configuration for an ASGI application; `largest_header` in bytes, beside some for all others."""
    return Config(
        app,
        http=partial(BoundedProtocol, largest_header=largest_header),  # type: ignore[arg-type]
        # A connection that becomes a WebSocket isn't counted any more.
        ws="none",
        log_level="warning",
        access_log=False,
        **options,
    )
