"""Lists that are asked for all the time: whether the token still counts is asked within the list's own query.

A question to PostgreSQL takes as long as the rest of such a request. Who is behind a token is remembered from one
request to the next, but never trusted: the query has rows only as long as the token stands as it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from .paging import Page
from .permissions import Asker, require_some
from .pool import RowPool
from .prepared import PreparedPage
from .security import Needs, asker_behind, bearer_of, pool_of, question_of, services_of
from .services import Services
from .tokens import STANDS, MemberState, Token, hash_secret, standing

T = TypeVar("T")

_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class KnownAsker:
    """Who was behind a token when it was last looked for."""

    asker: Asker
    token: Token
    member: MemberState


class KnownAskers:
    """The latest askers by the hash of their token's secret."""

    def __init__(self) -> None:
        self._known: dict[str, KnownAsker] = {}

    def get(self, secret: str) -> KnownAsker | None:
        """Who was behind that secret."""
        return self._known.get(hash_secret(secret))

    async def find(self, services: Services, pool: RowPool, secret: str) -> KnownAsker:
        """Who is behind it now. Raises TokenRefusedError, AccessDeniedError, DatabaseUnreachableError."""
        token, member = await services.tokens.find_with_member_by(pool, secret)
        asker = asker_behind(token, member)
        assert member is not None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        found = self._known[hash_secret(secret)] = KnownAsker(asker, token, member)
        return found


@dataclass(frozen=True)
class ListQuestion:
    """A request for a page of a prepared list."""

    services: Services
    asker: Asker
    #: How the token is to be looked for again; None where it was looked for in this very request, by a thread.
    remembered: tuple[RowPool, KnownAskers, KnownAsker, str] | None = field(default=None, repr=False)

    async def page(self, listing: Callable[[Asker], PreparedPage[T]]) -> Page[T]:
        """The page that `listing` makes for an asker. Raises TokenRefusedError, AccessDeniedError, and what it does."""
        if self.remembered is None:
            return await run_in_threadpool(self._read, listing(self.asker))
        pool, askers, known, secret = self.remembered
        page = await listing(self.asker).provided(STANDS, standing(known.token, known.member)).read_by(pool)
        if page.items:
            return page
        # There is nothing, or the token doesn't stand any more as it did.
        found = await askers.find(self.services, pool, secret)
        return page if found.asker == self.asker else await listing(found.asker).read_by(pool)

    def _read(self, listed: PreparedPage[T]) -> Page[T]:
        with self.services.engine.connect() as connection:
            return listed.read(connection)


class NeedsPage(Needs):
    """The rule of a route that answers with a page of a prepared list."""

    async def __call__(self, request: Request) -> ListQuestion:  # type: ignore[override]
        """The question, once the asker is known. Raises TokenRefusedError, AccessDeniedError, CrossSiteRequestError."""
        pool, secret = pool_of(request), bearer_of(request)
        if pool is None or secret is None:
            question = await question_of(request)
            require_some(question.asker, self.resource, self.action)
            return ListQuestion(question.services, question.asker)
        services, askers = services_of(request), request.app.state.askers
        known = askers.get(secret)
        if known is None or not services.tokens.in_time(known.token) or not self.permitted(known.asker):
            known = await askers.find(services, pool, secret)
            require_some(known.asker, self.resource, self.action)
        return ListQuestion(services, known.asker, (pool, askers, known, secret))
