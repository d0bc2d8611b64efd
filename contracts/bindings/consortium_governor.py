# Written by `./qc contracts bindings` from contracts/artifacts/ConsortiumGovernor.json. Do not edit.
"""It makes the AccessManager itself, so that nobody else ever was its administrator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, STRING, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import ProposalState


@event_values
class EIP712DomainChanged:
    """MAY be emitted to signal that the domain could have changed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31")


@event_values
class MemberAccused:
    """The proposal takes something from this member, which therefore has no vote on it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e0302ac238e83ec6e698da90ff499304e5c7cf9b8e7efdc79de03853b7d7efba")

    proposal_id: int
    member: bytes


@event_values
class MemberVoted:
    """A member's vote was counted; `support` as in OpenZeppelin's counting (0 against, 1 for, 2 abstain)."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("0ea898e28096c1bed33d04483c9afd023bb6390631ab03fbe96e697fcbf21d04")

    proposal_id: int
    member: bytes
    support: int


@event_values
class ProposalCanceled:
    """Emitted when a proposal is canceled."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("789cf55be980739dad1d0699b93b58e806b51c9d96619bfa8fe0a28abaa7b30c")

    proposal_id: int


@event_values
class ProposalCreated:
    """Emitted when a proposal is created."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7d84a6263ae0d98d3329bd7b46bb4e8d6f98cd35a7adb45c274c8b7fd5ebd5e0")

    proposal_id: int
    proposer: Address
    targets: tuple[Address, ...]
    values: tuple[int, ...]
    signatures: tuple[str, ...]
    calldatas: tuple[bytes, ...]
    vote_start: int
    vote_end: int
    description: str


@event_values
class ProposalExecuted:
    """Emitted when a proposal is executed."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("712ae1383f79ac853f8d882153778e0260ef8f03b504e2866e0593e04d2b291f")

    proposal_id: int


@event_values
class ProposalQueued:
    """Emitted when a proposal is queued."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9a2e42fd6722813d69113e7d0079d3d940171428df7373df9c7f7617cfda2892")

    proposal_id: int
    eta_seconds: int


@event_values
class ProposalThresholdSet:
    """"""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ccb45da8d5717e6c4544694297c4ba5cf151d455c9bb0ed4fc7a38411bc05461")

    old_proposal_threshold: int
    new_proposal_threshold: int


@event_values
class TimeLockChanged:
    """Proposals wait this long between queueing and execution."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("40dbd4388ae94c5598d3220999ac02e4a847d5ca08ba73e25922e873510799e3")

    previous: int
    time_lock: int


@event_values
class VoteCast:
    """Emitted when a vote is cast without params. Note: `support` values should be seen as buckets. Their
    interpretation depends on the voting module used.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("b8e138887d0aa13bab447e82de9d5c1777041ecd21ca36ba824ff1e6c07ddda4")

    voter: Address
    proposal_id: int
    support: int
    weight: int
    reason: str


