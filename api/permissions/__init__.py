"""Permissions: strings `resource:action:scope`, judged on the thing that is asked for."""

from __future__ import annotations

from .capacities import Action, Capacity, Resource
from .judge import AccessDeniedError, Asker, capacities_of, may, require, require_some, visible
from .roles import MemberKind, Permission, Role, permissions_of

__all__ = [
    "AccessDeniedError",
    "Action",
    "Asker",
    "Capacity",
    "MemberKind",
    "Permission",
    "Resource",
    "Role",
    "capacities_of",
    "may",
    "permissions_of",
    "require",
    "require_some",
    "visible",
]
