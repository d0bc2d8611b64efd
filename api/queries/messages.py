"""Logistics messages, and where things were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from pydantic import Field
from sqlalchemy import Row, and_, exists, select
from sqlalchemy.sql import ColumnElement

from ..opening.gs1 import gs1_key
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require_some
from ..tables.events import events, message_assets, messages, readings
from .readers import readable
from .view import Id, Moment, View, from_milliseconds

#: Positions that an answer has at most.
MAX_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class MessageView:
    """One logistics message."""

    event_id: Id
    item: int
    kind: str
    what: Annotated[str, Field(description="business step or event code", examples=["departing"])]
    place: str | None
    latitude: float | None
    longitude: float | None
    occurred_at: Moment
    assets: list[str]
    hash_id: Annotated[str | None, Field(description="EPCIS event hash ID")]
    digest: Annotated[Id | None, Field(description="keccak256 of the whole message, error declarations included")]
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """Where something was. WGS 84 degrees."""

    at: Moment
    latitude: float
    longitude: float


def list_messages(
    view: View, page: PageRequest, *, asset: str | None = None, kind: str | None = None
) -> Page[MessageView]:
    """Logistics messages in the order of time."""
    require_some(view.asker, Resource.EVENTS, Action.READ)
    query = (
        select(messages, events.c.event_id)
        .join(events, and_(events.c.stream_id == messages.c.stream_id, events.c.sequence == messages.c.sequence))
        .where(readable(view, events))
    )
    if kind is not None:
        query = query.where(messages.c.kind == kind)
    if asset is not None:
        query = query.where(_message_about(gs1_key(asset)))
    order = [
        SortKey(messages.c.occurred_at, int),
        SortKey(messages.c.stream_id, str),
        SortKey(messages.c.sequence, int),
        SortKey(messages.c.item, int),
    ]
    rows = fetch_page(view.connection, query, order, page, lambda row: row)
    return Page(message_views(view, rows.items), rows.next)


def list_positions(view: View, asset: str, points: int = MAX_POINTS) -> list[Position]:
    """Where an asset was, in the order of time: from logistics messages, and from readings of latitude and longitude.

    At most `points`, spread evenly over all there are.
    """
    require_some(view.asker, Resource.EVENTS, Action.READ)
    key = gs1_key(asset)
    latitude, longitude = readings.alias("latitude"), readings.alias("longitude")
    measured = (
        select(
            latitude.c.measured_at.label("at"),
            latitude.c.value.label("latitude"),
            longitude.c.value.label("longitude"),
        )
        .join(
            longitude,
            and_(
                longitude.c.asset == latitude.c.asset,
                longitude.c.quantity == latitude.c.quantity,
                longitude.c.measured_at == latitude.c.measured_at,
                longitude.c.component == "longitude",
            ),
        )
        .where(
            latitude.c.asset == key,
            latitude.c.component == "latitude",
            readable(view, latitude),
            readable(view, longitude),
        )
    )
    reported = (
        select(messages.c.occurred_at.label("at"), messages.c.latitude, messages.c.longitude)
        .join(events, and_(events.c.stream_id == messages.c.stream_id, events.c.sequence == messages.c.sequence))
        .where(
            _message_about(key),
            messages.c.latitude.is_not(None),
            messages.c.longitude.is_not(None),
            readable(view, events),
        )
    )
    every = measured.union_all(reported).subquery()
    rows = view.connection.execute(select(every).order_by(every.c.at)).all()
    step = max(1, -(-len(rows) // points))
    chosen = rows[::step]
    if rows and chosen[-1] is not rows[-1]:
        chosen = [*chosen, rows[-1]]
    return [Position(from_milliseconds(row.at), row.latitude, row.longitude) for row in chosen]


def message_views(view: View, rows: Sequence[Row[Any]]) -> list[MessageView]:
    """Rows of `messages` with their events' ids, as they are shown."""
    about: dict[tuple[str, int, int], list[str]] = {}
    for stream_id in {row.stream_id for row in rows}:
        numbers = [row.sequence for row in rows if row.stream_id == stream_id]
        for each in view.connection.execute(
            select(message_assets)
            .where(message_assets.c.stream_id == stream_id, message_assets.c.sequence.in_(numbers))
            .order_by(message_assets.c.asset)
        ):
            about.setdefault((each.stream_id, each.sequence, each.item), []).append(each.asset)
    return [
        MessageView(
            event_id=row.event_id,
            item=row.item,
            kind=row.kind,
            what=row.what,
            place=row.place,
            latitude=row.latitude,
            longitude=row.longitude,
            occurred_at=from_milliseconds(row.occurred_at),
            assets=about.get((row.stream_id, row.sequence, row.item), []),
            hash_id=row.hash_id,
            digest=row.digest,
            document=orjson.loads(row.document),
        )
        for row in rows
    ]


def _message_about(key: str) -> ColumnElement[bool]:
    return exists(
        select(message_assets.c.item).where(
            message_assets.c.asset == key,
            message_assets.c.stream_id == messages.c.stream_id,
            message_assets.c.sequence == messages.c.sequence,
            message_assets.c.item == messages.c.item,
        )
    )
