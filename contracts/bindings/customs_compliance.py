# Written by `./qc contracts bindings` from contracts/artifacts/CustomsCompliance.json. Do not edit.
"""See {ICustomsCompliance}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..abi import ADDRESS, BOOL, ArrayCodec, EnumCodec, TupleCodec, fixed_bytes, single, uint
from ..contract import Contract, Event, View, Write, event_values
from ..types import Address, Call, Log, ViewCall
from .types import (
    Assessment,
    AssessmentOutcome,
    Attestation,
    Certificate,
    ConsistencyOutcome,
    Decision,
    DecisionEntry,
    Declaration,
    DeclarationStatus,
    DocumentType,
    EvidencePack,
    Finding,
    Jurisdiction,
    Movement,
    NamedRecord,
    PackSignature,
    Rule,
    RuleBook,
)


@event_values
class AttestationWithdrawn:
    """An attestation was taken back: by its checker, or by who rules in the jurisdiction."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3b63d4a528d55c0e747cfbc2f4214d5f5feb6abfaf84695bb40823912556fa87")

    attestation: bytes
    member: bytes


@event_values
class AuthorityAssigned:
    """A jurisdiction got an authority, or another one."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("03488a092657aa416d010270665293799acbf2562c5ce0dcbb34eb846e2385c9")

    jurisdiction: bytes
    authority: bytes
    previous: bytes


@event_values
class CertificateIssued:
    """A certificate was issued."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("4d46d260d8421219c08ae0d0df214f73c2901c082f4c55d3dcd68d6bc5cb8a05")

    certificate: bytes
    issuer: bytes
    record: bytes
    holder: bytes
    subject: bytes
    document_type: DocumentType
    valid_from: int
    valid_until: int


@event_values
class CertificateReinstated:
    """A suspended certificate counts again."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("41f8658bc0f6dd47ec609583858d8b19e72d08392c96a77a8378e0bd14682128")

    certificate: bytes


@event_values
class CertificateRevoked:
    """A certificate was revoked, for good."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("72a038ba8eca31252992e12e9bb5245b081a3884410cc66d3b18f9800be32e39")

    certificate: bytes
    reason_hash: bytes


@event_values
class CertificateSuspended:
    """A certificate was suspended."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("1b41b870c3f0d34601ffd6823ef19f42f88194dd74afd442ab3d4cd7fe19699a")

    certificate: bytes
    reason_hash: bytes


@event_values
class CheckerAppointed:
    """A checker of consistency was named, or ended; by the authority, or (`transcribed`) its transcriber."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("e0dc33641b8c4f22633aa754fde018dbde55861eb3f9936bd4d4ee923b926a91")

    jurisdiction: bytes
    checker: bytes
    appointed: bool
    transcribed: bool


@event_values
class ConsistencyAttested:
    """A checker compared documents."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8b362b47779a477e0e75a926c608259a2ca9c10406ad43c8d622a7d6f544830c")

    attestation: bytes
    checker: bytes
    jurisdiction: bytes
    records: tuple[NamedRecord, ...]
    aspects: int
    outcome: ConsistencyOutcome
    report_hash: bytes


@event_values
class DecisionReported:
    """The declarant reported a decision of an authority that has no seat here."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a5d3737f4c78fe489ecbd59d62f166cd47b71c30572e97d020c9b3120586248e")

    declaration: bytes
    declarant: bytes
    number: int
    decision: Decision
    assessment: int
    reference_hash: bytes
    status: DeclarationStatus


@event_values
class DecisionTaken:
    """The authority decided, by its own account."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("8d42ed90a683a1b221d7a404a7f5716b2bdcfcd6cf4dafaa0f321238392cb207")

    declaration: bytes
    authority: bytes
    number: int
    decision: Decision
    assessment: int
    lapses_at: int
    reason_hash: bytes
    reference_hash: bytes
    status: DeclarationStatus


@event_values
class DeclarationAssessed:
    """A pre-check was stored."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("9e718de195b0d2ed4c5875461b9715464352be5395ab6ab97ab7c56359d77fc1")

    declaration: bytes
    assessment: int
    outcome: AssessmentOutcome
    rule_book_version: int
    findings: int
    open: int


@event_values
class DeclarationLodged:
    """Goods were declared. `order_known`: whether this ledger has the movement's order."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("294fada2e13df53e8f05c43ba609d0d21956b964154ea29fe0c6afda96355f70")

    declaration: bytes
    declarant: bytes
    jurisdiction: bytes
    movement: Movement
    data_record: bytes
    order_known: bool


@event_values
class DeclarationWithdrawn:
    """The declarant took a declaration back before anything was decided."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("abf36ca274dfe80f15b6eeb45641affa8c53aa90a4de9226bb206ff937f8e92a")

    declaration: bytes


