"""Row operations that say who has to do with what: the facts on which permissions are judged."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table, and_, exists, insert, literal, select
from sqlalchemy.sql import ColumnElement

from ..permissions.capacities import Capacity, Resource
from ..tables.access import involvements
from ..tables.customs import jurisdictions
from .operations import Delete, Put, Run


def involve(resource: Resource, object_id: str, member_id: str, capacity: Capacity) -> Put:
    """A member has a capacity towards a thing, from now on."""
    row = {"resource": resource.value, "object_id": object_id, "member_id": member_id, "capacity": capacity.value}
    return Put(involvements, row, keep=True)


def release(resource: Resource, object_id: str, capacity: Capacity) -> Delete:
    """Nobody has this capacity towards a thing any longer."""
    where = {"resource": resource.value, "object_id": object_id, "capacity": capacity.value}
    return Delete(involvements, where)


def inherit(
    resource: Resource,
    object_id: str,
    capacity: Capacity,
    of: tuple[Resource, str | ColumnElement[str]],
    having: Iterable[Capacity],
) -> Run:
    """Those who have one of `having` towards another thing get `capacity` towards this one."""
    source = involvements.alias("source")
    return _select_into(
        resource,
        literal(object_id),
        source.c.member_id,
        capacity,
        source,
        and_(
            source.c.resource == of[0].value,
            source.c.object_id == of[1],
            source.c.capacity.in_([each.value for each in having]),
        ),
    )


def involve_authority(resource: Resource, object_id: str, jurisdiction: str) -> Run:
    """The authority of a jurisdiction gets its capacity towards a thing."""
    return _select_into(
        resource,
        literal(object_id),
        jurisdictions.c.authority,
        Capacity.AUTHORITY,
        jurisdictions,
        jurisdictions.c.jurisdiction == jurisdiction,
    )


def involve_from(
    table: Table,
    where: ColumnElement[bool],
    resource: Resource,
    object_id: str | ColumnElement[str],
    member_id: str | ColumnElement[str],
    capacity: Capacity,
) -> Run:
    """A capacity whose object or member stands in another table's row."""
    return _select_into(
        resource,
        literal(object_id) if isinstance(object_id, str) else object_id,
        literal(member_id) if isinstance(member_id, str) else member_id,
        capacity,
        table,
        where,
    )


def _select_into(
    resource: Resource,
    object_id: ColumnElement[str],
    member_id: ColumnElement[str],
    capacity: Capacity,
    source: object,
    where: ColumnElement[bool],
) -> Run:
    """Insert what is selected and not there yet; said with NOT EXISTS, which both dialects understand."""
    known = involvements.alias("known")
    chosen = (
        select(literal(resource.value), object_id, member_id, literal(capacity.value))
        .distinct()
        .select_from(source)  # type: ignore[arg-type]
        .where(where)
        .where(
            ~exists().where(
                known.c.resource == resource.value,
                known.c.object_id == object_id,
                known.c.member_id == member_id,
                known.c.capacity == capacity.value,
            )
        )
    )
    return Run(insert(involvements).from_select(["resource", "object_id", "member_id", "capacity"], chosen))
