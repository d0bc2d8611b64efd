"""Where a plan's milestones stand on a time axis, in per cent of its width. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..queries.milestones import MilestoneView

#: A gap before the last dates that takes more of the axis than this is cut out: twenty milestones within fourteen
#: months and a final acceptance two years later would leave the fourteen months no room.
_LONGEST_GAP = 0.3
#: Where what lies beyond the cut is drawn, and where the axis itself ends then.
_BEYOND = 98.5
_CUT = 94.0
_MOST_TICKS = 6
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)

_Place = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Lane:
    """One milestone on the axis. `since` is the stretch from the milestone before to this one; `late` and `moved` are
    stretches (from, to) too. None where there is nothing to draw."""

    milestone: MilestoneView
    due: float
    planned: float
    actual: float | None
    agreed_due: float | None
    since: tuple[float, float] | None
    moved: tuple[float, float] | None
    late: tuple[float, float] | None
    beyond: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The first of a month on the axis. `year` where it has to be said."""

    at: float
    month: datetime
    year: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """All lanes on one axis. `now` is None where it is not on the axis; `cut` where the axis was shortened."""

    lanes: list[Lane]
    ticks: list[Tick]
    now: float | None
    cut: float | None


def schedule(milestones: Sequence[MilestoneView], now: datetime) -> Schedule:
    """Milestones on an axis from the first date to the last."""
    if not milestones:
        return Schedule([], [], None, None)
    times = sorted({time for each in milestones for time in _times(each)})
    start, end, cut = times[0], times[-1], False
    whole = (end - start) or timedelta(days=1)
    for earlier, later in zip(reversed(times[:-1]), reversed(times[1:]), strict=True):
        if (later - earlier) / whole > _LONGEST_GAP and sum(time >= later for time in times) <= len(times) // 8:
            end, cut = earlier, True
            break
    margin = max((end - start) * 0.02, timedelta(days=2))
    first, last = start - margin, end + margin
    width = _CUT if cut else 100.0

    def place(time: datetime) -> float:
        if cut and time > last:
            return _BEYOND
        return round(min(max((time - first) / (last - first), 0.0), 1.0) * width, 2)

    shown_now = place(now) if first <= now <= last else None
    reached = [each.actual_at or each.planned for each in milestones]
    before = [None, *reached]
    lanes = [
        _lane(each, since, place, now, last if cut else None) for each, since in zip(milestones, before, strict=False)
    ]
    return Schedule(lanes, _ticks(first, last, place), shown_now, _CUT if cut else None)


def _times(milestone: MilestoneView) -> list[datetime]:
    times = [milestone.due, milestone.planned, milestone.agreed_due]
    return times if milestone.actual_at is None else [*times, milestone.actual_at]


def _lane(
    milestone: MilestoneView, before: datetime | None, place: _Place, now: datetime, last: datetime | None
) -> Lane:
    due = place(milestone.due)
    actual = None if milestone.actual_at is None else place(milestone.actual_at)
    agreed = place(milestone.agreed_due) if milestone.agreed_due != milestone.due else None
    reached = actual
    if milestone.status != "completed" and milestone.due < now:
        reached = place(min(now, last) if last is not None else now)
    since = None if before is None else place(before)
    until = place(milestone.planned) if actual is None else actual
    late = (due, reached) if reached is not None and reached > due else None
    return Lane(
        milestone=milestone,
        due=due,
        planned=place(milestone.planned),
        actual=actual,
        agreed_due=agreed,
        since=(since, until) if since is not None and since < until else None,
        moved=None if agreed is None else (min(agreed, due), max(agreed, due)),
        late=late,
        beyond=last is not None and milestone.due > last,
    )


def _ticks(first: datetime, last: datetime, place: _Place) -> list[Tick]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in _MONTH_STEPS if months / each <= _MOST_TICKS), _MONTH_STEPS[-1])
    ticks: list[Tick] = []
    for number in range(first.year * 12 + first.month, last.year * 12 + last.month):
        month = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if number % step == 0 and first <= month <= last:
            ticks.append(Tick(place(month), month, not ticks or ticks[-1].month.year != month.year))
    return ticks
