"""What a refusal says."""

from __future__ import annotations

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason


def test_what_is_said_is_one_short_line_whatever_stood_in_the_message() -> None:
    detail = "é\x00\n\x1b[31m\ud800" + "z" * 10_000
    said = EventRefusedError(RefusalReason.MALFORMED, detail).detail
    assert said.startswith("é\\x00\\n\\x1b[31m\\ud800zzz")
    assert said.isprintable()
    assert len(said) < 500
