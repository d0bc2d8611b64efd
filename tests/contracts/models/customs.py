"""CustomsCompliance in plain Python: what its README says, for tests that compare the contract with it. Pure.

Every write raises the contract's own typed error, or changes the model; every view answers what the contract answers.
Callers are members by id. Times are Unix seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Assessment,
    AssessmentOutcome,
    Attestation,
    Certificate,
    CertificateStatus,
    CodeList,
    ConsistencyOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    DocumentType,
    EvidencePack,
    Finding,
    FindingStatus,
    Jurisdiction,
    MemberKind,
    MemberStatus,
    Movement,
    NamedRecord,
    PackSignature,
    Rule,
    RuleBook,
    RuleBookStatus,
    RuleEffect,
    Seat,
    TariffCode,
)
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, to_address

NOTHING = bytes(32)
NOBODY = bytes(16)
NO_ACCOUNT = to_address(bytes(20))

RULES_A_CALL = RULES_A_PREFIX = 32
FINDINGS = 48
RECORDS = 32
COMPARED = 16
ASPECTS = 1 | 2 | 4 | 8 | 16 | 32

#: Statuses in which something can still be decided.
OPEN = {
    DeclarationStatus.DECLARED,
    DeclarationStatus.HELD,
    DeclarationStatus.UNDER_INSPECTION,
    DeclarationStatus.SEIZED,
}
AFTER = {
    Decision.HOLD: DeclarationStatus.HELD,
    Decision.INSPECT: DeclarationStatus.UNDER_INSPECTION,
    Decision.RELEASE: DeclarationStatus.RELEASED,
    Decision.REFUSE: DeclarationStatus.REFUSED,
    Decision.SEIZE: DeclarationStatus.SEIZED,
}


@dataclass
class Party:
    """A member, as far as customs care."""

    id: bytes
    kind: MemberKind
    seat: Seat
    account: Address = NO_ACCOUNT
    status: MemberStatus = MemberStatus.ACTIVE


@dataclass(frozen=True)
class Version:
    """A version of a record."""

    subtype: int
    published_at: int
    valid_from: int
    valid_until: int


@dataclass
class Record:
    """A record of RecordRegistry's."""

    issuer: bytes
    code_list: CodeList
    code: int
    subject: bytes
    versions: list[Version]
    revoked_at: int = 0

    def type_of(self, version: Version) -> DocumentType:
        """What the document is in that version."""
        return DocumentType(self.code_list, self.code, version.subtype)


@dataclass
class Book:
    """A rule book with its rules."""

    book: RuleBook
    rules: list[Rule] = field(default_factory=list)


@dataclass
class Dossier:
    """A declaration with what has piled up on it."""

    declaration: Declaration
    prechecks: list[tuple[Assessment, tuple[Finding, ...]]] = field(default_factory=list)
    decisions: list[DecisionEntry] = field(default_factory=list)


