"""Lost peers are dialled anew, by one side first."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.node.enode import Enode
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.connections import Connections, connections_kept, dial_missing
from tests.node.permissions.test_sync import enode

LOW, MIDDLE, HIGH = sorted((enode(number) for number in (1, 2, 3)), key=lambda node: node.public_key)


def test_the_lower_key_dials_at_once_and_the_other_after_a_while() -> None:
    connections = Connections(MIDDLE.public_key)
    wanted = (LOW, MIDDLE, HIGH)
    assert connections.due(wanted, set(), 100.0) == [HIGH]
    assert connections.due(wanted, set(), 114.9) == [HIGH]
    assert connections.due(wanted, set(), 115.0) == [LOW, HIGH]


def test_who_came_back_meanwhile_is_waited_for_anew() -> None:
    connections = Connections(HIGH.public_key)
    assert connections.due([LOW], set(), 0.0) == []
    assert connections.due([LOW], {LOW.public_key}, 14.0) == []
    assert connections.due([LOW], set(), 16.0) == []
    assert connections.due([LOW], set(), 31.0) == [LOW]


@given(st.permutations([LOW, MIDDLE, HIGH]), st.integers(0, 10**6))
def test_of_two_that_miss_each_other_exactly_one_dials_first(order: list[Enode], now: int) -> None:
    one, other = order[:2]
    dialled = [Connections(a.public_key).due([b], set(), now) for a, b in ((one, other), (other, one))]
    assert sorted(map(len, dialled)) == [0, 1]


def _folder(tmp_path: Path, nodes: list[Enode]) -> NodeFolder:
    (tmp_path / "static-nodes.json").write_text(json.dumps([node.url for node in nodes]))
    return NodeFolder(tmp_path)


def test_the_node_is_told_of_those_it_lacks(tmp_path: Path) -> None:
    asked: list[tuple[str, list[Any]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        asked.append((body["method"], body["params"]))
        result: Any = [{"id": "0x" + MIDDLE.public_key.hex()}] if body["method"] == "admin_peers" else True
        return httpx.Response(200, json={"jsonrpc": "2.0", "id": body["id"], "result": result})

    with Rpc("http://node", patience=0.0, transport=httpx.MockTransport(answer)) as rpc:
        told = dial_missing(_folder(tmp_path, [MIDDLE, HIGH]), rpc, Connections(LOW.public_key), lambda: 0.0)
    assert told == [HIGH]
    assert asked == [("admin_peers", []), ("admin_addPeer", [HIGH.url])]


def test_a_node_without_that_method_is_an_error(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        error = {"code": -32601, "message": "Method not found"}
        return httpx.Response(200, json={"jsonrpc": "2.0", "id": json.loads(request.content)["id"], "error": error})

    with Rpc("http://node", patience=0.0, transport=httpx.MockTransport(answer)) as rpc, pytest.raises(RpcError):
        dial_missing(_folder(tmp_path, [HIGH]), rpc, Connections(LOW.public_key), lambda: 0.0)


def test_nothing_that_goes_wrong_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = threading.Event()
    attempts: list[int] = []

    def fail(*_: Any) -> Any:
        attempts.append(1)
        if len(attempts) > 2:
            tried.set()
        raise OSError

    monkeypatch.setattr(NodeFolder, "read_settings", fail)
    with connections_kept(NodeFolder(tmp_path), look_every=0.01):
        assert tried.wait(10)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("connections of")]
