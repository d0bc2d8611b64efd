"""What a bench is told, what it answers, and how that is shown. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table


@dataclass(frozen=True, slots=True)
class GivenChain:
    """A chain that runs already: the URL of its JSON-RPC, and its network's folder, which has the members' keys."""

    url: str
    network: Path


@dataclass(frozen=True, slots=True)
class Setting:
    """What a bench is told."""

    #: An empty folder of its own.
    folder: Path
    #: None: the embedded chain, which the bench starts.
    chain: GivenChain | None = None
    #: What part of the full amounts to do; figures of a part are for a look only.
    scale: float = 1.0
    #: Whether to measure the peers that take long, too.
    peers: bool = False
    #: Tells the user how far it is.
    say: Callable[[str], None] = lambda _: None

    def scaled(self, amount: int, least: int = 1) -> int:
        """The scale's part of an amount."""
        return max(round(amount * self.scale), least)


@dataclass(frozen=True, slots=True)
class Must:
    """What a figure or a ratio has to reach, by its name."""

    name: str
    bound: float
    #: Whether it must not exceed the bound.
    at_most: bool = False

    def held(self, value: float) -> bool:
        """Whether the value is good enough."""
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured. Every name says its unit; a ratio compares what was measured in one run."""

    bench: str
    figures: Mapping[str, float]
    ratios: Mapping[str, float] = field(default_factory=dict)
    musts: tuple[Must, ...] = ()

    def __post_init__(self) -> None:
        for must in self.musts:
            if must.name not in self.ratios and must.name not in self.figures:
                raise KeyError(must.name)

    @property
    def ok(self) -> bool:
        """Whether all was reached."""
        return all(must.held(self._value(must.name)) for must in self.musts)

    def as_json(self) -> str:
        """One JSON object."""
        musts = {
            must.name: {_bound_name(must): must.bound, "ok": must.held(self._value(must.name))} for must in self.musts
        }
        value: dict[str, Any] = {
            "bench": self.bench,
            "figures": {name: _rounded(number) for name, number in self.figures.items()},
            "ratios": {name: _rounded(number) for name, number in self.ratios.items()},
            "must": musts,
            "ok": self.ok,
        }
        return json.dumps(value)

    def as_table(self) -> Table:
        """A row for each figure and ratio, with what it has to reach."""
        musts = {must.name: must for must in self.musts}
        table = Table("what", "measured", "must", "", title=self.bench)
        table.columns[1].justify = "right"
        for name, number in (*self.figures.items(), *self.ratios.items()):
            must = musts.get(name)
            bound = "" if must is None else f"{_bound_name(must).replace('_', ' ')} {must.bound:,g}"
            verdict = "" if must is None else "ok" if must.held(number) else "SHORT"
            table.add_row(name, f"{_rounded(number):,}", bound, verdict)
        return table

    def _value(self, name: str) -> float:
        return self.ratios[name] if name in self.ratios else self.figures[name]


def _bound_name(must: Must) -> str:
    return "at_most" if must.at_most else "at_least"


def _rounded(number: float) -> float:
    """Four digits, and what stands before the point."""
    if isinstance(number, int):
        return number
    return float(f"{number:.4g}") if abs(number) < 1_000 else round(number)
