"""The scenario's devices and its carrier (I/O): keys, device processes, documents that are signed and posted."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from nacl.signing import SigningKey

from quaychain.contracts.bindings.types import Evidence, EvidenceKind
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.envelope import Counter, EventKind, encode_message, envelope_bytes
from quaychain.contracts.events.refusal import RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.files import write_atomic
from quaychain.node.keys import RANDOM_PASSWORD, SeedKind, create_seed, load_seed, read_password
from quaychain.oracles.mqtt import MqttLink, MqttSettings
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.queue.listing import Listing, RefusalCount
from quaychain.oracles.sending.carrier import Carrier, CarrierSettings
from quaychain.oracles.sending.device import Device, DeviceSettings
from quaychain.oracles.sending.outbox import Draft, Outbox
from quaychain.oracles.topics import up_topic

from ..wiring.home import Home
from .readings import Sample

_JSON = "application/json"
_PATIENCE = 240.0


@dataclass
class DeviceNotDoneError(QuaychainError):
    """A device's readings were not all anchored in time."""

    device: str
    log: str

    def __str__(self) -> str:
        return f"the readings of {self.device} were not all anchored in time; its log is {self.log}"


@dataclass
class RefusalMissingError(QuaychainError):
    """The gateway did not refuse what it had to."""

    what: str


@dataclass(frozen=True, slots=True)
class DeviceSpec:
    """A signer of the scenario: `owner` is a member's key, `asset` the EPC that it sits on."""

    name: str
    owner: str
    asset: str


@dataclass(frozen=True, slots=True)
class DeviceRun:
    """All that a device measures in one step."""

    name: str
    samples: tuple[Sample, ...]
    readings_per_message: int = 1


