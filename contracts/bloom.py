"""The bloom filter over a block's logs that stands in its header (Ethereum yellow paper, section 4.3.1). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from .keccak import keccak256
from .types import Log

_BITS = 2_048


def logs_bloom(logs: Iterable[Log]) -> bytes:
    """The 256 bytes that the header of a block with exactly these logs has."""
    bits = 0
    for entry in {entry for log in logs for entry in (bytes.fromhex(log.address[2:]), *log.topics)}:
        digest = keccak256(entry)
        for place in (0, 2, 4):
            bits |= 1 << (int.from_bytes(digest[place : place + 2], "big") % _BITS)
    return bits.to_bytes(_BITS // 8, "big")
