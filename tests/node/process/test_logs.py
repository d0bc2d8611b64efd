"""Logs: the last lines, following through a rotation, and the line that says why."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest

from quaychain.node.process.logs import LogLimits, OutputPump, RotatingLog, follow, last_lines


def test_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_lines(log, 5) == []
    log.write_text("".join(f"line {number} {'x' * 200}\n" for number in range(1000)))
    assert [line.split()[1] for line in last_lines(log, 3)] == ["997", "998", "999"]
    assert len(last_lines(log, 5000)) == 1000
    assert last_lines(log, 0) == []
    log.write_bytes(b"one\r\n\xfftwo")
    assert last_lines(log, 2) == ["one", "\ufffdtwo"]


def test_following_goes_on_after_a_rotation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.node.process.logs._FOLLOW_EVERY", 0)
    log = tmp_path / "log"
    log.write_text("a\nb\nc\nhalf")
    stop = False
    lines = follow(log, 2, lambda: stop)
    assert list(itertools.islice(lines, 2)) == ["b", "c"]
    with log.open("a") as file:
        file.write(" whole\nd\n")
    assert list(itertools.islice(lines, 2)) == ["half whole", "d"]
    with log.open("a") as file:
        file.write("last of the old\n")
    log.rename(tmp_path / "log.1")
    log.write_text("first of the new\n")
    assert list(itertools.islice(lines, 2)) == ["last of the old", "first of the new"]
    log.write_text("cut\n")
    assert next(lines) == "cut"
    stop = True
    assert list(lines) == []


def test_following_waits_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.node.process.logs._FOLLOW_EVERY", 0)
    asked = 0

    def stopping() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            (tmp_path / "log").write_text("here\n")
        return asked > 5

    assert list(follow(tmp_path / "log", 5, stopping)) == ["here"]


def test_rotation_and_lines_that_are_lost(tmp_path: Path) -> None:
    log = RotatingLog(tmp_path / "log", LogLimits(bytes=1000, kept=2))
    for number in range(100):
        log.write(f"100 % of line {number} {'x' * 50}")
    log.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "log.1", "log.2"]
    assert log.lost == 0
    full = RotatingLog(tmp_path / "full", LogLimits())
    (tmp_path / "full").symlink_to("/dev/full")
    full.write("lost")
    full.write("lost")
    assert full.lost == 2
    (tmp_path / "full").unlink()
    full.write("kept")
    full.close()
    assert (tmp_path / "full").read_text() == "kept\n"


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (b"INFO start\nERROR | the cause\njava stack\nbye\n", "ERROR | the cause"),
        (b"Unknown option: '--x'\nusage\n", "Unknown option: '--x'"),
        (b"only this\n\n", "only this"),
        (b"", ""),
    ],
)
def test_the_line_that_says_why(output: bytes, line: str) -> None:
    seen: list[str] = []
    pump = OutputPump(io.BytesIO(output), [seen.append])
    pump.finish(10)
    assert pump.telling_line() == line
    assert seen == output.decode().splitlines()
