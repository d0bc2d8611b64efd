"""Keys in a real token, SoftHSM's: they sign as others do, and what is wrong is one line."""

from __future__ import annotations

import os
from typing import Any

import pkcs11
import pytest
from pkcs11.util.ec import encode_named_curve_parameters

from quaychain.contracts.pkcs11_signer import Pkcs11Signer
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import SignerError, sign_transaction
from quaychain.contracts.types import Call, to_address
from quaychain.node.accounts import open_account

from .softhsm import PIN, make_key, place

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def key(tokens: dict[str, Any]) -> bytes:
    """The uncompressed point of a key with the label `oracle`; there are others, too."""
    with tokens["member"].open(rw=True, user_pin=PIN) as session:
        public, _ = make_key(session, "oracle", b"\1")
        for number in (b"\2", b"\3"):
            make_key(session, "twice", number)
        make_key(session, "other curve", b"\4", encode_named_curve_parameters("secp256r1"))
        lonely, _ = make_key(session, "lonely", b"\5")
        lonely.destroy()
        return bytes(public[pkcs11.Attribute.EC_POINT])[-64:]


def opened(path: str = "token=member;object=oracle", pin: bytes | None = PIN.encode()) -> Pkcs11Signer:
    signer = open_account(place(path), pin)
    assert isinstance(signer, Pkcs11Signer)
    return signer


def test_it_signs(key: bytes) -> None:
    signer = opened()
    for number in range(50):
        payload = os.urandom(number)
        # Recovering takes a low s and v 27 or 28 only; SoftHSM gives a high s for every second payload.
        assert recover_address(payload, signer.sign_payload(payload)) == signer.address
    sign_transaction(signer, Call(to_address(b"\1" * 20), b"", 0), chain_id=1, nonce=0, gas=21_000)
    signer.close()


def test_a_session_that_ended_is_opened_anew(key: bytes) -> None:
    signer, beside = opened(), opened("token=member;id=%01")
    assert signer.address == beside.address
    signer._session.close()
    assert recover_address(b"payload", signer.sign_payload(b"payload")) == beside.address
    beside.close()
    signer.close()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("token=nobody;object=oracle", "no tokens fit"),
        ("object=oracle", "2 tokens fit"),
        ("token=member;object=nothing", "no such private key"),
        ("token=member;object=twice", "several private keys fit"),
        ("token=member;object=other%20curve", "another curve"),
        ("token=member;object=lonely", "no such public key"),
    ],
)
def test_keys_that_it_has_not(key: bytes, path: str, words: str) -> None:
    with pytest.raises(SignerError) as caught:
        opened(path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_pin(key: bytes) -> None:
    with pytest.raises(SignerError, match="Pin Incorrect"):
        opened(pin=b"wrong")
    with pytest.raises(SignerError, match="no such private key"):
        opened(pin=None)
