"""Read a document of any kind that is taken: its messages with their digests, or why it is refused."""

from __future__ import annotations

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import parse_strict

from . import ais, dcsa
from .epcis import document as epcis

JSON = "application/json"
JSON_LD = "application/ld+json"
TEXT = "text/plain"

#: Media types of each kind.
MEDIA_TYPES: dict[EventKind, tuple[str, ...]] = {
    EventKind.EPCIS: (JSON, JSON_LD),
    EventKind.DCSA: (JSON,),
    EventKind.AIS: (JSON, TEXT),
}


def read_body(kind: EventKind, media_type: str, body: bytes) -> tuple[EventItem, ...]:
    """The messages in a body; raises EventRefusedError (BODY_INVALID, or what is wrong with its JSON)."""
    if media_type not in MEDIA_TYPES.get(kind, ()):
        raise EventRefusedError(RefusalReason.BODY_INVALID, f"{media_type} is no media type of {kind.value}")
    if media_type == TEXT:
        return ais.read_sentences(body).items
    if kind is EventKind.EPCIS:
        return epcis.document_items(epcis.read_document(_json(body, epcis.MAX_DEPTH)))
    if kind is EventKind.DCSA:
        return dcsa.event_items(dcsa.read_events(_json(body, dcsa.MAX_DEPTH)))
    return ais.read_json(_json(body, ais.MAX_DEPTH)).items


def _json(body: bytes, max_depth: int) -> object:
    return parse_strict(body, max_bytes=len(body), max_depth=max_depth)
