"""Whether the data of anchored batches is to be had: fetched, its CID computed again, and challenged where withheld.
I/O.

Each new batch is fetched once; of those of the last days some are fetched again at each look, drawn at random, so
that what is taken away later is found too. What can't be had is tried again, and only after `patience` seconds of the
chain's time told and, with an Operations account, challenged on chain. Whether the store is at fault or the network
between, one keeper can't tell: the challenge asks, and its answer says.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.cid import InvalidCidError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.stores import CidMismatchError, ContentNotFoundError, ContentStore
from quaychain.contracts.stores.content import ContentStoreRefusedError, ContentStoreUnreachableError

from ..metrics import KeeperMetrics
from .anchored import AnchoredBatch, AnchoredLogs
from .book import Book
from .duty import Done
from .notice import Notice, NoticeKind

_CURSOR = "cursor"
_MISSING = "missing/"
_BLOCKS = 50_000
#: Batches fetched in one look, so that other duties have their turn.
_MOST_A_LOOK = 50
_DAY = 86_400


class AvailabilitySettings(BaseModel):
    """What is fetched, and when its absence counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Seconds of the chain's time for which a batch must be missing, …
    patience: Annotated[int, Field(ge=0, le=30 * _DAY)] = 3_600
    #: …and in how many looks at least.
    tries: Annotated[int, Field(ge=1, le=1_000)] = 3
    #: Blocks back from the newest one of which batches are fetched again, and how many in one look.
    recent_blocks: Annotated[int, Field(ge=0, le=10_000_000, alias="recentBlocks")] = 100_000
    again: Annotated[int, Field(ge=0, le=50)] = 2
    #: Whether what is missing is challenged on chain; otherwise it is only told.
    challenge: bool = True


class Challenger(Protocol):
    """Challenges on chain; each call answers whether this keeper did it, and is harmless where it was done."""

    def challenge(self, batch: AnchoredBatch, sequence: int) -> bool:
        """Ask for the leaf of one event of the batch."""

    def flag(self, stream: bytes, sequence: int, now: int) -> bool:
        """Flag the batch as withheld, once the time to answer is over."""


def challenged_sequence(batch: AnchoredBatch) -> int:
    """The event of a batch that is asked for: the same by every keeper, and not known before the batch is anchored."""
    drawn = keccak256(
        b"quaychain challenge" + batch.block_hash + batch.stream + batch.first_sequence.to_bytes(8, "big")
    )
    return batch.first_sequence + int.from_bytes(drawn, "big") % batch.count


