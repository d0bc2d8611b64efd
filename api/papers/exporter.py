"""The exporter's own papers, made from the order's data: nothing is typed twice, so nothing can differ.

The exporter makes the commercial invoice (UNTDID 1001: 380), the packing list (271), the EU declaration of conformity
(2, by the manufacturer), the export declaration's data set (830), the weight list (15) and requests for payment (71).
Papers of other issuers are theirs to make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quaychain.contracts.content.order import OrderContent, PriceLine
from quaychain.contracts.sealing.fields import DisclosureClass

from .paper import LabelledFact, Paper, Party, Table


@dataclass(frozen=True, slots=True)
class Unit:
    """A machine that is shipped: `asset` is its GIAI (GS1 AI 8004), `gross_mass` in kilograms."""

    asset: str
    name: str
    gross_mass: int


@dataclass(frozen=True, slots=True)
class Loose:
    """Loose goods that go with the machines: `tariff_code` has six digits of the Harmonized System."""

    name: str
    quantity: int
    tariff_code: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """What the papers of one shipment have in common. Ports are UN/LOCODEs, parties carry their GLN."""

    seller: Party
    buyer: Party
    port_of_loading: str
    port_of_discharge: str
    transport: str
    origin: str
    units: tuple[Unit, ...]
    loose: tuple[Loose, ...]

    @property
    def gross_mass(self) -> int:
        """Kilograms of all machines."""
        return sum(unit.gross_mass for unit in self.units)


def commercial_invoice(order: OrderContent, shipment: Shipment, milestone: str, number: str, issued_on: date) -> Paper:
    """The invoice for the payment that falls due with `milestone`; services after import stand on lines of their own.

    Raises KeyError where the order has no payment with that milestone.
    """
    payment = order.payment(milestone)
    goods = [line for line in order.price_lines if line.in_customs_value]
    services = [line for line in order.price_lines if not line.in_customs_value]
    value = sum((Decimal(line.amount) for line in goods), Decimal(0))
    return _paper(
        order,
        shipment,
        380,
        "Commercial invoice",
        number,
        issued_on,
        facts=(
            LabelledFact("Goods", order.goods),
            LabelledFact("Tariff code", order.tariff_code, DisclosureClass.CUSTOMS),
            LabelledFact("Country of origin", shipment.origin, DisclosureClass.CUSTOMS),
            LabelledFact("Delivery", order.incoterm),
            LabelledFact("Total price", _money(order, order.price), DisclosureClass.COMMERCIAL),
            LabelledFact("Customs value of the goods", _money(order, value), DisclosureClass.COMMERCIAL),
            LabelledFact(
                f"Due with this invoice ({payment.percent} %)",
                _money(order, payment.amount),
                DisclosureClass.COMMERCIAL,
            ),
        ),
        tables=(
            _price_table(order, "Goods", goods),
            _price_table(order, "Services after import (outside the customs value)", services),
        ),
        statements=(
            f"We request payment of {_money(order, payment.amount)} on reaching milestone {milestone}, "
            f"{payment.percent} per cent of the price.",
        ),
    )


def packing_list(order: OrderContent, shipment: Shipment, number: str, issued_on: date) -> Paper:
    """The packing list: machines by GIAI and mass, loose goods by quantity."""
    machines = tuple((unit.asset, unit.name, "1", f"{unit.gross_mass:,}") for unit in shipment.units)
    tables = [Table("Machines, erected", ("GIAI", "Description", "Pieces", "Gross mass, kg"), machines, (2, 3))]
    if shipment.loose:
        rows = tuple((item.name, item.tariff_code, str(item.quantity)) for item in shipment.loose)
        tables.append(Table("Parts mounted and loose", ("Description", "HS as a spare", "Pieces"), rows, (2,)))
    return _paper(
        order,
        shipment,
        271,
        "Packing list",
        number,
        issued_on,
        facts=(LabelledFact("Transport", shipment.transport), _mass(shipment)),
        tables=tuple(tables),
    )


def weight_list(order: OrderContent, shipment: Shipment, number: str, issued_on: date) -> Paper:
    """The weight list for the master and the marine warranty surveyor."""
    rows = tuple((unit.asset, unit.name, f"{unit.gross_mass:,}") for unit in shipment.units)
    table = Table("Weights", ("GIAI", "Description", "Gross mass, kg"), rows, (2,))
    return _paper(order, shipment, 15, "Weight list", number, issued_on, facts=(_mass(shipment),), tables=(table,))


def declaration_of_conformity(
    order: OrderContent,
    shipment: Shipment,
    number: str,
    issued_on: date,
    acts: Sequence[str],
    standards: Sequence[str],
    responsible_person: str,
) -> Paper:
    """The manufacturer's EU declaration of conformity for the acts it names.

    `responsible_person` is the one of Regulation (EU) 2019/1020, Article 4. Which act governs is the manufacturer's
    statement; the paper judges nothing.
    """
    rows = tuple((unit.asset, unit.name) for unit in shipment.units)
    return _paper(
        order,
        shipment,
        2,
        "EU declaration of conformity",
        number,
        issued_on,
        facts=(
            LabelledFact("Object of the declaration", order.goods),
            LabelledFact("Legal acts", "; ".join(acts), DisclosureClass.CUSTOMS),
            LabelledFact("Standards applied", "; ".join(standards), DisclosureClass.CUSTOMS),
            LabelledFact("Responsible person in the Union", responsible_person),
        ),
        tables=(Table("Machines", ("GIAI", "Description"), rows),),
        statements=(
            "This declaration of conformity is issued under the sole responsibility of the manufacturer. "
            f"The object of the declaration described above is in conformity with {'; '.join(acts)}.",
        ),
    )


def export_data_set(
    order: OrderContent, shipment: Shipment, number: str, issued_on: date, export_tariff_code: str
) -> Paper:
    """The data set that the declarant needs for the goods declaration for exportation."""
    return _paper(
        order,
        shipment,
        830,
        "Export declaration, data set",
        number,
        issued_on,
        facts=(
            LabelledFact("Commodity code, export", export_tariff_code, DisclosureClass.CUSTOMS),
            LabelledFact("Goods", order.goods),
            LabelledFact("Delivery", order.incoterm),
            LabelledFact("Port of loading", shipment.port_of_loading),
            LabelledFact("Port of discharge", shipment.port_of_discharge),
            _mass(shipment),
            LabelledFact("Statistical value", _money(order, order.price), DisclosureClass.COMMERCIAL),
        ),
    )


def request_for_payment(order: OrderContent, shipment: Shipment, milestone: str, number: str, issued_on: date) -> Paper:
    """A request for the payment that falls due with `milestone`; KeyError where there is none."""
    payment = order.payment(milestone)
    return _paper(
        order,
        shipment,
        71,
        "Request for payment",
        number,
        issued_on,
        facts=(
            LabelledFact("Milestone", milestone),
            LabelledFact("Share of the price", f"{payment.percent} %"),
            LabelledFact("Amount", _money(order, payment.amount), DisclosureClass.COMMERCIAL),
        ),
    )


def _paper(
    order: OrderContent,
    shipment: Shipment,
    document_code: int,
    title: str,
    number: str,
    issued_on: date,
    facts: tuple[LabelledFact, ...] = (),
    tables: tuple[Table, ...] = (),
    statements: tuple[str, ...] = (),
) -> Paper:
    return Paper(
        document_code=document_code,
        title=title,
        number=number,
        issued_on=issued_on.isoformat(),
        issuer=shipment.seller.name,
        order_reference=order.reference,
        parties=(shipment.seller, shipment.buyer),
        subtitle=f"{shipment.port_of_loading} to {shipment.port_of_discharge}",
        facts=facts,
        tables=tables,
        statements=statements,
    )


def _price_table(order: OrderContent, caption: str, lines: Sequence[PriceLine]) -> Table:
    rows = tuple((line.name, _money(order, line.amount)) for line in lines)
    return Table(caption, ("Description", f"Amount, {order.currency}"), rows, (1,), DisclosureClass.COMMERCIAL)


def _mass(shipment: Shipment) -> LabelledFact:
    return LabelledFact("Gross mass", f"{shipment.gross_mass:,} kg", DisclosureClass.CUSTOMS)


def _money(order: OrderContent, amount: str | Decimal) -> str:
    return f"{order.currency} {Decimal(amount):,.2f}"
