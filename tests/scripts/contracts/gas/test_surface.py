"""The committed table has every write of every contract, and says what must hold; codes keep the limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quaychain.scripts.contracts.compiler import MAX_INITCODE_SIZE, MAX_RUNTIME_SIZE
from quaychain.scripts.contracts.gas.calls import CALLS
from quaychain.scripts.contracts.gas.surface import CONTRACTS, all_writes, artifact, creation_name, writes
from quaychain.scripts.contracts.gas.table import Row

ROOT = Path(__file__).resolve().parents[4]
ARTIFACTS = ROOT / "contracts/artifacts"
TABLE = json.loads((ROOT / "contracts/gas.json").read_text())
DEPLOYED = sorted(
    path.stem
    for path in ARTIFACTS.glob("*.json")
    if path.stem != "types" and len(json.loads(path.read_text())["deployedBytecode"]) > 2
)


def rows() -> list[Row]:
    found = []
    for name, entry in TABLE["calls"].items():
        function, _, size = name.partition(": ")
        contract, _, function = function.partition(".")
        events = 1_024 if size == "1,024 events" else 0
        searches = entry.get("searches", 0)
        found.append(Row(contract, function, size, entry["empty"], entry["million"], (), searches, events))
    return found


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_write_is_in_the_table(contract: str) -> None:
    expected = {function for name, function in all_writes(ARTIFACTS) if name == contract}
    assert {row.function for row in rows() if row.contract == contract} == expected
    assert {case.function for case in CALLS[contract]} == expected


def test_the_table_has_the_calls_that_are_measured() -> None:
    named = {
        f"{contract}.{case.function}" + (f": {case.size}" if case.size else "")
        for contract, cases in CALLS.items()
        for case in cases
    }
    assert {row.name for row in rows()} == named
    assert sum(len(cases) for cases in CALLS.values()) == len(named)


def test_the_table_says_what_must_hold() -> None:
    assert [problem for row in rows() for problem in row.problems()] == []
    assert any(row.events for row in rows())


@pytest.mark.parametrize("name", DEPLOYED)
def test_codes_keep_the_limits(name: str) -> None:
    """As deployed: with the constructor's arguments, each of one word."""
    loaded = artifact(ARTIFACTS, name)
    arguments = [len(entry["inputs"]) for entry in loaded["abi"] if entry["type"] == "constructor"]
    assert len(loaded["deployedBytecode"]) // 2 - 1 <= MAX_RUNTIME_SIZE
    assert len(loaded["bytecode"]) // 2 - 1 + 32 * sum(arguments) <= MAX_INITCODE_SIZE


def test_writes_are_what_is_no_view() -> None:
    abi = [
        {"type": "function", "name": "anchor", "stateMutability": "nonpayable"},
        {"type": "function", "name": "pay", "stateMutability": "payable"},
        {"type": "function", "name": "streamOf", "stateMutability": "view"},
        {"type": "function", "name": "link", "stateMutability": "pure"},
        {"type": "event", "name": "Anchored"},
    ]
    assert writes(abi) == {"anchor", "pay"}


def test_a_creation_is_known_by_its_code_whatever_it_is_linked_with(tmp_path: Path) -> None:
    code: dict[str, Any] = {"Quay": "0x60" + "__$" + "ab" * 17 + "$__" + "61", "Berth": "0x62", "types": "0x"}
    for name, text in code.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"bytecode": text}))
    assert creation_name(tmp_path, "0x60" + "11" * 20 + "61" + "00" * 32) == "Quay"
    assert creation_name(tmp_path, "0x62") == "Berth"
    assert creation_name(tmp_path, "0x60" + "11" * 20 + "62") == ""
