"""Names of traces and spans that every process works out by itself, so that they join without telling each other. Pure.

A message and a batch have a trace each, named by their place in the stream, which the gateway, the anchorer and the
indexer all know; nothing of an event's content is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

#: One message in so many has a trace; a batch of the largest size then links to as many as OpenTelemetry takes.
SAMPLED = 512


@dataclass(frozen=True, slots=True)
class SpanName:
    """A span: 16 and 8 bytes, as the numbers that OpenTelemetry has them as; none is 0."""

    trace: int
    span: int


def message_span(stream: bytes, sequence: int) -> SpanName:
    """The first span of a message."""
    return _named(b"message", stream, sequence)


def batch_span(stream: bytes, first_sequence: int) -> SpanName:
    """The first span of a batch, above its steps."""
    return _named(b"batch", stream, first_sequence)


def sampled(stream: bytes, first_sequence: int, count: int) -> range:
    """Of these sequences, those that have a trace."""
    offset = stream[0] % SAMPLED
    first = first_sequence + (offset - first_sequence) % SAMPLED
    return range(first, first_sequence + count, SAMPLED)


def _named(kind: bytes, stream: bytes, sequence: int) -> SpanName:
    digest = sha256(b"quaychain trace " + kind + stream + sequence.to_bytes(8, "big")).digest()
    return SpanName(int.from_bytes(digest[:16], "big") or 1, int.from_bytes(digest[16:24], "big") or 1)
