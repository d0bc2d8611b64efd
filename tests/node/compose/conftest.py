"""A consortium's folder for Compose, made once: founding takes a second."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.compose.folder import ComposeFolder, Services
from quaychain.node.compose.plan import Images, Machine, Ports, consortium, site
from quaychain.node.local.create import create_network
from quaychain.node.local.members import seated
from quaychain.node.local.network import LocalNetwork

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> LocalNetwork:
    """Four validators and a query node whose places are containers."""
    charter = draft_charter("lab", "Test consortium", 4711, 1_790_000_000, pilot=False)
    folder = tmp_path_factory.mktemp("compose") / "network"
    return create_network(folder, charter, seated((), None, 1), load_artifact("ConsortiumRoot"), None, site)


@pytest.fixture(scope="session")
def machine(network: LocalNetwork) -> Machine:
    """The consortium on one machine."""
    return consortium(".", network.file.nodes, build=False)


@pytest.fixture
def folder(tmp_path: Path, network: LocalNetwork, machine: Machine) -> ComposeFolder:
    """A whole folder, but for the network."""
    made = ComposeFolder(tmp_path / "home")
    cards = [card.card for card in network.read_cards()]
    key = network.members[0].key
    made.write_config(machine, Images(), Ports())
    made.write_secrets(NOW)
    made.write_services(Services(cards[0], network.member_keys(key), network.password_file(key)), cards)
    return made
