"""`quaychain node card`: what a member sends out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.bindings.types import MemberKind
from quaychain.contracts.types import to_hex
from quaychain.node.card import VALIDATOR
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document
from quaychain.node.enode import Place
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

from .options import CharterArgument, OutputOption, PasswordOption, write_output

app = typer.Typer(add_completion=False)


def _kind(name: str) -> MemberKind:
    try:
        return MemberKind[name.upper()]
    except KeyError as error:
        names = ", ".join(kind.name.lower() for kind in MemberKind if kind)
        raise typer.BadParameter(f"{name!r} is none of {names}") from error


def _place(text: str) -> tuple[str, Place]:
    name, _, place = text.partition("=")
    return name, Place.parse(place)


@app.command()
def card(
    charter: CharterArgument,
    keys: Annotated[Path, typer.Option(help="The folder that keygen made.")],
    name: Annotated[str, typer.Option(help="The member's name.")],
    kind: Annotated[
        MemberKind,
        typer.Option(parser=_kind, metavar="KIND", help="What it does in trade, e.g. supplier or origin_body."),
    ],
    password_file: PasswordOption,
    validator_at: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where peers dial the validator; of an accounting member only.")
    ] = "",
    node_at: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=HOST:PORT", help="Where peers dial a further node; once for each that keygen made."),
    ] = None,
    output: OutputOption = Path("card.json"),
) -> None:
    """Write a member's card."""
    member_keys = MemberKeys.open(keys)
    places = dict(_place(text) for text in node_at or ())
    if validator_at:
        places[VALIDATOR] = Place.parse(validator_at)
    made = member_keys.make_card(read_document(charter, Charter), name, kind, read_password(password_file), places)
    write_output(output, made.as_file())
    typer.echo(f"{output}: card of member {to_hex(member_keys.member)}")
