"""An anchored event's way from its leaf to the root that was anchored. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..events.batch_data import BatchEvent
from ..events.envelope import EnvelopeForm, SignedEvent, decode_base64url, decode_signature, encode_base64url
from ..leaves import EventLeaf
from ..merkle import MerkleTree
from .bundle import AnchoredEvent
from .problem import ProofError


def leaf_of(stream: bytes, entry: BatchEvent) -> EventLeaf:
    """The leaf of an event in its place in a stream (32 bytes)."""
    head = entry.event.plain or entry.event.envelope
    return EventLeaf(stream, entry.seq, head.public_key, head.boot, head.seq, entry.event.digest)


def event_tree(stream: bytes, batch: Sequence[BatchEvent]) -> MerkleTree:
    """The tree over a batch's events, whose root is anchored."""
    return MerkleTree([leaf_of(stream, entry).hash() for entry in batch])


def anchored_event(stream: bytes, batch: Sequence[BatchEvent], sequence: int, root: bytes) -> AnchoredEvent:
    """The part of a bundle that is about one event of a batch, whose events are all given.

    Raises ProofError where the event is not among them, or they are not those under the anchored `root`.
    """
    tree = event_tree(stream, batch)
    if tree.root != root:
        raise ProofError(f"the batch's events are not those under root 0x{root.hex()}")
    places = [place for place, entry in enumerate(batch) if entry.seq == sequence]
    if len(places) != 1:
        raise ProofError(f"the batch has no event {sequence}")
    event = batch[places[0]].event
    return AnchoredEvent(
        sequence=sequence,
        form="cose" if event.form is EnvelopeForm.COSE else None,
        signed=encode_base64url(event.signed) if event.form is EnvelopeForm.COSE else event.signed.decode(),
        signature=encode_base64url(event.signature),
        body=encode_base64url(event.body) if event.body else None,
        proof=["0x" + node.hex() for node in tree.proof(places[0])],
    )


def bundled_event(anchored: AnchoredEvent) -> SignedEvent:
    """The event in a bundle. Raises ProofError, and EventRefusedError where it is malformed."""
    try:
        signed = anchored.signed.encode() if anchored.form is None else decode_base64url(anchored.signed)
    except UnicodeEncodeError as error:
        raise ProofError("the signed text has half a character in it") from error
    body = b"" if anchored.body is None else decode_base64url(anchored.body)
    event = SignedEvent(signed, decode_signature(anchored.signature), body)
    if event.form is not EnvelopeForm(anchored.form or EnvelopeForm.JSON):
        raise ProofError("the signed bytes are of another form than the file says")
    return event
