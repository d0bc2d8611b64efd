"""An order of the present call, and the calls of OrderFulfilment that need nothing but an order and a milestone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import (
    AccountPurpose,
    Evidence,
    EvidenceKind,
    HoldPoint,
    MilestoneTerms,
    OrderTerms,
    SnagClass,
)
from quaychain.contracts.types import Call

from ..case import Case
from ..founding import Member, signer
from ..ledger import NOW, Ledger, Shot
from .records import publish

CONTRACT = OrderFulfilment.NAME
DAY = 86_400
DUE = NOW + 60 * DAY
#: Milestones of an order, and entries of any list.
MOST = 64


def terms(
    ledger: Ledger, milestones: Sequence[MilestoneTerms], name: str = "order", record: bytes = bytes(32)
) -> OrderTerms:
    """What both sides sign; the last two milestones are taking-over and final acceptance."""
    return OrderTerms(
        ledger.id(name),
        1,
        Member("mfr").id,
        Member("buyer").id,
        ledger.id("terms"),
        record,
        ledger.id("calendar"),
        NOW - 10 * DAY,
        NOW + 10 * DAY,
        14 * DAY,
        DAY,
        30 * DAY,
        milestones[-2].code,
        milestones[-1].code,
        tuple(milestones),
    )


def milestones(ledger: Ledger, count: int, point: HoldPoint = HoldPoint.NONE) -> list[MilestoneTerms]:
    """`count` milestones, those before the last two with an inspection point."""
    found = []
    for number in range(count):
        certified = number >= count - 2
        inspected = not certified and point is not HoldPoint.NONE
        found.append(
            MilestoneTerms(
                ledger.id(f"milestone {number}"),
                100,
                point if inspected else HoldPoint.NONE,
                Member("surveyor").id if inspected else bytes(16),
                DUE,
                DUE - DAY,
                ledger.id(f"payment {number}"),
            )
        )
    return found


def agree(ledger: Ledger, made: OrderTerms) -> bytes:
    """An agreed order: its id."""
    ledger.by("buyer", _agreement(ledger, made))
    return made.order


def _agreement(ledger: Ledger, made: OrderTerms) -> Call:
    contract = ledger.contracts.orders
    return contract.agree_order(made, ledger.sign("mfr", contract, made), ledger.sign("buyer", contract, made))


def order(ledger: Ledger, count: int = 4, point: HoldPoint = HoldPoint.NONE, *, behind: bool = True) -> bytes:
    """An agreed order with `count` milestones, and then with a million versions, snags and disputes."""
    made = agree(ledger, terms(ledger, milestones(ledger, count, point)))
    if behind:
        more(ledger, made)
    return made


def more(ledger: Ledger, made: bytes) -> None:
    """A million versions behind an order."""
    ledger.more(CONTRACT, "_self", "orders", made, "version")


def open_issues(ledger: Ledger, made: bytes) -> None:
    """A snag of each kind and a dispute on an order, and then a million."""
    orders = ledger.contracts.orders
    ledger.by("buyer", orders.raise_snag(made, ledger.id("first snag"), SnagClass.BLOCKING, DUE, bytes(32)))
    ledger.by("buyer", orders.raise_dispute(made, ledger.id("first dispute"), bytes(32)))
    for counter in ("openSnags", "blockingSnags", "openDisputes"):
        ledger.more(CONTRACT, "_self", "orders", made, counter)


def code(ledger: Ledger, number: int = 0) -> bytes:
    """The code of a milestone."""
    return ledger.id(f"milestone {number}")


def evidence(ledger: Ledger, name: str = "evidence") -> Evidence:
    """A record of the seller's, as evidence."""
    return Evidence(publish(ledger, "mfr", name), EvidenceKind.RECORD, 1)


def complete(ledger: Ledger, made: bytes, numbers: Sequence[int]) -> None:
    """Milestones reported by the seller."""
    nothing = Evidence(bytes(32), EvidenceKind.NONE, 0)
    for number in numbers:
        ledger.by("mfr", ledger.contracts.orders.complete_milestone(made, code(ledger, number), nothing, NOW - 60))


def taken_over(ledger: Ledger) -> bytes:
    """An order that was taken over."""
    made = agree(ledger, terms(ledger, milestones(ledger, 4)))
    complete(ledger, made, (0, 1))
    ledger.by("buyer", ledger.contracts.orders.take_over(made, publish(ledger, "buyer", "certificate"), NOW))
    return made


