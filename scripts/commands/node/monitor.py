"""`quaychain node monitor`: what Prometheus is told of the chain and the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.rpc import Rpc
from quaychain.node.monitor import ChainCollector, DiskCollector

from ...wiring.metrics import new_registry, served
from ...wiring.options import say_ready
from ...wiring.stopping import stop_on_signals

app = typer.Typer(add_completion=False)

_PATIENCE = 4.0


@app.command()
def monitor(
    rpc: Annotated[str, typer.Option(help="URL of a node's JSON-RPC.")],
    listen: Annotated[str, typer.Option(help="HOST:PORT for Prometheus.")] = "127.0.0.1:9600",
    disk: Annotated[
        list[Path] | None, typer.Option(exists=True, help="Folder whose file system is watched; as many as wanted.")
    ] = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    stopping = stop_on_signals()
    registry = new_registry()
    registry.register(DiskCollector(disk or []))
    with Rpc(rpc, timeout=_PATIENCE, patience=0.0) as node:
        registry.register(ChainCollector(node))
        with served(registry, listen, "--listen"):
            say_ready()
            stopping.wait()
