"""The leaf of an event in an anchored batch. (The leaf of a record's field is with the fields, in `sealing`.)"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import ClassVar

from .merkle import leaf_hash


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
        """The 32-byte leaf: keccak256(keccak256(abi.encode(stream, sequence, …)))."""
        return leaf_hash(self.TYPES, astuple(self))
