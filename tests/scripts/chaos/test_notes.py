"""Notes of what was signed and told."""

from __future__ import annotations

import json
from pathlib import Path

from quaychain.contracts.events.envelope import Counter
from quaychain.scripts.chaos.notes import Notes

KEY = bytes(32)


def test_notes_are_on_the_disk_and_only_the_furthest_counts(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes")
    notes.signed(KEY, [(Counter(0, 1), b"a"), (Counter(0, 2), b"b")])
    notes.durable(KEY, Counter(0, 2))
    notes.durable(KEY, Counter(0, 1))
    notes.anchored(KEY, Counter(0, 1))
    # Read while it is still open: what is noted must not wait for anything.
    lines = [json.loads(line) for line in (tmp_path / "notes").read_text().splitlines()]
    assert [line[0] for line in lines] == ["signed", "durable", "anchored"]
    assert notes.all_signed() == {KEY: {Counter(0, 1): b"a", Counter(0, 2): b"b"}}
    assert notes.all_durable() == {KEY: Counter(0, 2)}
    assert notes.all_anchored() == {KEY: Counter(0, 1)}
    notes.close()
