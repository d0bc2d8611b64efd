"""Wraps are kept one by one, listed by reader, and gone when erased."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from quaychain.contracts.sealing import DisclosureClass, Wrap
from quaychain.contracts.stores import DirectoryWrapStore
from quaychain.contracts.stores.wraps import WrapStoreError

RECORD, OTHER = b"\1" * 32, b"\2" * 32
BANK, CARRIER = b"\xaa" * 16, b"\xbb" * 16


def wrap(
    member: bytes = BANK,
    disclosure_class: DisclosureClass = DisclosureClass.FINANCE,
    version: int = 1,
    record: bytes = RECORD,
) -> Wrap:
    return Wrap(record, version, disclosure_class, member, 1, os.urandom(16), os.urandom(1168))


@pytest.fixture
def store(tmp_path: Path) -> DirectoryWrapStore:
    return DirectoryWrapStore(tmp_path)


def test_lists_what_was_put_in(store: DirectoryWrapStore) -> None:
    mine, class_too, theirs = wrap(), wrap(disclosure_class=DisclosureClass.PARTIES), wrap(CARRIER)
    later, elsewhere = wrap(version=2), wrap(record=OTHER)
    store.put([mine, class_too, theirs, later, elsewhere])
    assert set(store.list(RECORD, 1)) == {mine, class_too, theirs}
    assert set(store.list(RECORD, 1, BANK)) == {mine, class_too}
    assert store.list(RECORD, 2) == (later,)
    assert store.list(RECORD, 3) == ()


def test_a_newer_wrap_takes_the_olders_place(store: DirectoryWrapStore) -> None:
    older, newer = wrap(), wrap()
    store.put([older])
    store.put([newer])
    assert store.list(RECORD, 1) == (newer,)


def test_erasing_leaves_nothing_behind(store: DirectoryWrapStore, tmp_path: Path) -> None:
    mine, theirs, later, elsewhere = wrap(), wrap(CARRIER), wrap(version=2), wrap(record=OTHER)
    store.put([mine, theirs, later, elsewhere])
    assert store.erase(RECORD, 1, BANK) == 1
    assert store.list(RECORD, 1) == (theirs,)
    (tmp_path / RECORD.hex() / "1" / f".{CARRIER.hex()}.1.finance.json.crashed").write_bytes(b"half a wrap")
    assert store.erase(RECORD) == 2
    assert store.erase(RECORD) == 0
    assert [path for path in (tmp_path / RECORD.hex()).rglob("*") if path.is_file()] == []
    assert store.list(OTHER, 1) == (elsewhere,)


def test_nobody_else_on_the_machine_may_read_them(store: DirectoryWrapStore, tmp_path: Path) -> None:
    store.put([wrap()])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*.json")}
    assert modes == {0o600}


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"not json", b'{"class":"finance"}'])
def test_a_damaged_file_is_named(store: DirectoryWrapStore, tmp_path: Path, damage: bytes) -> None:
    store.put([wrap()])
    path = next(tmp_path.rglob("*.json"))
    path.write_bytes(damage)
    with pytest.raises(WrapStoreError, match=path.name):
        store.list(RECORD, 1)


def test_a_file_in_anothers_place_is_named(store: DirectoryWrapStore, tmp_path: Path) -> None:
    store.put([wrap()])
    path = next(tmp_path.rglob("*.json"))
    path.rename(path.with_name(path.name.replace(BANK.hex(), CARRIER.hex())))
    with pytest.raises(WrapStoreError, match="another record or reader"):
        store.list(RECORD, 1)


def test_a_disk_that_refuses_is_one_line(store: DirectoryWrapStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WrapStoreError, match="No space left on device"):
        store.put([wrap()])
