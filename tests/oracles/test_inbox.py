"""What waits for the gateway."""

from __future__ import annotations

import threading

from quaychain.oracles.inbox import Inbox

ROOM = 2**20


def sized(size: int, most_bytes: int = ROOM) -> Inbox[int]:
    """Of numbers, each so many bytes large."""
    return Inbox(size, most_bytes, lambda item: item)


def test_the_oldest_are_taken_first_and_no_more_than_asked_for() -> None:
    inbox = sized(10)
    inbox.put([1, 2, 3])
    assert inbox.take(2, 0) == [1, 2]
    assert inbox.take(2, 0) == [3]
    assert inbox.take(2, 0.01) == []


def test_a_full_inbox_takes_nothing_that_need_not_wait() -> None:
    inbox = sized(2)
    assert inbox.offer(1)
    assert inbox.offer(2)
    assert not inbox.offer(3)
    assert len(inbox) == 2


def test_who_puts_waits_until_there_is_room() -> None:
    inbox = sized(1)
    inbox.put([1])
    putting = threading.Thread(target=inbox.put, args=([2, 3],))
    putting.start()
    putting.join(0.05)
    assert putting.is_alive()
    assert inbox.take(5, 0) == [1]
    assert inbox.take(5, 5) == [2, 3]
    putting.join(5)
    assert not putting.is_alive()


def test_it_is_full_by_bytes_too() -> None:
    inbox = sized(100, 10)
    assert inbox.offer(6)
    assert not inbox.offer(5)
    assert inbox.offer(4)
    assert not inbox.offer(1)
    putting = threading.Thread(target=inbox.put, args=([7],))
    putting.start()
    putting.join(0.05)
    assert putting.is_alive()
    assert inbox.take(1, 0) == [6]
    putting.join(5)
    assert not putting.is_alive()
    assert not inbox.offer(1)
    assert inbox.take(9, 0) == [4, 7]
    assert inbox.offer(10)


def test_what_is_larger_than_all_the_room_comes_in_alone() -> None:
    inbox = sized(100, 10)
    assert inbox.offer(50)
    assert not inbox.offer(1)
    assert inbox.take(9, 0) == [50]
    assert inbox.offer(10)
