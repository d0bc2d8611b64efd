# Written by `./qc contracts bindings` from contracts/artifacts/*.json. Do not edit.
"""The enums and structs of the contracts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from ..abi import ADDRESS, BOOL, BYTES, ArrayCodec, EnumCodec, StructCodec, fixed_bytes, uint
from ..types import Address


class AccountPurpose(IntEnum):
    """Solidity: `AccountPurpose`."""

    NONE = 0
    OPERATIONS = 1
    ORACLE = 2
    GOVERNANCE = 3
    GUARDIAN = 4


class AssessmentOutcome(IntEnum):
    """Solidity: `AssessmentOutcome`."""

    NONE = 0
    PASSED = 1
    FAILED = 2
    NOT_ASSESSED = 3


class AssignmentStatus(IntEnum):
    """Solidity: `AssignmentStatus`."""

    NONE = 0
    ACTIVE = 1
    REASSIGNED = 2
    DISCHARGED = 3
    PAID = 4


class CertificateStatus(IntEnum):
    """Solidity: `CertificateStatus`."""

    NONE = 0
    ISSUED = 1
    SUSPENDED = 2
    REVOKED = 3


class ChallengeStatus(IntEnum):
    """Solidity: `ChallengeStatus`."""

    NONE = 0
    OPEN = 1
    ANSWERED = 2
    FLAGGED = 3


class ChangeStatus(IntEnum):
    """Solidity: `ChangeStatus`."""

    NONE = 0
    REQUESTED = 1
    EVALUATED = 2
    ACCEPTED = 3
    REFUSED = 4
    WITHDRAWN = 5


class CodeList(IntEnum):
    """Solidity: `CodeList`."""

    NONE = 0
    UNTDID1001 = 1
    QUAYCHAIN = 2


class ConsistencyOutcome(IntEnum):
    """Solidity: `ConsistencyOutcome`."""

    NONE = 0
    CONSISTENT = 1
    INCONSISTENT = 2


class Decision(IntEnum):
    """Solidity: `Decision`."""

    NONE = 0
    HOLD = 1
    INSPECT = 2
    RELEASE = 3
    REFUSE = 4
    SEIZE = 5


class DecisionSource(IntEnum):
    """Solidity: `DecisionSource`."""

    NONE = 0
    OWN = 1
    REPORTED = 2
    LAPSED = 3


class DeclarationStatus(IntEnum):
    """Solidity: `DeclarationStatus`."""

    NONE = 0
    DECLARED = 1
    HELD = 2
    UNDER_INSPECTION = 3
    RELEASED = 4
    REFUSED = 5
    SEIZED = 6
    WITHDRAWN = 7


class DelayClaimStatus(IntEnum):
    """Solidity: `DelayClaimStatus`."""

    NONE = 0
    CLAIMED = 1
    ACCEPTED = 2
    REFUSED = 3


class DemandStatus(IntEnum):
    """Solidity: `DemandStatus`."""

    NONE = 0
    PRESENTED = 1
    HONOURED = 2
    REFUSED = 3


class DeviceStatus(IntEnum):
    """Solidity: `DeviceStatus`."""

    NONE = 0
    REGISTERED = 1
    CLOSED = 2
    REVOKED = 3


class DisputeStatus(IntEnum):
    """Solidity: `DisputeStatus`."""

    NONE = 0
    RAISED = 1
    SETTLEMENT_PROPOSED = 2
    SETTLED = 3


class EvidenceKind(IntEnum):
    """Solidity: `EvidenceKind`."""

    NONE = 0
    RECORD = 1
    ANCHORED_EVENTS = 2


class FindingStatus(IntEnum):
    """Solidity: `FindingStatus`."""

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
    """Solidity: `GrantStatus`."""

    NONE = 0
    COMMITTED = 1
    ENDED = 2


class GuaranteeKind(IntEnum):
    """Solidity: `GuaranteeKind`."""

    NONE = 0
    ADVANCE_PAYMENT = 1
    PERFORMANCE = 2
    WARRANTY = 3
    RETENTION = 4


class GuaranteeStatus(IntEnum):
    """Solidity: `GuaranteeStatus`."""

    NONE = 0
    ISSUED = 1
    RELEASED = 2
    EXPIRED = 3
    EXHAUSTED = 4


class HandOverPurpose(IntEnum):
    """Solidity: `HandOverPurpose`."""

    NONE = 0
    DELIVERY = 1
    STORAGE = 2
    INSTALLATION = 3
    REPAIR = 4
    CORE_RETURN = 5
    DISPOSAL = 6
    RETURN = 7


class HoldPoint(IntEnum):
    """Solidity: `HoldPoint`."""

    NONE = 0
    HOLD = 1
    WITNESS = 2


class InspectionResult(IntEnum):
    """Solidity: `InspectionResult`."""

    NONE = 0
    PASSED = 1
    PASSED_WITH_REMARKS = 2
    FAILED = 3


class MemberKind(IntEnum):
    """Solidity: `MemberKind`."""

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
    """Solidity: `MemberStatus`."""

    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2
    LEFT = 3


class MilestoneStatus(IntEnum):
    """Solidity: `MilestoneStatus`."""

    NONE = 0
    OPEN = 1
    AWAITING_RELEASE = 2
    COMPLETED = 3


class OrderStatus(IntEnum):
    """Solidity: `OrderStatus`."""

    NONE = 0
    AGREED = 1
    TAKEN_OVER = 2
    ACCEPTED = 3
    CANCELLED = 4


class OutsideClaimStatus(IntEnum):
    """Solidity: `OutsideClaimStatus`."""

    NONE = 0
    ACTIVE = 1
    RELEASED = 2


class PaperElement(IntEnum):
    """Solidity: `PaperElement`."""

    NONE = 0
    INVOICE_NUMBER = 1
    TRANSPORT_DOCUMENT_NUMBER = 2
    PURCHASE_ORDER_NUMBER = 3
    WAREHOUSE_WARRANT_NUMBER = 4


class PaperHolder(IntEnum):
    """Solidity: `PaperHolder`."""

    NONE = 0
    RECEIVABLE = 1
    OUTSIDE_CLAIM = 2


class PaperStatus(IntEnum):
    """Solidity: `PaperStatus`."""

    NONE = 0
    BOUND = 1
    RELEASED = 2


class PartStatus(IntEnum):
    """Solidity: `PartStatus`."""

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
    """Solidity: `RecallMark`."""

    NONE = 0
    MARKED = 1
    NOT_ACTIONABLE = 2
    REMEDIED = 3


class RecallScope(IntEnum):
    """Solidity: `RecallScope`."""

    NONE = 0
    LOT = 1
    DESIGN = 2
    MAKER = 3
    LIST = 4


class RecallStatus(IntEnum):
    """Solidity: `RecallStatus`."""

    NONE = 0
    OPEN = 1
    CLOSED = 2


class ReceivableStatus(IntEnum):
    """Solidity: `ReceivableStatus`."""

    NONE = 0
    PRESENTED = 1
    AGREED_TO_PAY = 2
    PAID = 3
    WITHDRAWN = 4


class RecordStatus(IntEnum):
    """Solidity: `RecordStatus`."""

    NONE = 0
    PUBLISHED = 1
    REVOKED = 2


class RuleBookStatus(IntEnum):
    """Solidity: `RuleBookStatus`."""

    NONE = 0
    DRAFT = 1
    SEALED = 2
    ABANDONED = 3


class RuleEffect(IntEnum):
    """Solidity: `RuleEffect`."""

    NONE = 0
    REQUIRED = 1
    NOT_REQUIRED = 2
    NOTICE = 3


class ScheduleCause(IntEnum):
    """Solidity: `ScheduleCause`."""

    NONE = 0
    REPLANNED = 1
    ALTERNATIVE = 2
    CHANGE = 3
    EXCUSABLE_DELAY = 4


class Seat(IntEnum):
    """Solidity: `Seat`."""

    NONE = 0
    ACCOUNTING = 1
    QUERY = 2
    MIRRORED = 3


class SnagClass(IntEnum):
    """Solidity: `SnagClass`."""

    NONE = 0
    BLOCKING = 1
    FUNCTIONAL = 2
    COSMETIC = 3


class SnagStatus(IntEnum):
    """Solidity: `SnagStatus`."""

    NONE = 0
    RAISED = 1
    ANSWERED = 2
    CLOSED = 3


class SubOrderStatus(IntEnum):
    """Solidity: `SubOrderStatus`."""

    NONE = 0
    PLACED = 1
    PROMISED = 2
    PARTLY_DELIVERED = 3
    DELIVERED = 4
    CANCELLED = 5


class WorkOrderStatus(IntEnum):
    """Solidity: `WorkOrderStatus`."""

    NONE = 0
    OPENED = 1
    DIAGNOSED = 2
    COMPLETED = 3
    CANCELLED = 4


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Solidity: `DirectoryEntry`."""

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
    """Solidity: `AccountAdmission`."""

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
    """Solidity: `Admission`."""

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
    """Solidity: `Installation`."""

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
    """Solidity: `ValidatorSet`."""

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
    """Solidity: `TariffCode`."""

    CODEC: ClassVar[StructCodec[TariffCode]]

    value: int
    digits: int


