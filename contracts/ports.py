"""Ports of this machine (I/O): some that nobody has, and an error where somebody has one."""

from __future__ import annotations

import contextlib
import secrets
import socket
from dataclasses import dataclass

from .errors import QuaychainError

_LOOPBACK = "127.0.0.1"
#: Not those that systems give to outgoing connections (Linux from 32,768 on; RFC 6335, section 6: from 49,152 on): one
#: that is free now would be taken by the time its server starts, or starts again.
_PORTS = range(20_000, 32_000)


@dataclass
class PortTakenError(QuaychainError):
    """Something else listens where a program of ours wants to. `use` says what for."""

    port: int
    use: str

    def __str__(self) -> str:
        return f"port {self.port} ({self.use}) is taken: end the process that listens there, or choose another"


def require_free_port(port: int, use: str, host: str = _LOOPBACK) -> None:
    """Raise PortTakenError where something listens on this port of a local address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(port, use) from error


def free_ports(count: int) -> tuple[int, ...]:
    """So many ports, all different, on which nobody listens on the loopback interface now."""
    found: list[int] = []
    for port in secrets.SystemRandom().sample(_PORTS, len(_PORTS)):
        if len(found) == count:
            break
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind((_LOOPBACK, port))
            found.append(port)
    return tuple(found)


def free_port() -> int:
    """One of them."""
    return free_ports(1)[0]
