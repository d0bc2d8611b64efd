"""What is written into a contract's storage so that a million entries stand behind a call (I/O).

Counters rise by a million, and arrays get a million entries in front of those they have: their length rises, and the
entries they have move behind. A million is a multiple of all that share a slot, so that each entry keeps its place in
its slot and the next one costs what it would have cost. Reading an entry costs the same whether it was ever written, so
a call that goes through a list shows that it does; only where a search would be led astray are real entries written
(`search_path`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import Address
from quaychain.node.artifacts import load_artifact
from quaychain.node.storage_layout import StorageLayout, StoragePlace

_WORD = 32


@functools.cache
def _layout(contract: str) -> StorageLayout:
    return StorageLayout(load_artifact(contract).storage_layout)


def path_text(path: Iterable[Any]) -> str:
    """A path without its keys: `_streams[].gaps`."""
    text = ""
    for step in path:
        text += f".{step}" if isinstance(step, str) and text else step if isinstance(step, str) else "[]"
    return text


def search_path(length: int, wanted: int) -> list[int]:
    """The indexes that a binary search over `length` entries looks at on its way to `wanted`: the plain one, and
    OpenZeppelin's `upperLookupRecent`, which first looks √length before the end."""
    found: list[int] = []
    recent = length - math.isqrt(length)
    for low, high in ((0, length), (recent + 1, length), (0, recent)):
        if not low <= wanted <= high:
            continue
        while low < high:
            middle = (low + high) // 2
            found.append(middle)
            low, high = (middle + 1, high) if middle <= wanted else (low, middle)
    return sorted(index for index in {*found, recent, wanted} if 0 <= index < length)


class Storage:
    """The storage of contracts at a node."""

    def __init__(self, rpc: Rpc, addresses: dict[str, Address]) -> None:
        self._rpc = rpc
        self._addresses = addresses

    def read(self, contract: str, *path: Any) -> int:
        """The number at a place of at most one slot."""
        place = _layout(contract).place(*path)
        return self._word(contract, place.slot) >> 8 * place.offset & _mask(place)

    def write(self, contract: str, *path: Any, value: int) -> None:
        """Put a number at a place of at most one slot; what shares its slot stays."""
        self.write_all(contract, {path: value})

    def write_all(self, contract: str, values: Mapping[tuple[Any, ...], int]) -> None:
        """Put numbers at places by their paths, in one go; what shares their slots stays."""
        places = [(_layout(contract).place(*path), value) for path, value in values.items()]
        slots = list({place.slot for place, _ in places})
        words = dict(zip(slots, self._words(contract, slots), strict=True))
        for place, value in places:
            words[place.slot] &= ~(_mask(place) << 8 * place.offset)
            words[place.slot] |= value << 8 * place.offset
        self._put(contract, words)

    def write_alone(self, contract: str, values: Mapping[tuple[Any, ...], int]) -> None:
        """Put numbers at places by their paths, in one go; whatever shares a slot with one of them becomes zero."""
        words: dict[int, int] = {}
        for path, value in values.items():
            place = _layout(contract).place(*path)
            words[place.slot] = value << 8 * place.offset
        self._put(contract, words)

    def enter(self, contract: str, values: Mapping[str, Any]) -> None:
        """Write new entries whole, given by variable as StorageLayout.words takes them."""
        words = _layout(contract).words(values)
        self._put(contract, {int.from_bytes(slot): int.from_bytes(word) for slot, word in words.items()})

    def lengthen(self, contract: str, *path: Any, by: int, earlier: Callable[[int], int] | None = None) -> list[int]:
        """Put `by` entries in front of those of an array.

        `earlier` gives an entry of at most one slot by its index, for arrays that are searched: written, with those
        that share its slot, for those that a search looks at on its way to the end, or to a third of the history.
        Answers their indexes.
        """
        layout, length = _layout(contract), self.read(contract, *path)
        words: dict[int, int] = {layout.place(*path).slot: length + by}
        for index in range(length):
            old, new = layout.place(*path, index), layout.place(*path, index + by)
            for step in range(-(-old.size // _WORD)):
                words[new.slot + step] = self._word(contract, old.slot + step)
        looked_at: set[int] = set()
        if earlier is not None:
            total, size = length + by, layout.place(*path, 0).size
            together = _WORD // size if size <= _WORD // 2 else 1
            for wanted in (*range(total - 4, total + 1), total // 3):
                for index in search_path(total, wanted):
                    first = index - index % together
                    looked_at.update(range(first, min(first + together, by)))
            for index in looked_at:
                place = layout.place(*path, index)
                words[place.slot] = words.get(place.slot, 0) | earlier(index) << 8 * place.offset
        self._put(contract, words)
        return sorted(looked_at)

    def copy(self, contract: str, *path: Any, old: Any, new: Any) -> None:
        """What a mapping has under one key it has under another as well; for values of whole slots."""
        layout = _layout(contract)
        source, target = layout.place(*path, old), layout.place(*path, new)
        slots = range(-(-source.size // _WORD))
        self._put(contract, {target.slot + step: self._word(contract, source.slot + step) for step in slots})

    def _word(self, contract: str, slot: int) -> int:
        return self._words(contract, [slot])[0]

    def _words(self, contract: str, slots: list[int]) -> list[int]:
        address = self._addresses[contract]
        found = self._rpc.batch([("eth_getStorageAt", (address, hex(slot), "latest")) for slot in slots])
        return [int(word, 16) for word in found]

    def _put(self, contract: str, words: dict[int, int]) -> None:
        address = self._addresses[contract]
        self._rpc.batch(
            [("anvil_setStorageAt", (address, f"0x{slot:064x}", f"0x{word:064x}")) for slot, word in words.items()]
        )


def _mask(place: StoragePlace) -> int:
    return (1 << 8 * min(place.size, _WORD)) - 1
