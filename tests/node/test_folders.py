"""A folder takes its place when it is whole; until then, and after any error, nothing is there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from quaychain.node.folders import FolderExistsError, FolderNotWritableError, new_folder


def test_takes_its_place_at_the_end(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "folder"
    with new_folder(root) as building:
        (building / "part").mkdir()
        (building / "part" / "file").write_text("x")
        assert not root.exists()
    assert (root / "part" / "file").read_text() == "x"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert [path.name for path in root.parent.iterdir()] == ["folder"]


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with new_folder(tmp_path / "folder") as building:
        (building / "file").write_text("x")
    assert (tmp_path / "folder" / "file").exists()


def test_is_gone_after_any_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "a") as building:
        (building / "part").write_text("x")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    for name in ("full", "file"):
        with pytest.raises(FolderExistsError, match="nothing is written over"), new_folder(tmp_path / name):
            raise AssertionError
    assert {path.name for path in tmp_path.iterdir()} == {"full", "file"}


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FolderNotWritableError, match=r"No space left on device$"), new_folder(tmp_path / "a"):
        raise OSError(28, "No space left on device")
    with pytest.raises(FolderNotWritableError), new_folder(tmp_path / "a" / "b") as building:
        assert building.parent == tmp_path / "a"
        building.rmdir()  # somebody removes it meanwhile
    assert not (tmp_path / "a" / "b").exists()