TariffCode.CODEC = StructCodec(TariffCode, ("value", "value", uint(40)), ("digits", "digits", uint(8)))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Solidity: `DocumentType`."""

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
    """Solidity: `Rule`."""

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
    """Solidity: `NamedRecord`."""

    CODEC: ClassVar[StructCodec[NamedRecord]]

    record: bytes
    version: int


NamedRecord.CODEC = StructCodec(NamedRecord, ("record", "record", fixed_bytes(32)), ("version", "version", uint(32)))


@dataclass(frozen=True, slots=True)
class Assessment:
    """Solidity: `Assessment`."""

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
    """Solidity: `Attestation`."""

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
    """Solidity: `Certificate`."""

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
    """Solidity: `DecisionEntry`."""

    CODEC: ClassVar[StructCodec[DecisionEntry]]

    decision: Decision
    source: DecisionSource
    member: bytes
    decided_at: int
    assessment: int
    lapses_at: int
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
    ("reason_hash", "reasonHash", fixed_bytes(32)),
    ("reference_hash", "referenceHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Movement:
    """Solidity: `Movement`."""

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
    """Solidity: `Declaration`."""

    CODEC: ClassVar[StructCodec[Declaration]]

    status: DeclarationStatus
    declarant: bytes
    declared_at: int
    assessments: int
    decisions: int
    lapses_at: int
    data_record: bytes
    movement: Movement


Declaration.CODEC = StructCodec(
    Declaration,
    ("status", "status", EnumCodec(DeclarationStatus)),
    ("declarant", "declarant", fixed_bytes(16)),
    ("declared_at", "declaredAt", uint(48)),
    ("assessments", "assessments", uint(32)),
    ("decisions", "decisions", uint(32)),
    ("lapses_at", "lapsesAt", uint(48)),
    ("data_record", "dataRecord", fixed_bytes(32)),
    ("movement", "movement", Movement.CODEC),
)


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """Solidity: `EvidencePack`."""

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
    ("countersignatures", "countersignatures", uint(16)),
    ("digest", "digest", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Solidity: `Finding`."""

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
    """Solidity: `Jurisdiction`."""

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
class RuleBook:
    """Solidity: `RuleBook`."""

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
    """Solidity: `Device`."""

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
    """Solidity: `EventLeaf`."""

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
    """Solidity: `Batch`."""

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
    """Solidity: `Challenge`."""

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
    """Solidity: `Gap`."""

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
    """Solidity: `Stream`."""

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
    """Solidity: `Account`."""

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
    """Solidity: `EncryptionKey`."""

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
    """Solidity: `Member`."""

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
    """Solidity: `PauseState`."""

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
    """Solidity: `MilestoneMove`."""

    CODEC: ClassVar[StructCodec[MilestoneMove]]

    code: bytes
    planned: int


