"""`quaychain node sign-installation`: a founder looks at what was deployed, and signs it."""

from __future__ import annotations

from pathlib import Path

import typer

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document, read_documents
from quaychain.node.genesis import build_genesis
from quaychain.node.installation import InstallationFile, sign
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

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
    agreed, members = read_document(charter, Charter), read_documents(cards, MemberCard)
    genesis = build_genesis(agreed, members, load_artifact("ConsortiumRoot"))
    founder = MemberKeys.open(keys).account(AccountPurpose.GOVERNANCE, read_password(password_file))
    with Rpc(rpc) as node:
        node.check_chain(agreed.chain_id, genesis.block_hash)
        signed = sign(read_document(installation, InstallationFile), agreed, members, founder, ChainReader(node))
    write_output(output, signed.as_file())
    typer.echo(f"{output}: {founder.address} has signed the installation")
