"""A logistics party: signs documents, keeps them, posts them in order and forgets them once they are anchored. I/O."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import EventKind, encode_base64url, parse_message

from ..capture.routes import ENVELOPE_HEADER, ROUTES, SIGNATURE_HEADER
from ..logistics.bodies import read_body
from .outbox import Draft, Outbox, Outgoing

_ALL = 1 << 31
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class CarrierSettings(BaseModel):
    """Where documents go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Base URL of the gateway's HTTP interface.
    url: Annotated[str, Field(pattern=r"^https?://")]
    until_anchored: bool = False
    #: Seconds between two tries, and between two looks whether it is anchored.
    pause: Annotated[float, Field(gt=0, le=60)] = 0.5
    #: Seconds after which a gateway that can't be reached is given up; what is signed stays in the outbox.
    patience: Annotated[float, Field(gt=0, le=86_400)] = 60.0


@dataclass
class CaptureRefusedError(QuaychainError):
    """The gateway refuses a document for good. It was taken back, so that later ones can follow."""

    status: int
    reason: str
    detail: str


@dataclass
class CaptureUnavailableError(QuaychainError):
    """The gateway can't be reached, or can't take anything now; what is signed stays in the outbox."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Captured:
    """A document that the gateway has on its disk."""

    capture_id: str
    #: Where to ask what became of it.
    location: str
    anchored: bool


class Carrier:
    """Posts what stands in an outbox."""

    def __init__(self, settings: CarrierSettings, outbox: Outbox, client: httpx.Client) -> None:
        self._settings = settings
        self._outbox = outbox
        self._client = client
        self._log = structlog.get_logger("carrier")

    def sign(self, kind: EventKind, media_type: str, body: bytes) -> None:
        """Check, sign and keep a document; raises EventRefusedError where no gateway would take it."""
        read_body(kind, media_type, body)
        self._outbox.ensure_boot()
        self._outbox.add([Draft(kind, body=body, media_type=media_type)])

    def send(self, stopping: threading.Event) -> list[Captured]:
        """Post all that is kept, in order; with `until_anchored`, wait until all of it is.

        Raises CaptureRefusedError, CaptureUnavailableError.
        """
        captured = [(item, self.post(item, stopping)) for item in self._outbox.after(None, _ALL)]
        return [self._follow(item, done, stopping) for item, done in captured]

    def post(self, item: Outgoing, stopping: threading.Event) -> Captured:
        """Post one kept message; its predecessors must have been posted.

        Raises CaptureRefusedError, CaptureUnavailableError.
        """
        event = parse_message(item.message, max_bytes=len(item.message))
        headers = {
            ENVELOPE_HEADER: encode_base64url(event.signed),
            SIGNATURE_HEADER: encode_base64url(event.signature),
            "Content-Type": getattr(event.envelope, "body").media_type,  # noqa: B009  the outbox holds documents only
        }
        response = self._patiently("POST", ROUTES[item.kind][0], stopping, headers=headers, content=item.body)
        answer = _document(response)
        if response.status_code == 202:
            if not isinstance(answer.get("captureID"), str) or "Location" not in response.headers:
                raise CaptureUnavailableError(self._settings.url, "what answers there is no gateway")
            return Captured(answer["captureID"], response.headers["Location"], anchored=False)
        if response.status_code in (400, 413, 415):
            # It will never be taken, and as long as it stands there nothing after it would be.
            self._outbox.withdraw(item.counter)
        raise CaptureRefusedError(
            response.status_code, str(answer.get("reason", "")), str(answer.get("detail", response.reason_phrase))
        )

    def standing(self, done: Captured, stopping: threading.Event) -> dict[str, Any]:
        """What the gateway says of a capture: its job, with `quaychain:anchored`, stream and sequence; {} where none.

        Raises CaptureUnavailableError.
        """
        response = self._patiently("GET", done.location, stopping)
        return _document(response) if response.status_code == 200 else {}

    def _follow(self, item: Outgoing, done: Captured, stopping: threading.Event) -> Captured:
        """Forget an anchored document; with `until_anchored`, wait until it is."""
        waited = 0.0
        while not stopping.is_set():
            if self.standing(done, stopping).get("quaychain:anchored"):
                self._outbox.purge(item.counter)
                return Captured(done.capture_id, done.location, anchored=True)
            if not self._settings.until_anchored:
                break
            stopping.wait(self._settings.pause)
            waited += self._settings.pause
            if waited > self._settings.patience:
                raise CaptureUnavailableError(self._settings.url, f"{done.capture_id} is not anchored yet")
        return done

    def _patiently(self, method: str, path: str, stopping: threading.Event, **request: Any) -> httpx.Response:
        waited, reason = 0.0, ""
        while waited <= self._settings.patience and not stopping.is_set():
            try:
                response = self._client.request(method, self._settings.url.rstrip("/") + path, **request)
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
            else:
                if response.status_code not in _AGAIN:
                    return response
                reason = str(_document(response).get("detail", response.reason_phrase))
            stopping.wait(self._settings.pause)
            waited += self._settings.pause
        raise CaptureUnavailableError(self._settings.url, reason or "stopped")


def _document(response: httpx.Response) -> dict[str, Any]:
    try:
        document = response.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
