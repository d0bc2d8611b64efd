"""Accounts and storage slots under a block's state root, and the slots that proofs read. Pure.

The slots follow from the contracts' committed storage layouts, version 1 (tested against them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..keccak import keccak256
from .problem import ProofError
from .trie import decode_rlp, prove

#: The storage layout that this module reads.
LAYOUT_VERSION = 1


@dataclass(frozen=True, slots=True)
class AccountState:
    """What a state root says of a contract: 32 bytes each."""

    storage_root: bytes
    code_hash: bytes


def prove_account(state_root: bytes, address: bytes, nodes: Sequence[bytes]) -> AccountState:
    """The account at an address of 20 bytes. Raises ProofError, also where there is none."""
    value = prove(state_root, keccak256(address), nodes)
    if value is None:
        raise ProofError(f"there is no account at 0x{address.hex()}")
    fields = decode_rlp(value)
    if not isinstance(fields, list) or len(fields) != 4 or not all(isinstance(field, bytes) for field in fields):
        raise ProofError("not an account")
    return AccountState(fields[2], fields[3])


def prove_slot(storage_root: bytes, slot: bytes, nodes: Sequence[bytes]) -> bytes:
    """The 32 bytes in a storage slot; zeros where nothing is stored. Raises ProofError."""
    value = prove(storage_root, keccak256(slot), nodes)
    if value is None:
        return bytes(32)
    number = decode_rlp(value)
    if not isinstance(number, bytes) or len(number) > 32:
        raise ProofError("not a storage slot")
    return number.rjust(32, b"\0")


def namespace_slot(contract: str) -> int:
    """The first slot of a contract's storage (ERC-7201)."""
    return (
        int.from_bytes(keccak256((int.from_bytes(keccak256(f"quaychain.{contract}".encode())) - 1).to_bytes(32)))
        & ~0xFF
    )


def directory_slots(name: str) -> tuple[bytes, bytes]:
    """ConsortiumRoot's slots of a name's line: location with layout version, and code hash."""
    first = _mapping_slot(namespace_slot("ConsortiumRoot"), directory_name(name))
    return first, _after(first, 1)


def directory_name(name: str) -> bytes:
    """A name as the Directory has it: ASCII, padded with zeros on the right to 32 bytes."""
    return name.encode("ascii").ljust(32, b"\0")


def device_slots(key: bytes) -> tuple[bytes, bytes]:
    """DeviceRegistry's slots of a device key: the one that decides its validity, and the one with its flags."""
    first = _mapping_slot(namespace_slot("DeviceRegistry"), key)
    return first, _after(first, 2)


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """A contract's place (20 bytes) and the version of its storage layout."""

    location: bytes
    layout_version: int

    @classmethod
    def read(cls, slot: bytes) -> DirectoryLine:
        """From the first slot of the line."""
        return cls(slot[12:32], int.from_bytes(slot[8:12]))


@dataclass(frozen=True, slots=True)
class DeviceValidity:
    """Whose key it is, and when it counts: Unix seconds, 0 for no end, not revoked, not flagged."""

    member: bytes
    valid_from: int
    valid_until: int
    revoked_from: int
    compromised_since: int

    @classmethod
    def read(cls, first: bytes, flags: bytes) -> DeviceValidity:
        """From the two slots of `device_slots`."""
        return cls(
            first[16:32],
            int.from_bytes(first[10:15]),
            int.from_bytes(first[5:10]),
            int.from_bytes(first[0:5]),
            int.from_bytes(flags[6:11]),
        )

    def covers(self, time: int) -> bool:
        """Whether the key was valid at a time, as DeviceRegistry's `wasValid` says."""
        return (
            any(self.member)
            and self.valid_from <= time
            and (self.valid_until == 0 or time < self.valid_until)
            and (self.revoked_from == 0 or time < self.revoked_from)
        )


def _mapping_slot(base: int, key: bytes) -> bytes:
    return keccak256(key + base.to_bytes(32))


def _after(slot: bytes, places: int) -> bytes:
    return ((int.from_bytes(slot) + places) % (1 << 256)).to_bytes(32)
