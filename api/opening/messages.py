"""Logistics messages, and notes of edge rules, as rows see them: what happened, when, where, and to which things. Pure.

Sources: EPCIS 2.0 (GS1) sections 7.3 and 7.4; DCSA Track & Trace 2.2 and 3.0 events; AIS positions (ITU-R M.1371) as
JSON or as sentences. The gateway has checked them before; here whatever is missing is simply not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.sentences import positions_in

_EPC_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_DCSA_CODES = (
    "transportEventTypeCode",
    "equipmentEventTypeCode",
    "shipmentEventTypeCode",
    "eventTypeCode",
)
_DCSA_ASSETS = ("equipmentReference", "vesselIMONumber", "carrierBookingReference", "transportDocumentReference")
#: Unix seconds at the end of the calendar.
_LATEST = 253_402_300_800
_AIS_TIMES = ("time", "timestamp", "eventTime", "receivedAt")


@dataclass(frozen=True, slots=True)
class Message:
    """One message within a body. `occurred_at` in Unix milliseconds, coordinates in WGS 84 degrees."""

    what: str
    place: str | None
    latitude: float | None
    longitude: float | None
    occurred_at: int | None
    assets: tuple[str, ...]
    document: dict[str, Any]


def split_body(kind: EventKind, body: bytes) -> Iterator[Message]:
    """The messages within a signed body, in their order; none where it isn't of the kind."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        if kind is EventKind.AIS:
            yield from _sentences(body)
        return
    for document in _documents(value):
        match kind:
            case EventKind.EPCIS:
                yield _epcis(document)
            case EventKind.DCSA:
                yield _dcsa(document)
            case EventKind.AIS:
                yield _ais(document)
            case EventKind.DERIVED:
                yield _note(document)


def _sentences(body: bytes) -> Iterator[Message]:
    try:
        positions = list(positions_in(body))
    except EventRefusedError:
        return
    for position in positions:
        sentences = position.lines.decode("ascii", "replace").split("\n")
        yield _ais({**position.report, "sentences": sentences})


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("epcisBody"), dict):
        inner = value["epcisBody"]
        value = inner.get("eventList", inner.get("event", []))
    if isinstance(value, dict) and isinstance(value.get("positions"), list):
        value = value["positions"]
    if isinstance(value, dict) and isinstance(value.get("notes"), list):
        value = value["notes"]
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each


def _epcis(event: dict[str, Any]) -> Message:
    assets = [text for name in _EPC_LISTS for text in _texts(event.get(name))]
    assets += _texts([event.get("parentID")])
    place = _identifier(event.get("readPoint")) or _identifier(event.get("bizLocation"))
    latitude, longitude = _geo(place)
    what = _last(event.get("bizStep")) or str(event.get("type", "event"))
    return Message(what, place, latitude, longitude, _milliseconds(event.get("eventTime")), tuple(assets), event)


def _dcsa(event: dict[str, Any]) -> Message:
    inner = event.get("payload") if isinstance(event.get("payload"), dict) else event
    assert isinstance(inner, dict)
    code = next((str(inner[name]) for name in _DCSA_CODES if isinstance(inner.get(name), str)), "")
    what = " ".join(part for part in (str(inner.get("eventType", "")), code) if part) or "event"
    call = inner.get("transportCall")
    location = _first_dict(
        inner.get("eventLocation"), call.get("location") if isinstance(call, dict) else None, inner.get("location")
    )
    place = location.get("UNLocationCode") or location.get("locationName")
    if not place and isinstance(call, dict):
        place = call.get("UNLocationCode")
    meta = event.get("metadata")
    time = inner.get("eventDateTime") or (meta.get("eventCreatedDateTime") if isinstance(meta, dict) else None)
    assets = _texts([inner.get(name) for name in _DCSA_ASSETS])
    if isinstance(call, dict):
        vessel = call.get("vessel")
        assets += _texts([vessel.get("vesselIMONumber")] if isinstance(vessel, dict) else [])
    latitude, longitude = _number(location.get("latitude")), _number(location.get("longitude"))
    return Message(
        what,
        str(place) if place else None,
        latitude,
        longitude,
        _milliseconds(time),
        tuple(assets),
        event,
    )


def _ais(event: dict[str, Any]) -> Message:
    latitude = _number(_either(event, "latitude", "lat"))
    longitude = _number(_either(event, "longitude", "lon", "lng"))
    time = next((event[name] for name in _AIS_TIMES if name in event), None)
    names = [f"{name}:{event[name]}" for name in ("imo", "mmsi") if event.get(name)]
    cargo = _either(event, "assets", "cargo")
    assets = [*names, *(_texts(cargo) if isinstance(cargo, list) else [])]
    return Message("position", None, latitude, longitude, _milliseconds(time), tuple(assets), event)


def _note(note: dict[str, Any]) -> Message:
    what, time = str(note.get("note", "note")), _milliseconds(note.get("time"))
    return Message(what, None, None, None, time, tuple(_texts([note.get("asset")])), note)


def _either(event: dict[str, Any], *names: str) -> Any:
    return next((event[name] for name in names if name in event), None)


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str) and each] if isinstance(value, list) else []


def _first_dict(*values: Any) -> dict[str, Any]:
    return next((value for value in values if isinstance(value, dict)), {})


def _identifier(value: Any) -> str | None:
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found else None


def _last(value: Any) -> str | None:
    """The bare word of a CBV term, however it is written: `urn:epcglobal:cbv:bizstep:loading` is `loading`."""
    if not isinstance(value, str) or not value:
        return None
    return value.replace("/", ":").rsplit(":", 1)[-1].removeprefix("BizStep-")


def _geo(place: str | None) -> tuple[float | None, float | None]:
    """Coordinates of a geo URI (RFC 5870) that stands as a read point."""
    if place is None or not place.startswith("geo:"):
        return None, None
    parts = place[4:].split(";")[0].split(",")
    if len(parts) < 2:
        return None, None
    return _number(parts[0]), _number(parts[1])


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if -180 <= number <= 180 else None


def _milliseconds(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value * 1000) if abs(value) < _LATEST else None
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return int(moment.timestamp() * 1000) if moment.tzinfo is not None else None
