"""paho's client, reading and writing in bursts. I/O.

paho asks the system once for each packet's first byte, length and rest, and sends each acknowledgement by itself: more
than half of what a message costs here. With a buffer on each side of the socket it asks once for all that has arrived,
and messages that are there whole are taken out of it at once; everything else goes paho's way.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import structlog
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import MQTTErrorCode

_PUBLISH, _PUBACK = 0x30, b"\x40\x02"
_READ = 65_536
_WRITE = 65_536
#: Packets handled before what waits is sent.
_PACKETS = 1_000
#: A socket that can't go on now; TLS says it in two more ways.
_LATER = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Message(NamedTuple):
    """A PUBLISH packet."""

    topic: str
    payload: bytes
    retained: bool
    #: Its packet identifier, two bytes; empty at QoS 0.
    number: bytes


class BufferedSocket:
    """A socket that is read in large pieces, and written when told."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._arrived = b""
        #: How far it has been taken.
        self._at = 0
        self._leaving = bytearray()
        self._tls = hasattr(inner, "pending")

    def recv(self, size: int) -> bytes:
        """What has arrived, at most `size`; raises what the socket raises where there is nothing."""
        if self._at == len(self._arrived):
            self._arrived, self._at = self._inner.recv(_READ), 0
        found = self._arrived[self._at : self._at + size]
        self._at += len(found)
        return found

    def fill(self) -> None:
        """Have what has arrived here, where all before it was taken; what goes wrong, the next `recv` says."""
        if self._at == len(self._arrived):
            with suppress(OSError):
                self._arrived, self._at = self._inner.recv(_READ), 0

    def take_message(self, five: bool) -> Message | None:
        """The message that begins here, of MQTT 5 or 3.1.1; None where it is not a plain one, or not there whole.

        Plain: QoS 0 or 1, no properties, a topic in UTF-8 (MQTT 3.1.1 and 5, section 3.3).
        """
        data, start = self._arrived, self._at
        end = len(data)
        if end - start < 2 or data[start] & 0xF4 != _PUBLISH:
            return None
        size, shift, at = data[start + 1] & 0x7F, 7, start + 2
        while data[at - 1] & 0x80:
            if at == end or shift == 28:
                return None
            size |= (data[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
        if at + size > end:
            return None
        end, first = at + size, at + 2
        at = first + (data[at] << 8 | data[at + 1]) if size > 2 else end
        topic, number = data[first:at], b""
        if data[start] & 0x02:
            number, at = data[at : at + 2], at + 2
        if five:
            if at >= end or data[at]:
                return None
            at += 1
        if at > end or not topic:
            return None
        try:
            message = Message(topic.decode(), data[at:end], bool(data[start] & 0x01), number)
        except UnicodeDecodeError:
            return None
        self._at = end
        return message

    def keep(self, data: bytes) -> None:
        """Keep for the next `flush`, however much there is."""
        self._leaving += data

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
        return len(self._arrived) - self._at + (self._inner.pending() if self._tls else 0)

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

    #: Called in the network thread with all the plain messages that are here, which are then acknowledged; what is not
    #: plain comes by `on_message`.
    taken: Callable[[Sequence[Message]], None] | None = None
    _buffered: BufferedSocket | None = None

    def _create_socket(self) -> Any:
        self._buffered = BufferedSocket(super()._create_socket())
        return self._buffered

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Take every packet that has arrived; a connection on which something can't be taken is made anew."""
        try:
            return self._read_packets(max_packets)
        except Exception as error:  # noqa: BLE001  raised on, it would end the network thread, and nobody would notice
            structlog.get_logger("mqtt").error("connection given up", error=type(error).__name__, reason=str(error))
            return self._loop_rc_handle(MQTTErrorCode.MQTT_ERR_PROTOCOL)

    def _read_packets(self, max_packets: int) -> MQTTErrorCode:
        buffered = self._buffered
        code = MQTTErrorCode.MQTT_ERR_SUCCESS
        # Bounded, so that what we have to send gets its turn however much comes in.
        for _ in range(_PACKETS):
            if buffered is None or not self._take_messages(buffered) or buffered.pending():
                code = super().loop_read(max_packets)
            if code != MQTTErrorCode.MQTT_ERR_SUCCESS or buffered is None or not buffered.pending():
                break
        return code

    def _take_messages(self, buffered: BufferedSocket) -> bool:
        """Take the plain messages that are here whole; whether there was one."""
        if self.taken is None or self._in_packet["command"] != 0:
            return False  # paho is within a packet
        buffered.fill()
        messages: list[Message] = []
        while (message := buffered.take_message(self._protocol == MQTTv5)) is not None:
            messages.append(message)
        if not messages:
            return False
        self.taken(messages)
        buffered.keep(b"".join([_PUBACK + message.number for message in messages if message.number]))
        with self._msgtime_mutex:
            self._last_bytes_received = time.monotonic()
        return True

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
