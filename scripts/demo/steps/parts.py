"""Parts: registered by their makers, handed over, and built into the two cranes."""

from __future__ import annotations

import os
from collections.abc import Iterable

from quaychain.contracts.bindings.types import CodeList, DocumentType, HandOverPurpose, PartRegistration
from quaychain.contracts.content.disclosed import fields_of
from quaychain.contracts.content.part_list import PART_LIST, PartContent, PartListContent
from quaychain.contracts.part_messages import HandOver
from quaychain.contracts.sealing import DisclosureClass, RecordContent
from quaychain.contracts.serials import SerialKey, maker_identity
from quaychain.contracts.types import Call

from ..cast import OUTSIDE_MAKERS, member
from ..documents import issue_paper
from ..ledger import Ledger
from ..scenario import ScenarioPart
from ..signers import machine_epc

_CRANES = ("417", "418")
#: Units that one installation or hand-over takes at most.
_GAS = 500_000
_BUILT_ON = 230
_REGISTERED_AT_ONCE = 32
_PART_READERS = ("mfr", "gear", "drive", "buyer", "warehouse", "service_partner", "customs_overseas")

#: What stands in what: part name -> name of its parent; a part that isn't listed stands in the crane itself.
_STANDS_IN: dict[str, str] = {
    "Trolley frame": "Boom and girder set",
    "Rope drum, main hoist": "Boom and girder set",
    "Main-hoist gearbox": "Boom and girder set",
    "Boom-hoist gearbox": "Boom and girder set",
    "Main-hoist motor": "Boom and girder set",
    "Boom-hoist motor": "Boom and girder set",
    "Sheave set": "Boom and girder set",
    "Trolley gear reducer": "Trolley frame",
    "Trolley motor": "Trolley frame",
    "Spreader 65 t twin-lift": "Headblock",
    "Headblock": "Trolley frame",
    "Main-hoist wire rope": "Rope drum, main hoist",
    "Emergency brake caliper": "Rope drum, main hoist",
    "Service brake caliper": "Main-hoist motor",
    "Gantry geared drive": "Portal frame",
    "Rail clamp / storm pin set": "Portal frame",
    "HV cable reel": "Portal frame",
}


def machine_id(ledger: Ledger, crane: str) -> bytes:
    """The id on chain of a crane, "417" or "418"."""
    return ledger.draw(f"machine/{crane}")


def part_id(ledger: Ledger, part: ScenarioPart) -> bytes:
    """The id on chain of a part."""
    return ledger.draw(f"part/{part.epc}")


def maker_id(ledger: Ledger, key: str) -> bytes:
    """A maker's id: its member id, or a random one where it is no member."""
    return (
        ledger.journal.once_bytes(f"maker/{key}", lambda: os.urandom(16)) if key in OUTSIDE_MAKERS else ledger.id(key)
    )


def registrar(key: str) -> str:
    """Who registers a maker's parts: itself, or the manufacturer for companies that are no members."""
    return "mfr" if key in OUTSIDE_MAKERS else key


def serial_key(ledger: Ledger, maker: str) -> SerialKey:
    """The secret that a maker's serial commitments are made with."""
    return SerialKey(ledger.draw(f"serial-key/{maker}"))


def enter_makers(ledger: Ledger) -> None:
    """Every maker is entered with the digest of its serial key."""
    for key in sorted({part.supplier for part in ledger.scenario.parts}):
        prefix = OUTSIDE_MAKERS.get(key) or member(key).company_prefix
        ledger.send(
            registrar(key),
            ledger.contracts.parts.enter_maker(
                maker_id(ledger, key), maker_identity(prefix), serial_key(ledger, key).digest
            ),
            f"maker-{key}",
        )


def register_parts(ledger: Ledger) -> None:
    """Makers register their parts and say in a sealed list which is which; the manufacturer registers the cranes."""
    for maker in sorted({part.supplier for part in ledger.scenario.parts}):
        parts = [part for part in ledger.scenario.parts if part.supplier == maker]
        _publish_list(ledger, maker, [_part_content(ledger, part) for part in parts])
        for number, some in enumerate(_chunks(parts, _REGISTERED_AT_ONCE)):
            ledger.send(
                registrar(maker),
                ledger.contracts.parts.register_parts(tuple(registration(ledger, part) for part in some)),
                f"register-{maker}-{number}",
            )
    ledger.send(
        "mfr",
        ledger.contracts.parts.register_parts(tuple(_machine_registration(ledger, crane) for crane in _CRANES)),
        "register-cranes",
    )
    _publish_list(ledger, "cranes", [_machine_content(ledger, crane) for crane in _CRANES])


def deliver_parts(ledger: Ledger) -> None:
    """The core suppliers hand their parts over to the manufacturer, who signs for each."""
    for giver in ("gear", "drive"):
        calls = []
        for part in ledger.scenario.parts:
            if part.crane and part.supplier == giver:
                label = f"hand-over-{part.serial}-{giver}-mfr"
                if not ledger.sent(giver, label):
                    delivery = HandOverPurpose.DELIVERY
                    calls.append((_handing_over(ledger, part_id(ledger, part), giver, "mfr", delivery, True), label))
        ledger.send_all(giver, calls, _GAS)


