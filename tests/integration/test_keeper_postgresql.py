"""Keepers that share a PostgreSQL database: each notice is entered once, each delivery has one keeper at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from quaychain.oracles.keeper.book import Book
from quaychain.oracles.queue.database import ensure_streams, open_queue
from quaychain.oracles.queue.progress import Progress
from tests.oracles.keeper.test_book import NOTICE

pytestmark = pytest.mark.integration


def test_several_keepers_share_a_book(postgresql: str) -> None:
    notices = [replace(NOTICE, key=("quay", str(number))) for number in range(10)]

    def work(_: int) -> tuple[int, list[str]]:
        book = Book(postgresql, ("ops",))
        entered, claimed = 0, []
        for number, notice in enumerate(notices):
            with book.turn("fences") as turn:
                entered += turn.enter(notice)
                known = turn.mark(f"count/{number}") or {"times": 0}
                turn.note(f"count/{number}", {"times": known["times"] + 1})
        while (delivery := book.claim(("ops",), 1_000, 10**9)) is not None:
            claimed.append(delivery.notice)
            book.delivered(delivery)
        book.close()
        return entered, claimed

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))
    assert sum(entered for entered, _ in done) == 10
    claimed = [notice for _, mine in done for notice in mine]
    assert sorted(claimed) == sorted(notice.id for notice in notices)
    book = Book(postgresql)
    assert book.marks("fences", "count/") == {f"count/{number}": {"times": 4} for number in range(10)}
    assert [(each.state, each.count) for each in book.deliveries()] == [("delivered", 10)]
    assert book.entered([notices[0].id, "notice_none"]) == {notices[0].id} and book.revive() == 0
    with pytest.raises(ZeroDivisionError), book.turn("fences") as turn:
        turn.note("count/0", None)
        raise ZeroDivisionError
    assert book.mark("fences", "count/0") == {"times": 4}
    book.close()


def test_a_queues_progress_is_read_there_too(postgresql: str) -> None:
    connection = open_queue(postgresql)
    streams = ensure_streams(connection, 2)
    found = Progress(connection)
    assert [(each.stream, each.durable, each.final) for each in found.streams()] == [(each, 0, 0) for each in streams]
    assert found.quarantined() == 0 and found.conditions() == []
    connection.close()
