# Written by `./qc contracts bindings` from contracts/artifacts/*.json. Do not edit.
"""The enums and structs of the contracts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from ..abi import ADDRESS, BOOL, BYTES, ArrayCodec, EnumCodec, StructCodec, fixed_bytes, uint
from ..types import Address


class AccountPurpose(IntEnum):
    """What an account is for; an account has one purpose."""

    NONE = 0
    OPERATIONS = 1
    ORACLE = 2
    GOVERNANCE = 3
    GUARDIAN = 4


class AssessmentOutcome(IntEnum):
    """What a pre-check came to."""

    NONE = 0
    PASSED = 1
    FAILED = 2
    NOT_ASSESSED = 3


class AssignmentStatus(IntEnum):
    """Life of an assigned share. Reassigned: wholly passed on; Discharged: given back; Paid: wholly paid."""

    NONE = 0
    ACTIVE = 1
    REASSIGNED = 2
    DISCHARGED = 3
    PAID = 4


class CertificateStatus(IntEnum):
    """Where a certificate stands."""

    NONE = 0
    ISSUED = 1
    SUSPENDED = 2
    REVOKED = 3


class ChallengeStatus(IntEnum):
    """Where a challenge stands. Flagged can still be answered; that it was flagged stays to be seen."""

    NONE = 0
    OPEN = 1
    ANSWERED = 2
    FLAGGED = 3


class ChangeStatus(IntEnum):
    """Life of a change request."""

    NONE = 0
    REQUESTED = 1
    EVALUATED = 2
    ACCEPTED = 3
    REFUSED = 4
    WITHDRAWN = 5


class CodeList(IntEnum):
    """Where a document's type code comes from."""

    NONE = 0
    UNTDID1001 = 1
    QUAYCHAIN = 2


class ConsistencyOutcome(IntEnum):
    """What a checker found when comparing documents."""

    NONE = 0
    CONSISTENT = 1
    INCONSISTENT = 2


class CoreStatus(IntEnum):
    """How the return of an old unit (a core) against a credit stands."""

    NONE = 0
    OWED = 1
    RETURNED = 2
    ACCEPTED = 3
    REFUSED = 4
    WAIVED = 5


class Decision(IntEnum):
    """What an authority decides."""

    NONE = 0
    HOLD = 1
    INSPECT = 2
    RELEASE = 3
    REFUSE = 4
    SEIZE = 5


class DecisionSource(IntEnum):
    """Whose word a decision is."""

    NONE = 0
    OWN = 1
    REPORTED = 2
    LAPSED = 3


class DeclarationStatus(IntEnum):
    """Where a declaration stands."""

    NONE = 0
    DECLARED = 1
    HELD = 2
    UNDER_INSPECTION = 3
    RELEASED = 4
    REFUSED = 5
    SEIZED = 6
    WITHDRAWN = 7


class DelayClaimStatus(IntEnum):
    """Life of a claim for excusable delay."""

    NONE = 0
    CLAIMED = 1
    ACCEPTED = 2
    REFUSED = 3


class DeliveryStatus(IntEnum):
    """Life of a partial delivery of an order. Reported: it waits for the buyer's answer."""

    NONE = 0
    REPORTED = 1
    TAKEN_OVER = 2
    REFUSED = 3


class DemandStatus(IntEnum):
    """Life of a demand under a guarantee."""

    NONE = 0
    PRESENTED = 1
    HONOURED = 2
    REFUSED = 3


class DeviceStatus(IntEnum):
    """A device key's standing."""

    NONE = 0
    REGISTERED = 1
    CLOSED = 2
    REVOKED = 3


class DisputeStatus(IntEnum):
    """Life of a dispute."""

    NONE = 0
    RAISED = 1
    SETTLEMENT_PROPOSED = 2
    SETTLED = 3


class EvidenceKind(IntEnum):
    """What `Evidence.identifier` names. None: the seller's word only."""

    NONE = 0
    RECORD = 1
    ANCHORED_EVENTS = 2


class FindingStatus(IntEnum):
    """How one requirement stands."""

    NONE = 0
    PRESENT = 1
    MISSING = 2
    EXPIRED = 3
    REVOKED = 4
    UNAUTHORISED = 5
    SUPERSEDED = 6
    INCONSISTENT = 7
    SUSPENDED = 8
    NOT_YET_VALID = 9
    NOTED = 10


class GrantStatus(IntEnum):
    """Where a commitment of a grant stands."""

    NONE = 0
    COMMITTED = 1
    ENDED = 2


class GuaranteeKind(IntEnum):
    """What a guarantee secures."""

    NONE = 0
    ADVANCE_PAYMENT = 1
    PERFORMANCE = 2
    WARRANTY = 3
    RETENTION = 4


class GuaranteeStatus(IntEnum):
    """Life of a guarantee. Released by the beneficiary, Expired by time or milestone, Exhausted when reduced or
    paid to nothing.
    """

    NONE = 0
    ISSUED = 1
    RELEASED = 2
    EXPIRED = 3
    EXHAUSTED = 4


class HandOverPurpose(IntEnum):
    """Why custody changes."""

    NONE = 0
    DELIVERY = 1
    STORAGE = 2
    INSTALLATION = 3
    REPAIR = 4
    CORE_RETURN = 5
    DISPOSAL = 6
    RETURN = 7


class HoldPoint(IntEnum):
    """Inspection point as an inspection and test plan names it. None: no such point. Hold: the milestone is
    complete only when the inspector releases or waives it. Witness: the inspector is told in time and may
    attend; absence does not stop the work.
    """

    NONE = 0
    HOLD = 1
    WITNESS = 2


class InspectionResult(IntEnum):
    """What an inspection came to."""

    NONE = 0
    PASSED = 1
    PASSED_WITH_REMARKS = 2
    FAILED = 3


class MemberKind(IntEnum):
    """What a member does in trade."""

    NONE = 0
    MANUFACTURER = 1
    SUPPLIER = 2
    CUSTOMS = 3
    CARRIER = 4
    SURVEYOR = 5
    BANK = 6
    ORIGIN_BODY = 7
    WAREHOUSE = 8
    SERVICE_PARTNER = 9
    BUYER = 10
    INSURER = 11
    BROKER = 12


class MemberStatus(IntEnum):
    """A member's standing. Left is final."""

    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2
    LEFT = 3


class MilestoneStatus(IntEnum):
    """Life of a milestone. AwaitingRelease: reported done by the seller, its hold point not yet released."""

    NONE = 0
    OPEN = 1
    AWAITING_RELEASE = 2
    COMPLETED = 3


class OrderStatus(IntEnum):
    """Life of an order."""

    NONE = 0
    AGREED = 1
    TAKEN_OVER = 2
    ACCEPTED = 3
    CANCELLED = 4


class OutsideClaimStatus(IntEnum):
    """Life of a claim on papers that a bank financed outside of this ledger's receivables."""

    NONE = 0
    ACTIVE = 1
    RELEASED = 2


class PaperElement(IntEnum):
    """What a fingerprint was taken from. Values as in UNTDID 1001 stand for documents; see finance/README.md."""

    NONE = 0
    INVOICE_NUMBER = 1
    TRANSPORT_DOCUMENT_NUMBER = 2
    PURCHASE_ORDER_NUMBER = 3
    WAREHOUSE_WARRANT_NUMBER = 4


class PaperHolder(IntEnum):
    """What holds a fingerprint."""

    NONE = 0
    RECEIVABLE = 1
    OUTSIDE_CLAIM = 2


class PaperStatus(IntEnum):
    """Whether a fingerprint is held. Released ones may be bound again."""

    NONE = 0
    BOUND = 1
    RELEASED = 2


class PartStatus(IntEnum):
    """Where a part stands by itself. A part inside a scrapped one is scrapped with it ({stateOf})."""

    NONE = 0
    MADE = 1
    INSTALLED = 2
    REMOVED = 3
    IN_REPAIR = 4
    REPAIRED = 5
    SCRAPPED = 6


class ProposalState(IntEnum):
    """Solidity: `ProposalState`."""

    PENDING = 0
    ACTIVE = 1
    CANCELED = 2
    DEFEATED = 3
    SUCCEEDED = 4
    QUEUED = 5
    EXPIRED = 6
    EXECUTED = 7


class RecallMark(IntEnum):
    """How a recall stands for one part."""

    NONE = 0
    MARKED = 1
    NOT_ACTIONABLE = 2
    REMEDIED = 3


class RecallScope(IntEnum):
    """What a recall is about."""

    NONE = 0
    LOT = 1
    DESIGN = 2
    MAKER = 3
    LIST = 4


class RecallStatus(IntEnum):
    """Where a recall stands."""

    NONE = 0
    OPEN = 1
    CLOSED = 2
    ENDED = 3


class ReceivableStatus(IntEnum):
    """Life of a receivable. Withdrawn may be presented again, as its next version."""

    NONE = 0
    PRESENTED = 1
    AGREED_TO_PAY = 2
    PAID = 3
    WITHDRAWN = 4


class RecordStatus(IntEnum):
    """A record's standing; an issuer's revocation is final."""

    NONE = 0
    PUBLISHED = 1
    REVOKED = 2


class RuleBookStatus(IntEnum):
    """Where a rule book stands."""

    NONE = 0
    DRAFT = 1
    SEALED = 2
    ABANDONED = 3


class RuleEffect(IntEnum):
    """What a rule does once it wins."""

    NONE = 0
    REQUIRED = 1
    NOT_REQUIRED = 2
    NOTICE = 3


class ScheduleCause(IntEnum):
    """Why a milestone's due or planned time moved."""

    NONE = 0
    REPLANNED = 1
    ALTERNATIVE = 2
    CHANGE = 3
    EXCUSABLE_DELAY = 4


class Seat(IntEnum):
    """What a member is in the consortium. Accounting: votes, and may run validators. Query: acts by its accounts,
    without a vote. Mirrored: is named, but does not take part; accounts that it may have do nothing.
    """

    NONE = 0
    ACCOUNTING = 1
    QUERY = 2
    MIRRORED = 3


