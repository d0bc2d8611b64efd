"""`quaychain node systemd`: a unit file for a node."""

from __future__ import annotations

import getpass
import grp
import os
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.process.nodes import nodes_in
from quaychain.node.process.systemd import UnitPlan, systemd_unit, unit_name

from ...wiring.program import program
from .folders import FolderArgument
from .options import write_output

app = typer.Typer(add_completion=False)


@app.command()
def systemd(
    folder: FolderArgument,
    user: Annotated[str | None, typer.Option(help="Who runs it and owns the folder; you, where not given.")] = None,
    group: Annotated[str | None, typer.Option(help="Its group; the user's name, or your own group.")] = None,
    stop_within: Annotated[int, typer.Option(min=1, help="Seconds that Besu may take to end before a kill.")] = 300,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write, or a folder for it; else it is printed.")
    ] = None,
) -> None:
    """Print the unit, or write it."""
    nodes = nodes_in([folder])
    if len(nodes) != 1:
        raise typer.BadParameter(f"{folder} has {len(nodes)} nodes: a unit is for one")
    settings = nodes[0].read_settings()
    plan = UnitPlan(
        command=program(),
        user=user or getpass.getuser(),
        group=group or user or grp.getgrgid(os.getgid()).gr_name,
        environment=os.environ,
        stop_within=stop_within,
    )
    text = systemd_unit(nodes[0], settings, nodes[0].password_file(settings).resolve(), plan)
    if output is None:
        typer.echo(text, nl=False)
        return
    path = output / unit_name(settings) if output.is_dir() else output
    write_output(path, text.encode())
    typer.echo(f"{path}: copy it to /etc/systemd/system, then systemctl enable --now {path.name}")
