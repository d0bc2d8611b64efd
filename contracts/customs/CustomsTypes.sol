// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "../access/IMemberRegistry.sol";
import {DocumentType} from "../records/IRecordRegistry.sol";

// Enums and structs of CustomsCompliance. In every enum None (0) is never a stored state.

/// @notice Where a rule book stands.
/// @param Draft open for rules, not used by any pre-check
/// @param Sealed final; used for trigger dates from its `validFrom` on
/// @param Abandoned a draft that was given up; its number is not used again
enum RuleBookStatus {
    None,
    Draft,
    Sealed,
    Abandoned
}

/// @notice What a rule does once it wins.
/// @param Required the document must be there
/// @param NotRequired lifts the same requirement set by a shorter tariff prefix
/// @param Notice no document; a measure to be noted (for instance an anti-dumping duty)
enum RuleEffect {
    None,
    Required,
    NotRequired,
    Notice
}

/// @notice How one requirement stands.
/// @param Present a named document satisfies the rule
/// @param Missing no named document is of the required type
/// @param Expired its validity ended before the trigger date, or it is older than the rule allows
/// @param Revoked the record or its certificate is revoked
/// @param Unauthorised its issuer was not entitled to issue it at the time of issue
/// @param Superseded it rests on a replaced rule basis, or a newer version of the record exists than the one named
/// @param Inconsistent it is about another consignment, or a checker attested that it contradicts other documents
/// @param Suspended its certificate is suspended
/// @param NotYetValid its validity begins after both the trigger date and now
/// @param Noted a notice, not a requirement: never stops a pre-check from passing
enum FindingStatus {
    None,
    Present,
    Missing,
    Expired,
    Revoked,
    Unauthorised,
    Superseded,
    Inconsistent,
    Suspended,
    NotYetValid,
    Noted
}

/// @notice What a pre-check came to.
/// @param Passed every requirement is present
/// @param Failed at least one requirement is not
/// @param NotAssessed the jurisdiction has no rule book for the trigger date
enum AssessmentOutcome {
    None,
    Passed,
    Failed,
    NotAssessed
}

/// @notice Where a declaration stands.
enum DeclarationStatus {
    None,
    Declared,
    Held,
    UnderInspection,
    Released,
    Refused,
    Seized,
    Withdrawn
}

/// @notice What an authority decides.
enum Decision {
    None,
    Hold,
    Inspect,
    Release,
    Refuse,
    Seize
}

/// @notice Whose word a decision is.
/// @param Own the authority's own account signed it
/// @param Reported the declarant reported it, because the authority has no seat here; never the authority's own word
/// @param Lapsed a hold with an end date ran out without another decision
enum DecisionSource {
    None,
    Own,
    Reported,
    Lapsed
}

/// @notice Where a certificate stands.
enum CertificateStatus {
    None,
    Issued,
    Suspended,
    Revoked
}

/// @notice What a checker found when comparing documents.
enum ConsistencyOutcome {
    None,
    Consistent,
    Inconsistent
}

/// @notice A tariff code or a prefix of one.
/// @param value the digits read as a number, e.g. 842619 (leading zeros are told by `digits`)
/// @param digits 2 to 10; in a rule also 0, which means every code
struct TariffCode {
    uint40 value;
    uint8 digits;
}

