"""The benches' devices (I/O): many in one process, which costs as little as can be beside what is measured.

Every device signs before the clock starts. Then one connection publishes at QoS 1, in plain packets of MQTT 3.1.1 (a
client library would take more of the machine than what is measured), with a bounded number not acknowledged by the
broker, evenly in turn. Where the oracle asks for what is missing, a device goes on from there.

    python -m quaychain.scripts.bench.producers PLAN.json
"""

from __future__ import annotations

import json
import select
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import Counter, EventKind, encode_message, envelope_bytes
from quaychain.oracles.topics import ack_topic, up_topic

_PUBLISH, _PUBACK, _KEEPALIVE = 0x32, 0x40, 600
_UNDER_WAY = 1_000
#: Seconds without a new acknowledgement after which a device sends again what is not durable.
_PATIENCE = 10.0
_TIME = "2026-01-01T00:00:00Z"
_ASSET = "urn:epc:id:giai:9520001.STS0417"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the producers do. `count` events over all devices; 0 events a second: as fast as the broker takes them."""

    port: int
    chain_id: int
    member: str
    seeds: tuple[str, ...]
    count: int
    boot: int
    rate: float
    #: Whether to go on until all is anchored; otherwise until the broker has it.
    until_anchored: bool
    #: What is there when they are to begin, and where they put what they saw.
    begin: str
    report: str

    def save(self, path: Path) -> Path:
        """As the file that the process is given."""
        path.write_text(json.dumps(asdict(self)))
        return path


def device_key(seed: str) -> bytes:
    """A device's public key."""
    return bytes(SigningKey(bytes.fromhex(seed)).verify_key)


class _Device:
    """Its signed messages, and how far it is."""

    def __init__(self, plan: Plan, seed: str, count: int) -> None:
        key = SigningKey(bytes.fromhex(seed))
        public = bytes(key.verify_key)
        member = bytes.fromhex(plan.member)
        self.ack = ack_topic(member, public).encode()
        topic = up_topic(member, public).encode()
        self._head = struct.pack("!H", len(topic)) + topic
        self.messages = [_signed(plan, key, public, seq) for seq in range(1, count + 1)]
        self.sent_at = [0.0] * count
        #: Index of the next one to send.
        self.next = 0
        self.durable = 0
        self.anchored = 0
        self.heard = time.monotonic()

    def packet(self, index: int, number: int) -> bytes:
        """A PUBLISH (MQTT 3.1.1 section 3.3) of one message."""
        body = self._head + struct.pack("!H", number) + self.messages[index]
        return bytes([_PUBLISH]) + _length(len(body)) + body


def _signed(plan: Plan, key: SigningKey, public: bytes, seq: int) -> bytes:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_772_409_600 + seq))
    data = _TEMPLATES.setdefault(public, _Template(plan, public)).envelope(seq, moment)
    return encode_message(data, key.sign(data).signature)


class _Template:
    """An envelope's bytes with seq, value and time open: making each anew takes longer than signing it."""

    def __init__(self, plan: Plan, public: bytes) -> None:
        reading = {"asset": _ASSET, "quantity": "Temperature", "unit": "CEL", "value": 99_999, "time": _TIME}
        data = envelope_bytes(
            chain_id=plan.chain_id,
            key=public,
            counter=Counter(plan.boot, 88_888),
            kind=EventKind.READING,
            readings=[reading],
        )
        start, rest = data.split(_TIME.encode())
        middle, rest = rest.split(b"99999")
        end, last = rest.split(b"88888")
        self._parts = (start, middle, end, last)

    def envelope(self, seq: int, moment: str) -> bytes:
        """Canonical: the value is an integer, or has one digit after the point that is not 0."""
        start, middle, end, last = self._parts
        tenth = f".{seq % 10}" if seq % 10 else ""
        return b"".join((start, moment.encode(), middle, f"{20 + seq % 60}{tenth}".encode(), end, b"%d" % seq, last))


_TEMPLATES: dict[bytes, _Template] = {}


