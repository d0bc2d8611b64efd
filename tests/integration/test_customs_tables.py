"""The state tables of contracts/customs/README.md against the code: what they say happens, and nothing else does.

For each machine and each of its statuses every function of the table is called, by whom it should be: where a row says
so, it leads to the status that the row names; elsewhere it is refused as the README says.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    CertificateStatus,
    CodeList,
    Decision,
    DeclarationStatus,
    DocumentType,
    MemberKind,
    Movement,
    Rule,
    RuleBookStatus,
    RuleEffect,
    Seat,
    TariffCode,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Call
from tests.contracts.models.chain import TestChain
from tests.contracts.models.tables import Row, rows

pytestmark = pytest.mark.integration

DAY = 24 * 3600
REFERENCE = b"\x11" * 32
NOTHING, NOBODY = bytes(32), bytes(16)
INVOICE = DocumentType(CodeList.UNTDID1001, 380, 0)
RULE = Rule(
    1, RuleEffect.REQUIRED, TariffCode(0, 0), bytes(2), bytes(2), bytes(4), 0, INVOICE, 0, MemberKind.NONE, False,
    False, 0, NOTHING,
)  # fmt: skip

#: A declaration's decisions by which each status is come to; the way starts at Declared.
WAYS = {
    DeclarationStatus.DECLARED: None,
    DeclarationStatus.HELD: Decision.HOLD,
    DeclarationStatus.UNDER_INSPECTION: Decision.INSPECT,
    DeclarationStatus.RELEASED: Decision.RELEASE,
    DeclarationStatus.REFUSED: Decision.REFUSE,
    DeclarationStatus.SEIZED: Decision.SEIZE,
}


def name_of(status: str) -> str:
    """The enum's member, as the bindings write it."""
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in status).lstrip("_").upper()


def written(machine: str) -> dict[tuple[str, str, str], str | None]:
    """(status, function, first word of the condition where it is a decision) → what it becomes."""
    decisions = {each.name.capitalize() for each in Decision}

    def decision(row: Row) -> str:
        word = row.condition.partition(" ")[0].rstrip(",")
        return word if word in decisions else ""

    return {
        (name_of(status), function, decision(row)): None if row.becomes is None else name_of(row.becomes)
        for row in rows("customs", machine)
        for status in row.statuses
        for function in row.functions
    }


class Desk:
    """A customs office, its declarants, and things in any status."""

    def __init__(self, chain: TestChain, jurisdiction: bytes = b"NL") -> None:
        self.chain, self.customs, self.jurisdiction = chain, chain.customs, jurisdiction
        chain.act("customs_overseas", self.customs.claim_jurisdiction(jurisdiction))

    def declaration(self, status: DeclarationStatus, lapses_at: int = 0) -> bytes:
        """A declaration in that status, by decisions of the authority's own."""
        declaration = os.urandom(32)
        movement = Movement(
            self.jurisdiction, TariffCode(84261900, 8), b"CN", b"NL", b"4000", 1, self.chain.now, NOTHING, NOTHING
        )
        self.chain.act("buyer", self.customs.declare(declaration, movement, NOTHING, []))
        if status is DeclarationStatus.WITHDRAWN:
            self.chain.act("buyer", self.customs.withdraw(declaration))
        elif (decision := WAYS[status]) is not None:
            call = self.customs.decide(declaration, 1, decision, lapses_at, NOTHING, NOTHING)
            self.chain.act("customs_overseas", call)
        assert self.status_of(declaration) is status
        return declaration

    def status_of(self, declaration: bytes) -> DeclarationStatus:
        return self.chain.read(self.customs.declaration_of(declaration)).status

    def mirrored(self, seat: Seat = Seat.MIRRORED) -> None:
        """The authority loses its say, or has it back; it keeps its accounts."""
        registry = self.chain.deployment.contract(MemberRegistry)
        self.chain.decide(registry.change_seat(self.chain.id("customs_overseas"), seat))

    def do(self, function: str, declaration: bytes, decision: Decision = Decision.NONE) -> None:
        """The table's function, by whom it is for."""
        chain, customs = self.chain, self.customs
        match function:
            case "withdraw":
                chain.act("buyer", customs.withdraw(declaration))
            case "amend":
                chain.act("buyer", customs.amend(declaration, []))
            case "lapseHold":
                chain.act("carrier", customs.lapse_hold(declaration))
            case "decide":
                call = customs.decide(declaration, 1, decision, 0, NOTHING, NOTHING)
                chain.act("customs_overseas", call)
            case "reportDecision":
                self.mirrored()
                try:
                    chain.act("buyer", customs.report_decision(declaration, decision, REFERENCE))
                finally:
                    self.mirrored(Seat.QUERY)
            case _:
                raise AssertionError(f"the table names {function}, which nothing here calls")


@pytest.fixture(scope="module")
def desk(chain: TestChain) -> Desk:
    return Desk(chain)


def refused(call: Callable[..., object], *arguments: object) -> QuaychainError | None:
    """What it is refused with."""
    try:
        call(*arguments)
    except QuaychainError as error:
        return error
    return None


