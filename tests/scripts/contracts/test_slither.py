"""Reading Slither's findings, and holding them against the triage."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quaychain.scripts.contracts.slither import (
    ROOT,
    TRIAGE,
    Explanation,
    Finding,
    SlitherError,
    as_json,
    as_text,
    judge,
    place_of,
    read_findings,
    read_triage,
)

FUNCTION: dict[str, Any] = {
    "type": "function",
    "name": "pay",
    "type_specific_fields": {"parent": {"type": "contract", "name": "Bank"}},
}


def entry(check: str = "unused-return", impact: str = "Medium", description: str = "ignored\n") -> dict[str, Any]:
    return {"check": check, "impact": impact, "description": description, "elements": [FUNCTION]}


def document(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"success": True, "error": None, "results": {"detectors": list(entries)}}


FINDING = Finding("unused-return", "Medium", "Bank.pay", "ignored")
EXPLAINED = Explanation("unused-return", "Bank.pay", 1, "It reverts instead.")


def test_only_high_and_medium_findings_count() -> None:
    found = read_findings(document(entry(), entry(impact="Low"), entry("reentrancy-eth", "High")))
    assert found == [Finding("reentrancy-eth", "High", "Bank.pay", "ignored"), FINDING]
    assert read_findings({"success": True, "results": {}}) == []


def test_a_failure_of_slither_is_not_taken_for_no_findings() -> None:
    with pytest.raises(SlitherError, match="it broke"):
        read_findings({"success": False, "error": "it broke", "results": {}})


@pytest.mark.parametrize(
    ("element", "where"),
    [
        (FUNCTION, "Bank.pay"),
        ({"type": "node", "name": "x = 1", "type_specific_fields": {"parent": FUNCTION}}, "Bank.pay"),
        ({"type": "variable", "name": "sum", "type_specific_fields": {"parent": FUNCTION}}, "Bank.pay.sum"),
        ({"type": "contract", "name": "Bank"}, "Bank"),
    ],
)
def test_a_place_is_named_without_lines(element: dict[str, Any], where: str) -> None:
    assert place_of([element]) == where
    assert place_of([]) == ""


def test_an_explained_finding_passes() -> None:
    judgement = judge([FINDING], [EXPLAINED])
    assert judgement.clean
    assert as_text(judgement) == "1 high or medium findings, 0 not explained"
    assert json.loads(as_json(judgement))["explained"][0]["where"] == "Bank.pay"


@pytest.mark.parametrize(
    "other", [Finding("unused-return", "Medium", "Bank.ask", "x"), Finding("x", "High", "Bank.pay", "x")]
)
def test_another_finding_does_not(other: Finding) -> None:
    judgement = judge([FINDING, other], [EXPLAINED])
    assert not judgement.clean
    assert judgement.unexplained == [other]
    assert f"{other.impact}: {other.detector} in {other.where} is not explained" in as_text(judgement)


def test_a_second_finding_in_an_explained_place_wants_a_look() -> None:
    judgement = judge([FINDING, FINDING], [EXPLAINED])
    assert judgement.unexplained == [FINDING, FINDING]
    assert judgement.stale == [EXPLAINED]


def test_an_explanation_without_its_finding_fails() -> None:
    judgement = judge([], [EXPLAINED])
    assert not judgement.clean
    assert f"{TRIAGE}: unused-return in Bank.pay is not found 1 times" in as_text(judgement)


@pytest.mark.parametrize(
    ("explained", "problem"),
    [
        ([{"detector": "x", "where": "Bank.pay", "findings": 1, "why": " "}], "no reason"),
        ([{"detector": "x", "where": "Bank.pay", "findings": 1, "why": "so"}] * 2, "twice"),
        ([{"detector": "x"}], "missing"),
    ],
)
def test_a_triage_that_explains_nothing_is_refused(explained: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(SlitherError, match=problem):
        read_triage({"explained": explained})


def test_the_committed_triage_can_be_read() -> None:
    assert read_triage(json.loads((ROOT / TRIAGE).read_text("utf-8")))
