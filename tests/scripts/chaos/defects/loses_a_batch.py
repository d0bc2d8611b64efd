"""An indexer that leaves out the events of every other batch, as if it had opened it without a word of them.

Run as `python -m tests.scripts.chaos.defects.loses_a_batch VERB …`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from quaychain.api.opening import projector
from quaychain.scripts.main import main

_rows_of = projector.rows_of
_seen: list[int] = []


def _every_other(batch: Any, *more: Any) -> Iterator[Any]:
    _seen.append(batch.first_sequence)
    rows = list(_rows_of(batch, *more))
    yield from rows if len(_seen) % 2 else [row for row in rows if row.table.name == "batch_readers"]


if __name__ == "__main__":
    projector.rows_of = _every_other
    sys.exit(main(sys.argv[1:]))
