"""Health and metrics, for machines that watch machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from ..errors import NotFoundError
from ..problems import Problem, document, known_problems
from ..problems import response as problem_response
from ..queries.members import IndexState, index_state
from ..security import Public
from ..services import Services
from .common import answer

router = APIRouter(tags=["health"])

_Services = Annotated[Services, Depends(Public())]


@dataclass(frozen=True, slots=True)
class Alive:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem."""

    type: str
    title: str
    status: int
    description: str


@router.get("/health/live", summary="Is the process alive", response_model=Alive)
def live(services: _Services) -> Response:
    """Always, as long as it can answer."""
    return answer(Alive("alive"))


@router.get(
    "/health/ready",
    summary="Are answers up to date",
    response_model=IndexState,
    responses={503: {"model": Problem, "description": "the rows are behind, or the indexer is silent"}},
)
def ready(services: _Services, request: Request) -> Response:
    """How far the rows are; 503 where they are behind the chain, or the indexer hasn't looked at it lately."""
    with services.engine.connect() as connection:
        state = index_state(connection)
    if state is None:
        return _unready(request, "the indexer has not run yet")
    silence = services.now() - state.seen_at.timestamp()
    if silence > services.settings.ready_silence:
        return _unready(request, f"the indexer has been silent for {silence:.0f} s", lag_blocks=state.lag_blocks)
    if state.lag_blocks > services.settings.ready_lag:
        return _unready(request, f"the rows are {state.lag_blocks} blocks behind", lag_blocks=state.lag_blocks)
    return answer(state)


@router.get("/metrics", summary="Prometheus metrics", response_class=Response)
def metrics(services: _Services, request: Request) -> Response:
    """Requests by route and status, and how far the rows are behind; nothing about anybody's business."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems/{slug}", summary="What a problem's type means", response_model=ProblemKind)
def explain_problem(services: _Services, slug: Annotated[str, Path(pattern="^[a-z0-9-]{1,80}$")]) -> Response:
    """The page behind a problem document's `type`."""
    kind = known_problems().get(slug)
    if kind is None:
        raise NotFoundError("kind of problem", slug)
    return answer(ProblemKind(f"/problems/{slug}", kind.title, int(kind.status), kind.description))


def _unready(request: Request, detail: str, **fields: object) -> Response:
    return problem_response(document("not-ready", "Not ready", 503, detail, request.url.path, fields))
