"""Runs side by side: as many processes of `quaychain chaos`, each with a share of the seeds. I/O.

A run waits more than it works: for the times at which its faults come, and for processes that start one after another.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence

from quaychain.contracts.child_processes import end_with_parent

from ..wiring.program import program


def shares(first: int, runs: int, jobs: int) -> Iterator[tuple[int, int]]:
    """The first seed of each job and how many it has; none without any, and none that another has."""
    for job in range(min(jobs, runs)):
        count = runs // jobs + (job < runs % jobs)
        yield first, count
        first += count


def run_jobs(first: int, runs: int, jobs: int, options: Sequence[str]) -> int:
    """Do the runs; what they say goes to our own output. Exit status 1 where a rule did not hold in one of them."""
    processes = [
        subprocess.Popen(
            [*program(), "chaos", f"--seed={seed}", f"--runs={count}", *options], preexec_fn=end_with_parent()
        )
        for seed, count in shares(first, runs, jobs)
    ]
    # Every one of them is waited for, whatever the first one says.
    return int(any([process.wait() != 0 for process in processes]))  # noqa: C419
