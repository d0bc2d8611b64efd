"""`quaychain node accounts`: a member's own accounts and encryption key on chain, which need no vote."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import Call, from_hex, to_address
from quaychain.node.accounts import open_account
from quaychain.node.governance.encryption_keys import enter_encryption_keys
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys

from .consortium_options import (
    AccountOption,
    FolderOption,
    KeysOption,
    Opened,
    RpcOption,
    governance_account,
    opened,
    sender_of,
)
from .options import PasswordOption

app = typer.Typer(add_completion=False)


def _purpose(name: str) -> AccountPurpose:
    try:
        return AccountPurpose[name.upper()]
    except KeyError as error:
        names = ", ".join(purpose.name.lower() for purpose in AccountPurpose if purpose)
        raise typer.BadParameter(f"{name!r} is none of {names}") from error


def _time(text: str) -> int:
    """Unix seconds of an ISO 8601 time; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time like 2026-11-22T12:00Z") from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


AddressArgument = Annotated[str, typer.Argument(help="The account's address.")]
PurposeOption = Annotated[
    AccountPurpose,
    typer.Option(parser=_purpose, metavar="PURPOSE", help="operations, oracle, governance or guardian."),
]
UntilOption = Annotated[
    int | None, typer.Option("--valid-until", parser=_time, metavar="TIME", help="When it ends, as 2027-01-01T00:00Z.")
]
RevokedFromOption = Annotated[
    int | None,
    typer.Option(
        "--revoked-from",
        parser=_time,
        metavar="TIME",
        help="From when on what it signed counts for nothing; the head's time where not given.",
    ),
]


@app.command()
def add(
    address: AddressArgument,
    purpose: PurposeOption,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    valid_until: UntilOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Add an account, wherever its key is."""
    with opened(node, rpc) as at:
        call = at.consortium.registry().add_account(to_address(address), purpose, 0, valid_until or 0)
        _send(at, call, governance_account(keys, account, password_file))
        typer.echo(f"{to_address(address)} is an account for {purpose.name.lower()}")


@app.command()
def rotate(
    address: AddressArgument,
    successor: Annotated[str, typer.Argument(help="The address of the account that takes its place.")],
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    valid_until: UntilOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """End an account now and put another in its place, for the same purpose."""
    with opened(node, rpc) as at:
        old, new = to_address(address), to_address(successor)
        call = at.consortium.registry().rotate_account(old, new, valid_until or 0)
        _send(at, call, governance_account(keys, account, password_file))
        typer.echo(f"{new} is in the place of {old}")


@app.command()
def revoke(
    address: AddressArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    revoked_from: RevokedFromOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """End an account whose key others may have."""
    with opened(node, rpc) as at:
        call = at.consortium.registry().revoke_account(to_address(address), _from(at, revoked_from))
        _send(at, call, governance_account(keys, account, password_file))
        typer.echo(f"{to_address(address)} is revoked")


@app.command()
def recover(
    member: Annotated[str, typer.Argument(help="The member's id, 0x and 32 digits.")],
    successor: Annotated[str, typer.Argument(help="The address of the member's new Governance account.")],
    recovery: Annotated[str, typer.Option(help="The recovery account: its keystore, or web3signer:… or pkcs11:…")],
    password_file: PasswordOption,
    revoked_from: RevokedFromOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Revoke all Governance accounts of a member that lost them, or that others may have, and give it another."""
    with opened(node, rpc) as at:
        new = to_address(successor)
        call = at.consortium.registry().recover(from_hex(member, 16), new, _from(at, revoked_from))
        _send(at, call, open_account(recovery, read_password(password_file)))
        typer.echo(f"{new} is the member's only Governance account")


@app.command()
def encryption_key(
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Enter the encryption key that `renew-key` made: from then on others seal for it."""
    member = MemberKeys.open(keys)
    with opened(node, rpc) as at:
        sender = sender_of(at, governance_account(keys, account, password_file))
        entered = enter_encryption_keys(at.consortium, member, read_password(password_file), sender)
        for version in entered:
            typer.echo(f"version {version} of the encryption key is on the chain")
        if not entered:
            typer.echo(f"version {member.encryption_key_version} of the encryption key is on the chain already")


def _from(at: Opened, given: int | None) -> int:
    return at.consortium.reader.now() if given is None else given


def _send(at: Opened, call: Call, signer: Signer) -> None:
    sender_of(at, signer).send(call)
