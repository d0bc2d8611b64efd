"""Follows the chain (I/O): one step reads what is new and writes it; the loop repeats that.

Behind the head the next range is read and made into rows while the database takes one in. It is written in its turn
or dropped: by the next step, in a transaction of its own.
"""

from __future__ import annotations

import enum
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import OperationalError

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.rpc import RpcAnswerError, RpcError, RpcUnreachableError
from quaychain.contracts.types import BlockHead, Log, to_hex

from ..metrics import IndexerMetrics
from .interpreter import let_go_of_cycles
from .ledger import Cursor, Ledger
from .preparing import PreparedRange
from .source import ChainMovedError, ChainSource

_SEARCHED = 256
#: Blocks read at once, up to which it counts as near the head.
_NEAR = 16
#: Seconds after which the head is noted even where it stands still, so that a live indexer can be told from a dead one.
_HEARTBEAT = 5.0


@dataclass
class ChainForkedError(QuaychainError):
    """The chain no longer has a block that rows were made from. Final blocks don't change: something is wrong."""

    block_number: int
    expected: bytes
    found: bytes

    def __str__(self) -> str:
        return (
            f"the chain has another block {self.block_number} now: {to_hex(self.found)} instead of "
            f"{to_hex(self.expected)}; indexing is halted, nothing was changed"
        )


class Outcome(enum.Enum):
    """What a step came to."""

    CURRENT = "nothing new"
    ADVANCED = "rows were written"
    WENT_BACK = "rows were taken back"
    BEHIND = "the node is behind the rows"


