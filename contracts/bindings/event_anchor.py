# Written by `./qc contracts bindings` from contracts/artifacts/EventAnchor.json. Do not edit.
"""What a batch costs is its stream's three slots and a log; nothing is stored for each batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

from ..abi import ADDRESS, BOOL, BYTES, ArrayCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import Batch, Challenge, EventLeaf, Gap, Stream


@event_values
class BatchAnchored:
    """Events `first_sequence` to `firstSequence + count - 1` are anchored."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("fa9a1cf07e89760ae255191e75cfbdb26f13c840410ea176360b903acf3c3164")

    stream: bytes
    epoch: int
    first_sequence: int
    count: int
    root: bytes
    data_cid: bytes
    running_hash: bytes


@event_values
class DataChallengeAnswered:
    """The stream's owner or holder showed the event's leaf."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("5f02c1fae6fc107affdfc1caedfc1fb999547f8b1d5fa55fc451b7d75fc01f22")

    stream: bytes
    sequence: int
    leaf: bytes


@event_values
class DataChallenged:
    """A member asks for the data of the batch that has this event."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4aaedbe090451072f27788dcc0835a1f6580969088c8667e5024d74721f3fefa")

    stream: bytes
    sequence: int
    challenger: bytes
    root: bytes
    answer_until: int


@event_values
class DataFlaggedWithheld:
    """No answer came in time: the batch counts as withheld until there is one."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3645464aff50cf9d6764a319d52c80dca037e0b0fd8692b738c5504ef0b2b6d5")

    stream: bytes
    sequence: int
    root: bytes


@event_values
class EarlierHashPinned:
    """An earlier running hash of the stream was kept as well: it leads to the pinned one."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1d6a91d1dc8dfbca2ba3217d41f204616c7b92375df3ba1132aa4744c17b1446")

    stream: bytes
    running_hash: bytes
    pinned: bytes


@event_values
class GapDeclaredLost:
    """Events `first_sequence` to `firstSequence + count - 1` will never come."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("412fabddac9805263e0cf7bd44d9b6f1c5dcfe15eedcc280f3f3720a8f0efdce")

    stream: bytes
    epoch: int
    first_sequence: int
    count: int
    reason_code: int
    running_hash: bytes


@event_values
class RunningHashPinned:
    """The stream's running hash of this block was kept as a point that challenges can refer to."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("5086b5ff94ab657e3ddb6b2721972e507d82aef1f52b75328411461e8db059e7")

    stream: bytes
    running_hash: bytes
    next_sequence: int


@event_values
class StandbySet:
    """The owner lets another member's oracles take over when the lease has run out, or no longer does."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("13c9b82b08344afa5afdba7afb3e83725d874441e77744fc35005ae0d85b741b")

    stream: bytes
    member: bytes
    allowed: bool


@event_values
class StreamOpened:
    """A stream was opened; its first holder is the account that opened it."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("7c44f1bd47f97fd28e21885953be6fdc76a9723811c6e1bc5617ea0b11ed0c52")

    stream: bytes
    owner: bytes
    partition: bytes
    holder: Address
    lease_until: int


