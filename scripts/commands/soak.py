"""`quaychain soak`: all processes at an even load, whose memory, descriptors and disk have to stay flat."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..chaos.soak import SoakReport

app = typer.Typer(add_completion=False)


@app.command(help="Run everything at an even load: memory, file descriptors and disk must stay flat, nothing be lost.")
def soak(
    minutes: Annotated[float, typer.Option(min=0.1, max=100_000, help="How long events come in.")] = 10.0,
    rate: Annotated[float, typer.Option(min=1, max=5_000, help="Readings a second of each of three devices.")] = 30.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> int:
    """Exit status 1 where something grew or was lost; the folder is kept then."""
    from ..chaos.soak import soak as soaked
    from ..chaos.template import found_consortium
    from .chaos import log_to

    root = Path(tempfile.mkdtemp(prefix="quaychain-soak-"))
    log_to(root / "producers.log")
    report = soaked(found_consortium(root / "template"), root / "run", minutes, rate, typer.echo)
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"ok": report.ok}))
    else:
        _show(report)
    if report.ok:
        shutil.rmtree(root)
    else:
        typer.echo(f"kept: {root}", err=True)
    return int(not report.ok)


def _show(report: SoakReport) -> None:
    for level in report.levels:
        typer.echo(
            f"{level.process:>10}: {level.warm.memory / 1e6:7.1f} MB, then {level.last.memory / 1e6:7.1f} MB;"
            f" {level.warm.descriptors:4} descriptors, then {level.last.descriptors:4}"
        )
    typer.echo(
        f"{report.run.events} events in {report.run.batches} batches; "
        f"{report.disk / 1e6:.1f} MB on disk, {report.disk_per_event:,.0f} bytes an event"
    )
    for problem in (*report.problems, *map(str, report.run.findings)):
        typer.echo(f"not so: {problem}")
