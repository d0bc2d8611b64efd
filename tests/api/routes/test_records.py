"""Sealed records over HTTP: opened for their readers, refused to others, never shown when anything is wrong."""

from __future__ import annotations

import pytest

from quaychain.api.permissions import Role
from quaychain.contracts.cid import Cid
from tests.api.order_story import OrderStory
from tests.api.world import identifier, shown


async def test_a_reader_opens_the_classes_sealed_for_it(story: OrderStory) -> None:
    opened = await story.world.get("customs", f"/records/{shown('contract')}/content")
    paths = {field["path"]: field["value"] for field in opened["fields"]}
    assert paths["tariff_code"] == "84261900"
    assert "price" not in paths
    assert opened["withheld"] == ["commercial"]


async def test_a_class_that_was_not_sealed_for_the_asker_is_refused_with_the_reason(story: OrderStory) -> None:
    problem = await story.world.get("bank_a", f"/records/{shown('contract')}/content", 403, **{"class": "commercial"})
    assert "is not a reader of class commercial" in problem["detail"]


async def test_who_may_see_a_record_may_still_not_open_it(story: OrderStory) -> None:
    story.world.services.opener.stores.wraps.erase(identifier("contract"), None, story.world.id("buyer"))
    detail = await story.world.get("buyer", f"/records/{shown('contract')}")
    assert detail["summary"]["issuer"]["name"] == "The maker"
    problem = await story.world.get("buyer", f"/records/{shown('contract')}/content", 403)
    assert "or its key was erased" in problem["detail"]


async def test_what_was_opened_before_is_not_shown_once_it_is_shredded(story: OrderStory) -> None:
    assert (await story.world.get("buyer", f"/orders/{story.order_id}"))["reference"] == "QC-1"
    story.world.services.opener.stores.wraps.erase(identifier("contract"))
    await story.world.get("buyer", f"/records/{shown('contract')}/content", 403)
    assert (await story.world.get("buyer", f"/orders/{story.order_id}"))["reference"] is None


async def test_strangers_see_nothing(story: OrderStory) -> None:
    await story.world.get("carrier", f"/records/{shown('contract')}", 403)
    await story.world.get("carrier", f"/records/{shown('contract')}/content", 403)
    assert (await story.world.get("carrier", "/records"))["items"] == []


async def test_the_issuer_sees_all_readers_and_others_themselves(story: OrderStory) -> None:
    readers = (await story.world.get("maker", f"/records/{shown('contract')}"))["readers"]
    assert len(readers) == 4
    readers = (await story.world.get("bank_a", f"/records/{shown('contract')}"))["readers"]
    assert [(each["member"]["name"], each["disclosure_classes"]) for each in readers] == [("The bank_a", ["parties"])]


async def test_an_attachment_is_downloaded_safely(story: OrderStory) -> None:
    story.declare()
    story.world.advance()
    content = await story.world.get("buyer", f"/records/{shown('invoice')}/content")
    url = content["attachments"][0]["url"]
    async with story.world.client("buyer") as client:
        response = await client.get(url)
        assert response.content == b"%PDF-1.7 invoice"
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-security-policy"].startswith("sandbox")
        kept = await client.get(url, params={"download": "true"})
        assert kept.headers["content-disposition"].startswith("attachment")
        assert (await client.get(url + "x")).status_code == 404
    async with story.world.client("buyer", Role.AUDITOR) as client:
        assert (await client.get(url)).status_code == 403


@pytest.mark.parametrize("damage", ["changed", "gone"])
async def test_a_damaged_record_is_not_shown(story: OrderStory, damage: str) -> None:
    detail = await story.world.get("maker", f"/records/{shown('contract')}")
    cid = str(Cid.parse(detail["versions"][0]["cid"]))
    path = story.world.folder / "content" / cid[-3:-1] / cid
    if damage == "gone":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(bytes(data))
    # What was opened before is kept by the process; a new one asks the store.
    story.world.services.opener._opened.clear()
    problem = await story.world.get("maker", f"/records/{shown('contract')}/content", 503 if damage == "gone" else 502)
    assert cid in problem["detail"]
    order = await story.world.get("maker", f"/orders/{story.order_id}")
    assert order["reference"] is None


async def test_versions(story: OrderStory) -> None:
    await story.world.get("maker", f"/records/{shown('contract')}/versions/1/content")
    await story.world.get("maker", f"/records/{shown('contract')}/versions/2/content", 404)
    await story.world.get("maker", f"/records/{shown('contract')}/versions/0/content", 422)
