// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CertificateStatus, DeclarationStatus} from "./CustomsTypes.sol";

/// @title Why CustomsCompliance refuses a call.
interface ICustomsErrors {
    /// @notice The jurisdiction has no authority.
    error UnknownJurisdiction(bytes2 jurisdiction);
    /// @notice The jurisdiction already has an authority; only the governor can assign another.
    error JurisdictionTaken(bytes2 jurisdiction, bytes16 authority);
    /// @notice The caller's member is not the jurisdiction's authority.
    error NotTheAuthority(bytes2 jurisdiction, bytes16 member);
    /// @notice The authority's seat is not Mirrored: it speaks for itself.
    error AuthorityHasSeat(bytes2 jurisdiction, bytes16 authority);
    /// @notice A draft is open already.
    error RuleBookDraftOpen(bytes2 jurisdiction, uint32 version);
    /// @notice There is no such draft.
    error RuleBookNotDraft(bytes2 jurisdiction, uint32 version);
    /// @notice There is no such rule book.
    error UnknownRuleBook(bytes2 jurisdiction, uint32 version);
    /// @notice Rule book versions are numbered without gaps.
    error RuleBookVersionMismatch(bytes2 jurisdiction, uint32 expected, uint32 given);
    /// @notice A rule book may not begin before the one it follows.
    error RuleBookValidityMismatch(bytes2 jurisdiction, uint48 previousValidFrom, uint48 validFrom);
    /// @notice A rule book without a rule cannot be sealed.
    error RuleBookEmpty(bytes2 jurisdiction, uint32 version);
    /// @notice A book has, or a prefix of it has, as many rules as it may.
    error TooManyRules(bytes2 jurisdiction, uint32 version, uint256 limit);
    /// @notice A rule is not well formed: no effect, or a required document without a type.
    error RuleMalformed(uint256 index);
    /// @notice Not a tariff code: digits out of range or the value has more digits than said.
    error TariffCodeMalformed(uint40 value, uint8 digits);
    /// @notice More requirements apply than one pre-check can store.
    error TooManyFindings(uint256 limit);
    /// @notice A list is longer than one call may carry.
    error TooManyRecords(uint256 given, uint256 limit);
    /// @notice The member's last period for the type, if any, cannot end then.
    error IssuingPeriodMismatch(bytes2 jurisdiction, bytes16 issuer, uint48 validFrom, uint48 validUntil);
    /// @notice The member has as many periods for the type as it may.
    error TooManyIssuingPeriods(bytes2 jurisdiction, bytes16 issuer, uint256 limit);
    /// @notice A record is named twice.
    error RecordNamedTwice(bytes32 record);
    /// @notice The certificate exists already.
    error CertificateExists(bytes32 certificate);
    /// @notice The record has a certificate already.
    error RecordHasCertificate(bytes32 record, bytes32 certificate);
    /// @notice There is no such certificate.
    error UnknownCertificate(bytes32 certificate);
    /// @notice The caller's member did not issue the certificate.
    error NotTheCertificateIssuer(bytes32 certificate, bytes16 member);
    /// @notice The certificate's status does not allow it; a revoked one never comes back.
    error CertificateStatusMismatch(bytes32 certificate, CertificateStatus status);
    /// @notice A suspension or revocation must carry a digest of its reason.
    error ReasonMissing(bytes32 certificate);
    /// @notice The declaration exists already.
    error DeclarationExists(bytes32 declaration);
    /// @notice There is no such declaration.
    error UnknownDeclaration(bytes32 declaration);
    /// @notice The caller's member is not the declarant.
    error NotTheDeclarant(bytes32 declaration, bytes16 member);
    /// @notice The declaration's status does not allow it.
    error DeclarationStatusMismatch(bytes32 declaration, DeclarationStatus status);
    /// @notice Not a decision that can be taken.
    error DecisionMalformed();
    /// @notice A newer pre-check exists than the one the decision was taken on.
    error AssessmentMoved(bytes32 declaration, uint32 expected, uint32 current);
    /// @notice There is no such pre-check.
    error UnknownAssessment(bytes32 declaration, uint32 assessment);
    /// @notice A reported decision must carry the authority's reference.
    error ReferenceMissing(bytes32 declaration);
    /// @notice A hold's end date must lie in the future, and only a hold has one.
    error LapseTimeMismatch(uint48 lapsesAt);
    /// @notice The hold has no end date, or it is not reached.
    error HoldNotLapsed(bytes32 declaration, uint48 lapsesAt);
    /// @notice The member is not a checker for the jurisdiction.
    error NotAChecker(bytes2 jurisdiction, bytes16 member);
    /// @notice The attestation exists already.
    error AttestationExists(bytes32 attestation);
    /// @notice There is no such attestation, of these records, that still stands and that this member may take back.
    error UnknownAttestation(bytes32 attestation, bytes16 member);
    /// @notice Not an attestation: no outcome, no aspect or an unknown one, or fewer than two records.
    error AttestationMalformed();
    /// @notice The pack exists already.
    error EvidencePackExists(bytes32 pack);
    /// @notice A pack without a document.
    error EvidencePackEmpty(bytes32 pack);
    /// @notice There is no such pack.
    error UnknownEvidencePack(bytes32 pack);
    /// @notice The pack is not the one that the caller means to stand by.
    error EvidencePackMismatch(bytes32 pack, bytes32 digest, bytes32 given);
    /// @notice The member signed the pack already.
    error EvidencePackSigned(bytes32 pack, bytes16 member);
}
