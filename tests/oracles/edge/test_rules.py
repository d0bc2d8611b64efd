"""A file of rules is checked wholly, with one line for each thing that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.events.reading import Reading
from quaychain.oracles.edge.rules import EdgeRules, EdgeRulesError, parse_rules, read_rules

from ..signing import reading

TOML = b"""
version = 1

[[rule]]
name = "bearing"
device = "lorawan/70b3d57ed0051234"
quantity = "Speed"
component = "x"
unit = "C16"
range = { min = 0, max = 100 }
deadband = 0.2
window = { seconds = 60 }
anomaly = { history = 60, least = 10, threshold = 3.5 }
zones = { ab = 2.3, bc = 4.5, cd = 7.1 }

[[rule]]
name = "heat"
asset = "urn:epc:id:giai:9520001.STS0417"
quantity = "Temperature"
unit = "CEL"
range = { max = 80 }
"""


def rule(**changes: Any) -> dict[str, Any]:
    fields = {"name": "heat", "quantity": "Temperature", "unit": "CEL"} | changes
    return {name: value for name, value in fields.items() if value is not ...}


def parsed(*rules: Any, **file: Any) -> EdgeRules:
    return parse_rules(json.dumps({"version": 1, "rule": list(rules)} | file).encode(), "rules.json")


def problems(*rules: Any, **file: Any) -> tuple[str, ...]:
    with pytest.raises(EdgeRulesError) as caught:
        parsed(*rules, **file)
    return caught.value.problems


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    import tomllib

    for name, data in (("rules.toml", TOML), ("rules.json", json.dumps(tomllib.loads(TOML.decode())).encode())):
        (tmp_path / name).write_bytes(data)
    in_toml, in_json = read_rules(tmp_path / "rules.toml"), read_rules(tmp_path / "rules.json")
    assert in_toml.rules == in_json.rules
    assert in_toml.digest != in_json.digest
    assert [each.name for each in in_toml.rules] == ["bearing", "heat"]


def test_the_first_rule_that_fits_counts() -> None:
    key, asset = "ab" * 32, "https://id.gs1.org/8004/9520001STS0417"
    rules = parsed(
        rule(name="one", device=key), rule(name="crane", asset=asset), rule(name="x", component="x"), rule(name="rest")
    )

    def name(device: str, **changes: Any) -> str | None:
        found = rules.rule_for(device, Reading.model_validate(reading(**changes)))
        return None if found is None else found.name

    assert name(key) == "one"
    assert name("cd" * 32, asset=asset, component="x") == "crane"
    assert name("cd" * 32, component="x") == "x"
    assert name("cd" * 32, component="y") == "rest"
    assert name("cd" * 32, quantity="Speed") is None


def test_everything_wrong_is_said_at_once() -> None:
    found = problems(
        rule(range={"min": 5, "max": 5}, deadband=0),
        rule(name="Hot", unit="celsius"),
        rule(name="zones", zones={"ab": 2, "bc": 1, "cd": 3}),
        rule(name="typo", windows={"seconds": 60}),
        version=2,
    )
    assert len(found) == 7, found
    assert found[1] == "rule 1 (heat), range: min 5 is not below max 5"
    assert any(line.startswith("rule 2 (Hot), name:") for line in found)
    assert any(line.startswith("rule 4 (typo), windows: Extra inputs") for line in found)
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"range": {}}, "neither min nor max"), ({"range": {"min": "0"}}, "range.min"), ({"deadband": -1}, "deadband"),
        ({"window": {"seconds": 0}}, "window.seconds"), ({"window": {"seconds": 1.5}}, "window.seconds"),
        ({"anomaly": {"history": 10, "least": 11}}, "least 11 is above history 10"), ({"device": "crane"}, "device"),
        ({"asset": "crane 4"}, "no GIAI or CPI"), ({"component": "sideways"}, "component"), ({"name": ...}, "name"),
        ({"zones": {"ab": 1, "bc": 2}}, "zones.cd"), ({"range": {"max": 1e999}}, "Infinity is not"),
    ],
)  # fmt: skip
def test_a_rule_that_is_wrong(changes: dict[str, Any], what: str) -> None:
    [problem] = problems(rule(**changes))
    assert what in problem


def test_rules_that_are_in_each_others_way() -> None:
    assert problems(rule(), rule()) == (
        "rule 2: there is another one with the name heat",
        "rule 2 (heat): never reached, for heat takes all that it fits",
    )
    assert problems(rule(), rule(name="x", component="x")) == (
        "rule 2 (x): never reached, for heat takes all that it fits",
    )
    parsed(rule(name="x", component="x"), rule())
    assert problems() == ("has no rule",)


def test_files_that_are_none(tmp_path: Path) -> None:
    for name, data, what in (
        ("a.json", b"{", "property name"),
        ("a.json", b'{"version":1,"version":1}', "stands twice"),
        ("a.json", b"[]", "the file"),
        ("a.toml", b"version = ", "not TOML"),
        ("a.toml", b"\xff", "not TOML"),
        ("a.toml", b"version = 1", "rule"),
        ("a.yaml", b"", "neither in .toml nor in .json"),
        ("a.json", b" " * (2**20 + 1), "bytes"),
    ):
        with pytest.raises(EdgeRulesError) as caught:
            parse_rules(data, name)
        assert what in str(caught.value) and str(caught.value).startswith(name)
    with pytest.raises(EdgeRulesError, match="No such file"):
        read_rules(tmp_path / "none.toml")


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode), st.sampled_from(["a.toml", "a.json"]))
def test_rubbish_is_refused_in_lines(data: bytes, name: str) -> None:
    with pytest.raises(EdgeRulesError) as caught:
        parse_rules(data, name)
    assert caught.value.problems
