"""Reads bodies of HTTP requests within bounds: of how many and of bytes at once, and of the time of each. I/O."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.requests import ClientDisconnect

from quaychain.contracts.errors import QuaychainError

#: Bytes a second of the slowest link that a whole body is waited for on, and seconds beside.
_SLOWEST = 16 * 2**10
_PATIENCE = 30.0


@dataclass
class BodyRefusedError(QuaychainError):
    """A body that is not taken: 413 for its size, 408 for its slowness, 503 for all the others that are held."""

    status: int
    detail: str


class Bodies:
    """The bodies that are being read, or wait for their answer. Use it in one event loop."""

    def __init__(self, most: int = 64, most_bytes: int = 64 * 2**20, patience: float = _PATIENCE) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._patience = patience
        self._count = 0
        self._bytes = 0

    @asynccontextmanager
    async def read(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """A request's body of at most `limit` bytes, held until the context ends. Raises BodyRefusedError.

        A length that is stated counts from the start; without one, the limit does.
        """
        stated = stated_length(request)
        expected = limit if stated is None else stated
        if expected > limit:
            raise BodyRefusedError(413, f"{stated} bytes, at most {limit} are taken")
        if self._count >= self._most or (self._count and self._bytes + expected > self._most_bytes):
            raise BodyRefusedError(503, "too much is being sent at once")
        self._count += 1
        self._bytes += expected
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
            self._count -= 1
            self._bytes -= expected


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
