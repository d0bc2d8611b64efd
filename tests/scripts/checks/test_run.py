"""The closing line of `./qc test` and its exit code."""

from __future__ import annotations

import sys

import pytest

from quaychain.scripts.checks.run import Outcome, command, report


def test_report_adds_up_and_ends_with_the_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([("lint", Outcome(1, 0), 2.0), ("units", Outcome(40, 0, 3), 5.0)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "41 passed, 0 failed, 3 skipped"


def test_one_failure_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([("lint", Outcome(0, 1), 2.0), ("units", Outcome(40, 0), 5.0)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "40 passed, 1 failed, 0 skipped"


def test_command_counts_by_its_exit_code() -> None:
    assert command(sys.executable, "-c", "") == Outcome(1, 0)
    assert command(sys.executable, "-c", "raise SystemExit(3)") == Outcome(0, 1)
