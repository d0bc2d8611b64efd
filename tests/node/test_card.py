"""A card counts when all of its keys signed it, for this charter, and no two cards share anything."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.signers import LocalSigner
from quaychain.node.card import (
    CardConsortiumError,
    CardContent,
    CardNode,
    CardSignatureError,
    DuplicateCardError,
    MemberCard,
    check_cards,
    sign_card,
)
from quaychain.node.charter import draft_charter
from quaychain.node.documents import DocumentError, make_document, parse_document
from quaychain.node.member_keys import public_key

from .conftest import PASSWORD, Founding


def edited(card: MemberCard, edit: Any) -> bytes:
    content = json.loads(card.as_file())
    edit(content)
    return json.dumps(content).encode()


def resigned(founding: Founding, number: int, **changes: Any) -> MemberCard:
    """Another card of a member, signed by all of its keys."""
    keys = founding.keys[number]
    signers = [keys.account(purpose, PASSWORD) for purpose in keys.purposes]
    signers += [keys.recovery(PASSWORD), *(keys.node(name, PASSWORD) for name in keys.node_names)]
    return sign_card(CardContent(**{**dict(founding.cards[number].card), **changes}), signers)


def at(founding: Founding, number: int, port: int) -> Any:
    """A member's validator at another port."""
    return founding.cards[number].card.validator.model_copy(update={"port": port})  # type: ignore[union-attr]


def test_good_cards_come_back_by_member_whatever_their_order(founding: Founding) -> None:
    contents = check_cards(founding.charter, founding.cards)
    assert contents == check_cards(founding.charter, founding.cards[::-1])
    assert [content.member for content in contents] == sorted(keys.member for keys in founding.keys)


def test_a_card_is_read_as_it_was_written(founding: Founding) -> None:
    for card in founding.cards:
        assert parse_document(card.as_file(), MemberCard, "card") == card


def test_any_change_is_a_bad_signature(founding: Founding) -> None:
    card = founding.cards[0]
    other = os.urandom(16)
    edits = [
        lambda content: content["card"].update(name="Somebody else"),
        lambda content: content["card"].update(member="0x" + other.hex()),
        lambda content: content["card"].update(kind="CUSTOMS"),
        lambda content: content["card"].update(recovery=LocalSigner(os.urandom(32)).address),
        lambda content: content["card"].update(encryptionKey=founding.cards[1].as_json()["card"]["encryptionKey"]),
        lambda content: content["card"].update(validator=founding.cards[1].as_json()["card"]["validator"]),
        lambda content: content["card"]["accounts"].pop(0),
        lambda content: content["signatures"].pop(content["card"]["recovery"]),
        lambda content: content["signatures"].update({content["card"]["recovery"]: "0x" + "00" * 65}),
    ]
    for edit in edits:
        changed = parse_document(edited(card, edit), MemberCard, "card")
        with pytest.raises(CardSignatureError) as caught:
            check_cards(founding.charter, [changed, *founding.cards[1:]])
        assert "\n" not in str(caught.value)


def test_the_missing_signature_is_named(founding: Founding) -> None:
    card = founding.cards[0]
    cases = {
        "validator key": card.card.validator.address,  # type: ignore[union-attr]
        "recovery account": card.card.recovery,
        "key of node query-1": card.card.nodes[0].enode.address,
    }
    for what, address in cases.items():
        changed = parse_document(edited(card, lambda c, a=address: c["signatures"].pop(a)), MemberCard, "card")
        with pytest.raises(CardSignatureError, match=what):
            check_cards(founding.charter, [changed])


def test_a_card_needs_all_of_its_keys(founding: Founding) -> None:
    keys = founding.keys[0]
    signers = [keys.account(purpose, PASSWORD) for purpose in keys.purposes]
    with pytest.raises(CardSignatureError, match="recovery"):
        sign_card(founding.cards[0].card, signers)


def test_a_card_for_another_charter_is_refused(founding: Founding) -> None:
    other = draft_charter("embedded", "Test consortium", 741_100, 1_772_409_600)
    with pytest.raises(CardConsortiumError) as caught:
        check_cards(other, founding.cards)
    assert caught.value.given == founding.charter.id


def test_two_cards_share_nothing(founding: Founding) -> None:
    with pytest.raises(DuplicateCardError, match="member 0x"):
        check_cards(founding.charter, [*founding.cards, founding.cards[2]])
    # The same keys under another member id: a second vote, if it passed.
    twin = resigned(founding, 1, member=os.urandom(16), name="Twin")
    neighbour = resigned(founding, 1, validator=at(founding, 1, founding.cards[0].card.enodes[1].port))
    with pytest.raises(DuplicateCardError, match=r"a node at 127\.0\.0\.1:30304"):
        check_cards(founding.charter, [founding.cards[0], neighbour])
    with pytest.raises(DuplicateCardError, match="address 0x") as caught:
        check_cards(founding.charter, [*founding.cards, twin])
    assert {caught.value.first, caught.value.second} == {"Member 1", "Twin"}


