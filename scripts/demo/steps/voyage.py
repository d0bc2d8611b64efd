"""The voyage: positions, lashing and humidity from the devices on board, carrier events, the storm, the arrival."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quaychain.contracts.events.envelope import EventKind

from .. import readings
from ..documents import issue_paper
from ..fleet import DeviceRun
from ..ledger import Ledger
from ..signers import CARRIER_SYSTEM, HUMIDITY, POSITION, STRAIN, machine_epc
from .agreement import order_content
from .production import complete

_DEPARTED, _ARRIVED = 318.5, 382
_HOUR = 1 / 24
_STORM = (352.0, 356.0)
_CONTAINER = "HOCU4170185"
#: Readings that each of the three devices on board sends: a position is two of them, latitude and longitude.
_SAMPLES = 1_040


def carry(ledger: Ledger) -> None:
    """Sixty days at sea. The devices keep what they measure and send it when the ship has a link: here, on arrival."""
    at = ledger.scenario.at
    ledger.advance(_DEPARTED)
    ledger.fleet.capture(CARRIER_SYSTEM, EventKind.EPCIS, {"loading": _loading_document(ledger)})
    ledger.fleet.capture(
        CARRIER_SYSTEM,
        EventKind.DCSA,
        {kind: _transport_event(ledger, kind, day) for kind, day in (("LOAD", 318.0), ("DEPA", _DEPARTED))},
    )
    ledger.advance(_ARRIVED)
    start, end = at(_DEPARTED), at(_ARRIVED - _HOUR)
    storm = (at(_STORM[0]), at(_STORM[1]))
    ledger.fleet.run(
        (
            DeviceRun(POSITION, tuple(_positions(start, end)), readings_per_message=2),
            DeviceRun(STRAIN, tuple(readings.strain(start, end, _SAMPLES, 417, storm))),
            DeviceRun(HUMIDITY, tuple(readings.humidity(start, end, _SAMPLES, 418))),
        )
    )
    ledger.fleet.capture(
        CARRIER_SYSTEM,
        EventKind.DCSA,
        {
            kind: _transport_event(ledger, kind, day)
            for kind, day in (("ARRI", _ARRIVED - 0.2), ("DISC", _ARRIVED - 0.1))
        },
    )
    ledger.fleet.capture(CARRIER_SYSTEM, EventKind.AIS, {"ais": _position_reports(ledger, start, end)})


def excuse_storm(ledger: Ledger) -> None:
    """FM-1: four days' storm at the Cape extends M15 to M19; the buyer accepts."""
    content = order_content(ledger)
    ledger.advance(360)
    notice = issue_paper(
        ledger,
        "carrier",
        781,
        "STORM-CAPE-27",
        day=360,
        title="Master's notice of heavy weather",
        facts={"Place": "Off the Cape of Good Hope", "Lost": "4 days"},
        readers=("mfr", "buyer", "carrier"),
    )
    _excuse(ledger, "FM-1", notice, 4, ("M15", "M16", "M17", "M18", "M19"), content.milestone_code)


def arrive(ledger: Ledger) -> None:
    """M15, by the carrier's arrival notice."""
    notice = issue_paper(
        ledger,
        "carrier",
        781,
        "AN-NLRTM-270319",
        day=_ARRIVED,
        facts={"Vessel": "MV Heavy Meridian", "Port": "NLRTM", "Goods": "2 ship-to-shore cranes"},
        readers=("mfr", "buyer", "carrier", "customs_overseas", "bank_a", "bank_c"),
    )
    complete(ledger, "M15", _ARRIVED, notice)


def excuse_examination(ledger: Ledger) -> None:
    """The authority's examination extends M16 and M17; the buyer accepts."""
    content = order_content(ledger)
    ledger.advance(383)
    notice = issue_paper(
        ledger,
        "mfr",
        132,
        "EXAM-NLRTM-27",
        day=383,
        title="Notice of the authority's examination",
        facts={"Office": ledger.actor("customs_overseas").cast.name, "Expected": "9 days"},
        readers=("mfr", "buyer"),
    )
    _excuse(ledger, "EXAM", notice, 9, ("M16", "M17"), content.milestone_code)


