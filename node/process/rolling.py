"""What a rolling upgrade does to real nodes and asks of them (I/O)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from quaychain.contracts.proofs.commit_seals import quorum, sealed_block
from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import Address, from_hex, to_address, to_hex

from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .control import NodeNotReadyError, ask_to_restart, set_besu, wait_restarted
from .guard import Standing, keeps_quorum, names_of, read_standing
from .nodes import neighbours_of
from .observe import ChainView, NodeView, observe, open_rpc, read_chain
from .state import current_state
from .upgrade import HeadsDifferError, NotHealthyError

_LOOK_EVERY = 1.0
_READINESS_SECONDS = 5.0
#: How far its head may be behind the others': a block may be on its way.
_BLOCKS_BEHIND = 2
#: It is asked every second, so these are more than came since.
_LOOKED_THROUGH = 50


@dataclass(frozen=True, slots=True)
class LiveNodes:
    """Nodes of this machine. Seconds: until Besu answers again, until it takes part, and until the others do.

    One that came back lately, or whose machine is busy, may be in none of the newest blocks, and in the next ones.
    """

    answers_within: float = 600.0
    healthy_within: float = 600.0
    others_within: float = 90.0

    def view(self, node: NodeFolder) -> NodeView:
        """How it stands. Raises DocumentError."""
        with open_rpc(node.read_settings()) as rpc:
            return observe(node, rpc)

    def standing(self, node: NodeFolder) -> Standing:
        """The network as this node sees it. Raises as `read_standing`."""
        return read_standing(node)

    def standing_with_quorum(self, node: NodeFolder) -> Standing:
        """The same, once the network keeps its quorum without the node; after a while as it is then."""
        own = to_address(node.read_settings().address)
        deadline = time.monotonic() + self.others_within
        while not keeps_quorum(standing := read_standing(node), own) and time.monotonic() < deadline:
            time.sleep(_LOOK_EVERY)
        return standing

    def names(self, node: NodeFolder) -> Mapping[Address, str]:
        """Members' names by their validators. Raises DocumentError."""
        return names_of(node)

    def set_besu(self, node: NodeFolder, besu: str | None) -> None:
        """Name another Besu in node.json. Raises DocumentError, FolderUnusableError."""
        set_besu(node, besu)

    def restart(self, node: NodeFolder) -> None:
        """Have it start Besu anew, and wait until that answers. Raises NodeNotReadyError."""
        state = current_state(node)
        if state is None or ask_to_restart(node) is None:
            raise NodeNotReadyError(node.root.name, 0, "it does not run any more")
        wait_restarted(node, state, self.answers_within)

    def wait_healthy(self, node: NodeFolder, before: Standing) -> None:
        """Wait until Besu says that it is ready, its head is with the others', and it seals or proposes if it should.

        In a stall nobody seals: then being connected to as many as before is enough. Raises NotHealthyError,
        HeadsDifferError.
        """
        settings = node.read_settings()
        own = to_address(settings.address)
        others = len((before.connected - {own}).intersection(before.validators))
        peers = min(others, quorum(len(before.validators)))
        deadline = time.monotonic() + self.healthy_within
        with open_rpc(settings) as rpc:
            first: int | None = None
            while True:
                try:
                    chain = read_chain(rpc, settings)
                    first = chain.head.number if first is None else first
                    problem = self._problem(rpc, settings, chain, before, peers, first)
                    if not problem:
                        _compare(node, rpc, chain)
                        return
                except (RpcError, RpcUnreachableError, RpcAnswerError) as error:
                    problem = str(error)
                if time.monotonic() > deadline:
                    raise NotHealthyError(settings.name, self.healthy_within, problem)
                time.sleep(_LOOK_EVERY)

    @staticmethod
    def _problem(rpc: Rpc, settings: NodeSettings, chain: ChainView, before: Standing, peers: int, first: int) -> str:
        own = to_address(settings.address)
        if len(chain.peers) < peers:
            return f"{len(chain.peers)} peers, {peers} wanted"
        if not before.moving:
            return ""
        if not _ready(settings, peers):
            return "its /readiness says that it is not in sync"
        highest = max((peer.number or 0 for peer in chain.peers.values() if peer is not None), default=0)
        if chain.head.number + _BLOCKS_BEHIND < highest:
            return f"its head is block {chain.head.number}, others have {highest}"
        if own in before.live and not _takes_part(rpc, own, first, chain.head.number):
            return f"validator {own} neither sealed nor proposed a block after {first}"
        return ""


def _takes_part(rpc: Rpc, own: Address, first: int, head: int) -> bool:
    numbers = range(max(first, head - _LOOKED_THROUGH) + 1, head + 1)
    blocks = rpc.batch([("eth_getBlockByNumber", [hex(number), False]) for number in numbers])
    sealed = (sealed_block(block) for block in blocks if block is not None)
    return any(own in (block.proposer, *block.sealers) for block in sealed)


def _ready(settings: NodeSettings, peers: int) -> bool:
    """Besu's own answer: in sync to two blocks, with so many peers."""
    asked = {"minPeers": peers, "maxBlocksBehind": _BLOCKS_BEHIND}
    try:
        answer = httpx.get(f"{settings.rpc.url}/readiness", params=asked, timeout=_READINESS_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK


def _compare(node: NodeFolder, rpc: Rpc, chain: ChainView) -> None:
    """Compare with what peers say, and block by block with the other nodes of this machine's network."""
    for peer, head in chain.peers.items():
        if head is None:
            continue
        known = rpc.call("eth_getBlockByHash", to_hex(head.hash), False)
        if known is not None:  # else it is ahead of us
            number = int(known["number"], 16)
            ours = _hash_at(rpc, number)
            if ours is not None and ours != head.hash:
                raise HeadsDifferError(node.root.name, peer, number, ours, head.hash)
    for other in neighbours_of(node):
        settings = other.read_settings()
        try:
            with open_rpc(settings) as their_rpc:
                number = min(chain.head.number, their_rpc.block_number())
                theirs, ours = _hash_at(their_rpc, number), _hash_at(rpc, number)
        except (RpcError, RpcUnreachableError, RpcAnswerError):
            continue  # it doesn't run, or not yet
        if theirs is not None and ours is not None and theirs != ours:
            raise HeadsDifferError(node.root.name, settings.name, number, ours, theirs)


def _hash_at(rpc: Rpc, number: int) -> bytes | None:
    block = rpc.call("eth_getBlockByNumber", hex(number), False)
    return None if block is None else from_hex(block["hash"], 32)
