"""Smooths reads: what one tag's reads at one read point have in common is one visit, which becomes one event. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from quaychain.contracts.events.strict_json import canonical

from .reads import TagRead
from .site import ReadPoint, Site

_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


@dataclass(slots=True)
class Visit:
    """A tag at a read point, from its first read to its last."""

    epc: str
    place: ReadPoint
    first: datetime
    last: datetime
    reads: int
    rssi: float | None
    antennas: set[str]
    #: Where the line of its first read begins in the source.
    position: int
    #: Whether it was told though it goes on.
    told: bool = False

    @property
    def identity(self) -> str:
        """The same each time that the source is read."""
        return f"{self.epc}|{self.place.read_point}|{_text(self.first)}"


class Smoothing:
    """The visits that go on. Reads come about in the order of their times."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._open: dict[tuple[str, str], Visit] = {}
        self._silence = timedelta(seconds=site.silence)
        self._longest = timedelta(seconds=site.longest)
        #: Reads that are no visit's: of antennas that the site doesn't have, and too weak ones.
        self.strays = 0

    def add(self, read: TagRead, position: int) -> list[Visit]:
        """Take a read in; answers the tag's visit before, where this read begins another."""
        place = self._site.place_of(read.reader, read.antenna)
        if place is None or (place.weakest is not None and read.rssi is not None and read.rssi < place.weakest):
            self.strays += 1
            return []
        key = (read.epc, place.read_point)
        visit = self._open.get(key)
        antenna = f"{read.reader}/{read.antenna}"
        ended = []
        if visit is not None and not visit.first - self._silence <= read.time <= visit.last + self._silence:
            ended = self._end(key)
            visit = None
        if visit is None:
            self._open[key] = Visit(read.epc, place, read.time, read.time, read.count, read.rssi, {antenna}, position)
            return ended
        # A told visit keeps the beginning that it was told with.
        visit.first = visit.first if visit.told else min(visit.first, read.time)
        visit.last = max(visit.last, read.time)
        visit.reads += read.count
        visit.antennas.add(antenna)
        if read.rssi is not None:
            visit.rssi = read.rssi if visit.rssi is None else max(visit.rssi, read.rssi)
        return ended

    def due(self, now: datetime) -> list[Visit]:
        """The visits to tell at `now`: ended ones, and once each those that last too long to wait."""
        found: list[Visit] = []
        for key, visit in list(self._open.items()):
            if now - visit.last > self._silence:
                found += self._end(key)
            elif not visit.told and now - visit.first >= self._longest and visit.reads >= self._site.reads:
                visit.told = True
                # As it is now: it goes on, and so would what is told of it.
                found.append(replace(visit, antennas=set(visit.antennas)))
        return sorted(found, key=lambda visit: (visit.first, visit.epc))

    def end(self) -> list[Visit]:
        """All that go on, as the source has ended."""
        found = [visit for key in list(self._open) for visit in self._end(key)]
        return sorted(found, key=lambda visit: (visit.first, visit.epc))

    def position(self, taken: int) -> int:
        """From where the source must be read again after a crash, when `taken` bytes of it are taken in."""
        return min((visit.position for visit in self._open.values()), default=taken)

    def _end(self, key: tuple[str, str]) -> list[Visit]:
        visit = self._open.pop(key)
        if visit.reads < self._site.reads:
            self.strays += visit.reads
            return []
        return [] if visit.told else [visit]


def document(visits: list[Visit]) -> bytes:
    """The EPCIS document of some visits, one ObjectEvent each: canonical JSON."""
    return canonical(
        {
            "@context": [_CONTEXT, {"quaychain": "urn:quaychain:vocabulary:"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": _text(max(visit.last for visit in visits)),
            "epcisBody": {"eventList": [_event(visit) for visit in visits]},
        }
    )


def _event(visit: Visit) -> dict[str, Any]:
    event: dict[str, Any] = {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": _text(visit.first),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [visit.epc],
        "bizStep": visit.place.business_step,
        "readPoint": {"id": visit.place.read_point},
        "quaychain:lastSeen": _text(visit.last),
        "quaychain:reads": visit.reads,
        "quaychain:antennas": " ".join(sorted(visit.antennas)),
    }
    if visit.rssi is not None:
        event["quaychain:strongest"] = visit.rssi
    if visit.place.disposition is not None:
        event["disposition"] = visit.place.disposition
    if visit.place.business_location is not None:
        event["bizLocation"] = {"id": visit.place.business_location}
    return event


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
