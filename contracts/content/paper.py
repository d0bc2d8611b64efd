"""Content of a trade document's record: the facts that others may check without seeing the whole paper."""

from __future__ import annotations

from dataclasses import dataclass

from ..sealing.fields import DisclosureClass
from .disclosed import disclosed


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled statement of the paper, readable by everyone who takes part in the order."""

    key: str
    value: str = disclosed(DisclosureClass.PARTIES)


@dataclass(frozen=True, slots=True)
class CustomsFact:
    """A statement that a customs office needs: weights, tariff codes, origin, acts cited."""

    key: str
    value: str = disclosed(DisclosureClass.CUSTOMS)


@dataclass(frozen=True, slots=True)
class CommercialFact:
    """A statement about money, readable by those who pay, are paid, or assess duty."""

    key: str
    value: str = disclosed(DisclosureClass.COMMERCIAL)


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A paper. `document_code` is from UNTDID 1001, `issued_on` an ISO 8601 date; keys are unique in each group."""

    document_code: int = disclosed(DisclosureClass.PARTIES)
    title: str = disclosed(DisclosureClass.PARTIES)
    number: str = disclosed(DisclosureClass.PARTIES)
    issued_on: str = disclosed(DisclosureClass.PARTIES)
    issuer: str = disclosed(DisclosureClass.PARTIES)
    order_reference: str = disclosed(DisclosureClass.PARTIES)
    facts: tuple[Fact, ...]
    customs: tuple[CustomsFact, ...]
    commercial: tuple[CommercialFact, ...]
