"""What every call finds: the lists that all calls share, with one entry or with a million before it."""

from __future__ import annotations

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.types import (
    CodeList,
    DocumentType,
    MemberKind,
    Rule,
    RuleEffect,
    TariffCode,
)

from ...demo.cast import CAST
from .founding import GENESIS_TIME, Member, identifier
from .ledger import NOW, Ledger

#: The jurisdiction of the cast's authority at home.
HOME = b"CN"
#: Bits of a checkpoint's key, which is below its value.
_KEY = 48


def everywhere(ledger: Ledger) -> None:
    """Enter what every call finds, and put a million entries before it."""
    _members(ledger)
    _rule_books(ledger)
    ledger.more_entries(ConsortiumRoot.NAME, "_names")
    ledger.more(PartProvenance.NAME, "_state", "edgeCount")


def history(ledger: Ledger, *path: object) -> None:
    """A million checkpoints before those of a trace, a second apart, with the first one's value."""
    value = ledger.storage.read(MemberRegistry.NAME, *path, "_checkpoints", 0) >> _KEY
    before = GENESIS_TIME - ledger.behind
    ledger.more_entries(
        MemberRegistry.NAME, *path, "_checkpoints", earlier=lambda index: value << _KEY | before + index
    )


def rule(requirement: int, prefix: TariffCode, *, conditions: bool = True, subtype: int = 0) -> Rule:
    """A rule that asks for a certificate of origin of an entitled issuer."""
    return Rule(
        requirement,
        RuleEffect.REQUIRED,
        prefix,
        HOME if conditions else bytes(2),
        b"NL" if conditions else bytes(2),
        b"1000" if conditions else bytes(4),
        1 if conditions else 0,
        DocumentType(CodeList.UNTDID1001, 861, subtype),
        0,
        MemberKind.NONE,
        True,
        True,
        0,
        identifier("measure"),
    )


def _members(ledger: Ledger) -> None:
    ledger.more_entries(MemberRegistry.NAME, "_memberIds")
    history(ledger, "_accountingMembers")
    for cast in CAST:
        history(ledger, "_members", Member(cast.key).id, "standings")
    del ledger.stated[-len(CAST) + 1 :]  # one says it for all


def _rule_books(ledger: Ledger) -> None:
    """The home authority's jurisdiction with one sealed book, which is about no goods of ours."""
    customs, state = ledger.contracts.customs, (CustomsCompliance.NAME, "_state")
    ledger.by("customs_home", customs.claim_jurisdiction(HOME))
    ledger.by("customs_home", customs.publish_rule_book(HOME, 1, NOW - 1_000, identifier("book 1")))
    ledger.by("customs_home", customs.add_rules(HOME, 1, [rule(1, TariffCode(99, 2))]))
    ledger.by("customs_home", customs.seal_rule_book(HOME, 1))
    ledger.more(*state, "jurisdictions", HOME, "versions")
    searched = ledger.more_entries(*state, "sealedVersions", HOME, earlier=lambda index: index + 1)
    ledger.renumbered(*state, "ruleBooks", HOME, key=1)
    if ledger.behind:
        ledger.storage.write(*state, "sealedVersions", HOME, ledger.behind, value=1 + ledger.behind)
        began = NOW - 1_000 - ledger.behind
        # Of earlier books only their time is ever looked at.
        ledger.storage.write_alone(
            CustomsCompliance.NAME,
            {("_state", "ruleBooks", HOME, index + 1, "validFrom"): began + index for index in searched},
        )
