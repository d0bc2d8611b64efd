"""CustomsCompliance does what the model says: random calls, many of them wrong, on both, step by step.

Each call is made on the model and on the chain; it must be done by both, or refused by both with the same error. After
each, all that the call could have changed is compared, and at the end of an example everything. A stored pre-check is
compared with what it was when it was stored.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    Assessment,
    CodeList,
    ConsistencyOutcome,
    Decision,
    DocumentType,
    Finding,
    MemberKind,
    MemberStatus,
    Movement,
    NamedRecord,
    Publication,
    Revision,
    Rule,
    RuleEffect,
    Seat,
    TariffCode,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.types import Call, ViewCall
from tests.contracts.models.chain import TestChain
from tests.contracts.models.customs import (
    NO_ACCOUNT,
    NOBODY,
    NOTHING,
    Customs,
    Party,
    Record,
    Version,
    pack_digest,
    require_well_formed,
)
from tests.contracts.models.draw import Draw, build, pick, some, such, weighted

pytestmark = pytest.mark.integration

HOUR = 3600
DAY = 24 * HOUR
SEEDS = st.integers(0, 2**32 - 1)
JURISDICTIONS = (b"NL", b"GB")
ORDER, CONSIGNMENT = b"order".ljust(32, b"\0"), b"consignment".ljust(32, b"\0")

#: Who acts: declarants, issuers, checkers, and the authorities.
ACTING = ("manufacturer", "buyer", "surveyor", "customs_home", "customs_overseas")
CODES = (380, 271, 2)


def identifiers(kind: str, count: int, first: int = 8) -> Draw[bytes]:
    """A few ids, the first the most often, so that one call meets what another one made; now and then none."""
    names = [f"{kind} {number}".encode().ljust(32, b"\0") for number in range(count)]
    return pick([*names * 4, *names[:1] * first, *[NOTHING] * (count // 3)])


members = pick(ACTING)
jurisdictions = pick([b"NL"] * 9 + [b"GB"] * 4 + [b"XX"])
#: Seconds from the example's beginning.
moments = pick([0, 1, HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY, 3 * DAY, 30 * DAY])
tariffs = pick(
    [TariffCode(84261900, 8)] * 6
    + [TariffCode(8426190042, 10), TariffCode(842619, 6), TariffCode(84, 2), TariffCode(4261900, 8)]
    + [TariffCode(8, 1), TariffCode(100, 2), TariffCode(1, 11)]
)
prefixes = pick(
    [TariffCode(0, 0), TariffCode(84, 2), TariffCode(8426, 4), TariffCode(842619, 6), TariffCode(84261900, 8)] * 3
    + [TariffCode(4, 2), TariffCode(7312, 4), TariffCode(842, 3), TariffCode(8426190042, 10)]
    + [TariffCode(5, 0), TariffCode(100, 2), TariffCode(1, 11)]
)
document_types = build(
    DocumentType,
    pick([CodeList.UNTDID1001] * 18 + [CodeList.QUAYCHAIN, CodeList.NONE]),
    pick([*CODES * 8, 0]),
    pick([0] * 6 + [1, 2]),
)
rules = build(
    Rule,
    requirement=pick(range(4)),
    effect=pick([RuleEffect.REQUIRED] * 8 + [RuleEffect.NOT_REQUIRED, RuleEffect.NOTICE, RuleEffect.NONE]),
    tariff_prefix=prefixes,
    origin=pick([bytes(2)] * 3 + [b"CN", b"KR"]),
    destination=pick([bytes(2)] * 3 + [b"NL", b"GB"]),
    procedure=pick([bytes(4)] * 3 + [b"4000"]),
    transport_mode=pick([0, 0, 0, 1]),
    document_type=document_types,
    superseded_subtype=pick([0, 0, 0, 1, 2]),
    issuer_kind=pick([MemberKind.NONE] * 3 + [MemberKind.MANUFACTURER]),
    issuer_must_be_authorized=pick([False, False, False, True]),
    must_concern_goods=pick([False, False, False, True]),
    max_age=pick([0, 0, 0, 0, HOUR, DAY]),
    measure=pick([NOTHING, b"duty".ljust(32, b"\0")]),
)
named_records = build(NamedRecord, identifiers("record", 6, 2), pick([1] * 30 + [2, 2, 3, 0]))
papers = weighted((6, some(named_records, 0, 9, lambda item: item.record)), (1, some(named_records, 0, 3)))


def is_well_formed(each: Rule) -> bool:
    """Whether the contract takes the rule."""
    return refusal_of(lambda: require_well_formed(each, 0)) is None


hashes = pick([b"\x11" * 32] * 5 + [NOTHING])

#: What can happen: the method and the arguments it is given, as often as it is listed.
OPERATIONS: list[tuple[str, dict[str, Draw[Any]]]] = []

Operation = TypeVar("Operation", bound=Callable[..., None])


def operation(weight: int = 1, **arguments: Draw[Any]) -> Callable[[Operation], Operation]:
    """Makes a method one of the things that can happen, `weight` times as likely as the least."""

    def enter(method: Operation) -> Operation:
        OPERATIONS.extend([(method.__name__, arguments)] * weight)
        return method

    return enter


class CustomsMachine(RuleBasedStateMachine):
    """Makes each call twice."""

    chain: TestChain

    def _begin(self) -> None:
        """A chain on which nothing has happened, and a model of it; both authorities have their jurisdictions."""
        self._undo = self.chain.undone()
        self._undo.__enter__()
        chain, self.customs = self.chain, self.chain.customs
        self.start = chain.now
        self.model = Customs(
            Party(member.id, member.kind, member.seat, account)
            for key, member in chain.members.items()
            for account in [chain.account(key) if member.accounts else NO_ACCOUNT]
        )
        #: Pre-checks as they were stored, by declaration.
        self.stored: dict[bytes, list[tuple[Assessment, tuple[Finding, ...]]]] = {}
        self.vote(lambda: self.model.assign_jurisdiction(b"GB", self.id("customs_mirrored")), self._assign(b"GB"))
        self.act("customs_overseas", self.model.claim_jurisdiction, self.customs.claim_jurisdiction, b"NL")

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        """And what most examples need: a rule book, somebody who checks and issues, documents, a declaration."""
        source, self.steps = Random(seed), 0
        self._begin()
        for number, given in enumerate(some(some(such(rules, is_well_formed), 3, 9), 1, 2)(source), 1):
            self._publish("customs_overseas", b"NL", number, self.start + (number - 1) * DAY, b"\x22" * 32)
            self._add("customs_overseas", b"NL", number, given)
            self._finish("customs_overseas", b"NL", number, "seal")
        self.designate(b"GB", "buyer")
        for jurisdiction in JURISDICTIONS:
            self.appoint_checker("ruler", jurisdiction, "surveyor", True)
        for number in range(6):
            record = f"record {number}".encode().ljust(32, b"\0")
            issuer = "surveyor" if number == 3 else "manufacturer"
            self.a_record(issuer, record, CODES[number % 3], source.choice((0, 0, 1, 2)), ORDER, (0, None))
        named = some(build(NamedRecord, identifiers("record", 6), pick([1])), 3, 9, lambda item: item.record)(source)
        named = [item for item in named if item.record != NOTHING]
        movement = Movement(
            b"NL", TariffCode(84261900, 8), b"CN", b"NL", b"4000", 1, self.start + DAY, ORDER, CONSIGNMENT
        )
        declaration = b"declaration 0".ljust(32, b"\0")
        if self.act("buyer", self.model.declare, self.customs.declare, declaration, movement, NOTHING, named):
            self._remember(declaration)

    def teardown(self) -> None:
        if hasattr(self, "_undo"):
            self.everything()
            self._undo.__exit__(None, None, None)

    # -------------------------------------------------------------------------------------------------- both at once

    def id(self, member: str) -> bytes:
        return self.chain.id(member)

    def act(self, member: str, modelled: Callable[..., None], on_chain: Callable[..., Call], *arguments: Any) -> bool:
        """A member's call, with the same arguments; whether it was done."""
        self.model.now = self.chain.now
        expected = refusal_of(lambda: modelled(self.id(member), *arguments))
        actual = refusal_of(lambda: self.chain.act(member, on_chain(*arguments)))
        assert actual == expected, f"{on_chain.__name__}: {actual!r} instead of {expected!r}"
        return expected is None

    def vote(self, modelled: Callable[[], None], call: Call) -> None:
        """A call of the Governor's."""
        self.model.now = self.chain.now
        expected = refusal_of(modelled)
        assert refusal_of(lambda: self.chain.decide(call)) == expected

    def _assign(self, jurisdiction: bytes, authority: str = "customs_mirrored") -> Call:
        return self.customs.assign_jurisdiction(jurisdiction, self.id(authority))

    @rule(seed=SEEDS)
    def something_happens(self, seed: int) -> None:
        self.steps += 1
        source = Random(seed + self.steps)
        name, drawn = pick(OPERATIONS)(source)
        arguments = {key: draw(source) for key, draw in drawn.items()}
        note(f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})")
        getattr(self, name)(**arguments)

    # -------------------------------------------------------------------------------------------------- what is given

    @operation(3, seconds=pick([1, HOUR, DAY]))
    def time_passes(self, seconds: int) -> None:
        self.chain.now += seconds

    @operation(
        3,
        member=pick(["manufacturer", "surveyor", "buyer"]),
        record=identifiers("record", 6),
        code=pick(CODES),
        subtype=pick([0, 0, 1, 2]),
        subject=pick([ORDER, CONSIGNMENT, NOTHING, b"declaration 0".ljust(32, b"\0")]),
        valid=build(lambda begin, end: (begin, end), moments, weighted((3, pick([None])), (1, moments))),
    )
    def a_record(
        self, member: str, record: bytes, code: int, subtype: int, subject: bytes, valid: tuple[int, int | None]
    ) -> None:
        begin, end = self.start + valid[0], 0 if valid[1] is None else self.start + valid[1]
        if record == NOTHING or (end and end <= begin):
            return
        version, known = Version(subtype, self.chain.now, begin, end), self.model.records.get(record)
        if known is None:
            document = DocumentType(CodeList.UNTDID1001, code, subtype)
            publication = Publication(record, document, subject, b"\x01" * 32, b"\x02" * 32, 0x55, begin, end, NOTHING)
            self.chain.act(member, self.chain.records.publish(publication))
            self.model.publish(record, Record(self.id(member), CodeList.UNTDID1001, code, subject, [version]))
        elif not known.revoked_at:
            number = len(known.versions) + 1
            revision = Revision(subtype, b"\x03" * 32, b"\x04" * 32, 0x55, begin, end, NOTHING)
            self.chain.act(self._name(known.issuer), self.chain.records.publish_version(record, number, revision))
            known.versions.append(version)

    @operation(record=identifiers("record", 6))
    def a_record_is_revoked(self, record: bytes) -> None:
        known = self.model.records.get(record)
        if known is not None and not known.revoked_at:
            known.revoked_at = self.chain.now
            self.chain.act(self._name(known.issuer), self.chain.records.revoke(record, 1))

    @operation(seat=pick([Seat.QUERY, Seat.MIRRORED]))
    def the_seat_of_an_authority_changes(self, seat: Seat) -> None:
        """It keeps its accounts, and with its seat its say."""
        party = self.model.parties[self.id("customs_overseas")]
        if party.seat is not seat:
            self.chain.decide(self._registry().change_seat(party.id, seat))
            party.seat = seat

    @operation(member=pick(["surveyor", "buyer"]))
    def a_member_is_suspended_for_a_while(self, member: str) -> None:
        party, registry = self.model.parties[self.id(member)], self._registry()
        for suspended, status in ((True, MemberStatus.SUSPENDED), (False, MemberStatus.ACTIVE)):
            change = registry.suspend(party.id, 1) if suspended else registry.reinstate(party.id)
            self.chain.decide(change)
            party.status = status
            self.act(member, self.model.issue_certificate, self.customs.issue_certificate, NOTHING, NOTHING, NOBODY)

    # -------------------------------------------------------------------------------------------- jurisdictions, rules

    @operation(member=members, jurisdiction=pick([*JURISDICTIONS, b"DE", bytes(2)]))
    def claim(self, member: str, jurisdiction: bytes) -> None:
        self.act(member, self.model.claim_jurisdiction, self.customs.claim_jurisdiction, jurisdiction)

    @operation(
        jurisdiction=pick([*JURISDICTIONS, bytes(2)]),
        authority=pick(["customs_overseas", "customs_overseas", "customs_mirrored", "customs_home", "buyer"]),
    )
    def assign(self, jurisdiction: bytes, authority: str) -> None:
        self.vote(
            lambda: self.model.assign_jurisdiction(jurisdiction, self.id(authority)),
            self._assign(jurisdiction, authority),
        )

    @operation(jurisdiction=jurisdictions, transcriber=pick(["buyer", "surveyor", "", "stranger"]))
    def designate(self, jurisdiction: bytes, transcriber: str) -> None:
        member = self._id_or_else(transcriber)
        self.vote(
            lambda: self.model.designate_transcriber(jurisdiction, member),
            self.customs.designate_transcriber(jurisdiction, member),
        )

    @operation(
        3,
        jurisdiction=jurisdictions,
        rules=some(rules, 1, 6),
        valid_from=moments,
        more=pick(["seal", "seal", "seal", "abandon", ""]),
    )
    def a_whole_book(self, jurisdiction: bytes, rules: list[Rule], valid_from: int, more: str) -> None:
        """By whom it should be, where there is somebody; each rule by a call of its own, as many are malformed."""
        ruler, _ = self.model.ruler(jurisdiction)
        member = self._name(ruler) if ruler != NOBODY else "buyer"
        place = self.model.jurisdictions.get(jurisdiction)
        version = place.versions + 1 if place else 1
        self._publish(member, jurisdiction, version, self.start + valid_from, b"\x22" * 32)
        for each in rules:
            self._add(member, jurisdiction, version, [each])
        if more:
            self._finish(member, jurisdiction, version, more)

    @operation(
        member=members,
        jurisdiction=jurisdictions,
        version=pick(range(5)),
        valid_from=moments,
        content=hashes,
    )
    def publish_rule_book(
        self, member: str, jurisdiction: bytes, version: int, valid_from: int, content: bytes
    ) -> None:
        self._publish(member, jurisdiction, version, self.start + valid_from, content)

    @operation(member=members, jurisdiction=jurisdictions, version=pick(range(5)), rules=some(rules, 0, 3))
    def add_rules(self, member: str, jurisdiction: bytes, version: int, rules: list[Rule]) -> None:
        self._add(member, jurisdiction, version, rules)

    @operation(member=members, jurisdiction=jurisdictions, version=pick(range(5)), how=pick(["seal", "abandon"]))
    def finish_rule_book(self, member: str, jurisdiction: bytes, version: int, how: str) -> None:
        self._finish(member, jurisdiction, version, how)

    @operation(
        3,
        member=pick(["ruler", "ruler", "ruler", "buyer"]),
        jurisdiction=jurisdictions,
        document_type=document_types,
        issuer=pick(["manufacturer", "surveyor", "stranger"]),
        begin=moments,
        end=weighted((1, pick([None])), (1, moments)),
    )
    def authorize_issuer(
        self, member: str, jurisdiction: bytes, document_type: DocumentType, issuer: str, begin: int, end: int | None
    ) -> None:
        until = 0 if end is None else self.start + end
        arguments = jurisdiction, document_type, self._id_or_else(issuer), self.start + begin, until
        caller = self._ruler_or(member, jurisdiction)
        self.act(caller, self.model.authorize_issuer, self.customs.authorize_issuer, *arguments)

    @operation(
        2,
        member=pick(["ruler", "ruler", "ruler", "buyer"]),
        jurisdiction=jurisdictions,
        document_type=document_types,
        issuer=pick(["manufacturer", "surveyor"]),
        ends_at=moments,
    )
    def end_issuer_authorization(
        self, member: str, jurisdiction: bytes, document_type: DocumentType, issuer: str, ends_at: int
    ) -> None:
        arguments = jurisdiction, document_type, self.id(issuer), self.start + ends_at
        caller = self._ruler_or(member, jurisdiction)
        self.act(caller, self.model.end_issuer_authorization, self.customs.end_issuer_authorization, *arguments)

    @operation(
        2,
        member=pick(["ruler", "ruler", "ruler", "buyer"]),
        jurisdiction=jurisdictions,
        checker=pick(["surveyor", "surveyor", "buyer", "stranger"]),
        appointed=pick([True, True, False]),
    )
    def appoint_checker(self, member: str, jurisdiction: bytes, checker: str, appointed: bool) -> None:
        arguments = jurisdiction, self._id_or_else(checker), appointed
        caller = self._ruler_or(member, jurisdiction)
        self.act(caller, self.model.appoint_checker, self.customs.appoint_checker, *arguments)

    # --------------------------------------------------------------------------------------------------- certificates

    @operation(
        3,
        member=pick(["issuer", "issuer", "buyer"]),
        certificate=identifiers("certificate", 3),
        record=identifiers("record", 6),
        holder=pick(["buyer", "", "stranger"]),
    )
    def issue_certificate(self, member: str, certificate: bytes, record: bytes, holder: str) -> None:
        known = self.model.records.get(record)
        caller = self._name(known.issuer) if known and member == "issuer" else "buyer"
        arguments = certificate, record, self._id_or_else(holder)
        self.act(caller, self.model.issue_certificate, self.customs.issue_certificate, *arguments)

    @operation(
        4,
        member=pick(["issuer", "issuer", "issuer", "buyer"]),
        certificate=identifiers("certificate", 3),
        how=pick(["suspend", "reinstate", "revoke"]),
        reason=hashes,
    )
    def change_certificate(self, member: str, certificate: bytes, how: str, reason: bytes) -> None:
        known = self.model.certificates.get(certificate)
        caller = self._name(known.issuer) if known and member == "issuer" else "buyer"
        arguments = (certificate,) if how == "reinstate" else (certificate, reason)
        modelled, on_chain = getattr(self.model, f"{how}_certificate"), getattr(self.customs, f"{how}_certificate")
        self.act(caller, modelled, on_chain, *arguments)

    # --------------------------------------------------------------------------------------------------- declarations

    @operation(
        8,
        member=pick(["manufacturer", "buyer"]),
        declaration=identifiers("declaration", 3),
        jurisdiction=jurisdictions,
        tariff=tariffs,
        origin=pick([b"CN", b"CN", b"KR"]),
        procedure=pick([b"4000", b"4000", b"5100"]),
        mode=pick([1, 1, 3]),
        trigger=moments,
        order=pick([ORDER, NOTHING]),
        data=weighted((5, pick([NOTHING])), (1, identifiers("record", 6))),
        named=papers,
        asked=pick([True, False]),
    )
    def declare(
        self,
        member: str,
        declaration: bytes,
        jurisdiction: bytes,
        tariff: TariffCode,
        origin: bytes,
        procedure: bytes,
        mode: int,
        trigger: int,
        order: bytes,
        data: bytes,
        named: list[NamedRecord],
        asked: bool,
    ) -> None:
        """Asked before, perhaps; and declared."""
        movement = Movement(
            jurisdiction, tariff, origin, b"NL", procedure, mode, self.start + trigger, order, CONSIGNMENT
        )
        if asked:
            self._ask(movement, named)
        if self.act(member, self.model.declare, self.customs.declare, declaration, movement, data, named):
            self._remember(declaration)

    @operation(
        8,
        member=pick(["declarant"] * 4 + ["buyer"]),
        declaration=identifiers("declaration", 3),
        named=papers,
    )
    def amend(self, member: str, declaration: bytes, named: list[NamedRecord]) -> None:
        caller = self._declarant_or(member, declaration)
        if self.act(caller, self.model.amend, self.customs.amend, declaration, named):
            self._remember(declaration)

    @operation(2, member=pick(["declarant", "declarant", "buyer"]), declaration=identifiers("declaration", 3))
    def withdraw(self, member: str, declaration: bytes) -> None:
        caller = self._declarant_or(member, declaration)
        self.act(caller, self.model.withdraw, self.customs.withdraw, declaration)

    @operation(
        10,
        member=pick(["authority"] * 5 + ["customs_home", "buyer"]),
        declaration=identifiers("declaration", 3),
        assessment=pick([0, 0, 0, 0, 1, -1]),
        decision=pick(list(Decision)),
        lapses_in=pick([None, None, None, 0, 1, HOUR]),
        reason=hashes,
        reference=hashes,
    )
    def decide(
        self,
        member: str,
        declaration: bytes,
        assessment: int,
        decision: Decision,
        lapses_in: int | None,
        reason: bytes,
        reference: bytes,
    ) -> None:
        dossier = self.model.dossiers.get(declaration)
        number = (len(dossier.prechecks) if dossier else 1) + assessment
        lapses_at = 0 if lapses_in is None else self.chain.now + lapses_in
        caller = member
        if member == "authority":
            place = self.model.jurisdictions[dossier.declaration.movement.jurisdiction] if dossier else None
            caller = self._acting(place.authority) if place else "customs_overseas"
        arguments = declaration, max(number, 0), decision, lapses_at, reason, reference
        self.act(caller, self.model.decide, self.customs.decide, *arguments)

    @operation(
        4,
        member=pick(["declarant"] * 4 + ["buyer"]),
        declaration=identifiers("declaration", 3),
        decision=pick(list(Decision)),
        reference=hashes,
    )
    def report_decision(self, member: str, declaration: bytes, decision: Decision, reference: bytes) -> None:
        caller = self._declarant_or(member, declaration)
        self.act(caller, self.model.report_decision, self.customs.report_decision, declaration, decision, reference)

    @operation(3, member=members, declaration=identifiers("declaration", 3))
    def lapse_hold(self, member: str, declaration: bytes) -> None:
        self.act(member, self.model.lapse_hold, self.customs.lapse_hold, declaration)

    # ------------------------------------------------------------------------------------------ consistency, evidence

    @operation(
        4,
        member=pick(["surveyor"] * 8 + ["buyer"]),
        attestation=identifiers("attestation", 3),
        jurisdiction=jurisdictions,
        named=papers,
        aspects=pick([1, 9, 63, 64, 0]),
        outcome=pick([ConsistencyOutcome.INCONSISTENT] * 3 + list(ConsistencyOutcome)),
        report=hashes,
    )
    def attest(
        self,
        member: str,
        attestation: bytes,
        jurisdiction: bytes,
        named: list[NamedRecord],
        aspects: int,
        outcome: ConsistencyOutcome,
        report: bytes,
    ) -> None:
        arguments = attestation, jurisdiction, named, aspects, outcome, report
        self.act(member, self.model.attest_consistency, self.customs.attest_consistency, *arguments)

    @operation(
        3,
        member=pick(["surveyor", "customs_overseas", "buyer"]),
        attestation=identifiers("attestation", 3),
        others=weighted((3, pick([None])), (1, papers)),
    )
    def withdraw_attestation(self, member: str, attestation: bytes, others: list[NamedRecord] | None) -> None:
        _, compared = self.model.attestations.get(attestation, (None, ()))
        named = list(compared) if others is None else others
        self.act(member, self.model.withdraw_attestation, self.customs.withdraw_attestation, attestation, named)

    @operation(
        4,
        member=pick(["declarant"] * 4 + ["buyer"]),
        pack=identifiers("pack", 2),
        declaration=identifiers("declaration", 3),
        named=papers,
    )
    def submit_evidence_pack(self, member: str, pack: bytes, declaration: bytes, named: list[NamedRecord]) -> None:
        caller = self._declarant_or(member, declaration)
        arguments = pack, declaration, named
        self.act(caller, self.model.submit_evidence_pack, self.customs.submit_evidence_pack, *arguments)

    @operation(4, member=members, pack=identifiers("pack", 2), right=pick([True, True, False]))
    def countersign(self, member: str, pack: bytes, right: bool) -> None:
        submitted = self.model.packs.get(pack)
        digest = submitted.digest if submitted and right else pack_digest(NOTHING, [])
        self.act(member, self.model.countersign_evidence_pack, self.customs.countersign_evidence_pack, pack, digest)

    # ------------------------------------------------------------------------------------------------------- comparing

    @invariant()
    def stored_pre_checks_never_change(self) -> None:
        if not hasattr(self, "stored"):
            return
        views: list[ViewCall[Any]] = []
        expected: list[Any] = []
        for declaration, prechecks in self.stored.items():
            for number, (assessment, findings) in enumerate(prechecks, 1):
                views += self.customs.assessment_of(declaration, number), self.customs.findings_of(declaration, number)
                expected += assessment, findings
        assert self.chain.read_many(views) == expected

    def everything(self) -> None:
        """All views answer what the model says."""
        compared = list(self._views())
        answers = self.chain.read_many([view for view, _ in compared])
        for (view, expected), answer in zip(compared, answers, strict=True):
            assert answer == expected, f"{view}: {answer!r} instead of {expected!r}"

    def _views(self) -> Iterator[tuple[ViewCall[Any], Any]]:
        model, customs = self.model, self.customs
        for name, place in model.jurisdictions.items():
            yield customs.jurisdiction_of(name), place
            for moment in (0, HOUR, DAY, DAY + 1, 30 * DAY):
                yield customs.rule_book_at(name, self.start + moment), model.rule_book_at(name, self.start + moment)
        for (name, version), book in model.books.items():
            yield customs.rule_book_of(name, version), book.book
            yield customs.rules_of(name, version, 0, 100), tuple(book.rules)
        for name, issuer, document in list(model.periods):
            for time in (self.start, self.start + DAY, self.start + DAY + 1):
                expected = model.was_authorized(name, document, issuer, time)
                yield customs.was_authorized(name, document, issuer, time), expected
        for name in JURISDICTIONS:
            for member in ACTING:
                yield customs.is_checker(name, self.id(member)), (name, self.id(member)) in model.checkers
        for record, known in model.records.items():
            yield customs.certificate_on(record), model.certificate_on.get(record, NOTHING)
            for number in range(1, len(known.versions) + 1):
                for name in JURISDICTIONS:
                    named = NamedRecord(record, number)
                    yield customs.inconsistencies_of(name, named), model.inconsistencies(name, named)
        for certificate, held in model.certificates.items():
            yield customs.certificate_of(certificate), held
        for declaration, dossier in model.dossiers.items():
            yield customs.declaration_of(declaration), dossier.declaration
            yield customs.decisions_of(declaration, 0, 100), tuple(dossier.decisions)
            for number, (assessment, findings) in enumerate(dossier.prechecks, 1):
                yield customs.assessment_of(declaration, number), assessment
                yield customs.findings_of(declaration, number), findings
        for attestation, (attested, _) in model.attestations.items():
            yield customs.attestation_of(attestation), attested
        for pack, submitted in model.packs.items():
            yield customs.evidence_pack_of(pack), submitted
        for (pack, signer), signature in model.signatures.items():
            yield customs.pack_signature_of(pack, signer), signature

    def _ask(self, movement: Movement, named: list[NamedRecord]) -> None:
        """A pre-check that stores nothing; it answers as of the last block."""
        self.model.now = self.chain.now - 1
        answers: list[Any] = []
        expected = refusal_of(lambda: answers.append(self.model.precheck(movement, named)))
        question = self.customs.precheck(movement, named)
        actual = refusal_of(lambda: answers.append((*self.chain.read(question),)))
        assert actual == expected
        assert len({repr(answer) for answer in answers}) <= 1

    def _remember(self, declaration: bytes) -> None:
        self.stored.setdefault(declaration, []).append(self.model.dossiers[declaration].prechecks[-1])

    # ------------------------------------------------------------------------------------------------------------ names

    def _publish(self, member: str, jurisdiction: bytes, version: int, valid_from: int, content: bytes) -> None:
        arguments = jurisdiction, version, valid_from, content
        self.act(member, self.model.publish_rule_book, self.customs.publish_rule_book, *arguments)

    def _add(self, member: str, jurisdiction: bytes, version: int, rules: list[Rule]) -> None:
        self.act(member, self.model.add_rules, self.customs.add_rules, jurisdiction, version, rules)

    def _finish(self, member: str, jurisdiction: bytes, version: int, how: str) -> None:
        modelled, on_chain = getattr(self.model, f"{how}_rule_book"), getattr(self.customs, f"{how}_rule_book")
        self.act(member, modelled, on_chain, jurisdiction, version)

    def _registry(self) -> MemberRegistry:
        return self.chain.deployment.contract(MemberRegistry)

    def _name(self, member: bytes) -> str:
        return next(key for key, known in self.chain.members.items() if known.id == member)

    def _acting(self, member: bytes) -> str:
        """A member that has accounts, or another one."""
        name = self._name(member)
        return name if self.chain.members[name].accounts else "customs_overseas"

    def _id_or_else(self, member: str) -> bytes:
        return {"": NOBODY, "stranger": b"\x51" * 16}.get(member) or self.id(member)

    def _ruler_or(self, member: str, jurisdiction: bytes) -> str:
        ruler, _ = self.model.ruler(jurisdiction)
        return self._acting(ruler) if member == "ruler" and ruler != NOBODY else "buyer"

    def _declarant_or(self, member: str, declaration: bytes) -> str:
        dossier = self.model.dossiers.get(declaration)
        return self._name(dossier.declaration.declarant) if dossier and member == "declarant" else "buyer"


def refusal_of(attempt: Callable[[], object]) -> QuaychainError | None:
    """The error that a call is refused with."""
    try:
        attempt()
    except QuaychainError as error:
        return error
    return None


def _run(chain: TestChain, examples: int, steps: int) -> None:
    machine = type("Machine", (CustomsMachine,), {"chain": chain})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_the_contract_does_what_the_model_says(chain: TestChain) -> None:
    _run(chain, examples=int(os.environ.get("QC_MODEL_EXAMPLES", "15")), steps=50)


@pytest.mark.slow
def test_the_contract_does_what_the_model_says_at_length(chain: TestChain) -> None:
    _run(chain, examples=150, steps=120)
