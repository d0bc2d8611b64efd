"""The scenario's steps in the order of their days, and how they are run: each once, however often it is started."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from .ledger import Ledger
from .signers import register_signers
from .steps import agreement, clearance, financing, parts, production, refusals, service, shipping, voyage


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the story: `name` is its key in the journal, `text` what a reader of the terminal sees."""

    name: str
    text: str
    run: Callable[[Ledger], None]


STEPS: tuple[Step, ...] = (
    Step("rule-books", "Customs offices publish their rule books", clearance.publish_rule_books),
    Step("order", "Order agreed by both signatures, 20 milestones", agreement.agree_order),
    Step("signers", "Devices and carrier registered", register_signers),
    Step("guarantees", "Advance-payment guarantee and performance bond", agreement.secure_order),
    Step("sub-orders", "Sub-orders to the two core suppliers", agreement.place_sub_orders),
    Step("makers", "Makers entered", parts.enter_makers),
    Step("parts", "Parts registered", parts.register_parts),
    Step("start", "Design approved, steel cut (M01 to M05)", production.start_production),
    Step("change", "Change request CR-01, evaluated and accepted", production.change_order),
    Step("weld", "Welds released, gearboxes tested (M06, M07)", production.weld_and_test),
    Step("late-inverter", "Inverter 20 days late: two alternatives, one accepted", production.late_inverter),
    Step("overdue", "M08 overdue and escalated (M08 to M10)", production.overdue_milestone),
    Step("delivery", "Parts delivered to the yard", parts.deliver_parts),
    Step("assembly", "106 parts built into two cranes", parts.build_cranes),
    Step("load-test", "Erected, load test released (M11, M12)", production.erect_and_load_test),
    Step("load-out", "Load-out approved (M13)", shipping.approve_load_out),
    Step("papers", "Export papers made, origin certified", shipping.issue_export_papers),
    Step("export", "Exported and shipped on board (M14)", shipping.export_and_load),
    Step("finance", "Receivable of M14 financed, double financing refused", financing.finance_receivable),
    Step("storm", "Storm at the Cape excused", voyage.excuse_storm),
    Step("voyage", "Voyage: positions, lashing, humidity, carrier events", voyage.carry),
    Step("arrival", "Arrived in Rotterdam (M15)", voyage.arrive),
    Step("hold", "Declared, two documents named, held by customs", clearance.declare_and_hold),
    Step("examination", "Examination excused", voyage.excuse_examination),
    Step("release", "Corrected and released (M16)", clearance.correct_and_release),
    Step("stock", "Spares in the Rotterdam warehouse", parts.store_spares),
    Step("taking-over", "Taken over with a snag list (M17 to M19)", service.take_over),
    Step("payment", "Receivable paid", financing.pay_receivable),
    Step("gearbox", "Gearbox replaced in service", service.replace_gearbox),
    Step("recall", "Brake lot recalled", service.recall_lot),
    Step("copy", "Copied serial flagged", service.sight_copy),
    Step("refusals", "Six attempts refused", refusals.attempt_all),
)


def tell(ledger: Ledger, report: Callable[[Step, float], None]) -> None:
    """Run the steps that are not done yet.

    A step counts as done only when the chain has stored its effects; after a kill -9 at any moment it is run again from
    its start, where what was sent before is found and not sent twice.
    """
    for step in STEPS:
        if ledger.journal.done(step.name):
            continue
        started = time.monotonic()
        ledger.step = step.name
        step.run(ledger)
        ledger.persist()
        seconds = time.monotonic() - started
        ledger.journal.mark(step.name, seconds)
        report(step, seconds)
