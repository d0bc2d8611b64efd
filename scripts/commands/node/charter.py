"""`quaychain node charter`: what a consortium agrees on first."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.charter import Template, draft_charter

from .options import OutputOption, write_output

app = typer.Typer(add_completion=False)


@app.command()
def charter(
    name: Annotated[str, typer.Argument(help="The consortium's name.")],
    chain_id: Annotated[int, typer.Option(help="A chain id that no other chain of the members has.")],
    template: Annotated[
        Template, typer.Option(help="Where times come from; lab is for trying out only.")
    ] = "production",
    timestamp: Annotated[
        int | None, typer.Option(help="Time of the first block, Unix seconds; now where not given.")
    ] = None,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="One to three validators will do; nothing is final then.")
    ] = False,
    output: OutputOption = Path("charter.json"),
) -> None:
    """Write a charter."""
    drafted = draft_charter(template, name, chain_id, int(time.time()) if timestamp is None else timestamp, pilot=pilot)
    write_output(output, drafted.as_file())
    typer.echo(f"{output}: consortium {to_hex(drafted.id)}")