/// @notice One line of a rule book.
/// @param requirement the requirement's number in the book; rules with the same number compete, the longest tariff
/// prefix wins, then the one with more conditions, then the earlier one
/// @param effect see {RuleEffect}
/// @param tariffPrefix the goods
/// @param origin ISO 3166-1 alpha-2 country of origin, 0 for any
/// @param destination ISO 3166-1 alpha-2 country of destination, 0 for any
/// @param procedure the authority's own procedure code, e.g. "4000" or "0110", 0 for any
/// @param transportMode UN/ECE recommendation 19 code (1 maritime, 2 rail, 3 road, 4 air…), 0 for any
/// @param documentType required type; subtype 0 accepts every subtype
/// @param supersededSubtype a document of this subtype is Superseded, 0 for none
/// @param issuerKind member kind the issuer must have, None for any
/// @param issuerMustBeAuthorized whether the authority must have authorised the issuer for the type
/// @param mustConcernGoods whether the record's subject must be the order, the consignment or the declaration
/// @param maxAge seconds between the start of the document's validity and the trigger date, 0 for no limit
/// @param measure for a Notice, the measure's code or a digest of its text; else free
struct Rule {
    uint16 requirement;
    RuleEffect effect;
    TariffCode tariffPrefix;
    bytes2 origin;
    bytes2 destination;
    bytes4 procedure;
    uint8 transportMode;
    DocumentType documentType;
    uint16 supersededSubtype;
    MemberKind issuerKind;
    bool issuerMustBeAuthorized;
    bool mustConcernGoods;
    uint32 maxAge;
    bytes32 measure;
}

/// @notice A version of a jurisdiction's rule book.
/// @param status see {RuleBookStatus}
/// @param publisher member that published it
/// @param transcribed whether the publisher is not the authority itself but its transcriber
/// @param validFrom first trigger date it rules, unix seconds
/// @param sealedAt time of sealing, 0 while a draft
/// @param ruleCount number of rules
/// @param contentHash digest of the text it was taken from
struct RuleBook {
    RuleBookStatus status;
    bytes16 publisher;
    bool transcribed;
    uint48 validFrom;
    uint48 sealedAt;
    uint16 ruleCount;
    bytes32 contentHash;
}

/// @notice Who rules in a jurisdiction.
/// @param authority member of kind Customs
/// @param transcriber member that may publish rule books for a mirrored authority, 0 for none
/// @param versions number of rule books published so far, and so the last one's version
/// @param draftOpen whether the last one is open as a draft
struct Jurisdiction {
    bytes16 authority;
    bytes16 transcriber;
    uint32 versions;
    bool draftOpen;
}

/// @notice What a pre-check is asked.
/// @param jurisdiction whose rule book
/// @param tariff the goods' code, 2 to 10 digits
/// @param origin country of origin
/// @param destination country of destination
/// @param procedure procedure code
/// @param transportMode mode at the border
/// @param triggerDate date that decides which rule book applies, unix seconds
/// @param order the order the goods belong to, 0 for none
/// @param consignment the consignment, 0 for none
struct Movement {
    bytes2 jurisdiction;
    TariffCode tariff;
    bytes2 origin;
    bytes2 destination;
    bytes4 procedure;
    uint8 transportMode;
    uint48 triggerDate;
    bytes32 order;
    bytes32 consignment;
}

/// @notice A record in one of its versions.
struct NamedRecord {
    bytes32 record;
    uint32 version;
}

/// @notice How one requirement stands, as stored.
/// @param requirement requirement's number in the rule book
/// @param rule index of the rule that won
/// @param status see {FindingStatus}
/// @param documentType required type
/// @param ruleBookVersion version of the rule book that said so
/// @param record document found, 0 when missing or noted
/// @param version version of the document found
struct Finding {
    uint16 requirement;
    uint16 rule;
    FindingStatus status;
    DocumentType documentType;
    uint32 ruleBookVersion;
    bytes32 record;
    uint32 version;
}

/// @notice One pre-check, as stored. It never changes.
/// @param outcome see {AssessmentOutcome}
/// @param ruleBookVersion rule book used, 0 when there was none
/// @param assessedAt block time
/// @param findings number of findings
/// @param open number of requirements that are not present
struct Assessment {
    AssessmentOutcome outcome;
    uint32 ruleBookVersion;
    uint48 assessedAt;
    uint16 findings;
    uint16 open;
}

