"""Pauses grow to a bound, and begin again after health."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quaychain.node.process.pause import PauseLimits, Pauses


def test_they_double_and_begin_again() -> None:
    pauses = Pauses(PauseLimits(first=1, longest=10, steady=60))
    assert [pauses.after(0) for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    assert pauses.after(59) == 10
    assert [pauses.after(seconds) for seconds in (60, 0, 0)] == [1, 2, 4]


@given(st.lists(st.floats(0, 1000)))
def test_they_are_bounded(runs: list[float]) -> None:
    pauses = Pauses(PauseLimits(first=1, longest=60, steady=60))
    assert all(1 <= pauses.after(answered_for) <= 60 for answered_for in runs)
