"""`quaychain node fence`: a node that must not start any more."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.backup.fence import set_fence
from quaychain.node.backup.sources import chain_at_rest
from quaychain.node.machine.folder import NodeFolder

app = typer.Typer(add_completion=False)


@app.command()
def fence(
    folder: Annotated[Path, typer.Argument(help="The folder of a node that is stopped.")],
    reason: Annotated[str, typer.Option(help="What whoever tries to start it will read.")] = "another took its place",
) -> None:
    """Fence a folder."""
    node = NodeFolder(folder)
    node.read_settings()
    with chain_at_rest(node):
        set_fence(node, reason, int(time.time()))
    typer.echo(f"{folder}: fenced")
