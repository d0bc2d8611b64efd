"""Follows the anchored logistics messages for estimated arrivals and geofences. I/O.

How far it has read, on which side of a fence something was and what was told is one transaction of the keepers'
database. Two keepers that read the same batch do so in turns, and the second finds it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import structlog

from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import MilestoneStatus
from quaychain.contracts.cid import InvalidCidError
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sealing import DisclosureClass, SealingError
from quaychain.contracts.stores import CidMismatchError

from .anchored import AnchoredBatch, AnchoredLogs, BatchReader, NotWhatWasAnchoredError
from .arrivals import Arrival, lateness, learn
from .book import Book, Turn
from .duty import Done
from .fences import Fence, crossings
from .sightings import Position, sightings

_CURSOR = "cursor"
#: Batches read in one look; the rest in the next.
_MOST_A_LOOK = 200
#: Blocks whose logs are asked for in one look.
_BLOCKS = 50_000
#: What is wrong with a batch for good: it is passed over, and said once.
_UNREADABLE = (NotWhatWasAnchoredError, SealingError, EventRefusedError, InvalidCidError, CidMismatchError)


class MessageDuty:
    """Tells of arrivals that miss their milestone, and of fences that are crossed."""

    name = "messages"

    def __init__(
        self,
        reader: ChainReader,
        logs: AnchoredLogs,
        batches: BatchReader,
        orders: OrderFulfilment,
        book: Book,
        final_block: Callable[[], int],
        *,
        arrivals: Sequence[Arrival],
        fences: Sequence[Fence],
    ) -> None:
        self._reader = reader
        self._logs = logs
        self._batches = batches
        self._orders = orders
        self._book = book
        self._final_block = final_block
        self._arrivals = tuple(arrivals)
        self._fences = tuple(fences)
        self._log = structlog.get_logger("keeper")

    def look(self, now: int) -> Iterator[Done]:
        """See Duty. Raises what node, stores and KeeperBookError are raised for: nothing was noted then."""
        cursor = self._book.mark(self.name, _CURSOR) or {"block": self._logs.from_block, "index": 0}
        last = min(self._final_block(), cursor["block"] + _BLOCKS)
        read = 0
        for batch in self._logs.batches(cursor["block"], last):
            place = {"block": batch.block_number, "index": batch.log_index + 1}
            if (batch.block_number, batch.log_index) < (cursor["block"], cursor["index"]):
                continue
            yield from self._take(batch, place, now)
            read += 1
            if read == _MOST_A_LOOK:
                break
        else:
            # Nothing is left in these blocks, so the next look need not ask for them.
            if last > cursor["block"]:
                self._move({"block": last, "index": 2**31})
        yield from self._compare(now)

    def _take(self, batch: AnchoredBatch, place: Mapping[str, int], now: int) -> Iterator[Done]:
        try:
            events = self._batches.events(batch, DisclosureClass.LOGISTICS)
        except _UNREADABLE as error:
            self._log.warning("passed over", batch=batch.name, error=type(error).__name__, reason=str(error))
            events = []
        found = [sighting for entry in events for sighting in sightings(entry)]
        told: list[str] = []
        with self._book.turn(self.name) as turn:
            if not _is_ahead(place, turn.mark(_CURSOR)):
                return
            turn.note(_CURSOR, dict(place))
            if found:
                noted = _Noted(turn)
                for sighting in found:
                    learn(self._arrivals, sighting, noted)
                    if isinstance(sighting, Position):
                        crossed = crossings(self._fences, sighting, noted, now)
                        told += [notice.text for notice in crossed if turn.enter(notice)]
                noted.write()
        for text in told:
            yield Done("notice", text)

    def _compare(self, now: int) -> Iterator[Done]:
        """The estimates against what the milestones promise now: `planned`, the seller's own date."""
        for arrival in self._arrivals:
            milestone = self._reader.read(
                self._orders.milestone_of(bytes.fromhex(arrival.order), bytes.fromhex(arrival.milestone))
            )
            if milestone.status in (MilestoneStatus.NONE, MilestoneStatus.COMPLETED):
                continue
            seen = dict(self._book.marks(self.name, f"estimate/{arrival.name}/"))
            if not list(lateness(arrival, milestone.planned, seen, now)):
                continue
            told = []
            with self._book.turn(self.name) as turn:
                noted = _Noted(turn)
                told += [
                    notice.text for notice in lateness(arrival, milestone.planned, noted, now) if turn.enter(notice)
                ]
                noted.write()
            for text in told:
                yield Done("notice", text)

    def _move(self, place: Mapping[str, int]) -> None:
        with self._book.turn(self.name) as turn:
            if _is_ahead(place, turn.mark(_CURSOR)):
                turn.note(_CURSOR, dict(place))


def _is_ahead(place: Mapping[str, int], cursor: Mapping[str, int] | None) -> bool:
    return cursor is None or (place["block"], place["index"]) > (cursor["block"], cursor["index"])


class _Noted(MutableMapping[str, Any]):
    """A turn's marks, read when first asked for and written together."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._known: dict[str, Any] = {}
        self._changed: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._turn.mark(name)
        if self._known[name] is None:
            raise KeyError(name)
        return self._known[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._known[name] = value
        self._changed.add(name)

    def __delitem__(self, name: str) -> None:
        self[name] = None

    def __iter__(self) -> Iterator[str]:
        return (name for name, value in self._known.items() if value is not None)

    def __len__(self) -> int:
        return sum(value is not None for value in self._known.values())

    def write(self) -> None:
        """Write what was changed."""
        for name in sorted(self._changed):
            self._turn.note(name, self._known[name])
