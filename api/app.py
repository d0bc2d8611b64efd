"""The FastAPI app: routes, errors, limits, metrics. `create_app` has no side effects outside of what it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import problems
from .admission import Admission
from .listing import KnownAskers
from .metrics import Metrics
from .middleware import Bodies, Observed
from .pages import mount
from .pool import row_pool
from .routes import bundles, consortium, customs, events, finance, health, orders, parts, records, sessions
from .security import check_rules
from .services import Services

_DESCRIPTION = """Answers from one consortium's ledger, filtered for who asks.

Send `Authorization: Bearer <token>`. Lists page by cursor: give `next` of one page as `cursor` of the following one.
Errors are problem documents (RFC 9457). Times are UTC; ids are 0x-hex; shares are parts per million.
What stands on chain has no names, prices or content: those come out of sealed records, for those they were sealed for.
"""


def create_app(services: Services) -> FastAPI:
    """The app over these services. Raises RouteWithoutRuleError where a route states no rule."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with row_pool(app.state.services.engine) as app.state.pool:
            yield
        app.state.pool = None

    metrics = Metrics(services.engine)
    app = FastAPI(
        title="Quaychain API",
        version="1",
        description=_DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.pool = None
    app.state.services = services
    app.state.askers = KnownAskers()
    app.state.metrics = metrics
    problems.install(app)
    settings = services.settings
    app.add_middleware(Admission, running=settings.concurrency, waiting=settings.queue, patience=settings.patience)
    # Around it: whose body doesn't come takes nobody's place.
    app.add_middleware(Bodies, limit=settings.body_limit)
    app.add_middleware(Observed, metrics=metrics)
    # In the order in which a request is compared with them: what is asked most comes first.
    for module in (events, orders, customs, records, parts, finance, bundles, consortium, sessions, health):
        app.include_router(module.router)
    mount.install(app, services)
    check_rules(app)
    return app
