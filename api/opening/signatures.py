"""Checks the signatures of many events, on several cores: libsodium lets other threads run while it computes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from quaychain.contracts.events.envelope import SignedEvent

#: More threads would wait for the interpreter, which each needs between two signatures.
_MOST_THREADS = 4
#: Fewer take less time than handing them over does.
_FOR_A_THREAD = 256


class SignatureChecks:
    """Threads that check signatures, kept from one batch to the next: new ones would each take memory of their own."""

    def __init__(self) -> None:
        self._threads = min(os.cpu_count() or 1, _MOST_THREADS)
        self._pool = ThreadPoolExecutor(self._threads, "signatures")

    def valid(self, events: Sequence[SignedEvent]) -> list[bool]:
        """Of each event, whether its signature is that of the key in its envelope (RFC 8032, Ed25519).

        Raises EventRefusedError where there is no envelope.
        """
        parts = min(self._threads, len(events) // _FOR_A_THREAD)
        if parts < 2:
            return _checked(events)
        size = -(-len(events) // parts)
        checked = self._pool.map(_checked, [events[start : start + size] for start in range(0, len(events), size)])
        return [valid for part in checked for valid in part]


def _checked(events: Sequence[SignedEvent]) -> list[bool]:
    return [event.signed_by((event.plain or event.envelope).public_key) for event in events]
