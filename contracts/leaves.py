"""The leaf of an event in an anchored batch. (The leaf of a record's field is with the fields, in `sealing`.)"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import ClassVar

from .abi import AbiValueError
from .keccak import keccak256

#: All types are static, so abi.encode is their words one after the other; eth-abi takes many times as long.
_ENCODED = struct.Struct(">32s24xQ32s28xI24xQ32s")


@dataclass(slots=True, unsafe_hash=True)
class EventLeaf:
    """What the anchored root says of one event: its place in the stream, and the device's own count and digest.

    `stream`, `device_key` (the Ed25519 public key) and `event_digest` (keccak256 of the signed bytes and the signature)
    are 32 bytes; the rest are unsigned integers of the width in TYPES. None of them is changed.
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
        for word in (self.stream, self.device_key, self.event_digest):
            if len(word) != 32:
                raise AbiValueError("bytes32", f"{len(word)} bytes")
        try:
            encoded = _ENCODED.pack(
                *(self.stream, self.sequence, self.device_key, self.boot, self.device_sequence, self.event_digest)
            )
        except struct.error:
            raise AbiValueError(",".join(self.TYPES), "an integer is beyond its type") from None
        return keccak256(keccak256(encoded))
