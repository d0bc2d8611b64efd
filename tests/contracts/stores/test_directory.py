"""The store in a folder gives back what was put in, or says what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quaychain.contracts.cid import cid_of
from quaychain.contracts.stores import (
    CidMismatchError,
    ContentNotFoundError,
    ContentStoreRefusedError,
    DirectoryContentStore,
)


def stored_file(folder: Path) -> Path:
    return next(path for path in folder.rglob("*") if path.is_file())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.binary(max_size=300))
def test_gives_back_what_was_put_in(tmp_path: Path, data: bytes) -> None:
    store = DirectoryContentStore(tmp_path)
    cid = store.put(data)
    assert cid == cid_of(data)
    assert store.get(cid) == data
    assert store.has(cid)
    store.pin(cid)
    assert DirectoryContentStore(tmp_path).get(cid) == data


def test_content_above_one_chunk(tmp_path: Path) -> None:
    data = os.urandom(600_000)
    store = DirectoryContentStore(tmp_path)
    assert store.get(store.put(data)) == data


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    store, cid = DirectoryContentStore(tmp_path / "none"), cid_of(b"never stored")
    assert not store.has(cid)
    for action in (store.get, store.pin):
        with pytest.raises(ContentNotFoundError, match=str(cid)):
            action(cid)


def test_damage_is_seen_on_reading_and_mended_on_writing(tmp_path: Path) -> None:
    store = DirectoryContentStore(tmp_path)
    cid = store.put(b"bill of lading")
    stored_file(tmp_path).write_bytes(b"bill of lading!")
    with pytest.raises(CidMismatchError) as caught:
        store.get(cid)
    assert caught.value.given == str(cid_of(b"bill of lading!"))
    assert store.put(b"bill of lading") == cid
    assert store.get(cid) == b"bill of lading"


def test_a_disk_that_refuses_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    store = DirectoryContentStore(tmp_path)
    with pytest.raises(ContentStoreRefusedError, match="No space left on device"):
        store.put(b"data")
    assert not store.has(cid_of(b"data"))


def test_all_that_is_stored_is_listed(tmp_path: Path) -> None:
    store = DirectoryContentStore(tmp_path)
    assert list(store.pins()) == []
    cids = {store.put(data) for data in (b"", b"a", b"b", os.urandom(300_000))}
    stored_file(tmp_path).with_name(".half-written").touch()
    assert set(store.pins()) == cids
