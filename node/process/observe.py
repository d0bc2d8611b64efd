"""How a node stands, asked at its folder and its JSON-RPC (I/O). Nothing is changed; what can't be known is None."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.commit_seals import SealedBlock, sealed_block
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc, RpcAnswerError
from quaychain.contracts.types import Address, InvalidHexError, from_hex, to_address

from ..enode import public_key_of_peer
from ..machine.folder import NodeFolder
from ..machine.settings import NodeSettings
from .state import NodeState, current_state, supervisor_pid

_ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Pool:
    """The transaction pool: how many transactions are in it, and how many may be."""

    held: int
    limit: int


@dataclass(frozen=True, slots=True)
class PeerHead:
    """The newest block that a peer said it has; its number is not always said."""

    hash: bytes
    number: int | None


@dataclass(frozen=True, slots=True)
class ChainView:
    """The chain as one node shows it.

    `peers` has the nodes that it is connected to, by their addresses: a validator's is the one it seals with.
    """

    chain_id: int
    head: SealedBlock
    peers: Mapping[Address, PeerHead | None]
    pool: Pool
    validators: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node. `pid` is its supervisor's, None where it doesn't run by one; `problem` why it shows no chain.

    `clock` is this machine's time less the head's, in seconds: at most some block periods, and hardly below 0, unless
    a clock is wrong or the chain stands still. `disk_free` is in bytes.
    """

    folder: NodeFolder
    settings: NodeSettings
    pid: int | None
    state: NodeState | None
    chain: ChainView | None
    clock: float | None
    disk_free: int | None
    problem: str


def open_rpc(settings: NodeSettings) -> Rpc:
    """The node's JSON-RPC, with little patience."""
    return Rpc(settings.rpc.url, timeout=_ANSWER_SECONDS, patience=0.0)


def observe(folder: NodeFolder, rpc: Rpc) -> NodeView:
    """Look at a node once. Raises DocumentError where its folder has no usable node.json, and nothing else."""
    settings = folder.read_settings()
    chain, problem = None, ""
    try:
        chain = read_chain(rpc, settings)
    except QuaychainError as error:
        problem = str(error)
    if chain is not None and chain.chain_id != settings.chain_id:
        problem = f"what answers at {rpc.url} has chain {chain.chain_id}, not {settings.chain_id}"
        chain = None
    return NodeView(
        folder,
        settings,
        supervisor_pid(folder),
        current_state(folder),
        chain,
        None if chain is None else time.time() - chain.head.timestamp,
        _free(folder),
        problem,
    )


def read_chain(rpc: Rpc, settings: NodeSettings) -> ChainView:
    """The chain at a node. Raises RpcError, RpcUnreachableError, RpcAnswerError; ProofError for blocks of no QBFT."""
    chain_id, block, peers, pool = rpc.batch(
        [
            ("eth_chainId", []),
            ("eth_getBlockByNumber", ["latest", False]),
            ("admin_peers", []),
            ("txpool_besuStatistics", []),
        ]
    )
    if block is None:
        # Besu answers so for a moment while it takes a block in.
        raise RpcAnswerError(rpc.url, "it has no newest block")
    head = sealed_block(block)
    # After the head: who may seal the next block.
    validators = ChainReader(rpc).read(ConsortiumRoot(settings.root_address).get_validators(), head.hash)
    try:
        held = Pool(int(pool["localCount"]) + int(pool["remoteCount"]), int(pool["maxSize"]))
        connected = {_address_of(peer): _peer_head(peer) for peer in peers}
        return ChainView(int(chain_id, 16), head, connected, held, tuple(validators))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidHexError) as error:
        raise RpcAnswerError(rpc.url, f"{type(error).__name__}: {error}") from error


class RecentBlocks:
    """The newest blocks of a node, each asked for and its seals checked once."""

    def __init__(self) -> None:
        self._known: dict[int, SealedBlock] = {}

    def read(self, rpc: Rpc, head: SealedBlock, count: int) -> tuple[SealedBlock, ...]:
        """The last `count` blocks up to `head`, oldest first, without block 0, which nobody sealed.

        Raises RpcError, RpcUnreachableError, RpcAnswerError, ProofError.
        """
        # A node that was restored may have had other blocks before.
        for known in (self._known, {}):
            blocks = self._read(rpc, range(max(1, head.number - count + 1), head.number + 1), known)
            if not blocks or (blocks[-1].hash == head.hash and _linked(blocks)):
                self._known = {block.number: block for block in blocks}
                return blocks
        raise RpcAnswerError(rpc.url, "its newest blocks are no chain")

    @staticmethod
    def _read(rpc: Rpc, numbers: range, known: Mapping[int, SealedBlock]) -> tuple[SealedBlock, ...]:
        missing = [number for number in numbers if number not in known]
        answers = rpc.batch([("eth_getBlockByNumber", [hex(number), False]) for number in missing])
        if None in answers:
            raise RpcAnswerError(rpc.url, f"it has no block {missing[answers.index(None)]}, and its head is above")
        new = {number: sealed_block(answer) for number, answer in zip(missing, answers, strict=True)}
        return tuple(known.get(number) or new[number] for number in numbers)


def _linked(blocks: Sequence[SealedBlock]) -> bool:
    return all(block.hash == following.parent_hash for block, following in pairwise(blocks))


def _peer_head(peer: Mapping[str, Any]) -> PeerHead | None:
    """What admin_peers says of the peer's chain; another protocol than eth has none."""
    eth = peer.get("protocols", {}).get("eth")
    if not isinstance(eth, dict) or "head" not in eth:
        return None
    number = eth.get("latestBlock")
    return PeerHead(from_hex(eth["head"], 32), number if isinstance(number, int) else None)


def _address_of(peer: Mapping[str, Any]) -> Address:
    """The address of a peer as admin_peers has it: its id is its public key."""
    return to_address(keccak256(public_key_of_peer(peer))[-20:])


def _free(folder: NodeFolder) -> int | None:
    try:
        return shutil.disk_usage(folder.data).free
    except OSError:
        return None
