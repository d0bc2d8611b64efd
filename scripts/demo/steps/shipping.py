"""Export: the papers, each by its own issuer, the export declaration, the loading and the voyage."""

from __future__ import annotations

from collections import Counter
from datetime import date

from quaychain.api.papers import exporter
from quaychain.contracts.bindings.types import Decision, Movement, NamedRecord, TariffCode

from ..documents import issue_paper, publish_paper
from ..ledger import Ledger
from .agreement import order_content
from .production import complete

#: Subtypes of the EU declaration of conformity in the rule book: the act that it rests on.
DIRECTIVE_2006_42 = 1
REGULATION_2023_1230 = 2
_CRANE_MASS = 1_450_000
_WEIGHT_LIST = 15
INVOICE_NUMBER = "CI-2027-003"
BILL_OF_LADING_NUMBER = "HOC-BL-270114-1"


def shipment(ledger: Ledger) -> exporter.Shipment:
    """What the papers of this shipment have in common."""
    raw = ledger.scenario.raw
    loose = Counter((part.name, part.tariff_code) for part in ledger.scenario.parts if part.crane)
    return exporter.Shipment(
        seller=ledger.party("Seller", "mfr"),
        buyer=ledger.party("Buyer", "buyer"),
        port_of_loading=raw["unlocode"]["load"],
        port_of_discharge=raw["unlocode"]["discharge"],
        transport=raw["transport"]["mode"],
        origin="CN",
        units=tuple(
            exporter.Unit(asset, f"Ship-to-shore crane {asset[-3:]}", _CRANE_MASS) for asset in raw["assets_giai_8004"]
        ),
        loose=tuple(exporter.Loose(name, count, code) for (name, code), count in sorted(loose.items())),
    )


def approve_load_out(ledger: Ledger) -> None:
    """M13: the marine warranty surveyor approves load-out and sea-fastening."""
    ledger.advance(311)
    approval = issue_paper(
        ledger,
        "surveyor",
        856,
        "MWS-2027-04",
        day=311,
        facts={"Scope": "Load-out and sea-fastening of cranes 417 and 418", "Result": "approved"},
        readers=("mfr", "buyer", "carrier", "customs_home", "customs_overseas", "bank_a", "bank_c"),
    )
    complete(ledger, "M13", 311, approval, release="surveyor")


def issue_export_papers(ledger: Ledger) -> None:
    """The exporter's papers are made from the order; origin, guarantee and transport papers come from their issuers."""
    content, goods = order_content(ledger), shipment(ledger)
    on_board = _date(ledger, 317)
    ledger.advance(316)
    usual = ("mfr", "buyer", "customs_home", "customs_overseas", "bank_a", "bank_c", "origin_body")
    for paper, day in (
        (exporter.packing_list(content, goods, "PL-2027-003", on_board), 316),
        (exporter.weight_list(content, goods, "WL-2027-003", on_board), 316),
        (exporter.export_data_set(content, goods, "ED-2027-003", on_board, _export_code(ledger)), 316),
    ):
        publish_paper(
            ledger, "mfr", paper, day=day, readers=(*usual, "carrier") if paper.document_code == 15 else usual
        )
    conformity = exporter.declaration_of_conformity(
        content,
        goods,
        "DOC-STS-417-418",
        _date(ledger, 312),
        ("2006/42/EC", "2014/30/EU", "2014/53/EU"),
        ("EN 15011", "EN 60204-32"),
        ledger.actor("buyer").cast.name,
    )
    publish_paper(
        ledger, "mfr", conformity, day=312, subtype=DIRECTIVE_2006_42, readers=usual, key="declaration-of-conformity"
    )
    publish_paper(
        ledger,
        "mfr",
        exporter.commercial_invoice(content, goods, "M14", INVOICE_NUMBER, on_board),
        day=316,
        readers=usual,
    )
    issue_paper(
        ledger,
        "origin_body",
        861,
        "CO-310115-27",
        day=316,
        facts={"Goods": content.goods, "Country of origin": "China", "Exporter": content.seller},
        readers=("mfr", "buyer", "customs_home", "customs_overseas", "bank_a", "bank_c"),
    )


def export_and_load(ledger: Ledger) -> None:
    """The export declaration passes and is released; the carrier signs for the goods; M14."""
    content = order_content(ledger)
    ledger.advance(317)
    declaration = ledger.draw("declaration/export")
    movement = Movement(
        jurisdiction=b"CN",
        tariff=tariff(_export_code(ledger)),
        origin=b"CN",
        destination=b"NL",
        procedure=b"0110",
        transport_mode=1,
        trigger_date=ledger.scenario.at(317),
        order=ledger.order,
        consignment=ledger.draw("consignment"),
    )
    names = ("paper/ED-2027-003", f"paper/{INVOICE_NUMBER}", "paper/PL-2027-003")
    records = tuple(NamedRecord(ledger.record(name), 1) for name in names)
    ledger.send(
        "mfr",
        ledger.contracts.customs.declare(declaration, movement, ledger.record(names[0]), records),
        "declare",
    )
    ledger.send(
        "customs_home",
        ledger.contracts.customs.decide(declaration, 1, Decision.RELEASE, 0, bytes(32), ledger.digest("EX27CN0417")),
        "release",
    )
    ledger.advance(318)
    issue_paper(
        ledger,
        "carrier",
        713,
        "MR-270114",
        day=318,
        facts={"Received": "2 ship-to-shore cranes on deck, lashed", "Remarks": "none"},
        readers=("mfr", "carrier", "buyer"),
    )
    bill = issue_paper(
        ledger,
        "carrier",
        706,
        BILL_OF_LADING_NUMBER,
        day=318,
        facts={
            "Shipper": content.seller,
            "Consignee": content.buyer,
            "Vessel": "MV Heavy Meridian",
            "Loaded": "on deck, charter-party",
            "Port of loading": "CNSHA",
            "Port of discharge": "NLRTM",
        },
        readers=("mfr", "buyer", "carrier", "customs_home", "customs_overseas", "bank_a", "bank_c", "surveyor"),
    )
    complete(ledger, "M14", 318, bill)


def tariff(code: str) -> TariffCode:
    """A tariff code as the contracts have it."""
    return TariffCode(int(code), len(code))


def _export_code(ledger: Ledger) -> str:
    return str(ledger.scenario.order["hs_cn_export_unsure"])


def _date(ledger: Ledger, day: float) -> date:
    return ledger.scenario.date(day)