class AvailabilityDuty:
    """Fetches batches, tells of missing ones, and challenges them."""

    name = "availability"

    def __init__(
        self,
        settings: AvailabilitySettings,
        logs: AnchoredLogs,
        content: ContentStore,
        book: Book,
        final_block: Callable[[], int],
        challenger: Challenger | None,
        metrics: KeeperMetrics | None = None,
    ) -> None:
        self._settings = settings
        self._logs = logs
        self._content = content
        self._book = book
        self._final_block = final_block
        self._challenger = challenger if settings.challenge else None
        self._metrics = metrics

    def look(self, now: int) -> Iterator[Done]:
        """See Duty. Raises what the node raises, and KeeperBookError; a store's failure is what is looked for."""
        final = self._final_block()
        for batch in self._new(final):
            yield from self._fetch(batch, now)
            self._move(batch.block_number, batch.log_index + 1)
        for known in self._book.marks(self.name, _MISSING).values():
            yield from self._fetch(_unpacked(known["batch"]), now)
        yield from self._again(final, now)
        if self._metrics is not None:
            self._metrics.missing(len(self._book.marks(self.name, _MISSING)))

    def _new(self, final: int) -> Iterator[AnchoredBatch]:
        cursor = self._book.mark(self.name, _CURSOR)
        if cursor is None:
            cursor = {"block": max(self._logs.from_block, final - self._settings.recent_blocks), "index": 0}
        last = min(final, cursor["block"] + _BLOCKS)
        taken = 0
        for batch in self._logs.batches(cursor["block"], last):
            if (batch.block_number, batch.log_index) < (cursor["block"], cursor["index"]):
                continue
            if taken == _MOST_A_LOOK:
                return
            taken += 1
            yield batch
        if last > cursor["block"]:
            self._move(last, 2**31)

    def _again(self, final: int, now: int) -> Iterator[Done]:
        if not self._settings.again:
            return
        # A window of blocks at a random place: reading all logs of the last days at each look would be too much.
        span = max(1, self._settings.recent_blocks // 20)
        first = max(self._logs.from_block, final - self._settings.recent_blocks)
        start = random.randint(first, max(first, final - span))  # noqa: S311
        window = list(self._logs.batches(start, min(final, start + span)))
        for batch in random.sample(window, min(len(window), self._settings.again)):
            yield from self._fetch(batch, now)

    def _fetch(self, batch: AnchoredBatch, now: int) -> Iterator[Done]:
        reason = self._problem(batch)
        if self._metrics is not None:
            self._metrics.fetched("missing" if reason else "available")
        name = f"{_MISSING}{batch.name}"
        told: list[Notice] = []
        with self._book.turn(self.name) as turn:
            known = turn.mark(name)
            if reason is None:
                if known is not None:
                    turn.note(name, None)
                    if known["told"]:
                        told = [each for each in (_available(batch, known, now),) if turn.enter(each)]
            else:
                known = known or {"since": now, "tries": 0, "told": False, "batch": _packed(batch)}
                known = {**known, "tries": known["tries"] + 1}
                if not known["told"] and self._counts(known, now):
                    known["told"] = True
                    told = [each for each in (_withheld(batch, known, reason, now),) if turn.enter(each)]
                turn.note(name, known)
        yield from (Done("notice", notice.text) for notice in told)
        if reason is not None and known is not None and known["told"] and self._challenger is not None:
            sequence = challenged_sequence(batch)
            if self._challenger.challenge(batch, sequence):
                yield Done("challenge", f"{batch.name}, event {sequence}")
            elif self._challenger.flag(batch.stream, sequence, now):
                yield Done("flag", f"{batch.name}, event {sequence}")

    def _counts(self, known: Mapping[str, Any], now: int) -> bool:
        return bool(known["tries"] >= self._settings.tries and now - known["since"] >= self._settings.patience)

    def _problem(self, batch: AnchoredBatch) -> str | None:
        """Why a batch's data can't be had; None where it was fetched and is what the chain names."""
        try:
            # The store computes the CID of what it gives.
            self._content.get(batch.cid)
        except InvalidCidError:
            return "the chain has no CID for it"
        except ContentNotFoundError:
            return "no store has it"
        except CidMismatchError:
            return "the store has other data under its CID"
        except (ContentStoreUnreachableError, ContentStoreRefusedError) as error:
            return str(error)
        return None

    def _move(self, block: int, index: int) -> None:
        with self._book.turn(self.name) as turn:
            cursor = turn.mark(_CURSOR)
            if cursor is None or (block, index) > (cursor["block"], cursor["index"]):
                turn.note(_CURSOR, {"block": block, "index": index})


def _withheld(batch: AnchoredBatch, known: Mapping[str, Any], reason: str, now: int) -> Notice:
    text = f"The data of batch {batch.name} ({batch.count} events) can't be had: {reason}."
    key = (batch.name, batch.root.hex(), str(known["since"]))
    return Notice(NoticeKind.BATCH_WITHHELD, key, now, text, _facts(batch) | {"since": known["since"]})


def _available(batch: AnchoredBatch, known: Mapping[str, Any], now: int) -> Notice:
    text = f"The data of batch {batch.name} can be had again."
    key = (batch.name, batch.root.hex(), str(known["since"]))
    return Notice(NoticeKind.BATCH_AVAILABLE, key, now, text, _facts(batch))


def _facts(batch: AnchoredBatch) -> dict[str, Any]:
    return {
        "stream": batch.stream.hex(),
        "firstSequence": batch.first_sequence,
        "count": batch.count,
        "root": batch.root.hex(),
    }


def _packed(batch: AnchoredBatch) -> list[Any]:
    return [
        batch.stream.hex(), batch.epoch, batch.first_sequence, batch.count, batch.root.hex(), batch.data_cid.hex(),
        batch.running_hash.hex(), batch.block_number, batch.block_hash.hex(), batch.log_index,
    ]  # fmt: skip


def _unpacked(packed: list[Any]) -> AnchoredBatch:
    stream, epoch, first, count, root, cid, running, number, block, index = packed
    named = [bytes.fromhex(each) for each in (stream, root, cid, running, block)]
    return AnchoredBatch(named[0], epoch, first, count, named[1], named[2], named[3], number, named[4], index)
