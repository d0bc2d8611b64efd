"""Judges a question by the asker's capacities towards the very thing asked for, never by the route alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, exists, select, true
from sqlalchemy.sql import ColumnElement

from quaychain.contracts.errors import QuaychainError

from ..tables.access import involvements
from ..tables.parts import parts
from .capacities import Action, Capacity, Resource
from .roles import MemberKind, Permission, Role, permissions_of


@dataclass
class AccessDeniedError(QuaychainError):
    """The asker may not do this. `reason` says why in words."""

    permission: str
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a member, through one of its tokens."""

    member_id: str
    member_kind: MemberKind
    role: Role
    token_id: str
    permissions: frozenset[Permission]

    @classmethod
    def of(cls, member_id: str, member_kind: MemberKind, role: Role, token_id: str) -> Asker:
        """An asker with all permissions of its member's kind and its token's role."""
        return cls(member_id, member_kind, role, token_id, permissions_of(member_kind, role))

    def scopes(self, resource: Resource, action: Action) -> frozenset[Capacity]:
        """The capacities that permit the action."""
        return _scopes(self.permissions, resource, action)


@cache
def _scopes(permissions: frozenset[Permission], resource: Resource, action: Action) -> frozenset[Capacity]:
    return frozenset(each.scope for each in permissions if each.resource is resource and each.action is action)


#: What a refusal adds where the bare permission's name would not tell why.
_REASONS = {Resource.PRICES: ": prices are sealed for an order's seller and buyer"}


def require_some(asker: Asker, resource: Resource, action: Action) -> None:
    """Raise AccessDeniedError where no capacity would permit the action: the route's own rule."""
    if not asker.scopes(resource, action):
        raise AccessDeniedError(
            f"{resource.value}:{action.value}",
            f"a token of role {asker.role.value} of a member of kind {asker.member_kind.value} "
            f"has no permission {resource.value}:{action.value}{_REASONS.get(resource, '')}",
        )


def require(connection: Connection, asker: Asker, resource: Resource, action: Action, object_id: str) -> None:
    """Raise AccessDeniedError unless the asker has a permitting capacity towards this thing."""
    require_some(asker, resource, action)
    scopes = asker.scopes(resource, action)
    if Capacity.ANY in scopes:
        return
    held = capacities_of(connection, asker.member_id, resource, object_id)
    if not held & scopes:
        wanted = ", ".join(sorted(scope.value.replace("_", " ") for scope in scopes))
        raise AccessDeniedError(
            f"{resource.value}:{action.value}",
            f"member {asker.member_id} has no part in {resource.value.replace('_', ' ').rstrip('s')} {object_id}: "
            f"a member of kind {asker.member_kind.value} needs to be its {wanted}",
        )


def may(connection: Connection, asker: Asker, resource: Resource, action: Action, object_id: str) -> bool:
    """Whether `require` would pass."""
    try:
        require(connection, asker, resource, action, object_id)
    except AccessDeniedError:
        return False
    return True


def capacities_of(connection: Connection, member_id: str, resource: Resource, object_id: str) -> frozenset[Capacity]:
    """A member's capacities towards one thing; for a part also those towards the root of its tree."""
    objects: Iterable[str] = (object_id,)
    if resource is Resource.PARTS:
        root = connection.execute(select(parts.c.root).where(parts.c.part_id == object_id)).scalar_one_or_none()
        objects = {object_id, root or object_id}
    found = connection.execute(
        select(involvements.c.capacity).where(
            involvements.c.resource == resource.value,
            involvements.c.member_id == member_id,
            involvements.c.object_id.in_(list(objects)),
        )
    )
    return frozenset(Capacity(value) for value in found.scalars())


def visible(
    asker: Asker, resource: Resource, *object_ids: ColumnElement[str], action: Action = Action.READ
) -> ColumnElement[bool]:
    """The same rule as a condition on a list's rows: true where the asker has a permitting capacity towards one of the
    row's `object_ids` (a part gives its own id and its root)."""
    scopes = asker.scopes(resource, action)
    if Capacity.ANY in scopes:
        return true()
    return exists(
        select(involvements.c.object_id).where(
            involvements.c.resource == resource.value,
            involvements.c.member_id == asker.member_id,
            involvements.c.capacity.in_(sorted(scope.value for scope in scopes)),
            involvements.c.object_id.in_(object_ids),
        )
    )
