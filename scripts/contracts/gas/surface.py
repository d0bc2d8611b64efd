"""What there is to measure: every function of the contracts of the Directory, and of the root, that is not a view."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CONTRACTS = (
    "ConsortiumRoot",
    "ConsortiumGovernor",
    "AccessManager",
    "MemberRegistry",
    "DeviceRegistry",
    "EventAnchor",
    "RecordRegistry",
    "OrderFulfilment",
    "CustomsCompliance",
    "PartProvenance",
    "TradeFinance",
)


def writes(abi: Sequence[Mapping[str, Any]]) -> set[str]:
    """Names of an ABI's functions that change state."""
    return {
        entry["name"]
        for entry in abi
        if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
    }


def artifact(folder: Path, contract: str) -> dict[str, Any]:
    """A contract's committed artifact."""
    loaded: dict[str, Any] = json.loads((folder / f"{contract}.json").read_text("utf-8"))
    return loaded


def all_writes(folder: Path) -> set[tuple[str, str]]:
    """(contract, function) of all that is to be measured."""
    return {(name, function) for name in CONTRACTS for function in writes(artifact(folder, name)["abi"])}


def creation_name(folder: Path, initcode: str) -> str:
    """Which artifact's creation code `initcode` (hexadecimal) begins with, whatever libraries it is linked with; empty
    where it is none's."""
    for path in sorted(folder.glob("*.json")):
        loaded = json.loads(path.read_text("utf-8"))
        code = loaded.get("bytecode", "0x").removeprefix("0x") if isinstance(loaded, dict) else ""
        if code and _begins(initcode.removeprefix("0x"), code):
            return path.stem
    return ""


def _begins(given: str, code: str) -> bool:
    """Whether `given` begins with `code`, in which `__$…$__` stands for any address."""
    if len(given) < len(code):
        return False
    place = 0
    for number, piece in enumerate(code.split("__$")):
        if number:  # a placeholder is as long as an address; what is left of it is 37 characters
            place, piece = place + 40, piece[37:]
        if given[place : place + len(piece)] != piece:
            return False
        place += len(piece)
    return True
