"""Tokens and sessions: random, stored hashed, and over when they are revoked, expired or signed out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quaychain.api.permissions import Role
from quaychain.api.tables.access import sessions, tokens
from quaychain.api.tokens import TokenRefusedError, UnknownTokenError
from quaychain.contracts.bindings.member_registry import MemberSuspended
from tests.api.world import World


def test_the_secret_is_stored_nowhere(world: World) -> None:
    issued = world.services.tokens.issue(world.members["buyer"].id, Role.OFFICER, "desk", 60)
    with world.engine.connect() as connection:
        row = connection.execute(select(tokens)).one()
    assert issued.secret not in repr(tuple(row))
    assert world.services.tokens.find(issued.secret) == issued.token
    assert [token.label for token in world.services.tokens.list(world.members["buyer"].id)] == ["desk"]
    assert world.services.tokens.list(world.members["maker"].id) == []


def test_an_expired_token_is_refused(world: World) -> None:
    issued = world.services.tokens.issue(world.members["buyer"].id, Role.OFFICER, "", 60)
    world.wall += 60
    with pytest.raises(TokenRefusedError, match="expired"):
        world.services.tokens.find(issued.secret)


@pytest.mark.parametrize("secret", ["", "qct_", "qct_" + "A" * 43, "Bearer x", "qct_" + "A" * 42 + "é"])
def test_what_is_no_token_is_refused(world: World, secret: str) -> None:
    with pytest.raises(TokenRefusedError):
        world.services.tokens.find(secret)


def test_revoking_what_is_not_there(world: World) -> None:
    with pytest.raises(UnknownTokenError, match="abc"):
        world.services.tokens.revoke("abc")


async def test_a_revoked_token_ends_at_once_with_its_sessions(world: World) -> None:
    world.advance()
    issued = world.services.tokens.issue(world.members["buyer"].id, Role.OFFICER, "", 3_600)
    async with world.client() as client:
        signed_in = await client.post("/sign-in", data={"token": issued.secret})
        assert signed_in.status_code == 303
        cookie = signed_in.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie
        assert (await client.get("/session")).json()["member"]["name"] == "The buyer"
        assert (await client.get("/session", headers={"Authorization": f"Bearer {issued.secret}"})).status_code == 200
        world.services.tokens.revoke(issued.token.token_id)
        world.services.tokens.revoke(issued.token.token_id)
        assert (await client.get("/session")).status_code == 401
        refused = await client.get("/session", headers={"Authorization": f"Bearer {issued.secret}"})
        assert "revoked" in refused.json()["detail"]


async def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    world.advance()
    secret = world.token("buyer")
    async with world.client() as client:
        await client.post("/sign-in", data={"token": secret})
        cookie = client.cookies["quaychain_session"]
        with world.engine.connect() as connection:
            assert cookie not in repr(connection.execute(select(sessions)).all())
        assert (await client.post("/sign-out")).status_code == 303
        client.cookies.set("quaychain_session", cookie)
        assert (await client.get("/session")).status_code == 401


async def test_a_session_ends_with_time(world: World) -> None:
    world.advance()
    secret = world.token("buyer", lifetime=100 * 86_400)
    async with world.client() as client:
        await client.post("/sign-in", data={"token": secret})
        world.wall += world.services.settings.session_lifetime
        assert "the session has ended" in (await client.get("/session")).json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
async def test_another_sites_form_is_refused(world: World, headers: dict[str, str]) -> None:
    world.advance()
    secret = world.token("buyer")
    async with world.client() as client:
        refused = await client.post("/sign-in", data={"token": secret}, headers=headers)
        assert refused.status_code == 403
        assert refused.json()["type"] == "/problems/cross-site-request"
        await client.post("/sign-in", data={"token": secret}, headers={"Origin": "http://quaychain.test"})
        assert (await client.post("/sign-out", headers=headers)).status_code == 403
        assert (await client.get("/session")).status_code == 200


@pytest.mark.parametrize(
    ("goto", "to"),
    [
        ("/orders/x?y=1", "/orders/x?y=1"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("", "/"),
    ],
)
async def test_signing_in_leads_to_this_site_only(world: World, goto: str, to: str) -> None:
    world.advance()
    async with world.client() as client:
        response = await client.post("/sign-in", data={"token": world.token("buyer"), "goto": goto})
    assert response.headers["location"] == to


async def test_a_refused_token_brings_a_browser_back_to_the_form(world: World) -> None:
    world.advance()
    async with world.client() as client:
        browser = await client.post("/sign-in", data={"token": "wrong"}, headers={"Accept": "text/html"})
        assert (browser.status_code, browser.headers["location"]) == (303, "/sign-in?refused=1")
        program = await client.post("/sign-in", data={"token": "wrong"})
        assert program.status_code == 401


async def test_a_suspended_members_token_is_refused(world: World) -> None:
    world.mine(("MemberRegistry", MemberSuspended(world.id("buyer"), 1)))
    world.advance()
    problem = await world.get("buyer", "/orders", 403)
    assert "is suspended" in problem["detail"]
