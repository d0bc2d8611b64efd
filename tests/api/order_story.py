"""An order's life in tests: each method mines the events of one chapter."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.signing import SigningKey

from quaychain.contracts.bindings import (
    customs_compliance,
    device_registry,
    event_anchor,
    order_fulfilment,
    part_provenance,
    trade_finance,
)
from quaychain.contracts.bindings.types import (
    AssessmentOutcome,
    AssignmentTerms,
    CodeList,
    Decision,
    DeclarationStatus,
    DocumentType,
    Evidence,
    EvidenceKind,
    Finding,
    FindingStatus,
    HandOverPurpose,
    HoldPoint,
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
    ScheduleCause,
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

from .chain import CHAIN_ID, DAY, START
from .world import World, identifier

SALT = "5a" * 32
CODES = ("M01", "M08", "M14")
NO_EVIDENCE = Evidence(bytes(32), EvidenceKind.NONE, 0)
ZERO_ACCOUNT = "0x" + "00" * 20


def order_content() -> OrderContent:
    """What both sides of the tests' order signed."""
    return OrderContent(
        reference="QC-1",
        salt=SALT,
        amount_salt=SALT,
        goods="two cranes",
        seller="The maker",
        buyer="The buyer",
        assets=("9520001STS0417",),
        effective_on="2026-03-02",
        tariff_code="84261900",
        incoterm="DPU Rotterdam",
        currency="EUR",
        price="20000000",
        liquidated_damages="0.5% a week",
        price_lines=(PriceLine("crane 417", "9600000", True),),
        milestones=tuple(MilestoneContent(code, f"Name of {code}") for code in CODES),
        payments=(PaymentContent("M14", 35, "7000000", 326),),
    )


