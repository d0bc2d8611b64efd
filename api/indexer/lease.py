"""One writer at a time (I/O): a row in the database that the writer counts on, and that it must still hold to commit.

No clock is compared with another machine's: whoever waits takes over when the row has not changed for the lease's
lifetime by its own clock. A writer that was stopped meanwhile finds another term, and its transaction is rolled back.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from quaychain.contracts.errors import QuaychainError

from ..database import writing
from ..tables.chain import indexer_lease as table

Guard: TypeAlias = Callable[[Connection], None]

_ROW = 1
#: How often in a lifetime the holder counts on.
_BEATS = 4


@dataclass
class LeaseLostError(QuaychainError):
    """Another indexer has taken over: nothing more may be written here."""

    holder: str

    def __str__(self) -> str:
        return f"{self.holder} writes now: the lease was lost, and what was being written is taken back"


def unguarded(connection: Connection) -> None:
    """The guard of somebody who is alone."""


class WriterLease:
    """One indexer's claim to write. `now` is any clock of seconds that never goes back; `lifetime` is in seconds.

    `attempt` and `wait` take the lease; `hold` is the guard of a transaction.
    """

    def __init__(self, engine: Engine, lifetime: float, now: Callable[[], float]) -> None:
        self.holder = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._engine = engine
        self._lifetime = lifetime
        self._now = now
        self._term = 0
        self._seen: tuple[int, int] | None = None
        self._since = 0.0
        self._log = structlog.get_logger("indexer")

    def attempt(self) -> str | None:
        """Take the lease if it is free, given back, or was not counted on for its lifetime.

        Answers None once it is held, otherwise who holds it.
        """
        with self._engine.connect() as connection:
            row = connection.execute(select(table)).first()
        if row is None:
            return self._first()
        seen = (row.term, row.beat)
        if seen != self._seen:
            self._seen, self._since = seen, self._now()
        if row.holder is not None and self._now() - self._since < self._lifetime:
            return str(row.holder)
        with writing(self._engine) as connection:
            taken = connection.execute(
                update(table)
                .where(table.c.id == _ROW, table.c.term == row.term, table.c.beat == row.beat)
                .values(term=row.term + 1, beat=0, holder=self.holder)
            )
        if taken.rowcount != 1:
            return self.attempt()
        self._term = row.term + 1
        return None

    def wait(self, stop: threading.Event) -> bool:
        """Wait for the lease; False where `stop` was set before."""
        told = None
        while not stop.is_set():
            try:
                holder = self.attempt()
            except SQLAlchemyError as error:
                holder = str(error).splitlines()[0]
            if holder is None:
                return True
            if holder != told:
                self._log.info("waiting to write", for_=holder)
                told = holder
            stop.wait(self._lifetime / _BEATS)
        return False

    def hold(self, connection: Connection) -> None:
        """Count on, within a transaction that writes: it can't be committed where another took over.

        Raises LeaseLostError.
        """
        held = connection.execute(
            update(table)
            .where(table.c.id == _ROW, table.c.term == self._term, table.c.holder == self.holder)
            .values(beat=table.c.beat + 1)
        )
        if held.rowcount != 1:
            holder = connection.execute(select(table.c.holder)).scalar_one_or_none()
            raise LeaseLostError(holder or "nobody")

    def release(self) -> None:
        """Give the lease back, if it is still held, so that nobody has to wait for its end."""
        with writing(self._engine) as connection:
            connection.execute(
                update(table).where(table.c.id == _ROW, table.c.holder == self.holder).values(holder=None)
            )

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Count on beside whatever else takes long, and give the lease back in the end."""
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=(ended,), name="indexer-lease", daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()
            try:
                self.release()
            except SQLAlchemyError as error:
                self._log.warning("lease not given back", reason=str(error).splitlines()[0])

    def _first(self) -> str | None:
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(table).values(id=_ROW, term=1, beat=0, holder=self.holder))
        except IntegrityError:
            return self.attempt()
        self._term = 1
        return None

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._lifetime / _BEATS):
            try:
                with writing(self._engine) as connection:
                    self.hold(connection)
            except LeaseLostError:
                # Whatever is being written finds it out by itself.
                return
            except SQLAlchemyError as error:
                self._log.warning("lease not renewed, trying on", reason=str(error).splitlines()[0])
