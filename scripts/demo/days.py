"""When the scenario's days are, in the time of the chain it runs on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

_DAY = 86_400


class Days(Protocol):
    """Days are offsets from the order's effective date."""

    def at(self, day: float) -> int:
        """The time of a day, Unix seconds: never earlier for a later day."""
        ...


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Days as long as they are, for a chain whose time can be moved. `effective` is day 0, Unix seconds."""

    effective: int

    def at(self, day: float) -> int:
        """The time of a day, Unix seconds."""
        return int(self.effective + day * _DAY)


@dataclass(frozen=True, slots=True)
class PacedDays:
    """Short days, for a chain whose time nobody can move: most pass in a blink, and those on which members do something
    take the time that it takes, for due times are fixed long before.

    `start` is the time of day `first`, Unix seconds; a day lasts `idle` seconds, or what `working` says of it, each
    multiplied by `pace`.
    """

    start: int
    first: float
    idle: float
    working: tuple[tuple[int, float], ...]
    pace: float = 1.0

    def at(self, day: float) -> int:
        """The time of a day, Unix seconds."""
        seconds = (day - self.first) * self.idle
        for begins, lasts in self.working:
            share = min(max(day - begins, 0.0), 1.0)
            seconds += share * (lasts - self.idle)
        return int(self.start + seconds * self.pace)
