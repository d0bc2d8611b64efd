"""From the bytes that came in to an event whose signature, signer and body are in order. No I/O but the look-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import (
    Counter,
    DocumentEnvelope,
    EventKind,
    SignedEvent,
    check_body,
    split_message,
)
from quaychain.contracts.events.plain import plain_reading
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .devices import DeviceDirectory, RegisteredDevice, check_standing

_READING = EventKind.READING.value
#: The kinds whose readings stand in the envelope.
_READINGS = frozenset({_READING, EventKind.RELAYED.value})

#: Checks a document and lists the messages in it; raises EventRefusedError (BODY_INVALID and others).
BodyReader = Callable[[EventKind, str, bytes], tuple[EventItem, ...]]


class Arrival(NamedTuple):
    """What came in, and from where."""

    #: An MQTT topic or an HTTP route: for the quarantine.
    source: str
    message: bytes
    body: bytes = b""
    #: Whose topic it came on: member and key; None over HTTP, where there is no topic.
    topic: tuple[bytes, bytes] | None = None
    #: The kind that the route takes; None where any may come.
    kind: EventKind | None = None


class EventHead(NamedTuple):
    """What decides about an event, taken out of its envelope once."""

    #: The signer's Ed25519 key.
    key: bytes
    counter: Counter
    previous: Counter | None
    kind: str
    #: keccak256 of signed bytes and signature.
    digest: bytes
    #: Times of the first and the last reading (RFC 3339, UTC: they compare as text); empty for documents.
    oldest: str
    newest: str


@dataclass(slots=True)
class Inspected:
    """A message whose form and place are in order; `genuine`: it is signed by the key that it names."""

    arrival: Arrival
    event: SignedEvent
    head: EventHead
    genuine: bool


@dataclass(slots=True)
class Examined:
    """An event that only its counter can still keep out."""

    arrival: Arrival
    event: SignedEvent
    head: EventHead
    device: RegisteredDevice
    items: tuple[EventItem, ...]
    #: Why it is not taken though it is new and in its place: its readings are stale, or from the future.
    objection: EventRefusedError | None = None

    @property
    def key(self) -> bytes:
        """The signer's key."""
        return self.head.key

    @property
    def counter(self) -> Counter:
        """Where the signer stood."""
        return self.head.counter

    @property
    def previous(self) -> Counter | None:
        """The last counter of an earlier boot, where the signer names it."""
        return self.head.previous


@dataclass(frozen=True, slots=True)
class ExaminationRules:
    """What an event is held against."""

    chain_id: int
    max_message_bytes: int
    max_body_bytes: int
    #: Seconds that a reading may be behind the head's time, and ahead of it; 0: any.
    max_age: int = 0
    max_ahead: int = 0


def examine(
    arrival: Arrival, rules: ExaminationRules, devices: DeviceDirectory, now: int, read_body: BodyReader
) -> Examined:
    """Check form, topic, key, signature and body of what came in.

    Raises EventRefusedError with the reason, DirectoryUnavailableError where the key can't be looked up now.
    """
    return judge(inspect(arrival, rules), rules, devices, now, read_body)


def inspect(arrival: Arrival, rules: ExaminationRules) -> Inspected:
    """Check what depends on nothing but the message: form, chain, topic, signature. Raises EventRefusedError."""
    event = split_message(arrival.message, max_bytes=rules.max_message_bytes)
    plain = plain_reading(event.signed)
    if plain is not None:
        _check_place(arrival, plain.chain_id, plain.key, _READING, rules)
        counter = Counter(plain.boot, plain.seq)
        head = EventHead(plain.key, counter, None, _READING, event.digest, plain.time, plain.time)
    else:
        envelope = event.envelope
        key = envelope.public_key
        _check_place(arrival, envelope.chain_id, key, envelope.kind, rules)
        times = () if isinstance(envelope, DocumentEnvelope) else [reading.time for reading in envelope.readings]
        head = EventHead(
            *(key, envelope.counter, envelope.previous_counter, envelope.kind, event.digest),
            *(min(times, default=""), max(times, default="")),
        )
    return Inspected(arrival, event, head, event.signed_by(head.key))


def judge(
    inspected: Inspected, rules: ExaminationRules, devices: DeviceDirectory, now: int, read_body: BodyReader
) -> Examined:
    """Check what depends on the registry, and the body.

    Raises EventRefusedError with the reason, DirectoryUnavailableError where the key can't be looked up now.
    """
    arrival, event, head = inspected.arrival, inspected.event, inspected.head
    # The signature before the key's standing: what a key may do is told to its holder only.
    device = signer_of(inspected, devices)
    check_standing(device, now)
    if arrival.topic is not None and arrival.topic[0] != device.member:
        raise EventRefusedError(RefusalReason.WRONG_TOPIC, f"the key belongs to member {device.member.hex()}")
    # By the head: the envelope itself may not have been parsed in this process.
    if head.kind in _READINGS:
        if arrival.body:
            raise EventRefusedError(RefusalReason.BODY_MISMATCH, "readings stand in the envelope, not in a body")
        return Examined(arrival, event, head, device, (), _objection(head, rules, now))
    if len(arrival.body) > rules.max_body_bytes:
        raise EventRefusedError(
            RefusalReason.TOO_LARGE, f"a body of {len(arrival.body)} bytes, at most {rules.max_body_bytes} are taken"
        )
    envelope = event.envelope
    assert isinstance(envelope, DocumentEnvelope)
    check_body(envelope, arrival.body)
    items = read_body(EventKind(envelope.kind), envelope.body.media_type, arrival.body)
    return Examined(arrival, SignedEvent(event.signed, event.signature, arrival.body), head, device, items)


def signer_of(inspected: Inspected, devices: DeviceDirectory) -> RegisteredDevice:
    """The registered key that signed a message.

    Raises EventRefusedError (KEY_UNREGISTERED, SIGNATURE_FORGED), DirectoryUnavailableError.
    """
    key = inspected.head.key
    device = devices.device(key)
    if device is None:
        raise EventRefusedError(RefusalReason.KEY_UNREGISTERED, f"DeviceRegistry has no key {key.hex()}")
    if not inspected.genuine:
        raise EventRefusedError(RefusalReason.SIGNATURE_FORGED, f"not signed by key {key.hex()}")
    return device


def _objection(head: EventHead, rules: ExaminationRules, now: int) -> EventRefusedError | None:
    if rules.max_age and head.oldest < (limit := _moment(now - rules.max_age)):
        return EventRefusedError(RefusalReason.STALE, f"measured at {head.oldest}, taken from {limit} on")
    if rules.max_ahead and head.newest > (limit := _moment(now + rules.max_ahead)):
        return EventRefusedError(RefusalReason.FUTURE, f"measured at {head.newest}, taken until {limit}")
    return None


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_place(arrival: Arrival, chain_id: int, key: bytes, kind: str, rules: ExaminationRules) -> None:
    if chain_id != rules.chain_id:
        raise EventRefusedError(RefusalReason.WRONG_CHAIN, f"signed for chain {chain_id}, not {rules.chain_id}")
    if arrival.topic is not None and arrival.topic[1] != key:
        raise EventRefusedError(RefusalReason.WRONG_TOPIC, f"key {key.hex()} on the topic of another device")
    if arrival.kind is not None and arrival.kind.value != kind:
        raise EventRefusedError(RefusalReason.MALFORMED, f"kind {kind} where {arrival.kind.value} is taken")
