"""`quaychain node renew-key`: a new key in the place of one that was lost, or is due."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.keys import STANDARD, read_password
from quaychain.node.member_keys import MemberKeys

from .options import PasswordOption

app = typer.Typer(add_completion=False)


@app.command()
def renew_key(
    keys: Annotated[Path, typer.Argument(help="The member's keys: the folder that keygen made.")],
    name: Annotated[
        str, typer.Argument(help="operations, oracle, governance, guardian, recovery, encryption, or a node's name.")
    ],
    password_file: PasswordOption,
) -> None:
    """Make a key anew."""
    if name == "encryption":
        renewed = MemberKeys.open(keys).renew_encryption(read_password(password_file), STANDARD)
        typer.echo(
            f"{keys}: version {renewed.encryption_key_version} of the encryption key; others use it once "
            "`quaychain node accounts encryption-key` has entered it"
        )
        return
    old, new = MemberKeys.open(keys).renew(name, read_password(password_file), STANDARD)
    typer.echo(f"{keys}: {name} is now {new}" + (f"; {old} is in retired/" if old else "; there was no old one"))
