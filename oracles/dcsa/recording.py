"""From a carrier's list of events to drafts: each event once, by the carrier's own id of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical, parse_strict
from quaychain.contracts.keccak import keccak256

from ..intake.once import Aside, Once, Taken, Told
from ..logistics import dcsa
from ..logistics.bodies import JSON
from ..sending.outbox import Draft, Outbox

_MAX_EVENTS = 10_000
#: Events in one signed document.
_DOCUMENT_EVENTS = 250
_DOCUMENT_BYTES = 500_000


def parse_events(body: bytes, *, max_bytes: int) -> list[Any]:
    """The entries of a notification or page, a list or one event; raises EventRefusedError for what is no JSON."""
    value = parse_strict(body, max_bytes=max_bytes, max_depth=dcsa.MAX_DEPTH)
    events = value if isinstance(value, list) else [value]
    if len(events) > _MAX_EVENTS:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(events)} events, at most {_MAX_EVENTS} are taken")
    return events


def record(outbox: Outbox, carrier: str, events: Sequence[Any], places: dict[str, str] | None = None) -> Taken:
    """Sign what is new of a carrier's events in their order; what is no event is set aside.

    Order of arrival doesn't matter to what is taken: an event that comes late, or after its retraction, is one more.
    """
    told, aside = [], []
    for event in events:
        content = canonical(event)
        try:
            dcsa.read_events(event if isinstance(event, dict) else [event])
        except EventRefusedError as error:
            aside.append(Aside(error.detail, content))
            continue
        digest = keccak256(content)
        told.append(Told(_identity(event) or f"keccak256:{digest.hex()}", digest, content))
    taken = Once[bytes](outbox, source_name(carrier)).take(told, _drafts, places, aside)
    log = structlog.get_logger("dcsa").bind(carrier=carrier)
    if taken.changed:
        log.warning("events told again with other content, not taken", events=" ".join(taken.changed[:5]))
    if aside:
        log.warning("set aside", events=len(aside), first=aside[0].reason)
    return taken


def source_name(carrier: str) -> str:
    """Under which a carrier's events are known in the outbox, whichever way they came."""
    return f"dcsa/{carrier}"


def created(event: Any) -> str | None:
    """When the carrier says that the event was created, RFC 3339."""
    if not isinstance(event, dict):
        return None
    metadata = event.get("metadata")
    value = (metadata if isinstance(metadata, dict) else event).get("eventCreatedDateTime")
    return value if isinstance(value, str) else None


def _identity(event: dict[str, Any]) -> str | None:
    metadata = event.get("metadata")
    # Version 2 may leave it out.
    value = (metadata if isinstance(metadata, dict) else event).get("eventID")
    return value.lower() if isinstance(value, str) else None


def _drafts(events: list[bytes]) -> list[Draft]:
    parts: list[list[bytes]] = []
    size = 0
    for event in events:
        if not parts or len(parts[-1]) == _DOCUMENT_EVENTS or size + len(event) > _DOCUMENT_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(event)
        size += len(event) + 1
    return [Draft(EventKind.DCSA, body=b"[" + b",".join(part) + b"]", media_type=JSON) for part in parts]
