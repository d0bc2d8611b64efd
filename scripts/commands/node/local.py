"""`quaychain node local`: a whole network on this machine."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import Template, draft_charter
from quaychain.node.local.create import create_network
from quaychain.node.local.members import parse_member, seated
from quaychain.node.machine.create import besu_program
from quaychain.node.machine.settings import DOCKER

from .options import BesuOption

app = typer.Typer(add_completion=False)

_IMAGE = "hyperledger/besu:26.8.0"


@app.command()
def local(
    folder: Annotated[Path, typer.Argument(help="A new folder for the network.")],
    validators: Annotated[
        int | None, typer.Option(min=1, max=20, help="How many members, with a validator each; 4 by default.")
    ] = None,
    queries: Annotated[int, typer.Option(min=0, max=20, help="How many query nodes.")] = 0,
    member: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY:KIND:SEAT[:NAME]",
            help="A member, as in mfr:manufacturer:accounting; once for each. By default a manufacturer, suppliers and "
            "customs.",
        ),
    ] = None,
    besu: BesuOption = "",
    docker: Annotated[bool, typer.Option("--docker", help=f"Run Besu from its image {_IMAGE}.")] = False,
    chain_id: Annotated[int, typer.Option(help="The network's chain id.")] = 842_620,
    template: Annotated[Template, typer.Option(help="Where the chain's and the votes' times come from.")] = "lab",
) -> None:
    """Make a network."""
    if docker and besu:
        raise typer.BadParameter("--docker and --besu exclude each other")
    members = seated([parse_member(text) for text in member or ()], validators, queries)
    program = DOCKER + _IMAGE if docker else besu_program(besu)
    pilot = sum(item.has_validator for item in members) < 4
    charter = draft_charter(template, "Local network", chain_id, int(time.time()), pilot=pilot)
    network = create_network(folder, charter, members, load_artifact("ConsortiumRoot"), program)
    typer.echo(f"{folder}: consortium {to_hex(charter.id)}, chain id {chain_id}")
    for node, url in zip(network.file.nodes, network.rpc_urls, strict=True):
        typer.echo(f"{node.role} {node.name}: {url}, metrics at port {node.metrics_port}, peers at {node.p2p_port}")
    if pilot:
        typer.echo("fewer than four validators tolerate no fault: nothing is ever final here")
    if program is None and shutil.which("besu") is None:
        typer.echo("no besu is on the PATH: install 26.8.0 or newer, or make the network again with --besu")
    typer.echo(f"next: quaychain node start {folder}")
    typer.echo(f"then: quaychain node deploy-local {folder}")
