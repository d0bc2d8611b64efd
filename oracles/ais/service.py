"""A feed's sightings to the outbox, some in one document. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from hashlib import sha256

import structlog

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.strict_json import canonical

from ..intake.desk import Desk
from ..intake.once import Once, Taken, Told
from ..logistics.bodies import JSON, TEXT
from ..sending.outbox import Draft, Outbox
from .sentences import Sentences, Sighting

SOURCE = "ais"
_DOCUMENT_SIGHTINGS = 200
_COUNTS_EVERY = 60.0


class AisService:
    """One run over one feed."""

    def __init__(
        self,
        sentences: Sentences,
        desk: Desk,
        *,
        raw: bool = False,
        age: float = 5.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`desk` must be open while it runs. Positions are signed as JSON, which the API shows and keepers watch, or as
        the `raw` sentences; a sighting waits at most `age` seconds for others in its document.
        """
        self._sentences = sentences
        self._desk = desk
        self._raw = raw
        self._age = age
        self._clock = clock
        self._log = structlog.get_logger("ais")

    def run(self, lines: Iterable[bytes], stopping: threading.Event) -> int:
        """Take lines until they end or `stopping` is set; answers how many sightings were signed."""
        waiting: list[Sighting] = []
        since = counted = self._clock()
        signed = 0
        for line in lines:
            now = self._clock()
            sighting = self._sentences.take(line, int(now))
            if sighting is not None:
                since = since if waiting else now
                waiting.append(sighting)
            if waiting and (len(waiting) >= _DOCUMENT_SIGHTINGS or now - since >= self._age):
                signed += self._keep(waiting)
                waiting = []
            if now - counted >= _COUNTS_EVERY:
                counted = now
                self._log.info("feed", signed=signed, **self._sentences.passed_over)
            if stopping.is_set():
                break
        return signed + (self._keep(waiting) if waiting else 0)

    def _keep(self, sightings: list[Sighting]) -> int:
        told = [Told(f"{each.mmsi}/{each.time}", sha256(each.lines).digest(), each) for each in sightings]

        def drafts(new: list[Sighting]) -> list[Draft]:
            if self._raw:
                return [Draft(EventKind.AIS, body=b"\n".join(each.lines for each in new), media_type=TEXT)]
            positions = [each.report.model_dump(exclude_unset=True) for each in new]
            return [Draft(EventKind.AIS, body=canonical({"positions": positions}), media_type=JSON)]

        def work(outbox: Outbox) -> Taken:
            return Once[Sighting](outbox, SOURCE).take(told, drafts)

        return self._desk.hand_in(work).result().new
