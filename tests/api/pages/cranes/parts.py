"""What the cranes are made of, and what became of it."""

from __future__ import annotations

from quaychain.contracts.bindings import order_fulfilment as orders
from quaychain.contracts.bindings import part_provenance as provenance
from quaychain.contracts.bindings.types import (
    Evidence,
    EvidenceKind,
    HandOverPurpose,
    RecallMark,
    RecallScope,
    SnagClass,
)
from quaychain.contracts.content.disclosed import fields_of
from quaychain.contracts.content.part_list import PartContent, PartListContent
from quaychain.contracts.sealing import DisclosureClass, RecordContent
from quaychain.scripts.demo import readings
from quaychain.scripts.demo.scenario import ScenarioPart

from ...world import identifier
from .teller import EMPTY, Teller

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


class Parts(Teller):
    """What the cranes are made of, and what became of it."""

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
                part, maker, maker, identifier(f"serial {part.hex()}"), identifier("design"), lot if in_lot else EMPTY,
                machine, EMPTY,
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
                        EMPTY,
                        maker,
                    )
                )
            self._mine("PartProvenance", *events, day=260)
            built = self._paper("maker", 4, f"ASBUILT-{crane}", 309, {"Parts": str(len(inside))})
            self._mine("PartProvenance", provenance.MachineBuilt(self.machine(crane), maker, built), day=309.5)
        for part in chosen:
            if not part.crane:
                stored = provenance.CustodyTransferred(
                    identifier(part.epc), maker, self.warehouse, 1, HandOverPurpose.STORAGE, self.warehouse, EMPTY
                )
                self._mine("PartProvenance", stored, day=310)
        scrapped = next(part for part in chosen if part.place == "scrapped")
        self._mine(
            "PartProvenance", provenance.PartScrapped(identifier(scrapped.epc), self.warehouse, EMPTY), day=310.5
        )

    def hand_over(self) -> None:
        maker, buyer = self.world.id("maker"), self.world.id("buyer")
        for crane in ("417", "418"):
            given = provenance.CustodyTransferred(
                self.machine(crane), maker, buyer, 1, HandOverPurpose.DELIVERY, buyer, EMPTY
            )
            self._mine("PartProvenance", given, day=426)
        snag = orders.SnagRaised(self.order, identifier("snag"), SnagClass.COSMETIC, self.at(470), EMPTY)
        self._mine("OrderFulfilment", snag, day=428)
        self.reach("M19")
        certificate = self._paper("buyer", 916, "TOC-0417-0418", 430, {"Snags": "1, cosmetic"})
        taken = orders.OrderTakenOver(self.order, certificate, self.at(430), self.at(430 + 730), 0, 0)
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
        alert = Evidence(identifier("vibration"), EvidenceKind.ANCHORED_EVENTS, 300)
        self._mine(
            "PartProvenance",
            provenance.WorkOrderOpened(work, machine, partner, buyer, alert, order),
            provenance.WorkOrderDiagnosed(work, diagnosis),
            day=640.2,
        )
        report = self._paper("service", 4, "REPORT-INC-1", 646, {"Installed": new.epc}, readers=("maker", "buyer"))
        given = provenance.CustodyTransferred(
            identifier(new.epc), self.warehouse, partner, 2, HandOverPurpose.INSTALLATION, partner, EMPTY
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
        self._mine("PartProvenance", provenance.RepairStarted(identifier(old.epc), buyer, EMPTY), day=650)

    def recall(self) -> None:
        notice = self._paper(
            "maker", 290, "RECALL-B2411", 750, {"Lot": "B2411"}, title="Recall of service brake calipers, lot B2411"
        )
        recall, events = identifier("recall"), []
        for part in self.scenario.parts:
            if part.lot:
                holder = self.world.id("buyer") if part.crane else self.warehouse
                mark = RecallMark.NOT_ACTIONABLE if part.place == "scrapped" else RecallMark.MARKED
                machine = self.machine(part.crane) if part.crane else EMPTY
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


def _depth(part: ScenarioPart) -> int:
    depth, name = 0, part.name
    while name in _STANDS_IN:
        depth, name = depth + 1, _STANDS_IN[name]
    return depth
