"""The supervisor restarts what ends, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quaychain.scripts.demo.supervisor import (
    ProcessNotReadyError,
    ProcessSpec,
    Supervisor,
)

_SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


def _spec(tmp_path: Path, command: tuple[str, ...] = _SLEEP, name: str = "sleeper") -> ProcessSpec:
    return ProcessSpec(name, command, tmp_path / f"{name}.log", dict(os.environ))


def _start(supervisor: Supervisor, spec: ProcessSpec, timeout: float = 60.0) -> None:
    supervisor.launch((spec,))
    supervisor.wait_ready((spec,), timeout)


def _gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" in status.read_text()


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor()
    _start(supervisor, _spec(tmp_path))
    first = supervisor.process_id("sleeper")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while supervisor.process_id("sleeper") in (None, first):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    supervisor.stop()


def test_stop_ends_every_process(tmp_path: Path) -> None:
    supervisor = Supervisor()
    _start(supervisor, _spec(tmp_path))
    pid = supervisor.process_id("sleeper")
    assert pid is not None
    supervisor.stop()
    assert supervisor.process_id("sleeper") is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_killed_supervisor_takes_its_processes_along(tmp_path: Path) -> None:
    script = (
        "import os,sys,time\nfrom pathlib import Path\n"
        "from quaychain.scripts.demo.supervisor import ProcessSpec, Supervisor\n"
        "s=Supervisor()\n"
        f"x=(ProcessSpec('x',{_SLEEP!r},Path({str(tmp_path / 'x.log')!r}),dict(os.environ)),)\n"
        "s.launch(x)\ns.wait_ready(x)\n"
        "print(s.process_id('x'),flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while not _gone(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_process_that_does_not_serve_is_named_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"

    def refuses() -> bool:
        while not log.read_bytes().endswith(b"\n"):
            time.sleep(0.01)
        return False

    supervisor = Supervisor()
    command = (
        sys.executable,
        "-c",
        "import time; print('address in use', flush=True); time.sleep(60)",
    )
    spec = ProcessSpec("deaf", command, log, dict(os.environ), ready=refuses)
    with pytest.raises(ProcessNotReadyError, match=r"not ready after 0 s; it last said: address in use; its log"):
        _start(supervisor, spec, timeout=0.2)
    supervisor.stop()
