"""Follow a decision to its end, and a new validator set until it seals (I/O: reads a node, and waits)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.types import ProposalState, ValidatorSet
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Address

from .calls import DecodedCall, decode_call
from .consortium import Consortium
from .decisions import Decisions, ProposalNotPassedError
from .proposals import Proposal, Proposals
from .validators import check_removal, is_sealed, proposers, read_validators, window_of

#: Seconds without a block after which the chain stands still: rounds that fail double, and take a minute or more.
_STILL = 180.0
_FAILED = frozenset({ProposalState.CANCELED, ProposalState.DEFEATED, ProposalState.EXPIRED})
#: Waits until the chain's time is at least this (Unix seconds).
WaitUntil = Callable[[int], None]


@dataclass
class ValidatorSilentError(QuaychainError):
    """A validator of a new set has had its turns and proposed nothing."""

    validator: str
    set_number: int
    since_block: int
    head: int

    def __str__(self) -> str:
        return (
            f"validator {self.validator} of set {self.set_number} has proposed none of blocks {self.since_block + 1} "
            f"to {self.head}: is its node running with this key, in sync, and on the other nodes' allowlists?"
        )


@dataclass
class ChainStandsStillError(QuaychainError):
    """No block came for a while."""

    head: int
    seconds: int

    def __str__(self) -> str:
        return f"no block after {self.head} in {self.seconds} s: are enough validators running and connected?"


def wait_for_chain(consortium: Consortium, poll: float = 0.5, still: float = _STILL) -> WaitUntil:
    """Waiting as it is on a chain whose time nobody moves: by looking at its head. The waiting raises
    ChainStandsStillError, RpcUnreachableError."""

    def wait(timestamp: int) -> None:
        head, seen = consortium.reader.head(), time.monotonic()
        while head.timestamp < timestamp:
            time.sleep(poll)
            newer = consortium.reader.head()
            if newer.number != head.number:
                head, seen = newer, time.monotonic()
            elif time.monotonic() - seen > still:
                raise ChainStandsStillError(head.number, int(still))

    return wait


def wait_by_moving(consortium: Consortium) -> WaitUntil:
    """Waiting as it is on the embedded chain alone: its time is moved there. The waiting raises RpcError."""

    def wait(timestamp: int) -> None:
        if consortium.reader.now() < timestamp:
            consortium.rpc.call("evm_setNextBlockTimestamp", timestamp)
            consortium.rpc.call("evm_mine")

    return wait


def follow(
    consortium: Consortium, proposal: Proposal, wait: WaitUntil, decisions: Decisions | None = None
) -> Iterator[str]:
    """Lines about a proposal as it goes on, until it is executed and, for a validator set, until that has sealed.

    With `decisions` it is queued and executed as soon as it can be; else that is for others to do. Raises
    ProposalNotPassedError, ValidatorSilentError, ChainStandsStillError, QuorumEndangeredError.
    """
    proposals = Proposals(consortium)
    previous = None
    while True:
        state = proposals.state(proposal.id)
        if state is not previous:
            yield _line(proposals, proposal, state)
            previous = state
        if state is ProposalState.EXECUTED:
            break
        if state in _FAILED:
            raise ProposalNotPassedError(proposal.name, state, f"it is {state.name.lower()}")
        if state is ProposalState.PENDING:
            wait(proposal.vote_start + 1)
        elif state is ProposalState.ACTIVE:
            wait(proposal.vote_end + 1)
        elif decisions is None:
            wait(consortium.reader.now() + 1)
        else:
            if state is ProposalState.QUEUED:
                wait(consortium.reader.read(proposals.governor.proposal_eta(proposal.id)))
                check_before_execution(consortium, proposal)
            decisions.carry_out(proposal)
    names = consortium.names()
    for call in proposal.calls:
        yield from _follow_set(consortium, decode_call(call, names), wait)


def check_before_execution(consortium: Consortium, proposal: Proposal) -> None:
    """Make sure that the validators left by a proposal's removals can seal. Raises QuorumEndangeredError."""
    names = consortium.names()
    for call in (decode_call(one, names) for one in proposal.calls):
        if (call.contract, call.function) == (ConsortiumRoot.NAME, "removeValidator"):
            check_removal(read_validators(consortium), call.arguments["validator"])


def follow_validator(consortium: Consortium, validator: Address, wait: WaitUntil) -> Iterator[str]:
    """Lines until a validator of the set in force has proposed a block of its set.

    Raises ValidatorSilentError, ChainStandsStillError.
    """
    current = consortium.validator_set()
    if not is_sealed(consortium.rpc):
        yield f"set {current.number} is in force; nothing seals blocks on this chain"
        return
    yield f"set {current.number} is in force from block {current.since_block + 1} on"
    window = window_of(len(current.validators))
    looked = current.since_block
    while True:
        head = consortium.reader.head()
        found = proposers(consortium.rpc, looked + 1, head.number)
        if validator in found:
            yield f"validator {validator} has proposed block {found[validator]}"
            return
        looked = head.number
        if looked - current.since_block > window:
            raise ValidatorSilentError(validator, current.number, current.since_block, looked)
        wait(head.timestamp + 1)


def _follow_set(consortium: Consortium, call: DecodedCall, wait: WaitUntil) -> Iterator[str]:
    if call.contract != ConsortiumRoot.NAME:
        return
    current = consortium.validator_set()
    if call.function == "addValidator" and call.arguments["validator"] in current.validators:
        yield from follow_validator(consortium, call.arguments["validator"], wait)
    elif call.function == "removeValidator" and is_sealed(consortium.rpc):
        yield from _follow_removal(consortium, current, wait)


def _follow_removal(consortium: Consortium, current: ValidatorSet, wait: WaitUntil) -> Iterator[str]:
    head = consortium.reader.head()
    while head.number <= current.since_block:
        wait(head.timestamp + 1)
        head = consortium.reader.head()
    found = proposers(consortium.rpc, current.since_block + 1, head.number)
    first = min(found, key=lambda proposer: found[proposer])
    yield (
        f"set {current.number} is in force from block {current.since_block + 1} on and seals: "
        f"block {found[first]} by {first}"
    )


def _line(proposals: Proposals, proposal: Proposal, state: ProposalState) -> str:
    match state:
        case ProposalState.PENDING:
            return f"pending: its vote begins after {shown_time(proposal.vote_start)}"
        case ProposalState.ACTIVE:
            status = proposals.status(proposal)
            return (
                f"active: votes are taken until {shown_time(proposal.vote_end)}; "
                f"{status.tally.favour} of the {status.tally.required} that it needs"
            )
        case ProposalState.QUEUED:
            status = proposals.status(proposal)
            return f"queued: may be executed from {shown_time(status.executable_from)} on"
        case ProposalState.SUCCEEDED:
            return "passed: it is to be queued now"
        case _:
            return state.name.lower()


def shown_time(timestamp: int) -> str:
    """A time of the chain, in UTC."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
