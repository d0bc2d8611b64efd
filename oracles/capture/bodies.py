"""Reads bodies of HTTP requests within bounds: of how many and of bytes at once, and of the time of each. I/O."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.requests import ClientDisconnect

from quaychain.contracts.errors import QuaychainError

#: Bytes a second of the slowest link that a whole body is waited for on, and seconds beside.
_SLOWEST = 16 * 2**10
_PATIENCE = 30.0
#: The part of all bodies, and of their bytes, that one sender may hold.
_SHARE = 4


@dataclass
class BodyRefusedError(QuaychainError):
    """A body that is not taken: 413 for its size, 408 for its slowness, 503 for all the others that are held."""

    status: int
    detail: str


@dataclass(slots=True)
class _Held:
    """How many bodies are held, and their bytes."""

    count: int = 0
    bytes: int = 0

    def has_room(self, more: int, most: int, most_bytes: int) -> bool:
        """Whether one of so many bytes more is within the bounds; one alone is."""
        return self.count < most and (not self.count or self.bytes + more <= most_bytes)

    def add(self, sign: int, more: int) -> None:
        """One more, or one less."""
        self.count += sign
        self.bytes += sign * more


class Bodies:
    """The bodies that are being read, or wait for their answer. Use it in one event loop."""

    def __init__(self, most: int = 64, most_bytes: int = 64 * 2**20, patience: float = _PATIENCE) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._patience = patience
        self._all = _Held()
        self._of: dict[Hashable, _Held] = {}

    @asynccontextmanager
    async def read(self, request: Request, limit: int, sender: Hashable) -> AsyncIterator[bytes]:
        """A request's body of at most `limit` bytes, held until the context ends. Raises BodyRefusedError.

        A length that is stated counts from the start; without one, the limit does. `sender` is whoever answers for it:
        nobody gets more than a quarter of the room.
        """
        stated = stated_length(request)
        expected = limit if stated is None else stated
        if expected > limit:
            raise BodyRefusedError(413, f"{stated} bytes, at most {limit} are taken")
        of_sender = self._of.get(sender) or _Held()
        if not of_sender.has_room(expected, max(1, self._most // _SHARE), self._most_bytes // _SHARE):
            raise BodyRefusedError(503, "its sender sends too much at once")
        if not self._all.has_room(expected, self._most, self._most_bytes):
            raise BodyRefusedError(503, "too much is being sent at once")
        self._of[sender] = of_sender
        for held in (self._all, of_sender):
            held.add(1, expected)
        try:
            seconds = self._patience + expected / _SLOWEST
            try:
                async with asyncio.timeout(seconds):
                    body = await _whole(request, limit)
            except TimeoutError:
                raise BodyRefusedError(408, f"not all of it came in {seconds:.0f} s") from None
            except ClientDisconnect:  # on a bad link every day: no problem of ours
                raise BodyRefusedError(408, "its sender has left") from None
            yield body
        finally:
            for held in (self._all, of_sender):
                held.add(-1, expected)
            if not of_sender.count:
                del self._of[sender]


def stated_length(request: Request) -> int | None:
    """The bytes of a body as its sender states them, where it does."""
    stated = request.headers.get("Content-Length", "")
    return int(stated) if stated.isdecimal() else None


async def _whole(request: Request, limit: int) -> bytes:
    parts, total = [], 0
    async for part in request.stream():
        total += len(part)
        if total > limit:
            raise BodyRefusedError(413, f"more than {limit} bytes")
        parts.append(part)
    return b"".join(parts)
