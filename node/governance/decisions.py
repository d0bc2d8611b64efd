"""A member's part in decisions: propose, vote, queue, execute (I/O through a TransactionSender)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from quaychain.contracts.bindings.errors import ValidatorSetChangedInBlockError
from quaychain.contracts.bindings.types import AccountPurpose, ProposalState
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.reader import revert_of
from quaychain.contracts.rpc import RpcError
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Call, to_hex

from .calls import decode_call, describe
from .consortium import Consortium
from .proposals import OPEN, Proposal, Proposals

#: Of one account's attempts at the same calls.
_MOST_ATTEMPTS = 1_000


class Support(IntEnum):
    """A vote, as OpenZeppelin's Governor counts it."""

    AGAINST = 0
    FOR = 1
    ABSTAIN = 2


@dataclass
class AlreadyProposedError(QuaychainError):
    """The same is being decided."""

    proposal: str
    state: ProposalState

    def __str__(self) -> str:
        return f"the same is proposed already: {self.proposal}, {self.state.name.lower()}"


@dataclass
class CallNotDecodedError(QuaychainError):
    """A call that nobody could read, so nobody should vote for it."""

    target: str
    data: bytes

    def __str__(self) -> str:
        return f"the call of {self.target} with {to_hex(self.data[:4])}… is no function of a contract in the Directory"


@dataclass
class ProposalNotPassedError(QuaychainError):
    """Nothing is to be carried out: the proposal did not pass, or not yet."""

    proposal: str
    state: ProposalState
    reason: str

    def __str__(self) -> str:
        return f"proposal {self.proposal} can't be carried out: {self.reason}"


class Decisions:
    """What one member does, by its Governance account."""

    def __init__(self, consortium: Consortium, sender: TransactionSender) -> None:
        """Raises the registry's error where the account can't act for a member now."""
        self.consortium = consortium
        self._sender = sender
        self._reader = consortium.reader
        self.proposals = Proposals(consortium)
        self.governor = self.proposals.governor
        self.member = self._reader.read(
            consortium.registry().authorize(sender.signer.address, AccountPurpose.GOVERNANCE)
        )

    def propose(
        self,
        calls: Sequence[Call],
        *,
        reference: bytes | None = None,
        only_later: tuple[type[QuaychainError], ...] = (),
    ) -> Proposal:
        """Propose calls, with a description made from them.

        Each call is first tried as the Governor would make it now; what it is refused with is raised, unless it is one
        of `only_later`, which will have passed by the time of the execution. Raises AlreadyProposedError,
        CallNotDecodedError, the contracts' and the sender's errors.
        """
        names = self.consortium.names()
        decoded = [decode_call(call, names) for call in calls]
        for call in decoded:
            if not call.is_known:
                raise CallNotDecodedError(call.target, call.data)
        found = self.proposals.open_with(calls)
        if found is not None:
            raise AlreadyProposedError(found[0].name, found[1])
        for one in calls:
            self._try(one, only_later)
        targets = [call.target for call in decoded]
        values, data = [call.value for call in decoded], [call.data for call in decoded]
        for attempt in range(1, _MOST_ATTEMPTS):
            description = describe(decoded, self._sender.signer.address, attempt, reference)
            identity = self._reader.read(
                self.governor.get_proposal_id(targets, values, data, keccak256(description.encode()))
            )
            if not self._reader.read(self.governor.proposal_snapshot(identity)):
                self._sender.send(
                    self.governor.propose(targets, values, data, description), idempotency_key=f"propose/{identity:x}"
                )
                return self.proposals.get(identity)
            state = self.proposals.state(identity)
            if state in OPEN:
                raise AlreadyProposedError(f"{identity:064x}", state)
        raise AssertionError  # pragma: no cover

    def vote(self, proposal: Proposal, support: Support) -> None:
        """Vote for the member. Raises the Governor's errors, the sender's errors."""
        self._sender.send(self.governor.cast_vote(proposal.id, support))

    def has_voted(self, proposal: Proposal) -> bool:
        """Whether the member voted, with whichever account."""
        return self._reader.read(self.governor.has_member_voted(proposal.id, self.member))

    def withdraw(self, proposal: Proposal) -> None:
        """Take a proposal of the member's back, before its vote begins. Raises the Governor's, the sender's errors."""
        self._sender.send(self.governor.cancel(*proposal.arguments))

    def carry_out(self, proposal: Proposal) -> ProposalState:
        """Queue what passed, or execute what is queued and has waited; the state after it.

        Answers QUEUED while the time lock runs, EXECUTED also where somebody else did it. Raises
        ProposalNotPassedError, the contracts' errors, the sender's errors.
        """
        state = self.proposals.state(proposal.id)
        if state is ProposalState.SUCCEEDED:
            self._unless_done(proposal, ProposalState.QUEUED, self.governor.queue(*proposal.arguments))
            state = ProposalState.QUEUED
        if state is ProposalState.QUEUED:
            eta = self._reader.read(self.governor.proposal_eta(proposal.id))
            if self._reader.now() >= eta:
                self._unless_done(proposal, ProposalState.EXECUTED, self.governor.execute(*proposal.arguments))
                return ProposalState.EXECUTED
        elif state is not ProposalState.EXECUTED:
            raise ProposalNotPassedError(proposal.name, state, _NOT_PASSED[state])
        return state

    def send(self, call: Call) -> None:
        """A call of the member's own that needs no vote. Raises the contract's errors, the sender's errors."""
        self._sender.send(call)

    def _unless_done(self, proposal: Proposal, wanted: ProposalState, call: Call) -> None:
        try:
            self._sender.send(call)
        except QuaychainError:
            # Anybody may do this step, and somebody was quicker.
            if self.proposals.state(proposal.id) not in (wanted, ProposalState.EXECUTED):
                raise

    def _try(self, call: Call, only_later: tuple[type[QuaychainError], ...]) -> None:
        request: dict[str, Any] = {"from": self.governor.address, "to": call.to, "data": to_hex(call.data)}
        try:
            self._reader.rpc.call("eth_call", request, "latest")
        except RpcError as error:
            problem = revert_of(error)
            if not isinstance(problem, (ValidatorSetChangedInBlockError, *only_later)):
                raise problem from error


#: Why nothing is to be carried out in these states.
_NOT_PASSED: dict[ProposalState, str] = {
    ProposalState.PENDING: "its vote has not begun",
    ProposalState.ACTIVE: "votes are still taken",
    ProposalState.CANCELED: "it was withdrawn",
    ProposalState.DEFEATED: "it did not get the votes it needs",
    ProposalState.EXPIRED: "it passed, but was not carried out in time",
}
