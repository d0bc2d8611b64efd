"""Rows that nobody signed are signed once each, and marked."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.oracles.intake.once import set_aside
from quaychain.oracles.logistics.bodies import JSON_LD, read_body
from quaychain.oracles.replay.rows import RowForm, parse_row
from quaychain.oracles.replay.unsigned import ReplayReport, replay_rows
from quaychain.oracles.sending.outbox import Outbox

from ..desks import no_gateway
from ..signing import CHAIN_ID, Signer, reading

HEADER = "time,asset,quantity,unit,value,component"
CRANE, OTHER = "urn:epc:id:giai:9520001.STS0417", "urn:epc:id:giai:9520001.STS0418"


def row(number: int, asset: str = CRANE) -> str:
    return f"2026-03-02T01:{number:02d}:00+01:00,{asset},Temperature,CEL,{number / 2},"


class Archive:
    """An archive's file, and what is signed of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> Outbox:
        return Outbox(self.folder / "outbox.sqlite", Signer(1).key, CHAIN_ID)

    def replay(self, name: str, content: str | bytes, **form: Any) -> ReplayReport:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with no_gateway(self.open) as desk:
            return replay_rows(path, desk, threading.Event(), **form)

    def events(self) -> list[dict[str, Any]]:
        found = []
        for item in self.open().after(None, 999):
            assert read_body(EventKind.EPCIS, JSON_LD, item.body)
            found += json.loads(item.body)["epcisBody"]["eventList"]
        return found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_csv_is_signed_row_by_row_and_marked(archive: Archive) -> None:
    content = "\n".join(["\ufeff" + HEADER, row(1), row(2), row(3, OTHER), ""])
    assert archive.replay("a.csv", content) == ReplayReport(signed=3, again=0, aside=0)
    first, second = archive.events()
    assert (first["epcList"], second["epcList"]) == ([CRANE], [OTHER])
    assert (first["quaychain:signedBy"], first["quaychain:archive"], first["quaychain:rows"]) == (
        "replay",
        "a.csv",
        "2-3",
    )
    assert first["sensorElementList"][0]["sensorReport"] == [
        {"type": "Temperature", "uom": "CEL", "value": value, "time": f"2026-03-02T00:0{number}:00.000Z"}
        for number, value in ((1, 0.5), (2, 1))
    ]
    # It has grown since, and another export has the same rows in another order.
    assert archive.replay("a.csv", content + row(4) + "\n") == ReplayReport(1, 0, 0)
    assert archive.replay("b.csv", "\n".join([HEADER, row(4), row(5), row(1)])) == ReplayReport(1, 2, 0)
    assert archive.replay("b.csv", "\n".join([HEADER, row(4), row(5), row(1)])) == ReplayReport(0, 0, 0)


def test_json_lines_and_other_names_are_taken(archive: Archive) -> None:
    lines = "".join(json.dumps(reading(float(n), time=f"2026-03-02T00:00:0{n}Z")) + "\n" for n in range(5))
    assert archive.replay("a.jsonl", lines).signed == 5
    content = "ts;temp\n2026-03-02T02:00:00Z;7.25\n2026-03-02T02:00:01Z;-3\n"
    form = {
        "delimiter": ";",
        "columns": {"time": "ts", "value": "temp"},
        "constants": {"asset": CRANE, "quantity": "Temperature", "unit": "CEL"},
    }
    assert archive.replay("b.csv", content, **form).signed == 2
    reports = archive.events()[-1]["sensorElementList"][0]["sensorReport"]
    assert [report["value"] for report in reports] == [7.25, -3]


@pytest.mark.parametrize(
    "line",
    [
        "soon,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,1,",
        "2026-03-02T01:00:00,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,1,",
        "2026-03-02T01:00:00Z,crane 7,Temperature,CEL,1,",
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,nan,",
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,true,",
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,0x10,",
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,,",
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,1",
        '2026-03-02T01:00:00Z,"urn:epc:id:giai:9520001.STS0417,Temperature,CEL,1,',
        "2026-03-02T01:00:00Z,urn:epc:id:giai:9520001.STS0417,Temperature,CEL,1,sideways",
        "x" * 20_000,
    ],
)
def test_a_row_that_is_no_reading_is_said(line: str) -> None:
    with pytest.raises(EventRefusedError):
        parse_row(line.encode(), 1, RowForm(tuple(HEADER.split(","))))


def test_rows_that_are_none_are_set_aside_and_the_others_signed(archive: Archive) -> None:
    content = "\n".join([HEADER, row(1), "x,y", row(2), "\udcff", row(3)]).encode("utf-8", "surrogateescape")
    assert archive.replay("a.csv", content) == ReplayReport(signed=3, again=0, aside=2)
    assert {reason.split(":")[0] for _, reason, _, _ in set_aside(archive.open())} == {
        "a.csv, line 3",
        "a.csv, line 5",
    }
    with pytest.raises(EventRefusedError, match="same name"):
        archive.replay("b.csv", "a,a\n1,2\n")
    assert archive.replay("empty.csv", "") == ReplayReport(0, 0, 0)
