from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quaychain.api.pages.schedule import schedule
from quaychain.api.queries.milestones import MilestoneView

_START = datetime(2026, 3, 2, tzinfo=UTC)


def _day(number: float) -> datetime:
    return _START + timedelta(days=number)


def _milestone(due: float, actual: float | None = None, agreed: float | None = None) -> MilestoneView:
    blank = dict.fromkeys((field.name for field in dataclasses.fields(MilestoneView)), None)
    times = {
        "due": _day(due),
        "agreed_due": _day(due if agreed is None else agreed),
        "planned": _day(due - 1),
        "actual_at": None if actual is None else _day(actual),
        "status": "open" if actual is None else "completed",
    }
    return MilestoneView(**{**blank, **times})  # type: ignore[arg-type]


def test_no_milestones_no_axis() -> None:
    empty = schedule([], _START)
    assert (empty.lanes, empty.ticks, empty.now, empty.cut) == ([], [], None, None)


def test_times_stand_in_their_order_and_lateness_is_drawn() -> None:
    plan = schedule([_milestone(10, actual=8), _milestone(40, actual=55, agreed=30), _milestone(90)], _day(60))
    first, second, third = plan.lanes
    assert first.actual is not None and first.actual < first.due < second.due < third.due
    assert (first.late, third.late) == (None, None)
    assert second.late == (second.due, second.actual)
    assert second.moved == (second.agreed_due, second.due)
    assert first.since is None
    assert second.since == (first.actual, second.actual)
    assert plan.now is not None and second.due < plan.now < third.due


def test_an_open_milestone_is_late_up_to_now() -> None:
    plan = schedule([_milestone(10), _milestone(100)], _day(50))
    assert plan.lanes[0].late == (plan.lanes[0].due, plan.now)


def test_a_far_last_milestone_does_not_squeeze_the_others() -> None:
    plan = schedule([*(_milestone(20 * number) for number in range(20)), _milestone(1_156)], _day(5_000))
    assert plan.cut is not None
    assert plan.now is None
    assert [lane.beyond for lane in plan.lanes] == [False] * 20 + [True]
    assert plan.lanes[19].due > 85
    assert plan.lanes[19].due < plan.cut < plan.lanes[20].due < 100


def test_two_milestones_are_not_cut_apart() -> None:
    assert schedule([_milestone(1), _milestone(1_000)], _START).cut is None


def test_each_year_is_said_once() -> None:
    ticks = schedule([_milestone(0), _milestone(700)], _START).ticks
    assert len(ticks) <= 8
    years = [tick.month.year for tick in ticks if tick.year]
    assert years == sorted(set(years))


@given(
    st.lists(
        st.tuples(st.integers(0, 3_000), st.none() | st.integers(0, 3_000), st.integers(0, 3_000)),
        min_size=1,
        max_size=30,
    ),
    st.integers(-100, 4_000),
)
def test_everything_stays_on_the_axis(days: list[tuple[int, int | None, int]], now: int) -> None:
    plan = schedule([_milestone(*each) for each in days], _day(now))
    for lane in plan.lanes:
        places = [lane.due, lane.planned, lane.actual, lane.agreed_due, *(lane.late or ()), *(lane.since or ())]
        assert all(0 <= place <= 100 for place in places if place is not None)
        assert lane.late is None or lane.late[0] <= lane.late[1]
    assert all(0 <= tick.at <= 100 for tick in plan.ticks)
