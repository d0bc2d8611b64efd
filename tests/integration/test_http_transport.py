"""httpx's client by way of urllib3, against a server that also behaves badly."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from quaychain.contracts.http_transport import Transport
from quaychain.contracts.ports import free_port

pytestmark = pytest.mark.integration

_LARGE = b"0123456789abcdef" * 100_000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        content, encoding, status = body, None, 200
        match self.path:
            case "/large":
                content = _LARGE
            case "/packed":
                content, encoding = gzip.compress(body), "gzip"
            case "/elsewhere":
                status = 307
            case "/none":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            case "/late":
                time.sleep(0.5)
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + (self.path == "/half")))
        self.send_header("Location", "/large")
        self.send_header("X-Port", str(self.client_address[1]))
        self.send_header("X-Authorization", self.headers.get("Authorization", ""))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(content)
        if self.path == "/half":
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://user:word@127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(transport=Transport(), timeout=30, trust_env=False) as made:
        yield made


def test_answers_come_whole_over_one_connection(server: str, client: httpx.Client) -> None:
    answers = [client.post(f"{server}{path}", content=b"{}") for path in ("/large", "/packed", "/elsewhere", "/")]
    assert [(each.status_code, each.content) for each in answers] == [
        (200, _LARGE),
        (200, b"{}"),
        (307, b"{}"),
        (200, b"{}"),
    ]
    assert len({each.headers["X-Port"] for each in answers}) == 1
    assert {each.headers["X-Authorization"] for each in answers} == {"Basic dXNlcjp3b3Jk"}


@pytest.mark.parametrize(
    ("path", "error"),
    [("/half", httpx.RemoteProtocolError), ("/none", httpx.RemoteProtocolError), ("/late", httpx.ReadTimeout)],
)
def test_what_goes_wrong_is_an_error_of_httpx(
    server: str, client: httpx.Client, path: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        client.post(f"{server}{path}", content=b"{}", timeout=0.2 if path == "/late" else 30)
    # The next one isn't answered with what is left of it.
    assert client.post(f"{server}/", content=b"next").content == b"next"


def test_addresses_at_which_nobody_is(client: httpx.Client) -> None:
    with pytest.raises(httpx.ConnectError):
        client.post(f"http://127.0.0.1:{free_port()}", content=b"{}")
    for url in ("node.test", "ftp://node.test"):
        with pytest.raises(httpx.UnsupportedProtocol):
            client.post(url, content=b"{}")
