"""Taking over, the gearbox in service, the spotted copy, and the recall."""

from __future__ import annotations

from quaychain.contracts.bindings.types import HandOverPurpose, RecallScope, SnagClass
from quaychain.contracts.part_messages import Replacement, WorkCompletion

from .. import readings
from ..documents import issue_paper
from ..fleet import DeviceRun
from ..ledger import Ledger
from ..scenario import ScenarioPart
from ..signers import TEMPERATURE, VIBRATION, machine_epc
from .parts import hand_over, machine_id, maker_id, part_id, serial_key
from .production import complete

_TAKEN_OVER = 430
_INCIDENT = _TAKEN_OVER + 210
_RECALL = _TAKEN_OVER + 320
_SAMPLES = 1_040
_HOUR = 1 / 24
_SERVICE_READERS = ("mfr", "buyer", "service_partner", "gear")


def take_over(ledger: Ledger) -> None:
    """M17 and M18, the taking-over certificate with a snag; the cranes are the buyer's."""
    orders = ledger.contracts.orders
    complete(ledger, "M17", 394)
    for crane in ("417", "418"):
        hand_over(ledger, machine_id(ledger, crane), "mfr", "buyer", HandOverPurpose.DELIVERY, f"crane-{crane}")
    complete(ledger, "M18", 424, release="buyer")
    ledger.advance(428)
    snag = ledger.draw("snag/paint")
    ledger.send(
        "buyer",
        orders.raise_snag(ledger.order, snag, SnagClass.COSMETIC, ledger.until("snag", 470), bytes(32)),
        "snag",
    )
    ledger.advance(_TAKEN_OVER)
    certificate = issue_paper(
        ledger,
        "buyer",
        916,
        "TOC-0417-0418",
        day=_TAKEN_OVER,
        title="Taking-over certificate",
        facts={"Taken over": "2 ship-to-shore cranes", "Snags": "1, cosmetic"},
        readers=("mfr", "buyer", "bank_a", "service_partner"),
    )
    ledger.send("buyer", orders.take_over(ledger.order, certificate, ledger.scenario.at(_TAKEN_OVER)), "take-over")
    ledger.send("bank_a", ledger.contracts.finance.expire_guarantee(ledger.draw("guarantee/performance")), "bond")


def replace_gearbox(ledger: Ledger) -> None:
    """INC-1: the vibration alarm, the work order, the gearbox from Rotterdam, the old one back as a core."""
    parts = ledger.contracts.parts
    old, new = _gearbox(ledger, "418"), _spare_gearbox(ledger)
    ledger.advance(_INCIDENT)
    start, end = ledger.scenario.at(_INCIDENT - 60), ledger.scenario.at(_INCIDENT - _HOUR)
    ledger.fleet.run(
        (
            DeviceRun(VIBRATION, tuple(readings.vibration(start, end, _SAMPLES, 21))),
            DeviceRun(TEMPERATURE, tuple(readings.temperature(start, end, _SAMPLES, 22))),
        )
    )
    work_order = ledger.draw("work-order/INC-1")
    order_record = issue_paper(
        ledger,
        "buyer",
        225,
        "WO-INC-1",
        day=_INCIDENT,
        facts={"Machine": machine_epc(ledger.scenario, "418"), "Finding": "Gearbox vibration 9.8 mm/s RMS, rising"},
        subject=machine_id(ledger, "418"),
        readers=_SERVICE_READERS,
    )
    machine = machine_id(ledger, "418")
    ledger.send(
        "buyer",
        parts.open_work_order(
            work_order,
            machine,
            ledger.id("service_partner"),
            ledger.fleet.last_event(VIBRATION),
            order_record,
        ),
        "open",
    )
    diagnosis = issue_paper(
        ledger,
        "service_partner",
        293,
        "DIAG-INC-1",
        day=_INCIDENT,
        title="Diagnosis",
        facts={"Cause": "High-speed shaft bearing", "Remedy": "Replace the main-hoist gearbox"},
        subject=machine,
        readers=_SERVICE_READERS,
    )
    ledger.send("service_partner", parts.diagnose(work_order, diagnosis), "diagnose")
    ledger.advance(_INCIDENT + 6)
    hand_over(ledger, part_id(ledger, new), "warehouse", "service_partner", HandOverPurpose.INSTALLATION, new.serial)
    deadline = ledger.until("gearbox", _INCIDENT + 36)
    replacement = Replacement(work_order, part_id(ledger, old), part_id(ledger, new), 0, deadline)
    ledger.send(
        "service_partner",
        parts.replace(
            replacement.old_part, replacement.new_part, work_order, deadline, ledger.sign("buyer", parts, replacement)
        ),
        "replace",
    )
    done = issue_paper(
        ledger,
        "service_partner",
        4,
        "REPORT-INC-1",
        day=_INCIDENT + 6,
        title="Service report",
        facts={"Removed": old.epc, "Installed": new.epc},
        subject=machine,
        readers=_SERVICE_READERS,
    )
    state = ledger.read(parts.work_order_of(work_order))
    completion = WorkCompletion(work_order, done, state.changes, state.changes_hash, deadline)
    ledger.send(
        "service_partner",
        parts.complete_work_order(work_order, done, deadline, ledger.sign("buyer", parts, completion)),
        "complete",
    )
    ledger.send(
        "buyer",
        parts.owe_core(part_id(ledger, old), ledger.id("gear"), ledger.until("core", _INCIDENT + 36), bytes(32)),
        "core",
    )
    core_back = HandOverPurpose.CORE_RETURN
    hand_over(ledger, part_id(ledger, old), "buyer", "gear", core_back, old.serial, with_ownership=False)
    ledger.send("gear", parts.judge_core(part_id(ledger, old), True, bytes(32)), "judge")
    ledger.send("gear", parts.start_repair(part_id(ledger, old), bytes(32)), "overhaul")


