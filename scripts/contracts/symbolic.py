"""`./qc contracts symbolic [--json] [NAME…]`: proves tests/contracts/symbolic for all inputs within the checks' bounds.

Halmos runs the contracts' own byte code on symbolic inputs and asks an SMT solver whether an assertion can fail.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError

ROOT = Path(__file__).resolve().parents[2]
CHECKS = "tests/contracts/symbolic"
#: Halmos's exit codes of a check, in order; what they mean for a proof.
VERDICTS = ("proved", "fails", "solver timed out", "stuck", "every input reverts", "error")
INCOMPLETE = "loops cut short"
TIMEOUT = "timed out"

_CONTRACT = re.compile(r"^contract (\w+)", re.MULTILINE)
_CHECK = re.compile(r"((?:^    ///.*\n)*)^    function (check_\w+)\(", re.MULTILINE)
_OPTIONS = re.compile(r"@custom:halmos (.+)")
_NAMED = re.compile(r"--(?:default-)?([\w-]+) ([\w,.]+)")


class SymbolicError(QuaychainError):
    """The checks can't be run; the message says why."""


@dataclass(frozen=True)
class Check:
    """A check as its source has it; `bounds` are those that the source sets, in words."""

    name: str
    contract: str
    bounds: str


@dataclass(frozen=True)
class Outcome:
    """What came of a check; `inputs` is the counterexample, when there is one."""

    check: str
    contract: str
    bounds: str
    paths: int
    seconds: float
    verdict: str
    inputs: Mapping[str, str]
    output: str = ""

    @property
    def proved(self) -> bool:
        return self.verdict == VERDICTS[0]


def main(arguments: list[str]) -> int:
    """Exit code 0 when every check is proved, 1 when one fails or can't be decided in time."""
    parser = argparse.ArgumentParser(prog="qc contracts symbolic", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="checks run at a time (default: 2)")
    parser.add_argument("--timeout", type=float, default=900, metavar="SECONDS", help="of one check (default: 900)")
    parser.add_argument("name", nargs="*", help="only checks with NAME in their name")
    options = parser.parse_args(arguments)
    try:
        checks = choose(find_checks(ROOT / CHECKS), options.name)
        began = time.monotonic()
        build(ROOT)
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            outcomes = list(pool.map(lambda check: run_check(ROOT, check, options.timeout), checks))
        seconds = time.monotonic() - began
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1
    print(as_json(outcomes, seconds) if options.json else as_table(outcomes, seconds))
    return 0 if all(outcome.proved for outcome in outcomes) else 1


def find_checks(folder: Path) -> list[Check]:
    """The checks of all `*.t.sol` in the folder, in order of file and place."""
    return [check for path in sorted(folder.glob("*.t.sol")) for check in read_checks(path.read_text("utf-8"))]


def read_checks(source: str) -> list[Check]:
    """The checks of one source, which has one contract."""
    contract = _CONTRACT.search(source)
    if not contract:
        return []
    checks = []
    for documentation, name in _CHECK.findall(source):
        options = _OPTIONS.search(documentation)
        named = [f"{what} {values}" for what, values in _NAMED.findall(options[1])] if options else []
        checks.append(Check(name, contract[1], "; ".join(bound for bound in named if not bound.startswith("solver"))))
    return checks


def choose(checks: Sequence[Check], names: Sequence[str]) -> list[Check]:
    """Those with one of the names in theirs, all when none is given; raises when a name is in none."""
    for name in names:
        if not any(name in check.name for check in checks):
            raise SymbolicError(f"no check is named like {name}; there are {', '.join(check.name for check in checks)}")
    return [check for check in checks if not names or any(name in check.name for name in names)]


