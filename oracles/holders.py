"""Which blocks so many nodes have that the chain can't lose them. I/O."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.proofs.commit_seals import sealed_block
from quaychain.contracts.proofs.problem import ProofError
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import Address, Receipt, to_hex

from .queue.batches import BatchRow

#: Rows stay in the queue because too few nodes are known to have their blocks.
PURGE_WAITS = "purge_waits"
#: The node's public key stands in its enode (devp2p).
_ENODE = re.compile(r"enode://([0-9a-fA-F]{128})@")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BlockHolders(Protocol):
    """Tells which batches are in blocks that can't be lost."""

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """Those of final batches that are. Raises nothing: a node that is away holds nothing."""


class StateFile:
    """On the embedded chain a final batch is in the chain's state file, and there is nobody else to ask."""

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """All."""
        return list(rows)


class NodesHolding:
    """Blocks that f+1 of the consortium's nodes have: then at least one that doesn't fail has it.

    Besu doesn't sync its database to the disk, so one node's word is not enough. Two things tell of more: the nodes
    asked, each for itself, and the next block's commit seals. A validator seals a block only on top of its parent,
    which it has imported; so of a block whose child bears the seals of f+1 validators in force, as many have it, and
    one node's answer is enough to see that. `validators` gives those in force. A node that is asked at two addresses
    is one node (`identity_of`).
    """

    def __init__(
        self, nodes: Sequence[Rpc], validators: Callable[[], Sequence[Address]], conditions: Conditions
    ) -> None:
        self._nodes = nodes
        self._validators = validators
        self._conditions = conditions

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """See BlockHolders. A node has it when its receipt names the same block as the others' do."""
        asked = [row for row in rows if row.transaction_hash is not None]
        calls = [("eth_getTransactionReceipt", (to_hex(row.transaction_hash or b""),)) for row in asked]
        #: Of each row, by block: which nodes have its transaction there.
        found: list[dict[bytes, set[str]]] = [defaultdict(set) for _ in asked]
        sealed: set[bytes] = set()
        try:
            validators = frozenset(self._validators())
        except QuaychainError as error:
            self._conditions.begin(PURGE_WAITS, "", f"which validators there are is not known: {error}")
            return []
        needed = holders_needed(len(validators))
        away: list[str] = []
        known: set[str] = set()
        for node in self._nodes:
            try:
                identity = identity_of(node)
                receipts = [None if answer is None else Receipt.from_json(answer) for answer in node.batch(calls)]
                blocks = {one.block_hash: one.block_number for one in receipts if one is not None and one.succeeded}
                sealed |= _built_on(node, blocks, validators, needed)
            except QuaychainError as error:
                away.append(str(error))
                continue
            known.add(identity)
            for holders, receipt in zip(found, receipts, strict=True):
                if receipt is not None and receipt.succeeded:
                    holders[receipt.block_hash].add(identity)
        held = [
            row
            for row, holders in zip(asked, found, strict=True)
            if holders and (max(map(len, holders.values())) >= needed or not sealed.isdisjoint(holders))
        ]
        if len(held) == len(rows):
            self._conditions.end(PURGE_WAITS)
        else:
            why = "; ".join(away) or f"{len(known)} are asked, and the next block's seals don't say so either"
            self._conditions.begin(PURGE_WAITS, "", f"{needed} nodes must hold a block before events go: {why}")
        return held


def identity_of(node: Rpc) -> str:
    """What tells a node from others: its public key, which Besu tells by `net_enode` (API NET).

    Where a node doesn't tell it, its address has to do: two names of one machine are two nodes then, and so is one
    machine behind two ports; several nodes behind one address are one. Raises RpcUnreachableError, RpcAnswerError.
    """
    try:
        enode = _ENODE.match(str(node.call("net_enode")))
    except RpcError:
        enode = None  # no such method, or P2P is off
    if enode is not None:
        return enode[1].lower()
    parts = urlsplit(node.url)
    return f"{parts.hostname}:{parts.port or _DEFAULT_PORTS.get(parts.scheme)}{parts.path.rstrip('/')}"


def _built_on(node: Rpc, blocks: Mapping[bytes, int], validators: frozenset[Address], needed: int) -> set[bytes]:
    """Which of these blocks have a child that so many of the validators sealed."""
    numbers = sorted({number + 1 for number in blocks.values()})
    children = node.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers]) if numbers else []
    found = set()
    for child in children:
        try:
            sealed = None if child is None else sealed_block(child)
        except (ProofError, LookupError, TypeError, ValueError):
            continue  # not QBFT's
        # The parent's hash is part of what was signed: another one would make strangers of the sealers.
        if sealed is not None and len(validators.intersection(sealed.sealers)) >= needed:
            found.add(sealed.parent_hash)
    return found & blocks.keys()


def holders_needed(validators: int) -> int:
    """f+1 for that many validators."""
    return (validators - 1) // 3 + 1 if validators else 1
