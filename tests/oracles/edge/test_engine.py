"""Rules applied to readings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import parse_message
from quaychain.contracts.events.reading import LATEST
from quaychain.contracts.keccak import keccak256
from quaychain.oracles.edge import engine as engine_module
from quaychain.oracles.edge.engine import GRACE, EdgeEngine, zone_of
from quaychain.oracles.edge.notes import Note, NoteKind, document, read_document, show_time
from quaychain.oracles.edge.rules import EdgeRules, Zones, parse_rules
from quaychain.oracles.edge.series import Series

from ..signing import NOW, Signer, reading

DEVICE = Signer(1)
START = NOW * 1000 - NOW * 1000 % 60_000


def rules(**parts: Any) -> EdgeRules:
    rule = {"name": "heat", "quantity": "Temperature", "unit": "CEL"} | parts
    return parse_rules(json.dumps({"version": 1, "rule": [rule]}).encode(), "rules.json")


def event(seq: int, *values: float, at: int = START, boot: int = 0, **changes: Any) -> BatchEvent:
    readings = [reading(value, time=show_time(at), **changes) for value in values]
    message = DEVICE.message(boot, seq, readings=readings)
    return BatchEvent(seq, NOW, parse_message(message, max_bytes=65_536))


def inputs_digest(event_digests: Iterable[bytes]) -> bytes:
    digest = bytes(32)
    for event_digest in event_digests:
        digest = keccak256(digest + event_digest)
    return digest


def notes_of(given: EdgeRules | EdgeEngine, events: Sequence[BatchEvent]) -> list[Note]:
    engine = given if isinstance(given, EdgeEngine) else EdgeEngine(given)
    return [note for each in events for note in engine.take(each)]


def facts(notes: Sequence[Note]) -> list[tuple[str, dict[str, Any]]]:
    return [(note.kind.value, note.facts) for note in notes]


def test_a_window_at_the_end_of_time_is_closed_and_told() -> None:
    events = [event(1, 1.0, at=LATEST), event(2, 2.0)]
    [note] = notes_of(rules(window={"seconds": 60}), events)
    assert read_document(document([note], "0" * 64))
    assert note.as_json()["time"] == "9999-12-31T23:59:59.999Z"


def test_a_note_names_the_messages_it_comes_of() -> None:
    events = [event(seq, float(seq), at=START + 1000 * seq) for seq in (1, 2, 3, 5)]
    late = event(6, 9.0, at=START + 60_000)
    [note] = notes_of(rules(window={"seconds": 60}), [*events, late])
    assert note.kind is NoteKind.AGGREGATE
    assert note.facts == {"seconds": 60, "min": 1, "max": 5, "mean": 2.75, "count": 4}
    assert note.time == START + 60_000
    assert note.as_json()["inputs"] == {
        "counters": [[0, 1, 3], [0, 5, 5]],
        "digest": inputs_digest(each.event.digest for each in events).hex(),
    }
    assert note.as_json()["device"] == DEVICE.public.hex()


def test_several_readings_of_one_message_are_one_input() -> None:
    first = event(1, 1.0, 2.0, 3.0)
    [note] = notes_of(rules(window={"seconds": 60}), [first, event(2, 9.0, at=START + 60_000)])
    assert note.facts["count"] == 3
    assert note.inputs.counters == [[0, 1, 1]]
    assert note.inputs.digest == inputs_digest([first.event.digest])


def test_a_quiet_window_closes_by_the_clock() -> None:
    engine = EdgeEngine(rules(window={"seconds": 60}))
    assert notes_of(engine, [event(1, 5.0)]) == []
    assert engine.flush(START + 60_000 + GRACE - 1) == []
    [note] = engine.flush(START + 60_000 + GRACE)
    assert note.facts["count"] == 1
    assert engine.flush(START + 10**9) == []


def test_units_and_ranges() -> None:
    found = notes_of(
        rules(range={"min": -10, "max": 50}, deadband=0.001),
        [event(1, -10.0, 51.0, 50.0), event(2, 20.0, unit="FAH"), event(3, 20.0, quantity="Speed")],
    )
    assert facts(found) == [
        ("change", {"value": -10}),
        ("range", {"value": 51, "min": -10, "max": 50}),
        ("change", {"value": 50, "from": -10}),
        ("unit", {"value": 20, "expected": "CEL"}),
    ]


def test_the_deadband_counts_from_the_last_value_noted() -> None:
    found = notes_of(rules(deadband=1), [event(1, 10.0, 10.6, 11.0, 11.2, 10.5, 10.1)])
    assert facts(found) == [
        ("change", {"value": 10}), ("change", {"value": 11.2, "from": 10}), ("change", {"value": 10.1, "from": 11.2}),
    ]  # fmt: skip


def test_an_anomaly_stands_out_and_a_drift_does_not() -> None:
    given = rules(anomaly={"history": 20, "least": 10, "threshold": 3.5})
    calm = [20 + 0.1 * (step % 5) for step in range(12)]
    assert notes_of(given, [event(1, *calm)]) == []
    [note] = notes_of(given, [event(1, *calm, 35.0)])
    assert note.kind is NoteKind.ANOMALY
    assert note.facts["score"] > 3.5
    [same] = notes_of(given, [event(1, *([5.0] * 12), 5.1)])
    assert same.facts == {"value": 5.1, "threshold": 3.5}
    assert notes_of(given, [event(1, *(20 + 0.1 * step for step in range(60)))]) == []


def test_zones_are_noted_when_they_change() -> None:
    given = rules(unit="C16", quantity="Speed", zones={"ab": 2.3, "bc": 4.5, "cd": 7.1})
    found = notes_of(given, [event(1, 1.0, 2.3, 2.4, -3.0, 8.0, 7.1, quantity="Speed", unit="C16")])
    assert facts(found) == [
        ("zone", {"value": 1, "zone": "A"}),
        ("zone", {"value": 2.4, "zone": "B", "from": "A"}),
        ("zone", {"value": 8, "zone": "D", "from": "B"}),
        ("zone", {"value": 7.1, "zone": "C", "from": "D"}),
    ]


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_stronger_vibration_is_never_in_a_better_zone(one: float, other: float) -> None:
    zones = Zones(ab=2.3, bc=4.5, cd=7.1)
    weaker, stronger = sorted((one, other), key=abs)
    assert zone_of(weaker, zones) <= zone_of(stronger, zones)


def test_the_series_that_was_quiet_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "MAX_SERIES", 2)
    engine = EdgeEngine(rules(window={"seconds": 60}))
    assets = [f"urn:epc:id:giai:9520001.STS{number}" for number in range(3)]
    assert notes_of(engine, [event(1, 1.0, asset=assets[0]), event(2, 1.0, asset=assets[1])]) == []
    assert notes_of(engine, [event(3, 2.0, asset=assets[0])]) == []
    [ended] = notes_of(engine, [event(4, 1.0, asset=assets[2])])
    assert ended.asset == assets[1]
    assert len(engine.gone) == 1
    assert len(engine.changed) == 2


ALL = {
    "range": {"min": -50, "max": 50},
    "deadband": 1,
    "window": {"seconds": 10},
    "anomaly": {"history": 8, "least": 5},
    "zones": {"ab": 5, "bc": 10, "cd": 20},
}
STEPS = st.lists(st.tuples(st.lists(st.floats(-60, 60), min_size=1, max_size=4), st.integers(-3, 15)), max_size=25)


def events_of(steps: Sequence[tuple[list[float], int]]) -> list[BatchEvent]:
    moment, events = START, []
    for seq, (values, seconds) in enumerate(steps, start=1):
        moment += seconds * 1000
        events.append(event(seq, *values, at=moment))
    return events


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_every_reading_in_range_is_in_exactly_one_aggregate(steps: list[tuple[list[float], int]]) -> None:
    engine = EdgeEngine(rules(**ALL))
    events = events_of(steps)
    found = notes_of(engine, events) + engine.flush(START + 10**9)
    aggregates = [note for note in found if note.kind is NoteKind.AGGREGATE]
    within = [float(value) for values, _ in steps for value in values if -50 <= value <= 50]
    assert sum(note.facts["count"] for note in aggregates) == len(within)
    if within:
        assert min(note.facts["min"] for note in aggregates) == min(within)
        assert max(note.facts["max"] for note in aggregates) == max(within)
        mean = sum(note.facts["mean"] * note.facts["count"] for note in aggregates) / len(within)
        assert mean == pytest.approx(fmean(within), abs=1e-9)
    digests = {each.event.envelope.seq: each.event.digest for each in events}
    for note in found:
        assert note.facts.get("min", 0) <= note.facts.get("mean", note.facts.get("min", 0))
        taken = [seq for _, first, last in note.inputs.counters for seq in range(first, last + 1)]
        assert note.inputs.digest == inputs_digest(digests[seq] for seq in taken)
    for start in range(0, len(found), 100):
        part = found[start : start + 100]
        assert len(read_document(document(part, "00" * 32))) == len(part)


@given(STEPS, st.integers(0, 25))
@settings(max_examples=25, deadline=None)
def test_what_is_remembered_can_be_put_down_and_taken_up_anywhere(
    steps: list[tuple[list[float], int]], cut: int
) -> None:
    given, events = rules(**ALL), events_of(steps)
    whole = EdgeEngine(given)
    expected = notes_of(whole, events) + whole.flush(START + 10**9)
    first = EdgeEngine(given)
    found = notes_of(first, events[:cut])
    states = [json.loads(json.dumps(series.as_json())) for series in first.changed.values()]
    second = EdgeEngine(given, [Series.from_json(state) for state in states])
    found += notes_of(second, events[cut:]) + second.flush(START + 10**9)
    assert [note.as_json() for note in found] == [note.as_json() for note in expected]
