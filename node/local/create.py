"""Found a whole network on one machine (I/O): each member's part as on a machine of its own, in one folder."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.files import write_atomic
from quaychain.contracts.ports import free_ports

from ..approval import approve
from ..artifacts import Artifact
from ..card import VALIDATOR, MemberCard
from ..charter import Charter
from ..documents import make_document
from ..enode import Place
from ..folders import new_folder
from ..founding import Founding
from ..genesis import build_genesis
from ..keys import RANDOM_PASSWORD, read_password
from ..machine.create import NodePlan, write_node_folder
from ..machine.settings import ListenSettings
from ..member_keys import MemberKeys
from .members import LocalMember
from .network import FORMAT, LocalNetwork, NetworkFile, NetworkMember, NetworkNode

LOOPBACK = "127.0.0.1"
_PASSWORD_BYTES = 32
#: Enough for a small chain, and four of them fit into a small machine.
JAVA_OPTIONS = "-Xmx512m"
_PORTS_OF_A_NODE = 3


@dataclass(frozen=True, slots=True)
class Site:
    """Where one node of a network runs.

    Peers dial it at `address`; RPC and metrics listen on `listens`, and answer to the names `allowed_hosts` too.
    """

    address: str
    p2p_port: int
    rpc_port: int
    metrics_port: int
    listens: str = LOOPBACK
    allowed_hosts: tuple[str, ...] = ()


def create_network(
    root: Path,
    charter: Charter,
    members: Sequence[LocalMember],
    root_artifact: Artifact,
    besu: str | None,
    sites: Callable[[str, int], Site] | None = None,
) -> LocalNetwork:
    """Make a network folder: every accounting member has a validator, and each its further nodes.

    `root_artifact` is ConsortiumRoot's; `besu` as in node.json; `sites` says where a node of this name and number
    runs, on free ports of the loopback interface where it isn't given. Raises FolderExistsError,
    FolderNotWritableError, ValidatorCountError, DocumentError.
    """
    with new_folder(root) as building:
        _build(building, root.resolve(), charter, members, root_artifact, besu, sites or _on_loopback(members))
    return LocalNetwork.open(root)


def _build(
    building: Path,
    root: Path,
    charter: Charter,
    members: Sequence[LocalMember],
    artifact: Artifact,
    besu: str | None,
    sites: Callable[[str, int], Site],
) -> None:
    nodes = planned_nodes(members, sites)
    network = LocalNetwork(
        building,
        make_document(
            NetworkFile,
            "the network",
            format=FORMAT,
            chain_id=charter.chain_id,
            members=tuple(
                make_document(NetworkMember, "the network's member", key=m.key, name=m.name, kind=m.kind, seat=m.seat)
                for m in members
            ),
            nodes=tuple(entry for _, entry, _ in nodes),
        ),
    )
    write_atomic(network.charter, charter.as_file())
    cards: list[MemberCard] = []
    for member in members:
        write_atomic(network.password_file(member.key), secrets.token_hex(_PASSWORD_BYTES).encode() + b"\n", 0o600)
        password = network.password(member.key)
        folder = building / "members" / member.key
        keys = MemberKeys.create(folder, member.seat, password, RANDOM_PASSWORD, member.nodes)
        places = {name: Place(site.address, site.p2p_port) for name, node, site in nodes if node.member == member.key}
        cards.append(keys.make_card(charter, member.name, member.kind, password, places))
        write_atomic(network.cards / f"{member.key}.json", cards[-1].as_file())
    genesis = build_genesis(charter, cards, artifact)
    write_atomic(network.genesis, genesis.data)
    approvals = []
    for member in members:
        if member.has_validator:
            keys = network.member_keys(member.key)
            founder = keys.account(AccountPurpose.GOVERNANCE, network.password(member.key))
            approvals.append(approve(genesis, cards, keys.member, founder))
            write_atomic(network.approvals / f"{member.key}.json", approvals[-1].as_file())
    founding = Founding.check(charter, cards, (genesis.data, "genesis.json"), approvals, artifact)
    for (name, node, site), node_folder in zip(nodes, network.nodes, strict=True):
        node_folder.root.mkdir(parents=True, mode=0o700)
        plan = NodePlan(
            node=name,
            name=node.name,
            interface=site.address,
            rpc=ListenSettings(host=site.listens, port=site.rpc_port, allowed_hosts=site.allowed_hosts),
            metrics=ListenSettings(host=site.listens, port=site.metrics_port, allowed_hosts=site.allowed_hosts),
            besu=besu,
            java_options=JAVA_OPTIONS,
        )
        password_file = network.password_file(node.member)
        # Relative, so that the whole network can be moved.
        opening = (read_password(password_file), f"../../{password_file.relative_to(building)}")
        later = root / node_folder.root.relative_to(building)
        write_node_folder(node_folder.root, later, founding, network.member_keys(node.member), opening, plan)
    write_atomic(LocalNetwork.network_file(building), network.file.as_file())


def _on_loopback(members: Sequence[LocalMember]) -> Callable[[str, int], Site]:
    count = sum((member.has_validator) + len(member.nodes) for member in members)
    ports = iter(free_ports(_PORTS_OF_A_NODE * count))
    return lambda _name, _number: Site(LOOPBACK, next(ports), next(ports), next(ports))


def planned_nodes(
    members: Sequence[LocalMember], sites: Callable[[str, int], Site]
) -> list[tuple[str, NetworkNode, Site]]:
    """Each node's name on its member's card, its entry, and where it runs; validators first."""
    named = [(VALIDATOR, member) for member in members if member.has_validator]
    named += [(name, member) for member in members for name in member.nodes]
    nodes = []
    for number, (on_card, member) in enumerate(named):
        name = member.key if on_card == VALIDATOR else f"{member.key}-{on_card}"
        site = sites(name, number)
        entry = make_document(
            NetworkNode,
            "the network's node",
            name=name,
            member=member.key,
            role="validator" if on_card == VALIDATOR else "query",
            p2p_port=site.p2p_port,
            rpc_port=site.rpc_port,
            metrics_port=site.metrics_port,
        )
        nodes.append((on_card, entry, site))
    return nodes
