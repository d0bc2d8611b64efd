"""Calls of CustomsCompliance about authorities, their rule books, and certificates."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.types import CodeList, DocumentType, Rule, TariffCode
from quaychain.contracts.keccak import keccak256

from ..behind import HOME, rule
from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot
from .records import publish

CONTRACT = CustomsCompliance.NAME
DAY = 86_400
#: Ship-to-shore cranes, in ten digits.
TARIFF = TariffCode(8_426_190_000, 10)
#: Rules of a call and of a prefix; requirements of a movement; rules of a book.
RULES, REQUIREMENTS, BOOK = 32, 48, 65_535
#: Periods of an issuer for a type, less the three that a call works with.
PERIODS = 253
ORIGIN = DocumentType(CodeList.UNTDID1001, 861, 3)


def draft(ledger: Ledger) -> int:
    """An empty draft of the next rule book: its version."""
    version = 2 + ledger.behind
    call = ledger.contracts.customs.publish_rule_book(HOME, version, NOW - 500, ledger.id("book"))
    ledger.by("customs_home", call)
    return version


def prefixes() -> list[TariffCode]:
    """The tariff code and all of its prefixes, the longest first."""
    shorter = [TariffCode(TARIFF.value // 10 ** (10 - digits), digits) for digits in range(10, 1, -1)]
    return [*shorter, TariffCode(0, 0)]


def entitle(ledger: Ledger, issuer: str, document_type: DocumentType, *, now: bool = True) -> None:
    """An issuer entitled for a type, once before and, where `now`, again; and then as often as may be before."""
    customs = ledger.contracts.customs
    for start, end in ((NOW - 20 * DAY, NOW - 10 * DAY), (NOW - 5 * DAY, 0))[: 2 if now else 1]:
        call = customs.authorize_issuer(HOME, document_type, Member(issuer).id, start, end)
        ledger.by("customs_home", call)
    _issuing_periods(ledger, issuer, document_type)


def _issuing_periods(ledger: Ledger, issuer: str, document_type: DocumentType) -> None:
    key = periods_key(issuer, document_type)
    before = NOW - 20 * DAY - ledger.behind
    ledger.more_entries(
        CONTRACT,
        "_state",
        "issuingPeriods",
        key,
        earlier=lambda index: before + index | before + index + 1 << 48,
        at_most=PERIODS,
    )


def periods_key(issuer: str, document_type: DocumentType) -> bytes:
    """Key of an issuer's periods: keccak256(abi.encode(jurisdiction, issuer, document type))."""
    key = (int(document_type.code_list), document_type.code, document_type.subtype)
    return keccak256(encode(("bytes2", "bytes16", "(uint8,uint16,uint16)"), (HOME, Member(issuer).id, key)))


def _claim(ledger: Ledger) -> Shot:
    return ledger.shot("customs_overseas", ledger.contracts.customs.claim_jurisdiction(b"NL"))


def _assign(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.assign_jurisdiction(HOME, Member("customs_overseas").id)
    return Shot(ledger.contracts.governor.address, call)


def _designate(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.designate_transcriber(HOME, Member("mfr").id)
    return Shot(ledger.contracts.governor.address, call)


def _publish(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.publish_rule_book(HOME, 2 + ledger.behind, NOW - 500, ledger.id("book"))
    return ledger.shot("customs_home", call)


def _rules(count: int) -> list[Rule]:
    return [rule(number, TARIFF) for number in range(count)]


def _add(ledger: Ledger, count: int) -> Shot:
    """To a book that has a rule already, and then all but those that it may have."""
    version = draft(ledger)
    first = rule(1, TariffCode(99, 2))
    ledger.by("customs_home", ledger.contracts.customs.add_rules(HOME, version, [first]))
    if ledger.behind:
        ledger.storage.write(CONTRACT, "_state", "rules", HOME, version, value=BOOK - count)
    ledger.stated.append(f"{CONTRACT}._state.rules[][] has all but {count} of the 65,535 that a book may have")
    return ledger.shot("customs_home", ledger.contracts.customs.add_rules(HOME, version, _rules(count)))


def _seal(ledger: Ledger) -> Shot:
    version = draft(ledger)
    ledger.by("customs_home", ledger.contracts.customs.add_rules(HOME, version, _rules(1)))
    return ledger.shot("customs_home", ledger.contracts.customs.seal_rule_book(HOME, version))


def _abandon(ledger: Ledger) -> Shot:
    return ledger.shot("customs_home", ledger.contracts.customs.abandon_rule_book(HOME, draft(ledger)))


def _authorize(ledger: Ledger) -> Shot:
    entitle(ledger, "origin_body", ORIGIN, now=False)
    call = ledger.contracts.customs.authorize_issuer(HOME, ORIGIN, Member("origin_body").id, NOW, 0)
    return ledger.shot("customs_home", call)


def _end(ledger: Ledger) -> Shot:
    entitle(ledger, "origin_body", ORIGIN)
    call = ledger.contracts.customs.end_issuer_authorization(HOME, ORIGIN, Member("origin_body").id, NOW)
    return ledger.shot("customs_home", call)


def _appoint(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.appoint_checker(HOME, Member("surveyor").id, True)
    return ledger.shot("customs_home", call)


def _issue(ledger: Ledger) -> Shot:
    record = publish(ledger, "origin_body", "record", code=861, subtype=3, subject=ledger.id("subject"))
    call = ledger.contracts.customs.issue_certificate(ledger.id("certificate"), record, Member("mfr").id)
    return ledger.shot("origin_body", call)


def certificate(ledger: Ledger, issuer: str, record: bytes, name: str = "certificate") -> bytes:
    """A certificate on a record: its id."""
    made = ledger.id(name)
    ledger.by(issuer, ledger.contracts.customs.issue_certificate(made, record, Member("mfr").id))
    return made


def _certificate(ledger: Ledger) -> bytes:
    return certificate(ledger, "origin_body", publish(ledger, "origin_body", "record", code=861, subtype=3))


def _suspend(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.suspend_certificate(_certificate(ledger), ledger.id("reason"))
    return ledger.shot("origin_body", call)


def _reinstate(ledger: Ledger) -> Shot:
    held = _certificate(ledger)
    ledger.by("origin_body", ledger.contracts.customs.suspend_certificate(held, ledger.id("reason")))
    return ledger.shot("origin_body", ledger.contracts.customs.reinstate_certificate(held))


def _revoke(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.revoke_certificate(_certificate(ledger), ledger.id("reason"))
    return ledger.shot("origin_body", call)


CASES = (
    Case("claimJurisdiction", "", _claim),
    Case("assignJurisdiction", "", _assign),
    Case("designateTranscriber", "", _designate),
    Case("publishRuleBook", "", _publish),
    Case("addRules", "1 rule", partial(_add, count=1)),
    Case("addRules", "32 rules", partial(_add, count=RULES)),
    Case("sealRuleBook", "", _seal),
    Case("abandonRuleBook", "", _abandon),
    Case("authorizeIssuer", "", _authorize),
    Case("endIssuerAuthorization", "", _end),
    Case("appointChecker", "", _appoint),
    Case("issueCertificate", "", _issue),
    Case("suspendCertificate", "", _suspend),
    Case("reinstateCertificate", "", _reinstate),
    Case("revokeCertificate", "", _revoke),
)
