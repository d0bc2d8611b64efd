"""Block headers: their RLP, and the block's hash, which QBFT computes without the seals. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rlp

from ..keccak import keccak256
from .problem import ProofError
from .trie import decode_rlp

#: mixHash of every QBFT and IBFT block: keccak256("Istanbul practical byzantine fault tolerance").
QBFT_MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")

#: Fields in the order of the RLP with their lengths in bytes; None: a number. Those after the first 15 came with later
#: forks, and a header has them up to its own fork's.
_FIELDS: tuple[tuple[str, int | None], ...] = (
    ("parentHash", 32), ("sha3Uncles", 32), ("miner", 20), ("stateRoot", 32), ("transactionsRoot", 32),
    ("receiptsRoot", 32), ("logsBloom", 256), ("difficulty", None), ("number", None), ("gasLimit", None),
    ("gasUsed", None), ("timestamp", None), ("extraData", -1), ("mixHash", 32), ("nonce", 8), ("baseFeePerGas", None),
    ("withdrawalsRoot", 32), ("blobGasUsed", None), ("excessBlobGas", None), ("parentBeaconBlockRoot", 32),
    ("requestsHash", 32),
)  # fmt: skip
_FRONTIER = 15
#: Where extraData stands in them.
EXTRA_DATA = 12
#: QBFT's extraData: vanity, validators, vote, round, seals.
_EXTRA_PARTS = 5


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header that proofs are about. `timestamp` is in Unix seconds; hashes are 32 bytes."""

    number: int
    timestamp: int
    state_root: bytes
    receipts_root: bytes
    hash: bytes


def header_preimage(block: Mapping[str, Any]) -> bytes:
    """The RLP that a block's hash is keccak256 of, from a block as eth_getBlockByNumber has it.

    For QBFT that is the header with round 0 and no seals. Raises ProofError where it doesn't give the block's hash.
    """
    values = header_values(block)
    if block.get("mixHash") == "0x" + QBFT_MIX_HASH.hex():
        values[EXTRA_DATA] = _without_seals(values[EXTRA_DATA])
    preimage: bytes = rlp.encode(values)
    if "0x" + keccak256(preimage).hex() != block["hash"]:
        raise ProofError(f"the header of block {int(block['number'], 16)} does not give its hash")
    return preimage


def header_values(block: Mapping[str, Any]) -> list[bytes]:
    """The fields of a header as its RLP has them, seals and all, from a block as eth_getBlockByNumber has it."""
    values = []
    for name, length in _FIELDS:
        text = block.get(name)
        if text is None:
            break
        values.append(_minimal(int(text, 16)) if length is None else bytes.fromhex(text[2:]))
    return values


def decode_header(preimage: bytes) -> Header:
    """The header of the RLP that its hash is computed of. Raises ProofError."""
    values = decode_rlp(preimage)
    if not isinstance(values, list) or not _FRONTIER <= len(values) <= len(_FIELDS):
        raise ProofError("not a block header")
    for value, (name, length) in zip(values, _FIELDS, strict=False):
        if not isinstance(value, bytes) or (length is not None and length >= 0 and len(value) != length):
            raise ProofError(f"the header's {name} is malformed")
        if length is None and (len(value) > 32 or value[:1] == b"\0"):
            raise ProofError(f"the header's {name} is malformed")
    field = {name: value for (name, _), value in zip(_FIELDS, values, strict=False)}
    if field["mixHash"] == QBFT_MIX_HASH and _without_seals(field["extraData"]) != field["extraData"]:
        raise ProofError("the header has seals or a round in it, which its hash is not about")
    return Header(
        int.from_bytes(field["number"]),
        int.from_bytes(field["timestamp"]),
        field["stateRoot"],
        field["receiptsRoot"],
        keccak256(preimage),
    )


def _without_seals(extra_data: bytes) -> bytes:
    reduced: bytes = rlp.encode([*extra_data_parts(extra_data)[:3], b"", []])
    return reduced


def extra_data_parts(extra_data: bytes) -> list[Any]:
    """QBFT's extraData, decoded: vanity, validators, vote, round, seals. Raises ProofError."""
    parts = decode_rlp(extra_data)
    if not isinstance(parts, list) or len(parts) != _EXTRA_PARTS:
        raise ProofError("the header's extraData is not QBFT's")
    return parts


def _minimal(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)
