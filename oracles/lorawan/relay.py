"""From a network server's MQTT to the gateway: each frame is signed once, by the gateway's key, for its device. I/O.

A frame is in the outbox before the server's message is acknowledged, so the broker keeps what we did not take. From
there it goes the way of a device's own messages, and stays in the outbox until it is anchored.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import structlog

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError

from ..intake.once import Aside, Once, Taken, Told
from ..mqtt import MqttLink, MqttSettings
from ..sending.device import Device, DeviceReport, DeviceSettings
from ..sending.outbox import Draft, Outbox
from ..sending.readings import ReadingSource, SourceLine
from .devices_file import LorawanDevices
from .uplink import read_uplink

SOURCE = "lorawan"


def record_uplink(outbox: Outbox, devices: LorawanDevices, message: bytes) -> Taken | None:
    """Sign a server's message into the outbox, unless it is there; None where it has no frame.

    What can't be read, or is of a device that is not in the file, is kept aside as it came.
    """
    once: Once[Draft] = Once(outbox, SOURCE)
    try:
        uplink = read_uplink(message)
        if uplink is None:
            return None
        readings, frame = devices.readings(uplink)
        draft = Draft(EventKind.RELAYED, readings, frame=frame)
        told = Told(uplink.identity, sha256(uplink.payload).digest(), draft)
        return once.take([told], lambda drafts: drafts)
    except EventRefusedError as error:
        return once.take([], lambda drafts: drafts, aside=[Aside(str(error), message)])


class _NothingToRead(ReadingSource):
    """A source for a device whose outbox is filled by others; it never ends."""

    def __init__(self) -> None:
        self.name = ""
        self.standard = True
        self.ended = False

    def poll(self, limit: int, seconds: float) -> list[SourceLine]:
        """Nothing."""
        return []


class LorawanRelay:
    """Listens to one network server and sends to one gateway."""

    def __init__(
        self,
        devices: LorawanDevices,
        server: MqttSettings,
        topic: str,
        outbox: Callable[[], Outbox],
        gateway: MqttSettings,
        settings: DeviceSettings,
        key: bytes,
    ) -> None:
        """`key` is the public key that the outbox signs with; `outbox` opens its file, once for each thread."""
        self._devices = devices
        self._open = outbox
        self._gateway = gateway
        self._settings = settings
        self._key = key
        self._signing = ThreadPoolExecutor(1, "signing")
        self._inbox: Outbox | None = None
        self._stopping = threading.Event()
        self._link = MqttLink(
            server, f"relay-{key.hex()[:32]}", persistent=True, subscriptions=(topic,), received=self._received
        )
        self._log = structlog.get_logger("lorawan")

    def run(self, stopping: threading.Event) -> DeviceReport:
        """Serve until `stopping` is set; raises OutboxUnusableError, DeviceRefusedError."""
        outbox = self._open()
        device = Device(self._settings, self._gateway, self._key, outbox, _NothingToRead())
        self._signing.submit(self._begin).result()
        self._link.start()
        try:
            return device.run(stopping)
        finally:
            self._stopping.set()
            self._link.stop()
            self._signing.shutdown(wait=True)
            outbox.close()

    def _patiently(self, record: Callable[[], Taken | None]) -> Taken | None:
        """Do it, again and again while the disk is full: only what was taken is acknowledged to the server."""
        while True:
            try:
                return self._signing.submit(record).result()
            except sqlite3.Error as error:
                self._log.error("waits", reason=str(error))
                if self._stopping.wait(1):
                    raise

    def _begin(self) -> None:
        self._inbox = self._open()

    def _received(self, topic: str, message: bytes, _retained: bool) -> None:
        def record() -> Taken | None:
            assert self._inbox is not None
            return record_uplink(self._inbox, self._devices, message)

        taken = self._patiently(record)
        if taken is not None and taken.changed:
            self._log.warning("a frame's number was used twice", frames=" ".join(taken.changed))
        elif taken is not None and not taken.new:
            self._log.info("not signed: known already, or set aside", topic=topic)
