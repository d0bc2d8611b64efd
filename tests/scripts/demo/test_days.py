"""Days of the calendar, and short ones that leave the time for what is done on them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quaychain.scripts.demo import network, scenario
from quaychain.scripts.demo.days import CalendarDays, PacedDays

START = 1_800_000_000
PACED = PacedDays(START, network.FIRST_DAY, network.IDLE_DAY, network.WORKING_DAYS)
#: The last day of the story.
LAST = 751
STORM = 352
#: Seconds that somebody waits for a story.
LONGEST = 6 * 60


def test_a_day_of_the_calendar() -> None:
    assert CalendarDays(START).at(1.5) == START + 129_600


@given(st.floats(-2, 4_000), st.floats(-2, 4_000))
def test_a_later_day_is_not_earlier(one: float, other: float) -> None:
    assert PACED.at(min(one, other)) <= PACED.at(max(one, other))


def test_each_working_day_lasts_as_it_says() -> None:
    for day, seconds in network.WORKING_DAYS:
        assert abs(PACED.at(day + 1) - PACED.at(day) - seconds) <= 1


def test_the_story_is_told_in_the_time_that_somebody_waits() -> None:
    assert PACED.at(LAST) - START <= LONGEST
    slow = PacedDays(START, network.FIRST_DAY, network.IDLE_DAY, network.WORKING_DAYS, 3)
    assert abs((slow.at(LAST) - START) - 3 * (PACED.at(LAST) - START)) <= 3


def test_every_milestone_has_time_before_it_is_due() -> None:
    """Each is completed on its day or the day before, and due a day after.

    CR-01 moves two before it is their time, and from the storm on all are excused by days of the calendar.
    """
    for milestone in scenario.load(PACED).milestones:
        if milestone.day < STORM and milestone.key not in ("M08", "M12"):
            assert PACED.at(milestone.day + 1) - PACED.at(milestone.day - 1) >= 3, milestone


def test_papers_bear_the_calendars_dates_whatever_the_chains_time() -> None:
    calendar, paced = scenario.load(), scenario.load(PACED)
    assert calendar.date(317) == paced.date(317)
    assert calendar.date(0).isoformat() == calendar.order["effective"]
    assert calendar.span(2) == 172_800
    assert paced.span(1, since=500) == 1
