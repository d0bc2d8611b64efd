"""`quaychain node logs`: what Besu says, or its supervisor."""

from __future__ import annotations

import queue
import threading
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.process.logs import besu_log, follow, last_lines, supervisor_log
from quaychain.node.process.nodes import nodes_in

from .folders import FoldersArgument

app = typer.Typer(add_completion=False)


@app.command()
def logs(
    folders: FoldersArgument,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the last lines.")] = 20,
    following: Annotated[bool, typer.Option("--follow", "-f", help="And what comes, until Ctrl-C.")] = False,
    supervisor: Annotated[bool, typer.Option("--supervisor", help="The supervisor's own log.")] = False,
) -> None:
    """Print the logs, with the nodes' names where there are several."""
    nodes = nodes_in(folders)
    paths = {(supervisor_log if supervisor else besu_log)(node): node.root.name for node in nodes}
    width = max(map(len, paths.values()))
    prefixes = {path: f"{name:<{width}} | " if len(paths) > 1 else "" for path, name in paths.items()}
    if not following:
        for path, prefix in prefixes.items():
            for line in last_lines(path, lines):
                typer.echo(prefix + line)
        return
    came: queue.SimpleQueue[str] = queue.SimpleQueue()
    for path, prefix in prefixes.items():
        threading.Thread(target=_follow, args=(path, lines, prefix, came), daemon=True).start()
    while True:  # until Ctrl-C
        typer.echo(came.get())


def _follow(path: Path, lines: int, prefix: str, came: queue.SimpleQueue[str]) -> None:
    for line in follow(path, lines, lambda: False):
        came.put(prefix + line)
