"""Content of an order's record: what both parties sign and only the parties read."""

from __future__ import annotations

from dataclasses import dataclass

from eth_abi.abi import encode as abi_encode

from ..keccak import keccak256
from ..sealing.fields import DisclosureClass
from .disclosed import disclosed


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the price. `amount` is a decimal string in the order's currency, as in UBL's PriceAmount."""

    name: str = disclosed(DisclosureClass.COMMERCIAL)
    amount: str = disclosed(DisclosureClass.COMMERCIAL)
    in_customs_value: bool = disclosed(DisclosureClass.COMMERCIAL)


@dataclass(frozen=True, slots=True)
class MilestoneContent:
    """One milestone in words. On chain stands only the hash of its code."""

    key: str
    name: str = disclosed(DisclosureClass.PARTIES)


@dataclass(frozen=True, slots=True)
class PaymentContent:
    """A payment that falls due with a milestone; `invoice_code` is from UNTDID 1001."""

    key: str
    percent: int = disclosed(DisclosureClass.COMMERCIAL)
    amount: str = disclosed(DisclosureClass.COMMERCIAL)
    invoice_code: int = disclosed(DisclosureClass.COMMERCIAL)


@dataclass(frozen=True, slots=True)
class OrderContent:
    """A whole order.

    `salt` (hex, 32 bytes) makes milestone codes unguessable on chain, `amount_salt` amounts: who may read only the
    codes must not be able to try out prices. `effective_on` is an ISO 8601 date; `tariff_code`
    is the importing side's code, whose first six digits are the Harmonized System's.
    """

    price_lines: tuple[PriceLine, ...]
    milestones: tuple[MilestoneContent, ...]
    payments: tuple[PaymentContent, ...]
    reference: str = disclosed(DisclosureClass.PARTIES)
    salt: str = disclosed(DisclosureClass.PARTIES)
    goods: str = disclosed(DisclosureClass.PARTIES)
    seller: str = disclosed(DisclosureClass.PARTIES)
    buyer: str = disclosed(DisclosureClass.PARTIES)
    assets: tuple[str, ...] = disclosed(DisclosureClass.PARTIES)
    effective_on: str = disclosed(DisclosureClass.PARTIES)
    tariff_code: str = disclosed(DisclosureClass.CUSTOMS)
    incoterm: str = disclosed(DisclosureClass.CUSTOMS)
    amount_salt: str = disclosed(DisclosureClass.COMMERCIAL)
    currency: str = disclosed(DisclosureClass.COMMERCIAL)
    price: str = disclosed(DisclosureClass.COMMERCIAL)
    liquidated_damages: str = disclosed(DisclosureClass.COMMERCIAL)

    def milestone_code(self, key: str) -> bytes:
        """The 32 bytes that stand for a milestone on chain."""
        return milestone_code(bytes.fromhex(self.salt), key)

    def payment_commitment(self, key: str) -> bytes:
        """What the contracts hold in place of a payment's amount; KeyError where there is none."""
        return self.amount_commitment(f"payments/{key}", self.payment(key).amount)

    def amount_commitment(self, label: str, amount: str) -> bytes:
        """What the contracts hold in place of an amount in the order's currency."""
        return amount_commitment(bytes.fromhex(self.amount_salt), label, self.currency, amount)

    def payment(self, key: str) -> PaymentContent:
        """The payment that falls due with milestone `key`; KeyError where there is none."""
        for payment in self.payments:
            if payment.key == key:
                return payment
        raise KeyError(key)


def milestone_code(salt: bytes, key: str) -> bytes:
    """keccak256(salt ‖ code): without the order's salt nobody can tell M14 from M19."""
    return keccak256(salt + key.encode())


def amount_commitment(salt: bytes, label: str, currency: str, amount: str) -> bytes:
    """keccak256(abi.encode(bytes32 salt, string label, string currency, string amount)).

    The label keeps equal amounts from looking equal on chain.
    """
    return keccak256(abi_encode(("bytes32", "string", "string", "string"), (salt, label, currency, amount)))
