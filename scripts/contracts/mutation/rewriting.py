"""Rewrites places of a source that may stand within each other (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """[start, end) in bytes; `rewrite` gets the text between, with the places within it rewritten already.

    Of two that are equal, the one of lower `level` is the outer one.
    """

    start: int
    end: int
    rewrite: Callable[[bytes], bytes]
    level: int = 0


def rewritten(source: bytes, places: Iterable[Place]) -> bytes:
    """`source` with all `places` rewritten. They may be nested, and don't overlap otherwise."""
    outermost_first = sorted(places, key=lambda place: (place.start, -place.end, place.level))
    position = 0

    def render(start: int, end: int) -> bytes:
        nonlocal position
        parts, at = [], start
        while position < len(outermost_first) and outermost_first[position].start < end:
            place = outermost_first[position]
            position += 1
            parts.append(source[at : place.start])
            parts.append(place.rewrite(render(place.start, place.end)))
            at = place.end
        parts.append(source[at:end])
        return b"".join(parts)

    return render(0, len(source))
