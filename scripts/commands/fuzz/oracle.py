"""`quaychain fuzz oracle`: bad messages against a real gateway, through a real broker and over HTTP."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(help="Send bad messages to a gateway: none may be accepted, and each is counted by reason.")
def oracle(
    n: Annotated[int, typer.Option("--n", min=100, help="How many messages.")] = 100_000,
    seed: Annotated[int | None, typer.Option(help="The same seed sends the same messages.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> int:
    """Exit status 1 where something was accepted or not counted, or the gateway is not as it was."""
    from ...fuzz.run import fuzz_gateway

    drawn = int(time.time()) % 1_000_000 if seed is None else seed
    root = Path(tempfile.mkdtemp(prefix="quaychain-fuzz-"))
    report = fuzz_gateway(root, n, drawn, lambda text: None if as_json else typer.echo(text))
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"seed": drawn, "ok": report.ok}))
    else:
        for reason, times in sorted(report.refused.items(), key=lambda each: -each[1]):
            typer.echo(f"{times:>10,}  {reason}")
        typer.echo(
            f"{report.good:>10,}  good ones, each accepted once; {report.repeated:,} of them again or too early\n"
            f"{report.sent:>10,}  bad ones ({report.over_http:,} over HTTP), {report.accepted} accepted, "
            f"{report.sent / report.seconds:,.0f} a second; "
            f"memory {', '.join(f'{each:.1f}' for each in report.memory)} MB at each tenth of the time"
        )
        for problem in report.problems:
            typer.echo(f"not so: {problem}")
    if report.ok:
        shutil.rmtree(root)
    else:
        typer.echo(f"seed {drawn}; kept: {root}", err=True)
    return int(not report.ok)
