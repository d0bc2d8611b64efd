"""A gateway that acknowledges a burst when the next one comes to the disk: the last one is never there when it is told.

Run as `python -m tests.scripts.chaos.defects.acknowledges_early VERB …`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from quaychain.oracles.queue.acceptance import Acceptance, BurstResult
from quaychain.oracles.queue.sqlite import SqliteQueue
from quaychain.scripts.main import main

_take: Callable[..., BurstResult] = Acceptance.take
_transaction = SqliteQueue.transaction
_held: list[tuple[Sequence[Any], int]] = []


@contextmanager
def _undone(queue: SqliteQueue) -> Iterator[None]:
    queue.execute("BEGIN IMMEDIATE")
    yield
    queue.execute("ROLLBACK")


def _early(acceptance: Acceptance, burst: Sequence[Any], now: int, *more: Any) -> BurstResult:
    while _held:
        _take(acceptance, *_held.pop())
    SqliteQueue.transaction = _undone  # type: ignore[method-assign,assignment]
    try:
        result = _take(acceptance, burst, now, *more)
    finally:
        SqliteQueue.transaction = _transaction  # type: ignore[method-assign]
    _held.append((burst, now))
    return result


if __name__ == "__main__":
    Acceptance.take = _early  # type: ignore[method-assign,assignment]
    sys.exit(main(sys.argv[1:]))
