"""Challenges on EventAnchor: put for data that is missing, answered for streams of one's own. I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.errors import ChallengeAlreadyOpenError, ChallengeStatusMismatchError
from quaychain.contracts.bindings.event_anchor import (
    DataChallenged,
    EarlierHashPinned,
    EventAnchor,
    GapDeclaredLost,
    RunningHashPinned,
)
from quaychain.contracts.bindings.types import Batch, ChallengeStatus
from quaychain.contracts.bindings.types import EventLeaf as ChainLeaf
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.merkle import MerkleTree
from quaychain.contracts.proofs.anchored import event_tree, leaf_of
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.types import Call

from .anchored import AnchoredBatch, AnchoredLogs
from .duty import Done

#: Links in one transaction; 5,000 fit with room to spare.
_MOST_LINKS = 4_000


def link_of(entry: AnchoredBatch | GapDeclaredLost) -> bytes:
    """What a batch or gap adds to its stream's running hash, 32 bytes (contracts/anchoring/README.md). Pure."""
    if isinstance(entry, AnchoredBatch):
        cid = keccak256(entry.data_cid)
        types = ["bytes32", "uint32", "uint64", "uint32", "bytes32", "bytes32"]
        values = [_word(b"batch"), entry.epoch, entry.first_sequence, entry.count, entry.root, cid]
    else:
        types = ["bytes32", "uint32", "uint64", "uint32", "uint32"]
        values = [_word(b"gap"), entry.epoch, entry.first_sequence, entry.count, entry.reason_code]
    return keccak256(encode(types, values))


@dataclass(frozen=True, slots=True)
class WayToPinned:
    """How a batch is proven: the running hash before it, and the links after it to a pinned hash.

    `stops` are earlier hashes that are to be pinned first, in this order: (hash, links on from it, pinned hash).
    """

    previous: bytes
    links: tuple[bytes, ...]
    pinned: bytes
    stops: tuple[tuple[bytes, tuple[bytes, ...], bytes], ...] = ()


def way_to_pinned(
    batch: AnchoredBatch, entries: Sequence[AnchoredBatch | GapDeclaredLost], pinned: frozenset[bytes]
) -> WayToPinned | None:
    """The shortest way from a batch to a pinned hash at or after it; None where there is no such hash yet. Pure.

    `entries` are the stream's batches and gaps in sequence, the batch among them.
    """
    place = next(place for place, entry in enumerate(entries) if entry.first_sequence == batch.first_sequence)
    previous = batch.stream if place == 0 else entries[place - 1].running_hash
    end = next((at for at in range(place, len(entries)) if entries[at].running_hash in pinned), None)
    if end is None:
        return None
    stops: list[tuple[bytes, tuple[bytes, ...], bytes]] = []
    while end - place > _MOST_LINKS:
        start = end - _MOST_LINKS
        links = tuple(link_of(entry) for entry in entries[start + 1 : end + 1])
        stops.append((entries[start].running_hash, links, entries[end].running_hash))
        end = start
    links = tuple(link_of(entry) for entry in entries[place + 1 : end + 1])
    return WayToPinned(previous, links, entries[end].running_hash, tuple(stops))


class ChainChallenger:
    """A `Challenger` by an Operations account of any member."""

    def __init__(self, reader: ChainReader, sender: TransactionSender, anchor: EventAnchor, logs: AnchoredLogs) -> None:
        self._reader = reader
        self._sender = sender
        self._anchor = anchor
        self._logs = logs

    def challenge(self, batch: AnchoredBatch, sequence: int) -> bool:
        """See Challenger. Raises what sending raises."""
        if self._status(batch.stream, sequence) is not ChallengeStatus.NONE:
            return False
        entries = self._logs.links(batch.stream)
        pinned = self._pinned(batch.stream)
        way = way_to_pinned(batch, entries, pinned)
        if way is None:
            newest = self._reader.read(self._anchor.stream_of(batch.stream)).running_hash
            self._send(self._anchor.pin_running_hash(batch.stream), f"pin/{batch.stream.hex()}/{newest.hex()}")
            entries, pinned = self._logs.links(batch.stream), self._pinned(batch.stream)
            way = way_to_pinned(batch, entries, pinned)
            if way is None:
                return False  # the block went again: the next look does it
        for earlier, links, later in way.stops:
            self._send(
                self._anchor.pin_earlier_hash(batch.stream, earlier, links, later),
                f"pin/{batch.stream.hex()}/{earlier.hex()}",
            )
        proven = Batch(batch.epoch, batch.first_sequence, batch.count, batch.root, batch.data_cid)
        call = self._anchor.challenge_data(batch.stream, sequence, proven, way.previous, way.links, way.pinned)
        try:
            self._send(call, f"challenge/{batch.stream.hex()}/{sequence}/{way.pinned.hex()}")
        except ChallengeAlreadyOpenError:
            return False
        return True

    def flag(self, stream: bytes, sequence: int, now: int) -> bool:
        """See Challenger. Raises what sending raises."""
        found = self._reader.read(self._anchor.challenge_of(stream, sequence))
        if found.status is not ChallengeStatus.OPEN or now < found.answer_until:
            return False
        try:
            self._send(self._anchor.flag_withheld(stream, sequence), f"flag/{stream.hex()}/{sequence}")
        except ChallengeStatusMismatchError:
            return False
        return True

    def _status(self, stream: bytes, sequence: int) -> ChallengeStatus:
        return self._reader.read(self._anchor.challenge_of(stream, sequence)).status

    def _pinned(self, stream: bytes) -> frozenset[bytes]:
        topics = ((RunningHashPinned.TOPIC, EarlierHashPinned.TOPIC), stream)
        rpc = self._reader.rpc
        logs = logs_between(rpc, self._anchor.address, topics, self._logs.from_block, rpc.block_number())
        events = (self._anchor.decode(log) for log in logs)
        return frozenset(
            event.running_hash for event in events if isinstance(event, RunningHashPinned | EarlierHashPinned)
        )

    def _send(self, call: Call, key: str) -> None:
        self._sender.send(call, idempotency_key=key)


