"""From the first payment to the load test: milestones, the change, the late inverter and the one overdue milestone."""

from __future__ import annotations

from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    Evidence,
    EvidenceKind,
    MilestoneChange,
    MilestoneMove,
    MilestoneStatus,
)
from quaychain.contracts.sealing import DisclosureClass

from ..documents import issue_paper
from ..ledger import Ledger
from .agreement import ADVANCE_REDUCTIONS, order_content

#: The keeper's word on a milestone may take a few polls; this is how long the scenario waits for it.
KEEPER_PATIENCE = 60.0
_PARTS_IN = 1_000_000


def complete(ledger: Ledger, key: str, day: float, record: bytes | None = None, release: str = "") -> None:
    """The seller reports a milestone done on `day`; whoever inspects its hold point releases it."""
    ledger.advance(day)
    code = order_content(ledger).milestone_code(key)
    evidence = Evidence(bytes(32), EvidenceKind.NONE, 0)
    if record is not None:
        evidence = Evidence(record, EvidenceKind.RECORD, 1)
    ledger.send(
        "mfr",
        ledger.contracts.orders.complete_milestone(ledger.order, code, evidence, ledger.scenario.at(day)),
        f"complete-{key}",
    )
    if release:
        ledger.send(
            release,
            ledger.contracts.orders.release_hold(ledger.order, code, bytes(32) if record is None else record),
            f"release-{key}",
        )
    if key in ADVANCE_REDUCTIONS:
        guarantee = ledger.draw("guarantee/advance")
        ledger.send("bank_a", ledger.contracts.finance.reduce_guarantee(guarantee, code), f"reduce-{key}")


def start_production(ledger: Ledger) -> None:
    """Advance payment, design, long-lead items and the first steel."""
    for key, day in (("M01", 0), ("M02", 44), ("M03", 59), ("M04", 89)):
        complete(ledger, key, day)
    mill = issue_paper(
        ledger, "gear", 3, "EN10204-3.1-0417", day=95, facts={"Heat": "H 77120", "Standard": "EN 10204 type 3.1"}
    )
    complete(ledger, "M05", 99, mill)


def change_order(ledger: Ledger) -> None:
    """CR-01: the remote-control-ready package adds fourteen days to M08 and M12, and its price to M19's payment."""
    content = order_content(ledger)
    ledger.advance(120)
    request = issue_paper(
        ledger,
        "buyer",
        230,
        "CR-01",
        day=120,
        facts={"Change": "Remote-control-ready package"},
        readers=("mfr", "buyer"),
    )
    change = ledger.draw("change/CR-01")
    ledger.send("buyer", ledger.contracts.orders.request_change(ledger.order, change, request), "request")
    offer = issue_paper(
        ledger,
        "mfr",
        310,
        "CR-01-EVALUATION",
        day=122,
        title="Evaluation of change request CR-01",
        facts={"Price": "EUR 180,000.00 more, with M19", "Time": "14 days on M08 and M12"},
        disclosed_to=DisclosureClass.COMMERCIAL,
        readers=("mfr", "buyer"),
    )
    at = ledger.scenario.at
    evaluation = ChangeEvaluation(
        cost_commitment=content.amount_commitment("CR-01", "180000.00"),
        delay_days=14,
        terms_commitment=ledger.record_root(offer),
        calendar_hash=bytes(32),
        milestones=(
            MilestoneChange(content.milestone_code("M08"), at(210 + 15), at(210 + 14), bytes(32)),
            MilestoneChange(content.milestone_code("M12"), at(300 + 15), at(300 + 14), bytes(32)),
            MilestoneChange(
                content.milestone_code("M19"), 0, 0, content.amount_commitment("payments/M19", "2180000.00")
            ),
        ),
        certificates=(),
    )
    ledger.send("mfr", ledger.contracts.orders.evaluate_change(change, evaluation), "evaluate")
    ledger.send("buyer", ledger.contracts.orders.accept_change(change, evaluation), "accept")


