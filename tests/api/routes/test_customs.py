"""The declaration desk over HTTP."""

from __future__ import annotations

from quaychain.contracts.bindings import customs_compliance as contract
from quaychain.contracts.bindings.types import CodeList, DocumentType, NamedRecord
from tests.api.chain import DAY, START
from tests.api.order_story import OrderStory
from tests.api.world import identifier, shown


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


async def test_a_transcribers_word_is_not_the_authoritys(story: OrderStory) -> None:
    world, typed = story.world, DocumentType(CodeList.UNTDID1001, 2, 0)
    customs, transcriber, issuer, checker = (world.id(name) for name in ("customs", "maker", "supplier", "surveyor"))
    story.declare()
    world.mine(
        ("CustomsCompliance", contract.TranscriberDesignated(b"NL", transcriber)),
        ("CustomsCompliance", contract.IssuerAuthorized(b"NL", issuer, typed, START, 0, True)),
        ("CustomsCompliance", contract.IssuerAuthorizationEnded(b"NL", issuer, typed, START + DAY, False)),
        ("CustomsCompliance", contract.IssuerAuthorized(b"NL", issuer, typed, START + 2 * DAY, 0, False)),
        ("CustomsCompliance", contract.IssuerAuthorizationEnded(b"NL", issuer, typed, START + 3 * DAY, True)),
        ("CustomsCompliance", contract.CheckerAppointed(b"NL", checker, True, True)),
        # Another vote for the same authority leaves who transcribes.
        ("CustomsCompliance", contract.AuthorityAssigned(b"NL", customs, customs)),
    )
    world.advance()
    (place,) = (await world.get("buyer", "/jurisdictions"))["items"]
    assert (place["jurisdiction"], place["authority"]["name"]) == ("NL", "The customs")
    assert (place["authority_seat"], place["transcriber"]["name"]) == ("accounting", "The maker")
    assert [(each["checker"]["name"], each["transcribed"]) for each in place["checkers"]] == [("The surveyor", True)]
    issuers = (await world.get("buyer", "/jurisdictions/NL/issuers"))["items"]
    assert [(each["document_type"]["code"], each["transcribed"], each["end_transcribed"]) for each in issuers] == [
        (2, True, False),
        (2, False, True),
    ]
    await world.get("buyer", "/jurisdictions/XX/issuers", 404)
    world.mine(("CustomsCompliance", contract.CheckerAppointed(b"NL", checker, True, False)))
    world.advance()
    assert not (await world.get("buyer", "/jurisdictions"))["items"][0]["checkers"][0]["transcribed"]
    world.mine(("CustomsCompliance", contract.CheckerAppointed(b"NL", checker, False, False)))
    world.advance()
    assert (await world.get("buyer", "/jurisdictions"))["items"][0]["checkers"] == []


async def test_who_signed_an_evidence_pack_with_which_account(story: OrderStory) -> None:
    world, pack, digest = story.world, identifier("pack"), identifier("digest")
    submitter, signer = world.members["buyer"], world.members["surveyor"]
    story.declare()
    world.mine(
        (
            "CustomsCompliance",
            contract.EvidencePackSubmitted(
                pack,
                identifier("declaration"),
                submitter.member,
                submitter.signer.address,
                (NamedRecord(identifier("invoice"), 1),),
                (world.id("maker"),),
                digest,
            ),
        ),
        (
            "CustomsCompliance",
            contract.EvidencePackCountersigned(pack, signer.member, signer.signer.address, digest),
        ),
    )
    world.advance()
    (found,) = (await world.get("customs", f"/declarations/{shown('declaration')}"))["evidence_packs"]
    assert (found["submitter"]["name"], found["account"]) == ("The buyer", submitter.signer.address)
    assert [(each["member"]["name"], each["account"]) for each in found["countersigned_by"]] == [
        ("The surveyor", signer.signer.address)
    ]
