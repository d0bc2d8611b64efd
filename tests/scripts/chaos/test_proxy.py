"""Links that are cut, stalled and slow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from quaychain.scripts.chaos.proxy import Link, LinkState, ProxyHost

pytestmark = pytest.mark.integration


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says everything back."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(client: socket.socket) -> None:
        with client:
            try:
                while data := client.recv(1024):
                    client.sendall(data)
            except OSError:
                pass

    def accept() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


def connect(link: Link) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", link.port))
    client.settimeout(5)
    return client


def say(client: socket.socket) -> bytes:
    client.sendall(b"hello")
    return client.recv(100)


def test_a_link_passes_cuts_and_passes_again(echo: int) -> None:
    with ProxyHost() as host:
        link = host.link(echo)
        with connect(link) as client:
            assert say(client) == b"hello"
            link.disturb(LinkState.CUT)
            with pytest.raises(OSError), connect(link) as another:
                while another.recv(100):
                    pass
                raise ConnectionResetError
            with pytest.raises(OSError):
                for _ in range(100):
                    client.sendall(b"x")
                    if client.recv(100) == b"":
                        raise ConnectionResetError
        link.restore()
        time.sleep(0.1)
        with connect(link) as client:
            assert say(client) == b"hello"


def test_a_stalled_link_gives_everything_once_it_is_restored(echo: int) -> None:
    with ProxyHost() as host:
        link = host.link(echo)
        with connect(link) as client:
            assert say(client) == b"hello"
            link.disturb(LinkState.STALLED)
            time.sleep(0.1)
            client.sendall(b"late")
            client.settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.recv(100)
            link.restore()
            client.settimeout(5)
            assert client.recv(100) == b"late"


def test_a_slow_link_is_slow(echo: int) -> None:
    with ProxyHost() as host:
        link = host.link(echo)
        link.disturb(delay=0.2)
        time.sleep(0.1)
        with connect(link) as client:
            began = time.monotonic()
            assert say(client) == b"hello"
            assert time.monotonic() - began >= 0.4


def test_a_target_that_is_away_looks_like_a_reset() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with ProxyHost() as host:
        link = host.link(port)
        with pytest.raises(OSError), connect(link) as client:
            if client.recv(100) == b"":
                raise ConnectionResetError
