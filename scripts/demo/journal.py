"""What a run of the scenario has done, on disk: a second start goes on where the first stopped."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quaychain.contracts.durable_sqlite import make_durable


class Journal:
    """Steps done and values drawn once, each durable before the next statement runs.

    A random id is drawn through `once`, so that a step which is run again after a crash speaks of the same order, part
    or record as before.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        make_durable(self._database)
        self._database.execute("CREATE TABLE IF NOT EXISTS step (name TEXT PRIMARY KEY, seconds REAL NOT NULL)")
        self._database.execute("CREATE TABLE IF NOT EXISTS value (name TEXT PRIMARY KEY, json TEXT NOT NULL)")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def done(self, step: str) -> bool:
        """Whether a step has been run to its end and its effects are in the chain's stored state."""
        return self._database.execute("SELECT 1 FROM step WHERE name = ?", (step,)).fetchone() is not None

    def mark(self, step: str, seconds: float) -> None:
        """Note a step as done, and how long it took."""
        self._database.execute("INSERT OR REPLACE INTO step VALUES (?, ?)", (step, seconds))

    def seconds(self) -> dict[str, float]:
        """How long each step took, in the order in which they ended."""
        return dict(self._database.execute("SELECT name, seconds FROM step ORDER BY rowid"))

    def once(self, name: str, draw: Callable[[], Any]) -> Any:
        """The value with this name; drawn now and kept if there is none yet. Values are JSON."""
        row = self._database.execute("SELECT json FROM value WHERE name = ?", (name,)).fetchone()
        if row is None:
            self.put(name, draw())
            return self.once(name, draw)
        return json.loads(row[0])

    def once_bytes(self, name: str, draw: Callable[[], bytes]) -> bytes:
        """As `once`, for bytes."""
        return bytes.fromhex(self.once(name, lambda: draw().hex()))

    def put(self, name: str, value: Any) -> None:
        """Keep a value under this name, in place of an earlier one."""
        self._database.execute("INSERT OR REPLACE INTO value VALUES (?, ?)", (name, json.dumps(value)))

    def values(self, prefix: str) -> dict[str, Any]:
        """All values whose names begin with a prefix, by the rest of their names, in the order in which they came."""
        rows = self._database.execute(
            "SELECT name, json FROM value WHERE substr(name, 1, ?) = ? ORDER BY rowid", (len(prefix), prefix)
        )
        return {name[len(prefix) :]: json.loads(text) for name, text in rows}

    def get(self, name: str) -> Any:
        """The value kept under this name; KeyError where there is none."""
        row = self._database.execute("SELECT json FROM value WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return json.loads(row[0])
