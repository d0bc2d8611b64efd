"""Check an EPCIS document and list its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

from .hash_id import event_hash_id, namespaces
from .model import document_model

#: Deep enough for nested extensions, bounded so that nobody can make us recurse for long.
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class EpcisDocument:
    """A valid document's events, as they stand in it, and the namespaces that its context names."""

    events: tuple[dict[str, Any], ...]
    prefixes: dict[str, str]


def read_document(value: Any) -> EpcisDocument:
    """Check a parsed EPCISDocument or EPCISQueryDocument; raises EventRefusedError (BODY_INVALID) with the reason."""
    model = document_model(value.get("type")) if isinstance(value, dict) else None
    if model is None:
        raise EventRefusedError(RefusalReason.BODY_INVALID, "not an object of type EPCISDocument or EPCISQueryDocument")
    try:
        model.model_validate(value)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    body = value["epcisBody"]
    events = body["eventList"] if "eventList" in body else body["queryResults"]["resultsBody"]["eventList"]
    return EpcisDocument(tuple(events), namespaces(value["@context"]))


def document_items(document: EpcisDocument) -> tuple[EventItem, ...]:
    """Hash id and digest of each event."""
    return tuple(
        EventItem(event_hash_id(event, document.prefixes), bytes(keccak256(canonical(event))))
        for event in document.events
    )