@dataclass
class OrderStory:
    """The chapters. `order` is the id, `codes` the milestones' hashes by code."""

    world: World

    def __post_init__(self) -> None:
        self.order = identifier("order")
        content = order_content()
        self.codes = {code: content.milestone_code(code) for code in CODES}
        self.device = SigningKey(b"\x07" * 32)

    @property
    def order_id(self) -> str:
        return "0x" + self.order.hex()

    def agree(self) -> None:
        world = self.world
        everyone = ("maker", "buyer", "bank_a", "customs")
        world.publish(
            "maker",
            "contract",
            315,
            RecordContent(fields_of(order_content())),
            {
                DisclosureClass.PARTIES: everyone,
                DisclosureClass.CUSTOMS: ("maker", "buyer", "customs"),
                DisclosureClass.COMMERCIAL: ("maker", "buyer"),
            },
            subject=self.order,
        )
        milestones = tuple(
            MilestoneTerms(
                self.codes[code],
                weight,
                hold,
                world.id("surveyor") if hold else bytes(16),
                START + day * DAY,
                START + day * DAY,
                identifier("amount") if code == "M14" else bytes(32),
            )
            for code, weight, hold, day in (
                ("M01", 3, HoldPoint.NONE, 0),
                ("M08", 6, HoldPoint.HOLD, 210),
                ("M14", 5, HoldPoint.NONE, 318),
            )
        )
        terms = OrderTerms(
            order=self.order,
            version=1,
            seller=world.id("maker"),
            buyer=world.id("buyer"),
            terms_commitment=identifier("terms"),
            contract_record=identifier("contract"),
            calendar_hash=identifier("calendar"),
            effective_at=START,
            agree_by=START + DAY,
            reminder_window=7 * DAY,
            inspection_notice=3 * DAY,
            warranty_period=730 * DAY,
            taking_over=self.codes["M14"],
            final_acceptance=bytes(32),
            milestones=milestones,
        )
        agreed = order_fulfilment.OrderAgreed(
            self.order, world.id("maker"), world.id("buyer"), ZERO_ACCOUNT, ZERO_ACCOUNT, terms
        )
        world.mine(("OrderFulfilment", agreed))

    def complete(self, code: str, day: int, planned_day: int | None = None) -> None:
        due = {"M01": 0, "M08": 210, "M14": 318}[code]
        self.world.mine(
            (
                "OrderFulfilment",
                order_fulfilment.MilestoneCompleted(
                    self.order,
                    self.codes[code],
                    self.world.id("maker"),
                    START + due * DAY,
                    START + (planned_day or due) * DAY,
                    START + day * DAY,
                    Evidence(identifier("contract"), EvidenceKind.RECORD, 1),
                ),
            ),
            at=START + day * DAY,
        )

    def delay(self) -> None:
        """The supplier is 20 days late; two alternatives, the second accepted; M08 is reminded and escalated."""
        world, sub_order, m08 = self.world, identifier("sub-order"), self.codes["M08"]
        need = START + 150 * DAY
        placed = SubOrderTerms(sub_order, self.order, m08, world.id("supplier"), need, identifier("sub-terms"))
        contract = order_fulfilment
        events: list[object] = [
            contract.SubOrderPlaced(self.order, sub_order, world.id("supplier"), placed),
            contract.DeliveryPromised(self.order, sub_order, world.id("supplier"), 1, need + 20 * DAY),
            contract.DelayWarned(self.order, sub_order, m08, need, need + 20 * DAY, 20 * DAY),
        ]
        for number, days in ((1, 9), (2, 6)):
            moves = (MilestoneMove(m08, START + (210 + days) * DAY),)
            events.append(
                contract.AlternativeOffered(
                    self.order, sub_order, world.id("supplier"), number, 1, days, identifier(f"price {number}"), moves
                )
            )
        due, planned = START + 210 * DAY, START + 216 * DAY
        events += [
            contract.AlternativeAccepted(self.order, sub_order, world.id("maker"), 2, need + 20 * DAY),
            contract.MilestoneScheduled(self.order, m08, ScheduleCause.ALTERNATIVE, sub_order, due, planned),
            contract.MilestoneReminded(self.order, m08, due, planned),
            contract.MilestoneEscalated(self.order, m08, due, planned),
        ]
        world.mine(*(("OrderFulfilment", event) for event in events), at=START + 211 * DAY)

    def declare(self) -> None:
        """A failing pre-check and a hold, an amendment that passes, a release by the authority itself."""
        world, contract = self.world, customs_compliance
        declaration, paper = identifier("declaration"), identifier("invoice")
        world.publish(
            "maker",
            "invoice",
            380,
            RecordContent(
                fields_of(order_content()),
                (Attachment("invoice.pdf", "application/pdf", DisclosureClass.COMMERCIAL, b"%PDF-1.7 invoice"),),
            ),
            dict.fromkeys(DisclosureClass, ("maker", "buyer", "bank_a")),
            subject=self.order,
        )
        movement = Movement(
            b"NL", TariffCode(84261900, 8), b"CN", b"NL", b"4000", 1, START + 320 * DAY, self.order, bytes(32)
        )
        papers = (NamedRecord(paper, 1),)

        def finding(number: int, code: int, status: FindingStatus) -> Finding:
            found = paper if status is FindingStatus.PRESENT else bytes(32)
            return Finding(number, number, status, DocumentType(CodeList.UNTDID1001, code, 0), 1, found, 1)

        def decided(number: int, decision: Decision, assessment: int, status: DeclarationStatus) -> object:
            return contract.DecisionTaken(
                declaration, world.id("customs"), number, decision, assessment, 0,
                identifier("reason"), bytes(32), status,
            )  # fmt: skip

        empty = bytes(32)
        events: list[object] = [
            contract.AuthorityAssigned(b"NL", world.id("customs"), bytes(16)),
            contract.RuleBookPublished(b"NL", 1, world.id("customs"), False, START, identifier("text")),
            contract.RuleBookSealed(b"NL", 1, world.id("customs"), False, 2),
            contract.DeclarationLodged(declaration, world.id("buyer"), b"NL", movement, empty, True),
            contract.RecordsNamed(declaration, 1, papers),
            contract.FindingStored(declaration, 1, 0, finding(0, 380, FindingStatus.PRESENT), empty),
            contract.FindingStored(declaration, 1, 1, finding(1, 327, FindingStatus.MISSING), empty),
            contract.DeclarationAssessed(declaration, 1, AssessmentOutcome.FAILED, 1, 2, 1),
            decided(1, Decision.HOLD, 1, DeclarationStatus.HELD),
            contract.RecordsNamed(declaration, 2, papers),
            contract.FindingStored(declaration, 2, 0, finding(0, 380, FindingStatus.PRESENT), empty),
            contract.DeclarationAssessed(declaration, 2, AssessmentOutcome.PASSED, 1, 1, 0),
            decided(2, Decision.RELEASE, 2, DeclarationStatus.RELEASED),
        ]
        world.mine(*(("CustomsCompliance", event) for event in events), at=START + 321 * DAY)

    def finance(self) -> None:
        """A receivable on M14 that the buyer agreed to pay; bank A takes 80 %, its papers are bound."""
        world, contract = self.world, trade_finance
        receivable = identifier("receivable")
        presented = Receivable(
            self.order, self.codes["M14"], world.id("maker"), world.id("buyer"), bytes(16), 1, START + 319 * DAY,
            identifier("amount"), identifier("invoice"),
        )  # fmt: skip
        terms = AssignmentTerms(
            identifier("assignment"), receivable, 1, bytes(32), world.id("bank_a"), 800_000, identifier("registry"),
            identifier("assignment terms"), START + 330 * DAY,
        )  # fmt: skip
        events = [
            contract.ReceivablePresented(receivable, self.order, self.codes["M14"], 1, presented),
            contract.FingerprintBound(
                identifier("bill of lading"),
                receivable,
                world.id("maker"),
                PaperHolder.RECEIVABLE,
                PaperElement.TRANSPORT_DOCUMENT_NUMBER,
            ),
            contract.PaymentAgreed(receivable, world.id("buyer"), identifier("amount"), START + 400 * DAY, bytes(32)),
            contract.ShareAssigned(receivable, world.id("bank_a"), world.id("maker"), 800_000, ZERO_ACCOUNT, terms),
        ]
        world.mine(*(("TradeFinance", event) for event in events), at=START + 322 * DAY)

    def build(self) -> None:
        """A crane with a hoist in it and a brake in that; handed to the buyer; the hoist replaced; the lot recalled."""
        world, contract = self.world, part_provenance
        maker, buyer = world.id("maker"), world.id("buyer")
        ids = {name: identifier(name) for name in ("crane", "hoist", "brake", "new hoist", "spare")}
        parts = tuple(
            PartContent(
                part.hex(), name, f"urn:epc:id:cpi:9520001.{name.upper().replace(' ', '-')}.1", "The maker",
                name, "1", "B2411" if name in ("brake", "spare") else "", "843149",
            )
            for name, part in ids.items()
            if name != "crane"
        )  # fmt: skip
        crane = PartContent(
            ids["crane"].hex(), "Crane 417", "urn:epc:id:giai:9520001.STS0417", "The maker", "STS", "417", "",
            "842619",
        )  # fmt: skip
        readers = dict.fromkeys(DisclosureClass, ("maker", "buyer"))
        world.publish(
            "maker",
            "part list",
            3,
            RecordContent(fields_of(PartListContent((crane, *parts)))),
            readers,
            subject=self.order,
        )
        lot = identifier("lot B2411")
        empty = bytes(32)
        position = {name: identifier(f"place of {name}") for name in ids}
        work_order = identifier("work order")
        events: list[object] = [contract.MakerEntered(maker, maker, identifier("952"), identifier("serial key"))]
        events += [
            contract.PartRegistered(
                part, maker, maker, identifier(f"serial {name}"), empty,
                lot if name in ("brake", "spare") else empty, name == "crane", empty,
            )
            for name, part in ids.items()
        ]  # fmt: skip
        events += [
            contract.PartInstalled(ids["brake"], ids["hoist"], ids["hoist"], position["brake"], empty, maker),
            contract.PartInstalled(ids["hoist"], ids["crane"], ids["crane"], position["hoist"], empty, maker),
            contract.MachineBuilt(ids["crane"], maker, identifier("part list")),
        ]
        world.mine(*(("PartProvenance", event) for event in events), at=START + 300 * DAY)
        events = [
            contract.CustodyTransferred(ids["crane"], maker, buyer, 1, HandOverPurpose.DELIVERY, buyer, empty),
            contract.WorkOrderOpened(
                work_order, ids["crane"], world.id("service"), buyer,
                Evidence(identifier("vibration"), EvidenceKind.ANCHORED_EVENTS, 3), identifier("order 225"),
            ),
            contract.PartRemoved(
                ids["hoist"], ids["crane"], ids["crane"], position["hoist"], work_order, world.id("service"), buyer,
                buyer,
            ),
            contract.PartInstalled(
                ids["new hoist"], ids["crane"], ids["crane"], position["hoist"], work_order, world.id("service")
            ),
            contract.PartReplaced(
                work_order, ids["hoist"], ids["new hoist"], ids["crane"], position["hoist"], world.id("service"), buyer
            ),
            contract.RecallOpened(
                identifier("recall"), maker, RecallScope.LOT, maker, lot, identifier("recall notice")
            ),
            contract.PartRecalled(identifier("recall"), ids["brake"], empty, buyer, 1, RecallMark.MARKED),
            contract.PartRecalled(identifier("recall"), ids["spare"], empty, maker, 0, RecallMark.MARKED),
        ]  # fmt: skip
        world.mine(*(("PartProvenance", event) for event in events), at=START + 600 * DAY)

    def batch(self, sequences: tuple[int, ...] = (0, 1, 2)) -> list[BatchEvent]:
        """Signed events: vibration readings, and as the last one a loading message."""
        asset = "urn:epc:id:giai:9520001.STS0417"
        events = []
        for place, seq in enumerate(sequences):
            last = place == len(sequences) - 1
            time = START + 330 * DAY + seq * 60
            common = {
                "chain_id": CHAIN_ID,
                "key": bytes(self.device.verify_key),
                "counter": Counter(1, seq + 1),
            }
            if last:
                body = (
                    b'{"epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2027-01-26T00:00:00.000Z",'
                    b'"bizStep":"loading","epcList":["' + asset.encode() + b'"],"readPoint":{"id":"geo:31.3,121.5"}}]}}'
                )
                signed = envelope_bytes(
                    kind=EventKind.EPCIS,
                    body=body,
                    media_type="application/json",
                    **common,  # type: ignore[arg-type]
                )
            else:
                body = b""
                moment = f"2027-01-2{seq % 10}T10:00:00Z"
                reading = {"asset": asset, "quantity": "Speed", "unit": "C16", "value": 4.2 + seq, "time": moment}
                signed = envelope_bytes(kind=EventKind.READING, readings=[reading], **common)  # type: ignore[arg-type]
            signature = self.device.sign(signed).signature
            events.append(BatchEvent(seq, time, SignedEvent(signed, signature, body)))
        return events

    def anchor(self, events: list[BatchEvent], *, root: bytes | None = None, name: str = "stream") -> None:
        """Seal and anchor a batch: readings for maker and buyer, logistics for carrier and buyer."""
        world, stream = self.world, identifier(name)
        readings = [each for each in events if each.kind is EventKind.READING]
        logistics = [each for each in events if each.kind is not EventKind.READING]
        content = RecordContent(
            (),
            tuple(
                Attachment(file, MEDIA_TYPE, disclosure_class, encode_lines(entries))
                for file, disclosure_class, entries in (
                    (READINGS_FILE, DisclosureClass.TECHNICAL, readings),
                    (LOGISTICS_FILE, DisclosureClass.LOGISTICS, logistics),
                )
                if entries
            ),
        )
        header = RecordHeader(
            CHAIN_ID, batch_record(stream, events[0].seq), 1, SealedDocumentType(2, 1), world.id("carrier")
        )
        readers = {
            DisclosureClass.TECHNICAL: [world.members[each].key.reader() for each in ("maker", "buyer")],
            DisclosureClass.LOGISTICS: [world.members[each].key.reader() for each in ("carrier", "buyer")],
        }
        sealed = seal(content, header, readers, world.members["carrier"].signer)
        cid = world.services.opener.stores.content.put(sealed.ciphertext)
        world.services.opener.stores.wraps.put(sealed.wraps)
        tree = MerkleTree([leaf_of(stream, each).hash() for each in events])
        owner = world.id("carrier")
        world.mine(
            (
                "DeviceRegistry",
                device_registry.DeviceRegistered(
                    bytes(self.device.verify_key), world.id("maker"), identifier("asset"), START, 0
                ),
            ),
            ("EventAnchor", event_anchor.StreamOpened(stream, owner, identifier("partition"), ZERO_ACCOUNT, START)),
            (
                "EventAnchor",
                event_anchor.BatchAnchored(
                    stream, 1, events[0].seq, len(events), root or tree.root, bytes(cid), identifier("running")
                ),
            ),
        )
