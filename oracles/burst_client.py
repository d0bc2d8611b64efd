"""paho's client, reading and writing in bursts. I/O.

paho asks the system once for each packet's first byte, length and rest, and sends each acknowledgement by itself: more
than half of what a message costs here. With a buffer on each side of the socket it asks once for all that has arrived.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import MQTTErrorCode

_READ = 65_536
_WRITE = 65_536
#: Packets handled before what waits is sent.
_PACKETS = 1_000
#: A socket that can't go on now; TLS says it in two more ways.
_LATER = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class BufferedSocket:
    """A socket that is read in large pieces, and written when told."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._arrived = memoryview(b"")
        self._leaving = bytearray()
        self._tls = hasattr(inner, "pending")

    def recv(self, size: int) -> bytes:
        """What has arrived, at most `size`; raises what the socket raises where there is nothing."""
        if not self._arrived:
            self._arrived = memoryview(self._inner.recv(_READ))
        found = bytes(self._arrived[:size])
        self._arrived = self._arrived[size:]
        return found

    def send(self, data: bytes) -> int:
        """Keep for the next `flush`; raises what the socket raises where too much is kept already."""
        if len(self._leaving) >= _WRITE:
            self._send_some()
        self._leaving += data
        return len(data)

    def flush(self) -> None:
        """Send as much as can be sent now."""
        with suppress(*_LATER):
            while self._leaving:
                self._send_some()

    def pending(self) -> int:
        """Bytes that have been read off the network and not been taken."""
        return len(self._arrived) + (self._inner.pending() if self._tls else 0)

    @property
    def unsent(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._leaving)

    def fileno(self) -> int:
        """For select."""
        return int(self._inner.fileno())

    def setblocking(self, flag: bool) -> None:
        """As a socket's."""
        self._inner.setblocking(flag)

    def close(self) -> None:
        """Send what waits, if that can be done at once, and close."""
        with suppress(OSError):
            self.flush()
        self._inner.close()

    def _send_some(self) -> None:
        del self._leaving[: self._inner.send(self._leaving)]


class BurstClient(Client):
    """A client whose network thread takes and sends all that there is each time."""

    _buffered: BufferedSocket | None = None

    def _create_socket(self) -> Any:
        self._buffered = BufferedSocket(super()._create_socket())
        return self._buffered

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Take every packet that has arrived."""
        buffered = self._buffered
        # Bounded, so that what we have to send gets its turn however much comes in.
        for _ in range(_PACKETS):
            code = super().loop_read(max_packets)
            if code != MQTTErrorCode.MQTT_ERR_SUCCESS or buffered is None or not buffered.pending():
                break
        return code

    def loop_write(self) -> MQTTErrorCode:
        """Send every packet that waits."""
        code = super().loop_write()
        if self._buffered is None or code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            return code
        try:
            self._buffered.flush()
        except OSError:
            # The next read says so, and then paho connects again.
            return MQTTErrorCode.MQTT_ERR_SUCCESS
        return code

    def want_write(self) -> bool:
        """Whether something waits to be sent."""
        return super().want_write() or (self._buffered is not None and self._buffered.unsent)
