"""A JSON-RPC endpoint before a node that tells what the node says, or a lie that it is told to tell. I/O."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import orjson

from quaychain.contracts.rpc import Rpc

from .lying import Lie, asked, told
from .plan import FaultKind


class Endpoint:
    """Serves on a port of its own, before the node at `url`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lie: Lie | None = None
        self._client = httpx.Client(timeout=20, trust_env=False)
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = endpoint.answer(body)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing: who asked what stands in the logs of those who asked."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="endpoint", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Endpoint:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._client.close()

    def lie(self, kind: FaultKind, one_in: int = 1) -> None:
        """Begin to lie. Raises RpcUnreachableError where the node's head is needed and it doesn't say."""
        head = 0
        if kind is FaultKind.OLD_HEAD:
            with Rpc(self._url, timeout=5, patience=3) as node:
                head = max(0, node.block_number() - 2)
        self._lie = Lie(kind, head, one_in)

    def be_true(self) -> None:
        """Say what the node says again."""
        self._lie = None

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """HTTP status and body for a request's body."""
        lie = self._lie
        try:
            if lie is None:
                response = self._client.post(self._url, content=body, headers={"Content-Type": "application/json"})
                return response.status_code, response.content
            given: Any = json.loads(body)
            requests = given if isinstance(given, list) else [given]
            put = [asked(lie, request) for request in requests]
            response = self._client.post(self._url, json=put)
            by_id = {entry["id"]: entry for entry in response.json()}
            answers = [_told(lie, request, by_id[request["id"]]) for request in requests]
        except httpx.HTTPError as error:
            return 502, orjson.dumps({"error": str(error)})
        return 200, orjson.dumps(answers if isinstance(given, list) else answers[0])


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a connection that was cut is what this is for."""


def _told(lie: Lie, request: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "result": told(lie, request, entry["result"])} if "result" in entry else entry
