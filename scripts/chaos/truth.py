"""What can only be seen while a run goes on, looked at again and again: acknowledgements, and signed transactions. I/O.

At the end it could not be told: a device sends again what is not anchored, and so heals what a gateway lost. First the
notes are read, then the disk, so what is noted must already be there. And an outbox may forget what is concluded.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.events.envelope import Counter
from quaychain.contracts.outbox import EntryStatus
from quaychain.contracts.rpc import Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import to_hex
from quaychain.node.embedded.state import ChainFolder, ChainStateError
from quaychain.oracles.queue.database import QueueConnection, open_queue
from quaychain.oracles.queue.errors import QUEUE_ERRORS

from .facts import StoredTransaction
from .notes import Notes
from .parts import Wiring

_LOOK_EVERY = 0.2


class TruthWatch:
    """Looks in a thread of its own; `untrue` has what was found."""

    def __init__(self, wiring: Wiring, notes: Notes) -> None:
        self._wiring = wiring
        self._notes = notes
        self._chain = ChainFolder(wiring.founded.home.chain)
        self._node = Rpc(f"http://127.0.0.1:{wiring.ports.chain}", timeout=3, patience=0)
        self._queue: QueueConnection | None = None
        self._stored: dict[bytes, StoredTransaction] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="truth", daemon=True)
        self.looks = 0
        self.untrue: list[str] = []

    def __enter__(self) -> TruthWatch:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._node.close()

    @property
    def stored(self) -> list[StoredTransaction]:
        """Every transaction that the oracles' outboxes ever had, as it was when it was last seen."""
        return list(self._stored.values())

    def look(self) -> None:
        """Look once."""
        for account in self._wiring.accounts:
            self._look_at_transactions(account)
        durable, anchored = self._notes.all_durable(), self._notes.all_anchored()
        try:
            if self._queue is None:
                self._queue = open_queue(self._wiring.queue, make=False)
            self._check_durable(self._queue, durable)
            self._check_anchored(self._queue, anchored)
        except QUEUE_ERRORS:
            # Not there yet, killed, or on a full disk: nothing can be said of it now.
            self._close()
            return
        self.looks += 1

    def _look_at_transactions(self, account: str) -> None:
        path = self._wiring.transactions(account)
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)) as outbox:
                rows = outbox.execute("SELECT key, nonce, hash, data, status FROM entry ORDER BY id").fetchall()
        except sqlite3.Error:
            return
        for key, nonce, digest, call, status in rows:
            if status == EntryStatus.REFUSED:
                self._stored.pop(digest, None)  # no node took it, and its nonce is free again
            else:
                live = status != EntryStatus.DISPLACED
                self._stored[digest] = StoredTransaction(key, nonce, digest, call, live, account)

    def _close(self) -> None:
        if self._queue is not None:
            self._queue.close()
        self._queue = None

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY):
            self.look()
        self.look()
        self._close()

    def _check_durable(self, queue: QueueConnection, told: dict[bytes, Counter]) -> None:
        rows = queue.execute("SELECT key, boot, seq FROM device").fetchall()
        known = {bytes(key): Counter(boot, seq) for key, boot, seq in rows}
        for key, counter in told.items():
            if key not in known or known[key] < counter:
                found = known.get(key)
                self._note(f"key {key.hex()[:8]} was told {_shown(counter)} is durable; the queue has {_shown(found)}")

    def _check_anchored(self, queue: QueueConnection, told: dict[bytes, Counter]) -> None:
        try:
            persisted = self._chain.persisted_head()
            reached = {} if persisted is None else self._reached(persisted.number)
        except (ChainStateError, RpcError, RpcAnswerError, RpcUnreachableError):
            return
        for key, counter in told.items():
            row = queue.execute(
                "SELECT stream, max(sequence) FROM event WHERE key = ? AND (boot, seq) <= (?, ?) GROUP BY stream",
                (key, *counter),
            ).fetchone()
            if row is not None and row[1] >= reached.get(bytes(row[0]), 1):
                self._note(f"key {key.hex()[:8]} was told {_shown(counter)} is anchored; no stored block has it")

    def _reached(self, block: int) -> dict[bytes, int]:
        """By stream: the sequence that is next after a block."""
        anchor = self._wiring.founded.deployment.contract(EventAnchor)
        query = {"address": anchor.address, "topics": [to_hex(BatchAnchored.TOPIC)], "fromBlock": "0x0"}
        events = [anchor.decode(log) for log in self._node.logs({**query, "toBlock": hex(block)})]
        found: dict[bytes, int] = {}
        for event in events:
            if isinstance(event, BatchAnchored):
                found[event.stream] = max(found.get(event.stream, 1), event.first_sequence + event.count)
        return found

    def _note(self, what: str) -> None:
        if len(self.untrue) < 20:
            self.untrue.append(what)


def _shown(counter: Counter | None) -> str:
    return "nothing" if counter is None else f"{counter.boot}/{counter.seq}"
