"""CustomsCompliance in plain Python: what its README says, for tests that compare the contract with it. Pure.

Every write raises the contract's own typed error, or changes the model; every view answers what the contract answers.
Callers are members by id. Times are Unix seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.types import (
    Assessment,
    AssessmentOutcome,
    Attestation,
    Certificate,
    CertificateStatus,
    ConsistencyOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    EvidencePack,
    Finding,
    FindingStatus,
    MemberKind,
    Movement,
    NamedRecord,
    PackSignature,
    Rule,
    RuleEffect,
    Seat,
)
from tests.contracts.models.customs_rules import CustomsRules
from tests.contracts.models.customs_terms import (
    AFTER,
    ASPECTS,
    COMPARED,
    FINDINGS,
    NO_ACCOUNT,
    NOBODY,
    NOTHING,
    OPEN,
    RECORDS,
    Dossier,
    Record,
    Version,
    leading_rules,
    pack_digest,
    require_each_once,
    require_tariff,
)


class Customs(CustomsRules):
    """All that the contract stores, and the members and records that it asks about."""

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
        require_tariff(movement.tariff)
        require_each_once(named, RECORDS)
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
        require_each_once(named, COMPARED)
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
        require_each_once(named, RECORDS)
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
