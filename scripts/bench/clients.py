"""Clients of an HTTP server in a process of their own (I/O): each keeps its connection and asks for one page at a time.

python -m quaychain.scripts.bench.clients < PLAN prints one `Answers` as JSON. Nothing but the status and the length of
an answer is looked at, so that asking costs little of the machine that answers.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson

from .processes import BenchProcessError

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A page: its path, and the token that asks for it, if any."""

    path: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """How long all took, and each, in seconds."""

    seconds: float
    latencies: list[float]


@dataclass(frozen=True, slots=True)
class _Plan:
    port: int
    clients: int
    pages: list[Asked]
    #: Pages a second of all clients together; 0: as fast as they are answered.
    rate: float


def ask(port: int, pages: Sequence[Asked], clients: int, rate: float = 0.0) -> Answers:
    """Ask a server on this machine for these pages. Raises BenchProcessError where one is not answered 200.

    With a rate, a page has a time at which it is due, and its latency counts from then, so that nobody's wait is left
    out because an earlier one waited.
    """
    given = orjson.dumps(_Plan(port, clients, list(pages), rate))
    done = subprocess.run(
        [sys.executable, "-m", "quaychain.scripts.bench.clients"], input=given, capture_output=True, timeout=_PATIENCE
    )
    if done.returncode:
        raise BenchProcessError("clients", (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1])
    return Answers(**orjson.loads(done.stdout))


async def _client(plan: _Plan, number: int, began: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", plan.port)
    try:
        for place in range(number, len(plan.pages), plan.clients):
            page = plan.pages[place]
            due = time.perf_counter()
            if plan.rate:
                at = began + place / plan.rate
                if at > due:
                    await asyncio.sleep(at - due)
                due = at
            token = f"Authorization: Bearer {page.token}\r\n" if page.token else ""
            writer.write(f"GET {page.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{token}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            if not head.startswith(b"HTTP/1.1 200") or length is None:
                raise ConnectionError(f"{page.path}: {head[:200]!r}")
            await reader.readexactly(int(length[1]))
            latencies.append(time.perf_counter() - due)
    finally:
        writer.close()


async def _ask(plan: _Plan) -> Answers:
    latencies: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_client(plan, number, began, latencies) for number in range(plan.clients)))
    return Answers(time.perf_counter() - began, latencies)


def main() -> None:
    """Read the plan, follow it, print the answers."""
    import uvloop

    given = orjson.loads(sys.stdin.buffer.read())
    plan = _Plan(**{**given, "pages": [Asked(**page) for page in given["pages"]]})
    sys.stdout.buffer.write(orjson.dumps(asdict(uvloop.run(_ask(plan)))))


if __name__ == "__main__":
    main()
