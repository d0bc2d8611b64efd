"""`quaychain node verify-deployment`: what stands on chain against what should."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.deployment import Deployment
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.node.verify import verify_deployment as checks_of

app = typer.Typer(add_completion=False)


@app.command()
def verify_deployment(
    deployment: Annotated[Path, typer.Argument(help="The deployment.json.")],
    rpc: Annotated[str, typer.Option(help="A node's JSON-RPC.")] = "http://127.0.0.1:8545",
) -> int:
    """Print each check."""
    stated = Deployment.load(deployment)
    failed = 0
    with Rpc(rpc) as node:
        for check in checks_of(stated, ChainReader(node)):
            failed += check.problem is not None
            typer.echo(
                f"{'ok  ' if check.problem is None else 'FAIL'}  {check.what}"
                + (f": {check.problem}" if check.problem else "")
            )
    typer.echo(
        "the deployment is what the artifacts and the Directory say" if not failed else f"{failed} checks failed"
    )
    return 1 if failed else 0
