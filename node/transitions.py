"""Transitions: from which block on who seals, written into the genesis where a quorum is lost for good. Pure.

Besu's `transitions.qbft` (its documentation, "QBFT: Transitions"). Block 0 stays what it is: its header has no part of
`config`. Every node needs the same transitions, so all members make the file by themselves and compare its hash.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address, address_bytes

_KEY = "transitions"


@dataclass
class TransitionError(QuaychainError):
    """A transition that can't be written into this genesis."""

    reason: str

    def __str__(self) -> str:
        return f"no transition: {self.reason}"


def with_validators(genesis: bytes, block: int, validators: Sequence[Address]) -> bytes:
    """The genesis by which exactly these validators seal from `block` on, whatever ConsortiumRoot says.

    The order in which they are given doesn't matter. Raises TransitionError.
    """
    if not validators or len(set(validators)) != len(validators):
        raise TransitionError("name each validator once, and one at least")
    listed = [address.lower() for address in sorted(validators, key=address_bytes)]
    return _with(genesis, {"block": block, "validatorselectionmode": "blockheader", "validators": listed})


def with_contract(genesis: bytes, block: int) -> bytes:
    """The genesis by which ConsortiumRoot says again from `block` on who seals. Raises TransitionError."""
    parsed = _parsed(genesis)
    steps = parsed["config"].get(_KEY, {}).get("qbft", [])
    if not steps or steps[-1]["validatorselectionmode"] == "contract":
        raise TransitionError("the genesis is in contract mode already")
    contract = parsed["config"]["qbft"]["validatorcontractaddress"]
    step = {"block": block, "validatorselectionmode": "contract", "validatorcontractaddress": contract}
    return _with(genesis, step)


def _with(genesis: bytes, step: dict[str, Any]) -> bytes:
    parsed = _parsed(genesis)
    steps = [*parsed["config"].get(_KEY, {}).get("qbft", []), step]
    blocks = [each["block"] for each in steps]
    if blocks[0] < 1 or blocks != sorted(set(blocks)):
        raise TransitionError(f"block {step['block']} is not after the last transition's, or is block 0")
    parsed["config"][_KEY] = {"qbft": steps}
    return json.dumps(parsed, indent=2).encode() + b"\n"


def _parsed(genesis: bytes) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(genesis)
        parsed["config"]["qbft"]["validatorcontractaddress"]
    except (ValueError, KeyError, TypeError):
        raise TransitionError("this is no genesis of a consortium") from None
    return parsed
