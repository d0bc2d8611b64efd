"""From waiting events to anchored ones: form, seal and store, anchor, wait until the block stays, acknowledge.

Each step is on the disk before the next begins, and each may be repeated: a batch has one root, its anchor one place in
the stream (EventAnchor refuses any other), so a crash between any two steps neither loses nor doubles anything.

Streams are independent of each other: what keeps one of them doesn't keep the rest. Nothing waits for a block: anchors
of all streams, and several of one, are on the way at once, and each step looks what has become of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from quaychain.contracts.conditions import Conditions
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.merkle import MerkleTree

from .batch import BatchLimits, count_to_batch
from .ports import AnchorPort, AnchorRefusedError, BatchVault, ChainStream
from .queue.batches import Batches, BatchRow, BatchState, Inclusion
from .takeover import StreamHeldByOtherError, compare
from .topics import Acknowledgement

#: Batches that are sealed and stored at a time; it is mostly waiting for disks and stores.
_STORING = 4
#: Batches of a stream that are formed before others get their turn.
_FORMED_AT_ONCE = 16
#: Conditions of a stream, beside those of nodes and accounts.
STREAM_WAITS = "stream_waits"


class Anchorer:
    """Carries the batches of one queue forward, step by step. One anchorer works on a queue (its lease)."""

    def __init__(
        self,
        batches: Batches,
        streams: Sequence[bytes],
        limits: BatchLimits,
        vault: BatchVault,
        port: AnchorPort,
        acknowledge: Callable[[bytes, bytes, Acknowledgement], None],
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        *,
        take_over: bool = False,
        keep: float = 3_600.0,
        deriving: bool = False,
        conditions: Conditions | None = None,
    ) -> None:
        """`take_over`: take streams that another account holds. `keep`: seconds for which final events stay here.

        `deriving`: edge rules are at work on this queue, and see each event before it goes.
        """
        self._batches = batches
        self._streams = streams
        self._limits = limits
        self._vault = vault
        self._port = port
        self._acknowledge = acknowledge
        self._milliseconds = milliseconds
        self._take_over = take_over
        self._keep = int(keep * 1000)
        self._deriving = deriving
        self._conditions = conditions or Conditions()
        #: Streams that this process has compared with the chain.
        self._known: set[bytes] = set()
        #: The last block that stays, and transactions that were found above it.
        self._final_block = -1
        self._above: set[bytes] = set()
        #: How many batches `purge` has passed over since it last began with the oldest.
        self._not_held = 0

    def step(self) -> bool:
        """Do what can be done now, on every stream; true when there was something to do.

        Raises what the chain or the stores raise; a later call goes on where this one stopped.
        """
        # The block that stays is read before anything else: what is found at or below it now can't go any more.
        final_block = self._port.final_block()
        moved = self._form()
        open_rows = self._batches.open_batches()
        wanted = [stream for stream in self._streams if stream in open_rows or stream not in self._known]
        if not wanted:
            return moved
        on_chain = self._port.streams(wanted)
        unknown = len(self._streams) - len(self._known)
        problems: list[QuaychainError] = []
        ready: list[BatchRow] = []
        for stream in wanted:
            try:
                if stream in on_chain:
                    ready += self._ready(stream, on_chain[stream], open_rows.get(stream, []))
            except QuaychainError as error:
                self._conditions.begin(STREAM_WAITS, stream.hex(), f"{type(error).__name__}: {error}")
                problems.append(error)
            else:
                self._conditions.end(STREAM_WAITS, stream.hex())
        ready, stored = self._store(ready)
        anchored = self._anchor([row for row in ready if row.state is BatchState.STORED], on_chain, problems)
        final = self._finalize([row for row in ready if row.state is BatchState.INCLUDED], final_block)
        if problems:
            raise problems[0]
        compared = len(self._streams) - len(self._known) < unknown
        return moved or compared or stored or anchored or final

    def purge(self, most: int = 32) -> int:
        """Delete events that were kept long enough and whose blocks enough nodes hold; how many batches had some.

        Raises what the chain raises.
        """
        due = self._milliseconds() - self._keep
        rows = self._batches.purgeable(due, most, self._not_held, deriving=self._deriving)
        held = self._port.held(rows) if rows else []
        # What too few nodes hold keeps nothing that comes after it.
        self._not_held = self._not_held + len(rows) - len(held) if len(rows) == most else 0
        if held:
            self._batches.purge(held)
            self._port.forget(held)
        return len(held)

    def _form(self) -> bool:
        formed = False
        for stream in self._batches.unbatched():
            if stream not in self._known:
                continue  # the oracle before us may have anchored some of these, in batches of its own
            for _ in range(_FORMED_AT_ONCE):
                waiting = self._batches.waiting(stream, self._limits.max_count)
                count = count_to_batch(waiting, self._limits, self._milliseconds())
                if count == 0:
                    break
                tree = MerkleTree(self._batches.leaves(stream, waiting.first_sequence, count))
                self._batches.form(stream, waiting.first_sequence, count, tree.root)
                formed = True
        return formed

    def _ready(self, stream: bytes, on_chain: ChainStream, rows: list[BatchRow]) -> list[BatchRow]:
        """The stream's batches as the chain has them; raises where they can't go on."""
        compare(self._batches, self._port, stream, on_chain, rows)
        if not on_chain.held_by_us:
            if not self._take_over:
                raise StreamHeldByOtherError(stream, on_chain.epoch)
            self._port.take_over(stream, on_chain.epoch + 1)
            return []
        if stream not in self._known:
            # Another oracle may have stored them where we can't get at them.
            rows = [self._present(row) for row in rows]
            self._known.add(stream)
        return [
            self._batches.lost(row)
            if row.state is BatchState.INCLUDED and on_chain.next_sequence < row.next_sequence
            else row
            for row in rows
        ]

    def _present(self, row: BatchRow) -> BatchRow:
        lacking = row.state is BatchState.STORED and (row.cid is None or not self._vault.holds(row.cid))
        return self._batches.unstored(row) if lacking else row

    def _store(self, rows: list[BatchRow]) -> tuple[list[BatchRow], bool]:
        formed = [row for row in rows if row.state is BatchState.FORMED]
        for start in range(0, len(formed), _STORING):
            part = formed[start : start + _STORING]
            streams, firsts = [row.stream for row in part], [row.first_sequence for row in part]
            events = [self._batches.events(row.stream, row.first_sequence, row.count) for row in part]
            with ThreadPoolExecutor(len(part)) as pool:
                cids = list(pool.map(self._vault.store, streams, firsts, events))
            stored = dict(zip(part, self._batches.stored(dict(zip(part, cids, strict=True))), strict=True))
            rows = [stored.get(row, row) for row in rows]
        return rows, bool(formed)

    def _anchor(
        self, rows: Sequence[BatchRow], on_chain: Mapping[bytes, ChainStream], problems: list[QuaychainError]
    ) -> bool:
        if not rows:
            return False
        found = self._port.advance(rows, on_chain)
        refused = {row: answer for row, answer in found.items() if isinstance(answer, AnchorRefusedError)}
        self._batches.refused(list(refused))
        included = {row: answer for row, answer in found.items() if isinstance(answer, Inclusion)}
        self._batches.included(included)
        for row, error in refused.items():
            self._conditions.begin(STREAM_WAITS, row.stream.hex(), f"refused: {error.reason}")
            problems.append(error)
        return bool(included)

    def _finalize(self, rows: Sequence[BatchRow], final_block: int) -> bool:
        """Note which anchors are in blocks that stay.

        Receipts are asked for again: after the chain went back, the same transaction may be in a later block now. A
        chain that no longer has the receipt, but whose very head stays and has the batch, has it for good. What was
        found above the last block that stays isn't below it before that is another one.
        """
        if final_block != self._final_block:
            self._final_block, self._above = final_block, set()
        rows = [row for row in rows if row.transaction_hash not in self._above]
        if not rows:
            return False
        blocks = self._port.blocks_of([row.transaction_hash for row in rows if row.transaction_hash is not None])
        self._above.update(name for name, block in blocks.items() if block > final_block)
        missing = [row for row in rows if row.transaction_hash not in blocks]
        staying = [row for row in rows if blocks.get(row.transaction_hash or b"", final_block + 1) <= final_block]
        if missing and self._port.head_block() <= final_block:
            streams = self._port.streams([row.stream for row in missing])
            staying += [
                row
                for row in missing
                if row.stream in streams and streams[row.stream].next_sequence >= row.next_sequence
            ]
        for key, (member, acknowledgement) in self._batches.finalize(staying, self._milliseconds()).items():
            self._acknowledge(member, key, acknowledgement)
        return bool(staying)
