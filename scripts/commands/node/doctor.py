"""`quaychain node doctor`: what is wrong, and how to mend it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.node.card import MemberCard
from quaychain.node.doctor.examine import examine
from quaychain.node.documents import read_document
from quaychain.node.local.network import LocalNetwork
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.machine.settings import NodeSettings
from quaychain.node.process.besu import usable_besu
from quaychain.node.process.nodes import is_network

app = typer.Typer(add_completion=False)


@app.command()
def doctor(
    places: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of nodes, or of a network made by `local`.")
    ],
    rpc: Annotated[list[str], typer.Option(help="JSON-RPC of a further node of the same consortium.")] = [],  # noqa: B006
    card: Annotated[list[Path], typer.Option(help="A card that is to join.")] = [],  # noqa: B006
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Print what was found; exit status 1 where anything was."""
    cards = [read_document(path, MemberCard) for path in card]
    result = examine(_folders(places), rpc, cards, _besu_problem, lambda url: Rpc(url, patience=0.0))
    if as_json:
        found = [{"fault": f.fault.value, "where": f.where, "seen": f.seen, "fix": f.fix} for f in result.findings]
        looked = {"folders": result.folders, "running": result.running, "cards": result.cards}
        typer.echo(json.dumps({**looked, "findings": found}, indent=2))
    else:
        for finding in result.findings:
            typer.echo(f"{finding.fault.value}  {finding.where}: {finding.seen}\n    {finding.fix}")
        looked_at = f"{len(result.folders)} folders, {len(result.running)} running nodes, {len(result.cards)} cards"
        typer.echo(f"{len(result.findings) or 'no'} faults; looked at {looked_at}")
    return 1 if result.findings else 0


def _folders(places: list[Path]) -> list[NodeFolder]:
    """The nodes of these places, each once: one that is named twice has no second key. Also folders that have lost
    their node.json, which `nodes_in` refuses."""
    settled = [place.resolve() for place in places]
    found = [LocalNetwork.open(place).nodes if is_network(place) else (NodeFolder(place),) for place in settled]
    return list(dict.fromkeys(node for nodes in found for node in nodes))


def _besu_problem(settings: NodeSettings) -> QuaychainError | None:
    try:
        usable_besu(settings.besu, os.environ)
    except QuaychainError as problem:
        return problem
    return None