class Customs:
    """All that the contract stores, and the members and records that it asks about."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.now = 0
        self.parties = {party.id: party for party in parties}
        self.records: dict[bytes, Record] = {}
        self.orders: set[bytes] = set()
        self.jurisdictions: dict[bytes, Jurisdiction] = {}
        self.books: dict[tuple[bytes, int], Book] = {}
        self.periods: dict[tuple[bytes, bytes, DocumentType], list[tuple[int, int]]] = defaultdict(list)
        self.checkers: set[tuple[bytes, bytes]] = set()
        self.certificates: dict[bytes, Certificate] = {}
        self.certificate_on: dict[bytes, bytes] = {}
        self.dossiers: dict[bytes, Dossier] = {}
        self.attestations: dict[bytes, tuple[Attestation, tuple[NamedRecord, ...]]] = {}
        self.packs: dict[bytes, EvidencePack] = {}
        self.signatures: dict[tuple[bytes, bytes], PackSignature] = {}

    # ------------------------------------------------------------------------------------------------ jurisdictions

    def claim_jurisdiction(self, caller: bytes, jurisdiction: bytes) -> None:
        self._authorize(caller)
        if jurisdiction in self.jurisdictions:
            raise errors.JurisdictionTakenError(jurisdiction, self.jurisdictions[jurisdiction].authority)
        self.assign_jurisdiction(jurisdiction, caller)

    def assign_jurisdiction(self, jurisdiction: bytes, authority: bytes) -> None:
        """By vote."""
        if not any(jurisdiction):
            raise errors.IdentifierMissingError
        self._require_member(authority, MemberKind.CUSTOMS)
        place = self.jurisdictions.get(jurisdiction, Jurisdiction(NOBODY, NOBODY, 0, False))
        self.jurisdictions[jurisdiction] = replace(place, authority=authority)

    def designate_transcriber(self, jurisdiction: bytes, transcriber: bytes) -> None:
        """By vote."""
        place = self._place(jurisdiction)
        if transcriber != NOBODY:
            self._require_member(transcriber)
        self.jurisdictions[jurisdiction] = replace(place, transcriber=transcriber)

    def ruler(self, jurisdiction: bytes) -> tuple[bytes, bool]:
        """Who writes down the rules, and whether it is not the authority itself; nobody where there is none."""
        place = self.jurisdictions.get(jurisdiction)
        if place is None:
            return NOBODY, False
        mirrored = self.parties[place.authority].seat is Seat.MIRRORED
        return (place.transcriber if mirrored else place.authority), mirrored

    # --------------------------------------------------------------------------------------------------- rule books

    def publish_rule_book(
        self, caller: bytes, jurisdiction: bytes, version: int, valid_from: int, content_hash: bytes
    ) -> None:
        transcribed = self._require_ruler(caller, jurisdiction)
        if content_hash == NOTHING:
            raise errors.IdentifierMissingError
        place = self.jurisdictions[jurisdiction]
        if place.draft_open:
            raise errors.RuleBookDraftOpenError(jurisdiction, place.versions)
        if version != place.versions + 1:
            raise errors.RuleBookVersionMismatchError(jurisdiction, place.versions + 1, version)
        begun = [book.valid_from for book in self._sealed(jurisdiction).values()]
        if begun and valid_from < begun[-1]:
            raise errors.RuleBookValidityMismatchError(jurisdiction, begun[-1], valid_from)
        self.jurisdictions[jurisdiction] = replace(place, versions=version, draft_open=True)
        self.books[jurisdiction, version] = Book(
            RuleBook(RuleBookStatus.DRAFT, caller, transcribed, valid_from, 0, 0, content_hash)
        )

    def add_rules(self, caller: bytes, jurisdiction: bytes, version: int, rules: Sequence[Rule]) -> None:
        self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        if len(rules) > RULES_A_CALL:
            raise errors.TooManyRulesError(jurisdiction, version, RULES_A_CALL)
        kept = list(draft.rules)
        for index, rule in enumerate(rules):
            require_well_formed(rule, index)
            if sum(other.tariff_prefix == rule.tariff_prefix for other in kept) == RULES_A_PREFIX:
                raise errors.TooManyRulesError(jurisdiction, version, RULES_A_PREFIX)
            kept.append(rule)
        draft.rules = kept
        draft.book = replace(draft.book, rule_count=len(kept))

    def seal_rule_book(self, caller: bytes, jurisdiction: bytes, version: int) -> None:
        transcribed = self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        if not draft.rules:
            raise errors.RuleBookEmptyError(jurisdiction, version)
        draft.book = replace(
            draft.book, status=RuleBookStatus.SEALED, publisher=caller, transcribed=transcribed, sealed_at=self.now
        )
        self._close_draft(jurisdiction)

    def abandon_rule_book(self, caller: bytes, jurisdiction: bytes, version: int) -> None:
        self._require_ruler(caller, jurisdiction)
        draft = self._draft(jurisdiction, version)
        draft.book = replace(draft.book, status=RuleBookStatus.ABANDONED)
        self._close_draft(jurisdiction)

    def rule_book_at(self, jurisdiction: bytes, trigger_date: int) -> int:
        """The sealed book that had begun last on that date; of those that began together, the later one."""
        begun = [version for version, book in self._sealed(jurisdiction).items() if book.valid_from <= trigger_date]
        return max(begun, default=0)

    # ---------------------------------------------------------------------------------------- issuers and checkers

    def authorize_issuer(
        self, caller: bytes, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, begin: int, end: int
    ) -> None:
        self._require_ruler(caller, jurisdiction)
        self._require_member(issuer)
        if end and end <= begin:
            raise errors.ValidityPeriodInvalidError(begin, end)
        if document_type.code_list is CodeList.NONE or not document_type.code:
            raise errors.DocumentTypeInvalidError(document_type.code_list, document_type.code)
        periods = self.periods[jurisdiction, issuer, document_type]
        if periods and (periods[-1][1] == 0 or periods[-1][1] > begin):
            raise errors.IssuingPeriodMismatchError(jurisdiction, issuer, *periods[-1])
        periods.append((begin, end))

    def end_issuer_authorization(
        self, caller: bytes, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, ends_at: int
    ) -> None:
        self._require_ruler(caller, jurisdiction)
        periods = self.periods[jurisdiction, issuer, document_type]
        begin, end = periods[-1] if periods else (0, 0)
        if not periods or ends_at <= begin or (end and ends_at >= end):
            raise errors.IssuingPeriodMismatchError(jurisdiction, issuer, begin, end)
        periods[-1] = (begin, ends_at)

    def appoint_checker(self, caller: bytes, jurisdiction: bytes, checker: bytes, appointed: bool) -> None:
        self._require_ruler(caller, jurisdiction)
        if appointed:
            self._require_member(checker)
            self.checkers.add((jurisdiction, checker))
        else:
            self.checkers.discard((jurisdiction, checker))

    def was_authorized(self, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, time: int) -> bool:
        """Whether one of the member's periods, for the subtype or for all of them, holds that time."""
        return any(
            begin <= time and (end == 0 or time < end)
            for kind in (document_type, replace(document_type, subtype=0))
            for begin, end in self.periods[jurisdiction, issuer, kind]
        )

    # ------------------------------------------------------------------------------------------------- certificates

    def issue_certificate(self, caller: bytes, certificate: bytes, record: bytes, holder: bytes) -> None:
        self._authorize(caller)
        if certificate == NOTHING:
            raise errors.IdentifierMissingError
        if holder != NOBODY:
            self._require_member(holder)
        if certificate in self.certificates:
            raise errors.CertificateExistsError(certificate)
        if record in self.certificate_on:
            raise errors.RecordHasCertificateError(record, self.certificate_on[record])
        published = self._standing_record(record)
        if published.issuer != caller:
            raise errors.NotRecordIssuerError(record, published.issuer, caller)
        newest = published.versions[-1]
        self.certificate_on[record] = certificate
        self.certificates[certificate] = Certificate(
            status=CertificateStatus.ISSUED,
            issuer=caller,
            holder=holder,
            record=record,
            subject=published.subject,
            document_type=published.type_of(newest),
            issued_at=self.now,
            status_since=self.now,
            valid_from=newest.valid_from,
            valid_until=newest.valid_until,
            reason_hash=NOTHING,
        )

    def suspend_certificate(self, caller: bytes, certificate: bytes, reason: bytes) -> None:
        self._change(caller, certificate, {CertificateStatus.ISSUED}, CertificateStatus.SUSPENDED, reason)

    def reinstate_certificate(self, caller: bytes, certificate: bytes) -> None:
        self._change(caller, certificate, {CertificateStatus.SUSPENDED}, CertificateStatus.ISSUED, None)

    def revoke_certificate(self, caller: bytes, certificate: bytes, reason: bytes) -> None:
        standing = {CertificateStatus.ISSUED, CertificateStatus.SUSPENDED}
        self._change(caller, certificate, standing, CertificateStatus.REVOKED, reason)

    # ------------------------------------------------------------------------------------------------ the pre-check

    def precheck(
        self, movement: Movement, named: Sequence[NamedRecord], declaration: bytes = NOTHING
    ) -> tuple[Assessment, tuple[Finding, ...]]:
        """How the documents named stand against the rule book in force on the trigger date."""
        self._place(movement.jurisdiction)
        _require_tariff(movement.tariff)
        _require_each_once(named, RECORDS)
        for item in named:
            self._version(item)
        book = self.rule_book_at(movement.jurisdiction, movement.trigger_date)
        if book == 0:
            return Assessment(AssessmentOutcome.NOT_ASSESSED, 0, self.now, 0, 0), ()
        leading = leading_rules(self.books[movement.jurisdiction, book].rules, movement)
        if len(leading) > FINDINGS:
            raise errors.TooManyFindingsError(FINDINGS)
        findings = tuple(
            self._finding(index, rule, book, movement, named, declaration)
            for index, rule in leading
            if rule.effect is not RuleEffect.NOT_REQUIRED
        )
        missing = sum(it.status not in (FindingStatus.PRESENT, FindingStatus.NOTED) for it in findings)
        outcome = AssessmentOutcome.FAILED if missing else AssessmentOutcome.PASSED
        return Assessment(outcome, book, self.now, len(findings), missing), findings

    def _finding(
        self,
        index: int,
        rule: Rule,
        book: int,
        movement: Movement,
        named: Sequence[NamedRecord],
        declaration: bytes,
    ) -> Finding:
        """The first document that satisfies the rule; else the first of its type, with what is wrong with it."""
        nothing = Finding(rule.requirement, index, FindingStatus.MISSING, rule.document_type, book, NOTHING, 0)
        if rule.effect is RuleEffect.NOTICE:
            return replace(nothing, status=FindingStatus.NOTED)
        judged = [(item, self._judge(item, rule, movement, declaration)) for item in named if self._is_of(item, rule)]
        present = [(item, status) for item, status in judged if status is FindingStatus.PRESENT]
        for item, status in present or judged:
            return replace(nothing, status=status, record=item.record, version=item.version)
        return nothing

    def _is_of(self, item: NamedRecord, rule: Rule) -> bool:
        """Whether the document is of the type asked for, or of the subtype that it replaces."""
        record, version = self.records[item.record], self._version(item)
        wanted = rule.document_type
        if (record.code_list, record.code) != (wanted.code_list, wanted.code):
            return False
        return wanted.subtype in (0, version.subtype) or version.subtype == rule.superseded_subtype != 0

    def _judge(self, item: NamedRecord, rule: Rule, movement: Movement, declaration: bytes) -> FindingStatus:
        """What is wrong with a document of the right type: the first of these that is."""
        record, version = self.records[item.record], self._version(item)
        certificate = self.certificates.get(self.certificate_on.get(item.record, NOTHING))
        standing = certificate.status if certificate else CertificateStatus.NONE
        trigger = movement.trigger_date
        concerned = {movement.order, movement.consignment, declaration} - {NOTHING}
        wrong = {
            FindingStatus.REVOKED: record.revoked_at != 0 or standing is CertificateStatus.REVOKED,
            FindingStatus.SUSPENDED: standing is CertificateStatus.SUSPENDED,
            FindingStatus.UNAUTHORISED: not self._is_authorised(record, version, rule, movement.jurisdiction),
            FindingStatus.SUPERSEDED: version is not record.versions[-1]
            or version.subtype == rule.superseded_subtype != 0,
            FindingStatus.EXPIRED: 0 < version.valid_until <= trigger
            or 0 < rule.max_age < trigger - version.valid_from,
            FindingStatus.NOT_YET_VALID: version.valid_from > max(trigger, self.now),
            FindingStatus.INCONSISTENT: (rule.must_concern_goods and record.subject not in concerned)
            or self.inconsistencies(movement.jurisdiction, item) > 0,
        }
        return next((status for status, applies in wrong.items() if applies), FindingStatus.PRESENT)

    def _is_authorised(self, record: Record, version: Version, rule: Rule, jurisdiction: bytes) -> bool:
        """Whether its issuer is of the kind asked for, and was entitled when it published that version."""
        if rule.issuer_kind not in (MemberKind.NONE, self.parties[record.issuer].kind):
            return False
        return not rule.issuer_must_be_authorized or self.was_authorized(
            jurisdiction, record.type_of(version), record.issuer, version.published_at
        )

    # ------------------------------------------------------------------------------------------------- declarations

    def declare(
        self, caller: bytes, declaration: bytes, movement: Movement, data: bytes, named: Sequence[NamedRecord]
    ) -> None:
        self._authorize(caller)
        if declaration == NOTHING:
            raise errors.IdentifierMissingError
        self._place(movement.jurisdiction)
        if declaration in self.dossiers:
            raise errors.DeclarationExistsError(declaration)
        if data != NOTHING:
            self._standing_record(data)
        precheck = self.precheck(movement, named, declaration)
        self.dossiers[declaration] = Dossier(
            Declaration(
                status=DeclarationStatus.DECLARED,
                declarant=caller,
                declared_at=self.now,
                assessments=1,
                decisions=0,
                source=DecisionSource.NONE,
                lapses_at=0,
                order_known=movement.order in self.orders,
                data_record=data,
                movement=movement,
            ),
            [precheck],
        )

    def amend(self, caller: bytes, declaration: bytes, named: Sequence[NamedRecord]) -> None:
        dossier = self._require_declarant(caller, declaration)
        if dossier.declaration.status not in OPEN:
            raise errors.DeclarationStatusMismatchError(declaration, dossier.declaration.status)
        dossier.prechecks.append(self.precheck(dossier.declaration.movement, named, declaration))
        dossier.declaration = replace(dossier.declaration, assessments=len(dossier.prechecks))

    def withdraw(self, caller: bytes, declaration: bytes) -> None:
        dossier = self._require_declarant(caller, declaration)
        if dossier.declaration.status is not DeclarationStatus.DECLARED:
            raise errors.DeclarationStatusMismatchError(declaration, dossier.declaration.status)
        dossier.declaration = replace(dossier.declaration, status=DeclarationStatus.WITHDRAWN)

    def decide(
        self,
        caller: bytes,
        declaration: bytes,
        assessment: int,
        decision: Decision,
        lapses_at: int,
        reason: bytes,
        reference: bytes,
    ) -> None:
        self._authorize(caller)
        dossier = self._dossier(declaration)
        jurisdiction = dossier.declaration.movement.jurisdiction
        if caller != self.jurisdictions[jurisdiction].authority:
            raise errors.NotTheAuthorityError(jurisdiction, caller)
        if self.parties[caller].seat is Seat.MIRRORED:
            raise errors.AuthorityIsMirroredError(jurisdiction, caller)
        if assessment != len(dossier.prechecks):
            raise errors.AssessmentMovedError(declaration, assessment, len(dossier.prechecks))
        if lapses_at and (decision is not Decision.HOLD or lapses_at <= self.now):
            raise errors.LapseTimeMismatchError(lapses_at)
        self._enter(declaration, decision, DecisionSource.OWN, caller, lapses_at, reason, reference)

    def report_decision(self, caller: bytes, declaration: bytes, decision: Decision, reference: bytes) -> None:
        dossier = self._require_declarant(caller, declaration)
        jurisdiction = dossier.declaration.movement.jurisdiction
        authority = self.jurisdictions[jurisdiction].authority
        if self.parties[authority].seat is not Seat.MIRRORED:
            raise errors.AuthorityHasSeatError(jurisdiction, authority)
        if reference == NOTHING:
            raise errors.ReferenceMissingError(declaration)
        self._enter(declaration, decision, DecisionSource.REPORTED, caller, 0, NOTHING, reference)

    def lapse_hold(self, caller: bytes, declaration: bytes) -> None:
        self._authorize(caller)
        lapses_at = self._dossier(declaration).declaration.lapses_at
        if lapses_at == 0 or self.now < lapses_at:
            raise errors.HoldNotLapsedError(declaration, lapses_at)
        self._enter(declaration, Decision.RELEASE, DecisionSource.LAPSED, NOBODY, 0, NOTHING, NOTHING)

    def _enter(
        self,
        declaration: bytes,
        decision: Decision,
        source: DecisionSource,
        member: bytes,
        lapses_at: int,
        reason: bytes,
        reference: bytes,
    ) -> None:
        if decision is Decision.NONE:
            raise errors.DecisionMalformedError
        dossier = self._dossier(declaration)
        held, following = dossier.declaration, AFTER[decision]
        over_report = source is DecisionSource.OWN and held.source is DecisionSource.REPORTED
        if not over_report and (held.status not in OPEN or following is held.status):
            raise errors.DeclarationStatusMismatchError(declaration, held.status)
        dossier.decisions.append(
            DecisionEntry(
                decision=decision,
                source=source,
                member=member,
                decided_at=self.now,
                assessment=len(dossier.prechecks),
                lapses_at=lapses_at,
                account=self.parties[member].account if member != NOBODY else NO_ACCOUNT,
                reason_hash=reason,
                reference_hash=reference,
            )
        )
        dossier.declaration = replace(
            held, status=following, source=source, lapses_at=lapses_at, decisions=len(dossier.decisions)
        )

    # --------------------------------------------------------------------------------------- consistency, evidence

    def attest_consistency(
        self,
        caller: bytes,
        attestation: bytes,
        jurisdiction: bytes,
        named: Sequence[NamedRecord],
        aspects: int,
        outcome: ConsistencyOutcome,
        report: bytes,
    ) -> None:
        self._authorize(caller)
        if attestation == NOTHING:
            raise errors.IdentifierMissingError
        if (jurisdiction, caller) not in self.checkers:
            raise errors.NotACheckerError(jurisdiction, caller)
        if attestation in self.attestations:
            raise errors.AttestationExistsError(attestation)
        if outcome is ConsistencyOutcome.NONE or not 0 < aspects <= ASPECTS or len(named) < 2:
            raise errors.AttestationMalformedError
        _require_each_once(named, COMPARED)
        for item in named:
            self._version(item)
        attested = Attestation(outcome, False, caller, jurisdiction, self.now, aspects, report)
        self.attestations[attestation] = attested, tuple(named)

    def withdraw_attestation(self, caller: bytes, attestation: bytes, named: Sequence[NamedRecord]) -> None:
        self._authorize(caller)
        attested, compared = self.attestations.get(attestation, (None, ()))
        if (
            attested is None
            or caller not in (attested.checker, self.ruler(attested.jurisdiction)[0])
            or attested.withdrawn
            or compared != tuple(named)
        ):
            raise errors.UnknownAttestationError(attestation, caller)
        self.attestations[attestation] = replace(attested, withdrawn=True), compared

    def inconsistencies(self, jurisdiction: bytes, item: NamedRecord) -> int:
        """How many standing attestations in the jurisdiction say that this version contradicts others."""
        return sum(
            attested.jurisdiction == jurisdiction
            and attested.outcome is ConsistencyOutcome.INCONSISTENT
            and not attested.withdrawn
            and item in compared
            for attested, compared in self.attestations.values()
        )

    def submit_evidence_pack(
        self, caller: bytes, pack: bytes, declaration: bytes, named: Sequence[NamedRecord]
    ) -> None:
        self._require_declarant(caller, declaration)
        if pack == NOTHING:
            raise errors.IdentifierMissingError
        if pack in self.packs:
            raise errors.EvidencePackExistsError(pack)
        if not named:
            raise errors.EvidencePackEmptyError(pack)
        _require_each_once(named, RECORDS)
        for item in named:
            self._version(item)
            self._standing_record(item.record)
        digest = pack_digest(declaration, named)
        self.packs[pack] = EvidencePack(declaration, caller, self.now, len(named), 0, digest)
        self.signatures[pack, caller] = PackSignature(self.parties[caller].account, self.now)

    def countersign_evidence_pack(self, caller: bytes, pack: bytes, digest: bytes) -> None:
        self._authorize(caller)
        if pack not in self.packs:
            raise errors.UnknownEvidencePackError(pack)
        submitted = self.packs[pack]
        if submitted.digest != digest:
            raise errors.EvidencePackMismatchError(pack, submitted.digest, digest)
        if (pack, caller) in self.signatures:
            raise errors.EvidencePackSignedError(pack, caller)
        self.packs[pack] = replace(submitted, countersignatures=submitted.countersignatures + 1)
        self.signatures[pack, caller] = PackSignature(self.parties[caller].account, self.now)

    # -------------------------------------------------------------------------------------------- what others know

    def publish(self, record: bytes, published: Record) -> None:
        """RecordRegistry has a new record."""
        self.records[record] = published

    def _authorize(self, caller: bytes) -> None:
        if self.parties[caller].status is not MemberStatus.ACTIVE:
            raise errors.MemberNotActiveError(caller, self.parties[caller].status)

    def _require_member(self, member: bytes, kind: MemberKind = MemberKind.NONE) -> None:
        party = self.parties.get(member)
        if party is None:
            raise errors.UnknownMemberError(member)
        if party.status is not MemberStatus.ACTIVE:
            raise errors.MemberNotActiveError(member, party.status)
        if kind not in (MemberKind.NONE, party.kind):
            raise errors.MemberKindMismatchError(member, kind, party.kind)

    def _standing_record(self, record: bytes) -> Record:
        if record not in self.records:
            raise errors.UnknownRecordError(record)
        found = self.records[record]
        if found.revoked_at:
            raise errors.RecordIsRevokedError(record, found.revoked_at)
        return found

    def _version(self, item: NamedRecord) -> Version:
        found = self.records.get(item.record)
        if found is None or not 0 < item.version <= len(found.versions):
            raise errors.UnknownRecordVersionError(item.record, item.version)
        return found.versions[item.version - 1]

    def _place(self, jurisdiction: bytes) -> Jurisdiction:
        if jurisdiction not in self.jurisdictions:
            raise errors.UnknownJurisdictionError(jurisdiction)
        return self.jurisdictions[jurisdiction]

    def _require_ruler(self, caller: bytes, jurisdiction: bytes) -> bool:
        self._authorize(caller)
        self._place(jurisdiction)
        ruler, transcribed = self.ruler(jurisdiction)
        if caller != ruler:
            raise errors.NotTheAuthorityError(jurisdiction, caller)
        return transcribed

    def _sealed(self, jurisdiction: bytes) -> Mapping[int, RuleBook]:
        return {
            version: it.book
            for (place, version), it in self.books.items()
            if place == jurisdiction and it.book.status is RuleBookStatus.SEALED
        }

    def _draft(self, jurisdiction: bytes, version: int) -> Book:
        book = self.books.get((jurisdiction, version))
        if book is None or book.book.status is not RuleBookStatus.DRAFT:
            raise errors.RuleBookNotDraftError(jurisdiction, version)
        return book

    def _close_draft(self, jurisdiction: bytes) -> None:
        self.jurisdictions[jurisdiction] = replace(self.jurisdictions[jurisdiction], draft_open=False)

    def _change(
        self,
        caller: bytes,
        certificate: bytes,
        standing: set[CertificateStatus],
        status: CertificateStatus,
        reason: bytes | None,
    ) -> None:
        self._authorize(caller)
        if certificate not in self.certificates:
            raise errors.UnknownCertificateError(certificate)
        held = self.certificates[certificate]
        if held.issuer != caller:
            raise errors.NotTheCertificateIssuerError(certificate, caller)
        if held.status not in standing:
            raise errors.CertificateStatusMismatchError(certificate, held.status)
        if reason == NOTHING:
            raise errors.ReasonMissingError(certificate)
        self.certificates[certificate] = replace(
            held, status=status, status_since=self.now, reason_hash=reason or NOTHING
        )

    def _dossier(self, declaration: bytes) -> Dossier:
        if declaration not in self.dossiers:
            raise errors.UnknownDeclarationError(declaration)
        return self.dossiers[declaration]

    def _require_declarant(self, caller: bytes, declaration: bytes) -> Dossier:
        self._authorize(caller)
        dossier = self._dossier(declaration)
        if dossier.declaration.declarant != caller:
            raise errors.NotTheDeclarantError(declaration, caller)
        return dossier


