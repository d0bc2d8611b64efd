"""`./qc contracts coverage`: which statements and branches of the core contracts the tests in their folders reach.

Every one has to be reached, or listed with the reason why it can't be. Forge's own coverage can't be used: its parser
doesn't know `erc7201`, and it counts both sides of an `if` as one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError

from .compiler import Toolchain
from .mutate import CONTRACTS
from .mutation.embedding import syntax_trees
from .mutation.listed import Unreached, left_out, read_unreached
from .mutation.reach import Spot, mark, reached
from .mutation.workspace import Workspace, parse_run, sources_for

ROOT = Path(__file__).resolve().parents[2]
UNREACHED = "tests/contracts/mutation/unreached.json"

#: Seconds of processor time the tests may take.
TIMEOUT = 1800


def main(arguments: list[str]) -> int:
    """Exit code 0 when every statement and branch is reached or listed."""
    parser = argparse.ArgumentParser(prog="qc contracts coverage", description=__doc__)
    parser.add_argument("--contract", choices=CONTRACTS, action="append", help="only this one; may be repeated")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    contracts = [name for name in CONTRACTS if name in (options.contract or CONTRACTS)]
    try:
        listed = read_unreached((ROOT / UNREACHED).read_text("utf-8"))
        spots, hit = measure(ROOT, contracts)
        unreached = [spot for spot in spots if spot.number not in hit]
        known = left_out(unreached, listed, [f"contracts/{contract}/" for contract in contracts])
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    result = report(spots, hit, known, contracts)
    print(json.dumps(result, indent=1, ensure_ascii=False) if options.json else "\n".join(lines(result)))
    return 1 if any(entry["missing"] for entry in result.values()) else 0


def measure(root: Path, contracts: Sequence[str]) -> tuple[list[Spot], set[int]]:
    """The spots of `contracts`, and the numbers of those that their tests reached. Raises QuaychainError."""
    toolchain = Toolchain.of_checkout(root)
    sources = sources_for(root, toolchain, contracts)
    prefixes = tuple(f"contracts/{contract}/" for contract in contracts)
    trees = syntax_trees({unit: text for unit, text in sources.items() if unit.startswith("contracts/")}, toolchain)
    marked, spots = mark(trees, {unit: text for unit, text in sources.items() if unit.startswith(prefixes)})
    workspace = Workspace(root, root / ".qc/mutation/coverage")
    workspace.write({**sources, **marked})
    print("compiling the tests for coverage", file=sys.stderr, flush=True)
    workspace.build()
    answer = workspace.answer(["-vv", "--fuzz-runs", "1"], TIMEOUT)  # the console from -vv on
    for failed in parse_run(answer).failed:
        print(f"fails in the marked copy, which needs more gas: {failed}", file=sys.stderr)
    return spots, reached(answer)


def report(
    spots: Sequence[Spot], hit: set[int], known: Mapping[Spot, Unreached], contracts: Sequence[str]
) -> dict[str, Any]:
    """What `--json` prints."""
    result = {}
    for contract in contracts:
        own = sorted(
            (spot for spot in spots if spot.file.startswith(f"contracts/{contract}/")),
            key=lambda spot: (spot.file, spot.line, spot.number),
        )
        statements = [spot for spot in own if not spot.side]
        branches = [spot for spot in own if spot.side]
        result[contract] = {
            "statements": len(statements),
            "statementsReached": sum(spot.number in hit for spot in statements),
            "branches": len(branches),
            "branchesReached": sum(spot.number in hit for spot in branches),
            "leftOut": [{"spot": str(spot), "reason": known[spot].reason} for spot in own if spot in known],
            "missing": [str(spot) for spot in own if spot.number not in hit and spot not in known],
        }
    return result


def lines(result: Mapping[str, Any]) -> Iterator[str]:
    """What is printed for people."""
    for entry in result.values():
        yield from (f"never reached: {spot}" for spot in entry["missing"])
    for contract, entry in result.items():
        yield (
            f"{contract}: {entry['branchesReached']} of {entry['branches']} branches and "
            f"{entry['statementsReached']} of {entry['statements']} statements reached; "
            f"{len(entry['leftOut'])} left out with a reason, {len(entry['missing'])} missing"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
