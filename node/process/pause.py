"""How long to wait before Besu is started again. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PauseLimits:
    """Seconds: the first pause, doubled at each further one up to the longest. One that answered for `steady` seconds
    begins with the first again."""

    first: float = 1.0
    longest: float = 60.0
    steady: float = 60.0


class Pauses:
    """The pauses between starts of one node."""

    def __init__(self, limits: PauseLimits) -> None:
        self._limits = limits
        self._next = limits.first

    def after(self, answered_for: float) -> float:
        """The pause after a run that answered for so many seconds, 0 where it never did."""
        if answered_for >= self._limits.steady:
            self._next = self._limits.first
        pause = self._next
        self._next = min(pause * 2, self._limits.longest)
        return pause
