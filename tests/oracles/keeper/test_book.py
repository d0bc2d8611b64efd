"""What keepers share: notices entered once, deliveries claimed by one at a time, turns that are whole."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from quaychain.oracles.keeper.book import Book, KeeperBookError
from quaychain.oracles.keeper.notice import Notice, NoticeKind

NOTICE = Notice(NoticeKind.FENCE_LEFT, ("quay", "imo:1", "7"), 7, "imo:1 has left quay.", {"fence": "quay"})


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'book.sqlite'}"


def test_a_notice_is_entered_once_by_whoever_comes_first(tmp_path: Path) -> None:
    books = [Book(url(tmp_path), ("ops", "log")) for _ in range(2)]
    entered: list[bool] = []

    def enter(book: Book) -> None:
        for _ in range(10):
            with book.turn("fences") as turn:
                entered.append(turn.enter(NOTICE))

    threads = [threading.Thread(target=enter, args=(book,)) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entered) == [False] * 19 + [True]
    assert [(each.target, each.count) for each in books[0].deliveries()] == [("log", 1), ("ops", 1)]
    assert books[1].entered([NOTICE.id, "notice_other"]) == {NOTICE.id}


def test_a_turn_that_fails_leaves_nothing(tmp_path: Path) -> None:
    book = Book(url(tmp_path), ("log",))
    with pytest.raises(ZeroDivisionError), book.turn("fences") as turn:
        turn.note("cursor", {"block": 1})
        turn.enter(NOTICE)
        raise ZeroDivisionError
    assert book.mark("fences", "cursor") is None and book.deliveries() == []


def test_marks_are_each_dutys_own(tmp_path: Path) -> None:
    book = Book(url(tmp_path))
    with book.turn("a") as turn:
        turn.note("x/1", [1])
        turn.note("x/2", {"b": 2})
        turn.note("x_3", 3)
        turn.note("x/1", [5])
    with book.turn("b") as turn:
        assert turn.mark("x/1") is None
    assert book.marks("a", "x/") == {"x/1": [5], "x/2": {"b": 2}}
    assert book.marks("a", "x_") == {"x_3": 3}
    with book.turn("a") as turn:
        turn.note("x/1", None)
        assert turn.marks("x/") == {"x/2": {"b": 2}}


def test_a_delivery_is_claimed_by_one_until_its_lease_runs_out(tmp_path: Path) -> None:
    mine, other = (Book(url(tmp_path), ("ops",)) for _ in range(2))
    with mine.turn("fences") as turn:
        turn.enter(NOTICE)
    claimed = mine.claim(("ops",), 1_000, 500)
    assert claimed is not None and claimed.body == NOTICE.body() and claimed.attempts == 0
    assert other.claim(("ops",), 1_400, 500) is None
    assert other.claim(("elsewhere",), 2_000, 500) is None
    # The first one has died: another takes its place.
    again = other.claim(("ops",), 1_500, 500)
    assert again is not None and again.notice == NOTICE.id
    other.undelivered(again, "answered 503", 9_000)
    assert mine.claim(("ops",), 8_999, 500) is None
    last = mine.claim(("ops",), 9_000, 500)
    assert last is not None and last.attempts == 1
    mine.delivered(last)
    assert mine.claim(("ops",), 10**9, 500) is None
    assert [(each.state, each.count) for each in mine.deliveries()] == [("delivered", 1)]


def test_the_dead_are_tried_again_when_asked_for(tmp_path: Path) -> None:
    book = Book(url(tmp_path), ("ops",))
    with book.turn("fences") as turn:
        turn.enter(NOTICE)
    claimed = book.claim(("ops",), 0, 1)
    assert claimed is not None
    book.undelivered(claimed, "answered 410", None)
    assert book.claim(("ops",), 10**12, 1) is None
    assert book.revive() == 1
    assert book.claim(("ops",), 1, 1) is not None


@pytest.mark.parametrize("place", ["mysql://x/y", "nonsense", "sqlite://", "postgresql://nobody@127.0.0.1:1/none"])
def test_what_is_no_database_of_ours_is_one_error(place: str) -> None:
    with pytest.raises(KeeperBookError):
        Book(place)
