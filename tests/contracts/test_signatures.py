"""Only one form of a signature counts, and only for what it was made over."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.signatures import complete_signature, recover_address
from quaychain.contracts.signers import LocalSigner

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture(scope="module")
def signer() -> LocalSigner:
    return LocalSigner(os.urandom(32))


@given(st.binary(max_size=200))
def test_the_signer_of_a_payload_is_found(signer: LocalSigner, payload: bytes) -> None:
    signature = signer.sign_payload(payload)
    assert recover_address(payload, signature) == signer.address
    assert recover_address(payload + b"!", signature) != signer.address


def test_other_forms_of_a_signature_are_none(signer: LocalSigner) -> None:
    signature = signer.sign_payload(b"payload")
    r, s, v = signature[:32], int.from_bytes(signature[32:64]), signature[64]
    high = r + (ORDER - s).to_bytes(32) + bytes([55 - v])
    for other in (
        high,
        r + signature[32:64] + bytes([v - 27]),
        signature[:64],
        signature + b"\0",
        b"",
        bytes(65),
        bytes(64) + b"\x1b",
        b"\xff" * 32 + signature[32:],
        r + bytes(32) + signature[64:],
    ):
        assert recover_address(b"payload", other) is None


@given(st.binary(max_size=200), st.booleans())
def test_r_and_s_alone_lead_to_the_one_form_of_a_signature(signer: LocalSigner, payload: bytes, high: bool) -> None:
    signature = signer.sign_payload(payload)
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:64])
    assert complete_signature(payload, r, ORDER - s if high else s, signer.address) == signature
    assert complete_signature(payload + b"!", r, s, signer.address) is None
    assert complete_signature(payload, r, s, LocalSigner(os.urandom(32)).address) is None


@pytest.mark.parametrize("number", [0, ORDER, ORDER + 1, 2**256 - 1, 2**300, -1])
def test_numbers_out_of_the_curves_order_are_no_signature(signer: LocalSigner, number: int) -> None:
    assert complete_signature(b"", number, 1, signer.address) is None
    assert complete_signature(b"", 1, number, signer.address) is None
