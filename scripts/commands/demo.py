"""`quaychain demo`: the reference scenario on this machine."""

from __future__ import annotations

import io
import logging
import shutil
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from quaychain.contracts.errors import QuaychainError
from quaychain.node.local.network import LocalNetwork

from ..demo.processes import Ports
from ..demo.run import DemoSettings, run_demo
from ..wiring.home import Home

app = typer.Typer(add_completion=False)

_DEFAULT_HOME = Path(".qc/demo")
_DEFAULT_PORT = 8420
_PIPED_WIDTH = 140


@dataclass
class NotADemoFolderError(QuaychainError):
    """A folder to be emptied that no demo made."""

    folder: str

    def __str__(self) -> str:
        return f"{self.folder} has files in it that no demo made: nothing is deleted there"


@app.command()
def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Tell the story, check it, print the table and leave: 0 held, 1 didn't.")
    ] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Delete the state of earlier runs first.")] = False,
    home: Annotated[Path | None, typer.Option(help=f"Folder of the demo's state; {_DEFAULT_HOME} by default.")] = None,
    network: Annotated[
        Path | None,
        typer.Option(help="Run on this network of `quaychain node local`, which runs; its state goes to DIR/demo."),
    ] = None,
    pace: Annotated[
        float, typer.Option(min=1.0, max=100.0, help="On a network: how much longer days take than on a quick machine.")
    ] = 1.0,
    port: Annotated[
        int, typer.Option(min=1024, max=65_532, help="Port of the API; the three after it are used too.")
    ] = _DEFAULT_PORT,
) -> None:
    """Take two cranes through the whole ledger, and serve a page for each user."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # progress shows at once, also where it goes to a file
    # A terminal that is closed, or a `kill`, ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    local = None if network is None else LocalNetwork.open(network)
    if home is None:
        home = _DEFAULT_HOME if network is None else network / "demo"
    place = Home(home.resolve())
    if reset:
        _reset(place)
    try:
        held = run_demo(DemoSettings(place, Ports(port), once, local, pace), _console())
    except KeyboardInterrupt:
        typer.echo("stopped; the next start goes on from here", err=True)
        raise typer.Exit(130) from None
    if not held:
        raise typer.Exit(1)


def _console() -> Console:
    """As wide as the terminal; where there is none, wide enough for the table."""
    return Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)


def _reset(home: Home) -> None:
    """Delete a demo's folder. Raises NotADemoFolderError, HomeInUseError."""
    if not home.root.exists():
        return
    if any(home.root.iterdir()) and not (home.root / "lock").exists():
        raise NotADemoFolderError(str(home.root))
    with home.lock():
        shutil.rmtree(home.root)
