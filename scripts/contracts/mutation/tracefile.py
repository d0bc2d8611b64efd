"""Reads lcov's tracefiles, as forge writes them (geninfo(1), "TRACE FILE FORMAT"; pure).

Forge counts how often an `if` was true, and where it has an `else`, that as well. Where it has none, false is what is
left of the line's own count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

TRUE, FALSE = "true", "false"


@dataclass(frozen=True)
class Spot:
    """A line, or one side (true or false) of the condition that stands in it. `occurrence` tells alike ones apart."""

    file: str
    line: int
    function: str
    source: str
    side: str
    occurrence: int
    hits: int

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """What stays when lines above it, or other functions, change."""
        return self.file, self.function, self.source, self.side, self.occurrence

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.source}" + (
            f" — never {self.side}" if self.side else ""
        )


@dataclass
class _File:
    functions: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    #: (line, block) → hits by branch.
    branches: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)


def spots(tracefile: str, sources: Mapping[str, bytes]) -> list[Spot]:
    """The lines and the sides of the conditions of the files that `sources` has; the side of a line is ""."""
    found: list[Spot] = []
    for name, file in sorted(_files(tracefile)):
        if name not in sources:
            continue
        text = sources[name].decode().splitlines()
        seen: dict[tuple[str, str, str], int] = {}
        for line, side, hits in _counts(file):
            function = max((entry for entry in file.functions if entry[0] <= line), default=(0, ""))[1]
            source = " ".join(text[line - 1].split())
            alike = (function, source, side)
            seen[alike] = seen.get(alike, 0) + 1
            found.append(Spot(name, line, function, source, side, seen[alike], hits))
    return found


def _counts(file: _File) -> Iterator[tuple[int, str, int]]:
    for line, hits in sorted(file.lines.items()):
        yield line, "", hits
    for (line, _), hits_by_branch in sorted(file.branches.items()):
        taken = hits_by_branch[0]
        yield line, TRUE, taken
        yield line, FALSE, hits_by_branch.get(1, max(file.lines.get(line, 0) - taken, 0))


def _files(tracefile: str) -> Iterator[tuple[str, _File]]:
    name, file = "", _File()
    for record in tracefile.splitlines():
        kind, _, value = record.partition(":")
        parts = value.split(",")
        if kind == "SF":
            name, file = value, _File()
        elif kind == "FN":
            file.functions.append((int(parts[0]), parts[1]))
        elif kind == "DA":
            file.lines[int(parts[0])] = int(parts[1])
        elif kind == "BRDA":
            block = file.branches.setdefault((int(parts[0]), int(parts[1])), {})
            block[int(parts[2])] = 0 if parts[3] == "-" else int(parts[3])
        elif kind == "end_of_record":
            yield name, file
