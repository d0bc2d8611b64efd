"""Which blocks so many nodes have that the chain can't lose them. I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Receipt, to_hex

from .queue.batches import BatchRow

#: Rows stay in the queue because too few nodes are known to have their blocks.
PURGE_WAITS = "purge_waits"


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

    Besu doesn't sync its database to the disk, so one node's word is not enough. `needed` gives f+1 for the validators
    in force.
    """

    def __init__(self, nodes: Sequence[Rpc], needed: Callable[[], int], conditions: Conditions) -> None:
        self._nodes = nodes
        self._needed = needed
        self._conditions = conditions

    def held(self, rows: Sequence[BatchRow]) -> list[BatchRow]:
        """See BlockHolders. A node has it when its receipt names the same block as the others' do."""
        asked = [row for row in rows if row.transaction_hash is not None]
        calls = [("eth_getTransactionReceipt", (to_hex(row.transaction_hash or b""),)) for row in asked]
        found: list[Counter[bytes]] = [Counter() for _ in asked]
        try:
            needed = self._needed()
        except QuaychainError as error:
            self._conditions.begin(PURGE_WAITS, "", f"how many validators there are is not known: {error}")
            return []
        away = []
        for node in self._nodes:
            try:
                answers = node.batch(calls)
            except QuaychainError as error:
                away.append(str(error))
                continue
            for blocks, answer in zip(found, answers, strict=True):
                receipt = None if answer is None else Receipt.from_json(answer)
                if receipt is not None and receipt.succeeded:
                    blocks[receipt.block_hash] += 1
        held = [row for row, blocks in zip(asked, found, strict=True) if blocks and max(blocks.values()) >= needed]
        if len(held) == len(rows):
            self._conditions.end(PURGE_WAITS)
        else:
            why = "; ".join(away) or f"{len(self._nodes)} are asked"
            self._conditions.begin(PURGE_WAITS, "", f"{needed} nodes must hold a block before events go: {why}")
        return held


def holders_needed(validators: int) -> int:
    """f+1 for that many validators."""
    return (validators - 1) // 3 + 1 if validators else 1
