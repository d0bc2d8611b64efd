"""Calls of OrderFulfilment from delivery in parts to final acceptance."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.bindings.types import Evidence, EvidenceKind, SnagClass

from ..case import Case
from ..ledger import NOW, Ledger, Shot
from .orders import CONTRACT, DAY, DUE, MOST, complete, evidence, more, order, taken_over
from .records import publish

_WHOLE = 1_000_000
_NOTHING = bytes(32)
_NO_EVIDENCE = Evidence(_NOTHING, EvidenceKind.NONE, 0)


def _deliveries(ledger: Ledger, made: bytes, count: int) -> None:
    """So many parts of an order that were delivered and taken over."""
    orders, certificate = ledger.contracts.orders, publish(ledger, "buyer", "part certificate")
    for number in range(count):
        delivery = ledger.id(f"delivery {number}")
        ledger.by("mfr", orders.report_delivery(made, delivery, _WHOLE // 100, ledger.id("consignment"), _NO_EVIDENCE))
        ledger.by("buyer", orders.take_over_part(delivery, certificate, NOW))


def _report(ledger: Ledger) -> Shot:
    made = order(ledger)
    _deliveries(ledger, made, 1)
    call = ledger.contracts.orders.report_delivery(
        made, ledger.id("delivery"), _WHOLE // 100, ledger.id("consignment"), evidence(ledger)
    )
    return ledger.shot("mfr", call)


def _reported(ledger: Ledger) -> tuple[bytes, bytes]:
    """A part that the buyer has not answered, after one that it took over; and a record of the buyer's."""
    shot = _report(ledger)
    ledger.send(shot.sender, shot.call)
    return ledger.id("delivery"), publish(ledger, "buyer", "answer")


def _take_over_part(ledger: Ledger) -> Shot:
    delivery, record = _reported(ledger)
    return ledger.shot("buyer", ledger.contracts.orders.take_over_part(delivery, record, NOW))


def _refuse(ledger: Ledger) -> Shot:
    delivery, record = _reported(ledger)
    return ledger.shot("buyer", ledger.contracts.orders.refuse_delivery(delivery, record))


def _take_over(ledger: Ledger, parts: int) -> Shot:
    made = order(ledger)
    complete(ledger, made, (0, 1))
    _deliveries(ledger, made, parts)
    certificate = publish(ledger, "buyer", "certificate")
    return ledger.shot("buyer", ledger.contracts.orders.take_over(made, certificate, NOW))


def _extend(ledger: Ledger) -> Shot:
    made = taken_over(ledger)
    more(ledger, made)
    snag = ledger.id("snag")
    ledger.by("buyer", ledger.contracts.orders.raise_snag(made, snag, SnagClass.FUNCTIONAL, DUE, _NOTHING))
    ledger.more(CONTRACT, "_self", "orders", made, "openSnags")
    return ledger.shot("mfr", ledger.contracts.orders.extend_warranty(snag, _NOTHING, NOW + 60 * DAY))


def _accept(ledger: Ledger) -> Shot:
    made = taken_over(ledger)
    more(ledger, made)
    certificate = publish(ledger, "buyer", "final certificate")
    ledger.wait_until(NOW + 90 * DAY)
    return ledger.shot("buyer", ledger.contracts.orders.accept_finally(made, certificate))


def _late(ledger: Ledger, parts: int) -> bytes:
    made = order(ledger)
    _deliveries(ledger, made, parts)
    ledger.wait_until(DUE + 5 * DAY)
    return made


def _claim(ledger: Ledger, parts: int) -> Shot:
    made = _late(ledger, parts)
    return ledger.shot("buyer", ledger.contracts.orders.claim_liquidated_damages(made, ledger.id("amount")))


def _accept_damages(ledger: Ledger) -> Shot:
    made, orders = _late(ledger, 0), ledger.contracts.orders
    ledger.by("buyer", orders.claim_liquidated_damages(made, ledger.id("amount")))
    return ledger.shot("mfr", orders.accept_liquidated_damages(made, ledger.id("amount")))


CASES = (
    Case("reportDelivery", "", _report),
    Case("takeOverPart", "", _take_over_part),
    Case("refuseDelivery", "", _refuse),
    Case("takeOver", "as a whole", partial(_take_over, parts=0)),
    Case("takeOver", "after 64 parts", partial(_take_over, parts=MOST)),
    Case("extendWarranty", "", _extend),
    Case("acceptFinally", "", _accept),
    Case("claimLiquidatedDamages", "as a whole", partial(_claim, parts=0)),
    Case("claimLiquidatedDamages", "after 64 parts", partial(_claim, parts=MOST)),
    Case("acceptLiquidatedDamages", "", _accept_damages),
)
