"""`quaychain node stop`: end nodes in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.nodes import is_network, nodes_in
from quaychain.node.process.stopping import stop_singly, stop_together

from .folders import FoldersArgument, ForceOption

app = typer.Typer(add_completion=False)


@app.command()
def stop(
    folders: FoldersArgument,
    force: ForceOption = False,
    wait: Annotated[float, typer.Option(min=1, help="Seconds that each may take.")] = 300.0,
) -> None:
    """Stop a network's nodes together, single nodes one after the other."""
    networks: list[Path] = [folder for folder in folders if is_network(folder)]
    stop_together(nodes_in(networks), wait, _report)
    stop_singly(nodes_in([folder for folder in folders if folder not in networks]), wait, _report, force=force)


def _report(node: NodeFolder, ran: bool) -> None:
    typer.echo(f"{node.root.name} {'has stopped' if ran else 'did not run'}")
