"""What producers signed and what they were told, noted durably as it happens. I/O.

One line a note, flushed to the disk before it counts. The notes are what the audit holds everything else against, so
they take nothing from the product but what it said.
"""

from __future__ import annotations

import json
import os
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from quaychain.contracts.events.envelope import Counter


class Notes:
    """The notes of one run. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._signed: dict[bytes, dict[Counter, bytes]] = defaultdict(dict)
        self._durable: dict[bytes, Counter] = {}
        self._anchored: dict[bytes, Counter] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def signed(self, key: bytes, messages: Iterable[tuple[Counter, bytes]]) -> None:
        """A signer keeps these from now on: counters and digests."""
        found = dict(messages)
        if found:
            self._write("signed", key, [[*counter, digest.hex()] for counter, digest in found.items()])
            with self._lock:
                self._signed[key].update(found)

    def durable(self, key: bytes, counter: Counter) -> None:
        """A signer was told that all up to here is on the gateway's disk."""
        self._told("durable", self._durable, key, counter)

    def anchored(self, key: bytes, counter: Counter) -> None:
        """A signer was told that all up to here is in a block that stays."""
        self._told("anchored", self._anchored, key, counter)

    def all_signed(self) -> dict[bytes, dict[Counter, bytes]]:
        """By key: the digest of what was signed under each counter, in the order of signing."""
        with self._lock:
            return {key: dict(messages) for key, messages in self._signed.items()}

    def all_durable(self) -> dict[bytes, Counter]:
        """By key: the furthest it was told to be durable."""
        with self._lock:
            return dict(self._durable)

    def all_anchored(self) -> dict[bytes, Counter]:
        """By key: the furthest it was told to be anchored."""
        with self._lock:
            return dict(self._anchored)

    def _told(self, what: str, furthest: dict[bytes, Counter], key: bytes, counter: Counter) -> None:
        with self._lock:
            known = furthest.get(key)
        if known is not None and counter <= known:
            return
        self._write(what, key, list(counter))
        with self._lock:
            furthest[key] = max(counter, furthest.get(key, counter))

    def _write(self, what: str, key: bytes, value: object) -> None:
        with self._lock:
            self._file.write(json.dumps([what, key.hex(), value]) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
