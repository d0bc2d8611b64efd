"""`quaychain node unfence`: the end of a fence, on evidence or on the operator's word."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.rpc import Rpc
from quaychain.node.backup.fence import lift_fence, read_fence
from quaychain.node.backup.retired import BLOCKS, require_retired
from quaychain.node.genesis_block import genesis_block_hash
from quaychain.node.machine.folder import NodeFolder

from ...wiring.options import OptionError, read_file

app = typer.Typer(add_completion=False)


@app.command()
def unfence(
    folder: Annotated[Path, typer.Argument(help="The node's folder.")],
    rpc: Annotated[list[str] | None, typer.Option(help="JSON-RPC of another node; can be repeated.")] = None,
    blocks: Annotated[int, typer.Option(min=1, help="So many blocks in a row must have nothing of the key.")] = BLOCKS,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for them.")] = 300.0,
    confirm: Annotated[
        str | None, typer.Option(help="Instead of --rpc: the sentence that the command asks for, on your word.")
    ] = None,
) -> None:
    """Lift a fence."""
    node = NodeFolder(folder)
    settings = node.read_settings()
    if read_fence(node) is None:
        typer.echo(f"{folder}: not fenced")
        return
    word = f"the old node of {settings.address} will never start again"
    if confirm is not None:
        if confirm != word:
            raise OptionError("--confirm", f"to take it on your word, it must say: {word}")
        seen = "on your word"
    elif rpc:
        genesis = genesis_block_hash(json.loads(read_file(node.genesis)))
        with contextlib.ExitStack() as stack:
            nodes = [stack.enter_context(Rpc(url)) for url in rpc]
            seen = require_retired(settings, genesis, nodes, blocks=blocks, patience=wait)
    else:
        raise OptionError("--rpc", f'name another node; where no chain goes on, --confirm "{word}"')
    lift_fence(node)
    typer.echo(f"{folder}: free to start ({seen})")
