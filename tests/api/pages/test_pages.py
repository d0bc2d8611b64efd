"""Each page for each of its readers: what it says, in both languages, and what it keeps to itself."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from quaychain.api.pages.language import COOKIE
from quaychain.api.pages.rendering import POLICY
from quaychain.api.permissions import Role

from ..world import shown
from .crane_story import CraneStory
from .markup import Page

#: Ids and content ids, whole or shortened.
_IDENTIFIER = re.compile(r"(0x[0-9a-f]{4}|baf)[0-9a-z]*(…[0-9a-z]{4})?")
_HTML = {"Accept": "text/html,application/xhtml+xml"}


def _places(cranes: CraneStory) -> list[tuple[str, str]]:
    """(member, address) of every page of the story."""
    order, crane = cranes.order_id, "0x" + cranes.machine("418").hex()
    gearbox = shown(next(part.epc for part in cranes.scenario.parts if part.serial == "410059"))
    return [
        ("maker", "/board"),
        ("maker", f"/board/{order}"),
        ("maker", f"/board/{shown('order QC-STS-2027-02')}"),
        ("supplier", f"/board/{order}"),
        ("customs", "/desk"),
        ("customs", "/desk?status=released"),
        ("customs", f"/desk/{shown('import')}"),
        ("maker", f"/desk/{shown('export')}"),
        ("bank_a", "/evidence?every=1"),
        ("bank_a", f"/evidence/{shown('receivable M14')}"),
        ("bank_b", f"/evidence/{shown('receivable M14')}"),
        ("buyer", "/history"),
        ("buyer", f"/history/{order}"),
        ("buyer", f"/history/{order}?machine={crane}"),
        ("buyer", f"/history/{order}/timeline"),
        ("buyer", f"/passport/{crane}"),
        ("buyer", f"/passport/{gearbox}"),
        ("maker", "/documents"),
        ("maker", f"/documents/{shown('CI-2027-003')}"),
        ("maker", f"/documents/{shown('conformity')}?version=1"),
        ("service", f"/documents/{shown('WO-INC-1')}"),
        *((member, "/overview") for member in cranes.world.members),
        *((member, "/sign-in") for member in ("maker",)),
    ]


async def _get(
    cranes: CraneStory, member: str | None, address: str, language: str = "en", role: Role = Role.OFFICER
) -> httpx.Response:
    async with cranes.world.client(member, role, **_HTML) as client:
        return await client.get(address, headers={"Cookie": f"{COOKIE}={language}"})


async def _page(cranes: CraneStory, member: str, address: str, language: str = "en") -> Page:
    answer = await _get(cranes, member, address, language)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


async def test_every_page_keeps_the_policy_and_can_be_navigated_without_seeing_it(cranes: CraneStory) -> None:
    for member, address in _places(cranes):
        answer = await _get(cranes, member, address)
        assert answer.status_code == 200, (member, address, answer.text)
        assert answer.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY
        assert answer.headers["cache-control"] == "no-store"
        page = Page(answer.text)
        for element in page.elements:
            assert "style" not in element.attributes, (address, element)
            assert not [name for name in element.attributes if name.startswith("on")], (address, element)
            for name in ("href", "src", "action", "data-land", "data-hx-get"):
                target = element.attributes.get(name, "")
                assert not target or re.match(r"^[/#?](?!/)", target), (address, target)
        assert not page.find("style")
        assert [each for each in page.find("script") if not each.attributes.get("src")] == page.find(
            "script", type="application/json"
        )
        if address.endswith("/timeline"):
            continue
        assert page.find("html", lang="en")
        assert [len(page.find(tag)) for tag in ("h1", "main", "footer")] == [1, 1, 1], address
        identifiers = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        assert len(identifiers) == len(set(identifiers)), address
        named = {
            each.attributes[name] for each in page.elements for name in ("aria-labelledby",) if name in each.attributes
        }
        assert named <= set(identifiers), address
        for field in [*page.find("input"), *page.find("select")]:
            labelled = page.find("label", **{"for": field.attributes.get("id", "")})
            assert labelled or field.attributes["type"] in ("hidden", "radio"), (address, field)
        for table in re.findall(r"<thead>.*?</thead>", answer.text, re.DOTALL):
            assert "<td" not in table


async def test_every_page_is_whole_in_chinese(cranes: CraneStory) -> None:
    known = await _data_words(cranes)
    for member, address in _places(cranes):
        answer = await _get(cranes, member, address, "zh")
        assert answer.status_code == 200
        page = Page(answer.text)
        if not address.endswith("/timeline"):
            assert page.find("html", lang="zh-Hans")
        for text, language in page.texts:
            if language == "en":
                continue
            text = _IDENTIFIER.sub("", text)
            left = {each.lower() for each in re.findall(r"[A-Za-z][A-Za-z'’]{2,}", text)} - known
            assert not left, (address, text, left)


async def _data_words(cranes: CraneStory) -> set[str]:
    """Words that stand in the records, and names that are the same in every language."""
    texts = [
        json.dumps(cranes.scenario.raw),
        "qct UTC ppm EPCIS DCSA AIS API CID GS1 AEO PDF Quaychain English Natural Earth",
    ]
    async with cranes.world.client("maker") as client:
        records = (await client.get("/records", params={"limit": "200"})).json()["items"]
        for record in records:
            content = await client.get(f"/records/{record['record_id']}/content")
            if content.status_code == 200:
                texts.append(content.text)
    return {each.lower() for each in re.findall(r"[A-Za-z'’]{3,}", " ".join(texts))} | {"regulation", "unlocode"}


async def test_the_board_tells_the_plan_the_delay_and_its_price(cranes: CraneStory) -> None:
    page = await _page(cranes, "maker", f"/board/{cranes.order_id}")
    for words in (
        "QC-STS-2026-01", "19 of 20 milestones completed", "E-house and drive FAT", "5 days late", "escalated",
        "20 days late", "delay warning", "EUR 85,000", "opens to the commitment on chain", "1 snag is not closed",
        "advance-payment guarantee", "EUR 20,000,000",
    ):  # fmt: skip
        assert words in page.words, words
    assert len([each for each in page.find("tr") if each.attributes.get("id", "").startswith("milestone-")]) == 20


async def test_a_supplier_sees_its_own_milestones_and_no_price(cranes: CraneStory) -> None:
    page = await _page(cranes, "supplier", f"/board/{cranes.order_id}")
    assert "Milestones that concern you" in page.words
    assert "EUR" not in page.words
    assert "Change requests" not in page.words
    rows = [each.attributes["id"] for each in page.find("tr") if each.attributes.get("id", "").startswith("milestone-")]
    assert rows == ["milestone-M07", "milestone-M08"]


async def test_an_auditor_sees_what_stands_on_chain_but_no_sealed_word(cranes: CraneStory) -> None:
    page = Page((await _get(cranes, "maker", f"/board/{cranes.order_id}", role=Role.AUDITOR)).text)
    assert "QC-STS-2026-01" not in page.words
    assert "EUR" not in page.words
    assert "19 of 20 milestones completed" in page.words
    refused = Page((await _get(cranes, "maker", f"/documents/{shown('CI-2027-003')}", role=Role.AUDITOR)).text)
    assert "A token of your role opens no sealed record." in refused.words


async def test_what_waits_for_somebody_is_said_first(cranes: CraneStory) -> None:
    page = await _page(cranes, "maker", f"/board/{shown('order QC-STS-2027-02')}")
    for words in (
        "is overdue by",
        "waits for release by Meridian Class and Survey",
        "later than needed",
        "change request",
        "1 partial delivery waits for an answer",
    ):
        assert words in page.words, words


async def test_parts_delivered_stand_with_the_order(cranes: CraneStory) -> None:
    page = await _page(cranes, "buyer", f"/board/{shown('order QC-STS-2027-02')}")
    _, parts = page.words.split("Partial deliveries 2")
    waiting, taken = parts.index("waits for taking-over 25%"), parts.index("taken over 40%")
    assert waiting < parts.index("Snags") and taken < parts.index("Snags")
    assert "warranty until" in parts[taken : parts.index("Snags")]


async def test_the_desk_says_what_is_known_and_never_more(cranes: CraneStory) -> None:
    page = await _page(cranes, "customs", f"/desk/{shown('import')}")
    for words in (
        "MRN-27NL0417", "pre-check failed", "2 requirements open", "pre-check passed", "superseded", "missing",
        "rests on what the rule book replaced", "the authority's own word", "rule book NL 1", "countersigned by",
        "account 0x",
    ):  # fmt: skip
        assert words in page.words, words
    reported = await _page(cranes, "maker", f"/desk/{shown('export')}")
    assert "reported by the declarant" in reported.words
    assert "the authority's own word" not in reported.words
    for text in (page.words, reported.words):
        for claim in ("compliant", "genuine", "authentic"):
            assert claim not in text.lower()


async def test_the_evidence_sheet_offers_a_proof_of_each_statement(cranes: CraneStory) -> None:
    page = await _page(cranes, "bank_a", f"/evidence/{shown('receivable M14')}")
    for words in ("Is the milestone reached?", "800,000 ppm", "15%", "5%", "Only reported", "EUR 7,000,000.00"):
        assert words in page.words, words
    bundles = [each for each in page.find("a") if each.attributes["href"].endswith("/bundle")]
    assert len(bundles) == 6
    async with cranes.world.client("bank_a") as client:
        for each in bundles:
            log = await client.get(each.attributes["href"].removesuffix("/bundle"))
            assert log.status_code == 200


async def test_the_history_has_map_tree_chart_and_pages_of_its_timeline(cranes: CraneStory) -> None:
    page = await _page(cranes, "buyer", f"/history/{cranes.order_id}")
    drawn, charted = (json.loads(each) for each in page.data)
    assert len(drawn["tracks"][0]) > 100
    assert [each["text"] for each in drawn["places"]][-2:] == ["First position", "Last position"]
    assert {each["quantity"] for each in charted["series"]} == {"Speed", "Temperature"}
    for words in (
        "old, replaced by 410301",
        "new, in place of 410059",
        "recalled",
        "13,9",
        "completed, signed by both sides",
    ):
        assert words in page.words, words
    (more,) = [each for each in page.find("a") if "data-hx-get" in each.attributes]
    rest = await _page(cranes, "buyer", more.attributes["data-hx-get"])
    assert "Order agreed, signed by both sides" in rest.words
    assert "Order agreed, signed by both sides" not in page.words
    assert not rest.find("html")


async def test_each_kind_of_member_is_led_to_its_own_page(cranes: CraneStory) -> None:
    for member, home in (
        ("maker", "/board"), ("customs", "/desk"), ("bank_a", "/evidence"), ("buyer", "/history"),
        ("carrier", "/overview"), ("supplier", "/overview"), ("surveyor", "/overview"), ("service", "/overview"),
    ):  # fmt: skip
        answer = await _get(cranes, member, "/")
        assert (answer.status_code, answer.headers["location"]) == (303, home)


async def test_signing_in_and_out_by_the_form(cranes: CraneStory) -> None:
    async with cranes.world.client(None, **_HTML) as client:
        wanted = f"/board/{cranes.order_id}?x=1"
        sent = await client.get(wanted)
        assert sent.status_code == 303
        form = Page((await client.get(sent.headers["location"])).text)
        (goto,) = [
            each.attributes["value"] for each in form.find("input", name="goto") if "x=1" in each.attributes["value"]
        ]
        assert goto == wanted
        refused = await client.post("/sign-in", data={"token": "qct_" + "x" * 43, "goto": goto})
        assert "The token was refused" in Page((await client.get(refused.headers["location"])).text).words
        token = cranes.world.token("maker")
        entered = await client.post("/sign-in", data={"token": token, "goto": goto})
        assert (entered.status_code, entered.headers["location"]) == (303, wanted)
        page = await client.get(wanted)
        assert "Huahai Port Machinery" in page.text
        assert token not in page.text
        assert (await client.post("/sign-out")).headers["location"] == "/sign-in"
        assert (await client.get(wanted)).status_code == 303


async def test_the_way_back_never_leads_to_another_site(cranes: CraneStory) -> None:
    async with cranes.world.client(None, **_HTML) as client:
        for hostile in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
            form = Page((await client.get("/sign-in", params={"goto": hostile})).text)
            assert {each.attributes["value"] for each in form.find("input", name="goto")} & {hostile} == set()
            answer = await client.post("/language", data={"language": "zh", "goto": hostile})
            assert answer.headers["location"] == "/"


async def test_the_language_is_chosen_by_a_cookie(cranes: CraneStory) -> None:
    async with cranes.world.client("maker", **_HTML) as client:
        answer = await client.post("/language", data={"language": "zh", "goto": "/desk?status=held"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk?status=held")
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert (await client.get("/board")).headers["content-language"] == "zh-Hans"
        assert (await client.post("/language", data={"language": "xx"})).status_code == 422
        assert (await client.get("/board", headers={"Accept-Language": "en-US"})).headers[
            "content-language"
        ] == "zh-Hans"


@pytest.mark.parametrize(
    ("member", "address", "status", "english", "chinese"),
    [
        ("maker", "/board/0x" + "77" * 32, 404, "There is nothing here", "此处没有内容"),
        ("maker", "/nowhere", 404, "There is nothing here", "此处没有内容"),
        ("maker", "/board/0x12", 422, "This address is not of the right form", "地址格式不正确"),
        ("surveyor", "/desk/" + shown("import"), 403, "This is not for you to see", "此内容不对贵方开放"),
        ("maker", "/board?cursor=%25%25", 400, "This could not be done", "未能完成"),
    ],
)
async def test_a_browser_gets_a_page_of_an_error_and_others_the_problem(
    cranes: CraneStory, member: str, address: str, status: int, english: str, chinese: str
) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        answer = await _get(cranes, member, address, language)
        assert answer.status_code == status
        assert answer.headers["content-security-policy"] == POLICY
        assert words in Page(answer.text).words
    async with cranes.world.client(member) as client:
        problem = await client.get(address)
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"


async def test_who_is_not_signed_in_is_sent_there_and_a_program_gets_401(cranes: CraneStory) -> None:
    answer = await _get(cranes, None, "/desk?status=held")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?goto=%2Fdesk%3Fstatus%3Dheld")
    async with cranes.world.client(None) as client:
        assert (await client.get("/desk")).status_code == 401


async def test_what_a_record_says_is_never_markup(cranes: CraneStory) -> None:
    world = cranes.world
    names = world.services.names
    assert isinstance(names, dict)
    known = names[world.members["supplier"].id]
    names[world.members["supplier"].id] = type(known)("<script>alert(1)</script></title>", None)
    try:
        page = await _page(cranes, "supplier", "/overview")
    finally:
        names[world.members["supplier"].id] = known
    assert "<script>alert(1)</script></title>" in page.words
    assert not page.data


async def test_static_files_come_with_how_long_they_count(cranes: CraneStory) -> None:
    page = await _page(cranes, "buyer", f"/history/{cranes.order_id}")
    named = [
        each.attributes.get("href") or each.attributes["src"]
        for each in page.elements
        if (each.tag == "link" or (each.tag == "script" and "src" in each.attributes))
    ]
    assert len(named) > 10
    async with cranes.world.client(None) as client:
        for address in [*named, page.find("div", **{"class": "map"})[0].attributes["data-land"]]:
            answer = await client.get(address)
            assert answer.status_code == 200, address
            assert "immutable" in answer.headers["cache-control"]
        plain = await client.get("/static/css/lists.css")
        assert "immutable" not in plain.headers["cache-control"]
        assert (await client.get("/static/../app.py")).status_code == 404
        assert (await client.get("/static/%2e%2e/app.py")).status_code == 404
        assert (await client.get("/favicon.ico")).headers["location"] == "/static/icon.svg"
