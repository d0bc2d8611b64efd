"""Receipts: their encoding, and the trie of a block's receipts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rlp
from trie.hexary import HexaryTrie

from .problem import ProofError
from .trie import decode_rlp

_TOPIC = 32


@dataclass(frozen=True, slots=True)
class ReceiptLog:
    """A log as a receipt has it: address of 20 bytes, topics of 32."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class DecodedReceipt:
    """What a receipt says."""

    succeeded: bool
    logs: tuple[ReceiptLog, ...]


def encode_receipt(receipt: Mapping[str, Any]) -> bytes:
    """The trie's value of a receipt as eth_getBlockReceipts has it: RLP, after its type where it has one (EIP-2718)."""
    logs = [
        [
            bytes.fromhex(log["address"][2:]),
            [bytes.fromhex(topic[2:]) for topic in log["topics"]],
            bytes.fromhex(log["data"][2:]),
        ]
        for log in receipt["logs"]
    ]
    outcome = int(receipt["status"], 16)
    payload: bytes = rlp.encode(
        [outcome, int(receipt["cumulativeGasUsed"], 16), bytes.fromhex(receipt["logsBloom"][2:]), logs]
    )
    kind = int(receipt.get("type") or "0x0", 16)
    return payload if kind == 0 else bytes([kind]) + payload


def decode_receipt(value: bytes) -> DecodedReceipt:
    """The receipt of the trie's value. Raises ProofError."""
    payload = value[1:] if value and value[0] < 0x80 else value
    parts = decode_rlp(payload)
    if (
        not isinstance(parts, list)
        or len(parts) != 4
        or parts[0] not in (b"", b"\x01")
        or not isinstance(parts[3], list)
    ):
        raise ProofError("not a receipt")
    return DecodedReceipt(parts[0] == b"\x01", tuple(_log(entry) for entry in parts[3]))


def receipt_key(index: int) -> bytes:
    """The trie's key of the receipt of the n-th transaction, counted from 0."""
    key: bytes = rlp.encode(index)
    return key


def receipts_proof(receipts: Sequence[bytes], index: int) -> tuple[bytes, tuple[bytes, ...]]:
    """The root of the trie of a block's encoded receipts, in their order, and the nodes on the way to one of them."""
    trie: Any = HexaryTrie({})
    for position, receipt in enumerate(receipts):
        trie.set(receipt_key(position), receipt)
    nodes = trie.get_proof(receipt_key(index))
    # A node shorter than a hash stands within its parent.
    encoded = [rlp.encode(node) for node in nodes]
    return bytes(trie.root_hash), tuple(node for place, node in enumerate(encoded) if place == 0 or len(node) >= 32)


def _log(entry: Any) -> ReceiptLog:
    if (
        not isinstance(entry, list)
        or len(entry) != 3
        or not isinstance(entry[0], bytes)
        or len(entry[0]) != 20
        or not isinstance(entry[1], list)
        or not all(isinstance(topic, bytes) and len(topic) == _TOPIC for topic in entry[1])
        or not isinstance(entry[2], bytes)
    ):
        raise ProofError("a receipt's log is malformed")
    return ReceiptLog(entry[0], tuple(entry[1]), entry[2])
