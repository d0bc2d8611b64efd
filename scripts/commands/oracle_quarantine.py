"""`quaychain oracle quarantine`: look at messages that were refused and kept, and take them again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..wiring.options import OptionError

if TYPE_CHECKING:
    from quaychain.oracles.queue.database import QueueConnection
    from quaychain.oracles.queue.listing import Quarantined

app = typer.Typer(help="Messages that were refused and kept: list, show, take again.", no_args_is_help=True)

QueueOption = Annotated[
    str, typer.Option("--queue", help="The queue: a SQLite file, or postgresql://user@host/database.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Only what was refused for this, such as stale.")]
MaxAge = Annotated[
    int, typer.Option("--max-age", min=0, help="Seconds that a reading may be behind the chain's time; 0: any.")
]
MaxAhead = Annotated[
    int, typer.Option("--max-ahead", min=0, help="Seconds that a reading may be ahead of the chain's time; 0: any.")
]


@app.command("list", help="List what is kept, oldest first.")
def list_kept(
    queue: QueueOption,
    reason: ReasonOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
) -> None:
    """A line each."""
    from quaychain.oracles.queue.listing import Listing

    kept = [entry for entry in Listing(_opened(queue)).kept() if not reason or entry.reason == reason]
    if as_json:
        typer.echo(json.dumps([as_shown(entry) for entry in kept]))
        return
    for entry in kept:
        typer.echo(f"#{entry.id} {entry.reason}, {entry.times} times, from {entry.source}: {entry.detail}")


@app.command(help="Show one message as it came.")
def show(queue: QueueOption, number: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Reason, source, message and body."""
    for entry in _found(_opened(queue), [number]):
        typer.echo(
            f"{entry.reason}: {entry.detail}\nfrom {entry.source}, {entry.times} times, last at {entry.received_at}"
        )
        typer.echo(entry.message.decode("utf-8", "backslashreplace"))
        if entry.body:
            typer.echo(entry.body.decode("utf-8", "backslashreplace"))


@app.command(help="Take messages again, through the gateway's own checks; what is accepted leaves the quarantine.")
def rerun(
    queue: QueueOption,
    deployment: Annotated[Path, typer.Option("--deployment", help="deployment.json of the consortium.")],
    rpc: Annotated[str, typer.Option("--rpc", help="URL of a node's JSON-RPC.")],
    numbers: Annotated[list[int] | None, typer.Argument(help="Their numbers in the list; all without any.")] = None,
    reason: ReasonOption = "",
    max_age: MaxAge = 0,
    max_ahead: MaxAhead = 0,
) -> None:
    """A line each; leaves with 1 where something was refused again. The limits of time are those given here."""
    from quaychain.contracts.deployment import Deployment
    from quaychain.oracles.queue.acceptance import Accepted
    from quaychain.oracles.rerun import rerun as taken_again

    from ..wiring.oracle_run import looking_up

    connection = _opened(queue)
    look_up = looking_up(Deployment.load(deployment), rpc, max_age, max_ahead)
    refused = False
    for entry, outcome in taken_again(_found(connection, numbers or [], reason), connection, *look_up):
        if isinstance(outcome, Accepted):
            typer.echo(f"#{entry.id} accepted: boot {outcome.counter.boot}, seq {outcome.counter.seq}")
        else:
            refused = True
            typer.echo(f"#{entry.id} {outcome.reason.value}: {outcome.detail}")
    if refused:
        raise typer.Exit(1)


def as_shown(entry: Quarantined) -> dict[str, Any]:
    """A kept message as JSON, without its body."""
    fields = asdict(entry) | {"message": entry.message.decode("utf-8", "replace")}
    del fields["body"]
    return fields


def _opened(queue: str) -> QueueConnection:
    from quaychain.oracles.queue.database import open_queue
    from quaychain.oracles.queue.errors import QueueUnusableError

    try:
        return open_queue(queue, make=False)
    except QueueUnusableError as error:
        raise OptionError("--queue", f"{error.path}: {error.reason}") from None


def _found(connection: QueueConnection, numbers: list[int], reason: str = "") -> list[Quarantined]:
    from quaychain.oracles.queue.listing import Listing

    found = list(Listing(connection).quarantined(numbers, reason))
    missing = set(numbers) - {entry.id for entry in found}
    if missing:
        raise OptionError("NUMBER", f"nothing is kept under {', '.join(str(number) for number in sorted(missing))}")
    return found
