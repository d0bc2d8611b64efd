"""The one clock that everything waits by: the time of the newest block."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """Tells the time. `ChainReader` is one."""

    def now(self) -> int:
        """The head's time, in Unix seconds."""
