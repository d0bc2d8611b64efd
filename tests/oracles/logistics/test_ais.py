"""AIS positions as JSON and as sentences."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyais import encode_dict

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.logistics import ais
from quaychain.oracles.logistics.bodies import read_body

POSITION = {
    "mmsi": 244060000,
    "imo": 9518414,
    "time": "2026-12-01T06:00:00Z",
    "latitude": -34.35,
    "longitude": 18.49,
    "speedOverGround": 11.2,
    "courseOverGround": 301.5,
    "heading": 300,
    "navigationStatus": 0,
}


def sentences(time: int | None = 1_796_104_800, **changes: Any) -> bytes:
    """Position sentences, each behind a tag block."""
    fields = {
        "msg_type": 1,
        "mmsi": "244060000",
        "lat": -34.35,
        "lon": 18.49,
        "speed": 11.2,
        "course": 301.5,
        "heading": 300,
    }
    lines = [line.encode() for line in encode_dict(fields | changes, talker_id="AI")]
    if time is None:
        return b"\r\n".join(lines)
    block = f"c:{time}".encode()
    check = reduce(lambda total, byte: total ^ byte, block)
    return b"\r\n".join(b"\\%b*%02X\\%b" % (block, check, line) for line in lines)


def refusal(action: Any, *arguments: Any) -> str:
    with pytest.raises(EventRefusedError) as caught:
        action(*arguments)
    assert caught.value.reason is RefusalReason.BODY_INVALID
    return caught.value.detail


def test_json_positions_are_taken() -> None:
    body = {"positions": [POSITION, {name: POSITION[name] for name in ("mmsi", "time", "latitude", "longitude")}]}
    found = ais.read_json(body)
    assert found.reports[0].latitude == -34.35
    assert found.reports[1].speedOverGround is None
    assert len({item.digest for item in found.items}) == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"latitude": 90.1}, "latitude"), ({"longitude": -181}, "longitude"), ({"latitude": "1"}, "latitude"),
        ({"mmsi": 0}, "mmsi"), ({"mmsi": 1_000_000_000}, "mmsi"), ({"mmsi": True}, "mmsi"),
        ({"mmsi": "244060000"}, "mmsi"),
        ({"time": "noon"}, "time"), ({"heading": 360}, "heading"), ({"speedOverGround": -1}, "speedOverGround"),
        ({"navigationStatus": 16}, "navigationStatus"), ({"imo": 7}, "imo"), ({"name": "x"}, "name"),
        ({"heading": None}, "heading"),
    ],
)  # fmt: skip
def test_wrong_json_positions_are_refused(change: dict[str, Any], where: str) -> None:
    assert where in refusal(ais.read_json, {"positions": [POSITION, POSITION | change]})


@pytest.mark.parametrize(
    "value", [None, [], {}, {"positions": []}, {"positions": POSITION}, {"positions": [POSITION], "x": 1}]
)
def test_what_is_no_list_of_positions_is_refused(value: Any) -> None:
    refusal(ais.read_json, value)


def test_sentences_give_position_time_and_motion() -> None:
    found = ais.read_sentences(
        sentences() + b"\r\n\r\n" + sentences(1_796_104_810, lat=-34.3, speed=102.3, heading=511)
    )
    first, second = found.reports
    assert (first.mmsi, first.time) == (244060000, "2026-12-01T06:00:00Z")
    assert (first.latitude, first.longitude) == pytest.approx((-34.35, 18.49), abs=1e-4)
    assert (first.speedOverGround, first.courseOverGround, first.heading) == (11.2, 301.5, 300)
    assert (second.speedOverGround, second.heading) == (None, None)
    assert second.latitude == pytest.approx(-34.3, abs=1e-4)
    assert len({item.digest for item in found.items}) == 2


def test_class_b_and_long_range_positions_are_taken_and_other_messages_passed_over() -> None:
    static = sentences(msg_type=5, shipname="HEAVY LIFTER")
    assert static.count(b"\n") == 1
    found = ais.read_sentences(
        b"\n".join([static, sentences(msg_type=18), sentences(msg_type=27, speed=11, course=301)])
    )
    assert len(found.reports) == 2
    assert "no position" in refusal(ais.read_sentences, static)
    assert "no position" in refusal(ais.read_sentences, sentences(lat=91, lon=181))
    assert ais.read_sentences(sentences(msg_type=27, speed=63, course=511)).reports[0].model_fields_set == {
        "mmsi", "time", "latitude", "longitude",
    }  # fmt: skip


def test_wrong_sentences_are_refused_naming_the_line() -> None:
    good = sentences()
    static = sentences(msg_type=5)
    wrong_sum = good[:-1] + (b"0" if good[-1:] != b"0" else b"1")
    assert "checksum" in refusal(ais.read_sentences, good + b"\n" + wrong_sum)
    assert "line 2" in refusal(ais.read_sentences, good + b"\n" + wrong_sum)
    assert "tag block" in refusal(ais.read_sentences, sentences(None))
    assert "tag block" in refusal(ais.read_sentences, good.replace(b"c:17", b"c:18"))
    assert "no NMEA" in refusal(ais.read_sentences, b"hello")
    assert "part" in refusal(ais.read_sentences, static.split(b"\r\n")[0])
    assert "part 2" in refusal(ais.read_sentences, static.split(b"\r\n")[1])
    assert "latitude" in refusal(ais.read_sentences, sentences(lat=91))
    refusal(ais.read_sentences, b"")


@given(st.one_of(st.binary(max_size=80), st.tuples(st.integers(0, 60), st.binary(min_size=1, max_size=2)).map(
    lambda change: sentences()[: change[0]] + change[1] + sentences()[change[0] + 1 :]
)))  # fmt: skip
def test_any_bytes_end_in_positions_or_a_reason(body: bytes) -> None:
    try:
        ais.read_sentences(body)
    except EventRefusedError as error:
        assert error.detail


def test_bodies_are_read_by_kind_and_media_type() -> None:
    assert len(read_body(EventKind.AIS, "text/plain", sentences())) == 1
    assert "media type" in refusal(read_body, EventKind.EPCIS, "text/plain", b"x")
    assert "media type" in refusal(read_body, EventKind.READING, "application/json", b"{}")
    with pytest.raises(EventRefusedError) as caught:
        read_body(EventKind.DCSA, "application/json", b'{"a":1,"a":2}')
    assert caught.value.reason is RefusalReason.DUPLICATE_NAME
