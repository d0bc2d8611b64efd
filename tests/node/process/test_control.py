"""The verbs start, stop, status, logs and upgrade, with real processes of a fake Besu."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quaychain.node.local.network import LocalNetwork
from quaychain.node.process.control import NodeNotReadyError, set_besu
from quaychain.node.process.rolling import LiveNodes
from quaychain.node.process.state import current_state, supervisor_pid
from quaychain.scripts.main import main

from .conftest import gone, until

pytestmark = pytest.mark.integration
Fake = Callable[..., Path]


def run(*arguments: object) -> int:
    return main(["node", *(str(argument) for argument in arguments)])


@pytest.fixture
def pair(network: LocalNetwork, fake: Fake) -> Iterator[list[Path]]:
    """Two of the nodes with a fake Besu, stopped at the end whatever happened."""
    nodes = [network.nodes[0], network.nodes[4]]
    for node in nodes:
        set_besu(node, str(fake()))
    yield [node.root for node in nodes]
    for node in network.nodes:
        pid = supervisor_pid(node)
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
            until(lambda node=node: supervisor_pid(node) is None)


def test_a_life(pair: list[Path], network: LocalNetwork, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("start", *pair) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["manufacturer runs", "manufacturer-query-1 runs"]
    states = [current_state(network.nodes[index]) for index in (0, 4)]
    assert all(state is not None and state.phase == "running" for state in states)
    # A second start changes nothing.
    assert run("start", *pair) == 0
    assert capsys.readouterr().out.count("runs already") == 2
    assert [current_state(network.nodes[index]) for index in (0, 4)] == states
    assert run("run", pair[0]) == 1
    assert "runs already" in capsys.readouterr().err
    # The fake shows no chain: the node runs, and is said not to answer as one.
    assert run("status", *pair, "--json") == 1
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    assert [(node["state"], node["height"]) for node in nodes] == [("running", None)] * 2
    assert "Method not found" in nodes[0]["problem"]
    assert run("logs", *pair, "--lines", 1) == 0
    assert capsys.readouterr().out.splitlines() == ["manufacturer         | start 1", "manufacturer-query-1 | start 1"]
    assert run("logs", pair[0], "--supervisor") == 0
    assert "Besu answers at" in capsys.readouterr().out
    # Nobody can tell what the network would be without it.
    assert run("stop", pair[0]) == 1
    assert "can't tell whether the network would keep its quorum" in capsys.readouterr().err
    assert run("stop", *pair, "--force") == 0
    assert capsys.readouterr().out.splitlines() == ["manufacturer has stopped", "manufacturer-query-1 has stopped"]
    assert run("stop", *pair) == 0
    assert capsys.readouterr().out.count("did not run") == 2
    for index in (0, 4):
        node = network.nodes[index]
        assert (node.data / "clean").exists()
        assert gone(int((node.data / "pid").read_text()))


def test_a_network_stops_together(pair: list[Path], network: LocalNetwork, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("start", *pair) == 0
    assert run("stop", network.root) == 0
    said = capsys.readouterr().out
    assert said.count("has stopped") == 2
    assert said.count("did not run") == 3


def test_an_upgrade_that_does_not_come_back_is_undone(
    pair: list[Path], network: LocalNetwork, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    node = network.nodes[0]
    before = node.read_settings().besu
    assert run("start", pair[0]) == 0
    broken = fake(version="besu/v26.9.0/linux-x86_64/openjdk-java-25", dies=1000)
    assert run("upgrade", pair[0], "--besu", broken, "--wait", 10) == 1
    said = capsys.readouterr().err
    assert "Supplied genesis block does not match" in said
    assert "it runs what it ran before" in said
    assert node.read_settings().besu == before
    state = current_state(node)
    assert state is not None
    assert (state.phase, state.besu) == ("running", before)
    # Below the floor, or older than what runs, nothing is touched.
    starts = state.starts
    for version, reason in (("26.7.0", "the floor is 26.8.0"), ("26.8.0", "")):
        old = fake(version=f"besu/v{version}/linux-x86_64/openjdk-java-{25 if reason else 24}")
        assert run("upgrade", pair[0], "--besu", old) == 1
        assert (reason or "Java 24") in capsys.readouterr().err
    state = current_state(node)
    assert state is not None
    assert state.starts == starts


def test_a_restart_after_what_stood_in_its_way_is_gone(pair: list[Path], network: LocalNetwork) -> None:
    node = network.nodes[0]
    good = node.read_settings().besu
    assert run("start", pair[0]) == 0
    set_besu(node, "/nowhere/besu")
    with pytest.raises(NodeNotReadyError, match="/nowhere/besu is no program"):
        LiveNodes().restart(node)
    set_besu(node, good)
    LiveNodes().restart(node)
    state = current_state(node)
    assert state is not None
    assert (state.phase, state.starts, state.problem) == ("running", 2, "")


def test_what_stands_in_the_way_is_one_line(
    pair: list[Path], network: LocalNetwork, tmp_path: Path, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    old = fake(version="besu/v26.7.0/linux-x86_64/openjdk-java-25")
    set_besu(network.nodes[0], str(old))
    set_besu(network.nodes[1], str(fake(dies=1000)))
    for arguments, reason in (
        (("start", pair[0]), "node manufacturer did not start: "),
        (("start", pair[0], "--besu", old), "is Besu 26.7.0, and the floor is 26.8.0"),
        (("start", network.nodes[1].root, "--wait", 60), "Supplied genesis block does not match chain data stored"),
        (("start", tmp_path), "neither a node's folder"),
        (("status", tmp_path / "nothing", "--once"), "neither a node's folder"),
        (("run", pair[1], "--besu", tmp_path / "no-besu"), "no-besu"),
        (("upgrade", tmp_path), "neither a node's folder"),
    ):
        assert run(*arguments) == 1, arguments
        said = capsys.readouterr().err
        assert reason in said
        assert said.count("\n") == 1
        assert "race" not in said
