"""Values that every part speaks of: addresses, calls, logs, receipts, blocks. Pure; JSON as Ethereum's RPC has it."""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address

from .errors import QuaychainError
from .on_demand import OnDemand

T = TypeVar("T")

#: An address with EIP-55's checksum: the one form used in Python and JSON, so that equal addresses are equal texts.
Address = ChecksumAddress

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}", re.ASCII)


@dataclass
class InvalidAddressError(QuaychainError):
    """Text or bytes that are no address, or whose EIP-55 checksum is wrong."""

    given: str


@dataclass
class InvalidHexError(QuaychainError):
    """Text that is not 0x and pairs of hexadecimal digits, or not of the length wanted (in bytes)."""

    given: str
    length: int | None = None


@lru_cache(maxsize=4096)
def to_address(value: str | bytes) -> Address:
    """The checksummed form of 20 bytes, or of 0x and 40 hexadecimal digits; digits of both cases must be EIP-55's.

    Raises InvalidAddressError.
    """
    text = to_hex(value) if isinstance(value, bytes) else value
    if isinstance(text, str) and _ADDRESS.fullmatch(text):
        address = to_checksum_address(text.lower())
        if text == address or text[2:].islower() or text[2:].isupper() or text[2:].isdigit():
            return address
    raise InvalidAddressError(str(text))


def address_bytes(address: str) -> bytes:
    """The 20 bytes of an address. Raises InvalidAddressError."""
    return bytes.fromhex(to_address(address)[2:])


def to_hex(data: bytes) -> str:
    """`0x` and two lower-case digits a byte."""
    return "0x" + data.hex()


def from_hex(text: str, length: int | None = None) -> bytes:
    """The bytes of `0x…`, of `length` bytes where given. Raises InvalidHexError."""
    try:
        # bytes.fromhex passes over white space.
        if text.startswith("0x") and len(text) % 2 == 0 and text.isascii() and text.isalnum():
            data = bytes.fromhex(text[2:])
            if length is None or len(data) == length:
                return data
    except (AttributeError, TypeError, ValueError):
        pass
    raise InvalidHexError(str(text), length)


def _plain_bytes(digits: str) -> bytes:
    return unhexlify(digits[2:])


def _number(digits: str) -> int:
    return int(digits, 16)


_LOG_FIELDS = itemgetter(
    "address", "topics", "data", "blockNumber", "blockHash", "transactionHash", "transactionIndex", "logIndex"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A write: what a transaction carries. `to` is None where it creates a contract; `value` is in wei."""

    to: Address | None
    data: bytes
    value: int = 0


@dataclass(frozen=True, slots=True)
class ViewCall(Generic[T]):
    """A read: what eth_call carries, and how its answer is decoded."""

    to: Address
    data: bytes
    decode: Callable[[bytes], T]


class Log(NamedTuple):
    """One entry of a receipt. Hashes and topics are 32 bytes.

    A named tuple, as there are very many of them: a frozen dataclass takes four times as long to make.
    """

    address: Address
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_hash: bytes
    transaction_hash: bytes
    transaction_index: int
    log_index: int

    @classmethod
    def list_from_json(cls, logs: Iterable[Mapping[str, Any]]) -> list[Log]:
        """Logs as eth_getLogs and receipts have them."""
        # Those of one answer have most of it in common: only the data is likely to be new.
        addresses, words, numbers = OnDemand(to_address), OnDemand(_plain_bytes), OnDemand(_number)
        topics = OnDemand[tuple[str, ...], tuple[bytes, ...]](lambda given: tuple([words[topic] for topic in given]))
        found, make = list[Log](), tuple.__new__
        for log in logs:
            address, given, data, number, block, transaction, place, index = _LOG_FIELDS(log)
            values = (
                addresses[address],
                topics[tuple(given)],
                unhexlify(data[2:]),
                numbers[number],
                words[block],
                words[transaction],
                numbers[place],
                numbers[index],
            )
            found.append(make(cls, values))
        return found


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a transaction in its block. Gas is in units; `contract` is what it created, if it did."""

    transaction_hash: bytes
    transaction_index: int
    block_number: int
    block_hash: bytes
    sender: Address
    to: Address | None
    contract: Address | None
    succeeded: bool
    gas_used: int
    logs: tuple[Log, ...]

    @classmethod
    def from_json(cls, receipt: Mapping[str, Any]) -> Receipt:
        """A receipt as eth_getTransactionReceipt has it."""
        to, contract = receipt.get("to"), receipt.get("contractAddress")
        return cls(
            bytes.fromhex(receipt["transactionHash"][2:]),
            int(receipt["transactionIndex"], 16),
            int(receipt["blockNumber"], 16),
            bytes.fromhex(receipt["blockHash"][2:]),
            to_address(receipt["from"]),
            to_address(to) if to else None,
            to_address(contract) if contract else None,
            int(receipt["status"], 16) == 1,
            int(receipt["gasUsed"], 16),
            tuple(Log.list_from_json(receipt["logs"])),
        )


@dataclass(frozen=True, slots=True)
class BlockHead:
    """The part of a header that says where the chain stands. `timestamp` is in Unix seconds."""

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int

    @classmethod
    def from_json(cls, block: Mapping[str, Any]) -> BlockHead:
        """A block as eth_getBlockByNumber has it."""
        return cls(
            int(block["number"], 16),
            bytes.fromhex(block["hash"][2:]),
            bytes.fromhex(block["parentHash"][2:]),
            int(block["timestamp"], 16),
        )
