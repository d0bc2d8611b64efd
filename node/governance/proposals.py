"""Proposals as the Governor's log and storage have them (I/O: reads a node)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor, ProposalCreated
from quaychain.contracts.bindings.types import ProposalState
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.log_ranges import logs_backwards
from quaychain.contracts.types import Address, Call

from .calls import DecodedCall, decode_call, is_derived
from .consortium import Consortium

#: In these something can still come of a proposal.
OPEN = frozenset({ProposalState.PENDING, ProposalState.ACTIVE, ProposalState.SUCCEEDED, ProposalState.QUEUED})


@dataclass
class ProposalUnknownError(QuaychainError):
    """The Governor has no such proposal."""

    proposal: str

    def __str__(self) -> str:
        return f"the Governor has no proposal {self.proposal}"


@dataclass
class ProposalAmbiguousError(QuaychainError):
    """The beginning of an id that several proposals have."""

    prefix: str
    count: int

    def __str__(self) -> str:
        return f"{self.count} proposals begin with {self.prefix}: give more of it"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it was made; times in Unix seconds."""

    id: int
    proposer: Address
    calls: tuple[Call, ...]
    vote_start: int
    vote_end: int
    description: str
    block: int

    @property
    def name(self) -> str:
        """Its id as it is written here: 64 hexadecimal digits."""
        return f"{self.id:064x}"

    @property
    def description_hash(self) -> bytes:
        """What queue and execute take in place of the description."""
        return keccak256(self.description.encode())

    @property
    def arguments(self) -> tuple[list[Address], list[int], list[bytes], bytes]:
        """What queue and execute take."""
        targets = [call.to for call in self.calls if call.to is not None]
        return targets, [call.value for call in self.calls], [call.data for call in self.calls], self.description_hash


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes so far. `required` is how many for it needs, `voted` the members that voted, `may_vote` those that may
    still do so or did, at the snapshot or, before it, as things stand."""

    against: int
    favour: int
    abstain: int
    required: int
    voted: frozenset[bytes]
    may_vote: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class ProposalStatus:
    """Where a proposal stands. `executable_from` is 0 until it is queued; `accused` is None where it is against
    nobody; `is_derived` says whether its description is what the calls say."""

    proposal: Proposal
    state: ProposalState
    calls: tuple[DecodedCall, ...]
    proposer_member: bytes
    accused: bytes | None
    tally: Tally
    executable_from: int
    is_derived: bool


class Proposals:
    """The proposals of the Governor in force."""

    def __init__(self, consortium: Consortium) -> None:
        self._consortium = consortium
        self._reader = consortium.reader
        self.governor: ConsortiumGovernor = consortium.governor()

    def recent(self) -> Iterator[Proposal]:
        """Those of which something may still come, newest first.

        After a vote has shortened the voting times, one that was made before may be older; `all` has it.
        """
        return self._backwards(self._last_block_by(self._reader.now() - self._longest_life()))

    def all(self) -> Iterator[Proposal]:
        """Every proposal, newest first."""
        return self._backwards(0)

    def open(self) -> Iterator[tuple[Proposal, ProposalState]]:
        """Those that are still to be decided or carried out, newest first."""
        for proposal in self.recent():
            state = self.state(proposal.id)
            if state in OPEN:
                yield proposal, state

    def open_with(self, calls: Sequence[Call]) -> tuple[Proposal, ProposalState] | None:
        """An open proposal of exactly these calls, whoever made it."""
        return next((found for found in self.open() if found[0].calls == tuple(calls)), None)

    def state(self, proposal: int) -> ProposalState:
        """Where it stands. Raises GovernorNonexistentProposalError."""
        return self._reader.read(self.governor.state(proposal))

    def find(self, text: str) -> Proposal:
        """By its id in hexadecimal, or enough of its beginning. Raises ProposalUnknownError, ProposalAmbiguousError."""
        wanted = text.lower().removeprefix("0x")
        if not wanted or any(char not in "0123456789abcdef" for char in wanted) or len(wanted) > 64:
            raise ProposalUnknownError(text)
        if len(wanted) == 64:
            return self.get(int(wanted, 16))
        found = {proposal.id: proposal for proposal in self.recent() if proposal.name.startswith(wanted)}
        if not found:
            found = {proposal.id: proposal for proposal in self.all() if proposal.name.startswith(wanted)}
        if not found:
            raise ProposalUnknownError(text)
        if len(found) > 1:
            raise ProposalAmbiguousError(text, len(found))
        return next(iter(found.values()))

    def get(self, proposal: int) -> Proposal:
        """By its whole id. Raises ProposalUnknownError."""
        snapshot = self._reader.read(self.governor.proposal_snapshot(proposal))
        if snapshot:
            # It was made before its vote began, by the voting delay of its time.
            for found in self._backwards(0, self._last_block_by(snapshot)):
                if found.id == proposal:
                    return found
        raise ProposalUnknownError(f"{proposal:064x}")

    def status(self, proposal: Proposal) -> ProposalStatus:
        """All about it."""
        governor, identity = self.governor, proposal.id
        state, accused, votes, required, eta = self._reader.read_many(
            [
                governor.state(identity),
                governor.accused_by(identity),
                governor.proposal_votes(identity),
                governor.required_votes(identity),
                governor.proposal_eta(identity),
            ]
        )
        registry = self._consortium.registry()
        proposer = self._reader.read(registry.account_of(proposal.proposer)).member
        members = [listed.id for listed in self._consortium.members()]
        snapshot = min(proposal.vote_start, self._reader.now())
        seats = self._reader.read_many([registry.is_accounting_at(one, snapshot) for one in members])
        voted = self._reader.read_many([governor.has_member_voted(identity, one) for one in members])
        may_vote = {one for one, seat in zip(members, seats, strict=True) if seat and one != accused}
        names = self._consortium.names()
        calls = tuple(decode_call(call, names) for call in proposal.calls)
        return ProposalStatus(
            proposal,
            state,
            calls,
            proposer,
            accused if any(accused) else None,
            Tally(
                votes.value_0,
                votes.value_1,
                votes.value_2,
                required,
                frozenset(one for one, has in zip(members, voted, strict=True) if has),
                frozenset(may_vote),
            ),
            eta,
            is_derived(proposal.description, calls),
        )

    def _longest_life(self) -> int:
        """From a proposal to the last moment of its execution, in seconds."""
        delay, period, lock, execution = self._reader.read_many(
            [
                self.governor.voting_delay(),
                self.governor.voting_period(),
                self.governor.time_lock(),
                self.governor.execution_period(),
            ]
        )
        return int(delay + period + lock + 2 * execution)

    def _backwards(self, first: int, last: int | None = None) -> Iterator[Proposal]:
        last = self._reader.head().number if last is None else last
        for log in logs_backwards(self._reader.rpc, self.governor.address, [ProposalCreated.TOPIC], first, last):
            event = self.governor.decode(log)
            assert isinstance(event, ProposalCreated)
            yield Proposal(
                event.proposal_id,
                event.proposer,
                tuple(map(Call, event.targets, event.calldatas, event.values)),
                event.vote_start,
                event.vote_end,
                event.description,
                log.block_number,
            )

    def _last_block_by(self, timestamp: int) -> int:
        """The last block that is not younger than a time."""
        first, last = 0, self._reader.head().number
        while first < last:
            middle = (first + last + 1) // 2
            block = self._reader.rpc.block(middle)
            if block is not None and block.timestamp <= timestamp:
                first = middle
            else:
                last = middle - 1
        return first
