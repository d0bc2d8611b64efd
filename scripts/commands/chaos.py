"""`quaychain chaos`: the real processes under faults that a seed draws, and an audit of what became of every event."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import structlog
import typer

if TYPE_CHECKING:
    from ..chaos.run import RunReport

app = typer.Typer(
    add_completion=False, help="Kill, cut, fill and lie to the processes, and audit that nothing is lost."
)


@app.command(help="Run under faults and audit that everything acknowledged is anchored and indexed once, in order.")
def chaos(
    seed: Annotated[int | None, typer.Option(help="The first run's seed; a new one where none is given.")] = None,
    runs: Annotated[int, typer.Option(min=1, help="How many runs, each with the next seed.")] = 1,
    seconds: Annotated[float, typer.Option(min=1, max=3_600, help="How long events come in and faults happen.")] = 12.0,
    rate: Annotated[
        float, typer.Option(min=1, max=5_000, help="Messages a second of each of the three devices.")
    ] = 20.0,
    settle: Annotated[
        float, typer.Option(min=1, help="Seconds without progress, faults lifted, that count as for ever.")
    ] = 180.0,
    jobs: Annotated[
        int, typer.Option(min=1, max=64, help="Runs side by side, each with folders and ports of its own.")
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a run, a line each.")] = False,
) -> int:
    """Exit status 1 where a rule did not hold; that run's folder is kept. The same seed draws the same faults."""
    first = int(time.time()) % 1_000_000 if seed is None else seed
    if jobs > 1:
        from ..chaos.jobs import run_jobs

        options = [f"--seconds={seconds:g}", f"--rate={rate:g}", f"--settle={settle:g}", *(["--json"] * as_json)]
        return run_jobs(first, runs, jobs, options)
    from ..chaos.disk import private_mounts
    from ..chaos.plan import draw_plan
    from ..chaos.run import RunSettings, run_plan
    from ..chaos.template import found_consortium

    # First of all, while there is one thread.
    settings = RunSettings(rate=rate, settle=settle, no_mounts=private_mounts())
    root = Path(tempfile.mkdtemp(prefix="quaychain-chaos-"))
    log_to(root / "producers.log")
    failed = False

    def say(text: str) -> None:
        if not as_json:
            typer.echo(f"    {number}: {text}")

    try:
        template = found_consortium(root / "template")
        for number in range(first, first + runs):
            plan = draw_plan(number, seconds)
            say(f"{len(plan.faults)} faults in {seconds:.0f} s; {plan.setup}")
            report = run_plan(plan, template, root / str(number), settings, say)
            failed = failed or not report.ok
            if as_json:
                drawn = [str(fault) for fault in plan.faults]
                shown: dict[str, Any] = asdict(report) | {"ok": report.ok, "plan": drawn, "setup": str(plan.setup)}
                typer.echo(json.dumps(shown))
                continue
            _show(report)
            if not report.ok:
                typer.echo(f"    again: quaychain chaos --seed {number} --seconds {seconds:g} --rate {rate:g}")
                typer.echo(f"    kept: {report.folder}")
    finally:
        shutil.rmtree(root / "template", ignore_errors=True)
        if not failed and not any(path.is_dir() for path in root.iterdir()):
            shutil.rmtree(root)
    return int(failed)


def _show(report: RunReport) -> None:
    verdict = "ok" if report.ok else "FAILED"
    typer.echo(
        f"{verdict}  seed {report.seed}: {report.events} events in {report.batches} batches, {report.faults} faults, "
        f"{report.takeovers} takeovers; "
        f"settled after {report.settled_after:.0f} s, {report.looks} looks, {report.seconds:.0f} s in all"
    )
    for finding in report.findings:
        typer.echo(f"    {finding}")


def log_to(path: Path) -> None:
    """What producers and the embedded chain have to say goes to a file: the output is the report's."""
    file = path.open("a", buffering=1)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))
    logging.basicConfig(stream=file)
