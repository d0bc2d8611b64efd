// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentType} from "../records/IRecordRegistry.sol";
import {
    AssessmentOutcome,
    ConsistencyOutcome,
    Decision,
    DeclarationStatus,
    Finding,
    Movement,
    NamedRecord,
    Rule
} from "./CustomsTypes.sol";

/// @title What CustomsCompliance tells indexers. Every row they show can be rebuilt from these events alone.
interface ICustomsEvents {
    /// @notice A jurisdiction got an authority, or another one.
    event AuthorityAssigned(bytes2 indexed jurisdiction, bytes16 indexed authority, bytes16 previous);

    /// @notice A member may, or (0) nobody may any longer, publish rule books for a mirrored authority.
    event TranscriberDesignated(bytes2 indexed jurisdiction, bytes16 indexed transcriber);

    /// @notice A draft rule book was opened.
    event RuleBookPublished(
        bytes2 indexed jurisdiction,
        uint32 indexed version,
        bytes16 indexed publisher,
        bool transcribed,
        uint48 validFrom,
        bytes32 contentHash
    );

    /// @notice A rule was added to a draft.
    event RuleAdded(bytes2 indexed jurisdiction, uint32 indexed version, uint16 indexed rule, Rule terms);

    /// @notice A draft was given up.
    event RuleBookAbandoned(bytes2 indexed jurisdiction, uint32 indexed version);

    /// @notice A rule book is final.
    event RuleBookSealed(
        bytes2 indexed jurisdiction,
        uint32 indexed version,
        bytes16 indexed publisher,
        bool transcribed,
        uint16 ruleCount
    );

    /// @notice A member was entitled to issue a type of document from `validFrom` until before `validUntil` (0 for open).
    /// `transcribed`: by the transcriber of a mirrored authority, not by the authority itself.
    event IssuerAuthorized(
        bytes2 indexed jurisdiction,
        bytes16 indexed issuer,
        DocumentType documentType,
        uint48 validFrom,
        uint48 validUntil,
        bool transcribed
    );

    /// @notice The last authorisation of a member for a type of document ends at `endsAt`.
    event IssuerAuthorizationEnded(
        bytes2 indexed jurisdiction,
        bytes16 indexed issuer,
        DocumentType documentType,
        uint48 endsAt,
        bool transcribed
    );

    /// @notice A checker of consistency was named, or ended; by the authority, or (`transcribed`) its transcriber.
    event CheckerAppointed(bytes2 indexed jurisdiction, bytes16 indexed checker, bool appointed, bool transcribed);

    /// @notice A certificate was issued.
    event CertificateIssued(
        bytes32 indexed certificate,
        bytes16 indexed issuer,
        bytes32 indexed record,
        bytes16 holder,
        bytes32 subject,
        DocumentType documentType,
        uint48 validFrom,
        uint48 validUntil
    );

    /// @notice A certificate was suspended.
    event CertificateSuspended(bytes32 indexed certificate, bytes32 reasonHash);

    /// @notice A suspended certificate counts again.
    event CertificateReinstated(bytes32 indexed certificate);

    /// @notice A certificate was revoked, for good.
    event CertificateRevoked(bytes32 indexed certificate, bytes32 reasonHash);

    /// @notice Goods were declared. `orderKnown`: whether this ledger has the movement's order.
    event DeclarationLodged(
        bytes32 indexed declaration,
        bytes16 indexed declarant,
        bytes2 indexed jurisdiction,
        Movement movement,
        bytes32 dataRecord,
        bool orderKnown
    );

    /// @notice The records a pre-check was made of: the first declaration (assessment 1) or an amendment.
    event RecordsNamed(bytes32 indexed declaration, uint32 indexed assessment, NamedRecord[] records);

    /// @notice One requirement's standing was stored.
    event FindingStored(
        bytes32 indexed declaration, uint32 indexed assessment, uint16 indexed index, Finding finding, bytes32 measure
    );

    /// @notice A pre-check was stored.
    event DeclarationAssessed(
        bytes32 indexed declaration,
        uint32 indexed assessment,
        AssessmentOutcome outcome,
        uint32 ruleBookVersion,
        uint16 findings,
        uint16 open
    );

    /// @notice The authority decided, by its own account.
    event DecisionTaken(
        bytes32 indexed declaration,
        bytes16 indexed authority,
        uint32 indexed number,
        Decision decision,
        uint32 assessment,
        uint48 lapsesAt,
        bytes32 reasonHash,
        bytes32 referenceHash,
        DeclarationStatus status
    );

    /// @notice The declarant reported a decision of an authority that has no seat here.
    event DecisionReported(
        bytes32 indexed declaration,
        bytes16 indexed declarant,
        uint32 indexed number,
        Decision decision,
        uint32 assessment,
        bytes32 referenceHash,
        DeclarationStatus status
    );

    /// @notice A hold's end date came without another decision, which is a release by nobody.
    event HoldLapsed(
        bytes32 indexed declaration, uint32 indexed number, uint32 assessment, DeclarationStatus status
    );

    /// @notice The declarant took a declaration back before anything was decided.
    event DeclarationWithdrawn(bytes32 indexed declaration);

    /// @notice A checker compared documents.
    event ConsistencyAttested(
        bytes32 indexed attestation,
        bytes16 indexed checker,
        bytes2 indexed jurisdiction,
        NamedRecord[] records,
        uint16 aspects,
        ConsistencyOutcome outcome,
        bytes32 reportHash
    );

    /// @notice An attestation was taken back: by its checker, or by who rules in the jurisdiction.
    event AttestationWithdrawn(bytes32 indexed attestation, bytes16 indexed member);

    /// @notice A declarant put documents together for a simplified inspection; `issuers` are the members that
    /// published each of them.
    event EvidencePackSubmitted(
        bytes32 indexed pack,
        bytes32 indexed declaration,
        bytes16 indexed submitter,
        address account,
        NamedRecord[] items,
        bytes16[] issuers,
        bytes32 digest
    );

    /// @notice Another member stands by a pack, by its digest.
    event EvidencePackCountersigned(bytes32 indexed pack, bytes16 indexed member, address account, bytes32 digest);
}