MilestoneMove.CODEC = StructCodec(MilestoneMove, ("code", "code", fixed_bytes(32)), ("planned", "planned", uint(48)))


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """Solidity: `MilestoneChange`."""

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
    """Solidity: `ChangeEvaluation`."""

    CODEC: ClassVar[StructCodec[ChangeEvaluation]]

    cost_commitment: bytes
    delay_days: int
    terms_commitment: bytes
    milestones: tuple[MilestoneChange, ...]
    certificates: tuple[bytes, ...]


ChangeEvaluation.CODEC = StructCodec(
    ChangeEvaluation,
    ("cost_commitment", "costCommitment", fixed_bytes(32)),
    ("delay_days", "delayDays", uint(16)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
    ("milestones", "milestones", ArrayCodec(MilestoneChange.CODEC)),
    ("certificates", "certificates", ArrayCodec(fixed_bytes(32))),
)


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """Solidity: `MilestoneTerms`."""

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
    """Solidity: `OrderTerms`."""

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
    """Solidity: `Alternative`."""

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
    """Solidity: `ChangeRequest`."""

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
    """Solidity: `Evidence`."""

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
    """Solidity: `DelayClaim`."""

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
class Dispute:
    """Solidity: `Dispute`."""

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
    """Solidity: `Milestone`."""

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
    """Solidity: `Order`."""

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
    """Solidity: `SubOrderTerms`."""

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
    """Solidity: `Snag`."""

    CODEC: ClassVar[StructCodec[Snag]]

    order: bytes
    snag_class: SnagClass
    status: SnagStatus
    due_at: int
    record: bytes


Snag.CODEC = StructCodec(
    Snag,
    ("order", "order", fixed_bytes(32)),
    ("snag_class", "snagClass", EnumCodec(SnagClass)),
    ("status", "status", EnumCodec(SnagStatus)),
    ("due_at", "dueAt", uint(48)),
    ("record", "record", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class SubOrder:
    """Solidity: `SubOrder`."""

    CODEC: ClassVar[StructCodec[SubOrder]]

    supplier: bytes
    status: SubOrderStatus
    promise_number: int
    alternative_count: int
    accepted_alternative: int
    escalated: bool
    order: bytes
    milestone: bytes
    need_by: int
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
    ("escalated", "escalated", BOOL),
    ("order", "order", fixed_bytes(32)),
    ("milestone", "milestone", fixed_bytes(32)),
    ("need_by", "needBy", uint(48)),
    ("promised_at", "promisedAt", uint(48)),
    ("delivered_at", "deliveredAt", uint(48)),
    ("delivered_share", "deliveredShare", uint(32)),
    ("terms_commitment", "termsCommitment", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class PartBatch:
    """Solidity: `PartBatch`."""

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
class AssemblyEdge:
    """Solidity: `AssemblyEdge`."""

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
    """Solidity: `Inspection`."""

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
    """Solidity: `Maker`."""

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
    """Solidity: `PartRegistration`."""

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
    """Solidity: `HandOverOffer`."""

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
    """Solidity: `Part`."""

    CODEC: ClassVar[StructCodec[Part]]

    status: PartStatus
    machine: bool
    suspected: bool
    height: int
    custody_sequence: int
    open_recalls: int
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
    ("custody_sequence", "custodySequence", uint(32)),
    ("open_recalls", "openRecalls", uint(32)),
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
    """Solidity: `Recall`."""

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
class WorkOrder:
    """Solidity: `WorkOrder`."""

    CODEC: ClassVar[StructCodec[WorkOrder]]

    status: WorkOrderStatus
    custodian: bytes
    performer: bytes
    changes: int
    opened_at: int
    status_since: int
    machine: bytes
    alert: bytes
    record: bytes
    diagnosis: bytes
    completion: bytes
    changes_hash: bytes


WorkOrder.CODEC = StructCodec(
    WorkOrder,
    ("status", "status", EnumCodec(WorkOrderStatus)),
    ("custodian", "custodian", fixed_bytes(16)),
    ("performer", "performer", fixed_bytes(16)),
    ("changes", "changes", uint(32)),
    ("opened_at", "openedAt", uint(48)),
    ("status_since", "statusSince", uint(48)),
    ("machine", "machine", fixed_bytes(32)),
    ("alert", "alert", fixed_bytes(32)),
    ("record", "record", fixed_bytes(32)),
    ("diagnosis", "diagnosis", fixed_bytes(32)),
    ("completion", "completion", fixed_bytes(32)),
    ("changes_hash", "changesHash", fixed_bytes(32)),
)


@dataclass(frozen=True, slots=True)
class Grant:
    """Solidity: `Grant`."""

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
    """Solidity: `Publication`."""

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
    """Solidity: `Revision`."""

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
    """Solidity: `Record`."""

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
    """Solidity: `RecordVersion`."""

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
    """Solidity: `Paper`."""

    CODEC: ClassVar[StructCodec[Paper]]

    fingerprint: bytes
    element: PaperElement


Paper.CODEC = StructCodec(
    Paper, ("fingerprint", "fingerprint", fixed_bytes(32)), ("element", "element", EnumCodec(PaperElement))
)


@dataclass(frozen=True, slots=True)
class AssignmentTerms:
    """Solidity: `AssignmentTerms`."""

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
    """Solidity: `Assignment`."""

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
    """Solidity: `PaymentAttestation`."""

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
    """Solidity: `OutsideClaim`."""

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
    """Solidity: `Demand`."""

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
    """Solidity: `PaperBinding`."""

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
    """Solidity: `Guarantee`."""

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
    """Solidity: `GuaranteeReduction`."""

    CODEC: ClassVar[StructCodec[GuaranteeReduction]]

    milestone: bytes
    share: int


GuaranteeReduction.CODEC = StructCodec(
    GuaranteeReduction, ("milestone", "milestone", fixed_bytes(32)), ("share", "share", uint(32))
)


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """Solidity: `GuaranteeTerms`."""

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
    """Solidity: `Payable`."""

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
    """Solidity: `Receivable`."""

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
