"""Every error that a contract can revert with is expected by a test of the contracts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "contracts"
FORGE = ROOT / "tests/contracts/forge"
BROWNIE = ROOT / "tests/contracts/brownie"


def artifacts() -> Iterator[dict[str, Any]]:
    """The compiled contracts."""
    for path in sorted((CONTRACTS / "artifacts").glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        if "abi" in content:
            yield content


def declared() -> dict[str, str]:
    """The name of each error in the sources → the folder that declares it."""
    found = {}
    for source in sorted(CONTRACTS.glob("*/*.sol")):
        for name in re.findall(r"^\s*error (\w+)\(", source.read_text("utf-8"), flags=re.MULTILINE):
            assert name not in found, f"{name} is declared twice"
            found[name] = source.parent.name
    return found


def expected() -> frozenset[str]:
    """The errors that forge's or Brownie's tests expect by name."""
    names = set[str]()
    for source in FORGE.rglob("*.sol"):
        names.update(re.findall(r"\b\w+\.(\w+)\.selector\b", source.read_text("utf-8")))
    for source in BROWNIE.rglob("*.py"):
        names.update(re.findall(r"\brefused\(\s*\"(\w+)\"", source.read_text("utf-8")))
    return frozenset(names)


def test_every_declared_error_is_in_an_abi() -> None:
    compiled = {entry["name"] for content in artifacts() for entry in content["abi"] if entry["type"] == "error"}
    assert set(declared()) <= compiled


def test_every_declared_error_is_expected_by_a_test() -> None:
    assert set(declared()) - expected() == set()