def weld_and_test(ledger: Ledger) -> None:
    """M06 released by the surveyor; M07 witnessed by the buyer; the gearboxes come in time."""
    content = order_content(ledger)
    ledger.advance(188)
    report = issue_paper(
        ledger,
        "surveyor",
        293,
        "NDT-0417-0418",
        day=188,
        facts={"Scope": "Portal, boom and girder welds", "Result": "accepted"},
    )
    ledger.send(
        "gear",
        ledger.contracts.orders.deliver_sub_order(
            ledger.draw("sub-order/gearboxes"), _PARTS_IN, Evidence(bytes(32), EvidenceKind.NONE, 0)
        ),
        "deliver-gearboxes",
    )
    complete(ledger, "M06", 189, report, release="surveyor")
    code = content.milestone_code("M07")
    ledger.send(
        "mfr",
        ledger.contracts.orders.notify_inspection(ledger.order, code, ledger.scenario.at(199)),
        "notify-M07",
    )
    complete(ledger, "M07", 199)
    ledger.send("buyer", ledger.contracts.orders.witness(ledger.order, code, bytes(32)), "witness-M07")


def late_inverter(ledger: Ledger) -> None:
    """DLY-1: the inverter is promised twenty days after the need; two ways out are offered, the second is taken."""
    content = order_content(ledger)
    sub_order = ledger.draw("sub-order/inverters")
    ledger.advance(205)
    ledger.send(
        "drive", ledger.contracts.orders.promise_delivery(sub_order, ledger.scenario.at(218 + 20)), "promise-late"
    )
    for number, (delay, price, what, readers) in enumerate(
        (
            (9, "85000.00", "Second source", ("mfr", "buyer")),
            (6, "0.00", "Erect and pin the boom (M11) before M08", ("mfr", "buyer")),
        ),
        1,
    ):
        issue_paper(
            ledger,
            "mfr",
            310,
            f"DLY-1-{number}",
            day=205,
            title=f"Alternative {number} for the late inverter",
            facts={"Way": what, "Price": f"EUR {price}"},
            disclosed_to=DisclosureClass.COMMERCIAL,
            readers=readers,
        )
        moves = _moves(ledger, delay)
        ledger.send(
            "mfr",
            ledger.contracts.orders.offer_alternative(
                sub_order, delay, content.amount_commitment(f"DLY-1-{number}", price), moves
            ),
            f"alternative-{number}",
        )
    ledger.send(
        "buyer", ledger.contracts.orders.accept_alternative(sub_order, 2, _moves(ledger, 6)), "accept-alternative"
    )


def _moves(ledger: Ledger, delay: int) -> tuple[MilestoneMove, ...]:
    code = order_content(ledger).milestone_code("M08")
    return (MilestoneMove(code, ledger.scenario.at(224 + delay)),)


def overdue_milestone(ledger: Ledger) -> None:
    """M09 and M10 are done in time; M08's due day passes, and the keeper escalates it, once."""
    content = order_content(ledger)
    code = content.milestone_code("M09")
    ledger.send(
        "mfr",
        ledger.contracts.orders.notify_inspection(ledger.order, code, ledger.scenario.at(214)),
        "notify-M09",
    )
    complete(ledger, "M09", 214)
    ledger.send("buyer", ledger.contracts.orders.witness(ledger.order, code, bytes(32)), "witness-M09")
    complete(ledger, "M10", 224)
    ledger.advance(226)
    late = content.milestone_code("M08")
    ledger.wait(
        lambda: ledger.read(ledger.contracts.orders.milestone_of(ledger.order, late)).escalated,
        "the keeper's escalation of M08",
        KEEPER_PATIENCE,
    )
    ledger.send(
        "drive",
        ledger.contracts.orders.deliver_sub_order(
            ledger.draw("sub-order/inverters"), _PARTS_IN, Evidence(bytes(32), EvidenceKind.NONE, 0)
        ),
        "deliver-inverters",
    )
    complete(ledger, "M08", 230, release="buyer")
    milestone = ledger.read(ledger.contracts.orders.milestone_of(ledger.order, late))
    ledger.require(milestone.status is MilestoneStatus.COMPLETED, "M08 is not complete")


def erect_and_load_test(ledger: Ledger) -> None:
    """M11 on the yard, M12 by the surveyor's release of the load test."""
    complete(ledger, "M11", 264)
    ledger.advance(308)
    report = issue_paper(
        ledger,
        "mfr",
        4,
        "FAT-0417-0418",
        day=308,
        title="Report of the factory acceptance test",
        facts={"Static load": "125 %", "Dynamic load": "110 %", "Result": "no permanent deformation"},
    )
    complete(ledger, "M12", 308, report, release="surveyor")
