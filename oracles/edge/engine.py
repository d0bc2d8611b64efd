"""Rules applied to readings, one message after the other; the same messages always give the same notes. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import ReadingEnvelope
from quaychain.contracts.events.reading import LATEST, Reading

from .notes import Inputs, Note, NoteKind
from .rules import EdgeRule, EdgeRules, Zones
from .series import OpenWindow, Series
from .statistics import robust_score

#: Series that are remembered at most; beyond it the one that was quiet longest ends with its window.
MAX_SERIES = 10_000
#: A window is closed so long after its end, in milliseconds, where no later reading closes it.
GRACE = 30_000


class EdgeEngine:
    """The rules, and what is remembered of each series.

    `changed` and `gone` name the series whose state is another one since they were last emptied.
    """

    def __init__(self, rules: EdgeRules, series: Iterable[Series] = ()) -> None:
        self._rules = rules
        self._by_name = {rule.name: rule for rule in rules.rules}
        self._series = {name_of(each): each for each in series if each.rule in self._by_name}
        self.changed: dict[str, Series] = {}
        self.gone: set[str] = set()

    def take(self, entry: BatchEvent) -> list[Note]:
        """The notes that a message gives rise to."""
        envelope = entry.event.envelope
        if not isinstance(envelope, ReadingEnvelope):
            return []
        inputs = Inputs()
        inputs.add(envelope.counter, entry.event.digest)
        device = envelope.relayed_for or envelope.key
        notes: list[Note] = []
        for reading in envelope.readings:
            rule = self._rules.rule_for(device, reading)
            if rule is not None:
                notes += self._apply(rule, device, reading, inputs, entry)
        return notes

    def flush(self, now: int) -> list[Note]:
        """The aggregates of windows that ended long before `now` (Unix milliseconds)."""
        notes = []
        for name, series in self._series.items():
            if series.window is not None and series.window.until + GRACE <= now:
                notes.append(_aggregate(series, series.window))
                series.window = None
                self.changed[name] = series
        return notes

    def _apply(self, rule: EdgeRule, device: str, reading: Reading, inputs: Inputs, entry: BatchEvent) -> list[Note]:
        value = float(reading.value)

        def note(kind: NoteKind, **facts: Any) -> Note:
            return Note(
                kind, rule.name, device, reading.asset, reading.quantity, reading.unit, reading.component,
                reading.milliseconds, inputs, facts,
            )  # fmt: skip

        if reading.unit != rule.unit:
            return [note(NoteKind.UNIT, value=reading.value, expected=rule.unit)]
        if rule.range is not None and not _within(value, rule.range.min, rule.range.max):
            return [note(NoteKind.RANGE, value=reading.value, **rule.range.model_dump(exclude_none=True))]
        notes, series = self._remembered(rule, device, reading)
        if rule.deadband is not None and (series.noted is None or abs(value - series.noted) > rule.deadband):
            before = {} if series.noted is None else {"from": series.noted}
            notes.append(note(NoteKind.CHANGE, value=reading.value, **before))
            series.noted = value
        if rule.anomaly is not None:
            if len(series.history) >= rule.anomaly.least:
                score = robust_score(value, series.history)
                if abs(score) > rule.anomaly.threshold:
                    # Where all the values before were the same there is no measure, and so no score.
                    known = {"score": score} if math.isfinite(score) else {}
                    notes.append(note(NoteKind.ANOMALY, value=reading.value, threshold=rule.anomaly.threshold, **known))
            series.history = [*series.history, value][-rule.anomaly.history :]
        if rule.zones is not None:
            zone = zone_of(value, rule.zones)
            if zone != series.zone:
                left = {} if series.zone is None else {"from": series.zone}
                notes.append(note(NoteKind.ZONE, value=reading.value, zone=zone, **left))
                series.zone = zone
        if rule.window is not None:
            notes += _into_window(series, rule.window.seconds * 1000, reading, entry)
        return notes

    def _remembered(self, rule: EdgeRule, device: str, reading: Reading) -> tuple[list[Note], Series]:
        name = _name(device, rule.name, reading.asset, reading.component)
        notes: list[Note] = []
        series = self._series.pop(name, None)
        if series is None:
            series = Series(device, rule.name, reading.asset, reading.quantity, reading.component)
            if len(self._series) >= MAX_SERIES:
                oldest = next(iter(self._series))
                ended = self._series.pop(oldest)
                self.changed.pop(oldest, None)
                self.gone.add(oldest)
                if ended.window is not None:
                    notes.append(_aggregate(ended, ended.window))
        # At the end: the first one is always the one that was quiet longest.
        self._series[name] = self.changed[name] = series
        self.gone.discard(name)
        return notes, series


def name_of(series: Series) -> str:
    """What tells one series from another."""
    return _name(series.device, series.rule, series.asset, series.component)


def zone_of(value: float, zones: Zones) -> str:
    """A, B, C or D."""
    size = abs(value)
    return "A" if size <= zones.ab else "B" if size <= zones.bc else "C" if size <= zones.cd else "D"


def _name(device: str, rule: str, asset: str, component: str | None) -> str:
    return "\n".join((device, rule, asset, component or ""))


def _within(value: float, least: float | None, greatest: float | None) -> bool:
    return (least is None or value >= least) and (greatest is None or value <= greatest)


def _into_window(series: Series, length: int, reading: Reading, entry: BatchEvent) -> list[Note]:
    moment = reading.milliseconds
    start = moment - moment % length
    notes = []
    window = series.window
    if window is not None and (window.start != start or window.full):
        notes.append(_aggregate(series, window))
        window = None
    if window is None:
        window = series.window = OpenWindow(start, min(start + length, LATEST), reading.unit)
    window.add(float(reading.value))
    window.inputs.add(entry.event.envelope.counter, entry.event.digest)
    return notes


def _aggregate(series: Series, window: OpenWindow) -> Note:
    return Note(
        NoteKind.AGGREGATE, series.rule, series.device, series.asset, series.quantity, window.unit, series.component,
        window.until, window.inputs, {"seconds": (window.until - window.start) // 1000, **window.facts()},
    )  # fmt: skip
