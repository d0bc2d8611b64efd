"""The mutants of one core contract, embedded in copies of its files that compile (I/O: starts solc)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..compiler import CompilationError, Toolchain
from .mutants import Mutant, embed, mutants_at, number_mutants
from .operators import find_sites
from .syntax import Node, declarations_of, readable


@dataclass(frozen=True)
class Embedded:
    """`sources`: the altered files; `mutants`: those in them; `stillborn`: how many did not compile."""

    sources: dict[str, bytes]
    mutants: tuple[Mutant, ...]
    stillborn: int


def embed_mutants(sources: Mapping[str, bytes], prefix: str, toolchain: Toolchain) -> Embedded:
    """All mutants of the files among `sources` whose path starts with `prefix`. Raises CompilationError.

    What solc refuses is left out; it says where, and each mutant is marked.
    """
    contracts = {unit: text for unit, text in sources.items() if unit.startswith("contracts/")}
    own = {unit: text for unit, text in contracts.items() if unit.startswith(prefix)}
    asts = syntax_trees(contracts, toolchain)
    declarations = declarations_of(asts)
    mutants = number_mutants({unit: find_sites(asts[unit], text, declarations) for unit, text in own.items()}, own)
    refused: set[int] = set()
    while True:
        altered = {
            unit: embed(
                text,
                [entry for entry in mutants if entry[0].file == unit and entry[0].number not in refused],
                readable(asts[unit], text),
            )
            for unit, text in own.items()
        }
        errors = _errors(_solc({**contracts, **altered}, toolchain, ast=False))
        if not errors:
            alive = tuple(mutant for mutant, _ in mutants if mutant.number not in refused)
            return Embedded(altered, alive, len(refused))
        blamed = set[int]()
        for error in errors:
            place = error.get("sourceLocation") or {}
            if place.get("file") in altered:
                blamed |= mutants_at(altered[place["file"]], place["start"], place["end"])
        if not blamed:
            raise CompilationError("\n".join(error["formattedMessage"] for error in errors))
        refused |= blamed


def syntax_trees(sources: Mapping[str, bytes], toolchain: Toolchain) -> dict[str, Node]:
    """Of each unit, also of those imported from npm packages. Raises CompilationError."""
    output = _solc(sources, toolchain, ast=True)
    if errors := _errors(output):
        raise CompilationError("\n".join(error["formattedMessage"] for error in errors))
    return {unit: entry["ast"] for unit, entry in output["sources"].items()}


def _solc(sources: Mapping[str, bytes], toolchain: Toolchain, *, ast: bool) -> dict[str, Any]:
    request = {
        "language": "Solidity",
        "sources": {unit: {"content": text.decode()} for unit, text in sources.items()},
        "settings": {"evmVersion": "cancun", "outputSelection": {"*": {"": ["ast"]} if ast else {"*": ["abi"]}}},
    }
    done = subprocess.run(
        [str(toolchain.solc), "--standard-json"], input=json.dumps(request), capture_output=True, text=True, check=True
    )
    output: dict[str, Any] = json.loads(done.stdout)
    return output


def _errors(output: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [error for error in output.get("errors", []) if error["severity"] == "error"]
