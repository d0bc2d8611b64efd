"""A promised milestone that the latest estimate misses is told, by day, and told when it is in time again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import EventKind, SignedEvent, parse_message
from quaychain.oracles.keeper.arrivals import Arrival, lateness, learn
from quaychain.oracles.keeper.geography import Place
from quaychain.oracles.keeper.notice import Notice, NoticeKind
from quaychain.oracles.keeper.sightings import Call, Certainty, Position, Retraction, Sighting, sightings

from ..signing import Signer

DAY = 86_400
PROMISED = 100 * DAY
ARRIVAL = Arrival.model_validate(
    {
        "name": "sts-1",
        "order": "ab" * 32,
        "milestone": "cd" * 32,
        "things": ["imo:9321483", "MSKU1234565"],
        "places": ["NLRTM", "urn:epc:id:sgln:8712345.00001.0"],
        "leadHours": 24,
        "route": [{"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 10}],
    }
)


def call(day: float, said_at: int = 1, certainty: Certainty = Certainty.ESTIMATED, **changes: Any) -> Call:
    fields = {"code": "ARRI", "places": frozenset({"NLRTM"}), "things": frozenset({"imo:9321483"}), "message": None}
    fields |= changes
    return Call(at=int(day * DAY), said_at=said_at, certainty=certainty, **fields)


class Known:
    """The estimates of one arrival."""

    def __init__(self) -> None:
        self.estimates: dict[str, Any] = {}

    def told(self, *seen: Sighting, promised: int = PROMISED) -> list[Notice]:
        for sighting in seen:
            learn([ARRIVAL], sighting, self.estimates)
        return list(lateness(ARRIVAL, promised, self.estimates, 7))

    def days(self, *seen: Sighting, promised: int = PROMISED) -> list[int]:
        return [notice.facts["daysLate"] for notice in self.told(*seen, promised=promised)]


def test_each_further_day_is_told_once() -> None:
    known = Known()
    assert known.days(call(99)) == []
    assert known.days(call(99.1, 2)) == [1]
    assert known.days(call(99.9, 3)) == []
    assert known.days(call(101.5, 4)) == [3]
    # A little better, and again as bad: no news.
    assert known.days(call(100.5, 5), call(101.5, 6)) == []
    (again,) = known.told(call(98, 7))
    assert again.kind is NoticeKind.ARRIVAL_IN_TIME and "in time again" in again.text
    assert known.days(call(99.5, 8)) == [1]


def test_what_was_said_earlier_or_is_about_something_else_changes_nothing() -> None:
    known = Known()
    assert known.days(call(90, 5), call(120, 4)) == []
    for other in (
        call(120, 9, code="DEPA"),
        call(120, 9, places=frozenset({"DEHAM"})),
        call(120, 9, things=frozenset({"imo:1"})),
    ):
        assert known.days(other) == []


def test_a_new_promise_is_measured_anew() -> None:
    known = Known()
    assert known.days(call(103), promised=PROMISED) == [4]
    assert known.days(promised=PROMISED + 10 * DAY) == [0]
    assert known.days(promised=PROMISED - DAY) == [5]


def test_what_was_retracted_is_forgotten_and_what_arrived_counts() -> None:
    known = Known()
    assert known.days(call(120, message="m1"), Retraction("other")) == [21]
    assert known.days(Retraction("m1")) == []
    assert known.days(call(103, 2)) == [4]
    (notice,) = known.told(call(104, 3, Certainty.ACTUAL))
    assert notice.facts["certainty"] == "actual" and notice.facts["daysLate"] == 5
    assert known.days(call(150, 4)) == []


def test_a_vessels_position_and_speed_make_an_estimate_of_their_own() -> None:
    known = Known()
    ship = frozenset({"imo:9321483"})
    # 5 degrees of a great circle are 556 km.
    halfway = Position(ship, Place(latitude=0, longitude=5), 98 * DAY, speed=6.4)
    (notice,) = known.told(halfway)
    assert notice.facts["certainty"] == "computed" and notice.facts["daysLate"] == 1
    assert notice.facts["arrivesAt"] == pytest.approx(99 * DAY, abs=900)
    anchored = Position(ship, Place(latitude=0, longitude=5), 99 * DAY, speed=0.1)
    assert known.days(anchored) == []


def logistics(kind: EventKind, value: Any, media_type: str = "application/json") -> BatchEvent:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    message = Signer(1).document(0, 1, kind, body, media_type)
    parsed = parse_message(message, max_bytes=10**6)
    return BatchEvent(1, 50, SignedEvent(parsed.signed, parsed.signature, body))


def test_dcsa_of_both_versions_is_read() -> None:
    transport = {
        "eventDateTime": "2026-05-01T10:00:00Z",
        "eventClassifierCode": "EST",
        "transportEventTypeCode": "ARRI",
        "transportCall": {
            "transportCallID": "T1",
            "modeOfTransport": "VESSEL",
            "UNLocationCode": "NLRTM",
            "vessel": {"vesselIMONumber": "9321483"},
        },
        "references": [{"referenceType": "EQ", "referenceValue": "MSKU1234565"}],
    }
    second = {"eventType": "TRANSPORT", "eventID": "e1", "eventCreatedDateTime": "2026-04-01T10:00:00Z", **transport}
    (found,) = sightings(logistics(EventKind.DCSA, second))
    assert isinstance(found, Call)
    assert found.certainty is Certainty.ESTIMATED and found.places == {"NLRTM"} and found.code == "ARRI"
    assert found.things == {"T1", "imo:9321483", "MSKU1234565"} and found.message == "e1"
    assert found.at - found.said_at == 30 * DAY
    meta = {"eventID": "e1", "eventType": "TRANSPORT", "eventCreatedDateTime": "2026-04-01T10:00:00Z"}
    third = {"metadata": meta, "payload": transport | {"eventClassifierCode": "ACT"}}
    retraction = {"metadata": meta | {"eventID": "e2", "retractedEventID": "e1"}}
    actual, taken_back = sightings(logistics(EventKind.DCSA, [third, retraction]))
    assert isinstance(actual, Call) and actual.certainty is Certainty.ACTUAL
    assert taken_back == Retraction("e1")


def test_epcis_and_ais_are_read() -> None:
    event = {
        "type": "ObjectEvent",
        "eventTime": "2026-05-01T10:00:00Z",
        "bizStep": "https://ref.gs1.org/cbv/BizStep-arriving",
        "epcList": ["urn:epc:id:giai:9520001.STS0417"],
        "readPoint": {"id": "geo:51.95,4.02"},
        "bizLocation": {"id": "urn:epc:id:sgln:8712345.00001.0"},
    }
    arrived, where = sightings(logistics(EventKind.EPCIS, {"epcisBody": {"eventList": [event]}}))
    assert isinstance(arrived, Call) and arrived.code == "arriving" and arrived.certainty is Certainty.ACTUAL
    assert "urn:epc:id:sgln:8712345.00001.0" in arrived.places
    assert isinstance(where, Position) and where.place == Place(latitude=51.95, longitude=4.02)
    report = {"mmsi": 244660000, "imo": 9321483, "time": "2026-05-01T10:00:00Z", "latitude": 1, "longitude": 2}
    bare, moving = sightings(logistics(EventKind.AIS, {"positions": [report, report | {"speedOverGround": 10}]}))
    assert isinstance(bare, Position) and isinstance(moving, Position)
    assert bare.things == {"mmsi:244660000", "imo:9321483"} and bare.speed is None
    assert moving.speed == pytest.approx(5.144, abs=0.001)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"epcisBody":{"eventList":[{"eventTime":"soon"}]}}', b'{"a":{}}'])
@pytest.mark.parametrize("kind", [EventKind.DCSA, EventKind.EPCIS, EventKind.AIS])
def test_what_cant_be_read_says_nothing(kind: EventKind, body: bytes) -> None:
    assert list(sightings(logistics(kind, body))) == []