def build_cranes(ledger: Ledger) -> None:
    """Every part takes its place, from the crane downwards; then the as-built configuration is declared."""
    for crane in _CRANES:
        parts = [part for part in ledger.scenario.parts if part.crane == crane]
        first = {part.name: part for part in reversed(parts)}
        calls = []
        for part in sorted(parts, key=_depth):
            parent = _STANDS_IN.get(part.name)
            call = ledger.contracts.parts.install(
                part_id(ledger, part),
                machine_id(ledger, crane) if parent is None else part_id(ledger, first[parent]),
                ledger.draw(f"position/{part.epc}"),
                bytes(32),
            )
            calls.append((call, f"install-{part.serial}"))
        ledger.send_all("mfr", calls, _GAS)
        built = issue_paper(
            ledger,
            "mfr",
            4,
            f"ASBUILT-{crane}",
            day=_BUILT_ON,
            title=f"As-built configuration of crane {crane}",
            facts={"Machine": machine_epc(ledger.scenario, crane), "Parts": str(len(parts))},
            readers=("mfr", "buyer", "service_partner"),
        )
        ledger.send("mfr", ledger.contracts.parts.declare_built(machine_id(ledger, crane), built), f"built-{crane}")


def store_spares(ledger: Ledger) -> None:
    """Spares go to the warehouse in Rotterdam; one brake caliper of the lot is scrapped there."""
    for part in ledger.scenario.parts:
        if not part.place:
            continue
        giver = registrar(part.supplier)
        hand_over(ledger, part_id(ledger, part), giver, "warehouse", HandOverPurpose.STORAGE, part.serial)
        if part.place == "scrapped":
            ledger.send("warehouse", ledger.contracts.parts.scrap(part_id(ledger, part), bytes(32)), "scrap")


def hand_over(
    ledger: Ledger,
    part: bytes,
    giver: str,
    receiver: str,
    purpose: HandOverPurpose,
    label: str,
    with_ownership: bool = True,
) -> None:
    """One part changes hands with the receiver's signature."""
    key = f"hand-over-{label}-{giver}-{receiver}"
    if not ledger.sent(giver, key):
        ledger.send(giver, _handing_over(ledger, part, giver, receiver, purpose, with_ownership), key)


def _handing_over(
    ledger: Ledger, part: bytes, giver: str, receiver: str, purpose: HandOverPurpose, with_ownership: bool
) -> Call:
    """The giver's call, with the receiver's signature over what the chain has now."""
    parts = ledger.contracts.parts
    message = HandOver(
        part=part,
        giver=ledger.id(giver),
        receiver=ledger.id(receiver),
        purpose=purpose,
        with_ownership=with_ownership,
        evidence=bytes(32),
        custody_sequence=ledger.read(parts.part_of(part)).custody_sequence,
        deadline=ledger.until(f"hand-over/{part.hex()}/{giver}/{receiver}", -2),
    )
    return parts.hand_over(
        part,
        message.receiver,
        purpose,
        with_ownership,
        message.evidence,
        message.deadline,
        ledger.sign(receiver, parts, message),
    )


def _depth(part: ScenarioPart) -> int:
    depth, name = 0, part.name
    while name in _STANDS_IN:
        depth, name = depth + 1, _STANDS_IN[name]
    return depth


def registration(ledger: Ledger, part: ScenarioPart) -> PartRegistration:
    """What a maker registers of a part: ids and commitments only."""
    key = serial_key(ledger, part.supplier)
    return PartRegistration(
        part=part_id(ledger, part),
        maker=maker_id(ledger, part.supplier),
        serial_commitment=key.serial(part.design, part.serial),
        design=key.design(part.design),
        lot=key.lot(part.design, part.lot) if part.lot else bytes(32),
        machine=False,
    )


def _machine_registration(ledger: Ledger, crane: str) -> PartRegistration:
    key = serial_key(ledger, "mfr")
    return PartRegistration(
        part=machine_id(ledger, crane),
        maker=ledger.id("mfr"),
        serial_commitment=key.serial("STS", crane),
        design=key.design("STS"),
        lot=bytes(32),
        machine=True,
    )


def _part_content(ledger: Ledger, part: ScenarioPart) -> PartContent:
    return PartContent(
        key=part_id(ledger, part).hex(),
        name=part.name,
        epc=part.epc,
        maker=part.supplier,
        design=part.design,
        serial=part.serial,
        lot=part.lot,
        tariff_code=part.tariff_code,
    )


def _machine_content(ledger: Ledger, crane: str) -> PartContent:
    return PartContent(
        key=machine_id(ledger, crane).hex(),
        name=f"Ship-to-shore crane {crane}",
        epc=machine_epc(ledger.scenario, crane),
        maker="mfr",
        design="STS",
        serial=crane,
        lot="",
        tariff_code=ledger.scenario.order["hs6"],
    )


def _publish_list(ledger: Ledger, key: str, parts: list[PartContent]) -> None:
    issuer = "mfr" if key == "cranes" else registrar(key)
    content = RecordContent(fields_of(PartListContent(tuple(parts))))
    readers = tuple(dict.fromkeys((issuer, *_PART_READERS)))
    ledger.publish(
        issuer,
        f"part-list/{key}",
        DocumentType(CodeList.QUAYCHAIN, PART_LIST, 0),
        content,
        subject=ledger.order,
        readers={DisclosureClass.TECHNICAL: readers, DisclosureClass.CUSTOMS: readers},
    )


def _chunks(parts: list[ScenarioPart], size: int) -> Iterable[list[ScenarioPart]]:
    return (parts[start : start + size] for start in range(0, len(parts), size))
