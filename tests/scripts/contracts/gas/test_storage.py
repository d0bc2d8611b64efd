"""Where a million entries are put: at the places that the layouts give, so that what was there moves behind them."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import pytest

from quaychain.node.artifacts import load_artifact
from quaychain.node.storage_layout import StorageLayout
from quaychain.scripts.contracts.gas.storage import Storage, path_text, search_path

MILLION = 1_000_000
STREAM = b"\x01" * 32


class Memory:
    """A node that has storage and nothing else."""

    def __init__(self) -> None:
        self.words: dict[int, int] = {}

    def batch(self, calls: list[tuple[str, tuple[str, str, str]]]) -> list[Any]:
        return [self._one(method, int(slot, 16), last) for method, (_, slot, last) in calls]

    def _one(self, method: str, slot: int, last: str) -> Any:
        if method == "eth_getStorageAt" and last == "latest":
            return hex(self.words.get(slot, 0))
        assert method == "anvil_setStorageAt"
        self.words[slot] = int(last, 16)
        return True


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def storage(memory: Memory) -> Storage:
    names = ("EventAnchor", "MemberRegistry", "CustomsCompliance", "PartProvenance")
    return Storage(memory, dict.fromkeys(names, "0x" + "11" * 20))  # type: ignore[arg-type]


def test_what_shares_a_slot_stays(storage: Storage) -> None:
    storage.write("EventAnchor", "_streams", STREAM, "epoch", value=7)
    storage.write("EventAnchor", "_streams", STREAM, "nextSequence", value=9)
    storage.write("EventAnchor", "_streams", STREAM, "epoch", value=8)
    assert storage.read("EventAnchor", "_streams", STREAM, "epoch") == 8
    assert storage.read("EventAnchor", "_streams", STREAM, "nextSequence") == 9


def test_entries_move_behind_a_million(storage: Storage) -> None:
    gaps = ("EventAnchor", "_streams", STREAM, "gaps")
    storage.write(*gaps, value=2)
    for index in (0, 1):
        storage.write(*gaps, index, "firstSequence", value=40 + index)
    storage.lengthen(*gaps, by=MILLION)
    assert storage.read(*gaps) == MILLION + 2
    assert [storage.read(*gaps, MILLION + index, "firstSequence") for index in (0, 1)] == [40, 41]


def test_entries_that_share_a_slot_move_too(storage: Storage) -> None:
    """uint64, four to a slot."""
    edges = ("PartProvenance", "_state", "edgesOf", STREAM)
    storage.write(*edges, value=6)
    for index in range(6):
        storage.write(*edges, index, value=1 + index)
    storage.lengthen(*edges, by=MILLION)
    assert [storage.read(*edges, MILLION + index) for index in range(6)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("wanted", [0, 1, MILLION // 3, MILLION - 1, MILLION])
def test_a_searched_list_has_what_a_search_looks_at(storage: Storage, wanted: int) -> None:
    """uint32, eight to a slot."""
    versions = ("CustomsCompliance", "_state", "sealedVersions", b"CN")
    storage.write(*versions, value=1)
    storage.write(*versions, 0, value=MILLION + 1)
    written = storage.lengthen(*versions, by=MILLION, earlier=lambda index: index + 1)
    assert all(storage.read(*versions, index) == index + 1 for index in written)
    if wanted in (MILLION // 3, MILLION - 1, MILLION):
        assert {index for index in search_path(MILLION + 1, wanted) if index < MILLION} <= set(written)


@pytest.mark.parametrize("length", [1, 2, 5, 6, 100, 1_000])
def test_the_path_of_a_search_is_that_of_one(length: int) -> None:
    class Looked(list[int]):
        def __getitem__(self, index: Any) -> Any:
            looked_at.append(index)
            return super().__getitem__(index)

    for wanted in range(length):
        looked_at: list[int] = []
        bisect_right(Looked(range(length)), wanted)
        assert set(looked_at) <= set(search_path(length, wanted))


def test_a_mapping_s_entry_is_copied_whole(storage: Storage, memory: Memory) -> None:
    books = ("CustomsCompliance", "_state", "ruleBooks", b"CN")
    storage.write(*books, 1, "validFrom", value=5)
    storage.write(*books, 1, "contentHash", value=6)
    before = len(memory.words)
    storage.copy(*books, old=1, new=MILLION + 1)
    assert storage.read(*books, MILLION + 1, "validFrom") == 5
    assert storage.read(*books, MILLION + 1, "contentHash") == 6
    assert len(memory.words) > before


def test_new_entries_are_what_the_layout_says(storage: Storage, memory: Memory) -> None:
    values = {"_memberIds": [b"\x02" * 16, b"\x03" * 16]}
    storage.enter("MemberRegistry", values)
    expected = StorageLayout(load_artifact("MemberRegistry").storage_layout).words(values)
    assert memory.words == {int.from_bytes(slot): int.from_bytes(word) for slot, word in expected.items()}


def test_several_numbers_at_once(storage: Storage) -> None:
    storage.write_alone("CustomsCompliance", {("_state", "ruleBooks", b"CN", n, "validFrom"): n for n in (1, 2)})
    assert [storage.read("CustomsCompliance", "_state", "ruleBooks", b"CN", n, "validFrom") for n in (1, 2)] == [1, 2]


def test_paths_are_told_without_keys() -> None:
    assert path_text(("_streams", STREAM, "gaps")) == "_streams[].gaps"
    assert path_text(("_state", "rules", b"CN", 7)) == "_state.rules[][]"
