"""The chain and the store as the anchorer needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BatchEvent

from .queue.batches import BatchRow, Inclusion


@dataclass(frozen=True, slots=True)
class ChainStream:
    """A stream as EventAnchor has it at the head."""

    epoch: int
    next_sequence: int
    #: Whether the account we send from may anchor in it.
    held_by_us: bool


@dataclass(frozen=True, slots=True)
class AnchoredRange:
    """A batch that is on the chain."""

    first_sequence: int
    count: int
    root: bytes
    cid: bytes
    inclusion: Inclusion


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

    def streams(self, streams: Sequence[bytes]) -> dict[bytes, ChainStream]:
        """The streams at the head, each opened by us where there is none; those that are not open yet are left out."""

    def advance(
        self, rows: Sequence[BatchRow], on_chain: Mapping[bytes, ChainStream]
    ) -> dict[BatchRow, Inclusion | AnchorRefusedError]:
        """Send the anchors of stored batches, as far as there is room, and answer what has become of them by now.

        Answers the same for a batch that is anchored already.
        """

    def blocks_of(self, transaction_hashes: Sequence[bytes]) -> dict[bytes, int]:
        """The blocks that transactions are in on the present chain."""

    def anchored_from(self, stream: bytes, sequence: int) -> list[AnchoredRange]:
        """The batches that the chain has of a stream from a sequence on, in order."""

    def take_over(self, stream: bytes, epoch: int) -> None:
        """Begin that epoch of the stream with our account; sent, not waited for. Raises AnchorRefusedError."""

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """Those whose blocks so many nodes have that the chain can't lose them."""

    def forget(self, rows: Sequence[BatchRow]) -> None:
        """Drop what is kept of their transactions."""


class BatchVault(Protocol):
    """Where sealed batch data is kept. Thread-safe."""

    def store(self, stream: bytes, first_sequence: int, events: Sequence[BatchEvent]) -> bytes:
        """Seal and store a batch's data durably; answers the binary CID. May be repeated after a crash."""

    def holds(self, cid: bytes) -> bool:
        """Whether the store has that data."""
