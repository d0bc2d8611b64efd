"""`quaychain node sign-installation`: a founder looks at what was deployed, and signs it."""

from __future__ import annotations

from pathlib import Path

import typer

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.node.documents import read_document
from quaychain.node.installation import InstallationFile, sign
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

from .founders import founders_node
from .options import (
    CardsArgument,
    CharterArgument,
    InstallationOption,
    KeysOption,
    NodeUrlOption,
    OutputOption,
    PasswordOption,
    write_output,
)

app = typer.Typer(add_completion=False)


@app.command()
def sign_installation(
    charter: CharterArgument,
    cards: CardsArgument,
    installation: InstallationOption,
    keys: KeysOption,
    password_file: PasswordOption,
    rpc: NodeUrlOption = "http://127.0.0.1:8545",
    output: OutputOption = Path("installation-signature.json"),
) -> None:
    """Check every contract against the artifacts on one's own node, and sign."""
    founder = MemberKeys.open(keys).account(AccountPurpose.GOVERNANCE, read_password(password_file))
    with founders_node(charter, cards, rpc) as node:
        deployed = read_document(installation, InstallationFile)
        signed = sign(deployed, node.charter, node.cards, founder, node.reader)
    write_output(output, signed.as_file())
    typer.echo(f"{output}: {founder.address} has signed the installation")
