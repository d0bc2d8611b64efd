"""The state on disk is whole or refused; the note of how far it goes never claims too much."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from quaychain.contracts.types import BlockHead
from quaychain.node.embedded.state import ChainFolder, ChainStateError

HEAD = BlockHead(7, b"\x07" * 32, b"\x06" * 32, 1_772_409_700)
GENESIS_TIME = 1_772_150_400
#: As anvil dumps it: the true block 0, and one that it made of its own when it started.
STATE = {
    "block": {"timestamp": hex(HEAD.timestamp)},
    "best_block_number": 7,
    "blocks": [
        {"header": {"number": "0x0", "timestamp": hex(HEAD.timestamp)}},
        {"header": {"number": "0x0", "timestamp": hex(GENESIS_TIME)}},
        {"header": {"number": "0x7", "timestamp": hex(HEAD.timestamp)}},
    ],
}
DUMP = gzip.compress(json.dumps(STATE).encode(), mtime=0)


@pytest.fixture
def folder(tmp_path: Path) -> ChainFolder:
    return ChainFolder(tmp_path)


def test_what_was_written_is_unpacked_for_anvil(folder: ChainFolder) -> None:
    assert folder.unpack(GENESIS_TIME) is None
    assert folder.persisted_head() is None
    folder.write(DUMP, HEAD)
    assert folder.unpack(GENESIS_TIME) == HEAD.timestamp
    assert json.loads(folder.loading.read_bytes()) == {**STATE, "blocks": STATE["blocks"][1:]}  # type: ignore[index]
    persisted = folder.persisted_head()
    assert persisted is not None
    assert (persisted.number, persisted.hash, persisted.timestamp) == (7, HEAD.hash, HEAD.timestamp)


def test_a_crash_between_the_two_writes_claims_too_little(folder: ChainFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(DUMP, HEAD)
    synced = os.fsync
    count = 0

    def fails_at_the_note(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > 2:  # the state and its folder
            raise OSError(28, "No space left on device")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", fails_at_the_note)
    with pytest.raises(ChainStateError, match="No space left"):
        folder.write(DUMP, BlockHead(9, b"\x09" * 32, b"\x08" * 32, 1_772_409_800))
    persisted = folder.persisted_head()
    assert persisted is not None
    assert persisted.number == 7


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        DUMP[:-9],
        b"no gzip",
        gzip.compress(b"{}", mtime=0),
        gzip.compress(b"[1]", mtime=0),
        gzip.compress(b"x", mtime=0),
    ],
)
def test_damage_is_named(folder: ChainFolder, damage: bytes) -> None:
    folder.state.write_bytes(damage)
    with pytest.raises(ChainStateError, match=r"state\.json\.gz"):
        folder.unpack(GENESIS_TIME)


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"number": 1, "hash": "0x", "timestamp": 1}'])
def test_a_damaged_note_is_named(folder: ChainFolder, damage: bytes) -> None:
    folder.persisted.write_bytes(damage)
    with pytest.raises(ChainStateError, match=r"persisted\.json"):
        folder.persisted_head()


@pytest.mark.parametrize("genesis", [None, b"", b"{}", b'{"config": {"chainId": 1}, "timestamp": "now"}'])
def test_a_folder_without_a_genesis_is_said(folder: ChainFolder, genesis: bytes | None) -> None:
    if genesis is not None:
        folder.genesis.write_bytes(genesis)
    with pytest.raises(ChainStateError, match=r"genesis\.json"):
        folder.genesis_facts()
