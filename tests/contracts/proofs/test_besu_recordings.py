"""Headers, receipts and state proofs of a real Besu network, as it answered them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rlp

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.header import decode_header, header_preimage
from quaychain.contracts.proofs.problem import ProofError
from quaychain.contracts.proofs.receipt import decode_receipt, encode_receipt, receipt_key, receipts_proof
from quaychain.contracts.proofs.state import prove_account, prove_slot
from quaychain.contracts.proofs.trie import EMPTY_ROOT, prove

RECORDINGS = Path(__file__).parents[4] / "shared/reference/qbft"

pytestmark = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="../shared/reference/qbft is not here")


def recorded(name: str) -> Any:
    return json.loads((RECORDINGS / name).read_text())


def raw(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def answers(value: Any) -> list[dict[str, Any]]:
    """Every block within a recording."""
    if isinstance(value, dict):
        if "receiptsRoot" in value:
            return [value]
        return [block for part in value.values() for block in answers(part)]
    return [block for part in value for block in answers(part)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    "name",
    [
        "blocks.json",
        "nonzero_round_blocks.json",
        "vote_add_blocks.json",
        "vote_remove_blocks.json",
        "block_full_txs.json",
        "contract_validators.json",
    ],
)
def test_headers_give_their_hashes(name: str) -> None:
    blocks = answers(recorded(name))
    assert blocks
    for block in blocks:
        header = decode_header(header_preimage(block))
        assert (header.hash, header.number) == (raw(block["hash"]), int(block["number"], 16))
        assert (header.state_root, header.receipts_root) == (raw(block["stateRoot"]), raw(block["receiptsRoot"]))
        assert header.timestamp == int(block["timestamp"], 16)


def test_a_header_with_its_seals_is_refused() -> None:
    header = raw(recorded("rpc_debug_getRawHeader.json")["result"])
    with pytest.raises(ProofError, match="seals"):
        decode_header(header)


def test_a_changed_block_does_not_give_its_hash() -> None:
    block = answers(recorded("blocks.json"))[-1]
    with pytest.raises(ProofError):
        header_preimage({**block, "gasUsed": hex(int(block["gasUsed"], 16) + 1)})


def test_receipts_give_their_root_and_each_is_proven() -> None:
    receipts = recorded("block_receipts.json")["result"]
    block = next(iter(answers(recorded("block_full_txs.json"))))
    encoded = [encode_receipt(receipt) for receipt in receipts]
    assert len(encoded) == 6
    for index, receipt in enumerate(receipts):
        root, nodes = receipts_proof(encoded, index)
        assert root == raw(block["receiptsRoot"])
        value = prove(root, receipt_key(index), nodes)
        assert value == encoded[index]
        decoded = decode_receipt(value)
        assert decoded.succeeded == (receipt["status"] == "0x1")
        assert [raw(log["address"]) for log in receipt["logs"]] == [log.address for log in decoded.logs]
    assert prove(root, receipt_key(6), receipts_proof(encoded, 6)[1]) is None
    assert {decode_receipt(value).succeeded for value in encoded} == {True, False}


def test_receipts_are_encoded_as_besu_does() -> None:
    answer = recorded("rpc_debug_getRawReceipts.json")
    wrapped = [raw(item) for item in answer["result"]]
    # Typed receipts come wrapped in one RLP string more.
    unwrapped = [rlp.decode(item) if item[0] < 0xC0 else item for item in wrapped]
    assert unwrapped == [encode_receipt(receipt) for receipt in recorded("block_receipts.json")["result"]]


@pytest.mark.parametrize(
    "name", ["proof_contract_slot0.json", "proof_contract_slot0_prev_block.json", "proof_eoa.json"]
)
def test_accounts_and_slots_are_proven(name: str) -> None:
    proof = recorded(name)["result"]
    nodes = [raw(node) for node in proof["accountProof"]]
    account = prove_account(keccak256(nodes[0]), raw(proof["address"]), nodes)
    assert account.code_hash == raw(proof["codeHash"])
    assert account.storage_root == raw(proof["storageHash"])
    for slot in proof["storageProof"]:
        key = int(slot["key"], 16).to_bytes(32)
        value = prove_slot(account.storage_root, key, [raw(node) for node in slot["proof"]])
        assert int.from_bytes(value) == int(slot["value"], 16)


def test_absence_is_proven() -> None:
    proof = recorded("proof_absent.json")["result"]
    nodes = [raw(node) for node in proof["accountProof"]]
    with pytest.raises(ProofError, match="no account"):
        prove_account(keccak256(nodes[0]), raw(proof["address"]), nodes)
    assert prove(EMPTY_ROOT, b"\0" * 32, []) is None
