"""Quotas of devices."""

from __future__ import annotations

from quaychain.oracles.quota import Quota

KEY, OTHER = bytes(32), bytes([1]) * 32


def test_a_device_may_use_its_quota_at_once_and_again_as_time_goes_by() -> None:
    quota = Quota(3, 60)
    assert [quota.take(KEY, 0) for _ in range(4)] == [True, True, True, False]
    assert quota.take(OTHER, 0)
    assert [quota.take(KEY, 20), quota.take(KEY, 20)] == [True, False]
    assert [quota.take(KEY, 1_000) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    quota = Quota(3, 60)
    assert quota.take(KEY, 10_000)
    assert [quota.take(KEY, 0) for _ in range(3)] == [True, True, False]
    assert quota.take(KEY, 20)
