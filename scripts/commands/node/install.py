"""`quaychain node install`: with every founder's signature, the consortium is installed, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.accounts import open_account
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.deploy import install as send_installation
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis
from quaychain.node.installation import InstallationFile, InstallationSignature, check_signatures
from quaychain.node.keys import read_password

from .options import (
    AllowedAccountOption,
    CardsArgument,
    CharterArgument,
    InstallationOption,
    NodeUrlOption,
    OutputOption,
    PasswordOption,
    TransactionsOption,
    write_output,
)

app = typer.Typer(add_completion=False)


@app.command()
def install(
    charter: CharterArgument,
    cards: CardsArgument,
    installation: InstallationOption,
    signature: Annotated[list[Path], typer.Option(help="A founder's signature; once for each founder.")],
    account: AllowedAccountOption,
    password_file: PasswordOption,
    transactions: TransactionsOption,
    rpc: NodeUrlOption = "http://127.0.0.1:8545",
    output: OutputOption = Path("deployment.json"),
) -> None:
    """Install the contracts and the first members."""
    agreed, members = read_document(charter, Charter), read_documents(cards, MemberCard)
    genesis = build_genesis(agreed, members, load_artifact("ConsortiumRoot"))
    content = read_document(installation, InstallationFile).installation(agreed, members)
    signatures = check_signatures(agreed, content, read_documents(signature, InstallationSignature))
    signer = open_account(account, read_password(password_file))
    with Rpc(rpc) as node:
        node.check_chain(agreed.chain_id, genesis.block_hash)
        outbox = Outbox(transactions, signer.address, agreed.chain_id, genesis.block_hash)
        sender = TransactionSender(node, signer, outbox, chain_id=agreed.chain_id)
        deployment = send_installation(agreed, content, signatures, sender, ChainReader(node))
    write_output(output, deployment.as_file())
    typer.echo(f"{output}: installed; from now on only the Governor changes it")
