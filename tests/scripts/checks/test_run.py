"""The closing line of `./qc test` and its exit code."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import IO

import pytest

from quaychain.scripts.checks.run import Outcome, Stage, chosen, command, report, run_together


def test_report_adds_up_and_ends_with_the_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([("lint", Outcome(1, 0), 2.0), ("units", Outcome(40, 0, 3), 5.0)], 6.5) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "41 passed, 0 failed, 3 skipped"


def test_one_failure_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([("lint", Outcome(0, 1), 2.0), ("units", Outcome(40, 0), 5.0)], 6.5) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "40 passed, 1 failed, 0 skipped"


def test_command_counts_by_its_exit_code(tmp_path: Path) -> None:
    with (tmp_path / "output").open("w+") as output:
        assert command(output, sys.executable, "-c", "print('done')") == Outcome(1, 0)
        assert command(output, sys.executable, "-c", "raise SystemExit(3)") == Outcome(0, 1)
        output.seek(0)
        assert output.read() == "done\n"


def test_a_besu_named_means_the_tests_that_need_one() -> None:
    assert chosen(["--besu", "/opt/besu", "-x"], full=False) == ["-m", "besu", "--besu=/opt/besu", "-x"]
    assert chosen(["--besu"], full=False) == ["-m", "besu", "--besu"]
    assert chosen(["--besu=besu", "-x"], full=False) == ["-m", "besu", "--besu=besu", "-x"]
    assert chosen(["--docker"], full=True) == ["-m", "besu", "--docker"]
    assert chosen(["tests/node"], full=False) == ["-m", "not slow", "tests/node"]
    assert chosen(["tests/node"], full=True) == ["tests/node"]
    assert chosen(["--docker", "-m", "integration"], full=False) == ["--docker", "-m", "integration"]


def test_stages_together_keep_their_output_apart(capsys: pytest.CaptureFixture[str]) -> None:
    second_has_ended = threading.Event()

    def first(output: IO[str]) -> Outcome:
        assert second_has_ended.wait(10)
        print("of the first", file=output)
        return Outcome(1, 0)

    def second(output: IO[str]) -> Outcome:
        print("of the second", file=output)
        second_has_ended.set()
        return Outcome(0, 2)

    results = run_together([Stage("first", first), Stage("second", second)])
    assert [(name, outcome) for name, outcome, _ in results] == [("first", Outcome(1, 0)), ("second", Outcome(0, 2))]
    assert capsys.readouterr().out.split("\n") == [
        "",
        "=== first",
        "of the first",
        "",
        "=== second",
        "of the second",
        "",
    ]
