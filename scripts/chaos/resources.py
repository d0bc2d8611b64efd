"""Memory, file descriptors and disk of processes over time, and whether they stay flat. The sampling is I/O."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

_EVERY = 0.5
#: The first part of a run is for warming up: half of it, and at least so many seconds.
_WARM_UP, _LEAST_WARM_UP = 0.5, 20.0
#: Samples that a slope is made of; more would only take longer.
_MOST = 200
_PAGE = 4_096


@dataclass(frozen=True, slots=True)
class Sample:
    """A process at one moment. Times in seconds, memory (resident) in bytes."""

    at: float
    memory: int
    descriptors: int


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much may be gained between warm and end: a share of the level, and a least amount."""

    share: float
    least: float


#: Over the second half: what a process may gain that also keeps a little more by and by, such as an index of rows, …
MEMORY = Tolerance(0.05, 8_000_000)
#: …and one that keeps nothing of what it is given. What allocators and buffers take is below it.
FLAT = Tolerance(0.02, 3_000_000)
DESCRIPTORS = Tolerance(0.10, 8)


def sample(pid: int, at: float) -> Sample | None:
    """The process as it is now (Linux); None where it is gone."""
    try:
        memory = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        return Sample(at, memory, sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return None


class Sampler:
    """Samples processes, by name, as long as it is entered. A process that was started anew begins a new series."""

    def __init__(
        self,
        processes: Mapping[str, Callable[[], int | None]],
        every: float = _EVERY,
        also: Callable[[], None] = lambda: None,
    ) -> None:
        self._processes = processes
        self._every = every
        self._also = also
        self._samples: dict[str, list[Sample]] = {name: [] for name in processes}
        self._pids: dict[str, int] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)

    def __enter__(self) -> Sampler:
        self._take()
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()

    def of(self, name: str) -> list[Sample]:
        """The samples of a process since it was last started."""
        return list(self._samples[name])

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self._take()
            self._also()

    def _take(self) -> None:
        now = time.monotonic()
        for name, process_id in self._processes.items():
            pid = process_id()
            found = None if pid is None else sample(pid, now)
            if pid is None or found is None:
                continue
            if self._pids.get(name, pid) != pid:
                self._samples[name] = []
            self._pids[name] = pid
            self._samples[name].append(found)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Theil and Sen's estimate: the median of the slopes of all pairs, which single outliers don't move."""
    step = max(1, -(-len(points) // _MOST))
    some = points[::step]
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(some, 2) if x2 > x1]
    return statistics.median(slopes) if slopes else 0.0


def gain(points: Sequence[tuple[float, float]], tolerance: Tolerance) -> tuple[float, bool]:
    """What is gained from warm to end by the slope, and whether that is more than may be."""
    if not points:
        return 0.0, False
    first, last = points[0][0], points[-1][0]
    begun = first + max(_WARM_UP * (last - first), _LEAST_WARM_UP)
    warm = [point for point in points if point[0] >= begun]
    if not warm:
        return 0.0, False  # too short to say anything
    gained = slope(warm) * (last - warm[0][0])
    level = statistics.median(value for _, value in warm)
    return gained, gained > max(tolerance.least, tolerance.share * level)


def growth_problems(name: str, samples: Sequence[Sample], memory: Tolerance = MEMORY) -> list[str]:
    """What does not stay flat."""
    found = []
    for what, tolerance, points in (
        ("bytes of memory", memory, [(each.at, float(each.memory)) for each in samples]),
        ("file descriptors", DESCRIPTORS, [(each.at, float(each.descriptors)) for each in samples]),
    ):
        gained, too_much = gain(points, tolerance)
        if too_much:
            found.append(f"{name} gained {gained:,.0f} {what} in {samples[-1].at - samples[0].at:.0f} s")
    return found
