"""Calls of TradeFinance about receivables, shares of them, payments and papers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from quaychain.contracts.bindings.trade_finance import TradeFinance
from quaychain.contracts.bindings.types import AssignmentTerms, Paper, PaperElement, PaymentAttestation

from ..case import Case
from ..founding import Member
from ..ledger import NOW, Ledger, Shot
from .orders import DAY, code, complete, order
from .records import publish

CONTRACT = TradeFinance.NAME
SELF = (CONTRACT, "_self")
#: Papers of a call, and of a receivable.
MOST_PAPERS, MOST_HELD = 16, 32
_NOTHING = bytes(32)
_SHARE = 250_000


def _papers(ledger: Ledger, count: int, name: str = "paper") -> list[Paper]:
    return [Paper(ledger.id(f"{name} {number}"), PaperElement.INVOICE_NUMBER) for number in range(count)]


def _receivable(ledger: Ledger, *, agreed: bool = True) -> bytes:
    """Of a complete milestone, presented for the second time, and then for the millionth; with a fee paid to the seller
    and a share held by another bank where it is `agreed`."""
    made, finance = order(ledger), ledger.contracts.finance
    complete(ledger, made, (0,))
    found: bytes = ledger.reader.read(finance.receivable_id(made, code(ledger)))
    for _ in range(2):
        call = finance.create_receivable(made, code(ledger), _NOTHING, Member("bank_b").id, [])
        ledger.by("mfr", call)
        if _ == 0:
            ledger.by("mfr", finance.withdraw_receivable(found))
    ledger.more(*SELF, "payables", found, "version")
    if agreed:
        ledger.by("buyer", finance.agree_to_pay(found, ledger.id("payment 0"), NOW + 30 * DAY, _NOTHING))
        _assigned(ledger, found, "earlier", "bank_b")
        ledger.more_entries(*SELF, "assignmentIds", found)
    return found


def _terms(ledger: Ledger, receivable: bytes, name: str, bank: str, source: bytes = _NOTHING) -> AssignmentTerms:
    return AssignmentTerms(
        ledger.id(name),
        receivable,
        2 + ledger.behind,
        source,
        Member(bank).id,
        _SHARE,
        ledger.id("register"),
        ledger.id("terms"),
        NOW + DAY,
    )


def _assigned(ledger: Ledger, receivable: bytes, name: str, bank: str) -> bytes:
    """A share that the seller assigned to a bank: the assignment's id."""
    finance, terms = ledger.contracts.finance, _terms(ledger, receivable, name, bank)
    ledger.by(bank, finance.assign(terms, [], ledger.sign("mfr", finance, terms)))
    return terms.assignment


def _create(ledger: Ledger, count: int) -> Shot:
    made, finance, record = order(ledger), ledger.contracts.finance, publish(ledger, "mfr", "invoice")
    call = finance.create_receivable(made, code(ledger), record, Member("bank_a").id, _papers(ledger, count))
    return ledger.shot("mfr", call)


def _add(ledger: Ledger, count: int) -> Shot:
    receivable, finance = _receivable(ledger), ledger.contracts.finance
    ledger.by("mfr", finance.add_papers(receivable, _papers(ledger, 1, "earlier")))
    return ledger.shot("mfr", finance.add_papers(receivable, _papers(ledger, count)))


def _withdraw(ledger: Ledger, count: int) -> Shot:
    receivable, finance = _receivable(ledger, agreed=False), ledger.contracts.finance
    for start in range(0, count, MOST_PAPERS):
        papers = _papers(ledger, min(count, MOST_PAPERS), f"from {start}")
        ledger.by("mfr", finance.add_papers(receivable, papers))
    return ledger.shot("mfr", finance.withdraw_receivable(receivable))


def _agree(ledger: Ledger) -> Shot:
    receivable, record = _receivable(ledger, agreed=False), publish(ledger, "buyer", "record")
    call = ledger.contracts.finance.agree_to_pay(receivable, ledger.id("payment 0"), NOW + 30 * DAY, record)
    return ledger.shot("buyer", call)


def _assign(ledger: Ledger, count: int) -> Shot:
    receivable, finance = _receivable(ledger), ledger.contracts.finance
    ledger.by("mfr", finance.add_papers(receivable, _papers(ledger, 1, "earlier")))
    terms = _terms(ledger, receivable, "assignment", "bank_a")
    call = finance.assign(terms, _papers(ledger, count), ledger.sign("mfr", finance, terms))
    return ledger.shot("bank_a", call)


def _reassign(ledger: Ledger) -> Shot:
    receivable, finance = _receivable(ledger), ledger.contracts.finance
    source = _assigned(ledger, receivable, "source", "bank_a")
    terms = _terms(ledger, receivable, "assignment", "bank_c", source)
    return ledger.shot("bank_c", finance.reassign(terms, ledger.sign("bank_a", finance, terms)))


def _discharge(ledger: Ledger) -> Shot:
    receivable, record = _receivable(ledger), publish(ledger, "bank_a", "record")
    assignment = _assigned(ledger, receivable, "assignment", "bank_a")
    return ledger.shot("bank_a", ledger.contracts.finance.discharge(assignment, record))


def _attest(ledger: Ledger, *, to_bank: bool) -> Shot:
    receivable = _receivable(ledger)
    bank = "bank_a" if to_bank else "bank_b"
    assignment = _assigned(ledger, receivable, "assignment", "bank_a") if to_bank else _NOTHING
    record = publish(ledger, bank, "record")
    payment = PaymentAttestation(receivable, assignment, _SHARE, ledger.id("reference"), record)
    return ledger.shot(bank, ledger.contracts.finance.attest_payment(payment))


def _claim(ledger: Ledger, count: int) -> Shot:
    call = ledger.contracts.finance.claim_papers(ledger.id("claim"), _papers(ledger, count))
    return ledger.shot("bank_a", call)


def _release(ledger: Ledger, count: int) -> Shot:
    ledger.by("bank_a", ledger.contracts.finance.claim_papers(ledger.id("claim"), _papers(ledger, count)))
    return ledger.shot("bank_a", ledger.contracts.finance.release_claim(ledger.id("claim")))


def _probe(ledger: Ledger, count: int) -> Shot:
    papers = _papers(ledger, count)
    ledger.by("bank_a", ledger.contracts.finance.claim_papers(ledger.id("claim"), papers))
    call = ledger.contracts.finance.probe([paper.fingerprint for paper in papers])
    return ledger.shot("bank_b", call)


def _sized(function: str, build: Callable[[Ledger, int], Shot]) -> tuple[Case, ...]:
    return tuple(Case(function, f"{count} papers", _with(build, count)) for count in (2, MOST_PAPERS))


def _with(build: Callable[[Ledger, int], Shot], count: int) -> Callable[[Ledger], Shot]:
    return lambda ledger: build(ledger, count)


CASES = (
    *_sized("createReceivable", _create),
    *_sized("addPapers", _add),
    Case("withdrawReceivable", "2 papers", partial(_withdraw, count=2)),
    Case("withdrawReceivable", "32 papers", partial(_withdraw, count=MOST_HELD)),
    Case("agreeToPay", "", _agree),
    *_sized("assign", _assign),
    Case("reassign", "", _reassign),
    Case("discharge", "", _discharge),
    Case("attestPayment", "to the bank", partial(_attest, to_bank=True)),
    Case("attestPayment", "to the seller", partial(_attest, to_bank=False)),
    *_sized("claimPapers", _claim),
    *_sized("releaseClaim", _release),
    *_sized("probe", _probe),
)
