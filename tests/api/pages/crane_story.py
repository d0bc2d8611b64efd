"""The two cranes for Rotterdam, told to a test's world in the chain's own events: what the pages are looked at with.

Figures and words are those of the reference scenario that comes with the demo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nacl.signing import SigningKey

from quaychain.api.papers.paper import LabelledFact, Paper, Party
from quaychain.api.papers.sealed import paper_content
from quaychain.api.queries.view import DisplayName
from quaychain.contracts.bindings import customs_compliance as customs
from quaychain.contracts.bindings import device_registry, event_anchor, member_registry, record_registry
from quaychain.contracts.bindings import order_fulfilment as orders
from quaychain.contracts.bindings import part_provenance as provenance
from quaychain.contracts.bindings import trade_finance as finance
from quaychain.contracts.bindings.types import (
    AssessmentOutcome,
    AssignmentTerms,
    ChangeEvaluation,
    CodeList,
    Decision,
    DecisionSource,
    DeclarationStatus,
    DocumentType,
    Evidence,
    EvidenceKind,
    Finding,
    FindingStatus,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeTerms,
    HandOverPurpose,
    HoldPoint,
    MemberKind,
    MilestoneChange,
    MilestoneMove,
    MilestoneTerms,
    Movement,
    NamedRecord,
    OrderTerms,
    PaperElement,
    PaperHolder,
    RecallMark,
    RecallScope,
    Receivable,
    Rule,
    RuleEffect,
    ScheduleCause,
    Seat,
    SnagClass,
    SubOrderTerms,
    TariffCode,
)
from quaychain.contracts.content.disclosed import fields_of
from quaychain.contracts.content.order import MilestoneContent, OrderContent, PaymentContent, PriceLine
from quaychain.contracts.content.part_list import PartContent, PartListContent
from quaychain.contracts.events.batch_data import (
    LOGISTICS_FILE,
    MEDIA_TYPE,
    READINGS_FILE,
    BatchEvent,
    batch_record,
    encode_lines,
)
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.merkle import MerkleTree
from quaychain.contracts.proofs.anchored import leaf_of
from quaychain.contracts.sealing import Attachment, DisclosureClass, RecordContent, RecordHeader, seal
from quaychain.contracts.sealing import DocumentType as SealedDocumentType
from quaychain.scripts.demo import readings
from quaychain.scripts.demo.scenario import Scenario, ScenarioPart, load

from ..chain import CHAIN_ID, DAY
from ..world import World, identifier

NAMES = {
    "maker": DisplayName("Huahai Port Machinery", "华海港口机械"),
    "supplier": DisplayName("Norddrive Inverters", "北驱变频"),
    "customs": DisplayName("Customs, Rotterdam", "鹿特丹海关"),
    "carrier": DisplayName("Heavy Ocean Carriers", "重洋运输"),
    "surveyor": DisplayName("Meridian Class and Survey", "子午船级检验"),
    "bank_a": DisplayName("First Harbour Bank", "第一海港银行"),
    "bank_b": DisplayName("Continental Export Bank", "大陆出口银行"),
    "service": DisplayName("Delta Crane Service", "三角洲起重服务"),
    "buyer": DisplayName("Rotterdam Quay Terminal", "鹿特丹码头"),
}
#: In the consortium, but nobody of it signs in here.
_WAREHOUSE = ("warehouse", MemberKind.WAREHOUSE, DisplayName("Maasvlakte Parts Depot", "马斯平原备件库"))
SALT = "5a" * 32
_EMPTY = bytes(32)
_NOBODY = "0x" + "00" * 20
_NO_EVIDENCE = Evidence(_EMPTY, EvidenceKind.NONE, 0)
_EVERYONE = ("maker", "buyer", "customs", "bank_a", "bank_b")
#: When each milestone was reached, by the day; M20 is still to come.
_DONE = {
    "M01": 0, "M02": 44, "M03": 59, "M04": 89, "M05": 99, "M06": 189, "M07": 199, "M09": 214, "M10": 224, "M08": 230,
    "M11": 264, "M12": 309, "M13": 311, "M14": 318, "M15": 382, "M16": 391, "M17": 394, "M18": 424, "M19": 430,
}  # fmt: skip
_SURVEYED = ("M06", "M12", "M13")
_STANDS_IN = {
    "Trolley frame": "Boom and girder set",
    "Rope drum, main hoist": "Boom and girder set",
    "Main-hoist gearbox": "Boom and girder set",
    "Main-hoist motor": "Boom and girder set",
    "Trolley motor": "Trolley frame",
    "Headblock": "Trolley frame",
    "Spreader 65 t twin-lift": "Headblock",
    "Main-hoist wire rope": "Rope drum, main hoist",
    "Service brake caliper": "Main-hoist motor",
    "Gantry geared drive": "Portal frame",
    "Rail clamp / storm pin set": "Portal frame",
}


@dataclass
class CraneStory:
    """`tell` tells all of it. `day` is how far it got."""

    world: World
    scenario: Scenario = field(default_factory=load)

    def __post_init__(self) -> None:
        self.order = identifier("order QC-STS-2026-01")
        self.salt = bytes.fromhex(SALT)
        self.content = self._content("QC-STS-2026-01")
        self.code = self.content.milestone_code
        self.day = 0.0
        self._reached: set[str] = set()
        names = self.world.services.names
        assert isinstance(names, dict)
        names |= {self.world.members[key].id: name for key, name in NAMES.items()}
        key, kind, name = _WAREHOUSE
        self.warehouse = identifier(key)[:16]
        names["0x" + self.warehouse.hex()] = name
        admitted = member_registry.MemberAdmitted(self.warehouse, kind, Seat.QUERY, _NOBODY)
        self.world.mine(("MemberRegistry", admitted), at=self.at(-20))

    @property
    def order_id(self) -> str:
        return "0x" + self.order.hex()

    def at(self, day: float) -> int:
        return self.scenario.at(day)

    def tell(self) -> None:
        """Everything, indexed and opened."""
        self.rule_book()
        self.agree(self.order, self.content)
        self.guarantee()
        self.sub_orders()
        self.reach("M05")
        self.change()
        self.reach("M07")
        self.late_inverter()
        self.parts()
        self.reach("M14")
        self.export_papers()
        self.finance()
        self.voyage()
        self.reach("M15")
        self.clearance()
        self.reach("M18")
        self.hand_over()
        self.service()
        self.recall()
        self.second_order()
        self.world.advance()

    # orders

    def agree(self, order: bytes, content: OrderContent, first_day: int = 0) -> None:
        record = f"contract {content.reference}"
        self.world.publish(
            "maker",
            record,
            315,
            RecordContent(fields_of(content)),
            {
                DisclosureClass.PARTIES: (*_EVERYONE, "supplier", "carrier", "surveyor", "service"),
                DisclosureClass.CUSTOMS: ("maker", "buyer", "customs"),
                DisclosureClass.COMMERCIAL: ("maker", "buyer"),
            },
            subject=order,
        )
        paid = {payment.key for payment in content.payments}

        def terms(key: str, day: int, weight: int, flags: frozenset[str]) -> MilestoneTerms:
            hold = HoldPoint.HOLD if "HOLD" in flags else HoldPoint.WITNESS if "WITNESS" in flags else HoldPoint.NONE
            inspector = bytes(16)
            if hold:
                inspector = self.world.id("surveyor" if key in _SURVEYED else "buyer")
            payment = content.payment_commitment(key) if key in paid else _EMPTY
            due = self.at(first_day + day + 1)
            return MilestoneTerms(content.milestone_code(key), weight, hold, inspector, due, due - DAY, payment)

        signed = OrderTerms(
            order=order,
            version=1,
            seller=self.world.id("maker"),
            buyer=self.world.id("buyer"),
            terms_commitment=identifier("terms"),
            contract_record=identifier(record),
            calendar_hash=identifier("calendar"),
            effective_at=self.at(first_day),
            agree_by=self.at(first_day + 30),
            reminder_window=7 * DAY,
            inspection_notice=DAY,
            warranty_period=730 * DAY,
            taking_over=content.milestone_code("M19"),
            final_acceptance=content.milestone_code("M20"),
            milestones=tuple(terms(each.key, each.day, each.weight, each.flags) for each in self.scenario.milestones),
        )
        agreed = orders.OrderAgreed(order, self.world.id("maker"), self.world.id("buyer"), _NOBODY, _NOBODY, signed)
        self._mine("OrderFulfilment", agreed, day=first_day)

    def guarantee(self) -> None:
        record = self._paper("bank_a", 430, "APG-2026-11", 0, {"Rules": "URDG 758"})
        cuts = tuple(GuaranteeReduction(self.code(key), share) for key, share in (("M06", 333_333), ("M10", 333_333)))
        terms = GuaranteeTerms(
            identifier("advance"), self.order, GuaranteeKind.ADVANCE_PAYMENT, identifier("amount"), record,
            self.at(430), self.code("M14"), cuts,
        )  # fmt: skip
        issued = finance.GuaranteeIssued(
            terms.guarantee, self.order, self.world.id("bank_a"), self.world.id("buyer"), terms
        )
        self._mine("TradeFinance", issued, day=0.5)
        bond = self._paper("bank_a", 356, "PB-2026-12", 0, {"Share": "10 %"})
        terms = GuaranteeTerms(
            identifier("bond"), self.order, GuaranteeKind.PERFORMANCE, identifier("amount"), bond, self.at(500),
            self.code("M19"), (),
        )  # fmt: skip
        issued = finance.GuaranteeIssued(
            terms.guarantee, self.order, self.world.id("bank_a"), self.world.id("buyer"), terms
        )
        self._mine("TradeFinance", issued, day=0.6)

    def sub_orders(self) -> None:
        supplier = self.world.id("supplier")
        for key, milestone, need, promise in (("motors", "M07", 195, 190), ("inverters", "M08", 218, 214)):
            name = identifier(f"sub-order {key}")
            placed = SubOrderTerms(name, self.order, self.code(milestone), supplier, self.at(need), identifier(key))
            self._mine(
                "OrderFulfilment",
                orders.SubOrderPlaced(self.order, name, supplier, placed),
                orders.DeliveryPromised(self.order, name, supplier, 1, self.at(promise)),
                day=2,
            )
        self._mine(
            "OrderFulfilment",
            orders.SubOrderDelivered(self.order, identifier("sub-order motors"), supplier, 1_000_000, _NO_EVIDENCE),
            day=188,
        )

    def change(self) -> None:
        request = self._paper("buyer", 230, "CR-01", 120, {"Change": "Remote-control-ready package"})
        change = identifier("CR-01")
        moved = tuple(
            MilestoneChange(self.code(key), self.at(day + 15), self.at(day + 14), _EMPTY)
            for key, day in (("M08", 210), ("M12", 300))
        )
        evaluation = ChangeEvaluation(identifier("cost"), 14, identifier("new terms"), moved, ())
        self._mine(
            "OrderFulfilment",
            orders.ChangeRequested(self.order, change, self.world.id("buyer"), request),
            orders.ChangeEvaluated(self.order, change, 1, evaluation),
            orders.ChangeAccepted(self.order, change, 2, identifier("new terms")),
            *(
                orders.MilestoneScheduled(self.order, each.code, ScheduleCause.CHANGE, change, each.due, each.planned)
                for each in moved
            ),
            day=122,
        )

    def late_inverter(self) -> None:
        supplier, sub_order, code = self.world.id("supplier"), identifier("sub-order inverters"), self.code("M08")
        need, promise = self.at(218), self.at(238)
        events: list[object] = [
            orders.DeliveryPromised(self.order, sub_order, supplier, 2, promise),
            orders.DelayWarned(self.order, sub_order, code, need, promise, promise - need),
        ]
        for number, (days, price, way) in enumerate(
            ((9, "85000.00", "Second source"), (6, "0.00", "Erect and pin the boom (M11) before M08")), 1
        ):
            paper = f"DLY-1-{number}"
            self._paper(
                "maker",
                310,
                paper,
                205,
                {"Way": way, "Price": f"EUR {price}"},
                title=f"Alternative {number} for the late inverter",
                readers=("maker", "buyer"),
                to=DisclosureClass.COMMERCIAL,
            )
            moves = (MilestoneMove(code, self.at(224 + days)),)
            commitment = self.content.amount_commitment(paper, price)
            events.append(
                orders.AlternativeOffered(
                    self.order, sub_order, self.world.id("maker"), number, 2, days, commitment, moves
                )
            )
        due = self.at(225)
        events += [
            orders.AlternativeAccepted(self.order, sub_order, self.world.id("buyer"), 2),
            orders.MilestoneScheduled(self.order, code, ScheduleCause.ALTERNATIVE, sub_order, due, self.at(230)),
        ]
        self._mine("OrderFulfilment", *events, day=205)
        self.reach("M10")
        self._mine("OrderFulfilment", orders.MilestoneReminded(self.order, code, due, self.at(230)), day=224.5)
        self._mine("OrderFulfilment", orders.MilestoneEscalated(self.order, code, due, self.at(230)), day=226)
        delivered = orders.SubOrderDelivered(self.order, sub_order, supplier, 1_000_000, _NO_EVIDENCE)
        self._mine("OrderFulfilment", delivered, day=229)

    def reach(self, last: str) -> None:
        """Complete all milestones up to this one that aren't yet, in the order of their days."""
        for key, day in _DONE.items():
            if day <= _DONE[last] and key not in self._reached:
                self._reached.add(key)
                self._complete(key, day)

    def _complete(self, key: str, day: float) -> None:
        milestone, code = self.scenario.milestone(key), self.code(key)
        inspector = self.world.id("surveyor" if key in _SURVEYED else "buyer")
        evidence = _NO_EVIDENCE
        if key in _SURVEYED:
            number = f"{'MWS' if key == 'M13' else 'INSP'}-{key}"
            evidence = Evidence(
                self._paper("surveyor", 856, number, day, {"Result": "accepted"}), EvidenceKind.RECORD, 1
            )
        done = orders.MilestoneCompleted(
            self.order, code, self.world.id("maker"), self.at(milestone.day + 1), self.at(milestone.day),
            self.at(day), evidence,
        )  # fmt: skip
        events: list[object] = [done]
        if "HOLD" in milestone.flags:
            events = [
                orders.MilestoneReported(self.order, code, inspector, self.at(day), evidence),
                orders.HoldReleased(self.order, code, inspector, evidence.identifier),
                done,
            ]
        elif "WITNESS" in milestone.flags:
            events = [
                orders.InspectionNotified(self.order, code, inspector, self.at(day)),
                done,
                orders.MilestoneWitnessed(self.order, code, inspector, _EMPTY),
            ]
        self._mine("OrderFulfilment", *events, day=day)

    # papers, customs, finance

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
                _EMPTY,
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
                        identifier(name) if name else _EMPTY, version,
                    ),
                    _EMPTY,
                )
                for place, (code, (status, name, version)) in enumerate(found.items())
            ]  # fmt: skip
            left = sum(status is not FindingStatus.PRESENT for status, _, _ in found.values())
            outcome = AssessmentOutcome.FAILED if left else AssessmentOutcome.PASSED
            stored = customs.DeclarationAssessed(declaration, number, outcome, 1, len(found), left)
            return [customs.RecordsNamed(declaration, number, named), *findings, stored]

        def decided(number: int, decision: Decision, status: DeclarationStatus) -> object:
            return customs.DecisionTaken(
                declaration, office, number, decision, DecisionSource.OWN, number, 0, identifier("reason"),
                identifier("reference"), status,
            )  # fmt: skip

        others = {code: (FindingStatus.PRESENT, name, 1) for code, name in papers.items()}
        missing = (FindingStatus.MISSING, "", 0)
        self._mine(
            "CustomsCompliance",
            customs.DeclarationLodged(declaration, self.world.id("buyer"), b"NL", movement, data),
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
                pack, declaration, self.world.id("buyer"), items, (self.world.id("maker"),) * 2, identifier("digest")
            ),
            customs.EvidencePackCountersigned(pack, self.world.id("maker")),
            day=390.5,
        )
        self._mine("CustomsCompliance", decided(2, Decision.RELEASE, DeclarationStatus.RELEASED), day=391)
        reported = identifier("export")
        home = Movement(
            b"CN", TariffCode(842619, 6), b"CN", b"NL", b"0110", 1, self.at(316), self.order, identifier("consignment")
        )
        self._mine(
            "CustomsCompliance",
            customs.DeclarationLodged(reported, self.world.id("maker"), b"CN", home, _EMPTY),
            customs.RecordsNamed(reported, 1, items),
            customs.DeclarationAssessed(reported, 1, AssessmentOutcome.NOT_ASSESSED, 0, 0, 0),
            customs.DecisionReported(
                reported, self.world.id("maker"), 1, Decision.RELEASE, 1, identifier("18 digits"),
                DeclarationStatus.RELEASED,
            ),
            day=391.1,
        )  # fmt: skip

    def finance(self) -> None:
        world, code = self.world, self.code("M14")
        receivable, amount = identifier("receivable M14"), self.content.payment_commitment("M14")
        invoice = identifier("CI-2027-003")
        agreement = self._paper(
            "buyer",
            212,
            "ATP-M14",
            320,
            {"Milestone": "M14", "Amount": "EUR 7,000,000.00"},
            readers=("maker", "buyer", "bank_a", "bank_b"),
            to=DisclosureClass.COMMERCIAL,
        )
        presented = Receivable(
            self.order, code, world.id("maker"), world.id("buyer"), world.id("bank_a"), 2, self.at(320), amount, invoice
        )

        def assigned(bank: str, share: int, total: int, registry: bytes) -> object:
            terms = AssignmentTerms(
                identifier(f"assignment {bank}"), receivable, 1, _EMPTY, world.id(bank), share, registry,
                identifier("terms"), self.at(350),
            )  # fmt: skip
            return finance.ShareAssigned(receivable, world.id(bank), world.id("maker"), total, _NOBODY, terms)

        self._mine(
            "TradeFinance",
            finance.ReceivablePresented(receivable, self.order, code, 1, presented),
            *(
                finance.FingerprintBound(
                    identifier(paper), receivable, world.id("maker"), PaperHolder.RECEIVABLE, element
                )
                for paper, element in (
                    ("print CI-2027-003", PaperElement.INVOICE_NUMBER),
                    ("print HOC-BL-270114-1", PaperElement.TRANSPORT_DOCUMENT_NUMBER),
                )
            ),
            finance.PaymentAgreed(receivable, world.id("buyer"), amount, self.at(498), agreement),
            day=320,
        )
        self._mine("TradeFinance", assigned("bank_a", 800_000, 800_000, identifier("registry")), day=321)
        self._mine("TradeFinance", assigned("bank_b", 150_000, 950_000, _EMPTY), day=322)
        self._mine(
            "TradeFinance",
            finance.PaymentAttested(
                receivable, identifier("assignment bank_a"), world.id("bank_a"), 400_000, 400_000, identifier("UETR"),
                _EMPTY,
            ),
            finance.GuaranteeReduced(identifier("advance"), self.code("M06"), 333_333, 666_667),
            day=323,
        )  # fmt: skip

    # things, and what they tell

    def parts(self) -> None:
        """Crane 417 and 418 with a part of each kind, the brakes of the recalled lot, and the spares."""
        world, maker = self.world, self.world.id("maker")
        chosen = [part for part in self.scenario.parts if part.name != "Gantry geared drive" or part.serial[-1] in "12"]
        listed = tuple(
            PartContent(
                "0x" + identifier(part.epc).hex(), part.name, part.epc, part.supplier, part.design, part.serial,
                part.lot, part.tariff_code,
            )
            for part in chosen
        )  # fmt: skip
        cranes = tuple(
            PartContent(
                "0x" + self.machine(crane).hex(), f"Ship-to-shore crane {crane}", self.giai(crane), "mfr", "STS", crane,
                "", "842619",
            )
            for crane in ("417", "418")
        )  # fmt: skip
        readers = dict.fromkeys(DisclosureClass, ("maker", "buyer", "service"))
        world.publish(
            "maker", "part list", 3, RecordContent(fields_of(PartListContent((*cranes, *listed)))), readers,
            subject=self.order,
        )  # fmt: skip
        lot = identifier("lot B2411")

        def registered(part: bytes, *, machine: bool, in_lot: bool) -> object:
            return provenance.PartRegistered(
                part, maker, maker, identifier(f"serial {part.hex()}"), identifier("design"), lot if in_lot else _EMPTY,
                machine, _EMPTY,
            )  # fmt: skip

        self._mine(
            "PartProvenance",
            provenance.MakerEntered(maker, maker, identifier("952"), identifier("serial key")),
            *(registered(self.machine(crane), machine=True, in_lot=False) for crane in ("417", "418")),
            *(registered(identifier(part.epc), machine=False, in_lot=bool(part.lot)) for part in chosen),
            day=235,
        )
        for crane in ("417", "418"):
            inside = [part for part in chosen if part.crane == crane]
            first = {part.name: part for part in reversed(inside)}
            events: list[object] = []
            for part in sorted(inside, key=_depth):
                above = first.get(_STANDS_IN.get(part.name, ""))
                parent = identifier(above.epc) if above else self.machine(crane)
                events.append(
                    provenance.PartInstalled(
                        identifier(part.epc),
                        parent,
                        self.machine(crane),
                        identifier(f"place {part.epc}"),
                        _EMPTY,
                        maker,
                    )
                )
            self._mine("PartProvenance", *events, day=260)
            built = self._paper("maker", 4, f"ASBUILT-{crane}", 309, {"Parts": str(len(inside))})
            self._mine("PartProvenance", provenance.MachineBuilt(self.machine(crane), maker, built), day=309.5)
        for part in chosen:
            if not part.crane:
                stored = provenance.CustodyTransferred(
                    identifier(part.epc), maker, self.warehouse, 1, HandOverPurpose.STORAGE, self.warehouse, _EMPTY
                )
                self._mine("PartProvenance", stored, day=310)
        scrapped = next(part for part in chosen if part.place == "scrapped")
        self._mine(
            "PartProvenance", provenance.PartScrapped(identifier(scrapped.epc), self.warehouse, _EMPTY), day=310.5
        )

    def machine(self, crane: str) -> bytes:
        return identifier(f"crane {crane}")

    def giai(self, crane: str) -> str:
        return f"urn:epc:id:giai:9520001.STS0{crane}"

    def voyage(self) -> None:
        start, end = self.at(318.5), self.at(382) - 3_600
        samples = 240
        places = readings.positions_along(readings.ROUTE, samples)
        track = [
            readings.Sample("Angle", "DD", value, at, component)
            for at, place in zip(readings.times(start, end, samples), places, strict=True)
            for component, value in zip(("latitude", "longitude"), place, strict=True)
        ]
        storm = (self.at(352), self.at(356))
        self.day = 382
        self._anchor("positions", self.giai("417"), track)
        self._anchor("lashing", self.giai("417"), list(readings.strain(start, end, samples, 417, storm)))
        self._anchor("humidity", self.giai("417"), list(readings.humidity(start, end, samples, 418)))
        messages = (
            (318, "loading", "geo:31.35,121.6"),
            (318.5, "departing", "geo:31.0,122.4"),
            (381.9, "arriving", "geo:51.97,4.05"),
        )
        self._anchor_messages([self._epcis(*each) for each in messages])
        notice = self._paper("carrier", 781, "STORM-CAPE-27", 360, {"Lost": "4 days"}, title="Notice of heavy weather")
        claim = identifier("FM-1")
        late = tuple(self.code(key) for key in ("M15", "M16", "M17", "M18", "M19"))
        self._mine(
            "OrderFulfilment",
            orders.ExcusableDelayClaimed(self.order, claim, 4, notice, late),
            orders.ExcusableDelayAccepted(self.order, claim),
            *(
                orders.MilestoneScheduled(
                    self.order, self.code(key), ScheduleCause.EXCUSABLE_DELAY, claim,
                    self.at(self.scenario.milestone(key).day + 5), self.at(self.scenario.milestone(key).day + 4),
                )
                for key in ("M15", "M16", "M17", "M18", "M19")
            ),
            day=361,
        )  # fmt: skip

    def hand_over(self) -> None:
        maker, buyer = self.world.id("maker"), self.world.id("buyer")
        for crane in ("417", "418"):
            given = provenance.CustodyTransferred(
                self.machine(crane), maker, buyer, 1, HandOverPurpose.DELIVERY, buyer, _EMPTY
            )
            self._mine("PartProvenance", given, day=426)
        snag = orders.SnagRaised(self.order, identifier("snag"), SnagClass.COSMETIC, self.at(470), _EMPTY)
        self._mine("OrderFulfilment", snag, day=428)
        self.reach("M19")
        certificate = self._paper("buyer", 916, "TOC-0417-0418", 430, {"Snags": "1, cosmetic"})
        taken = orders.OrderTakenOver(self.order, certificate, self.at(430), self.at(430 + 730), 0)
        self._mine("OrderFulfilment", taken, day=430.1)

    def service(self) -> None:
        buyer, partner = self.world.id("buyer"), self.world.id("service")
        old = self._part("Main-hoist gearbox", "418")
        new = self._part("Main-hoist gearbox", "")
        motor = self._part("Main-hoist motor", "418")
        start, end = self.at(580), self.at(640) - 3_600
        self.day = 640
        self._anchor("vibration", old.epc, list(readings.vibration(start, end, 300, 21)))
        self._anchor("temperature", motor.epc, list(readings.temperature(start, end, 300, 22)))
        work, machine = identifier("INC-1"), self.machine("418")
        order = self._paper("buyer", 225, "WO-INC-1", 640, {"Finding": "9.8 mm/s RMS"}, readers=("maker", "service"))
        diagnosis = self._paper("service", 293, "DIAG-INC-1", 640.1, {"Cause": "Bearing"}, readers=("maker", "buyer"))
        boom = identifier(self._part("Boom and girder set", "418").epc)
        place = identifier(f"place {old.epc}")
        self._mine(
            "PartProvenance",
            provenance.WorkOrderOpened(work, machine, partner, buyer, identifier("alert"), order),
            provenance.WorkOrderDiagnosed(work, diagnosis),
            day=640.2,
        )
        report = self._paper("service", 4, "REPORT-INC-1", 646, {"Installed": new.epc}, readers=("maker", "buyer"))
        given = provenance.CustodyTransferred(
            identifier(new.epc), self.warehouse, partner, 2, HandOverPurpose.INSTALLATION, partner, _EMPTY
        )
        self._mine(
            "PartProvenance",
            given,
            provenance.PartRemoved(identifier(old.epc), boom, machine, place, work, partner, buyer, buyer),
            provenance.PartInstalled(identifier(new.epc), boom, machine, place, work, partner),
            provenance.PartReplaced(work, identifier(old.epc), identifier(new.epc), boom, place, partner, buyer),
            provenance.WorkOrderCompleted(work, buyer, partner, report, 1, identifier("changes")),
            day=646,
        )
        self._mine("PartProvenance", provenance.RepairStarted(identifier(old.epc), buyer, _EMPTY), day=650)

    def recall(self) -> None:
        notice = self._paper(
            "maker", 290, "RECALL-B2411", 750, {"Lot": "B2411"}, title="Recall of service brake calipers, lot B2411"
        )
        recall, events = identifier("recall"), []
        for part in self.scenario.parts:
            if part.lot:
                holder = self.world.id("buyer") if part.crane else self.warehouse
                mark = RecallMark.NOT_ACTIONABLE if part.place == "scrapped" else RecallMark.MARKED
                machine = self.machine(part.crane) if part.crane else _EMPTY
                events.append(
                    provenance.PartRecalled(recall, identifier(part.epc), machine, holder, 3 if part.crane else 0, mark)
                )
        maker = self.world.id("maker")
        opened = provenance.RecallOpened(recall, maker, RecallScope.LOT, maker, identifier("lot B2411"), notice)
        self._mine("PartProvenance", opened, *events, day=750)
        rope = identifier(self._part("Main-hoist wire rope", "417").epc)
        seen = self.at(751)
        self._mine(
            "PartProvenance",
            provenance.PartSighted(rope, self.world.id("service"), b"NLRTM", seen),
            provenance.PartSuspected(rope, b"MYPKG", seen, b"NLRTM", seen - 3 * 3_600),
            day=751,
        )

    def second_order(self) -> None:
        """Another order, in the middle of production: something is overdue, and somebody has to answer."""
        order, content, start = identifier("order QC-STS-2027-02"), self._content("QC-STS-2027-02"), 560
        self.agree(order, content, start)
        code = content.milestone_code
        for key, day in (("M01", 0), ("M02", 44), ("M03", 62), ("M04", 88), ("M05", 103)):
            due = self.at(start + self.scenario.milestone(key).day + 1)
            done = orders.MilestoneCompleted(
                order, code(key), self.world.id("maker"), due, due, self.at(start + day), _NO_EVIDENCE
            )
            self._mine("OrderFulfilment", done, day=start + day)
        supplier, sub_order = self.world.id("supplier"), identifier("sub-order 2")
        placed = SubOrderTerms(sub_order, order, code("M08"), supplier, self.at(start + 200), identifier("terms 2"))
        promise = self.at(start + 221)
        m06 = (self.at(start + 191), self.at(start + 190))
        self._mine(
            "OrderFulfilment",
            orders.SubOrderPlaced(order, sub_order, supplier, placed),
            orders.DeliveryPromised(order, sub_order, supplier, 1, promise),
            orders.DelayWarned(order, sub_order, code("M08"), placed.need_by, promise, promise - placed.need_by),
            orders.AlternativeOffered(
                order, sub_order, self.world.id("maker"), 1, 1, 11, identifier("sealed price"),
                (MilestoneMove(code("M08"), self.at(start + 222)),),
            ),
            orders.ChangeRequested(order, identifier("CR-2"), self.world.id("buyer"), identifier("contract 2")),
            orders.MilestoneReminded(order, code("M06"), *m06),
            day=start + 185,
        )  # fmt: skip
        self._mine("OrderFulfilment", orders.MilestoneEscalated(order, code("M06"), *m06), day=start + 192)
        reported = orders.MilestoneReported(
            order, code("M06"), self.world.id("surveyor"), self.at(start + 194), _NO_EVIDENCE
        )
        self._mine("OrderFulfilment", reported, day=start + 195)

    # helpers

    def _mine(self, contract: str, *events: object, day: float) -> None:
        self.day = max(self.day, day)
        at = max(self.at(day), self.world.chain.head.timestamp + 1)
        self.world.mine(*((contract, event) for event in events), at=at)

    def _content(self, reference: str) -> OrderContent:
        order = self.scenario.order
        return OrderContent(
            reference=reference,
            salt=SALT,
            amount_salt=SALT,
            goods=order["goods"],
            seller=NAMES["maker"].name,
            buyer=NAMES["buyer"].name,
            assets=tuple(self.scenario.raw["assets_giai_8004"]),
            effective_on=order["effective"],
            tariff_code=order["hs_eu"],
            incoterm="DPU Rotterdam, Incoterms 2020",
            currency="EUR",
            price=f"{order['price']}.00",
            liquidated_damages=order["liquidated_damages"],
            price_lines=tuple(PriceLine(name, f"{amount}.00", True) for name, amount in order["price_lines"]),
            milestones=tuple(MilestoneContent(each.key, each.name) for each in self.scenario.milestones),
            payments=tuple(
                PaymentContent(each["milestone"], each["percent"], f"{each['amount']}.00", each["invoice_code"])
                for each in self.scenario.raw["payments"]
            ),
        )

    def _paper(
        self,
        issuer: str,
        code: int,
        number: str,
        day: float,
        facts: dict[str, str],
        subtype: int = 0,
        *,
        title: str = "",
        readers: Sequence[str] = _EVERYONE,
        to: DisclosureClass = DisclosureClass.PARTIES,
        name: str = "",
        version: int = 1,
    ) -> bytes:
        """Seal and publish a real paper with its PDF."""
        parties = (
            Party("Issuer", NAMES[issuer].name, "9520001000010"),
            Party("Buyer", NAMES["buyer"].name, "9520010000018"),
        )
        paper = Paper(
            document_code=code,
            title=title
            or next((each["name"] for each in self.scenario.raw["documents"] if each["untdid1001"] == code), ""),
            number=number,
            issued_on=datetime.fromtimestamp(self.at(day), UTC).date().isoformat(),
            issuer=NAMES[issuer].name,
            order_reference="QC-STS-2026-01",
            parties=parties,
            facts=tuple(LabelledFact(label, value, to) for label, value in facts.items()),
        )
        self.day = max(self.day, day)
        record = identifier(name or number)
        member = self.world.members[issuer]
        header = RecordHeader(CHAIN_ID, record, version, SealedDocumentType(1, code, subtype), member.member)
        everyone = dict.fromkeys((issuer, *readers))
        sealed = seal(
            paper_content(paper),
            header,
            {each: [self.world.members[who].key.reader() for who in everyone] for each in DisclosureClass},
            member.signer,
        )
        stores = self.world.services.opener.stores
        cid = stores.content.put(sealed.ciphertext)
        stores.wraps.put(sealed.wraps)
        published = record_registry.RecordPublished(
            record, member.member, self.order, version, DocumentType(CodeList.UNTDID1001, code, subtype), sealed.root,
            cid.digest, cid.codec, self.at(day), 0,
        )  # fmt: skip
        self._mine("RecordRegistry", published, day=day)
        return record

    def _part(self, name: str, crane: str) -> ScenarioPart:
        return next(part for part in self.scenario.parts if part.name == name and part.crane == crane)

    def _epcis(self, day: float, step: str, place: str) -> bytes:
        moment = datetime.fromtimestamp(self.at(day), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assets = ",".join(f'"{self.giai(crane)}"' for crane in ("417", "418"))
        return (
            f'{{"epcisBody":{{"eventList":[{{"type":"ObjectEvent","eventTime":"{moment}","bizStep":"{step}",'
            f'"epcList":[{assets}],"readPoint":{{"id":"{place}"}}}}]}}}}'
        ).encode()

    def _anchor(self, name: str, asset: str, samples: list[readings.Sample]) -> None:
        device = SigningKey(identifier(f"device {name}"))
        events = []
        for number in range(0, len(samples), 100):
            measured = [
                {
                    "asset": asset,
                    "quantity": sample.quantity,
                    "unit": sample.unit,
                    "value": sample.value,
                    "time": datetime.fromtimestamp(sample.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
                | ({"component": sample.component} if sample.component else {})
                for sample in samples[number : number + 100]
            ]
            signed = envelope_bytes(
                chain_id=CHAIN_ID,
                key=bytes(device.verify_key),
                counter=Counter(1, number // 100 + 1),
                kind=EventKind.READING,
                readings=measured,
            )
            signature = device.sign(signed).signature
            events.append(BatchEvent(number // 100, self.at(self.day), SignedEvent(signed, signature, b"")))
        self._batch(name, device, events, DisclosureClass.TECHNICAL, READINGS_FILE)

    def _anchor_messages(self, bodies: list[bytes]) -> None:
        device = SigningKey(identifier("device of the carrier"))
        events = []
        for number, body in enumerate(bodies):
            signed = envelope_bytes(
                chain_id=CHAIN_ID,
                key=bytes(device.verify_key),
                counter=Counter(1, number + 1),
                kind=EventKind.EPCIS,
                body=body,
                media_type="application/json",
            )
            signature = device.sign(signed).signature
            events.append(BatchEvent(number, self.at(self.day), SignedEvent(signed, signature, body)))
        self._batch("carrier events", device, events, DisclosureClass.LOGISTICS, LOGISTICS_FILE)

    def _batch(self, name: str, device: SigningKey, events: list[BatchEvent], to: DisclosureClass, file: str) -> None:
        world, stream, owner = self.world, identifier(name), self.world.members["carrier"]
        content = RecordContent((), (Attachment(file, MEDIA_TYPE, to, encode_lines(events)),))
        header = RecordHeader(CHAIN_ID, batch_record(stream, 0), 1, SealedDocumentType(2, 1), owner.member)
        readers = [world.members[each].key.reader() for each in ("maker", "buyer", "carrier")]
        sealed = seal(content, header, {to: readers}, owner.signer)
        stores = world.services.opener.stores
        cid = stores.content.put(sealed.ciphertext)
        stores.wraps.put(sealed.wraps)
        root = MerkleTree([leaf_of(stream, each).hash() for each in events]).root
        registered = device_registry.DeviceRegistered(
            bytes(device.verify_key), owner.member, identifier(name), self.at(0), 0
        )
        self._mine("DeviceRegistry", registered, day=self.day)
        self._mine(
            "EventAnchor",
            event_anchor.StreamOpened(stream, owner.member, identifier("partition"), _NOBODY, self.at(0)),
            event_anchor.BatchAnchored(stream, 1, 0, len(events), root, bytes(cid), identifier("running")),
            day=self.day,
        )


def _depth(part: ScenarioPart) -> int:
    depth, name = 0, part.name
    while name in _STANDS_IN:
        depth, name = depth + 1, _STANDS_IN[name]
    return depth
