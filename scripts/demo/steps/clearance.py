"""Import: the pre-check that names what is missing and what is superseded, the hold, the correction, the release."""

from __future__ import annotations

from quaychain.api.papers import exporter
from quaychain.contracts.bindings.types import (
    Decision,
    FindingStatus,
    MemberKind,
    Movement,
    NamedRecord,
    Rule,
    RuleEffect,
)

from ..documents import issue_paper, publish_paper
from ..ledger import Ledger, untdid
from .agreement import order_content
from .production import complete
from .shipping import BILL_OF_LADING_NUMBER, DIRECTIVE_2006_42, INVOICE_NUMBER, REGULATION_2023_1230, shipment, tariff

_INSTRUCTIONS = 327
_CONFORMITY = 2
_IMPORT_PROCEDURE = b"4000"
#: Documents that each side's rule book asks for: UNTDID 1001 code, subtype, superseded subtype, kind of issuer.
_EXPORT_RULES = (
    (830, 0, 0, MemberKind.MANUFACTURER),
    (380, 0, 0, MemberKind.MANUFACTURER),
    (271, 0, 0, MemberKind.MANUFACTURER),
)
#: What leaves as a spare part needs a certificate of origin.
_SPARES_RULES = ((861, 0, 0, MemberKind.ORIGIN_BODY),)
_IMPORT_RULES = (
    (_CONFORMITY, REGULATION_2023_1230, DIRECTIVE_2006_42, MemberKind.MANUFACTURER),
    (_INSTRUCTIONS, 0, 0, MemberKind.MANUFACTURER),
    (380, 0, 0, MemberKind.MANUFACTURER),
    (271, 0, 0, MemberKind.MANUFACTURER),
    (706, 0, 0, MemberKind.CARRIER),
)


def publish_rule_books(ledger: Ledger) -> None:
    """Each authority takes its jurisdiction and seals the first version of its rule book."""
    since = ledger.scenario.at(0)
    for office, jurisdiction, books in (
        ("customs_home", b"CN", (("842619", b"0110", _EXPORT_RULES), ("843149", b"0110", _SPARES_RULES))),
        ("customs_overseas", b"NL", (("842619", _IMPORT_PROCEDURE, _IMPORT_RULES),)),
    ):
        customs, place = ledger.contracts.customs, jurisdiction.decode()
        entries = _rules(books)
        text = "; ".join(f"{rule.document_type.code}/{rule.document_type.subtype}" for rule in entries)
        ledger.send(office, customs.claim_jurisdiction(jurisdiction), f"claim-{place}")
        ledger.send(
            office, customs.publish_rule_book(jurisdiction, 1, since, ledger.digest(f"{place} {text}")), f"book-{place}"
        )
        ledger.send(office, customs.add_rules(jurisdiction, 1, entries), f"rules-{place}")
        ledger.send(office, customs.seal_rule_book(jurisdiction, 1), f"seal-{place}")


_Requirements = tuple[tuple[int, int, int, MemberKind], ...]


def _rules(books: tuple[tuple[str, bytes, _Requirements], ...]) -> tuple[Rule, ...]:
    entries = (
        (prefix, procedure, requirement) for prefix, procedure, requirements in books for requirement in requirements
    )
    return tuple(
        Rule(
            requirement=number,
            effect=RuleEffect.REQUIRED,
            tariff_prefix=tariff(prefix),
            origin=bytes(2),
            destination=bytes(2),
            procedure=procedure,
            transport_mode=0,
            document_type=untdid(code, subtype),
            superseded_subtype=superseded,
            issuer_kind=kind,
            issuer_must_be_authorized=False,
            must_concern_goods=False,
            max_age=0,
            measure=bytes(32),
        )
        for number, (prefix, procedure, (code, subtype, superseded, kind)) in enumerate(entries, 1)
    )


