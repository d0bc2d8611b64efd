"""Make a node that was set up on a machine one that runs in a container there (I/O)."""

from __future__ import annotations

from quaychain.contracts.files import write_atomic

from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .plan import ComposeNode

#: The service of a member's one node.
SERVICE = "node"
_EVERYWHERE = "0.0.0.0"  # noqa: S104  inside of its container


def settle_in_container(folder: NodeFolder) -> NodeSettings:
    """Write node.json so that the node listens inside of its container, and runs the Besu that is there.

    What peers and members know of it stays. The node must not run meanwhile: its key runs once. Raises DocumentError,
    OSError.
    """
    settings = folder.read_settings()
    names = {"host": _EVERYWHERE, "allowed_hosts": (SERVICE,)}
    settled = settings.model_copy(
        update={
            "p2p": settings.p2p.model_copy(update={"interface": _EVERYWHERE}),
            "rpc": settings.rpc.model_copy(update=names),
            "metrics": settings.metrics.model_copy(update=names),
            "besu": None,
        }
    )
    if settled != settings:
        write_atomic(folder.settings_file, settled.as_file())
    return settled


def compose_node(folder: NodeFolder, settings: NodeSettings, password: str) -> ComposeNode:
    """The node as a service; `password` is its password's place as the compose file has it."""
    return ComposeNode(
        service=SERVICE,
        role=settings.role,
        folder=str(folder.root.resolve()),
        password=password,
        p2p_port=settings.p2p.port,
        rpc_port=settings.rpc.port,
        metrics_port=settings.metrics.port,
    )
