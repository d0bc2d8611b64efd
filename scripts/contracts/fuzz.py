"""`./qc contracts fuzz [--calls N] [--seed S] [--json]`: forge's campaigns against the contracts' stated invariants.

Spreads N calls over the campaigns of tests/contracts/forge/invariants. Fails when an invariant doesn't hold (with the
shortest sequence of calls that forge found), when fewer calls were made, and when a move was tried often and never
taken: such a move tests nothing.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eth_abi.abi import decode

from quaychain.contracts.errors import QuaychainError

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGNS = "tests/contracts/forge/invariants"
LOGS = ".qc/forge/campaigns"
OUT = ".qc/forge/out"

#: Calls of `./qc test`, and the seed unless another is given: a run can be repeated.
CALLS = 50_000
SEED = 0x51

#: Longest sequence from one set-up, and how often the invariants are looked at in it (each move looks at what it did).
DEPTH = 400
CHECK_INTERVAL = 25

#: A move tried so often and never taken fails the run. (Final acceptance and its like lie at the end of a long way.)
TRIED_OFTEN = 1_000

#: What Campaign.afterInvariant writes: the campaign; for each handler its name, counts (move, taken, refused), digest.
LINE = ["string", "string[]", "(bytes4,uint32,uint32)[][]", "bytes32[]"]


class FuzzingError(QuaychainError):
    """Forge couldn't run the campaigns; the message is forge's own."""


@dataclass(frozen=True)
class Plan:
    """So many sequences of so many calls in each campaign."""

    campaigns: int
    sequences: int
    depth: int

    @property
    def calls(self) -> int:
        return self.campaigns * self.sequences * self.depth


@dataclass
class Move:
    """A handler's move: how often the contracts took it and refused it."""

    handler: str
    name: str
    taken: int = 0
    refused: int = 0


@dataclass
class Campaign:
    """What a campaign came to. `broken` says which invariant failed, `sequence` by which calls."""

    name: str
    calls: int = 0
    seconds: float = 0.0
    moves: list[Move] = field(default_factory=list)
    broken: str | None = None
    sequence: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return sum(move.refused for move in self.moves)

    @property
    def reached(self) -> int:
        return sum(move.taken > 0 for move in self.moves)


def main(arguments: list[str]) -> int:
    """Exit code 0 when as many calls were made as asked for, every invariant held, and no move was in vain."""
    parser = argparse.ArgumentParser(prog="qc contracts fuzz", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--calls", type=_positive, default=CALLS, metavar="N", help=f"calls in all (default {CALLS})")
    parser.add_argument("--seed", type=lambda text: int(text, 0), default=SEED, metavar="S", help="of all draws")
    parser.add_argument("--json", action="store_true", help="a JSON document instead of the table")
    options = parser.parse_args(arguments)
    try:
        campaigns = run(ROOT, options.calls, options.seed)
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    problems = problems_of(campaigns, options.calls)
    if options.json:
        print(json.dumps(document(campaigns, options.seed, problems), indent=2))
    else:
        print(table(campaigns))
        print(f"\nseed {options.seed:#x}: {sum(campaign.calls for campaign in campaigns):,} calls", flush=True)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def run(root: Path, calls: int, seed: int) -> list[Campaign]:
    """Runs all campaigns below `root` with at least `calls` calls. Raises FuzzingError."""
    folder = root / CAMPAIGNS
    names = campaign_names(path.read_text("utf-8") for path in sorted(folder.glob("*.t.sol")))
    plan = plan_of(calls, len(names))
    logs = root / LOGS
    logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=logs) as scratch:
        log = Path(scratch) / "log"
        log.touch()
        report = _forge(root, plan, seed, log)
        lines = log.read_text("ascii").splitlines()
    campaigns = list(_campaigns(report))
    by_name = {campaign.name: campaign for campaign in campaigns}
    moves = functools.cache(lambda handler: _moves(root, handler))
    for line in set(lines):  # forge plays the last sequence once more
        add_line(by_name, bytes.fromhex(line.removeprefix("0x")), moves)
    return sorted(campaigns, key=lambda campaign: campaign.name)


def plan_of(calls: int, campaigns: int) -> Plan:
    """The fewest sequences that make `calls` calls."""
    each = math.ceil(calls / campaigns)
    sequences = math.ceil(each / DEPTH)
    return Plan(campaigns, sequences, math.ceil(each / sequences))


def campaign_names(sources: Iterable[str]) -> list[str]:
    """The campaigns' contracts in Solidity sources."""
    return [name for source in sources for name in re.findall(r"^contract (\w+) is Campaign\b", source, re.MULTILINE)]


def campaign_of(contract: str, result: Mapping[str, Any]) -> Campaign:
    """What forge says of a campaign, without its moves.

    `result` is an entry of `test_results` in the output of `forge test --json`.
    """
    campaign = Campaign(contract.rpartition(":")[2].removesuffix("Campaign"))
    campaign.calls = result["kind"].get("Invariant", {}).get("calls", 0)
    campaign.seconds = seconds_of(result["duration"])
    if result["status"] == "Success":
        return campaign
    campaign.broken = result["reason"] or "no reason given"
    sequence = (result.get("counterexample") or {}).get("Sequence") or [0, []]
    campaign.sequence = [f"{call['contract_name'].rpartition(':')[2]}.{_call(call)}" for call in sequence[1]]
    return campaign


