"""The counter rule."""

from __future__ import annotations

from typing import Any

import pytest

from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.counters import CounterState, next_state

from .signing import registered


def judged(last: tuple[int, int] | None, counter: tuple[int, int], **given: Any) -> CounterState:
    device = given.pop("device", registered())
    previous = given.pop("previous", None)
    return next_state(
        CounterState(None if last is None else Counter(*last)),
        Counter(*counter),
        previous=None if previous is None else Counter(*previous),
        device=device,
        same_as_recorded=given.pop("same", None),
    )


@pytest.mark.parametrize(
    ("last", "counter", "given"),
    [
        (None, (0, 1), {}),
        (None, (3, 1), {}),
        ((0, 1), (0, 2), {}),
        ((0, 9), (1, 1), {}),
        ((0, 9), (4, 1), {"previous": (0, 9)}),
        ((0, 9), (4, 1), {"previous": (0, 8)}),
        ((2, 5), (2, 6), {"device": registered(declared_boot=2, closed=Counter(2, 6))}),
    ],
)
def test_the_next_counter_is_taken(last: Any, counter: Any, given: dict[str, Any]) -> None:
    assert judged(last, counter, **given) == CounterState(Counter(*counter))


@pytest.mark.parametrize(
    ("last", "counter", "given", "reason"),
    [
        (None, (0, 2), {}, RefusalReason.GAP),
        ((0, 1), (0, 3), {}, RefusalReason.GAP),
        ((0, 9), (1, 2), {}, RefusalReason.GAP),
        ((0, 9), (1, 1), {"previous": (0, 10)}, RefusalReason.GAP),
        (None, (1, 1), {"previous": (0, 1)}, RefusalReason.GAP),
        ((0, 5), (0, 5), {"same": True}, RefusalReason.REPLAYED),
        ((0, 5), (0, 3), {"same": True}, RefusalReason.REPLAYED),
        ((0, 5), (0, 3), {}, RefusalReason.REPLAYED),
        ((1, 5), (0, 3), {"same": True}, RefusalReason.REPLAYED),
        ((0, 5), (0, 3), {"same": False}, RefusalReason.COUNTER_REUSED),
        ((1, 1), (0, 3), {}, RefusalReason.BOOT_WENT_BACK),
        ((0, 5), (1, 1), {"device": registered(declared_boot=2)}, RefusalReason.BOOT_BELOW_DECLARED),
        ((0, 5), (0, 6), {"device": registered(closed=Counter(0, 5))}, RefusalReason.KEY_CLOSED),
        ((0, 5), (1, 1), {"device": registered(closed=Counter(0, 9))}, RefusalReason.KEY_CLOSED),
    ],
)
def test_any_other_is_refused_with_its_reason(
    last: Any, counter: Any, given: dict[str, Any], reason: RefusalReason
) -> None:
    with pytest.raises(EventRefusedError) as caught:
        judged(last, counter, **given)
    assert caught.value.reason is reason
