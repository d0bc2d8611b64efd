"""Signed events over HTTP: sealed by class, checked against the anchored root."""

from __future__ import annotations

from sqlalchemy import select

from quaychain.api.tables.streams import batches
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import SignedEvent
from tests.api.order_story import OrderStory
from tests.api.world import World, identifier

ASSET = "8004/9520001STS0417"


async def test_everyone_sees_the_classes_sealed_for_them(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    kinds = {}
    for name in ("maker", "buyer", "carrier", "bank_a"):
        listed = (await story.world.get(name, "/events"))["items"]
        kinds[name] = sorted(each["kind"] for each in listed)
        assert all(each["signature_valid"] and each["anchored"] for each in listed)
    assert kinds == {
        "maker": ["reading", "reading"],
        "buyer": ["epcis", "reading", "reading"],
        "carrier": ["epcis"],
        "bank_a": [],
    }


async def test_a_plain_request_and_one_that_fastapi_reads_have_the_same_answer(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    first = await story.world.get("buyer", "/events", limit="1")
    assert len(first["items"]) == 1
    assert first == await story.world.get("buyer", "/events", limit="01")
    further = await story.world.get("buyer", "/events", limit="2", cursor=first["next"])
    assert len(further["items"]) == 2
    assert further == await story.world.get("buyer", "/events", limit="02", cursor=first["next"])
    for wrong in ({"limit": "201"}, {"limit": "0"}, {"cursor": "a" * 1_025}):
        await story.world.get("buyer", "/events", 422, **wrong)
    await story.world.get("buyer", "/events", 400, cursor="a")


async def test_one_event_and_its_refusal(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    event = (await story.world.get("maker", "/events"))["items"][0]
    found = await story.world.get("maker", f"/events/{event['event_id']}")
    assert [(each["asset"], each["unit"]) for each in found["readings"]] == [(ASSET, "C16")]
    assert found["event"]["member"]["name"] == "The maker"
    problem = await story.world.get("carrier", f"/events/{event['event_id']}", 403)
    assert "sealed for readers of class technical" in problem["detail"]
    await story.world.get("carrier", f"/events/0x{'00' * 32}", 404)


async def test_series_and_readings(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    names = await story.world.get("buyer", "/series", asset="urn:epc:id:giai:9520001.STS0417")
    assert [(each["quantity"], each["unit"], each["count"]) for each in names] == [("Speed", "C16", 2)]
    series = await story.world.get("buyer", "/series/points", asset=ASSET, quantity="Speed", points=2)
    assert [(each["mean"], each["count"]) for each in series["points"]] == [(4.2, 1), (5.2, 1)]
    whole = await story.world.get("buyer", "/readings", asset=ASSET, since="2027-01-21T00:00:00Z")
    assert [each["value"] for each in whole["items"]] == [5.2]
    await story.world.get("buyer", "/readings", 400, asset=ASSET, since="2027-01-21T00:00:00")
    await story.world.get("carrier", "/series/points", 404, asset=ASSET, quantity="Speed")


async def test_messages_and_positions(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    message = (await story.world.get("carrier", "/messages", asset=ASSET))["items"][0]
    assert (message["what"], message["latitude"], message["assets"]) == ("loading", 31.3, [ASSET])
    positions = await story.world.get("buyer", "/positions", asset=ASSET)
    assert [(each["latitude"], each["longitude"]) for each in positions] == [(31.3, 121.5)]
    assert await story.world.get("maker", "/positions", asset=ASSET) == []


def _opening(world: World) -> list[str]:
    with world.engine.connect() as connection:
        return list(connection.execute(select(batches.c.opening)).scalars())


async def test_a_batch_that_is_not_what_was_anchored_is_refused(story: OrderStory) -> None:
    story.anchor(story.batch(), root=identifier("another root"))
    story.world.advance()
    assert _opening(story.world) == ["refused"]
    assert (await story.world.get("buyer", "/events"))["items"] == []


async def test_a_forged_signature_is_told(story: OrderStory) -> None:
    events = story.batch()
    signed = events[0].event
    forged = SignedEvent(signed.signed, bytes(64), signed.body)
    story.anchor([BatchEvent(events[0].seq, events[0].received_at, forged), *events[1:]])
    story.world.advance()
    listed = (await story.world.get("maker", "/events"))["items"]
    assert sorted(each["signature_valid"] for each in listed) == [False, True]


async def test_content_that_comes_late_is_opened_then(story: OrderStory) -> None:
    story.anchor(story.batch())
    content = story.world.folder / "content"
    hidden = story.world.folder / "hidden"
    content.rename(hidden)
    story.world.advance()
    assert _opening(story.world) == ["waiting"]
    hidden.rename(content)
    story.world.wall += 10
    story.world.advance()
    assert _opening(story.world) == ["opened"]


async def test_streams_and_devices(story: OrderStory) -> None:
    story.anchor(story.batch())
    story.world.advance()
    for name in ("carrier", "buyer"):
        stream = (await story.world.get(name, "/streams"))["items"][0]
        assert stream["next_sequence"] == 3
        batch = (await story.world.get(name, f"/streams/{stream['stream_id']}/batches"))["items"][0]
        assert (batch["count"], batch["opening"]) == (3, "opened")
    assert (await story.world.get("bank_a", "/streams"))["items"] == []
    device = (await story.world.get("maker", "/devices"))["items"][0]
    await story.world.get("carrier", f"/devices/{device['device_key']}", 403)
