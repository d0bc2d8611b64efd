"""`quaychain node card`: what a member sends out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.bindings.types import MemberKind
from quaychain.contracts.types import to_hex
from quaychain.node.card import VALIDATOR, state_company
from quaychain.node.charter import Charter
from quaychain.node.company import read_certificates, read_key
from quaychain.node.documents import read_document
from quaychain.node.enode import Place
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

from .options import CharterArgument, KeysOption, OutputOption, PasswordOption, read_file, write_output

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
    keys: KeysOption,
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
    company_key: Annotated[
        Path | None, typer.Option(help="The private key (PEM) of the company's certificate, which then vouches too.")
    ] = None,
    company_password_file: Annotated[
        Path | None, typer.Option(help="File (mode 600) whose first line opens the company's key.")
    ] = None,
    company_certificates: Annotated[
        Path | None, typer.Option(help="The company's certificate (PEM), and those between it and its CA's own.")
    ] = None,
    output: OutputOption = Path("card.json"),
) -> None:
    """Write a member's card."""
    member_keys = MemberKeys.open(keys)
    places = dict(_place(text) for text in node_at or ())
    if validator_at:
        places[VALIDATOR] = Place.parse(validator_at)
    made = member_keys.make_card(read_document(charter, Charter), name, kind, read_password(password_file), places)
    if (company_key is None) is not (company_certificates is None):
        raise typer.BadParameter("--company-key and --company-certificates go together")
    if company_key is not None and company_certificates is not None:
        secret = None if company_password_file is None else read_password(company_password_file)
        certificates = read_certificates(read_file(company_certificates), str(company_certificates))
        made = state_company(made, read_key(read_file(company_key), secret, str(company_key)), certificates)
    write_output(output, made.as_file())
    typer.echo(f"{output}: card of member {to_hex(member_keys.member)}")
