"""What the table lets pass and what it names."""

from __future__ import annotations

from typing import Any

import pytest

from quaychain.scripts.contracts.gas.table import (
    EVENT_LIMIT,
    SEARCH,
    TRANSACTION_LIMIT,
    Creation,
    Row,
    belongs,
    costs,
    drift,
    uncovered,
)


def row(empty: int = 100_000, million: int = 100_000, **others: Any) -> Row:
    return Row("EventAnchor", "anchor", others.pop("size", ""), empty, million, **others)


def test_name_tells_the_size() -> None:
    assert row().name == "EventAnchor.anchor"
    assert row(size="2 events").name == "EventAnchor.anchor: 2 events"


@pytest.mark.parametrize(("million", "passes"), [(101_000, True), (101_001, False), (99_000, True), (98_999, False)])
def test_a_million_entries_may_cost_one_per_cent(million: int, passes: bool) -> None:
    assert (row(million=million).problems() == []) is passes


@pytest.mark.parametrize(("more", "passes"), [(2 * SEARCH, True), (2 * SEARCH + 1, False)])
def test_a_search_has_its_steps_for_each_list(more: int, passes: bool) -> None:
    assert (row(million=100_000 + more, searches=2).problems() == []) is passes


@pytest.mark.parametrize(("gas", "passes"), [(TRANSACTION_LIMIT, True), (TRANSACTION_LIMIT + 1, False)])
def test_a_call_fits_a_transaction(gas: int, passes: bool) -> None:
    assert (row(gas, gas).problems() == []) is passes


@pytest.mark.parametrize(("gas", "passes"), [(10 * EVENT_LIMIT, True), (10 * EVENT_LIMIT + 1, False)])
def test_an_event_has_its_limit(gas: int, passes: bool) -> None:
    assert (row(gas, gas, events=10).problems() == []) is passes


@pytest.mark.parametrize(
    ("creation", "problems"),
    [
        (Creation("Quay", 24_576, 49_152, TRANSACTION_LIMIT), 0),
        (Creation("Quay", 24_577, 49_152, TRANSACTION_LIMIT), 1),
        (Creation("Quay", 24_577, 49_153, TRANSACTION_LIMIT + 1), 3),
    ],
)
def test_what_is_deployed_keeps_the_limits(creation: Creation, problems: int) -> None:
    assert len(creation.problems()) == problems


def test_what_is_not_measured_or_is_not_there_is_named() -> None:
    wanted = {("EventAnchor", "anchor"), ("EventAnchor", "takeOver")}
    assert uncovered([row()], wanted) == ["EventAnchor.takeOver is not in the table"]
    assert uncovered([row()], ()) == ["EventAnchor.anchor is no write of the contract"]


def test_drift_above_one_per_cent_is_named() -> None:
    committed = {"a": 1_000, "b": 1_000, "gone": 1}
    found = drift({"a": 1_010, "b": 1_011, "new": 1}, committed)
    assert found == [
        "new: not in the committed table",
        "gone: in the committed table only",
        "b: 1,011 gas, +1.1% against the table's 1,000",
    ]


def test_costs_are_of_calls_on_both_ledgers_and_of_creations() -> None:
    table = {
        "creations": {"EventAnchor": Creation("EventAnchor", 1, 2, 3).entry()},
        "calls": {row().name: row(5, 6, behind=("something",), searches=1).entry()},
    }
    assert costs(table) == {
        "creation of EventAnchor": 3,
        "EventAnchor.anchor (empty)": 5,
        "EventAnchor.anchor (a million behind)": 6,
    }
    assert all(belongs(name, "EventAnchor") for name in costs(table))
    assert not any(belongs(name, "Event") for name in costs(table))
    assert table["calls"][row().name]["behind"] == ["something"]
