"""Logistics messages, and where things were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from pydantic import Field
from sqlalchemy import Row, Select, Table, and_, select
from sqlalchemy.sql import ColumnElement

from ..opening.gs1 import gs1_key
from ..paging import Page, PageRequest, SortKey
from ..permissions import Action, Resource, require_some
from ..prepared import PreparedList, parameter
from ..tables.events import events, message_assets, messages, readings
from .readers import readable, readable_by
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
    values = {"member": view.asker.member_id, "kind": kind}
    if asset is None:
        found = _MESSAGES.page(values, page, lambda row: row).read(view.connection)
        return Page(message_views(view, found.items), found.next)
    # Their places first: among so few rows there is nothing that PostgreSQL could plan wrongly.
    places = _PLACES_ABOUT.page(values | {"asset": gs1_key(asset)}, page, _place).read(view.connection)
    rows = {_place(row): row for row in messages_of(view, [place[:2] for place in places.items])}
    return Page(message_views(view, [rows[place] for place in places.items if place in rows]), places.next)


def _listed(given: frozenset[str]) -> Select[Any]:
    query = _WITH_EVENTS.where(readable_by(parameter("member"), events))
    return query.where(messages.c.kind == parameter("kind")) if "kind" in given else query


def _places_about(given: frozenset[str]) -> Select[Any]:
    query = (
        select(message_assets)
        .join(events, _same(_EVENT, events, message_assets))
        .where(message_assets.c.asset == parameter("asset"), readable_by(parameter("member"), events))
    )
    return query.where(events.c.kind == parameter("kind")) if "kind" in given else query


def messages_of(view: View, keys: Iterable[tuple[str, int]]) -> Iterator[Row[Any]]:
    """Rows of `messages` with their events' ids, of events by stream and sequence: each one's in its order."""
    for of_stream in _of_events(messages, keys):
        yield from view.connection.execute(_WITH_EVENTS.where(of_stream).order_by(messages.c.item))


def _of_events(rows: Table, keys: Iterable[tuple[str, int]]) -> Iterator[ColumnElement[bool]]:
    """The conditions on rows of these events, one for each stream."""
    numbers = defaultdict[str, set[int]](set)
    for stream_id, sequence in keys:
        numbers[stream_id].add(sequence)
    for stream_id, sequences in numbers.items():
        yield and_(rows.c.stream_id == stream_id, rows.c.sequence.in_(sequences))


def _place(row: Any) -> tuple[str, int, int]:
    return row.stream_id, row.sequence, row.item


def _same(key: Iterable[str], left: Table, right: Table) -> ColumnElement[bool]:
    return and_(*(left.c[name] == right.c[name] for name in key))


def _in_order_of_time(rows: Table) -> list[SortKey]:
    kinds = {"occurred_at": int, "stream_id": str, "sequence": int, "item": int}
    return [SortKey(rows.c[name], kind) for name, kind in kinds.items()]


#: Keys of an event and of a message.
_EVENT = ("stream_id", "sequence")
_MESSAGE = (*_EVENT, "item")
_WITH_EVENTS = select(messages, events.c.event_id).join(events, _same(_EVENT, events, messages))
_MESSAGES = PreparedList(_listed, _in_order_of_time(messages))
_PLACES_ABOUT = PreparedList(_places_about, _in_order_of_time(message_assets))


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
        .join(events, _same(_EVENT, events, messages))
        .join(message_assets, _same(_MESSAGE, message_assets, messages))
        .where(
            message_assets.c.asset == key,
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
    for of_stream in _of_events(message_assets, [(row.stream_id, row.sequence) for row in rows]):
        query = select(message_assets).where(of_stream).order_by(message_assets.c.asset)
        for each in view.connection.execute(query):
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
