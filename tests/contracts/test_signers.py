"""Signatures are those of eth-account, and a key is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import HoldPoint, MilestoneTerms, OrderTerms
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import InvalidKeyError, LocalSigner, sign_transaction, sign_typed_data
from quaychain.contracts.typed_data import typed_data, typed_data_payload
from quaychain.contracts.types import Call, to_address

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
KEYS = st.integers(1, CURVE_ORDER - 1).map(lambda number: number.to_bytes(32))
ADDRESSES = st.binary(min_size=20, max_size=20).map(to_address)
WORDS = st.binary(min_size=32, max_size=32)
MEMBERS = st.binary(min_size=16, max_size=16)
COUNTS = st.integers(0, 2**32 - 1)
TIMES = st.integers(0, 2**48 - 1)
MILESTONES = st.builds(
    MilestoneTerms, code=WORDS, weight=st.integers(0, 2**16 - 1), hold_point=st.sampled_from(HoldPoint),
    inspector=MEMBERS, due=TIMES, planned=TIMES, payment_commitment=WORDS,
)  # fmt: skip
TERMS = st.builds(
    OrderTerms, order=WORDS, version=COUNTS, seller=MEMBERS, buyer=MEMBERS, terms_commitment=WORDS,
    contract_record=WORDS, calendar_hash=WORDS, effective_at=TIMES, agree_by=TIMES, reminder_window=COUNTS,
    inspection_notice=COUNTS, warranty_period=COUNTS, taking_over=WORDS, final_acceptance=WORDS,
    milestones=st.lists(MILESTONES, max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=30)
@given(
    KEYS, st.none() | ADDRESSES, st.binary(max_size=100), st.integers(0, 2**64 - 2), st.integers(1, 2**24),
    st.integers(0, 10**18), st.integers(1, 2**53),
)  # fmt: skip
def test_transactions_are_those_of_eth_account(
    key: bytes, to: Any, data: bytes, nonce: int, gas: int, price: int, chain_id: int
) -> None:
    signed = sign_transaction(
        LocalSigner(key), Call(to, data, 7), chain_id=chain_id, nonce=nonce, gas=gas, gas_price=price
    )
    fields = {
        "type": 2, "chainId": chain_id, "nonce": nonce, "gas": gas, "maxFeePerGas": price, "maxPriorityFeePerGas": 0,
        "value": 7, "data": data, **({} if to is None else {"to": to}),
    }  # fmt: skip
    theirs = Account.sign_transaction(fields, key)
    assert (signed.raw, signed.hash) == (bytes(theirs.raw_transaction), bytes(theirs.hash))


@settings(max_examples=30)
@given(KEYS, st.binary(max_size=200))
def test_a_signature_leads_back_to_its_account(key: bytes, payload: bytes) -> None:
    signer = LocalSigner(key)
    signature = signer.sign_payload(payload)
    assert len(signature) == 65
    assert signature[64] in (27, 28)
    assert int.from_bytes(signature[32:64]) <= CURVE_ORDER // 2
    assert recover_address(payload, signature) == signer.address == Account.from_key(key).address


@settings(max_examples=30)
@given(KEYS, TERMS, ADDRESSES, st.integers(1, 2**53))
def test_typed_data_of_structs(key: bytes, terms: OrderTerms, contract: Any, chain_id: int) -> None:
    data = typed_data(OrderFulfilment(contract), chain_id, terms)
    signature = sign_typed_data(LocalSigner(key), data)
    theirs = Account.sign_typed_data(key, full_message=data)
    assert signature == bytes(theirs.signature)
    assert bytes(theirs.message_hash) == keccak256(typed_data_payload(data))
    assert data["primaryType"] == "OrderTerms"
    assert data["types"]["OrderTerms"][-1] == {"name": "milestones", "type": "MilestoneTerms[]"}
    assert data["types"]["MilestoneTerms"][2] == {"name": "holdPoint", "type": "uint8"}


def test_the_hash_of_a_struct_follows_the_contracts_type_string() -> None:
    text = (
        "MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,"
        "bytes32 paymentCommitment)"
    )
    milestone = MilestoneTerms(b"\1" * 32, 2, HoldPoint.HOLD, b"\3" * 16, 4, 5, b"\6" * 32)
    data = typed_data(OrderFulfilment("0x" + "11" * 20), 1, milestone)
    words = [
        b"\1" * 32,
        (2).to_bytes(32),
        (1).to_bytes(32),
        b"\3" * 16 + bytes(16),
        (4).to_bytes(32),
        (5).to_bytes(32),
        b"\6" * 32,
    ]
    assert bytes(encode_typed_data(full_message=data).body) == keccak256(keccak256(text.encode()) + b"".join(words))


@pytest.mark.parametrize("key", [b"", b"\1" * 31, bytes(32), b"\xff" * 32, b"\1" * 33])
def test_keys_that_are_none_are_not_repeated(key: bytes) -> None:
    with pytest.raises(InvalidKeyError) as caught:
        LocalSigner(key)
    assert str(caught.value) == "Invalid key"
    assert caught.value.__suppress_context__


def test_a_signer_does_not_show_its_key() -> None:
    signer = LocalSigner(b"\x42" * 32)
    assert "42" * 8 not in repr(signer) + str(signer)
