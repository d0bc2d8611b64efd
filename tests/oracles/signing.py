"""Signers for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nacl.signing import SigningKey

from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, encode_message, envelope_bytes
from quaychain.oracles.devices import DirectoryUnavailableError, RegisteredDevice
from quaychain.oracles.examine import ExaminationRules

CHAIN_ID = 1337
MEMBER = bytes(range(16))
NOW = 1_772_409_600
RULES = ExaminationRules(CHAIN_ID, max_message_bytes=65_536, max_body_bytes=1_000_000)


def reading(value: float = 41.25, **changes: Any) -> dict[str, Any]:
    """One reading as JSON."""
    return {
        "asset": "urn:epc:id:giai:9520001.STS0417",
        "quantity": "Temperature",
        "unit": "CEL",
        "value": value,
        "time": "2026-03-02T00:00:00.000Z",
    } | changes


@dataclass
class Signer:
    """A device that signs."""

    seed: int
    chain_id: int = CHAIN_ID
    key: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = SigningKey(self.seed.to_bytes(32, "big"))

    @property
    def public(self) -> bytes:
        return bytes(self.key.verify_key)

    def message(
        self, boot: int, seq: int, *, previous: Counter | None = None, value: float = 41.25, **changes: Any
    ) -> bytes:
        """A signed message with one reading."""
        fields: dict[str, Any] = {
            "chain_id": self.chain_id,
            "key": self.public,
            "counter": Counter(boot, seq),
            "kind": EventKind.READING,
            "previous": previous,
            "readings": [reading(value)],
        }
        data = envelope_bytes(**(fields | changes))
        return encode_message(data, self.key.sign(data).signature)

    def small(self, boot: int, seq: int, **changes: Any) -> bytes:
        """A signed message as a COSE_Sign1."""
        return self.message(boot, seq, form=EnvelopeForm.COSE, **changes)

    def document(
        self, boot: int, seq: int, kind: EventKind, body: bytes, media_type: str = "application/json"
    ) -> bytes:
        """A signed message round a document."""
        return self.message(boot, seq, kind=kind, readings=None, body=body, media_type=media_type)


def registered(**changes: Any) -> RegisteredDevice:
    """A device in good standing, but for the changes."""
    fields: dict[str, Any] = {
        "member": MEMBER,
        "member_active": True,
        "valid_from": 1,
        "valid_until": 0,
        "revoked_from": 0,
        "declared_boot": 0,
        "closed": None,
    }
    return RegisteredDevice(**(fields | changes))


class Directory:
    """A device directory from a dictionary; `available` false plays a chain that can't be asked."""

    def __init__(self, devices: dict[bytes, RegisteredDevice]) -> None:
        self.devices = devices
        self.available = True

    def device(self, key: bytes) -> RegisteredDevice | None:
        if not self.available:
            raise DirectoryUnavailableError("the chain is down")
        return self.devices.get(key)
