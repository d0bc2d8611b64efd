"""`quaychain node decisions`: what is proposed, and how it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.governance.cards import KnownCards
from quaychain.node.governance.decisions import Support
from quaychain.node.governance.follow import (
    check_before_execution,
    shown_time,
    wait_by_moving,
    wait_for_chain,
)
from quaychain.node.governance.follow import (
    follow as lines_of,
)
from quaychain.node.governance.members import shown_member
from quaychain.node.governance.proposals import Proposals, ProposalStatus

from .consortium_options import (
    AccountOption,
    FolderOption,
    JsonOption,
    KeysOption,
    RpcOption,
    acting,
    opened,
    print_json,
)
from .options import PasswordOption

app = typer.Typer(add_completion=False, no_args_is_help=True)
ProposalArgument = Annotated[str, typer.Argument(help="The proposal's id, or enough of its beginning.")]
MoveTimeOption = Annotated[
    bool, typer.Option("--move-time", help="On the embedded chain: move its time instead of waiting.")
]


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Also those of which nothing can come any more.")] = False,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
    as_json: JsonOption = False,
) -> None:
    """List proposals, newest first."""
    with opened(node, rpc) as at:
        proposals = Proposals(at.consortium)
        found = [proposals.status(one) for one in (proposals.all() if everything else proposals.recent())]
        if as_json:
            print_json([status_json(status, at.cards) for status in found])
            return
        for status in found:
            votes = f"{status.tally.favour} of {status.tally.required} votes"
            typer.echo(f"{status.proposal.name[:12]}  {status.state.name.lower():9}  {votes}  {_first(status)}")
        if not found:
            typer.echo("nothing is proposed")


@app.command()
def show(
    proposal: ProposalArgument, node: FolderOption = Path(), rpc: RpcOption = None, as_json: JsonOption = False
) -> None:
    """Show a proposal: what its calls do, decoded from themselves, and how the votes stand."""
    with opened(node, rpc) as at:
        proposals = Proposals(at.consortium)
        status = proposals.status(proposals.find(proposal))
        if as_json:
            print_json(status_json(status, at.cards))
        else:
            for line in status_lines(status, at.cards):
                typer.echo(line)


@app.command()
def vote(
    proposal: ProposalArgument,
    support: Annotated[Literal["for", "against", "abstain"], typer.Argument(help="The member's vote.")],
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Vote for the member."""
    with opened(node, rpc) as at:
        decisions = acting(at, keys, account, password_file)
        found = decisions.proposals.find(proposal)
        decisions.vote(found, Support[support.upper()])
        status = decisions.proposals.status(found)
        typer.echo(f"{found.name[:12]}: voted {support}; {_votes(status)}")


@app.command()
def withdraw(
    proposal: ProposalArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Take a proposal of the member's back, before its vote begins."""
    with opened(node, rpc) as at:
        decisions = acting(at, keys, account, password_file)
        found = decisions.proposals.find(proposal)
        decisions.withdraw(found)
        typer.echo(f"{found.name[:12]}: withdrawn")


@app.command()
def execute(
    proposal: ProposalArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
    regardless: Annotated[
        bool, typer.Option("--regardless", help="Also remove a validator that works while another is silent.")
    ] = False,
) -> None:
    """Queue what has passed, or execute it when its time lock has run out. Anybody with an account may."""
    with opened(node, rpc) as at:
        decisions = acting(at, keys, account, password_file)
        found = decisions.proposals.find(proposal)
        if not regardless:
            check_before_execution(at.consortium, found)
        state = decisions.carry_out(found)
        eta = decisions.proposals.status(found).executable_from
        waiting = f", may be executed from {shown_time(eta)} on" if state.name == "QUEUED" else ""
        typer.echo(f"{found.name[:12]}: {state.name.lower()}{waiting}")


@app.command()
def follow(
    proposal: ProposalArgument,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
    keys: Annotated[
        Path | None, typer.Option(help="The member's keys: with them it is queued and executed as soon as it can be.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(envvar="QUAYCHAIN_PASSWORD_FILE", help="File with the keys' password.")
    ] = None,
    account: AccountOption = None,
    move_time: MoveTimeOption = False,
) -> None:
    """Follow a proposal until it is executed and, for a validator set, until that has sealed a block."""
    with opened(node, rpc) as at:
        decisions = None
        if keys is not None:
            if password_file is None:
                raise typer.BadParameter("--keys needs --password-file")
            decisions = acting(at, keys, account, password_file)
        found = Proposals(at.consortium).find(proposal)
        wait = wait_by_moving(at.consortium) if move_time else wait_for_chain(at.consortium)
        for line in lines_of(at.consortium, found, wait, decisions):
            typer.echo(f"{found.name[:12]}  {line}")


def status_lines(status: ProposalStatus, cards: KnownCards) -> list[str]:
    """A proposal for people."""
    proposal, tally = status.proposal, status.tally
    lines = [f"proposal {proposal.name}", f"by {shown_member(cards, status.proposer_member)}, {proposal.proposer}"]
    for number, call in enumerate(status.calls, start=1):
        lines.append(f"{number}. {call.text()}")
        if call.is_known:
            lines.append(f"   {call.signature_line()}")
        else:
            lines.append(f"   NOBODY CAN TELL WHAT THIS DOES: {to_hex(call.data)}")
    if not status.is_derived:
        lines.append("its description is somebody's own words, and not what the calls say:")
        lines += [
            f"   | {''.join(c if c.isprintable() else '?' for c in line)}" for line in _split(proposal.description)
        ]
    if status.accused is not None:
        lines.append(f"against {shown_member(cards, status.accused)}, who has no vote on it")
    lines.append(f"{status.state.name.lower()}: {_votes(status)}")
    waiting = [shown_member(cards, one) for one in sorted(tally.may_vote - tally.voted)]
    lines.append(f"not voted: {', '.join(waiting) or 'nobody'}")
    lines.append(f"vote from {shown_time(proposal.vote_start)} to {shown_time(proposal.vote_end)}")
    if status.executable_from:
        lines.append(f"to be executed from {shown_time(status.executable_from)} on")
    return lines


def status_json(status: ProposalStatus, cards: KnownCards) -> dict[str, Any]:
    """A proposal for machines."""
    proposal, tally = status.proposal, status.tally
    return {
        "id": proposal.name,
        "state": status.state.name,
        "proposer": proposal.proposer,
        "proposerMember": to_hex(status.proposer_member),
        "accused": None if status.accused is None else to_hex(status.accused),
        "calls": [call.as_json() for call in status.calls],
        "description": proposal.description,
        "descriptionIsDerived": status.is_derived,
        "votes": {
            "for": tally.favour,
            "against": tally.against,
            "abstain": tally.abstain,
            "required": tally.required,
            "voted": [to_hex(one) for one in sorted(tally.voted)],
            "notVoted": [to_hex(one) for one in sorted(tally.may_vote - tally.voted)],
        },
        "voteStart": proposal.vote_start,
        "voteEnd": proposal.vote_end,
        "executableFrom": status.executable_from,
        "block": proposal.block,
        "names": {
            to_hex(one): cards.name(one) for one in sorted(tally.may_vote | {status.proposer_member}) if cards.name(one)
        },
    }


def _votes(status: ProposalStatus) -> str:
    tally = status.tally
    return f"{tally.favour} for, {tally.against} against, {tally.abstain} abstain; {tally.required} for are needed"


def _first(status: ProposalStatus) -> str:
    more = f" (and {len(status.calls) - 1} more)" if len(status.calls) > 1 else ""
    return status.calls[0].text() + more


def _split(text: str) -> list[str]:
    return text.split("\n")[:50]
