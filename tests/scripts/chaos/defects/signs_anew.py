"""An anchorer that signs a second transaction for each anchor, where the first one's bytes were to be sent again.

Run as `python -m tests.scripts.chaos.defects.signs_anew VERB …`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from quaychain.contracts.outbox import Entry, Outbox
from quaychain.contracts.types import Call
from quaychain.scripts.main import main

_store, _store_all = Outbox.store, Outbox.store_all


def _twice(outbox: Outbox, key: str, *more: Any) -> Entry:
    entry = _store(outbox, key, *more)
    if key.startswith("anchor/"):
        _store(outbox, f"anew/{key}", *more)
    return entry


def _all_twice(outbox: Outbox, calls: Mapping[str, Call], *more: Any) -> list[Entry]:
    entries = _store_all(outbox, calls, *more)
    _store_all(outbox, {f"anew/{key}": call for key, call in calls.items()}, *more)
    return entries


if __name__ == "__main__":
    Outbox.store = _twice  # type: ignore[method-assign,assignment]
    Outbox.store_all = _all_twice  # type: ignore[method-assign,assignment]
    sys.exit(main(sys.argv[1:]))
