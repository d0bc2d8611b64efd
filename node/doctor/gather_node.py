"""Ask a running node what the doctor wants to know (I/O)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.proofs.commit_seals import SealedBlock, sealed_block
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import Address, from_hex, to_address

from ..enode import Enode, EnodeError, public_key_of_peer
from .chain_facts import Expected, Pool, RunningNode

#: So many turns of each validator are looked at.
_TURNS = 8
_FEWEST_BLOCKS = 32
#: After so many block periods without a block one is waited for, so as to tell a stall from a clock that is off.
_LATE = 3


def ask_node(name: str, rpc: Rpc, root: Address, expected: Expected) -> RunningNode:
    """A node's answers. Raises RpcUnreachableError, RpcError, RpcAnswerError, ProofError."""
    contract, reader = ConsortiumRoot(root), ChainReader(rpc)
    genesis = rpc.genesis_hash()
    root_code = rpc.code(root)
    validators: tuple[Address, ...] = ()
    since = 0
    if root_code:
        validators = reader.read(contract.get_validators())
        since = reader.read(contract.validator_set(reader.read(contract.current_validator_set()))).since_block
    head = rpc.block_number()
    wanted = max(_FEWEST_BLOCKS, _TURNS * len(validators))
    first = max(since + 1 if since else 0, head - wanted + 1)
    recent = _blocks(rpc, min(first, head), head)
    asked_at = time.time()
    return RunningNode(
        name=name,
        asked_at=asked_at,
        chain_id=rpc.chain_id(),
        genesis=genesis,
        client=str(rpc.call("web3_clientVersion")),
        public_key=from_hex("0x" + rpc.call("admin_nodeInfo")["id"].removeprefix("0x"), 64),
        recent=recent,
        moved=_moved(rpc, recent[-1], asked_at, expected),
        validators=validators,
        peers=tuple(public_key_of_peer(peer) for peer in rpc.call("admin_peers")),
        gas_price=int(rpc.call("eth_gasPrice"), 16),
        pool=_pool(rpc.call("txpool_besuStatistics")),
        allowed_nodes=_allowed_nodes(rpc),
        allowed_accounts=_allowed_accounts(rpc),
        root_code=root_code,
    )


def _blocks(rpc: Rpc, first: int, last: int) -> tuple[SealedBlock, ...]:
    return tuple(sealed_block(block) for block in rpc.blocks(range(first, last + 1)))


def _moved(rpc: Rpc, head: SealedBlock, asked_at: float, expected: Expected) -> bool | None:
    if abs(asked_at - head.timestamp) <= _LATE * expected.block_period:
        return None
    deadline = time.monotonic() + expected.block_period + expected.request_timeout
    while time.monotonic() < deadline:
        if rpc.block_number() > head.number:
            return True
        time.sleep(expected.block_period / 4)
    return False


def _pool(answer: Mapping[str, Any]) -> Pool:
    return Pool(int(answer["localCount"]) + int(answer["remoteCount"]), int(answer["maxSize"]))


def _allowed_nodes(rpc: Rpc) -> frozenset[bytes] | None:
    try:
        return frozenset(Enode.parse(url).public_key for url in rpc.call("perm_getNodesAllowlist"))
    except (RpcError, EnodeError):
        return None


def _allowed_accounts(rpc: Rpc) -> frozenset[Address] | None:
    try:
        return frozenset(to_address(address) for address in rpc.call("perm_getAccountsAllowlist"))
    except RpcError:
        return None
