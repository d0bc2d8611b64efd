"""Publishes MQTT 3.1.1 messages as fast as a broker takes them, at least once each (QoS 1). I/O.

A client library does too much for each message to bring a million of them within minutes.
"""

from __future__ import annotations

import socket
import struct
import threading
import time

_CONNECT, _PUBACK = 0x10, 0x40
_IDS = 65_535


class Publisher:
    """One connection that never comes back: whatever breaks it is raised."""

    def __init__(self, port: int, client_id: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        name = client_id.encode()
        body = b"\x00\x04MQTT\x04\x02\x00\x00" + struct.pack("!H", len(name)) + name  # clean session, no keepalive
        self._socket.sendall(bytes([_CONNECT]) + _length(len(body)) + body)
        answer = self._socket.recv(4)
        if answer != b"\x20\x02\x00\x00":
            raise ConnectionError(f"the broker answered {answer.hex()}")
        self._sent = 0
        self._waiting: list[bytes] = []
        self.acknowledged = 0
        self._thread = threading.Thread(target=self._hear, name="acknowledgements", daemon=True)
        self._thread.start()

    @property
    def sent(self) -> int:
        """Messages given to the broker."""
        return self._sent

    def publish(self, topic: str, payload: bytes) -> None:
        """Take a message; `flush` sends what was taken."""
        name = topic.encode()
        identifier = self._sent % _IDS + 1
        self._sent += 1
        head = b"\x32" + _length(4 + len(name) + len(payload)) + struct.pack("!H", len(name)) + name
        self._waiting.append(head + struct.pack("!H", identifier) + payload)

    def flush(self) -> None:
        """Send, and wait while so many are unacknowledged that their numbers would come round."""
        data, self._waiting = b"".join(self._waiting), []
        self._socket.sendall(data)
        deadline = time.monotonic() + 60
        while self._sent - self.acknowledged > _IDS // 2:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise ConnectionError("the broker does not answer")
            time.sleep(0.001)

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _hear(self) -> None:
        left = b""
        while True:
            try:
                data = self._socket.recv(65_536)
            except OSError:
                return
            if not data:
                return
            left += data
            whole = len(left) - len(left) % 4
            self.acknowledged += sum(left[place] == _PUBACK for place in range(0, whole, 4))
            left = left[whole:]


def _length(length: int) -> bytes:
    """MQTT's variable length."""
    encoded = bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(encoded)
