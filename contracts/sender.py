"""Sends one account's transactions (I/O): each is on disk before it is sent, and is sent until the chain has it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from .conditions import Conditions
from .errors import QuaychainError
from .outbox import Entry, EntryStatus, IdempotencyKeyReusedError, Outbox
from .reader import revert_of
from .refusals import NOT_PERMITTED, Condition, Refusal, condition_of, refusal_of
from .revert import decode_revert
from .rpc import Rpc, RpcError, RpcUnreachableError
from .signers import SignedTransaction, Signer, sign_transaction
from .types import Call, Receipt, to_hex

#: EIP-7825: no transaction may ask for more.
MAX_GAS = 1 << 24
_TRANSFER_GAS = 21_000
#: Tries before it is believed that the account is not permitted, this many seconds apart.
_NOT_PERMITTED_TRIES = 3
_NOT_PERMITTED_PAUSE = 0.2


@dataclass
class TransactionPendingError(QuaychainError):
    """No block has the transaction yet. It is stored: the same key, here or after a restart, goes on with it."""

    transaction_hash: bytes
    key: str
    reason: str

    def __str__(self) -> str:
        why = f" ({self.reason})" if self.reason else ""
        return f"transaction {to_hex(self.transaction_hash)} is stored, and in no block yet{why}: do the same again"


@dataclass
class TransactionRefusedError(QuaychainError):
    """The node does not take the transaction. Nothing of it is kept, and its nonce is free."""

    code: int
    reason: str

    def __str__(self) -> str:
        return f"the node refused the transaction: {self.reason} ({self.code})"


@dataclass
class TransactionFailedError(QuaychainError):
    """The transaction is in a block and reverted, for a reason that can't be found out any more."""

    transaction_hash: bytes
    gas_used: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How a sender waits, in seconds, and how many transactions it leaves unconfirmed at once.

    Besu's pool takes a share of its size from one sender and refuses the rest (with its ENTERPRISE profile the 616th),
    so there is a bound; where a pool takes less, the sender finds out.
    """

    timeout: float = 60.0
    first_poll: float = 0.005
    slowest_poll: float = 0.25
    resend_after: float = 1.0
    max_pending: int = 64
    #: A chain without a new block for so many seconds, while transactions wait, is stalled.
    stalled_after: float = 20.0


class TransactionSender:
    """Sends for one account. Thread-safe; processes may share an outbox.

    `final_block` gives the newest block that the chain can't lose: its head on Besu (the default), the newest stored
    one on the embedded chain. A nonce taken by another transaction up to there is taken for good.
    """

    def __init__(
        self,
        rpc: Rpc,
        signer: Signer,
        outbox: Outbox,
        *,
        chain_id: int,
        final_block: Callable[[], int] | None = None,
        gas_margin: float = 1.25,
        gas_price: int = 0,
        pace: Pace | None = None,
        conditions: Conditions | None = None,
    ) -> None:
        self.conditions = conditions or Conditions()
        self.signer = signer
        self._rpc = rpc
        self._outbox = outbox
        self._chain_id = chain_id
        self._final_block = final_block
        self._gas_margin = gas_margin
        self._gas_price = gas_price
        self._pace = pace or Pace()
        #: Held by whoever stores, so that nonces are given out one after the other.
        self._lock = threading.RLock()
        #: Held, from before others may store again, by whoever hands to the node: it gets nonces in their order.
        self._handing_over = threading.RLock()
        #: How many may wait at once; less than the pace says while a pool is full.
        self._room = self._pace.max_pending
        #: When a transaction was first found to have lost its nonce.
        self._suspected: dict[bytes, float] = {}

    def send(
        self,
        call: Call,
        *,
        idempotency_key: str | None = None,
        simulate: bool = True,
        gas: int | None = None,
        timeout: float | None = None,
    ) -> Receipt:
        """Send a call and wait for its receipt; with a key that was used before, answer for that transaction.

        Raises the contract's error where it refuses (before anything is sent, unless not `simulate`d),
        IdempotencyKeyReusedError, TransactionRefusedError, TransactionPendingError after `timeout` seconds,
        RpcUnreachableError where nothing was stored yet.
        """
        key = idempotency_key or uuid.uuid4().hex
        self.submit(call, idempotency_key=key, simulate=simulate, gas=gas, timeout=timeout)
        return self.wait(key, timeout=timeout)

    def submit(
        self,
        call: Call,
        *,
        idempotency_key: str,
        simulate: bool = True,
        gas: int | None = None,
        timeout: float | None = None,
    ) -> None:
        """Store and send a call without waiting for it. Raises as `send`. Not simulated, it takes MAX_GAS or `gas`."""
        deadline = self._deadline(timeout)
        with self._lock, self._handing_over:
            entry = self._outbox.find(idempotency_key)
            if entry is None:
                count = self._make_room(deadline)
                limit = gas or MAX_GAS
                if simulate:
                    estimate = self.simulate(call)
                    limit = gas or min(int(estimate * self._gas_margin) + 5_000, MAX_GAS)
                entry = self._outbox.store(idempotency_key, call, limit, count, self._signing(call, limit))
                self._transmit(entry)
            if entry.call != call:
                raise IdempotencyKeyReusedError(idempotency_key)

    def wait(self, idempotency_key: str, *, timeout: float | None = None) -> Receipt:
        """The receipt of a transaction that was submitted. KeyError where none was. Raises as `send`."""
        entry = self._outbox.find(idempotency_key)
        if entry is None:
            raise KeyError(idempotency_key)
        return self._await(entry, self._deadline(timeout), just_sent=True)

    def resume(self, idempotency_key: str, *, timeout: float | None = None) -> Receipt | None:
        """The receipt of the transaction with this key, sent again if the chain lacks it; None if none is stored.

        Raises as `send`.
        """
        entry = self._outbox.find(idempotency_key)
        return None if entry is None else self._await(entry, self._deadline(timeout), just_sent=False)

    def simulate(self, call: Call) -> int:
        """The gas in units that a call would take at the head. Raises the contract's error where it refuses."""
        request = {"from": self.signer.address, "data": to_hex(call.data), "value": hex(call.value)}
        if call.to is not None:
            request["to"] = call.to
        try:
            return int(self._rpc.call("eth_estimateGas", request, "latest"), 16)
        except RpcError as error:
            raise revert_of(error) from error

    def _await(self, entry: Entry, deadline: float, *, just_sent: bool) -> Receipt:
        poll, problem = self._pace.first_poll, ""
        send_at = time.monotonic() + (self._pace.resend_after if just_sent else 0.0)
        while True:
            try:
                receipt = self._rpc.receipt(entry.hash)
                if receipt is not None:
                    return self._concluded(entry, receipt)
                if time.monotonic() >= send_at:
                    entry, problem = self._again(entry)
                    send_at = time.monotonic() + self._pace.resend_after
            except RpcUnreachableError as error:
                problem = error.reason
            if time.monotonic() + poll > deadline:
                raise TransactionPendingError(entry.hash, entry.key, problem)
            time.sleep(poll)
            poll = min(poll * 1.5, self._pace.slowest_poll)

    def _again(self, entry: Entry) -> tuple[Entry, str]:
        """Send an entry again, or its call anew where its nonce is gone; and what still stands against it."""
        with self._lock, self._handing_over:
            current = self._outbox.find(entry.key)
            if current is None:
                raise TransactionRefusedError(0, "it was refused when it was sent before")
            count = self._count()
            if current.nonce >= count:
                return current, self._send_missing(count)
            if current.hash == entry.hash and self._is_displaced(current):
                current = self._outbox.displace(current, count, self._signing(current.call, current.gas))
                return current, self._transmit(current)
            return current, ""

    def _is_displaced(self, entry: Entry) -> bool:
        """Whether another transaction has the nonce for good.

        All that speaks for it comes from one node, of the right chain, in one answer, and twice: one that shows a block
        before the receipts in it, or lies, must not make us sign a call a second time.
        """
        block = "latest" if self._final_block is None else hex(self._final_block())
        chain, genesis, taken, receipt = self._rpc.batch(
            [
                ("eth_chainId", ()),
                ("eth_getBlockByNumber", ("0x0", False)),
                ("eth_getTransactionCount", (self.signer.address, block)),
                # In this order: a receipt that comes in between is ours.
                ("eth_getTransactionReceipt", (to_hex(entry.hash),)),
            ]
        )
        ours = (int(chain, 16), genesis["hash"]) == (self._chain_id, to_hex(self._outbox.genesis))
        if not ours or int(taken, 16) <= entry.nonce or receipt is not None:
            self._suspected.pop(entry.hash, None)
            return False
        now = time.monotonic()
        since = self._suspected.setdefault(entry.hash, now)
        if now - since < self._pace.resend_after / 2:
            return False
        del self._suspected[entry.hash]
        self.conditions.begin(
            Condition.NONCE_TAKEN,
            self.signer.address,
            f"another transaction has nonce {entry.nonce}; {entry.key} follows",
        )
        return True

    def _send_missing(self, count: int) -> str:
        """Send what the chain doesn't have, in the order of nonces; answers why it stopped, if it did."""
        for entry in self._without_gaps(count):
            if entry.status is EntryStatus.SUCCEEDED:
                # The chain lost it. It must not fail now for what other accounts have yet to send again.
                try:
                    self.simulate(entry.call)
                except QuaychainError as error:
                    return f"not sent again yet: {error}"
            problem = self._transmit(entry)
            if problem:
                return problem
            if entry.status is EntryStatus.SUCCEEDED and not self._arrives(entry):
                return ""
        return ""

    def _without_gaps(self, count: int) -> list[Entry]:
        """The stored transactions from a nonce on, each nonce used.

        A gap is left by a transaction that was not ours and that the chain lost, or that no node took. It is filled
        with one that does nothing: to sign a stored one for that nonce could put it into the chain twice.
        """
        while True:
            entries = self._outbox.live_from(count)
            gaps = [nonce for nonce, entry in enumerate(entries, start=count) if entry.nonce != nonce]
            if not gaps:
                return entries
            nothing = Call(self.signer.address, b"")
            signing = self._signing(nothing, _TRANSFER_GAS)
            self._outbox.store(f"fill/{uuid.uuid4().hex}", nothing, _TRANSFER_GAS, gaps[0], signing)

    def _arrives(self, entry: Entry) -> bool:
        """Whether a lost transaction is in a block soon: the next one's simulation needs its effects."""
        deadline = time.monotonic() + self._pace.resend_after
        while time.monotonic() < deadline:
            if self._rpc.receipt(entry.hash) is not None:
                return True
            time.sleep(self._pace.first_poll)
        return False

    def _believes(self, _error: RpcError) -> bool:
        """Whether the node's refusal is the last word."""
        return True

    def _noticed(self, error: RpcError) -> None:
        """Tell the operator what stands in the way, and send no more than a pool takes."""
        condition = condition_of(error.code, error.message)
        if condition is not None:
            self.conditions.begin(condition, self.signer.address, error.message)
        if condition is Condition.POOL_FULL:
            self._room = max(self._room // 2, 1)

    def _sending_goes_on(self) -> None:
        for condition in (Condition.POOL_FULL, Condition.NOT_IN_SYNC, Condition.NOT_PERMITTED):
            self.conditions.end(condition, self.signer.address)

    def _transmit(self, entry: Entry) -> str:
        """Hand an entry to the node; answers what stands against it for now. Raises TransactionRefusedError."""
        try:
            self._send_raw(entry.raw)
        except RpcUnreachableError as error:
            return error.reason
        except RpcError as error:
            refusal = refusal_of(error.code, error.message)
            self._noticed(error)
            if refusal is Refusal.PERMANENT and not entry.accepted and self._believes(error):
                self._outbox.note(entry, EntryStatus.REFUSED)
                raise TransactionRefusedError(error.code, error.message) from error
            if refusal is not Refusal.KNOWN:
                return error.message
        self._sending_goes_on()
        if not entry.accepted:
            self._outbox.note_accepted(entry)
        return ""

    def _send_raw(self, raw: bytes) -> None:
        for attempt in range(1, _NOT_PERMITTED_TRIES + 1):
            try:
                self._rpc.send_raw(raw)
            except RpcError as error:
                if error.code != NOT_PERMITTED or attempt == _NOT_PERMITTED_TRIES:
                    raise
                time.sleep(_NOT_PERMITTED_PAUSE)
            else:
                return

    def _concluded(self, entry: Entry, receipt: Receipt) -> Receipt:
        if receipt.succeeded:
            if entry.status is not EntryStatus.SUCCEEDED:
                self._outbox.note(entry, EntryStatus.SUCCEEDED)
            return receipt
        revert = entry.revert if entry.revert is not None else self._replay(entry, receipt)
        if entry.status is not EntryStatus.FAILED:
            self._outbox.note(entry, EntryStatus.FAILED, revert)
        if not revert:
            raise TransactionFailedError(entry.hash, receipt.gas_used)
        raise decode_revert(revert)

    def _replay(self, entry: Entry, receipt: Receipt) -> bytes | None:
        """What the call reverts with on the state before its block, which is nearly always what it met."""
        request = {"from": self.signer.address, "data": to_hex(entry.call.data), "gas": hex(entry.gas)}
        if entry.call.to is not None:
            request["to"] = entry.call.to
        try:
            self._rpc.call("eth_call", request, hex(receipt.block_number - 1))
        except RpcError as error:
            return error.data
        return None

    def _make_room(self, deadline: float) -> int:
        """Wait until few enough transactions are unconfirmed, and nothing is missing; the chain's nonce then."""
        poll, send_at, problem = self._pace.first_poll, time.monotonic() + self._pace.resend_after, ""
        while True:
            count = self._count()
            waiting = self._outbox.live_from(count)
            lost = any(entry.status is not EntryStatus.PENDING for entry in waiting)
            if not lost and len(waiting) < self._pace.max_pending:
                return count
            if lost or time.monotonic() >= send_at:
                problem = self._send_missing(count)
                send_at = time.monotonic() + self._pace.resend_after
            if time.monotonic() + poll > deadline:
                raise TransactionPendingError(waiting[0].hash, waiting[0].key, problem)
            time.sleep(poll)
            poll = min(poll * 1.5, self._pace.slowest_poll)

    def _signing(self, call: Call, gas: int) -> Callable[[int], SignedTransaction]:
        return lambda nonce: sign_transaction(
            self.signer, call, chain_id=self._chain_id, nonce=nonce, gas=gas, gas_price=self._gas_price
        )

    def _count(self) -> int:
        return self._rpc.transaction_count(self.signer.address)

    def _deadline(self, timeout: float | None) -> float:
        return time.monotonic() + (self._pace.timeout if timeout is None else timeout)