def test_a_declaration_goes_where_the_table_says(desk: Desk) -> None:
    table = written("A declaration")
    tried = {(function, decision) for status, function, decision in table if function != "declare"}
    assert {function for function, _ in tried} == {"withdraw", "amend", "decide", "reportDecision", "lapseHold"}
    assert {decision for _, decision in tried} == {"", "Hold", "Inspect", "Release", "Refuse", "Seize"}
    for status in DeclarationStatus:
        if status is DeclarationStatus.NONE:
            continue
        for function, decision in sorted(tried):
            with desk.chain.undone():
                lapses_at = desk.chain.now + DAY if status is DeclarationStatus.HELD else 0
                declaration = desk.declaration(status, lapses_at)
                desk.chain.now += 2 * DAY
                chosen = Decision[decision.upper()] if decision else Decision.NONE
                error = refused(desk.do, function, declaration, chosen)
                said = (status.name, function, decision)
                if said in table:
                    assert error is None, f"{said}: {error!r}"
                    expected = table[said] or status.name
                    assert desk.status_of(declaration).name == expected, said
                elif function == "lapseHold":
                    assert error == errors.HoldNotLapsedError(declaration, 0), said
                else:
                    assert error == errors.DeclarationStatusMismatchError(declaration, status), said


def test_nothing_comes_from_no_declaration_but_a_declaration(desk: Desk) -> None:
    table = written("A declaration")
    assert [key for key in table if key[0] == "NONE"] == [("NONE", "declare", "")]
    for function in {function for _, function, _ in table} - {"declare"}:
        unknown = os.urandom(32)
        assert refused(desk.do, function, unknown, Decision.HOLD) == errors.UnknownDeclarationError(unknown)
    with desk.chain.undone():
        declaration = desk.declaration(DeclarationStatus.DECLARED)
        movement = desk.chain.read(desk.customs.declaration_of(declaration)).movement
        again = refused(desk.chain.act, "buyer", desk.customs.declare(declaration, movement, NOTHING, []))
        assert again == errors.DeclarationExistsError(declaration)


@pytest.mark.parametrize("reported", [each for each in Decision if each is not Decision.NONE])
def test_an_authority_is_bound_by_no_report(desk: Desk, reported: Decision) -> None:
    """The one exception to the table: its own decision may follow any that was only reported."""
    for own in Decision:
        if own is Decision.NONE:
            continue
        with desk.chain.undone():
            declaration = desk.declaration(DeclarationStatus.DECLARED)
            desk.do("reportDecision", declaration, reported)
            desk.do("decide", declaration, own)
            assert WAYS[desk.status_of(declaration)] is own


def test_a_certificate_goes_where_the_table_says(desk: Desk) -> None:
    table = written("A certificate")
    chain, customs = desk.chain, desk.customs

    def issue(record: bytes) -> bytes:
        certificate = os.urandom(32)
        chain.act("surveyor", customs.issue_certificate(certificate, record, NOBODY))
        return certificate

    changes: dict[str, Callable[[bytes], Call]] = {
        "suspendCertificate": lambda it: customs.suspend_certificate(it, REFERENCE),
        "reinstateCertificate": customs.reinstate_certificate,
        "revokeCertificate": lambda it: customs.revoke_certificate(it, REFERENCE),
    }
    assert {function for _, function, _ in table} == {"issueCertificate", *changes}
    assert table["NONE", "issueCertificate", ""] == "ISSUED"
    for status in CertificateStatus:
        if status is CertificateStatus.NONE:
            continue
        for function, change in changes.items():
            with chain.undone():
                record = chain.publish("surveyor", INVOICE)
                certificate = issue(record)
                if status is CertificateStatus.SUSPENDED:
                    chain.act("surveyor", changes["suspendCertificate"](certificate))
                if status is CertificateStatus.REVOKED:
                    chain.act("surveyor", changes["revokeCertificate"](certificate))
                assert chain.read(customs.certificate_of(certificate)).status is status
                taken = refused(issue, record)
                assert taken == errors.RecordHasCertificateError(record, certificate)
                error = refused(chain.act, "surveyor", change(certificate))
                said = (status.name, function, "")
                if said in table:
                    assert error is None, said
                    assert chain.read(customs.certificate_of(certificate)).status.name == table[said]
                else:
                    assert error == errors.CertificateStatusMismatchError(certificate, status), said


def test_a_rule_book_goes_where_the_table_says(desk: Desk) -> None:
    table = written("A rule book")
    chain, customs, place = desk.chain, desk.customs, desk.jurisdiction
    changes: dict[str, Callable[[], Call]] = {
        "addRules": lambda: customs.add_rules(place, 1, [RULE]),
        "sealRuleBook": lambda: customs.seal_rule_book(place, 1),
        "abandonRuleBook": lambda: customs.abandon_rule_book(place, 1),
    }
    publish = customs.publish_rule_book(place, 1, chain.now, REFERENCE)
    assert {function for _, function, _ in table} == {"publishRuleBook", *changes}
    assert table["NONE", "publishRuleBook", ""] == "DRAFT"
    for status in RuleBookStatus:
        for function, change in changes.items():
            with chain.undone():
                if status is not RuleBookStatus.NONE:
                    chain.act("customs_overseas", publish)
                    chain.act("customs_overseas", changes["addRules"]())
                if status is RuleBookStatus.SEALED:
                    chain.act("customs_overseas", changes["sealRuleBook"]())
                if status is RuleBookStatus.ABANDONED:
                    chain.act("customs_overseas", changes["abandonRuleBook"]())
                error = refused(chain.act, "customs_overseas", change())
                said = (status.name, function, "")
                if said in table:
                    assert error is None, said
                    assert chain.read(customs.rule_book_of(place, 1)).status.name == table[said]
                else:
                    assert error == errors.RuleBookNotDraftError(place, 1), said
                if status is not RuleBookStatus.NONE:
                    # Its number is not used again.
                    again = refused(chain.act, "customs_overseas", publish)
                    assert isinstance(again, errors.RuleBookDraftOpenError | errors.RuleBookVersionMismatchError)
