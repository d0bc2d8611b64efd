"""A milestone is reported once, when all its steps are anchored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.types import EvidenceKind
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import EventKind
from quaychain.oracles.opcua.mapping import Mapping
from quaychain.oracles.opcua.milestones import MilestoneDone, Reporter, note_anchored
from quaychain.oracles.opcua.service import record_observation
from quaychain.oracles.opcua.steps import Observation
from quaychain.oracles.sending.outbox import Draft, Outbox

from ..signing import CHAIN_ID, Signer
from .mappings import MILESTONE, parsed, step

AT = 1_772_409_600
STREAM = b"\x09" * 32


class Chain:
    """A port that notes what is reported."""

    def __init__(self) -> None:
        self.time = AT + 1_000
        self.open = True
        self.away = False
        self.reported: list[MilestoneDone] = []

    def now(self) -> int:
        if self.away:
            raise QuaychainError("away")
        return self.time

    def is_open(self, order: bytes, code: bytes) -> bool:
        return self.open

    def report(self, done: MilestoneDone) -> bool:
        self.reported.append(done)
        return True


class Line:
    """A production line whose steps are anchored."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path = path
        self.mapping = mapping
        self.outbox = self.open()
        self.chain = Chain()
        self.reporter = Reporter(mapping, self.open, self.chain)
        self.sequence = 0

    def open(self) -> Outbox:
        return Outbox(self.path, Signer(1).key, CHAIN_ID)

    def do(self, number: int, at: int) -> dict[str, Any] | None:
        steps = [self.mapping.steps[number]]
        for value, seconds in ((False, at - 1), (True, at)):
            seen = Observation(value, datetime.fromtimestamp(seconds, UTC), None)
            record_observation(self.outbox, steps, seen, datetime.fromtimestamp(at, UTC))
        item = self.outbox.after(None, 99)[-1]
        self.sequence += 1
        return note_anchored(self.outbox, item, {"quaychain:stream": STREAM.hex(), "quaychain:sequence": self.sequence})


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "outbox.sqlite", parsed(step(), step("painted"), step("other", milestone="0x" + "05" * 32)))


def test_a_milestone_waits_for_all_its_steps(line: Line) -> None:
    evidence = line.do(0, AT)
    assert evidence is not None
    assert (evidence["step"], evidence["stream"], evidence["sequence"]) == ("welded", "0x" + "09" * 32, 1)
    assert line.reporter.look(line.outbox)
    assert line.chain.reported == []
    line.do(1, AT + 10)
    for _ in range(2):
        assert line.reporter.look(line.outbox)
    (done,) = line.chain.reported
    assert (done.code.hex(), done.at) == (MILESTONE[2:], AT + 10)
    assert (done.evidence.identifier, done.evidence.kind, done.evidence.number) == (
        STREAM,
        EvidenceKind.ANCHORED_EVENTS,
        2,
    )
    # After a restart it is known, and a step done anew is reported anew.
    Reporter(line.mapping, line.open, line.chain).look(line.open())
    assert len(line.chain.reported) == 1
    line.do(0, AT + 20)
    line.reporter.look(line.outbox)
    assert [report.evidence.number for report in line.chain.reported] == [2, 3]


def test_a_milestone_that_is_not_open_is_left_alone(line: Line) -> None:
    line.chain.open = False
    line.do(2, AT)
    assert line.reporter.look(line.outbox)
    line.chain.open = True
    assert line.reporter.look(line.outbox)
    assert line.chain.reported == []


def test_a_chain_that_is_away_or_behind_is_waited_for(line: Line) -> None:
    line.do(2, AT)
    line.chain.time = AT - 1
    assert line.reporter.look(line.outbox)
    line.chain.away = True
    assert not line.reporter.look(line.outbox)
    assert line.chain.reported == []
    line.chain.away, line.chain.time = False, AT
    assert line.reporter.look(line.outbox)
    assert len(line.chain.reported) == 1


def test_a_record_may_be_the_evidence(tmp_path: Path) -> None:
    line = Line(tmp_path / "outbox.sqlite", parsed(step(evidence={"record": "0x" + "0a" * 32, "version": 3})))
    line.do(0, AT)
    line.reporter.look(line.outbox)
    evidence = line.chain.reported[0].evidence
    assert (evidence.identifier, evidence.kind, evidence.number) == (b"\x0a" * 32, EvidenceKind.RECORD, 3)


def test_a_document_that_is_no_step_is_no_evidence(line: Line) -> None:
    line.outbox.ensure_boot()
    body = b'{"epcisBody":{"eventList":[{"type":"ObjectEvent"}]}}'
    line.outbox.add([Draft(EventKind.EPCIS, body=body, media_type="application/json")])
    assert note_anchored(line.outbox, line.outbox.after(None, 1)[0], {}) is None
