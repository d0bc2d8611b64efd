"""What holds for every route: a rule, a described answer, problem documents, and answers that are what is described."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import RouteContext

from quaychain.api.security import Public, RouteWithoutRuleError, api_routes, check_rules, rules_of
from tests.api.order_story import OrderStory
from tests.api.requests import filled, parameters
from tests.api.world import World

#: Routes that need no token, and why is plain.
PUBLIC = {"/health/live", "/health/ready", "/metrics", "/problems/{slug}", "/sign-in", "/sign-out"}


def _routes(world: World) -> list[RouteContext]:
    """The JSON routes; pages have tests of their own."""
    return [route for route in api_routes(world.app) if route.include_in_schema]


def test_every_route_states_one_rule(world: World) -> None:
    routes = list(api_routes(world.app))
    assert len(routes) > 40
    for route in routes:
        assert len(rules_of(route)) == 1, route.path
        if isinstance(rules_of(route)[0], Public):
            # Pages may add public ones of their own, such as the sign-in form; they are checked with the pages.
            assert route.path in PUBLIC or not str(route.path).startswith(("/orders", "/records", "/events")), (
                route.path
            )


def test_a_route_without_a_rule_is_found() -> None:
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.get("/secrets")
    def secrets() -> str:
        return "all of them"

    with pytest.raises(RouteWithoutRuleError, match="/secrets"):
        check_rules(app)


def test_a_route_without_a_rule_is_found_in_a_router_too() -> None:
    router, app = APIRouter(), FastAPI(docs_url=None, redoc_url=None)

    @router.get("/secrets/{number}")
    def secret(number: int) -> str:
        return f"secret {number}"

    app.include_router(router)
    with pytest.raises(RouteWithoutRuleError, match="/secrets"):
        check_rules(app)


async def test_nothing_is_answered_without_a_token(world: World) -> None:
    world.advance()
    async with world.client() as client:
        for route in _routes(world):
            if isinstance(rules_of(route)[0], Public) or "GET" not in (route.methods or ()):
                continue
            path = filled(str(route.path))
            response = await client.get(path, headers={"Accept": "application/json"})
            assert response.status_code in (401, 422), f"{path}: {response.status_code}"
            assert response.headers["content-type"] == "application/problem+json"
            if response.status_code == 401:
                assert response.headers["www-authenticate"].startswith("Bearer")


async def test_everyone_gets_an_answer_or_a_problem(story: OrderStory) -> None:
    """Whoever asks for whatever: no 500, and a refusal is a problem document with its reason."""
    story.delay()
    story.declare()
    story.finance()
    story.build()
    story.anchor(story.batch())
    story.world.advance()
    for name in story.world.members:
        async with story.world.client(name) as client:
            for route in _routes(story.world):
                if "GET" not in (route.methods or ()):
                    continue
                response = await client.get(filled(str(route.path)), params=parameters(str(route.path)))
                assert response.status_code < 500, route.path
                if response.status_code in (403, 404):
                    problem = response.json()
                    assert problem["detail"], route.path
                    assert problem["status"] == response.status_code


async def test_answers_are_what_is_described(story: OrderStory) -> None:
    """Answers are written by orjson without a check at run time; here each is checked against the OpenAPI document."""
    story.delay()
    story.declare()
    story.complete("M14", 321)
    story.finance()
    story.build()
    story.anchor(story.batch())
    story.world.advance()
    app = story.world.app
    document = app.openapi()
    checked = 0
    async with story.world.client("maker") as maker, story.world.client("buyer") as buyer:
        event = (await buyer.get("/events")).json()["items"][0]["event_id"]
        for path, operations in document["paths"].items():
            schema = _answer_schema(operations.get("get", {}))
            if schema is None:
                continue
            for client in (maker, buyer):
                response = await client.get(filled(path, event), params=parameters(path))
                if response.status_code == 200:
                    resolver = {**schema, "components": document["components"]}
                    jsonschema.validate(response.json(), resolver)
                    checked += 1
    assert checked > 60


def test_the_document_describes_problems_and_permissions(world: World) -> None:
    document = world.app.openapi()
    assert "Problem" in document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path}"
            if path not in PUBLIC and path.startswith(("/orders", "/records", "/parts", "/declarations")):
                assert "401" in operation["responses"], path


def _answer_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    schema: dict[str, Any] | None = content.get("application/json", {}).get("schema")
    return schema or None
