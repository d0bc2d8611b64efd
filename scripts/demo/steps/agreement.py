"""From the rule books to the signed order and its sub-orders."""

from __future__ import annotations

from quaychain.contracts.bindings.types import (
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeTerms,
    HoldPoint,
    MilestoneTerms,
    OrderTerms,
    SubOrderTerms,
)
from quaychain.contracts.content.disclosed import fields_of
from quaychain.contracts.content.order import MilestoneContent, OrderContent, PaymentContent, PriceLine
from quaychain.contracts.sealing.fields import DisclosureClass, RecordContent

from ..documents import issue_paper
from ..ledger import Ledger, untdid
from ..scenario import ScenarioMilestone

#: Who releases a hold point where it is not the buyer: the surveyor for welds, the load test and the load-out.
_SURVEYED = frozenset({"M06", "M12", "M13"})
_REMINDER_DAYS = 7
_WARRANTY_DAYS = 730
#: By how much of its first amount, in ppm, the advance-payment guarantee shrinks with each of these milestones.
ADVANCE_REDUCTIONS = {"M06": 333_333, "M10": 333_333, "M14": 333_334}


def order_content(ledger: Ledger) -> OrderContent:
    """The order's content: the scenario's words and figures, and a salt drawn once."""
    scenario = ledger.scenario
    order = scenario.order
    lines = order["price_lines"]
    return OrderContent(
        reference=order["ref"],
        salt=ledger.journal.once_bytes("order/salt", ledger.random).hex(),
        amount_salt=ledger.journal.once_bytes("order/amount-salt", ledger.random).hex(),
        goods=order["goods"],
        seller=ledger.actor("mfr").cast.name,
        buyer=ledger.actor("buyer").cast.name,
        assets=tuple(scenario.raw["assets_giai_8004"]),
        effective_on=order["effective"],
        tariff_code=order["hs_eu"],
        incoterm=order["incoterm"],
        currency=order["currency"],
        price=f"{order['price']}.00",
        liquidated_damages=order["liquidated_damages"],
        price_lines=tuple(PriceLine(name, f"{amount}.00", "after import" not in name) for name, amount in lines),
        milestones=tuple(MilestoneContent(milestone.key, milestone.name) for milestone in scenario.milestones),
        payments=tuple(
            PaymentContent(item["milestone"], item["percent"], f"{item['amount']}.00", item["invoice_code"])
            for item in scenario.raw["payments"]
        ),
    )


def agree_order(ledger: Ledger) -> None:
    """Both parties seal the contract, sign the terms, and anyone enters them."""
    content = order_content(ledger)
    contract_record = ledger.publish(
        "mfr",
        "order",
        untdid(315),
        RecordContent(fields_of(content)),
        subject=ledger.order,
        readers={
            DisclosureClass.PARTIES: (
                "mfr",
                "buyer",
                "gear",
                "drive",
                "customs_home",
                "customs_overseas",
                "carrier",
                "surveyor",
                "bank_a",
                "bank_c",
                "origin_body",
                "service_partner",
            ),
            DisclosureClass.CUSTOMS: ("mfr", "buyer", "customs_home", "customs_overseas", "origin_body"),
            DisclosureClass.COMMERCIAL: ("mfr", "buyer", "bank_a"),
        },
    )
    terms = order_terms(ledger, content, contract_record)
    orders = ledger.contracts.orders
    ledger.send(
        "buyer",
        orders.agree_order(terms, ledger.sign("mfr", orders, terms), ledger.sign("buyer", orders, terms)),
        "agree",
    )


