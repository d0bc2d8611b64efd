"""`quaychain node transition`: who seals from a block on, where a quorum is lost for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import to_address, to_hex
from quaychain.node.transitions import with_validators

from ...wiring.options import read_file
from .options import OutputOption, write_output

app = typer.Typer(add_completion=False)


@app.command()
def transition(
    genesis: Annotated[Path, typer.Argument(help="The genesis that the nodes have now.")],
    block: Annotated[int, typer.Option(min=1, help="The first block it holds for: the agreed head's number plus one.")],
    validator: Annotated[list[str], typer.Option(help="Address of one that seals from then on; once for each.")],
    output: OutputOption = Path("genesis-with-transition.json"),
) -> None:
    """Write a genesis with a transition; block 0 stays what it is."""
    made = with_validators(read_file(genesis), block, [*map(to_address, validator)])
    write_output(output, made)
    typer.echo(f"{output}: {to_hex(keccak256(made))}; all members compare this before any node has it")
