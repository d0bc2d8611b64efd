"""A bank's evidence sheet over HTTP."""

from __future__ import annotations

from quaychain.api.permissions import Role
from quaychain.contracts.bindings.record_registry import GrantsCommitted
from quaychain.contracts.cid import Cid
from quaychain.contracts.sealing import DisclosureClass, grant, read_header
from tests.api.order_story import OrderStory
from tests.api.world import identifier, shown


async def _financed(story: OrderStory) -> None:
    story.declare()
    story.complete("M14", 321)
    story.finance()
    story.world.advance()


async def test_the_evidence_sheet(story: OrderStory) -> None:
    await _financed(story)
    sheet = await story.world.get("bank_a", f"/receivables/{shown('receivable')}")
    assert {each["question"]: each["holds"] for each in sheet["statements"]} == {
        "milestone_reached": True,
        "buyer_agreed": True,
        "financed_here": True,
        "papers_bound": True,
    }
    receivable = sheet["receivable"]
    assert (receivable["assigned_share"], receivable["free_share"], receivable["status"]) == (
        800_000,
        200_000,
        "agreed_to_pay",
    )
    assert (receivable["milestone_code"], sheet["milestone"]["late_days"]) == ("M14", 3)
    assert sheet["papers"][0]["element"] == "transport_document_number"
    assert 380 in [each["document_type"]["code"] for each in sheet["documents"]]


async def test_a_bank_is_asked_once_the_invoice_is_sealed_for_it(story: OrderStory) -> None:
    await _financed(story)
    assert (await story.world.get("bank_b", "/receivables"))["items"] == []
    problem = await story.world.get("bank_b", f"/receivables/{shown('receivable')}", 403)
    assert "has no part in receivable" in problem["detail"]
    # Granted later: the wraps and the commitment come, and with them the invitation.
    world = story.world
    stores = world.services.opener.stores
    record = identifier("invoice")
    wraps = stores.wraps.list(record, 1)
    detail = await world.get("maker", f"/records/{shown('invoice')}")
    header = read_header(stores.content.get(Cid.parse(detail["versions"][0]["cid"])))
    added = grant(
        header, wraps, world.members["maker"].key, DisclosureClass.PARTIES, world.members["bank_b"].key.reader()
    )
    stores.wraps.put([added])
    world.mine(("RecordRegistry", GrantsCommitted(record, 1, identifier("grants"))))
    world.advance()
    assert [each["receivable_id"] for each in (await world.get("bank_b", "/receivables"))["items"]] == [
        shown("receivable")
    ]


async def test_a_bank_does_not_see_which_bank_has_the_other_shares(story: OrderStory) -> None:
    await test_a_bank_is_asked_once_the_invoice_is_sealed_for_it(story)
    path = f"/receivables/{shown('receivable')}"
    assert (await story.world.get("bank_b", path))["assignments"] == []
    assert len((await story.world.get("maker", path))["assignments"]) == 1
    for name, sees in (("bank_a", True), ("bank_b", False), ("maker", True)):
        events = {each["event"] for each in (await story.world.get(name, f"{path}/timeline"))["items"]}
        assert ("ShareAssigned" in events) is sees
        assert "PaymentAgreed" in events
        logs = {each["event"] for each in (await story.world.get(name, "/logs", contract="TradeFinance"))["items"]}
        assert ("ShareAssigned" in logs) is sees


async def test_operations_sees_no_receivables(story: OrderStory) -> None:
    async with story.world.client("maker", Role.OPERATIONS) as client:
        assert (await client.get("/receivables")).status_code == 403