@event_values
class EvidencePackCountersigned:
    """Another member stands by a pack, by its digest."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("643174b25c900423c68c804103039b5c88aa437b2d3906cdabefa702fb6c01da")

    pack: bytes
    member: bytes
    account: Address
    digest: bytes


@event_values
class EvidencePackSubmitted:
    """A declarant put documents together for a simplified inspection; `issuers` are the members that published
    each of them.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("8769daf922c08c2ed451a24fdc3a5fdd79b711fccb126728cb6861777828f633")

    pack: bytes
    declaration: bytes
    submitter: bytes
    account: Address
    items: tuple[NamedRecord, ...]
    issuers: tuple[bytes, ...]
    digest: bytes


@event_values
class FindingStored:
    """One requirement's standing was stored."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("efa3cfbaaf3a452108c0981159136670764eed4758b792ed77dcc02a1905f5d8")

    declaration: bytes
    assessment: int
    index: int
    finding: Finding
    measure: bytes


@event_values
class HoldLapsed:
    """A hold's end date came without another decision, which is a release by nobody."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("3c3b37a88b9db09d70f597934422e21cae3f1f8509e2e8f0b61dc90c50a98827")

    declaration: bytes
    number: int
    assessment: int
    status: DeclarationStatus


@event_values
class IssuerAuthorizationEnded:
    """The last authorisation of a member for a type of document ends at `ends_at`."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("f123dd10cb13b2101e5e8a477474900ea09d7d1d49a6e2006b44bfd860a70ec1")

    jurisdiction: bytes
    issuer: bytes
    document_type: DocumentType
    ends_at: int
    transcribed: bool


@event_values
class IssuerAuthorized:
    """A member was entitled to issue a type of document from `valid_from` until before `valid_until` (0 for open).
    `transcribed`: by the transcriber of a mirrored authority, not by the authority itself.
    """

    TOPIC: ClassVar[bytes] = bytes.fromhex("602cb0effc3c8ecacd99a97d40746983855c56459cc90ac4aae8a332ba67c981")

    jurisdiction: bytes
    issuer: bytes
    document_type: DocumentType
    valid_from: int
    valid_until: int
    transcribed: bool


@event_values
class RecordsNamed:
    """The records a pre-check was made of: the first declaration (assessment 1) or an amendment."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("b4712f782433d2d4133fd8666f763bb2f8d08a6ab0069592ea14eeb79a648954")

    declaration: bytes
    assessment: int
    records: tuple[NamedRecord, ...]


@event_values
class RuleAdded:
    """A rule was added to a draft."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("c0e48a1a34f8209cf5ac10446c55be085c2210be585e3d503f2c3bb3780e1f8f")

    jurisdiction: bytes
    version: int
    rule: int
    terms: Rule


@event_values
class RuleBookAbandoned:
    """A draft was given up."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("af7973152a3f7a5d1183e65339e048f06c0579f61c5c58ce043ee30b9f5c9816")

    jurisdiction: bytes
    version: int


@event_values
class RuleBookPublished:
    """A draft rule book was opened."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("2b7f9e28990747b6d578f6eb75d81f3341967259c80d9a169803e68764aa4564")

    jurisdiction: bytes
    version: int
    publisher: bytes
    transcribed: bool
    valid_from: int
    content_hash: bytes


@event_values
class RuleBookSealed:
    """A rule book is final."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("a8b0031edafd252a69c09021d9ebe8bfbec5471ac88bb8758637c23736a87eb7")

    jurisdiction: bytes
    version: int
    publisher: bytes
    transcribed: bool
    rule_count: int


@event_values
class TranscriberDesignated:
    """A member may, or (0) nobody may any longer, publish rule books for a mirrored authority."""

    TOPIC: ClassVar[bytes] = bytes.fromhex("bcdb566f7032d76eae6008cca00bebd15b8a38471c3674235cee7531161cfc75")

    jurisdiction: bytes
    transcriber: bytes


