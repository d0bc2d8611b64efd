"""Keeps a node connected to the others, beside its supervisor (I/O: a thread).

Besu dials those of static-nodes.json anew once a minute only (26.8.0), and a chain of four validators that lost two
connections would stand still for as long.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from functools import partial

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc

from ..beside import beside
from ..enode import Enode, public_key_of_peer
from ..machine.allowlists import read_static_nodes
from ..machine.folder import NodeFolder

_LOG = logging.getLogger(__name__)
#: Seconds between two looks, and how long the one of two nodes that comes second leaves dialling to the other.
_LOOK_EVERY = 5.0
_OTHERS_TURN = 15.0


class Connections:
    """Which of a node's peers are to be dialled now: those that are missing.

    Of two nodes the one with the lower public key dials at once and the other one after a while: two connections made
    at the same time are both taken for the surplus one.
    """

    def __init__(self, own: bytes) -> None:
        self._own = own
        self._missing_since: dict[bytes, float] = {}

    def due(self, wanted: Iterable[Enode], connected: Set[bytes], now: float) -> list[Enode]:
        """Those of `wanted` to dial, at `now` in seconds of any clock that doesn't go back."""
        missing = [node for node in wanted if node.public_key not in connected and node.public_key != self._own]
        self._missing_since = {node.public_key: self._missing_since.get(node.public_key, now) for node in missing}
        return [
            node
            for node in missing
            if self._own < node.public_key or now - self._missing_since[node.public_key] >= _OTHERS_TURN
        ]


@contextmanager
def connections_kept(folder: NodeFolder, look_every: float = _LOOK_EVERY) -> Iterator[None]:
    """While inside, a thread looks whom of static-nodes.json the node isn't connected to, and has it dial them."""
    with beside(f"connections of {folder.root.name}", partial(_keep, folder, look_every)):
        yield


def dial_missing(folder: NodeFolder, rpc: Rpc, connections: Connections, clock: Callable[[], float]) -> list[Enode]:
    """Look once; whom the node was told to dial.

    Raises RpcError, RpcUnreachableError, EnodeError, OSError, ValueError.
    """
    wanted = read_static_nodes(folder.static_nodes.read_bytes())
    peers = {public_key_of_peer(peer) for peer in rpc.call("admin_peers")}
    due = connections.due(wanted, peers, clock())
    for node in due:
        rpc.call("admin_addPeer", node.url)
    return due


def _keep(folder: NodeFolder, look_every: float, ended: threading.Event) -> None:
    connections: Connections | None = None
    said: set[bytes] = set()
    while not ended.wait(look_every):
        try:
            settings = folder.read_settings()
            connections = connections or Connections(settings.public_key)
            with Rpc(settings.rpc.url, timeout=look_every, patience=0.0) as rpc:
                while not ended.is_set():
                    due = dial_missing(folder, rpc, connections, time.monotonic)
                    for node in due:
                        if node.public_key not in said:
                            _LOG.info("no connection to %s: dials it", node.url)
                    said = {node.public_key for node in due}
                    ended.wait(look_every)
        except (QuaychainError, OSError, ValueError, TypeError, KeyError):
            continue  # the node is starting or ending, and the supervisor knows
