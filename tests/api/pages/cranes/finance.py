"""The guarantees, and the receivable that two banks took shares of."""

from __future__ import annotations

from quaychain.contracts.bindings import trade_finance as finance
from quaychain.contracts.bindings.types import (
    AssignmentTerms,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeTerms,
    PaperElement,
    PaperHolder,
    Receivable,
)
from quaychain.contracts.sealing import DisclosureClass

from ...world import identifier
from .teller import EMPTY, NOBODY, Teller


class Finance(Teller):
    """The guarantees, and the receivable that two banks took shares of."""

    def guarantee(self) -> None:
        record = self._paper("bank_a", 430, "APG-2026-11", 0, {"Rules": "URDG 758"})
        cuts = tuple(GuaranteeReduction(self.code(key), share) for key, share in (("M06", 333_333), ("M10", 333_333)))
        terms = GuaranteeTerms(
            identifier("advance"), self.order, GuaranteeKind.ADVANCE_PAYMENT, identifier("amount"), record,
            self.at(430), self.code("M14"), cuts,
        )  # fmt: skip
        issued = finance.GuaranteeIssued(
            terms.guarantee, self.order, self.world.id("bank_a"), self.world.id("buyer"), terms
        )
        self._mine("TradeFinance", issued, day=0.5)
        bond = self._paper("bank_a", 356, "PB-2026-12", 0, {"Share": "10 %"})
        terms = GuaranteeTerms(
            identifier("bond"), self.order, GuaranteeKind.PERFORMANCE, identifier("amount"), bond, self.at(500),
            self.code("M19"), (),
        )  # fmt: skip
        issued = finance.GuaranteeIssued(
            terms.guarantee, self.order, self.world.id("bank_a"), self.world.id("buyer"), terms
        )
        self._mine("TradeFinance", issued, day=0.6)

    def finance(self) -> None:
        world, code = self.world, self.code("M14")
        receivable, amount = identifier("receivable M14"), self.content.payment_commitment("M14")
        invoice = identifier("CI-2027-003")
        agreement = self._paper(
            "buyer",
            212,
            "ATP-M14",
            320,
            {"Milestone": "M14", "Amount": "EUR 7,000,000.00"},
            readers=("maker", "buyer", "bank_a", "bank_b"),
            to=DisclosureClass.COMMERCIAL,
        )
        presented = Receivable(
            self.order, code, world.id("maker"), world.id("buyer"), world.id("bank_a"), 2, self.at(320), amount, invoice
        )

        def assigned(bank: str, share: int, total: int, registry: bytes) -> object:
            terms = AssignmentTerms(
                identifier(f"assignment {bank}"), receivable, 1, EMPTY, world.id(bank), share, registry,
                identifier("terms"), self.at(350),
            )  # fmt: skip
            return finance.ShareAssigned(receivable, world.id(bank), world.id("maker"), total, NOBODY, terms)

        self._mine(
            "TradeFinance",
            finance.ReceivablePresented(receivable, self.order, code, 1, presented),
            *(
                finance.FingerprintBound(
                    identifier(paper), receivable, world.id("maker"), PaperHolder.RECEIVABLE, element
                )
                for paper, element in (
                    ("print CI-2027-003", PaperElement.INVOICE_NUMBER),
                    ("print HOC-BL-270114-1", PaperElement.TRANSPORT_DOCUMENT_NUMBER),
                )
            ),
            finance.PaymentAgreed(receivable, world.id("buyer"), amount, self.at(498), agreement),
            day=320,
        )
        self._mine("TradeFinance", assigned("bank_a", 800_000, 800_000, identifier("registry")), day=321)
        self._mine("TradeFinance", assigned("bank_b", 150_000, 950_000, EMPTY), day=322)
        self._mine(
            "TradeFinance",
            finance.PaymentAttested(
                receivable, identifier("assignment bank_a"), world.id("bank_a"), 400_000, 400_000, identifier("UETR"),
                EMPTY,
            ),
            finance.GuaranteeReduced(identifier("advance"), self.code("M06"), 333_333, 666_667),
            day=323,
        )  # fmt: skip
