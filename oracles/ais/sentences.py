"""From a feed's lines to sightings: complete messages with a time, of the vessels wanted, not too often. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from quaychain.contracts.events.refusal import EventRefusedError

from ..logistics import ais

#: IEC 61162-450: a tag block, then a sentence with parts, part, sequential id, channel, payload and fill bits.
_LINE = re.compile(
    rb"(?:\\(?P<block>[^\\]{1,80})\\)?(?P<sentence>!(?:AI|AB|BS|AN|AR|AS|AT|AX|SA|AD)VD[MO],(?P<parts>[1-9]),"
    rb"(?P<part>[1-9]),(?P<id>\d?),(?P<channel>[A-Z0-9]?),[^,]{1,90},\d\*[0-9A-Fa-f]{2})\s*"
)
_TIME = re.compile(rb"(?:^|,)c:(\d{10})(?:[,*]|$)")
#: Seconds that a receiver's clock may be off.
_CLOCK = 3_600
#: Seconds that the parts of a message come within, and the same message from several receivers.
_PARTS = 30
_SAME = 30


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a vessel was, as the sentences that said it, each behind a tag block with the receiver's time."""

    report: ais.PositionReport
    #: Unix seconds.
    time: int
    lines: bytes

    @property
    def mmsi(self) -> int:
        """The vessel."""
        return self.report.mmsi


class Sentences:
    """What a feed says. Times are Unix seconds."""

    def __init__(self, vessels: frozenset[int], every: float, station: str) -> None:
        """`vessels` by MMSI, empty for all; each once in `every` seconds; `station` is our name in tag blocks."""
        self._vessels = vessels
        self._every = every
        self._station = station
        self._parts: dict[tuple[bytes, bytes, bytes], tuple[int, list[bytes]]] = {}
        self._said: dict[bytes, int] = {}
        self._last: dict[int, int] = {}
        #: Lines by why they are not taken: malformed, incomplete, repeated, thinned, other (no position wanted).
        self.passed_over: Counter[str] = Counter()

    def take(self, line: bytes, now: int) -> Sighting | None:
        """A line that came in at `now`; a sighting where it completes one."""
        if not line.strip():
            return None
        match = _LINE.fullmatch(line.strip())
        if match is None:
            self._pass("malformed")
            return None
        self._forget(now)
        parts = self._complete(match, line.strip(), now)
        if parts is None:
            return None
        try:
            found = ais.read_sentences(parts)
        except EventRefusedError as error:
            self._pass("other" if error.detail == "no position in it" else "malformed")
            return None
        report = found.reports[0]
        if self._vessels and report.mmsi not in self._vessels:
            self._pass("other")
            return None
        time = int(datetime.fromisoformat(report.time).timestamp())
        if time - self._last.get(report.mmsi, -(2**62)) < self._every:
            self._pass("thinned")
            return None
        self._last[report.mmsi] = time
        return Sighting(report, time, parts)

    def _complete(self, match: re.Match[bytes], line: bytes, now: int) -> bytes | None:
        count, part = int(match["parts"]), int(match["part"])
        stamped = self._stamped(match, line, now)
        said = match["sentence"]
        if self._said.get(said, -_SAME) > now - _SAME:
            self._pass("repeated")
            return None
        self._said[said] = now
        if count == 1:
            return stamped
        key = (match["id"], match["channel"], match["parts"])
        _, before = self._parts.pop(key, (now, []))
        if part != len(before) + 1:
            self._pass("incomplete")
            return None
        lines = [*before, stamped]
        if part < count:
            self._parts[key] = (now, lines)
            return None
        return b"\n".join(lines)

    def _stamped(self, match: re.Match[bytes], line: bytes, now: int) -> bytes:
        """The line with a receiver's time: its own where it has one that can be, otherwise ours."""
        time = _TIME.search(match["block"] or b"")
        if time is not None and abs(int(time[1]) - now) <= _CLOCK:
            return line
        block = f"s:{self._station},c:{now}".encode()
        check = reduce(lambda total, byte: total ^ byte, block)
        return b"\\%b*%02X\\%b" % (block, check, match["sentence"])

    def _forget(self, now: int) -> None:
        for key in [key for key, (since, _) in self._parts.items() if since < now - _PARTS]:
            del self._parts[key]
            self.passed_over["incomplete"] += 1
        if len(self._said) > 10_000:
            self._said = {said: time for said, time in self._said.items() if time > now - _SAME}
        if len(self._last) > 100_000:
            self._last = {mmsi: time for mmsi, time in self._last.items() if time > now - self._every}

    def _pass(self, reason: str) -> None:
        self.passed_over[reason] += 1