class Follower:
    """Keeps the ledger's rows up with a chain.

    On the embedded chain, which can fall behind after a crash and then goes another way, rows are taken back to the
    common block. On any other chain a lower head is a node that is behind, and another block is a halt.
    """

    def __init__(
        self,
        source: ChainSource,
        ledger: Ledger,
        wall: Callable[[], float],
        *,
        embedded: bool,
        metrics: IndexerMetrics | None = None,
        indexed: Callable[[Sequence[Log], float], None] | None = None,
    ) -> None:
        """`indexed` is told of logs near the head when their rows are written, and how many seconds it took."""
        self._source = source
        self._ledger = ledger
        self._wall = wall
        self._embedded = embedded
        self._metrics = metrics
        self._indexed = indexed
        self._cursor: Cursor | None = None
        self._preparer = ThreadPoolExecutor(1, "row-maker")
        self._next: Future[PreparedRange | None] | None = None
        self._quiet = False
        self._log = structlog.get_logger("indexer")

    def step(self) -> Outcome:
        """Read and write once.

        Raises ChainForkedError, CursorMovedError, ChainMismatchError, and what the source raises.
        """
        try:
            return self._step()
        except Exception:
            self._drop_next()
            raise

    def _step(self) -> Outcome:
        cursor = self._cursor or self._begin()
        head = self._source.head()
        if head.number < cursor.block_number:
            if not self._embedded:
                self._note(cursor, head)
                return Outcome.BEHIND
            return self._go_back(cursor, head)
        if head.number == cursor.block_number:
            if head.hash != cursor.block_hash:
                return self._forked(cursor, head, head.hash)
            self._note(cursor, head)
            return Outcome.CURRENT
        prepared = self._prepared(cursor, head)
        if prepared is None:
            return Outcome.CURRENT
        read = prepared.read
        if read.blocks[0].parent_hash != cursor.block_hash:
            return self._forked(cursor, head, read.blocks[0].parent_hash)
        if read.last.number < head.number:
            self._next = self._preparer.submit(self._prepare, read.last.number + 1, head, prepared)
        started = time.perf_counter()
        self._cursor = self._ledger.append(cursor, prepared, head.number, self._wall())
        newest = read.blocks[-1]
        near = newest.number - cursor.block_number <= _NEAR
        if self._metrics is not None:
            self._metrics.indexed(len(read.logs), self._wall() - newest.timestamp if near else None)
        if self._indexed is not None and near:
            self._indexed(read.logs, time.perf_counter() - started)
        return Outcome.ADVANCED

    def _prepared(self, cursor: Cursor, head: BlockHead) -> PreparedRange | None:
        """The rows of the range after the cursor, made already or now."""
        if self._next is None:
            return self._prepare(cursor.block_number + 1, head, None)
        waited, self._next = self._next, None
        return waited.result()

    def _prepare(self, first: int, head: BlockHead, after: PreparedRange | None) -> PreparedRange | None:
        read = self._source.read(first, head)
        return None if read is None else self._ledger.prepare(read, after)

    def _drop_next(self) -> None:
        """What is being prepared doesn't count any more; nobody else reads from the source afterwards."""
        if self._next is not None:
            wait([self._next])
            self._next = None

    def close(self) -> None:
        """Stop preparing; the source may be closed then."""
        self._drop_next()
        self._preparer.shutdown()

    def forget(self) -> None:
        """Begin with the cursor that stands in the database: somebody else may have written."""
        self._drop_next()
        self._cursor = None
        self._source.forget()

    def run(self, stop: threading.Event, interval: float, between: Callable[[], bool]) -> None:
        """Step until `stop`; after each one `between` does other work and says whether there is more of it.

        A node or database that doesn't answer is asked again; everything else that is wrong is raised.
        """
        while not stop.is_set():
            outcome, more = self._round(between)
            if outcome is not Outcome.ADVANCED and not more:
                let_go_of_cycles()
                stop.wait(interval)

    def catch_up(self, stop: threading.Event, interval: float, between: Callable[[], bool]) -> None:
        """Step as `run` does, and end once there is nothing new and `between` has nothing left."""
        while not stop.is_set():
            outcome, more = self._round(between)
            if outcome is Outcome.CURRENT and not more:
                return
            if outcome is Outcome.BEHIND:
                stop.wait(interval)

    def _round(self, between: Callable[[], bool]) -> tuple[Outcome, bool]:
        """A step and the other work; what passes by itself is said once and tried again."""
        try:
            outcome, more = self.step(), between()
        except (RpcUnreachableError, RpcAnswerError, RpcError, ChainMovedError) as error:
            self._warn("chain not readable, trying on", error)
        except OperationalError as error:
            # Whether the last transaction was committed isn't known: the cursor in the database says.
            self._drop_next()
            self._cursor = None
            self._warn("database not usable, trying on", error)
        else:
            self._quiet = False
            if self._metrics is not None:
                self._metrics.step(outcome.name.lower())
            return outcome, more
        return Outcome.BEHIND, False

    def _warn(self, what: str, error: Exception) -> None:
        if self._metrics is not None:
            self._metrics.waits(error)
        if not self._quiet:
            self._log.warning(what, reason=str(error).splitlines()[0])
        self._quiet = True

    def _begin(self) -> Cursor:
        genesis = self._source.blocks([0])[0]
        self._cursor = self._ledger.begin(genesis, self._wall())
        return self._cursor

    def _note(self, cursor: Cursor, head: BlockHead) -> None:
        now = self._wall()
        if cursor.head_number != head.number or now - cursor.seen_at > _HEARTBEAT:
            self._ledger.seen(head.number, now)
            self._cursor = Cursor(cursor.block_number, cursor.block_hash, head.number, now)

    def _forked(self, cursor: Cursor, head: BlockHead, found: bytes) -> Outcome:
        if not self._embedded:
            raise ChainForkedError(cursor.block_number, cursor.block_hash, found)
        return self._go_back(cursor, head)

    def _go_back(self, cursor: Cursor, head: BlockHead) -> Outcome:
        """To the highest stored block that the chain still has; the genesis block is always one."""
        self._drop_next()
        self._source.forget()
        below = min(cursor.block_number, head.number)
        while True:
            stored = self._ledger.stored_blocks(below, _SEARCHED)
            found = self._source.blocks(number for number, _ in stored)
            for number, block_hash in stored:
                block = found.get(number)
                if block is not None and block.hash == block_hash:
                    self._cursor = self._ledger.go_back(block, head.number, self._wall())
                    self._log.info("chain went back", to_block=number, from_block=cursor.block_number)
                    return Outcome.WENT_BACK
            if not stored:
                raise ChainForkedError(0, cursor.block_hash, head.hash)
            below = stored[-1][0] - 1