def leading_rules(rules: Sequence[Rule], movement: Movement) -> list[tuple[int, Rule]]:
    """For each requirement the rule that leads, with its index: the longest prefix wins, then the one with more
    conditions, then the earlier one. Requirements stand in the order in which a search from the longest prefix on
    meets them."""
    met: dict[int, list[tuple[int, Rule]]] = defaultdict(list)
    for index, rule in sorted(enumerate(rules), key=lambda each: (-each[1].tariff_prefix.digits, each[0])):
        if applies(rule, movement):
            met[rule.requirement].append((index, rule))
    return [
        max(competing, key=lambda each: (each[1].tariff_prefix.digits, len(list(conditions(each[1]))), -each[0]))
        for competing in met.values()
    ]


def applies(rule: Rule, movement: Movement) -> bool:
    """Whether the rule's prefix begins the goods' code, and each of its conditions is the goods'."""
    prefix, goods = digits_of(rule.tariff_prefix), digits_of(movement.tariff)
    return goods.startswith(prefix) and all(getattr(movement, name) == wanted for name, wanted in conditions(rule))


def conditions(rule: Rule) -> Iterator[tuple[str, object]]:
    """What the rule does not leave open."""
    for name in ("origin", "destination", "procedure", "transport_mode"):
        wanted = getattr(rule, name)
        if wanted != type(wanted)(len(wanted) if isinstance(wanted, bytes) else 0):
            yield name, wanted


