"""A poll takes each event once, whatever order and pages a carrier answers in."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from quaychain.oracles.dcsa.carriers import Poll, Polled
from quaychain.oracles.dcsa.polling import Poller, PollRefusedError, retry_after
from quaychain.oracles.dcsa.recording import record, source_name
from quaychain.oracles.intake.once import Once, Taken
from quaychain.oracles.sending.outbox import Outbox

from ..signing import CHAIN_ID, Signer
from .events import event

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Carrier:
    """Answers pages of two, as a link or a bare cursor."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.answers: list[httpx.Response] = []
        self.header = "{}"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(dict(request.url.params))
        if self.answers:
            return self.answers.pop(0)
        assert request.headers["Consumer-Key"] == "abc"
        since = request.url.params.get("eventCreatedDateTime:gte", "")
        start = int(request.url.params.get("cursor", "0"))
        matching = [each for each in self.events if each["eventCreatedDateTime"] >= since or start]
        headers = {"Next-Page": self.header.format(start + 2)} if start + 2 < len(matching) else {}
        return httpx.Response(200, json=matching[start : start + 2], headers=headers)


class Stopping(threading.Event):
    """Notes how long was waited, and doesn't."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        return self.is_set()


class Poll1:
    def __init__(self, path: Path, **settings: Any) -> None:
        self.carrier = Carrier()
        self.outbox = Outbox(path, Signer(1).key, CHAIN_ID)
        self.stopping = Stopping()
        poll = Poll.model_validate({"url": "https://carrier.example/v2/events", "limit": 2} | settings)
        self.poller = Poller(
            Polled("MAEU", poll, {"Consumer-Key": "abc"}),
            httpx.Client(transport=httpx.MockTransport(self.carrier)),
            self.place,
            self._record,
            clock=lambda: 0.0,
        )

    def place(self, name: str) -> str | None:
        return Once[bytes](self.outbox, source_name("MAEU")).place(name)

    def _record(self, events: Sequence[Any], places: dict[str, str]) -> Future[Taken]:
        future: Future[Taken] = Future()
        future.set_result(record(self.outbox, "MAEU", events, places))
        return future

    def taken(self) -> list[int]:
        bodies = [json.loads(item.body) for item in self.outbox.after(None, 99)]
        return [int(each["eventID"][-4:]) for body in bodies for each in body]


@pytest.fixture
def poll(tmp_path: Path) -> Poll1:
    return Poll1(tmp_path / "outbox.sqlite")


@pytest.mark.parametrize(
    "header", ["{}", "https://carrier.example/v2/events?limit=2&cursor={}", "</v2/events?cursor={}>"]
)
def test_all_pages_are_taken_and_later_passes_begin_before_the_newest(poll: Poll1, header: str) -> None:
    poll.carrier.header = header
    poll.carrier.events = [event(n, f"2026-11-0{n}T00:00:00Z") for n in range(1, 6)]
    assert poll.poller.pass_once(poll.stopping) == 5
    assert [asked.get("cursor") for asked in poll.carrier.asked] == [None, "2", "4"]
    assert poll.carrier.asked[0]["sort"] == "eventCreatedDateTime:ASC"
    assert poll.place("newest") == "2026-11-05T00:00:00Z"
    poll.carrier.events.append(event(9, "2026-11-04T12:00:00Z"))
    assert poll.poller.pass_once(poll.stopping) == 1
    assert poll.carrier.asked[3]["eventCreatedDateTime:gte"] == "2026-11-04T00:00:00Z"
    assert poll.taken() == [1, 2, 3, 4, 5, 9]
    assert poll.poller.pass_once(poll.stopping) == 0


def test_a_pass_that_broke_off_is_begun_again(poll: Poll1) -> None:
    poll.carrier.header = "{}"
    poll.carrier.events = [event(n, f"2026-11-0{6 - n}T00:00:00Z") for n in range(1, 6)]
    first = poll.carrier(httpx.Request("GET", "https://c/", headers={"Consumer-Key": "abc"}))
    poll.carrier.answers = [first, httpx.Response(404)]
    with pytest.raises(PollRefusedError, match="404"):
        poll.poller.pass_once(poll.stopping)
    # The newest came first: had it been noted, the rest would never be asked for.
    assert (poll.taken(), poll.place("newest")) == ([1, 2], None)
    assert poll.poller.pass_once(poll.stopping) == 3
    assert poll.taken() == [1, 2, 3, 4, 5]


def test_a_carrier_that_asks_for_patience_gets_it(poll: Poll1) -> None:
    poll.carrier.events = [event(1)]
    poll.carrier.answers = [httpx.Response(429, headers={"Retry-After": "17"}), httpx.Response(503)]
    assert poll.poller.pass_once(poll.stopping) == 1
    # As the carrier says, then as we do, and two seconds between requests.
    assert poll.stopping.waited == [17.0, 2.0, 2.0, 4.0]
    poll.carrier.answers = [httpx.Response(500)] * 6
    with pytest.raises(PollRefusedError, match="HTTP 500, six times"):
        poll.poller.pass_once(poll.stopping)


def test_answers_that_are_none_are_refused(poll: Poll1) -> None:
    for answer in (httpx.Response(200, content=b"<html>"), httpx.Response(302), httpx.Response(401)):
        poll.carrier.answers = [answer]
        with pytest.raises(PollRefusedError):
            poll.poller.pass_once(poll.stopping)
    round_and_round = httpx.Response(200, json=[event(1)], headers={"Next-Page": "x"})
    poll.carrier.answers = [round_and_round, round_and_round, round_and_round]
    with pytest.raises(PollRefusedError, match="don't end"):
        poll.poller.pass_once(poll.stopping)


def test_an_event_of_times_to_come_doesnt_move_where_it_stands(poll: Poll1) -> None:
    poll.carrier.events = [event(1, "2026-11-02T00:00:00Z"), event(2, "2999-01-01T00:00:00Z")]
    assert poll.poller.pass_once(poll.stopping) == 2
    assert poll.place("newest") == "2026-11-02T00:00:00Z"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5), ("0", 0), ("999999", 3_600), ("Mon, 02 Nov 2026 12:01:00 GMT", 60), ("soon", None), ("", None)],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
