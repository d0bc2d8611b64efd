"""Whether a queue and the chain agree on a stream, and how a dead oracle's streams come to another. I/O (both).

The queue has everything that was accepted, so who works on it next goes on exactly where the dead one stopped. That one
worker is at a time its lease sees to; that the dead one's anchors, still on their way somewhere, can't come in between
is what the next epoch on the chain sees to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.anchored import event_tree

from .ports import AnchorPort, ChainStream
from .queue.batches import Batches, BatchRow, BatchState
from .queue.database import QueueConnection


@dataclass
class StreamHeldByOtherError(QuaychainError):
    """Another oracle account holds the stream: `quaychain oracle takeover`, once that oracle is dead."""

    stream: bytes
    epoch: int


@dataclass
class StreamAheadError(QuaychainError):
    """The chain has more of the stream than this queue: another queue anchors into it, or this is an old copy."""

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
class QueueAtWorkError(QuaychainError):
    """Another anchorer has the queue's lease. Stop it first, if it is not dead."""


@dataclass
class TakeoverPendingError(QuaychainError):
    """The chain has not entered our account as the holder yet. To try again does no harm."""

    streams: tuple[bytes, ...]


def compare(batches: Batches, port: AnchorPort, stream: bytes, on_chain: ChainStream, rows: Sequence[BatchRow]) -> None:
    """Make sure that the chain has of a stream what the queue has, and no more; `rows` are its batches not yet final.

    A batch that the oracle before us anchored, and whose events the queue has, is entered. Raises FinalAnchorLostError,
    StreamAheadError.
    """
    final_until = batches.final_until(stream)
    if on_chain.next_sequence < final_until:
        raise FinalAnchorLostError(stream, on_chain.next_sequence, final_until)
    batched = rows[-1].next_sequence if rows else final_until
    if on_chain.next_sequence <= batched:
        return
    for found in port.anchored_from(stream, batched):
        events = batches.events(stream, found.first_sequence, found.count)
        if len(events) != found.count or event_tree(stream, events).root != found.root:
            break
        row = BatchRow(stream, found.first_sequence, found.count, found.root, BatchState.STORED, found.cid)
        batches.adopt(row)
        batches.included({row: found.inclusion})
        batched = row.next_sequence
    if on_chain.next_sequence > batched:
        raise StreamAheadError(stream, on_chain.next_sequence, batched)


def take_over(
    connection: QueueConnection,
    streams: Sequence[bytes],
    port: AnchorPort,
    *,
    patience: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
) -> list[bytes]:
    """Begin the next epoch, with our account, of each stream that another holds; answers those.

    Raises QueueAtWorkError, StreamAheadError where this copy of the queue is older than what was anchored (nothing is
    taken then), AnchorRefusedError where the contract doesn't let us (a standby must wait for the lease's end),
    TakeoverPendingError after `patience` seconds.
    """
    if not connection.acquire_lease():
        raise QueueAtWorkError
    batches = Batches(connection)
    taken: list[bytes] = []
    deadline = time.monotonic() + patience
    while True:
        on_chain = port.streams(streams)
        rows = batches.open_batches()
        for stream, found in on_chain.items():
            compare(batches, port, stream, found, rows.get(stream, ()))
        others = [stream for stream in streams if stream in on_chain and not on_chain[stream].held_by_us]
        taken += [stream for stream in others if stream not in taken]
        for stream in others:
            port.take_over(stream, on_chain[stream].epoch + 1)
        if not others and len(on_chain) == len(streams):
            return taken
        if time.monotonic() > deadline:
            raise TakeoverPendingError(tuple(others))
        sleep(0.2)
