"""`quaychain node compose`: a machine's services for Docker Compose, and everything that the containers mount."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import CardContent
from quaychain.node.charter import Template, draft_charter
from quaychain.node.compose.broker import Device
from quaychain.node.compose.folder import ComposeFolder, Services, hand_over
from quaychain.node.compose.node import compose_node, settle_in_container
from quaychain.node.compose.plan import Images, Machine, Ports, consortium, home_variable, one_member, site
from quaychain.node.documents import DocumentError
from quaychain.node.keys import read_password
from quaychain.node.local.create import create_network
from quaychain.node.local.members import parse_member, seated
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.member_keys import MemberKeys
from quaychain.node.process.state import folder_lock

from ...wiring.options import hex_bytes
from .options import KeysOption, PasswordOption

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Write what Docker Compose starts on a machine, and its files."
)

FolderArgument = Annotated[Path, typer.Argument(help="The folder that the containers mount: QUAYCHAIN_HOME.")]
DeviceHosts = Annotated[
    list[str] | None,
    typer.Option("--device-host", help="Name or IP address by which devices reach the broker; can be repeated."),
]
#: Who the containers run as where this is run by root.
_USER = 1000


@app.command("consortium", help="A whole consortium on one machine, to try it out. Again: take over what has changed.")
def whole_consortium(
    folder: FolderArgument,
    member: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY:KIND:SEAT[:NAME]",
            help="A member, as in mfr:manufacturer:accounting; once for each. By default a manufacturer, two suppliers "
            "and customs.",
        ),
    ] = None,
    chain_id: Annotated[int, typer.Option(help="The network's chain id.")] = 842_621,
    template: Annotated[Template, typer.Option(help="Where the chain's and the votes' times come from.")] = "lab",
    device_host: DeviceHosts = None,
) -> None:
    """Found the network where there is none, and write everything else."""
    made = ComposeFolder(folder)
    if not LocalNetwork.network_file(made.network).exists():
        charter = draft_charter(template, "Consortium in containers", chain_id, int(time.time()), pilot=False)
        members = seated([parse_member(text) for text in member or ()], None, 1)
        create_network(made.network, charter, members, load_artifact("ConsortiumRoot"), None, site)
        typer.echo(f"{made.network}: consortium {to_hex(charter.id)}, chain id {chain_id}")
    network = LocalNetwork.open(made.network)
    cards = [card.card for card in network.read_cards()]
    first = network.members[0].key
    services = Services(cards[0], network.member_keys(first), network.password_file(first))
    machine = consortium(".", network.file.nodes, build=False)
    _write(made, machine, services, cards, device_host, network.deployment)
    for node in machine.nodes:
        typer.echo(f"{node.role} {node.service}: http://127.0.0.1:{node.rpc_port}")
    _say_next(made, folder / "docker-compose.yml")


@app.command(
    "member", help="One member's own machine: its node, which is told to run in a container, and its services."
)
def own_machine(
    folder: FolderArgument,
    node: Annotated[Path, typer.Option(help="The node's folder, from `quaychain node init`.")],
    keys: KeysOption,
    password_file: PasswordOption,
    device_host: DeviceHosts = None,
) -> None:
    """Write everything. The node must not run meanwhile."""
    made, own = ComposeFolder(folder), NodeFolder(node)
    member_keys = MemberKeys.open(keys)
    cards = [card.card for card in own.read_cards()]
    card = next((card for card in cards if card.member == member_keys.member), None)
    if card is None:
        raise DocumentError(str(keys), f"member {to_hex(member_keys.member)} has no card in {own.cards}")
    read_password(password_file)
    settings = own.read_settings()
    password = read_password(own.password_file(settings))
    with folder_lock(own):
        made.write_node_password(password)
        machine = one_member(compose_node(own, settings, f"{home_variable('.')}/secrets/node-password"))
        _write(made, machine, Services(card, member_keys, password_file), cards, device_host, own.deployment)
        # Last: until then the node is as it was.
        settle_in_container(own)
    if os.geteuid() == 0:
        hand_over(own.root, _USER, _USER)
    typer.echo(f"{settings.role} {settings.name}: peers at port {settings.p2p.port}, runs in a container from now on")
    _say_next(made, made.compose_file)


@app.command("device", help="Let a device use the broker, by its public key; or no longer.")
def device(
    folder: FolderArgument,
    key: Annotated[str, typer.Argument(help="The device's public key, 64 hexadecimal digits: `quaychain oracle key`.")],
    member: Annotated[str, typer.Option(help="Id of the member that registers it, 32 hexadecimal digits.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="The device may no longer use the broker.")] = False,
) -> None:
    """Write the broker's password file and access list."""
    made, public = ComposeFolder(folder), hex_bytes(key, 32, "KEY")
    if remove:
        typer.echo("dismissed" if made.dismiss(public) else "was not admitted")
    else:
        file = made.admit(Device(key=public, member=hex_bytes(member, 16, "--member")))
        typer.echo(f"user {public.hex()}, password in {file}: take it to the device and remove it here")
    if os.geteuid() == 0:
        hand_over(made.root, _USER, _USER)
    typer.echo("next: docker compose kill --signal HUP broker")


def _write(
    made: ComposeFolder,
    machine: Machine,
    services: Services,
    cards: list[CardContent],
    device_hosts: list[str] | None,
    deployment: Path,
) -> None:
    made.take_deployment(deployment)
    made.write_config(machine, Images(), Ports())
    made.write_secrets(datetime.now(UTC), device_hosts or ())
    made.write_services(services, cards)
    user, group = (_USER, _USER) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    made.write_environment(user, group)
    if os.geteuid() == 0:
        hand_over(made.root, user, group)
        typer.echo(f"{made.root} is user {user}'s now: containers don't run as root")


def _say_next(made: ComposeFolder, file: Path) -> None:
    deployed = made.deployment.exists()
    if not deployed:
        typer.echo("no deployment.json yet: deploy the contracts, then run this again")
    typer.echo(f"next: docker compose -f {file}{' --profile product' if deployed else ''} up --detach")
