"""Tell systemd how the service stands (sd_notify): a datagram to the socket that it named, where it did (I/O)."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping


def notify(environment: Mapping[str, str], *lines: str) -> None:
    """Send the lines, as `READY=1` or `STATUS=…`; nothing where systemd didn't start us. Raises nothing."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # Linux's abstract sockets
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto("\n".join(lines).encode(), address)
