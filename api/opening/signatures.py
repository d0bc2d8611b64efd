"""Checks the signatures of many events, on several cores: libsodium lets other threads run while it computes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from quaychain.contracts.events.envelope import SignedEvent

#: More threads would wait for the interpreter, which each needs between two signatures.
_MOST_THREADS = 4
#: Fewer take less time than starting threads does.
_FOR_A_THREAD = 256


def signatures_valid(events: Sequence[SignedEvent]) -> list[bool]:
    """Of each event, whether its signature is that of the key in its envelope (RFC 8032, Ed25519).

    Raises EventRefusedError where there is no envelope.
    """
    threads = min(os.cpu_count() or 1, _MOST_THREADS, len(events) // _FOR_A_THREAD)
    if threads < 2:
        return _checked(events)
    size = -(-len(events) // threads)
    with ThreadPoolExecutor(threads, "signatures") as pool:
        parts = pool.map(_checked, [events[start : start + size] for start in range(0, len(events), size)])
        return [valid for part in parts for valid in part]


def _checked(events: Sequence[SignedEvent]) -> list[bool]:
    return [event.signed_by((event.plain or event.envelope).public_key) for event in events]
