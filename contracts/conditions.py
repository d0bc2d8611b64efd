"""What stands in the way of sending, each as a state that an operator can read (I/O: its clock). Thread-safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition and what it is about, such as a node's URL. Times in Unix seconds, of this machine's clock."""

    name: str
    about: str
    detail: str
    since: int
    seen: int
    times: int = 1
    #: When it was over; None while it lasts.
    ended: int | None = None


class Conditions:
    """The board that they are written on."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._board: dict[tuple[str, str], Standing] = {}
        self._changed: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def begin(self, name: str, about: str = "", detail: str = "") -> None:
        """It is so, or still is."""
        with self._lock:
            now, known = int(self._clock()), self._board.get((name, about))
            if known is None or known.ended is not None:
                times = 1 if known is None else known.times + 1
                changed = Standing(name, about, detail, now, now, times)
            elif (known.detail, known.seen) == (detail, now):
                return
            else:
                changed = replace(known, detail=detail, seen=now)
            self._board[name, about] = changed
            self._changed.add((name, about))

    def end(self, name: str, about: str = "") -> None:
        """It is over, where it was so."""
        with self._lock:
            known = self._board.get((name, about))
            if known is not None and known.ended is None:
                self._board[name, about] = replace(known, ended=int(self._clock()))
                self._changed.add((name, about))

    def present(self) -> list[Standing]:
        """Those that last."""
        with self._lock:
            return [standing for standing in self._board.values() if standing.ended is None]

    def changes(self) -> list[Standing]:
        """Those that changed since this was asked last."""
        with self._lock:
            changed = [self._board[key] for key in sorted(self._changed)]
            self._changed.clear()
            return changed
