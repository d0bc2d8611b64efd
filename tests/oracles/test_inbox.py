"""What waits for the gateway."""

from __future__ import annotations

import threading

from quaychain.oracles.inbox import Inbox


def test_the_oldest_are_taken_first_and_no_more_than_asked_for() -> None:
    inbox: Inbox[int] = Inbox(10)
    inbox.put([1, 2, 3])
    assert inbox.take(2, 0) == [1, 2]
    assert inbox.take(2, 0) == [3]
    assert inbox.take(2, 0.01) == []


def test_a_full_inbox_takes_nothing_that_need_not_wait() -> None:
    inbox: Inbox[int] = Inbox(2)
    assert inbox.offer(1)
    assert inbox.offer(2)
    assert not inbox.offer(3)
    assert len(inbox) == 2


def test_who_puts_waits_until_there_is_room() -> None:
    inbox: Inbox[int] = Inbox(1)
    inbox.put([1])
    putting = threading.Thread(target=inbox.put, args=([2, 3],))
    putting.start()
    putting.join(0.05)
    assert putting.is_alive()
    assert inbox.take(5, 0) == [1]
    assert inbox.take(5, 5) == [2, 3]
    putting.join(5)
    assert not putting.is_alive()