def digits_of(code: TariffCode) -> str:
    """The code as it is written, with its leading zeros."""
    return f"{code.value:0{code.digits}}" if code.digits else ""


def pack_digest(declaration: bytes, named: Sequence[NamedRecord]) -> bytes:
    """What the signers of an evidence pack stand by."""
    items = [(item.record, item.version) for item in named]
    return keccak256(encode(["bytes32", "(bytes32,uint32)[]"], [declaration, items]))


def _require_tariff(code: TariffCode) -> None:
    if not 2 <= code.digits <= 10 or len(str(code.value)) > code.digits:
        raise errors.TariffCodeMalformedError(code.value, code.digits)


def require_well_formed(rule: Rule, index: int) -> None:
    """Whether a rule book takes the rule, the `index`th of a call."""
    if rule.tariff_prefix != TariffCode(0, 0):
        _require_tariff(rule.tariff_prefix)
    typed = rule.document_type.code_list is not CodeList.NONE and rule.document_type.code != 0
    if (
        rule.effect is RuleEffect.NONE
        or (rule.effect is RuleEffect.REQUIRED and not typed)
        or (rule.effect is RuleEffect.NOTICE and rule.measure == NOTHING)
        or rule.superseded_subtype == rule.document_type.subtype != 0
    ):
        raise errors.RuleMalformedError(index)


def _require_each_once(named: Sequence[NamedRecord], limit: int) -> None:
    if len(named) > limit:
        raise errors.TooManyRecordsError(len(named), limit)
    seen: set[bytes] = set()
    for item in named:
        if item.record in seen:
            raise errors.RecordNamedTwiceError(item.record)
        seen.add(item.record)
