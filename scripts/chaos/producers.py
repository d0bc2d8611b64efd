"""Devices and a carrier that note durably what they signed and what they were told, and a witness of the answers. I/O.

They are the product's own sending end, so what it does about a bad link is on trial too.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from nacl.signing import SigningKey

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, parse_message
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.contracts.events.strict_json import canonical
from quaychain.oracles.mqtt import MqttLink, MqttSettings
from quaychain.oracles.sending.carrier import CaptureRefusedError, CaptureUnavailableError, Carrier, CarrierSettings
from quaychain.oracles.sending.device import Device, DeviceSettings
from quaychain.oracles.sending.outbox import Draft, Outbox
from quaychain.oracles.sending.readings import ReadingSource
from quaychain.oracles.sending.window import WindowSettings
from quaychain.oracles.topics import parse_acknowledgement

from .notes import Notes

_MAX_MESSAGE = 2**20
_START = 1_772_409_600
#: Quick to ask, for a run is short.
_WINDOW = WindowSettings(size=200, ask_after=4.0)


class NotingOutbox(Outbox):
    """An outbox that notes what was signed and what was let go of."""

    def __init__(
        self, path: Path, key: SigningKey, chain_id: int, notes: Notes, form: EnvelopeForm = EnvelopeForm.JSON
    ) -> None:
        super().__init__(path, key, chain_id, form)
        self.public = bytes(key.verify_key)
        self._notes = notes

    def add(
        self,
        drafts: Sequence[Draft],
        *,
        source: str = "",
        position: int = 0,
        along: Callable[[sqlite3.Connection], None] | None = None,
    ) -> list[Counter]:
        """See Outbox."""
        before = self.last_signed()
        counters = super().add(drafts, source=source, position=position, along=along)
        kept = self.after(before, len(counters))
        self._notes.signed(
            self.public, [(item.counter, parse_message(item.message, max_bytes=_MAX_MESSAGE).digest) for item in kept]
        )
        return counters

    def purge(self, anchored: Counter) -> int:
        """See Outbox."""
        self._notes.anchored(self.public, anchored)
        return super().purge(anchored)


@dataclass
class Producer:
    """A signer at work in a thread. `work` runs until its argument is set, and answers whether all it had is done."""

    name: str
    work: Callable[[threading.Event], bool]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    done: bool = False
    #: Why it can't go on, where it can't.
    problem: str = ""

    def start(self) -> None:
        """Begin, or go on."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stopping,), name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; what it signed stays."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(30)

    def reboot(self) -> None:
        """Off and on again."""
        self.stop()
        if not self.done and not self.problem:
            self.start()

    def _run(self, stopping: threading.Event) -> None:
        try:
            self.done = self.work(stopping)
        except QuaychainError as error:
            self.problem = f"{type(error).__name__}: {error}"


@dataclass(frozen=True, slots=True)
class Sending:
    """How a device sends: the way to the broker, readings a second and in a message, and the form of its messages."""

    mqtt: MqttSettings
    rate: float
    readings_per_message: int = 1
    form: EnvelopeForm = EnvelopeForm.JSON


def device(
    name: str, folder: Path, key: SigningKey, chain_id: int, member: bytes, sending: Sending, notes: Notes
) -> Producer:
    """A device whose readings stand in `folder`/NAME.jsonl."""
    source = folder / f"{name}.jsonl"

    def work(stopping: threading.Event) -> bool:
        outbox = NotingOutbox(folder / f"{name}.sqlite", key, chain_id, notes, sending.form)
        try:
            settings = DeviceSettings(
                member=member,
                rate=sending.rate,
                readings_per_message=sending.readings_per_message,
                until_anchored=True,
                window=_WINDOW,
            )
            readings = ReadingSource(source, outbox.position(str(source.resolve())))
            Device(settings, sending.mqtt, outbox.public, outbox, readings).run(stopping)
            return readings.ended and outbox.count() == 0
        finally:
            outbox.close()

    return Producer(name, work)


def write_readings(folder: Path, name: str, count: int) -> None:
    """What a device is to measure."""
    lines = []
    for number in range(count):
        moment = datetime.fromtimestamp(_START + number, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        reading = {"asset": "urn:epc:id:giai:9520001.STS0417", "quantity": "Temperature", "unit": "CEL",
                   "value": number / 4, "time": moment}  # fmt: skip
        lines.append(json.dumps(reading) + "\n")
    (folder / f"{name}.jsonl").write_text("".join(lines))


def carrier(
    name: str, folder: Path, key: SigningKey, chain_id: int, port: int, seconds: float, notes: Notes
) -> Producer:
    """A carrier that posts a position every half second for so long, and then waits until all are anchored."""

    def work(stopping: threading.Event) -> bool:
        outbox = NotingOutbox(folder / f"{name}.sqlite", key, chain_id, notes)
        settings = CarrierSettings(url=f"http://127.0.0.1:{port}", pause=0.3, patience=2.0)
        ends = time.monotonic() + seconds
        try:
            with httpx.Client(timeout=5.0, trust_env=False) as client:
                sender = Carrier(settings, outbox, client)
                while not stopping.is_set():
                    if time.monotonic() < ends:
                        last = outbox.last_signed()
                        number = 1 if last is None else last.seq + 1
                        sender.sign(EventKind.AIS, "application/json", _position(number))
                    if _sent(sender, stopping):
                        last = outbox.last_signed()
                        assert last is not None
                        notes.durable(outbox.public, last)  # each was answered with 202
                    if time.monotonic() >= ends and outbox.count() == 0:
                        return True
                    stopping.wait(0.5)
                return False
        finally:
            outbox.close()

    return Producer(name, work)


def _sent(sender: Carrier, stopping: threading.Event) -> bool:
    """Whether all that is kept was taken. Raises CaptureRefusedError where a document will never be."""
    try:
        sender.send(stopping)
    except CaptureUnavailableError:
        return False
    except CaptureRefusedError as error:
        if error.status in (400, 413, 415):
            raise
        return False  # such as a key that a node of another chain doesn't know
    return not stopping.is_set()


class Witness:
    """Hears every acknowledgement at the broker itself, and notes it."""

    def __init__(self, mqtt: MqttSettings, notes: Notes) -> None:
        self._notes = notes
        self._link = MqttLink(mqtt, "witness", subscriptions=("qc/+/+/ack",), received=self._hear)

    def __enter__(self) -> Witness:
        self._link.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._link.stop()

    def _hear(self, topic: str, payload: bytes, _retained: bool) -> None:
        try:
            said = parse_acknowledgement(payload)
        except EventRefusedError:
            return
        key = bytes.fromhex(topic.split("/")[2])
        if said.durable is not None:
            self._notes.durable(key, said.durable)
        if said.anchored is not None:
            self._notes.anchored(key, said.anchored)


def _position(number: int) -> bytes:
    moment = datetime.fromtimestamp(_START + number, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    latitude = round(31.0 + number / 1_000, 6)
    position = {"mmsi": 413_000_000, "time": moment, "latitude": latitude, "longitude": 122.5}
    return canonical({"positions": [position]})