#: The events of a batch, all of them and in sequence; raises a QuaychainError where they can't be had.
EventsOf = Callable[[AnchoredBatch], Sequence[BatchEvent]]


@dataclass
class AnswerNotHereError(QuaychainError):
    """A challenge for a stream of ours waits, and no source here has the batch's events."""

    stream: bytes
    sequence: int
    reason: str


class AnswerDuty:
    """Answers challenges of streams whose owner or holder this Oracle account is."""

    name = "answers"

    def __init__(
        self,
        reader: ChainReader,
        sender: TransactionSender,
        anchor: EventAnchor,
        logs: AnchoredLogs,
        member: bytes,
        sources: Sequence[EventsOf],
    ) -> None:
        self._reader = reader
        self._sender = sender
        self._anchor = anchor
        self._logs = logs
        self._member = member
        self._sources = tuple(sources)

    def look(self, _now: int) -> Iterator[Done]:
        """See Duty. Raises AnswerNotHereError once all that can be answered is, and what sending raises."""
        missing: AnswerNotHereError | None = None
        for challenge in self._asked():
            try:
                events, root = self._events(challenge)
            except AnswerNotHereError as error:
                missing = missing or error
                continue
            leaves = [leaf_of(challenge.stream, entry) for entry in events]
            tree = MerkleTree([leaf.hash() for leaf in leaves])
            assert tree.root == root
            place = next(place for place, entry in enumerate(events) if entry.seq == challenge.sequence)
            found = leaves[place]
            leaf = ChainLeaf(
                found.stream, found.sequence, found.device_key, found.boot, found.device_sequence, found.event_digest
            )
            name = f"{challenge.stream.hex()}/{challenge.sequence}"
            try:
                call = self._anchor.answer_challenge(leaf, tree.proof(place))
                self._sender.send(call, idempotency_key=f"answer/{name}")
            except ChallengeStatusMismatchError:
                continue
            yield Done("answer", name)
        if missing is not None:
            raise missing

    def _asked(self) -> list[DataChallenged]:
        """The challenges of our streams that have no answer yet."""
        rpc = self._reader.rpc
        topics = (DataChallenged.TOPIC,)
        logs = logs_between(rpc, self._anchor.address, topics, self._logs.from_block, rpc.block_number())
        asked = [event for log in logs if isinstance(event := self._anchor.decode(log), DataChallenged)]
        ours = {stream for stream in {each.stream for each in asked} if self._is_ours(stream)}
        asked = [each for each in asked if each.stream in ours]
        states = self._reader.read_many([self._anchor.challenge_of(each.stream, each.sequence) for each in asked])
        waiting = (ChallengeStatus.OPEN, ChallengeStatus.FLAGGED)
        return [each for each, state in zip(asked, states, strict=True) if state.status in waiting]

    def _is_ours(self, stream: bytes) -> bool:
        found = self._reader.read(self._anchor.stream_of(stream))
        return found.owner == self._member or found.holder == self._sender.signer.address

    def _events(self, challenge: DataChallenged) -> tuple[Sequence[BatchEvent], bytes]:
        batch = next(
            (
                entry
                for entry in self._logs.links(challenge.stream)
                if isinstance(entry, AnchoredBatch)
                and entry.first_sequence <= challenge.sequence < entry.first_sequence + entry.count
            ),
            None,
        )
        if batch is None:
            raise AnswerNotHereError(challenge.stream, challenge.sequence, "the chain has no such batch")
        reasons = []
        for source in self._sources:
            try:
                events = source(batch)
            except QuaychainError as error:
                reasons.append(f"{type(error).__name__}: {error}")
                continue
            if len(events) == batch.count and event_tree(batch.stream, events).root == batch.root:
                return events, batch.root
            reasons.append(f"{len(events)} of {batch.count} events, or others")
        raise AnswerNotHereError(challenge.stream, challenge.sequence, "; ".join(reasons) or "no source is named")


def _word(text: bytes) -> bytes:
    """A word in 32 bytes, zeros on its right."""
    return text.ljust(32, b"\0")
