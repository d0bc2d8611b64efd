"""The validators in force, and which of them do their work (I/O: reads a node).

A validator's work is seen in its proposals: QBFT goes round the set, so each live validator proposes a block in every
round of the set, and the header's coinbase names it (checked against the recordings of a Besu network).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.types import Member
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import Address, to_address

from .consortium import Consortium

#: Times round the set after which a validator that has not proposed is said not to.
_ROUNDS = 3
_BATCH = 100
_METHOD_NOT_FOUND = -32601


@dataclass
class QuorumEndangeredError(QuaychainError):
    """A removal after which the validators that work would be too few to seal."""

    validator: str
    working: int
    needed: int
    silent: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"not without {self.validator} yet: {', '.join(self.silent)} proposed no block lately, so {self.working} "
            f"validators that work would be left where a block needs {self.needed}"
        )


@dataclass(frozen=True, slots=True)
class ValidatorView:
    """A validator of the set in force. `member` is None in case the registry doesn't know whose it is; `last_proposed`
    is None where it has not proposed in the blocks looked at, or where nothing is sealed at all."""

    validator: Address
    member_id: bytes
    member: Member
    last_proposed: int | None


@dataclass(frozen=True, slots=True)
class ValidatorSetView:
    """The set in force at block `head`. `sealed` says whether this chain has validators at work at all: the embedded
    chain has none."""

    number: int
    since_block: int
    since: int
    head: int
    sealed: bool
    window: int
    validators: tuple[ValidatorView, ...]


def is_sealed(rpc: Rpc) -> bool:
    """Whether QBFT runs on this chain: the embedded chain knows no such method. Raises RpcUnreachableError."""
    try:
        rpc.call("qbft_getValidatorsByBlockNumber", "latest")
    except RpcError as error:
        if error.code == _METHOD_NOT_FOUND:
            return False
        raise
    return True


def proposers(rpc: Rpc, first: int, last: int) -> Mapping[Address, int]:
    """The newest block from `first` to `last` that each address proposed, by those that proposed one."""
    found: dict[Address, int] = {}
    for start in range(first, last + 1, _BATCH):
        numbers = range(start, min(start + _BATCH, last + 1))
        blocks = rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers])
        for block in filter(None, blocks):
            found[to_address(block["miner"])] = int(block["number"], 16)
    return found


def window_of(validators: int) -> int:
    """The number of blocks in which every validator that works has proposed one."""
    return _ROUNDS * validators


def read_validators(consortium: Consortium) -> ValidatorSetView:
    """The set in force, with the last proposal of each validator within the last blocks of this set."""
    head = consortium.rpc.block_number()
    current = consortium.validator_set(head)
    validators: Sequence[Address] = current.validators
    members = consortium.validator_members(validators)
    registry = consortium.registry()
    known = consortium.reader.read_many([registry.member_of(members[one]) for one in validators])
    sealed = is_sealed(consortium.rpc)
    window = window_of(len(validators))
    last = proposers(consortium.rpc, max(1, head - window + 1), head) if sealed else {}
    return ValidatorSetView(
        current.number,
        current.since_block,
        current.since,
        head,
        sealed,
        window,
        tuple(
            ValidatorView(one, members[one], member, last.get(one))
            for one, member in zip(validators, known, strict=True)
        ),
    )


def check_removal(view: ValidatorSetView, validator: Address) -> None:
    """Make sure that the chain goes on without a validator. Raises QuorumEndangeredError.

    What the root itself refuses (fewer than four) is not asked here.
    """
    if not view.sealed:
        return
    others = [one for one in view.validators if one.validator != validator]
    silent = [one.validator for one in others if one.last_proposed is None]
    working, needed = len(others) - len(silent), quorum(len(others))
    removes_a_working_one = any(one.last_proposed is not None for one in view.validators if one not in others)
    # One that is to take this one's place has to show first that it works.
    if working < needed or (silent and removes_a_working_one):
        raise QuorumEndangeredError(validator, working, needed, tuple(silent))
