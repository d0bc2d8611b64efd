"""`quaychain node init`: a node's folder, from what the founding made and the member's own keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaychain.contracts.types import to_hex
from quaychain.node.approval import Approval
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import VALIDATOR, MemberCard
from quaychain.node.charter import Charter
from quaychain.node.documents import read_document, read_documents
from quaychain.node.founding import Founding
from quaychain.node.machine.create import NodePlan, besu_program, create_node_folder
from quaychain.node.machine.settings import listen_on
from quaychain.node.member_keys import MemberKeys

from .options import BesuOption, CardsArgument, CharterArgument, KeysOption, PasswordOption, read_file

app = typer.Typer(add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the node.")],
    charter: CharterArgument,
    cards: CardsArgument,
    genesis: Annotated[Path, typer.Option(help="The genesis that the founders approved.")],
    approvals: Annotated[
        list[Path], typer.Option(help="The founders' approvals: a file, or a folder of them; can be repeated.")
    ],
    keys: KeysOption,
    password_file: PasswordOption,
    later_cards: Annotated[
        list[Path] | None,
        typer.Option(help="Cards since the founding, oldest first: a file or a folder; can be repeated."),
    ] = None,
    node: Annotated[str, typer.Option(help="Which of the member's nodes, by its name on the card.")] = VALIDATOR,
    name: Annotated[str, typer.Option(help="What to call it on this machine; the same where not given.")] = "",
    listen: Annotated[
        str, typer.Option(metavar="IP", help="The interface for peers; where not given, the card's host or all.")
    ] = "",
    address: Annotated[
        str, typer.Option(metavar="IP", help="The IP address that peers see, where the card has a host name.")
    ] = "",
    rpc_port: Annotated[int, typer.Option(help="Port of JSON-RPC on the loopback interface.")] = 8545,
    metrics_port: Annotated[int, typer.Option(help="Port of metrics on the loopback interface.")] = 9545,
    besu: BesuOption = "",
    java_options: Annotated[str, typer.Option(help="Options for Java, as in -Xmx2g.")] = "",
) -> None:
    """Make a node's folder."""
    founding = Founding.check(
        read_document(charter, Charter),
        read_documents(cards, MemberCard),
        (read_file(genesis), str(genesis)),
        read_documents(approvals, Approval),
        load_artifact("ConsortiumRoot"),
        read_documents(later_cards or (), MemberCard),
    )
    plan = NodePlan(
        node=node,
        name=name or node,
        interface=listen or None,
        rpc=listen_on("rpc", rpc_port),
        metrics=listen_on("metrics", metrics_port),
        address=address or None,
        besu=besu_program(besu),
        java_options=java_options,
    )
    made = create_node_folder(folder, founding, MemberKeys.open(keys), password_file, plan)
    settings = made.read_settings()
    typer.echo(f"{folder}: {settings.role} {settings.name}, {settings.enode.url}")
    typer.echo(f"chain id {settings.chain_id}, block 0 {to_hex(founding.genesis.block_hash)}")
    typer.echo(f"next: quaychain node start {folder}")
