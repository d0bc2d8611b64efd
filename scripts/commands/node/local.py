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
from quaychain.node.local.create import cast, create_network

app = typer.Typer(add_completion=False)


@app.command()
def local(
    folder: Annotated[Path, typer.Argument(help="A new folder for the network.")],
    validators: Annotated[int, typer.Option(min=1, max=20, help="How many members with a validator each.")] = 4,
    queries: Annotated[int, typer.Option(min=0, max=20, help="How many query nodes.")] = 0,
    besu: Annotated[Path | None, typer.Option(help="The besu program; the one on the PATH where not given.")] = None,
    chain_id: Annotated[int, typer.Option(help="The network's chain id.")] = 842_620,
    template: Annotated[Template, typer.Option(help="Where the chain's and the votes' times come from.")] = "lab",
) -> None:
    """Make a network."""
    charter = draft_charter(template, "Local network", chain_id, int(time.time()), pilot=validators < 4)
    program = None if besu is None else str(besu.resolve())
    network = create_network(folder, charter, cast(validators, queries), load_artifact("ConsortiumRoot"), program)
    typer.echo(f"{folder}: consortium {to_hex(charter.id)}, chain id {chain_id}")
    for node, url in zip(network.file.nodes, network.rpc_urls, strict=True):
        typer.echo(f"{node.role} {node.name}: {url}, metrics at port {node.metrics_port}, peers at {node.p2p_port}")
    if program is None and shutil.which("besu") is None:
        typer.echo("no besu is on the PATH: install 26.8.0 or newer, or name it with --besu")
    typer.echo(f"next: quaychain node start {folder}")
