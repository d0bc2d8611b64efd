"""`quaychain node deploy`: the contracts onto the chain, for the founders to look at and sign."""

from __future__ import annotations

from pathlib import Path

import typer

from quaychain.contracts.outbox import Outbox
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.node.accounts import open_account
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.deploy import deploy_contracts
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis
from quaychain.node.installation import InstallationFile
from quaychain.node.keys import read_password

from .options import (
    AllowedAccountOption,
    CardsArgument,
    CharterArgument,
    NodeUrlOption,
    OutputOption,
    PasswordOption,
    TransactionsOption,
    write_output,
)

app = typer.Typer(add_completion=False)


@app.command()
def deploy(
    charter: CharterArgument,
    cards: CardsArgument,
    account: AllowedAccountOption,
    password_file: PasswordOption,
    transactions: TransactionsOption,
    rpc: NodeUrlOption = "http://127.0.0.1:8545",
    output: OutputOption = Path("installation.json"),
) -> None:
    """Deploy all contracts; what was sent before is not sent twice."""
    agreed = read_document(charter, Charter)
    genesis = build_genesis(agreed, read_documents(cards, MemberCard), load_artifact("ConsortiumRoot"))
    signer = open_account(account, read_password(password_file))
    with Rpc(rpc) as node:
        node.check_chain(agreed.chain_id, genesis.block_hash)
        outbox = Outbox(transactions, signer.address, agreed.chain_id, genesis.block_hash)
        sender = TransactionSender(node, signer, outbox, chain_id=agreed.chain_id)
        entries = deploy_contracts(agreed, sender, ChainReader(node))
    write_output(output, InstallationFile.of(agreed, entries).as_file())
    typer.echo(f"{output}: {len(entries)} contracts; every founder signs them with `quaychain node sign-installation`")
