"""The exporter's papers say what the order says, and become real PDFs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quaychain.api.papers import exporter
from quaychain.api.papers.paper import Paper, Party, Table, render
from quaychain.contracts.content.order import MilestoneContent, OrderContent, PaymentContent, PriceLine

_ISSUED = date(2027, 1, 14)


@pytest.fixture
def order() -> OrderContent:
    return OrderContent(
        reference="QC-1",
        salt="00" * 32,
        amount_salt="00" * 32,
        goods="2 cranes",
        seller="Maker",
        buyer="Terminal",
        assets=("A", "B"),
        effective_on="2026-03-02",
        tariff_code="84261900",
        incoterm="DPU",
        currency="EUR",
        price="1000.00",
        liquidated_damages="none",
        price_lines=(PriceLine("crane", "900.00", True), PriceLine("training", "100.00", False)),
        milestones=(MilestoneContent("M14", "Shipped"),),
        payments=(PaymentContent("M14", 35, "350.00", 380),),
    )


@pytest.fixture
def shipment() -> exporter.Shipment:
    return exporter.Shipment(
        seller=Party("Seller", "Maker", "9520001000010"),
        buyer=Party("Buyer", "Terminal", "9520010000018"),
        port_of_loading="CNSHA",
        port_of_discharge="NLRTM",
        transport="on deck",
        origin="CN",
        units=(exporter.Unit("A", "Crane 417", 1_450_000), exporter.Unit("B", "Crane 418", 1_450_000)),
        loose=(exporter.Loose("Brake", 4, "843149"),),
    )


def _facts(paper: Paper) -> dict[str, str]:
    return {fact.label: fact.value for fact in paper.facts}


def test_services_after_import_stay_out_of_the_customs_value(order: OrderContent, shipment: exporter.Shipment) -> None:
    invoice = exporter.commercial_invoice(order, shipment, "M14", "CI-1", _ISSUED)
    assert _facts(invoice)["Customs value of the goods"] == "EUR 900.00"
    assert _facts(invoice)["Due with this invoice (35 %)"] == "EUR 350.00"
    assert [len(table.rows) for table in invoice.tables] == [1, 1]


def test_an_invoice_for_a_milestone_without_payment_is_refused(
    order: OrderContent, shipment: exporter.Shipment
) -> None:
    with pytest.raises(KeyError):
        exporter.commercial_invoice(order, shipment, "M15", "CI-1", _ISSUED)


def test_all_papers_agree_on_the_mass(order: OrderContent, shipment: exporter.Shipment) -> None:
    papers = (
        exporter.packing_list(order, shipment, "PL-1", _ISSUED),
        exporter.weight_list(order, shipment, "WL-1", _ISSUED),
        exporter.export_data_set(order, shipment, "ED-1", _ISSUED, "8426194200"),
    )
    assert {_facts(paper)["Gross mass"] for paper in papers} == {"2,900,000 kg"}


def test_a_declaration_of_conformity_names_its_acts(order: OrderContent, shipment: exporter.Shipment) -> None:
    paper = exporter.declaration_of_conformity(
        order, shipment, "DOC-1", _ISSUED, ["(EU) 2023/1230", "2014/30/EU"], ["EN 15011"], "Importer BV"
    )
    assert _facts(paper)["Legal acts"] == "(EU) 2023/1230; 2014/30/EU"
    assert paper.document_code == 2


def test_the_same_paper_gives_the_same_pdf(order: OrderContent, shipment: exporter.Shipment) -> None:
    paper = exporter.request_for_payment(order, shipment, "M14", "RP-1", _ISSUED)
    first, second = render(paper), render(paper)
    assert first.startswith(b"%PDF-")
    assert first == second


def test_markup_in_a_name_stays_text(order: OrderContent, shipment: exporter.Shipment) -> None:
    hostile = Party("Seller", '#panic("x") $ * _ <a> \\', "1")
    statement = '#read("/etc/passwd")'
    paper = Paper(380, "Invoice #1 *x*", "N", "2027-01-14", "I", "Q", (hostile,), statements=(statement,))
    assert render(paper).startswith(b"%PDF-")


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table("t", ("a", "b"), (("x",),))


def test_the_amounts_are_decimals(order: OrderContent) -> None:
    assert Decimal(order.price) == sum((Decimal(line.amount) for line in order.price_lines), Decimal(0))
