"""Reads blocks and logs from a node (I/O): far behind the head by large ranges, near it block by block.

A node can show a new head before its receipts (Besu under a burst answered [] to eth_getBlockReceipts, and no logs
then), so the newest blocks are read by their receipts, whose count has to be that of the block's transactions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import BlockHead, Log, Receipt

#: How many of the newest blocks are read by their receipts.
HEAD_WINDOW = 8
_BATCH = 200


@dataclass
class ChainMovedError(QuaychainError):
    """The chain changed while it was read: read again."""

    block_number: int

    def __str__(self) -> str:
        return f"the chain changed around block {self.block_number} while it was read"


@dataclass(frozen=True, slots=True)
class ChainRange:
    """Blocks and logs of a range: `blocks` are those with logs, the first and the last one, in their order."""

    blocks: tuple[BlockHead, ...]
    logs: tuple[Log, ...]

    @property
    def last(self) -> BlockHead:
        """The range's last block."""
        return self.blocks[-1]


class ChainSource:
    """One node's chain. `range_size` bounds how many blocks one request for logs covers."""

    def __init__(self, rpc: Rpc, range_size: int) -> None:
        self._rpc = rpc
        self._longest = range_size
        self._range = range_size

    def check(self, chain_id: int, genesis: bytes) -> None:
        """Raise ChainMismatchError where the node has another chain."""
        self._rpc.check_chain(chain_id, genesis)

    def head(self) -> BlockHead:
        """The newest block."""
        return self._rpc.head()

    def blocks(self, numbers: Iterable[int]) -> dict[int, BlockHead]:
        """Blocks by number, those that the chain has."""
        wanted = list(numbers)
        found: dict[int, BlockHead] = {}
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            answers = self._rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in part])
            found |= {head.number: head for head in map(BlockHead.from_json, filter(None, answers))}
        return found

    def read(self, first: int, head: BlockHead) -> ChainRange | None:
        """The next range from block `first` on, at most up to `head`; None while its first block isn't whole yet.

        Raises ChainMovedError, RpcError, RpcUnreachableError.
        """
        near = max(first, head.number - HEAD_WINDOW + 1)
        if first < near:
            return self._far(first, near - 1)
        return self._near(first, head.number)

    def _far(self, first: int, last: int) -> ChainRange:
        while True:
            end = min(last, first + self._range - 1)
            try:
                logs = self._rpc.logs({"fromBlock": hex(first), "toBlock": hex(end)})
                break
            except RpcError:
                # Too much for one answer, as some nodes say in words of their own.
                if self._range == 1 or end == first:
                    raise
                self._range = max(1, (end - first + 1) // 2)
        self._range = min(self._longest, self._range * 2)
        return self._range_of(first, end, logs)

    def _range_of(self, first: int, end: int, logs: list[Log]) -> ChainRange:
        numbers = sorted({log.block_number for log in logs} | {first, end})
        blocks = self.blocks(numbers)
        for log in logs:
            if blocks.get(log.block_number) is None or blocks[log.block_number].hash != log.block_hash:
                raise ChainMovedError(log.block_number)
        if len(blocks) != len(numbers):
            raise ChainMovedError(end)
        return ChainRange(tuple(blocks[number] for number in numbers), tuple(_in_order(logs)))

    def _near(self, first: int, last: int) -> ChainRange | None:
        numbers = range(first, last + 1)
        answers = self._rpc.batch(
            [("eth_getBlockByNumber", (hex(number), False)) for number in numbers]
            + [("eth_getBlockReceipts", (hex(number),)) for number in numbers]
        )
        blocks: list[BlockHead] = []
        logs: list[Log] = []
        for block, receipts in zip(answers[: len(numbers)], answers[len(numbers) :], strict=True):
            if block is None or receipts is None or len(block["transactions"]) != len(receipts):
                break
            head = BlockHead.from_json(block)
            if blocks and blocks[-1].hash != head.parent_hash:
                raise ChainMovedError(head.number)
            found = [log for receipt in map(Receipt.from_json, receipts) for log in receipt.logs]
            if any(log.block_hash != head.hash for log in found):
                raise ChainMovedError(head.number)
            blocks.append(head)
            logs += found
        return ChainRange(tuple(blocks), tuple(_in_order(logs))) if blocks else None


def _in_order(logs: list[Log]) -> list[Log]:
    return sorted(logs, key=lambda log: (log.block_number, log.log_index))
