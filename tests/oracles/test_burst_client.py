"""A socket that is read and written in bursts."""

from __future__ import annotations

import pytest

from quaychain.oracles.burst_client import BufferedSocket


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