@dataclass(frozen=True, slots=True)
class Fleet:
    """The signers of one home; `environment` and `program` start `quaychain` as the demo's other processes are."""

    home: Home
    chain_id: int
    members: Mapping[str, bytes]
    specs: Mapping[str, DeviceSpec]
    broker_port: int
    capture_url: str
    program: Sequence[str]
    environment: Mapping[str, str]

    def public_key(self, name: str) -> bytes:
        """A signer's Ed25519 public key, 32 bytes; the key is made on first use."""
        return bytes(self._signing_key(name).verify_key)

    def run(self, runs: Sequence[DeviceRun]) -> None:
        """Run device processes side by side until all that they measured is anchored.

        One that is killed is started again; what it signed is in its outbox. Raises DeviceNotDoneError.
        """
        deadline = time.monotonic() + _PATIENCE
        waiting = {run.name: (self._command(run), self._spawn(run)) for run in runs}
        while waiting:
            for name, (command, process) in list(waiting.items()):
                if process.poll() is None:
                    continue
                if process.returncode == 0:
                    del waiting[name]
                elif time.monotonic() < deadline:
                    time.sleep(0.5)
                    waiting[name] = (command, self._start(name, command))
            if waiting and time.monotonic() > deadline:
                for _, process in waiting.values():
                    process.terminate()
                raise DeviceNotDoneError(next(iter(waiting)), str(self._log(next(iter(waiting)))))
            time.sleep(0.05)

    def last_event(self, name: str) -> Evidence:
        """The last event of a device that has run, as contracts point at it. Raises DeviceNotDoneError."""
        connection = open_queue(self.home.oracle / "queue.sqlite")
        try:
            last = Listing(connection).last_of(self.public_key(name))
        finally:
            connection.close()
        if last is None:
            raise DeviceNotDoneError(name, str(self._log(name)))
        return Evidence(last.stream, EvidenceKind.ANCHORED_EVENTS, last.sequence)

    def capture(self, name: str, kind: EventKind, documents: Mapping[str, Any]) -> None:
        """Sign documents by their labels, each once, post them, and wait until all are anchored.

        Raises EventRefusedError, CaptureRefusedError, CaptureUnavailableError.
        """
        outbox = self._outbox(name)
        settings = CarrierSettings(url=self.capture_url, until_anchored=True, patience=_PATIENCE)
        with httpx.Client(timeout=60.0, trust_env=False) as client:
            carrier = Carrier(settings, outbox, client)
            outbox.ensure_boot()
            for label, document in documents.items():
                if outbox.position(label) == 0:
                    body = canonical(document)
                    outbox.add([Draft(kind, body=body, media_type=_JSON)], source=label, position=len(body))
            carrier.send(threading.Event())
        outbox.close()

    def forge(self, name: str) -> str:
        """Publish a reading in a device's name, signed by another key; answers why it was refused."""
        signed = envelope_bytes(
            chain_id=self.chain_id,
            key=self.public_key(name),
            counter=Counter(0, 1),
            kind=EventKind.READING,
            readings=[reading(self.specs[name].asset, Sample("Temperature", "CEL", 20.0, 1_800_000_000))],
        )
        stranger = SigningKey.generate()
        message = encode_message(signed, stranger.sign(signed).signature)
        return self._refusal(name, message, RefusalReason.SIGNATURE_FORGED)

    def replay(self, name: str) -> str:
        """Send a genuine reading, wait until it is anchored, and publish it again; answers why it was refused."""
        kept = self.home.devices / f"{name}.replay"
        if not kept.exists():
            outbox = self._outbox(name)
            outbox.begin_boot()
            sample = Sample("Temperature", "CEL", 61.5, 1_800_000_000)
            outbox.add([Draft(EventKind.READING, (reading(self.specs[name].asset, sample),))])
            message = outbox.after(None, 1)[0].message
            settings = DeviceSettings(member=self.members[self.specs[name].owner], until_anchored=True)
            Device(settings, self._mqtt(), self.public_key(name), outbox, None).run(threading.Event())
            outbox.close()
            write_atomic(kept, message)
        return self._refusal(name, kept.read_bytes(), RefusalReason.REPLAYED)

    def _refusal(self, name: str, message: bytes, reason: RefusalReason) -> str:
        before = self._count(reason)
        link = MqttLink(self._mqtt(), f"stranger-{time.monotonic_ns()}")
        link.start()
        try:
            if not link.wait_online(20):
                raise RefusalMissingError("the broker is away")
            topic = up_topic(self.members[self.specs[name].owner], self.public_key(name))
            link.publish(topic, message)
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                now = self._count(reason)
                if now is not None and now.times > (0 if before is None else before.times):
                    return f"{reason.value.replace('_', ' ')}: {now.last_detail}"
                time.sleep(0.1)
        finally:
            link.stop()
        raise RefusalMissingError(reason.value)

    def _count(self, reason: RefusalReason) -> RefusalCount | None:
        connection = open_queue(self.home.oracle / "queue.sqlite")
        try:
            return next((count for count in Listing(connection).refusals() if count.reason == reason.value), None)
        finally:
            connection.close()

    def _spawn(self, run: DeviceRun) -> subprocess.Popen[bytes]:
        source = self.home.devices / f"{run.name}.jsonl"
        if not source.exists():
            asset = self.specs[run.name].asset
            write_atomic(source, b"".join(canonical(reading(asset, sample)) + b"\n" for sample in run.samples))
        self.public_key(run.name)
        return self._start(run.name, self._command(run))

    def _command(self, run: DeviceRun) -> list[str]:
        spec = self.specs[run.name]
        folder = self.home.devices
        return [
            *self.program,
            "oracle",
            "device",
            *("--key", str(self._key_file(run.name))),
            *("--password-file", str(self._password_file(spec))),
            *("--member", self.members[spec.owner].hex()),
            *("--chain-id", str(self.chain_id)),
            *("--outbox", str(folder / f"{run.name}.sqlite")),
            *("--broker", f"127.0.0.1:{self.broker_port}"),
            *("--readings-per-message", str(run.readings_per_message)),
            "--until-anchored",
            str(folder / f"{run.name}.jsonl"),
        ]

    def _start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._log(name).open("ab") as log:
            return subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
            )

    def _log(self, name: str) -> Path:
        return self.home.logs / f"device-{name}.log"

    def _outbox(self, name: str) -> Outbox:
        return Outbox(self.home.devices / f"{name}.sqlite", self._signing_key(name), self.chain_id)

    def _mqtt(self) -> MqttSettings:
        return MqttSettings(port=self.broker_port)

    def _signing_key(self, name: str) -> SigningKey:
        path = self._key_file(name)
        secret = read_password(self._password_file(self.specs[name]))
        if not path.exists():
            create_seed(path, SeedKind.ED25519, secret, RANDOM_PASSWORD)
        return SigningKey(load_seed(path, SeedKind.ED25519, secret))

    def _key_file(self, name: str) -> Path:
        return self.home.devices / f"{name}.key.json"

    def _password_file(self, spec: DeviceSpec) -> Path:
        return self.home.keys / f"{spec.owner}.password"


def reading(asset: str, sample: Sample) -> dict[str, Any]:
    """A sample as a reading of `quaychain.contracts.events`."""
    moment = datetime.fromtimestamp(sample.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    values: dict[str, Any] = {
        "asset": asset,
        "quantity": sample.quantity,
        "unit": sample.unit,
        "value": sample.value,
        "time": moment,
    }
    return {**values, "component": sample.component} if sample.component else values
