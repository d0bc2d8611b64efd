"""Nothing is deleted before f+1 nodes name the same block, or f+1 validators have sealed the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import rlp
from eth_keys import keys

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.header import header_values
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, to_address, to_hex
from quaychain.oracles.holders import NodesHolding, StateFile, holders_needed, identity_of
from quaychain.oracles.queue.batches import BatchRow, BatchState
from tests.contracts.fake_node import CHAIN_ID, FakeNode, Transaction

CALL = Call(to_address("0x" + "22" * 20), b"x")
VALIDATORS = [keys.PrivateKey(bytes([number]) * 32) for number in range(1, 5)]
ADDRESSES = [to_address(key.public_key.to_canonical_address()) for key in VALIDATORS]
SENT = Transaction.parse(sign_transaction(LocalSigner(b"\x07" * 32), CALL, chain_id=CHAIN_ID, nonce=0, gas=21_000).raw)


FINAL = BatchRow(b"s" * 32, 1, 5, b"r" * 32, BatchState.FINAL, b"c", SENT.hash, 1)


class SealingNode(FakeNode):
    """One whose blocks are sealed by validators, as QBFT's are."""

    def __init__(self, sealers: Sequence[keys.PrivateKey]) -> None:
        super().__init__()
        self.sealers = sealers
        #: What the seals are about in place of what the block says.
        self.signed_as: dict[str, str] = {}

    def _block(self, number: int) -> dict[str, Any]:
        zeros, extra = to_hex(bytes(32)), [bytes(32), [], [], b""]
        block = super()._block(number) | {
            "sha3Uncles": zeros, "miner": to_hex(bytes(20)), "stateRoot": zeros, "transactionsRoot": zeros,
            "receiptsRoot": zeros, "logsBloom": to_hex(bytes(256)), "difficulty": "0x1", "gasLimit": "0x1",
            "gasUsed": "0x0", "extraData": to_hex(rlp.encode([*extra, []])), "mixHash": zeros,
            "nonce": to_hex(bytes(8)),
        }  # fmt: skip
        signed = keccak256(rlp.encode(header_values(block | self.signed_as)))
        seals = [key.sign_msg_hash(signed).to_bytes() for key in self.sealers]
        return block | {"extraData": to_hex(rlp.encode([*extra, seals]))}


@pytest.mark.parametrize(
    ("sealers", "held"),
    [
        (VALIDATORS[:3], True),
        (VALIDATORS[:2], True),
        (VALIDATORS[:1], False),
        (VALIDATORS[:1] * 3, False),
        ([keys.PrivateKey(bytes([number]) * 32) for number in range(11, 15)], False),
    ],
)
def test_one_node_shows_by_the_next_blocks_seals_that_enough_have_a_block(
    sealers: Sequence[keys.PrivateKey], held: bool
) -> None:
    node, conditions = SealingNode(sealers), Conditions()
    holders = NodesHolding([node.rpc()], lambda: ADDRESSES, conditions)
    node.blocks.append([SENT])
    assert holders.held([FINAL]) == []  # nobody has built on it yet
    node.blocks.append([])
    assert holders.held([FINAL]) == ([FINAL] if held else [])
    assert bool(conditions.present()) is not held


def test_seals_on_top_of_another_block_say_nothing_of_this_one() -> None:
    node = SealingNode(VALIDATORS)
    node.blocks += [[SENT], []]
    holders = NodesHolding([node.rpc()], lambda: ADDRESSES, Conditions())
    node.signed_as = {"parentHash": to_hex(bytes([7] * 32))}
    assert holders.held([FINAL]) == []
    node.signed_as = {}
    assert holders.held([FINAL]) == [FINAL]


def test_f_plus_1() -> None:
    assert [holders_needed(count) for count in (1, 3, 4, 6, 7, 10)] == [1, 1, 2, 2, 3, 4]


def test_enough_nodes_must_have_the_same_block() -> None:
    nodes = [FakeNode() for _ in range(3)]
    conditions = Conditions()
    urls = [f"http://node{number}.test" for number in range(3)]
    holders = NodesHolding(
        [node.rpc(url) for node, url in zip(nodes, urls, strict=True)], lambda: ADDRESSES, conditions
    )
    assert StateFile().held([FINAL]) == [FINAL]
    nodes[0].blocks.append([SENT])
    assert holders.held([FINAL]) == []
    assert [standing.name for standing in conditions.present()] == ["purge_waits"]
    # Another block with the same transaction is not the same block.
    nodes[1].blocks += [[], [SENT]]
    assert holders.held([FINAL]) == []
    nodes[1].down = True
    nodes[2].blocks.append([SENT])
    assert holders.held([FINAL]) == [FINAL]
    assert conditions.present() == []
    nodes[2].failed.add(SENT.hash)
    assert holders.held([FINAL]) == []


def test_one_node_at_two_addresses_is_one_node() -> None:
    node, other = FakeNode(), FakeNode()
    node.blocks.append([SENT])
    node.key, other.key = bytes([1]) * 64, bytes([2]) * 64
    conditions = Conditions()
    twice = [node.rpc("http://a.test"), node.rpc("http://b.test:8545/")]
    holders = NodesHolding(twice, lambda: ADDRESSES, conditions)
    assert holders.held([FINAL]) == []
    [standing] = conditions.present()
    assert standing.detail.endswith("1 are asked, and the next block's seals don't say so either")
    other.blocks.append([SENT])
    assert NodesHolding([*twice, other.rpc("http://c.test")], lambda: ADDRESSES, conditions).held([FINAL]) == [FINAL]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://node.test", "http://NODE.test:80/", True),
        ("https://node.test:443/rpc", "https://user:secret@node.test/rpc/?key=x", True),
        ("http://node.test:8545", "http://node.test:8546", False),
        ("http://node.test/a", "http://node.test/b", False),
    ],
)
def test_a_node_that_tells_no_key_is_known_by_its_address(first: str, second: str, same: bool) -> None:
    assert (identity_of(FakeNode().rpc(first)) == identity_of(FakeNode().rpc(second))) is same
