"""After the sale: work orders on machines, recalls of parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, case, func, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Capacity, Resource, capacities_of, require, require_some, visible
from ..tables import parts as table
from .parts import PartSummary, summaries
from .view import Id, MemberRef, Moment, View, certain_moment, moment
from .wording import part_words


@dataclass(frozen=True, slots=True)
class WorkOrderView:
    """A work order on a machine: opened, diagnosed, completed (signed by both sides) or cancelled."""

    work_order_id: Id
    machine: Id
    machine_name: str | None
    custodian: MemberRef
    performer: MemberRef
    status: str
    opened_at: Moment
    diagnosed_at: Moment | None
    closed_at: Moment | None
    alert_kind: Annotated[str | None, Field(description="what it was opened for: record or anchored_events")]
    alert: Annotated[Id | None, Field(description="id of the record, or stream of the event")]
    alert_number: Annotated[int | None, Field(description="version of the record, or sequence number of the event")]
    record: Id
    diagnosis: Id | None
    completion: Id | None
    changes: Annotated[int, Field(description="parts installed or removed under it, once completed")]


@dataclass(frozen=True, slots=True)
class RecallView:
    """A recall. `live` were not scrapped when reached; `machines` counts the machines they are in."""

    recall_id: Id
    scope: Annotated[str, Field(description="lot, design, maker or list")]
    status: str
    opened_by: MemberRef
    maker: MemberRef | None
    opened_at: Moment
    closed_at: Moment | None
    ended_at: Moment | None
    record: Id
    marked: int
    live: int
    remedied: int
    machines: int
    loose: Annotated[int, Field(description="live parts that are in no machine")]


@dataclass(frozen=True, slots=True)
class RecalledPartView:
    """A part that a recall reached."""

    part: PartSummary
    mark: Annotated[str, Field(description="marked, not_actionable (scrapped already) or remedied")]
    machine: Id | None
    depth: Annotated[int, Field(description="levels between it and the root of its tree when reached")]
    custodian: MemberRef
    marked_at: Moment
    remedied_at: Moment | None
    remedied_by: MemberRef | None


def list_work_orders(view: View, page: PageRequest, machine: str | None = None) -> Page[WorkOrderView]:
    """Work orders that the asker's member opened, performs, or whose machine it made, the newest first."""
    require_some(view.asker, Resource.WORK_ORDERS, Action.READ)
    rows = table.work_orders
    query = select(rows).where(visible(view.asker, Resource.WORK_ORDERS, rows.c.work_order_id))
    if machine is not None:
        query = query.where(rows.c.machine == machine)
    order = [SortKey(rows.c.opened_at, int, True), SortKey(rows.c.work_order_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _work_order(view, row))


def get_work_order(view: View, work_order_id: str) -> WorkOrderView:
    """One work order. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.WORK_ORDERS, Action.READ)
    rows = table.work_orders
    row = view.connection.execute(select(rows).where(rows.c.work_order_id == work_order_id)).first()
    if row is None:
        raise NotFoundError("work order", work_order_id)
    require(view.connection, view.asker, Resource.WORK_ORDERS, Action.READ, work_order_id)
    return _work_order(view, row)


def list_recalls(view: View, page: PageRequest, machine: str | None = None) -> Page[RecallView]:
    """Recalls that the asker's member opened or is reached by, the newest first; with `machine` those that reached a
    part of it."""
    require_some(view.asker, Resource.RECALLS, Action.READ)
    rows = table.recalls
    query = select(rows).where(visible(view.asker, Resource.RECALLS, rows.c.recall_id))
    if machine is not None:
        marks = table.recalled_parts.c
        query = query.where(rows.c.recall_id.in_(select(marks.recall_id).where(marks.machine == machine)))
    order = [SortKey(rows.c.opened_at, int, True), SortKey(rows.c.recall_id, str)]
    return fetch_page(view.connection, query, order, page, lambda row: _recall(view, row))


def get_recall(view: View, recall_id: str) -> RecallView:
    """One recall. Raises NotFoundError, AccessDeniedError."""
    return _recall(view, _recall_row(view, recall_id))


def list_recalled_parts(view: View, recall_id: str, page: PageRequest) -> Page[RecalledPartView]:
    """Parts that a recall reached: all for who opened it, those it has for others.

    Raises NotFoundError, AccessDeniedError.
    """
    _recall_row(view, recall_id)
    marks = table.recalled_parts
    query = select(marks).where(marks.c.recall_id == recall_id)
    held = capacities_of(view.connection, view.asker.member_id, Resource.RECALLS, recall_id)
    if Capacity.RECALLER not in held:
        query = query.where(marks.c.custodian == view.asker.member_id)
    found = fetch_page(view.connection, query, [SortKey(marks.c.part_id, str)], page, lambda row: row)
    rows = view.connection.execute(
        select(table.parts).where(table.parts.c.part_id.in_([each.part_id for each in found.items]))
    ).all()
    parts = {part.part_id: part for part in summaries(view, list(rows))}
    items = [
        RecalledPartView(
            part=parts[row.part_id],
            mark=row.mark,
            machine=row.machine,
            depth=row.depth,
            custodian=view.member(row.custodian),
            marked_at=certain_moment(row.marked_at),
            remedied_at=moment(row.remedied_at),
            remedied_by=view.member_or_none(row.remedied_by),
        )
        for row in found.items
    ]
    return Page(items, found.next)


def _work_order(view: View, row: Row[Any]) -> WorkOrderView:
    words = part_words(view, [row.machine]).get(row.machine)
    return WorkOrderView(
        work_order_id=row.work_order_id,
        machine=row.machine,
        machine_name=words.name if words else None,
        custodian=view.member(row.custodian),
        performer=view.member(row.performer),
        status=row.status,
        opened_at=certain_moment(row.opened_at),
        diagnosed_at=moment(row.diagnosed_at),
        closed_at=moment(row.closed_at),
        alert_kind=row.alert_kind,
        alert=row.alert,
        alert_number=row.alert_number,
        record=row.record,
        diagnosis=row.diagnosis,
        completion=row.completion,
        changes=row.change_count,
    )


def _recall_row(view: View, recall_id: str) -> Row[Any]:
    require_some(view.asker, Resource.RECALLS, Action.READ)
    row = view.connection.execute(select(table.recalls).where(table.recalls.c.recall_id == recall_id)).first()
    if row is None:
        raise NotFoundError("recall", recall_id)
    require(view.connection, view.asker, Resource.RECALLS, Action.READ, recall_id)
    return row


def _recall(view: View, row: Row[Any]) -> RecallView:
    marks = table.recalled_parts
    live = marks.c.mark != "not_actionable"
    counts = view.connection.execute(
        select(
            func.count().label("marked"),
            func.coalesce(func.sum(case((live, 1), else_=0)), 0).label("live"),
            func.coalesce(func.sum(case((marks.c.mark == "remedied", 1), else_=0)), 0).label("remedied"),
            func.count(func.distinct(case((live, marks.c.machine)))).label("machines"),
            func.coalesce(func.sum(case((live & marks.c.machine.is_(None), 1), else_=0)), 0).label("loose"),
        ).where(marks.c.recall_id == row.recall_id)
    ).one()
    return RecallView(
        recall_id=row.recall_id,
        scope=row.scope,
        status=row.status,
        opened_by=view.member(row.opened_by),
        maker=view.member_or_none(row.maker),
        opened_at=certain_moment(row.opened_at),
        closed_at=moment(row.closed_at),
        ended_at=moment(row.ended_at),
        record=row.record,
        marked=counts.marked,
        live=int(counts.live),
        remedied=int(counts.remedied),
        machines=counts.machines,
        loose=int(counts.loose),
    )
