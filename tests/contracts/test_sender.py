"""Whatever is lost on the way, each transaction is in the chain once."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from quaychain.contracts.outbox import IdempotencyKeyReusedError, Outbox
from quaychain.contracts.revert import PanicError, RevertReasonError, UnknownRevertError
from quaychain.contracts.rpc import RpcUnreachableError
from quaychain.contracts.sender import (
    MAX_GAS,
    Pace,
    TransactionFailedError,
    TransactionPendingError,
    TransactionRefusedError,
    TransactionSender,
)
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, to_address
from tests.contracts.fake_node import CHAIN_ID, GENESIS, FakeNode, Transaction

TARGET = to_address("0x" + "22" * 20)
QUICK = Pace(timeout=10.0, first_poll=0.001, slowest_poll=0.005, resend_after=0.01)
PANIC = bytes.fromhex("4e487b71") + (0x11).to_bytes(32)


def call(text: str) -> Call:
    return Call(TARGET, text.encode())


class Desk:
    """A sender, its node and its file; `restart` is what a crash leaves."""

    def __init__(self, folder: Path, node: FakeNode | None = None) -> None:
        self.node = node or FakeNode()
        self.signer = LocalSigner(os.urandom(32))
        self.path = folder / "outbox.sqlite"
        self.final: int | None = None
        self.restart()

    def restart(self) -> None:
        self.outbox = Outbox(self.path, self.signer.address, CHAIN_ID, GENESIS)
        self.sender = TransactionSender(
            self.node.rpc(), self.signer, self.outbox, chain_id=CHAIN_ID, pace=QUICK,
            final_block=lambda: len(self.node.blocks) - 1 if self.final is None else self.final,
        )  # fmt: skip

    def texts(self) -> list[str]:
        return [one.call.data.decode() for one in self.node.executed()]

    def foreign(self, text: str) -> Transaction:
        """A transaction of the same account that didn't come through the outbox."""
        nonce = self.node.count(self.signer.address)
        signed = sign_transaction(self.signer, call(text), chain_id=CHAIN_ID, nonce=nonce, gas=21_000)
        return Transaction.parse(signed.raw)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.outbox.close()


def test_sends_and_waits(desk: Desk) -> None:
    receipt = desk.sender.send(call("a"))
    assert receipt.succeeded
    assert (receipt.sender, receipt.to, receipt.block_number) == (desk.signer.address, TARGET, 1)
    assert desk.texts() == ["a"]


def test_a_key_is_sent_once(desk: Desk) -> None:
    first = desk.sender.send(call("a"), idempotency_key="k")
    desk.restart()
    assert desk.sender.send(call("a"), idempotency_key="k") == first
    assert desk.sender.resume("k") == first
    assert desk.texts() == ["a"]
    with pytest.raises(IdempotencyKeyReusedError):
        desk.sender.send(call("b"), idempotency_key="k")


def test_nothing_is_known_of_another_key(desk: Desk) -> None:
    assert desk.sender.resume("k") is None
    with pytest.raises(KeyError):
        desk.sender.wait("k")


def test_a_refused_call_spends_nothing(desk: Desk) -> None:
    desk.node.refuses = lambda one: PANIC
    with pytest.raises(PanicError, match="overflow"):
        desk.sender.send(call("a"), idempotency_key="k")
    assert desk.texts() == []
    assert desk.outbox.find("k") is None
    desk.node.refuses = lambda one: None
    desk.sender.send(call("b"), idempotency_key="k")
    assert desk.texts() == ["b"]


def test_a_call_that_reverts_in_its_block_raises_the_same_error_again(desk: Desk) -> None:
    desk.node.fails = lambda one: (
        bytes.fromhex("08c379a0") + (32).to_bytes(32) + (3).to_bytes(32) + b"why".ljust(32, b"\0")
    )
    for _ in range(2):
        with pytest.raises(RevertReasonError, match="why"):
            desk.sender.send(call("a"), idempotency_key="k")
        desk.node.fails = lambda one: None
        desk.restart()
    assert desk.texts() == ["a"]


def test_a_failure_whose_reason_is_gone(desk: Desk) -> None:
    desk.node.fails = lambda one: b"\1\2\3\4" if desk.node.calls[-1] == "eth_sendRawTransaction" else None
    with pytest.raises(TransactionFailedError):
        desk.sender.send(call("a"))
    desk.node.fails = lambda one: b"\1\2\3\4"
    with pytest.raises(UnknownRevertError):
        desk.sender.send(call("b"))


