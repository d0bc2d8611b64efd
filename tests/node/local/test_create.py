"""A local network has every member's part of a ceremony, on ports of the loopback interface, or nothing."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.node.approval import Approval
from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.documents import DocumentError, read_documents
from quaychain.node.folders import FolderExistsError
from quaychain.node.founding import Founding
from quaychain.node.genesis import ValidatorCountError
from quaychain.node.keys import load_account
from quaychain.node.local import create
from quaychain.node.local.create import Site, create_network
from quaychain.node.local.members import LocalMember, seated
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.allowlists import Allowlists

ROOT = load_artifact("ConsortiumRoot")
CHARTER = draft_charter("lab", "Local network", 842_620, 1_772_409_600)
BUYER = LocalMember("buyer", "Rotterdam Quay Terminal", MemberKind.BUYER, Seat.QUERY)


def sites(name: str, number: int) -> Site:
    """Ports of an order, for unit tests may not even look for free ones."""
    return Site("127.0.0.1", 31_000 + number, 32_000 + number, 33_000 + number)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> LocalNetwork:
    root = tmp_path_factory.mktemp("local") / "network"
    return create_network(root, CHARTER, (*seated((), 4, 1), BUYER), ROOT, None, sites)


def test_is_a_founding_that_everybody_approved(network: LocalNetwork) -> None:
    founding = Founding.check(
        network.read_charter(),
        network.read_cards(),
        (network.genesis.read_bytes(), "genesis.json"),
        read_documents([network.approvals], Approval),
        ROOT,
    )
    assert len(founding.genesis.validators) == len(founding.genesis.founders) == 4
    assert [card.card.name for card in network.read_cards()] == [member.name for member in network.members]
    assert network.members[-1].seat is Seat.QUERY


def test_each_node_has_its_own_key_and_all_others(network: LocalNetwork) -> None:
    assert [node.name for node in network.file.nodes] == [
        "manufacturer",
        "supplier-1",
        "supplier-2",
        "customs",
        "manufacturer-query-1",
    ]
    lists = Allowlists.of_cards(card.card for card in network.read_cards())
    for entry, folder, url in zip(network.file.nodes, network.nodes, network.rpc_urls, strict=True):
        settings = folder.read_settings()
        assert (settings.name, settings.role) == (entry.name, entry.role)
        assert settings.rpc.url == url
        assert settings.p2p.host == settings.p2p.interface == settings.rpc.host == settings.metrics.host == "127.0.0.1"
        assert folder.password_file(settings).resolve() == network.password_file(entry.member).resolve()
        assert load_account(folder.key, network.password(entry.member)).address == settings.address
        assert folder.genesis.read_bytes() == network.genesis.read_bytes()
        assert Allowlists.parse(folder.permissions.read_bytes(), "permissions.toml") == lists
        assert folder == network.node(entry.name)
    assert len({folder.read_settings().address for folder in network.nodes}) == 5
    with pytest.raises(KeyError):
        network.node("nobody")


def test_can_be_moved(network: LocalNetwork, tmp_path: Path) -> None:
    moved = LocalNetwork.open(network.root.rename(tmp_path / "moved"))
    try:
        for entry, folder in zip(moved.file.nodes, moved.nodes, strict=True):
            folder.write_besu_config()
            assert str(tmp_path / "moved") in folder.besu_config.read_text()
            path = folder.password_file(folder.read_settings())
            assert path.read_bytes().strip() == moved.password(entry.member)
    finally:
        moved.root.rename(network.root)


def test_ports_are_free_and_all_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = itertools.count(20_000)
    monkeypatch.setattr(create, "free_ports", lambda count: tuple(next(counted) for _ in range(count)))
    made = create_network(tmp_path / "network", CHARTER, seated((), 4, 2), ROOT, None)
    ports = [port for node in made.file.nodes for port in (node.p2p_port, node.rpc_port, node.metrics_port)]
    assert len(set(ports)) == len(ports) == 18
    with pytest.raises(FolderExistsError):
        create_network(tmp_path / "network", CHARTER, seated((), 4, 0), ROOT, None)


def test_refuses_and_leaves_nothing(tmp_path: Path) -> None:
    twins = [LocalMember("twin", "Twin", MemberKind.SUPPLIER, Seat.ACCOUNTING)] * 2
    for members, error in (
        (seated((), 3, 0), ValidatorCountError),  # the charter is no pilot's
        ((*seated((), 4, 0), LocalMember("No key", "x", MemberKind.BANK, Seat.QUERY)), DocumentError),
        ((*seated((), 4, 0), *twins), DocumentError),
    ):
        with pytest.raises(error) as caught:
            create_network(tmp_path / "network", CHARTER, members, ROOT, None, sites)
        assert "\n" not in str(caught.value)
        assert not list(tmp_path.iterdir())
    with pytest.raises(DocumentError, match=r"network\.json"):
        LocalNetwork.open(tmp_path)
