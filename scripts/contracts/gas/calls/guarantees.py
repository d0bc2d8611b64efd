"""Calls of TradeFinance about guarantees and demands."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.bindings.types import GuaranteeKind, GuaranteeReduction, GuaranteeTerms

from ..case import Case
from ..founding import signer
from ..ledger import NOW, Ledger, Shot
from .orders import DAY, code, complete, order
from .records import publish

#: Reductions of a guarantee.
_MOST = 32
_NOTHING = bytes(32)
_END = NOW + 60 * DAY


def _terms(ledger: Ledger, made: bytes, count: int, record: bytes = _NOTHING) -> GuaranteeTerms:
    reductions = tuple(GuaranteeReduction(code(ledger, number), 10_000) for number in range(count))
    return GuaranteeTerms(
        ledger.id("guarantee"),
        made,
        GuaranteeKind.PERFORMANCE,
        ledger.id("amount"),
        record,
        _END,
        code(ledger, 1),
        reductions,
    )


def _issue(ledger: Ledger, count: int) -> Shot:
    made, record = order(ledger, max(count, 4)), publish(ledger, "bank_a", "record")
    return ledger.shot("bank_a", ledger.contracts.finance.issue_guarantee(_terms(ledger, made, count, record)))


def _issued(ledger: Ledger, *, demanded: bool = False) -> bytes:
    """A guarantee whose first milestone is complete; with a demand, the second."""
    made, finance, guarantee = order(ledger), ledger.contracts.finance, ledger.id("guarantee")
    complete(ledger, made, (0,))
    ledger.by("bank_a", finance.issue_guarantee(_terms(ledger, made, 2)))
    if demanded:
        for name in ("earlier", "demand"):
            ledger.by("buyer", finance.present_demand(guarantee, ledger.id(name), 100_000, _NOTHING))
    return guarantee


def _reduce(ledger: Ledger) -> Shot:
    call = ledger.contracts.finance.reduce_guarantee(_issued(ledger), code(ledger))
    return Shot(signer("anyone").address, call)


def _extend(ledger: Ledger) -> Shot:
    return ledger.shot("bank_a", ledger.contracts.finance.extend_guarantee(_issued(ledger), _END + DAY))


def _release(ledger: Ledger) -> Shot:
    return ledger.shot("buyer", ledger.contracts.finance.release_guarantee(_issued(ledger)))


def _expire(ledger: Ledger) -> Shot:
    guarantee = _issued(ledger)
    ledger.wait_until(_END + DAY)
    return Shot(signer("anyone").address, ledger.contracts.finance.expire_guarantee(guarantee))


def _present(ledger: Ledger) -> Shot:
    guarantee, record = _issued(ledger, demanded=True), publish(ledger, "buyer", "record")
    call = ledger.contracts.finance.present_demand(guarantee, ledger.id("next"), 100_000, record)
    return ledger.shot("buyer", call)


def _honour(ledger: Ledger) -> Shot:
    _issued(ledger, demanded=True)
    call = ledger.contracts.finance.honour_demand(ledger.id("demand"), ledger.id("reference"))
    return ledger.shot("bank_a", call)


def _refuse(ledger: Ledger) -> Shot:
    _issued(ledger, demanded=True)
    call = ledger.contracts.finance.refuse_demand(ledger.id("demand"), publish(ledger, "bank_a", "record"))
    return ledger.shot("bank_a", call)


CASES = (
    Case("issueGuarantee", "2 reductions", partial(_issue, count=2)),
    Case("issueGuarantee", "32 reductions", partial(_issue, count=_MOST)),
    Case("reduceGuarantee", "", _reduce),
    Case("extendGuarantee", "", _extend),
    Case("releaseGuarantee", "", _release),
    Case("expireGuarantee", "", _expire),
    Case("presentDemand", "", _present),
    Case("honourDemand", "", _honour),
    Case("refuseDemand", "", _refuse),
)
