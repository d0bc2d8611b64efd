"""Everything at an even load for a long time: memory, descriptors and disk have to stay flat. I/O.

What a ledger keeps grows with what is written to it, by design: queue, sealed batches and rows. So disk is held against
the events: what each of them costs must not rise. The embedded chain keeps all its blocks in memory; so that is held
against the batches.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .plan import Plan
from .resources import MEMORY, Sample, Sampler, Tolerance, gain, growth_problems
from .run import Load, RunReport, RunSettings, run_plan
from .template import Founded

PROCESSES = ("broker", "gateway", "anchorer", "indexer", "api", "chain")
#: Bytes of disk that an event may cost more at the end than when warm: a share, and a least amount.
_DISK = Tolerance(0.25, 512)
#: Bytes of memory that a batch may cost the embedded chain: its block, and how its transaction ran (65 kB were seen).
_BATCH_ON_CHAIN = 100_000
_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Level:
    """A process when warm and at the end."""

    process: str
    warm: Sample
    last: Sample


@dataclass(frozen=True, slots=True)
class SoakReport:
    """What a soak came to; `disk` in bytes at the end of the load."""

    run: RunReport
    levels: tuple[Level, ...]
    disk: int
    disk_per_event: float
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Nothing grew, and nothing was lost."""
        return self.run.ok and not self.problems


class _Watch:
    """Samples what a load does to processes and disk."""

    def __init__(self) -> None:
        self.samples: dict[str, list[Sample]] = {}
        self.per_event: list[tuple[float, float]] = []
        self.disk = 0

    @contextlib.contextmanager
    def over(self, load: Load) -> Iterator[None]:
        """For `RunSettings.meanwhile`."""

        def look_at_disk() -> None:
            self.disk = _size(load.disk)
            if (events := load.events()) > 0:
                self.per_event.append((time.monotonic(), self.disk / events))

        def asking(name: str) -> Callable[[], int | None]:
            return lambda: load.process_id(name)

        with Sampler({name: asking(name) for name in PROCESSES}, _EVERY, look_at_disk) as sampler:
            yield
            self.samples = {name: sampler.of(name) for name in PROCESSES}


def soak(template: Founded, folder: Path, minutes: float, rate: float, say: Callable[[str], None]) -> SoakReport:
    """Run for so long at `rate` readings a second of each of three devices, without faults.

    Raises what `run_plan` raises.
    """
    watch = _Watch()
    settings = RunSettings(rate=rate, no_mounts="nothing is filled in a soak", meanwhile=watch.over)
    plan = Plan(seed=0, seconds=minutes * 60, faults=())
    report = run_plan(plan, template, folder, settings, say)
    # Growth is looked for in the second half.
    chain = Tolerance(0.0, MEMORY.least + report.batches / 2 * _BATCH_ON_CHAIN)
    problems = [
        each
        for name, samples in watch.samples.items()
        for each in growth_problems(name, samples, chain if name == "chain" else MEMORY)
    ]
    gained, too_much = gain(watch.per_event, _DISK)
    if too_much:
        problems.append(f"each event cost {gained:,.0f} bytes of disk more at the end")
    levels = tuple(
        Level(name, samples[len(samples) // 3], samples[-1]) for name, samples in watch.samples.items() if samples
    )
    per_event = watch.per_event[-1][1] if watch.per_event else 0.0
    return SoakReport(report, levels, watch.disk, per_event, tuple(problems))


def _size(folder: Path) -> int:
    """Bytes that the folder's files take on the disk."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # gone meanwhile
            if path.is_file():
                total += path.stat().st_blocks * 512
    return total
