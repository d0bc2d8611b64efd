"""`quaychain node run`: one node in the foreground, as systemd and compose want it."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.permissions.keeper import permissions_kept
from quaychain.node.process.connections import connections_kept
from quaychain.node.process.logs import LogLimits, RotatingLog, supervisor_log
from quaychain.node.process.nodes import nodes_in
from quaychain.node.process.pause import PauseLimits
from quaychain.node.process.supervisor import NodeSupervisor, SupervisorSettings, run_until_signalled

from .folders import FolderArgument, NewBesuOption, name_besu

app = typer.Typer(add_completion=False)


@app.command()
def run(
    folder: FolderArgument,
    besu: NewBesuOption = "",
    password_file: Annotated[
        Path | None,
        typer.Option(
            envvar="QUAYCHAIN_PASSWORD_FILE",
            help="File (mode 600) with the password of the node's key, in the place of the one that node.json names.",
        ),
    ] = None,
    stop_within: Annotated[
        float, typer.Option(min=1, help="Seconds that Besu may take to end before it is killed.")
    ] = 300.0,
    longest_pause: Annotated[
        float, typer.Option(min=1, help="Seconds between two starts at most, where Besu ends again and again.")
    ] = 60.0,
    output: Annotated[bool, typer.Option("--output", help="Besu's output to standard output too.")] = False,
    permissions: Annotated[
        bool, typer.Option(help="Keep the node's allowlists equal to what the members decided, block by block.")
    ] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing on standard error but why it failed.")] = False,
) -> None:
    """Run the node."""
    nodes = nodes_in([folder])
    if len(nodes) != 1:
        raise typer.BadParameter(f"{folder} has {len(nodes)} nodes: use `quaychain node start`, or name one of them")
    name_besu(nodes, besu)
    settings = SupervisorSettings(
        stop_within=stop_within,
        pauses=PauseLimits(longest=longest_pause),
        password_file=password_file,
        echo=_print_line if output else None,
    )
    supervisor = NodeSupervisor(nodes[0], os.environ, settings)
    _log(nodes[0], quiet)
    with connections_kept(nodes[0]), permissions_kept(nodes[0]) if permissions else nullcontext():
        run_until_signalled(supervisor)


def _log(node: NodeFolder, quiet: bool) -> None:
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    to_file = RotatingLog(supervisor_log(node), LogLimits(bytes=2_000_000, kept=3), formatter)
    to_terminal = logging.StreamHandler()
    to_terminal.setFormatter(formatter)
    for name in ("quaychain.node.process", "quaychain.node.permissions"):
        log = logging.getLogger(name)
        log.setLevel(logging.INFO)
        log.propagate = False
        log.addHandler(to_file)
        if not quiet:
            log.addHandler(to_terminal)


def _print_line(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
