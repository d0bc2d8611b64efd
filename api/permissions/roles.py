"""Who may do what: permissions `resource:action:scope` by kind of member, and what a token's role leaves of them.

A scope is the capacity that the member must have towards the very thing asked for (`orders:read:seller`), or `any`.
A member of a kind not named for a resource may not ask for it at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from .capacities import Action, Capacity, Resource


class MemberKind(StrEnum):
    """Kinds of members, as MemberRegistry has them."""

    MANUFACTURER = "manufacturer"
    SUPPLIER = "supplier"
    CUSTOMS = "customs"
    CARRIER = "carrier"
    SURVEYOR = "surveyor"
    BANK = "bank"
    ORIGIN_BODY = "origin_body"
    WAREHOUSE = "warehouse"
    SERVICE_PARTNER = "service_partner"
    BUYER = "buyer"
    INSURER = "insurer"
    BROKER = "broker"


class Role(StrEnum):
    """What a token is for, within its member's rights.

    OFFICER has all of them. OPERATIONS has no prices, receivables or guarantees. AUDITOR reads all the member may read
    and takes proofs away, but opens no sealed record.
    """

    OFFICER = "officer"
    OPERATIONS = "operations"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, order=True)
class Permission:
    """One permission."""

    resource: Resource
    action: Action
    scope: Capacity

    def __str__(self) -> str:
        return f"{self.resource.value}:{self.action.value}:{self.scope.value}"

    @classmethod
    def parse(cls, text: str) -> Permission:
        """`orders:read:seller` as a permission. Raises ValueError."""
        resource, action, scope = text.split(":")
        return cls(Resource(resource), Action(action), Capacity(scope))


#: What every member may: see who the members are, their own devices and streams, and whatever was sealed for them.
COMMON = (
    "members:read:any",
    "devices:read:owner",
    "streams:read:owner streams:read:reader",
    "records:read:issuer records:read:holder records:read:reader",
    "records:open:reader",
    "events:read:reader events:export:reader",
    "logs:read:party logs:export:party",
    "recalls:read:recaller recalls:read:custodian",
    "parts:read:maker parts:read:custodian parts:read:owner parts:read:former_custodian parts:read:invited",
    "parts:read:recaller parts:read:party parts:read:performer",
    "work_orders:read:custodian work_orders:read:performer work_orders:read:maker",
    "certificates:read:issuer certificates:read:holder certificates:read:party",
    "rule_books:read:any",
    "declarations:read:declarant",
)

#: What a kind of member may beyond that.
BY_KIND: dict[MemberKind, tuple[str, ...]] = {
    MemberKind.MANUFACTURER: (
        "orders:read:seller orders:read:buyer orders:read:supplier",
        "prices:open:seller prices:open:buyer",
        "sub_orders:read:seller sub_orders:read:supplier",
        "declarations:read:party",
        "records:read:party",
        "receivables:read:seller receivables:read:buyer",
        "guarantees:read:party guarantees:read:beneficiary",
    ),
    MemberKind.SUPPLIER: (
        "orders:read:supplier orders:read:seller",
        "prices:open:seller",
        "sub_orders:read:supplier sub_orders:read:seller",
        "records:read:party",
        "receivables:read:seller",
        "guarantees:read:party",
    ),
    MemberKind.CUSTOMS: (
        "orders:read:authority",
        "declarations:read:authority",
        "certificates:read:any",
        "records:read:authority",
    ),
    MemberKind.CARRIER: ("orders:read:inspector orders:read:declarant",),
    MemberKind.SURVEYOR: ("orders:read:inspector",),
    MemberKind.BANK: (
        "orders:read:financier",
        "receivables:read:invited receivables:read:assignee receivables:read:collector",
        "guarantees:read:guarantor guarantees:read:beneficiary",
    ),
    MemberKind.ORIGIN_BODY: (),
    MemberKind.WAREHOUSE: (),
    MemberKind.SERVICE_PARTNER: (),
    MemberKind.BUYER: (
        "orders:read:buyer",
        "prices:open:buyer",
        "declarations:read:party",
        "records:read:party",
        "receivables:read:buyer",
        "guarantees:read:party guarantees:read:beneficiary",
    ),
    MemberKind.INSURER: (),
    MemberKind.BROKER: ("orders:read:declarant",),
}

_MONEY = frozenset({Resource.PRICES, Resource.RECEIVABLES, Resource.GUARANTEES})


@cache
def permissions_of(kind: MemberKind, role: Role) -> frozenset[Permission]:
    """All permissions of a token."""
    granted = _parsed(COMMON) | _parsed(BY_KIND[kind])
    match role:
        case Role.OFFICER:
            return granted
        case Role.OPERATIONS:
            return frozenset(each for each in granted if each.resource not in _MONEY)
        case Role.AUDITOR:
            return frozenset(each for each in granted if each.action is not Action.OPEN)


def _parsed(lines: Iterable[str]) -> frozenset[Permission]:
    return frozenset(Permission.parse(text) for line in lines for text in line.split())
