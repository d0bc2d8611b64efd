"""Nothing is deleted before f+1 nodes name the same block."""

from __future__ import annotations

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, to_address
from quaychain.oracles.holders import NodesHolding, StateFile, holders_needed
from quaychain.oracles.queue.batches import BatchRow, BatchState
from tests.contracts.fake_node import CHAIN_ID, FakeNode, Transaction

CALL = Call(to_address("0x" + "22" * 20), b"x")
SENT = Transaction.parse(sign_transaction(LocalSigner(b"\x07" * 32), CALL, chain_id=CHAIN_ID, nonce=0, gas=21_000).raw)


def test_f_plus_1() -> None:
    assert [holders_needed(count) for count in (1, 3, 4, 6, 7, 10)] == [1, 1, 2, 2, 3, 4]


def test_enough_nodes_must_have_the_same_block() -> None:
    nodes = [FakeNode() for _ in range(3)]
    conditions = Conditions()
    holders = NodesHolding([node.rpc() for node in nodes], lambda: 2, conditions)
    final = BatchRow(b"s" * 32, 1, 5, b"r" * 32, BatchState.FINAL, b"c", SENT.hash, 1)
    assert StateFile().held([final]) == [final]
    nodes[0].blocks.append([SENT])
    assert holders.held([final]) == []
    assert [standing.name for standing in conditions.present()] == ["purge_waits"]
    # Another block with the same transaction is not the same block.
    nodes[1].blocks += [[], [SENT]]
    assert holders.held([final]) == []
    nodes[1].down = True
    nodes[2].blocks.append([SENT])
    assert holders.held([final]) == [final]
    assert conditions.present() == []
    nodes[2].failed.add(SENT.hash)
    assert holders.held([final]) == []
