"""Who sealed a block: the commit seals in a QBFT header's extraData. Pure.

Besu's own documentation has the format of extraData under "QBFT", and its source in the module consensus/qbft. A seal
signs keccak256 of the header whose extraData has the actual round and no seals; v is 0 or 1, and s may be high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rlp
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.exceptions import ValidationError

from ..keccak import keccak256
from ..types import Address, to_address
from .header import EXTRA_DATA, extra_data_parts, header_values
from .problem import ProofError

_SEAL_LENGTH = 65
_LONGEST_ROUND = 4


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block, the round it was agreed in, who proposed it, and who sealed it, in the order of the seals.

    `timestamp` is in Unix seconds. Nodes may hold different quorums of seals for one block. Whether these sealers are
    validators is not said here.
    """

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    round: int
    proposer: Address
    sealers: tuple[Address, ...]


def sealed_block(block: Mapping[str, Any]) -> SealedBlock:
    """Of a block as eth_getBlockByNumber has it. Raises ProofError where extraData or a seal is not QBFT's."""
    values = header_values(block)
    parts = extra_data_parts(values[EXTRA_DATA])
    vanity, validators, vote, number, seals = parts
    if not isinstance(number, bytes) or len(number) > _LONGEST_ROUND or not isinstance(seals, list):
        raise ProofError("the header's extraData is not QBFT's")
    values[EXTRA_DATA] = rlp.encode([vanity, validators, vote, number, []])
    signed = keccak256(rlp.encode(values))
    return SealedBlock(
        int(block["number"], 16),
        bytes.fromhex(block["hash"][2:]),
        bytes.fromhex(block["parentHash"][2:]),
        int(block["timestamp"], 16),
        int.from_bytes(number),
        to_address(block["miner"]),
        tuple(_sealer(seal, signed) for seal in seals),
    )


def quorum(validators: int) -> int:
    """Seals that a block of a set of so many needs: ceil(2n/3) (Besu, BftHelpers)."""
    return -(-2 * validators // 3)


def _sealer(seal: object, signed: bytes) -> Address:
    if not isinstance(seal, bytes) or len(seal) != _SEAL_LENGTH:
        raise ProofError("a commit seal is not 65 bytes")
    try:
        signature = Signature(vrs=(seal[64], int.from_bytes(seal[:32]), int.from_bytes(seal[32:64])))
        return to_address(signature.recover_public_key_from_msg_hash(signed).to_canonical_address())
    except (BadSignature, ValidationError) as error:
        raise ProofError("a commit seal is no signature") from error
