"""A service's end, asked for by a signal."""

from __future__ import annotations

import signal
import threading
from queue import SimpleQueue
from types import FrameType


def stop_on_signals() -> threading.Event:
    """Set soon after SIGINT or SIGTERM."""
    stopping = threading.Event()
    arrived: SimpleQueue[int] = SimpleQueue()

    # A handler runs in the midst of whatever the main thread does, which may hold the very lock that setting the event
    # takes, and then waits for itself. Only a SimpleQueue's `put` may be called anywhere.
    def arrive(number: int, _frame: FrameType | None) -> None:
        arrived.put(number)

    def forward() -> None:
        arrived.get()
        stopping.set()

    threading.Thread(target=forward, name="signals", daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, arrive)
    return stopping
