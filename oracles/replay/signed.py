"""Sends an archive of signed messages as they are, each device's in its order. I/O.

Where a run ended needs no note of ours: the gateway says on each device's `/ack` how far it has them, and takes none
twice.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter as Tally
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import Counter, DocumentEnvelope, parse_message
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from ..mqtt import MqttLink, MqttSettings
from ..sending.lines import LineSource
from ..topics import Acknowledgement, parse_acknowledgement, up_topic

_MAX_MESSAGE = 1 << 20
_WINDOW = 200
_TICK = 0.05
#: A broker gives the retained acknowledgement right after the subscription.
_WAIT_FOR_RETAINED = 1.0


@dataclass
class ArchiveStuckError(QuaychainError):
    """The gateway takes no more of a device's messages; those before are durable."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"key {self.key}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What a run came to, in messages."""

    sent: int
    #: The gateway had them already.
    again: int
    #: Lines that are no signed readings.
    unusable: int
    #: Refused by the gateway, by reason.
    refused: dict[str, int] = field(default_factory=dict)


@dataclass
class _Device:
    durable: Counter | None = None
    #: Sent, or to be sent, and not durable.
    waiting: deque[tuple[Counter, bytes]] = field(default_factory=deque)
    progress: float = 0.0
    sent_at: float = 0.0
    tries: int = 0
    reason: str = ""


class ArchiveReplay:
    """One run over one file. `run` may be called once."""

    def __init__(
        self,
        member: bytes,
        mqtt: MqttSettings,
        path: Path,
        *,
        resend_after: float = 3.0,
        tries: int = 10,
        clock: Callable[[], float] = time.monotonic,
        connect: Callable[..., MqttLink] = MqttLink,
    ) -> None:
        """`member` registered the devices' keys. After `tries` sendings without progress it ends."""
        self._member = member
        self._path = path
        self._resend_after = resend_after
        self._tries = tries
        self._clock = clock
        self._devices: dict[bytes, _Device] = {}
        self._heard: queue.SimpleQueue[tuple[bytes, Acknowledgement]] = queue.SimpleQueue()
        self._refused: Tally[str] = Tally()
        self._sent = self._again = self._unusable = 0
        self._log = structlog.get_logger("replay")
        self._link = connect(
            mqtt,
            f"replay-{member.hex()[:16]}-{time.time_ns():x}",
            subscriptions=(f"qc/{member.hex()}/+/ack",),
            received=self._on_message,
        )

    def run(self, stopping: threading.Event) -> ArchiveReport:
        """Until all is durable or `stopping` is set. Raises ReadingSourceError, ArchiveStuckError."""
        lines = LineSource(self._path, max_line=_MAX_MESSAGE)
        self._link.start()
        try:
            while not stopping.is_set() and not self._link.wait_online(0.2):
                pass
            end = self._clock() + _WAIT_FOR_RETAINED
            while not stopping.is_set() and self._clock() < end:
                self._hear()
            while not lines.ended and not stopping.is_set():
                for line, _ in lines.take(100, 0):
                    self._take(line, stopping)
            while not stopping.is_set() and any(device.waiting for device in self._devices.values()):
                self._pump()
        finally:
            self._link.stop()
            lines.close()
        return ArchiveReport(self._sent, self._again, self._unusable, dict(self._refused))

    def _take(self, line: bytes, stopping: threading.Event) -> None:
        message = line.strip()
        if not message:
            return
        try:
            envelope = parse_message(message, max_bytes=_MAX_MESSAGE).envelope
            if isinstance(envelope, DocumentEnvelope):
                raise EventRefusedError(RefusalReason.MALFORMED, "a document's body is not beside it: capture it")
        except EventRefusedError as error:
            self._unusable += 1
            self._log.warning("no signed readings", reason=str(error))
            return
        device = self._devices.setdefault(envelope.public_key, _Device(progress=self._clock()))
        if device.durable is not None and envelope.counter <= device.durable:
            self._again += 1
            return
        while len(device.waiting) >= _WINDOW and not stopping.is_set():
            self._pump()
        device.waiting.append((envelope.counter, message))
        self._publish(envelope.public_key, device, message)

    def _pump(self) -> None:
        self._hear()
        now = self._clock()
        for key, device in self._devices.items():
            if not device.waiting or now - max(device.progress, device.sent_at) < self._resend_after:
                continue
            if device.tries >= self._tries:
                counter = device.waiting[0][0]
                reason = device.reason or "no answer"
                raise ArchiveStuckError(key.hex(), f"stands before boot {counter.boot}, seq {counter.seq}: {reason}")
            device.tries += 1
            for _, message in list(device.waiting):
                self._publish(key, device, message)

    def _publish(self, key: bytes, device: _Device, message: bytes) -> None:
        device.sent_at = self._clock()
        self._link.publish(up_topic(self._member, key), message)

    def _hear(self) -> None:
        try:
            key, heard = self._heard.get(timeout=_TICK)
        except queue.Empty:
            return
        device = self._devices.setdefault(key, _Device(progress=self._clock()))
        if heard.expected is not None:
            device.reason = f"the gateway misses boot {heard.expected.boot}, seq {heard.expected.seq}"
        if heard.refused is not None and device.waiting and device.waiting[0][0] == heard.refused:
            if heard.reason in ("gap", "replayed"):
                device.reason = heard.reason
            else:
                # It will never be taken; whether what follows is, the gateway says.
                self._refused[heard.reason] += 1
                device.reason = heard.reason
                device.waiting.popleft()
        if heard.durable is not None and (device.durable is None or heard.durable > device.durable):
            device.durable = heard.durable
            while device.waiting and device.waiting[0][0] <= heard.durable:
                device.waiting.popleft()
                self._sent += 1
            device.progress, device.tries, device.reason = self._clock(), 0, ""

    def _on_message(self, topic: str, payload: bytes, _retained: bool) -> None:
        try:
            key = bytes.fromhex(topic.split("/")[2])
            self._heard.put((key, parse_acknowledgement(payload)))
        except (EventRefusedError, ValueError, IndexError):
            self._log.warning("not an acknowledgement", topic=topic[:120])
