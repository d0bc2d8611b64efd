"""`quaychain node upgrade`: another Besu, or a restart, node by node."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from quaychain.contracts.types import to_address
from quaychain.node.machine.create import besu_program
from quaychain.node.process.besu import require_not_older, usable_besu
from quaychain.node.process.guard import one_at_a_time
from quaychain.node.process.nodes import nodes_in
from quaychain.node.process.rolling import LiveNodes
from quaychain.node.process.upgrade import roll

from .folders import FoldersArgument, ForceOption, NewBesuOption

app = typer.Typer(add_completion=False)


@app.command()
def upgrade(
    folders: FoldersArgument,
    besu: NewBesuOption = "",
    force: ForceOption = False,
    wait: Annotated[float, typer.Option(min=1, help="Seconds that each may take until it is healthy.")] = 600.0,
) -> None:
    """Restart them one by one."""
    nodes = nodes_in(folders)
    setting = besu_program(besu)
    machine = LiveNodes(wait, wait)
    if setting is not None:
        program, version = usable_besu(setting, os.environ)
        for node in nodes:
            state = machine.view(node).state
            require_not_older(version, "" if state is None else state.version, str(program), force=force)
    with one_at_a_time(to_address(nodes[0].read_settings().root_address)):
        roll(nodes, setting, machine, typer.echo, force=force)
