"""Sends many transactions of one account without waiting for each (I/O): as many on the way as a pool takes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from .errors import QuaychainError
from .outbox import Entry, EntryStatus, IdempotencyKeyReusedError
from .refusals import NOT_PERMITTED, Condition, Refusal, refusal_of
from .rpc import RpcAnswerError, RpcError, RpcUnreachableError
from .sender import TransactionRefusedError, TransactionSender
from .types import Call, Receipt, to_hex


class PipelinedSender(TransactionSender):
    """A TransactionSender for a service, which waits until its node permits it rather than giving up."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As TransactionSender."""
        super().__init__(*arguments, **options)
        self._resend_at = 0.0
        self._head = (-1, 0.0)

    def submit_all(self, calls: Mapping[str, Call], *, gas: int) -> set[str]:
        """Store and send calls by their keys, without waiting, as many as there is room for; the keys that are stored.

        They get nonces in their order, so each finds what those before it did; nothing is simulated. Raises
        IdempotencyKeyReusedError, SignerError, RpcUnreachableError where nothing could be stored.
        """
        with ExitStack() as handing_over:
            with self._lock:
                known = self._outbox.find_all(list(calls))
                for key, entry in known.items():
                    if entry.call != calls[key]:
                        raise IdempotencyKeyReusedError(key)
                new = {key: call for key, call in calls.items() if key not in known}
                entries = self._store(new, gas) if new else []
                if entries:
                    # Others may sign meanwhile: to wait for the node takes as long as that.
                    handing_over.enter_context(self._handing_over)
            if entries:
                self._transmit_all(entries)
            return set(known) | {entry.key for entry in entries}

    def _store(self, calls: Mapping[str, Call], gas: int) -> list[Entry]:
        """Store as many as there is room for."""
        count = self._count()
        waiting, lost = self._outbox.counts_from(count)
        # Before anything new, what the chain lost has to come back.
        room = 0 if lost else self._room - waiting
        if room <= 0:
            self._bring_back(count)
            return []
        chosen = dict(list(calls.items())[:room])
        return self._outbox.store_all(chosen, gas, count, lambda call, nonce: self._signing(call, gas)(nonce))

    def _bring_back(self, count: int) -> None:
        """Send again what new transactions wait for, where `poll` doesn't: nobody may ask for it any more, such as for
        a call that had reverted and that the chain lost, or for those of an epoch that is over."""
        if time.monotonic() >= self._resend_at + self._pace.resend_after:
            self._resend_at = time.monotonic() + self._pace.resend_after
            # What is refused now is told to whoever asks for it.
            with self._handing_over, suppress(TransactionRefusedError):
                self._send_waiting(count)

    def poll(self, keys: Sequence[str]) -> dict[str, Receipt | QuaychainError]:
        """What became of submitted transactions, by their keys, so far as it is known now; sends again what is missing.

        An error is the contract's own where a transaction reverted, or TransactionRefusedError. Raises RpcError,
        RpcUnreachableError.
        """
        entries = list(self._outbox.find_all(keys).values())
        found: dict[str, Receipt | QuaychainError] = {
            key: TransactionRefusedError(0, "it was refused when it was sent")
            for key in set(keys) - {entry.key for entry in entries}
        }
        # Of those whose nonce isn't used yet no block has one.
        count = self._count()
        used = [entry for entry in entries if entry.nonce < count]
        answers = self._rpc.batch([("eth_getTransactionReceipt", (to_hex(entry.hash),)) for entry in used])
        succeeded: list[Entry] = []
        missing = [entry for entry in entries if entry.nonce >= count]
        for entry, answer in zip(used, answers, strict=True):
            if answer is None:
                missing.append(entry)
                continue
            receipt = found[entry.key] = Receipt.from_json(answer)
            if receipt.succeeded:
                if entry.status is not EntryStatus.SUCCEEDED:
                    succeeded.append(entry)
                continue
            try:
                self._concluded(entry, receipt)
            except QuaychainError as error:
                found[entry.key] = error
        self._outbox.note_all(succeeded, EntryStatus.SUCCEEDED)
        if succeeded:
            self._room = min(self._room + len(succeeded), self._pace.max_pending)
        if not missing:
            self.conditions.end(Condition.CHAIN_STALLED)
        elif time.monotonic() >= self._resend_at:
            self._resend_at = time.monotonic() + self._pace.resend_after
            self._watch_head()
            found |= self._send_again(missing)
        return found

    def _send_again(self, missing: Sequence[Entry]) -> dict[str, QuaychainError]:
        """Send what the chain doesn't have; the errors of what no node will ever take."""
        refused: dict[str, QuaychainError] = {}
        with self._lock, self._handing_over:
            count = self._count()
            # In their order, so that what is signed anew keeps it.
            for entry in sorted(missing, key=lambda entry: entry.nonce):
                if entry.nonce < count:
                    try:
                        self._again(entry)
                    except TransactionRefusedError as error:
                        refused[entry.key] = error
            self._send_waiting(count)
        return refused

    def _send_waiting(self, count: int) -> None:
        waiting = self._without_gaps(count)
        if any(entry.status is not EntryStatus.PENDING for entry in waiting):
            self._send_missing(count)
        else:
            self._transmit_all(waiting[: self._room])

    def knows(self, key: str) -> bool:
        """Whether a transaction is stored for that key."""
        return self._outbox.find(key) is not None

    def forget_begun(self, beginnings: Sequence[str]) -> None:
        """Drop concluded transactions whose keys begin so: they will never be asked for again."""
        self._outbox.forget_begun(beginnings)

    def _watch_head(self) -> None:
        number = self._rpc.block_number()
        if number != self._head[0]:
            self._head = (number, time.monotonic())
            self.conditions.end(Condition.CHAIN_STALLED)
        elif time.monotonic() - self._head[1] > self._pace.stalled_after:
            waited = int(time.monotonic() - self._head[1])
            self.conditions.begin(Condition.CHAIN_STALLED, "", f"no block after {number} for {waited} s")

    def _transmit_all(self, entries: Sequence[Entry]) -> None:
        """Hand several to the node, in their order. What it doesn't take now is sent again by and by."""
        try:
            answers = self._rpc.batch_each([("eth_sendRawTransaction", (to_hex(entry.raw),)) for entry in entries])
        except (RpcUnreachableError, RpcAnswerError, RpcError):
            return
        self._resend_at = time.monotonic() + self._pace.resend_after
        taken = []
        for entry, answer in zip(entries, answers, strict=True):
            if not isinstance(answer, RpcError):
                taken.append(entry)
                continue
            refusal = refusal_of(answer.code, answer.message)
            if refusal is Refusal.KNOWN:
                taken.append(entry)
            elif refusal is Refusal.PERMANENT and self._believes(answer) and not entry.accepted:
                self._outbox.note(entry, EntryStatus.REFUSED)
            self._noticed(answer)
        if len(taken) == len(entries):
            self._sending_goes_on()
        self._outbox.note_all(taken)

    def _believes(self, error: RpcError) -> bool:
        # An allowlist can be put right, and then these very bytes do.
        return error.code != NOT_PERMITTED