def add_line(campaigns: Mapping[str, Campaign], line: bytes, moves_of: Callable[[str], dict[str, str]]) -> None:
    """Adds a sequence's counts to its campaign. `moves_of(handler)` gives the name of each move by selector."""
    name, handlers, counts, _ = decode(LINE, line)
    campaign = campaigns[name]
    if not campaign.moves:
        campaign.moves = [Move(handler, move) for handler in handlers for move in moves_of(handler).values()]
    known = {(move.handler, move.name): move for move in campaign.moves}
    for handler, rows in zip(handlers, counts, strict=True):
        for selector, taken, refused in rows:
            move = known[handler, moves_of(handler)[selector.hex()]]
            move.taken += taken
            move.refused += refused


def seconds_of(duration: str) -> float:
    """Seconds of a duration as forge writes it, e.g. 1m 2s 260ms 305µs."""
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(h|ms|m|s|µs|ns)\b", duration))


def problems_of(campaigns: list[Campaign], asked: int) -> list[str]:
    """What makes the run fail, a line each; a broken invariant with its calls."""
    problems = []
    for campaign in campaigns:
        if campaign.broken is not None:
            calls = "".join(f"\n    {call}" for call in campaign.sequence)
            problems.append(f"{campaign.name}: {campaign.broken}{calls}")
    problems += [f"{move} was never taken" for move in never_taken(campaigns)]
    made = sum(campaign.calls for campaign in campaigns)
    if made < asked:
        problems.append(f"{made:,} calls were made of {asked:,}")
    return problems


def never_taken(campaigns: Iterable[Campaign]) -> list[str]:
    """Moves that were tried often, in whatever campaign, and always in vain."""
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for campaign in campaigns:
        for move in campaign.moves:
            taken[f"{move.handler}.{move.name}"] += move.taken
            refused[f"{move.handler}.{move.name}"] += move.refused
    return sorted(move for move, times in refused.items() if times >= TRIED_OFTEN and not taken[move])


def table(campaigns: list[Campaign]) -> str:
    """The campaigns, a line each."""
    lines = [f"{'campaign':14}{'calls':>12}{'refused':>12}{'moves reached':>16}{'invariants':>12}{'seconds':>10}"]
    for campaign in campaigns:
        held = "held" if campaign.broken is None else "BROKEN"
        reached = f"{campaign.reached} of {len(campaign.moves)}"
        lines.append(
            f"{campaign.name:14}{campaign.calls:12,}{campaign.refused:12,}{reached:>16}{held:>12}{campaign.seconds:10.1f}"
        )
    return "\n".join(lines)


def document(campaigns: list[Campaign], seed: int, problems: list[str]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "seed": seed,
        "calls": sum(campaign.calls for campaign in campaigns),
        "held": not problems,
        "problems": problems,
        "campaigns": [asdict(campaign) | {"refused": campaign.refused} for campaign in campaigns],
    }


def _forge(root: Path, plan: Plan, seed: int, log: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "FOUNDRY_INVARIANT_RUNS": str(plan.sequences),
        "FOUNDRY_INVARIANT_DEPTH": str(plan.depth),
        "FOUNDRY_INVARIANT_CHECK_INTERVAL": str(CHECK_INTERVAL),
        # A move's number is only drawn from: values that the contracts know are of no use.
        "FOUNDRY_INVARIANT_DICTIONARY_WEIGHT": "0",
        # foundry.toml leaves the campaigns out; this leaves out nothing.
        "FOUNDRY_NO_MATCH_PATH": "none",
        "QC_CAMPAIGN_LOG": log.relative_to(root).as_posix(),
    }
    command = ["forge", "test", "--json", "--match-path", f"{CAMPAIGNS}/*", "--fuzz-seed", f"{seed:#x}"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    for line in reversed(done.stdout.splitlines()):
        if line.startswith("{"):
            report = json.loads(line)
            if "timestamp" not in report:
                return dict(report)
    raise FuzzingError(f"{done.stdout}\n{done.stderr}".strip()[-4000:] or "forge gave no result")


def _campaigns(report: Mapping[str, Any]) -> Iterator[Campaign]:
    for contract, suite in report.items():
        for result in suite["test_results"].values():
            yield campaign_of(contract, result)


def _moves(root: Path, handler: str) -> dict[str, str]:
    """Selector → name of a handler's moves, from what forge compiled: its functions that aren't views."""
    artifact = json.loads((root / OUT / f"{handler}.sol/{handler}.json").read_text("utf-8"))
    moves = {
        entry["name"]
        for entry in artifact["abi"]
        if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
    }
    return {
        selector: signature.partition("(")[0]
        for signature, selector in artifact["methodIdentifiers"].items()
        if signature.partition("(")[0] in moves
    }


def _call(call: Mapping[str, Any]) -> str:
    name = (call.get("func_name") or call.get("signature") or "").partition("(")[0]
    return f"{name}({call.get('args') or ''})"


def _positive(text: str) -> int:
    value = int(text.replace(",", "").replace("_", ""))
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
