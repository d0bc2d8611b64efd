"""What logistics messages say that keepers look for: where something was, and when it arrives. Pure.

DCSA Track & Trace 2.x and 3.0 tell estimates, plans and arrivals; EPCIS 2.0 what has happened; AIS where a vessel is.
The gateway has checked the messages before they were anchored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from pydantic import ValidationError

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import DocumentEnvelope, EventKind
from quaychain.contracts.events.refusal import EventRefusedError

from ..logistics.ais import PositionReport, read_json, read_sentences
from .geography import Place

_EPC_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_CODES = ("transportEventTypeCode", "equipmentEventTypeCode", "shipmentEventTypeCode")
_GEO = "geo:"


class Certainty(StrEnum):
    """How a time is meant."""

    #: It has happened.
    ACTUAL = "actual"
    #: By the carrier.
    ESTIMATED = "estimated"
    #: From a vessel's position and speed, by the keeper.
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Call:
    """That something arrived or will arrive: times in Unix seconds."""

    #: DCSA's event code, such as ARRI, or the bare word of EPCIS' business step, such as arriving.
    code: str
    #: All names of the place.
    places: frozenset[str]
    #: All references: vessel, voyage, equipment, documents, EPCs.
    things: frozenset[str]
    at: int
    #: When it was said.
    said_at: int
    certainty: Certainty
    #: The carrier's id of the message, where it has one.
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Retraction:
    """The carrier takes a message back."""

    message: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where something was, Unix seconds."""

    #: `imo:…` and `mmsi:…` of a vessel, or EPCs.
    things: frozenset[str]
    place: Place
    at: int
    #: Metres a second over ground, where known.
    speed: float | None = None


Sighting = Call | Retraction | Position


def sightings(entry: BatchEvent) -> Iterator[Sighting]:
    """What an event's document says; nothing where it is no logistics document, or not one that can be read."""
    envelope = entry.event.envelope
    if not isinstance(envelope, DocumentEnvelope):
        return
    body = entry.event.body
    try:
        if entry.kind is EventKind.AIS:
            found = read_sentences(body) if envelope.body.media_type == "text/plain" else read_json(orjson.loads(body))
            yield from (_vessel(report) for report in found.reports)
            return
        value = orjson.loads(body)
    except (orjson.JSONDecodeError, EventRefusedError, ValidationError):
        return
    for message in _messages(value):
        if entry.kind is EventKind.DCSA:
            yield from _dcsa(message, entry.received_at)
        elif entry.kind is EventKind.EPCIS:
            yield from _epcis(message)


def _messages(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("epcisBody"), dict):
        inner = value["epcisBody"]
        value = inner.get("eventList")
        if value is None:
            value = inner.get("queryResults", {}).get("resultsBody", {}).get("eventList", [])
    yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict))


def _vessel(report: PositionReport) -> Position:
    names = {f"mmsi:{report.mmsi}"}
    if "imo" in report.model_fields_set:
        names.add(f"imo:{report.imo}")
    known = "speedOverGround" in report.model_fields_set
    # A knot is 1,852 metres an hour.
    speed = report.speedOverGround * 1_852 / 3_600 if known else None
    place = Place(latitude=report.latitude, longitude=report.longitude)
    return Position(frozenset(names), place, _seconds(report.time) or 0, speed)


def _dcsa(event: dict[str, Any], received_at: int) -> Iterator[Sighting]:
    meta = _dict(event.get("metadata"))
    payload = _dict(event.get("payload")) if "payload" in event else event
    retracted = meta.get("retractedEventID")
    if isinstance(retracted, str):
        yield Retraction(retracted)
        return
    code = next((payload[name] for name in _CODES if isinstance(payload.get(name), str)), None)
    at = _seconds(payload.get("eventDateTime"))
    if code is None or at is None:
        return
    call = _dict(payload.get("transportCall"))
    locations = [_dict(each) for each in (payload.get("eventLocation"), call.get("location"), call)]
    places = _texts([location.get("UNLocationCode") for location in locations])
    said_at = _seconds(meta.get("eventCreatedDateTime", event.get("eventCreatedDateTime"))) or received_at
    certainty = Certainty.ACTUAL if payload.get("eventClassifierCode") == "ACT" else Certainty.ESTIMATED
    identifier = meta.get("eventID", event.get("eventID"))
    yield Call(
        code,
        places,
        frozenset(_references(payload)),
        at,
        said_at,
        certainty,
        identifier if isinstance(identifier, str) else None,
    )


def _references(payload: dict[str, Any]) -> Iterator[str]:
    """Every reference that the event has: to equipment, vessel, voyages, call, documents, and the parties' own."""
    call = _dict(payload.get("transportCall"))
    vessel = _dict(call.get("vessel"))
    imo = vessel.get("vesselIMONumber")
    yield from _texts([payload.get("equipmentReference"), payload.get("documentID"), payload.get("documentReference")])
    yield from _texts([call.get(name) for name in ("transportCallID", "transportCallReference")])
    voyages = ("carrierVoyageNumber", "importVoyageNumber", "exportVoyageNumber", "carrierImportVoyageNumber",
               "carrierExportVoyageNumber", "universalVoyageReference")  # fmt: skip
    yield from _texts([call.get(name) for name in voyages])
    if imo is not None:
        yield f"imo:{imo}"
    for name, key in (("references", "referenceValue"), ("documentReferences", "documentReferenceValue")):
        for each in payload.get(name) or ():
            yield from _texts([_dict(each).get(key)])


def _epcis(event: dict[str, Any]) -> Iterator[Sighting]:
    at = _seconds(event.get("eventTime"))
    if at is None:
        return
    names = [each for name in _EPC_LISTS for each in _list(event.get(name))] + [event.get("parentID")]
    things = _texts(names)
    places = _texts([_dict(event.get(name)).get("id") for name in ("readPoint", "bizLocation")])
    step = event.get("bizStep")
    if isinstance(step, str) and things and places:
        said_at = _seconds(event.get("recordTime")) or at
        bare = step.replace("/", ":").rsplit(":", 1)[-1].removeprefix("BizStep-")
        yield Call(bare, places, things, at, said_at, Certainty.ACTUAL)
    for place in places:
        where = _geo(place)
        if where is not None and things:
            yield Position(things, where, at)


def _geo(place: str) -> Place | None:
    """Coordinates of a geo URI (RFC 5870) in WGS 84 that stands as a read point."""
    if not place.startswith(_GEO):
        return None
    try:
        latitude, longitude = (float(part) for part in place.removeprefix(_GEO).split(";")[0].split(",")[:2])
        return Place(latitude=latitude, longitude=longitude)
    except (ValueError, ValidationError):
        return None


def _seconds(value: Any) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return int(moment.timestamp()) if moment.tzinfo is not None else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: list[Any]) -> frozenset[str]:
    return frozenset(value for value in values if isinstance(value, str) and value)
