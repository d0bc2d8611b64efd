"""The order of counters, restored after several workers."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.events.envelope import Counter
from quaychain.oracles.ordering import Ordering, follows

KEY, OTHER = bytes(32), bytes([1]) * 32


@dataclass(frozen=True)
class Message:
    counter: Counter
    key: bytes = KEY
    previous: Counter | None = None
    size: int = 10


def seqs(*numbers: int, boot: int = 0, key: bytes = KEY) -> list[Message]:
    return [Message(Counter(boot, number), key) for number in numbers]


def test_what_came_too_early_waits_for_what_is_missing() -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=1_000)
    assert ordering.in_order(seqs(2, 4, 1), {}, 0) == seqs(1, 2)
    assert (len(ordering), ordering.keys()) == (1, {KEY})
    assert ordering.in_order(seqs(3), {KEY: Counter(0, 2)}, 1) == seqs(3, 4)
    assert len(ordering) == 0


def test_what_stays_missing_is_waited_for_so_long_only() -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=1_000)
    assert ordering.in_order(seqs(5), {KEY: Counter(0, 3)}, 0) == []
    assert ordering.in_order(seqs(6), {KEY: Counter(0, 3)}, 1) == []
    assert ordering.in_order([], {KEY: Counter(0, 3)}, 2) == seqs(5)
    assert ordering.in_order(seqs(4, 5), {KEY: Counter(0, 3)}, 2.5) == seqs(4, 5, 6)


def test_one_device_does_not_wait_for_another() -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=1_000)
    assert ordering.in_order(seqs(2) + seqs(1, key=OTHER), {}, 0) == seqs(1, key=OTHER)


def test_no_more_is_held_than_allowed() -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=3, most_bytes=1_000)
    assert ordering.in_order(seqs(3, 4, 5), {}, 0) == []
    assert ordering.in_order(seqs(6), {}, 0) == seqs(3, 4, 5, 6)
    assert len(ordering) == 0


def test_no_more_bytes_are_held_than_allowed() -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=30)
    assert ordering.in_order(seqs(3, 4, 5), {}, 0) == []
    assert ordering.in_order(seqs(6), {}, 0) == seqs(3, 4, 5, 6)
    # What was released counts no more.
    assert ordering.in_order(seqs(8, 9, 10), {KEY: Counter(0, 6)}, 0) == []


def test_a_new_boot_waits_for_the_end_of_the_last_one() -> None:
    new = Message(Counter(1, 1), previous=Counter(0, 3))
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=1_000)
    assert ordering.in_order([new], {KEY: Counter(0, 2)}, 0) == []
    assert ordering.in_order(seqs(3), {KEY: Counter(0, 2)}, 0) == [*seqs(3), new]


def test_repetitions_pass() -> None:
    assert follows(Counter(1, 4), Counter(1, 4), None)
    assert follows(Counter(1, 4), Counter(0, 9), None)
    assert not follows(Counter(1, 4), Counter(1, 6), None)
    assert not follows(None, Counter(0, 2), None)


@given(st.permutations(range(1, 30)), st.integers(1, 7))
def test_any_order_comes_out_right(order: list[int], burst: int) -> None:
    ordering: Ordering[Message] = Ordering(patience=2, most=100, most_bytes=1_000)
    taken: list[Message] = []
    for start in range(0, len(order), burst):
        last = {KEY: taken[-1].counter} if taken else {}
        taken += ordering.in_order(seqs(*order[start : start + burst]), last, 0)
    assert taken == seqs(*range(1, 30))