def order_terms(ledger: Ledger, content: OrderContent, contract_record: bytes) -> OrderTerms:
    """The terms as both sides sign them: commitments, times and hold points, no words and no amounts."""
    scenario = ledger.scenario
    paid = {payment.key for payment in content.payments}

    def terms(milestone: ScenarioMilestone) -> MilestoneTerms:
        hold = HoldPoint.HOLD if "HOLD" in milestone.flags else HoldPoint.NONE
        if "WITNESS" in milestone.flags:
            hold = HoldPoint.WITNESS
        inspector = ledger.actor("surveyor").member if milestone.key in _SURVEYED else bytes(16)
        return MilestoneTerms(
            code=content.milestone_code(milestone.key),
            weight=milestone.weight,
            hold_point=hold,
            inspector=inspector,
            due=scenario.at(milestone.day + 1),
            planned=scenario.at(milestone.day),
            payment_commitment=content.payment_commitment(milestone.key) if milestone.key in paid else bytes(32),
        )

    return OrderTerms(
        order=ledger.order,
        version=1,
        seller=ledger.actor("mfr").member,
        buyer=ledger.actor("buyer").member,
        terms_commitment=ledger.record_root(contract_record),
        contract_record=contract_record,
        calendar_hash=ledger.digest("calendar: every day is a working day in this scenario"),
        effective_at=scenario.at(0),
        agree_by=scenario.at(30),
        reminder_window=scenario.span(_REMINDER_DAYS),
        inspection_notice=scenario.span(1, since=100),
        warranty_period=scenario.span(_WARRANTY_DAYS, since=430),
        taking_over=content.milestone_code("M19"),
        final_acceptance=content.milestone_code("M20"),
        milestones=tuple(terms(milestone) for milestone in scenario.milestones),
    )


def secure_order(ledger: Ledger) -> None:
    """The seller's bank issues the advance-payment guarantee, reduced by milestones, and the performance bond."""
    contents = order_content(ledger)
    advance = issue_paper(
        ledger, "bank_a", 430, "APG-2026-11", day=0, facts={"Beneficiary": contents.buyer, "Rules": "URDG 758"}
    )
    reductions = tuple(
        GuaranteeReduction(contents.milestone_code(key), share) for key, share in ADVANCE_REDUCTIONS.items()
    )
    ledger.send(
        "bank_a",
        ledger.contracts.finance.issue_guarantee(
            GuaranteeTerms(
                guarantee=ledger.draw("guarantee/advance"),
                order=ledger.order,
                kind=GuaranteeKind.ADVANCE_PAYMENT,
                amount_commitment=contents.payment_commitment("M01"),
                record=advance,
                expires_at=ledger.scenario.at(430),
                expiry_milestone=contents.milestone_code("M14"),
                reductions=reductions,
            )
        ),
        "advance",
    )
    bond = issue_paper(ledger, "bank_a", 356, "PB-2026-12", day=0, facts={"Beneficiary": contents.buyer})
    ledger.send(
        "bank_a",
        ledger.contracts.finance.issue_guarantee(
            GuaranteeTerms(
                guarantee=ledger.draw("guarantee/performance"),
                order=ledger.order,
                kind=GuaranteeKind.PERFORMANCE,
                amount_commitment=contents.amount_commitment("performance bond", "2000000.00"),
                record=bond,
                expires_at=ledger.scenario.at(500),
                expiry_milestone=contents.milestone_code("M19"),
                reductions=(),
            )
        ),
        "performance",
    )


#: Sub-orders: key, supplier, milestone that waits, day of need, day first promised.
SUB_ORDERS: tuple[tuple[str, str, str, int, int], ...] = (
    ("gearboxes", "gear", "M07", 195, 190),
    ("inverters", "drive", "M08", 218, 214),
)


def place_sub_orders(ledger: Ledger) -> None:
    """Gearboxes and inverters go to the two core suppliers, who promise in time."""
    content = order_content(ledger)
    for key, supplier, milestone, need, promise in SUB_ORDERS:
        sub_order = ledger.draw(f"sub-order/{key}")
        terms = issue_paper(
            ledger,
            "mfr",
            220,
            f"SO-{key}",
            day=1,
            title="Order to a supplier",
            facts={"Supplier": ledger.actor(supplier).cast.name, "Goods": key, "Needed on day": str(need)},
            readers=("mfr", supplier),
        )
        ledger.send(
            "mfr",
            ledger.contracts.orders.place_sub_order(
                SubOrderTerms(
                    sub_order=sub_order,
                    order=ledger.order,
                    milestone=content.milestone_code(milestone),
                    supplier=ledger.actor(supplier).member,
                    need_by=ledger.scenario.at(need),
                    terms_commitment=ledger.record_root(terms),
                )
            ),
            f"place-{key}",
        )
        ledger.send(
            supplier,
            ledger.contracts.orders.promise_delivery(sub_order, ledger.scenario.at(promise)),
            f"promise-{key}",
        )
