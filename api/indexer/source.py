"""Reads blocks and logs from a node (I/O): far behind the head by large ranges, near it block by block.

Ranges are as large as the node and a good size of transaction allow: halved where an answer is refused, comes too late
or has very many logs, doubled again where it has few.

A node can show a new head before its receipts (Besu under a burst answered [] to eth_getBlockReceipts, and no logs
then), so the newest blocks are read by their receipts, whose count has to be that of the block's transactions.

A node that leaves logs out is noticed, near the head or far from it: the headers of all blocks are read, each has to
follow the one before, and a block's logs have to be numbered from 0 on without a gap and to give its header's bloom
filter. Where a block's last transactions gave no log, its receipts are asked for. So only the last log of a transaction
can be missing unnoticed, where that was the block's last one, and others of the block have the same address and topics.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from quaychain.contracts.bloom import logs_bloom
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import BlockHead, Log, to_hex

#: How many of the newest blocks are read by their receipts.
HEAD_WINDOW = 8
#: Headers in one answer, and the bloom filter of a block without logs.
_HEADERS, _NO_LOGS = 500, "0x" + "00" * 256
#: Blocks asked for at first.
_BEGINNING = 2
#: Logs in one answer above which the next ranges are smaller, and below which they are larger.
_MANY_LOGS, _FEW_LOGS = 4_000, 1_000
#: Answers after which a node that refused a length of range is asked for a longer one again.
_GIVEN = 32


@dataclass
class ChainMovedError(QuaychainError):
    """The chain changed while it was read: read again."""

    block_number: int

    def __str__(self) -> str:
        return f"the chain changed around block {self.block_number} while it was read"


@dataclass
class LogsLeftOutError(ChainMovedError):
    """The logs that were given are not those that the block's header speaks of: ask again, or another node."""

    def __str__(self) -> str:
        return f"the node left out logs of block {self.block_number}: its header has others"


