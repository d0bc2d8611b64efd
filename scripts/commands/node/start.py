"""`quaychain node start`: nodes in the background."""

from __future__ import annotations

from typing import Annotated

import typer

from quaychain.contracts.errors import QuaychainError
from quaychain.node.process.control import start_nodes
from quaychain.node.process.nodes import nodes_in

from .folders import FoldersArgument, NewBesuOption, name_besu, this_program

app = typer.Typer(add_completion=False)


@app.command()
def start(
    folders: FoldersArgument,
    besu: NewBesuOption = "",
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait until they answer.")] = 180.0,
) -> None:
    """Start all side by side, and wait for each."""
    nodes = nodes_in(folders)
    name_besu(nodes, besu)
    failed = 0
    for starting in start_nodes(nodes, this_program()):
        try:
            state = starting.wait(wait)
        except QuaychainError as error:
            failed += 1
            typer.echo(f"quaychain: {error}", err=True)
            continue
        name, url = starting.node.root.name, starting.node.read_settings().rpc.url
        typer.echo(
            f"{name} {'runs already' if starting.already else 'runs'}: {state.version}, process {state.pid}, {url}"
        )
    if failed:
        raise typer.Exit(1)