def recall_lot(ledger: Ledger) -> None:
    """Brake lot B2411 is recalled: every live unit is found, wherever it is built in; the scrapped one is listed."""
    parts = ledger.contracts.parts
    ledger.advance(_RECALL)
    lot = ledger.scenario.raw["recall"]["lot"]
    design = next(part.design for part in ledger.scenario.parts if part.lot == lot)
    notice = issue_paper(
        ledger,
        "mfr",
        290,
        f"RECALL-{lot}",
        day=_RECALL,
        title=f"Recall of service brake calipers, lot {lot}",
        facts={"Lot": lot, "Action": "Replace before the next shift in high wind"},
        subject=bytes(32),
        readers=("mfr", "buyer", "warehouse", "service_partner", "gear", "drive"),
    )
    recall = ledger.draw("recall/B2411")
    key = serial_key(ledger, "brake").lot(design, lot)
    ledger.send("mfr", parts.open_recall(recall, RecallScope.LOT, maker_id(ledger, "brake"), key, notice), "open")
    found = ledger.read(parts.recall_of(recall))
    wanted = ledger.scenario.raw["recall"]
    live = wanted["installed"] + wanted["in_stock"]
    ledger.require((found.marked, found.live) == (wanted["units"], live), f"{found.marked} found, {found.live} live")


def sight_copy(ledger: Ledger) -> None:
    """INC-2: one serial is seen in Rotterdam and, three hours later, in Port Klang: the part is under suspicion."""
    parts = ledger.contracts.parts
    rope = part_id(ledger, _first(ledger, "Main-hoist wire rope", "417"))
    ledger.advance(_RECALL + 1)
    at = ledger.scenario.at
    ledger.send("service_partner", parts.sight(rope, b"NLRTM", at(_RECALL + 1 - 3 * _HOUR)), "rotterdam")
    ledger.send("warehouse", parts.sight(rope, b"MYPKG", at(_RECALL + 1)), "port-klang")
    ledger.require(ledger.read(parts.part_of(rope)).suspected, "the copied serial is not flagged")


def _first(ledger: Ledger, name: str, crane: str) -> ScenarioPart:
    return next(part for part in ledger.scenario.parts if part.name == name and part.crane == crane)


def _gearbox(ledger: Ledger, crane: str) -> ScenarioPart:
    return _first(ledger, "Main-hoist gearbox", crane)


def _spare_gearbox(ledger: Ledger) -> ScenarioPart:
    return _first(ledger, "Main-hoist gearbox", "")