@pytest.mark.parametrize(
    ("number", "edit", "said"),
    [
        (0, lambda card: card.update(seat="QUERY"), "accounting seat"),
        (0, lambda card: card.update(seat="MIRRORED"), "mirrored"),
        (0, lambda card: card.update(founder=None), "founder"),
        (0, lambda card: card.update(founder=card["recovery"]), "Governance"),
        (0, lambda card: card.update(recovery=card["accounts"][0]["address"]), "two things"),
        (0, lambda card: card.update(member="0x" + "00" * 16), "zero"),
        (0, lambda card: card["validator"].update(address=card["recovery"]), "public key"),
        (0, lambda card: card["encryptionKey"].update(kem=32), "encryption key"),
        (0, lambda card: card["encryptionKey"].update(publicKey="0x00"), "encryption key"),
        (0, lambda card: card.update(accounts=[]), "accounts"),
        (0, lambda card: card.update(name="\x1b[2Kmoves the cursor"), "can't be printed"),
        (0, lambda card: card.update(name="turned \u202e round"), "can't be printed"),
        (0, lambda card: card["nodes"][0].update(name="validator"), "node that seals"),
        (0, lambda card: card["nodes"][0].update(publicKey=card["validator"]["publicKey"]), "two things"),
        (0, lambda card: card["nodes"].append(dict(card["nodes"][0], publicKey="0x" + "11" * 64)), "one name"),
        (0, lambda card: card["nodes"][0].update(port=card["validator"]["port"]), "one host and port"),
        (0, lambda card: card["validator"].update(host="Node.example"), "lower case"),
        (0, lambda card: card["validator"].update(port=0), "port"),
        (4, lambda card: card.update(founder=card["accounts"][2]["address"]), "founder"),
    ],
)
def test_contradictions_are_refused_in_one_line(founding: Founding, number: int, edit: Any, said: str) -> None:
    data = edited(founding.cards[number], lambda content: edit(content["card"]))
    with pytest.raises(DocumentError, match=said) as caught:
        parse_document(data, MemberCard, "card")
    assert "\n" not in str(caught.value)


def test_the_admission_is_what_the_card_says(founding: Founding) -> None:
    card = founding.cards[0]
    admission = card.admission()
    assert (admission.member, admission.kind, admission.seat) == (
        card.card.member,
        MemberKind.SUPPLIER,
        Seat.ACCOUNTING,
    )
    assert {account.purpose for account in admission.accounts} == set(AccountPurpose) - {AccountPurpose.NONE}
    assert founding.cards[4].admission().seat is Seat.QUERY


HOSTS = st.sampled_from(["127.0.0.1", "198.51.100.7", "2001:db8::1", "node.example", "a-b.c9"])
PORTS = st.integers(1, 65_535)
NODE_NAMES = st.from_regex(r"[a-z0-9]([a-z0-9_-]{0,38}[a-z0-9])?", fullmatch=True).filter(
    lambda name: name != "validator"
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100).filter(
    lambda name: re.fullmatch(r"\S(.*\S)?", name) is not None and name.isprintable()
)


@given(st.data())
def test_any_card_is_read_as_it_was_written(founding: Founding, data: st.DataObject) -> None:
    card = founding.cards[0].card
    assert card.validator is not None
    node_names = data.draw(st.lists(NODE_NAMES, max_size=4, unique=True))
    places = data.draw(
        st.lists(st.tuples(HOSTS, PORTS), min_size=len(node_names) + 1, max_size=len(node_names) + 1, unique=True)
    )
    keys = [LocalSigner(bytes([number + 1] * 32)) for number in range(len(node_names))]
    nodes = tuple(
        CardNode(name=name, public_key=public_key(key), host=host, port=port)
        for name, key, (host, port) in zip(node_names, keys, places[1:], strict=True)
    )
    changed = make_document(
        CardContent,
        "card",
        **{
            **dict(card),
            "name": data.draw(NAMES),
            "kind": data.draw(st.sampled_from([kind for kind in MemberKind if kind])),
            "validator": card.validator.model_copy(update={"host": places[0][0], "port": places[0][1]}),
            "nodes": nodes,
        },
    )
    made = MemberCard(card=changed, signatures={})
    assert parse_document(made.as_file(), MemberCard, "card") == made
    assert [(enode.host, enode.port) for enode in changed.enodes] == places
    # Whoever reads it signs and checks the same bytes.
    assert parse_document(made.as_file(), MemberCard, "card").card.signing_payload() == changed.signing_payload()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_any_value_in_a_card_is_read_or_refused_in_one_line(founding: Founding, data: st.DataObject) -> None:
    content = json.loads(founding.cards[0].as_file())
    place = content["card"]
    while True:
        name = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not place[name] or not isinstance(place[name], dict | list) or data.draw(st.booleans()):
            break
        place = place[name]
    place[name] = data.draw(JSON)
    try:
        check_cards(founding.charter, [parse_document(json.dumps(content).encode(), MemberCard, "card")])
    except (DocumentError, CardSignatureError, CardConsortiumError) as error:
        assert "\n" not in str(error)
    else:
        assert content == json.loads(founding.cards[0].as_file())
