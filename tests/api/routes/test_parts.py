"""Machines and their parts over HTTP."""

from __future__ import annotations

from tests.api.order_story import OrderStory
from tests.api.world import shown


async def test_the_tree_as_built_and_as_maintained(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    path = f"/parts/{shown('crane')}/children"
    now = await story.world.get("buyer", path)
    built = await story.world.get("buyer", path, configuration="as_built")
    ever = await story.world.get("buyer", path, configuration="history")
    assert [each["part"]["name"] for each in now] == ["new hoist"]
    assert [each["part"]["name"] for each in built] == ["hoist"]
    assert [(each["part"]["name"], each["removed_at"] is None) for each in ever] == [
        ("hoist", False),
        ("new hoist", True),
    ]


async def test_a_machine_with_its_pedigree(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    crane = await story.world.get("buyer", f"/parts/{shown('crane')}")
    assert crane["part"]["asset"] == "8004/9520001STS0417"
    assert crane["statement"] == "registered, custody consistent"
    assert [(each["giver"]["name"], each["receiver"]["name"]) for each in crane["hand_overs"]] == [
        ("The maker", "The buyer")
    ]
    assert [(each["old_part"]["name"], each["new_part"]["name"]) for each in crane["replacements"]] == [
        ("hoist", "new hoist")
    ]
    order = await story.world.get("buyer", f"/orders/{story.order_id}")
    assert order["machines"] == [shown("crane")]
    assert order["assets"] == ["8004/9520001STS0417"]


async def test_a_removed_part_takes_its_own_parts_along(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    brake = await story.world.get("buyer", f"/parts/{shown('brake')}")
    assert [each["name"] for each in brake["ancestors"]] == ["hoist"]
    assert brake["part"]["root"] == shown("hoist")
    assert brake["part"]["custodian"]["name"] == "The buyer"
    assert brake["part"]["recalled"] is True


async def test_a_recall_reaches_its_custodians(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    recall = await story.world.get("maker", f"/recalls/{shown('recall')}")
    assert (recall["marked"], recall["live"], recall["loose"]) == (2, 2, 2)
    everyone = await story.world.get("maker", f"/recalls/{shown('recall')}/parts")
    assert len(everyone["items"]) == 2
    own = await story.world.get("buyer", f"/recalls/{shown('recall')}/parts")
    assert [each["part"]["name"] for each in own["items"]] == ["brake"]
    assert (await story.world.get("carrier", "/recalls"))["items"] == []


async def test_who_never_had_a_part_does_not_see_it(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    await story.world.get("bank_a", f"/parts/{shown('crane')}", 403)
    assert (await story.world.get("bank_a", "/parts"))["items"] == []
    spare = await story.world.get("buyer", f"/parts/{shown('spare')}", 403)
    assert "has no part in" in spare["detail"]


async def test_parts_are_found_by_their_gs1_key(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    for asset in ("8010/9520001BRAKE/8011/1", "urn:epc:id:cpi:9520001.BRAKE.1"):
        found = await story.world.get("buyer", "/parts", asset=asset)
        assert [each["name"] for each in found["items"]] == ["brake"]
    machines = await story.world.get("buyer", "/parts", machines="true")
    assert [each["name"] for each in machines["items"]] == ["Crane 417"]


async def test_work_orders(story: OrderStory) -> None:
    story.build()
    story.world.advance()
    for name in ("buyer", "service", "maker"):
        found = await story.world.get(name, f"/work-orders/{shown('work order')}")
        assert (found["status"], found["performer"]["name"]) == ("opened", "The service")
    await story.world.get("carrier", f"/work-orders/{shown('work order')}", 403)
