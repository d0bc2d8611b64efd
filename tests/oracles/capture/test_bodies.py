"""Bodies are read within bounds of number, bytes and time, and connections wait for no request that never comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Message
from uvicorn.config import Config
from uvicorn.server import ServerState

from quaychain.oracles.capture import server
from quaychain.oracles.capture.bodies import Bodies, BodyRefusedError
from quaychain.oracles.capture.server import BoundedProtocol


def request(*pieces: bytes, length: int | None = None, forever: bool = False) -> Request:
    """One that comes in pieces; with `forever`, its end never does."""
    left = list(pieces)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(3_600)
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or forever}

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return Request({"type": "http", "headers": headers}, receive)


async def read(bodies: Bodies, given: Request, limit: int = 10) -> bytes:
    async with bodies.read(given, limit) as body:
        return body


def refused(bodies: Bodies, given: Request, limit: int = 10) -> int:
    with pytest.raises(BodyRefusedError) as caught:
        asyncio.run(read(bodies, given, limit))
    return caught.value.status


def test_a_body_is_read_up_to_its_limit() -> None:
    bodies = Bodies()
    assert asyncio.run(read(bodies, request(b"12345", b"67890"))) == b"1234567890"
    assert asyncio.run(read(bodies, request(b"12345", length=5))) == b"12345"
    assert refused(bodies, request(b"12345", b"678901")) == 413
    # What says so itself is not read at all.
    assert refused(bodies, request(length=11)) == 413


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    bodies = Bodies(patience=0.01)
    for _ in range(3):
        assert refused(bodies, request(b"1", forever=True), limit=10) == 408
    assert asyncio.run(read(bodies, request(b"1"))) == b"1"


def test_a_sender_that_leaves_is_let_go() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    bodies = Bodies(most=1)
    for _ in range(2):
        assert refused(bodies, Request({"type": "http", "headers": []}, receive)) == 408


@pytest.mark.parametrize(
    ("bodies", "held", "taken"),
    [
        (Bodies(most=2), [None, None], []),
        (Bodies(most_bytes=25), [None, None], [5]),
        (Bodies(most_bytes=25), [10, 10], [5]),
        (Bodies(most_bytes=5), [10], []),
    ],
)
def test_so_much_is_held_at_once_and_no_more(bodies: Bodies, held: list[int | None], taken: list[int]) -> None:
    async def hold(lengths: Sequence[int | None], then: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if not lengths:
            await then()
            return
        async with bodies.read(request(b"x" * 10, length=lengths[0]), 10):
            await hold(lengths[1:], then)

    async def nothing_more() -> None:
        with pytest.raises(BodyRefusedError) as caught:
            await read(bodies, request(b"x" * 10))
        assert caught.value.status == 503
        for length in taken:
            assert await read(bodies, request(b"x" * length, length=length)) == b"x" * length

    asyncio.run(hold(held, nothing_more))
    assert asyncio.run(read(bodies, request(b"x" * 10))) == b"x" * 10


class Wire(asyncio.Transport):
    """What a connection writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

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
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.02)
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 2)


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
def test_answers_that_nobody_reads_are_not_kept() -> None:
    async def go() -> None:
        protocol, wire = Server().connect()
        protocol.pause_writing()
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            async for _ in closed(wire):
                pass
        finally:
            protocol.connection_lost(None)
        assert wire.aborted

    asyncio.run(asyncio.wait_for(go(), 10))


def test_no_connection_becomes_one_that_is_not_counted() -> None:
    config = server.bounded_server(FastAPI(), "127.0.0.1", 1).config
    config.load()
    assert config.ws_protocol_class is None
