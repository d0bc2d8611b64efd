"""Pages of events a second out of PostgreSQL, and how long one takes among ten thousand and among a million events: our
API, with a token for each request and the filter by readers, against bare FastAPI + asyncpg with neither.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import psycopg
from sqlalchemy import make_url

from quaychain.api.database import migrate, open_database
from quaychain.api.paging import encode_cursor
from quaychain.api.permissions import Role
from quaychain.api.tokens import TokenStore
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.ports import free_port
from quaychain.contracts.types import to_address

from ..wiring.program import program
from . import rows
from .clients import Asked, ask
from .frame import Must, Result, Setting
from .postgresql import postgresql
from .processes import Children, listens

_FEW, _MANY = 10_000, 1_000_000
_LIMIT = 20
_CLIENTS, _ROUNDS, _PAGES_A_ROUND = 8, 6, 2_500
#: What part of the pages a second that were reached is asked for while single ones are timed.
_PACE = 0.5
_COMPARED = 25
#: The part of the pages that are not the newest one.
_DEEP = 0.8
_DAY = 86_400.0
_SEED = 20_270_201
_OF_THE_PEER, _P99 = "pages a second / peer", "p99 at a million / at ten thousand"


@dataclass
class OtherRowsError(QuaychainError):
    """Two servers have answered the same question differently, so their speeds can't be compared."""

    page: str

    def __str__(self) -> str:
        return f"not the same rows: {self.page}"


