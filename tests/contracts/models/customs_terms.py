"""What the model of CustomsCompliance speaks of, and which rules lead for a movement. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Assessment,
    CodeList,
    Decision,
    DecisionEntry,
    Declaration,
    DeclarationStatus,
    DocumentType,
    Finding,
    MemberKind,
    MemberStatus,
    Movement,
    NamedRecord,
    Rule,
    RuleBook,
    RuleEffect,
    Seat,
    TariffCode,
)
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, to_address

NOTHING = bytes(32)
NOBODY = bytes(16)
NO_ACCOUNT = to_address(bytes(20))

RULES_A_CALL = RULES_A_PREFIX = 32
FINDINGS = 48
RECORDS = 32
PERIODS = 256
COMPARED = 16
ASPECTS = 1 | 2 | 4 | 8 | 16 | 32

#: Statuses in which something can still be decided.
OPEN = {
    DeclarationStatus.DECLARED,
    DeclarationStatus.HELD,
    DeclarationStatus.UNDER_INSPECTION,
    DeclarationStatus.SEIZED,
}
AFTER = {
    Decision.HOLD: DeclarationStatus.HELD,
    Decision.INSPECT: DeclarationStatus.UNDER_INSPECTION,
    Decision.RELEASE: DeclarationStatus.RELEASED,
    Decision.REFUSE: DeclarationStatus.REFUSED,
    Decision.SEIZE: DeclarationStatus.SEIZED,
}


@dataclass
class Party:
    """A member, as far as customs care."""

    id: bytes
    kind: MemberKind
    seat: Seat
    account: Address = NO_ACCOUNT
    status: MemberStatus = MemberStatus.ACTIVE


@dataclass(frozen=True)
class Version:
    """A version of a record."""

    subtype: int
    published_at: int
    valid_from: int
    valid_until: int


@dataclass
class Record:
    """A record of RecordRegistry's."""

    issuer: bytes
    code_list: CodeList
    code: int
    subject: bytes
    versions: list[Version]
    revoked_at: int = 0

    def type_of(self, version: Version) -> DocumentType:
        """What the document is in that version."""
        return DocumentType(self.code_list, self.code, version.subtype)


@dataclass
class Book:
    """A rule book with its rules."""

    book: RuleBook
    rules: list[Rule] = field(default_factory=list)


@dataclass
class Dossier:
    """A declaration with what has piled up on it."""

    declaration: Declaration
    prechecks: list[tuple[Assessment, tuple[Finding, ...]]] = field(default_factory=list)
    decisions: list[DecisionEntry] = field(default_factory=list)


def leading_rules(rules: Sequence[Rule], movement: Movement) -> list[tuple[int, Rule]]:
    """For each requirement the rule that leads, with its index: the longest prefix wins, then the one with more
    conditions, then the earlier one. Requirements stand in the order in which a search from the longest prefix on
    meets them."""
    met: dict[int, list[tuple[int, Rule]]] = defaultdict(list)
    for index, rule in sorted(enumerate(rules), key=lambda each: (-each[1].tariff_prefix.digits, each[0])):
        if applies(rule, movement):
            met[rule.requirement].append((index, rule))
    return [
        max(competing, key=lambda each: (each[1].tariff_prefix.digits, len(list(conditions(each[1]))), -each[0]))
        for competing in met.values()
    ]


def applies(rule: Rule, movement: Movement) -> bool:
    """Whether the rule's prefix begins the goods' code, and each of its conditions is the goods'."""
    prefix, goods = digits_of(rule.tariff_prefix), digits_of(movement.tariff)
    return goods.startswith(prefix) and all(getattr(movement, name) == wanted for name, wanted in conditions(rule))


def conditions(rule: Rule) -> Iterator[tuple[str, object]]:
    """What the rule does not leave open."""
    for name in ("origin", "destination", "procedure", "transport_mode"):
        wanted = getattr(rule, name)
        if wanted != type(wanted)(len(wanted) if isinstance(wanted, bytes) else 0):
            yield name, wanted


def digits_of(code: TariffCode) -> str:
    """The code as it is written, with its leading zeros."""
    return f"{code.value:0{code.digits}}" if code.digits else ""


def pack_digest(declaration: bytes, named: Sequence[NamedRecord]) -> bytes:
    """What the signers of an evidence pack stand by."""
    items = [(item.record, item.version) for item in named]
    return keccak256(encode(["bytes32", "(bytes32,uint32)[]"], [declaration, items]))


def require_tariff(code: TariffCode) -> None:
    """Two to ten digits."""
    if not 2 <= code.digits <= 10 or len(str(code.value)) > code.digits:
        raise errors.TariffCodeMalformedError(code.value, code.digits)


def require_well_formed(rule: Rule, index: int) -> None:
    """Whether a rule book takes the rule, the `index`th of a call."""
    if rule.tariff_prefix != TariffCode(0, 0):
        require_tariff(rule.tariff_prefix)
    typed = rule.document_type.code_list is not CodeList.NONE and rule.document_type.code != 0
    if (
        rule.effect is RuleEffect.NONE
        or (rule.effect is RuleEffect.REQUIRED and not typed)
        or (rule.effect is RuleEffect.NOTICE and rule.measure == NOTHING)
        or rule.superseded_subtype == rule.document_type.subtype != 0
    ):
        raise errors.RuleMalformedError(index)


def require_each_once(named: Sequence[NamedRecord], limit: int) -> None:
    """No more than `limit` records, each once, in whatever version."""
    if len(named) > limit:
        raise errors.TooManyRecordsError(len(named), limit)
    seen: set[bytes] = set()
    for item in named:
        if item.record in seen:
            raise errors.RecordNamedTwiceError(item.record)
        seen.add(item.record)
