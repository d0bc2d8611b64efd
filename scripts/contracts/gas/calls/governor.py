"""Calls of ConsortiumGovernor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from quaychain.contracts.abi import ADDRESS, BYTES, STRING, StructCodec, encode, uint
from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.signers import sign_typed_data
from quaychain.contracts.typed_data import typed_data
from quaychain.contracts.types import Address, Call

from ..case import Case
from ..founding import CHAIN_ID, Member, signer
from ..ledger import Ledger, Shot

_CONTRACT = ConsortiumGovernor.NAME
_GOVERNANCE = AccountPurpose.GOVERNANCE
_DAY = 86_400
#: Delay, period and time lock of the embedded chain, and what a proposal here may hold.
_DELAY, _PERIOD, _LOCK = _DAY, 7 * _DAY, 2 * _DAY
_ACTIONS = 16
_FOR = 1


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a voter signs (OpenZeppelin's Governor)."""

    CODEC: ClassVar[StructCodec[Ballot]]

    proposal: int
    support: int
    voter: Address
    nonce: int


Ballot.CODEC = StructCodec(
    Ballot,
    ("proposal", "proposalId", uint(256)),
    ("support", "support", uint(8)),
    ("voter", "voter", ADDRESS),
    ("nonce", "nonce", uint(256)),
)


@dataclass(frozen=True, slots=True)
class ExtendedBallot:
    """The same with a reason and parameters."""

    CODEC: ClassVar[StructCodec[ExtendedBallot]]

    proposal: int
    support: int
    voter: Address
    nonce: int
    reason: str
    params: bytes


