"""Seeds dealt out to runs side by side."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from quaychain.scripts.chaos.jobs import shares


@given(st.integers(0, 10**6), st.integers(1, 600), st.integers(1, 64))
def test_each_seed_is_run_once_and_the_work_is_spread(first: int, runs: int, jobs: int) -> None:
    dealt = list(shares(first, runs, jobs))
    assert list(chain.from_iterable(range(seed, seed + count) for seed, count in dealt)) == [
        *range(first, first + runs)
    ]
    counts = [count for _, count in dealt]
    assert len(counts) == min(runs, jobs)
    assert max(counts) - min(counts) <= 1
