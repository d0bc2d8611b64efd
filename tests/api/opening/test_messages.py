"""Logistics messages as rows see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.api.opening.messages import Message, split_body
from quaychain.contracts.events.envelope import EventKind

_EXAMPLES = Path(__file__).resolve().parents[4] / "shared" / "reference" / "epcis" / "examples"


def _split(kind: EventKind, value: Any) -> list[Message]:
    return list(split_body(kind, orjson.dumps(value)))


def test_an_epcis_document() -> None:
    event = {
        "type": "ObjectEvent",
        "eventTime": "2027-01-14T10:00:00.000+08:00",
        "bizStep": "urn:epcglobal:cbv:bizstep:departing",
        "epcList": ["urn:epc:id:giai:9520001.STS0417"],
        "bizLocation": {"id": "urn:epc:id:sgln:9520001.00002.0"},
        "readPoint": {"id": "geo:31.36,121.61"},
    }
    (message,) = _split(EventKind.EPCIS, {"epcisBody": {"eventList": [event]}})
    assert (message.what, message.place, message.latitude, message.longitude) == (
        "departing",
        "geo:31.36,121.61",
        31.36,
        121.61,
    )
    assert message.assets == ("urn:epc:id:giai:9520001.STS0417",)
    assert message.occurred_at == 1_799_892_000_000
    assert message.document == event


def test_dcsa_events_of_both_versions() -> None:
    call = {"UNLocationCode": "NLRTM", "modeOfTransport": "VESSEL", "vessel": {"vesselIMONumber": "9074729"}}
    old = {
        "eventType": "TRANSPORT",
        "transportEventTypeCode": "ARRI",
        "eventDateTime": "2027-03-15T06:00:00Z",
        "transportCall": call,
    }
    new = {"metadata": {"eventCreatedDateTime": "2027-03-15T06:00:00Z"}, "payload": {**old, "eventDateTime": None}}
    for event in (old, new):
        (message,) = _split(EventKind.DCSA, event)
        assert (message.what, message.place, message.assets) == ("TRANSPORT ARRI", "NLRTM", ("9074729",))
        assert message.occurred_at == 1_805_090_400_000


def test_ais_positions() -> None:
    report = {"mmsi": 244170418, "imo": 9074729, "time": "2027-02-01T00:00:00Z", "latitude": -35.4, "longitude": 24.0}
    first, second = _split(EventKind.AIS, {"positions": [report, {**report, "latitude": -35.2}]})
    assert (first.latitude, first.longitude, second.latitude) == (-35.4, 24.0, -35.2)
    assert first.assets == ("imo:9074729", "mmsi:244170418")


def test_ais_positions_as_a_receiver_said_them() -> None:
    """IEC 61162-450: `!AIVDM` behind a tag block; the sentence is ITU-R M.1371's own position report."""
    sentence = r"\c:1772409600*51\!AIVDM,1,1,,B,15M67FC000G?ufbE`FepT@3n00Sa,0*5C"
    first, second = split_body(EventKind.AIS, f"{sentence}\r\n\n{sentence}\r\n".encode())
    assert first == second
    assert (first.what, first.assets, first.occurred_at) == ("position", ("mmsi:366053209",), 1_772_409_600_000)
    assert first.latitude is not None and first.longitude is not None
    assert (round(first.latitude, 3), round(first.longitude, 3)) == (37.802, -122.342)
    assert first.document["sentences"] == [sentence]
    assert list(split_body(EventKind.AIS, b"no sentence")) == []


@pytest.mark.skipif(not _EXAMPLES.is_dir(), reason="GS1's examples are not beside the project")
def test_gs1s_own_examples() -> None:
    for path in sorted(_EXAMPLES.glob("*.jsonld")):
        document = json.loads(path.read_text("utf-8"))
        messages = _split(EventKind.EPCIS, document)
        assert messages, path.name
        assert all(message.occurred_at and message.what for message in messages), path.name


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["epcisBody", "eventList", "payload", "metadata", "positions", "transportCall", "eventTime",
                         "time", "latitude", "readPoint", "id", "bizStep", "epcList", "location", "vessel"])
        | st.text(max_size=4),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.sampled_from([EventKind.EPCIS, EventKind.DCSA, EventKind.AIS]), _json)
def test_no_json_breaks_it(kind: EventKind, value: Any) -> None:
    for message in _split(kind, value):
        assert isinstance(message.what, str)
        assert message.latitude is None or -180 <= message.latitude <= 180


@pytest.mark.parametrize("time", [1e308, -1e308, 2**62, True, "yesterday", "2027-01-01T00:00:00", None])
def test_a_time_that_is_none(time: Any) -> None:
    (message,) = _split(EventKind.AIS, {"positions": [{"mmsi": 1, "time": time}]})
    assert message.occurred_at is None


@given(st.sampled_from(EventKind), st.binary(max_size=60))
def test_no_bytes_break_it(kind: EventKind, body: bytes) -> None:
    list(split_body(kind, body))


def test_notes_of_edge_rules() -> None:
    note = {
        "note": "range",
        "asset": "urn:epc:id:giai:9520001.STS0417",
        "time": "2026-03-02T00:00:00.250Z",
        "value": 90,
    }
    (message,) = _split(EventKind.DERIVED, {"type": "quaychain.derived.1", "notes": [note]})
    assert message == Message("range", None, None, None, 1_772_409_600_250, (note["asset"],), note)
