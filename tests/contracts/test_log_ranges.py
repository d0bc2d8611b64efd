"""Long ranges are asked in parts that the node takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.log_ranges import logs_backwards, logs_between
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.types import to_address, to_hex
from tests.node.governance.fake_rpc import NodeAnswersError, rpc_of

ADDRESS = to_address(b"\x01" * 20)


def node(blocks: list[int], limit: int, asked: list[tuple[int, int]] | None = None) -> Rpc:
    """A node with one log in each of these blocks, that takes ranges of at most `limit`."""

    def answer(method: str, parameters: list[Any]) -> Any:
        query = parameters[0]
        first, last = int(query["fromBlock"], 16), int(query["toBlock"], 16)
        if asked is not None:
            asked.append((first, last))
        if last - first >= limit:
            raise NodeAnswersError("Requested range exceeds maximum RPC range limit", -32005)
        return [
            {
                "address": ADDRESS, "topics": [], "data": "0x", "blockNumber": hex(number),
                "blockHash": to_hex(bytes(32)), "transactionHash": to_hex(bytes(32)), "transactionIndex": "0x0",
                "logIndex": "0x0",
            }
            for number in blocks if first <= number <= last
        ]  # fmt: skip

    return rpc_of(answer)


@given(
    st.lists(st.integers(0, 20_000), unique=True, max_size=20).map(sorted),
    st.integers(700, 30_000),
    st.integers(0, 20_000),
    st.integers(0, 20_000),
)
def test_each_log_of_the_range_comes_once(blocks: list[int], limit: int, first: int, last: int) -> None:
    expected = [number for number in blocks if first <= number <= last]
    forwards = logs_between(node(blocks, limit), ADDRESS, [], first, last)
    assert [log.block_number for log in forwards] == expected
    backwards = logs_backwards(node(blocks, limit), ADDRESS, [], first, last)
    assert [log.block_number for log in backwards] == expected[::-1]


def test_who_looks_backwards_stops_when_it_has_found() -> None:
    asked: list[tuple[int, int]] = []
    logs = logs_backwards(node([99_000], 5_000, asked), ADDRESS, [], 0, 100_000)
    assert next(logs).block_number == 99_000
    assert asked == [(95_001, 100_000)]


def test_a_node_that_refuses_a_single_block() -> None:
    for logs in (logs_between, logs_backwards):
        with pytest.raises(RpcError):
            list(logs(node([], 0), ADDRESS, [], 0, 100))
