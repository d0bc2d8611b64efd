"""A transition: who seals from a block on, written into the genesis where a quorum is lost for good. Pure.

Besu's `transitions.qbft` (its documentation, "QBFT: Transitions"). Block 0 stays what it is: its header has no part of
`config`. Every node needs the same transition, so all members make the file by themselves and compare its hash.

Where forks come by time, as Cancun does, Besu 26.8 takes a transition's `block` for a time when it looks up the mode,
and for a number when it looks up the validators (ForksSchedule and ForkingVoteTallyCache in its source). A number is
always past as a time: so the last mode in the file holds for *every* block, while the list holds from its block on.
Nodes that have the blocks before it go on; none can sync them any more. For the same reason there is no transition
back: the genesis without any is put back.
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
    parsed = _parsed(genesis)
    steps = [
        *parsed["config"].get(_KEY, {}).get("qbft", []),
        {"block": block, "validatorselectionmode": "blockheader", "validators": listed},
    ]
    blocks = [each["block"] for each in steps]
    if blocks[0] < 1 or blocks != sorted(set(blocks)):
        raise TransitionError(f"block {block} is not after the last transition's, or is block 0")
    parsed["config"][_KEY] = {"qbft": steps}
    return json.dumps(parsed, indent=2).encode() + b"\n"


def _parsed(genesis: bytes) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(genesis)
        parsed["config"]["qbft"]["validatorcontractaddress"]
    except (ValueError, KeyError, TypeError):
        raise TransitionError("this is no genesis of a consortium") from None
    return parsed