@event_values
class StreamTakenOver:
    """From this epoch on another account anchors."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("ad5a1a8d095228cef2376d407dbd526c58e3cbc6a3bf33229be90d6ab81d101b")

    stream: bytes
    epoch: int
    holder: Address
    member: bytes
    next_sequence: int


EventAnchorEvent: TypeAlias = (
    BatchAnchored
    | DataChallengeAnswered
    | DataChallenged
    | DataFlaggedWithheld
    | EarlierHashPinned
    | GapDeclaredLost
    | RunningHashPinned
    | StandbySet
    | StreamOpened
    | StreamTakenOver
)


_ANCHOR = Write("11d5a06c", fixed_bytes(32), uint(32), uint(64), uint(32), fixed_bytes(32), BYTES)
_ANSWER_CHALLENGE = Write("bc87b5f9", EventLeaf.CODEC, ArrayCodec(fixed_bytes(32)))
_ANSWER_PERIOD = View[int]("d7e1ff0f", (), single(uint(48)))
_BATCH_LINK = View[bytes]("6c67f767", (Batch.CODEC,), single(fixed_bytes(32)))
_CHALLENGE_DATA = Write(
    "3dfb717d", fixed_bytes(32), uint(64), Batch.CODEC, fixed_bytes(32), ArrayCodec(fixed_bytes(32)), fixed_bytes(32)
)
_CHALLENGE_OF = View[Challenge]("547545e4", (fixed_bytes(32), uint(64)), single(Challenge.CODEC))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_DECLARE_LOST = Write("b1e8ad2e", fixed_bytes(32), uint(32), uint(64), uint(32), uint(32))
_FLAG_WITHHELD = Write("35624db1", fixed_bytes(32), uint(64))
_GAP_COUNT = View[int]("a2e1d51c", (fixed_bytes(32),), single(uint(256)))
_GAP_LINK = View[bytes]("a077cff2", (uint(32), uint(64), uint(32), uint(32)), single(fixed_bytes(32)))
_GAPS = View[tuple[Gap, ...]]("3b4e1123", (fixed_bytes(32), uint(256), uint(256)), single(ArrayCodec(Gap.CODEC)))
_IS_STANDBY = View[bool]("473eeab6", (fixed_bytes(32), fixed_bytes(16)), single(BOOL))
_LEASE_PERIOD = View[int]("e4a24941", (), single(uint(48)))
_NEXT_RUNNING_HASH = View[bytes]("e766bc45", (fixed_bytes(32), fixed_bytes(32)), single(fixed_bytes(32)))
_OPEN_STREAM = Write("afbe819e", fixed_bytes(32), fixed_bytes(32))
_PIN_EARLIER_HASH = Write("9f5615d1", fixed_bytes(32), fixed_bytes(32), ArrayCodec(fixed_bytes(32)), fixed_bytes(32))
_PIN_RUNNING_HASH = Write("505b74a8", fixed_bytes(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_SET_STANDBY = Write("264f3fa1", fixed_bytes(32), fixed_bytes(16), BOOL)
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_STREAM_FOR_PARTITION = View[bytes]("6baee233", (fixed_bytes(16), fixed_bytes(32)), single(fixed_bytes(32)))
_STREAM_OF = View[Stream]("9bc926b8", (fixed_bytes(32),), single(Stream.CODEC))
_TAKE_OVER = Write("7e309fe0", fixed_bytes(32), uint(32), ADDRESS)


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "BatchAnchored",
        BatchAnchored.TOPIC,
        BatchAnchored,
        (fixed_bytes(32),),
        (uint(32), uint(64), uint(32), fixed_bytes(32), BYTES, fixed_bytes(32)),
        (0, -1, -2, -3, -4, -5, -6),
    ),
    Event(
        "DataChallengeAnswered",
        DataChallengeAnswered.TOPIC,
        DataChallengeAnswered,
        (fixed_bytes(32), uint(64)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "DataChallenged",
        DataChallenged.TOPIC,
        DataChallenged,
        (fixed_bytes(32), uint(64), fixed_bytes(16)),
        (fixed_bytes(32), uint(48)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "DataFlaggedWithheld",
        DataFlaggedWithheld.TOPIC,
        DataFlaggedWithheld,
        (fixed_bytes(32), uint(64)),
        (fixed_bytes(32),),
        (0, 1, -1),
    ),
    Event(
        "EarlierHashPinned",
        EarlierHashPinned.TOPIC,
        EarlierHashPinned,
        (fixed_bytes(32),),
        (fixed_bytes(32), fixed_bytes(32)),
        (0, -1, -2),
    ),
    Event(
        "GapDeclaredLost",
        GapDeclaredLost.TOPIC,
        GapDeclaredLost,
        (fixed_bytes(32),),
        (uint(32), uint(64), uint(32), uint(32), fixed_bytes(32)),
        (0, -1, -2, -3, -4, -5),
    ),
    Event(
        "RunningHashPinned",
        RunningHashPinned.TOPIC,
        RunningHashPinned,
        (fixed_bytes(32),),
        (fixed_bytes(32), uint(64)),
        (0, -1, -2),
    ),
    Event("StandbySet", StandbySet.TOPIC, StandbySet, (fixed_bytes(32), fixed_bytes(16)), (BOOL,), (0, 1, -1)),
    Event(
        "StreamOpened",
        StreamOpened.TOPIC,
        StreamOpened,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (ADDRESS, uint(48)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "StreamTakenOver",
        StreamTakenOver.TOPIC,
        StreamTakenOver,
        (fixed_bytes(32), ADDRESS, fixed_bytes(16)),
        (uint(32), uint(64)),
        (0, -1, 1, 2, -2),
    ),
)


class EventAnchor(Contract):
    """What a batch costs is its stream's three slots and a log; nothing is stored for each batch."""

    NAME = "EventAnchor"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address, lease_period: int, answer_period: int) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(
            None,
            bytecode
            + TupleCodec(tuple, ADDRESS, uint(48), uint(48)).encode_values(
                (
                    root,
                    lease_period,
                    answer_period,
                )
            ),
        )

    def anchor(self, stream: bytes, epoch: int, first_sequence: int, count: int, root: bytes, data_cid: bytes) -> Call:
        """Anchors the next batch. The stream's holder.

        first_sequence: The stream's next sequence
        data_cid: CID of the sealed batch, in its binary form, at most 64 bytes
        """
        return _ANCHOR.call(self.address, stream, epoch, first_sequence, count, root, data_cid)

    def answer_challenge(self, leaf: EventLeaf, proof: Sequence[bytes]) -> Call:
        """Shows the challenged event's leaf. An Oracle account of the stream's owner, or its holder.

        proof: Merkle proof with sorted pairs, as in OpenZeppelin's StandardMerkleTree
        """
        return _ANSWER_CHALLENGE.call(self.address, leaf, proof)

    def answer_period(self) -> ViewCall[int]:
        """Seconds in which a challenge is to be answered."""
        return _ANSWER_PERIOD.call(self.address)

    def batch_link(self, batch: Batch) -> ViewCall[bytes]:
        """What a batch adds to the running hash: keccak256(abi.encode("batch", epoch, firstSequence, count, root,
        keccak256(dataCid))), the word left-aligned in 32 bytes.
        """
        return _BATCH_LINK.call(self.address, batch)

    def challenge_data(
        self,
        stream: bytes,
        sequence: int,
        batch: Batch,
        previous_hash: bytes,
        later_links: Sequence[bytes],
        pinned: bytes,
    ) -> Call:
        """Asks for the data of an anchored batch. An Operations account of any member.

        sequence: The event whose leaf is to be shown
        batch: The batch that has it
        previous_hash: The running hash before the batch
        later_links: `batchLink` or `gapLink` of each batch and gap after it, up to the pinned running hash
        pinned: A running hash kept by `pinRunningHash` or `pinEarlierHash`
        """
        return _CHALLENGE_DATA.call(self.address, stream, sequence, batch, previous_hash, later_links, pinned)

    def challenge_of(self, stream: bytes, sequence: int) -> ViewCall[Challenge]:
        """The challenge for that event; status None where there is none."""
        return _CHALLENGE_OF.call(self.address, stream, sequence)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def declare_lost(self, stream: bytes, epoch: int, first_sequence: int, count: int, reason_code: int) -> Call:
        """Says that the next `count` events will never come. The stream's holder."""
        return _DECLARE_LOST.call(self.address, stream, epoch, first_sequence, count, reason_code)

    def flag_withheld(self, stream: bytes, sequence: int) -> Call:
        """Flags the batch as withheld once the time to answer is over. Any member's Operations account."""
        return _FLAG_WITHHELD.call(self.address, stream, sequence)

    def gap_count(self, stream: bytes) -> ViewCall[int]:
        """How many gaps the stream has."""
        return _GAP_COUNT.call(self.address, stream)

    def gap_link(self, epoch: int, first_sequence: int, count: int, reason_code: int) -> ViewCall[bytes]:
        """What a gap adds to the running hash: keccak256(abi.encode("gap", epoch, firstSequence, count,
        reasonCode)), the word left-aligned in 32 bytes.
        """
        return _GAP_LINK.call(self.address, epoch, first_sequence, count, reason_code)

    def gaps(self, stream: bytes, offset: int, limit: int) -> ViewCall[tuple[Gap, ...]]:
        """A page of the stream's gaps, in sequence."""
        return _GAPS.call(self.address, stream, offset, limit)

    def is_standby(self, stream: bytes, member: bytes) -> ViewCall[bool]:
        """Whether the member's oracles may take the stream over."""
        return _IS_STANDBY.call(self.address, stream, member)

    def lease_period(self) -> ViewCall[int]:
        """Seconds after an anchor in which only the owner can put another holder in."""
        return _LEASE_PERIOD.call(self.address)

    def next_running_hash(self, previous: bytes, link: bytes) -> ViewCall[bytes]:
        """keccak256(previous ‖ link); the first `previous` is the stream's id."""
        return _NEXT_RUNNING_HASH.call(self.address, previous, link)

    def open_stream(self, stream: bytes, partition: bytes) -> Call:
        """Opens a stream for a partition of the member's devices; the caller, an Oracle account, holds it.

        stream: Random id
        partition: Commitment that names the partition to its owner; one stream each
        """
        return _OPEN_STREAM.call(self.address, stream, partition)

    def pin_earlier_hash(self, stream: bytes, earlier: bytes, links: Sequence[bytes], pinned: bytes) -> Call:
        """Keeps an earlier running hash too, which leads to a pinned one. So the way from an old batch to the next
        pinned hash can be gone in several transactions, however many batches were anchored after it. An
        Operations account of any member.

        earlier: The earlier running hash
        links: `batchLink` or `gapLink` of each batch and gap between the two
        pinned: A running hash kept already
        """
        return _PIN_EARLIER_HASH.call(self.address, stream, earlier, links, pinned)

    def pin_running_hash(self, stream: bytes) -> Call:
        """Keeps the present running hash, so that batches up to here can be challenged while the stream goes on.
        An Operations account of any member.
        """
        return _PIN_RUNNING_HASH.call(self.address, stream)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def set_standby(self, stream: bytes, member: bytes, allowed: bool) -> Call:
        """Lets an active member's Oracle accounts take over once the lease has run out, or no longer does. The
        owner's Operations.
        """
        return _SET_STANDBY.call(self.address, stream, member, allowed)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def stream_for_partition(self, owner: bytes, partition: bytes) -> ViewCall[bytes]:
        """The stream that the owner has for the partition; 0: none."""
        return _STREAM_FOR_PARTITION.call(self.address, owner, partition)

    def stream_of(self, stream: bytes) -> ViewCall[Stream]:
        """A stream; epoch 0 where there is none."""
        return _STREAM_OF.call(self.address, stream)

    def take_over(self, stream: bytes, epoch: int, holder: Address) -> Call:
        """Begins the next epoch with `holder`, a valid Oracle account of the caller's member. Called by an Oracle
        account: of the owner at any time, of a standby when the lease has run out.

        epoch: The next epoch: the present one plus 1
        """
        return _TAKE_OVER.call(self.address, stream, epoch, holder)

    def decode(self, log: Log) -> EventAnchorEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: EventAnchorEvent | None = self._decode(log)
        return event
