// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecordRegistry} from "../records/IRecordRegistry.sol";

/// @title Customs compliance: rule books, certificates, declarations, pre-checks and decisions
/// @notice Says which documents an authority's rule book asks for, how the named documents stand against it (the
/// pre-check), and what the authority decided. The two are kept apart: a pre-check is arithmetic on this ledger, a
/// decision is the authority's. Nothing here says that goods are compliant.
/// @dev Every row an indexer shows can be rebuilt from the events alone.
interface ICustomsCompliance {
    // ------------------------------------------------------------------------------------------------ enums

    /// @notice Where a rule book stands.
    /// @param Draft open for rules, not used by any pre-check
    /// @param Sealed final; used for trigger dates from its `validFrom` on
    enum RuleBookStatus {
        None,
        Draft,
        Sealed
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

    // ---------------------------------------------------------------------------------------------- structs

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
    /// @param issuerKind member kind the issuer must have (MemberKind's number), 0 for any
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
        IRecordRegistry.DocumentType documentType;
        uint16 supersededSubtype;
        uint8 issuerKind;
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
    /// @param sealedVersions number of sealed rule books; their versions are 1..sealedVersions
    /// @param draftOpen whether version sealedVersions + 1 is open as a draft
    struct Jurisdiction {
        bytes16 authority;
        bytes16 transcriber;
        uint32 sealedVersions;
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
        IRecordRegistry.DocumentType documentType;
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
    /// @param lapsesAt time at which a running hold lapses into a release, 0 for never
    /// @param dataRecord record that holds the declaration's data set (UNTDID 830 or 929), 0 for none
    /// @param movement what was declared
    struct Declaration {
        DeclarationStatus status;
        bytes16 declarant;
        uint48 declaredAt;
        uint32 assessments;
        uint32 decisions;
        uint48 lapsesAt;
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
    /// @param reasonHash digest of the written reason, 0 for none
    /// @param referenceHash digest of the authority's reference (e.g. an MRN), 0 for none; never 0 when reported
    struct DecisionEntry {
        Decision decision;
        DecisionSource source;
        bytes16 member;
        uint48 decidedAt;
        uint32 assessment;
        uint48 lapsesAt;
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
    /// @param reasonHash digest of the reason for the last suspension or revocation
    struct Certificate {
        CertificateStatus status;
        bytes16 issuer;
        bytes16 holder;
        bytes32 record;
        bytes32 subject;
        IRecordRegistry.DocumentType documentType;
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
        uint16 countersignatures;
        bytes32 digest;
    }

    // ----------------------------------------------------------------------------------------------- events

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

    /// @notice A rule book is final.
    event RuleBookSealed(bytes2 indexed jurisdiction, uint32 indexed version, uint16 ruleCount);

    /// @notice An authority entitled a member to issue a type of document from `validFrom` until `validUntil` (0 for open).
    event IssuerAuthorized(
        bytes2 indexed jurisdiction,
        bytes16 indexed issuer,
        IRecordRegistry.DocumentType documentType,
        uint48 validFrom,
        uint48 validUntil
    );

    /// @notice The last authorisation of a member for a type of document ends at `endsAt`.
    event IssuerAuthorizationEnded(
        bytes2 indexed jurisdiction, bytes16 indexed issuer, IRecordRegistry.DocumentType documentType, uint48 endsAt
    );

    /// @notice An authority named, or ended, a checker of consistency.
    event CheckerAppointed(bytes2 indexed jurisdiction, bytes16 indexed checker, bool appointed);

    /// @notice A certificate was issued.
    event CertificateIssued(
        bytes32 indexed certificate,
        bytes16 indexed issuer,
        bytes32 indexed record,
        bytes16 holder,
        bytes32 subject,
        IRecordRegistry.DocumentType documentType,
        uint48 validFrom,
        uint48 validUntil
    );

    /// @notice A certificate was suspended.
    event CertificateSuspended(bytes32 indexed certificate, bytes32 reasonHash);

