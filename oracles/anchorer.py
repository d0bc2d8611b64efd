"""From waiting events to anchored ones: form, seal and store, anchor, wait until the block stays, acknowledge.

Each step is on the disk before the next begins, and each may be repeated: a batch has one root, its anchor one place in
the stream (EventAnchor refuses any other), so a crash between any two steps neither loses nor doubles anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent

from .batch import BatchLimits, count_to_batch, event_tree
from .queue.batches import Batches, BatchRow, BatchState
from .topics import Acknowledgement


@dataclass(frozen=True, slots=True)
class ChainStream:
    """A stream as EventAnchor has it at the head."""

    epoch: int
    next_sequence: int
    #: Whether the account we send from may anchor in it.
    held_by_us: bool


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A transaction in a block of the present chain."""

    transaction_hash: bytes
    block_number: int


@dataclass
class StreamHeldByOtherError(QuaychainError):
    """Another oracle account holds the stream."""

    stream: bytes
    epoch: int


@dataclass
class StreamAheadError(QuaychainError):
    """The chain has more of the stream than this queue ever batched: another queue anchors into it."""

    stream: bytes
    chain: int
    queue: int


@dataclass
class FinalAnchorLostError(QuaychainError):
    """The chain no longer has what stood in a block that was to stay: another chain, or an older copy of it."""

    stream: bytes
    chain: int
    queue: int


@dataclass
class AnchorRefusedError(QuaychainError):
    """The contract refuses the anchor, for instance while writes are paused; it is tried again."""

    reason: str


class AnchorPort(Protocol):
    """The chain, as the anchorer needs it."""

    def final_block(self) -> int:
        """Number of the newest block that stays, whatever happens to the node."""

    def head_block(self) -> int:
        """Number of the newest block."""

    def stream(self, stream: bytes) -> ChainStream:
        """The stream at the head; opened by us where there is none."""

    def anchor(self, row: BatchRow, epoch: int) -> Inclusion:
        """Anchor a stored batch and wait for its block; answers the same for a batch that is anchored already.

        Raises AnchorRefusedError where the contract refuses it.
        """

    def block_of(self, transaction_hash: bytes) -> int | None:
        """The block that a transaction is in on the present chain."""


class BatchVault(Protocol):
    """Where sealed batches go."""

    def store(self, stream: bytes, first_sequence: int, events: Sequence[BatchEvent]) -> bytes:
        """Seal the events' data for its readers and store it; answers the binary CID once it is safe on the disk."""


#: Tells a signer how far its events have got: (member, key, acknowledgement).
Acknowledge = Callable[[bytes, bytes, Acknowledgement], None]


class Anchorer:
    """Anchors the batches of some streams. One at a time works on a queue."""

    def __init__(
        self,
        batches: Batches,
        streams: Sequence[bytes],
        limits: BatchLimits,
        vault: BatchVault,
        port: AnchorPort,
        acknowledge: Acknowledge,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._batches = batches
        self._streams = streams
        self._limits = limits
        self._vault = vault
        self._port = port
        self._acknowledge = acknowledge
        self._milliseconds = milliseconds

    def step(self) -> bool:
        """Do what can be done now, on every stream; true when there was something to do.

        Raises what the chain or the stores raise; a later call goes on where this one stopped.
        """
        # The block that stays is read before anything else: what is found at or below it now can't go any more.
        final_block = self._port.final_block()
        moved = False
        for stream in self._streams:
            moved = self._step_stream(stream, final_block) or moved
        return moved

    def _step_stream(self, stream: bytes, final_block: int) -> bool:
        formed = self._form(stream)
        rows = self._batches.open_batches(stream)
        if not rows:
            return formed
        on_chain = self._port.stream(stream)
        self._check(stream, on_chain, rows)
        moved = formed
        for row in rows:
            if row.state is BatchState.INCLUDED and on_chain.next_sequence < row.next_sequence:
                row = self._batches.lost(row)
                moved = True
            if row.state is BatchState.FORMED:
                row = self._store(row)
                moved = True
            if row.state is BatchState.STORED:
                row = self._anchor(row, on_chain.epoch)
                on_chain = ChainStream(on_chain.epoch, max(on_chain.next_sequence, row.next_sequence), True)
                moved = True
            elif self._stays(row, final_block):
                self._announce(self._batches.finalize(row))
                moved = True
        return moved

    def _form(self, stream: bytes) -> bool:
        formed = False
        while True:
            waiting = self._batches.waiting(stream, self._limits.max_count)
            count = count_to_batch(waiting, self._limits, self._milliseconds())
            if count == 0:
                return formed
            events = self._batches.events(stream, waiting.first_sequence, count)
            self._batches.form(stream, waiting.first_sequence, count, event_tree(stream, events).root)
            formed = True

    def _store(self, row: BatchRow) -> BatchRow:
        events = self._batches.events(row.stream, row.first_sequence, row.count)
        return self._batches.stored(row, self._vault.store(row.stream, row.first_sequence, events))

    def _anchor(self, row: BatchRow, epoch: int) -> BatchRow:
        try:
            inclusion = self._port.anchor(row, epoch)
        except AnchorRefusedError:
            self._batches.refused(row)
            raise
        return self._batches.included(row, inclusion.transaction_hash, inclusion.block_number)

    def _stays(self, row: BatchRow, final_block: int) -> bool:
        """Whether the anchor's block is one that stays.

        The receipt is asked for again: after the chain went back, the same transaction may be in a later block now. A
        chain that no longer has the receipt, but whose very head stays and has the batch, has it for good.
        """
        if row.state is not BatchState.INCLUDED or row.transaction_hash is None:
            return False
        block = self._port.block_of(row.transaction_hash)
        if block is not None:
            return block <= final_block
        return self._port.head_block() <= final_block and (
            self._port.stream(row.stream).next_sequence >= row.next_sequence
        )

    def _check(self, stream: bytes, on_chain: ChainStream, rows: Sequence[BatchRow]) -> None:
        if not on_chain.held_by_us:
            raise StreamHeldByOtherError(stream, on_chain.epoch)
        if on_chain.next_sequence > rows[-1].next_sequence:
            raise StreamAheadError(stream, on_chain.next_sequence, rows[-1].next_sequence)
        final_until = self._batches.final_until(stream)
        if on_chain.next_sequence < final_until:
            raise FinalAnchorLostError(stream, on_chain.next_sequence, final_until)

    def _announce(self, acknowledgements: Mapping[bytes, tuple[bytes, Acknowledgement]]) -> None:
        for key, (member, acknowledgement) in acknowledgements.items():
            self._acknowledge(member, key, acknowledgement)
