"""What a running node says of itself in its folder (I/O): run/state.json, and run/pid, whose lock is held meanwhile."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import write_atomic

from ..documents import Document, DocumentError, read_document
from ..machine.folder import NodeFolder

FORMAT: Literal["quaychain-node-state-1"] = "quaychain-node-state-1"
#: Looking whether a node runs takes its lock for a moment.
_LOOKED_AT_SECONDS = 0.5

#: starting: Besu runs and doesn't answer yet. waiting: it ended, and starts again at `nextStart`.
Phase = Literal["starting", "running", "waiting", "stopping", "stopped"]


@dataclass
class NodeRunsError(QuaychainError):
    """The node of this folder runs already."""

    folder: str
    pid: int | None

    def __str__(self) -> str:
        by = "" if self.pid is None else f" (process {self.pid})"
        return f"the node of {self.folder} runs already{by}"


@dataclass
class FolderUnusableError(QuaychainError):
    """The node's folder can't be written to."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"can't run the node of {self.folder}: {self.reason}"


class BesuExit(Document):
    """How Besu ended: when (Unix seconds), its status (minus the signal that killed it), and what it said last."""

    at: float
    status: int
    said: str


class NodeState(Document):
    """run/state.json. Times are in Unix seconds by this machine's clock.

    `since` is when this phase began, `starts` how often Besu was started, `restarts` how often because it had ended by
    itself, `problem` why it can't be started now.
    """

    format: Literal["quaychain-node-state-1"] = FORMAT
    pid: Annotated[int, Field(ge=1)]
    phase: Phase
    since: float
    besu: str
    version: str = ""
    besu_pid: int | None = None
    starts: int = 0
    restarts: int = 0
    next_start: float | None = None
    last_exit: BesuExit | None = None
    problem: str = ""


def read_state(folder: NodeFolder) -> NodeState | None:
    """The last state that was written; None where there is none. Raises DocumentError."""
    path = folder.run / "state.json"
    if not path.exists():
        return None
    return read_document(path, NodeState)


def write_state(folder: NodeFolder, state: NodeState) -> None:
    """Raises OSError."""
    write_atomic(folder.run / "state.json", state.as_file())


def supervisor_pid(folder: NodeFolder) -> int | None:
    """The pid of the supervisor that runs this folder's node now; None where none does.

    A supervisor holds the lock as long as it lives, whatever its files say.
    """
    try:
        descriptor = os.open(folder.run / "pid", os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid_in(descriptor)
    finally:
        os.close(descriptor)
    return None


def current_state(folder: NodeFolder) -> NodeState | None:
    """The state of the supervisor that runs now; None where none does, or hasn't written one yet."""
    pid = supervisor_pid(folder)
    try:
        state = read_state(folder)
    except DocumentError:
        return None
    return state if state is not None and state.pid == pid else None


@contextmanager
def folder_lock(folder: NodeFolder) -> Iterator[None]:
    """Be the one that runs this folder's node. Raises NodeRunsError, FolderUnusableError."""
    try:
        folder.run.mkdir(mode=0o700, exist_ok=True)
        folder.logs.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder.run / "pid", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FolderUnusableError(str(folder.root), error.strerror or str(error)) from error
    try:
        _lock(descriptor, folder)
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
        except OSError as error:
            raise FolderUnusableError(str(folder.root), error.strerror or str(error)) from error
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: NodeFolder) -> None:
    deadline = time.monotonic() + _LOOKED_AT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise NodeRunsError(str(folder.root), _pid_in(descriptor)) from error
        time.sleep(0.02)


def _pid_in(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).strip()
    return int(text) if text.isdigit() else None
