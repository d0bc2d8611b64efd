"""The committed lists of what is left out, each entry with its reason (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quaychain.contracts.errors import QuaychainError

from .mutants import Mutant
from .reach import Spot


class ListError(QuaychainError):
    """A committed list is malformed, or names what no longer exists."""


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no test can tell from the original, and why."""

    file: str
    function: str
    original: str
    mutant: str
    reason: str
    occurrence: int = 1

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """As a mutant's."""
        return self.file, self.function, self.original, self.mutant, self.occurrence


@dataclass(frozen=True)
class Unreached:
    """A line (side "") or one side of a condition that no test can reach, and why."""

    file: str
    function: str
    source: str
    side: str
    reason: str
    occurrence: int = 1

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """As a spot's."""
        return self.file, self.function, self.source, self.side, self.occurrence


Entry = TypeVar("Entry", Equivalent, Unreached)


def read_equivalents(text: str) -> list[Equivalent]:
    """The list of equivalent mutants. Raises ListError."""
    return _read(text, Equivalent)


def read_unreached(text: str) -> list[Unreached]:
    """The list of lines and branches that can't be reached. Raises ListError."""
    return _read(text, Unreached)


def without_equivalents(mutants: Iterable[Mutant], entries: Iterable[Equivalent], prefix: str) -> list[Mutant]:
    """The mutants that are not listed. Raises ListError for an entry of a file below `prefix` that is no mutant."""
    mutants = list(mutants)
    listed = {entry.identity for entry in entries if entry.file.startswith(prefix)}
    _require_known(listed, {mutant.identity for mutant in mutants}, "mutant")
    return [mutant for mutant in mutants if mutant.identity not in listed]


def left_out(spots: Iterable[Spot], entries: Iterable[Unreached], prefixes: Sequence[str]) -> dict[Spot, Unreached]:
    """Of spots that were not reached those that are listed.

    Raises ListError for an entry below `prefixes` that is none of them: it is gone, or reached.
    """
    unreached = {spot.identity: spot for spot in spots}
    listed = {entry.identity: entry for entry in entries if entry.file.startswith(tuple(prefixes))}
    _require_known(set(listed), set(unreached), "unreached place")
    return {unreached[identity]: entry for identity, entry in listed.items()}


def _read(text: str, kind: type[Entry]) -> list[Entry]:
    try:
        entries = [kind(**entry) for entry in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise ListError(f"a committed list is malformed: {error}") from error
    for entry in entries:
        if not entry.reason.strip():
            raise ListError(f"no reason is given for {entry.identity}")
    return entries


def _require_known(
    listed: set[tuple[str, str, str, str, int]], known: set[tuple[str, str, str, str, int]], what: str
) -> None:
    gone = sorted(listed - known)
    if gone:
        raise ListError("\n".join(f"there is no such {what} any more, take it off the list: {entry}" for entry in gone))
