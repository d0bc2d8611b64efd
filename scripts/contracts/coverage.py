"""`./qc contracts coverage`: which lines and branches of the core contracts the tests in their folders reach.

Every one has to be reached, or listed with the reason why it can't be.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256

from .compiler import Toolchain
from .mutate import CONTRACTS
from .mutation.listed import Unreached, left_out, read_unreached
from .mutation.tracefile import Spot, spots
from .mutation.workspace import Workspace, sources_for

ROOT = Path(__file__).resolve().parents[2]
UNREACHED = "tests/contracts/mutation/unreached.json"

_SLOT = re.compile(rb'erc7201\("([^"]+)"\)')


def main(arguments: list[str]) -> int:
    """Exit code 0 when every line and branch is reached or listed."""
    parser = argparse.ArgumentParser(prog="qc contracts coverage", description=__doc__)
    parser.add_argument("--contract", choices=CONTRACTS, action="append", help="only this one; may be repeated")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    contracts = [name for name in CONTRACTS if name in (options.contract or CONTRACTS)]
    try:
        listed = read_unreached((ROOT / UNREACHED).read_text("utf-8"))
        found = measure(ROOT, contracts)
        known = left_out(found, listed, [f"contracts/{contract}/" for contract in contracts])
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    result = report(found, known, contracts)
    print(json.dumps(result, indent=1, ensure_ascii=False) if options.json else "\n".join(lines(result)))
    return 1 if any(entry["missing"] for entry in result.values()) else 0


def measure(root: Path, contracts: Sequence[str]) -> list[Spot]:
    """Runs the tests of `contracts` under forge's coverage. Raises QuaychainError."""
    sources = sources_for(root, Toolchain.of_checkout(root), contracts)
    workspace = Workspace(root, root / ".qc/mutation/coverage")
    workspace.write({name: spelled_out(content) for name, content in sources.items()})
    print("compiling the tests for coverage", file=sys.stderr, flush=True)
    prefixes = tuple(f"contracts/{contract}/" for contract in contracts)
    return spots(workspace.coverage(), {name: text for name, text in sources.items() if name.startswith(prefixes)})


def spelled_out(source: bytes) -> bytes:
    """`source` with the number instead of `erc7201("…")`, which forge's own parser doesn't know (ERC-7201)."""

    def slot(match: re.Match[bytes]) -> bytes:
        inner = int.from_bytes(keccak256(match[1])) - 1
        return hex(int.from_bytes(keccak256(inner.to_bytes(32))) & ~0xFF).encode()

    return _SLOT.sub(slot, source)


def report(found: Sequence[Spot], known: Mapping[Spot, Unreached], contracts: Sequence[str]) -> dict[str, Any]:
    """What `--json` prints."""
    result = {}
    for contract in contracts:
        own = [spot for spot in found if spot.file.startswith(f"contracts/{contract}/")]
        rows = [spot for spot in own if not spot.side]
        branches = [spot for spot in own if spot.side]
        result[contract] = {
            "lines": len(rows),
            "linesReached": sum(spot.hits > 0 for spot in rows),
            "branches": len(branches),
            "branchesReached": sum(spot.hits > 0 for spot in branches),
            "leftOut": [{"spot": str(spot), "reason": known[spot].reason} for spot in own if spot in known],
            "missing": [str(spot) for spot in own if not spot.hits and spot not in known],
        }
    return result


def lines(result: Mapping[str, Any]) -> Iterator[str]:
    """What is printed for people."""
    for entry in result.values():
        yield from (f"never reached: {spot}" for spot in entry["missing"])
    for contract, entry in result.items():
        yield (
            f"{contract}: {entry['branchesReached']} of {entry['branches']} branches and {entry['linesReached']} of "
            f"{entry['lines']} lines reached; {len(entry['leftOut'])} left out with a reason, "
            f"{len(entry['missing'])} missing"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
