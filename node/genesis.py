"""The genesis of a consortium: the same bytes for everybody who has the charter and the founders' cards.

Besu QBFT in contract validator mode: the header names no validators, ConsortiumRoot in `alloc` does. No constructor
runs, so the root's code and storage are written as they stand after one. Nobody has a balance: gas is free.
Source: Besu documentation, "QBFT" (genesis file, contract validator selection).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.abi import encode
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, address_bytes, to_address, to_hex

from .artifacts import Artifact
from .card import CardContent, MemberCard, check_cards
from .charter import Charter
from .genesis_block import genesis_block_hash
from .storage_layout import StorageLayout

#: The end of "Istanbul practical byzantine fault tolerance": what marks an IBFT or QBFT block (EIP-650).
_MIX_HASH = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365"
#: RLP of [32 zero bytes, no validators, no vote, round 0, no seals]: in contract mode the contract names validators.
_EXTRA_DATA = "0xe5a0" + "00" * 32 + "c0c080c0"
GAS_LIMIT = 30_000_000
_MINIMUM_VALIDATORS = 4


@dataclass
class ValidatorCountError(QuaychainError):
    """A genesis with too few validators for anything to be final, without being called a pilot."""

    count: int
    pilot: bool

    def __str__(self) -> str:
        if self.pilot:
            return "a pilot needs at least one card with a validator"
        return (
            f"{self.count} validators, but fewer than {_MINIMUM_VALIDATORS} tolerate no fault: "
            "get more founders' cards, or set pilot in the charter"
        )


@dataclass(frozen=True, slots=True)
class Genesis:
    """A genesis file, and the facts that everything else refers to."""

    data: bytes
    charter: Charter
    founders: tuple[Address, ...]
    validators: tuple[Address, ...]

    @property
    def file_hash(self) -> bytes:
        """keccak256 of the file, for members to compare."""
        return keccak256(self.data)

    @property
    def block_hash(self) -> bytes:
        """The hash of block 0, as every Besu node of the network will show it."""
        return genesis_block_hash(json.loads(self.data))


def build_genesis(charter: Charter, cards: Sequence[MemberCard], root: Artifact) -> Genesis:
    """The genesis for a charter and its founders' cards, in any order; `root` is ConsortiumRoot's artifact.

    Cards of members without an accounting seat are checked and change nothing: they come in by the installation.
    Raises what `check_cards` does, and ValidatorCountError.
    """
    contents = check_cards(charter, cards)
    founders = tuple(sorted((to_address(c.founder) for c in contents if c.founder is not None), key=address_bytes))
    validators = tuple(sorted(_members_of_validators(contents), key=address_bytes))
    if not validators or (len(validators) < _MINIMUM_VALIDATORS and not charter.pilot):
        raise ValidatorCountError(len(validators), charter.pilot)
    alloc = {
        charter.root_address.lower().removeprefix("0x"): {
            "balance": "0x0",
            "code": to_hex(root.runtime_code({})),
            "storage": _root_storage(charter, founders, _members_of_validators(contents), root),
        }
    }
    data = json.dumps({**_header(charter), "alloc": alloc}, indent=2).encode() + b"\n"
    return Genesis(data, charter, founders, validators)


def validator_set_digest(number: int, validators: Sequence[Address]) -> bytes:
    """ConsortiumRoot's digest of a set: keccak256(abi.encode(uint256 number, address[] validators)), ascending."""
    return keccak256(encode(("uint256", "address[]"), (number, validators)))


def _members_of_validators(contents: Sequence[CardContent]) -> dict[Address, bytes]:
    return {to_address(card.validator.address): card.member for card in contents if card.validator is not None}


def _root_storage(
    charter: Charter, founders: Sequence[Address], members: dict[Address, bytes], root: Artifact
) -> dict[str, str]:
    validators = sorted(members, key=address_bytes)
    words = StorageLayout(root.storage_layout).words(
        {
            "_consortium": charter.id,
            "_founders": [address_bytes(founder) for founder in founders],
            "_sets": {
                0: {
                    "digest": validator_set_digest(0, validators),
                    "sinceBlock": 0,
                    "since": charter.timestamp,
                    "validators": [address_bytes(validator) for validator in validators],
                }
            },
            "_memberOf": {address_bytes(validator): member for validator, member in members.items()},
        }
    )
    return {to_hex(slot): to_hex(word) for slot, word in words.items()}


def _header(charter: Charter) -> dict[str, Any]:
    return {
        "config": {
            "chainId": charter.chain_id,
            "berlinBlock": 0,
            "londonBlock": 0,
            "shanghaiTime": 0,
            "cancunTime": 0,
            "zeroBaseFee": True,
            "qbft": {
                "blockperiodseconds": charter.chain.block_period,
                "epochlength": charter.chain.epoch_length,
                "requesttimeoutseconds": charter.chain.request_timeout,
                "validatorcontractaddress": charter.root_address.lower(),
            },
        },
        "nonce": "0x0",
        "timestamp": hex(charter.timestamp),
        "gasLimit": hex(GAS_LIMIT),
        "difficulty": "0x1",
        "mixHash": _MIX_HASH,
        "coinbase": "0x" + "00" * 20,
        "extraData": _EXTRA_DATA,
    }
