"""Arguments and options of the verbs that are about running nodes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from quaychain.node.machine.create import besu_program
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.besu import usable_besu
from quaychain.node.process.control import Program, set_besu

from ...wiring.program import program

FolderArgument = Annotated[Path, typer.Argument(help="The node's folder.")]
FoldersArgument = Annotated[
    list[Path], typer.Argument(help="Nodes' folders, or a network's folder for all of its nodes.")
]
NewBesuOption = Annotated[
    str,
    typer.Option("--besu", help="The Besu to run from now on, which node.json keeps: its program, or docker:IMAGE."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Also where the network would lose its quorum.")]


def this_program() -> Program:
    """How the verbs start further processes of their own kind."""
    return Program(program(), dict(os.environ))


def name_besu(nodes: tuple[NodeFolder, ...], besu: str) -> None:
    """Put --besu, where it is given and can be used, into each node.json. Raises what `usable_besu` does."""
    setting = besu_program(besu)
    if setting is None:
        return
    usable_besu(setting, os.environ)
    for node in nodes:
        set_besu(node, setting)
