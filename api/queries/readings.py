"""Sensor readings: values, and series cut into buckets for a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Select, case, func, select

from ..errors import NotFoundError
from ..opening.gs1 import gs1_key
from ..paging import Page, PageRequest, SortKey
from ..permissions import Action, Asker, Resource, require_some
from ..prepared import PreparedList, PreparedPage, parameter
from ..tables.events import readings
from .readers import readable, readable_by
from .view import Moment, View, from_milliseconds

#: Buckets that a series is cut into at most.
MAX_POINTS = 2_000
_RELAYED = func.coalesce(func.sum(case((readings.c.relayed, 1), else_=0)), 0).label("relayed")


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One measured value."""

    asset: Annotated[str, Field(examples=["8004/9520001STS0417"])]
    quantity: Annotated[str, Field(examples=["Speed"])]
    component: str | None
    unit: Annotated[str, Field(description="UN/ECE Recommendation 20", examples=["C16"])]
    value: float
    measured_at: Moment
    relayed: Annotated[bool, Field(description="signed by the gateway for the device, not by the device")]


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A bucket of a series: mean, least and greatest value, and how many."""

    at: Moment
    mean: float
    minimum: float
    maximum: float
    count: int


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity of an asset over time."""

    asset: str
    quantity: str
    component: str | None
    unit: str
    count: int
    relayed: Annotated[int, Field(description="of these, signed by the gateway for the device")]
    first_at: Moment | None
    last_at: Moment | None
    points: list[SeriesPoint]


@dataclass(frozen=True, slots=True)
class SeriesName:
    """A series that can be asked for."""

    asset: str
    quantity: str
    component: str | None
    unit: str
    count: int
    relayed: Annotated[int, Field(description="of these, signed by the gateway for the device")]
    first_at: Moment
    last_at: Moment


def list_readings(
    view: View,
    page: PageRequest,
    *,
    asset: str,
    quantity: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Page[ReadingView]:
    """Readings of an asset in the order of time; `since` and `until` are Unix milliseconds."""
    listed = readings_listed(view.asker, page, asset=asset, quantity=quantity, since=since, until=until)
    return listed.read(view.connection)


def readings_listed(
    asker: Asker,
    page: PageRequest,
    *,
    asset: str,
    quantity: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> PreparedPage[ReadingView]:
    """The same, still to be read."""
    require_some(asker, Resource.EVENTS, Action.READ)
    values = {
        "member": asker.member_id,
        "asset": gs1_key(asset),
        "quantity": quantity,
        "since": since,
        "until": until,
    }
    return _READINGS.page(values, page, reading_view)


def _listed(given: frozenset[str]) -> Select[Any]:
    query = select(readings).where(readings.c.asset == parameter("asset"), readable_by(parameter("member"), readings))
    for name, condition in (
        ("quantity", readings.c.quantity == parameter("quantity")),
        ("since", readings.c.measured_at >= parameter("since")),
        ("until", readings.c.measured_at <= parameter("until")),
    ):
        if name in given:
            query = query.where(condition)
    return query


_READINGS = PreparedList(
    _listed,
    [
        SortKey(readings.c.measured_at, int),
        SortKey(readings.c.stream_id, str),
        SortKey(readings.c.sequence, int),
        SortKey(readings.c.item, int),
    ],
)


def list_series(view: View, *assets: str) -> list[SeriesName]:
    """Which quantities of these assets there are readings of."""
    require_some(view.asker, Resource.EVENTS, Action.READ)
    names = (readings.c.asset, readings.c.quantity, readings.c.component, readings.c.unit)
    keys = [gs1_key(asset) for asset in assets]
    return [
        SeriesName(
            row.asset,
            row.quantity,
            row.component,
            row.unit,
            row.total,
            row.relayed,
            from_milliseconds(row.first_at),
            from_milliseconds(row.last_at),
        )
        for start in range(0, len(keys), 500)
        for row in view.connection.execute(
            select(
                *names,
                func.count().label("total"),
                _RELAYED,
                func.min(readings.c.measured_at).label("first_at"),
                func.max(readings.c.measured_at).label("last_at"),
            )
            .where(readings.c.asset.in_(keys[start : start + 500]), readable(view, readings))
            .group_by(*names)
            .order_by(*names)
        )
    ]


def get_series(
    view: View,
    *,
    asset: str,
    quantity: str,
    component: str | None = None,
    since: int | None = None,
    until: int | None = None,
    points: int = 500,
) -> Series:
    """A quantity over time in at most `points` buckets of equal length. Raises NotFoundError where there is none."""
    require_some(view.asker, Resource.EVENTS, Action.READ)
    of_component = readings.c.component.is_(None) if component is None else readings.c.component == component
    bounds = view.connection.execute(
        _readings(
            view,
            asset,
            quantity,
            since,
            until,
            func.count().label("total"),
            _RELAYED,
            func.min(readings.c.measured_at).label("first_at"),
            func.max(readings.c.measured_at).label("last_at"),
            func.min(readings.c.unit).label("unit"),
        ).where(of_component)
    ).one()
    if not bounds.total:
        raise NotFoundError("series", f"{quantity} of {gs1_key(asset)}")
    width = max(1, -(-(bounds.last_at - bounds.first_at + 1) // points))
    bucket = func.floor((readings.c.measured_at - bounds.first_at) / width).label("bucket")
    rows = view.connection.execute(
        _readings(
            view,
            asset,
            quantity,
            since,
            until,
            bucket,
            func.min(readings.c.measured_at).label("at"),
            func.avg(readings.c.value).label("mean"),
            func.min(readings.c.value).label("minimum"),
            func.max(readings.c.value).label("maximum"),
            func.count().label("total"),
        )
        .where(of_component)
        .group_by(bucket)
        .order_by(bucket)
    )
    return Series(
        asset=gs1_key(asset),
        quantity=quantity,
        component=component,
        unit=bounds.unit,
        count=bounds.total,
        relayed=bounds.relayed,
        first_at=from_milliseconds(bounds.first_at),
        last_at=from_milliseconds(bounds.last_at),
        points=[
            SeriesPoint(from_milliseconds(row.at), float(row.mean), row.minimum, row.maximum, row.total) for row in rows
        ],
    )


def reading_view(row: Any) -> ReadingView:
    """A row of `readings` as it is shown."""
    return ReadingView(
        row.asset,
        row.quantity,
        row.component,
        row.unit,
        row.value,
        from_milliseconds(row.measured_at),
        bool(row.relayed),
    )


def _readings(
    view: View, asset: str, quantity: str | None, since: int | None, until: int | None, *columns: Any
) -> Select[Any]:
    query = select(*columns).where(readings.c.asset == gs1_key(asset), readable(view, readings))
    if quantity is not None:
        query = query.where(readings.c.quantity == quantity)
    if since is not None:
        query = query.where(readings.c.measured_at >= since)
    if until is not None:
        query = query.where(readings.c.measured_at <= until)
    return query
