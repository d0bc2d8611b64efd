// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentType} from "../records/IRecordRegistry.sol";
import {
    Assessment,
    Attestation,
    Certificate,
    ConsistencyOutcome,
    Decision,
    DecisionEntry,
    Declaration,
    EvidencePack,
    Finding,
    Jurisdiction,
    Movement,
    NamedRecord,
    PackSignature,
    Rule,
    RuleBook
} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";

/// @title Customs compliance: rule books, certificates, declarations, pre-checks and decisions
/// @notice Says which documents an authority's rule book asks for, how the named documents stand against it (the
/// pre-check), and what the authority decided. The two are kept apart: a pre-check is arithmetic on this ledger, a
/// decision is the authority's. Nothing here says that goods are compliant.
interface ICustomsCompliance is ICustomsErrors, ICustomsEvents {
    // ------------------------------------------------------------------------------------------- authorities and rules

    /// @notice Takes a jurisdiction that nobody has.
    /// @dev Caller: Operations account of a member of kind Customs. First come; the governor can reassign.
    function claimJurisdiction(bytes2 jurisdiction) external;

    /// @notice Gives a jurisdiction to an authority. Caller: the governor.
    /// @param authority member of kind Customs
    function assignJurisdiction(bytes2 jurisdiction, bytes16 authority) external;

    /// @notice Says who transcribes a mirrored authority's rules. Caller: the governor.
    /// @param transcriber member, or 0 to end it
    function designateTranscriber(bytes2 jurisdiction, bytes16 transcriber) external;

    /// @notice Opens a draft rule book.
    /// @dev Caller: the authority, or the transcriber while the authority is Mirrored.
    /// @param version the last version + 1
    /// @param validFrom first trigger date it rules; not before the last sealed book's
    /// @param contentHash digest of the text it was taken from
    function publishRuleBook(bytes2 jurisdiction, uint32 version, uint48 validFrom, bytes32 contentHash) external;

    /// @notice Adds rules to the draft, at most 32 a call. Caller: as for
    /// {publishRuleBook}.
    function addRules(bytes2 jurisdiction, uint32 version, Rule[] calldata rules) external;

    /// @notice Makes the draft final. Caller: as for {publishRuleBook}; it becomes the publisher.
    function sealRuleBook(bytes2 jurisdiction, uint32 version) external;

    /// @notice Gives the draft up. Caller: as for {publishRuleBook}.
    function abandonRuleBook(bytes2 jurisdiction, uint32 version) external;

    /// @notice Entitles a member to issue a type of document. Caller: as for {publishRuleBook}.
    /// @param documentType subtype 0 covers every subtype
    /// @param validFrom start; not before the end of the member's previous period for the type
    /// @param validUntil end, exclusive, 0 for open
    function authorizeIssuer(
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 validFrom,
        uint48 validUntil
    ) external;

    /// @notice Ends the member's last period for a type. Caller: as for {publishRuleBook}.
    /// @param endsAt new end, after its start and before its present end; may lie in the past, and then takes
    /// back what the member issued since (for later pre-checks)
    function endIssuerAuthorization(
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 endsAt
    ) external;

    /// @notice Names or ends a checker of consistency. Caller: as for {publishRuleBook}.
    function appointChecker(bytes2 jurisdiction, bytes16 checker, bool appointed) external;

    // ---------------------------------------------------------------------------------------------------- certificates

    /// @notice Issues a certificate on a record of the caller's own.
    /// @param certificate new id
    /// @param record the certificate's record, published by the caller's member; type and validity are its own
    /// @param holder member it is for, 0 for none
    function issueCertificate(bytes32 certificate, bytes32 record, bytes16 holder) external;

    /// @notice Suspends an issued certificate. Caller: its issuer.
    /// @param reasonHash digest of the written reason, never 0
    function suspendCertificate(bytes32 certificate, bytes32 reasonHash) external;

    /// @notice Lifts a suspension. Caller: its issuer.
    function reinstateCertificate(bytes32 certificate) external;

    /// @notice Revokes a certificate for good. Caller: its issuer.
    /// @param reasonHash digest of the written reason, never 0
    function revokeCertificate(bytes32 certificate, bytes32 reasonHash) external;

    // -------------------------------------------------------------------------------------- declarations and decisions

    /// @notice Answers what a declaration would be told, without declaring anything.
    /// @param movement the goods and their way
    /// @param records documents at hand, at most 32, each once
    /// @return assessment the outcome, assessedAt being now
    /// @return findings one per requirement
    function precheck(Movement calldata movement, NamedRecord[] calldata records)
        external
        view
        returns (Assessment memory assessment, Finding[] memory findings);

    /// @notice Declares goods, and stores the pre-check. Caller: any member; it becomes the declarant.
    /// @param declaration new id
    /// @param dataRecord record of the declaration's own data set, 0 for none
    function declare(
        bytes32 declaration,
        Movement calldata movement,
        bytes32 dataRecord,
        NamedRecord[] calldata records
    ) external;

    /// @notice Names the records anew and stores a further pre-check; earlier ones stay. Caller: the declarant, while
    /// nothing final was decided. The trigger date, and with it the rule book's choice, stays.
    function amend(bytes32 declaration, NamedRecord[] calldata records) external;

