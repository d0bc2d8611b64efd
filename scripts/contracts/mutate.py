"""`./qc contracts mutate`: changes the core contracts in many small ways and counts the changes that a test notices.

Of each contract the tests in its own folder are run, in a copy below .qc/mutation that is compiled once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError

from .compiler import Toolchain
from .mutation.embedding import Embedded, embed_mutants
from .mutation.listed import Equivalent, read_equivalents, without_equivalents
from .mutation.mutants import Mutant
from .mutation.workspace import TookTooLongError, Workspace, WorkspaceError, sources_for

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ("orders", "customs", "provenance")
EQUIVALENTS = "tests/contracts/mutation/equivalents.json"
#: Share of the mutants that have to be killed, of each contract.
REQUIRED = 0.9
#: Fuzzed inputs of each fuzz test: few find most, and what survives them is tried with more.
FUZZ_RUNS = (1, 32)
#: Seconds of processor time after which a mutant counts as killed: it most likely made a loop endless.
TIMEOUT = 120


@dataclass
class Result:
    """What became of one contract's mutants; the tests' time in seconds."""

    contract: str
    stillborn: int
    equivalent: int
    killed: int = 0
    timed_out: list[Mutant] = field(default_factory=list)
    survivors: list[Mutant] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def tried(self) -> int:
        return self.killed + len(self.timed_out) + len(self.survivors)

    @property
    def share(self) -> float:
        """Killed of those tried; a timeout is a kill."""
        return 1 - len(self.survivors) / self.tried if self.tried else 1.0


def main(arguments: list[str]) -> int:
    """Exit code 0 when of each contract at least nine in ten of the mutants tried were killed."""
    parser = argparse.ArgumentParser(prog="qc contracts mutate", description=__doc__)
    parser.add_argument("--contract", choices=CONTRACTS, action="append", help="only this one; may be repeated")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants of all contracts, chosen by the seed")
    parser.add_argument("--seed", default="0", help="what chooses the sample (default: 0)")
    parser.add_argument("--match", metavar="TEXT", help="only mutants whose line, as printed, has TEXT in it")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="tests run at a time (default: 2)")
    parser.add_argument("--resume", action="store_true", help="keep what an interrupted run of the same sources found")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    if options.sample is not None and options.sample < 1:
        parser.error("--sample: at least 1")
    contracts = [name for name in CONTRACTS if name in (options.contract or CONTRACTS)]
    try:
        results = mutate(
            ROOT, contracts, options.sample, options.seed, options.match or "", options.jobs, options.resume
        )
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(report(results), indent=1, ensure_ascii=False) if options.json else "\n".join(lines(results)))
    return 0 if results and all(result.share >= REQUIRED for result in results) else 1


def mutate(
    root: Path, contracts: Sequence[str], sample: int | None, seed: str, match: str, jobs: int, resume: bool
) -> list[Result]:
    """Runs the chosen mutants of the contracts at `root`. Raises QuaychainError."""
    toolchain = Toolchain.of_checkout(root)
    equivalents = read_equivalents((root / EQUIVALENTS).read_text("utf-8"))
    prepared = [_prepare(root, toolchain, contract, equivalents) for contract in contracts]
    chosen = [[mutant for mutant in mutants if match in str(mutant)] for _, _, _, mutants in prepared]
    if sample is not None:
        chosen = choose(chosen, sample, seed)
    results = []
    for (contract, embedded, sources, mutants), selected in zip(prepared, chosen, strict=True):
        if not selected:
            continue
        result = Result(contract, embedded.stillborn, len(embedded.mutants) - len(mutants))
        _run(root, result, sources, selected, jobs, resume)
        results.append(result)
    return results


def choose(mutants: Sequence[Sequence[Mutant]], sample: int, seed: str) -> list[list[Mutant]]:
    """A sample of `sample` of all mutants, in their order; the same seed chooses the same ones."""
    places = [(i, k) for i, group in enumerate(mutants) for k in range(len(group))]
    taken = set(random.Random(seed).sample(places, min(sample, len(places))))  # noqa: S311 - nothing secret
    return [[mutant for k, mutant in enumerate(group) if (i, k) in taken] for i, group in enumerate(mutants)]


def report(results: Sequence[Result]) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        result.contract: {
            "tried": result.tried,
            "killed": result.killed + len(result.timed_out),
            "share": round(result.share, 4),
            "equivalent": result.equivalent,
            "stillborn": result.stillborn,
            "seconds": round(result.seconds),
            "timedOut": [_entry(mutant) for mutant in result.timed_out],
            "survivors": [_entry(mutant) for mutant in result.survivors],
        }
        for result in results
    }


def lines(results: Sequence[Result]) -> Iterator[str]:
    """What is printed for people."""
    for result in results:
        yield from (f"survived: {mutant}" for mutant in result.survivors)
        yield from (f"timed out, counted as killed: {mutant}" for mutant in result.timed_out)
    for result in results:
        yield (
            f"{result.contract}: {result.tried - len(result.survivors)} of {result.tried} mutants killed "
            f"({result.share:.1%}), {len(result.survivors)} survived; {len(result.timed_out)} timed out; left out: "
            f"{result.equivalent} equivalent, {result.stillborn} that don't compile; {result.seconds / 60:.1f} minutes"
        )
    if not results:
        yield "no such mutant"


def _entry(mutant: Mutant) -> dict[str, Any]:
    return {
        "file": mutant.file,
        "line": mutant.line,
        "function": mutant.function,
        "operator": mutant.operator,
        "original": mutant.original,
        "mutant": mutant.text,
        "occurrence": mutant.occurrence,
    }


def _prepare(
    root: Path, toolchain: Toolchain, contract: str, equivalents: Sequence[Equivalent]
) -> tuple[str, Embedded, dict[str, bytes], list[Mutant]]:
    """Contract, its mutants embedded, the sources with them, and the mutants that aren't listed as equivalent."""
    prefix = f"contracts/{contract}/"
    sources = sources_for(root, toolchain, [contract])
    embedded = embed_mutants(sources, prefix, toolchain)
    mutants = without_equivalents(embedded.mutants, equivalents, prefix)
    return contract, embedded, {**sources, **embedded.sources}, mutants


