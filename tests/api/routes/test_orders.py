"""Orders over HTTP: who sees what, and in whose words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from quaychain.api.permissions import Role
from quaychain.contracts.bindings import order_fulfilment as contract
from quaychain.contracts.bindings.types import Evidence, EvidenceKind, SnagClass
from tests.api.chain import DAY, START
from tests.api.order_story import OrderStory
from tests.api.world import World, identifier, shown

NO_EVIDENCE = Evidence(bytes(32), EvidenceKind.NONE, 0)


def shown_time(seconds: int) -> str:
    """A moment as the API shows it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_a_party_sees_its_order_in_its_own_words(story: OrderStory) -> None:
    order = (await story.world.get("buyer", "/orders"))["items"][0]
    assert (order["reference"], order["goods"]) == ("QC-1", "two cranes")
    assert order["seller"]["name"] == "The maker"
    assert (order["milestones"], order["completed_weight"], order["total_weight"]) == (3, 0, 14)


@pytest.mark.parametrize("name", ["carrier", "bank_a", "service"])
async def test_who_has_no_part_in_an_order_sees_none(story: OrderStory, name: str) -> None:
    if name == "service":
        problem = await story.world.get(name, "/orders", 403)
        assert "orders:read" in problem["detail"]
        return
    assert (await story.world.get(name, "/orders"))["items"] == []
    problem = await story.world.get(name, f"/orders/{story.order_id}", 403)
    assert problem["type"] == "/problems/access-denied"
    assert "has no part in order" in problem["detail"]


async def test_milestones_are_named_from_the_sealed_record(story: OrderStory) -> None:
    story.complete("M01", 2)
    story.world.advance()
    milestones = await story.world.get("maker", f"/orders/{story.order_id}/milestones")
    assert [each["code"] for each in milestones] == ["M01", "M08", "M14"]
    first, hold, _ = milestones
    assert (first["status"], first["late_days"], first["name"]) == ("completed", 2, "Name of M01")
    assert first["evidence"] == {"kind": "record", "identifier": shown("contract"), "number": 1}
    assert hold["hold_point"]["kind"] == "hold"
    assert hold["hold_point"]["inspector"]["name"] == "The surveyor"


async def test_an_inspector_sees_its_milestones_without_words(story: OrderStory) -> None:
    milestones = await story.world.get("surveyor", f"/orders/{story.order_id}/milestones")
    assert [(each["code"], each["hold_point"] is not None) for each in milestones] == [(None, True)]


async def test_a_delay_with_its_alternatives(story: OrderStory) -> None:
    story.delay()
    story.world.advance()
    page = await story.world.get("maker", f"/orders/{story.order_id}/sub-orders")
    sub_order = page["items"][0]
    assert (sub_order["late_days"], sub_order["milestone_code"], sub_order["status"]) == (20, "M08", "promised")
    first, second = sub_order["alternatives"]
    assert (first["delay_days"], first["accepted_at"]) == (9, None)
    assert (second["delay_days"], second["accepted_by"]["name"]) == (6, "The maker")
    assert second["moves"][0]["code"] == "M08"
    milestone = (await story.world.get("maker", f"/orders/{story.order_id}/milestones"))[1]
    assert (milestone["forecast_late_days"], milestone["late_days"]) == (6, 1)
    assert milestone["escalated_at"] is not None
    assert [move["cause"] for move in milestone["moves"]] == ["alternative"]


async def test_the_buyer_does_not_see_the_sellers_suppliers(story: OrderStory) -> None:
    story.delay()
    story.world.advance()
    problem = await story.world.get("buyer", "/sub-orders", 403)
    assert "sub_orders:read" in problem["detail"]
    for name, sees in (("supplier", True), ("maker", True), ("buyer", False), ("surveyor", False)):
        timeline = (await story.world.get(name, f"/orders/{story.order_id}/timeline"))["items"]
        assert ("AlternativeOffered" in {each["event"] for each in timeline}) is sees, name
        logs = (await story.world.get(name, "/logs", event="SubOrderPlaced"))["items"]
        assert bool(logs) is sees, name


async def test_prices_are_for_seller_and_buyer(story: OrderStory) -> None:
    prices = await story.world.get("buyer", f"/orders/{story.order_id}/prices")
    assert (prices["currency"], prices["price"], prices["lines"]) == (
        "EUR",
        "20000000",
        [{"name": "crane 417", "amount": "9600000"}],
    )
    assert prices["payments"] == [{"milestone_code": "M14", "percent": 35, "amount": "7000000"}]
    refused = await story.world.get("carrier", f"/orders/{story.order_id}/prices", 403)
    assert "kind carrier" in refused["detail"]
    assert "prices are sealed for an order's seller and buyer" in refused["detail"]


@pytest.mark.parametrize("role", [Role.OPERATIONS, Role.AUDITOR])
async def test_a_lesser_role_sees_no_prices(story: OrderStory, role: Role) -> None:
    async with story.world.client("buyer", role) as client:
        response = await client.get(f"/orders/{story.order_id}/prices")
    assert response.status_code == 403
    assert f"role {role.value}" in response.json()["detail"]


async def test_the_timeline_is_in_the_chains_order_and_pages(story: OrderStory) -> None:
    story.delay()
    story.finance()
    story.world.advance()
    seen: list[tuple[int, int]] = []
    parameters = {"limit": "3"}
    while True:
        page = await story.world.get("maker", f"/orders/{story.order_id}/timeline", **parameters)
        seen += [(each["block_number"], each["log_index"]) for each in page["items"]]
        if page["next"] is None:
            break
        parameters["cursor"] = page["next"]
    assert seen == sorted(set(seen))
    assert len(seen) > 10
    newest = await story.world.get("maker", f"/orders/{story.order_id}/timeline", newest_first="true")
    assert [(each["block_number"], each["log_index"]) for each in newest["items"]] == sorted(seen, reverse=True)


