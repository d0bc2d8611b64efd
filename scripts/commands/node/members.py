"""`quaychain node members`: who is a member, whose cards are known here, and proposals about members."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from quaychain.contracts.bindings.types import Account, AccountPurpose, MemberStatus, Seat
from quaychain.contracts.signers import Signer
from quaychain.contracts.stores.wraps import DirectoryWrapStore
from quaychain.contracts.types import Call, to_hex
from quaychain.node.accounts import open_account
from quaychain.node.card import MemberCard
from quaychain.node.documents import read_document
from quaychain.node.governance import members
from quaychain.node.governance.cards import accept_card
from quaychain.node.governance.departing import (
    Expulsion,
    close_own,
    contracts_of,
    erase_wraps,
    go,
    may_close_own,
    put_out,
)
from quaychain.node.governance.departure import read_departure
from quaychain.node.governance.follow import shown_time
from quaychain.node.governance.leaving import checklist, is_closed
from quaychain.node.governance.members import MemberDetails, find_member, read_details, shown_member
from quaychain.node.keys import read_password
from quaychain.node.member_keys import MemberKeys
from quaychain.node.permissions.besu import read_permitted
from quaychain.node.permissions.wanted import is_valid

from .consortium_options import (
    AccountOption,
    CandidateRpcOption,
    FolderOption,
    JsonOption,
    KeysOption,
    Opened,
    ReadinessOption,
    ReferenceOption,
    RpcOption,
    acting,
    check_ready,
    opened,
    print_json,
    proposed,
    reference_of,
    sender_of,
)
from .options import PasswordOption

app = typer.Typer(add_completion=False, no_args_is_help=True)
MemberArgument = Annotated[str, typer.Argument(help="The member's id, enough of its beginning, or its card's name.")]
CardArgument = Annotated[Path, typer.Argument(help="The member's card.")]
ReasonOption = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="A number whose meaning the members agree on.")]


@app.command("list")
def list_(node: FolderOption = Path(), rpc: RpcOption = None, as_json: JsonOption = False) -> None:
    """List all members there are or were."""
    with opened(node, rpc) as at:
        found = at.consortium.members()
        validators = list(at.consortium.validator_members(at.consortium.validator_set().validators).values())
        rows = [
            {
                "member": to_hex(one.id),
                "name": at.cards.name(one.id),
                "kind": one.member.kind.name,
                "seat": one.member.seat.name,
                "status": one.member.status.name,
                "validators": validators.count(one.id),
            }
            for one in found
        ]
        if as_json:
            print_json(rows)
            return
        for row in rows:
            sealing = f", {row['validators']} validators" if row["validators"] else ""
            name = row["name"] or "no card here"
            typer.echo(f"{row['member']}  {row['status']:9}  {row['seat']:10}  {row['kind']:14}  {name}{sealing}")


@app.command()
def show(
    member: MemberArgument, node: FolderOption = Path(), rpc: RpcOption = None, as_json: JsonOption = False
) -> None:
    """Show a member with its accounts and validators."""
    with opened(node, rpc) as at:
        details = read_details(at.consortium, find_member(at.consortium, at.cards, member))
        now = at.consortium.reader.now()
        if as_json:
            print_json(_details_json(at, details, now))
            return
        known = details.member
        typer.echo(f"member {shown_member(at.cards, details.id)}")
        typer.echo(f"{known.kind.name}, seat {known.seat.name}, admitted {shown_time(known.admitted_at)}")
        typer.echo(f"{known.status.name} since {shown_time(known.status_since)}")
        typer.echo(f"recovery account {known.recovery}; encryption key version {details.encryption_key_version}")
        for address, account in details.accounts.items():
            typer.echo(f"{account.purpose.name:10}  {address}  {_validity(account, now)}")
        for validator in details.validators:
            typer.echo(f"validator   {validator}")


@app.command()
def accept(card: CardArgument, node: FolderOption = Path(), rpc: RpcOption = None) -> None:
    """Take a member's card into this folder, once it fits the chain: `permissions sync` finds its nodes there."""
    with opened(node, rpc) as at:
        document = read_document(card, MemberCard)
        path = accept_card(at.consortium, document, at.folder.cards)
        typer.echo(f"{path}: card of {document.card.name}, member {to_hex(document.card.member)}")


