"""Six attempts that must fail, each with its reason."""

from __future__ import annotations

import dataclasses
from http import HTTPStatus

from quaychain.contracts.bindings.errors import SerialAlreadyRegisteredError
from quaychain.contracts.bindings.types import FindingStatus, Movement, NamedRecord
from quaychain.contracts.sealing.checking import AttachmentMismatchError, check_attachment

from ..ledger import Ledger, ScenarioFailedError
from ..signers import TEMPERATURE
from . import parts
from .shipping import INVOICE_NUMBER, tariff


def attempt_all(ledger: Ledger) -> None:
    """Try all six; each must be refused."""
    tampered_paper(ledger)
    forged_reading(ledger)
    replayed_reading(ledger)
    cloned_serial(ledger)
    revoked_certificate(ledger)
    curious_carrier(ledger)


def tampered_paper(ledger: Ledger) -> None:
    """One byte of the invoice's PDF is changed; bank A compares it with the sealed record."""
    name = f"{INVOICE_NUMBER}.pdf"
    genuine = (ledger.home.papers / name).read_bytes()
    opened = ledger.open("bank_a", ledger.record(f"paper/{INVOICE_NUMBER}"), 1)
    check_attachment(opened, name, genuine)
    middle = len(genuine) // 2
    tampered = genuine[:middle] + bytes([genuine[middle] ^ 1]) + genuine[middle + 1 :]
    try:
        check_attachment(opened, name, tampered)
    except AttachmentMismatchError as refusal:
        ledger.note_refusal("A tampered PDF of the invoice", str(refusal))
    else:
        raise ScenarioFailedError(ledger.step, "the tampered PDF was taken")


def forged_reading(ledger: Ledger) -> None:
    """A reading signed by another key than the device's."""
    ledger.note_refusal("A forged reading", ledger.fleet.forge(TEMPERATURE))


def replayed_reading(ledger: Ledger) -> None:
    """A genuine message of the device, sent a second time."""
    ledger.note_refusal("A replayed reading", ledger.fleet.replay(TEMPERATURE))


def cloned_serial(ledger: Ledger) -> None:
    """A second part with the serial of a gearbox that is registered."""
    part = next(part for part in ledger.scenario.parts if part.name == "Main-hoist gearbox")
    clone = dataclasses.replace(parts.registration(ledger, part), part=ledger.draw("part/clone"))
    ledger.refused(
        "gear", ledger.contracts.parts.register_part(clone), SerialAlreadyRegisteredError, "A cloned serial number"
    )


def revoked_certificate(ledger: Ledger) -> None:
    """A certificate of origin that its issuer has revoked, named for an export of spare parts."""
    customs = ledger.contracts.customs
    record = ledger.record("paper/CO-310115-27")
    certificate = ledger.draw("certificate/origin")
    ledger.send("origin_body", customs.issue_certificate(certificate, record, ledger.id("mfr")), "issue-certificate")
    ledger.send(
        "origin_body",
        customs.revoke_certificate(certificate, ledger.digest("issued on a wrong statement of origin")),
        "revoke-certificate",
    )
    movement = Movement(
        jurisdiction=b"CN",
        tariff=tariff("843149"),
        origin=b"CN",
        destination=b"NL",
        procedure=b"0110",
        transport_mode=1,
        trigger_date=ledger.now(),
        order=ledger.order,
        consignment=bytes(32),
    )
    _, findings = ledger.read(customs.precheck(movement, (NamedRecord(record, 1),)))
    statuses = {finding.document_type.code: finding.status for finding in findings}
    ledger.require(statuses.get(861) is FindingStatus.REVOKED, f"the pre-check says {statuses}")
    ledger.note_refusal("A revoked certificate of origin", "the pre-check names document 861: revoked")


def curious_carrier(ledger: Ledger) -> None:
    """The carrier asks the API for the invoice's amounts."""
    status, problem = ledger.api.get("carrier", f"/orders/0x{ledger.order.hex()}/prices")
    ledger.require(status == HTTPStatus.FORBIDDEN, f"the API answered {status}: {problem}")
    ledger.note_refusal("A carrier asking for prices", f"{status}: {problem.get('detail', problem.get('title'))}")
