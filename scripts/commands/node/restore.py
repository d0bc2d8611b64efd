"""`quaychain node restore`: a node's folder from its backup."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.keccak import keccak256
from quaychain.node.backup.create import POSTGRESQL_DUMP
from quaychain.node.backup.restore import Places, check_backup, restore_backup
from quaychain.node.machine.folder import NodeFolder

from ...wiring.options import OptionError, read_file

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="The backup.")],
    folder: Annotated[Path | None, typer.Argument(help="A new folder for the node.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check that the backup is whole.")] = False,
    genesis: Annotated[
        Path | None, typer.Option(help="The consortium's genesis.json: a backup of another chain is refused.")
    ] = None,
    old: Annotated[
        Path | None, typer.Option(help="The folder that this one takes the place of, if it can be reached: fenced too.")
    ] = None,
    keys: Annotated[Path | None, typer.Option(help="A new folder for the member's keys.")] = None,
    content: Annotated[str | None, typer.Option(help="Where pinned content goes: a folder, or Kubo's RPC.")] = None,
    wraps: Annotated[Path | None, typer.Option(help="A new folder for wrapped class keys.")] = None,
    databases: Annotated[Path | None, typer.Option(help="A new folder for the databases' copies.")] = None,
) -> None:
    """Restore a backup, or check it."""
    wanted = None if genesis is None else keccak256(read_file(genesis))
    if check != (folder is None):
        raise OptionError("restore", "give a new FOLDER, or --check without one")
    if folder is None:
        whole = check_backup(archive, wanted)
        typer.echo(f"{archive}: whole; {len(whole.files)} files of {whole.node}, chain id {whole.chain_id}")
        return
    done = restore_backup(
        archive,
        folder,
        Places(keys, content, wraps, databases),
        now=int(time.time()),
        genesis=wanted,
        old=None if old is None else NodeFolder(old),
    )
    for part in done.left:
        typer.echo(f"{part}: left in the backup, because no --{part} says where they go")
    if databases is not None and (databases / POSTGRESQL_DUMP).exists():
        typer.echo(f"next: pg_restore --no-owner --dbname=URL {databases / POSTGRESQL_DUMP}")
    if done.password_file is not None:
        typer.echo(f"next: put the password of the node's key into {done.password_file} (mode 600)")
    typer.echo(
        f"{folder}: {done.manifest.node}, fenced. Next: quaychain node unfence {folder} --rpc URL-OF-ANOTHER-NODE"
    )
