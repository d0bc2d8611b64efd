"""An anchored event's way from its leaf to the root that was anchored. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..events.batch_data import BatchEvent
from ..events.envelope import encode_base64url
from ..leaves import EventLeaf
from ..merkle import MerkleTree
from .bundle import AnchoredEvent
from .problem import ProofError


def leaf_of(stream: bytes, entry: BatchEvent) -> EventLeaf:
    """The leaf of an event in its place in a stream (32 bytes)."""
    envelope = entry.event.envelope
    return EventLeaf(stream, entry.seq, envelope.public_key, envelope.boot, envelope.seq, entry.event.digest)


def anchored_event(stream: bytes, batch: Sequence[BatchEvent], sequence: int, root: bytes) -> AnchoredEvent:
    """The part of a bundle that is about one event of a batch, whose events are all given.

    Raises ProofError where the event is not among them, or they are not those under the anchored `root`.
    """
    tree = MerkleTree([leaf_of(stream, entry).hash() for entry in batch])
    if tree.root != root:
        raise ProofError(f"the batch's events are not those under root 0x{root.hex()}")
    places = [place for place, entry in enumerate(batch) if entry.seq == sequence]
    if len(places) != 1:
        raise ProofError(f"the batch has no event {sequence}")
    event = batch[places[0]].event
    return AnchoredEvent(
        sequence=sequence,
        signed=event.signed.decode(),
        signature=encode_base64url(event.signature),
        body=encode_base64url(event.body) if event.body else None,
        proof=["0x" + node.hex() for node in tree.proof(places[0])],
    )
