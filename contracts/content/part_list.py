"""Content of a part list's record: the serialised parts that one maker registers together."""

from __future__ import annotations

from dataclasses import dataclass

from ..sealing.fields import DisclosureClass
from .disclosed import disclosed

#: Code of a part list in Quaychain's own code list (DocumentType.codeList 2); UNTDID 1001 has none that fits.
PART_LIST = 2


@dataclass(frozen=True, slots=True)
class PartContent:
    """One part. `key` is its id on chain (hex), `epc` its GS1 EPC URI (TDS 2.0, CPI or GIAI); `lot` may be empty."""

    key: str
    name: str = disclosed(DisclosureClass.TECHNICAL)
    epc: str = disclosed(DisclosureClass.TECHNICAL)
    maker: str = disclosed(DisclosureClass.TECHNICAL)
    design: str = disclosed(DisclosureClass.TECHNICAL)
    serial: str = disclosed(DisclosureClass.TECHNICAL)
    lot: str = disclosed(DisclosureClass.TECHNICAL)
    tariff_code: str = disclosed(DisclosureClass.CUSTOMS)


@dataclass(frozen=True, slots=True)
class PartListContent:
    """The parts of one maker, as it shipped or stocked them together."""

    parts: tuple[PartContent, ...]
