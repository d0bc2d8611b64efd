"""Signed events: readings, series, logistics messages, positions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from ..errors import BadRequestError
from ..listing import ListQuestion, NeedsPage
from ..paging import Page, PageRequest
from ..permissions import Resource
from ..problems import responses
from ..queries import events, messages, readings
from ..security import Needs, Question
from .common import AssetQuery, Bytes32, Bytes32Query, answer, page_request
from .plain import PlainPageRoute

router = APIRouter(tags=["events"], route_class=PlainPageRoute)

_Event = Annotated[Question, Depends(Needs(Resource.EVENTS))]
_Listed = Annotated[ListQuestion, Depends(NeedsPage(Resource.EVENTS))]
_Asked = Annotated[PageRequest, Depends(page_request)]
_Quantity = Annotated[str, Query(pattern="^[A-Z][A-Za-z]{2,39}$", examples=["Speed"])]
_Component = Annotated[str | None, Query(pattern="^[a-z_]{1,40}$")]
_Time = Annotated[datetime | None, Query(description="RFC 3339, with its offset", examples=["2027-02-01T00:00:00Z"])]


@router.get(
    "/events", summary="Events sealed for you", response_model=Page[events.EventSummary], responses=responses(400, 403)
)
async def list_events(
    question: _Listed,
    page: _Asked,
    kind: Annotated[Literal["reading", "relayed", "epcis", "dcsa", "ais", "derived"] | None, Query()] = None,
    device_key: Bytes32Query = None,
    stream_id: Bytes32Query = None,
    asset: AssetQuery | None = None,
) -> Response:
    """The newest first, by the signer's clock."""
    filters = {"kind": kind, "device_key": device_key, "stream_id": stream_id, "asset": asset}
    names = question.services.names
    return answer(await question.page(lambda asker: events.events_shown(asker, names, page, **filters)))


@router.get("/events/{event_id}", summary="One event", response_model=events.EventDetail, responses=responses(403, 404))
def get_event(question: _Event, event_id: Bytes32, request: Request) -> Response:
    """With what it carries, whether its signature holds, and whether its leaf is under the anchored root."""
    with question.view() as view:
        return answer(events.get_event(view, event_id), request)


@router.get(
    "/readings",
    summary="Readings of an asset",
    response_model=Page[readings.ReadingView],
    responses=responses(400, 403),
)
async def list_readings(
    question: _Listed,
    page: _Asked,
    asset: AssetQuery,
    quantity: _Quantity | None = None,
    since: _Time = None,
    until: _Time = None,
) -> Response:
    """In the order of time."""
    between = {"since": _milliseconds("since", since), "until": _milliseconds("until", until)}
    return answer(
        await question.page(
            lambda asker: readings.readings_listed(asker, page, asset=asset, quantity=quantity, **between)
        )
    )


@router.get(
    "/series", summary="Which series an asset has", response_model=list[readings.SeriesName], responses=responses(403)
)
def list_series(question: _Event, asset: AssetQuery, request: Request) -> Response:
    """Quantities of which there are readings sealed for you."""
    with question.view() as view:
        return answer(readings.list_series(view, asset), request)


@router.get(
    "/series/points",
    summary="A series for a chart",
    response_model=readings.Series,
    responses=responses(400, 403, 404),
)
def get_series(
    question: _Event,
    asset: AssetQuery,
    quantity: _Quantity,
    request: Request,
    component: _Component = None,
    since: _Time = None,
    until: _Time = None,
    points: Annotated[int, Query(ge=2, le=readings.MAX_POINTS)] = 500,
) -> Response:
    """Mean, least and greatest value of buckets of equal length."""
    with question.view() as view:
        found = readings.get_series(
            view,
            asset=asset,
            quantity=quantity,
            component=component,
            since=_milliseconds("since", since),
            until=_milliseconds("until", until),
            points=points,
        )
        return answer(found, request)


@router.get(
    "/messages",
    summary="Logistics messages",
    response_model=Page[messages.MessageView],
    responses=responses(400, 403),
)
def list_messages(
    question: _Event,
    page: _Asked,
    asset: AssetQuery | None = None,
    kind: Annotated[Literal["epcis", "dcsa", "ais", "derived"] | None, Query()] = None,
) -> Response:
    """EPCIS and DCSA events, AIS positions, and what gateways derived from readings, in the order of time."""
    with question.view() as view:
        return answer(messages.list_messages(view, page, asset=asset, kind=kind))


@router.get(
    "/positions", summary="Where an asset was", response_model=list[messages.Position], responses=responses(403)
)
def list_positions(
    question: _Event,
    asset: AssetQuery,
    request: Request,
    points: Annotated[int, Query(ge=2, le=messages.MAX_POINTS)] = messages.MAX_POINTS,
) -> Response:
    """From messages and from readings of latitude and longitude, in the order of time."""
    with question.view() as view:
        return answer(messages.list_positions(view, asset, points), request)


def _milliseconds(name: str, time: datetime | None) -> int | None:
    if time is None:
        return None
    if time.tzinfo is None:
        raise BadRequestError(name, "say the offset, for instance Z")
    return int(time.timestamp() * 1000)