CustomsComplianceEvent: TypeAlias = (
    AttestationWithdrawn
    | AuthorityAssigned
    | CertificateIssued
    | CertificateReinstated
    | CertificateRevoked
    | CertificateSuspended
    | CheckerAppointed
    | ConsistencyAttested
    | DecisionReported
    | DecisionTaken
    | DeclarationAssessed
    | DeclarationLodged
    | DeclarationWithdrawn
    | EvidencePackCountersigned
    | EvidencePackSubmitted
    | FindingStored
    | HoldLapsed
    | IssuerAuthorizationEnded
    | IssuerAuthorized
    | RecordsNamed
    | RuleAdded
    | RuleBookAbandoned
    | RuleBookPublished
    | RuleBookSealed
    | TranscriberDesignated
)


class PrecheckResult(NamedTuple):
    """What `precheck` answers."""

    assessment: Assessment
    findings: tuple[Finding, ...]


_ABANDON_RULE_BOOK = Write("d6d46e50", fixed_bytes(2), uint(32))
_ADD_RULES = Write("830bf124", fixed_bytes(2), uint(32), ArrayCodec(Rule.CODEC))
_AMEND = Write("882d9568", fixed_bytes(32), ArrayCodec(NamedRecord.CODEC))
_APPOINT_CHECKER = Write("596b0f6f", fixed_bytes(2), fixed_bytes(16), BOOL)
_ASSESSMENT_OF = View[Assessment]("4afd033b", (fixed_bytes(32), uint(32)), single(Assessment.CODEC))
_ASSIGN_JURISDICTION = Write("f16714fa", fixed_bytes(2), fixed_bytes(16))
_ATTEST_CONSISTENCY = Write(
    "c314a3ae",
    fixed_bytes(32),
    fixed_bytes(2),
    ArrayCodec(NamedRecord.CODEC),
    uint(16),
    EnumCodec(ConsistencyOutcome),
    fixed_bytes(32),
)
_ATTESTATION_OF = View[Attestation]("b174a9c4", (fixed_bytes(32),), single(Attestation.CODEC))
_AUTHORIZE_ISSUER = Write("5cf002e9", fixed_bytes(2), DocumentType.CODEC, fixed_bytes(16), uint(48), uint(48))
_CERTIFICATE_OF = View[Certificate]("27027589", (fixed_bytes(32),), single(Certificate.CODEC))
_CERTIFICATE_ON = View[bytes]("d46fcd57", (fixed_bytes(32),), single(fixed_bytes(32)))
_CLAIM_JURISDICTION = Write("32f627e6", fixed_bytes(2))
_CONTRACT_NAME = View[bytes]("75d0c0dc", (), single(fixed_bytes(32)))
_COUNTERSIGN_EVIDENCE_PACK = Write("165459e9", fixed_bytes(32), fixed_bytes(32))
_DECIDE = Write("a69d6b0b", fixed_bytes(32), uint(32), EnumCodec(Decision), uint(48), fixed_bytes(32), fixed_bytes(32))
_DECISIONS_OF = View[tuple[DecisionEntry, ...]](
    "2b33b086", (fixed_bytes(32), uint(256), uint(256)), single(ArrayCodec(DecisionEntry.CODEC))
)
_DECLARATION_OF = View[Declaration]("b378a7f7", (fixed_bytes(32),), single(Declaration.CODEC))
_DECLARE = Write("f966116e", fixed_bytes(32), Movement.CODEC, fixed_bytes(32), ArrayCodec(NamedRecord.CODEC))
_DESIGNATE_TRANSCRIBER = Write("2b5d7093", fixed_bytes(2), fixed_bytes(16))
_END_ISSUER_AUTHORIZATION = Write("c8c0a88c", fixed_bytes(2), DocumentType.CODEC, fixed_bytes(16), uint(48))
_EVIDENCE_PACK_OF = View[EvidencePack]("52d37c66", (fixed_bytes(32),), single(EvidencePack.CODEC))
_FINDINGS_OF = View[tuple[Finding, ...]]("4f771596", (fixed_bytes(32), uint(32)), single(ArrayCodec(Finding.CODEC)))
_INCONSISTENCIES_OF = View[int]("eb0fcddc", (fixed_bytes(2), NamedRecord.CODEC), single(uint(32)))
_IS_CHECKER = View[bool]("f667bd7f", (fixed_bytes(2), fixed_bytes(16)), single(BOOL))
_ISSUE_CERTIFICATE = Write("6dcf9cd5", fixed_bytes(32), fixed_bytes(32), fixed_bytes(16))
_JURISDICTION_OF = View[Jurisdiction]("fd21f96d", (fixed_bytes(2),), single(Jurisdiction.CODEC))
_LAPSE_HOLD = Write("fd8200d7", fixed_bytes(32))
_PACK_SIGNATURE_OF = View[PackSignature]("22ab31ba", (fixed_bytes(32), fixed_bytes(16)), single(PackSignature.CODEC))
_PRECHECK = View[PrecheckResult](
    "373d6f6d",
    (Movement.CODEC, ArrayCodec(NamedRecord.CODEC)),
    TupleCodec(PrecheckResult, Assessment.CODEC, ArrayCodec(Finding.CODEC)).decode_values,
)
_PUBLISH_RULE_BOOK = Write("1557f131", fixed_bytes(2), uint(32), uint(48), fixed_bytes(32))
_REINSTATE_CERTIFICATE = Write("262ebe76", fixed_bytes(32))
_REPORT_DECISION = Write("4a573154", fixed_bytes(32), EnumCodec(Decision), fixed_bytes(32))
_REVOKE_CERTIFICATE = Write("31a5c6a3", fixed_bytes(32), fixed_bytes(32))
_ROOT = View[Address]("ebf0c717", (), single(ADDRESS))
_RULE_BOOK_AT = View[int]("e4b1ae84", (fixed_bytes(2), uint(48)), single(uint(32)))
_RULE_BOOK_OF = View[RuleBook]("36adf278", (fixed_bytes(2), uint(32)), single(RuleBook.CODEC))
_RULES_OF = View[tuple[Rule, ...]](
    "a6552c95", (fixed_bytes(2), uint(32), uint(256), uint(256)), single(ArrayCodec(Rule.CODEC))
)
_SEAL_RULE_BOOK = Write("0b4a686a", fixed_bytes(2), uint(32))
_SLOTS_OF = View[tuple[bytes, ...]]("95dec7ff", (ArrayCodec(fixed_bytes(32)),), single(ArrayCodec(fixed_bytes(32))))
_SUBMIT_EVIDENCE_PACK = Write("21bf9637", fixed_bytes(32), fixed_bytes(32), ArrayCodec(NamedRecord.CODEC))
_SUSPEND_CERTIFICATE = Write("8d3fd168", fixed_bytes(32), fixed_bytes(32))
_WAS_AUTHORIZED = View[bool]("0ed43f12", (fixed_bytes(2), DocumentType.CODEC, fixed_bytes(16), uint(48)), single(BOOL))
_WITHDRAW = Write("8e19899e", fixed_bytes(32))
_WITHDRAW_ATTESTATION = Write("4624399d", fixed_bytes(32), ArrayCodec(NamedRecord.CODEC))


