"""What is due, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.bindings.types import (
    Evidence,
    EvidenceKind,
    HoldPoint,
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    Snag,
    SnagClass,
    SnagStatus,
    SubOrder,
    SubOrderStatus,
)
from quaychain.oracles.keeper.deadlines import (
    DeadlineKind,
    milestone_deadlines,
    snag_deadlines,
    sub_order_deadlines,
)

ORDER, CODE = b"\x01" * 32, b"\x02" * 32
WINDOW = 100


def order(**changes: Any) -> Order:
    fields: dict[str, Any] = dict.fromkeys(
        ("milestone_count", "open_milestones", "total_weight", "completed_weight", "effective_at", "agreed_at",
         "inspection_notice", "warranty_period", "taken_over_at", "warranty_until", "open_snags", "blocking_snags",
         "open_disputes", "warranties_until", "reported_share", "taken_over_share", "part_count"), 0
    ) | dict.fromkeys(
        ("seller", "buyer", "terms_commitment", "contract_record", "calendar_hash", "taking_over", "final_acceptance",
         "cancellation_proposed_by", "cancellation_record", "damages_claimed", "damages_accepted"), b""
    ) | {"status": OrderStatus.AGREED, "version": 1, "reminder_window": WINDOW}  # fmt: skip
    return Order(**(fields | changes))


def milestone(due: int, **changes: Any) -> Milestone:
    fields: dict[str, Any] = {
        "status": MilestoneStatus.OPEN, "hold_point": HoldPoint.NONE, "weight": 1, "due": due, "planned": due,
        "actual_at": 0, "completed_at": 0, "reminded": False, "escalated": False, "waived": False, "witnessed": False,
        "inspector": b"", "agreed_due": due, "inspection_at": 0, "excused_days": 0, "payment_commitment": b"",
        "evidence": Evidence(bytes(32), EvidenceKind.NONE, 0),
    }  # fmt: skip
    return Milestone(**(fields | changes))


def due_at(now: int, given_order: Order | None = None, **changes: Any) -> list[DeadlineKind]:
    found = milestone_deadlines(ORDER, given_order or order(), [(CODE, milestone(1000, **changes))], now)
    return [deadline.kind for deadline in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (899, []),
        (900, [DeadlineKind.REMIND]),
        (1000, [DeadlineKind.REMIND]),
        (1001, [DeadlineKind.ESCALATE]),
        (10**6, [DeadlineKind.ESCALATE]),
    ],
)
def test_first_a_reminder_and_then_an_escalation(now: int, expected: list[DeadlineKind]) -> None:
    assert due_at(now) == expected


def test_what_is_done_is_not_due() -> None:
    assert due_at(950, reminded=True) == []
    assert due_at(2000, escalated=True) == []
    assert due_at(2000, reminded=True) == [DeadlineKind.ESCALATE]
    for now in (950, 2000):
        assert due_at(now, status=MilestoneStatus.COMPLETED) == []
        assert due_at(now, order(status=OrderStatus.CANCELLED)) == []
        assert due_at(now, order(status=OrderStatus.ACCEPTED)) == []
    assert due_at(2000, status=MilestoneStatus.AWAITING_RELEASE) == [DeadlineKind.ESCALATE]
    assert due_at(2000, order(status=OrderStatus.TAKEN_OVER)) == [DeadlineKind.ESCALATE]


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 6000))
def test_at_most_one_thing_is_due_on_a_milestone(now: int, due: int, window: int) -> None:
    found = list(milestone_deadlines(ORDER, order(reminder_window=window), [(CODE, milestone(due))], now))
    assert len(found) <= 1


def test_a_moved_due_time_is_another_deadline() -> None:
    first, moved, restored = (
        next(milestone_deadlines(ORDER, order(version=version), [(CODE, milestone(due))], due))
        for version, due in ((1, 1000), (2, 2000), (3, 1000))
    )
    assert len({first.key, moved.key, restored.key}) == 3


def sub_order(**changes: Any) -> SubOrder:
    stored = SubOrder(
        supplier=b"", status=SubOrderStatus.PROMISED, promise_number=1, alternative_count=0, accepted_alternative=0,
        reminded=False, escalated=False, order=ORDER, milestone=CODE, need_by=900, due=1000, promised_at=0,
        delivered_at=0, delivered_share=0, terms_commitment=b"",
    )  # fmt: skip
    return replace(stored, **changes)


def snag(**changes: Any) -> Snag:
    stored = Snag(ORDER, SnagClass.COSMETIC, SnagStatus.RAISED, 1000, False, False, b"")
    return replace(stored, **changes)


@pytest.mark.parametrize(("now", "expected"), [(899, []), (900, ["remind"]), (1000, ["remind"]), (1001, ["escalate"])])
def test_sub_orders_and_snags_are_reminded_of_and_escalated(now: int, expected: list[str]) -> None:
    found = [*sub_order_deadlines(ORDER, sub_order(), order(), now), *snag_deadlines(ORDER, snag(), order(), now)]
    assert [deadline.kind.value for deadline in found] == [
        f"{what}-{thing}" for thing in ("sub-order", "snag") for what in expected
    ]


@pytest.mark.parametrize("now", [1000, 1001])
def test_what_was_done_or_has_ended_is_not_due(now: int) -> None:
    done = {"reminded": True, "escalated": True}
    for status in (SubOrderStatus.DELIVERED, SubOrderStatus.CANCELLED):
        assert not list(sub_order_deadlines(ORDER, sub_order(status=status), order(), now))
    assert not list(sub_order_deadlines(ORDER, sub_order(**done), order(), now))
    assert not list(snag_deadlines(ORDER, snag(**done), order(), now))
    assert not list(snag_deadlines(ORDER, snag(status=SnagStatus.CLOSED), order(), now))
    assert not list(snag_deadlines(ORDER, snag(due_at=0), order(), now))
    ended = order(status=OrderStatus.CANCELLED)
    assert not list(sub_order_deadlines(ORDER, sub_order(), ended, now))
    assert not list(snag_deadlines(ORDER, snag(), ended, now))
