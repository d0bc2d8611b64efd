"""What random calls of CustomsCompliance are made of: few names, so that one call meets what another one made. Pure."""

from __future__ import annotations

from collections.abc import Callable

from quaychain.contracts.bindings.types import (
    CodeList,
    DocumentType,
    MemberKind,
    NamedRecord,
    Rule,
    RuleEffect,
    TariffCode,
)
from quaychain.contracts.errors import QuaychainError
from tests.contracts.models.customs_terms import (
    NOTHING,
    require_well_formed,
)
from tests.contracts.models.draw import Draw, build, pick, some, weighted

HOUR = 3600
DAY = 24 * HOUR
JURISDICTIONS = (b"NL", b"GB")
ORDER, CONSIGNMENT = b"order".ljust(32, b"\0"), b"consignment".ljust(32, b"\0")

#: Who acts: declarants, issuers, checkers, and the authorities.
ACTING = ("manufacturer", "buyer", "surveyor", "customs_home", "customs_overseas")
CODES = (380, 271, 2)


def identifiers(kind: str, count: int, first: int = 8) -> Draw[bytes]:
    """A few ids, the first the most often, so that one call meets what another one made; now and then none."""
    names = [f"{kind} {number}".encode().ljust(32, b"\0") for number in range(count)]
    return pick([*names * 4, *names[:1] * first, *[NOTHING] * (count // 3)])


members = pick(ACTING)
jurisdictions = pick([b"NL"] * 9 + [b"GB"] * 4 + [b"XX"])
#: Seconds from the example's beginning.
moments = pick([0, 1, HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY, 3 * DAY, 30 * DAY])
tariffs = pick(
    [TariffCode(84261900, 8)] * 6
    + [TariffCode(8426190042, 10), TariffCode(842619, 6), TariffCode(84, 2), TariffCode(4261900, 8)]
    + [TariffCode(8, 1), TariffCode(100, 2), TariffCode(1, 11)]
)
prefixes = pick(
    [TariffCode(0, 0), TariffCode(84, 2), TariffCode(8426, 4), TariffCode(842619, 6), TariffCode(84261900, 8)] * 3
    + [TariffCode(4, 2), TariffCode(7312, 4), TariffCode(842, 3), TariffCode(8426190042, 10)]
    + [TariffCode(5, 0), TariffCode(100, 2), TariffCode(1, 11)]
)
document_types = build(
    DocumentType,
    pick([CodeList.UNTDID1001] * 18 + [CodeList.QUAYCHAIN, CodeList.NONE]),
    pick([*CODES * 8, 0]),
    pick([0] * 6 + [1, 2]),
)
rules = build(
    Rule,
    requirement=pick(range(4)),
    effect=pick([RuleEffect.REQUIRED] * 8 + [RuleEffect.NOT_REQUIRED, RuleEffect.NOTICE, RuleEffect.NONE]),
    tariff_prefix=prefixes,
    origin=pick([bytes(2)] * 3 + [b"CN", b"KR"]),
    destination=pick([bytes(2)] * 3 + [b"NL", b"GB"]),
    procedure=pick([bytes(4)] * 3 + [b"4000"]),
    transport_mode=pick([0, 0, 0, 1]),
    document_type=document_types,
    superseded_subtype=pick([0, 0, 0, 1, 2]),
    issuer_kind=pick([MemberKind.NONE] * 3 + [MemberKind.MANUFACTURER]),
    issuer_must_be_authorized=pick([False, False, False, True]),
    must_concern_goods=pick([False, False, False, True]),
    max_age=pick([0, 0, 0, 0, HOUR, DAY]),
    measure=pick([NOTHING, b"duty".ljust(32, b"\0")]),
)
named_records = build(NamedRecord, identifiers("record", 6, 2), pick([1] * 30 + [2, 2, 3, 0]))
papers = weighted((6, some(named_records, 0, 9, lambda item: item.record)), (1, some(named_records, 0, 3)))


def is_well_formed(each: Rule) -> bool:
    """Whether the contract takes the rule."""
    return refusal_of(lambda: require_well_formed(each, 0)) is None


hashes = pick([b"\x11" * 32] * 5 + [NOTHING])

#: What can happen: the method and the arguments it is given, as often as it is listed.


def refusal_of(attempt: Callable[[], object]) -> QuaychainError | None:
    """The error that a call is refused with."""
    try:
        attempt()
    except QuaychainError as error:
        return error
    return None
