"""Nodes that answer what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from quaychain.contracts.rpc import Rpc


class NodeAnswersError(Exception):
    """The node answers with this error."""


def rpc_of(answer: Callable[[str, list[Any]], Any]) -> Rpc:
    """A node's client; `answer` gives the result for a method and its parameters, or raises NodeAnswersError."""

    def one(asked: dict[str, Any]) -> dict[str, Any]:
        frame = {"jsonrpc": "2.0", "id": asked["id"]}
        try:
            return frame | {"result": answer(asked["method"], asked["params"])}
        except NodeAnswersError as error:
            return frame | {"error": {"code": error.args[1], "message": error.args[0]}}

    def handle(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        return httpx.Response(200, json=[one(item) for item in asked] if isinstance(asked, list) else one(asked))

    return Rpc("http://node.test", transport=httpx.MockTransport(handle), patience=0.0)
