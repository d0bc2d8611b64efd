"""`./qc test`: every check in stages, with a table of what each took.

`./qc test`            all stages, in under 15 minutes on two cores
`./qc test --full`     with the tests marked slow and all that is long: a million calls, mutants, symbolic checks
`./qc test --besu PATH`, `./qc test --docker`    the tests marked besu, on that Besu or on its image; a while
`./qc test ARGUMENTS`  only the product's pytest, with these arguments
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]

#: The tests that start processes of their own; everything else is a unit or property test.
WITH_PROCESSES = "integration or browser or besu"
#: In the order of their names: else files with few tests, and those take the longest, would come last, one by one.
_A_FILE_A_WORKER = ("--dist", "loadfile", "--no-loadscope-reorder")

#: Tests that the lint stage has run already.
LINTED = ("tests/test_import_direction.py", "tests/test_repository.py")

FORGE_CLOSING = re.compile(r"Ran \d+ test suites?.*: (\d+) tests? passed, (\d+) failed, (\d+) skipped")


@dataclass(frozen=True)
class Outcome:
    """How many checks of a stage passed, failed and were skipped."""

    passed: int
    failed: int
    skipped: int = 0


@dataclass(frozen=True)
class Stage:
    """A named part of the run. It is given what its output goes to."""

    name: str
    run: Callable[[IO[str]], Outcome]


def stages(full: bool) -> list[tuple[Stage, ...]]:
    """What runs, in this order; a failure doesn't keep the later ones from running.

    The stages of one tuple run at the same time: each of them keeps one core busy only.
    """
    slow, calls = ("", "1000000") if full else (" and not slow", "50000")
    units, processes = f"not ({WITH_PROCESSES}){slow}", f"({WITH_PROCESSES}){slow}"
    deep = (
        (Stage("contracts' branches", lambda out: contracts(out, "coverage")),),
        (Stage("contracts' mutants", lambda out: contracts(out, "mutate", "--sample", "300", "--seed", "1")),),
        (
            Stage("symbolic checks", lambda out: contracts(out, "symbolic")),
            Stage("Slither", lambda out: contracts(out, "slither")),
        ),
    )
    return [
        (
            Stage("lint and types", lambda out: command(out, "bash", "scripts/checks/lint.sh")),
            Stage(
                "artifacts", lambda out: command(out, *python("-m", "quaychain.scripts.contracts.compile", "--check"))
            ),
        ),
        (
            Stage(
                "unit and property tests",
                lambda out: pytest(
                    out, python("-m", "pytest", "-q", "-n", "2", "-m", units, *[f"--ignore={path}" for path in LINTED])
                ),
            ),
        ),
        (
            Stage(
                "integration and browser tests",
                lambda out: pytest(out, python("-m", "pytest", "-q", "-n", "2", *_A_FILE_A_WORKER, "-m", processes)),
            ),
        ),
        (
            Stage("contract tests (forge)", lambda out: forge(out, "deployed" if full else "default")),
            Stage("contract tests (Brownie)", lambda out: pytest(out, ["./qc", "contracts", "test"])),
        ),
        (
            Stage("contracts' invariants", lambda out: contracts(out, "fuzz", "--calls", calls)),
            Stage("contracts' gas and sizes", lambda out: contracts(out, "gas")),
        ),
        *(deep if full else ()),
        (
            Stage("demo", demo),
            Stage("wheel", lambda out: command(out, *python("-m", "quaychain.scripts.checks.wheel"))),
        ),
    ]


def contracts(output: IO[str], *arguments: str) -> Outcome:
    """Runs a verb of `./qc contracts` that counts as one check."""
    return command(output, "./qc", "contracts", *arguments)


def python(*arguments: str) -> list[str]:
    """A command line for this environment's Python."""
    return [sys.executable, *arguments]


def command(output: IO[str], *arguments: str) -> Outcome:
    """Runs a command that counts as one check."""
    done = subprocess.run(arguments, cwd=ROOT, check=False, stdout=output, stderr=subprocess.STDOUT)
    return Outcome(1, 0) if done.returncode == 0 else Outcome(0, 1)


