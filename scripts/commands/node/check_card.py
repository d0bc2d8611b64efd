"""`quaychain node check-card`: whose card it is, as far as that can be known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.card import MemberCard, check_cards
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document

from .options import AnchorOption, CharterArgument, read_anchors

app = typer.Typer(add_completion=False)


@app.command()
def check_card(
    charter: CharterArgument,
    card: Annotated[Path, typer.Argument(help="The card.")],
    trust_anchor: AnchorOption = None,
) -> None:
    """Check a card."""
    read = read_document(card, MemberCard)
    (content,) = check_cards(read_document(charter, Charter), [read])
    typer.echo(f"{content.name}: {content.kind.name.lower()}, {content.seat.name.lower()} seat")
    typer.echo(f"member {to_hex(content.member)}")
    for what, address in content.addresses.items():
        typer.echo(f"{what}: {address}" if address not in what else what)
    for enode in content.enodes:
        typer.echo(enode.url)
    if read.company is None:
        typer.echo("no company statement: compare the member id with its owner by voice")
    elif not trust_anchor:
        typer.echo(f"it claims to be {read.company.legal_id}: not checked, for no --trust-anchor is given")
    else:
        company = read.check_company(read_anchors(trust_anchor), datetime.now(UTC))
        assert company is not None
        typer.echo(f"it is {company.legal_id} ({company.name}), says {company.anchor}")
