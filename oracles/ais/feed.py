"""Lines of a receiver over TCP (we connect) or UDP (it sends to us); a feed that ends is taken up again. I/O."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import structlog

from quaychain.contracts.errors import QuaychainError

_CHUNK = 65_536
_LONGEST_LINE = 1_024
_LONGEST_PAUSE = 60.0
#: Seconds of silence after which a TCP connection is made anew.
_SILENCE = 120.0


@dataclass
class FeedError(QuaychainError):
    """A feed's address can't be used."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """`tcp://HOST:PORT` or `udp://HOST:PORT`."""

    protocol: Literal["tcp", "udp"]
    host: str
    port: int


def parse_address(text: str) -> FeedAddress:
    """Raises FeedError."""
    try:
        parts = urlsplit(text)
        if parts.hostname and parts.port and not parts.path:
            if parts.scheme == "tcp":
                return FeedAddress("tcp", parts.hostname, parts.port)
            if parts.scheme == "udp":
                return FeedAddress("udp", parts.hostname, parts.port)
    except ValueError:
        pass
    raise FeedError(text, "is neither tcp://HOST:PORT nor udp://HOST:PORT")


def feed_lines(address: FeedAddress, stopping: threading.Event, seconds: float = 0.5) -> Iterator[bytes]:
    """Line after line until `stopping` is set; an empty one where there was none for some seconds.

    Raises FeedError where a UDP port can't be had.
    """
    return _udp(address, stopping, seconds) if address.protocol == "udp" else _tcp(address, stopping, seconds)


def _udp(address: FeedAddress, stopping: threading.Event, seconds: float) -> Iterator[bytes]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as receiver:
        try:
            receiver.bind((address.host, address.port))
        except OSError as error:
            raise FeedError(f"udp://{address.host}:{address.port}", error.strerror or str(error)) from error
        receiver.settimeout(seconds)
        while not stopping.is_set():
            try:
                datagram = receiver.recv(_CHUNK)
            except TimeoutError:
                yield b""
                continue
            yield from datagram.splitlines()


def _tcp(address: FeedAddress, stopping: threading.Event, seconds: float) -> Iterator[bytes]:
    log = structlog.get_logger("ais").bind(host=address.host, port=address.port)
    pause = 1.0
    while not stopping.is_set():
        try:
            with socket.create_connection((address.host, address.port), timeout=10) as connection:
                log.info("connected")
                for line in _received(connection, stopping, seconds):
                    if line:
                        pause = 1.0
                    yield line
            reason = "it ended"
        except OSError as error:
            reason = error.strerror or str(error)
        if not stopping.is_set():
            log.warning("feed lost", reason=reason, seconds=pause)
            yield b""
            stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _received(connection: socket.socket, stopping: threading.Event, seconds: float) -> Iterator[bytes]:
    connection.settimeout(seconds)
    rest, silent = b"", 0.0
    while not stopping.is_set():
        try:
            chunk = connection.recv(_CHUNK)
        except TimeoutError:
            silent += seconds
            if silent > _SILENCE:
                raise TimeoutError("nothing came for too long") from None
            yield b""
            continue
        if not chunk:
            return
        silent = 0.0
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > _LONGEST_LINE:
            # Passed on as it is, to be counted as what it is.
            yield rest
            rest = b""
