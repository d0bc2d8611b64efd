"""PostgreSQL answers every list of what there is much of by an index, however much or little of it the asker sees."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any, cast

import pytest
from sqlalchemy import Engine, event

from quaychain.api.database import migrate, open_database
from quaychain.api.opening.opener import RecordOpener
from quaychain.api.paging import PageRequest, encode_cursor
from quaychain.api.permissions import AccessDeniedError, Asker, MemberKind, Role
from quaychain.api.pool import row_pool
from quaychain.api.queries import events, logs, members, messages, readings
from quaychain.api.queries.view import View
from quaychain.scripts.bench import rows

pytestmark = pytest.mark.integration

#: Tables that grow with every event or batch.
BIG = {"events", "readings", "messages", "message_assets", "batch_readers", "batches", "logs", "log_subjects"}
#: Of these there are enough rows here for the planner to choose an index by itself, as it does among a million.
LARGE = {"events", "readings"}
COUNT = 40_000
_ASSET = rows.asset_of(0)
_DEVICE, _STREAM = rows.device_key(0), rows.identifier("stream 0")

LISTS: dict[str, Callable[[View, PageRequest], Any]] = {
    "events": events.list_events,
    "events of a kind": lambda view, page: events.list_events(view, page, kind="epcis"),
    "events of a kind that nobody has": lambda view, page: events.list_events(view, page, kind="dcsa"),
    "events of a device": lambda view, page: events.list_events(view, page, device_key=_DEVICE),
    "events of a stream": lambda view, page: events.list_events(view, page, stream_id=_STREAM),
    "events about an asset": lambda view, page: events.list_events(view, page, asset=_ASSET),
    "readings": lambda view, page: readings.list_readings(view, page, asset=_ASSET),
    "readings of a quantity": lambda view, page: readings.list_readings(view, page, asset=_ASSET, quantity="Speed"),
    "messages": messages.list_messages,
    "messages of a kind": lambda view, page: messages.list_messages(view, page, kind="epcis"),
    "messages about an asset": lambda view, page: messages.list_messages(view, page, asset=_ASSET),
    "logs": logs.list_logs,
    "logs of an event": lambda view, page: logs.list_logs(view, page, event="BatchAnchored"),
    "batches": lambda view, page: members.list_batches(view, _STREAM, page),
}


@pytest.fixture(scope="module")
def filled(postgresql: str) -> Iterator[Engine]:
    """A database with many events."""
    engine = open_database(postgresql)
    migrate(engine)
    rows.fill(engine, COUNT)
    yield engine
    engine.dispose()


def asked(engine: Engine, member_id: str, ask: Callable[[View], Any]) -> tuple[Any, list[tuple[str, Any]]]:
    """An answer, and the SQL that it took."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    asker = Asker.of(member_id, MemberKind.MANUFACTURER, Role.OFFICER, "test")
    event.listen(engine, "before_cursor_execute", note)
    try:
        with engine.connect() as connection:
            answer = ask(View(connection, asker, {}, cast("RecordOpener", None)))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return answer, statements


def scanned(engine: Engine, statements: list[tuple[str, Any]], *, unless_avoidable: bool = False) -> set[str]:
    """Tables that PostgreSQL reads from beginning to end for these; or those only that it can't read otherwise."""
    found = set()
    with engine.connect() as connection:
        if unless_avoidable:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
            nodes = [each["Plan"] for each in (json.loads(plan) if isinstance(plan, str) else plan)]
            while nodes:
                node = nodes.pop()
                nodes += node.get("Plans", [])
                if node["Node Type"].endswith("Seq Scan"):
                    found.add(node["Relation Name"])
    return found


def _page(name: str, page: PageRequest, view: View) -> Any:
    return LISTS[name](view, page)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_scans_a_big_table(filled: Engine, name: str) -> None:
    for member_id in (rows.ALL, rows.SOME, rows.NOBODY):
        try:
            first, statements = asked(filled, member_id, partial(_page, name, PageRequest(20)))
        except AccessDeniedError:
            continue
        if first.next is not None:
            statements += asked(filled, member_id, partial(_page, name, PageRequest(20, first.next)))[1]
        assert statements
        assert not scanned(filled, statements) & LARGE, (member_id, statements)
        # There are 2,000 messages and 400 logs here, which are best read whole: an index has to be there for when they
        # are more.
        assert not scanned(filled, statements, unless_avoidable=True) & BIG, (member_id, statements)


@pytest.mark.parametrize("member_id", [rows.ALL, rows.SOME, rows.NOBODY])
def test_the_event_loops_own_connections_read_the_same_pages(filled: Engine, member_id: str) -> None:
    asker = Asker.of(member_id, MemberKind.MANUFACTURER, Role.OFFICER, "test")
    at = [None, *(encode_cursor(rows.place_of(number)) for number in (COUNT - 1, COUNT // 2, 405, 7, 0))]

    async def read() -> list[Any]:
        async with row_pool(filled) as pool:
            assert pool is not None
            return [
                await events.events_listed(asker, {}, PageRequest(limit, cursor), kind=kind).read_by(pool)
                for limit, cursor in product((1, 20, 200), at)
                for kind in (None, "epcis")
            ]

    expected = [
        asked(filled, member_id, partial(events.list_events, page=PageRequest(limit, cursor), kind=kind))[0]
        for limit, cursor in product((1, 20, 200), at)
        for kind in (None, "epcis")
    ]
    assert asyncio.run(read()) == expected


@pytest.mark.parametrize(("member_id", "expected"), [(rows.SOME, COUNT // rows.DEVICES), (rows.NOBODY, 0)])
def test_pages_have_every_event_once(filled: Engine, member_id: str, expected: int) -> None:
    seen: list[str] = []
    page: PageRequest | None = PageRequest(200)
    while page is not None:
        found, _ = asked(filled, member_id, partial(events.list_events, page=page))
        seen += [each.event_id for each in found.items]
        page = PageRequest(200, found.next) if found.next is not None else None
    assert len(seen) == len(set(seen)) == expected


@pytest.mark.parametrize("kind", [None, "epcis"])
def test_pages_about_an_asset_have_each_of_its_messages_once_and_in_order(filled: Engine, kind: str | None) -> None:
    seen: list[messages.MessageView] = []
    page: PageRequest | None = PageRequest(7)
    while page is not None:
        ask = partial(messages.list_messages, page=page, asset=_ASSET, kind=kind)
        found, _ = asked(filled, rows.SOME, ask)
        seen += found.items
        page = PageRequest(7, found.next) if found.next is not None else None
    every, _ = asked(filled, rows.ALL, partial(messages.list_messages, page=PageRequest(200)))
    assert seen[:4] == [each for each in every.items if each.assets == [_ASSET]][:4]
    assert len(seen) == len({each.event_id for each in seen}) == COUNT // rows.DEVICES // 20
    assert [each.occurred_at for each in seen] == sorted(each.occurred_at for each in seen)
