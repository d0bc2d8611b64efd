"""`./qc test`: every check in stages, with a table of what each took.

`./qc test`            all stages, in under 15 minutes on two cores
`./qc test --full`     with the tests marked slow
`./qc test ARGUMENTS`  only the product's pytest, with these arguments
"""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]

#: The tests that start processes of their own; everything else is a unit or property test.
WITH_PROCESSES = "integration or browser or besu"

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
    """A named part of the run."""

    name: str
    run: Callable[[], Outcome]


def stages(full: bool) -> list[Stage]:
    """What runs, in this order; a failure doesn't keep the later ones from running."""
    slow = "" if full else " and not slow"
    units, processes = f"not ({WITH_PROCESSES}){slow}", f"({WITH_PROCESSES}){slow}"
    return [
        Stage("lint and types", lambda: command("bash", "scripts/checks/lint.sh")),
        Stage("artifacts", lambda: command(*python("-m", "quaychain.scripts.contracts.compile", "--check"))),
        Stage(
            "unit and property tests",
            lambda: pytest(
                python("-m", "pytest", "-q", "-n", "2", "-m", units, *[f"--ignore={path}" for path in LINTED])
            ),
        ),
        Stage(
            "integration and browser tests",
            lambda: pytest(python("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", processes)),
        ),
        Stage("contract tests (Brownie)", lambda: pytest(["./qc", "contracts", "test"])),
        Stage("contract tests (forge)", forge),
        Stage("wheel", lambda: command(*python("-m", "quaychain.scripts.checks.wheel"))),
        Stage("demo", demo),
    ]


def python(*arguments: str) -> list[str]:
    """A command line for this environment's Python."""
    return [sys.executable, *arguments]


def command(*arguments: str) -> Outcome:
    """Runs a command that counts as one check."""
    return Outcome(1, 0) if subprocess.run(arguments, cwd=ROOT, check=False).returncode == 0 else Outcome(0, 1)


def pytest(arguments: Sequence[str]) -> Outcome:
    """Runs pytest and counts its tests; ending without a report is one failure, and so is having found no test."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        status = subprocess.run([*arguments, f"--junitxml={report}"], cwd=ROOT, check=False).returncode
        if not report.exists():
            return Outcome(0, 1)
        suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - our own pytest wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Outcome(total - failed - skipped, failed or int(status != 0), skipped)


def demo() -> Outcome:
    """Runs the whole scenario once, in a folder and on ports of its own: a demo that is serving is left alone."""
    with tempfile.TemporaryDirectory() as folder:
        return command("./qc", "demo", "--once", "--home", f"{folder}/demo", "--port", str(free_ports(4)))


def free_ports(count: int) -> int:
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


def forge() -> Outcome:
    """Runs forge's tests, showing its output, and counts them by its closing line."""
    with subprocess.Popen(["forge", "test"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        closing = None
        for line in running.stdout:
            print(line, end="", flush=True)
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
        marks = [] if full or "-m" in rest else ["-m", "not slow"]
        return subprocess.run(python("-m", "pytest", *marks, *rest), cwd=ROOT, check=False).returncode
    results: list[tuple[str, Outcome, float]] = []
    for stage in stages(full):
        print(f"\n=== {stage.name}", flush=True)
        started = time.monotonic()
        outcome = stage.run()
        results.append((stage.name, outcome, time.monotonic() - started))
    return report(results)


def report(results: list[tuple[str, Outcome, float]]) -> int:
    """Prints the table and, last, the sum of all stages; returns the exit code."""
    print(f"\n{'stage':32}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for name, outcome, seconds in results:
        print(f"{name:32}{outcome.passed:8}{outcome.failed:8}{outcome.skipped:9}{seconds:9.1f}")
    passed, failed, skipped = (
        sum(getattr(outcome, kind) for _, outcome, _ in results) for kind in ("passed", "failed", "skipped")
    )
    print(f"{'all':32}{passed:8}{failed:8}{skipped:9}{sum(seconds for *_, seconds in results):9.1f}\n")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
