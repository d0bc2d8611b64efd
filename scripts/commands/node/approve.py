"""`quaychain node approve`: a founder makes the genesis itself, compares, and signs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.types import to_hex
from quaychain.node.approval import approve as approval_of
from quaychain.node.approval import check_genesis
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard, UnstatedCompanyError
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

from .options import (
    AnchorOption,
    CardsArgument,
    CharterArgument,
    KeysOption,
    OutputOption,
    PasswordOption,
    read_anchors,
    read_file,
    write_output,
)

app = typer.Typer(add_completion=False)


@app.command()
def approve(
    charter: CharterArgument,
    cards: CardsArgument,
    genesis: Annotated[Path, typer.Option(help="The genesis that is to be approved.")],
    keys: KeysOption,
    password_file: PasswordOption,
    trust_anchor: AnchorOption = None,
    output: OutputOption = Path("approval.json"),
) -> None:
    """Write a founder's approval."""
    members = read_documents(cards, MemberCard)
    built = build_genesis(read_document(charter, Charter), members, load_artifact("ConsortiumRoot"))
    check_genesis(built, read_file(genesis), str(genesis))
    anchors = read_anchors(trust_anchor)
    if anchors:
        for card in members:
            company = card.check_company(anchors, datetime.now(UTC))
            if company is None:
                raise UnstatedCompanyError(card.card.name)
            typer.echo(f"{card.card.name}: {company.legal_id} ({company.name}), says {company.anchor}")
    member_keys = MemberKeys.open(keys)
    founder = member_keys.account(AccountPurpose.GOVERNANCE, read_password(password_file))
    approval = approval_of(built, members, member_keys.member, founder)
    write_output(output, approval.as_file())
    typer.echo(f"{output}: {founder.address} approves genesis {to_hex(built.file_hash)}")
