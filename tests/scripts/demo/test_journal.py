"""The journal keeps what was done across a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.scripts.demo.journal import Journal


def test_a_value_is_drawn_once_even_across_a_restart(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    first = journal.once_bytes("order", lambda: b"\x01" * 32)
    journal.close()
    again = Journal(tmp_path / "journal.sqlite")
    assert again.once_bytes("order", lambda: b"\x02" * 32) == first
    again.close()


def test_a_step_is_done_after_it_is_marked(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    assert not journal.done("agree")
    journal.mark("agree", 1.5)
    assert journal.done("agree")
    assert journal.seconds() == {"agree": 1.5}
    with pytest.raises(KeyError):
        journal.get("nothing")
    journal.close()
