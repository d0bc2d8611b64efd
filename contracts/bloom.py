"""The bloom filter over a block's logs that stands in its header (Ethereum yellow paper, section 4.3.1). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .keccak import keccak256
from .types import Log

_BITS = 2_048


def logs_bloom(logs: Iterable[Log]) -> bytes:
    """The 256 bytes that the header of a block with exactly these logs has."""
    addresses, topics = set[str](), set[bytes]()
    for log in logs:
        addresses.add(log.address)
        topics.update(log.topics)
    bits = 0
    for entry in (*topics, *(bytes.fromhex(address[2:]) for address in addresses)):
        bits |= _bits(entry)
    return bits.to_bytes(_BITS // 8, "big")


@lru_cache(maxsize=4_096)
def _bits(entry: bytes) -> int:
    digest = keccak256(entry)
    bits = 0
    for place in (0, 2, 4):
        bits |= 1 << (int.from_bytes(digest[place : place + 2], "big") % _BITS)
    return bits
