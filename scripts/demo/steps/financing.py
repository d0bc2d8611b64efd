"""The receivable of M14: agreed to by the buyer, assigned twice, refused three times."""

from __future__ import annotations

from quaychain.contracts.bindings.errors import FingerprintAlreadyBoundError, ShareExceedsWholeError
from quaychain.contracts.bindings.types import AssignmentTerms, Paper, PaperElement, PaymentAttestation
from quaychain.contracts.fingerprints import fingerprint
from quaychain.contracts.sealing import DisclosureClass
from quaychain.contracts.types import Call

from ..cast import member
from ..documents import issue_paper
from ..ledger import Ledger
from .agreement import order_content
from .shipping import BILL_OF_LADING_NUMBER, INVOICE_NUMBER

_WHOLE = 1_000_000


def finance_receivable(ledger: Ledger) -> None:
    """Bank A takes 80 % of what the buyer agreed to pay; bank B is refused; bank C takes the rest; no ppm more."""
    finance, content = ledger.contracts.finance, order_content(ledger)
    ledger.advance(320)
    code = content.milestone_code("M14")
    receivable = ledger.read(finance.receivable_id(ledger.order, code))
    papers = (_invoice(INVOICE_NUMBER), _bill_of_lading())
    invoice = ledger.record(f"paper/{INVOICE_NUMBER}")
    ledger.send(
        "mfr",
        finance.create_receivable(ledger.order, code, invoice, ledger.id("bank_a"), papers),
        "receivable",
    )
    agreement = issue_paper(
        ledger,
        "buyer",
        212,
        "ATP-M14",
        day=320,
        facts={"Milestone": "M14", "Amount": f"EUR {content.payment('M14').amount}"},
        disclosed_to=DisclosureClass.COMMERCIAL,
        readers=("mfr", "buyer", "bank_a", "bank_c"),
    )
    ledger.send(
        "buyer",
        finance.agree_to_pay(receivable, content.payment_commitment("M14"), ledger.scenario.at(318 + 180), agreement),
        "agree-to-pay",
    )
    _assign(ledger, receivable, "bank_a", 800_000, "assign-a", registry="LEI register 2027-A-0417")
    ledger.refused(
        "bank_b",
        finance.claim_papers(ledger.draw("claim/bank-b-1"), (_invoice("CI2027003"),)),
        FingerprintAlreadyBoundError,
        "Bank B finances the retyped invoice CI2027003",
    )
    ledger.refused(
        "bank_b",
        finance.claim_papers(ledger.draw("claim/bank-b-2"), (_invoice("CI-2027-3A"), _bill_of_lading())),
        FingerprintAlreadyBoundError,
        "Bank B finances a new invoice number on the same bill of lading",
    )
    _refuse_assignment(ledger, receivable, "bank_b", _WHOLE, "Bank B takes the whole receivable")
    _assign(ledger, receivable, "bank_c", 200_000, "assign-c", registry="")
    _refuse_assignment(ledger, receivable, "bank_c", 1, "Bank C takes one ppm more")
    payable = ledger.read(finance.payable_of(receivable))
    ledger.require(payable.assigned == _WHOLE, f"{payable.assigned} ppm are assigned")


def pay_receivable(ledger: Ledger) -> None:
    """The buyer pays; each bank attests what it received."""
    finance = ledger.contracts.finance
    receivable = ledger.read(finance.receivable_id(ledger.order, order_content(ledger).milestone_code("M14")))
    for bank, share in (("bank_a", 800_000), ("bank_c", 200_000)):
        ledger.send(
            bank,
            finance.attest_payment(
                PaymentAttestation(
                    receivable=receivable,
                    assignment=ledger.draw(f"assignment/{bank}"),
                    share=share,
                    reference_hash=ledger.digest(f"UETR {ledger.uuid(f'uetr/{bank}')}"),
                    record=bytes(32),
                )
            ),
            f"paid-{bank}",
        )


def _assign(ledger: Ledger, receivable: bytes, bank: str, share: int, label: str, registry: str) -> None:
    terms = _terms(ledger, receivable, bank, share, f"assignment/{bank}", registry)
    ledger.send(
        bank, ledger.contracts.finance.assign(terms, (), ledger.sign("mfr", ledger.contracts.finance, terms)), label
    )


def _refuse_assignment(ledger: Ledger, receivable: bytes, bank: str, share: int, what: str) -> None:
    terms = _terms(ledger, receivable, bank, share, f"refused-assignment/{bank}/{share}", "")
    ledger.refused(bank, _assignment(ledger, terms), ShareExceedsWholeError, what)


def _assignment(ledger: Ledger, terms: AssignmentTerms) -> Call:
    finance = ledger.contracts.finance
    return finance.assign(terms, (), ledger.sign("mfr", finance, terms))


def _terms(ledger: Ledger, receivable: bytes, bank: str, share: int, key: str, registry: str) -> AssignmentTerms:
    return AssignmentTerms(
        assignment=ledger.draw(key),
        receivable=receivable,
        receivable_version=1,
        source=bytes(32),
        bank=ledger.id(bank),
        share=share,
        registry_reference=ledger.digest(registry) if registry else bytes(32),
        terms_commitment=ledger.digest(f"{key} at EURIBOR + 1.2 %"),
        sign_by=ledger.until(key, 350),
    )


def _invoice(number: str) -> Paper:
    return Paper(
        fingerprint(PaperElement.INVOICE_NUMBER, member("mfr").company_prefix, number), PaperElement.INVOICE_NUMBER
    )


def _bill_of_lading() -> Paper:
    element = PaperElement.TRANSPORT_DOCUMENT_NUMBER
    return Paper(fingerprint(element, member("carrier").company_prefix, BILL_OF_LADING_NUMBER), element)
