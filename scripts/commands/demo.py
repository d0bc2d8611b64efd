"""`quaychain demo`: the reference scenario on this machine."""

from __future__ import annotations

import logging
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from quaychain.contracts.errors import QuaychainError

from ..demo.home import Home
from ..demo.processes import Ports
from ..demo.run import DemoSettings, run_demo

app = typer.Typer(add_completion=False)

_DEFAULT_HOME = Path(".qc/demo")
_DEFAULT_PORT = 8420


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
    home: Annotated[Path, typer.Option(help="Folder of the demo's state.")] = _DEFAULT_HOME,
    port: Annotated[
        int, typer.Option(min=1024, max=65_532, help="Port of the API; the three after it are used too.")
    ] = _DEFAULT_PORT,
) -> None:
    """Take two cranes through the whole ledger, and serve a page for each user."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    # A terminal that is closed, or a `kill`, ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = Home(home.resolve())
    if reset:
        _reset(place)
    try:
        held = run_demo(DemoSettings(place, Ports(port), once), Console())
    except KeyboardInterrupt:
        typer.echo("stopped; the next start goes on from here", err=True)
        raise typer.Exit(130) from None
    if not held:
        raise typer.Exit(1)


def _reset(home: Home) -> None:
    """Delete a demo's folder. Raises NotADemoFolderError, HomeInUseError."""
    if not home.root.exists():
        return
    if any(home.root.iterdir()) and not (home.root / "lock").exists():
        raise NotADemoFolderError(str(home.root))
    with home.lock():
        shutil.rmtree(home.root)
