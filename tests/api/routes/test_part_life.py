"""Cores, sales, and recalls that a part is under before it is marked, over HTTP."""

from __future__ import annotations

from typing import Any

from quaychain.contracts.bindings import part_provenance as contract
from quaychain.contracts.bindings.types import HandOverPurpose, RecallScope
from tests.api.chain import DAY, START
from tests.api.order_story import OrderStory
from tests.api.world import identifier, shown

EMPTY = bytes(32)


def _happen(story: OrderStory, day: int, *events: object) -> None:
    story.world.mine(*(("PartProvenance", event) for event in events), at=START + day * DAY)
    story.world.advance()


async def _part(story: OrderStory, who: str, name: str) -> Any:
    return await story.world.get(who, f"/parts/{shown(name)}")


async def test_a_core_is_owed_returned_and_judged(story: OrderStory) -> None:
    story.build()
    hoist = identifier("hoist")
    buyer, service = story.world.id("buyer"), story.world.id("service")
    _happen(story, 700, contract.CoreOwed(hoist, buyer, service, START + 730 * DAY, identifier("terms")))
    core = (await _part(story, "service", "hoist"))["core"]
    assert (core["status"], core["debtor"]["name"], core["creditor"]["name"]) == (
        "owed",
        "The buyer",
        (await _part(story, "service", "hoist"))["core"]["creditor"]["name"],
    )
    assert (core["terms"], core["returned_at"], core["settled_at"]) == (shown("terms"), None, None)
    _happen(
        story,
        705,
        contract.CustodyTransferred(hoist, buyer, service, 1, HandOverPurpose.CORE_RETURN, buyer, EMPTY),
        contract.CoreReturned(hoist, buyer, service, START + 730 * DAY),
    )
    core = (await _part(story, "buyer", "hoist"))["core"]
    assert core["status"] == "returned"
    assert core["returned_at"] is not None
    _happen(story, 706, contract.CoreJudged(hoist, buyer, service, True, service, identifier("finding")))
    found = await _part(story, "service", "hoist")
    assert (found["core"]["status"], found["core"]["finding"]) == ("accepted", shown("finding"))
    assert found["part"]["owner"] == found["core"]["creditor"]
    # Owed again in its next life, and waived: nothing of the last time is left.
    _happen(story, 900, contract.CoreOwed(hoist, buyer, service, START + 930 * DAY, EMPTY))
    core = (await _part(story, "service", "hoist"))["core"]
    assert (core["status"], core["returned_at"], core["finding"]) == ("owed", None, None)
    _happen(story, 901, contract.CoreWaived(hoist, buyer, service, EMPTY))
    assert (await _part(story, "service", "hoist"))["core"]["status"] == "waived"


async def test_a_refused_core_stays_the_debtors(story: OrderStory) -> None:
    story.build()
    hoist = identifier("hoist")
    buyer, service = story.world.id("buyer"), story.world.id("service")
    _happen(
        story,
        700,
        contract.CoreOwed(hoist, buyer, service, START + 730 * DAY, EMPTY),
        contract.CoreJudged(hoist, buyer, service, False, buyer, EMPTY),
    )
    found = await _part(story, "buyer", "hoist")
    assert found["core"]["status"] == "refused"
    assert found["part"]["owner"]["name"] == "The buyer"


async def test_a_sale_needs_no_move(story: OrderStory) -> None:
    story.build()
    spare = identifier("spare")
    maker, buyer = story.world.id("maker"), story.world.id("buyer")
    _happen(story, 700, contract.TitleOffered(spare, maker, buyer, EMPTY))
    assert "invited" in (await _part(story, "buyer", "spare"))["capacities"]
    _happen(story, 701, contract.TitleOffered(spare, maker, bytes(16), EMPTY))
    assert "invited" not in (await _part(story, "maker", "spare"))["capacities"]
    _happen(
        story,
        702,
        contract.TitleOffered(spare, maker, buyer, identifier("invoice")),
        contract.TitleTransferred(spare, maker, buyer, identifier("invoice")),
    )
    found = await _part(story, "buyer", "spare")
    assert (found["part"]["owner"]["name"], found["part"]["custodian"]["name"]) == ("The buyer", "The maker")
    assert [(note["note"], note["record"]) for note in found["notes"]] == [("sold", shown("invoice"))]
    assert "owner" in found["capacities"]
    assert "owner" not in (await _part(story, "maker", "spare"))["capacities"]


async def test_registered_into_a_recall(story: OrderStory) -> None:
    story.build()
    maker = story.world.id("maker")

    def registered(name: str, design: bytes, lot: bytes) -> contract.PartRegistered:
        return contract.PartRegistered(
            identifier(name), maker, maker, identifier(f"serial {name}"), design, lot, False, EMPTY
        )

    _happen(story, 700, registered("late", EMPTY, identifier("lot B2411")), registered("other", EMPTY, EMPTY))
    late = await _part(story, "maker", "late")
    assert late["part"]["recalled"] is True
    assert [each["mark"] for each in late["recalls"]] == ["in_scope"]
    assert (await _part(story, "maker", "other"))["part"]["recalled"] is False
    assert (await story.world.get("maker", f"/recalls/{shown('recall')}"))["marked"] == 2
    _happen(story, 701, contract.RecallClosed(identifier("recall"), 2, 2, 0))
    assert (await _part(story, "maker", "late"))["part"]["recalled"] is True
    _happen(story, 702, contract.RecallEnded(identifier("recall"), maker, EMPTY))
    assert (await _part(story, "maker", "late"))["part"]["recalled"] is False
    recall = await story.world.get("maker", f"/recalls/{shown('recall')}")
    assert (recall["status"], recall["ended_at"] is None) == ("ended", False)


async def test_by_design_and_by_maker(story: OrderStory) -> None:
    story.build()
    maker = story.world.id("maker")
    design = identifier("design")
    _happen(
        story,
        700,
        contract.PartRegistered(
            identifier("late"), maker, maker, identifier("serial late"), design, EMPTY, False, EMPTY
        ),
        contract.RecallOpened(identifier("one"), maker, RecallScope.DESIGN, maker, identifier("other"), EMPTY),
    )
    assert (await _part(story, "maker", "late"))["part"]["recalled"] is False
    _happen(
        story,
        701,
        contract.RecallOpened(identifier("two"), maker, RecallScope.DESIGN, maker, design, EMPTY),
        contract.RecallOpened(identifier("three"), maker, RecallScope.MAKER, maker, EMPTY, EMPTY),
    )
    late = await _part(story, "maker", "late")
    assert [each["recall_id"] for each in late["recalls"]] == sorted([shown("two"), shown("three")])
    assert (await _part(story, "maker", "spare"))["part"]["recalled"] is True