@dataclass(frozen=True, slots=True)
class ChainRange:
    """Blocks and logs of a range: `blocks` are those with logs, the first and the last one, in their order."""

    blocks: tuple[BlockHead, ...]
    logs: tuple[Log, ...]

    @property
    def last(self) -> BlockHead:
        """The range's last block."""
        return self.blocks[-1]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A range that is being read."""

    first: int
    last: int
    answer: Future[ChainRange]


class ChainSource:
    """One node's chain, for one reader.

    `range_size` bounds how many blocks one request for logs covers; far from the head `ahead` ranges are read side by
    side, before they are asked for.
    """

    def __init__(self, rpc: Rpc, range_size: int, ahead: int = 3) -> None:
        self._rpc = rpc
        self._longest = range_size
        # How many logs a block has isn't known yet: what is asked for at first is little, and soon more.
        self._range = min(range_size, _BEGINNING)
        self._most = range_size
        self._given = 0
        self._ahead = ahead
        self._readers: ThreadPoolExecutor | None = None
        self._waiting: deque[_Waiting] = deque()

    def close(self) -> None:
        """Stop reading ahead."""
        self.forget()
        if self._readers is not None:
            self._readers.shutdown(cancel_futures=True)
            self._readers = None

    def forget(self) -> None:
        """What was read ahead doesn't count any more: the chain goes another way."""
        for waiting in self._waiting:
            waiting.answer.cancel()
        self._waiting.clear()

    def check(self, chain_id: int, genesis: bytes) -> None:
        """Raise ChainMismatchError where the node has another chain."""
        self._rpc.check_chain(chain_id, genesis)

    def head(self) -> BlockHead:
        """The newest block."""
        return self._rpc.head()

    def blocks(self, numbers: Iterable[int]) -> dict[int, BlockHead]:
        """Blocks by number, those that the chain has."""
        answers = self._rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers])
        return {head.number: head for head in map(BlockHead.from_json, filter(None, answers))}

    def read(self, first: int, head: BlockHead) -> ChainRange | None:
        """The next range from block `first` on, at most up to `head`; None while its first block isn't whole yet.

        Raises ChainMovedError, RpcError, RpcUnreachableError, RpcAnswerError.
        """
        near = max(first, head.number - HEAD_WINDOW + 1)
        if first < near:
            return self._far(first, near - 1)
        self.forget()
        read = self._near(first, min(head.number, first + self._range - 1))
        if read is not None:
            self._resize(len(read.blocks), len(read.logs))
        return read

    def _far(self, first: int, last: int) -> ChainRange:
        if self._waiting and self._waiting[0].first != first:
            self.forget()
        try:
            self._read_ahead(self._waiting[-1].last + 1 if self._waiting else first, last)
            read = self._waiting.popleft().answer.result()
        except QuaychainError:
            self.forget()
            raise
        if self._waiting and self._waiting[0].first != read.last.number + 1:
            # The range was too large for one answer: what was read ahead doesn't join it.
            self.forget()
        self._read_ahead(self._waiting[-1].last + 1 if self._waiting else read.last.number + 1, last)
        return read

    def _read_ahead(self, first: int, last: int) -> None:
        if self._readers is None:
            self._readers = ThreadPoolExecutor(self._ahead, "chain-reader")
        while first <= last and len(self._waiting) < self._ahead:
            end = min(last, first + self._range - 1)
            self._waiting.append(_Waiting(first, end, self._readers.submit(self._range_from, first, end)))
            first = end + 1

    def _range_from(self, first: int, last: int) -> ChainRange:
        """Blocks from `first` on, as many up to `last` as the node gives at once."""
        end = last
        while True:
            try:
                logs = self._rpc.logs({"fromBlock": hex(first), "toBlock": hex(end)})
                break
            except (RpcError, RpcAnswerError):
                # Too much for one answer, as some nodes say in words of their own.
                if end == first:
                    raise
                end = first + (end - first) // 2
                self._limit(end - first + 1)
            except RpcUnreachableError:
                # It may have taken too long.
                self._limit(max(1, (end - first + 1) // 2))
                raise
        self._resize(end - first + 1, len(logs))
        return self._range_of(first, end, logs)

    def _limit(self, blocks: int) -> None:
        """More than that the node doesn't give, until it has given so much for a while."""
        self._range, self._most, self._given = blocks, blocks, 0

    def _resize(self, blocks: int, logs: int) -> None:
        """Smaller where the answer was large, larger again where it was small."""
        self._given += 1
        if self._given >= _GIVEN:
            self._most, self._given = min(self._longest, self._most * 2), 0
        if logs > _MANY_LOGS:
            self._range = max(1, blocks // 2)
        elif logs < _FEW_LOGS and blocks >= self._range:
            self._range = min(self._most, blocks * 2)

    def _range_of(self, first: int, end: int, logs: list[Log]) -> ChainRange:
        """Raises ChainMovedError, and LogsLeftOutError by the header of whichever block it is."""
        found: dict[int, list[Log]] = {number: list(each) for number, each in groupby(_in_order(logs), _block_number)}
        kept: list[BlockHead] = []
        logs = []
        before: BlockHead | None = None
        for block in self._headers(first, end):
            head = BlockHead.from_json(block)
            if before is not None and before.hash != head.parent_hash:
                raise ChainMovedError(head.number)
            before = head
            given = found.pop(head.number, [])
            if given or block.get("logsBloom") != _NO_LOGS:
                _check(block, head, given)
            if given and given[-1].transaction_index < len(block["transactions"]) - 1:
                # What comes last could be missing, if its topics stand in other logs: the last receipts say.
                whole = self._near(head.number, head.number)
                if whole is None or whole.logs != tuple(given):
                    raise LogsLeftOutError(head.number)
            if given or head.number in (first, end):
                kept.append(head)
            logs += given
        if found or before is None or before.number != end:
            raise ChainMovedError(end)
        return ChainRange(tuple(kept), tuple(logs))

    def _headers(self, first: int, end: int) -> Iterator[dict[str, Any]]:
        """All blocks of the range, as far as the chain goes."""
        for start in range(first, end + 1, _HEADERS):
            numbers = range(start, min(end, start + _HEADERS - 1) + 1)
            for block in self._rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers]):
                if block is None:
                    return
                yield block

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
            found: list[Log] = []
            for receipt in receipts:
                given = Log.list_from_json(receipt["logs"])
                if "logsBloom" in receipt and receipt["logsBloom"] != to_hex(logs_bloom(given)):
                    raise LogsLeftOutError(head.number)
                found += given
            found = _in_order(found)
            _check(block, head, found)
            blocks.append(head)
            logs += found
        return ChainRange(tuple(blocks), tuple(logs)) if blocks else None


def _check(block: dict[str, Any], head: BlockHead, logs: list[Log]) -> None:
    """That these, in their order, are a block's logs, as far as its header says: they are numbered from 0 on, and give
    its bloom filter. Raises ChainMovedError, LogsLeftOutError."""
    for index, log in enumerate(logs):
        if log.block_hash != head.hash:
            raise ChainMovedError(head.number)
        if log.log_index != index:
            raise LogsLeftOutError(head.number)
    if "logsBloom" in block and block["logsBloom"] != to_hex(logs_bloom(logs)):
        raise LogsLeftOutError(head.number)


def _in_order(logs: list[Log]) -> list[Log]:
    return sorted(logs, key=attrgetter("block_number", "log_index"))


def _block_number(log: Log) -> int:
    return log.block_number
