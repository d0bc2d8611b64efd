"""Who is to take part in a network on one machine. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.contracts.errors import QuaychainError


@dataclass(frozen=True, slots=True)
class LocalMember:
    """A member of a network that is to be made. `nodes` names its further nodes."""

    key: str
    name: str
    kind: MemberKind
    seat: Seat
    nodes: tuple[str, ...] = ()

    @property
    def has_validator(self) -> bool:
        """Whether it has a vote, and so a validator."""
        return self.seat is Seat.ACCOUNTING


#: Who founds a network where nobody else is named.
FOUNDERS: tuple[LocalMember, ...] = (
    LocalMember("manufacturer", "Manufacturer", MemberKind.MANUFACTURER, Seat.ACCOUNTING),
    LocalMember("supplier-1", "First supplier", MemberKind.SUPPLIER, Seat.ACCOUNTING),
    LocalMember("supplier-2", "Second supplier", MemberKind.SUPPLIER, Seat.ACCOUNTING),
    LocalMember("customs", "Customs", MemberKind.CUSTOMS, Seat.ACCOUNTING),
)


@dataclass
class ValidatorsUnseatedError(QuaychainError):
    """A network with another number of validators than accounting members, each of which runs one."""

    accounting: int
    validators: int

    def __str__(self) -> str:
        return f"{self.accounting} accounting members run as many validators, not {self.validators}"


@dataclass
class MemberTextError(QuaychainError):
    """A text that names no member."""

    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.text[:200]!r} names no member: {self.reason}"


def founders(count: int) -> tuple[LocalMember, ...]:
    """So many accounting members: FOUNDERS, then further suppliers."""
    further = (
        LocalMember(f"supplier-{number}", f"Supplier {number}", MemberKind.SUPPLIER, Seat.ACCOUNTING)
        for number in range(3, count - 1)
    )
    return (*FOUNDERS, *further)[:count]


def parse_member(text: str) -> LocalMember:
    """KEY:KIND:SEAT, or KEY:KIND:SEAT:NAME, as in `bank_a:bank:query:First Harbour Bank`. Raises MemberTextError."""
    key, kind, seat, name = (*text.split(":", 3), "", "", "")[:4]
    if kind.upper() not in MemberKind.__members__ or not MemberKind[kind.upper()]:
        kinds = ", ".join(item.name.lower() for item in MemberKind if item)
        raise MemberTextError(text, f"its kind is none of {kinds}")
    if seat not in ("accounting", "query"):
        raise MemberTextError(text, "its seat is neither accounting nor query")
    return LocalMember(key, name or key, MemberKind[kind.upper()], Seat[seat.upper()])


def with_queries(members: Sequence[LocalMember], count: int) -> tuple[LocalMember, ...]:
    """The members with so many query nodes more, which the accounting members get in turn."""
    named = list(members)
    accounting = [index for index, member in enumerate(named) if member.has_validator]
    for number in range(count if accounting else 0):
        index = accounting[number % len(accounting)]
        nodes = (*named[index].nodes, f"query-{number // len(accounting) + 1}")
        named[index] = replace(named[index], nodes=nodes)
    return tuple(named)


def seated(members: Sequence[LocalMember], validators: int | None, queries: int) -> tuple[LocalMember, ...]:
    """The named members, or so many founders (4) where none is named, with so many query nodes.

    Raises ValidatorsUnseatedError.
    """
    if not members:
        return with_queries(founders(len(FOUNDERS) if validators is None else validators), queries)
    accounting = sum(member.has_validator for member in members)
    if validators not in (None, accounting):
        raise ValidatorsUnseatedError(accounting, validators or 0)
    return with_queries(members, queries)
