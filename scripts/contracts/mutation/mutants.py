"""What is changed in a contract, one small change each, to see whether a test notices (pure).

All mutants of a file are embedded in one copy of it, each behind a test of `block.prevrandao`, which the contracts
don't use and which forge sets from its command line: `a < b` becomes `(block.prevrandao == 17 ? a <= b : a < b)`. So
the copy is compiled once, with its tests, and a mutant costs one run of the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from .rewriting import Place, rewritten

#: What selects a mutant when the copy runs.
SELECTOR = "block.prevrandao"

_MARK = re.compile(rb"/\*(~?)(\d+)\*/")


@dataclass(frozen=True)
class Mutant:
    """One change. `number` counts from 1 in the order of files and places; `text` stands instead of `original`.

    `occurrence` tells apart changes that look alike within a function, counted from 1.
    """

    number: int
    file: str
    line: int
    function: str
    operator: str
    original: str
    text: str
    occurrence: int

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """What stays when lines above it, or other functions, change."""
        return self.file, self.function, self.original, self.text, self.occurrence

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function} ({self.operator}): {self.original} → {self.text}"


@dataclass
class Site:
    """A place [start, end) in bytes of the file: an expression, or a statement with its semicolon."""

    start: int
    end: int
    statement: bool
    function: str
    #: (operator, text instead), without the original itself.
    alternatives: list[tuple[str, str]] = field(default_factory=list)


def number_mutants(sites: dict[str, list[Site]], sources: dict[str, bytes]) -> list[tuple[Mutant, Site]]:
    """The mutants of all sites by file, in the order of files and places; those that change nothing are left out."""
    mutants: list[tuple[Mutant, Site]] = []
    for file in sorted(sites):
        seen: dict[tuple[str, str, str], int] = {}
        for site in sorted(sites[file], key=lambda site: (site.start, -site.end)):
            original = _flat(sources[file][site.start : site.end].decode())
            line = sources[file].count(b"\n", 0, site.start) + 1
            taken = {original}
            for operator, text in site.alternatives:
                if _flat(text) in taken:
                    continue
                taken.add(_flat(text))
                alike = (site.function, original, _flat(text))
                seen[alike] = seen.get(alike, 0) + 1
                made = Mutant(len(mutants) + 1, file, line, site.function, operator, original, _flat(text), seen[alike])
                mutants.append((made, site))
    return mutants


def embed(source: bytes, mutants: Iterable[tuple[Mutant, Site]], edits: Iterable[Place]) -> bytes:
    """`source` with `mutants`, which are all of this file, embedded; each between comments with its number.

    `edits` are made as well.
    """
    by_site: dict[int, tuple[Site, list[Mutant]]] = {}
    for mutant, site in mutants:
        by_site.setdefault(id(site), (site, []))[1].append(mutant)
    places = [
        Place(site.start, site.end, partial(_wrapped, site, alternatives)) for site, alternatives in by_site.values()
    ]
    return rewritten(source, [*places, *edits])


def _wrapped(site: Site, mutants: list[Mutant], inner: bytes) -> bytes:
    """`inner` with the mutants of its place before it."""
    text = b""
    for mutant in mutants:
        number = str(mutant.number).encode()
        instead = mutant.text.encode()
        if site.statement:
            text += b"/*%s*/if (%s == %s) { %s } else /*~%s*/" % (number, SELECTOR.encode(), number, instead, number)
        else:
            text += b"/*%s*/%s == %s ? %s : /*~%s*/" % (number, SELECTOR.encode(), number, instead, number)
    return b"{ " + text + b"{ " + inner + b" } }" if site.statement else b"(" + text + inner + b")"


def mutants_at(embedded: bytes, start: int, end: int) -> set[int]:
    """Numbers of the mutants whose own text in `embedded` meets [start, end)."""
    opened: dict[int, int] = {}
    found = set()
    for mark in _MARK.finditer(embedded):
        number = int(mark[2])
        if not mark[1]:
            opened[number] = mark.start()
        elif opened[number] < end and mark.end() > start:
            found.add(number)
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())
