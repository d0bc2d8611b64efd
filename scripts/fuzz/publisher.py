"""Publishes messages by MQTT 3.1.1 or 5 as fast as a broker takes them, at least once each (QoS 1). I/O.

A client library does too much for each message to bring a million of them within minutes.
"""

from __future__ import annotations

import socket
import struct
import threading
import time

_CONNECT, _PUBACK = 0x10, 0x40
_IDS = 65_535
#: What MQTT 5 may put before a payload (5.0, 3.3.2.3): nothing; that it is text; a content type; when it is out of
#: date; where to answer and to what; two words of one's own. None of it may mean anything to a gateway.
_PROPERTIES = tuple(
    bytes([len(properties)]) + properties
    for properties in (
        b"",
        b"\x01\x01",
        b"\x03\x00\x10application/json",
        b"\x02\x00\x00\xff\xff",
        b"\x08\x00\x05other\x09\x00\x02id",
        b"\x26\x00\x03key\x00\x05value\x26\x00\x03key\x00\x05value",
    )
)


class Publisher:
    """One connection that never comes back: whatever breaks it is raised."""

    def __init__(self, port: int, client_id: str, *, five: bool = False) -> None:
        self._five = five
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A clean session, no keepalive; in 5 also no properties.
        level = b"\x05\x02\x00\x00\x00" if five else b"\x04\x02\x00\x00"
        body = b"\x00\x04MQTT" + level + _text(client_id)
        self._socket.sendall(bytes([_CONNECT]) + _length(len(body)) + body)
        self._connected()
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
        name = _text(topic)
        number = self._sent
        self._sent += 1
        properties = _PROPERTIES[number % len(_PROPERTIES)] if self._five else b""
        head = b"\x32" + _length(2 + len(name) + len(properties) + len(payload)) + name
        self._waiting.append(head + struct.pack("!H", number % _IDS + 1) + properties + payload)

    def flush(self) -> None:
        """Send, and wait while so many are unacknowledged that their numbers would come round."""
        data, self._waiting = b"".join(self._waiting), []
        self._socket.sendall(data)
        deadline = time.monotonic() + 60
        while self._sent - self.acknowledged > _IDS // 2:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise ConnectionError("the broker ended the connection, or does not answer; its log says why")
            time.sleep(0.001)

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _connected(self) -> None:
        head = self._exactly(2)
        answer = head + self._exactly(head[1])
        # Session present, then the reason; what follows in 5 is what the broker can do.
        if answer[0] != 0x20 or answer[3] != 0:
            raise ConnectionError(f"the broker answered {answer.hex()}")

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("the broker ended the connection")
            data += piece
        return data

    def _hear(self) -> None:
        left = b""
        while True:
            try:
                data = self._socket.recv(65_536)
            except TimeoutError:
                continue  # nothing was sent meanwhile, as while the gateway catches up
            except OSError:
                return
            if not data:
                return
            left += data
            place = 0
            # Nothing is subscribed, so each packet is short; PUBACK has two bytes more in 5 where nobody listens.
            while place + 2 <= len(left) and place + 2 + left[place + 1] <= len(left):
                self.acknowledged += left[place] == _PUBACK
                place += 2 + left[place + 1]
            left = left[place:]


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("!H", len(data)) + data


def _length(length: int) -> bytes:
    """MQTT's variable length."""
    encoded = bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(encoded)
