"""What may be stopped, judged by validators that are connected and take part."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.proofs.commit_seals import quorum
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address, to_address
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.machine.settings import NodeSettings
from quaychain.node.process import rolling
from quaychain.node.process.guard import (
    QuorumAtRiskError,
    Standing,
    StandingUnknownError,
    keeps_quorum,
    names_of,
    one_at_a_time,
    read_standing,
    require_quorum,
)
from quaychain.node.process.rolling import LiveNodes

from .chain import ADDRESSES, VALIDATORS, FakeChain, FakeNode
from .conftest import CHAIN_ID

A, B, C, D = ADDRESSES


def standing(connected: Sequence[Address], active: Sequence[Address] = ADDRESSES, *, moving: bool = True) -> Standing:
    return Standing(ADDRESSES, frozenset(connected), frozenset(active), moving)


def test_one_of_four_may_stop() -> None:
    require_quorum(standing(ADDRESSES), A, "a", {})


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        (standing([A, B, C]), "Customs not taking part without it"),
        (standing(ADDRESSES, [A, B, C]), "Customs not taking part without it"),
        (standing([A, B, C], moving=False), "Customs not taking part without it"),
    ],
)
def test_no_second_one_may_stop(now: Standing, missing: str) -> None:
    with pytest.raises(QuorumAtRiskError) as caught:
        require_quorum(now, A, "a", {D: "Customs"})
    assert "would leave 2 of 4 validators, and 3 must seal" in str(caught.value)
    assert missing in str(caught.value)


def test_what_takes_no_part_may_stop() -> None:
    require_quorum(standing([A, B, C]), D, "d", {})
    require_quorum(standing(ADDRESSES, [A, B, C]), D, "d", {})
    require_quorum(standing([A, B]), to_address(b"\1" * 20), "query", {})


def test_while_the_chain_stands_still_connections_count() -> None:
    require_quorum(standing(ADDRESSES, [], moving=False), A, "a", {})
    require_quorum(standing(ADDRESSES, []), A, "a", {})


def test_who_is_connected_only_through_the_one_that_leaves_is_lost_too() -> None:
    """As it was once when four nodes that had just started had dropped each other's connections."""
    links = {A: frozenset([B, C, D]), B: frozenset([A, C]), C: frozenset([A, B]), D: frozenset([A])}
    now = Standing(ADDRESSES, frozenset(ADDRESSES), frozenset(ADDRESSES), moving=True, links=links)
    assert now.left_without(A) == {B, C}
    with pytest.raises(QuorumAtRiskError, match="would leave 2 of 4"):
        require_quorum(now, A, "a", {})
    require_quorum(now, D, "d", {})
    # What could not be asked is not held against anybody.
    assert Standing(ADDRESSES, now.connected, now.active, moving=True, links={D: links[A]}).left_without(A) == {B, C, D}
    assert Standing((A, B), frozenset([A]), frozenset([A]), moving=True).left_without(A) == frozenset()


@given(st.integers(1, 12), st.data())
def test_never_below_a_quorum(count: int, data: st.DataObject) -> None:
    validators = tuple(to_address(bytes([number + 1]) * 20) for number in range(count))
    some = st.frozensets(st.sampled_from(validators))
    now = Standing(validators, data.draw(some), data.draw(some), data.draw(st.booleans()))
    leaving = data.draw(st.sampled_from(validators))
    try:
        require_quorum(now, leaving, "x", {})
    except QuorumAtRiskError:
        assert len(now.live - {leaving}) < quorum(count)
    else:
        assert leaving not in now.live or len(now.live) - 1 >= quorum(count)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[FakeNode]:
    """The node that the guard asks: the last one put in here."""
    nodes: list[FakeNode] = []

    def open_fake(settings: NodeSettings) -> Rpc:
        return nodes[-1].rpc()

    monkeypatch.setattr("quaychain.node.process.guard.open_rpc", open_fake)
    monkeypatch.setattr("quaychain.node.process.guard.stall_after", lambda node: 1.5)
    monkeypatch.setattr("quaychain.node.process.guard._LOOK_EVERY", 0.01)
    return nodes


def test_the_standing_that_a_node_shows(node: NodeFolder, asked: list[FakeNode]) -> None:
    own = to_address(node.read_settings().address)
    chain = FakeChain(start=int(time.time()) - 20).grow(21)
    asked.append(FakeNode(chain, CHAIN_ID, peers=VALIDATORS[1:3]))
    now = read_standing(node)
    assert now.connected == {own, *ADDRESSES[1:3]}
    assert now.active == set(ADDRESSES)
    assert now.validators == ADDRESSES
    assert now.moving
    assert now.live == set(ADDRESSES[1:3])


def test_an_old_head_is_a_stall_unless_it_moves(node: NodeFolder, asked: list[FakeNode]) -> None:
    chain = FakeChain(start=1_000).grow(21)
    asked.append(FakeNode(chain, CHAIN_ID))
    assert not read_standing(node).moving

    class Growing(FakeNode):
        def _result(self, method, params):
            if method == "eth_blockNumber":
                self.chain.grow(1)
            return super()._result(method, params)

    asked.append(Growing(chain, CHAIN_ID))
    assert read_standing(node).moving


def test_of_a_node_that_does_not_answer_nothing_is_known(node: NodeFolder, asked: list[FakeNode]) -> None:
    asked.append(FakeNode(FakeChain().grow(2), 1))
    with pytest.raises(StandingUnknownError, match="--force"):
        read_standing(node)


def test_names_are_the_cards(node: NodeFolder) -> None:
    names = names_of(node)
    assert len(names) == 4
    assert names[to_address(node.read_settings().address)] == "Manufacturer"


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("quaychain.node.process.guard._LOCK_SECONDS", 0.05)
    monkeypatch.setattr("quaychain.node.process.guard._LOOK_EVERY", 0.01)
    from quaychain.node.process.guard import OtherRollingError

    with one_at_a_time(A):
        with one_at_a_time(B):
            pass
        with pytest.raises(OtherRollingError), one_at_a_time(A):
            pass
    with one_at_a_time(A):
        pass


def test_a_rolling_restart_waits_for_a_validator_that_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = frozenset(ADDRESSES)
    looks = [Standing(ADDRESSES, whole, whole - {ADDRESSES[3]}, moving=True)] * 2 + [
        Standing(ADDRESSES, whole, whole, moving=True)
    ]
    monkeypatch.setattr(rolling, "read_standing", lambda _: looks.pop(0))
    monkeypatch.setattr(rolling, "_LOOK_EVERY", 0.0)
    node: Any = SimpleNamespace(read_settings=lambda: SimpleNamespace(address=ADDRESSES[0]))
    assert keeps_quorum(LiveNodes().standing_with_quorum(node), ADDRESSES[0])
    assert not looks
    late = Standing(ADDRESSES, whole, whole - {ADDRESSES[3]}, moving=True)
    monkeypatch.setattr(rolling, "read_standing", lambda _: late)
    assert LiveNodes(others_within=0.01).standing_with_quorum(node) is late
    assert not keeps_quorum(late, ADDRESSES[0])
    assert keeps_quorum(late, ADDRESSES[3])
