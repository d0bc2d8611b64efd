"""Bodies are read within bounds of number, bytes and time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from quaychain.oracles.capture.bodies import Bodies, BodyRefusedError


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


async def read(bodies: Bodies, given: Request, limit: int = 10, sender: object = None) -> bytes:
    """What comes, of a sender of its own where none is named."""
    async with bodies.read(given, limit, sender or object()) as body:
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
        (Bodies(most=4), [None] * 4, []),
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
        async with bodies.read(request(b"x" * 10, length=lengths[0]), 10, object()):
            await hold(lengths[1:], then)

    async def nothing_more() -> None:
        with pytest.raises(BodyRefusedError) as caught:
            await read(bodies, request(b"x" * 10))
        assert caught.value.status == 503
        for length in taken:
            assert await read(bodies, request(b"x" * length, length=length)) == b"x" * length

    asyncio.run(hold(held, nothing_more))
    assert asyncio.run(read(bodies, request(b"x" * 10))) == b"x" * 10


@pytest.mark.parametrize("bodies", [Bodies(most=8), Bodies(most_bytes=80)])
def test_nobody_holds_more_than_a_quarter_of_the_room(bodies: Bodies) -> None:
    async def fill() -> None:
        async with bodies.read(request(b"x" * 10), 10, "busy"), bodies.read(request(b"x" * 10), 10, "busy"):
            with pytest.raises(BodyRefusedError, match="its sender sends too much"):
                await read(bodies, request(b"x" * 10), sender="busy")
            assert await read(bodies, request(b"x" * 10), sender="another") == b"x" * 10
        assert await read(bodies, request(b"x" * 10), sender="busy") == b"x" * 10

    asyncio.run(fill())
