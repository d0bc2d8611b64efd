"""Robust z-scores."""

from __future__ import annotations

import math
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.oracles.edge.statistics import robust_score

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def test_the_books_formula() -> None:
    # median 3, deviations 2 1 0 1 97: MAD 1
    assert robust_score(100, [1, 2, 3, 4, 100]) == pytest.approx(0.6745 * 97)
    # more than half are equal: mean absolute deviation 0.4
    assert robust_score(7, [5, 5, 5, 5, 7]) == pytest.approx(2 / (1.253314 * 0.4))
    assert robust_score(5, [5, 5, 5]) == 0
    assert robust_score(4, [5, 5, 5]) == -math.inf


def test_values_at_the_end_of_a_doubles_range_are_no_trouble() -> None:
    huge = 1.7e308
    assert robust_score(huge, [0, 0, 0, huge, huge]) == pytest.approx(1 / (1.253314 * 0.4))
    assert robust_score(-huge, [huge, huge]) == -math.inf


def test_one_outlier_among_the_values_hides_no_other() -> None:
    calm = [10 + 0.1 * (step % 5) for step in range(20)]
    assert abs(robust_score(14, [*calm, 1e6])) > 3.5
    assert abs(robust_score(10.3, [*calm, 1e6])) < 3.5


@given(st.floats(-1e6, 1e6), VALUES)
def test_its_sign_is_that_of_the_distance_from_the_median(value: float, others: list[float]) -> None:
    score = robust_score(value, others)
    assert not math.isnan(score)
    middle = median(others)
    assert (score >= 0) == (value >= middle) or score == 0
    assert robust_score(middle, others) == 0


@given(st.integers(-1000, 1000), st.lists(st.integers(-1000, 1000), min_size=1, max_size=30), st.integers(1, 50))
def test_scale_and_origin_do_not_matter(value: int, others: list[int], factor: int) -> None:
    moved = robust_score(value * factor + 7, [other * factor + 7 for other in others])
    assert moved == pytest.approx(robust_score(value, others))
