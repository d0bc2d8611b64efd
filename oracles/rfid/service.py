"""A reader's lines, from a file or standard input, to the outbox. I/O."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError

from ..intake.desk import Desk
from ..intake.once import Aside, Once, Taken, Told
from ..logistics.bodies import JSON_LD
from ..sending.lines import LineSource
from ..sending.outbox import Draft, Outbox
from .reads import parse_read
from .site import Site
from .tags import TagUndecodableError
from .visits import Smoothing, Visit, document

SOURCE = "rfid"
_LINES = 2_000
_DOCUMENT_EVENTS = 200


@dataclass(frozen=True, slots=True)
class RfidReport:
    """What a run came to."""

    reads: int
    visits: int
    #: Reads of antennas that the site doesn't have, too weak or too few ones, and tags without an EPC.
    strays: int
    #: Lines that are no reads.
    aside: int


def position_of(outbox: Outbox, source: str) -> int:
    """From where a file is to be read."""
    known = Once[Visit](outbox, SOURCE).place(f"position/{source}")
    return int(known or 0)


class RfidService:
    """One run over a source."""

    def __init__(self, site: Site, lines: LineSource, desk: Desk) -> None:
        """`desk` must be open while it runs."""
        self._site = site
        self._lines = lines
        self._desk = desk
        self._smoothing = Smoothing(site)
        self._counts: Counter[str] = Counter()
        self._latest: datetime | None = None
        self._heard = time.monotonic()
        self._log = structlog.get_logger("rfid")

    def run(self, stopping: threading.Event) -> RfidReport:
        """Until the source ends or `stopping` is set. What goes on is told at the source's end only."""
        while not self._lines.ended and not stopping.is_set():
            start = self._lines.position
            taken = self._lines.take(_LINES, 0.25)
            visits, aside = self._take_in(taken, start)
            visits += self._smoothing.due(now) if (now := self._now()) is not None else []
            if visits or aside or taken:
                self._keep(visits, aside)
        if self._lines.ended:
            self._keep(self._smoothing.end(), [])
        counts = self._counts
        return RfidReport(
            counts["reads"], counts["visits"], counts["unknown"] + self._smoothing.strays, counts["aside"]
        )

    def _take_in(self, taken: list[tuple[bytes, int]], start: int) -> tuple[list[Visit], list[Aside]]:
        visits: list[Visit] = []
        aside: list[Aside] = []
        for line, end in taken:
            begin, start = start, end
            if not line.strip():
                continue
            try:
                read = parse_read(line, raw=self._site.raw)
            except TagUndecodableError:
                self._counts["unknown"] += 1
                continue
            except EventRefusedError as error:
                aside.append(Aside(error.detail, line))
                continue
            self._counts["reads"] += 1
            self._heard = time.monotonic()
            self._latest = read.time if self._latest is None else max(self._latest, read.time)
            visits += self._smoothing.due(read.time)
            visits += self._smoothing.add(read, begin)
        return visits, aside

    def _now(self) -> datetime | None:
        """By the reader's clock, which goes on while it is silent; a file's stands still."""
        if self._latest is None or not self._lines.standard:
            return self._latest
        return self._latest + timedelta(seconds=time.monotonic() - self._heard)

    def _keep(self, visits: list[Visit], aside: list[Aside]) -> None:
        position = self._smoothing.position(self._lines.position)
        places = {} if self._lines.standard else {f"position/{self._lines.name}": str(position)}
        told = [Told(visit.identity, sha256(visit.identity.encode()).digest(), visit) for visit in visits]

        def work(outbox: Outbox) -> Taken:
            return Once[Visit](outbox, SOURCE).take(told, _drafts, places, aside)

        taken = self._desk.hand_in(work).result()
        self._counts["visits"] += taken.new
        self._counts["aside"] += len(aside)
        if aside:
            self._log.warning("set aside", lines=len(aside), first=aside[0].reason)


def _drafts(visits: list[Visit]) -> list[Draft]:
    parts = [visits[start : start + _DOCUMENT_EVENTS] for start in range(0, len(visits), _DOCUMENT_EVENTS)]
    return [Draft(EventKind.EPCIS, body=document(part), media_type=JSON_LD) for part in parts]
