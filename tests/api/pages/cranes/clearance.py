"""The papers, and both customs."""

from __future__ import annotations

from quaychain.contracts.bindings import customs_compliance as customs
from quaychain.contracts.bindings.types import (
    AssessmentOutcome,
    CodeList,
    Decision,
    DeclarationStatus,
    DocumentType,
    Finding,
    FindingStatus,
    MemberKind,
    Movement,
    NamedRecord,
    Rule,
    RuleEffect,
    TariffCode,
)
from quaychain.contracts.types import to_address

from ...world import identifier
from .teller import EMPTY, Teller

ACCOUNT = to_address(b"\x0a" * 20)


class Clearance(Teller):
    """The papers, and both customs."""

    def export_papers(self) -> None:
        for code, number, facts in (
            (380, "CI-2027-003", {"Amount": "EUR 7,000,000.00"}),
            (271, "PL-2027-003", {"Packages": "2 cranes, erected, on deck"}),
            (327, "IFU-EN-0417", {"Language": "en"}),
        ):
            self._paper("maker", code, number, 316, facts)
        self._paper("carrier", 706, "HOC-BL-270114-1", 318, {"On deck": "yes"})
        self._paper("maker", 2, "DOC-STS-417-418", 312, {"Act": "2006/42/EC"}, subtype=1, name="conformity")

    def rule_book(self) -> None:
        office, day = self.world.id("customs"), -10
        entries = ((2, 2, 1), (327, 1, 0), (380, 0, 0), (271, 0, 0), (706, 0, 0))
        rules = tuple(
            Rule(
                number, RuleEffect.REQUIRED, TariffCode(842619, 6), bytes(2), bytes(2), b"4000", 0,
                DocumentType(CodeList.UNTDID1001, code, subtype), superseded, MemberKind.MANUFACTURER, False, False, 0,
                EMPTY,
            )
            for number, (code, subtype, superseded) in enumerate(entries, 1)
        )  # fmt: skip
        self._mine(
            "CustomsCompliance",
            customs.AuthorityAssigned(b"NL", office, bytes(16)),
            customs.RuleBookPublished(b"NL", 1, office, False, self.at(0), identifier("rule book")),
            *(customs.RuleAdded(b"NL", 1, number, rule) for number, rule in enumerate(rules)),
            customs.RuleBookSealed(b"NL", 1, office, False, len(rules)),
            day=day,
        )

    def clearance(self) -> None:
        declaration, office = identifier("import"), self.world.id("customs")
        data = self._paper("buyer", 929, "MRN-27NL0417", 382, {"Procedure": "4000"}, readers=("buyer", "customs"))
        papers = {380: "CI-2027-003", 271: "PL-2027-003", 706: "HOC-BL-270114-1"}
        movement = Movement(
            b"NL",
            TariffCode(84261900, 8),
            b"CN",
            b"NL",
            b"4000",
            1,
            self.at(382),
            self.order,
            identifier("consignment"),
        )

        def assessed(number: int, found: dict[int, tuple[FindingStatus, str, int]]) -> list[object]:
            named = tuple(NamedRecord(identifier(name), version) for _, name, version in found.values() if name)
            findings = [
                customs.FindingStored(
                    declaration,
                    number,
                    place,
                    Finding(
                        place + 1, place, status, DocumentType(CodeList.UNTDID1001, code, 2 if code == 2 else 0), 1,
                        identifier(name) if name else EMPTY, version,
                    ),
                    EMPTY,
                )
                for place, (code, (status, name, version)) in enumerate(found.items())
            ]  # fmt: skip
            left = sum(status is not FindingStatus.PRESENT for status, _, _ in found.values())
            outcome = AssessmentOutcome.FAILED if left else AssessmentOutcome.PASSED
            stored = customs.DeclarationAssessed(declaration, number, outcome, 1, len(found), left)
            return [customs.RecordsNamed(declaration, number, named), *findings, stored]

        def decided(number: int, decision: Decision, status: DeclarationStatus) -> object:
            return customs.DecisionTaken(
                declaration, office, number, decision, number, 0, identifier("reason"),
                identifier("reference"), status,
            )  # fmt: skip

        others = {code: (FindingStatus.PRESENT, name, 1) for code, name in papers.items()}
        missing = (FindingStatus.MISSING, "", 0)
        self._mine(
            "CustomsCompliance",
            customs.DeclarationLodged(declaration, self.world.id("buyer"), b"NL", movement, data, True),
            *assessed(1, {2: (FindingStatus.SUPERSEDED, "conformity", 1), 327: missing, **others}),
            day=382.1,
        )
        self._mine("CustomsCompliance", decided(1, Decision.HOLD, DeclarationStatus.HELD), day=382.4)
        self._paper("maker", 2, "DOC-STS-417-418-v2", 390, {"Act": "(EU) 2023/1230"}, 2, name="conformity", version=2)
        self._paper("maker", 327, "IFU-NL-0417", 390, {"Language": "nl"})
        present = FindingStatus.PRESENT
        self._mine(
            "CustomsCompliance",
            *assessed(2, {2: (present, "conformity", 2), 327: (present, "IFU-NL-0417", 1), **others}),
            day=390.2,
        )
        pack = identifier("pack")
        items = (NamedRecord(identifier("CI-2027-003"), 1), NamedRecord(identifier("PL-2027-003"), 1))
        self._mine(
            "CustomsCompliance",
            customs.EvidencePackSubmitted(
                pack,
                declaration,
                self.world.id("buyer"),
                ACCOUNT,
                items,
                (self.world.id("maker"),) * 2,
                identifier("digest"),
            ),
            customs.EvidencePackCountersigned(pack, self.world.id("maker"), ACCOUNT, identifier("digest")),
            day=390.5,
        )
        self._mine("CustomsCompliance", decided(2, Decision.RELEASE, DeclarationStatus.RELEASED), day=391)
        reported = identifier("export")
        home = Movement(
            b"CN", TariffCode(842619, 6), b"CN", b"NL", b"0110", 1, self.at(316), self.order, identifier("consignment")
        )
        self._mine(
            "CustomsCompliance",
            customs.DeclarationLodged(reported, self.world.id("maker"), b"CN", home, EMPTY, True),
            customs.RecordsNamed(reported, 1, items),
            customs.DeclarationAssessed(reported, 1, AssessmentOutcome.NOT_ASSESSED, 0, 0, 0),
            customs.DecisionReported(
                reported, self.world.id("maker"), 1, Decision.RELEASE, 1, identifier("18 digits"),
                DeclarationStatus.RELEASED,
            ),
            day=391.1,
        )  # fmt: skip
