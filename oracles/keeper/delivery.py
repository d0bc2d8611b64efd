"""Brings notices to where they are wanted: webhooks, signed, or a file of JSON lines; tried until accepted. I/O.

Webhooks are signed as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over `{id}.{timestamp}.{body}`, and what is sent
again has the same `webhook-id`. A delivery counts when it was accepted (2xx). A keeper that dies between the two can
cause a second one; the id tells.
"""

from __future__ import annotations

import os
import random
import time
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Protocol

import httpx

from quaychain.contracts.errors import QuaychainError

from ..metrics import KeeperMetrics
from .book import Book, Delivery
from .duty import Done

#: Seconds until the next try, by the number of those before; after the last one a delivery is dead.
_PAUSES = (5, 30, 120, 600, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600)
#: Milliseconds that one keeper has for one delivery; more than any request takes.
_LEASE = 60_000
_TIMEOUT = 20.0
#: So that a target that is slow does not keep the keeper from looking.
_MOST_A_LOOK = 20
#: Answers that another try can't change; the receiver has said that it never wants this.
_GONE = frozenset({410})


@dataclass
class DeliveryFailedError(QuaychainError):
    """A target did not accept a notice."""

    reason: str
    final: bool = False

    def __str__(self) -> str:
        return self.reason


@dataclass
class WebhookSecretError(QuaychainError):
    """Not a secret of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes."""

    reason: str

    def __str__(self) -> str:
        return f"no webhook secret (whsec_ and the base64 of 24 to 64 bytes): {self.reason}"


class Target(Protocol):
    """Where notices go."""

    def deliver(self, delivery: Delivery) -> None:
        """Hand it over, and return when it was accepted. Raises DeliveryFailedError."""


def webhook_secret(text: str) -> bytes:
    """The key in a secret's text. Raises WebhookSecretError."""
    if not text.startswith("whsec_"):
        raise WebhookSecretError("it does not begin with whsec_")
    try:
        key = b64decode(text.removeprefix("whsec_"), validate=True)
    except (Base64Error, ValueError) as error:
        raise WebhookSecretError(str(error)) from None
    if not 24 <= len(key) <= 64:
        raise WebhookSecretError(f"{len(key)} bytes")
    return key


def webhook_headers(key: bytes, identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers that name and sign a message; `timestamp` in Unix seconds."""
    signed = digest(key, f"{identifier}.{timestamp}.".encode() + body, sha256)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


class WebhookTarget:
    """POSTs each notice. Redirects are not followed: the secret's holder has one address."""

    def __init__(
        self,
        url: str,
        key: bytes,
        client: httpx.Client,
        seconds: Callable[[], float] = time.time,
    ) -> None:
        self._url = url
        self._key = key
        self._client = client
        self._seconds = seconds

    def deliver(self, delivery: Delivery) -> None:
        """See Target."""
        headers = webhook_headers(self._key, delivery.notice, int(self._seconds()), delivery.body)
        try:
            answer = self._client.post(
                self._url,
                content=delivery.body,
                headers={"content-type": "application/json", **headers},
                timeout=_TIMEOUT,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DeliveryFailedError(f"{type(error).__name__}: {error}") from error
        if not answer.is_success:
            raise DeliveryFailedError(f"answered {answer.status_code}", final=answer.status_code in _GONE)


class FileTarget:
    """Appends each notice to a file, one line each, on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deliver(self, delivery: Delivery) -> None:
        """See Target."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, delivery.body + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise DeliveryFailedError(error.strerror or str(error)) from error


class DeliveryDuty:
    """Delivers what is entered in the book, each to every target."""

    name = "delivery"

    def __init__(
        self,
        book: Book,
        targets: Mapping[str, Target],
        metrics: KeeperMetrics | None = None,
        milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._book = book
        self._targets = targets
        self._metrics = metrics
        self._milliseconds = milliseconds

    def look(self, _now: int) -> Iterator[Done]:
        """See Duty. Raises KeeperBookError. When to try again is by the machine's clock, not the chain's."""
        for _ in range(_MOST_A_LOOK):
            delivery = self._book.claim(tuple(self._targets), self._milliseconds(), _LEASE)
            if delivery is None:
                break
            try:
                self._targets[delivery.target].deliver(delivery)
            except DeliveryFailedError as error:
                self._book.undelivered(delivery, str(error), self._next(delivery, error))
                self._count(delivery, "failed")
            else:
                self._book.delivered(delivery)
                self._count(delivery, "accepted")
                yield Done("deliver", f"{delivery.kind} {delivery.notice} to {delivery.target}")
        if self._metrics is not None:
            self._metrics.deliveries({(each.target, each.state): each.count for each in self._book.deliveries()})

    def _next(self, delivery: Delivery, error: DeliveryFailedError) -> int | None:
        if error.final or delivery.attempts >= len(_PAUSES):
            return None
        # Spread, so that many that failed together don't come back together.
        pause = _PAUSES[delivery.attempts] * random.uniform(0.8, 1.2)  # noqa: S311
        return self._milliseconds() + int(pause * 1000)

    def _count(self, delivery: Delivery, outcome: str) -> None:
        if self._metrics is not None:
            self._metrics.delivery(delivery.target, outcome)
