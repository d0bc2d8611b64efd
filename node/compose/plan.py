"""What runs on one machine under Docker Compose, and in which versions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from ..local.create import Site
from ..local.network import NetworkNode

#: Outside of the ranges that Docker gives to networks by itself.
SUBNET = IPv4Network("10.84.26.0/24")
_FIRST_ADDRESS = 11
_P2P_PORT = 30_303
_FIRST_RPC_PORT = 8_545
_METRICS_PORT = 9_545


@dataclass(frozen=True, slots=True)
class Images:
    """Pinned images. `besu` is the version whose image the node image is made from."""

    besu: str = "26.8.0"
    postgresql: str = "postgres:18.6-trixie"
    mosquitto: str = "eclipse-mosquitto:2.0.22"
    kubo: str = "ipfs/kubo:v0.42.0"
    prometheus: str = "prom/prometheus:v3.13.1"
    grafana: str = "grafana/grafana:13.2.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """What services listen on inside of their containers."""

    api: int = 8080
    capture: int = 8090
    mqtt: int = 8883
    metrics: int = 9600


@dataclass(frozen=True, slots=True)
class BrokerPaths:
    """Where the broker finds its files, inside of its container."""

    folder: str = "/mosquitto/config"
    key: str = "/run/secrets/broker-key"
    passwords: str = "/run/secrets/broker-passwords"
    data: str = "/mosquitto/data"


@dataclass(frozen=True, slots=True)
class ComposeNode:
    """A node as a service. `folder` and `password` are places on the host, as the compose file has them; `address` is
    fixed where cards name it."""

    service: str
    role: str
    folder: str
    password: str
    p2p_port: int
    rpc_port: int
    metrics_port: int
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine: its nodes, of which the services ask `asked`, and where on the host its files are (`home`), as the
    compose file has it.

    `reachable` publishes the nodes to peers on other machines; `build` makes the images from this checkout.
    """

    title: str
    project: str
    home: str
    nodes: tuple[ComposeNode, ...]
    asked: ComposeNode
    reachable: bool
    build: bool
    subnet: str | None = None


def site(name: str, number: int) -> Site:
    """Where a consortium's node of this name and number runs: in a container with an address of its own.

    The services' own networks are the only ones that RPC and metrics can be reached from, and this machine.
    """
    return Site(
        address=str(SUBNET[_FIRST_ADDRESS + number]),
        p2p_port=_P2P_PORT,
        rpc_port=_FIRST_RPC_PORT + number,
        metrics_port=_METRICS_PORT,
        listens="0.0.0.0",  # noqa: S104  inside of its container
        allowed_hosts=(service_of(name),),
    )


def home_variable(default: str) -> str:
    """How a compose file names the machine's folder: as .env says, or else this default."""
    return f"${{QUAYCHAIN_HOME:-{default}}}"


def service_of(node: str) -> str:
    """The service of a node."""
    return f"node-{node}"


def consortium(home: str, nodes: Sequence[NetworkNode], *, build: bool) -> Machine:
    """A whole consortium on one machine. The services ask the last node, which is a query node where there is one."""
    home = home_variable(home)
    composed = tuple(
        ComposeNode(
            service=service_of(node.name),
            role=node.role,
            folder=f"{home}/network/nodes/{node.name}",
            password=f"{home}/network/passwords/{node.member}",
            p2p_port=node.p2p_port,
            rpc_port=node.rpc_port,
            metrics_port=node.metrics_port,
            address=str(SUBNET[_FIRST_ADDRESS + number]),
        )
        for number, node in enumerate(nodes)
    )
    return Machine(
        "A consortium on one machine, to try it out: members' keys belong on machines of their own.",
        "quaychain",
        home,
        composed,
        composed[-1],
        reachable=False,
        build=build,
        subnet=str(SUBNET),
    )


def one_member(node: ComposeNode) -> Machine:
    """A member's own machine with one node; the compose file stands in the folder whose files it mounts."""
    title = "One member's machine: its node and its services."
    return Machine(title, "quaychain", home_variable("."), (node,), node, reachable=True, build=False)
