"""The bloom filter of a block's logs."""

from __future__ import annotations

from quaychain.contracts.bloom import logs_bloom
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Log, to_address


def log(address: str, *topics: bytes) -> Log:
    return Log(to_address(address), topics, b"", 1, bytes(32), bytes(32), 0, 0)


def test_no_logs_have_no_bits() -> None:
    assert logs_bloom([]) == bytes(256)


def test_a_known_address_and_topic() -> None:
    """Three bits each: the least significant eleven bits of the first three pairs of bytes of keccak256."""
    address, topic = "0x" + "11" * 20, bytes(range(32))
    bits = set()
    for entry in (bytes.fromhex(address[2:]), topic):
        digest = keccak256(entry)
        bits |= {(digest[place] << 8 | digest[place + 1]) & 2047 for place in (0, 2, 4)}
    found = logs_bloom([log(address, topic)])
    assert {bit for bit in range(2048) if found[255 - bit // 8] >> (bit % 8) & 1} == bits


def test_logs_together_have_the_bits_of_each() -> None:
    one, two = log("0x" + "11" * 20, b"a" * 32), log("0x" + "22" * 20, b"b" * 32)
    both = bytes(x | y for x, y in zip(logs_bloom([one]), logs_bloom([two]), strict=True))
    assert logs_bloom([one, two]) == logs_bloom([two, one, one]) == both
