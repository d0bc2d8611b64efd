"""Runs under drawn faults lose nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are brought about as on Linux"),
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

#: 2: three streams over TLS; kills chain and anchorer, lies about the chain, fills the disk. 3: all in PostgreSQL, that
#: is killed, and a second oracle stands by. 29: workers and an edge rule; kills a worker, broker, database, anchorer.
SEEDS = (2, 3, 29)
MORE_SEEDS = 20


def chaos(*arguments: str) -> list[dict[str, object]]:
    """The reports of `quaychain chaos`, in a process of its own: it has mounts of its own."""
    command = [sys.executable, "-m", "quaychain.scripts.main", "chaos", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3_600)
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == int(any(not report["ok"] for report in reports)), done.stderr
    return reports


def test_nothing_is_lost_doubled_or_reordered_under_faults() -> None:
    for seed in SEEDS:
        (report,) = chaos("--seed", str(seed), "--seconds", "8")
        assert report["findings"] == [], report
        assert report["events"] > 300
        assert report["faults"]
        assert report["looks"]


@pytest.mark.slow
def test_twenty_more_seeds() -> None:
    reports = chaos("--seed", "1000", "--runs", str(MORE_SEEDS), "--jobs", "2")
    assert [report for report in reports if report["findings"]] == []
    assert len(reports) == MORE_SEEDS
