"""Blocks and logs from a node: large ranges far from the head, receipts near it, and never half a block."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from quaychain.api.indexer.source import HEAD_WINDOW, ChainMovedError, ChainSource, LogsLeftOutError
from quaychain.contracts.bloom import logs_bloom
from quaychain.contracts.rpc import RpcError, RpcUnreachableError
from quaychain.contracts.types import BlockHead, Log, to_hex

_ADDRESS = "0x" + "10" * 20


@pytest.fixture(autouse=True)
def _asks_for_all_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.api.indexer.source._BEGINNING", 1_000_000)


def _hash(number: int) -> str:
    return "0x" + f"{number:064x}"


def _log(number: int, index: int = 0) -> dict[str, Any]:
    return {
        "address": _ADDRESS,
        "topics": [_hash(1)],
        "data": "0x",
        "blockNumber": hex(number),
        "blockHash": _hash(number),
        "transactionHash": _hash(number + 10_000),
        "transactionIndex": "0x0",
        "logIndex": hex(index),
    }


def _bloom(number: int) -> str:
    logs = [] if number % 10 else Log.list_from_json([_log(number, index) for index in (0, 1)])
    return to_hex(logs_bloom(logs))


class _Node:
    """A chain of `length` blocks, with a transaction and a log in every tenth."""

    def __init__(self, length: int, largest: int = 1_000_000, slow_from: int = 1_000_000) -> None:
        self.length = length
        self.slow_from = slow_from
        self.before: Callable[[], object] | None = None
        self.largest = largest
        self.without_receipts: set[int] = set()
        self.other_hash: set[int] = set()
        self.ranges: list[tuple[int, int]] = []
        self.with_blooms = False
        self.left_out: set[int] = set()
        self.without_first: set[int] = set()
        self.failed_last: set[int] = set()

    def head(self) -> BlockHead:
        return BlockHead.from_json(self._block(self.length))

    def logs(self, query: dict[str, str]) -> list[Log]:
        first, last = int(query["fromBlock"], 16), int(query["toBlock"], 16)
        self.ranges.append((first, last))
        if last - first + 1 > self.largest:
            raise RpcError("eth_getLogs", -32_005, "too many results")
        if last - first + 1 >= self.slow_from:
            raise RpcUnreachableError("http://node", "timed out")
        if self.before is not None:
            self.before()
        numbers = [number for number in range(first, last + 1) if number % 10 == 0 and number not in self.left_out]
        return Log.list_from_json([_log(number, number in self.without_first) for number in numbers])

    def batch(self, calls: list[tuple[str, tuple[Any, ...]]]) -> list[Any]:
        return [self._answer(method, int(parameters[0], 16)) for method, parameters in calls]

    def _answer(self, method: str, number: int) -> Any:
        if number > self.length:
            return None
        if method == "eth_getBlockByNumber":
            return self._block(number)
        if number % 10 or number in self.without_receipts:
            return []
        return [
            *([{"logs": []}] if number in self.failed_last else []),
            {
                "transactionHash": _hash(number + 10_000),
                "transactionIndex": "0x0",
                "blockNumber": hex(number),
                "blockHash": _hash(number),
                "from": _ADDRESS,
                "to": None,
                "contractAddress": None,
                "status": "0x1",
                "gasUsed": "0x1",
                "logs": [] if number in self.left_out else [_log(number, 1), _log(number, 0)],
            },
        ]

    def _block(self, number: int) -> dict[str, Any]:
        return {
            "number": hex(number),
            "hash": _hash(number + 500_000 if number in self.other_hash else number),
            "parentHash": _hash(number - 1),
            "timestamp": hex(1_000 + number),
            "transactions": [] if number % 10 else [_hash(number + 10_000)] * (1 + (number in self.failed_last)),
            **({"logsBloom": _bloom(number)} if self.with_blooms else {}),
        }


def _read_all(node: _Node, source: ChainSource, first: int = 1) -> list[tuple[int, int]]:
    head = node.head()
    found: list[tuple[int, int]] = []
    while first <= head.number:
        part = source.read(first, head)
        if part is None:
            break
        assert part.blocks[0].number == first
        found += [(log.block_number, log.log_index) for log in part.logs]
        first = part.last.number + 1
    return found


def test_every_log_comes_once_and_in_order() -> None:
    node = _Node(95)
    found = _read_all(node, ChainSource(node, 20))  # type: ignore[arg-type]
    # Blocks far from the head have one log here, those read by their receipts two.
    assert [number for number, _ in found] == [10, 20, 30, 40, 50, 60, 70, 80, 90, 90]
    assert found == sorted(found)
    assert all(last - first + 1 <= 20 for first, last in node.ranges)
    assert max(last for _, last in node.ranges) == 95 - HEAD_WINDOW


def test_a_range_that_is_too_large_is_halved_and_grows_again() -> None:
    node = _Node(400, largest=25)
    found = _read_all(node, ChainSource(node, 200))  # type: ignore[arg-type]
    assert len(found) == 39 + 2
    assert max(last - first + 1 for first, last in node.ranges if last - first + 1 <= 25) > 20


def test_a_block_without_its_receipts_is_left_for_later() -> None:
    node = _Node(50)
    node.without_receipts = {50}
    source = ChainSource(node, 100)  # type: ignore[arg-type]
    part = source.read(48, node.head())
    assert part is not None and part.last.number == 49
    assert source.read(50, node.head()) is None
    node.without_receipts = set()
    part = source.read(50, node.head())
    assert part is not None
    assert [log.log_index for log in part.logs] == [0, 1]


@pytest.mark.parametrize("first", [1, 45])
def test_a_chain_that_changes_meanwhile_is_read_again(first: int) -> None:
    node = _Node(50)
    node.other_hash = {10, 50}
    with pytest.raises(ChainMovedError):
        ChainSource(node, 100).read(first, node.head())  # type: ignore[arg-type]


def test_a_refusal_that_halving_does_not_help_is_raised() -> None:
    node = _Node(50, largest=0)
    with pytest.raises(RpcError, match="too many results"):
        ChainSource(node, 100).read(1, node.head())  # type: ignore[arg-type]


def test_ranges_are_read_side_by_side_before_they_are_asked_for() -> None:
    node = _Node(400)
    together = threading.Barrier(3, timeout=10)
    node.before = together.wait
    source = ChainSource(node, 50, ahead=3)  # type: ignore[arg-type]
    part = source.read(1, node.head())
    assert part is not None and part.last.number == 50
    node.before = None
    found = _read_all(node, source, 51)
    assert [number for number, _ in found[:3]] == [60, 70, 80]
    source.close()


def test_what_was_read_ahead_is_not_taken_for_another_place_or_history() -> None:
    node = _Node(400)
    source = ChainSource(node, 20, ahead=4)  # type: ignore[arg-type]
    assert source.read(1, node.head()) is not None
    part = source.read(101, node.head())
    assert part is not None and part.blocks[0].number == 101
    source.forget()
    node.ranges.clear()
    part = source.read(121, node.head())
    assert part is not None and part.blocks[0].number == 121
    assert (121, 140) in node.ranges
    source.close()


def test_an_answer_with_very_many_logs_makes_the_next_ranges_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.api.indexer.source._MANY_LOGS", 4)
    monkeypatch.setattr("quaychain.api.indexer.source._FEW_LOGS", 2)
    node = _Node(2_000)
    assert len(_read_all(node, ChainSource(node, 400, ahead=1))) == 200 + 1  # type: ignore[arg-type]
    lengths = [last - first + 1 for first, last in node.ranges]
    assert lengths[:4] == [400, 200, 100, 50]
    assert max(lengths[4:-1]) <= 50


def test_the_newest_blocks_come_in_parts_where_they_have_very_many_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.api.indexer.source._MANY_LOGS", 0)
    monkeypatch.setattr("quaychain.api.indexer.source._FEW_LOGS", 0)
    node, given = _Node(40), list[int]()
    source, first = ChainSource(node, 4), 36  # type: ignore[arg-type]
    while first <= 40:
        read = source.read(first, node.head())
        assert read is not None
        first = read.last.number + 1
        given.append(read.last.number)
    assert given == [39, 40]


def test_it_begins_with_little_and_soon_asks_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.api.indexer.source._BEGINNING", 8)
    node = _Node(2_000)
    assert len(_read_all(node, ChainSource(node, 400, ahead=1))) == 200 + 1  # type: ignore[arg-type]
    lengths = [last - first + 1 for first, last in node.ranges]
    assert lengths[:6] == [8, 16, 32, 64, 128, 256]
    assert max(lengths) == 400


def test_a_node_that_takes_too_long_is_asked_for_less() -> None:
    node = _Node(1_900, slow_from=60)
    source = ChainSource(node, 100, ahead=1)  # type: ignore[arg-type]
    with pytest.raises(RpcUnreachableError):
        source.read(1, node.head())
    # After so many answers it is asked for more again.
    with pytest.raises(RpcUnreachableError):
        _read_all(node, source)
    lengths = [last - first + 1 for first, last in node.ranges]
    assert lengths == [100, *[50] * 32, 100]


@pytest.mark.parametrize(("first", "missed"), [(89, 90), (1, 30)])
def test_logs_that_a_node_leaves_out_are_missed_by_the_header(first: int, missed: int) -> None:
    node = _Node(95)
    node.with_blooms = True
    source = ChainSource(node, 20)  # type: ignore[arg-type]
    node.left_out.add(missed)
    with pytest.raises(LogsLeftOutError) as caught:
        _read_all(node, source, first)
    assert caught.value.block_number == missed
    node.left_out.clear()
    assert _read_all(node, source, 89) == [(90, 0), (90, 1)]


def test_a_log_is_missed_by_the_number_of_the_next_one() -> None:
    node = _Node(95)
    node.without_first = {40}
    with pytest.raises(LogsLeftOutError) as caught:
        _read_all(node, ChainSource(node, 20))  # type: ignore[arg-type]
    assert caught.value.block_number == 40


def test_last_transactions_without_logs_are_asked_for_their_receipts() -> None:
    node = _Node(95)
    node.failed_last = {50}
    # The receipts have a second log that the range's answer leaves out.
    with pytest.raises(LogsLeftOutError) as caught:
        _read_all(node, ChainSource(node, 20))  # type: ignore[arg-type]
    assert caught.value.block_number == 50


def test_a_receipt_without_its_logs_is_missed_by_its_own_bloom_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    node = _Node(90)
    receipts = node._answer("eth_getBlockReceipts", 90)
    other = {**receipts[0], "logs": [], "logsBloom": _bloom(90)}
    answer = node._answer
    monkeypatch.setattr(
        node, "_answer", lambda method, number: [other] if method == "eth_getBlockReceipts" else answer(method, number)
    )
    with pytest.raises(LogsLeftOutError):
        ChainSource(node, 20).read(90, node.head())  # type: ignore[arg-type]
