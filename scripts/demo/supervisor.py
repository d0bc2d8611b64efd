"""Keeps the demo's processes running: starts them, restarts one that ends, and takes all along when it ends itself."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quaychain.contracts.child_processes import end_with_parent
from quaychain.contracts.errors import QuaychainError

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_STEADY_AFTER = 10.0


@dataclass
class ProcessNotReadyError(QuaychainError):
    """A process did not come up in time."""

    process: str
    seconds: float
    log: str
    #: The last line of its log.
    said: str

    def __str__(self) -> str:
        said = f"it last said: {self.said}" if self.said else "it said nothing"
        return f"{self.process} was not ready after {self.seconds:.0f} s; {said}; its log is {self.log}"


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """A process to keep running. `ready` answers whether it serves; None means that running is enough."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    ready: Callable[[], bool] | None = None


@dataclass
class _Supervised:
    spec: ProcessSpec
    process: subprocess.Popen[bytes]
    started_at: float
    pause: float = _FIRST_PAUSE
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Runs processes until `stop`.

    One thread starts and ends every child, for on Linux a child is killed when the *thread* that started it is gone; so
    a supervisor that is killed leaves nothing behind. Elsewhere children outlive a kill -9 of their supervisor.
    """

    _specs: list[ProcessSpec] = field(default_factory=list)
    _running: dict[str, _Supervised] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def launch(self, specs: Sequence[ProcessSpec]) -> None:
        """Start processes side by side, without waiting for them."""
        with self._lock:
            self._specs += specs
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
            self._thread.start()

    def wait_ready(self, specs: Sequence[ProcessSpec], timeout: float = 60.0) -> None:
        """Wait until launched processes are all ready. Raises ProcessNotReadyError for the first that isn't in time."""
        deadline = time.monotonic() + timeout
        for spec in specs:
            while self.process_id(spec.name) is None or not (spec.ready is None or spec.ready()):
                if time.monotonic() > deadline:
                    raise ProcessNotReadyError(spec.name, timeout, str(spec.log), last_line(spec.log))
                time.sleep(0.05)

    def process_id(self, name: str) -> int | None:
        """The pid of a process that runs now, or None."""
        with self._lock:
            supervised = self._running.get(name)
            if supervised is None or supervised.process.poll() is not None:
                return None
            return supervised.process.pid

    def stop(self) -> None:
        """End all processes: ask, wait ten seconds, insist."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _watch(self) -> None:
        while not self._stopping.is_set():
            now = time.monotonic()
            with self._lock:
                for spec in self._specs:
                    self._tend(spec, now)
            self._stopping.wait(0.05)
        self._end_all()

    def _end_all(self) -> None:
        with self._lock:
            processes = [supervised.process for supervised in reversed(self._running.values())]
            self._running.clear()
            self._specs.clear()
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + 10
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _tend(self, spec: ProcessSpec, now: float) -> None:
        supervised = self._running.get(spec.name)
        if supervised is None:
            self._running[spec.name] = _Supervised(spec, _spawn(spec), now)
        elif supervised.process.poll() is not None:
            if supervised.restart_at is None:
                steady = now - supervised.started_at > _STEADY_AFTER
                supervised.pause = _FIRST_PAUSE if steady else min(supervised.pause * 2, _LONGEST_PAUSE)
                supervised.restart_at = now + supervised.pause
            elif now >= supervised.restart_at:
                supervised.process = _spawn(spec)
                supervised.started_at = now
                supervised.restart_at = None


def _spawn(spec: ProcessSpec) -> subprocess.Popen[bytes]:
    with spec.log.open("ab") as log:
        return subprocess.Popen(
            list(spec.command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(spec.environment),
            # A Ctrl-C in the terminal is for the supervisor alone, which then ends its children in order.
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )


def last_line(log: Path) -> str:
    """The last that a process said; empty where it said nothing."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
