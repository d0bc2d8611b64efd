"""Connections wait for no request that never comes and no answer that is never read, and hold only what they need."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from starlette.types import Message
from uvicorn.config import Config
from uvicorn.server import ServerState

from quaychain.contracts import http_server
from quaychain.contracts.http_server import BoundedProtocol


class Wire(asyncio.Transport):
    """What a connection writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.aborted = False
        self.left = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return self.left

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def problem(self) -> dict[str, Any]:
        head, _, body = self.written.partition(b"\r\n\r\n")
        assert b"content-type: application/problem+json" in head.lower()
        assert b"connection: close" in head.lower()
        return dict(json.loads(body))


async def ok(_scope: object, _receive: object, send: Callable[[Message], Coroutine[Any, Any, None]]) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.02)
    monkeypatch.setattr(http_server, "MOST_CONNECTIONS", 2)


class Server:
    def __init__(self) -> None:
        self.config = Config(ok, lifespan="off", http=BoundedProtocol)
        self.state = ServerState()

    def connect(self) -> tuple[BoundedProtocol, Wire]:
        protocol, wire = BoundedProtocol(self.config, self.state, {}, asyncio.get_running_loop()), Wire()
        protocol.connection_made(wire)
        return protocol, wire


async def closed(wire: Wire) -> AsyncIterator[None]:
    while not wire.closed:
        await asyncio.sleep(0.005)
        yield


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("first", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_a_request_that_does_not_come_is_not_waited_for(first: bytes) -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        protocol.data_received(first)
        async for _ in closed(wire):
            protocol.data_received(b"y" if first else b"")
        assert wire.problem()["status"] == 408
        protocol.connection_lost(None)

    asyncio.run(asyncio.wait_for(go(), 10))


@pytest.mark.usefixtures("quick")
def test_the_next_request_is_waited_for_no_longer() -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.01)
        assert wire.written.startswith(b"HTTP/1.1 204")
        wire.written = b""
        protocol.data_received(b"GET")
        async for _ in closed(wire):
            pass
        assert wire.problem()["status"] == 408

    asyncio.run(asyncio.wait_for(go(), 10))


@pytest.mark.usefixtures("quick")
def test_there_are_no_more_connections_than_allowed() -> None:
    async def go() -> None:
        server = Server()
        one, two, three = server.connect(), server.connect(), server.connect()
        assert [wire.closed for _, wire in (one, two, three)] == [False, False, True]
        assert three[1].problem()["status"] == 503
        three[0].data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for protocol, _ in (one, two, three):
            protocol.connection_lost(None)
        assert not server.connect()[1].closed

    asyncio.run(go())


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("first", "then", "status"),
    [
        (HEAD + b"X: ", b"y" * 1_000, 431),
        (HEAD, b"X: y\r\n", 431),
        # What may follow a body that comes in chunks.
        (HEAD + b"\r\n0\r\nX: ", b"y" * 1_000, 431),
        (HEAD + b"\r\n0\r\n", b"X: y\r\n", 431),
        (b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 503),
        (b"", b"\x16\x03\x01", 400),
    ],
)
def test_what_is_no_body_is_not_kept_without_bounds(first: bytes, then: bytes, status: int) -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        protocol.data_received(first)
        for _ in range(200):
            protocol.data_received(then)
        assert wire.problem()["status"] == status
        protocol.connection_lost(None)

    asyncio.run(go())


def test_a_body_in_small_chunks_is_no_head() -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        protocol.data_received(HEAD + b"\r\n")
        for _ in range(20_000):
            protocol.data_received(b"2\r\nxy\r\n")
        protocol.data_received(b"0\r\n\r\n")
        await asyncio.sleep(0.01)
        assert wire.written.startswith(b"HTTP/1.1 204")
        protocol.connection_lost(None)

    asyncio.run(go())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("slowly", [False, True])
def test_answers_that_nobody_reads_are_not_kept(slowly: bool) -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        wire.left = 100_000
        protocol.pause_writing()
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            for _ in range(50):
                await asyncio.sleep(0.005)
                # Whoever reads slowly is not one who doesn't.
                wire.left -= slowly
        finally:
            protocol.connection_lost(None)
        assert wire.aborted is not slowly

    asyncio.run(asyncio.wait_for(go(), 10))


def test_no_connection_becomes_one_that_is_not_counted() -> None:
    config = http_server.bounded(ok)
    config.load()
    assert config.ws_protocol_class is None
