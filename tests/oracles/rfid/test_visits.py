"""The reads of one tag at one place become one event, once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.oracles.intake.once import set_aside
from quaychain.oracles.intake.settings_file import SourceFileError
from quaychain.oracles.logistics.bodies import JSON_LD, read_body
from quaychain.oracles.rfid.reads import parse_read
from quaychain.oracles.rfid.service import RfidReport, RfidService, position_of
from quaychain.oracles.rfid.site import Site, load_site
from quaychain.oracles.rfid.tags import TagUndecodableError
from quaychain.oracles.rfid.visits import Smoothing
from quaychain.oracles.sending.lines import LineSource
from quaychain.oracles.sending.outbox import Outbox

from ..desks import no_gateway
from ..signing import CHAIN_ID, Signer

NOW = datetime(2026, 3, 2, tzinfo=UTC)
A, B = "3074257BF7194E4000001A85", "3074257BF7194E4000001A86"
GATE = {"readPoint": "urn:epc:id:sgln:9520001.00001.1", "antennas": ["gate/1", "gate/2"], "businessStep": "arriving"}
YARD = {"readPoint": "urn:epc:id:sgln:9520001.00001.2", "antennas": ["yard/*"], "weakest": -65}
SITE: dict[str, Any] = {"readPoints": [GATE, YARD], "silence": 10, "longest": 60}


def line(epc: str, seconds: float, antenna: int = 1, reader: str = "gate", **more: Any) -> bytes:
    time = (NOW + timedelta(seconds=seconds)).isoformat()
    return json.dumps({"epc": epc, "time": time, "antenna": antenna, "reader": reader} | more).encode() + b"\n"


class Reader:
    """A reader's file, and what is signed of it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "reads.jsonl"
        self.path = folder / "outbox.sqlite"
        self.stopping = threading.Event()

    def open(self) -> Outbox:
        return Outbox(self.path, Signer(1).key, CHAIN_ID)

    def run(self, *lines: bytes, **changes: Any) -> RfidReport:
        with self.file.open("ab") as file:
            file.write(b"".join(lines))
        outbox = self.open()
        source = LineSource(self.file, position_of(outbox, str(self.file.resolve())))
        outbox.close()
        with no_gateway(self.open) as desk:
            return RfidService(Site.model_validate(SITE | changes), source, desk).run(self.stopping)

    def events(self) -> Iterator[dict[str, Any]]:
        for item in self.open().after(None, 999):
            assert read_body(EventKind.EPCIS, JSON_LD, item.body)
            yield from json.loads(item.body)["epcisBody"]["eventList"]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def test_the_reads_of_a_visit_are_one_event(reader: Reader) -> None:
    report = reader.run(
        line(A, 0, rssi=-60), line(B, 1), line(A, 9, antenna=2, rssi=-40, count=5), line(A, 8), line(A, 30), line(A, 31)
    )
    assert report == RfidReport(reads=6, visits=3, strays=0, aside=0)
    first = next(event for event in reader.events() if event["epcList"] == ["urn:epc:id:sgtin:0614141.812345.6789"])
    assert first["eventTime"] == "2026-03-02T00:00:00.000Z"
    assert (first["quaychain:lastSeen"], first["quaychain:reads"]) == ("2026-03-02T00:00:09.000Z", 7)
    assert (first["quaychain:antennas"], first["quaychain:strongest"]) == ("gate/1 gate/2", -40)
    assert (first["readPoint"], first["bizStep"]) == ({"id": GATE["readPoint"]}, "arriving")
    # Read again it is known; what is added is new.
    assert reader.run() == RfidReport(0, 0, 0, 0)
    assert reader.run(line(A, 100)).visits == 1


def test_a_crash_within_a_visit_begins_again_at_its_first_read() -> None:
    smoothing = Smoothing(Site.model_validate(SITE))
    size = 0
    for each in (line(A, 0), line(B, 5), line(A, 9), line(B, 40)):
        smoothing.due(parse_read(each).time)
        smoothing.add(parse_read(each), size)
        size += len(each)
    # A's visit and B's first have ended; B's second begins at the last line.
    start = size - len(line(B, 40))
    assert smoothing.position(size) == start
    assert smoothing.add(parse_read(line(A, 41)), size) == []
    assert smoothing.position(size * 2) == start


def test_a_tag_that_stays_is_told_once(reader: Reader) -> None:
    assert reader.run(*(line(A, second) for second in range(0, 200, 5))).visits == 1
    (event,) = reader.events()
    assert event["quaychain:lastSeen"] == "2026-03-02T00:00:55.000Z"


def test_places_are_apart_and_strays_are_counted(reader: Reader) -> None:
    strays = [line(A, 2, reader="yard", rssi=-80), line(A, 3, reader="elsewhere"), line("E2801160600002054C8A1234", 4)]
    report = reader.run(line(A, 0), line(A, 1, reader="yard", antenna=7, rssi=-60), *strays)
    assert (report.visits, report.strays) == (2, 3)
    assert reader.run(line(A, 500), reads=2).visits == 0


def test_lines_that_are_no_reads_are_set_aside(reader: Reader) -> None:
    bad = [
        b"{}\n", b"\xff\n", b"[1]\n", line("x" * 20_000, 1), line(A, 0, antenna=-1), line(A, 0, count=0),
        json.dumps({"epc": A, "time": "2026-03-02T00:00:00"}).encode() + b"\n",
        json.dumps({"epc": A, "time": "soon"}).encode() + b"\n",
        json.dumps({"epc": A}).encode() + b"\n",
    ]  # fmt: skip
    report = reader.run(b"\n", line(A, 0), *bad, line(B, 1))
    assert (report.reads, report.visits) == (2, 2)
    assert report.aside >= len(bad)
    assert len(set_aside(reader.open())) == report.aside


def test_names_of_llrp_are_known() -> None:
    llrp = {"EPC-96": A.lower(), "AntennaID": 2, "LastSeenTimestampUTC": 1_772_409_600_000_000, "PeakRSSI": -45}
    read = parse_read(json.dumps(llrp | {"TagSeenCount": 3, "ChannelIndex": 1}).encode())
    assert (read.antenna, read.time, read.rssi, read.count) == (2, NOW, -45, 3)
    with pytest.raises(TagUndecodableError):
        parse_read(json.dumps(llrp | {"EPC-96": "00"}).encode())
    with pytest.raises(EventRefusedError):
        parse_read(b"null")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"readPoints": []}, "readPoints"),
        ({"readPoints": [GATE, GATE]}, "two read points"),
        ({"readPoints": [GATE | {"antennas": ["gate"]}]}, "antennas"),
        ({"readPoints": [GATE | {"businessStep": "passing"}]}, "businessStep"),
        ({"silence": 0}, "silence"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_site_is_checked_on_loading(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    path = tmp_path / "site.json"
    path.write_text(json.dumps(SITE | changes))
    with pytest.raises(SourceFileError, match=reason):
        load_site(path)