@app.command()
def propose_admission(
    card: CardArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to admit the member of a card."""
    with opened(node, rpc) as at:
        call = members.admission(at.consortium, read_document(card, MemberCard))
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def propose_suspension(
    member: MemberArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    reason: ReasonOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to suspend a member: none of its accounts can act then. It has no vote on that."""
    with opened(node, rpc) as at:
        found = find_member(at.consortium, at.cards, member)
        call = members.suspension(at.consortium, found, reason)
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def propose_reinstatement(
    member: MemberArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to end a member's suspension."""
    with opened(node, rpc) as at:
        call = members.reinstatement(at.consortium, find_member(at.consortium, at.cards, member))
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def propose_removal(
    member: MemberArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    reason: ReasonOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to put a member out for good. `members out` does all that belongs to it, in order."""
    with opened(node, rpc) as at:
        found = find_member(at.consortium, at.cards, member)
        call = members.removal(at.consortium, found, reason)
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def propose_seat(
    member: MemberArgument,
    seat: Annotated[Literal["accounting", "query", "mirrored"], typer.Argument(help="The seat it is to have.")],
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to give a member another seat."""
    with opened(node, rpc) as at:
        found = find_member(at.consortium, at.cards, member)
        call = members.change_of_seat(at.consortium, found, Seat[seat.upper()])
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def propose_recovery(
    member: MemberArgument,
    recovery: Annotated[str, typer.Argument(help="Address of the new recovery account.")],
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose another recovery account for a member that lost all of its keys."""
    with opened(node, rpc) as at:
        found = find_member(at.consortium, at.cards, member)
        call = members.new_recovery(at.consortium, found, recovery)
        _propose(at, call, keys, account, password_file, reference)


@app.command()
def out(
    member: MemberArgument,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
    keys: Annotated[
        Path | None, typer.Option(help="Keys of whoever acts: the member that leaves, or one that has a vote.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(envvar="QUAYCHAIN_PASSWORD_FILE", help="File with the keys' password.")
    ] = None,
    account: AccountOption = None,
    operations: Annotated[
        str | None, typer.Option(help="Its Operations account, where that is another than the one among the keys.")
    ] = None,
    by_vote: Annotated[bool, typer.Option("--by-vote", help="Propose all that puts another member out.")] = False,
    reason: ReasonOption = 0,
    suspend: Annotated[bool, typer.Option("--suspend", help="By vote: propose to suspend it first.")] = False,
    replacement: Annotated[
        Path | None, typer.Option(help="At four validators: card of the validator that enters before its own leaves.")
    ] = None,
    candidate_rpc: CandidateRpcOption = None,
    readiness: ReadinessOption = None,
    wraps: Annotated[
        Path | None, typer.Option(help="Wrap store of whoever acts: keys wrapped for the member are erased.")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="By its own will: leave, which can't be taken back.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take a member out, step by step: what can be done now is done, and a checklist says what is left, and by whom.

    Without --keys only the checklist. Run it again when votes have passed. Exit status 1 while something is left.
    """
    with opened(node, rpc) as at:
        consortium = at.consortium
        found = find_member(consortium, at.cards, member)
        if keys is not None:
            if password_file is None:
                raise typer.BadParameter("--keys needs --password-file")
            decisions = acting(at, keys, account, password_file)
            departure = read_departure(consortium, found)
            entering = None
            if replacement is not None:
                card = read_document(replacement, MemberCard)
                entering = members.entry(consortium, card)
                in_force = members.validator_of(consortium, card).address in consortium.validator_set().validators
                if in_force:
                    entering = None
                elif departure.proposal(entering) is None:
                    check_ready(at, card, candidate_rpc, readiness)
            lines: Iterator[str] = iter(())
            if may_close_own(decisions, departure):
                password = read_password(password_file)
                signer: Signer = (
                    MemberKeys.open(keys).account(AccountPurpose.OPERATIONS, password)
                    if operations is None
                    else open_account(operations, password)
                )
                lines = itertools.chain(
                    close_own(consortium, departure, sender_of(at, signer)),
                    go(consortium, decisions, departure, final=final, replacement=entering),
                )
            elif by_vote:
                lines = put_out(consortium, decisions, departure, Expulsion(reason, suspend, entering))
            for line in lines:
                typer.echo(line, err=as_json)
            if wraps is not None:
                count = erase_wraps(consortium, decisions.member, found, DirectoryWrapStore(wraps))
                typer.echo(f"{count} wrapped keys erased in {wraps}", err=as_json)
        nodes = frozenset(enode.address for card in at.cards.by_member.get(found, ()) for enode in card.enodes)
        permitted = read_permitted(consortium.rpc)
        items = checklist(read_departure(consortium, found), contracts_of(consortium), permitted, nodes)
        if as_json:
            print_json({"member": to_hex(found), "closed": is_closed(items), "items": [one.as_json() for one in items]})
        else:
            for item in items:
                typer.echo(item.line())
        if not is_closed(items):
            raise typer.Exit(1)


def _propose(
    at: Opened, call: Call, keys: Path, account: str | None, password_file: Path, reference: str | None
) -> None:
    decisions = acting(at, keys, account, password_file)
    proposed(decisions, decisions.propose([call], reference=reference_of(reference)))


def _validity(account: Account, now: int) -> str:
    if account.revoked_from:
        return f"revoked from {shown_time(account.revoked_from)} on"
    until = f" until {shown_time(account.valid_until)}" if account.valid_until else ""
    if is_valid(account, now):
        return f"valid{until}"
    return (
        f"ended {shown_time(account.valid_until)}"
        if account.valid_from <= now
        else (f"from {shown_time(account.valid_from)} on{until}")
    )


def _details_json(at: Opened, details: MemberDetails, now: int) -> dict[str, Any]:
    known = details.member
    return {
        "member": to_hex(details.id),
        "name": at.cards.name(details.id),
        "kind": known.kind.name,
        "seat": known.seat.name,
        "status": known.status.name,
        "admittedAt": known.admitted_at,
        "statusSince": known.status_since,
        "recovery": known.recovery,
        "encryptionKeyVersion": details.encryption_key_version,
        "accounts": [
            {
                "account": address,
                "purpose": account.purpose.name,
                "validFrom": account.valid_from,
                "validUntil": account.valid_until,
                "revokedFrom": account.revoked_from,
                "validNow": known.status is MemberStatus.ACTIVE and is_valid(account, now),
            }
            for address, account in details.accounts.items()
        ],
        "validators": list(details.validators),
    }
