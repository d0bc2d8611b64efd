"""Calls of CustomsCompliance about declarations, decisions and what supports them."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.types import (
    AccountAdmission,
    AccountPurpose,
    Admission,
    CodeList,
    ConsistencyOutcome,
    Decision,
    DocumentType,
    MemberKind,
    Movement,
    NamedRecord,
    Rule,
    Seat,
)
from quaychain.contracts.keccak import keccak256

from ....demo.cast import CAST
from ..behind import HOME, rule
from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot
from .customs import CONTRACT, DAY, ORIGIN, REQUIREMENTS, RULES, TARIFF, certificate, draft, entitle, prefixes
from .records import publish

#: Records of a pre-check and of a pack, records of an attestation.
RECORDS, COMPARED = 32, 16
_STATE = (CONTRACT, "_state")


def _movement(ledger: Ledger, jurisdiction: bytes = HOME, trigger: int = NOW) -> Movement:
    return Movement(
        jurisdiction, TARIFF, HOME, b"NL", b"1000", 1, trigger, ledger.id("order"), ledger.id("consignment")
    )


def _seal(ledger: Ledger, rules: list[Rule]) -> None:
    """The next book of the authority at home, sealed."""
    customs, version = ledger.contracts.customs, draft(ledger)
    for start in range(0, len(rules), RULES):
        ledger.by("customs_home", customs.add_rules(HOME, version, rules[start : start + RULES]))
    ledger.by("customs_home", customs.seal_rule_book(HOME, version))


def _usual(ledger: Ledger) -> list[NamedRecord]:
    """A book of six requirements; of three records one serves."""
    _seal(ledger, [rule(number, TARIFF) for number in range(6)])
    entitle(ledger, "origin_body", ORIGIN)
    found = [NamedRecord(publish(ledger, "mfr", f"record {code}", code=code), 1) for code in (271, 380)]
    return [*found, NamedRecord(_origin(ledger, "origin_body", "origin", ledger.id("order")), 1)]


def _origin(ledger: Ledger, issuer: str, name: str, subject: bytes) -> bytes:
    record = publish(ledger, issuer, name, code=ORIGIN.code, subtype=ORIGIN.subtype, subject=subject)
    certificate(ledger, issuer, record, f"certificate {name}")
    return record


def _largest(ledger: Ledger) -> list[NamedRecord]:
    """48 requirements, each judged on 32 records of 32 issuers; 32 rules for the code and for each of nine prefixes.

    Each record is of the type asked for, has a certificate, and fails at the last question only. Issuers were entitled
    for the subtype, which is over, and are for all subtypes.
    """
    rules = [rule(number, prefixes()[0]) for number in range(RULES)]
    rules += [rule(RULES + number % (REQUIREMENTS - RULES), prefixes()[1]) for number in range(RULES)]
    for prefix in prefixes()[2:]:
        rules += [rule(REQUIREMENTS - 1 - number % 8, prefix) for number in range(RULES)]
    _seal(ledger, rules)
    issuers = _issuers(ledger)
    for issuer in issuers:
        entitle(ledger, issuer, ORIGIN, now=False)
        entitle(ledger, issuer, DocumentType(CodeList.UNTDID1001, ORIGIN.code, 0))
    return [NamedRecord(_origin(ledger, issuer, f"origin of {issuer}", ledger.id("another")), 1) for issuer in issuers]


def _issuers(ledger: Ledger) -> list[str]:
    """As many members as a pre-check names records, each with an account."""
    names = [cast.key for cast in CAST]
    others = [f"issuer {number}" for number in range(RECORDS - len(names))]
    for member in map(Member, others):
        account = AccountAdmission(member.account().address, AccountPurpose.OPERATIONS, 0, 0)
        admission = Admission(
            member.id, MemberKind.ORIGIN_BODY, Seat.QUERY, member.recovery.address, (account,), 0, b""
        )
        ledger.send(ledger.contracts.governor.address, ledger.contracts.registry.admit(admission))
    return names + others


def _declare(ledger: Ledger, *, largest: bool = False, trigger: int = NOW) -> Shot:
    records = _largest(ledger) if largest else _usual(ledger)
    data = publish(ledger, "mfr", "data", code=830)
    call = ledger.contracts.customs.declare(ledger.id("declaration"), _movement(ledger, trigger=trigger), data, records)
    return ledger.shot("mfr", call)


def _declare_by_old_book(ledger: Ledger) -> Shot:
    """The book in force then, which is a third down the history, says nothing about these goods."""
    trigger = NOW - 1_000 - 2 * ledger.behind // 3
    return _declare(ledger, trigger=trigger)


def _declared(ledger: Ledger, *, records: list[NamedRecord] | None = None, decided: bool = True) -> bytes:
    """A declaration with two pre-checks and two decisions, and then a million of each."""
    customs, declaration = ledger.contracts.customs, ledger.id("declaration")
    named = _usual(ledger) if records is None else records
    ledger.by("mfr", customs.declare(declaration, _movement(ledger), bytes(32), named))
    if decided:
        for decision in (Decision.HOLD, Decision.INSPECT):
            ledger.by("customs_home", customs.decide(declaration, 1, decision, 0, ledger.id("reason"), bytes(32)))
    ledger.more(*_STATE, "declarations", declaration, "assessments")
    if decided:
        ledger.more(*_STATE, "declarations", declaration, "decisions")
        ledger.more_entries(*_STATE, "histories", declaration, "decisions")
    return declaration


def _amend(ledger: Ledger, *, largest: bool) -> Shot:
    records = _largest(ledger) if largest else _usual(ledger)
    declaration = _declared(ledger, records=records)
    return ledger.shot("mfr", ledger.contracts.customs.amend(declaration, records))


def _withdraw(ledger: Ledger) -> Shot:
    return ledger.shot("mfr", ledger.contracts.customs.withdraw(_declared(ledger, decided=False)))


def _decide(ledger: Ledger) -> Shot:
    call = ledger.contracts.customs.decide(
        _declared(ledger), 1 + ledger.behind, Decision.HOLD, NOW + 3 * DAY, ledger.id("reason"), ledger.id("reference")
    )
    return ledger.shot("customs_home", call)


def _report(ledger: Ledger) -> Shot:
    """Of an authority that lost its seat, after a decision that was reported already."""
    customs, declaration = ledger.contracts.customs, ledger.id("declaration")
    ledger.by("customs_overseas", customs.claim_jurisdiction(b"NL"))
    ledger.send(
        ledger.contracts.governor.address,
        ledger.contracts.registry.change_seat(Member("customs_overseas").id, Seat.MIRRORED),
    )
    ledger.by("mfr", customs.declare(declaration, _movement(ledger, b"NL"), bytes(32), []))
    ledger.by("mfr", customs.report_decision(declaration, Decision.HOLD, ledger.id("first")))
    ledger.more(*_STATE, "declarations", declaration, "decisions")
    ledger.more_entries(*_STATE, "histories", declaration, "decisions")
    return ledger.shot("mfr", customs.report_decision(declaration, Decision.RELEASE, ledger.id("reference")))


def _lapse(ledger: Ledger) -> Shot:
    declaration, customs = _declared(ledger), ledger.contracts.customs
    call = customs.decide(declaration, 1 + ledger.behind, Decision.HOLD, NOW + DAY, bytes(32), bytes(32))
    ledger.by("customs_home", call)
    ledger.wait_until(NOW + 2 * DAY)
    return ledger.shot("mfr", customs.lapse_hold(declaration))


def _compared(ledger: Ledger, count: int) -> list[NamedRecord]:
    return [NamedRecord(publish(ledger, "mfr", f"compared {number}"), 1) for number in range(count)]


def _attested(ledger: Ledger, count: int) -> list[NamedRecord]:
    """Records that are attested to contradict each other, and then a million times."""
    records, customs = _compared(ledger, count), ledger.contracts.customs
    ledger.by("customs_home", customs.appoint_checker(HOME, Member("surveyor").id, True))
    for name in ("first", "earlier"):
        call = customs.attest_consistency(
            ledger.id(name), HOME, records, 63, ConsistencyOutcome.INCONSISTENT, ledger.id("report")
        )
        ledger.by("surveyor", call)
    for record in records:
        key = keccak256(encode(("bytes2", "bytes32", "uint32"), (HOME, record.record, record.version)))
        ledger.more(*_STATE, "inconsistencies", key)
    return records


def _attest(ledger: Ledger, count: int) -> Shot:
    call = ledger.contracts.customs.attest_consistency(
        ledger.id("attestation"),
        HOME,
        _attested(ledger, count),
        63,
        ConsistencyOutcome.INCONSISTENT,
        ledger.id("report"),
    )
    return ledger.shot("surveyor", call)


def _withdraw_attestation(ledger: Ledger, count: int) -> Shot:
    records = _attested(ledger, count)
    return ledger.shot("surveyor", ledger.contracts.customs.withdraw_attestation(ledger.id("earlier"), records))


def _submit(ledger: Ledger, count: int) -> Shot:
    declaration, items = _declared(ledger), _compared(ledger, count)
    call = ledger.contracts.customs.submit_evidence_pack(ledger.id("pack"), declaration, items)
    return ledger.shot("mfr", call)


def _countersign(ledger: Ledger) -> Shot:
    declaration, customs, pack = _declared(ledger), ledger.contracts.customs, ledger.id("pack")
    ledger.by("mfr", customs.submit_evidence_pack(pack, declaration, _compared(ledger, 2)))
    digest = ledger.reader.read(customs.evidence_pack_of(pack)).digest
    ledger.by("surveyor", customs.countersign_evidence_pack(pack, digest))
    return ledger.shot("customs_home", customs.countersign_evidence_pack(pack, digest))


CASES = (
    Case("declare", "6 requirements, 3 records", _declare),
    Case("declare", "by a book of long ago", _declare_by_old_book, searches=1),
    Case("declare", "48 requirements, 32 records, 320 rules", partial(_declare, largest=True)),
    Case("amend", "6 requirements, 3 records", partial(_amend, largest=False)),
    Case("amend", "48 requirements, 32 records, 320 rules", partial(_amend, largest=True)),
    Case("withdraw", "", _withdraw),
    Case("decide", "", _decide),
    Case("reportDecision", "", _report),
    Case("lapseHold", "", _lapse),
    Case("attestConsistency", "2 records", partial(_attest, count=2)),
    Case("attestConsistency", "16 records", partial(_attest, count=COMPARED)),
    Case("withdrawAttestation", "2 records", partial(_withdraw_attestation, count=2)),
    Case("withdrawAttestation", "16 records", partial(_withdraw_attestation, count=COMPARED)),
    Case("submitEvidencePack", "2 records", partial(_submit, count=2)),
    Case("submitEvidencePack", "32 records", partial(_submit, count=RECORDS)),
    Case("countersignEvidencePack", "", _countersign),
)