    /// @notice A suspended certificate counts again.
    event CertificateReinstated(bytes32 indexed certificate);

    /// @notice A certificate was revoked, for good.
    event CertificateRevoked(bytes32 indexed certificate, bytes32 reasonHash);

    /// @notice Goods were declared.
    event DeclarationLodged(
        bytes32 indexed declaration,
        bytes16 indexed declarant,
        bytes2 indexed jurisdiction,
        Movement movement,
        bytes32 dataRecord
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

    /// @notice The authority decided, by its own account, or a hold lapsed (source Lapsed, authority's rule).
    event DecisionTaken(
        bytes32 indexed declaration,
        bytes16 indexed authority,
        uint32 indexed number,
        Decision decision,
        DecisionSource source,
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

    /// @notice A checker took an attestation back.
    event AttestationWithdrawn(bytes32 indexed attestation);

    /// @notice A declarant put documents together for a simplified inspection; `issuers` are the members that
    /// published each of them.
    event EvidencePackSubmitted(
        bytes32 indexed pack,
        bytes32 indexed declaration,
        bytes16 indexed submitter,
        NamedRecord[] items,
        bytes16[] issuers,
        bytes32 digest
    );

    /// @notice Another member stands by a pack.
    event EvidencePackCountersigned(bytes32 indexed pack, bytes16 indexed member);

    // ----------------------------------------------------------------------------------------------- errors

    /// @notice The jurisdiction has no authority.
    error UnknownJurisdiction(bytes2 jurisdiction);
    /// @notice The jurisdiction already has an authority; only the governor can assign another.
    error JurisdictionTaken(bytes2 jurisdiction, bytes16 authority);
    /// @notice The jurisdiction code is empty.
    error EmptyJurisdiction();
    /// @notice The caller's member is not the jurisdiction's authority.
    error NotTheAuthority(bytes2 jurisdiction, bytes16 member);
    /// @notice Only the consortium's governor may do this.
    error NotTheGovernor(address caller);
    /// @notice The authority's seat is not Mirrored: it speaks for itself.
    error AuthorityHasSeat(bytes2 jurisdiction, bytes16 authority);
    /// @notice A mirrored authority cannot decide by itself.
    error AuthorityIsMirrored(bytes2 jurisdiction, bytes16 authority);
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
    /// @notice A period ends before it begins, or begins before the last one ended.
    error PeriodMismatch(uint48 validFrom, uint48 validUntil);
    /// @notice The member has no authorisation for the type that could end then.
    error IssuerNotAuthorized(bytes2 jurisdiction, bytes16 issuer);
    /// @notice The record does not exist in that version.
    error UnknownRecordVersion(bytes32 record, uint32 version);
    /// @notice The record was published by another member.
    error NotTheRecordIssuer(bytes32 record, bytes16 member);
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
    /// @notice There is no such attestation by this member that still stands.
    error UnknownAttestation(bytes32 attestation, bytes16 member);
    /// @notice Not an attestation: no outcome, no aspect, or fewer than two records.
    error AttestationMalformed();
    /// @notice The pack exists already.
    error EvidencePackExists(bytes32 pack);
    /// @notice There is no such pack.
    error UnknownEvidencePack(bytes32 pack);
    /// @notice The member signed the pack already.
    error EvidencePackSigned(bytes32 pack, bytes16 member);

    // ----------------------------------------------------------------------------------- authorities and rules

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
    /// @param version the last sealed version + 1
    /// @param validFrom first trigger date it rules; not before the last sealed book's
    /// @param contentHash digest of the text it was taken from
    function publishRuleBook(bytes2 jurisdiction, uint32 version, uint48 validFrom, bytes32 contentHash) external;

    /// @notice Adds rules to the draft, at most 32 a call. Caller: the draft's publisher.
    function addRules(bytes2 jurisdiction, uint32 version, Rule[] calldata rules) external;

    /// @notice Makes the draft final. Caller: the draft's publisher.
    function sealRuleBook(bytes2 jurisdiction, uint32 version) external;

    /// @notice Entitles a member to issue a type of document. Caller: the authority.
    /// @param documentType subtype 0 covers every subtype
    /// @param validFrom start; not before the end of the member's previous period for the type
    /// @param validUntil end, 0 for open
    function authorizeIssuer(
        bytes2 jurisdiction,
        IRecordRegistry.DocumentType calldata documentType,
        bytes16 issuer,
        uint48 validFrom,
        uint48 validUntil
    ) external;

    /// @notice Ends the member's last period for a type. Caller: the authority.
    /// @param endsAt new end, after its start and before its present end; may lie in the past
    function endIssuerAuthorization(
        bytes2 jurisdiction, IRecordRegistry.DocumentType calldata documentType, bytes16 issuer, uint48 endsAt
    ) external;

    /// @notice Names or ends a checker of consistency. Caller: the authority.
    function appointChecker(bytes2 jurisdiction, bytes16 checker, bool appointed) external;

    // --------------------------------------------------------------------------------------------- certificates

    /// @notice Issues a certificate on a record of the caller's own.
    /// @param certificate new id
    /// @param record the certificate's record, published by the caller's member; type and validity are its own
    /// @param holder member it is for, 0 for none
    function issueCertificate(bytes32 certificate, bytes32 record, bytes16 holder) external;

    /// @notice Suspends an issued certificate. Caller: its issuer.
    function suspendCertificate(bytes32 certificate, bytes32 reasonHash) external;

    /// @notice Lifts a suspension. Caller: its issuer.
    function reinstateCertificate(bytes32 certificate) external;

    /// @notice Revokes a certificate for good. Caller: its issuer.
    function revokeCertificate(bytes32 certificate, bytes32 reasonHash) external;

    // ------------------------------------------------------------------------------- declarations and decisions

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
        bytes32 declaration, Movement calldata movement, bytes32 dataRecord, NamedRecord[] calldata records
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

    /// @notice Turns a hold whose end date has passed into a release. Caller: anyone.
    function lapseHold(bytes32 declaration) external;

    // ------------------------------------------------------------------------------------ consistency, evidence

    /// @notice States that documents agree, or contradict each other. Caller: an appointed checker.
    /// @dev An Inconsistent attestation makes each named record version Inconsistent in this jurisdiction's later
    /// pre-checks, until it is withdrawn.
    /// @param attestation new id
    /// @param records the documents compared, 2 to 16
    /// @param aspects what was compared, see {Attestation}
    function attestConsistency(
        bytes32 attestation,
        bytes2 jurisdiction,
        NamedRecord[] calldata records,
        uint16 aspects,
        ConsistencyOutcome outcome,
        bytes32 reportHash
    ) external;

    /// @notice Takes an attestation back. Caller: the checker that made it.
    /// @param records the same records, in the same order
    function withdrawAttestation(bytes32 attestation, NamedRecord[] calldata records) external;

    /// @notice Puts documents together for a simplified inspection. Caller: the declarant.
    /// @param items the documents, 1 to 32
    function submitEvidencePack(bytes32 pack, bytes32 declaration, NamedRecord[] calldata items) external;

    /// @notice Stands by a pack. Caller: any member but those that signed it already.
    function countersignEvidencePack(bytes32 pack) external;

    // ---------------------------------------------------------------------------------------------------- views

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
    function wasAuthorized(
        bytes2 jurisdiction, IRecordRegistry.DocumentType calldata documentType, bytes16 issuer, uint48 time
    ) external view returns (bool);

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
    function inconsistenciesOf(bytes2 jurisdiction, bytes32 record, uint32 version) external view returns (uint32);

    /// @notice An evidence pack. Reverts {UnknownEvidencePack}.
    function evidencePackOf(bytes32 pack) external view returns (EvidencePack memory);
}
