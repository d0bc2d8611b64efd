"""A charter's id is one for all spellings of it, and another for any other charter."""

from __future__ import annotations

import json

import pytest

from quaychain.contracts.keccak import keccak256
from quaychain.node.charter import Charter, draft_charter, root_address_of
from quaychain.node.documents import DocumentError, parse_document

TEXT = (
    '{"anchoring":{"answerPeriod":259200,"leasePeriod":3600},"chain":{"blockPeriod":2,"epochLength":30000,'
    '"requestTimeout":4},"chainId":4711,"format":"quaychain-charter-1","name":"Größe 岸边",'
    '"nonce":"0x000102030405060708090a0b0c0d0e0f","pilot":false,"timestamp":1772409600,'
    '"voting":{"delay":86400,"period":604800,"timeLock":172800}}'
)


def test_the_id_is_the_hash_of_the_canonical_form() -> None:
    charter = parse_document(TEXT.encode(), Charter, "charter")
    assert charter.id == keccak256(TEXT.encode())
    pretty = json.dumps(json.loads(TEXT), indent=4, ensure_ascii=True)
    assert parse_document(pretty.encode(), Charter, "charter").id == charter.id
    assert parse_document(charter.as_file(), Charter, "charter") == charter


def test_the_roots_address_follows_from_the_id() -> None:
    charter = parse_document(TEXT.encode(), Charter, "charter")
    expected = keccak256(b"quaychain ConsortiumRoot\0" + charter.id)[-20:]
    assert bytes.fromhex(charter.root_address[2:]) == expected
    assert root_address_of(charter.id) == charter.root_address
    assert root_address_of(bytes(32)) != charter.root_address


@pytest.mark.parametrize("template", ["production", "lab", "embedded"])
def test_a_draft_has_the_templates_times_and_a_nonce_of_its_own(template: str) -> None:
    first, second = (draft_charter(template, "A name", 4711, 1_772_409_600) for _ in range(2))  # type: ignore[arg-type]
    assert first.id != second.id
    assert first.model_copy(update={"nonce": second.nonce}) == second
    assert not first.pilot
    assert (first.voting.period < 3600) is (template == "lab")


def test_production_and_embedded_vote_alike() -> None:
    """One day, seven days, two days; the embedded chain's time can be moved."""
    production, embedded = (draft_charter(name, "x", 1, 0).voting for name in ("production", "embedded"))  # type: ignore[arg-type]
    assert production == embedded
    assert (production.delay, production.period, production.time_lock) == (86_400, 604_800, 172_800)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"chainId":4711', '"chainId":0'),
        ('"chainId":4711', '"chainId":9007199254740992'),
        ('"timestamp":1772409600', '"timestamp":-1'),
        ('"name":"Größe 岸边"', '"name":""'),
        ('"name":"Größe 岸边"', '"name":" x"'),
        ('"name":"Größe 岸边"', '"name":"a\\nb"'),
        ('"requestTimeout":4', '"requestTimeout":2'),
        ('"format":"quaychain-charter-1"', '"format":"quaychain-charter-2"'),
        ('"delay":86400', '"delay":0'),
        ('"pilot":false', '"pilot":0'),
    ],
)
def test_what_no_chain_could_have_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(DocumentError) as caught:
        parse_document(TEXT.replace(old, new).encode(), Charter, "charter")
    assert "\n" not in str(caught.value)


def test_a_name_that_does_not_do_is_said_when_drafting() -> None:
    with pytest.raises(DocumentError, match="name"):
        draft_charter("lab", "", 1, 0)
