"""`quaychain node keygen`: a member's keys, on the machine where they are used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from quaychain.contracts.bindings.types import Seat
from quaychain.contracts.types import to_hex
from quaychain.node.keys import STANDARD, read_password
from quaychain.node.member_keys import MemberKeys

from .options import PasswordOption

app = typer.Typer(add_completion=False)


@app.command()
def keygen(
    folder: Annotated[Path, typer.Argument(help="A new folder for the keys.")],
    seat: Annotated[
        Literal["accounting", "query"], typer.Option(help="Accounting: votes, and has a validator. Query: neither.")
    ],
    password_file: PasswordOption,
    node: Annotated[
        list[str] | None, typer.Option(help="The name of a further node, which answers queries; can be repeated.")
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=PLACE",
            help="An account (operations, oracle, governance, guardian, recovery) whose key is elsewhere already: "
            "web3signer:… or pkcs11:… (node/README.md); can be repeated.",
        ),
    ] = None,
) -> None:
    """Make a member's keys."""
    places = {name: place for name, _, place in (each.partition("=") for each in account or ())}
    password = read_password(password_file)
    keys = MemberKeys.create(folder, Seat[seat.upper()], password, STANDARD, node or (), places)
    typer.echo(f"{folder}: keys of member {to_hex(keys.member)}; take recovery.json offline")
