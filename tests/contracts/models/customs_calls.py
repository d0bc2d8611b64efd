"""Random calls of CustomsCompliance, many of them wrong, each on the model and on a chain (I/O)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import (
    Assessment,
    CodeList,
    ConsistencyOutcome,
    Decision,
    DocumentType,
    Finding,
    MemberStatus,
    Movement,
    NamedRecord,
    Publication,
    Revision,
    Rule,
    Seat,
    TariffCode,
)
from quaychain.contracts.types import Call
from tests.contracts.models.chain import TestChain
from tests.contracts.models.customs import Customs
from tests.contracts.models.customs_draws import (
    CODES,
    CONSIGNMENT,
    DAY,
    HOUR,
    JURISDICTIONS,
    ORDER,
    document_types,
    hashes,
    identifiers,
    jurisdictions,
    members,
    moments,
    papers,
    refusal_of,
    rules,
    tariffs,
)
from tests.contracts.models.customs_terms import (
    NOBODY,
    NOTHING,
    Record,
    Version,
    pack_digest,
)
from tests.contracts.models.draw import Draw, build, pick, some, weighted

#: What can happen: the method and the arguments it is given, as often as it is listed.
OPERATIONS: list[tuple[str, dict[str, Draw[Any]]]] = []

Operation = TypeVar("Operation", bound=Callable[..., None])


def operation(weight: int = 1, **arguments: Draw[Any]) -> Callable[[Operation], Operation]:
    """Makes a method one of the things that can happen, `weight` times as likely as the least."""

    def enter(method: Operation) -> Operation:
        OPERATIONS.extend([(method.__name__, arguments)] * weight)
        return method

    return enter


class CustomsCalls:
    """Makes each call twice: on the model, and on the chain."""

    chain: TestChain
    customs: CustomsCompliance
    model: Customs
    #: When the example began, Unix seconds.
    start: int
    #: Pre-checks as they were stored, by declaration.
    stored: dict[bytes, list[tuple[Assessment, tuple[Finding, ...]]]]

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

    def assigned(self, jurisdiction: bytes, authority: str = "customs_mirrored") -> Call:
        return self.customs.assign_jurisdiction(jurisdiction, self.id(authority))

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
            self.assigned(jurisdiction, authority),
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
        self.published(member, jurisdiction, version, self.start + valid_from, b"\x22" * 32)
        for each in rules:
            self.added(member, jurisdiction, version, [each])
        if more:
            self.finished(member, jurisdiction, version, more)

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
        self.published(member, jurisdiction, version, self.start + valid_from, content)

    @operation(member=members, jurisdiction=jurisdictions, version=pick(range(5)), rules=some(rules, 0, 3))
    def add_rules(self, member: str, jurisdiction: bytes, version: int, rules: list[Rule]) -> None:
        self.added(member, jurisdiction, version, rules)

    @operation(member=members, jurisdiction=jurisdictions, version=pick(range(5)), how=pick(["seal", "abandon"]))
    def finish_rule_book(self, member: str, jurisdiction: bytes, version: int, how: str) -> None:
        self.finished(member, jurisdiction, version, how)

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
            self.remember(declaration)

    @operation(
        8,
        member=pick(["declarant"] * 4 + ["buyer"]),
        declaration=identifiers("declaration", 3),
        named=papers,
    )
    def amend(self, member: str, declaration: bytes, named: list[NamedRecord]) -> None:
        caller = self._declarant_or(member, declaration)
        if self.act(caller, self.model.amend, self.customs.amend, declaration, named):
            self.remember(declaration)

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

    def _ask(self, movement: Movement, named: list[NamedRecord]) -> None:
        """A pre-check that stores nothing; it answers as of the last block."""
        self.model.now = self.chain.reader.now()
        answers: list[Any] = []
        expected = refusal_of(lambda: answers.append(self.model.precheck(movement, named)))
        question = self.customs.precheck(movement, named)
        actual = refusal_of(lambda: answers.append((*self.chain.read(question),)))
        assert actual == expected
        assert len({repr(answer) for answer in answers}) <= 1

    def remember(self, declaration: bytes) -> None:
        self.stored.setdefault(declaration, []).append(self.model.dossiers[declaration].prechecks[-1])

    # ------------------------------------------------------------------------------------------------------------ names

    def published(self, member: str, jurisdiction: bytes, version: int, valid_from: int, content: bytes) -> None:
        arguments = jurisdiction, version, valid_from, content
        self.act(member, self.model.publish_rule_book, self.customs.publish_rule_book, *arguments)

    def added(self, member: str, jurisdiction: bytes, version: int, rules: list[Rule]) -> None:
        self.act(member, self.model.add_rules, self.customs.add_rules, jurisdiction, version, rules)

    def finished(self, member: str, jurisdiction: bytes, version: int, how: str) -> None:
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