def declare_and_hold(ledger: Ledger) -> None:
    """The buyer declares with what is at hand; the pre-check names two documents; customs holds."""
    customs = ledger.contracts.customs
    declaration = ledger.draw("declaration/import")
    movement = Movement(
        jurisdiction=b"NL",
        tariff=tariff(str(ledger.scenario.order["hs_eu"])),
        origin=b"CN",
        destination=b"NL",
        procedure=_IMPORT_PROCEDURE,
        transport_mode=1,
        trigger_date=ledger.scenario.at(382),
        order=ledger.order,
        consignment=ledger.draw("consignment"),
    )
    data = issue_paper(
        ledger,
        "buyer",
        929,
        "MRN-27NL0417",
        day=382,
        facts={"Procedure": "4000", "Goods": order_content(ledger).goods},
        readers=("buyer", "customs_overseas", "mfr"),
    )
    records = (_named(ledger, "declaration-of-conformity", 1), *_others(ledger))
    ledger.send("buyer", customs.declare(declaration, movement, data, records), "declare")
    found = {finding.document_type.code: finding.status for finding in ledger.read(customs.findings_of(declaration, 1))}
    ledger.require(found.get(_INSTRUCTIONS) is FindingStatus.MISSING, "327 is not named as missing")
    ledger.require(found.get(_CONFORMITY) is FindingStatus.SUPERSEDED, "2 is not named as superseded")
    ledger.send(
        "customs_overseas",
        customs.decide(
            declaration, 1, Decision.HOLD, 0, ledger.digest("Reg (EU) 2019/1020, Article 26: suspended"), bytes(32)
        ),
        "hold",
    )


def correct_and_release(ledger: Ledger) -> None:
    """The manufacturer corrects its declaration of conformity and adds the instructions; customs releases; M16."""
    content, customs = order_content(ledger), ledger.contracts.customs
    declaration = ledger.draw("declaration/import")
    ledger.advance(390)
    corrected = exporter.declaration_of_conformity(
        content,
        shipment(ledger),
        "DOC-STS-417-418-v2",
        ledger.scenario.date(390),
        ("(EU) 2023/1230", "2014/30/EU", "2014/53/EU"),
        ("EN 15011", "EN 60204-32"),
        content.buyer,
    )
    publish_paper(
        ledger,
        "mfr",
        corrected,
        day=390,
        subtype=REGULATION_2023_1230,
        readers=("mfr", "buyer", "customs_home", "customs_overseas", "bank_a", "bank_c"),
        key="declaration-of-conformity",
        version=2,
    )
    issue_paper(
        ledger,
        "mfr",
        _INSTRUCTIONS,
        "IFU-NL-0417",
        day=390,
        title="Instructions for use, Dutch",
        facts={"Language": "nl", "For": "Ship-to-shore cranes 417 and 418"},
        readers=("mfr", "buyer", "customs_overseas", "service_partner"),
    )
    records = (
        _named(ledger, "declaration-of-conformity", 2),
        _named(ledger, "paper/IFU-NL-0417", 1),
        *_others(ledger),
    )
    ledger.send("buyer", customs.amend(declaration, records), "amend")
    assessment = ledger.read(customs.assessment_of(declaration, 2))
    ledger.require(assessment.open == 0, "the corrected declaration's pre-check has open findings")
    ledger.advance(391)
    ledger.send(
        "customs_overseas",
        customs.decide(declaration, 2, Decision.RELEASE, 0, bytes(32), ledger.digest("27NL000417RELEASE")),
        "release",
    )
    notice = issue_paper(
        ledger,
        "customs_overseas",
        132,
        "CCN-27NL0417",
        day=391,
        facts={"Declaration": "MRN-27NL0417", "Status": "released"},
        readers=("mfr", "buyer", "bank_a", "bank_c"),
    )
    complete(ledger, "M16", 391, notice)


def _others(ledger: Ledger) -> tuple[NamedRecord, ...]:
    names = (f"paper/{INVOICE_NUMBER}", "paper/PL-2027-003", f"paper/{BILL_OF_LADING_NUMBER}")
    return tuple(_named(ledger, name, 1) for name in names)


def _named(ledger: Ledger, name: str, version: int) -> NamedRecord:
    return NamedRecord(ledger.record(name), version)
