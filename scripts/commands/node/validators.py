"""`quaychain node validators`: the set in force, and proposals to change it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from quaychain.contracts.bindings.errors import TooFewValidatorsError
from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.types import to_address, to_hex
from quaychain.node.card import MemberCard
from quaychain.node.documents import read_document
from quaychain.node.governance.follow import follow_validator, shown_time, wait_for_chain
from quaychain.node.governance.members import entry, exclusion, shown_member, validator_of
from quaychain.node.governance.readiness import (
    state_readiness,
)
from quaychain.node.governance.validators import ValidatorSetView, read_validators
from quaychain.node.keys import load_account, read_password

from .consortium_options import (
    AccountOption,
    CandidateRpcOption,
    FolderOption,
    JsonOption,
    KeysOption,
    ReadinessOption,
    ReferenceOption,
    RpcOption,
    acting,
    check_ready,
    opened,
    print_json,
    proposed,
    reference_of,
)
from .options import OutputOption, PasswordOption, write_output

app = typer.Typer(add_completion=False, no_args_is_help=True)
CardArgument = Annotated[Path, typer.Argument(help="The card that names the validator.")]
ValidatorArgument = Annotated[str, typer.Argument(help="The validator's address.")]


@app.command("list")
def list_(node: FolderOption = Path(), rpc: RpcOption = None, as_json: JsonOption = False) -> None:
    """List the set in force, and which of it has proposed blocks lately."""
    with opened(node, rpc) as at:
        view = read_validators(at.consortium)
        if as_json:
            print_json(_view_json(view))
            return
        count = len(view.validators)
        typer.echo(
            f"set {view.number}, from block {view.since_block + 1} on ({shown_time(view.since)}); "
            f"{quorum(count)} of {count} seal"
        )
        for one in view.validators:
            if not view.sealed:
                work = "nothing seals on this chain"
            elif one.last_proposed is None:
                work = f"has proposed none of the last {view.window} blocks"
            else:
                work = f"proposed block {one.last_proposed}"
            typer.echo(f"{one.validator}  {shown_member(at.cards, one.member_id)}  {work}")


@app.command()
def ready(
    key: Annotated[Path, typer.Option(help="The validator's keystore: key.json of its node's folder.")],
    password_file: PasswordOption,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
    output: OutputOption = Path("ready.json"),
) -> None:
    """On the candidate's own machine: state, signed by its node's key, that the node is in sync."""
    with opened(node, rpc) as at:
        signer = load_account(key, read_password(password_file))
        statement = state_readiness(at.consortium.rpc, at.consortium.charter.id, signer)
        write_output(output, statement.as_file())
        typer.echo(f"{output}: {signer.address} is in sync at block {statement.statement.block}; good for an hour")


@app.command()
def propose_add(
    card: CardArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    candidate_rpc: CandidateRpcOption = None,
    readiness: ReadinessOption = None,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to add a card's validator, once its node is in sync."""
    with opened(node, rpc) as at:
        document = read_document(card, MemberCard)
        check_ready(at, document, candidate_rpc, readiness)
        decisions = acting(at, keys, account, password_file)
        proposal = decisions.propose([entry(at.consortium, document)], reference=reference_of(reference))
        proposed(decisions, proposal)


@app.command()
def propose_remove(
    validator: ValidatorArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to remove a validator. Its member has no vote on that."""
    with opened(node, rpc) as at:
        decisions = acting(at, keys, account, password_file)
        proposed(
            decisions,
            decisions.propose([exclusion(at.consortium, validator)], reference=reference_of(reference)),
        )


@app.command()
def propose_replace(
    validator: ValidatorArgument,
    card: CardArgument,
    keys: KeysOption,
    password_file: PasswordOption,
    candidate_rpc: CandidateRpcOption = None,
    readiness: ReadinessOption = None,
    account: AccountOption = None,
    reference: ReferenceOption = None,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Propose to add a card's validator and to remove another: two proposals, to be executed in this order."""
    with opened(node, rpc) as at:
        document = read_document(card, MemberCard)
        leaving = exclusion(at.consortium, validator)
        current = at.consortium.validator_set().validators
        entering = to_address(validator_of(at.consortium, document).address)
        decisions = acting(at, keys, account, password_file)
        if entering not in current:
            check_ready(at, document, candidate_rpc, readiness)
            calls = [entry(at.consortium, document)]
            # A repetition goes on where the last one ended.
            if decisions.proposals.open_with(calls) is None:
                proposed(decisions, decisions.propose(calls, reference=reference_of(reference)))
        removal = decisions.propose([leaving], reference=reference_of(reference), only_later=(TooFewValidatorsError,))
        proposed(decisions, removal)
        typer.echo("execute the removal when the new validator has proposed a block: `decisions execute` sees to that")


@app.command()
def follow(validator: ValidatorArgument, node: FolderOption = Path(), rpc: RpcOption = None) -> None:
    """Watch a validator of the set in force until it has proposed a block."""
    with opened(node, rpc) as at:
        for line in follow_validator(at.consortium, to_address(validator), wait_for_chain(at.consortium)):
            typer.echo(line)


def _view_json(view: ValidatorSetView) -> dict[str, Any]:
    return {
        "set": view.number,
        "sinceBlock": view.since_block,
        "since": view.since,
        "head": view.head,
        "sealed": view.sealed,
        "quorum": quorum(len(view.validators)),
        "window": view.window,
        "validators": [
            {
                "validator": one.validator,
                "member": to_hex(one.member_id),
                "memberStatus": one.member.status.name,
                "lastProposed": one.last_proposed,
            }
            for one in view.validators
        ],
    }
