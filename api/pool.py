"""The event loop's own connections to PostgreSQL (I/O), for what is asked most: tokens, and the lists of events.

To hand a request to a thread and back, and to go through SQLAlchemy's pool, transaction and rows there, takes several
times as long as such an answer itself. Everything else goes by threads (`database`), and so does all on SQLite.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import URL, Engine
from sqlalchemy.dialects.postgresql import asyncpg as dialects

from .database import DatabaseUnreachableError
from .prepared import PreparedQuery

_CONNECT_WITHIN, _ANSWER_WITHIN = 10.0, 60.0
#: Parameters of a URL that psycopg takes and asyncpg doesn't know (PostgreSQL 17 documentation, 32.1.2).
_LIBPQ_ONLY = (
    *("connect_timeout", "client_encoding", "keepalives", "keepalives_idle", "keepalives_interval"),
    *("keepalives_count", "tcp_user_timeout", "channel_binding", "gssencmode", "require_auth", "sslcompression"),
    *("sslsni", "requirepeer", "load_balance_hosts", "hostaddr", "fallback_application_name"),
)
#: For queries that are `planned_once`: their plan goes by indexes, be the tables as small as they like when it is made.
_PLANNED_ONCE = (
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off",
    "RESET plan_cache_mode; RESET enable_seqscan; RESET enable_bitmapscan",
)
#: A connection that broke while it was not in use (PostgreSQL was started anew), or tables that were altered.
_BROKEN = (
    *(asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InvalidCachedStatementError),
    *(asyncpg.OutdatedSchemaCacheError, ConnectionError),
)


@dataclass(slots=True)
class _Connection:
    """A connection that is asked one question at a time, with its statements by their SQL."""

    connection: Any
    planned_once: bool = False
    statements: dict[str, Any] = field(default_factory=dict)

    async def fetch(self, sql: str, parameters: Sequence[Any], planned_once: bool) -> Sequence[Any]:
        if self.planned_once is not planned_once:
            await self.connection.execute(_PLANNED_ONCE[0 if planned_once else 1])
            self.planned_once = planned_once
        statement = self.statements.get(sql)
        if statement is None:
            statement = self.statements[sql] = await self.connection.prepare(sql)
        found: Sequence[Any] = await statement.fetch(*parameters)
        return found


class RowPool:
    """Reads the rows of prepared queries, each by one statement, which sees the rows as of one moment.

    A request holds one connection at most, so there are as many as requests are admitted at once. asyncpg's own pool
    resets a connection that it takes back, which takes PostgreSQL another question; these have nothing to be reset.
    """

    def __init__(self, url: str, shown: str) -> None:
        self._url = url
        self._shown = shown
        self._dialect = dialects.dialect()  # type: ignore[no-untyped-call]
        #: Connections that nobody uses.
        self._free: list[_Connection] = []

    async def rows(self, query: PreparedQuery, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows, with columns as attributes. Raises DatabaseUnreachableError."""
        sql, parameters = query.statement(self._dialect, values)
        try:
            try:
                found = await self._fetch(sql, parameters, query.planned_once)
            except _BROKEN:
                await self.close()
                found = await self._fetch(sql, parameters, query.planned_once)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as error:
            reason = (str(error) or type(error).__name__).splitlines()[0]
            raise DatabaseUnreachableError(self._shown, reason) from error
        return query.named(found)

    async def close(self) -> None:
        """End the connections that nobody uses."""
        while self._free:
            self._free.pop().connection.terminate()

    async def _fetch(self, sql: str, parameters: Sequence[Any], planned_once: bool) -> Sequence[Any]:
        held = self._taken(planned_once)
        if held is None:
            held = _Connection(
                await asyncpg.connect(self._url, timeout=_CONNECT_WITHIN, command_timeout=_ANSWER_WITHIN)
            )
        try:
            found = await held.fetch(sql, parameters, planned_once)
        except BaseException:
            # Also where the asker has gone: what is on its way must not be taken for the next one's answer.
            held.connection.terminate()
            raise
        self._free.append(held)
        return found

    def _taken(self, planned_once: bool) -> _Connection | None:
        """A connection that nobody uses, if there is one: one that is set for such a question rather than another."""
        for place in range(len(self._free) - 1, -1, -1):
            if self._free[place].planned_once is planned_once:
                return self._free.pop(place)
        return self._free.pop() if self._free else None


def asyncpg_url(url: URL) -> str:
    """The database's URL for asyncpg, with its password. What is libpq's alone is left out: asyncpg would ask
    PostgreSQL to set it."""
    return url.set(drivername="postgresql").difference_update_query(_LIBPQ_ONLY).render_as_string(hide_password=False)


@asynccontextmanager
async def row_pool(engine: Engine) -> AsyncIterator[RowPool | None]:
    """A pool for the engine's database; None on SQLite."""
    if engine.dialect.name != "postgresql":
        yield None
        return
    pool = RowPool(asyncpg_url(engine.url), engine.url.set(drivername="postgresql").render_as_string())
    try:
        yield pool
    finally:
        await pool.close()
