"""Readings from files and standard input."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quaychain.oracles.sending.lines import ReadingSourceError
from quaychain.oracles.sending.readings import ReadingLineError, ReadingSource

from ..signing import reading


def lines(*values: float) -> bytes:
    return b"".join(json.dumps(reading(value)).encode() + b"\n" for value in values)


def values(source: ReadingSource, limit: int = 100) -> list[float]:
    return [line.reading["value"] for line in source.poll(limit, 0)]


def test_a_file_is_read_to_its_end_and_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    path.write_bytes(lines(1, 2) + b"\n" + lines(3))
    source = ReadingSource(path)
    first = source.poll(2, 0)
    assert [line.reading["value"] for line in first] == [1, 2]
    again = ReadingSource(path, first[-1].position)
    assert values(again) == [3]
    assert values(again) == []
    assert again.ended
    source.close()


def test_a_last_line_without_line_feed_counts(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    path.write_bytes(lines(1, 2)[:-1])
    assert values(ReadingSource(path)) == [1, 2]


def test_a_missing_time_is_the_devices_own(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    bare = reading()
    del bare["time"]
    path.write_text(json.dumps(bare))
    (line,) = ReadingSource(path).poll(10, 0)
    assert line.reading["time"].endswith("Z")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"rubbish\n", "Expecting value"),
        (b'{"value":1,"value":2}\n', "twice"),
        (b"[]\n", "line 3"),
        (json.dumps(reading(unit="°")).encode() + b"\n", "unit"),
        (b"x" * 20_000 + b"\n", "at most 16384"),
        (b"\xff\n", "UTF-8"),
    ],
)
def test_a_bad_line_is_named_after_what_is_good_was_given(tmp_path: Path, bad: bytes, reason: str) -> None:
    path = tmp_path / "readings.jsonl"
    path.write_bytes(lines(1, 2) + bad + lines(3))
    source = ReadingSource(path)
    assert values(source) == [1, 2]
    with pytest.raises(ReadingLineError, match=reason) as caught:
        source.poll(10, 0)
    assert caught.value.line == 3


def test_unusable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingSourceError, match="No such file"):
        ReadingSource(tmp_path / "none")
    (tmp_path / "short").write_bytes(lines(1))
    with pytest.raises(ReadingSourceError, match="shorter"):
        ReadingSource(tmp_path / "short", 10_000)


@pytest.fixture
def pipe() -> Iterator[int]:
    kept = os.dup(0)
    reading_end, writing_end = os.pipe()
    os.dup2(reading_end, 0)
    os.close(reading_end)
    yield writing_end
    os.dup2(kept, 0)
    os.close(kept)


def test_standard_input_is_waited_for_no_longer_than_told(pipe: int) -> None:
    source = ReadingSource(None)
    assert values(source) == []
    assert not source.ended
    os.write(pipe, lines(1)[:20])
    assert values(source) == []
    os.write(pipe, lines(1)[20:] + lines(2))
    assert values(source) == [1, 2]
    os.close(pipe)
    assert values(source) == []
    assert source.ended