def _agree(ledger: Ledger, count: int, point: HoldPoint) -> Shot:
    """Signed over a record of the contract, by a member that is neither side."""
    earlier = agree(ledger, terms(ledger, milestones(ledger, 4), "earlier"))
    more(ledger, earlier)
    record = publish(ledger, "mfr", "contract")
    made = terms(ledger, milestones(ledger, count, point), record=record)
    return ledger.shot("bank_a", _agreement(ledger, made))


def _replan(ledger: Ledger) -> Shot:
    made = order(ledger)
    return ledger.shot("mfr", ledger.contracts.orders.replan(made, code(ledger), DUE + DAY))


def _notify(ledger: Ledger) -> Shot:
    made = order(ledger, point=HoldPoint.WITNESS)
    return ledger.shot("mfr", ledger.contracts.orders.notify_inspection(made, code(ledger), DUE))


def _replace_inspector(ledger: Ledger) -> Shot:
    made = order(ledger, point=HoldPoint.HOLD)
    ledger.by("surveyor", ledger.contracts.registry.leave_consortium(), AccountPurpose.GOVERNANCE)
    call = ledger.contracts.orders.replace_inspector(made, code(ledger), Member("buyer").id)
    return ledger.shot("buyer", call)


def _complete(ledger: Ledger, point: HoldPoint) -> Shot:
    made = order(ledger, point=point)
    proof = evidence(ledger)
    return ledger.shot("mfr", ledger.contracts.orders.complete_milestone(made, code(ledger), proof, NOW - 60))


def _complete_by_events(ledger: Ledger) -> Shot:
    made, stream, anchors = order(ledger), ledger.id("stream"), ledger.contracts.anchors
    ledger.by("mfr", anchors.open_stream(stream, ledger.id("partition")), AccountPurpose.ORACLE)
    ledger.by("mfr", anchors.anchor(stream, 1, 1, 1_024, ledger.id("root"), ledger.id("cid")), AccountPurpose.ORACLE)
    ledger.more("EventAnchor", "_streams", stream, "nextSequence")
    proof = Evidence(stream, EvidenceKind.ANCHORED_EVENTS, 7 + ledger.behind)
    return ledger.shot("mfr", ledger.contracts.orders.complete_milestone(made, code(ledger), proof, NOW - 60))


def _reported(ledger: Ledger) -> tuple[bytes, bytes]:
    """An order whose first milestone awaits its release, and a record about it."""
    made = order(ledger, point=HoldPoint.HOLD)
    ledger.by("mfr", ledger.contracts.orders.complete_milestone(made, code(ledger), evidence(ledger), NOW - 60))
    return made, publish(ledger, "surveyor", "report")


def _release(ledger: Ledger) -> Shot:
    made, record = _reported(ledger)
    return ledger.shot("surveyor", ledger.contracts.orders.release_hold(made, code(ledger), record))


def _refuse_release(ledger: Ledger) -> Shot:
    made, record = _reported(ledger)
    return ledger.shot("surveyor", ledger.contracts.orders.refuse_release(made, code(ledger), record))


def _waive(ledger: Ledger) -> Shot:
    made, record = _reported(ledger)
    return ledger.shot("surveyor", ledger.contracts.orders.waive_hold(made, code(ledger), record))


def _witness(ledger: Ledger) -> Shot:
    made = order(ledger, point=HoldPoint.WITNESS)
    record = publish(ledger, "surveyor", "report")
    return ledger.shot("surveyor", ledger.contracts.orders.witness(made, code(ledger), record))


def _remind(ledger: Ledger) -> Shot:
    made = order(ledger)
    ledger.wait_until(DUE - DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.remind(made, code(ledger)))


def _escalate(ledger: Ledger) -> Shot:
    made = order(ledger)
    ledger.wait_until(DUE + DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.escalate(made, code(ledger)))


CASES = (
    Case("agreeOrder", "20 milestones", partial(_agree, count=20, point=HoldPoint.HOLD)),
    Case("agreeOrder", "64 milestones", partial(_agree, count=MOST, point=HoldPoint.HOLD)),
    Case("replan", "", _replan),
    Case("notifyInspection", "", _notify),
    Case("replaceInspector", "", _replace_inspector),
    Case("completeMilestone", "with a record", partial(_complete, point=HoldPoint.NONE)),
    Case("completeMilestone", "with anchored events", _complete_by_events),
    Case("completeMilestone", "that is held", partial(_complete, point=HoldPoint.HOLD)),
    Case("releaseHold", "", _release),
    Case("refuseRelease", "", _refuse_release),
    Case("waiveHold", "", _waive),
    Case("witness", "", _witness),
    Case("remind", "", _remind),
    Case("escalate", "", _escalate),
)
