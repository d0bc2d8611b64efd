"""A card is a company's when the key of its certificate signed the card, and a given trust anchor vouches for it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from quaychain.node.card import MemberCard, check_cards, state_company
from quaychain.node.company import CompanyFileError, CompanyStatementError, read_certificates, read_key
from quaychain.node.documents import DocumentError, parse_document

from .certificates import LEGAL_ID, NOW, Authority, authority
from .conftest import Founding


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority()


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: rsa.generate_private_key(65537, 2048),
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate,
    ],
)
def test_a_statement_names_the_company(founding: Founding, root: Authority, make_key: Any) -> None:
    key = make_key()
    card = state_company(founding.cards[0], key, [root.issue(key)])
    read = parse_document(card.as_file(), MemberCard, "card")
    assert read == card
    company = read.check_company([authority("Another").certificate, root.certificate], NOW)
    assert company is not None
    assert company.legal_id == LEGAL_ID
    assert "Quay" in company.name
    assert company.anchor == "O=Test root"
    # It changes nothing of what the card says.
    assert check_cards(founding.charter, [read]) == check_cards(founding.charter, [founding.cards[0]])
    assert founding.cards[0].check_company([root.certificate], NOW) is None


def test_a_chain_leads_to_the_anchor(founding: Founding, root: Authority) -> None:
    middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    middle = Authority(root.issue(middle_key, None, ca=True), middle_key)
    card = state_company(founding.cards[0], key, [middle.issue(key), middle.certificate])
    assert card.check_company([root.certificate], NOW) is not None
    alone = state_company(founding.cards[0], key, [middle.issue(key)])
    with pytest.raises(CompanyStatementError, match="no trust anchor"):
        alone.check_company([root.certificate], NOW)


def test_what_does_not_hold_is_refused_in_one_line(founding: Founding, root: Authority) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = root.issue(key)
    card = state_company(founding.cards[0], key, [certificate])
    assert card.company is not None
    moved = founding.cards[1].model_copy(update={"company": card.company})
    renamed = card.company.model_copy(update={"legal_id": "NTRNL-87654321"})
    late = state_company(founding.cards[0], key, [root.issue(key, until=NOW - timedelta(days=1))])
    sealing = state_company(founding.cards[0], key, [root.issue(key, signing=False)])
    cases = [
        (moved, [root.certificate], "has not signed this card"),
        (card.model_copy(update={"company": renamed}), [root.certificate], "is not that of NTRNL-87654321"),
        (card, [authority("Test root").certificate], "no trust anchor"),
        (late, [root.certificate], "no trust anchor"),
        (sealing, [root.certificate], "not for signatures"),
    ]
    for stated, anchors, said in cases:
        with pytest.raises(CompanyStatementError, match=said) as caught:
            stated.check_company(anchors, NOW)
        assert "\n" not in str(caught.value)


def test_only_the_certificates_own_key_can_state(founding: Founding, root: Authority) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    with pytest.raises(CompanyStatementError, match="has not signed"):
        state_company(founding.cards[0], other, [root.issue(key)])
    with pytest.raises(CompanyStatementError, match="no legal id"):
        state_company(founding.cards[0], key, [root.issue(key, None)])


def test_what_is_no_certificate_is_no_card(founding: Founding, root: Authority) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    card = json.loads(state_company(founding.cards[0], key, [root.issue(key)]).as_file())
    for certificates in ([], ["AAAA"], ["no base64"]):
        card["company"]["certificates"] = certificates
        with pytest.raises(DocumentError, match=r"company\.certificates"):
            parse_document(json.dumps(card).encode(), MemberCard, "card")


def test_keys_and_certificates_are_read_from_pem(root: Authority) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = root.issue(key)
    pem = b"".join(item.public_bytes(Encoding.PEM) for item in (certificate, root.certificate))
    assert read_certificates(pem, "chain.pem") == (certificate, root.certificate)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    opened = read_key(locked, b"secret", "key.pem")
    assert opened.public_key() == key.public_key()
    foreign = dsa.generate_private_key(1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for data, password in ((locked, b"another"), (locked, None), (pem, None), (b"", None), (foreign, None)):
        with pytest.raises(CompanyFileError, match=r"^key\.pem: ") as caught:
            read_key(data, password, "key.pem")
        assert "\n" not in str(caught.value)
    with pytest.raises(CompanyFileError):
        read_certificates(locked, "chain.pem")