async def test_of_a_timeline_everyone_sees_what_is_theirs(story: OrderStory) -> None:
    story.declare()
    story.complete("M01", 1)
    story.complete("M14", 321)
    story.finance()
    story.world.advance()

    async def milestones(name: str) -> set[str]:
        timeline = (await story.world.get(name, f"/orders/{story.order_id}/timeline"))["items"]
        return {each["arguments"]["code"] for each in timeline if each["event"] == "MilestoneCompleted"}

    both = {"0x" + story.codes[code].hex() for code in ("M01", "M14")}
    assert await milestones("maker") == await milestones("buyer") == await milestones("customs") == both
    assert await milestones("bank_a") == {"0x" + story.codes["M14"].hex()}
    assert await milestones("surveyor") == set()


async def test_matters_are_between_the_two_sides(story: OrderStory) -> None:
    assert await story.world.get("buyer", f"/orders/{story.order_id}/matters") == {
        "changes": [],
        "delay_claims": [],
        "deliveries": [],
        "snags": [],
        "disputes": [],
    }
    await story.world.get("surveyor", f"/orders/{story.order_id}/matters", 403)


async def test_parts_warranties_and_reminders_are_told(story: OrderStory) -> None:
    world, order, snag = story.world, story.order, identifier("snag")
    first, second, paper = identifier("first part"), identifier("second part"), identifier("paper")
    story.delay()
    world.mine(
        ("OrderFulfilment", contract.SnagRaised(order, snag, SnagClass.COSMETIC, START + 500 * DAY, paper)),
        ("OrderFulfilment", contract.DeliveryReported(order, first, 400_000, identifier("ship"), NO_EVIDENCE)),
        ("OrderFulfilment", contract.DeliveryReported(order, second, 600_000, bytes(32), NO_EVIDENCE)),
        at=START + 420 * DAY,
    )
    taken, until = START + 430 * DAY, START + 1_160 * DAY
    world.mine(
        ("OrderFulfilment", contract.PartTakenOver(order, first, paper, 400_000, taken, until, 4 * DAY)),
        ("OrderFulfilment", contract.DeliveryRefused(order, second, paper)),
        ("OrderFulfilment", contract.SnagReminded(order, snag, START + 500 * DAY)),
        ("OrderFulfilment", contract.SnagEscalated(order, snag, START + 500 * DAY)),
        ("OrderFulfilment", contract.WarrantyExtended(order, first, snag, until + DAY)),
        ("OrderFulfilment", contract.OrderTakenOver(order, paper, taken, until, 4 * DAY, 600_000)),
        ("OrderFulfilment", contract.WarrantyExtended(order, bytes(32), snag, until + 2 * DAY)),
        at=START + 501 * DAY,
    )
    world.advance()
    matters = await world.get("buyer", f"/orders/{story.order_id}/matters")
    assert [
        (each["status"], each["share"], each["consignment"], each["late_days"], each["warranty_until"])
        for each in matters["deliveries"]
    ] == [
        ("taken_over", 400_000, shown("ship"), 4, shown_time(until + DAY)),
        ("refused", 600_000, None, None, None),
    ]
    assert matters["snags"][0]["reminded_at"] == matters["snags"][0]["escalated_at"] == shown_time(START + 501 * DAY)
    told = await world.get("buyer", f"/orders/{story.order_id}")
    assert (told["late_share"], told["warranty_until"]) == (600_000, shown_time(until + 2 * DAY))
    (sub_order,) = (await world.get("supplier", "/sub-orders"))["items"]
    assert (sub_order["due"], sub_order["reminded_at"]) == (sub_order["promised_at"], None)


async def test_a_part_delivered_stays_so_when_more_is_promised(story: OrderStory) -> None:
    world, order, sub_order, supplier = story.world, story.order, identifier("sub-order"), story.world.id("supplier")
    due = START + 300 * DAY
    story.delay()
    world.mine(
        ("OrderFulfilment", contract.SubOrderDelivered(order, sub_order, supplier, 400_000, NO_EVIDENCE)),
        ("OrderFulfilment", contract.DeliveryPromised(order, sub_order, supplier, 2, due)),
        ("OrderFulfilment", contract.SubOrderReminded(order, sub_order, story.codes["M08"], due)),
        ("OrderFulfilment", contract.SubOrderEscalated(order, sub_order, story.codes["M08"], due)),
        at=START + 290 * DAY,
    )
    world.advance()
    (told,) = (await world.get("supplier", "/sub-orders"))["items"]
    assert told["status"] == "partly_delivered"
    assert told["reminded_at"] == told["escalated_at"] == shown_time(START + 290 * DAY)
    # Another due time was agreed: both count anew.
    world.mine(
        ("OrderFulfilment", contract.AlternativeAccepted(order, sub_order, world.id("maker"), 1, due)),
        at=START + 291 * DAY,
    )
    world.advance()
    (told,) = (await world.get("supplier", "/sub-orders"))["items"]
    assert (told["due"], told["reminded_at"], told["escalated_at"]) == (shown_time(due), None, None)


async def test_an_order_that_is_not_there(world: World) -> None:
    world.advance()
    problem = await world.get("buyer", f"/orders/{shown('nothing')}", 404)
    assert problem["title"] == "Not found"
    assert problem["instance"] == f"/orders/{shown('nothing')}"


async def test_what_did_not_change_is_not_sent_again(story: OrderStory) -> None:
    async with story.world.client("buyer") as client:
        first = await client.get(f"/orders/{story.order_id}")
        again = await client.get(f"/orders/{story.order_id}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