@dataclass
class _Server:
    """A server over a database of so many events, with what was measured of it. The peer takes no tokens."""

    port: int
    events: int
    tokens: Sequence[str] = ()
    pages: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def page(self, after: int | None, token: str = "") -> Asked:
        """The page that begins after that event; the first one for None."""
        query: dict[str, Any] = {"limit": _LIMIT}
        if after is not None and self.tokens:
            query["cursor"] = encode_cursor(rows.place_of(after))
        elif after is not None:
            query |= dict(zip(("occurred_at", "stream_id", "sequence"), rows.place_of(after), strict=True))
        return Asked(f"/events?{urlencode(query)}", token)

    def pages_of(self, chance: random.Random, count: int) -> list[Asked]:
        """Pages that begin anywhere, and in part the newest, by one token after the other."""
        return [
            self.page(
                chance.randrange(_LIMIT, self.events) if chance.random() < _DEEP else None,
                self.tokens[number % len(self.tokens)] if self.tokens else "",
            )
            for number in range(count)
        ]

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    def percentile(self, part: float) -> float:
        """Milliseconds within which that part of the pages was answered."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1_000


def run(setting: Setting) -> Result:
    """Fill two databases, then ask the three servers in turn, round by round."""
    chance = random.Random(_SEED)  # noqa: S311
    few, many = setting.scaled(_FEW, 1_000), setting.scaled(_MANY, 1_000)
    with postgresql(setting.folder) as url, Children(setting.folder / "logs") as children:
        small, large = (_filled(setting, url, count) for count in (few, many))
        ours = _api(setting.folder, children, "api", large, many)
        ours_of_few = _api(setting.folder, children, "api-of-few", small, few)
        peer = _Server(free_port(), many)
        command = [sys.executable, "-m", "quaychain.scripts.bench.peer_api", large, str(peer.port)]
        children.start("peer", command, lambda: listens(peer.port))
        setting.say("comparing their answers")
        _compare(ours, ours_of_few, peer, chance)
        pages = setting.scaled(_PAGES_A_ROUND, 50)
        setting.say(f"{_ROUNDS} rounds of {pages} pages, by {_CLIENTS} clients")
        for number in range(-1, _ROUNDS):
            for server in (ours, peer):
                answers = ask(server.port, server.pages_of(chance, pages), _CLIENTS)
                if number >= 0:
                    server.pages, server.seconds = server.pages + pages, server.seconds + answers.seconds
        pace = ours.rate * _PACE
        setting.say(f"{_ROUNDS} rounds of {pages} pages at {pace:.0f} a second")
        for number in range(-1, _ROUNDS):
            for server in (ours, ours_of_few, peer):
                answers = ask(server.port, server.pages_of(chance, pages), _CLIENTS, pace)
                if number >= 0:
                    server.latencies += answers.latencies
        memory = children["api"].growth()
    return Result(
        "api",
        {
            "events": many,
            "pages a second": ours.rate,
            "peer, pages a second": peer.rate,
            "p50 ms": ours.percentile(0.5),
            "p99 ms": ours.percentile(0.99),
            "p99 ms at ten thousand events": ours_of_few.percentile(0.99),
            "peer, p99 ms": peer.percentile(0.99),
            "memory at the end / after a third": memory,
        },
        {
            _OF_THE_PEER: ours.rate / peer.rate,
            _P99: ours.percentile(0.99) / ours_of_few.percentile(0.99),
        },
        (Must(_OF_THE_PEER, 0.6), Must(_P99, 1.3, at_most=True)),
    )


def _filled(setting: Setting, server: str, count: int) -> str:
    """The URL of a database of that many events."""
    name = f"events_{count}"
    setting.say(f"writing {count:,} events")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    engine = open_database(url)
    migrate(engine)
    rows.fill(engine, count)
    engine.dispose()
    return url


def _api(folder: Path, children: Children, name: str, database: str, events: int) -> _Server:
    """`quaychain api serve` over a database, with a token of each role."""
    server = _Server(free_port(), events, _tokens(database))
    deployment, consortium = folder / "deployment.json", folder / "consortium.json"
    Deployment(1, bytes(32), bytes(32), to_address(b"\1" * 20), 0, {}).save(deployment)
    consortium.write_text('{"members": []}')
    command = (
        *(*program(), "api", "serve", "--database", database, "--port", str(server.port)),
        *("--deployment", str(deployment), "--consortium", str(consortium), "--rpc", "http://127.0.0.1:9"),
        *("--content", str(folder / "content"), "--wraps", str(folder / "wraps")),
    )
    children.start(name, command, lambda: listens(server.port))
    return server


def _tokens(database: str) -> list[str]:
    """A token of each role, of the member to whom all events were sealed."""
    engine = open_database(database)
    store = TokenStore(engine, time.time)
    tokens = [store.issue(rows.ALL, role, "bench", _DAY).secret for role in Role]
    engine.dispose()
    return tokens


def _compare(ours: _Server, ours_of_few: _Server, peer: _Server, chance: random.Random) -> None:
    """That we answer with the peer's rows, and of the oldest events the same whatever came after them.

    Raises OtherRowsError.
    """
    token = ours.tokens[0]
    for after in (None, *(chance.randrange(_LIMIT, ours.events) for _ in range(_COMPARED))):
        page = ours.page(after, token)
        if [_as_row(each) for each in _items(ours, page)] != _items(peer, peer.page(after)):
            raise OtherRowsError(page.path)
    for after in (chance.randrange(_LIMIT, ours_of_few.events) for _ in range(_COMPARED)):
        page = ours_of_few.page(after, ours_of_few.tokens[0])
        if _items(ours_of_few, page) != _items(ours, ours.page(after, token)):
            raise OtherRowsError(page.path)


def _items(server: _Server, page: Asked) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {page.token}"} if page.token else {}
    answer = httpx.get(f"http://127.0.0.1:{server.port}{page.path}", headers=headers, trust_env=False)
    answer.raise_for_status()
    found = answer.json()
    items: list[dict[str, Any]] = found if isinstance(found, list) else found["items"]
    return items


def _as_row(item: dict[str, Any]) -> dict[str, Any]:
    """An event of ours as the peer has it."""
    row = {**item, "member_id": item["member"]["member_id"], "root_checked": item["anchored"]}
    for name, scale in (("occurred_at", 1_000), ("received_at", 1), ("anchored_at", 1)):
        row[name] = round(datetime.fromisoformat(item[name]).timestamp() * scale)
    del row["member"], row["anchored"]
    return row
