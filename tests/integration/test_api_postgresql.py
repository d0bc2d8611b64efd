"""The same chain in SQLite and in PostgreSQL: the same rows, and the same answers to everybody."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from quaychain.api.database import migrate, open_database, writing
from quaychain.api.indexer.digest import digest_of
from quaychain.api.indexer.follower import Outcome
from quaychain.api.indexer.operations import RowOperation
from quaychain.api.security import api_routes
from quaychain.contracts.bindings.member_registry import MemberSuspended
from tests.api.indexer.test_writer import OPERATIONS, TABLES, outcomes
from tests.api.order_story import OrderStory
from tests.api.requests import filled, parameters
from tests.api.test_migrations import change_key_of_logs
from tests.api.world import World

pytestmark = pytest.mark.integration


@pytest.fixture
def database(postgresql: str) -> str:
    """A database with nothing in it."""
    engine = open_database(postgresql)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgresql


def _worlds(folder: Path, database: str) -> tuple[World, World]:
    sqlite = World(folder)
    return sqlite, World(folder, database, chain=sqlite.chain, members=sqlite.members)


async def test_rows_and_answers_are_the_same(tmp_path: Path, database: str) -> None:
    sqlite, postgres = _worlds(tmp_path, database)
    story = OrderStory(sqlite)
    story.agree()
    story.delay()
    story.declare()
    story.complete("M14", 321)
    story.finance()
    story.build()
    story.anchor(story.batch())
    sqlite.advance()
    postgres.advance()
    assert postgres.dump() == sqlite.dump()
    assert postgres.ledger.rebuild() == sqlite.ledger.rebuild()
    while postgres.projector.step() or sqlite.projector.step():
        pass
    assert postgres.dump() == sqlite.dump()
    assert digest_of(postgres.engine) == digest_of(sqlite.engine)

    paths = [
        str(route.path)
        for route in api_routes(sqlite.app)
        if route.include_in_schema and "GET" in (route.methods or ())
    ]
    compared = 0
    for name in ("maker", "buyer", "customs", "bank_a", "carrier"):
        answers = []
        for world in (sqlite, postgres):
            async with world.app.router.lifespan_context(world.app), world.client(name) as client:
                found = {}
                for path in paths:
                    if path.startswith(("/metrics", "/session", "/health", "/sign")):
                        continue
                    response = await client.get(filled(path), params=parameters(path))
                    found[path] = (response.status_code, response.content)
                answers.append(found)
        assert answers[0] == answers[1]
        compared += len(answers[0])
    assert compared > 200
    change_key_of_logs(postgres.engine)
    for world in (sqlite, postgres):
        world.engine.dispose()


async def test_lists_page_the_same(tmp_path: Path, database: str) -> None:
    sqlite, postgres = _worlds(tmp_path, database)
    story = OrderStory(sqlite)
    story.agree()
    story.anchor(story.batch(tuple(range(9))))
    sqlite.advance()
    postgres.advance()
    pages = []
    for world in (sqlite, postgres):
        seen: list[str] = []
        asked: dict[str, str] = {"limit": "2"}
        async with world.app.router.lifespan_context(world.app):
            while True:
                page = await world.get("buyer", "/events", **asked)
                seen += [each["event_id"] for each in page["items"]]
                if page["next"] is None:
                    break
                asked["cursor"] = page["next"]
        pages.append(seen)
        world.engine.dispose()
    assert pages[0] == pages[1]
    assert len(set(pages[0])) == 9


async def test_who_was_behind_a_token_is_not_trusted(tmp_path: Path, database: str) -> None:
    """A list's query asks whether the token still stands: what another process revokes counts at once."""
    world = World(tmp_path, database)
    story = OrderStory(world)
    story.anchor(story.batch())
    world.advance()
    async with world.app.router.lifespan_context(world.app), world.client("buyer") as client:
        first = await client.get("/events")
        assert len(first.json()["items"]) == 3
        with world.engine.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
            assert connection.execute(text(ended + "pid <> pg_backend_pid() AND query LIKE '%batch_readers%'")).all()
        assert (await client.get("/events")).content == first.content
        assert (await client.get("/readings", params={"asset": "8004/9520001STS0417"})).json()["items"]
        assert (await client.get("/events", params={"kind": "dcsa"})).json()["items"] == []
        world.mine(("MemberRegistry", MemberSuspended(world.id("buyer"), 1)))
        world.advance()
        assert (await client.get("/events")).status_code == 403
        client.headers["authorization"] = f"Bearer {world.token('maker')}"
        assert (await client.get("/events")).status_code == 200
        for token in world.services.tokens.list():
            world.services.tokens.revoke(token.token_id)
        assert (await client.get("/events")).status_code == 401
    world.engine.dispose()


def test_the_embedded_chain_may_go_another_way(tmp_path: Path, database: str) -> None:
    world = World(tmp_path, database)
    story = OrderStory(world)
    story.agree()
    world.advance()
    before = world.dump()
    common = world.chain.head.number
    story.delay()
    world.advance()
    other = world.chain.fork(common, "other")
    other.mine()
    world.chain = world.source.chain = other
    assert world.follower.step() is Outcome.WENT_BACK
    while world.projector.step():
        pass
    assert world.dump() == before
    world.engine.dispose()


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_several_processes_may_migrate_at_once(tmp_path: Path, database: str, kind: str) -> None:
    url = database if kind == "postgresql" else f"sqlite:///{tmp_path / 'index.sqlite'}"
    engines: list[Engine] = [open_database(url) for _ in range(3)]
    failures: list[BaseException] = []

    def run(engine: Engine) -> None:
        try:
            migrate(engine)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.dispose()
    assert not failures


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(OPERATIONS, max_size=25))
def test_operations_together_are_as_one_by_one(postgresql: str, operations: list[RowOperation]) -> None:
    engine = open_database(postgresql)
    TABLES[0].metadata.create_all(engine)
    with writing(engine) as connection:
        together, single = outcomes(connection, operations)
        assert together == single
    engine.dispose()
