"""Whether a node's key has stopped running elsewhere, as far as other nodes show it (I/O: asks them).

A validator that runs is connected to others, proposes in its turn and seals nearly every block. That it did neither for
many blocks, while the chain went on, is strong evidence, no proof: a machine that was cut off may come back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import sealed_block
from quaychain.contracts.rpc import Rpc, RpcError

from ..machine.settings import NodeSettings

#: In a lab a minute or so, at two seconds a block under two minutes; a validator of twenty has its turn twice in it.
BLOCKS = 50
_POLL_SECONDS = 1.0
_MOST_AT_ONCE = 100


@dataclass
class StillRunningError(QuaychainError):
    """The key signs, or its node is connected, somewhere."""

    address: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.address} still runs: {self.evidence}"


@dataclass
class NotShownError(QuaychainError):
    """Nothing was seen of the key, but not for long enough to tell."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"whether {self.address} has stopped is not shown: {self.reason}"


def require_retired(
    settings: NodeSettings,
    genesis_hash: bytes,
    nodes: Sequence[Rpc],
    *,
    blocks: int = BLOCKS,
    patience: float = 300.0,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Watch the chain at other nodes until `blocks` blocks in a row have nothing of the node's key, and it goes on.

    `genesis_hash` is block 0's; `patience` is in seconds. Answers one line: what was seen. Raises StillRunningError
    where a node is connected to it or it still seals when patience ends, NotShownError where the chain doesn't go on,
    ChainMismatchError, RpcUnreachableError, RpcError.
    """
    for node in nodes:
        node.check_chain(settings.chain_id, genesis_hash)
    deadline = clock() + patience
    first = max(node.block_number() for node in nodes)
    active, scanned = 0, max(0, first - blocks)
    while True:
        peer = _connected(settings, nodes)
        best = max(nodes, key=lambda node: node.block_number())
        head = best.block_number()
        while scanned < head:
            upto = min(head, scanned + _MOST_AT_ONCE)
            active = max(active, _last_active(settings.address, best, range(scanned + 1, upto + 1)))
            scanned = upto
        if peer is None and head > first and head - active >= blocks:
            span = f"blocks {head - blocks + 1} to {head}"
            return f"nothing of {settings.address} in {span}, and no node is connected to it"
        if clock() >= deadline:
            if peer is not None:
                raise StillRunningError(settings.address, f"{peer} is connected to it")
            if active > first:
                raise StillRunningError(settings.address, f"it took part in block {active}")
            if head == first:
                raise NotShownError(settings.address, f"no block after {head} in {patience:g} s")
            raise NotShownError(settings.address, f"only the last {head - active} blocks are without it, not {blocks}")
        sleep(_POLL_SECONDS)


def _connected(settings: NodeSettings, nodes: Sequence[Rpc]) -> str | None:
    """The URL of a node that has the key's node among its peers. A node that doesn't tell its peers is passed over."""
    for node in nodes:
        try:
            peers = node.call("admin_peers")
        except RpcError:
            continue
        if any(settings.public_key.hex() in str(peer.get("id", "")) + str(peer.get("enode", "")) for peer in peers):
            return node.url
    return None


def _last_active(address: str, node: Rpc, numbers: Sequence[int]) -> int:
    """The last of these blocks that the key proposed or sealed; 0 where none is."""
    found = 0
    for answer in node.blocks(numbers):
        block = sealed_block(answer)
        if address == block.proposer or address in block.sealers:
            found = max(found, block.number)
    return found
