"""Reading the checks, and Halmos's answers about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.scripts.contracts.symbolic import (
    CHECKS,
    ROOT,
    Check,
    SymbolicError,
    as_json,
    as_table,
    choose,
    find_checks,
    judge,
    read_checks,
)

SOURCE = """
contract ThingCheck is Symbolic {
    /// @notice A thing stays.
    /// @dev For small things.
    /// @custom:halmos --default-bytes-lengths 1,36 --loop 3 --solver yices
    function check_thingStays(
        bytes32 thing
    ) external {}

    function check_other() external {}

    function helper() private {}
}
"""
CHECK = Check("check_thingStays", "ThingCheck", "loop 3")


def answer(**entry: Any) -> dict[str, Any]:
    found = {"name": "check_thingStays(bytes32)", "exitcode": 0, "num_paths": [7, 2, 0], "num_bounded_loops": 0}
    return {"test_results": {"Thing.t.sol:ThingCheck": [{**found, "models": [], **entry}]}}


def test_checks_are_read_with_the_bounds_that_their_source_sets() -> None:
    assert read_checks(SOURCE) == [
        Check("check_thingStays", "ThingCheck", "bytes-lengths 1,36; loop 3"),
        Check("check_other", "ThingCheck", ""),
    ]
    assert read_checks("library Thing {}") == []


def test_names_of_checks_are_unique_and_every_source_has_some() -> None:
    names = [check.name for check in find_checks(ROOT / CHECKS)]
    assert len(names) == len(set(names)) >= 8
    for source in (ROOT / CHECKS).glob("*.t.sol"):
        text = source.read_text("utf-8")
        assert len(read_checks(text)) == text.count("function check_") > 0, source


def test_choosing_by_a_part_of_the_name() -> None:
    checks = [CHECK, Check("check_other", "ThingCheck", "")]
    assert choose(checks, []) == checks
    assert choose(checks, ["thing"]) == [CHECK]
    with pytest.raises(SymbolicError, match="no check is named like nothing"):
        choose(checks, ["nothing"])


def test_proved() -> None:
    outcome = judge(CHECK, answer(), 1.25, "said")
    assert outcome.proved
    assert (outcome.paths, outcome.seconds, outcome.bounds, outcome.output) == (7, 1.25, "loop 3", "")


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ({"exitcode": 1}, "fails"),
        ({"exitcode": 2}, "solver timed out"),
        ({"exitcode": 3}, "stuck"),
        ({"exitcode": 4, "num_paths": None, "models": None}, "every input reverts"),
        ({"exitcode": 5}, "error"),
        ({"exitcode": 77}, "error"),
        ({"num_bounded_loops": 1}, "loops cut short"),
        ({"name": "check_thingStaysElsewhere(bytes32)"}, "error"),
    ],
)
def test_whatever_else_happens_is_no_proof(entry: dict[str, Any], verdict: str) -> None:
    outcome = judge(CHECK, answer(**entry), 1, "said")
    assert not outcome.proved
    assert (outcome.verdict, outcome.output) == (verdict, "said")


def test_no_answer_is_no_proof() -> None:
    assert judge(CHECK, {}, 1, "Halmos broke").verdict == "error"


def test_a_counterexample_shows_its_inputs() -> None:
    models = [{"model": {"p_thing": {"value": 5, "size_bits": 256}, "p_time": "0x01"}}, {"model": {"p_thing": 6}}]
    assert judge(CHECK, answer(exitcode=1, models=models), 1, "").inputs == {"p_thing": "5", "p_time": "0x01"}


def test_the_table_has_a_line_each_and_what_halmos_said_of_failures() -> None:
    outcomes = [judge(CHECK, answer(), 1, ""), judge(CHECK, answer(exitcode=1), 2, "Counterexample: p_thing = 5")]
    lines = as_table(outcomes, 3).splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["check", "check_thingStays", "check_thingStays"]
    assert lines[1].endswith("proved") and lines[2].endswith("fails")
    assert lines[3] == "1 of 2 proved in 3 s"
    assert lines[-1] == "Counterexample: p_thing = 5"


def test_the_json_document() -> None:
    document = json.loads(as_json([judge(CHECK, answer(), 1.26, "")], 3))
    assert (document["proved"], document["seconds"]) == (1, 3)
    assert document["checks"][0]["check"] == "check_thingStays"
    assert document["checks"][0]["proved"] is True
    assert document["checks"][0]["seconds"] == 1.3


def test_a_folder_without_checks_has_none(tmp_path: Path) -> None:
    assert find_checks(tmp_path) == []