def _run(
    root: Path, result: Result, sources: dict[str, bytes], mutants: Sequence[Mutant], jobs: int, resume: bool
) -> None:
    """Runs `mutants` and enters in `result` what became of them."""
    folder = root / ".qc/mutation" / result.contract
    workspace = Workspace(root, folder)
    workspace.write(sources)
    _say(f"{result.contract}: compiling the tests with {len(mutants)} mutants to try")
    workspace.build()
    clean = workspace.test(selected=0, fuzz_runs=FUZZ_RUNS[-1], timeout=TIMEOUT)
    if clean.failed:
        raise WorkspaceError(f"{result.contract}: tests fail without a mutant: {', '.join(clean.failed)}")
    journal = _Journal(folder / "journal.jsonl", _fingerprint(sources), resume)
    started = time.monotonic()

    def outcome(mutant: Mutant) -> str:
        known = journal.known.get(mutant.number)
        if known:
            return known
        found = "survived"
        try:
            if any(
                workspace.test(selected=mutant.number, fuzz_runs=runs, timeout=TIMEOUT).failed for runs in FUZZ_RUNS
            ):
                found = "killed"
        except TookTooLongError:
            found = "timed out"
        journal.enter(mutant.number, found)
        return found

    with ThreadPoolExecutor(jobs) as pool:
        for count, (mutant, found) in enumerate(zip(mutants, pool.map(outcome, mutants), strict=True), start=1):
            if found == "survived":
                result.survivors.append(mutant)
            elif found == "timed out":
                result.timed_out.append(mutant)
            else:
                result.killed += 1
            if count % 100 == 0:
                _say(f"{result.contract}: {count} of {len(mutants)} tried, {len(result.survivors)} survived")
    result.seconds = time.monotonic() - started


class _Journal:
    """What is known already of each mutant, by number; kept in a file, with what it was found for."""

    def __init__(self, path: Path, fingerprint: str, resume: bool) -> None:
        self.known: dict[int, str] = {}
        self._path = path
        head, *entries = path.read_text("utf-8").splitlines() if path.exists() else [""]
        if resume and head == fingerprint:
            self.known = {int(number): found for number, found in (entry.split(" ", 1) for entry in entries)}
        else:
            path.write_text(f"{fingerprint}\n", "utf-8")

    def enter(self, number: int, found: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{number} {found}\n")


def _fingerprint(sources: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(sources.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
