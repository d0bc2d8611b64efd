"""A network of four validators, whose manufacturer's node has some chain data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.local.create import Site, create_network
from quaychain.node.local.members import founders
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> LocalNetwork:
    charter = draft_charter("lab", "Test network", 741_101, 1_772_409_600)
    return create_network(
        tmp_path_factory.mktemp("founded") / "network",
        charter,
        founders(4),
        load_artifact("ConsortiumRoot"),
        None,
        lambda _, number: Site("127.0.0.1", 4 * number + 20_001, 4 * number + 20_002, 4 * number + 20_003),
    )


@pytest.fixture
def network(founded: LocalNetwork, tmp_path: Path) -> LocalNetwork:
    shutil.copytree(founded.root, tmp_path / "network")
    return LocalNetwork.open(tmp_path / "network")


@pytest.fixture
def node(network: LocalNetwork) -> NodeFolder:
    """Stopped, with files as Besu leaves them."""
    node = network.nodes[0]
    database = node.data / "database"
    database.mkdir()
    (database / "LOCK").touch()
    (database / "000004.sst").write_bytes(bytes(range(256)) * 5_000)
    (database / "CURRENT").write_text("MANIFEST-000001\n")
    (node.data / "DATABASE_METADATA.json").write_text("{}")
    (node.data / "key").write_text("0x" + "11" * 32)
    (node.data / "besu.ports").write_text("#")
    (node.logs / "besu.log").write_text("started\n")
    return node