@event_values
class VoteCastWithParams:
    """Emitted when a vote is cast with params. Note: `support` values should be seen as buckets. Their
    interpretation depends on the voting module used. `params` are additional encoded parameters. Their
    interpretation also depends on the voting module used.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("e2babfbac5889a709b63bb7f598b324e08bc5a4fb9ec647fb3cbc9ec07eb8712")

    voter: Address
    proposal_id: int
    support: int
    weight: int
    reason: str
    params: bytes


@event_values
class VotingDelaySet:
    """"""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c565b045403dc03c2eea82b81a0465edad9e2e7fc4d97e11421c209da93d7a93")

    old_voting_delay: int
    new_voting_delay: int


@event_values
class VotingPeriodSet:
    """"""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7e3f7f0708a84de9203036abaa450dccc85ad5ff52f78c170f3edb55cf5e8828")

    old_voting_period: int
    new_voting_period: int


ConsortiumGovernorEvent: TypeAlias = (
    EIP712DomainChanged
    | MemberAccused
    | MemberVoted
    | ProposalCanceled
    | ProposalCreated
    | ProposalExecuted
    | ProposalQueued
    | ProposalThresholdSet
    | TimeLockChanged
    | VoteCast
    | VoteCastWithParams
    | VotingDelaySet
    | VotingPeriodSet
)


class Eip712DomainResult(NamedTuple):
    """What `eip712_domain` answers."""

    fields: bytes
    name: str
    version: str
    chain_id: int
    verifying_contract: Address
    salt: bytes
    extensions: tuple[int, ...]


class ProposalVotesResult(NamedTuple):
    """What `proposal_votes` answers."""

    value_0: int
    value_1: int
    value_2: int


_BALLOT_TYPEHASH = View[bytes]("deaaa7cc", (), single(fixed_bytes(32)))
_CLOCK_MODE = View[str]("4bf5d7e9", (), single(STRING))
_COUNTING_MODE = View[str]("dd4e2ba5", (), single(STRING))
_EXTENDED_BALLOT_TYPEHASH = View[bytes]("2fe3e261", (), single(fixed_bytes(32)))
_ACCESS_MANAGER = View[Address]("fdcb6068", (), single(ADDRESS))
_ACCUSED_BY = View[bytes]("ed66d252", (uint(256),), single(fixed_bytes(16)))
_CANCEL = Write("452115d6", ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), fixed_bytes(32))
_CAST_VOTE = Write("56781388", uint(256), uint(8))
_CAST_VOTE_BY_SIG = Write("8ff262e3", uint(256), uint(8), ADDRESS, BYTES)
_CAST_VOTE_WITH_REASON = Write("7b3c71d3", uint(256), uint(8), STRING)
_CAST_VOTE_WITH_REASON_AND_PARAMS = Write("5f398a14", uint(256), uint(8), STRING, BYTES)
_CAST_VOTE_WITH_REASON_AND_PARAMS_BY_SIG = Write("5b8d0e0d", uint(256), uint(8), ADDRESS, STRING, BYTES, BYTES)
_CLOCK = View[int]("91ddadf4", (), single(uint(48)))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_EIP712_DOMAIN = View[Eip712DomainResult](
    "84b0196e",
    (),
    TupleCodec(
        Eip712DomainResult, fixed_bytes(1), STRING, STRING, uint(256), ADDRESS, fixed_bytes(32), ArrayCodec(uint(256))
    ).decode_values,
)
_EXECUTE = Write("2656227d", ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), fixed_bytes(32))
_EXECUTION_PERIOD = View[int]("d11d0d58", (), single(uint(48)))
_GET_PROPOSAL_ID = View[int](
    "a8f8a668", (ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), fixed_bytes(32)), single(uint(256))
)
_GET_VOTES = View[int]("eb9019d4", (ADDRESS, uint(256)), single(uint(256)))
_GET_VOTES_WITH_PARAMS = View[int]("9a802a6d", (ADDRESS, uint(256), BYTES), single(uint(256)))
_HAS_MEMBER_VOTED = View[bool]("1ae33eb8", (uint(256), fixed_bytes(16)), single(BOOL))
_HAS_VOTED = View[bool]("43859632", (uint(256), ADDRESS), single(BOOL))
_HASH_PROPOSAL = View[int](
    "c59057e4", (ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), fixed_bytes(32)), single(uint(256))
)
_NAME = View[str]("06fdde03", (), single(STRING))
_NONCES = View[int]("7ecebe00", (ADDRESS,), single(uint(256)))
_ON_ERC1155_BATCH_RECEIVED = Write("bc197c81", ADDRESS, ADDRESS, ArrayCodec(uint(256)), ArrayCodec(uint(256)), BYTES)
_ON_ERC1155_RECEIVED = Write("f23a6e61", ADDRESS, ADDRESS, uint(256), uint(256), BYTES)
_ON_ERC721_RECEIVED = Write("150b7a02", ADDRESS, ADDRESS, uint(256), BYTES)
_PROPOSAL_DEADLINE = View[int]("c01f9e37", (uint(256),), single(uint(256)))
_PROPOSAL_ETA = View[int]("ab58fb8e", (uint(256),), single(uint(256)))
_PROPOSAL_NEEDS_QUEUING = View[bool]("a9a95294", (uint(256),), single(BOOL))
_PROPOSAL_PROPOSER = View[Address]("143489d0", (uint(256),), single(ADDRESS))
_PROPOSAL_SNAPSHOT = View[int]("2d63f693", (uint(256),), single(uint(256)))
_PROPOSAL_THRESHOLD = View[int]("b58131b0", (), single(uint(256)))
_PROPOSAL_VOTES = View[ProposalVotesResult](
    "544ffc9c", (uint(256),), TupleCodec(ProposalVotesResult, uint(256), uint(256), uint(256)).decode_values
)
_PROPOSE = Write("7d5e81e2", ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), STRING)
_QUEUE = Write("160cbed7", ArrayCodec(ADDRESS), ArrayCodec(uint(256)), ArrayCodec(BYTES), fixed_bytes(32))
_QUORUM = View[int]("f8ce560a", (uint(256),), single(uint(256)))
_RELAY = Write("c28bc2fa", ADDRESS, uint(256), BYTES)
_REQUIRED_VOTES = View[int]("7a16f3f2", (uint(256),), single(uint(256)))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SET_PROPOSAL_THRESHOLD = Write("ece40cc1", uint(256))
_SET_TIME_LOCK = Write("c6b17a4a", uint(32))
_SET_VOTING_DELAY = Write("79051887", uint(48))
_SET_VOTING_PERIOD = Write("e540d01d", uint(32))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_STATE = View[ProposalState]("3e4f49e6", (uint(256),), single(EnumCodec(ProposalState)))
_SUPPORTS_INTERFACE = View[bool]("01ffc9a7", (fixed_bytes(4),), single(BOOL))
_TIME_LOCK = View[int]("d085835a", (), single(uint(32)))
_VERSION = View[str]("54fd4d50", (), single(STRING))
_VOTING_DELAY = View[int]("3932abb1", (), single(uint(256)))
_VOTING_PERIOD = View[int]("02a251a3", (), single(uint(256)))


_EVENTS: tuple[Event[Any], ...] = (
    Event("EIP712DomainChanged", EIP712DomainChanged.TOPIC, EIP712DomainChanged, (), (), ()),
    Event("MemberAccused", MemberAccused.TOPIC, MemberAccused, (uint(256), fixed_bytes(16)), (), (0, 1)),
    Event("MemberVoted", MemberVoted.TOPIC, MemberVoted, (uint(256), fixed_bytes(16)), (uint(8),), (0, 1, -1)),
    Event("ProposalCanceled", ProposalCanceled.TOPIC, ProposalCanceled, (), (uint(256),), (-1,)),
    Event(
        "ProposalCreated",
        ProposalCreated.TOPIC,
        ProposalCreated,
        (),
        (
            uint(256),
            ADDRESS,
            ArrayCodec(ADDRESS),
            ArrayCodec(uint(256)),
            ArrayCodec(STRING),
            ArrayCodec(BYTES),
            uint(256),
            uint(256),
            STRING,
        ),
        (-1, -2, -3, -4, -5, -6, -7, -8, -9),
    ),
    Event("ProposalExecuted", ProposalExecuted.TOPIC, ProposalExecuted, (), (uint(256),), (-1,)),
    Event("ProposalQueued", ProposalQueued.TOPIC, ProposalQueued, (), (uint(256), uint(256)), (-1, -2)),
    Event(
        "ProposalThresholdSet", ProposalThresholdSet.TOPIC, ProposalThresholdSet, (), (uint(256), uint(256)), (-1, -2)
    ),
    Event("TimeLockChanged", TimeLockChanged.TOPIC, TimeLockChanged, (), (uint(32), uint(32)), (-1, -2)),
    Event(
        "VoteCast", VoteCast.TOPIC, VoteCast, (ADDRESS,), (uint(256), uint(8), uint(256), STRING), (0, -1, -2, -3, -4)
    ),
    Event(
        "VoteCastWithParams",
        VoteCastWithParams.TOPIC,
        VoteCastWithParams,
        (ADDRESS,),
        (uint(256), uint(8), uint(256), STRING, BYTES),
        (0, -1, -2, -3, -4, -5),
    ),
    Event("VotingDelaySet", VotingDelaySet.TOPIC, VotingDelaySet, (), (uint(256), uint(256)), (-1, -2)),
    Event("VotingPeriodSet", VotingPeriodSet.TOPIC, VotingPeriodSet, (), (uint(256), uint(256)), (-1, -2)),
)


class ConsortiumGovernor(Contract):
    """It makes the AccessManager itself, so that nobody else ever was its administrator."""

    NAME = "ConsortiumGovernor"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address, voting_delay: int, voting_period: int, time_lock: int) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(
            None,
            bytecode
            + TupleCodec(tuple, ADDRESS, uint(48), uint(32), uint(32)).encode_values(
                (
                    root,
                    voting_delay,
                    voting_period,
                    time_lock,
                )
            ),
        )

    def ballot_typehash(self) -> ViewCall[bytes]:
        """Solidity: `BALLOT_TYPEHASH()`."""
        return _BALLOT_TYPEHASH.call(self.address)

    def clock_mode(self) -> ViewCall[str]:
        """ERC-6372."""
        return _CLOCK_MODE.call(self.address)

    def counting_mode(self) -> ViewCall[str]:
        """Bravo's numbers for support; only votes for make a quorum."""
        return _COUNTING_MODE.call(self.address)

    def extended_ballot_typehash(self) -> ViewCall[bytes]:
        """Solidity: `EXTENDED_BALLOT_TYPEHASH()`."""
        return _EXTENDED_BALLOT_TYPEHASH.call(self.address)

    def access_manager(self) -> ViewCall[Address]:
        """The AccessManager that this governor made and alone administers."""
        return _ACCESS_MANAGER.call(self.address)

    def accused_by(self, proposal_id: int) -> ViewCall[bytes]:
        """The member that the proposal is against; 0 where it is against nobody."""
        return _ACCUSED_BY.call(self.address, proposal_id)

    def cancel(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description_hash: bytes
    ) -> Call:
        """Solidity: `cancel(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)`.

        Cancel a proposal. A proposal is cancellable by the proposer, but only while it is Pending state, i.e.
        before the vote starts. Emits a {ProposalCanceled} event.
        """
        return _CANCEL.call(self.address, targets, values, calldatas, description_hash)

    def cast_vote(self, proposal_id: int, support: int) -> Call:
        """Solidity: `castVote(uint256 proposalId, uint8 support)`.

        Cast a vote Emits a {VoteCast} event.
        """
        return _CAST_VOTE.call(self.address, proposal_id, support)

    def cast_vote_by_sig(self, proposal_id: int, support: int, voter: Address, signature: bytes) -> Call:
        """Solidity: `castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature)`.

        Cast a vote using the voter's signature, including ERC-1271 signature support. Emits a {VoteCast} event.
        """
        return _CAST_VOTE_BY_SIG.call(self.address, proposal_id, support, voter, signature)

    def cast_vote_with_reason(self, proposal_id: int, support: int, reason: str) -> Call:
        """Solidity: `castVoteWithReason(uint256 proposalId, uint8 support, string reason)`.

        Cast a vote with a reason Emits a {VoteCast} event.
        """
        return _CAST_VOTE_WITH_REASON.call(self.address, proposal_id, support, reason)

    def cast_vote_with_reason_and_params(self, proposal_id: int, support: int, reason: str, params: bytes) -> Call:
        """Solidity: `castVoteWithReasonAndParams(uint256 proposalId, uint8 support, string reason, bytes params)`.

        Cast a vote with a reason and additional encoded parameters Emits a {VoteCast} or {VoteCastWithParams}
        event depending on the length of params.
        """
        return _CAST_VOTE_WITH_REASON_AND_PARAMS.call(self.address, proposal_id, support, reason, params)

    def cast_vote_with_reason_and_params_by_sig(
        self, proposal_id: int, support: int, voter: Address, reason: str, params: bytes, signature: bytes
    ) -> Call:
        """Solidity: `castVoteWithReasonAndParamsBySig(uint256 proposalId, uint8 support, address voter, string
        reason, bytes params, bytes signature)`.

        Cast a vote with a reason and additional encoded parameters using the voter's signature, including
        ERC-1271 signature support. Emits a {VoteCast} or {VoteCastWithParams} event depending on the length of
        params.
        """
        return _CAST_VOTE_WITH_REASON_AND_PARAMS_BY_SIG.call(
            self.address, proposal_id, support, voter, reason, params, signature
        )

    def clock(self) -> ViewCall[int]:
        """Unix seconds."""
        return _CLOCK.call(self.address)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def eip712_domain(self) -> ViewCall[Eip712DomainResult]:
        """Solidity: `eip712Domain()`.

        returns the fields and values that describe the domain separator used by this contract for EIP-712
        signature.
        """
        return _EIP712_DOMAIN.call(self.address)

    def execute(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description_hash: bytes
    ) -> Call:
        """Solidity: `execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)`.

        Execute a successful proposal. This requires the quorum to be reached, the vote to be successful, and
        the deadline to be reached. Depending on the governor it might also be required that the proposal was
        queued and that some delay passed. Emits a {ProposalExecuted} event. NOTE: Some modules can modify the
        requirements for execution, for example by adding an additional timelock.
        """
        return _EXECUTE.call(self.address, targets, values, calldatas, description_hash)

    def execution_period(self) -> ViewCall[int]:
        """Seconds in which a proposal that passed is to be queued, and as many again in which, once its time lock
        has run out, it is to be executed. Then it is Expired.
        """
        return _EXECUTION_PERIOD.call(self.address)

    def get_proposal_id(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description_hash: bytes
    ) -> ViewCall[int]:
        """module:core

        Function used to get the proposal id from the proposal details.
        """
        return _GET_PROPOSAL_ID.call(self.address, targets, values, calldatas, description_hash)

    def get_votes(self, account: Address, timepoint: int) -> ViewCall[int]:
        """module:reputation

        Voting power of an `account` at a specific `timepoint`. Note: this can be implemented in a number of
        ways, for example by reading the delegated balance from one (or multiple), {ERC20Votes} tokens.
        """
        return _GET_VOTES.call(self.address, account, timepoint)

    def get_votes_with_params(self, account: Address, timepoint: int, params: bytes) -> ViewCall[int]:
        """module:reputation

        Voting power of an `account` at a specific `timepoint` given additional encoded parameters.
        """
        return _GET_VOTES_WITH_PARAMS.call(self.address, account, timepoint, params)

    def has_member_voted(self, proposal_id: int, member: bytes) -> ViewCall[bool]:
        """Whether the member voted."""
        return _HAS_MEMBER_VOTED.call(self.address, proposal_id, member)

    def has_voted(self, proposal_id: int, account: Address) -> ViewCall[bool]:
        """module:voting

        Returns whether `account` has cast a vote on `proposal_id`.
        """
        return _HAS_VOTED.call(self.address, proposal_id, account)

    def hash_proposal(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description_hash: bytes
    ) -> ViewCall[int]:
        """Solidity: `hashProposal(address[] targets, uint256[] values, bytes[] calldatas, bytes32
        descriptionHash)`.

        See {IGovernor-hashProposal}. The proposal id is produced by hashing the ABI encoded `targets` array,
        the `values` array, the `calldatas` array and the descriptionHash (bytes32 which itself is the keccak256
        hash of the description string). This proposal id can be produced from the proposal data which is part
        of the {ProposalCreated} event. It can even be computed in advance, before the proposal is submitted.
        Note that the chainId and the governor address are not part of the proposal id computation.
        Consequently, the same proposal (with same operation and same description) will have the same id if
        submitted on multiple governors across multiple networks. This also means that in order to execute the
        same operation twice (on the same governor) the proposer will have to change the description in order to
        avoid proposal id conflicts.
        """
        return _HASH_PROPOSAL.call(self.address, targets, values, calldatas, description_hash)

    def name(self) -> ViewCall[str]:
        """module:core

        Name of the governor instance (used in building the EIP-712 domain separator).
        """
        return _NAME.call(self.address)

    def nonces(self, owner: Address) -> ViewCall[int]:
        """Solidity: `nonces(address owner)`.

        Returns the next unused nonce for an address.
        """
        return _NONCES.call(self.address, owner)

    def on_erc1155_batch_received(
        self, value_0: Address, value_1: Address, value_2: Sequence[int], value_3: Sequence[int], value_4: bytes
    ) -> Call:
        """Solidity: `onERC1155BatchReceived(address, address, uint256[], uint256[], bytes)`.

        See {IERC1155Receiver-onERC1155BatchReceived}. Receiving tokens is disabled if the governance executor
        is other than the governor itself (eg. when using with a timelock).
        """
        return _ON_ERC1155_BATCH_RECEIVED.call(self.address, value_0, value_1, value_2, value_3, value_4)

    def on_erc1155_received(
        self, value_0: Address, value_1: Address, value_2: int, value_3: int, value_4: bytes
    ) -> Call:
        """Solidity: `onERC1155Received(address, address, uint256, uint256, bytes)`.

        See {IERC1155Receiver-onERC1155Received}. Receiving tokens is disabled if the governance executor is
        other than the governor itself (eg. when using with a timelock).
        """
        return _ON_ERC1155_RECEIVED.call(self.address, value_0, value_1, value_2, value_3, value_4)

    def on_erc721_received(self, value_0: Address, value_1: Address, value_2: int, value_3: bytes) -> Call:
        """Solidity: `onERC721Received(address, address, uint256, bytes)`.

        See {IERC721Receiver-onERC721Received}. Receiving tokens is disabled if the governance executor is other
        than the governor itself (eg. when using with a timelock).
        """
        return _ON_ERC721_RECEIVED.call(self.address, value_0, value_1, value_2, value_3)

    def proposal_deadline(self, proposal_id: int) -> ViewCall[int]:
        """module:core

        Timepoint at which votes close. If using block number, votes close at the end of this block, so it is
        possible to cast a vote during this block.
        """
        return _PROPOSAL_DEADLINE.call(self.address, proposal_id)

    def proposal_eta(self, proposal_id: int) -> ViewCall[int]:
        """module:core

        The time when a queued proposal becomes executable ("ETA"). Unlike {proposalSnapshot} and
        {proposalDeadline}, this doesn't use the governor clock, and instead relies on the executor's clock
        which may be different. In most cases this will be a timestamp.
        """
        return _PROPOSAL_ETA.call(self.address, proposal_id)

    def proposal_needs_queuing(self, value_0: int) -> ViewCall[bool]:
        """Every proposal waits in the time lock."""
        return _PROPOSAL_NEEDS_QUEUING.call(self.address, value_0)

    def proposal_proposer(self, proposal_id: int) -> ViewCall[Address]:
        """module:core

        The account that created a proposal.
        """
        return _PROPOSAL_PROPOSER.call(self.address, proposal_id)

    def proposal_snapshot(self, proposal_id: int) -> ViewCall[int]:
        """module:core

        Timepoint used to retrieve user's votes and quorum. If using block number (as per Compound's Comp), the
        snapshot is performed at the end of this block. Hence, voting for this proposal starts at the beginning
        of the following block.
        """
        return _PROPOSAL_SNAPSHOT.call(self.address, proposal_id)

    def proposal_threshold(self) -> ViewCall[int]:
        """An accounting member proposes; each of them may."""
        return _PROPOSAL_THRESHOLD.call(self.address)

    def proposal_votes(self, proposal_id: int) -> ViewCall[ProposalVotesResult]:
        """Votes counted so far."""
        return _PROPOSAL_VOTES.call(self.address, proposal_id)

    def propose(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description: str
    ) -> Call:
        """Solidity: `propose(address[] targets, uint256[] values, bytes[] calldatas, string description)`.

        See {IGovernor-propose}. This function has opt-in frontrunning protection, described in
        {_isValidDescriptionForProposer}.
        """
        return _PROPOSE.call(self.address, targets, values, calldatas, description)

    def queue(
        self, targets: Sequence[Address], values: Sequence[int], calldatas: Sequence[bytes], description_hash: bytes
    ) -> Call:
        """Solidity: `queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)`.

        Queue a proposal. Some governors require this step to be performed before execution can happen. If
        queuing is not necessary, this function may revert. Queuing a proposal requires the quorum to be
        reached, the vote to be successful, and the deadline to be reached. Emits a {ProposalQueued} event.
        """
        return _QUEUE.call(self.address, targets, values, calldatas, description_hash)

    def quorum(self, timepoint: int) -> ViewCall[int]:
        """Votes for that a proposal against nobody needs, by the accounting members at `timepoint`."""
        return _QUORUM.call(self.address, timepoint)

    def relay(self, target: Address, value: int, data: bytes) -> Call:
        """Solidity: `relay(address target, uint256 value, bytes data)`.

        Relays a transaction or function call to an arbitrary target. In cases where the governance executor is
        some contract other than the governor itself, like when using a timelock, this function can be invoked
        in a governance proposal to recover tokens or Ether that was sent to the governor contract by mistake.
        Note that if the executor is simply the governor itself, use of `relay` is redundant.
        """
        return _RELAY.call(self.address, target, value, data)

    def required_votes(self, proposal_id: int) -> ViewCall[int]:
        """Votes for that the proposal needs: floor(2n/3) + 1 of the n accounting members at its snapshot, without
        the accused, who can't be outvoted by one member alone.
        """
        return _REQUIRED_VOTES.call(self.address, proposal_id)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def set_proposal_threshold(self, new_proposal_threshold: int) -> Call:
        """Solidity: `setProposalThreshold(uint256 newProposalThreshold)`.

        Update the proposal threshold. This operation can only be performed through a governance proposal. Emits
        a {ProposalThresholdSet} event.
        """
        return _SET_PROPOSAL_THRESHOLD.call(self.address, new_proposal_threshold)

    def set_time_lock(self, seconds: int) -> Call:
        """Changes the time lock of proposals queued from now on. By vote."""
        return _SET_TIME_LOCK.call(self.address, seconds)

    def set_voting_delay(self, new_voting_delay: int) -> Call:
        """Solidity: `setVotingDelay(uint48 newVotingDelay)`.

        Update the voting delay. This operation can only be performed through a governance proposal. Emits a
        {VotingDelaySet} event.
        """
        return _SET_VOTING_DELAY.call(self.address, new_voting_delay)

    def set_voting_period(self, new_voting_period: int) -> Call:
        """Solidity: `setVotingPeriod(uint32 newVotingPeriod)`.

        Update the voting period. This operation can only be performed through a governance proposal. Emits a
        {VotingPeriodSet} event.
        """
        return _SET_VOTING_PERIOD.call(self.address, new_voting_period)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def state(self, proposal_id: int) -> ViewCall[ProposalState]:
        """OpenZeppelin's states; what passed is Expired when it was not queued, or not executed, in time."""
        return _STATE.call(self.address, proposal_id)

    def supports_interface(self, interface_id: bytes) -> ViewCall[bool]:
        """Solidity: `supportsInterface(bytes4 interfaceId)`.

        Returns true if this contract implements the interface defined by `interface_id`. See the corresponding
        https://eips.ethereum.org/EIPS/eip-165#how-interfaces-are-identified[ERC section] to learn more about
        how these ids are created. This function call must use less than 30 000 gas.
        """
        return _SUPPORTS_INTERFACE.call(self.address, interface_id)

    def time_lock(self) -> ViewCall[int]:
        """Seconds between queueing and execution."""
        return _TIME_LOCK.call(self.address)

    def version(self) -> ViewCall[str]:
        """module:core

        Version of the governor instance (used in building the EIP-712 domain separator). Default: "1"
        """
        return _VERSION.call(self.address)

    def voting_delay(self) -> ViewCall[int]:
        """module:user-config

        Delay, between the proposal is created and the vote starts. The unit this duration is expressed in
        depends on the clock (see ERC-6372) this contract uses. This can be increased to leave time for users to
        buy voting power, or delegate it, before the voting of a proposal starts. NOTE: While this interface
        returns a uint256, timepoints are stored as uint48 following the ERC-6372 clock type. Consequently this
        value must fit in a uint48 (when added to the current clock). See {IERC6372-clock}.
        """
        return _VOTING_DELAY.call(self.address)

    def voting_period(self) -> ViewCall[int]:
        """module:user-config

        Delay between the vote start and vote end. The unit this duration is expressed in depends on the clock
        (see ERC-6372) this contract uses. NOTE: The {votingDelay} can delay the start of the vote. This must be
        considered when setting the voting duration compared to the voting delay. NOTE: This value is stored
        when the proposal is submitted so that possible changes to the value do not affect proposals that have
        already been submitted. The type used to save it is a uint32. Consequently, while this interface returns
        a uint256, the value it returns should fit in a uint32.
        """
        return _VOTING_PERIOD.call(self.address)

    def decode(self, log: Log) -> ConsortiumGovernorEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: ConsortiumGovernorEvent | None = self._decode(log)
        return event
