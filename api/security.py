"""Who asks, and whether the route is for them: bearer tokens, browser sessions, and the rule each route states."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.staticfiles import StaticFiles
from sqlalchemy import select
from starlette.routing import Mount

from quaychain.contracts.errors import QuaychainError

from .errors import CrossSiteRequestError
from .permissions import AccessDeniedError, Action, Asker, MemberKind, Resource, require_some
from .pool import RowPool
from .queries.view import View
from .services import Services
from .tables.members import members
from .tokens import MemberState, Token, TokenRefusedError

COOKIE = "quaychain_session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class RouteWithoutRuleError(QuaychainError):
    """A route that states neither a permission nor that it is public."""

    route: str

    def __str__(self) -> str:
        return f"route {self.route} has no rule: give it Needs(…) or Public()"


@dataclass(frozen=True)
class Question:
    """A request whose asker is known."""

    services: Services
    asker: Asker

    @contextmanager
    def view(self) -> Iterator[View]:
        """One look at the rows for this asker."""
        with self.services.view(self.asker) as view:
            yield view


class Needs:
    """A route's rule: some permission for this resource and action. The thing itself is judged by the query."""

    def __init__(self, resource: Resource, action: Action = Action.READ) -> None:
        self.resource = resource
        self.action = action

    async def __call__(self, request: Request) -> Question:
        """The question, once the asker is known. Raises TokenRefusedError, AccessDeniedError, CrossSiteRequestError."""
        question = await question_of(request)
        require_some(question.asker, self.resource, self.action)
        return question

    def permitted(self, asker: Asker) -> bool:
        """Whether the asker has some permission for this resource and action."""
        return bool(asker.scopes(self.resource, self.action))

    def __str__(self) -> str:
        return f"{self.resource.value}:{self.action.value}"


class SignedIn:
    """A route's rule: any token that counts."""

    async def __call__(self, request: Request) -> Question:
        """The question, once the asker is known."""
        return await question_of(request)

    def __str__(self) -> str:
        return "signed in"


class Public:
    """A route's rule: for everybody, without a token."""

    async def __call__(self, request: Request) -> Services:
        """The services."""
        return services_of(request)

    def __str__(self) -> str:
        return "public"


Rule = Needs | SignedIn | Public


def services_of(request: Request) -> Services:
    """The app's services."""
    services: Services = request.app.state.services
    return services


def pool_of(request: Request) -> RowPool | None:
    """The event loop's own connections, where there are any."""
    pool: RowPool | None = request.app.state.pool
    return pool


def bearer_of(request: Request) -> str | None:
    """The secret in `Authorization: Bearer`, None without that header. Raises TokenRefusedError for another scheme."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefusedError("Authorization has to be Bearer and a token")
    return secret.strip()


async def question_of(request: Request) -> Question:
    """Who asks: by `Authorization: Bearer`, else by the session's cookie. Raises TokenRefusedError."""
    services, pool, secret = services_of(request), pool_of(request), bearer_of(request)
    if secret is not None:
        if pool is not None:
            found = await services.tokens.find_with_member_by(pool, secret)
        else:
            found = await run_in_threadpool(services.tokens.find_with_member, secret)
        return Question(services, asker_behind(*found))
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        require_same_site(request)
        return Question(services, await run_in_threadpool(_asker_of_session, services, cookie))
    raise TokenRefusedError("none was given: send Authorization: Bearer, or sign in")


def _asker_of_session(services: Services, cookie: str) -> Asker:
    return asker_with(services, services.sessions.find(cookie))


def asker_with(services: Services, token: Token) -> Asker:
    """The asker behind a token. Raises TokenRefusedError, and AccessDeniedError where the member isn't active."""
    with services.engine.connect() as connection:
        row = connection.execute(
            select(members.c.kind, members.c.status).where(members.c.member_id == token.member_id)
        ).first()
    return asker_behind(token, MemberState(row.kind, row.status) if row is not None else None)


def asker_behind(token: Token, member: MemberState | None) -> Asker:
    """The asker that a token and its member make. Raises as `asker_with` does."""
    if member is None:
        raise TokenRefusedError(f"its member {token.member_id} is not in the rows")
    if member.status != "active":
        raise AccessDeniedError("signed in", f"member {token.member_id} is {member.status}")
    return Asker.of(token.member_id, MemberKind(member.kind), token.role, token.token_id)


def require_same_site(request: Request) -> None:
    """Refuse what another site's page made a browser send.

    The cookie is SameSite=Strict, so browsers don't send it along in the first place; this holds where one would.
    Raises CrossSiteRequestError.
    """
    if request.method in _SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSiteRequestError(origin or site)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise CrossSiteRequestError(origin)


def rules_of(route: RouteContext) -> list[Rule]:
    """The rules that a route states."""
    return _rules(route.dependant)


def api_routes(app: FastAPI) -> Iterator[RouteContext]:
    """The app's routes, those of included routers too; all but its OpenAPI document and its folders of files.

    Raises RouteWithoutRuleError for a route of a kind that can't state a rule.
    """
    for route in iter_route_contexts(app.routes):
        plain = route.original_route
        if isinstance(plain, APIRoute):
            yield route
        elif not (route.path == app.openapi_url or (isinstance(plain, Mount) and isinstance(plain.app, StaticFiles))):
            raise RouteWithoutRuleError(str(route.path))


def check_rules(app: FastAPI) -> None:
    """Raise RouteWithoutRuleError for a route that states no rule, or more than one."""
    for route in api_routes(app):
        if len(rules_of(route)) != 1:
            raise RouteWithoutRuleError(f"{sorted(route.methods or ())} {route.path}")


def _rules(dependant: Dependant) -> list[Rule]:
    found = [dependant.call] if isinstance(dependant.call, Needs | SignedIn | Public) else []
    return found + [rule for inner in dependant.dependencies for rule in _rules(inner)]
