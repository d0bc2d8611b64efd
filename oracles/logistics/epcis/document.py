"""Check an EPCIS document and list its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import describe
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

from .hash_id import event_hash_id, namespaces
from .model import AnyEvent, document_model

#: Deep enough for nested extensions, bounded so that nobody can make us recurse for long.
MAX_DEPTH = 64
_EVENT: TypeAdapter[Any] = TypeAdapter(AnyEvent)


@dataclass(frozen=True, slots=True)
class EpcisDocument:
    """A valid document's events, as they stand in it, and the namespaces that its context names."""

    events: tuple[dict[str, Any], ...]
    prefixes: dict[str, str]


def read_document(value: Any) -> EpcisDocument:
    """Check a parsed EPCISDocument or EPCISQueryDocument, or a single event as the events endpoint takes it.

    Raises EventRefusedError (BODY_INVALID) with the reason.
    """
    model = document_model(value.get("type")) if isinstance(value, dict) else None
    if model is None:
        return _read_event(value)
    try:
        model.model_validate(value)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    body = value["epcisBody"]
    events = body["eventList"] if "eventList" in body else body["queryResults"]["resultsBody"]["eventList"]
    return EpcisDocument(tuple(events), namespaces(value["@context"]))


def is_event(value: Any) -> bool:
    """Whether a parsed body is meant as a single event: an object of a type that is no document's."""
    return isinstance(value, dict) and isinstance(value.get("type"), str) and document_model(value["type"]) is None


def _read_event(value: Any) -> EpcisDocument:
    # By itself it must say what its prefixes mean, which in a document stands above it.
    if not is_event(value) or "@context" not in value:
        raise EventRefusedError(
            RefusalReason.BODY_INVALID,
            "not an object of type EPCISDocument or EPCISQueryDocument, nor a single event with its @context",
        )
    try:
        _EVENT.validate_python(value)
    except ValidationError as error:
        raise EventRefusedError(RefusalReason.BODY_INVALID, describe(error)) from None
    return EpcisDocument((value,), namespaces(value["@context"]))


def document_items(document: EpcisDocument) -> tuple[EventItem, ...]:
    """Hash id and digest of each event."""
    return tuple(
        EventItem(event_hash_id(event, document.prefixes), keccak256(canonical(event))) for event in document.events
    )
