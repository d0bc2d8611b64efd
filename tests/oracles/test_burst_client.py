"""A socket that is read and written in bursts."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt._packet import decode_publish
from paho.mqtt.client import MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from quaychain.oracles.burst_client import BufferedSocket, BurstClient, Message


class Inner:
    """A socket with what has arrived, in pieces; it takes `takes` bytes at a time."""

    def __init__(self, *arrived: bytes, takes: int = 1_000_000) -> None:
        self.arrived = list(arrived)
        self.takes = takes
        self.left = b""
        self.asked = 0
        self.closed = False

    def recv(self, size: int) -> bytes:
        self.asked += 1
        if not self.arrived:
            raise BlockingIOError
        return self.arrived.pop(0)

    def send(self, data: bytes) -> int:
        if not self.takes:
            raise BlockingIOError
        taken = bytes(data[: self.takes])
        self.left += taken
        return len(taken)

    def close(self) -> None:
        self.closed = True


def test_what_arrived_is_asked_for_once() -> None:
    inner = Inner(b"abcdef", b"")
    buffered = BufferedSocket(inner)
    assert [buffered.recv(1), buffered.recv(2)] == [b"a", b"bc"]
    assert (inner.asked, buffered.pending()) == (1, 3)
    assert buffered.recv(100) == b"def"
    assert buffered.recv(1) == b""  # the other side has closed


def test_nothing_there_is_said_as_a_socket_does() -> None:
    with pytest.raises(BlockingIOError):
        BufferedSocket(Inner()).recv(1)


def test_what_is_sent_leaves_together() -> None:
    inner = Inner(takes=4)
    buffered = BufferedSocket(inner)
    assert [buffered.send(b"abc"), buffered.send(b"def")] == [3, 3]
    assert (inner.left, buffered.unsent) == (b"", True)
    buffered.flush()
    assert (inner.left, buffered.unsent) == (b"abcdef", False)


def test_what_can_not_leave_waits_and_too_much_of_it_is_not_taken() -> None:
    inner = Inner(takes=0)
    buffered = BufferedSocket(inner)
    while len(buffered._leaving) < 65_536:
        buffered.send(b"x" * 1_000)
    buffered.flush()
    with pytest.raises(BlockingIOError):
        buffered.send(b"x")
    inner.takes = 1_000_000
    buffered.close()
    assert len(inner.left) == 66_000
    assert inner.closed


def packet(first: int, body: bytes) -> bytes:
    """A control packet of MQTT with its remaining length."""
    size, digits = len(body), b""
    while True:
        size, digit = divmod(size, 128)
        digits += bytes([digit | (0x80 if size else 0)])
        if not size:
            return bytes([first]) + digits + body


def publish(topic: bytes, payload: bytes, number: int = 0, properties: bytes = b"", flags: int = 0) -> bytes:
    """A PUBLISH, at QoS 1 where it has a number."""
    counted = struct.pack("!H", number) if number else b""
    first = 0x30 | flags | (0x02 if number else 0)
    return packet(first, struct.pack("!H", len(topic)) + topic + counted + properties + payload)


def taken(data: bytes, *, five: bool = False) -> tuple[list[Message], int]:
    """The plain messages at the beginning of it, and how many bytes are left."""
    buffered = BufferedSocket(Inner(data))
    buffered.fill()
    messages = []
    while (message := buffered.take_message(five)) is not None:
        messages.append(message)
    return messages, buffered.pending()


def test_plain_messages_are_taken_at_once_until_one_is_not_there_whole() -> None:
    first, second = publish(b"qc/a", b"x" * 200, 7), publish("qc/\u00fc".encode(), b"", flags=0x01)
    third = publish(b"qc/c", b"y" * 20_000, 0xFFFF, flags=0x08)
    messages, left = taken(first + second + third + third[:-1])
    assert messages == [
        Message("qc/a", b"x" * 200, False, b"\0\x07"),
        Message("qc/\u00fc", b"", True, b""),
        Message("qc/c", b"y" * 20_000, False, b"\xff\xff"),
    ]
    assert left == len(third) - 1


def test_messages_of_mqtt_5_are_taken_where_they_have_no_properties() -> None:
    with_some = publish(b"qc/a", b"x", 8, b"\x02\x01\x01")
    messages, left = taken(publish(b"qc/a", b"x", 7, b"\0") + with_some, five=True)
    assert messages == [Message("qc/a", b"x", False, b"\0\x07")]
    assert left == len(with_some)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        packet(0x40, b"\0\x01"),
        packet(0x34, b"\0\x04qc/a\0\x01x"),  # QoS 2
        publish(b"", b"x"),
        publish(b"\xff", b"x"),
        b"\x30\xff\xff\xff\xff\x7f",
        b"\x30\xff\xff",
        packet(0x30, b"\0"),
        packet(0x30, b"\0\x05qc/a"),
        packet(0x32, b"\0\x04qc/a\0"),
    ],
)
def test_what_is_not_plain_is_left_to_paho(data: bytes) -> None:
    assert taken(data) == ([], len(data))


@given(
    st.sampled_from([0x30, 0x31, 0x32, 0x33, 0x38, 0x3B]),
    st.binary(max_size=40) | st.binary(min_size=120),
    st.booleans(),
)
def test_what_is_taken_is_what_paho_takes(first: int, body: bytes, five: bool) -> None:
    messages, left = taken(packet(first, body) + b"\xd0\0", five=five)
    if not messages:
        assert left == len(packet(first, body)) + 2
        return
    (message,) = messages
    found = decode_publish(first, body, MQTTv5 if five else MQTTv311)
    assert message.topic.encode() == found.topic
    assert (message.payload, message.retained) == (found.payload, found.retain)
    assert int.from_bytes(message.number, "big") == found.mid
    assert left == 2


def test_what_cannot_be_taken_costs_the_connection_and_not_the_network_thread() -> None:
    for data in (packet(0x90, b"\0"), publish(b"qc/a", b"x", 7)):
        inner, client = Inner(data), BurstClient(CallbackAPIVersion.VERSION2)
        client.taken = lambda *_: int("")
        client._sock = client._buffered = BufferedSocket(inner)
        assert client.loop_read() == MQTTErrorCode.MQTT_ERR_PROTOCOL
        assert inner.closed
