"""The storage of a contract as 32-byte words, from the layout that solc wrote into the artifact.

Source: Solidity documentation, "Layout of State Variables in Storage" and "JSON Output". Genesis needs it because no
constructor runs there; only what differs from zero is a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256

_WORD = 32


@dataclass
class StorageValueError(QuaychainError):
    """A value that the variable can't hold, or a variable that isn't in the layout."""

    variable: str
    reason: str

    def __str__(self) -> str:
        return f"storage variable {self.variable}: {self.reason}"


@dataclass(frozen=True, slots=True)
class StoragePlace:
    """Where a value stands: from `offset` bytes above the low end of `slot` on, `size` bytes, over whole slots where
    that is more than one. Of an array, of `bytes` and of a mapping it is the slot that holds the length or nothing."""

    slot: int
    offset: int
    size: int


class StorageLayout:
    """The `storageLayout` of an artifact."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        self._variables = {item["label"]: item for item in layout["storage"]}
        self._types: Mapping[str, Mapping[str, Any]] = layout["types"]

    def words(self, values: Mapping[str, Any]) -> dict[bytes, bytes]:
        """Slot → word for the given state variables; the others stay zero.

        Integers and enums are int, addresses and bytesN bytes of their length, structs and mappings mappings (by member
        or by key), arrays sequences, `string` str and `bytes` bytes. Raises StorageValueError.
        """
        words: dict[int, int] = {}
        for label, value in values.items():
            variable = self._variables.get(label)
            if variable is None:
                raise StorageValueError(label, "the contract has no such variable")
            self._put(words, label, variable["type"], int(variable["slot"]), variable["offset"], value)
        return {
            slot.to_bytes(_WORD, "big"): word.to_bytes(_WORD, "big") for slot, word in sorted(words.items()) if word
        }

    def place(self, variable: str, *path: Any) -> StoragePlace:
        """Where a state variable stands, or what is in it: `path` goes on by a mapping's key, an array's index or the
        name of a struct's member. Raises StorageValueError."""
        found = self._variables.get(variable)
        if found is None:
            raise StorageValueError(variable, "the contract has no such variable")
        kind, slot, offset, label = found["type"], int(found["slot"]), found["offset"], variable
        for step in path:
            description = self._types[kind]
            if description["encoding"] == "mapping":
                encoded = self._key(f"{label}[{step!r}]", description["key"], step)
                kind, slot, offset = description["value"], _hash_of(encoded, slot), 0
            elif "members" in description:
                member = {item["label"]: item for item in description["members"]}.get(step)
                if member is None:
                    raise StorageValueError(f"{label}.{step}", "the struct has no such member")
                kind, slot, offset = member["type"], slot + int(member["slot"]), member["offset"]
            elif "base" in description:
                kind = description["base"]
                first = _hash(slot) if description["encoding"] == "dynamic_array" else slot
                slot, offset = _item(first, step, int(self._types[kind]["numberOfBytes"]))
            else:
                raise StorageValueError(label, "nothing is in it")
            label = f"{label}.{step}"
        return StoragePlace(slot, offset, int(self._types[kind]["numberOfBytes"]))

    def _put(self, words: dict[int, int], label: str, kind: str, slot: int, offset: int, value: Any) -> None:
        description = self._types[kind]
        encoding = description["encoding"]
        if encoding == "mapping":
            self._put_mapping(words, label, description, slot, value)
        elif encoding == "dynamic_array":
            words[slot] = len(value)
            self._put_items(words, label, description["base"], _hash(slot), value)
        elif encoding == "bytes":
            _put_bytes(words, slot, value.encode() if isinstance(value, str) else bytes(value))
        elif "members" in description:
            self._put_struct(words, label, description, slot, value)
        elif "base" in description:
            self._put_fixed_array(words, label, description, slot, value)
        else:
            number = _number(label, description, value)
            words[slot] = words.get(slot, 0) | number << (8 * offset)

    def _put_struct(
        self, words: dict[int, int], label: str, description: Mapping[str, Any], slot: int, value: Mapping[str, Any]
    ) -> None:
        members = {member["label"]: member for member in description["members"]}
        for name, item in value.items():
            if name not in members:
                raise StorageValueError(f"{label}.{name}", "the struct has no such member")
            member = members[name]
            self._put(words, f"{label}.{name}", member["type"], slot + int(member["slot"]), member["offset"], item)

    def _put_mapping(
        self, words: dict[int, int], label: str, description: Mapping[str, Any], slot: int, value: Mapping[Any, Any]
    ) -> None:
        for key, item in value.items():
            encoded = self._key(f"{label}[{key!r}]", description["key"], key)
            self._put(words, f"{label}[{key!r}]", description["value"], _hash_of(encoded, slot), 0, item)

    def _put_fixed_array(
        self, words: dict[int, int], label: str, description: Mapping[str, Any], slot: int, value: Sequence[Any]
    ) -> None:
        length = int(description["label"].rsplit("[", 1)[1].rstrip("]"))
        if len(value) != length:
            raise StorageValueError(label, f"{len(value)} items, not {length}")
        self._put_items(words, label, description["base"], slot, value)

    def _put_items(self, words: dict[int, int], label: str, base: str, slot: int, value: Sequence[Any]) -> None:
        size = int(self._types[base]["numberOfBytes"])
        for index, item in enumerate(value):
            place, offset = _item(slot, index, size)
            self._put(words, f"{label}[{index}]", base, place, offset, item)

    def _key(self, label: str, kind: str, key: Any) -> bytes:
        description = self._types[kind]
        if description["encoding"] == "bytes":
            return key.encode() if isinstance(key, str) else bytes(key)
        number = _number(label, description, key)
        if description["label"].startswith("bytes"):
            return number.to_bytes(int(description["numberOfBytes"]), "big").ljust(_WORD, b"\0")
        # A negative key is extended by its sign.
        return (key % (1 << 8 * _WORD) if isinstance(key, int) else number).to_bytes(_WORD, "big")


