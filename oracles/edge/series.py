"""What is remembered of one series of readings: its open window, the values before, the zone. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .notes import Inputs

#: Readings in a window at most, and stretches of counters that they may come from; a further one opens it anew.
MAX_READINGS = 10_000
MAX_STRETCHES = 500


@dataclass
class OpenWindow:
    """A window that readings still come into."""

    #: Unix milliseconds.
    start: int
    until: int
    unit: str
    inputs: Inputs = field(default_factory=Inputs)
    count: int = 0
    mean: float = 0.0
    least: float = 0.0
    greatest: float = 0.0

    def add(self, value: float) -> None:
        """Take a value in."""
        self.least = min(self.least, value) if self.count else value
        self.greatest = max(self.greatest, value) if self.count else value
        self.count += 1
        # Not by a sum, which could get beyond a double's range.
        self.mean += value / self.count - self.mean / self.count

    @property
    def full(self) -> bool:
        """Whether no more may come into it."""
        return self.count >= MAX_READINGS or len(self.inputs.counters) >= MAX_STRETCHES

    def facts(self) -> dict[str, Any]:
        """Minimum, maximum, mean and count; rounding never puts the mean outside of the values."""
        mean = min(max(self.mean, self.least), self.greatest)
        return {"min": self.least, "max": self.greatest, "mean": mean, "count": self.count}


@dataclass
class Series:
    """One quantity of one asset by one device, under one rule."""

    device: str
    rule: str
    asset: str
    quantity: str
    component: str | None
    window: OpenWindow | None = None
    #: The values before, the oldest first.
    history: list[float] = field(default_factory=list)
    #: The value that was noted last.
    noted: float | None = None
    zone: str | None = None

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON; `from_json` gives it back."""
        value = asdict(self)
        if self.window is not None:
            value["window"]["inputs"] = self.window.inputs.as_json()
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Series:
        """What `as_json` wrote."""
        window = value["window"]
        if window is not None:
            inputs = Inputs(window["inputs"]["counters"], bytes.fromhex(window["inputs"]["digest"]))
            window = OpenWindow(**{**window, "inputs": inputs})
        return cls(**{**value, "window": window})