ExtendedBallot.CODEC = StructCodec(
    ExtendedBallot,
    *Ballot.CODEC.fields,
    ("reason", "reason", STRING),
    ("params", "params", BYTES),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Calls that are voted on."""

    targets: tuple[Address, ...]
    calldatas: tuple[bytes, ...]
    description: str

    @property
    def values(self) -> tuple[int, ...]:
        """Nothing is paid."""
        return (0,) * len(self.targets)

    @property
    def description_hash(self) -> bytes:
        """keccak256 of the description."""
        return keccak256(self.description.encode())

    @property
    def id(self) -> int:
        """The Governor's number of it: keccak256(abi.encode(targets, values, calldatas, descriptionHash))."""
        types = ("address[]", "uint256[]", "bytes[]", "bytes32")
        return int.from_bytes(
            keccak256(encode(types, (self.targets, self.values, self.calldatas, self.description_hash)))
        )


def proposal(ledger: Ledger, name: str, actions: int) -> Proposal:
    """So many calls, each of which changes something."""
    registry = ledger.contracts.registry
    calls = [
        registry.replace_recovery(Member("mfr").id, signer(f"recovery {number}").address) for number in range(actions)
    ]
    return Proposal((registry.address,) * actions, tuple(call.data for call in calls), f"0x{ledger.id(name).hex()}")


def _of(made: Proposal, function: Callable[..., Call]) -> Call:
    return function(made.targets, made.values, made.calldatas, made.description_hash)


def _proposed(ledger: Ledger, actions: int = 1) -> Proposal:
    made, governor = proposal(ledger, "proposal", actions), ledger.contracts.governor
    call = governor.propose(made.targets, made.values, made.calldatas, made.description)
    ledger.by("mfr", call, _GOVERNANCE)
    return made


def _voting(ledger: Ledger) -> Proposal:
    """A proposal with one vote of each kind, and then with a million."""
    made = _proposed(ledger)
    ledger.wait_until(ledger.now() + _DELAY + 1)
    for support, member in enumerate(("mfr", "gear", "drive")):
        ledger.by(member, ledger.contracts.governor.cast_vote(made.id, support), _GOVERNANCE)
    for counter in ("votesAgainst", "votesFor", "votesAbstain"):
        ledger.more(_CONTRACT, "_tallies", made.id, counter)
    return made


def _voted(ledger: Ledger, actions: int) -> Proposal:
    made = _proposed(ledger, actions)
    ledger.wait_until(ledger.now() + _DELAY + 1)
    for member in ("mfr", "gear", "drive"):
        ledger.by(member, ledger.contracts.governor.cast_vote(made.id, _FOR), _GOVERNANCE)
    ledger.more(_CONTRACT, "_tallies", made.id, "votesFor")
    ledger.wait_until(ledger.now() + _PERIOD)
    return made


def _propose(ledger: Ledger, actions: int) -> Shot:
    _proposed(ledger)
    made = proposal(ledger, "another", actions)
    call = ledger.contracts.governor.propose(made.targets, made.values, made.calldatas, made.description)
    return ledger.shot("gear", call, _GOVERNANCE)


def _cancel(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", _of(_proposed(ledger), ledger.contracts.governor.cancel), _GOVERNANCE)


def _queue(ledger: Ledger, actions: int) -> Shot:
    return Shot(signer("anyone").address, _of(_voted(ledger, actions), ledger.contracts.governor.queue))


def _execute(ledger: Ledger, actions: int) -> Shot:
    made = _voted(ledger, actions)
    ledger.send(signer("anyone").address, _of(made, ledger.contracts.governor.queue))
    ledger.wait_until(ledger.now() + _LOCK + 1)
    return Shot(signer("anyone").address, _of(made, ledger.contracts.governor.execute))


_VOTER, _REASON, _PARAMS = "customs_home", "as the record named in it says", b"\x01" * 32


def _cast(ledger: Ledger) -> Shot:
    made = _voting(ledger)
    return ledger.shot(_VOTER, ledger.contracts.governor.cast_vote(made.id, _FOR), _GOVERNANCE)


def _cast_with_reason(ledger: Ledger) -> Shot:
    made = _voting(ledger)
    return ledger.shot(_VOTER, ledger.contracts.governor.cast_vote_with_reason(made.id, _FOR, _REASON), _GOVERNANCE)


def _cast_with_params(ledger: Ledger) -> Shot:
    made = _voting(ledger)
    call = ledger.contracts.governor.cast_vote_with_reason_and_params(made.id, _FOR, _REASON, _PARAMS)
    return ledger.shot(_VOTER, call, _GOVERNANCE)


def _signed(ledger: Ledger, *, extended: bool) -> Shot:
    """By a voter who has voted by signature before, and then a million times."""
    governor, voter = ledger.contracts.governor, Member(_VOTER).account(_GOVERNANCE)
    made = _voting(ledger)
    ledger.storage.write(_CONTRACT, "_nonces", bytes.fromhex(voter.address[2:]), value=1)
    ledger.more(_CONTRACT, "_nonces", bytes.fromhex(voter.address[2:]))
    nonce = 1 + ledger.behind
    if extended:
        ballot = ExtendedBallot(made.id, _FOR, voter.address, nonce, _REASON, _PARAMS)
        signature = sign_typed_data(voter, typed_data(governor, CHAIN_ID, ballot))
        call = governor.cast_vote_with_reason_and_params_by_sig(
            made.id, _FOR, voter.address, _REASON, _PARAMS, signature
        )
    else:
        signature = sign_typed_data(voter, typed_data(governor, CHAIN_ID, Ballot(made.id, _FOR, voter.address, nonce)))
        call = governor.cast_vote_by_sig(made.id, _FOR, voter.address, signature)
    return Shot(signer("anyone").address, call)


def _by_itself(ledger: Ledger, what: str) -> Shot:
    """What a proposal lets the Governor do to itself."""
    governor = ledger.contracts.governor
    calls = {
        "relay": lambda: governor.relay(
            ledger.contracts.registry.address, 0, ledger.contracts.registry.lift_pause().data
        ),
        "setProposalThreshold": lambda: governor.set_proposal_threshold(1),
        "setTimeLock": lambda: governor.set_time_lock(3 * _DAY),
        "setVotingDelay": lambda: governor.set_voting_delay(2 * _DAY),
        "setVotingPeriod": lambda: governor.set_voting_period(5 * _DAY),
    }
    return Shot(governor.address, calls[what]())


def _token(ledger: Ledger, what: str) -> Shot:
    """Takes nothing in: it answers that it could."""
    governor, someone = ledger.contracts.governor, signer("anyone").address
    calls = {
        "onERC721Received": lambda: governor.on_erc721_received(someone, someone, 1, b""),
        "onERC1155Received": lambda: governor.on_erc1155_received(someone, someone, 1, 1, b""),
        "onERC1155BatchReceived": lambda: governor.on_erc1155_batch_received(someone, someone, [1], [1], b""),
    }
    return Shot(someone, calls[what]())


CASES = (
    Case("propose", "1 call", partial(_propose, actions=1)),
    Case("propose", f"{_ACTIONS} calls", partial(_propose, actions=_ACTIONS)),
    Case("cancel", "", _cancel),
    Case("castVote", "", _cast),
    Case("castVoteWithReason", "", _cast_with_reason),
    Case("castVoteWithReasonAndParams", "", _cast_with_params),
    Case("castVoteBySig", "", partial(_signed, extended=False)),
    Case("castVoteWithReasonAndParamsBySig", "", partial(_signed, extended=True)),
    Case("queue", "1 call", partial(_queue, actions=1)),
    Case("queue", f"{_ACTIONS} calls", partial(_queue, actions=_ACTIONS)),
    Case("execute", "1 call", partial(_execute, actions=1)),
    Case("execute", f"{_ACTIONS} calls", partial(_execute, actions=_ACTIONS)),
    *(
        Case(name, "", partial(_by_itself, what=name))
        for name in ("relay", "setProposalThreshold", "setTimeLock", "setVotingDelay", "setVotingPeriod")
    ),
    *(
        Case(name, "", partial(_token, what=name))
        for name in ("onERC721Received", "onERC1155Received", "onERC1155BatchReceived")
    ),
)
