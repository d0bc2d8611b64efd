"""More than can be answered at once waits; more than may wait is told when to come again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from quaychain.api.admission import Admission
from quaychain.api.middleware import Bodies


class _Slow:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.running = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if not scope["path"].startswith("/health"):
                await self.let.wait()
        finally:
            self.running -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})


@asynccontextmanager
async def _asked(app: Admission) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quaychain.test") as client:
        yield client


async def _settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_what_is_too_much_is_refused_and_the_rest_answered() -> None:
    slow = _Slow()
    app = Admission(slow, running=2, waiting=3, patience=30.0)
    async with _asked(app) as client:
        asked = [asyncio.ensure_future(client.get("/events")) for _ in range(8)]
        await _settled()
        refused = [each.result() for each in asked if each.done()]
        assert [each.status_code for each in refused] == [429] * 3
        assert refused[0].headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused[0].headers["retry-after"]) == refused[0].json()["retry_after"] <= 30
        # Who watches is answered whatever else is going on.
        assert (await client.get("/health/live")).status_code == 200
        slow.let.set()
        answers = await asyncio.gather(*asked)
        assert sorted(each.status_code for each in answers) == [200] * 5 + [429] * 3
        assert slow.most == 3, "two, and the one about health"
        assert (await client.get("/events")).status_code == 200


async def test_waiting_has_an_end() -> None:
    slow = _Slow()
    async with _asked(Admission(slow, running=1, waiting=5, patience=0.01)) as client:
        first = asyncio.ensure_future(client.get("/events"))
        await _settled()
        assert (await client.get("/events")).status_code == 429
        slow.let.set()
        assert (await first).status_code == 200
        assert (await client.get("/events")).status_code == 200


@pytest.mark.parametrize("which", [0, 1])
async def test_who_gives_up_leaves_its_place(which: int) -> None:
    slow = _Slow()
    async with _asked(Admission(slow, running=1, waiting=5, patience=30.0)) as client:
        asked = [asyncio.ensure_future(client.get("/events")) for _ in range(3)]
        await _settled()
        asked[which].cancel()
        await _settled()
        slow.let.set()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(each, httpx.Response) for each in answers) == 2
        assert (await client.get("/events")).status_code == 200


async def test_who_reads_no_answer_takes_nobodys_place() -> None:
    slow, read = _Slow(), asyncio.Event()
    slow.let.set()
    app = Admission(slow, running=1, waiting=0, patience=30.0)

    async def never(_message: Message) -> None:
        await read.wait()

    async def nothing() -> Message:
        return {"type": "http.request"}

    unread = asyncio.ensure_future(app({"type": "http", "path": "/events"}, nothing, never))
    await _settled()
    async with _asked(app) as client:
        assert (await client.get("/events")).status_code == 200
    read.set()
    await unread


async def test_whose_body_does_not_come_takes_nobodys_place_and_is_not_waited_for() -> None:
    slow, come = _Slow(), asyncio.Event()
    slow.let.set()
    app = Bodies(Admission(slow, running=1, waiting=0, patience=30.0), limit=1_024, seconds=0.5)

    async def form() -> AsyncIterator[bytes]:
        yield b"token="
        await come.wait()

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quaychain.test") as client:
        sent = asyncio.ensure_future(client.post("/sign-in", content=form()))
        await _settled()
        assert (await client.post("/sign-in", content=b"token=a")).status_code == 200
        answer = await sent
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
