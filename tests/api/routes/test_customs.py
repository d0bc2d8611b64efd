"""The declaration desk over HTTP."""

from __future__ import annotations

from tests.api.order_story import OrderStory
from tests.api.world import shown


async def test_pre_checks_and_decisions_say_whose_they_are(story: OrderStory) -> None:
    story.declare()
    story.world.advance()
    listed = (await story.world.get("customs", "/declarations"))["items"]
    assert [(each["status"], each["outcome"], each["last_decision_source"]) for each in listed] == [
        ("released", "passed", "own")
    ]
    found = await story.world.get("customs", f"/declarations/{shown('declaration')}")
    first, second = found["assessments"]
    assert first["statement"] == "pre-check failed: 1 requirement open"
    assert [(each["status"], each["document_type"]["code"]) for each in first["findings"]] == [
        ("present", 380),
        ("missing", 327),
    ]
    assert second["statement"] == "pre-check passed"
    assert [each["statement"] for each in found["decisions"]] == [
        "hold decided by the authority itself",
        "release decided by the authority itself",
    ]
    assert found["summary"]["tariff_code"] == "84261900"
    assert found["summary"]["order_reference"] == "QC-1"
    assert [each["document_type"]["code"] for each in found["documents"]] == [380]


async def test_parties_see_it_and_strangers_do_not(story: OrderStory) -> None:
    story.declare()
    story.world.advance()
    for name in ("maker", "buyer"):
        found = await story.world.get(name, f"/declarations/{shown('declaration')}")
        assert found["summary"]["declarant"]["name"] == "The buyer"
    await story.world.get("bank_a", f"/declarations/{shown('declaration')}", 403)
    assert (await story.world.get("carrier", "/declarations"))["items"] == []


async def test_customs_sees_an_order_once_goods_were_declared(story: OrderStory) -> None:
    assert (await story.world.get("customs", "/orders"))["items"] == []
    story.declare()
    story.world.advance()
    assert [each["order_id"] for each in (await story.world.get("customs", "/orders"))["items"]] == [story.order_id]


async def test_rule_books(story: OrderStory) -> None:
    story.declare()
    story.world.advance()
    books = (await story.world.get("buyer", "/rule-books"))["items"]
    assert [(each["jurisdiction"], each["status"], each["transcribed"]) for each in books] == [("NL", "sealed", False)]
    assert (await story.world.get("buyer", "/rule-books/NL/1/rules"))["items"] == []
    await story.world.get("buyer", "/rule-books/NL/2/rules", 404)
    await story.world.get("buyer", "/rule-books/nl/1/rules", 422)