def _number(label: str, description: Mapping[str, Any], value: Any) -> int:
    """A value type's bits: unsigned, as they stand at the low end of the value's own bytes."""
    size = int(description["numberOfBytes"])
    if isinstance(value, bytes):
        if len(value) != size:
            raise StorageValueError(label, f"{len(value)} bytes, not {size}")
        return int.from_bytes(value, "big")
    signed = description["label"].startswith("int")
    low, high = (-(1 << 8 * size - 1), 1 << 8 * size - 1) if signed else (0, 1 << 8 * size)
    if not isinstance(value, int) or not low <= value < high:
        raise StorageValueError(label, f"{value!r} is no {description['label']}")
    return value % (1 << 8 * size)


def _put_bytes(words: dict[int, int], slot: int, data: bytes) -> None:
    if len(data) < _WORD:  # with its length, in one word
        words[slot] = int.from_bytes(data.ljust(_WORD, b"\0"), "big") | 2 * len(data)
        return
    words[slot] = 2 * len(data) + 1
    for start in range(0, len(data), _WORD):
        chunk = data[start : start + _WORD].ljust(_WORD, b"\0")
        words[_hash(slot) + start // _WORD] = int.from_bytes(chunk, "big")


def _item(first: int, index: int, size: int) -> tuple[int, int]:
    """Slot and offset of an array's item, whose items begin at `first` and have `size` bytes."""
    if size > _WORD // 2:
        return first + index * (-(-size // _WORD)), 0
    return first + index // (_WORD // size), index % (_WORD // size) * size  # several to a word


def _hash_of(key: bytes, slot: int) -> int:
    return int.from_bytes(keccak256(key + slot.to_bytes(_WORD, "big")), "big")


def _hash(slot: int) -> int:
    return int.from_bytes(keccak256(slot.to_bytes(_WORD, "big")), "big")