/// @notice A declaration as it stands.
/// @param status see {DeclarationStatus}
/// @param declarant member that declared
/// @param declaredAt block time
/// @param assessments number of pre-checks; the last one's number
/// @param decisions number of decisions
/// @param source whose word the last decision is, and so the status; None while nothing was decided
/// @param lapsesAt time at which a running hold lapses into a release, 0 for never
/// @param orderKnown whether OrderFulfilment had the movement's order when it was declared
/// @param dataRecord record that holds the declaration's data set (UNTDID 830 or 929), 0 for none
/// @param movement what was declared
struct Declaration {
    DeclarationStatus status;
    bytes16 declarant;
    uint48 declaredAt;
    uint32 assessments;
    uint32 decisions;
    DecisionSource source;
    uint48 lapsesAt;
    bool orderKnown;
    bytes32 dataRecord;
    Movement movement;
}

/// @notice One decision, as stored. It never changes.
/// @param decision see {Decision}
/// @param source see {DecisionSource}
/// @param member who signed: the authority, or the declarant when reported, or 0 when lapsed
/// @param decidedAt block time
/// @param assessment number of the pre-check it was taken on
/// @param lapsesAt for a Hold, the time it lapses, 0 for never
/// @param account account that signed, 0 when lapsed
/// @param reasonHash digest of the written reason, 0 for none
/// @param referenceHash digest of the authority's reference (e.g. an MRN), 0 for none; never 0 when reported
struct DecisionEntry {
    Decision decision;
    DecisionSource source;
    bytes16 member;
    uint48 decidedAt;
    uint32 assessment;
    uint48 lapsesAt;
    address account;
    bytes32 reasonHash;
    bytes32 referenceHash;
}

/// @notice A certificate: a record whose standing its issuer keeps up to date.
/// @param status see {CertificateStatus}
/// @param issuer member that issued it
/// @param holder member it was issued to, 0 for none
/// @param record the certificate's record
/// @param subject what it is about (part, order, consignment), 0 for none
/// @param documentType its type when issued
/// @param issuedAt block time
/// @param statusSince block time of the last change of status
/// @param validFrom start of validity
/// @param validUntil end of validity, 0 for none
/// @param reasonHash digest of the reason for which it is suspended or revoked, 0 while issued
struct Certificate {
    CertificateStatus status;
    bytes16 issuer;
    bytes16 holder;
    bytes32 record;
    bytes32 subject;
    DocumentType documentType;
    uint48 issuedAt;
    uint48 statusSince;
    uint48 validFrom;
    uint48 validUntil;
    bytes32 reasonHash;
}

/// @notice A checker's statement on a set of documents.
/// @param outcome see {ConsistencyOutcome}
/// @param withdrawn whether the checker took it back
/// @param checker member that attested
/// @param jurisdiction whose checker it is
/// @param attestedAt block time
/// @param aspects what was compared: 1 weights, 2 serials, 4 tariff codes, 8 parties, 16 quantities, 32 marks
/// @param reportHash digest of the checker's report
struct Attestation {
    ConsistencyOutcome outcome;
    bool withdrawn;
    bytes16 checker;
    bytes2 jurisdiction;
    uint48 attestedAt;
    uint16 aspects;
    bytes32 reportHash;
}

/// @notice A set of documents put together for a simplified inspection.
/// @param declaration what it supports
/// @param submitter member that put it together
/// @param submittedAt block time
/// @param items number of documents
/// @param countersignatures number of members that countersigned
/// @param digest keccak256 of the ABI encoding of (declaration, items)
struct EvidencePack {
    bytes32 declaration;
    bytes16 submitter;
    uint48 submittedAt;
    uint16 items;
    uint32 countersignatures;
    bytes32 digest;
}

/// @notice A member's signature under an evidence pack, its submitter's among them.
/// @param account account that signed, 0 where the member did not
/// @param signedAt block time
struct PackSignature {
    address account;
    uint48 signedAt;
}
