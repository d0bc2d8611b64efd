"""How some nodes and their network stand, as `quaychain node status` shows it (I/O)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import SealedBlock, quorum
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_hex

from ..machine.folder import NodeFolder
from .guard import names_of, stall_after
from .observe import NodeView, RecentBlocks, observe, open_rpc
from .seals import ValidatorShare, shares


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The network by the node with the highest head. `blocks` are how many blocks the shares are of.

    `stalled` says that the newest block is older than any block should become.
    """

    head: SealedBlock
    validators: tuple[ValidatorShare, ...]
    blocks: int
    stalled: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The nodes asked for; their network where one of them answers; members' names by their validators."""

    nodes: tuple[NodeView, ...]
    network: NetworkView | None
    names: dict[Address, str]

    @property
    def well(self) -> bool:
        """Whether every node answers, and the chain goes on."""
        answering = all(node.chain is not None for node in self.nodes)
        return answering and self.network is not None and not self.network.stalled

    def as_json(self) -> dict[str, Any]:
        """For other programs. Times are in seconds, disk space in bytes."""
        return {
            "nodes": [_node(view) for view in self.nodes],
            "network": None if self.network is None else self._network(self.network),
        }

    def _network(self, network: NetworkView) -> dict[str, Any]:
        return {
            "height": network.head.number,
            "hash": to_hex(network.head.hash),
            "stalled": network.stalled,
            "quorum": quorum(len(network.validators)),
            "blocks": network.blocks,
            "validators": [
                {
                    "address": share.validator,
                    "name": self.names.get(share.validator),
                    "sealed": share.sealed,
                    "proposed": share.proposed,
                    "last": share.last,
                }
                for share in network.validators
            ],
        }


class StatusReader:
    """Asks the same nodes again and again."""

    def __init__(self, nodes: Sequence[NodeFolder]) -> None:
        """Raises DocumentError."""
        self._nodes = [(node, open_rpc(node.read_settings())) for node in nodes]
        self._names = names_of(nodes[0]) if nodes else {}
        self._stall_after = {node.root: stall_after(node) for node in nodes}
        self._recent = RecentBlocks()
        self._threads = ThreadPoolExecutor(max(1, min(16, len(nodes))))

    def __enter__(self) -> StatusReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown()
        for _, rpc in self._nodes:
            rpc.close()

    def read(self, blocks: int) -> Status:
        """All nodes now, with the validators' shares of the last `blocks` blocks. Raises DocumentError."""
        views = tuple(self._threads.map(lambda asked: observe(*asked), self._nodes))
        heads = [(view, rpc) for view, (_, rpc) in zip(views, self._nodes, strict=True) if view.chain is not None]
        network = None
        if heads:
            highest = max(heads, key=lambda entry: -1 if entry[0].chain is None else entry[0].chain.head.number)
            network = self._network(*highest, blocks)
        return Status(views, network, self._names)

    def _network(self, view: NodeView, rpc: Rpc, blocks: int) -> NetworkView | None:
        assert view.chain is not None
        try:
            recent = self._recent.read(rpc, view.chain.head, blocks)
        except QuaychainError:
            return None
        stalled = view.clock is not None and view.clock > self._stall_after[view.folder.root]
        return NetworkView(view.chain.head, shares(recent, view.chain.validators), len(recent), stalled)


def state_of(view: NodeView) -> str:
    """One word for how the node is: its supervisor's phase, `stopped`, or `not ours` where it runs without one."""
    if view.state is not None:
        return view.state.phase
    if view.pid is not None:
        return "starting"
    return "stopped" if view.chain is None else "not ours"


def _node(view: NodeView) -> dict[str, Any]:
    state, chain = view.state, view.chain
    return {
        "name": view.settings.name,
        "role": view.settings.role,
        "address": view.settings.address,
        "rpc": view.settings.rpc.url,
        "state": state_of(view),
        "pid": view.pid,
        "besuPid": None if state is None else state.besu_pid,
        "version": None if state is None else state.version,
        "restarts": None if state is None else state.restarts,
        "problem": (state.problem if state is not None and state.problem else view.problem) or None,
        "height": None if chain is None else chain.head.number,
        "hash": None if chain is None else to_hex(chain.head.hash),
        "round": None if chain is None else chain.head.round,
        "peers": None if chain is None else len(chain.peers),
        "pool": None if chain is None else {"held": chain.pool.held, "limit": chain.pool.limit},
        "clock": view.clock,
        "diskFree": view.disk_free,
    }
