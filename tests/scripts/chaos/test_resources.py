"""Slopes, and what counts as growth."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from quaychain.scripts.chaos.resources import FLAT, Sample, Sampler, Tolerance, gain, growth_problems, sample, slope

MEGABYTE = 1_000_000


def series(memory: list[int], descriptors: int = 20) -> list[Sample]:
    return [Sample(float(at), each, descriptors) for at, each in enumerate(memory)]


@given(st.floats(-100, 100), st.floats(-1e6, 1e6))
def test_the_slope_of_a_line_is_its_own_and_outliers_do_not_move_it(rise: float, base: float) -> None:
    points = [(float(x), base + rise * x) for x in range(30)]
    assert abs(slope(points) - rise) < 1e-6
    points[7] = (7.0, 1e9)
    points[20] = (20.0, -1e9)
    assert abs(slope(points) - rise) < 1 + abs(rise) * 0.2


def test_flat_noisy_and_warming_memory_is_no_growth() -> None:
    flat = [100 * MEGABYTE + (at * 7_919 % 3) * MEGABYTE for at in range(100)]
    assert growth_problems("gateway", series(flat)) == []
    warming = [min(100, 40 + 3 * at) * MEGABYTE for at in range(100)]  # all of it within the first part
    assert growth_problems("gateway", series(warming)) == []
    burst = [(400 if at in (50, 51) else 100) * MEGABYTE for at in range(100)]
    assert growth_problems("gateway", series(burst)) == []


def test_a_leak_is_found_in_memory_and_in_descriptors() -> None:
    leak = [100 * MEGABYTE + at * 100_000 + (at % 5) * MEGABYTE for at in range(100)]
    assert growth_problems("chain", series(leak)) == []
    (found,) = growth_problems("gateway", series(leak), FLAT)
    assert "gateway gained" in found
    assert "memory" in found
    leaking = [Sample(float(at), 100 * MEGABYTE, 20 + at // 4) for at in range(100)]
    (found,) = growth_problems("api", leaking)
    assert "file descriptors" in found


def test_nothing_and_a_single_sample_are_no_growth() -> None:
    assert gain([], Tolerance(0.1, 1)) == (0.0, False)
    assert gain([(1.0, 5.0)], Tolerance(0.1, 1)) == (0.0, False)


def test_a_process_is_sampled_and_one_that_is_gone_is_not() -> None:
    found = sample(os.getpid(), 1.0)
    assert found is not None
    assert found.memory > MEGABYTE
    assert found.descriptors > 2
    assert sample(2**22 + 1, 1.0) is None


def test_a_series_begins_anew_with_the_process() -> None:
    pids = [os.getpid()]
    with Sampler({"one": lambda: pids[0]}, every=0.01) as sampler:
        wait_for(lambda: len(sampler.of("one")) > 20)
        pids[0] = os.getppid()
        wait_for(lambda: len(sampler.of("one")) < 20)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
