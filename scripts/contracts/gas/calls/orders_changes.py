"""Calls of OrderFulfilment about sub-orders, changes, delays, snags, cancellation and disputes."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.bindings.types import (
    ChangeEvaluation,
    MilestoneChange,
    MilestoneMove,
    SnagClass,
    SubOrderTerms,
)

from ..case import Case
from ..founding import Member, signer
from ..ledger import NOW, Ledger, Shot
from .orders import CONTRACT, DAY, DUE, MOST, code, evidence, open_issues, order
from .records import publish

NEED = NOW + 20 * DAY


def _place(ledger: Ledger, name: str, made: bytes) -> SubOrderTerms:
    return SubOrderTerms(ledger.id(name), made, code(ledger), Member("gear").id, NEED, ledger.id("terms"))


def _sub_order(ledger: Ledger, count: int = 4, *, promised: int = 0) -> bytes:
    """A sub-order, promised twice where `promised` is a time, with one alternative; and then with a million of both."""
    made, orders = order(ledger, count), ledger.contracts.orders
    ledger.by("mfr", orders.place_sub_order(_place(ledger, "sub-order", made)))
    sub_order = ledger.id("sub-order")
    if promised:
        ledger.by("gear", orders.promise_delivery(sub_order, NEED + DAY))
        ledger.by("gear", orders.offer_alternative(sub_order, 3, ledger.id("price"), []))
        ledger.by("gear", orders.promise_delivery(sub_order, promised))
        for counter in ("promiseNumber", "alternativeCount"):
            ledger.more(CONTRACT, "_self", "subOrders", sub_order, counter)
    return sub_order


def _place_sub_order(ledger: Ledger) -> Shot:
    made = order(ledger)
    ledger.by("mfr", ledger.contracts.orders.place_sub_order(_place(ledger, "earlier", made)))
    return ledger.shot("mfr", ledger.contracts.orders.place_sub_order(_place(ledger, "sub-order", made)))


def _promise(ledger: Ledger) -> Shot:
    sub_order = _sub_order(ledger, promised=NEED + DAY)
    return ledger.shot("gear", ledger.contracts.orders.promise_delivery(sub_order, NEED + 2 * DAY))


def _moves(ledger: Ledger, count: int) -> list[MilestoneMove]:
    return [MilestoneMove(code(ledger, number), DUE + DAY) for number in range(count)]


def _offer(ledger: Ledger, count: int) -> Shot:
    sub_order = _sub_order(ledger, max(count, 4), promised=NEED + DAY)
    call = ledger.contracts.orders.offer_alternative(sub_order, 3, ledger.id("price"), _moves(ledger, count))
    return ledger.shot("gear", call)


def _accept_alternative(ledger: Ledger, count: int) -> Shot:
    sub_order = _sub_order(ledger, max(count, 4), promised=NEED + DAY)
    moves, orders = _moves(ledger, count), ledger.contracts.orders
    ledger.by("gear", orders.offer_alternative(sub_order, 3, ledger.id("price"), moves))
    return ledger.shot("mfr", orders.accept_alternative(sub_order, 2 + ledger.behind, moves))


def _deliver(ledger: Ledger) -> Shot:
    sub_order = _sub_order(ledger, promised=NEED + DAY)
    call = ledger.contracts.orders.deliver_sub_order(sub_order, 1_000_000, evidence(ledger))
    return ledger.shot("gear", call)


def _cancel(ledger: Ledger) -> Shot:
    sub_order = _sub_order(ledger, promised=NEED + DAY)
    return ledger.shot("mfr", ledger.contracts.orders.cancel_sub_order(sub_order))


def _escalate(ledger: Ledger) -> Shot:
    sub_order = _sub_order(ledger, promised=NEED + DAY)
    ledger.wait_until(NEED + DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.escalate_sub_order(sub_order))


def _remind(ledger: Ledger) -> Shot:
    sub_order = _sub_order(ledger, promised=NEED + DAY)
    ledger.wait_until(NEED - DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.remind_sub_order(sub_order))


def _change(ledger: Ledger, count: int = 4) -> bytes:
    made = order(ledger, count)
    record = publish(ledger, "buyer", "request")
    ledger.by("buyer", ledger.contracts.orders.request_change(made, ledger.id("change"), record))
    return ledger.id("change")


def _evaluation(ledger: Ledger, count: int, certificates: int) -> ChangeEvaluation:
    return ChangeEvaluation(
        ledger.id("cost"),
        5,
        ledger.id("new terms"),
        ledger.id("new calendar"),
        tuple(
            MilestoneChange(code(ledger, number), DUE + DAY, DUE + 2 * DAY, ledger.id(f"new payment {number}"))
            for number in range(count)
        ),
        tuple(ledger.id(f"certificate {number}") for number in range(certificates)),
    )


def _request(ledger: Ledger) -> Shot:
    made = order(ledger)
    record = publish(ledger, "buyer", "request")
    return ledger.shot("buyer", ledger.contracts.orders.request_change(made, ledger.id("change"), record))


def _evaluate(ledger: Ledger, count: int, certificates: int) -> Shot:
    change = _change(ledger, max(count, 4))
    evaluation = _evaluation(ledger, count, certificates)
    return ledger.shot("mfr", ledger.contracts.orders.evaluate_change(change, evaluation))


def _accept_change(ledger: Ledger, count: int, certificates: int) -> Shot:
    change = _change(ledger, max(count, 4))
    evaluation = _evaluation(ledger, count, certificates)
    ledger.by("mfr", ledger.contracts.orders.evaluate_change(change, evaluation))
    return ledger.shot("buyer", ledger.contracts.orders.accept_change(change, evaluation))


def _close_change(ledger: Ledger) -> Shot:
    return ledger.shot("buyer", ledger.contracts.orders.close_change(_change(ledger)))


def _codes(ledger: Ledger, count: int) -> list[bytes]:
    return [code(ledger, number) for number in range(count)]


def _claim(ledger: Ledger, count: int) -> Shot:
    made, record = order(ledger, max(count, 4)), publish(ledger, "mfr", "grounds")
    call = ledger.contracts.orders.claim_excusable_delay(made, ledger.id("claim"), record, 5, _codes(ledger, count))
    return ledger.shot("mfr", call)


def _claimed(ledger: Ledger, count: int) -> bytes:
    """A claim on milestones that an earlier one moved already."""
    made, orders = order(ledger, max(count, 4)), ledger.contracts.orders
    codes = _codes(ledger, count)
    for name in ("earlier", "claim"):
        ledger.by("mfr", orders.claim_excusable_delay(made, ledger.id(name), bytes(32), 5, codes))
    ledger.by("buyer", orders.accept_excusable_delay(ledger.id("earlier"), codes))
    ledger.more(CONTRACT, "_self", "milestones", made, codes[0], "excusedDays")
    return ledger.id("claim")


def _accept_delay(ledger: Ledger, count: int) -> Shot:
    claim = _claimed(ledger, count)
    return ledger.shot("buyer", ledger.contracts.orders.accept_excusable_delay(claim, _codes(ledger, count)))


def _refuse_delay(ledger: Ledger) -> Shot:
    claim, record = _claimed(ledger, 1), publish(ledger, "buyer", "answer")
    return ledger.shot("buyer", ledger.contracts.orders.refuse_excusable_delay(claim, record))


def _raise_snag(ledger: Ledger) -> Shot:
    made, record = order(ledger), publish(ledger, "buyer", "defect")
    open_issues(ledger, made)
    call = ledger.contracts.orders.raise_snag(made, ledger.id("snag"), SnagClass.BLOCKING, DUE, record)
    return ledger.shot("buyer", call)


def _snag(ledger: Ledger) -> bytes:
    made = order(ledger)
    ledger.by("buyer", ledger.contracts.orders.raise_snag(made, ledger.id("snag"), SnagClass.BLOCKING, DUE, bytes(32)))
    open_issues(ledger, made)
    return ledger.id("snag")


def _answer_snag(ledger: Ledger) -> Shot:
    snag, record = _snag(ledger), publish(ledger, "mfr", "repair")
    return ledger.shot("mfr", ledger.contracts.orders.answer_snag(snag, record))


def _close_snag(ledger: Ledger) -> Shot:
    return ledger.shot("buyer", ledger.contracts.orders.close_snag(_snag(ledger)))


def _remind_snag(ledger: Ledger) -> Shot:
    snag = _snag(ledger)
    ledger.wait_until(DUE - DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.remind_snag(snag))


def _escalate_snag(ledger: Ledger) -> Shot:
    snag = _snag(ledger)
    ledger.wait_until(DUE + DAY)
    return Shot(signer("anyone").address, ledger.contracts.orders.escalate_snag(snag))


def _propose_cancellation(ledger: Ledger) -> Shot:
    made, record = order(ledger), publish(ledger, "buyer", "cancellation")
    return ledger.shot("buyer", ledger.contracts.orders.propose_cancellation(made, record))


def _accept_cancellation(ledger: Ledger) -> Shot:
    made, record = order(ledger), publish(ledger, "buyer", "cancellation")
    ledger.by("buyer", ledger.contracts.orders.propose_cancellation(made, record))
    return ledger.shot("mfr", ledger.contracts.orders.accept_cancellation(made, record))


def _raise_dispute(ledger: Ledger) -> Shot:
    made, record = order(ledger), publish(ledger, "buyer", "grounds")
    open_issues(ledger, made)
    return ledger.shot("buyer", ledger.contracts.orders.raise_dispute(made, ledger.id("dispute"), record))


def _dispute(ledger: Ledger) -> tuple[bytes, bytes]:
    made = order(ledger)
    ledger.by("buyer", ledger.contracts.orders.raise_dispute(made, ledger.id("dispute"), bytes(32)))
    open_issues(ledger, made)
    return ledger.id("dispute"), publish(ledger, "buyer", "settlement")


def _propose_settlement(ledger: Ledger) -> Shot:
    return ledger.shot("buyer", ledger.contracts.orders.propose_settlement(*_dispute(ledger)))


def _accept_settlement(ledger: Ledger) -> Shot:
    dispute, record = _dispute(ledger)
    ledger.by("buyer", ledger.contracts.orders.propose_settlement(dispute, record))
    return ledger.shot("mfr", ledger.contracts.orders.accept_settlement(dispute, record))


CASES = (
    Case("placeSubOrder", "", _place_sub_order),
    Case("promiseDelivery", "", _promise),
    Case("offerAlternative", "2 moves", partial(_offer, count=2)),
    Case("offerAlternative", "64 moves", partial(_offer, count=MOST)),
    Case("acceptAlternative", "2 moves", partial(_accept_alternative, count=2)),
    Case("acceptAlternative", "64 moves", partial(_accept_alternative, count=MOST)),
    Case("deliverSubOrder", "", _deliver),
    Case("cancelSubOrder", "", _cancel),
    Case("remindSubOrder", "", _remind),
    Case("escalateSubOrder", "", _escalate),
    Case("requestChange", "", _request),
    Case("evaluateChange", "2 milestones", partial(_evaluate, count=2, certificates=2)),
    Case("evaluateChange", "64 milestones, 64 certificates", partial(_evaluate, count=MOST, certificates=MOST)),
    Case("acceptChange", "2 milestones", partial(_accept_change, count=2, certificates=2)),
    Case("acceptChange", "64 milestones, 64 certificates", partial(_accept_change, count=MOST, certificates=MOST)),
    Case("closeChange", "", _close_change),
    Case("claimExcusableDelay", "2 milestones", partial(_claim, count=2)),
    Case("claimExcusableDelay", "64 milestones", partial(_claim, count=MOST)),
    Case("acceptExcusableDelay", "2 milestones", partial(_accept_delay, count=2)),
    Case("acceptExcusableDelay", "64 milestones", partial(_accept_delay, count=MOST)),
    Case("refuseExcusableDelay", "", _refuse_delay),
    Case("raiseSnag", "", _raise_snag),
    Case("answerSnag", "", _answer_snag),
    Case("remindSnag", "", _remind_snag),
    Case("escalateSnag", "", _escalate_snag),
    Case("closeSnag", "", _close_snag),
    Case("proposeCancellation", "", _propose_cancellation),
    Case("acceptCancellation", "", _accept_cancellation),
    Case("raiseDispute", "", _raise_dispute),
    Case("proposeSettlement", "", _propose_settlement),
    Case("acceptSettlement", "", _accept_settlement),
)
