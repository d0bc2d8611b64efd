"""A courier posts in order, goes on after what ends a single run, and lets go of what is anchored."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from quaychain.contracts.events.envelope import EventKind, decode_base64url, parse_envelope
from quaychain.oracles.intake.courier import Courier, CourierSettings
from quaychain.oracles.sending.carrier import Carrier, CarrierSettings
from quaychain.oracles.sending.outbox import Draft, Outbox, Outgoing

from ..signing import CHAIN_ID, Signer


class Gateway:
    """Answers as capture does; `refuses` maps a body to a status."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.counters: list[tuple[int, int]] = []
        self.refuses: dict[bytes, int] = {}
        self.down = False
        #: A proxy that says yes to everything.
        self.strange = False
        #: Knows of no capture.
        self.lost = False
        self.anchored = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down")
        if self.strange:
            return httpx.Response(202, text="<html>welcome</html>")
        if self.lost and request.method == "GET":
            return httpx.Response(404, json={})
        if request.method == "GET":
            number = int(request.url.path.rsplit("/", 1)[1])
            return httpx.Response(
                200, json={"quaychain:anchored": number < self.anchored, "quaychain:sequence": number}
            )
        body = request.content
        if body in self.refuses:
            return httpx.Response(self.refuses[body], json={"reason": "x", "detail": "y"})
        if body not in self.taken:
            self.taken.append(body)
            self.counters.append(
                parse_envelope(decode_base64url(request.headers["Quaychain-Envelope"])).counter  # type: ignore[arg-type]
            )
        number = self.taken.index(body)
        return httpx.Response(202, json={"captureID": str(number)}, headers={"Location": f"/captures/{number}"})


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    outbox = Outbox(tmp_path / "outbox.sqlite", Signer(1).key, CHAIN_ID)
    outbox.ensure_boot()
    outbox.add([Draft(EventKind.AIS, body=body, media_type="text/plain") for body in (b"1", b"2", b"3")])
    return outbox


def courier(gateway: Gateway, outbox: Outbox, told: list[tuple[bytes, object]]) -> Courier:
    client = httpx.Client(transport=httpx.MockTransport(gateway))
    carrier = Carrier(CarrierSettings(url="http://gateway", pause=0.01, patience=0.02), outbox, client)

    def anchored(_outbox: Outbox, item: Outgoing, job: dict[str, Any]) -> None:
        told.append((item.body, job["quaychain:sequence"]))

    return Courier(CourierSettings(pause=0.01, window=2), carrier, outbox, anchored)


def test_it_posts_in_order_and_lets_go_of_what_is_anchored(outbox: Outbox) -> None:
    gateway, told, stopping = Gateway(), list[tuple[bytes, object]](), threading.Event()
    sending = courier(gateway, outbox, told)
    gateway.down = True
    assert not sending.step(stopping)
    gateway.down = False
    assert sending.step(stopping)
    # The window holds two that are not anchored.
    assert gateway.taken == [b"1", b"2"]
    assert not sending.step(stopping)
    gateway.anchored = 1
    assert sending.step(stopping)
    assert sending.step(stopping)
    assert (gateway.taken, told, outbox.count()) == ([b"1", b"2", b"3"], [(b"1", 0)], 2)
    gateway.anchored = 3
    assert sending.step(stopping)
    assert outbox.count() == 0
    assert sending.posted == (0, 3)
    assert told == [(b"1", 0), (b"2", 1), (b"3", 2)]


def test_after_a_start_it_goes_on_where_it_was(outbox: Outbox) -> None:
    gateway, stopping = Gateway(), threading.Event()
    courier(gateway, outbox, []).step(stopping)
    told = list[tuple[bytes, object]]()
    second = courier(gateway, outbox, told)
    gateway.anchored = 3
    while second.step(stopping):
        pass
    assert (gateway.taken, [body for body, _ in told]) == ([b"1", b"2", b"3"], [b"1", b"2", b"3"])


def test_what_is_refused_for_good_makes_way_and_what_may_still_be_taken_is_kept(outbox: Outbox) -> None:
    gateway, stopping = Gateway(), threading.Event()
    sending = courier(gateway, outbox, [])
    gateway.refuses = {b"1": 403}
    assert not sending.step(stopping)
    assert (gateway.taken, outbox.count()) == ([], 3)
    gateway.refuses = {b"2": 413}
    assert sending.step(stopping)
    assert outbox.count() == 2
    gateway.anchored = 3
    while sending.step(stopping):
        pass
    assert (gateway.taken, gateway.counters) == ([b"1", b"3"], [(0, 1), (1, 1)])


def test_what_is_no_gateway_or_has_lost_its_queue_does_not_end_it(outbox: Outbox) -> None:
    gateway, told, stopping = Gateway(), list[tuple[bytes, object]](), threading.Event()
    sending = courier(gateway, outbox, told)
    gateway.strange = True
    assert not sending.step(stopping)
    gateway.strange = False
    assert sending.step(stopping)
    gateway.lost = True
    sending.step(stopping)
    gateway.lost, gateway.taken = False, []
    gateway.anchored = 3
    while sending.step(stopping):
        pass
    assert gateway.taken == [b"1", b"2", b"3"]
    assert outbox.count() == 0
