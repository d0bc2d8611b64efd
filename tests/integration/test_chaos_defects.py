"""Defects that were put in on purpose are found by the audit of chaos; and what fuzz sends is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quaychain.scripts.chaos.audit import Rule
from quaychain.scripts.chaos.plan import Plan
from quaychain.scripts.chaos.run import RunReport, RunSettings, run_plan
from quaychain.scripts.chaos.template import Founded, found_consortium

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are brought about as on Linux"),
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    yield found_consortium(tmp_path_factory.mktemp("chaos") / "template")


def run_with_defect(founded: Founded, folder: Path, part: str, defect: str) -> RunReport:
    """Four quiet seconds in which one part has a defect: without it, all rules would hold."""
    program = (sys.executable, "-m", f"tests.scripts.chaos.defects.{defect}")
    settings = RunSettings(settle=20, no_mounts="no disk is filled here", programs={part: program})
    return run_plan(Plan(0, 4, ()), founded, folder / "run", settings, lambda _: None)


@pytest.mark.parametrize(
    ("part", "defect", "rule"),
    [
        ("gateway", "acknowledges_early", Rule.ACKNOWLEDGED_TRULY),
        ("anchorer", "signs_anew", Rule.SIGNED_ONCE),
        ("indexer", "loses_a_batch", Rule.EVENTS_INDEXED),
    ],
)
def test_a_defect_is_found(
    founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, defect: str, rule: Rule
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    report = run_with_defect(founded, tmp_path, part, defect)
    assert rule in {finding.rule for finding in report.findings}, report.findings
    assert Path(report.folder).exists()  # kept, to be looked at


def test_the_gateway_refuses_and_counts_whatever_is_wrong() -> None:
    command = [sys.executable, "-m", "quaychain.scripts.main", "fuzz", "oracle", "--n", "5000", "--seed", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, (done.stdout, done.stderr)
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["accepted"] == 0
    assert report["sent"] == 5_000
    assert sum(report["refused"].values()) == report["sent"] + report["repeated"]
    assert report["good"] > 250
    assert len(report["refused"]) >= 15
