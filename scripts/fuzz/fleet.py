"""Who signs in a fuzz: devices in every form that a gateway takes, and keys that it takes nothing of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import (
    Counter,
    EnvelopeForm,
    EventKind,
    encode_base64url,
    encode_message,
    envelope_bytes,
)
from quaychain.oracles.topics import up_topic


@dataclass(frozen=True, slots=True)
class Sender:
    """A key, and how it sends."""

    key: SigningKey
    form: EnvelopeForm = EnvelopeForm.JSON
    readings: int = 1
    #: A gateway's key, which signs for radio devices.
    relays: bool = False

    @property
    def public(self) -> bytes:
        """The public key."""
        return bytes(self.key.verify_key)


#: Of the senders of a fleet: JSON, COSE and a LoRaWAN relay; with one reading a message, and with many.
FORMS: tuple[tuple[EnvelopeForm, int, bool], ...] = (
    (EnvelopeForm.JSON, 1, False),
    (EnvelopeForm.JSON, 12, False),
    (EnvelopeForm.COSE, 1, False),
    (EnvelopeForm.COSE, 40, False),
    (EnvelopeForm.JSON, 2, True),
)


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who signs: senders that the gateway takes messages of, and others. All keys belong to `member`."""

    chain_id: int
    member: bytes
    #: Each has sent `accepted` messages in boot 1, and none after.
    senders: tuple[Sender, ...]
    accepted: int
    #: These go on sending meanwhile.
    walkers: tuple[Sender, ...]
    revoked: SigningKey
    stranger: SigningKey

    def valid(self, sender: int, number: int) -> tuple[str, bytes]:
        """Topic and payload of a sender's message in boot 1, the first being number 1."""
        by = self.senders[sender]
        return self.topic(by.key), self.sign(by, Counter(1, number))

    def topic(self, key: SigningKey, member: bytes | None = None) -> str:
        """Where a key publishes."""
        return up_topic(member or self.member, bytes(key.verify_key))

    def fields(self, sender: Sender, counter: Counter, value: float = 0.25) -> dict[str, Any]:
        """What `envelope_bytes` takes for a message of a sender."""
        fields: dict[str, Any] = {
            "chain_id": self.chain_id,
            "key": sender.public,
            "counter": counter,
            "kind": EventKind.RELAYED if sender.relays else EventKind.READING,
            "readings": [reading(counter.seq + value + number) for number in range(sender.readings)],
            "form": sender.form,
        }
        if sender.relays:
            fields["frame"] = frame(counter.seq)
        return fields

    def sign(self, sender: Sender, counter: Counter, value: float = 0.25, **changes: Any) -> bytes:
        """A message, in order but for the changes; `by` another key than the sender's."""
        by = changes.pop("by", sender.key)
        data = envelope_bytes(**(self.fields(sender, counter, value) | changes))
        return encode_message(data, by.sign(data).signature)


def reading(value: float) -> dict[str, Any]:
    """A reading as JSON."""
    return {
        "asset": "urn:epc:id:giai:9520001.STS0417",
        "quantity": "Temperature",
        "unit": "CEL",
        "value": value,
        "time": "2026-03-02T00:00:00.000Z",
    }


def frame(counter: int) -> dict[str, Any]:
    """A radio frame as it stands in a relayed message."""
    return {
        "network": "lorawan",
        "device": "a84041000181c061",
        "port": 2,
        "counter": counter,
        "payload": encode_base64url(b"\x01\x67\x01\x10"),
    }
