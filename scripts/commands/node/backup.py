"""`quaychain node backup`: all that a node can't get back from others."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.backup.create import Beside, create_backup
from quaychain.node.backup.manifest import PARTS
from quaychain.node.machine.folder import NodeFolder

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="The node's folder.")],
    archive: Annotated[Path, typer.Argument(help="The file to write (tar).")],
    keys: Annotated[Path | None, typer.Option(help="The member's folder of keys, too: keystores only.")] = None,
    content: Annotated[
        str | None, typer.Option(help="Pinned content, too: the content store's folder, or the URL of Kubo's RPC.")
    ] = None,
    wraps: Annotated[Path | None, typer.Option(help="The folder of wrapped class keys, too.")] = None,
    database: Annotated[
        list[str] | None,
        typer.Option(
            help="A database, too: an SQLite file (the indexer's, an oracle's queue, an outbox) or postgresql://…, "
            "without password; can be repeated."
        ),
    ] = None,
    without_chain: Annotated[
        bool, typer.Option("--without-chain", help="Leave the chain out: then the node may run.")
    ] = False,
) -> None:
    """Write a backup."""
    beside = Beside(keys, content, wraps, tuple(database or ()))
    made = create_backup(NodeFolder(folder), archive, beside, chain=not without_chain, now=int(time.time()))
    for part in PARTS:
        files = made.part(part)
        if files:
            typer.echo(f"{part}: {len(files)} files, {sum(entry.size for entry in files)} bytes")
    typer.echo(f"{archive}: backup of {made.node}. The passwords of its keystores are not in it: keep them elsewhere")
