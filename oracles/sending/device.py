"""A device: signs readings, keeps them, sends them over MQTT and lets go of them once they are anchored. I/O."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import structlog
from pydantic import BaseModel, ConfigDict, Field

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import MAX_READINGS, EventKind
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from ..mqtt import MqttLink, MqttSettings
from ..topics import Acknowledgement, ack_topic, parse_acknowledgement, up_topic
from .outbox import Draft, Outbox
from .readings import ReadingSource, SourceLine
from .window import SendWindow, WindowSettings

#: After these the gateway will never take anything of this key again.
_FINAL_REFUSALS = frozenset(
    {
        RefusalReason.KEY_REVOKED,
        RefusalReason.KEY_EXPIRED,
        RefusalReason.KEY_CLOSED,
        RefusalReason.BOOT_BELOW_DECLARED,
        RefusalReason.COUNTER_REUSED,
    }
)
_TICK = 0.05
#: A broker gives the retained acknowledgement right after the subscription.
_WAIT_FOR_RETAINED = 0.5


class DeviceSettings(BaseModel):
    """How a device sends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: The member that the key is registered for, 16 bytes.
    member: bytes
    #: Readings a second; 0: as fast as they are taken.
    rate: Annotated[float, Field(ge=0, le=100_000)] = 0
    readings_per_message: Annotated[int, Field(ge=1, le=MAX_READINGS)] = 1
    #: Signed messages kept at most; beyond it, reading pauses.
    max_kept: Annotated[int, Field(ge=1, le=10_000_000)] = 20_000
    until_anchored: bool = False
    window: WindowSettings = WindowSettings()


@dataclass
class DeviceRefusedError(QuaychainError):
    """The gateway will take nothing more of this key; what is kept stays in the outbox."""

    reason: str
    boot: int
    seq: int

    def __str__(self) -> str:
        return f"the gateway refuses this device for good ({self.reason}, at boot {self.boot}, seq {self.seq})"


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What a run of a device came to."""

    signed: int
    anchored: int
    #: Messages still in the outbox.
    kept: int


class Device:
    """One device, from its source to the broker. `run` may be called once."""

    def __init__(
        self,
        settings: DeviceSettings,
        mqtt: MqttSettings,
        key: bytes,
        outbox: Outbox,
        source: ReadingSource | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._outbox = outbox
        self._source = source
        self._clock = clock
        self._up = up_topic(settings.member, key)
        self._heard: queue.SimpleQueue[Acknowledgement | None] = queue.SimpleQueue()
        self._window = SendWindow(settings.window)
        self._link = MqttLink(
            mqtt,
            f"device-{key.hex()[:32]}",
            subscriptions=(ack_topic(settings.member, key),),
            received=self._on_message,
            connected=lambda: self._heard.put(None),
        )
        self._log = structlog.get_logger("device").bind(key=key.hex()[:16])
        self._signed = 0
        self._anchored = 0
        self._may_send_at = float("inf")

    def run(self, stopping: threading.Event) -> DeviceReport:
        """Send until all is done or `stopping` is set.

        Raises ReadingLineError, ReadingSourceError, DeviceRefusedError; what was signed stays in the outbox.
        """
        boot = self._outbox.begin_boot()
        self._log.info("started", boot=boot, kept=self._outbox.count())
        started = self._clock()
        self._link.start()
        try:
            while not stopping.is_set() and not self._done():
                self._hear()
                read = self._read(started)
                sent = self._send()
                if not read and not sent:
                    self._wait()
        finally:
            self._link.stop()
        return DeviceReport(self._signed, self._anchored, self._outbox.count())

    def _done(self) -> bool:
        if self._source is not None and not self._source.ended:
            return False
        if self._settings.until_anchored:
            return self._outbox.count() == 0
        last = self._outbox.last_signed()
        return last is None or (self._window.durable is not None and self._window.durable >= last)

    def _wait(self) -> None:
        try:
            heard = self._heard.get(timeout=_TICK)
        except queue.Empty:
            return
        self._take(heard)

    def _hear(self) -> None:
        while True:
            try:
                heard = self._heard.get_nowait()
            except queue.Empty:
                return
            self._take(heard)

    def _take(self, heard: Acknowledgement | None) -> None:
        now = self._clock()
        if heard is None:
            self._window.connected(now)
            self._may_send_at = now + _WAIT_FOR_RETAINED
            return
        if heard.refused is not None:
            self._log.warning("refused", reason=heard.reason, boot=heard.refused.boot, seq=heard.refused.seq)
            if heard.reason in _FINAL_REFUSALS:
                raise DeviceRefusedError(heard.reason, *heard.refused)
        last = self._outbox.last_signed()
        beyond = [counter for counter in (heard.durable, heard.anchored) if counter is not None]
        if any(last is None or counter > last for counter in beyond):
            self._log.warning("acknowledged what was never signed", durable=heard.durable, anchored=heard.anchored)
            return
        if self._window.acknowledged(heard, now) and self._window.anchored is not None:
            self._anchored += self._outbox.purge(self._window.anchored)
        self._may_send_at = min(self._may_send_at, now)

    def _read(self, started: float) -> bool:
        if self._source is None or self._source.ended or self._outbox.count() >= self._settings.max_kept:
            return False
        limit = self._settings.window.size * self._settings.readings_per_message
        if self._settings.rate:
            allowed = int((self._clock() - started) * self._settings.rate) + 1 - self._signed
            limit = min(limit, allowed)
        if limit <= 0:
            return False
        lines = self._source.poll(limit, 0)
        if not lines:
            return False
        self._sign(self._source, lines)
        return True

    def _sign(self, source: ReadingSource, lines: list[SourceLine]) -> None:
        size = self._settings.readings_per_message
        drafts = [
            Draft(EventKind.READING, tuple(line.reading for line in lines[start : start + size]))
            for start in range(0, len(lines), size)
        ]
        self._outbox.add(drafts, source="" if source.standard else source.name, position=lines[-1].position)
        self._signed += len(lines)

    def _send(self) -> bool:
        now = self._clock()
        if not self._link.online or now < self._may_send_at:
            return False
        if self._window.should_reconnect(self._link.broker_silence):
            self._log.warning("the broker acknowledges nothing, so the connection is made anew")
            self._may_send_at = float("inf")
            self._link.reconnect()
            return False
        room = self._window.room(now, delivered=self._link.in_flight == 0)
        outgoing = self._outbox.after(self._window.sent, room)
        for item in outgoing:
            self._link.publish(self._up, item.message)
            self._window.sending(item.counter, now)
        if not outgoing and self._window.should_ask(now):
            for item in self._outbox.after(None, 1):
                self._link.publish(self._up, item.message)
        return bool(outgoing)

    def _on_message(self, _topic: str, payload: bytes, _retained: bool) -> None:
        try:
            self._heard.put(parse_acknowledgement(payload))
        except EventRefusedError as error:
            self._log.warning("not an acknowledgement", reason=error.detail)
