"""Addresses have one form; hexadecimal text is taken strictly; receipts and logs as nodes write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.types import (
    BlockHead,
    InvalidAddressError,
    InvalidHexError,
    Receipt,
    address_bytes,
    from_hex,
    to_address,
    to_hex,
)

RECORDINGS = Path(__file__).parents[3] / "shared/reference/qbft"
#: From EIP-55.
CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


def test_one_form_of_an_address() -> None:
    assert to_address(CHECKSUMMED.lower()) == CHECKSUMMED
    assert to_address("0x" + CHECKSUMMED[2:].upper()) == CHECKSUMMED
    assert to_address("0x" + "11" * 20) == "0x" + "11" * 20
    assert to_address(bytes.fromhex(CHECKSUMMED[2:])) == CHECKSUMMED
    assert address_bytes(CHECKSUMMED) == bytes.fromhex(CHECKSUMMED[2:])


@pytest.mark.parametrize(
    "given", ["", "0x", "0x12", CHECKSUMMED[:-1] + "D", CHECKSUMMED + "0", b"\1" * 19, "11" * 20, "0x" + "zz" * 20]
)
def test_no_addresses(given: str | bytes) -> None:
    with pytest.raises(InvalidAddressError):
        to_address(given)


@given(st.binary())
def test_hex_there_and_back(data: bytes) -> None:
    assert from_hex(to_hex(data)) == data


@pytest.mark.parametrize("text", ["", "11", "0x1", "0xzz", "0x 1", "0x1 1 ", "0X11", "0x１１", None])
def test_no_hex(text: str) -> None:
    with pytest.raises(InvalidHexError):
        from_hex(text)


def test_hex_of_another_length() -> None:
    with pytest.raises(InvalidHexError):
        from_hex("0x1111", 3)


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="../shared/reference/qbft is not here")
def test_recorded_receipts_and_blocks() -> None:
    receipts = [Receipt.from_json(receipt) for receipt in json.loads((RECORDINGS / "receipts.json").read_text())]
    assert {receipt.succeeded for receipt in receipts} == {True, False}
    assert [receipt.transaction_index for receipt in receipts] == list(range(6))
    assert any(receipt.contract for receipt in receipts)
    assert any(receipt.logs for receipt in receipts)
    blocks = [BlockHead.from_json(block) for block in json.loads((RECORDINGS / "blocks.json").read_text())]
    assert blocks[1].parent_hash == blocks[0].hash
    assert blocks[0].number == 0
