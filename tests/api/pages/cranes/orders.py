"""The order, its milestones, the change and the late inverter."""

from __future__ import annotations

from quaychain.contracts.bindings import order_fulfilment as orders
from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    Evidence,
    EvidenceKind,
    HoldPoint,
    MilestoneChange,
    MilestoneMove,
    MilestoneTerms,
    OrderTerms,
    ScheduleCause,
    SubOrderTerms,
)
from quaychain.contracts.content.disclosed import fields_of
from quaychain.contracts.content.order import OrderContent
from quaychain.contracts.sealing import DisclosureClass, RecordContent

from ...chain import DAY
from ...world import identifier
from .teller import EMPTY, EVERYONE, NO_EVIDENCE, NOBODY, Teller

#: When each milestone was reached, by the day; M20 is still to come.
_DONE = {
    "M01": 0, "M02": 44, "M03": 59, "M04": 89, "M05": 99, "M06": 189, "M07": 199, "M09": 214, "M10": 224, "M08": 230,
    "M11": 264, "M12": 309, "M13": 311, "M14": 318, "M15": 382, "M16": 391, "M17": 394, "M18": 424, "M19": 430,
}  # fmt: skip
_SURVEYED = ("M06", "M12", "M13")


class Orders(Teller):
    """The order, its milestones, the change and the late inverter."""

    def agree(self, order: bytes, content: OrderContent, first_day: int = 0) -> None:
        record = f"contract {content.reference}"
        self.world.publish(
            "maker",
            record,
            315,
            RecordContent(fields_of(content)),
            {
                DisclosureClass.PARTIES: (*EVERYONE, "supplier", "carrier", "surveyor", "service"),
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
            payment = content.payment_commitment(key) if key in paid else EMPTY
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
        agreed = orders.OrderAgreed(order, self.world.id("maker"), self.world.id("buyer"), NOBODY, NOBODY, signed)
        self._mine("OrderFulfilment", agreed, day=first_day)

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
            orders.SubOrderDelivered(self.order, identifier("sub-order motors"), supplier, 1_000_000, NO_EVIDENCE),
            day=188,
        )

    def change(self) -> None:
        request = self._paper("buyer", 230, "CR-01", 120, {"Change": "Remote-control-ready package"})
        change = identifier("CR-01")
        moved = tuple(
            MilestoneChange(self.code(key), self.at(day + 15), self.at(day + 14), EMPTY)
            for key, day in (("M08", 210), ("M12", 300))
        )
        evaluation = ChangeEvaluation(identifier("cost"), 14, identifier("new terms"), EMPTY, moved, ())
        self._mine(
            "OrderFulfilment",
            orders.ChangeRequested(self.order, change, self.world.id("buyer"), request),
            orders.ChangeEvaluated(self.order, change, 1, evaluation),
            orders.ChangeAccepted(self.order, change, 2, identifier("new terms"), identifier("calendar")),
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
            orders.AlternativeAccepted(self.order, sub_order, self.world.id("buyer"), 2, promise),
            orders.MilestoneScheduled(self.order, code, ScheduleCause.ALTERNATIVE, sub_order, due, self.at(230)),
        ]
        self._mine("OrderFulfilment", *events, day=205)
        self.reach("M10")
        self._mine("OrderFulfilment", orders.MilestoneReminded(self.order, code, due, self.at(230)), day=224.5)
        self._mine("OrderFulfilment", orders.MilestoneEscalated(self.order, code, due, self.at(230)), day=226)
        delivered = orders.SubOrderDelivered(self.order, sub_order, supplier, 1_000_000, NO_EVIDENCE)
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
        evidence = NO_EVIDENCE
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
                orders.MilestoneWitnessed(self.order, code, inspector, EMPTY),
            ]
        self._mine("OrderFulfilment", *events, day=day)

    def second_order(self) -> None:
        """Another order, in the middle of production: something is overdue, and somebody has to answer."""
        order, content, start = identifier("order QC-STS-2027-02"), self._content("QC-STS-2027-02"), 560
        self.agree(order, content, start)
        code = content.milestone_code
        for key, day in (("M01", 0), ("M02", 44), ("M03", 62), ("M04", 88), ("M05", 103)):
            due = self.at(start + self.scenario.milestone(key).day + 1)
            done = orders.MilestoneCompleted(
                order, code(key), self.world.id("maker"), due, due, self.at(start + day), NO_EVIDENCE
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
            order, code("M06"), self.world.id("surveyor"), self.at(start + 194), NO_EVIDENCE
        )
        self._mine("OrderFulfilment", reported, day=start + 195)
        first, second, paper = identifier("part 1"), identifier("part 2"), identifier("certificate of part 1")
        taken, until = self.at(start + 196), self.at(start + 196 + 730)
        self._mine(
            "OrderFulfilment",
            orders.DeliveryReported(order, first, 400_000, identifier("consignment 1"), NO_EVIDENCE),
            orders.DeliveryReported(order, second, 250_000, EMPTY, NO_EVIDENCE),
            orders.PartTakenOver(order, first, paper, 400_000, taken, until, 0),
            day=start + 196,
        )
