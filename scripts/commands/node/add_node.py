"""`quaychain node add-node`: a key for one node more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.keys import STANDARD, read_password
from quaychain.node.member_keys import MemberKeys

from .options import PasswordOption

app = typer.Typer(add_completion=False)


@app.command()
def add_node(
    keys: Annotated[Path, typer.Argument(help="The folder that keygen made.")],
    name: Annotated[str, typer.Argument(help="What to call the node on the member's card.")],
    password_file: PasswordOption,
) -> None:
    """Make a node's key."""
    password = read_password(password_file)
    made = MemberKeys.open(keys).add_node(name, password, STANDARD)
    typer.echo(f"{made.node_file(name)}: {made.node(name, password).address}; next: a new card that names the node")