def build(root: Path) -> None:
    """Compiles the checks and what they use, with the syntax trees that Halmos needs; Halmos would on every start."""
    for folder in ("home", "queries", "results"):
        shutil.rmtree(root / ".qc/symbolic" / folder, ignore_errors=True)
        (root / ".qc/symbolic" / folder).mkdir(parents=True)
    command = [str(_forge(root)), "build", "--ast", "--extra-output", "storageLayout", "metadata"]
    done = subprocess.run(command, cwd=root, env=_environment(root), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SymbolicError(f"the checks don't compile:\n{done.stdout}{done.stderr}".rstrip())


def run_check(root: Path, check: Check, timeout: float) -> Outcome:
    """Runs Halmos on one check, in a process of its own."""
    result = root / f".qc/symbolic/results/{check.name}.json"
    command = [
        str(root / ".qc/analysis/bin/halmos"),
        *("--config", f"{CHECKS}/halmos.toml", "--json-output", str(result)),
        *("--match-contract", f"^{check.contract}$", "--match-test", rf"^{check.name}\("),
    ]
    began = time.monotonic()
    # A group of its own: the solvers that Halmos started end with it.
    process = subprocess.Popen(
        command,
        cwd=root,
        env=_environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return Outcome(check.name, check.contract, check.bounds, 0, time.monotonic() - began, TIMEOUT, {}, output)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    seconds = time.monotonic() - began
    document = json.loads(result.read_text("utf-8")) if result.exists() else {}
    return judge(check, document, seconds, output)


def judge(check: Check, document: Mapping[str, Any], seconds: float, output: str) -> Outcome:
    """What Halmos's JSON says of the check; `output` is kept when it isn't proved."""
    found = [entry for entries in document.get("test_results", {}).values() for entry in entries]
    found = [entry for entry in found if entry["name"].startswith(f"{check.name}(")]
    if len(found) != 1:
        return Outcome(check.name, check.contract, check.bounds, 0, seconds, VERDICTS[-1], {}, output)
    entry = found[0]
    code = entry["exitcode"]
    verdict = VERDICTS[code] if code < len(VERDICTS) else VERDICTS[-1]
    # A loop that went on beyond the bound was not followed: what comes after it isn't proved.
    if verdict == VERDICTS[0] and entry["num_bounded_loops"]:
        verdict = INCOMPLETE
    models = [model.get("model") or {} for model in entry.get("models") or []]
    inputs = {name: str(value) for model in models[:1] for name, value in _values(model)}
    paths = (entry.get("num_paths") or [0])[0]
    return Outcome(
        check.name, check.contract, check.bounds, paths, seconds, verdict, inputs, "" if verdict == "proved" else output
    )


def as_table(outcomes: Sequence[Outcome], seconds: float) -> str:
    """A line each, and below it what Halmos said where it isn't proved."""
    rows = [("check", "bounds", "paths", "seconds", "")]
    rows += [
        (outcome.check, outcome.bounds or "-", str(outcome.paths), f"{outcome.seconds:.1f}", outcome.verdict)
        for outcome in outcomes
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:>{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    ]
    proved = sum(outcome.proved for outcome in outcomes)
    lines.append(f"{proved} of {len(outcomes)} proved in {seconds:.0f} s")
    for outcome in outcomes:
        if outcome.output:
            lines += ["", f"{outcome.check}: {outcome.verdict}", outcome.output.strip()]
    return "\n".join(lines)


def as_json(outcomes: Sequence[Outcome], seconds: float) -> str:
    """One document: `checks`, how many are `proved`, and `seconds` of it all."""
    checks = [
        {**asdict(outcome), "seconds": round(outcome.seconds, 1), "proved": outcome.proved} for outcome in outcomes
    ]
    proved = sum(outcome.proved for outcome in outcomes)
    return json.dumps({"checks": checks, "proved": proved, "seconds": round(seconds, 1)}, indent=1)


def _values(model: Any) -> list[tuple[str, Any]]:
    """A model is a mapping of names to values, or to objects that have one."""
    if not isinstance(model, Mapping):
        return []
    return [(name, value.get("value", value) if isinstance(value, Mapping) else value) for name, value in model.items()]


def _environment(root: Path) -> dict[str, str]:
    # Its own home: Halmos takes solvers that it finds in ~/.halmos before those of its environment. Our compiler comes
    # first: the analysis environment has a `solc` too, which downloads. Queries that were not decided are kept.
    own = root / ".qc/symbolic"
    path = os.pathsep.join([str(root / ".qc/bin"), str(root / ".qc/analysis/bin"), os.environ.get("PATH", os.defpath)])
    places = {"HOME": str(own / "home"), "TMPDIR": str(own / "queries"), "PATH": path}
    return {**os.environ, **places, "FOUNDRY_PROFILE": "symbolic", "NO_COLOR": "1"}


def _forge(root: Path) -> Path:
    forge = root / ".qc/bin/forge"
    return forge if forge.exists() else Path("forge")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
