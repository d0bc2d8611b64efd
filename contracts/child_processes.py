"""What starting another program needs wherever it is done (I/O): its end with ours, and a port that nobody has."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .errors import QuaychainError

_LOOPBACK = "127.0.0.1"
_PR_SET_PDEATHSIG = 1


@dataclass
class PortTakenError(QuaychainError):
    """Something else listens where a program of ours wants to. `use` says what for."""

    port: int
    use: str

    def __str__(self) -> str:
        return f"port {self.port} ({self.use}) is taken: end the process that listens there, or choose another"


def end_with_parent() -> Callable[[], None] | None:
    """What Popen's `preexec_fn` takes so that the child is killed when the *thread* that starts it is gone.

    So a parent that is killed leaves nothing behind. None where there is no such thing (only Linux has it).
    """
    if sys.platform != "linux":
        return None
    # Looked up before the fork: little else is safe to do after it.
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def end_with_this_thread() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has gone between the fork and here
            os._exit(1)

    return end_with_this_thread


def require_free_port(port: int, use: str, host: str = _LOOPBACK) -> None:
    """Raise PortTakenError where something listens on this port of a local address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(port, use) from error
