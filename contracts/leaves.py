"""The leaf of an event in an anchored batch. (The leaf of a record's field is with the fields, in `sealing`.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .abi import AbiValueError
from .keccak import keccak256


@dataclass(frozen=True, slots=True)
class EventLeaf:
    """What the anchored root says of one event: its place in the stream, and the device's own count and digest.

    `stream`, `device_key` (the Ed25519 public key) and `event_digest` (keccak256 of the signed bytes and the signature)
    are 32 bytes; the rest are unsigned integers of the width in TYPES.
    """

    TYPES: ClassVar[tuple[str, ...]] = ("bytes32", "uint64", "bytes32", "uint32", "uint64", "bytes32")

    stream: bytes
    sequence: int
    device_key: bytes
    boot: int
    device_sequence: int
    event_digest: bytes

    def hash(self) -> bytes:
        """The 32-byte leaf: keccak256(keccak256(abi.encode(stream, sequence, …))); raises AbiValueError."""
        # All types are static, so abi.encode is their words one after the other; eth-abi takes many times as long.
        for word in (self.stream, self.device_key, self.event_digest):
            if len(word) != 32:
                raise AbiValueError("bytes32", f"{len(word)} bytes")
        if not (0 <= self.sequence < 2**64 and 0 <= self.boot < 2**32 and 0 <= self.device_sequence < 2**64):
            raise AbiValueError(",".join(self.TYPES), "an integer is beyond its type")
        encoded = b"".join(
            (
                self.stream,
                self.sequence.to_bytes(32),
                self.device_key,
                self.boot.to_bytes(32),
                self.device_sequence.to_bytes(32),
                self.event_digest,
            )
        )
        return bytes(keccak256(keccak256(encoded)))
