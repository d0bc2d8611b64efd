"""A network's folder whose Besu is a fake one, and the wrapper scripts that tell the fake how to behave."""

from __future__ import annotations

import shlex
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.local.create import create_network
from quaychain.node.local.members import founders, with_queries
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.control import set_besu

CHAIN_ID = 842_620


@pytest.fixture(scope="session")
def made_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "network"
    charter = draft_charter("lab", "Test network", CHAIN_ID, int(time.time()))
    create_network(root, charter, with_queries(founders(4), 1), load_artifact("ConsortiumRoot"), None)
    return root


@pytest.fixture
def network(made_network: Path, tmp_path: Path) -> LocalNetwork:
    """A copy of its own for a test, as a folder may be moved."""
    shutil.copytree(made_network, tmp_path / "network")
    return LocalNetwork.open(tmp_path / "network")


@pytest.fixture
def node(network: LocalNetwork) -> NodeFolder:
    return network.nodes[0]


@pytest.fixture
def fake(tmp_path: Path) -> Callable[..., Path]:
    """Makes a `besu` that behaves as told, and answers its path."""
    made = []

    def make(**behaviour: object) -> Path:
        folder = tmp_path / f"besu-{len(made)}"
        folder.mkdir()
        made.append(folder)
        program = folder / "besu"
        variables = [f"FAKE_{name.upper()}={value}" for name, value in behaviour.items()]
        command = ["exec", "env", *variables, sys.executable, str(Path(__file__).with_name("fake_besu.py"))]
        program.write_text(f'#!/bin/sh\n{shlex.join(command)} "$@"\n')
        program.chmod(0o755)
        return program

    return make


@pytest.fixture
def with_fake(node: NodeFolder, fake: Callable[..., Path]) -> Callable[..., NodeFolder]:
    """The first node, with a fake Besu of this behaviour in its node.json."""

    def make(**behaviour: object) -> NodeFolder:
        set_besu(node, str(fake(**behaviour)))
        return node

    return make


def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" in status.read_text()
