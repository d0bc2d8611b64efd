"""Several nodes as one: none that is away, on another chain, or behind is believed."""

from __future__ import annotations

from typing import Any

import pytest

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.endpoints import Endpoints
from quaychain.contracts.refusals import Condition
from quaychain.contracts.rpc import Rpc, RpcError, RpcUnreachableError
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, to_address
from tests.contracts.fake_node import CHAIN_ID, GENESIS, FakeNode

SIGNER = LocalSigner(b"\x07" * 32)


class Nodes:
    """Nodes with the blocks of one chain, and a clock."""

    def __init__(self, count: int) -> None:
        self.nodes = [FakeNode() for _ in range(count)]
        for node in self.nodes:
            node.blocks = self.nodes[0].blocks
        self.now = 0.0
        self.conditions = Conditions()
        urls = [f"http://node{index}.test" for index in range(count)]
        self.rpc = Endpoints(
            urls, chain_id=CHAIN_ID, genesis=GENESIS, conditions=self.conditions,
            client=self._client, clock=lambda: self.now,
        )  # fmt: skip

    def _client(self, url: str, **_options: Any) -> Rpc:
        node = self.nodes[int(url.removeprefix("http://node").removesuffix(".test"))].rpc()
        node.url = url
        return node

    def asked(self) -> list[int]:
        """Which nodes get the next question, leaving out looks at them."""
        for node in self.nodes:
            node.calls.clear()
        self.rpc.block(1)
        return [index for index, node in enumerate(self.nodes) if node.calls[-2:] == ["eth_getBlockByNumber"] * 2
                or node.calls == ["eth_getBlockByNumber"]]  # fmt: skip

    def present(self) -> set[tuple[str, str]]:
        return {(standing.name, standing.about) for standing in self.conditions.present()}

    def raw(self, nonce: int = 0) -> bytes:
        call = Call(to_address("0x" + "22" * 20), b"x")
        return sign_transaction(SIGNER, call, chain_id=CHAIN_ID, nonce=nonce, gas=21_000).raw


def test_the_first_is_used_until_it_fails_and_the_next_from_then_on() -> None:
    nodes = Nodes(2)
    assert nodes.rpc.block_number() == 0
    assert nodes.nodes[1].calls.count("eth_blockNumber") == 1  # the look at it
    nodes.nodes[0].down = True
    assert nodes.rpc.block_number() == 0
    assert nodes.present() == {(Condition.ENDPOINT_AWAY, "http://node0.test")}
    nodes.nodes[0].down = False
    nodes.now = 100
    assert nodes.rpc.block_number() == 0
    assert nodes.present() == set()
    nodes.nodes[0].calls.clear()
    nodes.rpc.block_number()
    assert nodes.nodes[0].calls == []


def test_another_chain_is_never_believed() -> None:
    nodes = Nodes(2)
    answer = nodes.nodes[0]._result
    nodes.nodes[0]._result = lambda method, parameters: (  # type: ignore[method-assign]
        "0x99" if method in ("eth_chainId", "eth_getTransactionCount") else answer(method, parameters)
    )
    assert nodes.rpc.transaction_count(SIGNER.address) == 0
    assert nodes.present() == {(Condition.WRONG_CHAIN, "http://node0.test")}
    nodes.nodes[1].down = True
    nodes.now = 100
    with pytest.raises(RpcUnreachableError, match=r"chain 153.*node1"):
        nodes.rpc.block_number()


def test_an_old_head_is_left_until_it_has_caught_up() -> None:
    nodes = Nodes(3)
    nodes.nodes[0].blocks = [[]]
    for node in nodes.nodes[1:]:
        node.blocks = [[] for _ in range(9)]
    assert nodes.rpc.block_number() == 8
    assert nodes.present() == {(Condition.OLD_HEAD, "http://node0.test")}
    nodes.nodes[0].blocks = [[] for _ in range(7)]
    nodes.now = 100
    assert nodes.rpc.block_number() == 8
    assert nodes.present() == set()


def test_one_in_four_may_boast_of_its_head() -> None:
    nodes = Nodes(4)
    nodes.nodes[2].blocks = [[] for _ in range(99)]
    assert nodes.rpc.block_number() == 0
    assert nodes.present() == set()


def test_what_one_node_refuses_of_its_own_another_takes() -> None:
    nodes = Nodes(2)
    nodes.nodes[0].send_errors = [(-32002, "not in sync"), (-32007, "Sender account not authorized")]
    nodes.rpc.send_raw(nodes.raw())
    assert nodes.nodes[1].count(SIGNER.address) == 1
    # It stays with the one that took it.
    nodes.rpc.send_raw(nodes.raw(1))
    assert nodes.nodes[0].send_errors == [(-32007, "Sender account not authorized")]
    for node in nodes.nodes:
        node.send_errors = [(-32007, "Sender account not authorized")]
    with pytest.raises(RpcError, match="not authorized"):
        nodes.rpc.send_raw(nodes.raw(2))


def test_a_part_of_a_batch_that_one_node_refuses() -> None:
    nodes = Nodes(2)
    nodes.nodes[0].mining = nodes.nodes[1].mining = False
    nodes.nodes[0].send_errors = [(-32000, "Transaction pool is full")]
    calls = [("eth_sendRawTransaction", ("0x" + nodes.raw(nonce).hex(),)) for nonce in range(2)]
    assert all(isinstance(answer, str) for answer in nodes.rpc.batch_each(calls))
    assert len(nodes.nodes[1].pool) == 2
