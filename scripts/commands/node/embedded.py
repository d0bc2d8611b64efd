"""`quaychain node embedded`: the chain of one machine."""

from __future__ import annotations

import logging
import signal
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.embedded.server import EmbeddedChainServer

app = typer.Typer(add_completion=False)


@app.command()
def embedded(
    folder: Annotated[Path, typer.Argument(help="The chain's folder.")],
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port of its RPC on the loopback interface.")],
) -> None:
    """Run the embedded chain."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    server = EmbeddedChainServer(folder, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.end())
    server.start()
    typer.echo(f"the embedded chain answers at {server.url}")
    server.wait()
