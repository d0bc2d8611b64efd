"""The nodes that a verb is about: those of a network's folder, or of nodes' folders (I/O)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

from ..local.network import LocalNetwork
from ..machine.folder import NodeFolder


@dataclass
class NoNodeFolderError(QuaychainError):
    """A folder that is neither a node's nor a network's."""

    folder: str

    def __str__(self) -> str:
        return (
            f"{self.folder} is neither a node's folder (node.json) nor a network's (network.json): "
            "`quaychain node init` makes the first, `quaychain node local` the second"
        )


def nodes_in(folders: Sequence[Path]) -> tuple[NodeFolder, ...]:
    """The nodes of these folders, in order, each once; a network's folder stands for all of its nodes.

    Raises NoNodeFolderError, DocumentError.
    """
    found: dict[Path, NodeFolder] = {}
    for folder in folders:
        settled = folder.resolve()
        for node in LocalNetwork.open(settled).nodes if is_network(settled) else (NodeFolder(settled),):
            if not node.settings_file.is_file():
                raise NoNodeFolderError(str(node.root if is_network(settled) else folder))
            found.setdefault(node.root, node)
    return tuple(found.values())


def is_network(folder: Path) -> bool:
    """Whether the folder is a network's."""
    return LocalNetwork.network_file(folder).is_file()


def neighbours_of(node: NodeFolder) -> tuple[NodeFolder, ...]:
    """The other nodes of the network's folder that it is in; none where it stands alone. Raises DocumentError."""
    network = node.root.parent.parent
    if node.root.parent.name != "nodes" or not is_network(network):
        return ()
    return tuple(other for other in LocalNetwork.open(network).nodes if other.root != node.root)
