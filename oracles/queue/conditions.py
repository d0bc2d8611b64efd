"""What stands in the way of anchoring, kept in the queue, where every process that shows it can read it. I/O."""

from __future__ import annotations

from collections.abc import Sequence

from quaychain.contracts.conditions import Standing

from .database import QueueConnection

_COLUMNS = "name, about, detail, since, seen, times, ended"


def write_conditions(connection: QueueConnection, standings: Sequence[Standing]) -> None:
    """Keep what changed."""
    if not standings:
        return
    with connection.transaction():
        connection.executemany(
            f"INSERT INTO condition ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name, about) DO UPDATE SET"  # noqa: S608
            " detail = excluded.detail, since = excluded.since, seen = excluded.seen, times = excluded.times,"
            " ended = excluded.ended",
            [(one.name, one.about, one.detail, one.since, one.seen, one.times, one.ended) for one in standings],
        )


def end_conditions(connection: QueueConnection, now: int) -> None:
    """End all: a new anchorer finds out for itself. `now` in Unix seconds."""
    with connection.transaction():
        connection.execute("UPDATE condition SET ended = ? WHERE ended IS NULL", (now,))