_EVENTS: tuple[Event[Any], ...] = (
    Event(
        "AttestationWithdrawn",
        AttestationWithdrawn.TOPIC,
        AttestationWithdrawn,
        (fixed_bytes(32), fixed_bytes(16)),
        (),
        (0, 1),
    ),
    Event(
        "AuthorityAssigned",
        AuthorityAssigned.TOPIC,
        AuthorityAssigned,
        (fixed_bytes(2), fixed_bytes(16)),
        (fixed_bytes(16),),
        (0, 1, -1),
    ),
    Event(
        "CertificateIssued",
        CertificateIssued.TOPIC,
        CertificateIssued,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(32)),
        (fixed_bytes(16), fixed_bytes(32), DocumentType.CODEC, uint(48), uint(48)),
        (0, 1, 2, -1, -2, -3, -4, -5),
    ),
    Event("CertificateReinstated", CertificateReinstated.TOPIC, CertificateReinstated, (fixed_bytes(32),), (), (0,)),
    Event(
        "CertificateRevoked",
        CertificateRevoked.TOPIC,
        CertificateRevoked,
        (fixed_bytes(32),),
        (fixed_bytes(32),),
        (0, -1),
    ),
    Event(
        "CertificateSuspended",
        CertificateSuspended.TOPIC,
        CertificateSuspended,
        (fixed_bytes(32),),
        (fixed_bytes(32),),
        (0, -1),
    ),
    Event(
        "CheckerAppointed",
        CheckerAppointed.TOPIC,
        CheckerAppointed,
        (fixed_bytes(2), fixed_bytes(16)),
        (BOOL, BOOL),
        (0, 1, -1, -2),
    ),
    Event(
        "ConsistencyAttested",
        ConsistencyAttested.TOPIC,
        ConsistencyAttested,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(2)),
        (ArrayCodec(NamedRecord.CODEC), uint(16), EnumCodec(ConsistencyOutcome), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event(
        "DecisionReported",
        DecisionReported.TOPIC,
        DecisionReported,
        (fixed_bytes(32), fixed_bytes(16), uint(32)),
        (EnumCodec(Decision), uint(32), fixed_bytes(32), EnumCodec(DeclarationStatus)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event(
        "DecisionTaken",
        DecisionTaken.TOPIC,
        DecisionTaken,
        (fixed_bytes(32), fixed_bytes(16), uint(32)),
        (EnumCodec(Decision), uint(32), uint(48), fixed_bytes(32), fixed_bytes(32), EnumCodec(DeclarationStatus)),
        (0, 1, 2, -1, -2, -3, -4, -5, -6),
    ),
    Event(
        "DeclarationAssessed",
        DeclarationAssessed.TOPIC,
        DeclarationAssessed,
        (fixed_bytes(32), uint(32)),
        (EnumCodec(AssessmentOutcome), uint(32), uint(16), uint(16)),
        (0, 1, -1, -2, -3, -4),
    ),
    Event(
        "DeclarationLodged",
        DeclarationLodged.TOPIC,
        DeclarationLodged,
        (fixed_bytes(32), fixed_bytes(16), fixed_bytes(2)),
        (Movement.CODEC, fixed_bytes(32), BOOL),
        (0, 1, 2, -1, -2, -3),
    ),
    Event("DeclarationWithdrawn", DeclarationWithdrawn.TOPIC, DeclarationWithdrawn, (fixed_bytes(32),), (), (0,)),
    Event(
        "EvidencePackCountersigned",
        EvidencePackCountersigned.TOPIC,
        EvidencePackCountersigned,
        (fixed_bytes(32), fixed_bytes(16)),
        (ADDRESS, fixed_bytes(32)),
        (0, 1, -1, -2),
    ),
    Event(
        "EvidencePackSubmitted",
        EvidencePackSubmitted.TOPIC,
        EvidencePackSubmitted,
        (fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
        (ADDRESS, ArrayCodec(NamedRecord.CODEC), ArrayCodec(fixed_bytes(16)), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3, -4),
    ),
    Event(
        "FindingStored",
        FindingStored.TOPIC,
        FindingStored,
        (fixed_bytes(32), uint(32), uint(16)),
        (Finding.CODEC, fixed_bytes(32)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "HoldLapsed",
        HoldLapsed.TOPIC,
        HoldLapsed,
        (fixed_bytes(32), uint(32)),
        (uint(32), EnumCodec(DeclarationStatus)),
        (0, 1, -1, -2),
    ),
    Event(
        "IssuerAuthorizationEnded",
        IssuerAuthorizationEnded.TOPIC,
        IssuerAuthorizationEnded,
        (fixed_bytes(2), fixed_bytes(16)),
        (DocumentType.CODEC, uint(48), BOOL),
        (0, 1, -1, -2, -3),
    ),
    Event(
        "IssuerAuthorized",
        IssuerAuthorized.TOPIC,
        IssuerAuthorized,
        (fixed_bytes(2), fixed_bytes(16)),
        (DocumentType.CODEC, uint(48), uint(48), BOOL),
        (0, 1, -1, -2, -3, -4),
    ),
    Event(
        "RecordsNamed",
        RecordsNamed.TOPIC,
        RecordsNamed,
        (fixed_bytes(32), uint(32)),
        (ArrayCodec(NamedRecord.CODEC),),
        (0, 1, -1),
    ),
    Event("RuleAdded", RuleAdded.TOPIC, RuleAdded, (fixed_bytes(2), uint(32), uint(16)), (Rule.CODEC,), (0, 1, 2, -1)),
    Event("RuleBookAbandoned", RuleBookAbandoned.TOPIC, RuleBookAbandoned, (fixed_bytes(2), uint(32)), (), (0, 1)),
    Event(
        "RuleBookPublished",
        RuleBookPublished.TOPIC,
        RuleBookPublished,
        (fixed_bytes(2), uint(32), fixed_bytes(16)),
        (BOOL, uint(48), fixed_bytes(32)),
        (0, 1, 2, -1, -2, -3),
    ),
    Event(
        "RuleBookSealed",
        RuleBookSealed.TOPIC,
        RuleBookSealed,
        (fixed_bytes(2), uint(32), fixed_bytes(16)),
        (BOOL, uint(16)),
        (0, 1, 2, -1, -2),
    ),
    Event(
        "TranscriberDesignated",
        TranscriberDesignated.TOPIC,
        TranscriberDesignated,
        (fixed_bytes(2), fixed_bytes(16)),
        (),
        (0, 1),
    ),
)


class CustomsCompliance(Contract):
    """See {ICustomsCompliance}."""

    NAME = "CustomsCompliance"
    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}

    __slots__ = ()

    @staticmethod
    def creation(bytecode: bytes, root: Address) -> Call:
        """What creates the contract; `bytecode` is the artifact's, with its libraries linked."""
        return Call(None, bytecode + TupleCodec(tuple, ADDRESS).encode_values((root,)))

    def abandon_rule_book(self, jurisdiction: bytes, version: int) -> Call:
        """Gives the draft up. Caller: as for {publishRuleBook}."""
        return _ABANDON_RULE_BOOK.call(self.address, jurisdiction, version)

    def add_rules(self, jurisdiction: bytes, version: int, rules: Sequence[Rule]) -> Call:
        """Adds rules to the draft, at most 32 a call. Caller: as for {publishRuleBook}."""
        return _ADD_RULES.call(self.address, jurisdiction, version, rules)

    def amend(self, declaration: bytes, records: Sequence[NamedRecord]) -> Call:
        """Names the records anew and stores a further pre-check; earlier ones stay. Caller: the declarant, while
        nothing final was decided. The trigger date, and with it the rule book's choice, stays.
        """
        return _AMEND.call(self.address, declaration, records)

    def appoint_checker(self, jurisdiction: bytes, checker: bytes, appointed: bool) -> Call:
        """Names or ends a checker of consistency. Caller: as for {publishRuleBook}."""
        return _APPOINT_CHECKER.call(self.address, jurisdiction, checker, appointed)

    def assessment_of(self, declaration: bytes, assessment: int) -> ViewCall[Assessment]:
        """A stored pre-check. Reverts {UnknownAssessment}.

        assessment: 1 for the first
        """
        return _ASSESSMENT_OF.call(self.address, declaration, assessment)

    def assign_jurisdiction(self, jurisdiction: bytes, authority: bytes) -> Call:
        """Gives a jurisdiction to an authority. Caller: the governor.

        authority: member of kind Customs
        """
        return _ASSIGN_JURISDICTION.call(self.address, jurisdiction, authority)

    def attest_consistency(
        self,
        attestation: bytes,
        jurisdiction: bytes,
        records: Sequence[NamedRecord],
        aspects: int,
        outcome: ConsistencyOutcome,
        report_hash: bytes,
    ) -> Call:
        """States that documents agree, or contradict each other. Caller: an appointed checker.

        An Inconsistent attestation makes each named record version Inconsistent in this jurisdiction's later
        pre-checks, until it is withdrawn.

        attestation: new id
        records: the documents compared, 2 to 16, each once
        aspects: what was compared, see {Attestation}
        """
        return _ATTEST_CONSISTENCY.call(self.address, attestation, jurisdiction, records, aspects, outcome, report_hash)

    def attestation_of(self, attestation: bytes) -> ViewCall[Attestation]:
        """An attestation, zeros where there is none."""
        return _ATTESTATION_OF.call(self.address, attestation)

    def authorize_issuer(
        self, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, valid_from: int, valid_until: int
    ) -> Call:
        """Entitles a member to issue a type of document. Caller: as for {publishRuleBook}.

        document_type: subtype 0 covers every subtype
        valid_from: start; not before the end of the member's previous period for the type
        valid_until: end, exclusive, 0 for open
        """
        return _AUTHORIZE_ISSUER.call(self.address, jurisdiction, document_type, issuer, valid_from, valid_until)

    def certificate_of(self, certificate: bytes) -> ViewCall[Certificate]:
        """A certificate. Reverts {UnknownCertificate}."""
        return _CERTIFICATE_OF.call(self.address, certificate)

    def certificate_on(self, record: bytes) -> ViewCall[bytes]:
        """The certificate on a record, 0 for none."""
        return _CERTIFICATE_ON.call(self.address, record)

    def claim_jurisdiction(self, jurisdiction: bytes) -> Call:
        """Takes a jurisdiction that nobody has.

        Caller: Operations account of a member of kind Customs. First come; the governor can reassign.
        """
        return _CLAIM_JURISDICTION.call(self.address, jurisdiction)

    def contract_name(self) -> ViewCall[bytes]:
        """The name under which the Directory has this contract."""
        return _CONTRACT_NAME.call(self.address)

    def countersign_evidence_pack(self, pack: bytes, digest: bytes) -> Call:
        """Stands by a pack. Caller: any member but those that signed it already.

        digest: the pack's, which says what the caller means to stand by
        """
        return _COUNTERSIGN_EVIDENCE_PACK.call(self.address, pack, digest)

    def decide(
        self,
        declaration: bytes,
        assessment: int,
        decision: Decision,
        lapses_at: int,
        reason_hash: bytes,
        reference_hash: bytes,
    ) -> Call:
        """Decides. Caller: the jurisdiction's authority, which has a seat.

        assessment: number of the pre-check it is taken on: the last one
        lapses_at: for a Hold, when it turns into a release unless decided otherwise, 0 for never
        reason_hash: digest of the written reason, 0 for none
        reference_hash: digest of the authority's reference, 0 for none
        """
        return _DECIDE.call(self.address, declaration, assessment, decision, lapses_at, reason_hash, reference_hash)

    def decisions_of(self, declaration: bytes, offset: int, limit: int) -> ViewCall[tuple[DecisionEntry, ...]]:
        """Decisions in the order they were taken, at most 100."""
        return _DECISIONS_OF.call(self.address, declaration, offset, limit)

    def declaration_of(self, declaration: bytes) -> ViewCall[Declaration]:
        """A declaration. Reverts {UnknownDeclaration}."""
        return _DECLARATION_OF.call(self.address, declaration)

    def declare(
        self, declaration: bytes, movement: Movement, data_record: bytes, records: Sequence[NamedRecord]
    ) -> Call:
        """Declares goods, and stores the pre-check. Caller: any member; it becomes the declarant.

        declaration: new id
        data_record: record of the declaration's own data set, 0 for none
        """
        return _DECLARE.call(self.address, declaration, movement, data_record, records)

    def designate_transcriber(self, jurisdiction: bytes, transcriber: bytes) -> Call:
        """Says who transcribes a mirrored authority's rules. Caller: the governor.

        transcriber: member, or 0 to end it
        """
        return _DESIGNATE_TRANSCRIBER.call(self.address, jurisdiction, transcriber)

    def end_issuer_authorization(
        self, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, ends_at: int
    ) -> Call:
        """Ends the member's last period for a type. Caller: as for {publishRuleBook}.

        ends_at: new end, after its start and before its present end; may lie in the past, and then takes back
        what the member issued since (for later pre-checks)
        """
        return _END_ISSUER_AUTHORIZATION.call(self.address, jurisdiction, document_type, issuer, ends_at)

    def evidence_pack_of(self, pack: bytes) -> ViewCall[EvidencePack]:
        """An evidence pack. Reverts {UnknownEvidencePack}."""
        return _EVIDENCE_PACK_OF.call(self.address, pack)

    def findings_of(self, declaration: bytes, assessment: int) -> ViewCall[tuple[Finding, ...]]:
        """Findings of a stored pre-check, at most 64."""
        return _FINDINGS_OF.call(self.address, declaration, assessment)

    def inconsistencies_of(self, jurisdiction: bytes, named: NamedRecord) -> ViewCall[int]:
        """How many standing attestations in a jurisdiction call a record version inconsistent."""
        return _INCONSISTENCIES_OF.call(self.address, jurisdiction, named)

    def is_checker(self, jurisdiction: bytes, member: bytes) -> ViewCall[bool]:
        """Whether a member is a checker for a jurisdiction."""
        return _IS_CHECKER.call(self.address, jurisdiction, member)

    def issue_certificate(self, certificate: bytes, record: bytes, holder: bytes) -> Call:
        """Issues a certificate on a record of the caller's own.

        certificate: new id
        record: the certificate's record, published by the caller's member; type and validity are its own
        holder: member it is for, 0 for none
        """
        return _ISSUE_CERTIFICATE.call(self.address, certificate, record, holder)

    def jurisdiction_of(self, jurisdiction: bytes) -> ViewCall[Jurisdiction]:
        """A jurisdiction, zeros where it has no authority."""
        return _JURISDICTION_OF.call(self.address, jurisdiction)

    def lapse_hold(self, declaration: bytes) -> Call:
        """Turns a hold whose end date has passed into a release. Caller: any member."""
        return _LAPSE_HOLD.call(self.address, declaration)

    def pack_signature_of(self, pack: bytes, member: bytes) -> ViewCall[PackSignature]:
        """By which account and when a member signed a pack; zeros where it did not."""
        return _PACK_SIGNATURE_OF.call(self.address, pack, member)

    def precheck(self, movement: Movement, records: Sequence[NamedRecord]) -> ViewCall[PrecheckResult]:
        """Answers what a declaration would be told, without declaring anything.

        movement: the goods and their way
        records: documents at hand, at most 32, each once

        Returns assessment: the outcome, assessedAt being now; findings: one per requirement
        """
        return _PRECHECK.call(self.address, movement, records)

    def publish_rule_book(self, jurisdiction: bytes, version: int, valid_from: int, content_hash: bytes) -> Call:
        """Opens a draft rule book.

        Caller: the authority, or the transcriber while the authority is Mirrored.

        version: the last version + 1
        valid_from: first trigger date it rules; not before the last sealed book's
        content_hash: digest of the text it was taken from
        """
        return _PUBLISH_RULE_BOOK.call(self.address, jurisdiction, version, valid_from, content_hash)

    def reinstate_certificate(self, certificate: bytes) -> Call:
        """Lifts a suspension. Caller: its issuer."""
        return _REINSTATE_CERTIFICATE.call(self.address, certificate)

    def report_decision(self, declaration: bytes, decision: Decision, reference_hash: bytes) -> Call:
        """Reports a decision of a mirrored authority. Caller: the declarant.

        reference_hash: digest of the authority's reference, never 0
        """
        return _REPORT_DECISION.call(self.address, declaration, decision, reference_hash)

    def revoke_certificate(self, certificate: bytes, reason_hash: bytes) -> Call:
        """Revokes a certificate for good. Caller: its issuer.

        reason_hash: digest of the written reason, never 0
        """
        return _REVOKE_CERTIFICATE.call(self.address, certificate, reason_hash)

    def root(self) -> ViewCall[Address]:
        """The consortium's root."""
        return _ROOT.call(self.address)

    def rule_book_at(self, jurisdiction: bytes, trigger_date: int) -> ViewCall[int]:
        """Version of the sealed book that rules a trigger date, 0 for none."""
        return _RULE_BOOK_AT.call(self.address, jurisdiction, trigger_date)

    def rule_book_of(self, jurisdiction: bytes, version: int) -> ViewCall[RuleBook]:
        """A rule book. Reverts {UnknownRuleBook}."""
        return _RULE_BOOK_OF.call(self.address, jurisdiction, version)

    def rules_of(self, jurisdiction: bytes, version: int, offset: int, limit: int) -> ViewCall[tuple[Rule, ...]]:
        """Rules of a book in the order they were added, at most 100."""
        return _RULES_OF.call(self.address, jurisdiction, version, offset, limit)

    def seal_rule_book(self, jurisdiction: bytes, version: int) -> Call:
        """Makes the draft final. Caller: as for {publishRuleBook}; it becomes the publisher."""
        return _SEAL_RULE_BOOK.call(self.address, jurisdiction, version)

    def slots_of(self, slots: Sequence[bytes]) -> ViewCall[tuple[bytes, ...]]:
        """What stands in slots of this contract's storage, in the order asked for.

        Storage is no secret, and its layout is committed. A successor reads its predecessor by this.
        """
        return _SLOTS_OF.call(self.address, slots)

    def submit_evidence_pack(self, pack: bytes, declaration: bytes, items: Sequence[NamedRecord]) -> Call:
        """Puts documents together for a simplified inspection. Caller: the declarant.

        items: the documents, 1 to 32, each once and none revoked
        """
        return _SUBMIT_EVIDENCE_PACK.call(self.address, pack, declaration, items)

    def suspend_certificate(self, certificate: bytes, reason_hash: bytes) -> Call:
        """Suspends an issued certificate. Caller: its issuer.

        reason_hash: digest of the written reason, never 0
        """
        return _SUSPEND_CERTIFICATE.call(self.address, certificate, reason_hash)

    def was_authorized(
        self, jurisdiction: bytes, document_type: DocumentType, issuer: bytes, time: int
    ) -> ViewCall[bool]:
        """Whether the authority had entitled a member to issue a type of document at a time."""
        return _WAS_AUTHORIZED.call(self.address, jurisdiction, document_type, issuer, time)

    def withdraw(self, declaration: bytes) -> Call:
        """Takes a declaration back before any decision. Caller: the declarant."""
        return _WITHDRAW.call(self.address, declaration)

    def withdraw_attestation(self, attestation: bytes, records: Sequence[NamedRecord]) -> Call:
        """Takes an attestation back. Caller: the checker that made it, or who rules in its jurisdiction (as for
        {publishRuleBook}).

        records: the same records, in the same order
        """
        return _WITHDRAW_ATTESTATION.call(self.address, attestation, records)

    def decode(self, log: Log) -> CustomsComplianceEvent | None:
        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""
        event: CustomsComplianceEvent | None = self._decode(log)
        return event