def _excuse(ledger: Ledger, key: str, record: bytes, days: int, milestones: tuple[str, ...], code: Any) -> None:
    claim = ledger.draw(f"claim/{key}")
    codes = tuple(code(milestone) for milestone in milestones)
    orders = ledger.contracts.orders
    ledger.send("mfr", orders.claim_excusable_delay(ledger.order, claim, record, days, codes), f"claim-{key}")
    ledger.send("buyer", orders.accept_excusable_delay(claim, codes), f"accept-{key}")


def _positions(start: int, end: int) -> list[readings.Sample]:
    places = readings.positions_along(readings.ROUTE, _SAMPLES)
    return [
        sample
        for at, (latitude, longitude) in zip(readings.times(start, end, _SAMPLES), places, strict=True)
        for sample in (
            readings.Sample("Angle", "DD", latitude, at, "latitude"),
            readings.Sample("Angle", "DD", longitude, at, "longitude"),
        )
    ]


def _loading_document(ledger: Ledger) -> dict[str, Any]:
    """The two cranes loaded on deck, as an EPCIS 2.0 document (CBV 2.0 business step and disposition)."""
    moment = _time(ledger, 318)
    return {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": moment,
        "epcisBody": {
            "eventList": [
                {
                    "type": "ObjectEvent",
                    "eventTime": moment,
                    "eventTimeZoneOffset": "+08:00",
                    "epcList": [machine_epc(ledger.scenario, crane) for crane in ("417", "418")],
                    "action": "OBSERVE",
                    "bizStep": "loading",
                    "disposition": "in_progress",
                    "readPoint": {"id": "urn:epc:id:sgln:9520001.00002.0"},
                }
            ]
        },
    }


def _transport_event(ledger: Ledger, kind: str, day: float) -> dict[str, Any]:
    """A DCSA Track & Trace event on the container of loose spares: TRANSPORT for the ship, EQUIPMENT for the box."""
    moment = _time(ledger, day)
    common = {
        "eventID": ledger.uuid(f"dcsa/{kind}"),
        "eventCreatedDateTime": moment,
        "eventClassifierCode": "ACT",
        "eventDateTime": moment,
    }
    call = {
        "transportCallID": ledger.uuid("dcsa/call"),
        "UNLocationCode": "CNSHA" if kind in ("LOAD", "DEPA") else "NLRTM",
        "modeOfTransport": "VESSEL",
        "vessel": {"vesselIMONumber": "9074729", "vesselName": "HEAVY MERIDIAN"},
    }
    if kind in ("DEPA", "ARRI"):
        return {**common, "eventType": "TRANSPORT", "transportEventTypeCode": kind, "transportCall": call}
    return {
        **common,
        "eventType": "EQUIPMENT",
        "equipmentEventTypeCode": kind,
        "equipmentReference": _CONTAINER,
        "emptyIndicatorCode": "LADEN",
        "ISOEquipmentCode": "42U1",
        "transportCall": call,
    }


def _position_reports(ledger: Ledger, start: int, end: int) -> dict[str, Any]:
    """What AIS receivers on the way saw of the ship: one report every other day."""
    count = 32
    places = readings.positions_along(readings.ROUTE, count)
    return {
        "positions": [
            {
                "mmsi": 244_170_418,
                "imo": 9_074_729,
                "time": _moment(at),
                "latitude": latitude,
                "longitude": longitude,
                "speedOverGround": 11.0,
            }
            for at, (latitude, longitude) in zip(readings.times(start, end, count), places, strict=True)
        ]
    }


def _time(ledger: Ledger, day: float) -> str:
    return _moment(ledger.scenario.at(day))


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
