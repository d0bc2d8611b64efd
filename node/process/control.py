"""Start nodes as processes of their own, stop them, and have them start Besu anew (I/O)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

from ..documents import parse_document
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .logs import besu_log, last_lines, supervisor_log
from .state import FolderUnusableError, NodeState, current_state, supervisor_pid

_LOOK_EVERY = 0.1
_START_LOG = "start.log"
#: Besu that ended so often by itself will not come up for the same reason.
_HOPELESS = 2


@dataclass
class NodeNotStartedError(QuaychainError):
    """A node whose supervisor ended at once. `reason` is what it said."""

    node: str
    reason: str

    def __str__(self) -> str:
        return f"node {self.node} did not start: {self.reason}"


@dataclass
class NodeNotReadyError(QuaychainError):
    """A node that runs but doesn't answer yet. `state` says what is known."""

    node: str
    seconds: float
    state: str

    def __str__(self) -> str:
        return f"node {self.node} does not answer after {self.seconds:.0f} s: {self.state}"


@dataclass
class NodeNotStoppedError(QuaychainError):
    """A node whose supervisor still runs."""

    node: str
    pid: int
    seconds: float

    def __str__(self) -> str:
        return f"node {self.node} (process {self.pid}) still runs {self.seconds:.0f} s after it was asked to stop"


@dataclass(frozen=True, slots=True)
class Program:
    """How `quaychain` is started from here, and the environment that it gets."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


class Starting:
    """One node that is being started; `wait` until it answers. `already` says that it ran before."""

    def __init__(self, node: NodeFolder, program: Program) -> None:
        """Start the node's supervisor, unless it runs. Raises FolderUnusableError."""
        self.node = node
        self._began = time.monotonic()
        self.already = supervisor_pid(node) is not None
        self._process: subprocess.Popen[bytes] | None = None
        if self.already:
            return
        try:
            node.logs.mkdir(mode=0o700, exist_ok=True)
            with (node.logs / _START_LOG).open("wb") as said:
                self._process = subprocess.Popen(
                    [*program.command, "node", "run", str(node.root), "--quiet"],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    env=program.environment,
                    cwd=node.root,
                    start_new_session=True,
                )
        except OSError as error:
            raise FolderUnusableError(str(node.root), error.strerror or str(error)) from error

    def wait(self, seconds: float) -> NodeState:
        """Until Besu answers, so many seconds from the start on.

        Raises NodeNotStartedError; NodeNotReadyError, also where Besu ended again, and then its supervisor goes on.
        """
        while True:
            state = current_state(self.node)
            if state is not None and state.phase == "running":
                return state
            ended = self._process is not None and self._process.poll() is not None
            if ended and supervisor_pid(self.node) is None:
                raise NodeNotStartedError(self.node.root.name, self._said())
            hopeless = state is not None and state.restarts >= _HOPELESS
            waited = time.monotonic() - self._began
            if hopeless or waited > seconds:
                raise NodeNotReadyError(self.node.root.name, waited, _described(self.node, state))
            time.sleep(_LOOK_EVERY)

    def _said(self) -> str:
        lines = [line for line in last_lines(self.node.logs / _START_LOG, 5) if line.strip()]
        return lines[-1].removeprefix("quaychain: ") if lines else f"it said nothing; see {supervisor_log(self.node)}"


def start_nodes(nodes: Sequence[NodeFolder], program: Program) -> list[Starting]:
    """Start all side by side, without waiting. Raises FolderUnusableError."""
    return [Starting(node, program) for node in nodes]


def ask_to_stop(node: NodeFolder) -> int | None:
    """Have the node's supervisor end Besu and itself; answers its pid, None where the node doesn't run."""
    return _signal(node, signal.SIGTERM)


def ask_to_restart(node: NodeFolder) -> int | None:
    """Have the supervisor read node.json and start Besu anew; answers its pid, None where the node doesn't run."""
    return _signal(node, signal.SIGHUP)


def wait_stopped(node: NodeFolder, pid: int, seconds: float) -> None:
    """Until the supervisor has ended. Raises NodeNotStoppedError."""
    deadline = time.monotonic() + seconds
    while supervisor_pid(node) == pid:
        if time.monotonic() > deadline:
            raise NodeNotStoppedError(node.root.name, pid, seconds)
        time.sleep(_LOOK_EVERY)


def wait_restarted(node: NodeFolder, before: NodeState, seconds: float) -> NodeState:
    """Until Besu answers that was started after `before`.

    Raises NodeNotReadyError, at once where Besu can't be started or has ended again.
    """
    deadline = time.monotonic() + seconds
    while True:
        state = current_state(node)
        started = state is not None and state.starts > before.starts
        if state is not None and started and state.phase == "running":
            return state
        # What stood in the way before may be out of it now.
        failed = state is None or (
            state != before and state.phase == "waiting" and (started or (state.problem and state.next_start))
        )
        if failed or time.monotonic() > deadline:
            raise NodeNotReadyError(node.root.name, seconds, _described(node, state))
        time.sleep(_LOOK_EVERY)


def set_besu(node: NodeFolder, besu: str | None) -> None:
    """Name another Besu in node.json. Raises DocumentError, FolderUnusableError."""
    settings = node.read_settings()
    if settings.besu == besu:
        return
    changed = json.dumps(settings.as_json() | {"besu": besu}).encode()
    try:
        write_atomic(node.settings_file, parse_document(changed, NodeSettings, "--besu").as_file())
    except OSError as error:
        raise FolderUnusableError(str(node.root), error.strerror or str(error)) from error


def _signal(node: NodeFolder, number: signal.Signals) -> int | None:
    pid = supervisor_pid(node)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
    return pid


def _described(node: NodeFolder, state: NodeState | None) -> str:
    if state is None:
        running = supervisor_pid(node) is not None
        return f"{'it is only beginning' if running else 'nothing runs it'}; see {supervisor_log(node)}"
    if state.problem:
        return state.problem
    if state.phase == "waiting" and state.last_exit is not None:
        return f"Besu ended with status {state.last_exit.status}: {state.last_exit.said or 'it said nothing'}"
    return f"Besu is {state.phase}; its log is {besu_log(node)}"