class SnagClass(IntEnum):
    """Blocking keeps the order from being taken over; Functional and Cosmetic from final acceptance only."""

    NONE = 0
    BLOCKING = 1
    FUNCTIONAL = 2
    COSMETIC = 3


class SnagStatus(IntEnum):
    """Life of a snag."""

    NONE = 0
    RAISED = 1
    ANSWERED = 2
    CLOSED = 3


class SubOrderStatus(IntEnum):
    """Life of a sub-order to a supplier."""

    NONE = 0
    PLACED = 1
    PROMISED = 2
    PARTLY_DELIVERED = 3
    DELIVERED = 4
    CANCELLED = 5


class WorkOrderStatus(IntEnum):
    """Where a work order stands."""

    NONE = 0
    OPENED = 1
    DIAGNOSED = 2
    COMPLETED = 3
    CANCELLED = 4


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One line of the Directory, as it is entered.

    name: Name in ASCII, padded with zeros on the right, e.g. "EventAnchor"
    location: Address of the contract
    layout_version: Version of its storage layout; verifiers of storage proofs choose the layout by it
    code_hash: keccak256 of the code at `location` (EXTCODEHASH)
    """

    CODEC: ClassVar[StructCodec[DirectoryEntry]]

    name: bytes
    location: Address
    layout_version: int
    code_hash: bytes


DirectoryEntry.CODEC = StructCodec(
    DirectoryEntry,
    ("name", "name", fixed_bytes(32)),
    ("location", "location", ADDRESS),
    ("layout_version", "layoutVersion", uint(32)),
    ("code_hash", "codeHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class AccountAdmission:
    """An account to begin with.

    valid_from: Unix seconds, not in the past; 0: from now
    valid_until: Unix seconds, exclusive; 0: no end
    """

    CODEC: ClassVar[StructCodec[AccountAdmission]]

    account: Address
    purpose: AccountPurpose
    valid_from: int
    valid_until: int


AccountAdmission.CODEC = StructCodec(
    AccountAdmission,
    ("account", "account", ADDRESS),
    ("purpose", "purpose", EnumCodec(AccountPurpose)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Admission:
    """A member to admit.

    member: Random id
    recovery: Its cold recovery account; 0 only for a mirrored member
    accounts: Its first accounts; none for a mirrored member
    kem: HPKE KEM id of the encryption key (RFC 9180, section 7.1), 0 without one
    encryption_key: Public key in the KEM's own serialisation; empty: set later
    """

    CODEC: ClassVar[StructCodec[Admission]]

    member: bytes
    kind: MemberKind
    seat: Seat
    recovery: Address
    accounts: tuple[AccountAdmission, ...]
    kem: int
    encryption_key: bytes


Admission.CODEC = StructCodec(
    Admission,
    ("member", "member", fixed_bytes(16)),
    ("kind", "kind", EnumCodec(MemberKind)),
    ("seat", "seat", EnumCodec(Seat)),
    ("recovery", "recovery", ADDRESS),
    ("accounts", "accounts", ArrayCodec(AccountAdmission.CODEC)),
    ("kem", "kem", uint(16)),
    ("encryption_key", "encryptionKey", BYTES),
)


@dataclass(frozen=True, slots=True)
class Installation:
    """What all founders sign, once: the first contracts and the first members.

    consortium: The consortium's id
    entries: The whole Directory to begin with
    members: The first members with their accounts
    """

    CODEC: ClassVar[StructCodec[Installation]]

    consortium: bytes
    entries: tuple[DirectoryEntry, ...]
    members: tuple[Admission, ...]


Installation.CODEC = StructCodec(
    Installation,
    ("consortium", "consortium", fixed_bytes(32)),
    ("entries", "entries", ArrayCodec(DirectoryEntry.CODEC)),
    ("members", "members", ArrayCodec(Admission.CODEC)),
)


@dataclass(frozen=True, slots=True)
class ValidatorSet:
    """A validator set in force.

    number: Its number; set 0 is the genesis's
    digest: keccak256(abi.encode(uint256 number, address[] validators)), one slot that proves the whole set
    since_block: The block whose state first held it; it seals from the next block on
    since: Time of that block, unix seconds
    validators: Ascending
    """

    CODEC: ClassVar[StructCodec[ValidatorSet]]

    number: int
    digest: bytes
    since_block: int
    since: int
    validators: tuple[Address, ...]


ValidatorSet.CODEC = StructCodec(
    ValidatorSet,
    ("number", "number", uint(32)),
    ("digest", "digest", fixed_bytes(32)),
    ("since_block", "sinceBlock", uint(64)),
    ("since", "since", uint(48)),
    ("validators", "validators", ArrayCodec(ADDRESS)),
)


@dataclass(frozen=True, slots=True)
class TariffCode:
    """A tariff code or a prefix of one.

    value: the digits read as a number, e.g. 842619 (leading zeros are told by `digits`)
    digits: 2 to 10; in a rule also 0, which means every code
    """

    CODEC: ClassVar[StructCodec[TariffCode]]

    value: int
    digits: int


TariffCode.CODEC = StructCodec(TariffCode, ("value", "value", uint(40)), ("digits", "digits", uint(8)))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """What a document is.

    code: Code in the list, e.g. 380 commercial invoice in UNTDID 1001; Quaychain counts its own where that has
    none
    subtype: Tells apart what one code is used for; 0 without one
    """

    CODEC: ClassVar[StructCodec[DocumentType]]

    code_list: CodeList
    code: int
    subtype: int


DocumentType.CODEC = StructCodec(
    DocumentType,
    ("code_list", "codeList", EnumCodec(CodeList)),
    ("code", "code", uint(16)),
    ("subtype", "subtype", uint(16)),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a rule book.

    requirement: the requirement's number in the book; rules with the same number compete, the longest tariff
    prefix wins, then the one with more conditions, then the earlier one
    effect: see {RuleEffect}
    tariff_prefix: the goods
    origin: ISO 3166-1 alpha-2 country of origin, 0 for any
    destination: ISO 3166-1 alpha-2 country of destination, 0 for any
    procedure: the authority's own procedure code, e.g. "4000" or "0110", 0 for any
    transport_mode: UN/ECE recommendation 19 code (1 maritime, 2 rail, 3 road, 4 air…), 0 for any
    document_type: required type; subtype 0 accepts every subtype
    superseded_subtype: a document of this subtype is Superseded, 0 for none
    issuer_kind: member kind the issuer must have, None for any
    issuer_must_be_authorized: whether the authority must have authorised the issuer for the type
    must_concern_goods: whether the record's subject must be the order, the consignment or the declaration
    max_age: seconds between the start of the document's validity and the trigger date, 0 for no limit
    measure: for a Notice, the measure's code or a digest of its text; else free
    """

    CODEC: ClassVar[StructCodec[Rule]]

    requirement: int
    effect: RuleEffect
    tariff_prefix: TariffCode
    origin: bytes
    destination: bytes
    procedure: bytes
    transport_mode: int
    document_type: DocumentType
    superseded_subtype: int
    issuer_kind: MemberKind
    issuer_must_be_authorized: bool
    must_concern_goods: bool
    max_age: int
    measure: bytes


