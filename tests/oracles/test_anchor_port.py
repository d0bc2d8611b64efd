"""The anchor port on a chain in memory: what counts as the contract's refusal, and what is waited for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.contracts.sender import Pace
from quaychain.contracts.signers import LocalSigner, SignerError
from quaychain.contracts.types import to_address
from quaychain.oracles.anchor_port import ChainAnchorPort
from quaychain.oracles.holders import StateFile
from quaychain.oracles.ports import AnchorRefusedError, ChainStream
from quaychain.oracles.queue.batches import BatchRow, BatchState, Inclusion
from tests.contracts.fake_node import CHAIN_ID, GENESIS, FakeNode
from tests.contracts.test_sender import PANIC

STREAM, OTHER = b"\1" * 32, b"\2" * 32
ON_CHAIN = {STREAM: ChainStream(1, 1, True), OTHER: ChainStream(3, 1, True)}


def row(stream: bytes, first: int, attempt: int = 0) -> BatchRow:
    return BatchRow(stream, first, 2, b"\5" * 32, BatchState.STORED, cid=b"\3" * 36, attempt=attempt)


class World:
    def __init__(self, folder: Path) -> None:
        self.node = FakeNode()
        self.signer = LocalSigner(os.urandom(32))
        self.outbox = Outbox(folder / "outbox.sqlite", self.signer.address, CHAIN_ID, GENESIS)
        pace = Pace(resend_after=0.01)
        self.sender = PipelinedSender(self.node.rpc(), self.signer, self.outbox, chain_id=CHAIN_ID, pace=pace)
        self.port = ChainAnchorPort(
            ChainReader(self.node.rpc()), self.sender, EventAnchor(to_address("0x" + "11" * 20)), lambda: 0,
            StateFile(), from_block=0,
        )  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.outbox.close()


def test_streams_and_batches_of_one_go_together(world: World) -> None:
    rows = [row(STREAM, 1), row(STREAM, 3), row(OTHER, 1)]
    found = world.port.advance(rows, ON_CHAIN)
    assert [found[one] for one in rows] == [
        Inclusion(one.hash, number) for number, one in enumerate(world.node.executed(), start=1)
    ]
    assert world.port.advance(rows, ON_CHAIN) == found
    assert world.port.blocks_of([found[one].transaction_hash for one in rows]) == {  # type: ignore[union-attr]
        one.hash: number for number, one in enumerate(world.node.executed(), start=1)
    }


def test_what_no_block_has_yet_is_left_open(world: World) -> None:
    world.node.mining = False
    assert world.port.advance([row(STREAM, 1)], ON_CHAIN) == {}
    world.node.mine()
    assert isinstance(world.port.advance([row(STREAM, 1)], ON_CHAIN)[row(STREAM, 1)], Inclusion)
    assert len(world.node.executed()) == 1


def test_a_refusal_is_the_contracts_and_the_next_try_asks_first(world: World) -> None:
    world.node.fails = lambda call: PANIC
    (error,) = world.port.advance([row(STREAM, 1)], ON_CHAIN).values()
    assert isinstance(error, AnchorRefusedError)
    world.node.refuses = lambda call: PANIC
    again = [row(STREAM, 1, attempt=1), row(STREAM, 3, attempt=1), row(OTHER, 1, attempt=1)]
    found = world.port.advance(again, ON_CHAIN)
    # Of each stream only the first is asked for, and nothing is sent.
    assert set(found) == {again[0], again[2]}
    assert len(world.node.executed()) == 1
    world.node.fails = world.node.refuses = lambda call: None
    assert isinstance(world.port.advance(again[:1], ON_CHAIN)[again[0]], Inclusion)


def test_a_node_or_signer_that_is_away_refuses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.node.down = True
    with pytest.raises(RpcUnreachableError):
        world.port.advance([row(STREAM, 1)], ON_CHAIN)
    world.node.down = False

    def away(_payload: bytes) -> bytes:
        raise SignerError("signer", "no answer in time")

    monkeypatch.setattr(world.signer, "sign_payload", away)
    with pytest.raises(SignerError):
        world.port.advance([row(STREAM, 1)], ON_CHAIN)
