# Written by `./qc contracts bindings` from contracts/artifacts/*.json. Do not edit.
"""One Python error for each Solidity error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..abi import ADDRESS, STRING, EnumCodec, TupleCodec, fixed_bytes, uint
from ..errors import QuaychainError
from ..types import Address
from .types import (
    AccountPurpose,
    AssignmentStatus,
    CertificateStatus,
    ChallengeStatus,
    ChangeStatus,
    CodeList,
    CoreStatus,
    DeclarationStatus,
    DelayClaimStatus,
    DeliveryStatus,
    DemandStatus,
    DeviceStatus,
    DisputeStatus,
    GrantStatus,
    GuaranteeStatus,
    MemberKind,
    MemberStatus,
    MilestoneStatus,
    OrderStatus,
    PaperHolder,
    PartStatus,
    ProposalState,
    RecallMark,
    RecallScope,
    RecallStatus,
    ReceivableStatus,
    Seat,
    SnagStatus,
    SubOrderStatus,
    WorkOrderStatus,
)


@dataclass
class AccessManagedInvalidAuthorityError(QuaychainError):
    """Solidity: `AccessManagedInvalidAuthority(address authority)`"""

    authority: Address


@dataclass
class AccessManagedRequiredDelayError(QuaychainError):
    """Solidity: `AccessManagedRequiredDelay(address caller, uint32 delay)`"""

    caller: Address
    delay: int


@dataclass
class AccessManagedUnauthorizedError(QuaychainError):
    """Solidity: `AccessManagedUnauthorized(address caller)`"""

    caller: Address


@dataclass
class AccessManagerAlreadyScheduledError(QuaychainError):
    """Solidity: `AccessManagerAlreadyScheduled(bytes32 operationId)`"""

    operation_id: bytes


@dataclass
class AccessManagerBadConfirmationError(QuaychainError):
    """Solidity: `AccessManagerBadConfirmation()`"""


@dataclass
class AccessManagerExpiredError(QuaychainError):
    """Solidity: `AccessManagerExpired(bytes32 operationId)`"""

    operation_id: bytes


@dataclass
class AccessManagerInvalidInitialAdminError(QuaychainError):
    """Solidity: `AccessManagerInvalidInitialAdmin(address initialAdmin)`"""

    initial_admin: Address


@dataclass
class AccessManagerLockedFunctionError(QuaychainError):
    """Solidity: `AccessManagerLockedFunction(bytes4 selector)`"""

    selector: bytes


@dataclass
class AccessManagerLockedRoleError(QuaychainError):
    """Solidity: `AccessManagerLockedRole(uint64 roleId)`"""

    role_id: int


@dataclass
class AccessManagerNotReadyError(QuaychainError):
    """Solidity: `AccessManagerNotReady(bytes32 operationId)`"""

    operation_id: bytes


@dataclass
class AccessManagerNotScheduledError(QuaychainError):
    """Solidity: `AccessManagerNotScheduled(bytes32 operationId)`"""

    operation_id: bytes


@dataclass
class AccessManagerUnauthorizedAccountError(QuaychainError):
    """Solidity: `AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)`"""

    msgsender: Address
    role_id: int


@dataclass
class AccessManagerUnauthorizedCallError(QuaychainError):
    """Solidity: `AccessManagerUnauthorizedCall(address caller, address target, bytes4 selector)`"""

    caller: Address
    target: Address
    selector: bytes


@dataclass
class AccessManagerUnauthorizedCancelError(QuaychainError):
    """Solidity: `AccessManagerUnauthorizedCancel(address msgsender, address caller, address target, bytes4
    selector)`
    """

    msgsender: Address
    caller: Address
    target: Address
    selector: bytes


@dataclass
class AccessManagerUnauthorizedConsumeError(QuaychainError):
    """Solidity: `AccessManagerUnauthorizedConsume(address target)`"""

    target: Address


@dataclass
class AccountAlreadyKnownError(QuaychainError):
    """The account is somebody's already; an account is never given twice.

    Solidity: `AccountAlreadyKnown(address account)`
    """

    title = "The account is somebody's already; an account is never given twice"

    account: Address


@dataclass
class AccountAlreadyRevokedError(QuaychainError):
    """The account is revoked from `revoked_from` on already; a revocation is not taken back or moved later.

    Solidity: `AccountAlreadyRevoked(address account, uint48 revokedFrom)`
    """

    title = "The account is revoked from `revoked_from` on already; a revocation is not taken back or moved later"

    account: Address
    revoked_from: int


@dataclass
class AccountNotValidError(QuaychainError):
    """The account is not valid now.

    Solidity: `AccountNotValid(address account, uint48 validFrom, uint48 validUntil, uint48 revokedFrom)`
    """

    title = "The account is not valid now"

    account: Address
    valid_from: int
    valid_until: int
    revoked_from: int


@dataclass
class AccountPurposeMismatchError(QuaychainError):
    """The account is for something else.

    Solidity: `AccountPurposeMismatch(address account, AccountPurpose required, AccountPurpose actual)`
    """

    title = "The account is for something else"

    account: Address
    required: AccountPurpose
    actual: AccountPurpose


@dataclass
class AccusationChangedError(QuaychainError):
    """Whom the proposal is against changed after it was made: it was voted on without knowing that.

    Solidity: `AccusationChanged(uint256 proposalId, bytes16 accused, bytes16 accusedNow)`
    """

    title = "Whom the proposal is against changed after it was made: it was voted on without knowing that"

    proposal_id: int
    accused: bytes
    accused_now: bytes


@dataclass
class AccusationMixedError(QuaychainError):
    """A proposal against a member holds nothing else; `target` and `selector` are the first other call.

    Solidity: `AccusationMixed(address target, bytes4 selector)`
    """

    title = "A proposal against a member holds nothing else; `target` and `selector` are the first other call"

    target: Address
    selector: bytes


@dataclass
class AccusedMayNotVoteError(QuaychainError):
    """The accused does not vote.

    Solidity: `AccusedMayNotVote(uint256 proposalId, bytes16 member)`
    """

    title = "The accused does not vote"

    proposal_id: int
    member: bytes


@dataclass
class AddressEmptyCodeError(QuaychainError):
    """There's no code at `target` (it is not a contract).

    Solidity: `AddressEmptyCode(address target)`
    """

    title = "There's no code at `target` (it is not a contract)"

    target: Address


@dataclass
class AdmissionInvalidError(QuaychainError):
    """An admission without kind or seat, or whose accounts don't suit its seat.

    Solidity: `AdmissionInvalid(bytes16 member)`
    """

    title = "An admission without kind or seat, or whose accounts don't suit its seat"

    member: bytes


@dataclass
class AlreadyEscalatedError(QuaychainError):
    """Escalated already for the due time in force.

    Solidity: `AlreadyEscalated(bytes32 identifier)`
    """

    title = "Escalated already for the due time in force"

    identifier: bytes


@dataclass
class AlreadyInstalledError(QuaychainError):
    """The founders' installation is done already.

    Solidity: `AlreadyInstalled()`
    """

    title = "The founders' installation is done already"


@dataclass
class AlreadyRemindedError(QuaychainError):
    """Reminded already for the due time in force.

    Solidity: `AlreadyReminded(bytes32 order, bytes32 identifier)`
    """

    title = "Reminded already for the due time in force"

    order: bytes
    identifier: bytes


@dataclass
class AlreadyWitnessedError(QuaychainError):
    """The attendance was recorded already.

    Solidity: `AlreadyWitnessed(bytes32 order, bytes32 code)`
    """

    title = "The attendance was recorded already"

    order: bytes
    code: bytes


@dataclass
class AlternativeNotOpenError(QuaychainError):
    """The alternative answers an earlier promise, or another one was accepted.

    Solidity: `AlternativeNotOpen(bytes32 subOrder, uint32 alternative)`
    """

    title = "The alternative answers an earlier promise, or another one was accepted"

    sub_order: bytes
    alternative: int


@dataclass
class AmountCommitmentMismatchError(QuaychainError):
    """The buyer agrees to another amount than the one presented, or a change of the order altered it since.

    Solidity: `AmountCommitmentMismatch(bytes32 receivable, bytes32 presented, bytes32 given)`
    """

    title = "The buyer agrees to another amount than the one presented, or a change of the order altered it since"

    receivable: bytes
    presented: bytes
    given: bytes


@dataclass
class AnswerNotProvenError(QuaychainError):
    """The leaf is not this event's, or not in the batch's tree.

    Solidity: `AnswerNotProven(bytes32 stream, uint64 sequence, bytes32 root)`
    """

    title = "The leaf is not this event's, or not in the batch's tree"

    stream: bytes
    sequence: int
    root: bytes


@dataclass
class AnswerPeriodRunningError(QuaychainError):
    """There is still time to answer.

    Solidity: `AnswerPeriodRunning(uint48 until)`
    """

    title = "There is still time to answer"

    until: int


@dataclass
class AssemblyCycleError(QuaychainError):
    """The part would become part of itself.

    Solidity: `AssemblyCycle(bytes32 part, bytes32 parent)`
    """

    title = "The part would become part of itself"

    part: bytes
    parent: bytes


@dataclass
class AssemblyHoldsBarredPartsError(QuaychainError):
    """So many parts in it are under a recall or under suspicion.

    Solidity: `AssemblyHoldsBarredParts(bytes32 part, uint32 count)`
    """

    title = "So many parts in it are under a recall or under suspicion"

    part: bytes
    count: int


@dataclass
class AssemblyTooDeepError(QuaychainError):
    """The tree would have more levels than it may.

    Solidity: `AssemblyTooDeep(bytes32 part, bytes32 parent, uint256 limit)`
    """

    title = "The tree would have more levels than it may"

    part: bytes
    parent: bytes
    limit: int


@dataclass
class AssessmentMovedError(QuaychainError):
    """A newer pre-check exists than the one the decision was taken on.

    Solidity: `AssessmentMoved(bytes32 declaration, uint32 expected, uint32 current)`
    """

    title = "A newer pre-check exists than the one the decision was taken on"

    declaration: bytes
    expected: int
    current: int


@dataclass
class AssignmentAlreadyRecordedError(QuaychainError):
    """The assignment's id was used: a signature counts once.

    Solidity: `AssignmentAlreadyRecorded(bytes32 assignment)`
    """

    title = "The assignment's id was used: a signature counts once"

    assignment: bytes


@dataclass
class AssignmentExpiredError(QuaychainError):
    """The signature's time is over.

    Solidity: `AssignmentExpired(bytes32 assignment, uint48 signBy)`
    """

    title = "The signature's time is over"

    assignment: bytes
    sign_by: int


@dataclass
class AssignmentStatusMismatchError(QuaychainError):
    """The assignment's status doesn't allow it.

    Solidity: `AssignmentStatusMismatch(bytes32 assignment, AssignmentStatus status)`
    """

    title = "The assignment's status doesn't allow it"

    assignment: bytes
    status: AssignmentStatus


@dataclass
class AttestationExistsError(QuaychainError):
    """The attestation exists already.

    Solidity: `AttestationExists(bytes32 attestation)`
    """

    title = "The attestation exists already"

    attestation: bytes


@dataclass
class AttestationMalformedError(QuaychainError):
    """Not an attestation: no outcome, no aspect or an unknown one, or fewer than two records.

    Solidity: `AttestationMalformed()`
    """

    title = "Not an attestation: no outcome, no aspect or an unknown one, or fewer than two records"


@dataclass
class AuthorityHasSeatError(QuaychainError):
    """The authority's seat is not Mirrored: it speaks for itself.

    Solidity: `AuthorityHasSeat(bytes2 jurisdiction, bytes16 authority)`
    """

    title = "The authority's seat is not Mirrored: it speaks for itself"

    jurisdiction: bytes
    authority: bytes


@dataclass
class BatchCountMismatchError(QuaychainError):
    """A batch has at least one part, and no more are materialised than it has.

    Solidity: `BatchCountMismatch(bytes32 root, uint32 count)`
    """

    title = "A batch has at least one part, and no more are materialised than it has"

    root: bytes
    count: int


@dataclass
class BatchDataInvalidError(QuaychainError):
    """A batch without root, or without a CID of at most `maximum` bytes.

    Solidity: `BatchDataInvalid(uint256 cidLength, uint256 maximum)`
    """

    title = "A batch without root, or without a CID of at most `maximum` bytes"

    cid_length: int
    maximum: int


@dataclass
class BatchExistsError(QuaychainError):
    """A batch with this root exists.

    Solidity: `BatchExists(bytes32 root)`
    """

    title = "A batch with this root exists"

    root: bytes


@dataclass
class BatchNotProvenError(QuaychainError):
    """The batch or links given do not lead to the pinned running hash.

    Solidity: `BatchNotProven(bytes32 stream, bytes32 runningHash, bytes32 reached)`
    """

    title = "The batch or links given do not lead to the pinned running hash"

    stream: bytes
    running_hash: bytes
    reached: bytes


@dataclass
class BatchProofMismatchError(QuaychainError):
    """The proof does not lead to the batch's root.

    Solidity: `BatchProofMismatch(bytes32 root, bytes32 part)`
    """

    title = "The proof does not lead to the batch's root"

    root: bytes
    part: bytes


@dataclass
class BatchSizeInvalidError(QuaychainError):
    """A batch or gap of no events, or of more than `maximum`.

    Solidity: `BatchSizeInvalid(uint32 count, uint32 maximum)`
    """

    title = "A batch or gap of no events, or of more than `maximum`"

    count: int
    maximum: int


@dataclass
class BlockUnknownError(QuaychainError):
    """The header is not of one of this chain's last 256 blocks.

    Solidity: `BlockUnknown(bytes32 headerHash)`
    """

    title = "The header is not of one of this chain's last 256 blocks"

    header_hash: bytes


@dataclass
class CallerNotPermittedError(QuaychainError):
    """Only the contract or account `required` may call this.

    Solidity: `CallerNotPermitted(address required, address actual)`
    """

    title = "Only the contract or account `required` may call this"

    required: Address
    actual: Address


@dataclass
class CarriedProofInvalidError(QuaychainError):
    """The proofs don't show what they must under the header, or are no proofs.

    Solidity: `CarriedProofInvalid(bytes32 hash)`
    """

    title = "The proofs don't show what they must under the header, or are no proofs"

    hash: bytes


@dataclass
class CarriedStateDiffersError(QuaychainError):
    """At that block the two storages differed: slots are missing, or were copied before they changed.

    Solidity: `CarriedStateDiffers(bytes32 predecessorRoot, bytes32 successorRoot)`
    """

    title = "At that block the two storages differed: slots are missing, or were copied before they changed"

    predecessor_root: bytes
    successor_root: bytes


@dataclass
class CertificateExistsError(QuaychainError):
    """The certificate exists already.

    Solidity: `CertificateExists(bytes32 certificate)`
    """

    title = "The certificate exists already"

    certificate: bytes


@dataclass
class CertificateRequiredError(QuaychainError):
    """Taking-over and final acceptance are completed by the buyer's certificate only.

    Solidity: `CertificateRequired(bytes32 order, bytes32 code)`
    """

    title = "Taking-over and final acceptance are completed by the buyer's certificate only"

    order: bytes
    code: bytes


@dataclass
class CertificateStatusMismatchError(QuaychainError):
    """The certificate's status does not allow it; a revoked one never comes back.

    Solidity: `CertificateStatusMismatch(bytes32 certificate, CertificateStatus status)`
    """

    title = "The certificate's status does not allow it; a revoked one never comes back"

    certificate: bytes
    status: CertificateStatus


@dataclass
class ChallengeAlreadyOpenError(QuaychainError):
    """The event was challenged already.

    Solidity: `ChallengeAlreadyOpen(bytes32 stream, uint64 sequence)`
    """

    title = "The event was challenged already"

    stream: bytes
    sequence: int


@dataclass
class ChallengeStatusMismatchError(QuaychainError):
    """This can't be done with a challenge of that status.

    Solidity: `ChallengeStatusMismatch(bytes32 stream, uint64 sequence, ChallengeStatus status)`
    """

    title = "This can't be done with a challenge of that status"

    stream: bytes
    sequence: int
    status: ChallengeStatus


@dataclass
class ChangeStatusMismatchError(QuaychainError):
    """The change request's status doesn't allow it.

    Solidity: `ChangeStatusMismatch(bytes32 change, ChangeStatus status)`
    """

    title = "The change request's status doesn't allow it"

    change: bytes
    status: ChangeStatus


@dataclass
class CheckpointUnorderedInsertionError(QuaychainError):
    """A value was attempted to be inserted on a past checkpoint.

    Solidity: `CheckpointUnorderedInsertion()`
    """

    title = "A value was attempted to be inserted on a past checkpoint"


@dataclass
class CodeHashMismatchError(QuaychainError):
    """The code at `location` is not what was signed or voted; `actual` is 0 where there is no code.

    Solidity: `CodeHashMismatch(bytes32 name, address location, bytes32 expected, bytes32 actual)`
    """

    title = "The code at `location` is not what was signed or voted; `actual` is 0 where there is no code"

    name: bytes
    location: Address
    expected: bytes
    actual: bytes


@dataclass
class ConsortiumMismatchError(QuaychainError):
    """The installation is for another consortium.

    Solidity: `ConsortiumMismatch(bytes32 expected, bytes32 given)`
    """

    title = "The installation is for another consortium"

    expected: bytes
    given: bytes


@dataclass
class ContentMismatchError(QuaychainError):
    """What is accepted is not what was offered, evaluated, claimed or proposed.

    Solidity: `ContentMismatch(bytes32 identifier, bytes32 expected, bytes32 given)`
    """

    title = "What is accepted is not what was offered, evaluated, claimed or proposed"

    identifier: bytes
    expected: bytes
    given: bytes


@dataclass
class ContractSupersededError(QuaychainError):
    """The contract was replaced; it still answers views but takes no more writes.

    Solidity: `ContractSuperseded(bytes32 name, address successor)`
    """

    title = "The contract was replaced; it still answers views but takes no more writes"

    name: bytes
    successor: Address


@dataclass
class CoreReturnMalformedError(QuaychainError):
    """A core is owed to another than the debtor.

    Solidity: `CoreReturnMalformed(bytes32 part)`
    """

    title = "A core is owed to another than the debtor"

    part: bytes


@dataclass
class CoreStatusMismatchError(QuaychainError):
    """The core return's status does not allow it.

    Solidity: `CoreStatusMismatch(bytes32 part, CoreStatus status)`
    """

    title = "The core return's status does not allow it"

    part: bytes
    status: CoreStatus


@dataclass
class DecisionMalformedError(QuaychainError):
    """Not a decision that can be taken.

    Solidity: `DecisionMalformed()`
    """

    title = "Not a decision that can be taken"


@dataclass
class DeclarationExistsError(QuaychainError):
    """The declaration exists already.

    Solidity: `DeclarationExists(bytes32 declaration)`
    """

    title = "The declaration exists already"

    declaration: bytes


@dataclass
class DeclarationStatusMismatchError(QuaychainError):
    """The declaration's status does not allow it.

    Solidity: `DeclarationStatusMismatch(bytes32 declaration, DeclarationStatus status)`
    """

    title = "The declaration's status does not allow it"

    declaration: bytes
    status: DeclarationStatus


@dataclass
class DelayClaimStatusMismatchError(QuaychainError):
    """The claim's status doesn't allow it.

    Solidity: `DelayClaimStatusMismatch(bytes32 claim, DelayClaimStatus status)`
    """

    title = "The claim's status doesn't allow it"

    claim: bytes
    status: DelayClaimStatus


@dataclass
class DeliveryStatusMismatchError(QuaychainError):
    """The partial delivery's status doesn't allow it.

    Solidity: `DeliveryStatusMismatch(bytes32 delivery, DeliveryStatus status)`
    """

    title = "The partial delivery's status doesn't allow it"

    delivery: bytes
    status: DeliveryStatus


@dataclass
class DemandAlreadyPresentedError(QuaychainError):
    """The demand's id is taken.

    Solidity: `DemandAlreadyPresented(bytes32 demand)`
    """

    title = "The demand's id is taken"

    demand: bytes


@dataclass
class DemandExceedsGuaranteeError(QuaychainError):
    """More than the guarantee still secures and nobody demanded yet.

    Solidity: `DemandExceedsGuarantee(bytes32 guarantee, uint32 remaining, uint32 requested)`
    """

    title = "More than the guarantee still secures and nobody demanded yet"

    guarantee: bytes
    remaining: int
    requested: int


@dataclass
class DemandStatusMismatchError(QuaychainError):
    """The demand is unknown (None) or answered already.

    Solidity: `DemandStatusMismatch(bytes32 demand, DemandStatus status)`
    """

    title = "The demand is unknown (None) or answered already"

    demand: bytes
    status: DemandStatus


@dataclass
class DemandsStillOpenError(QuaychainError):
    """`demanded` ppm are demanded and not answered.

    Solidity: `DemandsStillOpen(bytes32 guarantee, uint32 demanded)`
    """

    title = "`demanded` ppm are demanded and not answered"

    guarantee: bytes
    demanded: int


@dataclass
class DeviceAlreadyFlaggedError(QuaychainError):
    """The key is flagged since an earlier time already.

    Solidity: `DeviceAlreadyFlagged(bytes32 key, uint48 since)`
    """

    title = "The key is flagged since an earlier time already"

    key: bytes
    since: int


@dataclass
class DeviceAlreadyRegisteredError(QuaychainError):
    """The key is registered already, by this member or another.

    Solidity: `DeviceAlreadyRegistered(bytes32 key, bytes16 member)`
    """

    title = "The key is registered already, by this member or another"

    key: bytes
    member: bytes


@dataclass
class DeviceBootNotNextError(QuaychainError):
    """Boots count upwards, and a key is closed in one that was declared.

    Solidity: `DeviceBootNotNext(bytes32 key, uint32 current, uint32 given)`
    """

    title = "Boots count upwards, and a key is closed in one that was declared"

    key: bytes
    current: int
    given: int


@dataclass
class DeviceNotOpenError(QuaychainError):
    """The device is closed or revoked.

    Solidity: `DeviceNotOpen(bytes32 key, DeviceStatus status)`
    """

    title = "The device is closed or revoked"

    key: bytes
    status: DeviceStatus


@dataclass
class DirectoryEntryDuplicateError(QuaychainError):
    """The installation names `name` twice.

    Solidity: `DirectoryEntryDuplicate(bytes32 name)`
    """

    title = "The installation names `name` twice"

    name: bytes


@dataclass
class DirectoryEntryMissingError(QuaychainError):
    """The Directory has nothing under this name.

    Solidity: `DirectoryEntryMissing(bytes32 name)`
    """

    title = "The Directory has nothing under this name"

    name: bytes


@dataclass
class DisputeStatusMismatchError(QuaychainError):
    """The dispute's status doesn't allow it.

    Solidity: `DisputeStatusMismatch(bytes32 dispute, DisputeStatus status)`
    """

    title = "The dispute's status doesn't allow it"

    dispute: bytes
    status: DisputeStatus


@dataclass
class DisputesStillOpenError(QuaychainError):
    """Disputes that must be settled first.

    Solidity: `DisputesStillOpen(bytes32 order, uint32 count)`
    """

    title = "Disputes that must be settled first"

    order: bytes
    count: int


@dataclass
class DocumentTypeInvalidError(QuaychainError):
    """Without a code list or code.

    Solidity: `DocumentTypeInvalid(CodeList codeList, uint16 code)`
    """

    title = "Without a code list or code"

    code_list: CodeList
    code: int


@dataclass
class EncryptionKeyInvalidError(QuaychainError):
    """Empty, or longer than `maximum` bytes, or without its KEM.

    Solidity: `EncryptionKeyInvalid(uint256 length, uint256 maximum)`
    """

    title = "Empty, or longer than `maximum` bytes, or without its KEM"

    length: int
    maximum: int


@dataclass
class EpochMismatchError(QuaychainError):
    """The stream is in another epoch.

    Solidity: `EpochMismatch(bytes32 stream, uint32 expected, uint32 given)`
    """

    title = "The stream is in another epoch"

    stream: bytes
    expected: int
    given: int


@dataclass
class EvaluationOutdatedError(QuaychainError):
    """The order has moved on since the evaluation: evaluate again.

    Solidity: `EvaluationOutdated(bytes32 change, uint32 evaluatedVersion, uint32 orderVersion)`
    """

    title = "The order has moved on since the evaluation: evaluate again"

    change: bytes
    evaluated_version: int
    order_version: int


@dataclass
class EvidenceNotFoundError(QuaychainError):
    """The evidence named is not on this ledger: no such record version, no such event anchored yet, an identifier
    without a kind, or a kind that is not known.

    Solidity: `EvidenceNotFound(bytes32 identifier, uint64 number)`
    """

    title = "The evidence named is not on this ledger"

    identifier: bytes
    number: int


@dataclass
class EvidencePackEmptyError(QuaychainError):
    """A pack without a document.

    Solidity: `EvidencePackEmpty(bytes32 pack)`
    """

    title = "A pack without a document"

    pack: bytes


@dataclass
class EvidencePackExistsError(QuaychainError):
    """The pack exists already.

    Solidity: `EvidencePackExists(bytes32 pack)`
    """

    title = "The pack exists already"

    pack: bytes


@dataclass
class EvidencePackMismatchError(QuaychainError):
    """The pack is not the one that the caller means to stand by.

    Solidity: `EvidencePackMismatch(bytes32 pack, bytes32 digest, bytes32 given)`
    """

    title = "The pack is not the one that the caller means to stand by"

    pack: bytes
    digest: bytes
    given: bytes


@dataclass
class EvidencePackSignedError(QuaychainError):
    """The member signed the pack already.

    Solidity: `EvidencePackSigned(bytes32 pack, bytes16 member)`
    """

    title = "The member signed the pack already"

    pack: bytes
    member: bytes


@dataclass
class FailedCallError(QuaychainError):
    """A call to an address target failed. The target may have reverted.

    Solidity: `FailedCall()`
    """

    title = "A call to an address target failed"


@dataclass
class FingerprintAlreadyBoundError(QuaychainError):
    """The fingerprint is bound already; `holder` is a receivable's id or an outside claim's, by `kind`.

    Solidity: `FingerprintAlreadyBound(bytes32 fingerprint, bytes32 holder, PaperHolder kind)`
    """

    title = "The fingerprint is bound already; `holder` is a receivable's id or an outside claim's, by `kind`"

    fingerprint: bytes
    holder: bytes
    kind: PaperHolder


@dataclass
class FounderSignatureCountMismatchError(QuaychainError):
    """Not one signature per founder.

    Solidity: `FounderSignatureCountMismatch(uint256 expected, uint256 given)`
    """

    title = "Not one signature per founder"

    expected: int
    given: int


@dataclass
class FounderSignatureInvalidError(QuaychainError):
    """The signature at `index` is not founder `expected`'s for this installation.

    Solidity: `FounderSignatureInvalid(uint256 index, address expected, address recovered)`
    """

    title = "The signature at `index` is not founder `expected`'s for this installation"

    index: int
    expected: Address
    recovered: Address


@dataclass
class GovernorAlreadyCastVoteError(QuaychainError):
    """The vote was already cast.

    Solidity: `GovernorAlreadyCastVote(address voter)`
    """

    title = "The vote was already cast"

    voter: Address


@dataclass
class GovernorAlreadyQueuedProposalError(QuaychainError):
    """The proposal has already been queued.

    Solidity: `GovernorAlreadyQueuedProposal(uint256 proposalId)`
    """

    title = "The proposal has already been queued"

    proposal_id: int


@dataclass
class GovernorDisabledDepositError(QuaychainError):
    """Token deposits are disabled in this contract.

    Solidity: `GovernorDisabledDeposit()`
    """

    title = "Token deposits are disabled in this contract"


@dataclass
class GovernorInsufficientProposerVotesError(QuaychainError):
    """The `proposer` does not have the required votes to create a proposal.

    Solidity: `GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold)`
    """

    title = "The `proposer` does not have the required votes to create a proposal"

    proposer: Address
    votes: int
    threshold: int


@dataclass
class GovernorInvalidProposalLengthError(QuaychainError):
    """Empty proposal or a mismatch between the parameters length for a proposal call.

    Solidity: `GovernorInvalidProposalLength(uint256 targets, uint256 calldatas, uint256 values)`
    """

    title = "Empty proposal or a mismatch between the parameters length for a proposal call"

    targets: int
    calldatas: int
    values: int


@dataclass
class GovernorInvalidSignatureError(QuaychainError):
    """The provided signature is not valid for the expected `voter`. If the `voter` is a contract, the signature is
    not valid using {IERC1271-isValidSignature}.

    Solidity: `GovernorInvalidSignature(address voter)`
    """

    title = "The provided signature is not valid for the expected `voter`"

    voter: Address


@dataclass
class GovernorInvalidVoteParamsError(QuaychainError):
    """The provided params buffer is not supported by the counting module.

    Solidity: `GovernorInvalidVoteParams()`
    """

    title = "The provided params buffer is not supported by the counting module"


@dataclass
class GovernorInvalidVoteTypeError(QuaychainError):
    """The vote type used is not valid for the corresponding counting module.

    Solidity: `GovernorInvalidVoteType()`
    """

    title = "The vote type used is not valid for the corresponding counting module"


@dataclass
class GovernorInvalidVotingPeriodError(QuaychainError):
    """The voting period set is not a valid period.

    Solidity: `GovernorInvalidVotingPeriod(uint256 votingPeriod)`
    """

    title = "The voting period set is not a valid period"

    voting_period: int


@dataclass
class GovernorNonexistentProposalError(QuaychainError):
    """The `proposal_id` doesn't exist.

    Solidity: `GovernorNonexistentProposal(uint256 proposalId)`
    """

    title = "The `proposal_id` doesn't exist"

    proposal_id: int


@dataclass
class GovernorOnlyExecutorError(QuaychainError):
    """The `account` is not the governance executor.

    Solidity: `GovernorOnlyExecutor(address account)`
    """

    title = "The `account` is not the governance executor"

    account: Address


@dataclass
class GovernorProposalQueueingFailedError(QuaychainError):
    """Indicates a misconfigured timelock module. (e.g. {_queueOperations} returned a zero ETA)

    Solidity: `GovernorProposalQueueingFailed(uint256 proposalId)`
    """

    title = "Indicates a misconfigured timelock module. (e.g. {_queueOperations} returned a zero ETA)"

    proposal_id: int


@dataclass
class GovernorProposalQueueingNotRequiredError(QuaychainError):
    """This operation doesn't require queuing and should be executed directly.

    Solidity: `GovernorProposalQueueingNotRequired(uint256 proposalId)`
    """

    title = "This operation doesn't require queuing and should be executed directly"

    proposal_id: int


@dataclass
class GovernorRestrictedProposerError(QuaychainError):
    """The `proposer` is not allowed to create a proposal.

    Solidity: `GovernorRestrictedProposer(address proposer)`
    """

    title = "The `proposer` is not allowed to create a proposal"

    proposer: Address


@dataclass
class GovernorUnableToCancelError(QuaychainError):
    """The given `account` is unable to cancel the proposal with given `proposal_id`.

    Solidity: `GovernorUnableToCancel(uint256 proposalId, address account)`
    """

    title = "The given `account` is unable to cancel the proposal with given `proposal_id`"

    proposal_id: int
    account: Address


@dataclass
class GovernorUnexpectedProposalStateError(QuaychainError):
    """The current state of a proposal is not the required for performing an operation. The `expected_states` is a
    bitmap with the bits enabled for each ProposalState enum position counting from right to left. NOTE: If
    `expectedState` is `bytes32(0)`, the proposal is expected to not be in any state (i.e. not exist). This is
    the case when a proposal that is expected to be unset is already initiated (the proposal is duplicated). See
    {Governor-_encodeStateBitmap}.

    Solidity: `GovernorUnexpectedProposalState(uint256 proposalId, IGovernor.ProposalState current, bytes32
    expectedStates)`
    """

    title = "The current state of a proposal is not the required for performing an operation"

    proposal_id: int
    current: ProposalState
    expected_states: bytes


@dataclass
class GrantStatusMismatchError(QuaychainError):
    """The commitment has another standing than this needs.

    Solidity: `GrantStatusMismatch(bytes32 record, uint32 version, bytes32 commitment, GrantStatus status)`
    """

    title = "The commitment has another standing than this needs"

    record: bytes
    version: int
    commitment: bytes
    status: GrantStatus


@dataclass
class GuaranteeAlreadyIssuedError(QuaychainError):
    """The guarantee's id is taken.

    Solidity: `GuaranteeAlreadyIssued(bytes32 guarantee)`
    """

    title = "The guarantee's id is taken"

    guarantee: bytes


@dataclass
class GuaranteeStatusMismatchError(QuaychainError):
    """The guarantee's status doesn't allow it.

    Solidity: `GuaranteeStatusMismatch(bytes32 guarantee, GuaranteeStatus status)`
    """

    title = "The guarantee's status doesn't allow it"

    guarantee: bytes
    status: GuaranteeStatus


@dataclass
class GuaranteeStillRunningError(QuaychainError):
    """Neither its time is over nor its milestone complete.

    Solidity: `GuaranteeStillRunning(bytes32 guarantee, uint48 expiresAt)`
    """

    title = "Neither its time is over nor its milestone complete"

    guarantee: bytes
    expires_at: int


@dataclass
class GuaranteeTimeOverError(QuaychainError):
    """Its time is over or its milestone complete: no demand may be presented.

    Solidity: `GuaranteeTimeOver(bytes32 guarantee, uint48 expiresAt)`
    """

    title = "Its time is over or its milestone complete: no demand may be presented"

    guarantee: bytes
    expires_at: int


@dataclass
class HandOverMalformedError(QuaychainError):
    """A hand-over needs a purpose and a receiver other than the giver.

    Solidity: `HandOverMalformed(bytes32 part)`
    """

    title = "A hand-over needs a purpose and a receiver other than the giver"

    part: bytes


@dataclass
class HoldNotLapsedError(QuaychainError):
    """The hold has no end date, or it is not reached.

    Solidity: `HoldNotLapsed(bytes32 declaration, uint48 lapsesAt)`
    """

    title = "The hold has no end date, or it is not reached"

    declaration: bytes
    lapses_at: int


@dataclass
class IdentifierMissingError(QuaychainError):
    """An identifier of zero was given; zero never names anything.

    Solidity: `IdentifierMissing()`
    """

    title = "An identifier of zero was given; zero never names anything"


@dataclass
class IdentifierNotFreeError(QuaychainError):
    """The id of a partial delivery, change request, delay claim, snag or dispute is taken.

    Solidity: `IdentifierNotFree(bytes32 identifier)`
    """

    title = "The id of a partial delivery, change request, delay claim, snag or dispute is taken"

    identifier: bytes


@dataclass
class InspectionMalformedError(QuaychainError):
    """An inspection needs a result.

    Solidity: `InspectionMalformed(bytes32 part)`
    """

    title = "An inspection needs a result"

    part: bytes


@dataclass
class InspectionNotDueError(QuaychainError):
    """A witness point needs the inspector's attendance, or an inspection time notified and reached.

    Solidity: `InspectionNotDue(bytes32 order, bytes32 code, uint48 inspectionAt)`
    """

    title = "A witness point needs the inspector's attendance, or an inspection time notified and reached"

    order: bytes
    code: bytes
    inspection_at: int


@dataclass
class InspectorStillActiveError(QuaychainError):
    """The inspector is an active member: only one who no longer is may be replaced.

    Solidity: `InspectorStillActive(bytes32 order, bytes32 code, bytes16 inspector)`
    """

    title = "The inspector is an active member: only one who no longer is may be replaced"

    order: bytes
    code: bytes
    inspector: bytes


@dataclass
class InstallationInconsistentError(QuaychainError):
    """The contract under `name` belongs to another root or authority than this installation's, or does not say to
    which; or it is a MemberRegistry that has members already.

    Solidity: `InstallationInconsistent(bytes32 name)`
    """

    title = (
        "The contract under `name` belongs to another root or authority than this installation's, or does not"
        " say to which; or it is a MemberRegistry that has members already"
    )

    name: bytes


@dataclass
class InsufficientBalanceError(QuaychainError):
    """The ETH balance of the account is not enough to perform the operation.

    Solidity: `InsufficientBalance(uint256 balance, uint256 needed)`
    """

    title = "The ETH balance of the account is not enough to perform the operation"

    balance: int
    needed: int


@dataclass
class InvalidAccountNonceError(QuaychainError):
    """The nonce used for an `account` is not the expected current nonce.

    Solidity: `InvalidAccountNonce(address account, uint256 currentNonce)`
    """

    title = "The nonce used for an `account` is not the expected current nonce"

    account: Address
    current_nonce: int


@dataclass
class InvalidAssignmentSourceError(QuaychainError):
    """`assign` takes no source, `reassign` needs one, of the same receivable, held by another bank.

    Solidity: `InvalidAssignmentSource(bytes32 assignment, bytes32 source)`
    """

    title = "`assign` takes no source, `reassign` needs one, of the same receivable, held by another bank"

    assignment: bytes
    source: bytes


@dataclass
class InvalidDelayClaimError(QuaychainError):
    """A claim for no days, one that names a milestone twice, or one with which a milestone's excused days would be
    more than all the days that there are.

    Solidity: `InvalidDelayClaim(bytes32 claim)`
    """

    title = (
        "A claim for no days, one that names a milestone twice, or one with which a milestone's excused days "
        "would be more than all the days that there are"
    )

    claim: bytes


@dataclass
class InvalidDeliveredShareError(QuaychainError):
    """The delivered share must grow and end at 1,000,000 ppm.

    Solidity: `InvalidDeliveredShare(bytes32 subOrder, uint32 delivered, uint32 given)`
    """

    title = "The delivered share must grow and end at 1,000,000 ppm"

    sub_order: bytes
    delivered: int
    given: int


@dataclass
class InvalidFingerprintError(QuaychainError):
    """A fingerprint must not be zero and must say what it was taken from.

    Solidity: `InvalidFingerprint(bytes32 fingerprint)`
    """

    title = "A fingerprint must not be zero and must say what it was taken from"

    fingerprint: bytes


@dataclass
class InvalidGuaranteeTermsError(QuaychainError):
    """Terms that no guarantee can have: no kind or amount, expiry in the past, too many or too large reductions.

    Solidity: `InvalidGuaranteeTerms(bytes32 guarantee)`
    """

    title = "Terms that no guarantee can have"

    guarantee: bytes


@dataclass
class InvalidMilestoneError(QuaychainError):
    """A milestone that no order can have: zero or repeated code, a hold point of no known kind, an inspector
    without a point to inspect, or a hold point on the taking-over or final-acceptance milestone, which the
    buyer's certificate completes.

    Solidity: `InvalidMilestone(bytes32 order, bytes32 code)`
    """

    title = "A milestone that no order can have"

    order: bytes
    code: bytes


@dataclass
class InvalidOrderTermsError(QuaychainError):
    """Terms that no order can have: zero commitment, seller is buyer, version other than 1.

    Solidity: `InvalidOrderTerms(bytes32 order)`
    """

    title = "Terms that no order can have: zero commitment, seller is buyer, version other than 1"

    order: bytes


@dataclass
class InvalidPartShareError(QuaychainError):
    """A part's share must be above 0 and fit, with those reported and taken over before, into 1,000,000 ppm.

    Solidity: `InvalidPartShare(bytes32 order, uint32 reported, uint32 given)`
    """

    title = "A part's share must be above 0 and fit, with those reported and taken over before, into 1,000,000 ppm"

    order: bytes
    reported: int
    given: int


@dataclass
class InvalidShareError(QuaychainError):
    """A share must be 1 to 1,000,000 ppm.

    Solidity: `InvalidShare(uint32 share)`
    """

    title = "A share must be 1 to 1,000,000 ppm"

    share: int


@dataclass
class InvalidShortStringError(QuaychainError):
    """Solidity: `InvalidShortString()`"""


@dataclass
class InvalidSubOrderTermsError(QuaychainError):
    """A sub-order that cannot be: zero terms or need time, or supplied by the seller itself.

    Solidity: `InvalidSubOrderTerms(bytes32 subOrder)`
    """

    title = "A sub-order that cannot be: zero terms or need time, or supplied by the seller itself"

    sub_order: bytes


@dataclass
class IssuingPeriodMismatchError(QuaychainError):
    """The member's last period for the type, if any, cannot end then.

    Solidity: `IssuingPeriodMismatch(bytes2 jurisdiction, bytes16 issuer, uint48 validFrom, uint48 validUntil)`
    """

    title = "The member's last period for the type, if any, cannot end then"

    jurisdiction: bytes
    issuer: bytes
    valid_from: int
    valid_until: int


@dataclass
class JurisdictionTakenError(QuaychainError):
    """The jurisdiction already has an authority; only the governor can assign another.

    Solidity: `JurisdictionTaken(bytes2 jurisdiction, bytes16 authority)`
    """

    title = "The jurisdiction already has an authority; only the governor can assign another"

    jurisdiction: bytes
    authority: bytes


@dataclass
class LapseTimeMismatchError(QuaychainError):
    """A hold's end date must lie in the future, and only a hold has one.

    Solidity: `LapseTimeMismatch(uint48 lapsesAt)`
    """

    title = "A hold's end date must lie in the future, and only a hold has one"

    lapses_at: int


@dataclass
class LeaseRunningError(QuaychainError):
    """The holder's lease runs.

    Solidity: `LeaseRunning(bytes32 stream, uint48 until)`
    """

    title = "The holder's lease runs"

    stream: bytes
    until: int


@dataclass
class ListLengthOutOfRangeError(QuaychainError):
    """More than 64 milestones, certificates, moves or parts, or none where one is needed.

    Solidity: `ListLengthOutOfRange(uint256 given, uint256 minimum, uint256 maximum)`
    """

    title = "More than 64 milestones, certificates, moves or parts, or none where one is needed"

    given: int
    minimum: int
    maximum: int


@dataclass
class LocationAlreadyEnteredError(QuaychainError):
    """This contract has been in the Directory before; a frozen contract does not come back.

    Solidity: `LocationAlreadyEntered(address location, bytes32 name)`
    """

    title = "This contract has been in the Directory before; a frozen contract does not come back"

    location: Address
    name: bytes


@dataclass
class MachineAlreadyBuiltError(QuaychainError):
    """The machine's as-built configuration was declared already.

    Solidity: `MachineAlreadyBuilt(bytes32 machine, uint48 builtAt)`
    """

    title = "The machine's as-built configuration was declared already"

    machine: bytes
    built_at: int


@dataclass
class MachineNotInstallableError(QuaychainError):
    """A whole machine is not installed in anything.

    Solidity: `MachineNotInstallable(bytes32 part)`
    """

    title = "A whole machine is not installed in anything"

    part: bytes


@dataclass
class MakerExistsError(QuaychainError):
    """The maker was entered already.

    Solidity: `MakerExists(bytes16 maker)`
    """

    title = "The maker was entered already"

    maker: bytes


@dataclass
class MakerIdentityTakenError(QuaychainError):
    """A maker with this identity was entered already.

    Solidity: `MakerIdentityTaken(bytes32 identity, bytes16 maker)`
    """

    title = "A maker with this identity was entered already"

    identity: bytes
    maker: bytes


@dataclass
class MakerIsMemberError(QuaychainError):
    """The id is another member's: only that member can enter itself as a maker.

    Solidity: `MakerIsMember(bytes16 maker)`
    """

    title = "The id is another member's: only that member can enter itself as a maker"

    maker: bytes


@dataclass
class MemberAlreadyKnownError(QuaychainError):
    """The id is taken.

    Solidity: `MemberAlreadyKnown(bytes16 member)`
    """

    title = "The id is taken"

    member: bytes


@dataclass
class MemberAlreadyVotedError(QuaychainError):
    """The member voted already, with this account or another.

    Solidity: `MemberAlreadyVoted(uint256 proposalId, bytes16 member)`
    """

    title = "The member voted already, with this account or another"

    proposal_id: int
    member: bytes


@dataclass
class MemberHoldsValidatorsError(QuaychainError):
    """The member has `count` validators in force; they must leave the set first.

    Solidity: `MemberHoldsValidators(bytes16 member, uint256 count)`
    """

    title = "The member has `count` validators in force; they must leave the set first"

    member: bytes
    count: int


@dataclass
class MemberKindMismatchError(QuaychainError):
    """The member is of another kind.

    Solidity: `MemberKindMismatch(bytes16 member, MemberKind required, MemberKind actual)`
    """

    title = "The member is of another kind"

    member: bytes
    required: MemberKind
    actual: MemberKind


@dataclass
class MemberNotActiveError(QuaychainError):
    """The member is suspended or left.

    Solidity: `MemberNotActive(bytes16 member, MemberStatus status)`
    """

    title = "The member is suspended or left"

    member: bytes
    status: MemberStatus


@dataclass
class MemberStatusMismatchError(QuaychainError):
    """This can't be done with a member of that standing.

    Solidity: `MemberStatusMismatch(bytes16 member, MemberStatus required, MemberStatus actual)`
    """

    title = "This can't be done with a member of that standing"

    member: bytes
    required: MemberStatus
    actual: MemberStatus


@dataclass
class MemberWithoutVoteError(QuaychainError):
    """The member had no accounting seat when the vote began.

    Solidity: `MemberWithoutVote(uint256 proposalId, bytes16 member)`
    """

    title = "The member had no accounting seat when the vote began"

    proposal_id: int
    member: bytes


@dataclass
class MilestoneNotCompletedError(QuaychainError):
    """Only what is earned is financed: the milestone is not complete.

    Solidity: `MilestoneNotCompleted(bytes32 order, bytes32 milestone)`
    """

    title = "Only what is earned is financed: the milestone is not complete"

    order: bytes
    milestone: bytes


@dataclass
class MilestoneStatusMismatchError(QuaychainError):
    """The milestone's status doesn't allow it.

    Solidity: `MilestoneStatusMismatch(bytes32 order, bytes32 code, MilestoneStatus status)`
    """

    title = "The milestone's status doesn't allow it"

    order: bytes
    code: bytes
    status: MilestoneStatus


@dataclass
class MilestoneWithoutPaymentError(QuaychainError):
    """No payment falls due with the milestone.

    Solidity: `MilestoneWithoutPayment(bytes32 order, bytes32 milestone)`
    """

    title = "No payment falls due with the milestone"

    order: bytes
    milestone: bytes


@dataclass
class MilestonesStillOpenError(QuaychainError):
    """Milestones other than taking-over and final acceptance are not complete.

    Solidity: `MilestonesStillOpen(bytes32 order, uint32 count)`
    """

    title = "Milestones other than taking-over and final acceptance are not complete"

    order: bytes
    count: int


@dataclass
class NestedCallRefusedError(QuaychainError):
    """Calls within calls would hide whom a proposal is against.

    Solidity: `NestedCallRefused(address target, bytes4 selector)`
    """

    title = "Calls within calls would hide whom a proposal is against"

    target: Address
    selector: bytes


@dataclass
class NoHandOverOfferError(QuaychainError):
    """There is no offer for this member.

    Solidity: `NoHandOverOffer(bytes32 part, bytes16 member)`
    """

    title = "There is no offer for this member"

    part: bytes
    member: bytes


@dataclass
class NoReductionDueError(QuaychainError):
    """No reduction for this milestone, or it was made in full already.

    Solidity: `NoReductionDue(bytes32 guarantee, bytes32 milestone)`
    """

    title = "No reduction for this milestone, or it was made in full already"

    guarantee: bytes
    milestone: bytes


@dataclass
class NoSuchInspectionPointError(QuaychainError):
    """The milestone has no point of this kind.

    Solidity: `NoSuchInspectionPoint(bytes32 order, bytes32 code)`
    """

    title = "The milestone has no point of this kind"

    order: bytes
    code: bytes


@dataclass
class NoTitleOfferError(QuaychainError):
    """There is no offer of ownership for this member.

    Solidity: `NoTitleOffer(bytes32 part, bytes16 member)`
    """

    title = "There is no offer of ownership for this member"

    part: bytes
    member: bytes


@dataclass
class NotACheckerError(QuaychainError):
    """The member is not a checker for the jurisdiction.

    Solidity: `NotAChecker(bytes2 jurisdiction, bytes16 member)`
    """

    title = "The member is not a checker for the jurisdiction"

    jurisdiction: bytes
    member: bytes


@dataclass
class NotAMachineError(QuaychainError):
    """Not a whole machine.

    Solidity: `NotAMachine(bytes32 part)`
    """

    title = "Not a whole machine"

    part: bytes


@dataclass
class NotAPartyToWorkOrderError(QuaychainError):
    """The caller's member is not the work order's performer, or not one of its sides.

    Solidity: `NotAPartyToWorkOrder(bytes32 workOrder, bytes16 member)`
    """

    title = "The caller's member is not the work order's performer, or not one of its sides"

    work_order: bytes
    member: bytes


@dataclass
class NotARecallAuthorityError(QuaychainError):
    """The caller's member may not recall this part: it registers neither its maker's parts nor the machine's.

    Solidity: `NotARecallAuthority(bytes32 part, bytes16 member)`
    """

    title = "The caller's member may not recall this part"

    part: bytes
    member: bytes


@dataclass
class NotAssigneeError(QuaychainError):
    """The caller's member is not the bank named.

    Solidity: `NotAssignee(bytes32 assignment, bytes16 member)`
    """

    title = "The caller's member is not the bank named"

    assignment: bytes
    member: bytes


@dataclass
class NotBeneficiaryError(QuaychainError):
    """The caller's member is not its beneficiary.

    Solidity: `NotBeneficiary(bytes32 guarantee, bytes16 member)`
    """

    title = "The caller's member is not its beneficiary"

    guarantee: bytes
    member: bytes


@dataclass
class NotBuyerError(QuaychainError):
    """The caller's member is not the order's buyer.

    Solidity: `NotBuyer(bytes32 order, bytes16 member)`
    """

    title = "The caller's member is not the order's buyer"

    order: bytes
    member: bytes


@dataclass
class NotCollectingBankError(QuaychainError):
    """The caller's member is not the bank that the seller named to collect its own share.

    Solidity: `NotCollectingBank(bytes32 receivable, bytes16 member)`
    """

    title = "The caller's member is not the bank that the seller named to collect its own share"

    receivable: bytes
    member: bytes


@dataclass
class NotCounterpartyError(QuaychainError):
    """The caller's member is neither seller nor buyer, or not the other side of what is answered.

    Solidity: `NotCounterparty(bytes32 order, bytes16 member)`
    """

    title = "The caller's member is neither seller nor buyer, or not the other side of what is answered"

    order: bytes
    member: bytes


@dataclass
class NotGuarantorError(QuaychainError):
    """The caller's member is not the bank that issued it.

    Solidity: `NotGuarantor(bytes32 guarantee, bytes16 member)`
    """

    title = "The caller's member is not the bank that issued it"

    guarantee: bytes
    member: bytes


@dataclass
class NotInDirectoryError(QuaychainError):
    """The contract is not what the Directory has under its name: not entered, or not installed yet.

    Solidity: `NotInDirectory(bytes32 name, address self)`
    """

    title = "The contract is not what the Directory has under its name: not entered, or not installed yet"

    name: bytes
    self: Address


@dataclass
class NotInspectorError(QuaychainError):
    """The caller's member is not the milestone's inspector.

    Solidity: `NotInspector(bytes32 order, bytes32 code, bytes16 member)`
    """

    title = "The caller's member is not the milestone's inspector"

    order: bytes
    code: bytes
    member: bytes


@dataclass
class NotInstalledError(QuaychainError):
    """Nothing but the founders' installation is possible yet.

    Solidity: `NotInstalled()`
    """

    title = "Nothing but the founders' installation is possible yet"


@dataclass
class NotLateError(QuaychainError):
    """Nothing is late, or all that was due was taken over in parts by then: no liquidated damages.

    Solidity: `NotLate(bytes32 order)`
    """

    title = "Nothing is late, or all that was due was taken over in parts by then: no liquidated damages"

    order: bytes


@dataclass
class NotOverdueError(QuaychainError):
    """The due time has not gone by, or there is none (0).

    Solidity: `NotOverdue(bytes32 identifier, uint48 due)`
    """

    title = "The due time has not gone by, or there is none (0)"

    identifier: bytes
    due: int


@dataclass
class NotPermittedError(QuaychainError):
    """Only `required` may do this; `actual` called.

    Solidity: `NotPermitted(bytes16 required, bytes16 actual)`
    """

    title = "Only `required` may do this; `actual` called"

    required: bytes
    actual: bytes


@dataclass
class NotReceivableBuyerError(QuaychainError):
    """The caller's member is not the buyer of the receivable's order.

    Solidity: `NotReceivableBuyer(bytes32 receivable, bytes16 member)`
    """

    title = "The caller's member is not the buyer of the receivable's order"

    receivable: bytes
    member: bytes


@dataclass
class NotReceivableSellerError(QuaychainError):
    """The caller's member is not the seller of the receivable's order.

    Solidity: `NotReceivableSeller(bytes32 receivable, bytes16 member)`
    """

    title = "The caller's member is not the seller of the receivable's order"

    receivable: bytes
    member: bytes


@dataclass
class NotRecordIssuerError(QuaychainError):
    """Another member issued the record.

    Solidity: `NotRecordIssuer(bytes32 record, bytes16 issuer, bytes16 caller)`
    """

    title = "Another member issued the record"

    record: bytes
    issuer: bytes
    caller: bytes


@dataclass
class NotSellerError(QuaychainError):
    """The caller's member is not the order's seller.

    Solidity: `NotSeller(bytes32 order, bytes16 member)`
    """

    title = "The caller's member is not the order's seller"

    order: bytes
    member: bytes


@dataclass
class NotStandbyError(QuaychainError):
    """The member is neither the stream's owner nor named by it as a standby.

    Solidity: `NotStandby(bytes32 stream, bytes16 member)`
    """

    title = "The member is neither the stream's owner nor named by it as a standby"

    stream: bytes
    member: bytes


@dataclass
class NotStreamHolderError(QuaychainError):
    """Another account holds the stream.

    Solidity: `NotStreamHolder(bytes32 stream, address holder, address caller)`
    """

    title = "Another account holds the stream"

    stream: bytes
    holder: Address
    caller: Address


@dataclass
class NotSupplierError(QuaychainError):
    """The caller's member may not act as supplier of this sub-order.

    Solidity: `NotSupplier(bytes32 subOrder, bytes16 member)`
    """

    title = "The caller's member may not act as supplier of this sub-order"

    sub_order: bytes
    member: bytes


@dataclass
class NotTheAuthorityError(QuaychainError):
    """The caller's member is not the jurisdiction's authority.

    Solidity: `NotTheAuthority(bytes2 jurisdiction, bytes16 member)`
    """

    title = "The caller's member is not the jurisdiction's authority"

    jurisdiction: bytes
    member: bytes


@dataclass
class NotTheCertificateIssuerError(QuaychainError):
    """The caller's member did not issue the certificate.

    Solidity: `NotTheCertificateIssuer(bytes32 certificate, bytes16 member)`
    """

    title = "The caller's member did not issue the certificate"

    certificate: bytes
    member: bytes


@dataclass
class NotTheCoreCreditorError(QuaychainError):
    """The core is not owed to the caller's member.

    Solidity: `NotTheCoreCreditor(bytes32 part, bytes16 member)`
    """

    title = "The core is not owed to the caller's member"

    part: bytes
    member: bytes


@dataclass
class NotTheCustodianError(QuaychainError):
    """The caller's member does not have the part (or the machine it is in).

    Solidity: `NotTheCustodian(bytes32 part, bytes16 member)`
    """

    title = "The caller's member does not have the part (or the machine it is in)"

    part: bytes
    member: bytes


@dataclass
class NotTheDeclarantError(QuaychainError):
    """The caller's member is not the declarant.

    Solidity: `NotTheDeclarant(bytes32 declaration, bytes16 member)`
    """

    title = "The caller's member is not the declarant"

    declaration: bytes
    member: bytes


@dataclass
class NotTheOwnerError(QuaychainError):
    """The member does not own the part, so it cannot give it away, build it into another's, or scrap it.

    Solidity: `NotTheOwner(bytes32 part, bytes16 member)`
    """

    title = "The member does not own the part, so it cannot give it away, build it into another's, or scrap it"

    part: bytes
    member: bytes


@dataclass
class NotTheRegistrarError(QuaychainError):
    """The caller's member does not register this maker's parts.

    Solidity: `NotTheRegistrar(bytes16 maker, bytes16 member)`
    """

    title = "The caller's member does not register this maker's parts"

    maker: bytes
    member: bytes


@dataclass
class OfferExpiredError(QuaychainError):
    """The signatures' time is over.

    Solidity: `OfferExpired(bytes32 order, uint48 agreeBy)`
    """

    title = "The signatures' time is over"

    order: bytes
    agree_by: int


@dataclass
class OrderAlreadyAgreedError(QuaychainError):
    """The order's id is taken: these or other signatures were used already.

    Solidity: `OrderAlreadyAgreed(bytes32 order)`
    """

    title = "The order's id is taken: these or other signatures were used already"

    order: bytes


@dataclass
class OrderNotFinanceableError(QuaychainError):
    """The order was cancelled.

    Solidity: `OrderNotFinanceable(bytes32 order)`
    """

    title = "The order was cancelled"

    order: bytes


@dataclass
class OrderStatusMismatchError(QuaychainError):
    """The order's status doesn't allow it.

    Solidity: `OrderStatusMismatch(bytes32 order, OrderStatus status)`
    """

    title = "The order's status doesn't allow it"

    order: bytes
    status: OrderStatus


@dataclass
class OutsideClaimAlreadyRecordedError(QuaychainError):
    """The claim's id is taken.

    Solidity: `OutsideClaimAlreadyRecorded(bytes32 claim)`
    """

    title = "The claim's id is taken"

    claim: bytes


@dataclass
class OutsideClaimNotHeldError(QuaychainError):
    """The claim is unknown, another bank's, or released.

    Solidity: `OutsideClaimNotHeld(bytes32 claim, bytes16 bank)`
    """

    title = "The claim is unknown, another bank's, or released"

    claim: bytes
    bank: bytes


@dataclass
class PageSizeMismatchError(QuaychainError):
    """A list is empty or longer than one call may carry.

    Solidity: `PageSizeMismatch(uint256 given, uint256 limit)`
    """

    title = "A list is empty or longer than one call may carry"

    given: int
    limit: int


@dataclass
class PaperCountOutOfRangeError(QuaychainError):
    """Too many, or none where one is needed.

    Solidity: `PaperCountOutOfRange(uint256 given, uint256 minimum, uint256 maximum)`
    """

    title = "Too many, or none where one is needed"

    given: int
    minimum: int
    maximum: int


@dataclass
class PartExistsError(QuaychainError):
    """A part with this id exists.

    Solidity: `PartExists(bytes32 part)`
    """

    title = "A part with this id exists"

    part: bytes


@dataclass
class PartIsScrappedError(QuaychainError):
    """The part is, or is inside, a scrapped one: that is final.

    Solidity: `PartIsScrapped(bytes32 part)`
    """

    title = "The part is, or is inside, a scrapped one: that is final"

    part: bytes


@dataclass
class PartIsSuspectedError(QuaychainError):
    """The part's serial was seen in two places at once.

    Solidity: `PartIsSuspected(bytes32 part)`
    """

    title = "The part's serial was seen in two places at once"

    part: bytes


@dataclass
class PartNotInScopeError(QuaychainError):
    """The part is not in the recall's scope.

    Solidity: `PartNotInScope(bytes32 recall, bytes32 part)`
    """

    title = "The part is not in the recall's scope"

    recall: bytes
    part: bytes


@dataclass
class PartNotRecalledError(QuaychainError):
    """The recall does not mark this part as to be acted on.

    Solidity: `PartNotRecalled(bytes32 recall, bytes32 part, RecallMark mark)`
    """

    title = "The recall does not mark this part as to be acted on"

    recall: bytes
    part: bytes
    mark: RecallMark


@dataclass
class PartNotSuspectedError(QuaychainError):
    """The part's serial is not under suspicion.

    Solidity: `PartNotSuspected(bytes32 part)`
    """

    title = "The part's serial is not under suspicion"

    part: bytes


@dataclass
class PartStatusMismatchError(QuaychainError):
    """The part's status does not allow it.

    Solidity: `PartStatusMismatch(bytes32 part, PartStatus status)`
    """

    title = "The part's status does not allow it"

    part: bytes
    status: PartStatus


@dataclass
class PartUnderRecallError(QuaychainError):
    """The part is under a recall that was not remedied.

    Solidity: `PartUnderRecall(bytes32 part)`
    """

    title = "The part is under a recall that was not remedied"

    part: bytes


@dataclass
class PartitionAlreadyStreamedError(QuaychainError):
    """The owner has a stream for this partition already.

    Solidity: `PartitionAlreadyStreamed(bytes32 partition, bytes32 stream)`
    """

    title = "The owner has a stream for this partition already"

    partition: bytes
    stream: bytes


@dataclass
class PauseAlreadyUsedError(QuaychainError):
    """The guardians' one pause is spent; a vote gives it back.

    Solidity: `PauseAlreadyUsed()`
    """

    title = "The guardians' one pause is spent; a vote gives it back"


@dataclass
class PaymentNotAgreedError(QuaychainError):
    """The buyer has not agreed to pay.

    Solidity: `PaymentNotAgreed(bytes32 receivable)`
    """

    title = "The buyer has not agreed to pay"

    receivable: bytes


@dataclass
class PaymentReferenceMissingError(QuaychainError):
    """A payment needs a reference.

    Solidity: `PaymentReferenceMissing(bytes32 receivable)`
    """

    title = "A payment needs a reference"

    receivable: bytes


@dataclass
class PaymentReferenceUsedError(QuaychainError):
    """A payment with this reference was attested already.

    Solidity: `PaymentReferenceUsed(bytes32 referenceHash)`
    """

    title = "A payment with this reference was attested already"

    reference_hash: bytes


@dataclass
class PositionTakenError(QuaychainError):
    """Another part is in this place.

    Solidity: `PositionTaken(bytes32 parent, bytes32 position, bytes32 part)`
    """

    title = "Another part is in this place"

    parent: bytes
    position: bytes
    part: bytes


@dataclass
class PromiseNotLateError(QuaychainError):
    """Alternatives open only when the promise is later than the need.

    Solidity: `PromiseNotLate(bytes32 subOrder, uint48 needBy, uint48 promisedAt)`
    """

    title = "Alternatives open only when the promise is later than the need"

    sub_order: bytes
    need_by: int
    promised_at: int


@dataclass
class ProposalThresholdFixedError(QuaychainError):
    """A member has one vote, so one vote proposes.

    Solidity: `ProposalThresholdFixed(uint256 threshold)`
    """

    title = "A member has one vote, so one vote proposes"

    threshold: int


@dataclass
class RLPInvalidEncodingError(QuaychainError):
    """The item is not properly formatted and cannot be decoded.

    Solidity: `RLPInvalidEncoding()`
    """

    title = "The item is not properly formatted and cannot be decoded"


@dataclass
class ReasonMissingError(QuaychainError):
    """A suspension or revocation must carry a digest of its reason.

    Solidity: `ReasonMissing(bytes32 certificate)`
    """

    title = "A suspension or revocation must carry a digest of its reason"

    certificate: bytes


@dataclass
class RecallExistsError(QuaychainError):
    """The recall exists already.

    Solidity: `RecallExists(bytes32 recall)`
    """

    title = "The recall exists already"

    recall: bytes


@dataclass
class RecallMalformedError(QuaychainError):
    """Not a recall: a scope without its key, or a key without its scope.

    Solidity: `RecallMalformed(bytes32 recall)`
    """

    title = "Not a recall: a scope without its key, or a key without its scope"

    recall: bytes


@dataclass
class RecallNotFullyMarkedError(QuaychainError):
    """Not every part in the recall's scope is marked yet.

    Solidity: `RecallNotFullyMarked(bytes32 recall, uint256 markedSoFar, uint256 inScope)`
    """

    title = "Not every part in the recall's scope is marked yet"

    recall: bytes
    marked_so_far: int
    in_scope: int


@dataclass
class RecallScopeMismatchError(QuaychainError):
    """The recall's scope does not allow this call.

    Solidity: `RecallScopeMismatch(bytes32 recall, RecallScope scope)`
    """

    title = "The recall's scope does not allow this call"

    recall: bytes
    scope: RecallScope


@dataclass
class RecallStatusMismatchError(QuaychainError):
    """The recall's status does not allow it.

    Solidity: `RecallStatusMismatch(bytes32 recall, RecallStatus status)`
    """

    title = "The recall's status does not allow it"

    recall: bytes
    status: RecallStatus


@dataclass
class ReceivableAlreadyPresentedError(QuaychainError):
    """This (order, milestone) is presented already.

    Solidity: `ReceivableAlreadyPresented(bytes32 receivable)`
    """

    title = "This (order, milestone) is presented already"

    receivable: bytes


@dataclass
class ReceivableInUseError(QuaychainError):
    """Assignments or payments stand in the way of withdrawing.

    Solidity: `ReceivableInUse(bytes32 receivable, uint32 assigned, uint32 paid)`
    """

    title = "Assignments or payments stand in the way of withdrawing"

    receivable: bytes
    assigned: int
    paid: int


@dataclass
class ReceivableStatusMismatchError(QuaychainError):
    """The receivable's status doesn't allow it.

    Solidity: `ReceivableStatusMismatch(bytes32 receivable, ReceivableStatus status)`
    """

    title = "The receivable's status doesn't allow it"

    receivable: bytes
    status: ReceivableStatus


@dataclass
class ReceivableVersionMismatchError(QuaychainError):
    """Signed for another version of the receivable.

    Solidity: `ReceivableVersionMismatch(bytes32 receivable, uint32 current, uint32 signed)`
    """

    title = "Signed for another version of the receivable"

    receivable: bytes
    current: int
    signed: int


@dataclass
class RecordAlreadyPublishedError(QuaychainError):
    """The id is taken.

    Solidity: `RecordAlreadyPublished(bytes32 record)`
    """

    title = "The id is taken"

    record: bytes


@dataclass
class RecordContentInvalidError(QuaychainError):
    """Without root or digest, or of a codec that is not 0x55 (raw) or 0x70 (dag-pb).

    Solidity: `RecordContentInvalid(bytes32 record, bytes32 root, bytes32 cidDigest, uint8 cidCodec)`
    """

    title = "Without root or digest, or of a codec that is not 0x55 (raw) or 0x70 (dag-pb)"

    record: bytes
    root: bytes
    cid_digest: bytes
    cid_codec: int


@dataclass
class RecordHasCertificateError(QuaychainError):
    """The record has a certificate already.

    Solidity: `RecordHasCertificate(bytes32 record, bytes32 certificate)`
    """

    title = "The record has a certificate already"

    record: bytes
    certificate: bytes


@dataclass
class RecordIsRevokedError(QuaychainError):
    """The record's issuer took it back.

    Solidity: `RecordIsRevoked(bytes32 record, uint48 revokedAt)`
    """

    title = "The record's issuer took it back"

    record: bytes
    revoked_at: int


@dataclass
class RecordNamedTwiceError(QuaychainError):
    """A record is named twice.

    Solidity: `RecordNamedTwice(bytes32 record)`
    """

    title = "A record is named twice"

    record: bytes


@dataclass
class RecordNotPublishedError(QuaychainError):
    """The record is missing where one is needed, or it is not published (any more).

    Solidity: `RecordNotPublished(bytes32 record)`
    """

    title = "The record is missing where one is needed, or it is not published (any more)"

    record: bytes


@dataclass
class RecordVersionMismatchError(QuaychainError):
    """Versions follow one another.

    Solidity: `RecordVersionMismatch(bytes32 record, uint32 expected, uint32 given)`
    """

    title = "Versions follow one another"

    record: bytes
    expected: int
    given: int


@dataclass
class ReferenceMissingError(QuaychainError):
    """A reported decision must carry the authority's reference.

    Solidity: `ReferenceMissing(bytes32 declaration)`
    """

    title = "A reported decision must carry the authority's reference"

    declaration: bytes


@dataclass
class ReminderNotDueError(QuaychainError):
    """Not within the order's reminder window before the due time of the milestone, sub-order or snag.

    Solidity: `ReminderNotDue(bytes32 order, bytes32 identifier, uint48 opensAt, uint48 due)`
    """

    title = "Not within the order's reminder window before the due time of the milestone, sub-order or snag"

    order: bytes
    identifier: bytes
    opens_at: int
    due: int


@dataclass
class RuleBookDraftOpenError(QuaychainError):
    """A draft is open already.

    Solidity: `RuleBookDraftOpen(bytes2 jurisdiction, uint32 version)`
    """

    title = "A draft is open already"

    jurisdiction: bytes
    version: int


@dataclass
class RuleBookEmptyError(QuaychainError):
    """A rule book without a rule cannot be sealed.

    Solidity: `RuleBookEmpty(bytes2 jurisdiction, uint32 version)`
    """

    title = "A rule book without a rule cannot be sealed"

    jurisdiction: bytes
    version: int


@dataclass
class RuleBookNotDraftError(QuaychainError):
    """There is no such draft.

    Solidity: `RuleBookNotDraft(bytes2 jurisdiction, uint32 version)`
    """

    title = "There is no such draft"

    jurisdiction: bytes
    version: int


@dataclass
class RuleBookValidityMismatchError(QuaychainError):
    """A rule book may not begin before the one it follows.

    Solidity: `RuleBookValidityMismatch(bytes2 jurisdiction, uint48 previousValidFrom, uint48 validFrom)`
    """

    title = "A rule book may not begin before the one it follows"

    jurisdiction: bytes
    previous_valid_from: int
    valid_from: int


@dataclass
class RuleBookVersionMismatchError(QuaychainError):
    """Rule book versions are numbered without gaps.

    Solidity: `RuleBookVersionMismatch(bytes2 jurisdiction, uint32 expected, uint32 given)`
    """

    title = "Rule book versions are numbered without gaps"

    jurisdiction: bytes
    expected: int
    given: int


@dataclass
class RuleMalformedError(QuaychainError):
    """A rule is not well formed: no effect, or a required document without a type.

    Solidity: `RuleMalformed(uint256 index)`
    """

    title = "A rule is not well formed: no effect, or a required document without a type"

    index: int


@dataclass
class RunningHashNotPinnedError(QuaychainError):
    """The running hash was never pinned for this stream.

    Solidity: `RunningHashNotPinned(bytes32 stream, bytes32 runningHash)`
    """

    title = "The running hash was never pinned for this stream"

    stream: bytes
    running_hash: bytes


@dataclass
class SafeCastOverflowedUintDowncastError(QuaychainError):
    """Value doesn't fit in a uint of `bits` size.

    Solidity: `SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)`
    """

    title = "Value doesn't fit in a uint of `bits` size"

    bits: int
    value: int


@dataclass
class SeatMismatchError(QuaychainError):
    """The member has another seat than this needs.

    Solidity: `SeatMismatch(bytes16 member, Seat required, Seat actual)`
    """

    title = "The member has another seat than this needs"

    member: bytes
    required: Seat
    actual: Seat


@dataclass
class SecondGuardianNeededError(QuaychainError):
    """The second guardian must be another member's.

    Solidity: `SecondGuardianNeeded(bytes16 member)`
    """

    title = "The second guardian must be another member's"

    member: bytes


@dataclass
class SequenceMismatchError(QuaychainError):
    """The stream goes on with `expected`.

    Solidity: `SequenceMismatch(bytes32 stream, uint64 expected, uint64 given)`
    """

    title = "The stream goes on with `expected`"

    stream: bytes
    expected: int
    given: int


@dataclass
class SequenceNotInBatchError(QuaychainError):
    """The event is not in that batch.

    Solidity: `SequenceNotInBatch(uint64 sequence, uint64 firstSequence, uint32 count)`
    """

    title = "The event is not in that batch"

    sequence: int
    first_sequence: int
    count: int


@dataclass
class SerialAlreadyRegisteredError(QuaychainError):
    """This maker's serial is registered already, as `part`: the second one is a copy or a mistake.

    Solidity: `SerialAlreadyRegistered(bytes16 maker, bytes32 serialCommitment, bytes32 part)`
    """

    title = "This maker's serial is registered already, as `part`: the second one is a copy or a mistake"

    maker: bytes
    serial_commitment: bytes
    part: bytes


@dataclass
class ShareExceedsHoldingError(QuaychainError):
    """More than the assignment still holds unpaid.

    Solidity: `ShareExceedsHolding(bytes32 assignment, uint32 held, uint32 requested)`
    """

    title = "More than the assignment still holds unpaid"

    assignment: bytes
    held: int
    requested: int


@dataclass
class ShareExceedsWholeError(QuaychainError):
    """Assigned shares would be more than the whole. `taken` ppm are assigned, or paid to the seller.

    Solidity: `ShareExceedsWhole(bytes32 receivable, uint32 taken, uint32 requested)`
    """

    title = "Assigned shares would be more than the whole. `taken` ppm are assigned, or paid to the seller"

    receivable: bytes
    taken: int
    requested: int


@dataclass
class SignatureExpiredError(QuaychainError):
    """The signature's deadline has passed.

    Solidity: `SignatureExpired(uint48 deadline)`
    """

    title = "The signature's deadline has passed"

    deadline: int


@dataclass
class SignatureInvalidError(QuaychainError):
    """The signature is malformed, or no key could have made it.

    Solidity: `SignatureInvalid(bytes32 digest)`
    """

    title = "The signature is malformed, or no key could have made it"

    digest: bytes


@dataclass
class SignerMemberMismatchError(QuaychainError):
    """The signature is by an account of another member than the one whose signature is needed.

    Solidity: `SignerMemberMismatch(bytes16 expected, bytes16 actual)`
    """

    title = "The signature is by an account of another member than the one whose signature is needed"

    expected: bytes
    actual: bytes


@dataclass
class SnagClassMissingError(QuaychainError):
    """A snag must have a class, and one that there is.

    Solidity: `SnagClassMissing(bytes32 snag)`
    """

    title = "A snag must have a class, and one that there is"

    snag: bytes


@dataclass
class SnagStatusMismatchError(QuaychainError):
    """The snag's status doesn't allow it.

    Solidity: `SnagStatusMismatch(bytes32 snag, SnagStatus status)`
    """

    title = "The snag's status doesn't allow it"

    snag: bytes
    status: SnagStatus


@dataclass
class SnagsStillOpenError(QuaychainError):
    """Snags that must be closed first.

    Solidity: `SnagsStillOpen(bytes32 order, uint32 count)`
    """

    title = "Snags that must be closed first"

    order: bytes
    count: int


@dataclass
class StateAlreadyCarriedError(QuaychainError):
    """All is carried over already; what came since is not overwritten.

    Solidity: `StateAlreadyCarried(address predecessor)`
    """

    title = "All is carried over already; what came since is not overwritten"

    predecessor: Address


@dataclass
class StateNotCarriedError(QuaychainError):
    """What the predecessor had is not all here yet; nothing is written before it is.

    Solidity: `StateNotCarried(address predecessor)`
    """

    title = "What the predecessor had is not all here yet; nothing is written before it is"

    predecessor: Address


@dataclass
class StreamAlreadyOpenError(QuaychainError):
    """The id is taken.

    Solidity: `StreamAlreadyOpen(bytes32 stream)`
    """

    title = "The id is taken"

    stream: bytes


@dataclass
class StringTooLongError(QuaychainError):
    """Solidity: `StringTooLong(string str)`"""

    str: str


@dataclass
class SubOrderAlreadyPlacedError(QuaychainError):
    """The id is taken.

    Solidity: `SubOrderAlreadyPlaced(bytes32 subOrder)`
    """

    title = "The id is taken"

    sub_order: bytes


@dataclass
class SubOrderStatusMismatchError(QuaychainError):
    """The sub-order's status doesn't allow it.

    Solidity: `SubOrderStatusMismatch(bytes32 subOrder, SubOrderStatus status)`
    """

    title = "The sub-order's status doesn't allow it"

    sub_order: bytes
    status: SubOrderStatus


@dataclass
class TariffCodeMalformedError(QuaychainError):
    """Not a tariff code: digits out of range or the value has more digits than said.

    Solidity: `TariffCodeMalformed(uint40 value, uint8 digits)`
    """

    title = "Not a tariff code: digits out of range or the value has more digits than said"

    value: int
    digits: int


@dataclass
class TimeLockRunningError(QuaychainError):
    """The time lock has not run out.

    Solidity: `TimeLockRunning(uint256 proposalId, uint48 executableFrom)`
    """

    title = "The time lock has not run out"

    proposal_id: int
    executable_from: int


@dataclass
class TimeTooEarlyError(QuaychainError):
    """A time was given that lies before `earliest`, where that is not allowed.

    Solidity: `TimeTooEarly(uint48 given, uint48 earliest)`
    """

    title = "A time was given that lies before `earliest`, where that is not allowed"

    given: int
    earliest: int


@dataclass
class TimeTooLateError(QuaychainError):
    """A time was given that lies after `latest` (usually the block's own time).

    Solidity: `TimeTooLate(uint48 given, uint48 latest)`
    """

    title = "A time was given that lies after `latest` (usually the block's own time)"

    given: int
    latest: int


@dataclass
class TooFewAccountingMembersError(QuaychainError):
    """No vote leaves fewer than two of the `count` accounting members: one alone would decide everything.

    Solidity: `TooFewAccountingMembers(uint256 count)`
    """

    title = "No vote leaves fewer than two of the `count` accounting members: one alone would decide everything"

    count: int


@dataclass
class TooFewValidatorsError(QuaychainError):
    """A set of `count` is at its smallest.

    Solidity: `TooFewValidators(uint256 count)`
    """

    title = "A set of `count` is at its smallest"

    count: int


@dataclass
class TooManyAccusedError(QuaychainError):
    """A proposal may be against one member only; each further one makes the majority smaller.

    Solidity: `TooManyAccused(bytes16 accused, bytes16 another)`
    """

    title = "A proposal may be against one member only; each further one makes the majority smaller"

    accused: bytes
    another: bytes


@dataclass
class TooManyChildrenError(QuaychainError):
    """The parent has as many children as it may.

    Solidity: `TooManyChildren(bytes32 parent, uint256 limit)`
    """

    title = "The parent has as many children as it may"

    parent: bytes
    limit: int


@dataclass
class TooManyFindingsError(QuaychainError):
    """More requirements apply than one pre-check can store.

    Solidity: `TooManyFindings(uint256 limit)`
    """

    title = "More requirements apply than one pre-check can store"

    limit: int


@dataclass
class TooManyGovernanceAccountsError(QuaychainError):
    """A member may have `maximum` Governance accounts at once, so that a recovery can end all of them.

    Solidity: `TooManyGovernanceAccounts(bytes16 member, uint256 maximum)`
    """

    title = "A member may have `maximum` Governance accounts at once, so that a recovery can end all of them"

    member: bytes
    maximum: int


@dataclass
class TooManyIssuingPeriodsError(QuaychainError):
    """The member has as many periods for the type as it may.

    Solidity: `TooManyIssuingPeriods(bytes2 jurisdiction, bytes16 issuer, uint256 limit)`
    """

    title = "The member has as many periods for the type as it may"

    jurisdiction: bytes
    issuer: bytes
    limit: int


@dataclass
class TooManyRecallsError(QuaychainError):
    """So many recalls of one lot, design or maker are in force: another can name its parts as a List.

    Solidity: `TooManyRecalls(bytes16 maker, bytes32 key, uint256 limit)`
    """

    title = "So many recalls of one lot, design or maker are in force: another can name its parts as a List"

    maker: bytes
    key: bytes
    limit: int


@dataclass
class TooManyRecordsError(QuaychainError):
    """A list is longer than one call may carry.

    Solidity: `TooManyRecords(uint256 given, uint256 limit)`
    """

    title = "A list is longer than one call may carry"

    given: int
    limit: int


@dataclass
class TooManyRulesError(QuaychainError):
    """A book has, or a prefix of it has, as many rules as it may.

    Solidity: `TooManyRules(bytes2 jurisdiction, uint32 version, uint256 limit)`
    """

    title = "A book has, or a prefix of it has, as many rules as it may"

    jurisdiction: bytes
    version: int
    limit: int


@dataclass
class TooManyValidatorsError(QuaychainError):
    """A set of `count` is at its largest.

    Solidity: `TooManyValidators(uint256 count)`
    """

    title = "A set of `count` is at its largest"

    count: int


@dataclass
class TooManyValidatorsOfMemberError(QuaychainError):
    """A member holds two validators at most, and two only while one replaces the other.

    Solidity: `TooManyValidatorsOfMember(bytes16 member, uint256 maximum)`
    """

    title = "A member holds two validators at most, and two only while one replaces the other"

    member: bytes
    maximum: int


@dataclass
class UnknownAccountError(QuaychainError):
    """Nobody's account.

    Solidity: `UnknownAccount(address account)`
    """

    title = "Nobody's account"

    account: Address


@dataclass
class UnknownAlternativeError(QuaychainError):
    """No alternative of this number.

    Solidity: `UnknownAlternative(bytes32 subOrder, uint32 alternative)`
    """

    title = "No alternative of this number"

    sub_order: bytes
    alternative: int


@dataclass
class UnknownAssessmentError(QuaychainError):
    """There is no such pre-check.

    Solidity: `UnknownAssessment(bytes32 declaration, uint32 assessment)`
    """

    title = "There is no such pre-check"

    declaration: bytes
    assessment: int


@dataclass
class UnknownAssignmentError(QuaychainError):
    """No assignment of this id.

    Solidity: `UnknownAssignment(bytes32 assignment)`
    """

    title = "No assignment of this id"

    assignment: bytes


@dataclass
class UnknownAttestationError(QuaychainError):
    """There is no such attestation, of these records, that still stands and that this member may take back.

    Solidity: `UnknownAttestation(bytes32 attestation, bytes16 member)`
    """

    title = "There is no such attestation, of these records, that still stands and that this member may take back"

    attestation: bytes
    member: bytes


@dataclass
class UnknownBatchError(QuaychainError):
    """There is no such batch.

    Solidity: `UnknownBatch(bytes32 root)`
    """

    title = "There is no such batch"

    root: bytes


@dataclass
class UnknownCertificateError(QuaychainError):
    """There is no such certificate.

    Solidity: `UnknownCertificate(bytes32 certificate)`
    """

    title = "There is no such certificate"

    certificate: bytes


@dataclass
class UnknownDeclarationError(QuaychainError):
    """There is no such declaration.

    Solidity: `UnknownDeclaration(bytes32 declaration)`
    """

    title = "There is no such declaration"

    declaration: bytes


@dataclass
class UnknownDemandError(QuaychainError):
    """No demand of this id.

    Solidity: `UnknownDemand(bytes32 demand)`
    """

    title = "No demand of this id"

    demand: bytes


@dataclass
class UnknownDeviceError(QuaychainError):
    """No such key.

    Solidity: `UnknownDevice(bytes32 key)`
    """

    title = "No such key"

    key: bytes


@dataclass
class UnknownEvidencePackError(QuaychainError):
    """There is no such pack.

    Solidity: `UnknownEvidencePack(bytes32 pack)`
    """

    title = "There is no such pack"

    pack: bytes


@dataclass
class UnknownGuaranteeError(QuaychainError):
    """No guarantee of this id.

    Solidity: `UnknownGuarantee(bytes32 guarantee)`
    """

    title = "No guarantee of this id"

    guarantee: bytes


@dataclass
class UnknownIdentifierError(QuaychainError):
    """No partial delivery, change request, delay claim, snag or dispute of this id, or none of this order.

    Solidity: `UnknownIdentifier(bytes32 identifier)`
    """

    title = "No partial delivery, change request, delay claim, snag or dispute of this id, or none of this order"

    identifier: bytes


@dataclass
class UnknownJurisdictionError(QuaychainError):
    """The jurisdiction has no authority.

    Solidity: `UnknownJurisdiction(bytes2 jurisdiction)`
    """

    title = "The jurisdiction has no authority"

    jurisdiction: bytes


@dataclass
class UnknownMakerError(QuaychainError):
    """There is no such maker.

    Solidity: `UnknownMaker(bytes16 maker)`
    """

    title = "There is no such maker"

    maker: bytes


@dataclass
class UnknownMemberError(QuaychainError):
    """No such member.

    Solidity: `UnknownMember(bytes16 member)`
    """

    title = "No such member"

    member: bytes


@dataclass
class UnknownMilestoneError(QuaychainError):
    """The order has no milestone of this code.

    Solidity: `UnknownMilestone(bytes32 order, bytes32 code)`
    """

    title = "The order has no milestone of this code"

    order: bytes
    code: bytes


@dataclass
class UnknownOrderError(QuaychainError):
    """No order of this id was agreed.

    Solidity: `UnknownOrder(bytes32 order)`
    """

    title = "No order of this id was agreed"

    order: bytes


@dataclass
class UnknownOutsideClaimError(QuaychainError):
    """No claim of this id.

    Solidity: `UnknownOutsideClaim(bytes32 claim)`
    """

    title = "No claim of this id"

    claim: bytes


@dataclass
class UnknownPartError(QuaychainError):
    """There is no such part.

    Solidity: `UnknownPart(bytes32 part)`
    """

    title = "There is no such part"

    part: bytes


@dataclass
class UnknownRecallError(QuaychainError):
    """There is no such recall.

    Solidity: `UnknownRecall(bytes32 recall)`
    """

    title = "There is no such recall"

    recall: bytes


@dataclass
class UnknownReceivableError(QuaychainError):
    """No receivable of this id.

    Solidity: `UnknownReceivable(bytes32 receivable)`
    """

    title = "No receivable of this id"

    receivable: bytes


@dataclass
class UnknownRecordError(QuaychainError):
    """No such record.

    Solidity: `UnknownRecord(bytes32 record)`
    """

    title = "No such record"

    record: bytes


@dataclass
class UnknownRecordVersionError(QuaychainError):
    """No such version.

    Solidity: `UnknownRecordVersion(bytes32 record, uint32 version)`
    """

    title = "No such version"

    record: bytes
    version: int


@dataclass
class UnknownRuleBookError(QuaychainError):
    """There is no such rule book.

    Solidity: `UnknownRuleBook(bytes2 jurisdiction, uint32 version)`
    """

    title = "There is no such rule book"

    jurisdiction: bytes
    version: int


@dataclass
class UnknownStreamError(QuaychainError):
    """No such stream.

    Solidity: `UnknownStream(bytes32 stream)`
    """

    title = "No such stream"

    stream: bytes


@dataclass
class UnknownSubOrderError(QuaychainError):
    """No sub-order of this id.

    Solidity: `UnknownSubOrder(bytes32 subOrder)`
    """

    title = "No sub-order of this id"

    sub_order: bytes


@dataclass
class UnknownWorkOrderError(QuaychainError):
    """There is no such work order.

    Solidity: `UnknownWorkOrder(bytes32 workOrder)`
    """

    title = "There is no such work order"

    work_order: bytes


@dataclass
class ValidatorAlreadyInSetError(QuaychainError):
    """The validator is in the set already.

    Solidity: `ValidatorAlreadyInSet(address validator)`
    """

    title = "The validator is in the set already"

    validator: Address


@dataclass
class ValidatorBelongsToAnotherError(QuaychainError):
    """A validator key belongs to one member for ever.

    Solidity: `ValidatorBelongsToAnother(address validator, bytes16 member)`
    """

    title = "A validator key belongs to one member for ever"

    validator: Address
    member: bytes


@dataclass
class ValidatorMemberNotAccountingError(QuaychainError):
    """The validator's member is not an active member with an accounting seat.

    Solidity: `ValidatorMemberNotAccounting(address validator, bytes16 member)`
    """

    title = "The validator's member is not an active member with an accounting seat"

    validator: Address
    member: bytes


@dataclass
class ValidatorNotInSetError(QuaychainError):
    """The validator is not in the set.

    Solidity: `ValidatorNotInSet(address validator)`
    """

    title = "The validator is not in the set"

    validator: Address


@dataclass
class ValidatorSetChangedInBlockError(QuaychainError):
    """A set must have sealed a block before the next one is made, or nobody could prove that one.

    Solidity: `ValidatorSetChangedInBlock(uint64 blockNumber)`
    """

    title = "A set must have sealed a block before the next one is made, or nobody could prove that one"

    block_number: int


@dataclass
class ValidityPeriodInvalidError(QuaychainError):
    """A period that ends before or when it begins. Ends are exclusive; an end of 0 means no end.

    Solidity: `ValidityPeriodInvalid(uint48 validFrom, uint48 validUntil)`
    """

    title = "A period that ends before or when it begins"

    valid_from: int
    valid_until: int


@dataclass
class VotingTimeTooLongError(QuaychainError):
    """With a longer delay, period or time lock no vote could end in time to shorten it again.

    Solidity: `VotingTimeTooLong(uint48 given, uint48 maximum)`
    """

    title = "With a longer delay, period or time lock no vote could end in time to shorten it again"

    given: int
    maximum: int


@dataclass
class WarrantyStillRunningError(QuaychainError):
    """A warranty, of the order or of a part, is still running.

    Solidity: `WarrantyStillRunning(bytes32 order, uint48 until)`
    """

    title = "A warranty, of the order or of a part, is still running"

    order: bytes
    until: int


@dataclass
class WorkOrderExistsError(QuaychainError):
    """The work order exists already.

    Solidity: `WorkOrderExists(bytes32 workOrder)`
    """

    title = "The work order exists already"

    work_order: bytes


@dataclass
class WorkOrderHasChangesError(QuaychainError):
    """Parts were changed under the work order: it can only be completed.

    Solidity: `WorkOrderHasChanges(bytes32 workOrder, uint32 changes)`
    """

    title = "Parts were changed under the work order: it can only be completed"

    work_order: bytes
    changes: int


@dataclass
class WorkOrderMachineMismatchError(QuaychainError):
    """The work order is for another machine.

    Solidity: `WorkOrderMachineMismatch(bytes32 workOrder, bytes32 machine)`
    """

    title = "The work order is for another machine"

    work_order: bytes
    machine: bytes


@dataclass
class WorkOrderStatusMismatchError(QuaychainError):
    """The work order's status does not allow it.

    Solidity: `WorkOrderStatusMismatch(bytes32 workOrder, WorkOrderStatus status)`
    """

    title = "The work order's status does not allow it"

    work_order: bytes
    status: WorkOrderStatus


@dataclass
class WritesPausedError(QuaychainError):
    """New writes are paused.

    Solidity: `WritesPaused(uint48 until)`
    """

    title = "New writes are paused"

    until: int


#: first four bytes of what a call reverted with → decoder of the rest
ERRORS: Mapping[bytes, TupleCodec[QuaychainError]] = {
    bytes.fromhex("c2f31e5e"): TupleCodec(AccessManagedInvalidAuthorityError, ADDRESS),
    bytes.fromhex("af77169d"): TupleCodec(AccessManagedRequiredDelayError, ADDRESS, uint(32)),
    bytes.fromhex("068ca9d8"): TupleCodec(AccessManagedUnauthorizedError, ADDRESS),
    bytes.fromhex("813e9459"): TupleCodec(AccessManagerAlreadyScheduledError, fixed_bytes(32)),
    bytes.fromhex("5f159e63"): TupleCodec(AccessManagerBadConfirmationError),
    bytes.fromhex("78a5d6e4"): TupleCodec(AccessManagerExpiredError, fixed_bytes(32)),
    bytes.fromhex("0813ada2"): TupleCodec(AccessManagerInvalidInitialAdminError, ADDRESS),
    bytes.fromhex("f4744e4a"): TupleCodec(AccessManagerLockedFunctionError, fixed_bytes(4)),
    bytes.fromhex("1871a90c"): TupleCodec(AccessManagerLockedRoleError, uint(64)),
    bytes.fromhex("18cb6b7a"): TupleCodec(AccessManagerNotReadyError, fixed_bytes(32)),
    bytes.fromhex("60a299b0"): TupleCodec(AccessManagerNotScheduledError, fixed_bytes(32)),
    bytes.fromhex("f07e038f"): TupleCodec(AccessManagerUnauthorizedAccountError, ADDRESS, uint(64)),
    bytes.fromhex("81c6f24b"): TupleCodec(AccessManagerUnauthorizedCallError, ADDRESS, ADDRESS, fixed_bytes(4)),
    bytes.fromhex("3fe2751c"): TupleCodec(
        AccessManagerUnauthorizedCancelError, ADDRESS, ADDRESS, ADDRESS, fixed_bytes(4)
    ),
    bytes.fromhex("320ff748"): TupleCodec(AccessManagerUnauthorizedConsumeError, ADDRESS),
    bytes.fromhex("43fda1e8"): TupleCodec(AccountAlreadyKnownError, ADDRESS),
    bytes.fromhex("275f39d5"): TupleCodec(AccountAlreadyRevokedError, ADDRESS, uint(48)),
    bytes.fromhex("446e6b54"): TupleCodec(AccountNotValidError, ADDRESS, uint(48), uint(48), uint(48)),
    bytes.fromhex("820589f4"): TupleCodec(
        AccountPurposeMismatchError, ADDRESS, EnumCodec(AccountPurpose), EnumCodec(AccountPurpose)
    ),
    bytes.fromhex("717840a5"): TupleCodec(AccusationChangedError, uint(256), fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("deada3e2"): TupleCodec(AccusationMixedError, ADDRESS, fixed_bytes(4)),
    bytes.fromhex("d8603cbf"): TupleCodec(AccusedMayNotVoteError, uint(256), fixed_bytes(16)),
    bytes.fromhex("9996b315"): TupleCodec(AddressEmptyCodeError, ADDRESS),
    bytes.fromhex("61bdbc60"): TupleCodec(AdmissionInvalidError, fixed_bytes(16)),
    bytes.fromhex("6867a900"): TupleCodec(AlreadyEscalatedError, fixed_bytes(32)),
    bytes.fromhex("4870eaf9"): TupleCodec(AlreadyInstalledError),
    bytes.fromhex("0fc042f5"): TupleCodec(AlreadyRemindedError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("caa45df3"): TupleCodec(AlreadyWitnessedError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("e26f1b19"): TupleCodec(AlternativeNotOpenError, fixed_bytes(32), uint(32)),
    bytes.fromhex("f0374b58"): TupleCodec(
        AmountCommitmentMismatchError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)
    ),
    bytes.fromhex("ea76e377"): TupleCodec(AnswerNotProvenError, fixed_bytes(32), uint(64), fixed_bytes(32)),
    bytes.fromhex("82ab2448"): TupleCodec(AnswerPeriodRunningError, uint(48)),
    bytes.fromhex("43e8036c"): TupleCodec(AssemblyCycleError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("96075c3d"): TupleCodec(AssemblyHoldsBarredPartsError, fixed_bytes(32), uint(32)),
    bytes.fromhex("fa6c9019"): TupleCodec(AssemblyTooDeepError, fixed_bytes(32), fixed_bytes(32), uint(256)),
    bytes.fromhex("ee7dfd7f"): TupleCodec(AssessmentMovedError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("1041cc72"): TupleCodec(AssignmentAlreadyRecordedError, fixed_bytes(32)),
    bytes.fromhex("c7478f37"): TupleCodec(AssignmentExpiredError, fixed_bytes(32), uint(48)),
    bytes.fromhex("9783e09b"): TupleCodec(AssignmentStatusMismatchError, fixed_bytes(32), EnumCodec(AssignmentStatus)),
    bytes.fromhex("b915cda8"): TupleCodec(AttestationExistsError, fixed_bytes(32)),
    bytes.fromhex("124ee0c5"): TupleCodec(AttestationMalformedError),
    bytes.fromhex("2b039e0b"): TupleCodec(AuthorityHasSeatError, fixed_bytes(2), fixed_bytes(16)),
    bytes.fromhex("cababa50"): TupleCodec(BatchCountMismatchError, fixed_bytes(32), uint(32)),
    bytes.fromhex("9d53b01f"): TupleCodec(BatchDataInvalidError, uint(256), uint(256)),
    bytes.fromhex("8367361d"): TupleCodec(BatchExistsError, fixed_bytes(32)),
    bytes.fromhex("ebcc74f9"): TupleCodec(BatchNotProvenError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("29d0e1b6"): TupleCodec(BatchProofMismatchError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("1a8661a9"): TupleCodec(BatchSizeInvalidError, uint(32), uint(32)),
    bytes.fromhex("f791baee"): TupleCodec(BlockUnknownError, fixed_bytes(32)),
    bytes.fromhex("65c49d0a"): TupleCodec(CallerNotPermittedError, ADDRESS, ADDRESS),
    bytes.fromhex("5a909072"): TupleCodec(CarriedProofInvalidError, fixed_bytes(32)),
    bytes.fromhex("2f935f8b"): TupleCodec(CarriedStateDiffersError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("8c0d57d5"): TupleCodec(CertificateExistsError, fixed_bytes(32)),
    bytes.fromhex("a8d59bf9"): TupleCodec(CertificateRequiredError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("b71c5163"): TupleCodec(
        CertificateStatusMismatchError, fixed_bytes(32), EnumCodec(CertificateStatus)
    ),
    bytes.fromhex("d5d733ec"): TupleCodec(ChallengeAlreadyOpenError, fixed_bytes(32), uint(64)),
    bytes.fromhex("8aa94292"): TupleCodec(
        ChallengeStatusMismatchError, fixed_bytes(32), uint(64), EnumCodec(ChallengeStatus)
    ),
    bytes.fromhex("c33eda58"): TupleCodec(ChangeStatusMismatchError, fixed_bytes(32), EnumCodec(ChangeStatus)),
    bytes.fromhex("2520601d"): TupleCodec(CheckpointUnorderedInsertionError),
    bytes.fromhex("93507b25"): TupleCodec(
        CodeHashMismatchError, fixed_bytes(32), ADDRESS, fixed_bytes(32), fixed_bytes(32)
    ),
    bytes.fromhex("c87e4c49"): TupleCodec(ConsortiumMismatchError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("1a4fd9c0"): TupleCodec(ContentMismatchError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("cb7cc318"): TupleCodec(ContractSupersededError, fixed_bytes(32), ADDRESS),
    bytes.fromhex("d4dac0b6"): TupleCodec(CoreReturnMalformedError, fixed_bytes(32)),
    bytes.fromhex("026a20c3"): TupleCodec(CoreStatusMismatchError, fixed_bytes(32), EnumCodec(CoreStatus)),
    bytes.fromhex("75407e94"): TupleCodec(DecisionMalformedError),
    bytes.fromhex("e0b8c775"): TupleCodec(DeclarationExistsError, fixed_bytes(32)),
    bytes.fromhex("92a1a765"): TupleCodec(
        DeclarationStatusMismatchError, fixed_bytes(32), EnumCodec(DeclarationStatus)
    ),
    bytes.fromhex("7e918cf9"): TupleCodec(DelayClaimStatusMismatchError, fixed_bytes(32), EnumCodec(DelayClaimStatus)),
    bytes.fromhex("6b22527c"): TupleCodec(DeliveryStatusMismatchError, fixed_bytes(32), EnumCodec(DeliveryStatus)),
    bytes.fromhex("d72da26e"): TupleCodec(DemandAlreadyPresentedError, fixed_bytes(32)),
    bytes.fromhex("41187d28"): TupleCodec(DemandExceedsGuaranteeError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("cb511129"): TupleCodec(DemandStatusMismatchError, fixed_bytes(32), EnumCodec(DemandStatus)),
    bytes.fromhex("c49baf8f"): TupleCodec(DemandsStillOpenError, fixed_bytes(32), uint(32)),
    bytes.fromhex("d5e3f229"): TupleCodec(DeviceAlreadyFlaggedError, fixed_bytes(32), uint(48)),
    bytes.fromhex("9050aa6c"): TupleCodec(DeviceAlreadyRegisteredError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("de73aa83"): TupleCodec(DeviceBootNotNextError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("ce26a545"): TupleCodec(DeviceNotOpenError, fixed_bytes(32), EnumCodec(DeviceStatus)),
    bytes.fromhex("65a0cdb7"): TupleCodec(DirectoryEntryDuplicateError, fixed_bytes(32)),
    bytes.fromhex("e9909cc0"): TupleCodec(DirectoryEntryMissingError, fixed_bytes(32)),
    bytes.fromhex("de2063b7"): TupleCodec(DisputeStatusMismatchError, fixed_bytes(32), EnumCodec(DisputeStatus)),
    bytes.fromhex("147c18da"): TupleCodec(DisputesStillOpenError, fixed_bytes(32), uint(32)),
    bytes.fromhex("611c01f9"): TupleCodec(DocumentTypeInvalidError, EnumCodec(CodeList), uint(16)),
    bytes.fromhex("a0d70284"): TupleCodec(EncryptionKeyInvalidError, uint(256), uint(256)),
    bytes.fromhex("211e4f27"): TupleCodec(EpochMismatchError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("2b05138e"): TupleCodec(EvaluationOutdatedError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("f3200362"): TupleCodec(EvidenceNotFoundError, fixed_bytes(32), uint(64)),
    bytes.fromhex("25ffd3da"): TupleCodec(EvidencePackEmptyError, fixed_bytes(32)),
    bytes.fromhex("a41c8246"): TupleCodec(EvidencePackExistsError, fixed_bytes(32)),
    bytes.fromhex("0f0aaa51"): TupleCodec(EvidencePackMismatchError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("516ac287"): TupleCodec(EvidencePackSignedError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("d6bda275"): TupleCodec(FailedCallError),
    bytes.fromhex("3ebf89b2"): TupleCodec(
        FingerprintAlreadyBoundError, fixed_bytes(32), fixed_bytes(32), EnumCodec(PaperHolder)
    ),
    bytes.fromhex("e69b6236"): TupleCodec(FounderSignatureCountMismatchError, uint(256), uint(256)),
    bytes.fromhex("5c191597"): TupleCodec(FounderSignatureInvalidError, uint(256), ADDRESS, ADDRESS),
    bytes.fromhex("71c6af49"): TupleCodec(GovernorAlreadyCastVoteError, ADDRESS),
    bytes.fromhex("f20e7d37"): TupleCodec(GovernorAlreadyQueuedProposalError, uint(256)),
    bytes.fromhex("e90a651e"): TupleCodec(GovernorDisabledDepositError),
    bytes.fromhex("c242ee16"): TupleCodec(GovernorInsufficientProposerVotesError, ADDRESS, uint(256), uint(256)),
    bytes.fromhex("447b05d0"): TupleCodec(GovernorInvalidProposalLengthError, uint(256), uint(256), uint(256)),
    bytes.fromhex("94ab6c07"): TupleCodec(GovernorInvalidSignatureError, ADDRESS),
    bytes.fromhex("867db771"): TupleCodec(GovernorInvalidVoteParamsError),
    bytes.fromhex("06b337c2"): TupleCodec(GovernorInvalidVoteTypeError),
    bytes.fromhex("f1cfbf05"): TupleCodec(GovernorInvalidVotingPeriodError, uint(256)),
    bytes.fromhex("6ad06075"): TupleCodec(GovernorNonexistentProposalError, uint(256)),
    bytes.fromhex("47096e47"): TupleCodec(GovernorOnlyExecutorError, ADDRESS),
    bytes.fromhex("ab2d0311"): TupleCodec(GovernorProposalQueueingFailedError, uint(256)),
    bytes.fromhex("d838bcb7"): TupleCodec(GovernorProposalQueueingNotRequiredError, uint(256)),
    bytes.fromhex("d9b39557"): TupleCodec(GovernorRestrictedProposerError, ADDRESS),
    bytes.fromhex("8fe5d8a9"): TupleCodec(GovernorUnableToCancelError, uint(256), ADDRESS),
    bytes.fromhex("31b75e4d"): TupleCodec(
        GovernorUnexpectedProposalStateError, uint(256), EnumCodec(ProposalState), fixed_bytes(32)
    ),
    bytes.fromhex("24d544e6"): TupleCodec(
        GrantStatusMismatchError, fixed_bytes(32), uint(32), fixed_bytes(32), EnumCodec(GrantStatus)
    ),
    bytes.fromhex("4b6cb645"): TupleCodec(GuaranteeAlreadyIssuedError, fixed_bytes(32)),
    bytes.fromhex("ad5d2ee1"): TupleCodec(GuaranteeStatusMismatchError, fixed_bytes(32), EnumCodec(GuaranteeStatus)),
    bytes.fromhex("1c735a9c"): TupleCodec(GuaranteeStillRunningError, fixed_bytes(32), uint(48)),
    bytes.fromhex("c2153797"): TupleCodec(GuaranteeTimeOverError, fixed_bytes(32), uint(48)),
    bytes.fromhex("7e185779"): TupleCodec(HandOverMalformedError, fixed_bytes(32)),
    bytes.fromhex("d6e78dca"): TupleCodec(HoldNotLapsedError, fixed_bytes(32), uint(48)),
    bytes.fromhex("bbb9ed93"): TupleCodec(IdentifierMissingError),
    bytes.fromhex("b9c312ab"): TupleCodec(IdentifierNotFreeError, fixed_bytes(32)),
    bytes.fromhex("76f826fa"): TupleCodec(InspectionMalformedError, fixed_bytes(32)),
    bytes.fromhex("1af27894"): TupleCodec(InspectionNotDueError, fixed_bytes(32), fixed_bytes(32), uint(48)),
    bytes.fromhex("d101fb0c"): TupleCodec(InspectorStillActiveError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("d4b12142"): TupleCodec(InstallationInconsistentError, fixed_bytes(32)),
    bytes.fromhex("cf479181"): TupleCodec(InsufficientBalanceError, uint(256), uint(256)),
    bytes.fromhex("752d88c0"): TupleCodec(InvalidAccountNonceError, ADDRESS, uint(256)),
    bytes.fromhex("bd0a21dc"): TupleCodec(InvalidAssignmentSourceError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("ff6b0de3"): TupleCodec(InvalidDelayClaimError, fixed_bytes(32)),
    bytes.fromhex("cf884c8a"): TupleCodec(InvalidDeliveredShareError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("66f7c920"): TupleCodec(InvalidFingerprintError, fixed_bytes(32)),
    bytes.fromhex("b3f03aa5"): TupleCodec(InvalidGuaranteeTermsError, fixed_bytes(32)),
    bytes.fromhex("95e56f20"): TupleCodec(InvalidMilestoneError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("5072f057"): TupleCodec(InvalidOrderTermsError, fixed_bytes(32)),
    bytes.fromhex("50d6c82f"): TupleCodec(InvalidPartShareError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("7b21579a"): TupleCodec(InvalidShareError, uint(32)),
    bytes.fromhex("b3512b0c"): TupleCodec(InvalidShortStringError),
    bytes.fromhex("cc6b28a6"): TupleCodec(InvalidSubOrderTermsError, fixed_bytes(32)),
    bytes.fromhex("08900214"): TupleCodec(
        IssuingPeriodMismatchError, fixed_bytes(2), fixed_bytes(16), uint(48), uint(48)
    ),
    bytes.fromhex("dc39f9c4"): TupleCodec(JurisdictionTakenError, fixed_bytes(2), fixed_bytes(16)),
    bytes.fromhex("3d663f36"): TupleCodec(LapseTimeMismatchError, uint(48)),
    bytes.fromhex("be59cf85"): TupleCodec(LeaseRunningError, fixed_bytes(32), uint(48)),
    bytes.fromhex("e054d725"): TupleCodec(ListLengthOutOfRangeError, uint(256), uint(256), uint(256)),
    bytes.fromhex("eb3ed4f4"): TupleCodec(LocationAlreadyEnteredError, ADDRESS, fixed_bytes(32)),
    bytes.fromhex("07b6c331"): TupleCodec(MachineAlreadyBuiltError, fixed_bytes(32), uint(48)),
    bytes.fromhex("7f3640ad"): TupleCodec(MachineNotInstallableError, fixed_bytes(32)),
    bytes.fromhex("5c99b6aa"): TupleCodec(MakerExistsError, fixed_bytes(16)),
    bytes.fromhex("b9e9a14d"): TupleCodec(MakerIdentityTakenError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("034afdfd"): TupleCodec(MakerIsMemberError, fixed_bytes(16)),
    bytes.fromhex("0fc10f32"): TupleCodec(MemberAlreadyKnownError, fixed_bytes(16)),
    bytes.fromhex("9a5c8edc"): TupleCodec(MemberAlreadyVotedError, uint(256), fixed_bytes(16)),
    bytes.fromhex("ad92b679"): TupleCodec(MemberHoldsValidatorsError, fixed_bytes(16), uint(256)),
    bytes.fromhex("59f9a292"): TupleCodec(
        MemberKindMismatchError, fixed_bytes(16), EnumCodec(MemberKind), EnumCodec(MemberKind)
    ),
    bytes.fromhex("8cf7a4b5"): TupleCodec(MemberNotActiveError, fixed_bytes(16), EnumCodec(MemberStatus)),
    bytes.fromhex("5197304d"): TupleCodec(
        MemberStatusMismatchError, fixed_bytes(16), EnumCodec(MemberStatus), EnumCodec(MemberStatus)
    ),
    bytes.fromhex("b680bae7"): TupleCodec(MemberWithoutVoteError, uint(256), fixed_bytes(16)),
    bytes.fromhex("09455bee"): TupleCodec(MilestoneNotCompletedError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("0dcef9b0"): TupleCodec(
        MilestoneStatusMismatchError, fixed_bytes(32), fixed_bytes(32), EnumCodec(MilestoneStatus)
    ),
    bytes.fromhex("969a4bfa"): TupleCodec(MilestoneWithoutPaymentError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("bc6ef0a9"): TupleCodec(MilestonesStillOpenError, fixed_bytes(32), uint(32)),
    bytes.fromhex("5fa1b991"): TupleCodec(NestedCallRefusedError, ADDRESS, fixed_bytes(4)),
    bytes.fromhex("67bf51bb"): TupleCodec(NoHandOverOfferError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("14287577"): TupleCodec(NoReductionDueError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("1b87a9f3"): TupleCodec(NoSuchInspectionPointError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("ae7a63fc"): TupleCodec(NoTitleOfferError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("fc5d167f"): TupleCodec(NotACheckerError, fixed_bytes(2), fixed_bytes(16)),
    bytes.fromhex("b7ad41af"): TupleCodec(NotAMachineError, fixed_bytes(32)),
    bytes.fromhex("7d989aa0"): TupleCodec(NotAPartyToWorkOrderError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("0ea832e6"): TupleCodec(NotARecallAuthorityError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("1dde4932"): TupleCodec(NotAssigneeError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("afa05e44"): TupleCodec(NotBeneficiaryError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("303b2863"): TupleCodec(NotBuyerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("94d6d712"): TupleCodec(NotCollectingBankError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("3c276e3c"): TupleCodec(NotCounterpartyError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("59d6831b"): TupleCodec(NotGuarantorError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("cc571d8b"): TupleCodec(NotInDirectoryError, fixed_bytes(32), ADDRESS),
    bytes.fromhex("79a7ddee"): TupleCodec(NotInspectorError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("2c283ef6"): TupleCodec(NotInstalledError),
    bytes.fromhex("0edb9fca"): TupleCodec(NotLateError, fixed_bytes(32)),
    bytes.fromhex("4d863342"): TupleCodec(NotOverdueError, fixed_bytes(32), uint(48)),
    bytes.fromhex("4814272b"): TupleCodec(NotPermittedError, fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("c45fdf10"): TupleCodec(NotReceivableBuyerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("96acda4e"): TupleCodec(NotReceivableSellerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("4cbee9c7"): TupleCodec(NotRecordIssuerError, fixed_bytes(32), fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("dcbf812b"): TupleCodec(NotSellerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("39b7194c"): TupleCodec(NotStandbyError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("63f10e2d"): TupleCodec(NotStreamHolderError, fixed_bytes(32), ADDRESS, ADDRESS),
    bytes.fromhex("3045f704"): TupleCodec(NotSupplierError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("2e2950bb"): TupleCodec(NotTheAuthorityError, fixed_bytes(2), fixed_bytes(16)),
    bytes.fromhex("024edf9b"): TupleCodec(NotTheCertificateIssuerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("0ab1b2c9"): TupleCodec(NotTheCoreCreditorError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("a3ef5792"): TupleCodec(NotTheCustodianError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("984c4428"): TupleCodec(NotTheDeclarantError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("245482e9"): TupleCodec(NotTheOwnerError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("597c484d"): TupleCodec(NotTheRegistrarError, fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("4fb92bc5"): TupleCodec(OfferExpiredError, fixed_bytes(32), uint(48)),
    bytes.fromhex("c122ff6d"): TupleCodec(OrderAlreadyAgreedError, fixed_bytes(32)),
    bytes.fromhex("089c7e5b"): TupleCodec(OrderNotFinanceableError, fixed_bytes(32)),
    bytes.fromhex("17b642ec"): TupleCodec(OrderStatusMismatchError, fixed_bytes(32), EnumCodec(OrderStatus)),
    bytes.fromhex("a45a8977"): TupleCodec(OutsideClaimAlreadyRecordedError, fixed_bytes(32)),
    bytes.fromhex("521e907c"): TupleCodec(OutsideClaimNotHeldError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("2c56fc6c"): TupleCodec(PageSizeMismatchError, uint(256), uint(256)),
    bytes.fromhex("98c55c8d"): TupleCodec(PaperCountOutOfRangeError, uint(256), uint(256), uint(256)),
    bytes.fromhex("69f1f864"): TupleCodec(PartExistsError, fixed_bytes(32)),
    bytes.fromhex("e24a95ee"): TupleCodec(PartIsScrappedError, fixed_bytes(32)),
    bytes.fromhex("e525d39f"): TupleCodec(PartIsSuspectedError, fixed_bytes(32)),
    bytes.fromhex("7751fd66"): TupleCodec(PartNotInScopeError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("9ef7a5a9"): TupleCodec(
        PartNotRecalledError, fixed_bytes(32), fixed_bytes(32), EnumCodec(RecallMark)
    ),
    bytes.fromhex("0368a696"): TupleCodec(PartNotSuspectedError, fixed_bytes(32)),
    bytes.fromhex("58f8de73"): TupleCodec(PartStatusMismatchError, fixed_bytes(32), EnumCodec(PartStatus)),
    bytes.fromhex("5e3b7f15"): TupleCodec(PartUnderRecallError, fixed_bytes(32)),
    bytes.fromhex("88228657"): TupleCodec(PartitionAlreadyStreamedError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("15976149"): TupleCodec(PauseAlreadyUsedError),
    bytes.fromhex("ca2ce397"): TupleCodec(PaymentNotAgreedError, fixed_bytes(32)),
    bytes.fromhex("74c2ac06"): TupleCodec(PaymentReferenceMissingError, fixed_bytes(32)),
    bytes.fromhex("0e82d863"): TupleCodec(PaymentReferenceUsedError, fixed_bytes(32)),
    bytes.fromhex("b5ca0fb8"): TupleCodec(PositionTakenError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("02d61721"): TupleCodec(PromiseNotLateError, fixed_bytes(32), uint(48), uint(48)),
    bytes.fromhex("6f6c7abe"): TupleCodec(ProposalThresholdFixedError, uint(256)),
    bytes.fromhex("f3dd7004"): TupleCodec(RLPInvalidEncodingError),
    bytes.fromhex("e7e30740"): TupleCodec(ReasonMissingError, fixed_bytes(32)),
    bytes.fromhex("569a33f4"): TupleCodec(RecallExistsError, fixed_bytes(32)),
    bytes.fromhex("ce372e79"): TupleCodec(RecallMalformedError, fixed_bytes(32)),
    bytes.fromhex("02b35a35"): TupleCodec(RecallNotFullyMarkedError, fixed_bytes(32), uint(256), uint(256)),
    bytes.fromhex("79b5bb2a"): TupleCodec(RecallScopeMismatchError, fixed_bytes(32), EnumCodec(RecallScope)),
    bytes.fromhex("b06c5b71"): TupleCodec(RecallStatusMismatchError, fixed_bytes(32), EnumCodec(RecallStatus)),
    bytes.fromhex("c1733968"): TupleCodec(ReceivableAlreadyPresentedError, fixed_bytes(32)),
    bytes.fromhex("6249290d"): TupleCodec(ReceivableInUseError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("98a365b4"): TupleCodec(ReceivableStatusMismatchError, fixed_bytes(32), EnumCodec(ReceivableStatus)),
    bytes.fromhex("8504ebaa"): TupleCodec(ReceivableVersionMismatchError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("cd2518ff"): TupleCodec(RecordAlreadyPublishedError, fixed_bytes(32)),
    bytes.fromhex("4adfb2d3"): TupleCodec(
        RecordContentInvalidError, fixed_bytes(32), fixed_bytes(32), fixed_bytes(32), uint(8)
    ),
    bytes.fromhex("e1afeeae"): TupleCodec(RecordHasCertificateError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("18f47f1c"): TupleCodec(RecordIsRevokedError, fixed_bytes(32), uint(48)),
    bytes.fromhex("62e0e788"): TupleCodec(RecordNamedTwiceError, fixed_bytes(32)),
    bytes.fromhex("2bcfe23d"): TupleCodec(RecordNotPublishedError, fixed_bytes(32)),
    bytes.fromhex("834702b5"): TupleCodec(RecordVersionMismatchError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("fb55b03a"): TupleCodec(ReferenceMissingError, fixed_bytes(32)),
    bytes.fromhex("df631e58"): TupleCodec(ReminderNotDueError, fixed_bytes(32), fixed_bytes(32), uint(48), uint(48)),
    bytes.fromhex("53acb964"): TupleCodec(RuleBookDraftOpenError, fixed_bytes(2), uint(32)),
    bytes.fromhex("2b47684c"): TupleCodec(RuleBookEmptyError, fixed_bytes(2), uint(32)),
    bytes.fromhex("1bd64333"): TupleCodec(RuleBookNotDraftError, fixed_bytes(2), uint(32)),
    bytes.fromhex("b5c6f7ff"): TupleCodec(RuleBookValidityMismatchError, fixed_bytes(2), uint(48), uint(48)),
    bytes.fromhex("32ffab5c"): TupleCodec(RuleBookVersionMismatchError, fixed_bytes(2), uint(32), uint(32)),
    bytes.fromhex("367279c4"): TupleCodec(RuleMalformedError, uint(256)),
    bytes.fromhex("2523312e"): TupleCodec(RunningHashNotPinnedError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("6dfcc650"): TupleCodec(SafeCastOverflowedUintDowncastError, uint(8), uint(256)),
    bytes.fromhex("65c09407"): TupleCodec(SeatMismatchError, fixed_bytes(16), EnumCodec(Seat), EnumCodec(Seat)),
    bytes.fromhex("fa189cf7"): TupleCodec(SecondGuardianNeededError, fixed_bytes(16)),
    bytes.fromhex("c14c343a"): TupleCodec(SequenceMismatchError, fixed_bytes(32), uint(64), uint(64)),
    bytes.fromhex("e112c2e6"): TupleCodec(SequenceNotInBatchError, uint(64), uint(64), uint(32)),
    bytes.fromhex("18caf8e0"): TupleCodec(
        SerialAlreadyRegisteredError, fixed_bytes(16), fixed_bytes(32), fixed_bytes(32)
    ),
    bytes.fromhex("447f051c"): TupleCodec(ShareExceedsHoldingError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("636d487f"): TupleCodec(ShareExceedsWholeError, fixed_bytes(32), uint(32), uint(32)),
    bytes.fromhex("1cb2bb50"): TupleCodec(SignatureExpiredError, uint(48)),
    bytes.fromhex("d6fe72d8"): TupleCodec(SignatureInvalidError, fixed_bytes(32)),
    bytes.fromhex("77ee79d3"): TupleCodec(SignerMemberMismatchError, fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("1ba5ee0c"): TupleCodec(SnagClassMissingError, fixed_bytes(32)),
    bytes.fromhex("adeb3b85"): TupleCodec(SnagStatusMismatchError, fixed_bytes(32), EnumCodec(SnagStatus)),
    bytes.fromhex("c07e2397"): TupleCodec(SnagsStillOpenError, fixed_bytes(32), uint(32)),
    bytes.fromhex("e7716e30"): TupleCodec(StateAlreadyCarriedError, ADDRESS),
    bytes.fromhex("c20e2882"): TupleCodec(StateNotCarriedError, ADDRESS),
    bytes.fromhex("57a7a273"): TupleCodec(StreamAlreadyOpenError, fixed_bytes(32)),
    bytes.fromhex("305a27a9"): TupleCodec(StringTooLongError, STRING),
    bytes.fromhex("0c3bda15"): TupleCodec(SubOrderAlreadyPlacedError, fixed_bytes(32)),
    bytes.fromhex("b9defd50"): TupleCodec(SubOrderStatusMismatchError, fixed_bytes(32), EnumCodec(SubOrderStatus)),
    bytes.fromhex("92695579"): TupleCodec(TariffCodeMalformedError, uint(40), uint(8)),
    bytes.fromhex("05e78b42"): TupleCodec(TimeLockRunningError, uint(256), uint(48)),
    bytes.fromhex("9fc39ea0"): TupleCodec(TimeTooEarlyError, uint(48), uint(48)),
    bytes.fromhex("997ed03f"): TupleCodec(TimeTooLateError, uint(48), uint(48)),
    bytes.fromhex("5b43dc93"): TupleCodec(TooFewAccountingMembersError, uint(256)),
    bytes.fromhex("b7768825"): TupleCodec(TooFewValidatorsError, uint(256)),
    bytes.fromhex("f545eebe"): TupleCodec(TooManyAccusedError, fixed_bytes(16), fixed_bytes(16)),
    bytes.fromhex("ca1e95ce"): TupleCodec(TooManyChildrenError, fixed_bytes(32), uint(256)),
    bytes.fromhex("cb7213bf"): TupleCodec(TooManyFindingsError, uint(256)),
    bytes.fromhex("e340134b"): TupleCodec(TooManyGovernanceAccountsError, fixed_bytes(16), uint(256)),
    bytes.fromhex("c98f154f"): TupleCodec(TooManyIssuingPeriodsError, fixed_bytes(2), fixed_bytes(16), uint(256)),
    bytes.fromhex("fad66bc5"): TupleCodec(TooManyRecallsError, fixed_bytes(16), fixed_bytes(32), uint(256)),
    bytes.fromhex("6ec0d2a2"): TupleCodec(TooManyRecordsError, uint(256), uint(256)),
    bytes.fromhex("7db414ce"): TupleCodec(TooManyRulesError, fixed_bytes(2), uint(32), uint(256)),
    bytes.fromhex("628fb2b9"): TupleCodec(TooManyValidatorsError, uint(256)),
    bytes.fromhex("7c57fe5c"): TupleCodec(TooManyValidatorsOfMemberError, fixed_bytes(16), uint(256)),
    bytes.fromhex("c4c6fde4"): TupleCodec(UnknownAccountError, ADDRESS),
    bytes.fromhex("e1695c28"): TupleCodec(UnknownAlternativeError, fixed_bytes(32), uint(32)),
    bytes.fromhex("2113eb0d"): TupleCodec(UnknownAssessmentError, fixed_bytes(32), uint(32)),
    bytes.fromhex("817e5d59"): TupleCodec(UnknownAssignmentError, fixed_bytes(32)),
    bytes.fromhex("5088495e"): TupleCodec(UnknownAttestationError, fixed_bytes(32), fixed_bytes(16)),
    bytes.fromhex("877402b0"): TupleCodec(UnknownBatchError, fixed_bytes(32)),
    bytes.fromhex("7332064e"): TupleCodec(UnknownCertificateError, fixed_bytes(32)),
    bytes.fromhex("623d1fd7"): TupleCodec(UnknownDeclarationError, fixed_bytes(32)),
    bytes.fromhex("9e32d4a1"): TupleCodec(UnknownDemandError, fixed_bytes(32)),
    bytes.fromhex("e2f351b2"): TupleCodec(UnknownDeviceError, fixed_bytes(32)),
    bytes.fromhex("41315bed"): TupleCodec(UnknownEvidencePackError, fixed_bytes(32)),
    bytes.fromhex("6d061fc9"): TupleCodec(UnknownGuaranteeError, fixed_bytes(32)),
    bytes.fromhex("43e2540a"): TupleCodec(UnknownIdentifierError, fixed_bytes(32)),
    bytes.fromhex("8c75cc02"): TupleCodec(UnknownJurisdictionError, fixed_bytes(2)),
    bytes.fromhex("54067b78"): TupleCodec(UnknownMakerError, fixed_bytes(16)),
    bytes.fromhex("8adc71a5"): TupleCodec(UnknownMemberError, fixed_bytes(16)),
    bytes.fromhex("95d4efad"): TupleCodec(UnknownMilestoneError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("8b5566c5"): TupleCodec(UnknownOrderError, fixed_bytes(32)),
    bytes.fromhex("b85a494a"): TupleCodec(UnknownOutsideClaimError, fixed_bytes(32)),
    bytes.fromhex("f7072a4b"): TupleCodec(UnknownPartError, fixed_bytes(32)),
    bytes.fromhex("49852d36"): TupleCodec(UnknownRecallError, fixed_bytes(32)),
    bytes.fromhex("3dc4bae1"): TupleCodec(UnknownReceivableError, fixed_bytes(32)),
    bytes.fromhex("b21a3f05"): TupleCodec(UnknownRecordError, fixed_bytes(32)),
    bytes.fromhex("201efbf9"): TupleCodec(UnknownRecordVersionError, fixed_bytes(32), uint(32)),
    bytes.fromhex("fd0d4998"): TupleCodec(UnknownRuleBookError, fixed_bytes(2), uint(32)),
    bytes.fromhex("78518449"): TupleCodec(UnknownStreamError, fixed_bytes(32)),
    bytes.fromhex("5a7c5dc6"): TupleCodec(UnknownSubOrderError, fixed_bytes(32)),
    bytes.fromhex("7d5f5401"): TupleCodec(UnknownWorkOrderError, fixed_bytes(32)),
    bytes.fromhex("d75b8e7b"): TupleCodec(ValidatorAlreadyInSetError, ADDRESS),
    bytes.fromhex("b362aa79"): TupleCodec(ValidatorBelongsToAnotherError, ADDRESS, fixed_bytes(16)),
    bytes.fromhex("09f6733e"): TupleCodec(ValidatorMemberNotAccountingError, ADDRESS, fixed_bytes(16)),
    bytes.fromhex("72594716"): TupleCodec(ValidatorNotInSetError, ADDRESS),
    bytes.fromhex("2350503e"): TupleCodec(ValidatorSetChangedInBlockError, uint(64)),
    bytes.fromhex("f201a999"): TupleCodec(ValidityPeriodInvalidError, uint(48), uint(48)),
    bytes.fromhex("7e6200cb"): TupleCodec(VotingTimeTooLongError, uint(48), uint(48)),
    bytes.fromhex("a02a2b45"): TupleCodec(WarrantyStillRunningError, fixed_bytes(32), uint(48)),
    bytes.fromhex("d43cd6be"): TupleCodec(WorkOrderExistsError, fixed_bytes(32)),
    bytes.fromhex("d00c5cf0"): TupleCodec(WorkOrderHasChangesError, fixed_bytes(32), uint(32)),
    bytes.fromhex("f4f7eaf9"): TupleCodec(WorkOrderMachineMismatchError, fixed_bytes(32), fixed_bytes(32)),
    bytes.fromhex("76525555"): TupleCodec(WorkOrderStatusMismatchError, fixed_bytes(32), EnumCodec(WorkOrderStatus)),
    bytes.fromhex("bcfc6b89"): TupleCodec(WritesPausedError, uint(48)),
}
