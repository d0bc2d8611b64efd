"""Deliveries: signed, tried again ever later, and counted only when accepted."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from quaychain.oracles.keeper.book import Book, Delivery
from quaychain.oracles.keeper.delivery import (
    DeliveryDuty,
    DeliveryFailedError,
    FileTarget,
    WebhookSecretError,
    WebhookTarget,
    webhook_headers,
    webhook_secret,
)
from quaychain.oracles.keeper.notice import Notice, NoticeKind
from quaychain.oracles.metrics import KeeperMetrics

KEY = bytes(range(32))
NOTICE = Notice(NoticeKind.BATCH_WITHHELD, ("a",), 7, "It can't be had.", {"count": 3})


def test_headers_are_those_of_standard_webhooks() -> None:
    """The specification's own example."""
    key = webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    headers = webhook_headers(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert webhook_headers(key, "msg_2", 1614265330, body)["webhook-signature"] != headers["webhook-signature"]


@pytest.mark.parametrize("text", ["", "secret", "whsec_", "whsec_???", "whsec_" + b64encode(bytes(23)).decode()])
def test_what_is_no_secret_is_refused(text: str) -> None:
    with pytest.raises(WebhookSecretError):
        webhook_secret(text)


class Receiver:
    """Answers as it is told to, and keeps what came."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.came: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.came.append(request)
        status = self.answers.pop(0)
        if status == 0:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(status)


def duty(
    folder: Path, receiver: Receiver, clock: list[int], registry: CollectorRegistry | None = None
) -> tuple[Book, DeliveryDuty]:
    book = Book(f"sqlite:///{folder / 'book.sqlite'}", ("ops",))
    client = httpx.Client(transport=httpx.MockTransport(receiver))
    targets = {"ops": WebhookTarget("https://ops.example/hook", KEY, client, lambda: clock[0] / 1000)}
    metrics = None if registry is None else KeeperMetrics(registry)
    return book, DeliveryDuty(book, targets, metrics, lambda: clock[0])


def enter(book: Book) -> None:
    with book.turn("x") as turn:
        turn.enter(NOTICE)


def test_what_fails_is_tried_again_later_with_the_same_id(tmp_path: Path) -> None:
    receiver, clock, registry = Receiver(0, 503, 302, 204), [1_000_000], CollectorRegistry()
    book, delivering = duty(tmp_path, receiver, clock, registry)
    enter(book)
    assert list(delivering.look(7)) == []
    assert list(delivering.look(7)) == [] and len(receiver.came) == 1
    for _ in range(2):
        clock[0] += 60_000
        assert list(delivering.look(7)) == []
    clock[0] += 200_000
    (done,) = delivering.look(7)
    assert done.about == f"batch.withheld {NOTICE.id} to ops"
    clock[0] += 10**9
    assert list(delivering.look(7)) == []
    assert len(receiver.came) == 4
    first, last = receiver.came[0], receiver.came[-1]
    assert first.content == last.content == NOTICE.body()
    assert first.headers["webhook-id"] == last.headers["webhook-id"] == NOTICE.id
    expected = webhook_headers(KEY, NOTICE.id, int(last.headers["webhook-timestamp"]), last.content)
    assert last.headers["webhook-signature"] == expected["webhook-signature"]
    accepted = {"target": "ops", "outcome": "accepted"}
    assert registry.get_sample_value("quaychain_keeper_delivery_tries_total", accepted) == 1
    assert registry.get_sample_value("quaychain_keeper_deliveries", {"target": "ops", "state": "waiting"}) == 0
    assert registry.get_sample_value("quaychain_keeper_deliveries", {"target": "ops", "state": "delivered"}) == 1


def test_what_is_never_wanted_or_never_works_is_dead(tmp_path: Path) -> None:
    receiver, clock = Receiver(410), [0]
    book, delivering = duty(tmp_path, receiver, clock)
    enter(book)
    list(delivering.look(7))
    assert [(each.state, each.count) for each in book.deliveries()] == [("dead", 1)]
    book.revive()
    receiver.answers = [500] * 20
    for _ in range(20):
        clock[0] += 10**9
        list(delivering.look(7))
    assert [(each.state, each.count) for each in book.deliveries()] == [("dead", 1)]
    assert len(receiver.came) == 1 + 11


def test_a_file_gets_a_line_each(tmp_path: Path) -> None:
    target = FileTarget(tmp_path / "new" / "alerts.jsonl")
    for number in range(2):
        target.deliver(Delivery(f"n{number}", "x", "log", NOTICE.body(), 0))
    lines = (tmp_path / "new" / "alerts.jsonl").read_text().splitlines()
    assert [json.loads(line)["data"] for line in lines] == [{"count": 3}] * 2
    with pytest.raises(DeliveryFailedError):
        FileTarget(tmp_path).deliver(Delivery("n", "x", "log", b"{}", 0))
