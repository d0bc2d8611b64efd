"""What waits for the gateway: bounded, and handed over many at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """Takes from any thread, for one that empties it. At most `size` wait, and one more batch."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: deque[T] = deque()
        self._condition = threading.Condition()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, items: Sequence[T]) -> None:
        """Add in order; waits while it is full, which makes those who send wait too."""
        with self._condition:
            while len(self._waiting) >= self._size:
                self._condition.wait()
            self._waiting.extend(items)
            self._condition.notify_all()

    def offer(self, item: T) -> bool:
        """Add one, unless it is full."""
        with self._condition:
            if len(self._waiting) >= self._size:
                return False
            self._waiting.append(item)
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
            else:
                taken = [self._waiting.popleft() for _ in range(most)]
            self._condition.notify_all()
            return taken
