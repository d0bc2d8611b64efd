"""A wall clock that another process moves."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from quaychain.scripts.chaos import clock

_SHOW = """
import sys, time
from pathlib import Path
from quaychain.scripts.chaos.clock import run_under
run_under(Path(sys.argv[1]))
for _ in sys.stdin:
    print(time.time(), time.time_ns(), time.monotonic(), flush=True)
"""


def test_a_moved_clock_jumps_at_once_and_back_and_leaves_the_monotonic_one(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    clock.make(path)
    with subprocess.Popen(
        [sys.executable, "-c", _SHOW, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for offset in (0.0, -86_400.0, 3_600.0, 0.0):
            clock.move(path, offset)
            process.stdin.write("\n")
            process.stdin.flush()
            seconds, nanoseconds, monotonic = map(float, process.stdout.readline().split())
            assert abs(seconds - time.time() - offset) < 30
            assert abs(nanoseconds / 1e9 - seconds) < 30
            assert abs(monotonic - time.monotonic()) < 30
        process.stdin.close()
