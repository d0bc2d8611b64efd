"""`quaychain node genesis`: the same bytes for everybody who has the charter and the cards."""

from __future__ import annotations

from pathlib import Path

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.approval import cards_digest
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis

from .options import CardsArgument, CharterArgument, OutputOption, write_output

app = typer.Typer(add_completion=False)


@app.command()
def genesis(
    charter: CharterArgument,
    cards: CardsArgument,
    output: OutputOption = Path("genesis.json"),
) -> None:
    """Write the genesis, and what members compare."""
    members = read_documents(cards, MemberCard)
    built = build_genesis(read_document(charter, Charter), members, load_artifact("ConsortiumRoot"))
    write_output(output, built.data)
    typer.echo(f"{output}: {to_hex(built.file_hash)}")
    typer.echo(f"block 0 {to_hex(built.block_hash)}")
    typer.echo(f"cards {to_hex(cards_digest([card.card for card in members]))}")
    typer.echo(f"consortium {to_hex(built.charter.id)}, root {built.charter.root_address}")
    for founder in built.founders:
        typer.echo(f"founder {founder}")
    for validator in built.validators:
        typer.echo(f"validator {validator}")
