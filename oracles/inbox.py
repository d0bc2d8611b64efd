"""What waits for the gateway: bounded, and handed over many at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """Takes from any thread, for one that empties it.

    It is full at `size` items or `most_bytes` of them, whichever comes first; `measure` gives an item's bytes. What is
    put at once may go beyond that, so that an item larger than all the room there is can come in, too.
    """

    def __init__(self, size: int, most_bytes: int, measure: Callable[[T], int]) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._measure = measure
        self._waiting: deque[T] = deque()
        self._bytes = 0
        self._condition = threading.Condition()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, items: Sequence[T]) -> None:
        """Add in order; waits while it is full, which makes those who send wait too."""
        added = sum(map(self._measure, items))
        with self._condition:
            while self._full():
                self._condition.wait()
            self._waiting.extend(items)
            self._bytes += added
            self._condition.notify_all()

    def offer(self, item: T) -> bool:
        """Add one, unless it is full or has no room for it."""
        added = self._measure(item)
        with self._condition:
            if self._full() or (self._waiting and self._bytes + added > self._most_bytes):
                return False
            self._waiting.append(item)
            self._bytes += added
            self._condition.notify_all()
            return True

    def take(self, most: int, seconds: float) -> list[T]:
        """The oldest, at most so many; none where none came in that time."""
        end = time.monotonic() + seconds
        with self._condition:
            while not self._waiting:
                left = end - time.monotonic()
                if left <= 0:
                    return []
                self._condition.wait(left)
            if len(self._waiting) <= most:
                taken = list(self._waiting)
                self._waiting.clear()
                self._bytes = 0
            else:
                taken = [self._waiting.popleft() for _ in range(most)]
                self._bytes -= sum(map(self._measure, taken))
            self._condition.notify_all()
            return taken

    def _full(self) -> bool:
        return len(self._waiting) >= self._size or self._bytes >= self._most_bytes
