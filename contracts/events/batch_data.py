"""The data of an anchored batch: one canonical JSON line for each event, in the order of the stream.

A line holds all that is needed to rebuild the event's leaf and to check the signer's signature:

    {"envelope":{…},"receivedAt":1772409600,"seq":17,"signature":"…"}
    {"body":"<base64url>","envelope":{…},"items":[{"digest":"<hex>","hash":"ni:///…"}],"receivedAt":…,"seq":18,"signature":"…"}
    {"cose":"<base64url of the whole COSE_Sign1>","receivedAt":…,"seq":19}

`items` are the messages within a body with their digests, which can be computed again from the body.
Readings, and what was derived from them, are sealed under the disclosure class `technical`, logistics documents under
`logistics`; so a batch has up to two files.

The sealed record that holds them has the id `batch_record(stream, first sequence)` and version 1. Its own root is not
on chain: the ciphertext is pinned by its CID, and the anchored root is that of the event leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..keccak import keccak256
from .envelope import (
    EnvelopeForm,
    EventKind,
    SignedEvent,
    decode_base64url,
    decode_signature,
    encode_base64url,
    parse_message,
)
from .refusal import EventRefusedError, RefusalReason
from .strict_json import canonical, parse_strict_canonical

#: Code of Quaychain's own code list (2) under which batches are sealed.
BATCH_DOCUMENT_CODE = 1
READINGS_FILE = "readings.jsonl"
LOGISTICS_FILE = "logistics.jsonl"
#: The kinds whose events are in the file of readings.
TECHNICAL_KINDS = frozenset({EventKind.READING, EventKind.RELAYED, EventKind.DERIVED})
MEDIA_TYPE = "application/jsonl"

_MAX_LINE = 64 * 2**20
_PLAIN_START, _PLAIN_MIDDLE = b'{"envelope":', b',"receivedAt":'
#: Natural numbers that are exact doubles.
_PLAIN_REST = re.compile(
    rb',"receivedAt":(0|[1-9][0-9]{0,14}),"seq":(0|[1-9][0-9]{0,14}),"signature":"([A-Za-z0-9_-]{86})"\}'
)
_MAX_DEPTH = 8


@dataclass(frozen=True)
class EventItem:
    """One message within a body."""

    #: EPCIS event hash ID (CBV 2.0 section 8.9) where there is one, otherwise empty.
    hash_id: str
    #: keccak256 of the message's canonical JSON, 32 bytes: covers all of it, an errorDeclaration too.
    digest: bytes


@dataclass(slots=True, unsafe_hash=True)
class BatchEvent:
    """An event in its place in the stream; not changed, as a SignedEvent isn't."""

    seq: int
    #: Unix seconds, when the gateway had it on disk, by the head's time.
    received_at: int
    event: SignedEvent
    items: tuple[EventItem, ...] = ()

    @property
    def kind(self) -> EventKind:
        """What the event carries."""
        return self.event.kind


def batch_record(stream: bytes, first_sequence: int) -> bytes:
    """The record id, 32 bytes, under which a batch is sealed: keccak256("quaychain batch" ‖ stream ‖ uint64)."""
    return keccak256(b"quaychain batch" + stream + first_sequence.to_bytes(8, "big"))


def encode_lines(events: Iterable[BatchEvent]) -> bytes:
    """The lines of `events`, each ended by a line feed."""
    return b"".join(_encode_line(event) for event in events)


def decode_lines(data: bytes) -> Iterator[BatchEvent]:
    """The events of a batch's file; raises `EventRefusedError` at the first line that is not one."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line:
            try:
                yield _decode_line(line)
            except EventRefusedError as error:
                raise EventRefusedError(error.reason, f"line {number}: {error.detail}") from None


def _encode_line(entry: BatchEvent) -> bytes:
    if entry.event.form is EnvelopeForm.COSE:
        message = encode_base64url(entry.event.message())
        return f'{{"cose":"{message}","receivedAt":{entry.received_at},"seq":{entry.seq}}}\n'.encode()
    # The envelope's own bytes are put in as they were signed: they are canonical already.
    parts = [b'{"body":"', encode_base64url(entry.event.body).encode(), b'",'] if entry.event.body else [b"{"]
    parts += [b'"envelope":', entry.event.signed, b","]
    if entry.items:
        parts += [b'"items":', canonical([_item_json(item) for item in entry.items]), b","]
    signature = encode_base64url(entry.event.signature)
    parts.append(f'"receivedAt":{entry.received_at},"seq":{entry.seq},"signature":"{signature}"}}\n'.encode())
    return b"".join(parts)


def _decode_line(line: bytes) -> BatchEvent:
    return _plain_line(line) or _parsed_line(line)


def _plain_line(line: bytes) -> BatchEvent | None:
    """The event of a line that is written as most are, round an envelope that is recognised without parsing."""
    end = line.rfind(_PLAIN_MIDDLE)
    rest = _PLAIN_REST.fullmatch(line, end) if end > 0 and line.startswith(_PLAIN_START) else None
    if rest is None:
        return None
    received_at, seq, signature = rest.groups()
    event = SignedEvent(line[len(_PLAIN_START) : end], decode_signature(signature))
    return None if event.plain is None else BatchEvent(int(seq), int(received_at), event)


def _parsed_line(line: bytes) -> BatchEvent:
    value = parse_strict_canonical(line, max_bytes=_MAX_LINE, max_depth=_MAX_DEPTH)
    try:
        if set(value) == {"cose", "receivedAt", "seq"}:
            return BatchEvent(_natural(value["seq"]), _natural(value["receivedAt"]), _cose_event(value["cose"]))
        if set(value) - {"body", "items"} != {"envelope", "receivedAt", "seq", "signature"}:
            raise EventRefusedError(RefusalReason.MALFORMED, "not a line of a batch")
        event = SignedEvent(
            canonical(value["envelope"]), decode_signature(value["signature"]), decode_base64url(value.get("body", ""))
        )
        entry = BatchEvent(
            _natural(value["seq"]),
            _natural(value["receivedAt"]),
            event,
            tuple(_item(item) for item in value.get("items", ())),
        )
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise EventRefusedError(RefusalReason.MALFORMED, f"not a line of a batch ({error})") from None
    event.envelope  # noqa: B018  parsed now, so that a malformed one is refused here
    return entry


def _cose_event(text: str) -> SignedEvent:
    event = parse_message(decode_base64url(text), max_bytes=_MAX_LINE)
    if event.form is not EnvelopeForm.COSE:
        raise EventRefusedError(RefusalReason.MALFORMED, "'cose' is not a COSE_Sign1")
    return event


def _item_json(item: EventItem) -> dict[str, str]:
    fields = {"digest": item.digest.hex()}
    return fields | {"hash": item.hash_id} if item.hash_id else fields


def _item(value: dict[str, Any]) -> EventItem:
    return EventItem(str(value.get("hash", "")), bytes.fromhex(value["digest"]))


def _natural(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EventRefusedError(RefusalReason.MALFORMED, "a number of a batch's line is not a natural number")
    return value
