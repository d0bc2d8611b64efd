"""Conditions last, end and come again, and are told once for each change."""

from __future__ import annotations

from quaychain.contracts.conditions import Conditions, Standing
from quaychain.contracts.refusals import Condition


def test_a_condition_lasts_ends_and_comes_again() -> None:
    now = 100.0
    board = Conditions(lambda: now)
    board.end(Condition.POOL_FULL, "a")
    assert board.changes() == []
    board.begin(Condition.POOL_FULL, "a", "full")
    now = 105.0
    board.begin(Condition.POOL_FULL, "a", "still full")
    assert board.present() == board.changes() == [Standing("pool_full", "a", "still full", 100, 105)]
    assert board.changes() == []
    board.begin(Condition.POOL_FULL, "b", "full")
    now = 110.0
    board.end(Condition.POOL_FULL, "a")
    board.end(Condition.POOL_FULL, "a")
    assert board.changes() == [
        Standing("pool_full", "a", "still full", 100, 105, ended=110),
        Standing("pool_full", "b", "full", 105, 105),
    ]
    assert [standing.about for standing in board.present()] == ["b"]
    board.begin(Condition.POOL_FULL, "a", "again")
    assert board.changes() == [Standing("pool_full", "a", "again", 110, 110, 2)]
