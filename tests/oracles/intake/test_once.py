"""Each message of a source is signed once, with where the source stands."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError
from quaychain.oracles.intake.once import Once, Told
from quaychain.oracles.sending.outbox import Draft, Outbox

from ..signing import CHAIN_ID, Signer


def told(name: str, content: str = "") -> Told[str]:
    return Told(name, sha256((content or name).encode()).digest(), content or name)


def drafts(values: list[str]) -> Sequence[Draft]:
    return [Draft(EventKind.AIS, body=value.encode(), media_type="text/plain") for value in values]


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite", Signer(1).key, CHAIN_ID)


def test_what_is_told_again_is_not_signed_again(outbox: Outbox) -> None:
    once: Once[str] = Once(outbox, "a")
    taken = once.take([told("1"), told("2"), told("1")], drafts, {"cursor": "x"})
    assert (taken.new, taken.again, taken.changed) == (2, 1, ())
    again: Once[str] = Once(outbox, "a")
    assert again.place("cursor") == "x"
    taken = again.take([told("2"), told("3"), told("1", "otherwise")], drafts)
    assert (taken.new, taken.again, taken.changed) == (1, 2, ("1",))
    assert [item.body for item in outbox.after(None, 9)] == [b"1", b"2", b"3"]
    elsewhere: Once[str] = Once(outbox, "b")
    assert elsewhere.place("cursor") is None
    assert elsewhere.take([told("1")], drafts).new == 1


def test_a_draft_that_is_refused_leaves_all_of_it_untaken(outbox: Outbox) -> None:
    once: Once[str] = Once(outbox, "a")

    def wrong(values: list[str]) -> Sequence[Draft]:
        return [*drafts(values), Draft(EventKind.AIS, body=b"x", media_type="no media type")]

    with pytest.raises(EventRefusedError):
        once.take([told("1")], wrong, {"cursor": "x"})
    assert (outbox.count(), once.place("cursor")) == (0, None)
    assert once.take([told("1")], drafts).new == 1
    assert once.take([], drafts, {"cursor": "y"}).new == 0
    assert once.place("cursor") == "y"
