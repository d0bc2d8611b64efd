"""When a signer is asked for what is missing."""

from __future__ import annotations

from quaychain.contracts.events.envelope import Counter
from quaychain.oracles.gaps import GapRequests, expected_after

KEY, OTHER = bytes(32), bytes([1]) * 32


def test_what_is_missing_is_asked_for_at_once_and_then_ever_more_seldom() -> None:
    requests = GapRequests()
    asked = [now / 2 for now in range(40) if requests.due(KEY, Counter(0, 5), now / 2)]
    assert asked == [0, 1, 3, 7, 15]
    assert requests.due(OTHER, Counter(0, 5), 19.5)


def test_another_gap_is_asked_for_at_once() -> None:
    requests = GapRequests()
    assert requests.due(KEY, Counter(0, 5), 0)
    assert requests.due(KEY, Counter(0, 6), 0.1)
    assert not requests.due(KEY, Counter(0, 6), 0.2)


def test_the_first_missing_one_follows_the_last_accepted() -> None:
    assert expected_after(None) == Counter(0, 1)
    assert expected_after(Counter(3, 9)) == Counter(3, 10)
