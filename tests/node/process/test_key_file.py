"""The plaintext key is in memory or nowhere."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from quaychain.node.machine.folder import NodeFolder
from quaychain.node.process.key_file import KeyInMemory, NoMemoryFolderError, memory_folder


def mounts(tmp_path: Path, **kinds: str) -> Path:
    lines = ["disk / ext4 rw 0 0", *(f"x {tmp_path / name} {kind} rw 0 0" for name, kind in kinds.items())]
    path = tmp_path / "mounts"
    path.write_text("\n".join(lines) + "\n")
    for name in kinds:
        (tmp_path / name).mkdir()
    return path


def test_the_first_folder_in_memory_is_taken(tmp_path: Path) -> None:
    table = mounts(tmp_path, disk="ext4", memory="tmpfs")
    (tmp_path / "memory/inner").mkdir()
    for environment, expected in (
        ({"RUNTIME_DIRECTORY": f"{tmp_path}/memory:/other"}, "memory"),
        ({"RUNTIME_DIRECTORY": f"{tmp_path}/disk", "XDG_RUNTIME_DIR": f"{tmp_path}/memory/inner"}, "memory/inner"),
    ):
        assert memory_folder(environment, table) == tmp_path / expected


def test_a_disk_is_never_taken(tmp_path: Path) -> None:
    table = mounts(tmp_path, disk="ext4")
    with pytest.raises(NoMemoryFolderError, match="/dev/shm"):
        memory_folder({"XDG_RUNTIME_DIR": f"{tmp_path}/disk"}, table)
    with pytest.raises(NoMemoryFolderError):
        memory_folder({}, tmp_path / "no table")


def test_written_for_its_owner_and_gone_without_a_trace(tmp_path: Path) -> None:
    place = KeyInMemory.of(NodeFolder(tmp_path / "node"), tmp_path)
    assert place == KeyInMemory.of(NodeFolder(tmp_path / "node"), tmp_path)
    assert place != KeyInMemory.of(NodeFolder(tmp_path / "other"), tmp_path)
    for secret in (b"\1" * 32, b"\2" * 32):  # what a killed start left is written over
        place.write(secret)
        assert place.file.read_text() == "0x" + secret.hex()
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    copy = tmp_path / "link"
    copy.hardlink_to(place.file)
    place.remove()
    assert not place.folder.exists()
    assert not copy.read_bytes().strip(b"\0")
    place.remove()


def test_somebody_elses_link_is_not_followed(tmp_path: Path) -> None:
    place = KeyInMemory.of(NodeFolder(tmp_path / "node"), tmp_path)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/other").write_text("x")
    place.folder.symlink_to(tmp_path / "theirs")
    place.write(b"\1" * 32)
    assert not place.folder.is_symlink()
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["other"]
