"""`quaychain bench`: measure a part against its peer. Each bench is imported only when it is asked for."""

from __future__ import annotations

import importlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from quaychain.contracts.errors import QuaychainError

from ..bench.frame import GivenChain, Result, Setting
from ..wiring.options import OptionError
from ..wiring.stopping import unwinding_on_sigterm

app = typer.Typer(add_completion=False)

#: name -> line of help; the module of that name in `scripts/bench` has `run(setting) -> Result`.
BENCHES: dict[str, str] = {
    "index": "logs a second into SQL, against raw eth_getLogs and against web3.py",
    "e2e": "signed events from the broker to an indexed, anchored row",
    "submit": "anchors a second, against a loop of web3.py that waits for each",
    "latency": "a reading from published to final, at half of the e2e rate",
    "api": "pages a second and p99 over a million events, with tokens and role filter, against bare FastAPI + asyncpg",
    "size": "bytes an event on chain, in SQL and in the stores, by length of batch",
}

#: Those that have peers which take long.
_WITH_SLOW_PEERS = ("index",)
_PIPED_WIDTH = 140


@dataclass
class PeerMissingError(QuaychainError):
    """What a bench is measured against is not installed."""

    bench: str
    module: str

    def __str__(self) -> str:
        return f"{self.bench} is measured against {self.module}, which comes with a checkout: ./qc bench {self.bench}"


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="; ".join(f"{name}: {text}" for name, text in BENCHES.items()))],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    chain: Annotated[
        str, typer.Option(help="URL of a chain that runs; the embedded one is started where none is given.")
    ] = "",
    network: Annotated[
        Path, typer.Option(help="The network's folder, from `quaychain node local` and `deploy-local`: for --chain.")
    ] = Path(".qc/network"),
    scale: Annotated[
        float, typer.Option(min=0.0001, max=1.0, help="What part of the full amounts to do, for a quick look.")
    ] = 1.0,
    peers: Annotated[
        bool, typer.Option("--peers", help="Measure the peers that take long, too: Ponder, for index.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Keep what the bench wrote here; otherwise it is deleted at the end.")
    ] = None,
) -> None:
    """Print what was measured, and leave with 1 when it falls short."""
    if name not in BENCHES:
        raise OptionError("NAME", f"there is no bench {name!r}; there are {', '.join(BENCHES)}")
    if peers and name not in _WITH_SLOW_PEERS:
        raise OptionError("--peers", f"{name} has no peers that take long; {', '.join(_WITH_SLOW_PEERS)} has")
    try:
        module = importlib.import_module(f"quaychain.scripts.bench.{name}")
    except ModuleNotFoundError as error:
        raise PeerMissingError(name, error.name or str(error)) from error
    given = GivenChain(chain, network.resolve()) if chain else None
    with unwinding_on_sigterm(), tempfile.TemporaryDirectory(prefix="quaychain-bench-") as temporary:
        place = Path(temporary) if folder is None else folder.resolve()
        if folder is not None:
            if folder.exists() and any(folder.iterdir()):
                raise OptionError("--folder", f"{folder} is not empty")
            folder.mkdir(parents=True, exist_ok=True)
        setting = Setting(place, given, scale, peers, lambda text: print(text, file=sys.stderr, flush=True))
        result: Result = module.run(setting)
    if as_json:
        typer.echo(result.as_json())
    else:
        console = Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
        console.print(result.as_table())
    if not result.ok:
        raise typer.Exit(1)
