"""`quaychain node deploy-local`: deploy and install on a network of one machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.rpc import Rpc
from quaychain.node.local.deploy import deploy_local as deploy_on
from quaychain.node.local.network import LocalNetwork

app = typer.Typer(add_completion=False)


@app.command()
def deploy_local(
    folder: Annotated[Path, typer.Argument(help="The network's folder; its nodes run.")],
) -> None:
    """Deploy, sign by all founders, install."""
    network = LocalNetwork.open(folder)
    with Rpc(network.rpc_urls[0]) as rpc:
        deployment = deploy_on(network, rpc)
    typer.echo(f"{network.deployment}: {len(deployment.contracts)} contracts, root {deployment.root}")
