"""What is read from a node: its head with seals, its peers as validators, its pool; and what isn't known."""

from __future__ import annotations

import time

import httpx
import pytest
from eth_keys.datatypes import PrivateKey

from quaychain.contracts.rpc import Rpc, RpcAnswerError
from quaychain.contracts.types import from_hex
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.observe import PeerHead, Pool, RecentBlocks, observe
from quaychain.node.process.seals import shares, taking_part

from .chain import ADDRESSES, VALIDATORS, FakeChain, FakeNode, address
from .conftest import CHAIN_ID


def test_a_node_that_answers(node: NodeFolder) -> None:
    chain = FakeChain(start=int(time.time()) - 12).grow(10)
    view = observe(node, FakeNode(chain, CHAIN_ID).rpc())
    assert view.problem == ""
    assert view.chain is not None
    head = chain.blocks[-1]
    assert view.chain.head.hash == from_hex(head["hash"])
    assert view.chain.head.sealers == ADDRESSES
    assert dict(view.chain.peers) == dict.fromkeys(ADDRESSES[1:], PeerHead(view.chain.head.hash, 9))
    assert view.chain.pool == Pool(5, 4096)
    assert view.chain.validators == ADDRESSES
    assert view.clock == pytest.approx(3, abs=2)
    assert view.disk_free
    assert (view.pid, view.state) == (None, None)


def test_another_chain_and_no_answer_are_problems_and_no_errors(node: NodeFolder) -> None:
    view = observe(node, FakeNode(FakeChain().grow(3), 1).rpc())
    assert (view.chain, view.clock) == (None, None)
    assert view.problem == f"what answers at http://node.test has chain 1, not {CHAIN_ID}"

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    view = observe(node, Rpc("http://node.test", transport=httpx.MockTransport(refuse), patience=0.0))
    assert view.chain is None
    assert "refused" in view.problem
    view = observe(node, FakeNode(FakeChain().grow(3), CHAIN_ID, peers=[_NoKey()]).rpc())  # type: ignore[list-item]
    assert "does not answer as a node does" in view.problem


class _NoKey:
    class public_key:
        @staticmethod
        def to_bytes() -> bytes:
            return b"short"


def test_recent_blocks_are_asked_for_once() -> None:
    node = FakeNode(FakeChain().grow(31), CHAIN_ID)
    recent = RecentBlocks()
    with node.rpc() as rpc:
        head = recent_head(node, rpc)
        blocks = recent.read(rpc, head, 10)
        assert [block.number for block in blocks] == list(range(21, 31))
        node.asked.clear()
        node.chain.grow(2)
        assert [block.number for block in recent.read(rpc, recent_head(node, rpc), 10)] == list(range(23, 33))
        assert len(node.asked) == 3
        assert [block.number for block in recent.read(rpc, recent_head(node, rpc), 100)] == list(range(1, 33))


def recent_head(node: FakeNode, rpc: Rpc):
    from quaychain.contracts.proofs.commit_seals import sealed_block

    return sealed_block(rpc.call("eth_getBlockByNumber", "latest", False))


def test_blocks_of_another_past_are_not_kept() -> None:
    node = FakeNode(FakeChain().grow(20), CHAIN_ID)
    recent = RecentBlocks()
    with node.rpc() as rpc:
        recent.read(rpc, recent_head(node, rpc), 10)
        node.chain = FakeChain(start=2_000).grow(21)
        blocks = recent.read(rpc, recent_head(node, rpc), 10)
        assert [block.hash for block in blocks] == [from_hex(block["hash"]) for block in node.chain.blocks[11:]]
        node.chain.blocks[15] = FakeChain(start=3_000).grow(16).blocks[15]
        with pytest.raises(RpcAnswerError, match="no chain"):
            RecentBlocks().read(rpc, recent_head(node, rpc), 10)


def test_shares_of_validators() -> None:
    node = FakeNode(FakeChain().grow(11), CHAIN_ID)
    node.chain.live = VALIDATORS[:3]
    node.chain.grow(10)
    with node.rpc() as rpc:
        blocks = RecentBlocks().read(rpc, recent_head(node, rpc), 20)
    absent = address(PrivateKey(b"\7" * 32))
    found = {share.validator: share for share in shares(blocks, (*ADDRESSES, absent))}
    assert (found[ADDRESSES[0]].sealed, found[ADDRESSES[0]].last) == (20, 20)
    assert (found[ADDRESSES[3]].sealed, found[ADDRESSES[3]].last) == (10, 10)
    assert sum(share.proposed for share in found.values()) == 20
    assert (found[absent].sealed, found[absent].proposed, found[absent].last) == (0, 0, None)
    assert taking_part(blocks[-5:]) == set(ADDRESSES[:3])
