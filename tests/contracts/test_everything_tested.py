"""Every error, event and function of the contracts is in a test of the contracts: expected, expected, called."""

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


def compiled(kind: str) -> set[str]:
    """The names of all errors, events or functions in the ABIs; a library's functions are those of its contract."""
    return {
        entry["name"]
        for content in artifacts()
        for entry in content["abi"]
        if entry["type"] == kind and not (kind == "function" and content["kind"] == "library")
    }


def declared(kind: str) -> set[str]:
    """The names of the errors, events or functions that the sources declare; of functions those for others to call."""
    found = []
    for source in sorted(CONTRACTS.glob("*/*.sol")):
        text = source.read_text("utf-8")
        found += [
            name
            for name, head in re.findall(rf"^\s*{kind} (\w+)(\([^;{{]*)", text, flags=re.MULTILINE)
            if kind != "function" or re.search(r"\b(external|public)\b", head)
        ]
    if kind != "function":
        assert len(found) == len(set(found)), "declared twice"
    return set(found) & compiled(kind)


def in_tests(*patterns: str) -> set[str]:
    """What the patterns find in forge's tests."""
    return {
        name
        for source in FORGE.rglob("*.sol")
        for pattern in patterns
        for name in re.findall(pattern, source.read_text("utf-8"))
    }


def test_every_error_is_in_an_abi() -> None:
    texts = "".join(source.read_text("utf-8") for source in CONTRACTS.glob("*/*.sol"))
    assert set(re.findall(r"^\s*error (\w+)\(", texts, flags=re.MULTILINE)) <= compiled("error")


def test_every_error_is_expected() -> None:
    brownie = "".join(source.read_text("utf-8") for source in BROWNIE.rglob("*.py"))
    expected = in_tests(r"\b\w+\.(\w+)\.selector\b") | set(re.findall(r"\brefused\(\s*\"(\w+)\"", brownie))
    assert declared("error") - expected == set()


def test_every_event_is_expected() -> None:
    assert declared("event") - in_tests(r"\bemit (?:\w+\.)?(\w+)\(") == set()


def test_every_function_is_called() -> None:
    called = in_tests(r"\.(\w+)\(", r"\bencodeCall\(\s*\w+\.(\w+)", r"\"(\w+)\(")
    assert declared("function") - called == set()
