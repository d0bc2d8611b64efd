"""A bench's child processes (I/O): started with a log each, watched for memory and processor time, ended with it."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from quaychain.contracts.child_processes import end_with_parent
from quaychain.contracts.errors import QuaychainError

from ..demo.supervisor import last_line
from ..wiring.program import program

_SAMPLE_EVERY = 0.5
_PATIENCE = 60.0
#: Until a process serves: an interpreter that starts beside all that is measured takes its time.
_START_PATIENCE = 180.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class BenchProcessError(QuaychainError):
    """A process that a bench needs ended, or did not come up."""

    process: str
    said: str

    def __str__(self) -> str:
        return f"{self.process} does not run: {self.said or 'it said nothing'}"


@dataclass
class BenchStalledError(QuaychainError):
    """What a bench waits for did not come."""

    what: str
    seconds: float

    def __str__(self) -> str:
        return f"not within {self.seconds:.0f} s: {self.what}"


def wait_until(condition: Callable[[], bool], what: str, seconds: float = _PATIENCE, every: float = 0.05) -> float:
    """Wait for a condition; answers the seconds that it took. Raises BenchStalledError."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise BenchStalledError(what, seconds)
        time.sleep(every)
    return time.monotonic() - started


@dataclass
class Child:
    """A process with what it took."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    #: Resident memory in bytes, one sample each half second.
    memory: list[int] = field(default_factory=list)
    #: Seconds of processor time.
    processor: float = 0.0

    def sample(self) -> None:
        """Note memory and processor time, its own children's too, as long as the process is there."""
        memory, processor = _use(self.process.pid)
        if memory:
            self.memory.append(memory)
            self.processor = max(self.processor, processor)

    def growth(self) -> float:
        """Memory at the end against memory when a third of the time had passed: 1 where it stays flat."""
        if len(self.memory) < 6:
            return 1.0
        return self.memory[-1] / self.memory[len(self.memory) // 3]


class Children:
    """The processes of one bench; a context manager that ends them all. Memory is known on Linux only."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._logs.mkdir(parents=True, exist_ok=True)
        self._children: dict[str, Child] = {}
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="bench-watch", daemon=True)

    def __enter__(self) -> Children:
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watching.join()
        for name in reversed(self._children):
            self._end(self._children[name])

    def __getitem__(self, name: str) -> Child:
        """A process that was started."""
        return self._children[name]

    def names(self) -> tuple[str, ...]:
        """All that were started, in order."""
        return tuple(self._children)

    def begin(self) -> None:
        """Memory counts from here on: what came before was waiting."""
        for child in self._children.values():
            child.memory.clear()

    def start(
        self,
        name: str,
        command: Sequence[str],
        ready: Callable[[], bool] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Child:
        """Start a program, with more in its environment, and wait until it is ready. Raises BenchProcessError."""
        log = self._logs / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                preexec_fn=end_with_parent(),
            )
        child = self._children[name] = Child(name, process, log)
        deadline = time.monotonic() + _START_PATIENCE
        while ready is not None and not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchProcessError(name, last_line(log))
            time.sleep(0.05)
        return child

    def start_quaychain(self, name: str, *arguments: str) -> Child:
        """Start a verb of `quaychain` that says "ready" once it serves. Raises BenchProcessError."""
        log = self._logs / f"{name}.log"
        return self.start(name, [*program(), *arguments], lambda: log.exists() and b"ready\n" in log.read_bytes())

    def processor(self, name: str) -> float:
        """Seconds of processor time that a process has taken so far."""
        child = self._children[name]
        child.sample()
        return child.processor

    def stop(self, name: str) -> Child:
        """End one in order; what it took stays known."""
        child = self._children[name]
        self._end(child)
        return child

    def require_running(self) -> None:
        """Raise BenchProcessError for the first that has ended by itself with an error."""
        for child in self._children.values():
            if child.process.poll() not in (None, 0):
                raise BenchProcessError(child.name, last_line(child.log))

    def _end(self, child: Child) -> None:
        child.sample()
        if child.process.poll() is None:
            child.process.terminate()
            try:
                child.process.wait(30)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()

    def _watch(self) -> None:
        while not self._ended.wait(_SAMPLE_EVERY):
            for child in list(self._children.values()):
                child.sample()


def listens(port: int) -> bool:
    """Whether something takes connections on that port of the loopback interface."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _use(process: int) -> tuple[int, float]:
    """Resident memory in bytes and seconds of processor time of a process and all below it; 0 where it is not there."""
    folder = Path(f"/proc/{process}")
    try:
        stat = (folder / "stat").read_text().rpartition(")")[2].split()
        pages = int((folder / "statm").read_text().split()[1])
        below = [
            int(child) for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()
        ]
    except (OSError, IndexError):
        return 0, 0.0
    memory, processor = pages * os.sysconf("SC_PAGE_SIZE"), (int(stat[11]) + int(stat[12])) / _TICKS
    for child in below:
        more_memory, more_processor = _use(child)
        memory, processor = memory + more_memory, processor + more_processor
    return memory, processor