def pytest(output: IO[str], arguments: Sequence[str]) -> Outcome:
    """Runs pytest and counts its tests; ending without a report is one failure, and so is having found no test."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command_line = [*arguments, f"--junitxml={report}"]
        done = subprocess.run(command_line, cwd=ROOT, check=False, stdout=output, stderr=subprocess.STDOUT)
        if not report.exists():
            return Outcome(0, 1)
        suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - our own pytest wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Outcome(total - failed - skipped, failed or int(done.returncode != 0), skipped)


def demo(output: IO[str]) -> Outcome:
    """Runs the whole scenario once, in a folder and on ports of its own: a demo that is serving is left alone."""
    with tempfile.TemporaryDirectory() as folder:
        return command(
            output, "./qc", "demo", "--once", "--home", f"{folder}/demo", "--port", str(neighbouring_ports(4))
        )


def neighbouring_ports(count: int) -> int:
    """The first of so many neighbouring ports on which nothing listens."""
    for first in range(18_420, 60_000, count):
        with contextlib.ExitStack() as probes:
            try:
                for port in range(first, first + count):
                    probes.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return first
    raise OSError("no free ports")


def forge(output: IO[str], profile: str) -> Outcome:
    """Runs forge's tests by a profile of foundry.toml, showing its output, and counts them by its closing line."""
    environment = {**os.environ, "FOUNDRY_PROFILE": profile}
    with subprocess.Popen(
        ["forge", "test"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout
        closing = None
        for line in running.stdout:
            print(line, end="", flush=True, file=output)
            closing = FORGE_CLOSING.search(line) or closing
    if closing is None:
        return Outcome(0, 1)
    passed, failed, skipped = map(int, closing.groups())
    return Outcome(passed, failed or int(running.returncode != 0), skipped)


def main(arguments: list[str]) -> int:
    """Exit code 0 when nothing failed."""
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    full = arguments[:1] == ["--full"]
    rest = arguments[full:]
    if rest:
        return subprocess.run(python("-m", "pytest", *chosen(rest, full)), cwd=ROOT, check=False).returncode
    started = time.monotonic()
    results = [result for together in stages(full) for result in run_together(together)]
    return report(results, time.monotonic() - started)


def chosen(arguments: list[str], full: bool) -> list[str]:
    """Pytest's arguments, with the marks that follow from them where none are named."""
    if "--besu" in arguments[:-1]:
        # Pytest, before it has read which options there are, takes the path for one of tests.
        place = arguments.index("--besu")
        arguments = [*arguments[:place], f"--besu={arguments[place + 1]}", *arguments[place + 2 :]]
    if "-m" in arguments:
        return arguments
    if any(argument.split("=")[0] in ("--besu", "--docker") for argument in arguments):
        return ["-m", "besu", *arguments]
    return arguments if full else ["-m", "not slow", *arguments]


def run_together(together: Sequence[Stage]) -> list[tuple[str, Outcome, float]]:
    """Runs stages at the same time. The first one's output is shown as it comes, the others' when they have ended."""

    def timed(stage: Stage, output: IO[str]) -> tuple[str, Outcome, float]:
        started = time.monotonic()
        outcome = stage.run(output)
        return stage.name, outcome, time.monotonic() - started

    with ThreadPoolExecutor(len(together)) as pool, contextlib.ExitStack() as files:
        outputs = [sys.stdout, *(files.enter_context(tempfile.TemporaryFile("w+")) for _ in together[1:])]
        print(f"\n=== {together[0].name}", flush=True)
        running = [pool.submit(timed, *each) for each in zip(together, outputs, strict=True)]
        results = [running[0].result()]
        for stage, output, later in zip(together[1:], outputs[1:], running[1:], strict=True):
            results.append(later.result())
            output.seek(0)
            print(f"\n=== {stage.name}\n{output.read()}", end="", flush=True)
    return results


def report(results: list[tuple[str, Outcome, float]], seconds: float) -> int:
    """Prints the table and, last, the sum of all stages, which took `seconds`; returns the exit code."""
    print(f"\n{'stage':32}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for name, outcome, took in results:
        print(f"{name:32}{outcome.passed:8}{outcome.failed:8}{outcome.skipped:9}{took:9.1f}")
    passed, failed, skipped = (
        sum(getattr(outcome, kind) for _, outcome, _ in results) for kind in ("passed", "failed", "skipped")
    )
    print(f"{'all':32}{passed:8}{failed:8}{skipped:9}{seconds:9.1f}\n")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
