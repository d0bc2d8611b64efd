"""`quaychain node status`: how nodes and their network stand."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from quaychain.node.process.nodes import nodes_in
from quaychain.node.process.status import Status, StatusReader
from quaychain.node.process.status_table import status_tables

from .folders import FoldersArgument

app = typer.Typer(add_completion=False)
_WIDTH = 160


@app.command()
def status(
    folders: FoldersArgument,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document, once.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Once, and not until Ctrl-C.")] = False,
    blocks: Annotated[int, typer.Option(min=1, max=1000, help="Validators' shares are of so many blocks.")] = 50,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
) -> None:
    """Show it; exit status 1 where a node doesn't answer or the chain stands still, if shown once."""
    with StatusReader(nodes_in(folders)) as reader:
        found = reader.read(blocks)
        if as_json:
            typer.echo(json.dumps(found.as_json(), indent=2))
        elif once or not sys.stdout.isatty():
            # Into a file or a pipe a table isn't cut to a terminal's usual 80 columns.
            Console(width=None if sys.stdout.isatty() else _WIDTH).print(status_tables(found))
        else:
            _watch(reader, found, blocks, every)
            return
    if not found.well:
        raise typer.Exit(1)


def _watch(reader: StatusReader, found: Status, blocks: int, every: float) -> None:
    with contextlib.suppress(KeyboardInterrupt), Live(status_tables(found), auto_refresh=False, screen=True) as live:
        while True:
            time.sleep(every)
            live.update(status_tables(reader.read(blocks)), refresh=True)
