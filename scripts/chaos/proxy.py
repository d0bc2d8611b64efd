"""A TCP proxy of ours that stands between two parts, and can cut, stall or slow what goes through it. I/O."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any

_PIECE = 65_536


class LinkState(StrEnum):
    """What a link does with its traffic."""

    OPEN = "open"
    #: Live connections are reset, new ones too.
    CUT = "cut"
    #: Connections stay, or come to stand, and nothing gets through.
    STALLED = "stalled"


class Link:
    """One way in (`port`, on the loopback interface) that leads to `target`, a port there too.

    `disturb` and `restore` may be called from any thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, target: int) -> None:
        self._loop = loop
        self._target = target
        self._state = LinkState.OPEN
        self._delay = 0.0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def listen(self) -> None:
        """Begin to take connections, on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def disturb(self, state: LinkState = LinkState.OPEN, delay: float = 0.0) -> None:
        """From now on do this; `delay` in seconds for each piece of data."""
        self._loop.call_soon_threadsafe(self._change, state, delay)

    def restore(self) -> None:
        """Let everything through again."""
        self.disturb()

    def close(self) -> None:
        """End it, in the loop's thread."""
        if self._server is not None:
            self._server.close()
        self._abort()

    def _change(self, state: LinkState, delay: float) -> None:
        self._state, self._delay = state, delay
        if state is LinkState.STALLED:
            self._flowing.clear()
        else:
            self._flowing.set()
        if state is LinkState.CUT:
            self._abort()

    def _abort(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._state is LinkState.CUT:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._open.discard(writer)
            writer.transport.abort()
            return
        self._open.add(there_writer)
        try:
            await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))
        finally:
            for each in (writer, there_writer):
                self._open.discard(each)
                each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_PIECE):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        if not writer.is_closing():
            # The other direction may still have something to say.
            with contextlib.suppress(OSError):
                writer.write_eof()


class ProxyHost:
    """Runs links in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._links: list[Link] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxies", daemon=True)

    def __enter__(self) -> ProxyHost:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        async def end() -> None:
            for link in self._links:
                link.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._wait(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def link(self, target: int) -> Link:
        """A new link to a local port."""
        link = Link(self._loop, target)
        self._wait(link.listen())
        self._links.append(link)
        return link

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)