def test_gas_is_the_estimate_with_a_margin(desk: Desk) -> None:
    desk.sender.send(call("a"))
    desk.sender.send(call("b"), gas=50_000)
    desk.sender.send(call("c"), simulate=False)
    assert [one.gas for one in desk.node.executed()] == [21_000 * 5 // 4 + 5_000, 50_000, MAX_GAS]


def test_not_simulated_when_told_so(desk: Desk) -> None:
    desk.sender.send(call("a"), simulate=False, gas=30_000)
    assert "eth_estimateGas" not in desk.node.calls


def test_the_answer_to_sending_is_lost(desk: Desk) -> None:
    desk.node.lose_answers_to = ["eth_sendRawTransaction"]
    assert desk.sender.send(call("a")).succeeded
    assert desk.texts() == ["a"]


def test_the_node_is_down_before_anything_is_stored(desk: Desk) -> None:
    desk.node.down = True
    with pytest.raises(RpcUnreachableError):
        desk.sender.send(call("a"), idempotency_key="k")
    assert desk.outbox.find("k") is None


def test_stored_but_not_sent_is_sent_after_a_restart(desk: Desk) -> None:
    desk.node.mining = False
    with pytest.raises(TransactionPendingError, match="stored"):
        desk.sender.send(call("a"), idempotency_key="k", timeout=0.3)
    raw = desk.node.pool[0].raw
    desk.node.roll_back(0)
    desk.node.mining = True
    desk.restart()
    receipt = desk.sender.resume("k")
    assert receipt is not None
    assert [one.raw for one in desk.node.executed()] == [raw]


def test_the_same_bytes_again_when_the_chain_went_back(desk: Desk) -> None:
    for text in "abc":
        desk.sender.send(call(text), idempotency_key=text)
    raws = [one.raw for one in desk.node.executed()]
    desk.node.roll_back(1)
    desk.restart()
    desk.sender.send(call("d"), idempotency_key="d")
    assert desk.texts() == ["a", "b", "c", "d"]
    assert [one.raw for one in desk.node.executed()][:3] == raws


def test_what_would_fail_now_is_held_back(desk: Desk) -> None:
    """Another account's lost transaction has to come first."""
    desk.sender.send(call("needs-other"), idempotency_key="k")
    desk.node.roll_back(0)
    desk.node.refuses = lambda one: PANIC
    with pytest.raises(TransactionPendingError, match="overflow"):
        desk.sender.resume("k", timeout=0.05)
    assert desk.texts() == []
    desk.node.refuses = lambda one: None
    assert desk.sender.resume("k") is not None
    assert desk.texts() == ["needs-other"]


def test_what_failed_before_is_not_held_back(desk: Desk) -> None:
    desk.node.fails = lambda one: PANIC
    with pytest.raises(PanicError):
        desk.sender.send(call("a"), idempotency_key="a")
    desk.node.fails = lambda one: None
    desk.sender.send(call("b"), idempotency_key="b")
    desk.node.roll_back(0)
    desk.node.refuses = lambda one: PANIC if one.data == b"a" else None
    assert desk.sender.resume("b") is not None
    assert desk.texts() == ["a", "b"]


def test_a_nonce_taken_for_good_is_signed_anew(desk: Desk) -> None:
    desk.node.mining = False
    with pytest.raises(TransactionPendingError):
        desk.sender.send(call("a"), idempotency_key="k", timeout=0.02)
    first = desk.node.pool[0]
    desk.node.pool = [desk.foreign("other")]
    desk.node.mining = True
    desk.node.mine()
    receipt = desk.sender.resume("k")
    assert receipt is not None
    assert receipt.transaction_hash != first.hash
    assert desk.texts() == ["other", "a"]
    assert desk.sender.resume("k") == receipt


def test_a_nonce_taken_in_a_block_that_may_go_is_waited_for(desk: Desk) -> None:
    desk.final = 0
    desk.node.mining = False
    with pytest.raises(TransactionPendingError):
        desk.sender.send(call("a"), idempotency_key="k", timeout=0.02)
    desk.node.pool = [desk.foreign("other")]
    desk.node.mining = True
    desk.node.mine()
    with pytest.raises(TransactionPendingError):
        desk.sender.resume("k", timeout=0.05)
    desk.node.roll_back(0)
    assert desk.sender.resume("k") is not None
    assert desk.texts() == ["a"]


def test_a_gap_that_another_left_is_filled(desk: Desk) -> None:
    desk.node.pool = [desk.foreign("other")]
    desk.node.mine()
    desk.sender.send(call("a"), idempotency_key="a")
    desk.node.roll_back(0)
    assert desk.sender.resume("a") is not None
    assert desk.texts() == ["", "a"]
    assert desk.node.executed()[0].call.to == desk.signer.address


@pytest.mark.parametrize(
    "errors",
    [[(-32004, "Upfront cost exceeds account balance")], [(-32007, "Sender account not authorized")] * 3],
)
def test_a_refusal_for_good_frees_the_nonce(desk: Desk, errors: list[tuple[int, str]]) -> None:
    desk.node.send_errors = errors
    with pytest.raises(TransactionRefusedError, match=errors[0][1]):
        desk.sender.send(call("a"), idempotency_key="k")
    desk.sender.send(call("b"), idempotency_key="k")
    assert desk.texts() == ["b"]


def test_an_account_that_is_not_permitted_for_a_moment(desk: Desk) -> None:
    """While Besu loads its allowlist anew it permits nobody."""
    desk.node.send_errors = [(-32007, "Sender account not authorized to send transactions")] * 2
    desk.sender.send(call("a"))
    assert desk.texts() == ["a"]


@pytest.mark.parametrize(
    "error",
    [(-32002, "Initial sync is still in progress"), (-32000, "transaction pool is full"), (-32603, "Internal error")],
)
def test_a_refusal_for_now_is_tried_again(desk: Desk, error: tuple[int, str]) -> None:
    desk.node.send_errors = [error, error]
    desk.sender.send(call("a"))
    assert desk.texts() == ["a"]


def test_too_many_unconfirmed_are_waited_for(desk: Desk) -> None:
    desk.sender = TransactionSender(
        desk.node.rpc(), desk.signer, desk.outbox, chain_id=CHAIN_ID,
        pace=replace(QUICK, max_pending=2),
    )  # fmt: skip
    desk.node.mining = False
    desk.sender.submit(call("a"), idempotency_key="a")
    desk.sender.submit(call("b"), idempotency_key="b")
    with pytest.raises(TransactionPendingError):
        desk.sender.submit(call("c"), idempotency_key="c", timeout=0.1)
    assert desk.outbox.find("c") is None
    desk.node.mine()
    desk.sender.submit(call("c"), idempotency_key="c")
    desk.node.mine()
    assert desk.sender.wait("b").succeeded
    assert desk.texts() == ["a", "b", "c"]


def test_many_threads_and_two_senders_on_one_outbox(desk: Desk) -> None:
    other = Desk.__new__(Desk)
    other.node, other.signer, other.path, other.final = desk.node, desk.signer, desk.path, None
    other.restart()
    errors = []

    def work(sender: TransactionSender, name: str) -> None:
        try:
            for number in range(5):
                sender.send(call(f"{name}{number}"), idempotency_key=f"{name}{number}", timeout=20)
        except Exception as error:  # shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=work, args=(each.sender, name)) for each in (desk, other) for name in ("x", "y")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(desk.texts()) == sorted(f"{name}{number}" for name in "xy" for number in range(5))
    other.outbox.close()


class Losses(RuleBasedStateMachine):
    """Submits, crashes, lost answers, lost pools, lost blocks, foreign transactions, in any order."""

    @initialize()
    def start(self) -> None:
        self.folder = TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name))
        self.desk.final = 0
        self.keys: list[str] = []
        self.foreign = 0

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        try:
            self.desk.node.mining = True
            self.desk.node.send_errors.clear()
            self.desk.node.mine()
            self.desk.final = None
            self.desk.restart()
            for key in self.keys:
                receipt = self.desk.sender.resume(key)
                assert receipt is not None
                assert receipt.succeeded
            texts = [text for text in self.desk.texts() if text and not text.startswith("foreign")]
            assert sorted(texts) == sorted(self.keys), "each exactly once"
        finally:
            self.desk.outbox.close()
            self.folder.cleanup()

    @rule(lose_answer=st.booleans())
    def submit(self, lose_answer: bool) -> None:
        key = f"key{len(self.keys)}"
        if lose_answer:
            self.desk.node.lose_answers_to.append("eth_sendRawTransaction")
        with contextlib.suppress(TransactionPendingError):
            self.desk.sender.submit(call(key), idempotency_key=key, timeout=0.05)
        self.desk.node.lose_answers_to.clear()
        if self.desk.outbox.find(key):
            self.keys.append(key)

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def wait(self, data: st.DataObject) -> None:
        with contextlib.suppress(TransactionPendingError):
            self.desk.sender.resume(data.draw(st.sampled_from(self.keys)), timeout=0.03)

    @rule()
    def crash(self) -> None:
        self.desk.outbox.close()
        self.desk.restart()

    @rule(mining=st.booleans())
    def mining(self, mining: bool) -> None:
        self.desk.node.mining = mining
        if mining:
            self.desk.node.mine()

    @rule()
    def lose_pool(self) -> None:
        self.desk.node.pool.clear()

    @rule(data=st.data())
    def lose_blocks(self, data: st.DataObject) -> None:
        assert self.desk.final is not None
        self.desk.node.roll_back(data.draw(st.integers(self.desk.final, len(self.desk.node.blocks) - 1)))

    @rule(data=st.data())
    def finalise(self, data: st.DataObject) -> None:
        assert self.desk.final is not None
        self.desk.final = data.draw(st.integers(self.desk.final, len(self.desk.node.blocks) - 1))

    @precondition(lambda self: self.foreign < 3)
    @rule()
    def take_nonce(self) -> None:
        self.foreign += 1
        taken = self.desk.foreign(f"foreign{self.foreign}")
        self.desk.node.pool = [one for one in self.desk.node.pool if one.nonce != taken.nonce] + [taken]
        self.desk.node.mine()

    @invariant()
    def nothing_twice(self) -> None:
        if hasattr(self, "desk"):
            texts = [text for text in self.desk.texts() if text]
            assert len(texts) == len(set(texts))


TestLosses = Losses.TestCase
TestLosses.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
