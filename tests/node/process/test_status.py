"""Status as tables and as JSON."""

from __future__ import annotations

import io
import json
import time

import httpx
import pytest
from rich.console import Console

from quaychain.contracts.rpc import Rpc
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.settings import NodeSettings
from quaychain.node.process.status import Status, StatusReader
from quaychain.node.process.status_table import status_tables

from .chain import ADDRESSES, FakeChain, FakeNode
from .conftest import CHAIN_ID


def unreachable() -> Rpc:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    return Rpc("http://node.test", transport=httpx.MockTransport(refuse), patience=0.0)


def read(network: LocalNetwork, chains: dict[str, FakeNode], monkeypatch: pytest.MonkeyPatch) -> Status:
    """The status of the network, whose other nodes can't be reached."""

    def open_fake(settings: NodeSettings) -> Rpc:
        return chains[settings.name].rpc() if settings.name in chains else unreachable()

    monkeypatch.setattr("quaychain.node.process.status.open_rpc", open_fake)
    with StatusReader(network.nodes) as reader:
        return reader.read(10)


def shown(status: Status) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(status_tables(status))
    return console.export_text()


def test_a_network_that_is_well(network: LocalNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = FakeChain(start=int(time.time()) - 14).grow(15)
    nodes = {node.root.name: FakeNode(chain, CHAIN_ID) for node in network.nodes}
    status = read(network, nodes, monkeypatch)
    assert status.well
    text = shown(status)
    assert "Validators: 3 of 4 must seal; the last 10 blocks" in text
    assert "100%" in text
    assert "5/4096" in text
    assert "not ours" in text  # no supervisor of ours runs them
    content = json.loads(json.dumps(status.as_json()))
    assert content["network"]["height"] == 14
    assert content["network"]["quorum"] == 3
    assert [share["address"] for share in content["network"]["validators"]] == list(ADDRESSES)
    assert [node["name"] for node in content["nodes"]] == [node.root.name for node in network.nodes]
    assert content["nodes"][0]["peers"] == 3


def test_a_node_that_does_not_answer(network: LocalNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = FakeChain(start=int(time.time()) - 14).grow(15)
    status = read(network, {"customs": FakeNode(chain, CHAIN_ID)}, monkeypatch)
    assert not status.well
    assert status.network is not None
    assert status.as_json()["nodes"][0]["state"] == "stopped"
    assert shown(status).count("stopped") == 4


def test_a_chain_that_stands_still(network: LocalNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = {node.root.name: FakeNode(FakeChain(start=1_000).grow(5), CHAIN_ID) for node in network.nodes}
    status = read(network, nodes, monkeypatch)
    assert not status.well
    assert "The chain stands still." in shown(status)
    assert status.as_json()["network"]["stalled"] is True


def test_nobody_answers(network: LocalNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    status = read(network, {}, monkeypatch)
    assert not status.well
    assert status.as_json()["network"] is None
    assert "No node answers" in shown(status)
