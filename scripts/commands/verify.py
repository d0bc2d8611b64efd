"""`quaychain verify FILE`: checks an exported proof bundle offline, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.bundle import MAX_LENGTH
from quaychain.contracts.proofs.export import chain_of
from quaychain.contracts.proofs.verify import verify_bundle

app = typer.Typer(add_completion=False)


@dataclass
class FileUnreadableError(QuaychainError):
    """A file that can't be read."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} can't be read: {self.reason}"


@app.command(
    help="Check an exported proof bundle offline, step by step. Exit status 0: every step holds; 1: one doesn't."
)
def verify(
    file: Annotated[Path, typer.Argument(help="The bundle, as it was exported.")],
    deployment: Annotated[
        Path | None,
        typer.Option(help="A deployment.json that you trust: the bundle must be of its chain and consortium."),
    ] = None,
) -> None:
    """Print each step and what they come to."""
    trusted = None if deployment is None else chain_of(Deployment.load(deployment))
    try:
        with file.open("rb") as source:
            data = source.read(MAX_LENGTH + 1)
    except OSError as error:
        raise FileUnreadableError(str(file), error.strerror or str(error)) from error
    report = verify_bundle(data, trusted)
    for step in report.steps:
        typer.echo(str(step))
    typer.echo(report.conclusion)
    if not report.passed:
        raise typer.Exit(1)