    /// @notice Takes a declaration back before any decision. Caller: the declarant.
    function withdraw(bytes32 declaration) external;

    /// @notice Decides. Caller: the jurisdiction's authority, which has a seat.
    /// @param assessment number of the pre-check it is taken on: the last one
    /// @param lapsesAt for a Hold, when it turns into a release unless decided otherwise, 0 for never
    /// @param reasonHash digest of the written reason, 0 for none
    /// @param referenceHash digest of the authority's reference, 0 for none
    function decide(
        bytes32 declaration,
        uint32 assessment,
        Decision decision,
        uint48 lapsesAt,
        bytes32 reasonHash,
        bytes32 referenceHash
    ) external;

    /// @notice Reports a decision of a mirrored authority. Caller: the declarant.
    /// @param referenceHash digest of the authority's reference, never 0
    function reportDecision(bytes32 declaration, Decision decision, bytes32 referenceHash) external;

    /// @notice Turns a hold whose end date has passed into a release. Caller: any member.
    function lapseHold(bytes32 declaration) external;

    // ------------------------------------------------------------------------------------------- consistency, evidence

    /// @notice States that documents agree, or contradict each other. Caller: an appointed checker.
    /// @dev An Inconsistent attestation makes each named record version Inconsistent in this jurisdiction's later
    /// pre-checks, until it is withdrawn.
    /// @param attestation new id
    /// @param records the documents compared, 2 to 16, each once
    /// @param aspects what was compared, see {Attestation}
    function attestConsistency(
        bytes32 attestation,
        bytes2 jurisdiction,
        NamedRecord[] calldata records,
        uint16 aspects,
        ConsistencyOutcome outcome,
        bytes32 reportHash
    ) external;

    /// @notice Takes an attestation back. Caller: the checker that made it, or who rules in its jurisdiction (as for
    /// {publishRuleBook}).
    /// @param records the same records, in the same order
    function withdrawAttestation(bytes32 attestation, NamedRecord[] calldata records) external;

    /// @notice Puts documents together for a simplified inspection. Caller: the declarant.
    /// @param items the documents, 1 to 32, each once and none revoked
    function submitEvidencePack(bytes32 pack, bytes32 declaration, NamedRecord[] calldata items) external;

    /// @notice Stands by a pack. Caller: any member but those that signed it already.
    /// @param digest the pack's, which says what the caller means to stand by
    function countersignEvidencePack(bytes32 pack, bytes32 digest) external;

    // ----------------------------------------------------------------------------------------------------------- views

    /// @notice A jurisdiction, zeros where it has no authority.
    function jurisdictionOf(bytes2 jurisdiction) external view returns (Jurisdiction memory);

    /// @notice A rule book. Reverts {UnknownRuleBook}.
    function ruleBookOf(bytes2 jurisdiction, uint32 version) external view returns (RuleBook memory);

    /// @notice Rules of a book in the order they were added, at most 100.
    function rulesOf(bytes2 jurisdiction, uint32 version, uint256 offset, uint256 limit)
        external
        view
        returns (Rule[] memory);

    /// @notice Version of the sealed book that rules a trigger date, 0 for none.
    function ruleBookAt(bytes2 jurisdiction, uint48 triggerDate) external view returns (uint32 version);

    /// @notice Whether the authority had entitled a member to issue a type of document at a time.
    function wasAuthorized(bytes2 jurisdiction, DocumentType calldata documentType, bytes16 issuer, uint48 time)
        external
        view
        returns (bool);

    /// @notice Whether a member is a checker for a jurisdiction.
    function isChecker(bytes2 jurisdiction, bytes16 member) external view returns (bool);

    /// @notice A certificate. Reverts {UnknownCertificate}.
    function certificateOf(bytes32 certificate) external view returns (Certificate memory);

    /// @notice The certificate on a record, 0 for none.
    function certificateOn(bytes32 record) external view returns (bytes32 certificate);

    /// @notice A declaration. Reverts {UnknownDeclaration}.
    function declarationOf(bytes32 declaration) external view returns (Declaration memory);

    /// @notice A stored pre-check. Reverts {UnknownAssessment}.
    /// @param assessment 1 for the first
    function assessmentOf(bytes32 declaration, uint32 assessment) external view returns (Assessment memory);

    /// @notice Findings of a stored pre-check, at most 64.
    function findingsOf(bytes32 declaration, uint32 assessment) external view returns (Finding[] memory);

    /// @notice Decisions in the order they were taken, at most 100.
    function decisionsOf(bytes32 declaration, uint256 offset, uint256 limit)
        external
        view
        returns (DecisionEntry[] memory);

    /// @notice An attestation, zeros where there is none.
    function attestationOf(bytes32 attestation) external view returns (Attestation memory);

    /// @notice How many standing attestations in a jurisdiction call a record version inconsistent.
    function inconsistenciesOf(bytes2 jurisdiction, NamedRecord calldata named) external view returns (uint32);

    /// @notice An evidence pack. Reverts {UnknownEvidencePack}.
    function evidencePackOf(bytes32 pack) external view returns (EvidencePack memory);

    /// @notice By which account and when a member signed a pack; zeros where it did not.
    function packSignatureOf(bytes32 pack, bytes16 member) external view returns (PackSignature memory);
}
