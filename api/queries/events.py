"""Signed events of all kinds. Everyone sees those of the classes that were sealed for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import Field
from sqlalchemy import FromClause, Row, Select, exists, select
from sqlalchemy.sql import ColumnElement

from ..errors import NotFoundError
from ..opening.gs1 import gs1_key
from ..paging import Page, PageRequest, SortKey
from ..permissions import AccessDeniedError, Action, Asker, Resource, require_some
from ..prepared import PreparedList, PreparedPage, Scan, parameter
from ..tables.events import events, message_assets, readings
from .messages import MessageView, message_views, messages_of
from .readers import readable, readable_by
from .readings import ReadingView, reading_view
from .view import DisplayName, Id, MemberRef, Moment, View, certain_moment, from_milliseconds, named

T = TypeVar("T")

_KINDS = (
    "reading, epcis, dcsa or ais; relayed: readings signed by the gateway for the device; "
    "derived: by the gateway's rules, signed by it, not by the device"
)


@dataclass(frozen=True, slots=True)
class EventSummary:
    """A signed event. `anchored` says that its leaf was found under the anchored root."""

    event_id: Annotated[Id, Field(description="keccak256 of the signed bytes and the signature")]
    kind: Annotated[
        str,
        Field(description=_KINDS),
    ]
    stream_id: Id
    sequence: int
    device_key: Annotated[Id, Field(description="Ed25519 public key of the signer")]
    member: Annotated[MemberRef | None, Field(description="whose device it is")]
    boot: int
    device_sequence: int
    occurred_at: Annotated[Moment, Field(description="by the signer's clock")]
    received_at: Moment
    anchored_at: Moment
    signature_valid: bool
    anchored: Annotated[bool, Field(description="its leaf is under the root that stands on chain")]


@dataclass(frozen=True, slots=True)
class EventDetail:
    """An event with what it carries."""

    event: EventSummary
    readings: list[ReadingView]
    messages: list[MessageView]


def list_events(
    view: View,
    page: PageRequest,
    *,
    kind: str | None = None,
    device_key: str | None = None,
    stream_id: str | None = None,
    asset: str | None = None,
) -> Page[EventSummary]:
    """Events that were sealed for the asker's member, the newest first by the signer's clock."""
    filters = {"kind": kind, "device_key": device_key, "stream_id": stream_id, "asset": asset}
    return events_listed(view.asker, view.names, page, **filters).read(view.connection)


def events_listed(
    asker: Asker, names: Mapping[str, DisplayName], page: PageRequest, **filters: str | None
) -> PreparedPage[EventSummary]:
    """The same, still to be read; filters as `list_events` has them."""
    return _page(asker, page, lambda row: _summary(names, row), **filters)


def events_shown(
    asker: Asker, names: Mapping[str, DisplayName], page: PageRequest, **filters: str | None
) -> PreparedPage[dict[str, Any]]:
    """The same with events as they are written as JSON: a dictionary takes half of the time of an `EventSummary`."""
    return _page(asker, page, lambda row: _fields(names, row), **filters)


def _page(
    asker: Asker,
    page: PageRequest,
    make: Callable[[Any], T],
    *,
    kind: str | None = None,
    device_key: str | None = None,
    stream_id: str | None = None,
    asset: str | None = None,
) -> PreparedPage[T]:
    require_some(asker, Resource.EVENTS, Action.READ)
    values = {
        "member": asker.member_id,
        "kind": kind,
        "device_key": device_key,
        "stream_id": stream_id,
        "asset": None if asset is None else gs1_key(asset),
    }
    return _EVENTS.page(values, page, make)


def get_event(view: View, event_id: str, action: Action = Action.READ) -> EventDetail:
    """One event. Raises NotFoundError, AccessDeniedError."""
    row = event_row(view, event_id, action)
    at = (row.stream_id, row.sequence)
    values = view.connection.execute(
        select(readings).where(readings.c.stream_id == at[0], readings.c.sequence == at[1]).order_by(readings.c.item)
    )
    return EventDetail(
        event=_summary(view.names, row),
        readings=[reading_view(each) for each in values],
        messages=message_views(view, list(messages_of(view, [at]))),
    )


def event_row(view: View, event_id: str, action: Action) -> Row[Any]:
    """The row of an event that the asker may see. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.EVENTS, action)
    query = select(events).where(events.c.event_id == event_id).order_by(events.c.stream_id, events.c.sequence).limit(1)
    row = view.connection.execute(query).first()
    if row is None:
        raise NotFoundError("event", event_id)
    if view.connection.execute(query.where(readable(view, events))).first() is None:
        raise AccessDeniedError(
            f"events:{action.value}",
            f"event {event_id} was sealed for readers of class {row.disclosure_class}, "
            f"and member {view.asker.member_id} is none of them",
        )
    return row


def _listed(given: frozenset[str]) -> Select[Any]:
    query = _readable(events)
    for name in sorted(given & {"kind", "device_key", "stream_id"}):
        query = query.where(events.c[name] == parameter(name))
    return query.where(_about(parameter("asset"))) if "asset" in given else query


def _readable(rows: FromClause) -> Select[Any]:
    return select(*(rows.c[name] for name in _SUMMARISED)).where(readable_by(parameter("member"), rows))


#: What `_fields` takes.
_SUMMARISED = (
    *("event_id", "kind", "stream_id", "sequence", "device_key", "member_id", "boot", "device_sequence"),
    *("occurred_at", "received_at", "anchored_at", "signature_valid", "root_checked"),
)
_EVENTS = PreparedList(
    _listed,
    [
        SortKey(events.c.occurred_at, int, True),
        SortKey(events.c.stream_id, str),
        SortKey(events.c.sequence, int, True),
    ],
    scan=Scan(events, frozenset({"member"}), _readable),
)


def _about(key: ColumnElement[str]) -> ColumnElement[bool]:
    """Events with a reading or a message about an asset."""
    return exists(
        select(readings.c.item).where(
            readings.c.asset == key,
            readings.c.stream_id == events.c.stream_id,
            readings.c.sequence == events.c.sequence,
        )
    ) | exists(
        select(message_assets.c.item).where(
            message_assets.c.asset == key,
            message_assets.c.stream_id == events.c.stream_id,
            message_assets.c.sequence == events.c.sequence,
        )
    )


def _summary(names: Mapping[str, DisplayName], row: Any) -> EventSummary:
    return EventSummary(**_fields(names, row))


def _fields(names: Mapping[str, DisplayName], row: Any) -> dict[str, Any]:
    """What an `EventSummary` has."""
    return {
        "event_id": row.event_id,
        "kind": row.kind,
        "stream_id": row.stream_id,
        "sequence": row.sequence,
        "device_key": row.device_key,
        "member": None if row.member_id is None else named(names, row.member_id),
        "boot": row.boot,
        "device_sequence": row.device_sequence,
        "occurred_at": from_milliseconds(row.occurred_at),
        "received_at": certain_moment(row.received_at),
        "anchored_at": certain_moment(row.anchored_at),
        "signature_valid": bool(row.signature_valid),
        "anchored": bool(row.root_checked),
    }
