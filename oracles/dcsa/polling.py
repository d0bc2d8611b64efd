"""Asks a carrier for its events, page by page, again and again. I/O.

What a page has is taken before the next is asked for; how far it got is noted when a pass has seen all pages, because a
carrier may answer in another order than was asked for. A pass begins a while before the newest event known, because
carriers enter events late; what is known is not signed again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import structlog

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.refusal import EventRefusedError

from ..intake.once import Taken
from .carriers import Polled
from .recording import created, parse_events

_MAX_BYTES = 64 * 2**20
_MAX_PAGES = 100_000
_LONGEST_PAUSE = 300.0
#: A carrier that says to wait longer than this is asked again then.
_LONGEST_RETRY_AFTER = 3_600.0

#: Takes events to the disk, with where the poll stands.
Recorder = Callable[[Sequence[Any], dict[str, str]], Future[Taken]]


@dataclass
class PollRefusedError(QuaychainError):
    """The carrier answers in a way that asking again at once won't mend."""

    carrier: str
    reason: str


class Poller:
    """One carrier's poll; `place` and `recorder` are the outbox's. Runs in one thread."""

    def __init__(
        self,
        polled: Polled,
        client: httpx.Client,
        place: Callable[[str], str | None],
        recorder: Recorder,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._polled = polled
        self._client = client
        self._place = place
        self._recorder = recorder
        self._clock = clock
        self._next_request = 0.0
        self._log = structlog.get_logger("dcsa").bind(carrier=polled.carrier)

    def run(self, stopping: threading.Event) -> None:
        """Pass after pass until `stopping` is set; a carrier that is away or refuses is asked ever more slowly."""
        pause = self._polled.poll.interval
        while not stopping.is_set():
            try:
                self.pass_once(stopping)
                pause = self._polled.poll.interval
            except QuaychainError as error:
                pause = min(max(pause, 1.0) * 2, max(_LONGEST_PAUSE, self._polled.poll.interval))
                self._log.warning("poll waits", reason=str(error), seconds=pause)
            stopping.wait(pause)

    def pass_once(self, stopping: threading.Event) -> int:
        """All pages from where it stands; answers how many events were new. Raises PollRefusedError."""
        poll = self._polled.poll
        since = self._place("newest") or poll.since
        newest = _moment(since)
        parameters = dict(poll.parameters) | {"limit": str(poll.limit), "sort": "eventCreatedDateTime:ASC"}
        if newest is not None:
            start = newest - timedelta(seconds=poll.overlap if self._place("newest") else 0)
            parameters["eventCreatedDateTime:gte"] = _text(start)
        new, cursor, seen = 0, "", set[str]()
        while cursor not in seen and len(seen) < _MAX_PAGES:
            seen.add(cursor)
            asked = dict(poll.parameters) | {"cursor": cursor, "limit": str(poll.limit)} if cursor else parameters
            response = self._get(asked, stopping)
            if response is None:
                return new
            events = self._events(response)
            cursor = _cursor(response.headers.get("Next-Page", ""))
            newest = _newest(newest, events)
            places = {} if cursor or newest is None else {"newest": _text(newest)}
            new += self._recorder(events, places).result().new
            if not cursor:
                self._log.info("polled", pages=len(seen), new=new)
                return new
        raise PollRefusedError(self._polled.carrier, f"its pages don't end, after {len(seen)} of them")

    def _events(self, response: httpx.Response) -> list[Any]:
        try:
            return parse_events(response.content, max_bytes=_MAX_BYTES)
        except EventRefusedError as error:
            raise PollRefusedError(self._polled.carrier, f"no list of events: {error.detail}") from None

    def _get(self, parameters: dict[str, str], stopping: threading.Event) -> httpx.Response | None:
        """The answer to one request, repeated as the carrier says; None where we are stopped meanwhile."""
        pause = 1.0
        for _ in range(6):
            self._pace(stopping)
            if stopping.is_set():
                return None
            try:
                response = self._client.get(self._polled.poll.url, params=parameters, headers=self._polled.headers)
            except httpx.HTTPError as error:
                reason, wait = str(error) or type(error).__name__, pause
            else:
                if response.status_code == 200:
                    return response
                reason = f"HTTP {response.status_code}"
                if response.status_code not in (408, 425, 429, 500, 502, 503, 504):
                    raise PollRefusedError(self._polled.carrier, reason)
                wait = retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC)) or pause
            self._log.warning("asks again", reason=reason, seconds=wait)
            stopping.wait(wait)
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise PollRefusedError(self._polled.carrier, f"{reason}, six times")

    def _pace(self, stopping: threading.Event) -> None:
        now = self._clock()
        if self._next_request > now:
            stopping.wait(self._next_request - now)
        self._next_request = max(now, self._next_request) + 60 / self._polled.poll.requests_per_minute


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 section 10.2.3), at most an hour, if any."""
    text = header.strip()
    if text.isdecimal():
        return min(float(text), _LONGEST_RETRY_AFTER)
    try:
        seconds = (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER)


def _newest(known: datetime | None, events: Sequence[Any]) -> datetime | None:
    # A time to come would make us pass over all that happens until then.
    latest = datetime.now(UTC) + timedelta(minutes=5)
    moments = [moment for event in events if (moment := _moment(created(event))) is not None and moment <= latest]
    return max([*moments, known] if known is not None else moments, default=None)


def _cursor(header: str) -> str:
    """The cursor of a Next-Page header, which carriers give as such or as a link that has it; empty on the last."""
    text = header.strip().strip("<>")
    if "cursor=" in text:
        found = parse_qs(urlsplit(text).query).get("cursor")
        return found[0] if found else ""
    return text


def _moment(text: str | None) -> datetime | None:
    try:
        moment = None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment.astimezone(UTC)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
