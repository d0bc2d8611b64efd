"""Runs `quaychain` under a wall clock that another process moves: `python -m quaychain.scripts.chaos.clock FILE …`.

FILE holds the offset in seconds, a double in this machine's byte order, and is looked at on every call. The monotonic
clock is left alone, as it is when an operator or NTP sets the time.
"""

from __future__ import annotations

import mmap
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from quaychain.contracts.files import write_atomic

_OFFSET = struct.Struct("d")


def make(path: Path) -> None:
    """A clock that is right."""
    write_atomic(path, _OFFSET.pack(0.0))


def move(path: Path, seconds: float) -> None:
    """Let the clock be so far from the right time, from now on, for whoever runs under it."""
    with path.open("r+b") as file:
        file.write(_OFFSET.pack(seconds))


def run_under(path: Path) -> None:
    """Put the moved clock in place of this process's own."""
    with path.open("rb") as file:
        shared = mmap.mmap(file.fileno(), _OFFSET.size, prot=mmap.PROT_READ)
    right, right_ns = time.time, time.time_ns

    def moved() -> float:
        return right() + float(_OFFSET.unpack(shared[:])[0])

    def moved_ns() -> int:
        return right_ns() + int(_OFFSET.unpack(shared[:])[0] * 1e9)

    time.time, time.time_ns = moved, moved_ns


def main(arguments: Sequence[str]) -> int:
    """Run a verb under the clock that is named first."""
    run_under(Path(arguments[0]))
    # Only now: modules may take the clock's functions when they are loaded.
    from ..main import main as quaychain

    return quaychain(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
