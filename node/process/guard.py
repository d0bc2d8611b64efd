"""Whether the network keeps its quorum when a validator is stopped: asked before our tools stop or restart one.

The network is asked at that validator's own node. Two members who stop theirs in the same minute are not seen by each
other: they agree whose turn it is (node/README.md). On one machine a lock has them come one after the other.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_address

from ..card import MemberCard
from ..documents import read_documents
from ..machine.folder import NodeFolder
from .nodes import neighbours_of
from .observe import RecentBlocks, observe, open_rpc
from .seals import taking_part

_LOOK_EVERY = 0.5
_LOCK_SECONDS = 600.0
#: A live validator proposes once in as many blocks as there are validators; one that proposed in none of so many
#: times that is not live.
_TURNS = 4
_LEAST_BLOCKS = 20
#: Seconds above the chain's own times until a head that doesn't move is a stall.
_ALLOWANCE = 5.0


@dataclass
class QuorumAtRiskError(QuaychainError):
    """Stopping this node would stop the network. `missing` names the validators that don't take part, or not without
    it."""

    node: str
    validators: int
    left: int
    missing: tuple[str, ...]

    def __str__(self) -> str:
        missing = f": {', '.join(self.missing)} not taking part without it" if self.missing else ""
        return (
            f"stopping node {self.node} would leave {self.left} of {self.validators} validators, and "
            f"{quorum(self.validators)} must seal{missing}. Bring back what is missing first, or use --force"
        )


@dataclass
class StandingUnknownError(QuaychainError):
    """Nothing is known of the network, as the node doesn't answer."""

    node: str
    reason: str

    def __str__(self) -> str:
        return f"can't tell whether the network would keep its quorum without node {self.node}: {self.reason} (--force)"


@dataclass
class OtherRollingError(QuaychainError):
    """Another stop or upgrade of this network goes on on this machine."""

    network: str

    def __str__(self) -> str:
        return f"another stop or upgrade of nodes of consortium {self.network} goes on on this machine"


@dataclass(frozen=True, slots=True)
class Standing:
    """The network as one node sees it: who validates, who is connected (itself with them), who made the newest blocks,
    and whether the chain goes on. `links` has whom other nodes are connected to, where they could be asked too."""

    validators: tuple[Address, ...]
    connected: frozenset[Address]
    active: frozenset[Address]
    moving: bool
    links: Mapping[Address, frozenset[Address]] = field(default_factory=dict)

    @property
    def live(self) -> frozenset[Address]:
        """The validators that take part. While the chain stands still nobody seals, and being connected is enough."""
        live = self.connected.intersection(self.validators)
        return live & self.active if self.moving else live

    def left_without(self, leaving: Address) -> frozenset[Address]:
        """The live validators that still reach each other when one is gone: some may be connected through it alone.

        Whom a validator is connected to that could not be asked is not known, and taken to be everybody.
        """
        remaining = self.live - {leaving}
        largest: frozenset[Address] = frozenset()
        unseen = set(remaining)
        while unseen:
            reached: set[Address] = set()
            coming = {unseen.pop()}
            while coming:
                address = coming.pop()
                reached.add(address)
                coming |= {other for other in remaining - reached if self._linked(address, other)}
            unseen -= reached
            largest = max(largest, frozenset(reached), key=len)
        return largest

    def _linked(self, one: Address, other: Address) -> bool:
        return other in self.links.get(one, {other}) and one in self.links.get(other, {one})


def keeps_quorum(standing: Standing, leaving: Address) -> bool:
    """Whether those that are left without `leaving` can go on sealing; one that doesn't take part may always leave."""
    return leaving not in standing.live or len(standing.left_without(leaving)) >= quorum(len(standing.validators))


def require_quorum(standing: Standing, leaving: Address, node: str, names: Mapping[Address, str]) -> None:
    """Raise QuorumAtRiskError where the validators that are left without `leaving` are no quorum. Pure."""
    if keeps_quorum(standing, leaving):
        return
    left = standing.left_without(leaving)
    without = left | {leaving}
    missing = tuple(names.get(address, address) for address in standing.validators if address not in without)
    raise QuorumAtRiskError(node, len(standing.validators), len(left), missing)


def read_standing(node: NodeFolder) -> Standing:
    """Ask the node. Where the head is old, look whether it moves, which takes some seconds.

    Raises StandingUnknownError where the node doesn't answer; DocumentError, RpcError, RpcUnreachableError,
    RpcAnswerError, ProofError.
    """
    with open_rpc(node.read_settings()) as rpc:
        view = observe(node, rpc)
        if view.chain is None:
            raise StandingUnknownError(view.settings.name, view.problem)
        chain = view.chain
        blocks = RecentBlocks().read(rpc, chain.head, max(_LEAST_BLOCKS, _TURNS * len(chain.validators)))
        age = 0.0 if view.clock is None else view.clock
        moving = age <= stall_after(node) or _moves(rpc, chain.head.number, stall_after(node))
    connected = frozenset((to_address(view.settings.address), *chain.peers))
    return Standing(chain.validators, connected, taking_part(blocks), moving, _links(node))


def names_of(node: NodeFolder) -> dict[Address, str]:
    """The members' names by their validators, as the cards here have them. Raises DocumentError."""
    later = read_documents([node.later_cards], MemberCard) if node.later_cards.is_dir() else ()
    cards = (card.card for card in (*node.read_cards(), *later))
    return {to_address(card.validator.address): card.name for card in cards if card.validator is not None}


def stall_after(node: NodeFolder) -> float:
    """Seconds without a block after which a chain stands still: two rounds may fail. Raises DocumentError."""
    chain = node.read_charter().chain
    return chain.block_period + 3 * chain.request_timeout + _ALLOWANCE


@contextmanager
def one_at_a_time(root: Address) -> Iterator[None]:
    """Be the only one on this machine who stops or restarts nodes of the consortium with this root.

    Waits for another. Raises OtherRollingError after ten minutes.
    """
    path = Path(tempfile.gettempdir()) / f"quaychain-{os.getuid()}-{root.lower()}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        deadline = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise OtherRollingError(root) from error
            time.sleep(_LOOK_EVERY)
        yield
    finally:
        os.close(descriptor)


def _moves(rpc: Rpc, head: int, seconds: float) -> bool:
    """Whether a new block comes within so many seconds: a clock may be wrong, and blocks are not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(_LOOK_EVERY)
        if rpc.block_number() != head:
            return True
    return False


def _links(node: NodeFolder) -> dict[Address, frozenset[Address]]:
    """Whom the other nodes of this machine's network are connected to, as far as they answer."""
    links = {}
    for other in neighbours_of(node):
        with open_rpc(other.read_settings()) as rpc:
            view = observe(other, rpc)
        if view.chain is not None:
            links[to_address(view.settings.address)] = frozenset(view.chain.peers)
    return links
