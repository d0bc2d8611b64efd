"""The end of a service, or of what starts some, asked for by a signal."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def unwinding_on_sigterm() -> Iterator[None]:
    """SIGTERM raises KeyboardInterrupt, as SIGINT does: so what was started is ended by whoever started it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def signals_held_back() -> Iterator[None]:
    """SIGINT and SIGTERM come when this is over: for starting or ending what would stay, were it left halfway."""
    arrived: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: arrived.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if arrived:
        signal.raise_signal(arrived[0])