Rule.CODEC = StructCodec(
    Rule,
    ("requirement", "requirement", uint(16)),
    ("effect", "effect", EnumCodec(RuleEffect)),
    ("tariff_prefix", "tariffPrefix", TariffCode.CODEC),
    ("origin", "origin", fixed_bytes(2)),
    ("destination", "destination", fixed_bytes(2)),
    ("procedure", "procedure", fixed_bytes(4)),
    ("transport_mode", "transportMode", uint(8)),
    ("document_type", "documentType", DocumentType.CODEC),
    ("superseded_subtype", "supersededSubtype", uint(16)),
    ("issuer_kind", "issuerKind", EnumCodec(MemberKind)),
    ("issuer_must_be_authorized", "issuerMustBeAuthorized", BOOL),
    ("must_concern_goods", "mustConcernGoods", BOOL),
    ("max_age", "maxAge", uint(32)),
    ("measure", "measure", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record in one of its versions."""

    CODEC: ClassVar[StructCodec[NamedRecord]]

    record: bytes
    version: int


NamedRecord.CODEC = StructCodec(NamedRecord, ("record", "record", fixed_bytes(32)), ("version", "version", uint(32)))


@dataclass(frozen=True, slots=True)
class Assessment:
    """One pre-check, as stored. It never changes.

    outcome: see {AssessmentOutcome}
    rule_book_version: rule book used, 0 when there was none
    assessed_at: block time
    findings: number of findings
    open: number of requirements that are not present
    """

    CODEC: ClassVar[StructCodec[Assessment]]

    outcome: AssessmentOutcome
    rule_book_version: int
    assessed_at: int
    findings: int
    open: int


Assessment.CODEC = StructCodec(
    Assessment,
    ("outcome", "outcome", EnumCodec(AssessmentOutcome)),
    ("rule_book_version", "ruleBookVersion", uint(32)),
    ("assessed_at", "assessedAt", uint(48)),
    ("findings", "findings", uint(16)),
    ("open", "open", uint(16)),
)


@dataclass(frozen=True, slots=True)
class Attestation:
    """A checker's statement on a set of documents.

    outcome: see {ConsistencyOutcome}
    withdrawn: whether the checker took it back
    checker: member that attested
    jurisdiction: whose checker it is
    attested_at: block time
    aspects: what was compared: 1 weights, 2 serials, 4 tariff codes, 8 parties, 16 quantities, 32 marks
    report_hash: digest of the checker's report
    """

    CODEC: ClassVar[StructCodec[Attestation]]

    outcome: ConsistencyOutcome
    withdrawn: bool
    checker: bytes
    jurisdiction: bytes
    attested_at: int
    aspects: int
    report_hash: bytes


Attestation.CODEC = StructCodec(
    Attestation,
    ("outcome", "outcome", EnumCodec(ConsistencyOutcome)),
    ("withdrawn", "withdrawn", BOOL),
    ("checker", "checker", fixed_bytes(16)),
    ("jurisdiction", "jurisdiction", fixed_bytes(2)),
    ("attested_at", "attestedAt", uint(48)),
    ("aspects", "aspects", uint(16)),
    ("report_hash", "reportHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: a record whose standing its issuer keeps up to date.

    status: see {CertificateStatus}
    issuer: member that issued it
    holder: member it was issued to, 0 for none
    record: the certificate's record
    subject: what it is about (part, order, consignment), 0 for none
    document_type: its type when issued
    issued_at: block time
    status_since: block time of the last change of status
    valid_from: start of validity
    valid_until: end of validity, 0 for none
    reason_hash: digest of the reason for which it is suspended or revoked, 0 while issued
    """

    CODEC: ClassVar[StructCodec[Certificate]]

    status: CertificateStatus
    issuer: bytes
    holder: bytes
    record: bytes
    subject: bytes
    document_type: DocumentType
    issued_at: int
    status_since: int
    valid_from: int
    valid_until: int
    reason_hash: bytes


Certificate.CODEC = StructCodec(
    Certificate,
    ("status", "status", EnumCodec(CertificateStatus)),
    ("issuer", "issuer", fixed_bytes(16)),
    ("holder", "holder", fixed_bytes(16)),
    ("record", "record", fixed_bytes(32)),
    ("subject", "subject", fixed_bytes(32)),
    ("document_type", "documentType", DocumentType.CODEC),
    ("issued_at", "issuedAt", uint(48)),
    ("status_since", "statusSince", uint(48)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("reason_hash", "reasonHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision, as stored. It never changes.

    decision: see {Decision}
    source: see {DecisionSource}
    member: who signed: the authority, or the declarant when reported, or 0 when lapsed
    decided_at: block time
    assessment: number of the pre-check it was taken on
    lapses_at: for a Hold, the time it lapses, 0 for never
    account: account that signed, 0 when lapsed
    reason_hash: digest of the written reason, 0 for none
    reference_hash: digest of the authority's reference (e.g. an MRN), 0 for none; never 0 when reported
    """

    CODEC: ClassVar[StructCodec[DecisionEntry]]

    decision: Decision
    source: DecisionSource
    member: bytes
    decided_at: int
    assessment: int
    lapses_at: int
    account: Address
    reason_hash: bytes
    reference_hash: bytes


DecisionEntry.CODEC = StructCodec(
    DecisionEntry,
    ("decision", "decision", EnumCodec(Decision)),
    ("source", "source", EnumCodec(DecisionSource)),
    ("member", "member", fixed_bytes(16)),
    ("decided_at", "decidedAt", uint(48)),
    ("assessment", "assessment", uint(32)),
    ("lapses_at", "lapsesAt", uint(48)),
    ("account", "account", ADDRESS),
    ("reason_hash", "reasonHash", fixed_bytes(32)),
    ("reference_hash", "referenceHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Movement:
    """What a pre-check is asked.

    jurisdiction: whose rule book
    tariff: the goods' code, 2 to 10 digits
    origin: country of origin
    destination: country of destination
    procedure: procedure code
    transport_mode: mode at the border
    trigger_date: date that decides which rule book applies, unix seconds
    order: the order the goods belong to, 0 for none
    consignment: the consignment, 0 for none
    """

    CODEC: ClassVar[StructCodec[Movement]]

    jurisdiction: bytes
    tariff: TariffCode
    origin: bytes
    destination: bytes
    procedure: bytes
    transport_mode: int
    trigger_date: int
    order: bytes
    consignment: bytes


Movement.CODEC = StructCodec(
    Movement,
    ("jurisdiction", "jurisdiction", fixed_bytes(2)),
    ("tariff", "tariff", TariffCode.CODEC),
    ("origin", "origin", fixed_bytes(2)),
    ("destination", "destination", fixed_bytes(2)),
    ("procedure", "procedure", fixed_bytes(4)),
    ("transport_mode", "transportMode", uint(8)),
    ("trigger_date", "triggerDate", uint(48)),
    ("order", "order", fixed_bytes(32)),
    ("consignment", "consignment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration as it stands.

    status: see {DeclarationStatus}
    declarant: member that declared
    declared_at: block time
    assessments: number of pre-checks; the last one's number
    decisions: number of decisions
    source: whose word the last decision is, and so the status; None while nothing was decided
    lapses_at: time at which a running hold lapses into a release, 0 for never
    order_known: whether OrderFulfilment had the movement's order when it was declared
    data_record: record that holds the declaration's data set (UNTDID 830 or 929), 0 for none
    movement: what was declared
    """

    CODEC: ClassVar[StructCodec[Declaration]]

    status: DeclarationStatus
    declarant: bytes
    declared_at: int
    assessments: int
    decisions: int
    source: DecisionSource
    lapses_at: int
    order_known: bool
    data_record: bytes
    movement: Movement


Declaration.CODEC = StructCodec(
    Declaration,
    ("status", "status", EnumCodec(DeclarationStatus)),
    ("declarant", "declarant", fixed_bytes(16)),
    ("declared_at", "declaredAt", uint(48)),
    ("assessments", "assessments", uint(32)),
    ("decisions", "decisions", uint(32)),
    ("source", "source", EnumCodec(DecisionSource)),
    ("lapses_at", "lapsesAt", uint(48)),
    ("order_known", "orderKnown", BOOL),
    ("data_record", "dataRecord", fixed_bytes(32)),
    ("movement", "movement", Movement.CODEC),
)


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """A set of documents put together for a simplified inspection.

    declaration: what it supports
    submitter: member that put it together
    submitted_at: block time
    items: number of documents
    countersignatures: number of members that countersigned
    digest: keccak256 of the ABI encoding of (declaration, items)
    """

    CODEC: ClassVar[StructCodec[EvidencePack]]

    declaration: bytes
    submitter: bytes
    submitted_at: int
    items: int
    countersignatures: int
    digest: bytes


EvidencePack.CODEC = StructCodec(
    EvidencePack,
    ("declaration", "declaration", fixed_bytes(32)),
    ("submitter", "submitter", fixed_bytes(16)),
    ("submitted_at", "submittedAt", uint(48)),
    ("items", "items", uint(16)),
    ("countersignatures", "countersignatures", uint(32)),
    ("digest", "digest", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one requirement stands, as stored.

    requirement: requirement's number in the rule book
    rule: index of the rule that won
    status: see {FindingStatus}
    document_type: required type
    rule_book_version: version of the rule book that said so
    record: document found, 0 when missing or noted
    version: version of the document found
    """

    CODEC: ClassVar[StructCodec[Finding]]

    requirement: int
    rule: int
    status: FindingStatus
    document_type: DocumentType
    rule_book_version: int
    record: bytes
    version: int


Finding.CODEC = StructCodec(
    Finding,
    ("requirement", "requirement", uint(16)),
    ("rule", "rule", uint(16)),
    ("status", "status", EnumCodec(FindingStatus)),
    ("document_type", "documentType", DocumentType.CODEC),
    ("rule_book_version", "ruleBookVersion", uint(32)),
    ("record", "record", fixed_bytes(32)),
    ("version", "version", uint(32)),
)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Who rules in a jurisdiction.

    authority: member of kind Customs
    transcriber: member that may publish rule books for a mirrored authority, 0 for none
    versions: number of rule books published so far, and so the last one's version
    draft_open: whether the last one is open as a draft
    """

    CODEC: ClassVar[StructCodec[Jurisdiction]]

    authority: bytes
    transcriber: bytes
    versions: int
    draft_open: bool


Jurisdiction.CODEC = StructCodec(
    Jurisdiction,
    ("authority", "authority", fixed_bytes(16)),
    ("transcriber", "transcriber", fixed_bytes(16)),
    ("versions", "versions", uint(32)),
    ("draft_open", "draftOpen", BOOL),
)


@dataclass(frozen=True, slots=True)
class PackSignature:
    """A member's signature under an evidence pack, its submitter's among them.

    account: account that signed, 0 where the member did not
    signed_at: block time
    """

    CODEC: ClassVar[StructCodec[PackSignature]]

    account: Address
    signed_at: int


PackSignature.CODEC = StructCodec(PackSignature, ("account", "account", ADDRESS), ("signed_at", "signedAt", uint(48)))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A version of a jurisdiction's rule book.

    status: see {RuleBookStatus}
    publisher: member that published it
    transcribed: whether the publisher is not the authority itself but its transcriber
    valid_from: first trigger date it rules, unix seconds
    sealed_at: time of sealing, 0 while a draft
    rule_count: number of rules
    content_hash: digest of the text it was taken from
    """

    CODEC: ClassVar[StructCodec[RuleBook]]

    status: RuleBookStatus
    publisher: bytes
    transcribed: bool
    valid_from: int
    sealed_at: int
    rule_count: int
    content_hash: bytes


RuleBook.CODEC = StructCodec(
    RuleBook,
    ("status", "status", EnumCodec(RuleBookStatus)),
    ("publisher", "publisher", fixed_bytes(16)),
    ("transcribed", "transcribed", BOOL),
    ("valid_from", "validFrom", uint(48)),
    ("sealed_at", "sealedAt", uint(48)),
    ("rule_count", "ruleCount", uint(16)),
    ("content_hash", "contentHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A device's key.

    valid_until: Unix seconds, exclusive; 0: no end
    revoked_from: Block time of the revocation; 0: not revoked
    asset: What the device sits on, as its member names it to itself (a commitment)
    boot: The newest declared boot; counters are (key, boot, sequence)
    compromised_since: The member says that others could sign with the key since then; 0: it does not. A flag:
    it is shown, and does not undo what was anchored
    """

    CODEC: ClassVar[StructCodec[Device]]

    member: bytes
    status: DeviceStatus
    valid_from: int
    valid_until: int
    revoked_from: int
    asset: bytes
    boot: int
    closed_boot: int
    closed_sequence: int
    closed_at: int
    compromised_since: int


Device.CODEC = StructCodec(
    Device,
    ("member", "member", fixed_bytes(16)),
    ("status", "status", EnumCodec(DeviceStatus)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("revoked_from", "revokedFrom", uint(48)),
    ("asset", "asset", fixed_bytes(32)),
    ("boot", "boot", uint(32)),
    ("closed_boot", "closedBoot", uint(32)),
    ("closed_sequence", "closedSequence", uint(64)),
    ("closed_at", "closedAt", uint(48)),
    ("compromised_since", "compromisedSince", uint(48)),
)


@dataclass(frozen=True, slots=True)
class EventLeaf:
    """One event as it is in a batch's Merkle tree; the leaf is keccak256(keccak256(abi.encode(leaf))).

    device_key: Ed25519 public key
    event_digest: keccak256 of the signed bytes and their signature
    """

    CODEC: ClassVar[StructCodec[EventLeaf]]

    stream: bytes
    sequence: int
    device_key: bytes
    boot: int
    device_sequence: int
    event_digest: bytes


EventLeaf.CODEC = StructCodec(
    EventLeaf,
    ("stream", "stream", fixed_bytes(32)),
    ("sequence", "sequence", uint(64)),
    ("device_key", "deviceKey", fixed_bytes(32)),
    ("boot", "boot", uint(32)),
    ("device_sequence", "deviceSequence", uint(64)),
    ("event_digest", "eventDigest", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch, as it was anchored.

    root: Merkle root over the event leaves
    data_cid: CID of the sealed batch, in its binary form
    """

    CODEC: ClassVar[StructCodec[Batch]]

    epoch: int
    first_sequence: int
    count: int
    root: bytes
    data_cid: bytes


Batch.CODEC = StructCodec(
    Batch,
    ("epoch", "epoch", uint(32)),
    ("first_sequence", "firstSequence", uint(64)),
    ("count", "count", uint(32)),
    ("root", "root", fixed_bytes(32)),
    ("data_cid", "dataCid", BYTES),
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """The question whether a batch's data is still there, put for one event of it.

    answer_until: Unix seconds; without an answer by then the batch may be flagged
    root: Merkle root of the batch
    """

    CODEC: ClassVar[StructCodec[Challenge]]

    challenger: bytes
    status: ChallengeStatus
    opened_at: int
    answer_until: int
    answered_at: int
    flagged_at: int
    root: bytes
    answer: bytes


Challenge.CODEC = StructCodec(
    Challenge,
    ("challenger", "challenger", fixed_bytes(16)),
    ("status", "status", EnumCodec(ChallengeStatus)),
    ("opened_at", "openedAt", uint(48)),
    ("answer_until", "answerUntil", uint(48)),
    ("answered_at", "answeredAt", uint(48)),
    ("flagged_at", "flaggedAt", uint(48)),
    ("root", "root", fixed_bytes(32)),
    ("answer", "answer", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Sequences that will never come."""

    CODEC: ClassVar[StructCodec[Gap]]

    first_sequence: int
    count: int
    epoch: int
    reason_code: int
    declared_at: int


Gap.CODEC = StructCodec(
    Gap,
    ("first_sequence", "firstSequence", uint(64)),
    ("count", "count", uint(32)),
    ("epoch", "epoch", uint(32)),
    ("reason_code", "reasonCode", uint(32)),
    ("declared_at", "declaredAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of events.

    owner: Member that opened it and answers for its data
    holder: Oracle account that anchors in this epoch
    epoch: Counts the holders; the first is 1
    next_sequence: Sequence of the next event; the first event has 1
    lease_until: Until then only the owner can put another holder in, unix seconds
    running_hash: Hash over all batches and gaps so far, see `nextRunningHash`
    """

    CODEC: ClassVar[StructCodec[Stream]]

    owner: bytes
    holder: Address
    epoch: int
    next_sequence: int
    lease_until: int
    partition: bytes
    running_hash: bytes


Stream.CODEC = StructCodec(
    Stream,
    ("owner", "owner", fixed_bytes(16)),
    ("holder", "holder", ADDRESS),
    ("epoch", "epoch", uint(32)),
    ("next_sequence", "nextSequence", uint(64)),
    ("lease_until", "leaseUntil", uint(48)),
    ("partition", "partition", fixed_bytes(32)),
    ("running_hash", "runningHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account, as it is stored in one slot (member in the lowest 128 bits, then in this order upwards).

    valid_from: Unix seconds, inclusive
    valid_until: Unix seconds, exclusive; 0: no end. What it signed before stays good
    revoked_from: Unix seconds; 0: not revoked. What it signed from then on counts for nothing, though that time
    may lie before the revocation itself
    """

    CODEC: ClassVar[StructCodec[Account]]

    member: bytes
    purpose: AccountPurpose
    valid_from: int
    valid_until: int
    revoked_from: int


Account.CODEC = StructCodec(
    Account,
    ("member", "member", fixed_bytes(16)),
    ("purpose", "purpose", EnumCodec(AccountPurpose)),
    ("valid_from", "validFrom", uint(40)),
    ("valid_until", "validUntil", uint(40)),
    ("revoked_from", "revokedFrom", uint(40)),
)


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A version of a member's encryption key.

    kem: HPKE KEM id (RFC 9180, section 7.1)
    since: Unix seconds; the next version's `since` ends it
    public_key_hash: keccak256 of the public key, which `EncryptionKeySet` and the member's card have
    """

    CODEC: ClassVar[StructCodec[EncryptionKey]]

    kem: int
    since: int
    public_key_hash: bytes


EncryptionKey.CODEC = StructCodec(
    EncryptionKey,
    ("kem", "kem", uint(16)),
    ("since", "since", uint(48)),
    ("public_key_hash", "publicKeyHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member.

    recovery: The cold account that can replace all Governance accounts; 0 for a mirrored member
    """

    CODEC: ClassVar[StructCodec[Member]]

    kind: MemberKind
    seat: Seat
    status: MemberStatus
    admitted_at: int
    status_since: int
    recovery: Address


Member.CODEC = StructCodec(
    Member,
    ("kind", "kind", EnumCodec(MemberKind)),
    ("seat", "seat", EnumCodec(Seat)),
    ("status", "status", EnumCodec(MemberStatus)),
    ("admitted_at", "admittedAt", uint(48)),
    ("status_since", "statusSince", uint(48)),
    ("recovery", "recovery", ADDRESS),
)


@dataclass(frozen=True, slots=True)
class PauseState:
    """The pause of new writes.

    paused_until: Unix seconds, exclusive
    used_by_guardians: Whether the guardians' one pause is spent; a vote gives it back
    requested_by: Member of the guardian who asked first, while that counts
    requested_at: When it asked, unix seconds
    """

    CODEC: ClassVar[StructCodec[PauseState]]

    paused_until: int
    used_by_guardians: bool
    requested_by: bytes
    requested_at: int


PauseState.CODEC = StructCodec(
    PauseState,
    ("paused_until", "pausedUntil", uint(48)),
    ("used_by_guardians", "usedByGuardians", BOOL),
    ("requested_by", "requestedBy", fixed_bytes(16)),
    ("requested_at", "requestedAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class MilestoneMove:
    """A new planned time for one milestone."""

    CODEC: ClassVar[StructCodec[MilestoneMove]]

    code: bytes
    planned: int


MilestoneMove.CODEC = StructCodec(MilestoneMove, ("code", "code", fixed_bytes(32)), ("planned", "planned", uint(48)))


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """What a change does to one milestone.

    due: new contract date; 0 = unchanged
    planned: new plan; 0 = unchanged
    payment_commitment: new commitment; 0 = unchanged
    """

    CODEC: ClassVar[StructCodec[MilestoneChange]]

    code: bytes
    due: int
    planned: int
    payment_commitment: bytes


MilestoneChange.CODEC = StructCodec(
    MilestoneChange,
    ("code", "code", fixed_bytes(32)),
    ("due", "due", uint(48)),
    ("planned", "planned", uint(48)),
    ("payment_commitment", "paymentCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class ChangeEvaluation:
    """The seller's evaluation of a change request.

    cost_commitment: commitment of its cost; the cost is sealed
    delay_days: days it adds
    terms_commitment: root of the contract's fields as they will stand in the next version
    calendar_hash: hash of the working-day calendar that the new due times were worked out with; 0 = unchanged
    milestones: 0 to 64
    certificates: record ids of documents that have to be issued again, 0 to 64
    """

    CODEC: ClassVar[StructCodec[ChangeEvaluation]]

    cost_commitment: bytes
    delay_days: int
    terms_commitment: bytes
    calendar_hash: bytes
    milestones: tuple[MilestoneChange, ...]
    certificates: tuple[bytes, ...]


ChangeEvaluation.CODEC = StructCodec(
    ChangeEvaluation,
    ("cost_commitment", "costCommitment", fixed_bytes(32)),
    ("delay_days", "delayDays", uint(16)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
    ("calendar_hash", "calendarHash", fixed_bytes(32)),
    ("milestones", "milestones", ArrayCodec(MilestoneChange.CODEC)),
    ("certificates", "certificates", ArrayCodec(fixed_bytes(32))),
)


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """A milestone as both sides sign it.

    code: keccak256(salt, code), hashed off chain; not zero
    weight: share of the order's progress, relative to the sum of all weights
    hold_point: inspection point
    inspector: who releases or witnesses; 0 = the buyer
    due: contract date, Unix seconds; worked out off chain with the calendar of `calendarHash`
    planned: the seller's first plan, Unix seconds
    payment_commitment: commitment of the amount that falls due with it; 0 = no payment
    """

    CODEC: ClassVar[StructCodec[MilestoneTerms]]

    code: bytes
    weight: int
    hold_point: HoldPoint
    inspector: bytes
    due: int
    planned: int
    payment_commitment: bytes


MilestoneTerms.CODEC = StructCodec(
    MilestoneTerms,
    ("code", "code", fixed_bytes(32)),
    ("weight", "weight", uint(16)),
    ("hold_point", "holdPoint", EnumCodec(HoldPoint)),
    ("inspector", "inspector", fixed_bytes(16)),
    ("due", "due", uint(48)),
    ("planned", "planned", uint(48)),
    ("payment_commitment", "paymentCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """An order as both sides sign it (EIP-712).

    order: random id
    version: 1
    seller: member that builds and delivers
    buyer: member that takes over and pays
    terms_commitment: root of the sealed contract's fields
    contract_record: record id of the sealed contract (UNTDID 1001: 315)
    calendar_hash: hash of the working-day calendar that the due times were worked out with
    effective_at: Unix seconds
    agree_by: last second at which these signatures may be used
    reminder_window: seconds before a due time from which on a reminder may be sent
    inspection_notice: seconds that the inspector is told before an inspection, at the least
    warranty_period: seconds from taking-over
    taking_over: code of the milestone that the taking-over certificate completes
    final_acceptance: code of the milestone that final acceptance completes; 0 = none
    milestones: 1 to 64
    """

    CODEC: ClassVar[StructCodec[OrderTerms]]

    order: bytes
    version: int
    seller: bytes
    buyer: bytes
    terms_commitment: bytes
    contract_record: bytes
    calendar_hash: bytes
    effective_at: int
    agree_by: int
    reminder_window: int
    inspection_notice: int
    warranty_period: int
    taking_over: bytes
    final_acceptance: bytes
    milestones: tuple[MilestoneTerms, ...]


OrderTerms.CODEC = StructCodec(
    OrderTerms,
    ("order", "order", fixed_bytes(32)),
    ("version", "version", uint(32)),
    ("seller", "seller", fixed_bytes(16)),
    ("buyer", "buyer", fixed_bytes(16)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
    ("contract_record", "contractRecord", fixed_bytes(32)),
    ("calendar_hash", "calendarHash", fixed_bytes(32)),
    ("effective_at", "effectiveAt", uint(48)),
    ("agree_by", "agreeBy", uint(48)),
    ("reminder_window", "reminderWindow", uint(32)),
    ("inspection_notice", "inspectionNotice", uint(32)),
    ("warranty_period", "warrantyPeriod", uint(32)),
    ("taking_over", "takingOver", fixed_bytes(32)),
    ("final_acceptance", "finalAcceptance", fixed_bytes(32)),
    ("milestones", "milestones", ArrayCodec(MilestoneTerms.CODEC)),
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A stored alternative; its moves stand in `AlternativeOffered`.

    offered_by: supplier or seller
    delay_days: net delay of the order that is left with it, days
    price_commitment: commitment of its price; the price is sealed
    moves_hash: keccak256(abi.encode(moves))
    """

    CODEC: ClassVar[StructCodec[Alternative]]

    offered_by: bytes
    promise_number: int
    delay_days: int
    accepted: bool
    price_commitment: bytes
    moves_hash: bytes


Alternative.CODEC = StructCodec(
    Alternative,
    ("offered_by", "offeredBy", fixed_bytes(16)),
    ("promise_number", "promiseNumber", uint(32)),
    ("delay_days", "delayDays", uint(16)),
    ("accepted", "accepted", BOOL),
    ("price_commitment", "priceCommitment", fixed_bytes(32)),
    ("moves_hash", "movesHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A stored change request.

    order_version: version of the order that the evaluation was made for
    evaluation_hash: keccak256(abi.encode(evaluation)); the evaluation stands in `ChangeEvaluated`
    """

    CODEC: ClassVar[StructCodec[ChangeRequest]]

    order: bytes
    requested_by: bytes
    status: ChangeStatus
    order_version: int
    record: bytes
    evaluation_hash: bytes


ChangeRequest.CODEC = StructCodec(
    ChangeRequest,
    ("order", "order", fixed_bytes(32)),
    ("requested_by", "requestedBy", fixed_bytes(16)),
    ("status", "status", EnumCodec(ChangeStatus)),
    ("order_version", "orderVersion", uint(32)),
    ("record", "record", fixed_bytes(32)),
    ("evaluation_hash", "evaluationHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points at what shows that something happened.

    identifier: record id, or stream id of anchored events
    kind: which of the two
    number: record version, or the event's sequence number in its stream
    """

    CODEC: ClassVar[StructCodec[Evidence]]

    identifier: bytes
    kind: EvidenceKind
    number: int


Evidence.CODEC = StructCodec(
    Evidence,
    ("identifier", "identifier", fixed_bytes(32)),
    ("kind", "kind", EnumCodec(EvidenceKind)),
    ("number", "number", uint(64)),
)


@dataclass(frozen=True, slots=True)
class DelayClaim:
    """A stored claim for excusable delay; its milestones stand in `ExcusableDelayClaimed`."""

    CODEC: ClassVar[StructCodec[DelayClaim]]

    order: bytes
    status: DelayClaimStatus
    delay_days: int
    record: bytes
    milestones_hash: bytes


DelayClaim.CODEC = StructCodec(
    DelayClaim,
    ("order", "order", fixed_bytes(32)),
    ("status", "status", EnumCodec(DelayClaimStatus)),
    ("delay_days", "delayDays", uint(16)),
    ("record", "record", fixed_bytes(32)),
    ("milestones_hash", "milestonesHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class PartialDelivery:
    """A stored partial delivery.

    share: ppm of the order
    taken_over_at: taking-over time on the part's certificate; 0 before
    warranty_until: end of the part's own warranty; 0 before taking-over
    consignment: id of the consignment it came with; 0 = none
    answer: record of the buyer's answer: taking-over certificate or reasons of the refusal; 0 before
    """

    CODEC: ClassVar[StructCodec[PartialDelivery]]

    order: bytes
    status: DeliveryStatus
    share: int
    taken_over_at: int
    warranty_until: int
    consignment: bytes
    answer: bytes
    evidence: Evidence


PartialDelivery.CODEC = StructCodec(
    PartialDelivery,
    ("order", "order", fixed_bytes(32)),
    ("status", "status", EnumCodec(DeliveryStatus)),
    ("share", "share", uint(32)),
    ("taken_over_at", "takenOverAt", uint(48)),
    ("warranty_until", "warrantyUntil", uint(48)),
    ("consignment", "consignment", fixed_bytes(32)),
    ("answer", "answer", fixed_bytes(32)),
    ("evidence", "evidence", Evidence.CODEC),
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stored dispute. `record` is the settlement's once one is proposed."""

    CODEC: ClassVar[StructCodec[Dispute]]

    order: bytes
    status: DisputeStatus
    proposed_by: bytes
    record: bytes


Dispute.CODEC = StructCodec(
    Dispute,
    ("order", "order", fixed_bytes(32)),
    ("status", "status", EnumCodec(DisputeStatus)),
    ("proposed_by", "proposedBy", fixed_bytes(16)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stored milestone.

    due: contract date now in force; `agreedDue` is the one first signed
    planned: the seller's plan
    actual_at: when it happened, as reported; 0 before
    completed_at: block time at which it became Completed; 0 before
    reminded: escalated each true once done for the due time in force
    waived: the hold was waived in writing instead of released
    witnessed: the inspector recorded attendance
    inspection_at: inspection time notified by the seller; 0 = none
    excused_days: days of accepted excusable delay within `due`
    """

    CODEC: ClassVar[StructCodec[Milestone]]

    status: MilestoneStatus
    hold_point: HoldPoint
    weight: int
    due: int
    planned: int
    actual_at: int
    completed_at: int
    reminded: bool
    escalated: bool
    waived: bool
    witnessed: bool
    inspector: bytes
    agreed_due: int
    inspection_at: int
    excused_days: int
    payment_commitment: bytes
    evidence: Evidence


Milestone.CODEC = StructCodec(
    Milestone,
    ("status", "status", EnumCodec(MilestoneStatus)),
    ("hold_point", "holdPoint", EnumCodec(HoldPoint)),
    ("weight", "weight", uint(16)),
    ("due", "due", uint(48)),
    ("planned", "planned", uint(48)),
    ("actual_at", "actualAt", uint(48)),
    ("completed_at", "completedAt", uint(48)),
    ("reminded", "reminded", BOOL),
    ("escalated", "escalated", BOOL),
    ("waived", "waived", BOOL),
    ("witnessed", "witnessed", BOOL),
    ("inspector", "inspector", fixed_bytes(16)),
    ("agreed_due", "agreedDue", uint(48)),
    ("inspection_at", "inspectionAt", uint(48)),
    ("excused_days", "excusedDays", uint(32)),
    ("payment_commitment", "paymentCommitment", fixed_bytes(32)),
    ("evidence", "evidence", Evidence.CODEC),
)


@dataclass(frozen=True, slots=True)
class Order:
    """A stored order.

    open_milestones: milestones not Completed
    completed_weight: sum of the weights of Completed milestones, out of `totalWeight`
    taken_over_at: taking-over time on the order's certificate; 0 before
    warranty_until: end of the warranty of what that certificate covers; 0 before
    warranties_until: end of the last warranty clock of the order and its parts; 0 before any part is taken over
    reported_share: ppm in deliveries that the buyer has not answered
    taken_over_share: ppm taken over in parts, before the order as a whole
    part_count: deliveries reported and not refused, at most 64
    cancellation_proposed_by: member whose proposal waits for the other side; 0 = none
    calendar_hash: working-day calendar of the due times in force
    damages_claimed: commitment of the liquidated damages claimed by the buyer; 0 = none
    damages_accepted: the same once the seller accepted it
    """

    CODEC: ClassVar[StructCodec[Order]]

    seller: bytes
    buyer: bytes
    status: OrderStatus
    version: int
    milestone_count: int
    open_milestones: int
    total_weight: int
    completed_weight: int
    effective_at: int
    agreed_at: int
    reminder_window: int
    inspection_notice: int
    warranty_period: int
    taken_over_at: int
    warranty_until: int
    warranties_until: int
    reported_share: int
    taken_over_share: int
    part_count: int
    open_snags: int
    blocking_snags: int
    open_disputes: int
    cancellation_proposed_by: bytes
    terms_commitment: bytes
    contract_record: bytes
    calendar_hash: bytes
    taking_over: bytes
    final_acceptance: bytes
    cancellation_record: bytes
    damages_claimed: bytes
    damages_accepted: bytes


Order.CODEC = StructCodec(
    Order,
    ("seller", "seller", fixed_bytes(16)),
    ("buyer", "buyer", fixed_bytes(16)),
    ("status", "status", EnumCodec(OrderStatus)),
    ("version", "version", uint(32)),
    ("milestone_count", "milestoneCount", uint(32)),
    ("open_milestones", "openMilestones", uint(32)),
    ("total_weight", "totalWeight", uint(32)),
    ("completed_weight", "completedWeight", uint(32)),
    ("effective_at", "effectiveAt", uint(48)),
    ("agreed_at", "agreedAt", uint(48)),
    ("reminder_window", "reminderWindow", uint(32)),
    ("inspection_notice", "inspectionNotice", uint(32)),
    ("warranty_period", "warrantyPeriod", uint(32)),
    ("taken_over_at", "takenOverAt", uint(48)),
    ("warranty_until", "warrantyUntil", uint(48)),
    ("warranties_until", "warrantiesUntil", uint(48)),
    ("reported_share", "reportedShare", uint(32)),
    ("taken_over_share", "takenOverShare", uint(32)),
    ("part_count", "partCount", uint(32)),
    ("open_snags", "openSnags", uint(32)),
    ("blocking_snags", "blockingSnags", uint(32)),
    ("open_disputes", "openDisputes", uint(32)),
    ("cancellation_proposed_by", "cancellationProposedBy", fixed_bytes(16)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
    ("contract_record", "contractRecord", fixed_bytes(32)),
    ("calendar_hash", "calendarHash", fixed_bytes(32)),
    ("taking_over", "takingOver", fixed_bytes(32)),
    ("final_acceptance", "finalAcceptance", fixed_bytes(32)),
    ("cancellation_record", "cancellationRecord", fixed_bytes(32)),
    ("damages_claimed", "damagesClaimed", fixed_bytes(32)),
    ("damages_accepted", "damagesAccepted", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class SubOrderTerms:
    """Places a sub-order.

    sub_order: random id
    order: the order it is for
    milestone: the milestone that waits for it
    supplier: member that delivers
    need_by: Unix seconds
    terms_commitment: root of the sealed sub-order's fields
    """

    CODEC: ClassVar[StructCodec[SubOrderTerms]]

    sub_order: bytes
    order: bytes
    milestone: bytes
    supplier: bytes
    need_by: int
    terms_commitment: bytes


SubOrderTerms.CODEC = StructCodec(
    SubOrderTerms,
    ("sub_order", "subOrder", fixed_bytes(32)),
    ("order", "order", fixed_bytes(32)),
    ("milestone", "milestone", fixed_bytes(32)),
    ("supplier", "supplier", fixed_bytes(16)),
    ("need_by", "needBy", uint(48)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Snag:
    """A stored snag.

    due_at: Unix seconds; 0 = no date
    reminded: escalated each true once done
    """

    CODEC: ClassVar[StructCodec[Snag]]

    order: bytes
    snag_class: SnagClass
    status: SnagStatus
    due_at: int
    reminded: bool
    escalated: bool
    record: bytes


Snag.CODEC = StructCodec(
    Snag,
    ("order", "order", fixed_bytes(32)),
    ("snag_class", "snagClass", EnumCodec(SnagClass)),
    ("status", "status", EnumCodec(SnagStatus)),
    ("due_at", "dueAt", uint(48)),
    ("reminded", "reminded", BOOL),
    ("escalated", "escalated", BOOL),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class SubOrder:
    """A stored sub-order.

    promise_number: how many promises the supplier made; alternatives belong to one of them
    accepted_alternative: number of the alternative accepted for the current promise; 0 = none
    reminded: escalated each true once done for the due time in force
    due: delivery time that counts: `needBy`, or the late promise for which an alternative was accepted
    promised_at: delivery time last promised; 0 before
    delivered_at: block time at which deliveredShare reached 1,000,000
    delivered_share: cumulative share delivered, ppm
    """

    CODEC: ClassVar[StructCodec[SubOrder]]

    supplier: bytes
    status: SubOrderStatus
    promise_number: int
    alternative_count: int
    accepted_alternative: int
    reminded: bool
    escalated: bool
    order: bytes
    milestone: bytes
    need_by: int
    due: int
    promised_at: int
    delivered_at: int
    delivered_share: int
    terms_commitment: bytes


SubOrder.CODEC = StructCodec(
    SubOrder,
    ("supplier", "supplier", fixed_bytes(16)),
    ("status", "status", EnumCodec(SubOrderStatus)),
    ("promise_number", "promiseNumber", uint(32)),
    ("alternative_count", "alternativeCount", uint(32)),
    ("accepted_alternative", "acceptedAlternative", uint(32)),
    ("reminded", "reminded", BOOL),
    ("escalated", "escalated", BOOL),
    ("order", "order", fixed_bytes(32)),
    ("milestone", "milestone", fixed_bytes(32)),
    ("need_by", "needBy", uint(48)),
    ("due", "due", uint(48)),
    ("promised_at", "promisedAt", uint(48)),
    ("delivered_at", "deliveredAt", uint(48)),
    ("delivered_share", "deliveredShare", uint(32)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class PartBatch:
    """A batch of parts registered by a Merkle root.

    maker: their maker
    count: number of leaves
    materialised: number of parts that have their own entry by now
    registered_at: block time
    """

    CODEC: ClassVar[StructCodec[PartBatch]]

    maker: bytes
    count: int
    materialised: int
    registered_at: int


PartBatch.CODEC = StructCodec(
    PartBatch,
    ("maker", "maker", fixed_bytes(16)),
    ("count", "count", uint(32)),
    ("materialised", "materialised", uint(32)),
    ("registered_at", "registeredAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class CoreReturn:
    """An old unit that its owner owes to somebody, against a credit.

    status: see {CoreStatus}
    debtor: who owes it
    creditor: who is to have it
    owed_at: block time
    due_at: until when; it is late when Owed after that, or returned after that
    returned_at: block time of its hand-over to the creditor, 0 before
    terms: record of the terms (credit, what is accepted), 0 for none
    finding: record of the creditor's finding, 0 for none
    """

    CODEC: ClassVar[StructCodec[CoreReturn]]

    status: CoreStatus
    debtor: bytes
    creditor: bytes
    owed_at: int
    due_at: int
    returned_at: int
    terms: bytes
    finding: bytes


CoreReturn.CODEC = StructCodec(
    CoreReturn,
    ("status", "status", EnumCodec(CoreStatus)),
    ("debtor", "debtor", fixed_bytes(16)),
    ("creditor", "creditor", fixed_bytes(16)),
    ("owed_at", "owedAt", uint(48)),
    ("due_at", "dueAt", uint(48)),
    ("returned_at", "returnedAt", uint(48)),
    ("terms", "terms", fixed_bytes(32)),
    ("finding", "finding", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class AssemblyEdge:
    """That a part was in another for a time.

    part: child
    parent: parent
    position: where in the parent
    work_order: work order it was installed under, 0 for none
    installed_at: block time
    removed_at: block time, 0 while it is there
    """

    CODEC: ClassVar[StructCodec[AssemblyEdge]]

    part: bytes
    parent: bytes
    position: bytes
    work_order: bytes
    installed_at: int
    removed_at: int


AssemblyEdge.CODEC = StructCodec(
    AssemblyEdge,
    ("part", "part", fixed_bytes(32)),
    ("parent", "parent", fixed_bytes(32)),
    ("position", "position", fixed_bytes(32)),
    ("work_order", "workOrder", fixed_bytes(32)),
    ("installed_at", "installedAt", uint(48)),
    ("removed_at", "removedAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The last inspection of a part."""

    CODEC: ClassVar[StructCodec[Inspection]]

    inspector: bytes
    result: InspectionResult
    inspected_at: int
    record: bytes


Inspection.CODEC = StructCodec(
    Inspection,
    ("inspector", "inspector", fixed_bytes(16)),
    ("result", "result", EnumCodec(InspectionResult)),
    ("inspected_at", "inspectedAt", uint(48)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker of parts: a member, or a company outside that a member registers for.

    registrar: member that registers its parts
    identity: keccak256 of its GS1 company prefix in ASCII
    serial_key_digest: keccak256 of the secret key its serial commitments are made with
    entered_at: block time
    """

    CODEC: ClassVar[StructCodec[Maker]]

    registrar: bytes
    identity: bytes
    serial_key_digest: bytes
    entered_at: int


Maker.CODEC = StructCodec(
    Maker,
    ("registrar", "registrar", fixed_bytes(16)),
    ("identity", "identity", fixed_bytes(32)),
    ("serial_key_digest", "serialKeyDigest", fixed_bytes(32)),
    ("entered_at", "enteredAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class PartRegistration:
    """A part to be registered, and the leaf of a batch.

    part: new id, random
    maker: its maker
    serial_commitment: keyed commitment to (part reference, serial); see the README
    design: commitment to the type (part reference), 0 for none
    lot: commitment to the lot, 0 for none
    machine: whether it is a whole machine: a root of trees, never installed in anything
    """

    CODEC: ClassVar[StructCodec[PartRegistration]]

    part: bytes
    maker: bytes
    serial_commitment: bytes
    design: bytes
    lot: bytes
    machine: bool


PartRegistration.CODEC = StructCodec(
    PartRegistration,
    ("part", "part", fixed_bytes(32)),
    ("maker", "maker", fixed_bytes(16)),
    ("serial_commitment", "serialCommitment", fixed_bytes(32)),
    ("design", "design", fixed_bytes(32)),
    ("lot", "lot", fixed_bytes(32)),
    ("machine", "machine", BOOL),
)


@dataclass(frozen=True, slots=True)
class HandOverOffer:
    """A hand-over that waits for the receiver.

    giver: member that offered it; it lapses when that no longer has the part
    receiver: member that may accept, 0 for no offer
    purpose: see {HandOverPurpose}
    with_ownership: whether ownership changes too
    offered_at: block time
    evidence: record that documents it, 0 for none
    """

    CODEC: ClassVar[StructCodec[HandOverOffer]]

    giver: bytes
    receiver: bytes
    purpose: HandOverPurpose
    with_ownership: bool
    offered_at: int
    evidence: bytes


HandOverOffer.CODEC = StructCodec(
    HandOverOffer,
    ("giver", "giver", fixed_bytes(16)),
    ("receiver", "receiver", fixed_bytes(16)),
    ("purpose", "purpose", EnumCodec(HandOverPurpose)),
    ("with_ownership", "withOwnership", BOOL),
    ("offered_at", "offeredAt", uint(48)),
    ("evidence", "evidence", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it stands.

    status: see {PartStatus}
    machine: whether it is a whole machine
    suspected: whether two sightings contradict each other
    height: levels below it, 0 for a leaf
    recalled: whether a recall reaches it that was not remedied for it, marked or not
    custody_sequence: number of hand-overs so far
    open_recalls: recalls that mark it and are not remedied
    barred_below: parts anywhere in it that are marked by a recall or suspected
    children: parts directly in it
    registered_at: block time
    home_chain: chain id of the ledger that decides about it
    maker: its maker
    custodian: who has it; for an installed part, the root's custodian counts ({custodyOf})
    owner: who owns it; for an installed part, the root's owner counts ({custodyOf})
    serial_commitment: see {PartRegistration}
    design: see {PartRegistration}
    lot: see {PartRegistration}
    batch: root of the batch it came from, 0 for none
    parent: what it is installed in, 0 for nothing
    position: where in the parent, 0 for nothing
    """

    CODEC: ClassVar[StructCodec[Part]]

    status: PartStatus
    machine: bool
    suspected: bool
    height: int
    recalled: bool
    custody_sequence: int
    open_recalls: int
    barred_below: int
    children: int
    registered_at: int
    home_chain: int
    maker: bytes
    custodian: bytes
    owner: bytes
    serial_commitment: bytes
    design: bytes
    lot: bytes
    batch: bytes
    parent: bytes
    position: bytes


Part.CODEC = StructCodec(
    Part,
    ("status", "status", EnumCodec(PartStatus)),
    ("machine", "machine", BOOL),
    ("suspected", "suspected", BOOL),
    ("height", "height", uint(8)),
    ("recalled", "recalled", BOOL),
    ("custody_sequence", "custodySequence", uint(32)),
    ("open_recalls", "openRecalls", uint(32)),
    ("barred_below", "barredBelow", uint(32)),
    ("children", "children", uint(32)),
    ("registered_at", "registeredAt", uint(48)),
    ("home_chain", "homeChain", uint(64)),
    ("maker", "maker", fixed_bytes(16)),
    ("custodian", "custodian", fixed_bytes(16)),
    ("owner", "owner", fixed_bytes(16)),
    ("serial_commitment", "serialCommitment", fixed_bytes(32)),
    ("design", "design", fixed_bytes(32)),
    ("lot", "lot", fixed_bytes(32)),
    ("batch", "batch", fixed_bytes(32)),
    ("parent", "parent", fixed_bytes(32)),
    ("position", "position", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Recall:
    """A recall.

    status: see {RecallStatus}
    scope: see {RecallScope}
    opened_by: member that opened it
    maker: maker of the parts, 0 for a list
    opened_at: block time
    marked: parts reached
    live: of these, not scrapped when reached
    remedied: of the live ones, acted on
    key: lot or design, 0 for maker and list
    record: record that says what is wrong and what to do
    """

    CODEC: ClassVar[StructCodec[Recall]]

    status: RecallStatus
    scope: RecallScope
    opened_by: bytes
    maker: bytes
    opened_at: int
    marked: int
    live: int
    remedied: int
    key: bytes
    record: bytes


Recall.CODEC = StructCodec(
    Recall,
    ("status", "status", EnumCodec(RecallStatus)),
    ("scope", "scope", EnumCodec(RecallScope)),
    ("opened_by", "openedBy", fixed_bytes(16)),
    ("maker", "maker", fixed_bytes(16)),
    ("opened_at", "openedAt", uint(48)),
    ("marked", "marked", uint(32)),
    ("live", "live", uint(32)),
    ("remedied", "remedied", uint(32)),
    ("key", "key", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class TitleOffer:
    """An offer of ownership that waits for the receiver; who has the part stays the same.

    owner: member that offered it; it lapses when that no longer owns the part
    receiver: member that may accept, 0 for no offer
    offered_at: block time
    record: record that documents it, 0 for none
    """

    CODEC: ClassVar[StructCodec[TitleOffer]]

    owner: bytes
    receiver: bytes
    offered_at: int
    record: bytes


TitleOffer.CODEC = StructCodec(
    TitleOffer,
    ("owner", "owner", fixed_bytes(16)),
    ("receiver", "receiver", fixed_bytes(16)),
    ("offered_at", "offeredAt", uint(48)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """A work order on a machine.

    status: see {WorkOrderStatus}
    custodian: member that opened it, the machine's custodian then
    performer: member that does the work
    changes: number of parts installed or removed under it
    opened_at: block time
    status_since: block time of the last change of status
    machine: the machine, or the loose part that is worked on
    record: record of the order itself (UNTDID 225)
    diagnosis: record of the diagnosis, 0 before
    completion: record of the completion, 0 before
    changes_hash: running hash of what was installed and removed
    alert: what it was opened for: an anchored event, a record, or nothing
    """

    CODEC: ClassVar[StructCodec[WorkOrder]]

    status: WorkOrderStatus
    custodian: bytes
    performer: bytes
    changes: int
    opened_at: int
    status_since: int
    machine: bytes
    record: bytes
    diagnosis: bytes
    completion: bytes
    changes_hash: bytes
    alert: Evidence


WorkOrder.CODEC = StructCodec(
    WorkOrder,
    ("status", "status", EnumCodec(WorkOrderStatus)),
    ("custodian", "custodian", fixed_bytes(16)),
    ("performer", "performer", fixed_bytes(16)),
    ("changes", "changes", uint(32)),
    ("opened_at", "openedAt", uint(48)),
    ("status_since", "statusSince", uint(48)),
    ("machine", "machine", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
    ("diagnosis", "diagnosis", fixed_bytes(32)),
    ("completion", "completion", fixed_bytes(32)),
    ("changes_hash", "changesHash", fixed_bytes(32)),
    ("alert", "alert", Evidence.CODEC),
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A commitment of a grant. Times are block times; 0: not yet."""

    CODEC: ClassVar[StructCodec[Grant]]

    status: GrantStatus
    committed_at: int
    ended_at: int


Grant.CODEC = StructCodec(
    Grant,
    ("status", "status", EnumCodec(GrantStatus)),
    ("committed_at", "committedAt", uint(48)),
    ("ended_at", "endedAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A new record, in its version 1.

    record: Random id
    valid_from: Unix seconds, as the document says itself
    valid_until: Unix seconds, exclusive; 0: no end
    grants_commitment: Commitment of who was given keys to it; 0: none
    """

    CODEC: ClassVar[StructCodec[Publication]]

    record: bytes
    document_type: DocumentType
    subject: bytes
    root: bytes
    cid_digest: bytes
    cid_codec: int
    valid_from: int
    valid_until: int
    grants_commitment: bytes


Publication.CODEC = StructCodec(
    Publication,
    ("record", "record", fixed_bytes(32)),
    ("document_type", "documentType", DocumentType.CODEC),
    ("subject", "subject", fixed_bytes(32)),
    ("root", "root", fixed_bytes(32)),
    ("cid_digest", "cidDigest", fixed_bytes(32)),
    ("cid_codec", "cidCodec", uint(8)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("grants_commitment", "grantsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A new version of a record; code list, code and subject stay, the subtype may change."""

    CODEC: ClassVar[StructCodec[Revision]]

    subtype: int
    root: bytes
    cid_digest: bytes
    cid_codec: int
    valid_from: int
    valid_until: int
    grants_commitment: bytes


Revision.CODEC = StructCodec(
    Revision,
    ("subtype", "subtype", uint(16)),
    ("root", "root", fixed_bytes(32)),
    ("cid_digest", "cidDigest", fixed_bytes(32)),
    ("cid_codec", "cidCodec", uint(8)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("grants_commitment", "grantsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record, with what its newest version says.

    issuer_account: The account that published the newest version
    subject: Order, part, declaration or whatever else the record is about; 0: nothing on this ledger
    published_at: Block time of the newest version
    valid_until: Unix seconds, exclusive; 0: no end
    revoked_at: Block time; 0: not revoked
    """

    CODEC: ClassVar[StructCodec[Record]]

    issuer: bytes
    issuer_account: Address
    document_type: DocumentType
    status: RecordStatus
    version: int
    subject: bytes
    published_at: int
    valid_from: int
    valid_until: int
    revoked_at: int
    reason_code: int


Record.CODEC = StructCodec(
    Record,
    ("issuer", "issuer", fixed_bytes(16)),
    ("issuer_account", "issuerAccount", ADDRESS),
    ("document_type", "documentType", DocumentType.CODEC),
    ("status", "status", EnumCodec(RecordStatus)),
    ("version", "version", uint(32)),
    ("subject", "subject", fixed_bytes(32)),
    ("published_at", "publishedAt", uint(48)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("revoked_at", "revokedAt", uint(48)),
    ("reason_code", "reasonCode", uint(32)),
)


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A version of a record.

    root: Merkle root over the record's salted fields and attachments
    cid_digest: SHA-256 in the CID (version 1) of the sealed record
    cid_codec: Content codec of the CID: 0x55 raw, 0x70 dag-pb
    """

    CODEC: ClassVar[StructCodec[RecordVersion]]

    root: bytes
    cid_digest: bytes
    cid_codec: int
    published_at: int
    valid_from: int
    valid_until: int
    subtype: int
    issuer_account: Address


RecordVersion.CODEC = StructCodec(
    RecordVersion,
    ("root", "root", fixed_bytes(32)),
    ("cid_digest", "cidDigest", fixed_bytes(32)),
    ("cid_codec", "cidCodec", uint(8)),
    ("published_at", "publishedAt", uint(48)),
    ("valid_from", "validFrom", uint(48)),
    ("valid_until", "validUntil", uint(48)),
    ("subtype", "subtype", uint(16)),
    ("issuer_account", "issuerAccount", ADDRESS),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One element of an outside paper.

    fingerprint: see quaychain.contracts.fingerprints
    element: what it was taken from
    """

    CODEC: ClassVar[StructCodec[Paper]]

    fingerprint: bytes
    element: PaperElement


Paper.CODEC = StructCodec(
    Paper, ("fingerprint", "fingerprint", fixed_bytes(32)), ("element", "element", EnumCodec(PaperElement))
)


@dataclass(frozen=True, slots=True)
class AssignmentTerms:
    """An assignment as the assignor signs it (EIP-712).

    assignment: random id; used once
    receivable: its id
    receivable_version: version of the receivable that is assigned
    source: 0: the seller assigns its own share; else the id of the assignment whose bank passes its share on
    bank: the assignee
    share: ppm of the whole receivable
    registry_reference: hash of the entry in a public register of security interests; 0 = none
    terms_commitment: root of the sealed financing terms
    sign_by: last second at which the signature may be used
    """

    CODEC: ClassVar[StructCodec[AssignmentTerms]]

    assignment: bytes
    receivable: bytes
    receivable_version: int
    source: bytes
    bank: bytes
    share: int
    registry_reference: bytes
    terms_commitment: bytes
    sign_by: int


AssignmentTerms.CODEC = StructCodec(
    AssignmentTerms,
    ("assignment", "assignment", fixed_bytes(32)),
    ("receivable", "receivable", fixed_bytes(32)),
    ("receivable_version", "receivableVersion", uint(32)),
    ("source", "source", fixed_bytes(32)),
    ("bank", "bank", fixed_bytes(16)),
    ("share", "share", uint(32)),
    ("registry_reference", "registryReference", fixed_bytes(32)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
    ("sign_by", "signBy", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A stored assignment.

    share: ppm now held: what was assigned, less what was passed on or given back
    paid: ppm of it attested as paid
    """

    CODEC: ClassVar[StructCodec[Assignment]]

    receivable: bytes
    bank: bytes
    status: AssignmentStatus
    share: int
    paid: int
    assigned_at: int
    source: bytes
    registry_reference: bytes
    terms_commitment: bytes


Assignment.CODEC = StructCodec(
    Assignment,
    ("receivable", "receivable", fixed_bytes(32)),
    ("bank", "bank", fixed_bytes(16)),
    ("status", "status", EnumCodec(AssignmentStatus)),
    ("share", "share", uint(32)),
    ("paid", "paid", uint(32)),
    ("assigned_at", "assignedAt", uint(48)),
    ("source", "source", fixed_bytes(32)),
    ("registry_reference", "registryReference", fixed_bytes(32)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class PaymentAttestation:
    """A bank's word that money came in.

    receivable: its id
    assignment: the assignment it was paid on; 0 = the seller's own share
    share: ppm of the whole receivable
    reference_hash: keccak256 of the payment's reference (UETR); used once
    record: record id of the receipt confirmation (UNTDID 1001: 834); 0 = none
    """

    CODEC: ClassVar[StructCodec[PaymentAttestation]]

    receivable: bytes
    assignment: bytes
    share: int
    reference_hash: bytes
    record: bytes


PaymentAttestation.CODEC = StructCodec(
    PaymentAttestation,
    ("receivable", "receivable", fixed_bytes(32)),
    ("assignment", "assignment", fixed_bytes(32)),
    ("share", "share", uint(32)),
    ("reference_hash", "referenceHash", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class OutsideClaim:
    """A stored claim on outside papers."""

    CODEC: ClassVar[StructCodec[OutsideClaim]]

    bank: bytes
    status: OutsideClaimStatus
    claimed_at: int
    fingerprints: tuple[bytes, ...]


OutsideClaim.CODEC = StructCodec(
    OutsideClaim,
    ("bank", "bank", fixed_bytes(16)),
    ("status", "status", EnumCodec(OutsideClaimStatus)),
    ("claimed_at", "claimedAt", uint(48)),
    ("fingerprints", "fingerprints", ArrayCodec(fixed_bytes(32))),
)


@dataclass(frozen=True, slots=True)
class Demand:
    """A stored demand under a guarantee.

    share: ppm of the guarantee's first amount
    """

    CODEC: ClassVar[StructCodec[Demand]]

    guarantee: bytes
    status: DemandStatus
    share: int
    record: bytes


Demand.CODEC = StructCodec(
    Demand,
    ("guarantee", "guarantee", fixed_bytes(32)),
    ("status", "status", EnumCodec(DemandStatus)),
    ("share", "share", uint(32)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class PaperBinding:
    """Who holds a fingerprint.

    holder: a receivable's id or a claim's, by `kind`
    bound_by: member that bound it
    """

    CODEC: ClassVar[StructCodec[PaperBinding]]

    holder: bytes
    bound_by: bytes
    element: PaperElement
    kind: PaperHolder
    status: PaperStatus
    bound_at: int


PaperBinding.CODEC = StructCodec(
    PaperBinding,
    ("holder", "holder", fixed_bytes(32)),
    ("bound_by", "boundBy", fixed_bytes(16)),
    ("element", "element", EnumCodec(PaperElement)),
    ("kind", "kind", EnumCodec(PaperHolder)),
    ("status", "status", EnumCodec(PaperStatus)),
    ("bound_at", "boundAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A stored guarantee. The order's seller is the applicant, its buyer the beneficiary.

    remaining: ppm of the first amount still secured
    demanded: ppm of it that is demanded and not answered
    """

    CODEC: ClassVar[StructCodec[Guarantee]]

    order: bytes
    bank: bytes
    beneficiary: bytes
    kind: GuaranteeKind
    status: GuaranteeStatus
    remaining: int
    demanded: int
    expires_at: int
    expiry_milestone: bytes
    amount_commitment: bytes
    record: bytes


Guarantee.CODEC = StructCodec(
    Guarantee,
    ("order", "order", fixed_bytes(32)),
    ("bank", "bank", fixed_bytes(16)),
    ("beneficiary", "beneficiary", fixed_bytes(16)),
    ("kind", "kind", EnumCodec(GuaranteeKind)),
    ("status", "status", EnumCodec(GuaranteeStatus)),
    ("remaining", "remaining", uint(32)),
    ("demanded", "demanded", uint(32)),
    ("expires_at", "expiresAt", uint(48)),
    ("expiry_milestone", "expiryMilestone", fixed_bytes(32)),
    ("amount_commitment", "amountCommitment", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class GuaranteeReduction:
    """Reduces a guarantee when a milestone completes.

    milestone: milestone of the guarantee's order
    share: ppm of the guarantee's first amount
    """

    CODEC: ClassVar[StructCodec[GuaranteeReduction]]

    milestone: bytes
    share: int


GuaranteeReduction.CODEC = StructCodec(
    GuaranteeReduction, ("milestone", "milestone", fixed_bytes(32)), ("share", "share", uint(32))
)


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """A guarantee as its bank issues it.

    guarantee: random id
    order: the order it secures
    kind: what it secures
    amount_commitment: commitment of its first amount
    record: record id of the guarantee (UNTDID 1001: 430 or 356)
    expires_at: Unix seconds
    expiry_milestone: the guarantee also expires when this milestone is complete; 0 = none
    reductions: 0 to 32; together at most 1,000,000 ppm
    """

    CODEC: ClassVar[StructCodec[GuaranteeTerms]]

    guarantee: bytes
    order: bytes
    kind: GuaranteeKind
    amount_commitment: bytes
    record: bytes
    expires_at: int
    expiry_milestone: bytes
    reductions: tuple[GuaranteeReduction, ...]


GuaranteeTerms.CODEC = StructCodec(
    GuaranteeTerms,
    ("guarantee", "guarantee", fixed_bytes(32)),
    ("order", "order", fixed_bytes(32)),
    ("kind", "kind", EnumCodec(GuaranteeKind)),
    ("amount_commitment", "amountCommitment", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
    ("expires_at", "expiresAt", uint(48)),
    ("expiry_milestone", "expiryMilestone", fixed_bytes(32)),
    ("reductions", "reductions", ArrayCodec(GuaranteeReduction.CODEC)),
)


@dataclass(frozen=True, slots=True)
class Payable:
    """The payable slot: one storage word for each receivable, at `payableSlot`, so that one storage proof shows
    whether the buyer agreed to pay and how much is assigned and paid.

    status: state of the receivable
    version: how often it was presented
    assigned: ppm under assignment to banks, paid or not
    paid: ppm attested as paid, to banks and seller together
    paid_to_seller: ppm attested as paid on the share that no bank holds; assigned + paidToSeller <= 1,000,000
    agreed_at: block time of the buyer's agreement to pay; 0 = none
    due_at: when the buyer agreed to pay; 0 = none
    """

    CODEC: ClassVar[StructCodec[Payable]]

    status: ReceivableStatus
    version: int
    assigned: int
    paid: int
    paid_to_seller: int
    agreed_at: int
    due_at: int


Payable.CODEC = StructCodec(
    Payable,
    ("status", "status", EnumCodec(ReceivableStatus)),
    ("version", "version", uint(32)),
    ("assigned", "assigned", uint(32)),
    ("paid", "paid", uint(32)),
    ("paid_to_seller", "paidToSeller", uint(32)),
    ("agreed_at", "agreedAt", uint(48)),
    ("due_at", "dueAt", uint(48)),
)


@dataclass(frozen=True, slots=True)
class Receivable:
    """A stored receivable without its payable slot.

    collecting_bank: bank that the money for the seller's own share comes in at; 0 = none attests it
    order_version: version of the order when it was presented
    amount_commitment: the milestone's payment commitment when the receivable was presented
    invoice_record: record id of the invoice or request for payment
    """

    CODEC: ClassVar[StructCodec[Receivable]]

    order: bytes
    milestone: bytes
    seller: bytes
    buyer: bytes
    collecting_bank: bytes
    order_version: int
    presented_at: int
    amount_commitment: bytes
    invoice_record: bytes


Receivable.CODEC = StructCodec(
    Receivable,
    ("order", "order", fixed_bytes(32)),
    ("milestone", "milestone", fixed_bytes(32)),
    ("seller", "seller", fixed_bytes(16)),
    ("buyer", "buyer", fixed_bytes(16)),
    ("collecting_bank", "collectingBank", fixed_bytes(16)),
    ("order_version", "orderVersion", uint(32)),
    ("presented_at", "presentedAt", uint(48)),
    ("amount_commitment", "amountCommitment", fixed_bytes(32)),
    ("invoice_record", "invoiceRecord", fixed_bytes(32)),
)
