"""What carriers push is taken once, if it is signed under its subscription."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from quaychain.contracts.errors import QuaychainError
from quaychain.oracles.dcsa.carriers import Carriers, Subscribed
from quaychain.oracles.dcsa.notifications import PATH, is_signed, notifications_app
from quaychain.oracles.dcsa.recording import record
from quaychain.oracles.intake.once import Taken, set_aside
from quaychain.oracles.sending.outbox import Outbox

from ..signing import CHAIN_ID, Signer
from .events import event

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
ID = "b80d923d-e8ac-4c34-9506-55d3de347034"


def signature_of(secret: bytes, body: bytes) -> str:
    return f"sha256={hmac.digest(secret, body, 'sha256').hex()}"


class Callback:
    """A carrier's view of the application."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "outbox.sqlite"
        self.broken = False
        subscriptions = {UUID(ID): Subscribed("MAEU", (NEW, OLD)), UUID(int=1): Subscribed("CMDU", (OLD,))}
        self.client = TestClient(notifications_app(Carriers(subscriptions, ()), self._record))

    def _record(self, carrier: str, events: Sequence[Any]) -> Future[Taken]:
        future: Future[Taken] = Future()
        if self.broken:
            future.set_exception(QuaychainError("the disk is full"))
        else:
            outbox = Outbox(self.path, Signer(1).key, CHAIN_ID)
            future.set_result(record(outbox, carrier, events))
            outbox.close()
        return future

    def push(self, body: Any, secret: bytes = NEW, subscription: str = ID, **headers: str) -> httpx.Response:
        data = body if isinstance(body, bytes) else json.dumps(body, indent=1).encode()
        known = {"Subscription-ID": subscription, "Notification-Signature": signature_of(secret, data)}
        return self.client.post(PATH, content=data, headers=known | headers)

    def documents(self) -> list[list[dict[str, Any]]]:
        return [json.loads(item.body) for item in Outbox(self.path, Signer(1).key, CHAIN_ID).after(None, 99)]


@pytest.fixture
def callback(tmp_path: Path) -> Callback:
    return Callback(tmp_path)


def test_the_signature_is_that_of_the_standard() -> None:
    # RFC 4231, test case 1.
    expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    assert is_signed(f"sha256={expected}", b"Hi There", [b"\x0b" * 20])
    assert not is_signed(f"sha256={expected}", b"Hi, There", [b"\x0b" * 20])


def test_each_event_is_taken_once_however_often_it_is_pushed(callback: Callback) -> None:
    assert callback.client.head(PATH).status_code == 204
    assert callback.push([event(1), event(2)]).status_code == 204
    assert callback.push([event(1), event(2)], secret=OLD).status_code == 204
    # Out of order, with one known, and formatted otherwise.
    assert callback.push(json.dumps([event(4), event(2), event(3)]).encode()).status_code == 204
    assert [[each["eventID"][-1] for each in document] for document in callback.documents()] == [["1", "2"], ["4", "3"]]
    # The same id means another event where another carrier says it.
    assert callback.push([event(1)], secret=OLD, subscription=str(UUID(int=1))).status_code == 204
    assert len(callback.documents()) == 3


def test_an_event_without_an_id_is_known_by_its_content(callback: Callback) -> None:
    nameless = {name: value for name, value in event(1).items() if name != "eventID"}
    for body in ([nameless], [dict(reversed(nameless.items()))], [nameless | {"remark": "x"}]):
        assert callback.push(body).status_code == 204
    assert callback.documents() == [[nameless], [nameless | {"remark": "x"}]]


def test_what_is_not_signed_under_its_subscription_is_refused(callback: Callback) -> None:
    body = [event(1)]
    refused = [
        callback.push(body, secret=bytes(32)),
        callback.push(body, subscription=str(UUID(int=7)), secret=bytes(32)),
        callback.push(body, subscription="nothing"),
        callback.push(body, subscription=str(UUID(int=1))),
        callback.push(body, **{"Notification-Signature": ""}),
        callback.push(body, **{"Notification-Signature": "sha256=00"}),
        callback.push(body, **{"Notification-Signature": "sha1=" + "0" * 64}),
        callback.push(body, **{"Notification-Signature": signature_of(NEW, json.dumps(body).encode())}),
        callback.client.post(PATH, json=body),
    ]
    assert {response.status_code for response in refused} == {401}
    assert len({response.content for response in refused}) == 1
    assert not callback.path.exists()


@pytest.mark.parametrize("missing", ["Subscription-ID", "Notification-Signature"])
def test_nothing_is_read_of_what_can_not_be_in_order(callback: Callback, missing: str) -> None:
    given = {"Subscription-ID": ID, "Notification-Signature": "sha256=" + "0" * 64} | {missing: str(UUID(int=7))}
    answers: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("its body was read")

    async def send(message: Message) -> None:
        answers.append(message)

    headers = [(name.lower().encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}
    asyncio.run(callback.client.app(scope, receive, send))
    assert answers[0]["status"] == 401


def test_no_json_is_refused_and_no_event_is_set_aside(callback: Callback) -> None:
    for body in (b"", b"\xff", b"[1", b'{"a":1,"a":2}', b"[" * 100 + b"]" * 100):
        assert callback.push(body).status_code == 400
    assert callback.push(b" " * (8 * 2**20 + 1)).status_code == 413
    assert callback.push([event(1), {"eventType": "TRANSPORT"}, 7, [event(2)], event(3)]).status_code == 204
    assert callback.push([{"eventType": "TRANSPORT"}]).status_code == 204
    assert [len(document) for document in callback.documents()] == [2]
    kept = set_aside(Outbox(callback.path, Signer(1).key, CHAIN_ID))
    assert sorted(content for _, _, _, content in kept) == sorted(
        [b"7", b'{"eventType":"TRANSPORT"}', json.dumps([event(2)], separators=(",", ":"), sort_keys=True).encode()]
    )


def test_a_disk_that_cant_keep_it_is_said(callback: Callback) -> None:
    callback.broken = True
    response = callback.push([event(1)])
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
