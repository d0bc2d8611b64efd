"""`quaychain node install`: with every founder's signature, the consortium is installed, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.deploy import install as send_installation
from quaychain.node.documents import read_document, read_documents
from quaychain.node.installation import InstallationFile, InstallationSignature, check_signatures

from .founders import founders_node
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
    with founders_node(charter, cards, rpc) as node:
        content = read_document(installation, InstallationFile).installation(node.charter, node.cards)
        signatures = check_signatures(node.charter, content, read_documents(signature, InstallationSignature))
        sender = node.sender(account, password_file, transactions)
        deployment = send_installation(node.charter, content, signatures, sender, node.reader)
    write_output(output, deployment.as_file())
    typer.echo(f"{output}: installed; from now on only the Governor changes it")
