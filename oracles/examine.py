"""From the bytes that came in to an event whose signature, signer and body are in order. No I/O but the look-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import (
    DocumentEnvelope,
    Envelope,
    EventKind,
    SignedEvent,
    check_body,
    parse_message,
)
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason

from .devices import DeviceDirectory, RegisteredDevice, check_standing

#: Checks a document and lists the messages in it; raises EventRefusedError (BODY_INVALID and others).
BodyReader = Callable[[EventKind, str, bytes], tuple[EventItem, ...]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in, and from where."""

    #: An MQTT topic or an HTTP route: for the quarantine.
    source: str
    message: bytes
    body: bytes = b""
    #: Whose topic it came on: member and key; None over HTTP, where there is no topic.
    topic: tuple[bytes, bytes] | None = None
    #: The kind that the route takes; None where any may come.
    kind: EventKind | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """An event that only its counter can still keep out."""

    arrival: Arrival
    event: SignedEvent
    device: RegisteredDevice
    items: tuple[EventItem, ...]

    @property
    def key(self) -> bytes:
        """The signer's key."""
        return self.event.envelope.public_key


@dataclass(frozen=True, slots=True)
class ExaminationRules:
    """What an event is held against."""

    chain_id: int
    max_message_bytes: int
    max_body_bytes: int


def examine(
    arrival: Arrival, rules: ExaminationRules, devices: DeviceDirectory, now: int, read_body: BodyReader
) -> Examined:
    """Check form, topic, key, signature and body of what came in.

    Raises EventRefusedError with the reason, DirectoryUnavailableError where the key can't be looked up now.
    """
    parsed = parse_message(arrival.message, max_bytes=rules.max_message_bytes)
    envelope = parsed.envelope
    _check_place(arrival, envelope, rules)
    device = devices.device(envelope.public_key)
    if device is None:
        raise EventRefusedError(RefusalReason.KEY_UNREGISTERED, f"DeviceRegistry has no key {envelope.key}")
    # The signature before the key's standing: what a key may do is told to its holder only.
    try:
        VerifyKey(envelope.public_key).verify(parsed.signed, parsed.signature)
    except (CryptoError, ValueError):
        raise EventRefusedError(RefusalReason.SIGNATURE_FORGED, f"not signed by key {envelope.key}") from None
    check_standing(device, now)
    if arrival.topic is not None and arrival.topic[0] != device.member:
        raise EventRefusedError(RefusalReason.WRONG_TOPIC, f"the key belongs to member {device.member.hex()}")
    if not isinstance(envelope, DocumentEnvelope):
        if arrival.body:
            raise EventRefusedError(RefusalReason.BODY_MISMATCH, "readings stand in the envelope, not in a body")
        return Examined(arrival, parsed, device, ())
    if len(arrival.body) > rules.max_body_bytes:
        raise EventRefusedError(
            RefusalReason.TOO_LARGE, f"a body of {len(arrival.body)} bytes, at most {rules.max_body_bytes} are taken"
        )
    check_body(envelope, arrival.body)
    items = read_body(EventKind(envelope.kind), envelope.body.media_type, arrival.body)
    return Examined(arrival, SignedEvent(parsed.signed, parsed.signature, arrival.body), device, items)


def _check_place(arrival: Arrival, envelope: Envelope, rules: ExaminationRules) -> None:
    if envelope.chain_id != rules.chain_id:
        raise EventRefusedError(
            RefusalReason.WRONG_CHAIN, f"signed for chain {envelope.chain_id}, not {rules.chain_id}"
        )
    if arrival.topic is not None and arrival.topic[1] != envelope.public_key:
        raise EventRefusedError(RefusalReason.WRONG_TOPIC, f"key {envelope.key} on the topic of another device")
    if arrival.kind is not None and arrival.kind.value != envelope.kind:
        raise EventRefusedError(RefusalReason.MALFORMED, f"kind {envelope.kind} where {arrival.kind.value} is taken")
