"""`quaychain node permissions`: a node's allowlists against what the members have decided."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import to_hex
from quaychain.node.governance.cards import KnownCards
from quaychain.node.governance.members import shown_member
from quaychain.node.permissions.besu import Difference
from quaychain.node.permissions.sync import PermissionsReport, PermissionSync

from .consortium_options import FolderOption, JsonOption, RpcOption, opened, print_json

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def show(node: FolderOption = Path(), rpc: RpcOption = None, as_json: JsonOption = False) -> None:
    """Print how the node's file, and what it permits, differ from the decisions. Exit status 1 where they do."""
    with opened(node, rpc) as at:
        report = PermissionSync(at.folder, at.consortium).compare()
        if as_json:
            print_json(_json(report))
        else:
            for line in _lines(report, at.cards):
                typer.echo(line)
        if report:
            raise typer.Exit(1)


@app.command()
def sync(
    watch: Annotated[bool, typer.Option("--watch", help="Go on, block by block, until ended.")] = False,
    node: FolderOption = Path(),
    rpc: RpcOption = None,
) -> None:
    """Make the node's file, and what it permits, equal to the decisions: members' nodes and valid accounts."""
    with opened(node, rpc) as at:
        syncing = PermissionSync(at.folder, at.consortium)
        if not watch:
            report = syncing.sync()
            for line in _lines(report, at.cards):
                typer.echo(line)
            if report.unreachable:
                raise typer.Exit(1)
            return
        for event in syncing.watch():
            if isinstance(event, QuaychainError):
                typer.echo(str(event), err=True)
                continue
            for line in _lines(event, at.cards):
                typer.echo(line)


def _lines(report: PermissionsReport, cards: KnownCards) -> list[str]:
    lines = [f"block {report.block}: file  {line}" for line in report.file.lines()]
    lines += [f"block {report.block}: node  {line}" for line in report.node.lines()]
    lines += [
        f"block {report.block}: validator {validator} of {shown_member(cards, member)} has no card here: "
        "accept it (quaychain node members accept)"
        for validator, member in report.unreachable
    ]
    return lines or [f"block {report.block}: file and node permit what the members decided"]


def _json(report: PermissionsReport) -> dict[str, Any]:
    return {
        "block": report.block,
        "file": _difference(report.file),
        "node": _difference(report.node),
        "withoutCard": [{"validator": one, "member": to_hex(member)} for one, member in report.unreachable],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "addNodes": [node.url for node in difference.add_nodes],
        "removeNodes": [node.url for node in difference.remove_nodes],
        "addAccounts": list(difference.add_accounts),
        "removeAccounts": list(difference.remove_accounts),
    }
