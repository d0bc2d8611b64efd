"""What every chapter of the cranes' story is told with: its world, its words, its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from quaychain.api.papers.paper import LabelledFact, Paper, Party
from quaychain.api.papers.sealed import paper_content
from quaychain.api.queries.view import DisplayName
from quaychain.contracts.bindings import member_registry, record_registry
from quaychain.contracts.bindings.types import (
    CodeList,
    DocumentType,
    Evidence,
    EvidenceKind,
    MemberKind,
    Seat,
)
from quaychain.contracts.content.order import MilestoneContent, OrderContent, PaymentContent, PriceLine
from quaychain.contracts.sealing import DisclosureClass, RecordHeader, seal
from quaychain.contracts.sealing import DocumentType as SealedDocumentType
from quaychain.scripts.demo.scenario import Scenario, ScenarioPart, load

from ...chain import CHAIN_ID
from ...world import World, identifier

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
WAREHOUSE = ("warehouse", MemberKind.WAREHOUSE, DisplayName("Maasvlakte Parts Depot", "马斯平原备件库"))
SALT = "5a" * 32
EMPTY = bytes(32)
NOBODY = "0x" + "00" * 20
NO_EVIDENCE = Evidence(EMPTY, EvidenceKind.NONE, 0)
EVERYONE = ("maker", "buyer", "customs", "bank_a", "bank_b")


@dataclass
class Teller:
    """`day` is how far the story got."""

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
        key, kind, name = WAREHOUSE
        self.warehouse = identifier(key)[:16]
        names["0x" + self.warehouse.hex()] = name
        admitted = member_registry.MemberAdmitted(self.warehouse, kind, Seat.QUERY, NOBODY)
        self.world.mine(("MemberRegistry", admitted), at=self.at(-20))

    @property
    def order_id(self) -> str:
        return "0x" + self.order.hex()

    def at(self, day: float) -> int:
        return self.scenario.at(day)

    def machine(self, crane: str) -> bytes:
        return identifier(f"crane {crane}")

    def giai(self, crane: str) -> str:
        return f"urn:epc:id:giai:9520001.STS0{crane}"

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
        readers: Sequence[str] = EVERYONE,
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
