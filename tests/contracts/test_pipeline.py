"""Many on the way at once: each in the chain once and in order, whatever stands in the way, which is told."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.outbox import IdempotencyKeyReusedError, Outbox
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.refusals import Condition
from quaychain.contracts.revert import PanicError
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.contracts.sender import Pace, TransactionPendingError, TransactionRefusedError
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, Receipt
from tests.contracts.fake_node import CHAIN_ID, GENESIS, FakeNode, Transaction
from tests.contracts.test_sender import PANIC, call

GAS = 100_000


class Desk:
    """A sender, its node and its file; `restart` is what a crash leaves."""

    def __init__(self, folder: Path) -> None:
        self.node = FakeNode()
        self.signer = LocalSigner(os.urandom(32))
        self.path = folder / "outbox.sqlite"
        self.pace = Pace(resend_after=0.01, max_pending=10, stalled_after=0.05)
        self.restart()

    def restart(self) -> None:
        self.outbox = Outbox(self.path, self.signer.address, CHAIN_ID, GENESIS)
        self.sender = PipelinedSender(
            self.node.rpc(), self.signer, self.outbox, chain_id=CHAIN_ID, pace=self.pace,
        )  # fmt: skip

    def submit(self, texts: str) -> set[str]:
        return self.sender.submit_all({text: call(text) for text in texts}, gas=GAS)

    def texts(self) -> str:
        return "".join(one.call.data.decode() for one in self.node.executed())

    def settle(self, texts: str) -> None:
        """Until all of them succeeded."""
        self.until(lambda: all(isinstance(self.sender.poll(list(texts)).get(text), Receipt) for text in texts))

    def until(self, happens: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 5
        while not happens():
            assert time.monotonic() < deadline
            time.sleep(0.002)

    def present(self) -> set[str]:
        return {standing.name for standing in self.sender.conditions.present()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.outbox.close()


def test_all_go_at_once_and_in_order(desk: Desk) -> None:
    assert desk.submit("abcdef") == set("abcdef")
    assert desk.texts() == "abcdef"
    assert desk.node.calls == ["eth_getTransactionCount"] + ["eth_sendRawTransaction"] * 6
    assert desk.submit("abcdef") == set("abcdef")
    found = desk.sender.poll(list("abcdef"))
    assert {key: found[key].block_number for key in "af"} == {"a": 1, "f": 6}  # type: ignore[union-attr]
    with pytest.raises(IdempotencyKeyReusedError):
        desk.sender.submit_all({"a": call("other")}, gas=GAS)
    desk.sender.forget_begun(list("abcde"))
    assert set(desk.outbox.find_all(list("abcdef"))) == {"f"}


def test_while_the_node_is_waited_for_others_store_and_what_they_store_goes_after_it(desk: Desk) -> None:
    asked, answers, hand_over = threading.Event(), threading.Event(), desk.sender._rpc.batch_each

    def slowly(requests: Sequence[tuple[str, tuple[Any, ...]]]) -> Any:
        asked.set()
        assert answers.wait(5)
        return hand_over(requests)

    desk.sender._rpc.batch_each = slowly  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(desk.submit, "abc")
        assert asked.wait(5)
        second = threads.submit(desk.submit, "def")
        desk.until(lambda: desk.outbox.find("f") is not None)
        answers.set()
        assert (first.result(), second.result()) == (set("abc"), set("def"))
    assert desk.texts() == "abcdef"


def test_no_more_than_there_is_room_for(desk: Desk) -> None:
    desk.node.mining = False
    assert desk.submit("abcdefghijkl") == set("abcdefghij")
    assert desk.submit("abcdefghijkl") == set("abcdefghij")
    desk.node.mining = True
    desk.node.mine()
    assert desk.submit("abcdefghijkl") == set("abcdefghijkl")
    desk.settle("abcdefghijkl")
    assert desk.texts() == "abcdefghijkl"


def test_the_answer_is_lost_and_then_the_process(desk: Desk) -> None:
    desk.node.lose_answers_to = ["eth_sendRawTransaction"]
    desk.submit("abc")
    desk.restart()
    desk.settle("abc")
    assert desk.texts() == "abc"
    desk.node.down = True
    with pytest.raises(RpcUnreachableError):
        desk.submit("d")
    assert desk.outbox.find("d") is None


def test_a_full_pool_makes_it_slower_until_there_is_room(desk: Desk) -> None:
    desk.node.mining = False
    desk.node.send_errors = [(-32000, "TRANSACTION_POOL_LIMIT: per sender limit")] * 3
    desk.submit("abcdefgh")
    assert desk.present() == {"pool_full"}
    assert desk.submit("abcdefghi") == set("abcdefgh")
    desk.node.mining = True
    desk.settle("abcdefgh")
    assert desk.texts() == "abcdefgh"
    assert desk.present() == set()


@pytest.mark.parametrize(
    ("error", "name"),
    [
        ((-32002, "Transactions are not taken, not in sync"), Condition.NOT_IN_SYNC),
        ((-32007, "Sender account not authorized to send transactions"), Condition.NOT_PERMITTED),
    ],
)
def test_what_passes_is_waited_for_with_the_same_bytes(desk: Desk, error: tuple[int, str], name: str) -> None:
    desk.node.send_errors = [error] * 8
    desk.submit("ab")
    assert desk.present() == {name}
    before = {key: entry.raw for key, entry in desk.outbox.find_all(["a", "b"]).items()}
    desk.settle("ab")
    assert desk.present() == set()
    assert {one.call.data.decode(): one.raw for one in desk.node.executed()} == before


def test_who_waits_for_one_transaction_does_so_for_a_time_and_goes_on_with_the_same_bytes(desk: Desk) -> None:
    """As a keeper does that looks once, while its account is on no allowlist."""
    desk.node.send_errors = [(-32007, "Sender account not authorized to send transactions")] * 1_000
    with pytest.raises(TransactionPendingError, match="not authorized"):
        desk.sender.send(call("a"), idempotency_key="a", timeout=1)
    stored = desk.outbox.find("a")
    desk.node.send_errors.clear()
    desk.restart()
    assert stored is not None
    assert desk.sender.send(call("a"), idempotency_key="a").transaction_hash == stored.hash


def test_a_stalled_chain_is_told(desk: Desk) -> None:
    desk.node.mining = False
    desk.submit("a")
    desk.until(lambda: desk.sender.poll(["a"]) == {} and desk.present() == {"chain_stalled"})
    desk.node.mine()
    desk.settle("a")
    assert desk.present() == set()


def test_a_taken_nonce_is_told_and_the_call_follows(desk: Desk) -> None:
    desk.node.mining = False
    desk.submit("ab")
    desk.node.pool.clear()
    signed = sign_transaction(desk.signer, call("foreign"), chain_id=CHAIN_ID, nonce=0, gas=GAS)
    desk.node.blocks.append([Transaction.parse(signed.raw)])
    desk.node.mining = True
    desk.settle("ab")
    assert desk.texts() == "foreignba"
    assert desk.present() == {"nonce_taken"}


def test_what_is_signed_anew_keeps_its_order_whatever_its_keys_are(desk: Desk) -> None:
    desk.node.mining = False
    desk.sender.submit_all({key: call(key) for key in ("9", "10")}, gas=GAS)
    desk.node.pool.clear()
    for nonce in (0, 1):
        signed = sign_transaction(desk.signer, call("foreign"), chain_id=CHAIN_ID, nonce=nonce, gas=GAS)
        desk.node.blocks.append([Transaction.parse(signed.raw)])
    desk.node.mining = True
    desk.until(lambda: len(desk.sender.poll(["9", "10"])) == 2)
    assert desk.texts() == "foreignforeign910"


def test_a_block_shown_before_its_receipts_displaces_nothing(desk: Desk) -> None:
    receipt = desk.node._receipt
    desk.node._receipt = lambda digest: None  # type: ignore[method-assign]
    desk.submit("a")
    desk.until(lambda: desk.sender.poll(["a"]) == {} and bool(desk.sender._suspected))
    desk.node._receipt = receipt  # type: ignore[method-assign]
    desk.settle("a")
    assert desk.texts() == "a"


def test_what_reverts_and_what_no_node_takes_is_answered(desk: Desk) -> None:
    desk.node.fails = lambda one: PANIC if one.data == b"b" else None
    desk.node.send_errors = [(-32000, "intrinsic gas too low")]
    desk.submit("abc")
    desk.until(lambda: len(desk.sender.poll(list("abc"))) == 3)
    found = desk.sender.poll(list("abc"))
    assert isinstance(found["a"], TransactionRefusedError)
    assert isinstance(found["b"], PanicError)
    assert isinstance(found["c"], Receipt)
    # The nonce that came free was filled with a call that does nothing.
    assert [one.call for one in desk.node.executed()] == [Call(desk.signer.address, b""), call("b"), call("c")]


def test_what_the_chain_lost_comes_back_before_anything_new(desk: Desk) -> None:
    desk.submit("abc")
    desk.settle("abc")
    desk.node.roll_back(1)
    desk.node.mining = False
    assert desk.submit("d") == set()
    desk.node.mining = True
    desk.node.mine()
    desk.settle("abc")
    assert desk.submit("d") == {"d"}
    desk.settle("abcd")
    assert desk.texts() == "abcd"


def test_what_the_chain_lost_comes_back_though_nobody_asks_for_it_any_more(desk: Desk) -> None:
    """As when an anchor had reverted, and the chain went back before it was tried anew under another key."""
    desk.submit("a")
    desk.node.fails = lambda one: PANIC
    desk.submit("b")
    assert isinstance(desk.sender.poll(["b"])["b"], PanicError)
    desk.node.fails = lambda one: None
    desk.node.roll_back(1)
    desk.until(lambda: desk.submit("c") == {"c"})
    desk.settle("c")
    assert desk.texts() == "abc"


def test_there_is_room_again_though_nobody_asks_for_what_takes_it(desk: Desk) -> None:
    """As when a node lost its pool, with what was on the way for an epoch that is over."""
    desk.node.mining = False
    desk.submit("abcdefghij")
    desk.node.pool.clear()
    desk.node.mining = True
    desk.until(lambda: desk.submit("k") == {"k"})
    assert desk.texts() == "abcdefghijk"
