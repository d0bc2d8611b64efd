"""Whatever goes wrong leaves as a problem document (RFC 9457), and says no more than it should."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from quaychain.api.problems import known_problems
from tests.api.world import World


def _checked(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    assert problem["type"].removeprefix("/problems/") in known_problems()
    return problem


async def test_paths_and_methods_that_are_not_there(world: World) -> None:
    world.advance()
    async with world.client("buyer") as client:
        assert "/nothing/here" in _checked(await client.get("/nothing/here"), 404)["detail"]
        wrong = await client.put("/orders", json={})
        _checked(wrong, 405)
        assert wrong.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "path",
    ["/orders?limit=0", "/orders?limit=201", "/orders?limit=x", "/orders/0x00", "/orders/" + "0x" + "AB" * 32,
     "/members/0x00", "/series/points?asset=a", "/records?document_code=0", "/rule-books/NLD/1/rules"],
)  # fmt: skip
async def test_parameters_out_of_form(world: World, path: str) -> None:
    world.advance()
    async with world.client("buyer") as client:
        problem = _checked(await client.get(path), 422)
    assert problem["errors"][0]["where"].split("/")[0] in ("query", "path")


async def test_a_cursor_of_another_list(world: World) -> None:
    world.advance()
    async with world.client("buyer") as client:
        cursor = (await client.get("/members", params={"limit": 1})).json()["next"]
        assert "cursor" in _checked(await client.get("/devices", params={"cursor": cursor}), 400)["detail"]


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer wrong", "Bearer " + "x" * 5_000])
async def test_wrong_credentials(world: World, header: str) -> None:
    world.advance()
    async with world.client() as client:
        response = await client.get("/orders", headers={"Authorization": header} if header else {})
    _checked(response, 401)
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_body_that_is_too_long(world: World) -> None:
    world.advance()
    limit = world.services.settings.body_limit
    async with world.client() as client:
        _checked(await client.post("/sign-in", data={"token": "x" * limit}), 413)

        async def endless() -> Any:
            for _ in range(limit // 1_000 + 2):
                yield b"t" * 1_000

        form = {"Content-Type": "application/x-www-form-urlencoded"}
        _checked(await client.post("/sign-in", content=endless(), headers=form), 413)


async def test_a_failure_of_ours_gives_nothing_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.advance()

    def fail(*_: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("quaychain.api.queries.orders.list_orders", fail)
    async with world.client("buyer") as client:
        problem = _checked(await client.get("/orders"), 500)
    assert "secret" not in str(problem)


async def test_a_database_that_fails_is_503(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.advance()

    def fail(*_: Any) -> None:
        raise OperationalError("SELECT secret", {}, Exception("gone"))

    monkeypatch.setattr("quaychain.api.queries.orders.list_orders", fail)
    async with world.client("buyer") as client:
        problem = _checked(await client.get("/orders"), 503)
    assert "secret" not in str(problem)


async def test_every_kind_of_problem_can_be_looked_up(world: World) -> None:
    async with world.client() as client:
        for slug, kind in known_problems().items():
            found = (await client.get(f"/problems/{slug}")).json()
            assert (found["type"], found["title"]) == (f"/problems/{slug}", kind.title)
        _checked(await client.get("/problems/no-such-kind"), 404)


async def test_answers_tell_browsers_what_they_may_do(world: World) -> None:
    async with world.client() as client:
        headers = (await client.get("/health/live")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_every_error_of_ours_has_a_status() -> None:
    assert all(400 <= kind.status < 600 for kind in known_problems().values())
    assert known_problems()["access-denied"].status == 403
