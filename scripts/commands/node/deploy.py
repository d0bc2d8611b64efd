"""`quaychain node deploy`: the contracts onto the chain, for the founders to look at and sign."""

from __future__ import annotations

from pathlib import Path

import typer

from quaychain.node.deploy import deploy_contracts
from quaychain.node.installation import InstallationFile

from .founders import founders_node
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
    with founders_node(charter, cards, rpc) as node:
        entries = deploy_contracts(node.charter, node.sender(account, password_file, transactions), node.reader)
    write_output(output, InstallationFile.of(node.charter, entries).as_file())
    typer.echo(f"{output}: {len(entries)} contracts; every founder signs them with `quaychain node sign-installation`")