class Producers:
    """All devices of a plan on one connection."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        share, more = divmod(plan.count, len(plan.seeds))
        self._devices = [_Device(plan, seed, share + (index < more)) for index, seed in enumerate(plan.seeds)]
        self._by_ack = {device.ack: device for device in self._devices}
        self._number = 0
        self._unacknowledged = 0
        self._arrived = b""
        self._leaving = b""
        self._latencies: list[float] = []
        self._socket = socket.create_connection(("127.0.0.1", plan.port))
        self._connect()

    def _connect(self) -> None:
        name = b"bench-producers"
        variable = b"\x00\x04MQTT\x04\x02" + struct.pack("!H", _KEEPALIVE) + struct.pack("!H", len(name)) + name
        self._socket.sendall(b"\x10" + _length(len(variable)) + variable)
        if self._socket.recv(4)[3] != 0:
            raise ConnectionError("the broker refused the producers")
        if self._plan.until_anchored:
            topic = b"qc/+/+/ack"
            body = b"\x00\x01" + struct.pack("!H", len(topic)) + topic + b"\x01"
            self._socket.sendall(b"\x82" + _length(len(body)) + body)
        self._socket.setblocking(False)

    def run(self) -> None:
        """Send all of it. Writes the report: seconds, and how long each event took until it was anchored."""
        started = time.monotonic()
        for device in self._devices:
            device.heard = started
        turns = self._turns()
        allowed = 0.0
        sent = 0
        while not self._done():
            if self._plan.rate:
                allowed = (time.monotonic() - started) * self._plan.rate - sent
            room = _UNDER_WAY - self._unacknowledged
            batch: list[bytes] = []
            while len(batch) < room and (not self._plan.rate or len(batch) < allowed):
                packet = next(turns, None)
                if packet is None:
                    turns = self._turns()
                    break
                batch.append(packet)
            sent += len(batch)
            self._unacknowledged += len(batch)
            self._leaving += b"".join(batch)
            self._exchange(0.02 if batch or self._leaving else 0.05)
            self._send_again()
        seconds = time.monotonic() - started
        ended = {"seconds": seconds, "latencies": self._latencies, "sent": sent}
        Path(self._plan.report).write_bytes(orjson.dumps(ended))

    def _turns(self) -> Iterator[bytes]:
        """The next packets, one of each device in turn, as long as any has one."""
        more = True
        while more:
            more = False
            for device in self._devices:
                if device.next < len(device.messages):
                    more = True
                    index, device.next = device.next, device.next + 1
                    device.sent_at[index] = device.sent_at[index] or time.monotonic()
                    self._number = self._number % 65_535 + 1
                    yield device.packet(index, self._number)

    def _done(self) -> bool:
        if self._plan.until_anchored:
            return all(device.anchored == len(device.messages) for device in self._devices)
        sent = all(device.next == len(device.messages) for device in self._devices)
        return sent and self._unacknowledged == 0 and not self._leaving

    def _exchange(self, seconds: float) -> None:
        writing = [self._socket] if self._leaving else []
        readable, writable, _ = select.select([self._socket], writing, [], seconds)
        if writable:
            taken = self._socket.send(self._leaving[:262_144])
            self._leaving = self._leaving[taken:]
        if readable:
            found = self._socket.recv(262_144)
            if not found:
                raise ConnectionError("the broker left")
            self._arrived += found
            self._take()

    def _take(self) -> None:
        data, position = self._arrived, 0
        while len(data) - position >= 2:
            size, width = _read_length(data, position + 1)
            if width == 0 or len(data) - position < 1 + width + size:
                break
            body = data[position + 1 + width : position + 1 + width + size]
            kind = data[position]
            position += 1 + width + size
            if kind == _PUBACK:
                self._unacknowledged -= 1
            elif kind & 0xF0 == 0x30:
                self._acknowledged(kind, body)
        self._arrived = data[position:]

    def _acknowledged(self, kind: int, body: bytes) -> None:
        (length,) = struct.unpack("!H", body[:2])
        device = self._by_ack.get(body[2 : 2 + length])
        payload = body[2 + length :]
        if kind & 0x06:
            self._leaving += b"\x40\x02" + payload[:2]
            payload = payload[2:]
        if device is None:
            return
        said = orjson.loads(payload)
        now = time.monotonic()
        durable = _seq(said.get("durable"), self._plan.boot)
        if durable > device.durable:
            device.durable, device.heard = durable, now
        anchored = _seq(said.get("anchored"), self._plan.boot)
        if anchored > device.anchored:
            self._latencies += [now - sent for sent in device.sent_at[device.anchored : anchored]]
            device.anchored, device.heard = anchored, now
        if said.get("expected") is not None and durable < device.next:
            device.next = durable

    def _send_again(self) -> None:
        now = time.monotonic()
        for device in self._devices:
            if device.durable < device.next and now - device.heard > _PATIENCE and self._plan.until_anchored:
                device.next, device.heard = device.durable, now


def _seq(counter: dict[str, int] | None, boot: int) -> int:
    return 0 if counter is None or counter["boot"] < boot else counter["seq"]


def _length(size: int) -> bytes:
    """The remaining length of MQTT 3.1.1 section 2.2.3."""
    digits = bytearray()
    while True:
        size, digit = divmod(size, 128)
        digits.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(digits)


def _read_length(data: bytes, position: int) -> tuple[int, int]:
    """The remaining length at a position and how many bytes it has; 0 bytes where it is not all there."""
    size = 0
    for width in range(4):
        if position + width >= len(data):
            return 0, 0
        digit = data[position + width]
        size |= (digit & 0x7F) << (7 * width)
        if not digit & 0x80:
            return size, width + 1
    raise ValueError("not a remaining length")


def main(path: str) -> None:
    """Sign, say "ready", wait for the sign to begin, and produce."""
    fields = json.loads(Path(path).read_text())
    plan = Plan(**(fields | {"seeds": tuple(fields["seeds"])}))
    producers = Producers(plan)
    print("ready", flush=True)
    while not Path(plan.begin).exists():
        time.sleep(0.01)
    producers.run()


if __name__ == "__main__":
    main(sys.argv[1])
