// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, MemberKind} from "../access/IMemberRegistry.sol";
import {DocumentType, IRecordRegistry, Record, RecordStatus, RecordVersion} from "../records/IRecordRegistry.sol";
import {CustomsState} from "./CustomsState.sol";
import {
    Assessment,
    AssessmentOutcome,
    CertificateStatus,
    Finding,
    FindingStatus,
    Movement,
    NamedRecord,
    Rule,
    RuleEffect
} from "./CustomsTypes.sol";
import {IssuingPeriods} from "./IssuingPeriods.sol";
import {NamedRecords} from "./NamedRecords.sol";
import {RuleMatching} from "./RuleMatching.sol";

/// @title The pre-check
/// @notice Arithmetic only: the rule book in force on the trigger date against the records named. The same function
/// answers before anything is declared and is stored with a declaration.
library PreCheck {
    /// @notice Records one pre-check may name.
    uint256 internal constant RECORDS = 32;

    /// @notice What is read about records and their issuers.
    struct Sources {
        IRecordRegistry records;
        IMemberRegistry members;
    }

    /// @dev What the rules need to know of a named record, read once; whether its issuer
    /// was entitled, when a rule first asks. `standing` is what is wrong with it whatever the
    /// rule (Revoked, Suspended, Inconsistent), else None.
    struct Candidate {
        bytes32 record;
        uint32 version;
        DocumentType documentType;
        FindingStatus standing;
        bool outdated;
        bool signedInTime;
        bool entitlementRead;
        bool entitled;
        bytes16 issuer;
        MemberKind issuerKind;
        uint48 publishedAt;
        uint48 validFrom;
        uint48 validUntil;
        bytes32 subject;
    }

    /// @dev What a rule is judged on. `declaration` is 0 before anything is declared.
    struct Question {
        bytes32 declaration;
        Movement movement;
        Candidate[] candidates;
    }

    /// @notice Judges `records` by the rule book in force on the movement's trigger date.
    /// @param declaration Its id, 0 before anything is declared
    function assess(
        CustomsState storage state,
        Sources memory sources,
        bytes32 declaration,
        Movement memory movement,
        NamedRecord[] calldata records
    ) internal view returns (Assessment memory assessment, Finding[] memory findings) {
        RuleMatching.checkTariff(movement.tariff);
        Question memory question =
            Question(declaration, movement, _candidates(state, sources, movement.jurisdiction, records));
        assessment.assessedAt = uint48(block.timestamp);
        assessment.ruleBookVersion = RuleMatching.ruleBookAt(state, movement.jurisdiction, movement.triggerDate);
        if (assessment.ruleBookVersion == 0) {
            assessment.outcome = AssessmentOutcome.NotAssessed;
            return (assessment, findings);
        }
        findings = _judgeAll(state, question, assessment.ruleBookVersion);
        for (uint256 i = 0; i < findings.length; ++i) {
            FindingStatus status = findings[i].status;
            if (status != FindingStatus.Present && status != FindingStatus.Noted) ++assessment.open;
        }
        assessment.findings = uint16(findings.length);
        assessment.outcome = assessment.open == 0 ? AssessmentOutcome.Passed : AssessmentOutcome.Failed;
    }

    function _judgeAll(CustomsState storage state, Question memory question, uint32 version)
        private
        view
        returns (Finding[] memory findings)
    {
        (RuleMatching.Winner[] memory winners, uint256 count) = RuleMatching.winners(state, question.movement, version);
        Rule[] storage rules = state.rules[question.movement.jurisdiction][version];
        findings = new Finding[](count);
        uint256 kept;
        for (uint256 i = 0; i < count; ++i) {
            Rule memory rule = rules[winners[i].rule];
            if (rule.effect == RuleEffect.NotRequired) continue;
            Finding memory finding = findings[kept++];
            finding.requirement = rule.requirement;
            finding.rule = winners[i].rule;
            finding.documentType = rule.documentType;
            finding.ruleBookVersion = version;
            if (rule.effect == RuleEffect.Notice) finding.status = FindingStatus.Noted;
            else _judge(state, question, rule, finding);
        }
        // The array was made for all winners; those that lift a requirement leave no finding.
        assembly ("memory-safe") {
            mstore(findings, kept)
        }
    }

    /// @dev The first record that satisfies the rule; else the first of the right type, with what is wrong with it.
    function _judge(CustomsState storage state, Question memory question, Rule memory rule, Finding memory finding)
        private
        view
    {
        finding.status = FindingStatus.Missing;
        for (uint256 i = 0; i < question.candidates.length; ++i) {
            Candidate memory candidate = question.candidates[i];
            FindingStatus status = _standing(state, question, rule, candidate);
            if (status == FindingStatus.None) continue;
            if (status != FindingStatus.Present && finding.status != FindingStatus.Missing) continue;
            finding.status = status;
            finding.record = candidate.record;
            finding.version = candidate.version;
            if (status == FindingStatus.Present) return;
        }
    }

    /// @return None where the record is of another type than the rule is about
    function _standing(
        CustomsState storage state,
        Question memory question,
        Rule memory rule,
        Candidate memory candidate
    ) private view returns (FindingStatus) {
        DocumentType memory wanted = rule.documentType;
        DocumentType memory given = candidate.documentType;
        if (given.codeList != wanted.codeList || given.code != wanted.code) return FindingStatus.None;
        bool superseded = rule.supersededSubtype != 0 && given.subtype == rule.supersededSubtype;
        if (!superseded && wanted.subtype != 0 && given.subtype != wanted.subtype) return FindingStatus.None;
        if (candidate.standing == FindingStatus.Revoked || candidate.standing == FindingStatus.Suspended) {
            return candidate.standing;
        }
        if (!_isAuthorised(state, question.movement.jurisdiction, rule, candidate)) return FindingStatus.Unauthorised;
        if (superseded || candidate.outdated) return FindingStatus.Superseded;
        uint48 trigger = question.movement.triggerDate;
        if (candidate.validUntil != 0 && candidate.validUntil <= trigger) return FindingStatus.Expired;
        if (rule.maxAge != 0 && uint256(candidate.validFrom) + rule.maxAge < trigger) return FindingStatus.Expired;
        if (candidate.validFrom > trigger && candidate.validFrom > block.timestamp) return FindingStatus.NotYetValid;
        if (rule.mustConcernGoods && !_concerns(question, candidate.subject)) return FindingStatus.Inconsistent;
        return candidate.standing == FindingStatus.None ? FindingStatus.Present : candidate.standing;
    }

    function _isAuthorised(
        CustomsState storage state,
        bytes2 jurisdiction,
        Rule memory rule,
        Candidate memory candidate
    ) private view returns (bool) {
        if (!candidate.signedInTime) return false;
        if (rule.issuerKind != MemberKind.None && rule.issuerKind != candidate.issuerKind) return false;
        if (!rule.issuerMustBeAuthorized) return true;
        if (candidate.entitlementRead) return candidate.entitled;
        candidate.entitlementRead = true;
        candidate.entitled =
            IssuingPeriods.covers(state, jurisdiction, candidate.documentType, candidate.issuer, candidate.publishedAt);
        return candidate.entitled;
    }

    function _concerns(Question memory question, bytes32 subject) private pure returns (bool) {
        if (subject == 0) return false;
        Movement memory movement = question.movement;
        return subject == movement.order || subject == movement.consignment || subject == question.declaration;
    }

    function _candidates(
        CustomsState storage state,
        Sources memory sources,
        bytes2 jurisdiction,
        NamedRecord[] calldata records
    ) private view returns (Candidate[] memory candidates) {
        NamedRecords.requireEachOnce(records, RECORDS);
        candidates = new Candidate[](records.length);
        for (uint256 i = 0; i < records.length; ++i) {
            NamedRecord memory named = records[i];
            Candidate memory candidate = candidates[i];
            _read(sources, named, candidate);
            CertificateStatus certificate = state.certificates[state.certificateOn[named.record]].status;
            if (candidate.standing == FindingStatus.Revoked) continue;
            if (certificate == CertificateStatus.Revoked) {
                candidate.standing = FindingStatus.Revoked;
            } else if (certificate == CertificateStatus.Suspended) {
                candidate.standing = FindingStatus.Suspended;
            } else if (state.inconsistencies[inconsistencyKey(jurisdiction, named)] != 0) {
                candidate.standing = FindingStatus.Inconsistent;
            }
        }
    }

    /// @dev Fills in what RecordRegistry and MemberRegistry say.
    function _read(Sources memory sources, NamedRecord memory named, Candidate memory candidate) private view {
        Record memory record = sources.records.recordOf(named.record);
        RecordVersion memory version = sources.records.versionOf(named.record, named.version);
        if (version.publishedAt == 0) revert IRecordRegistry.UnknownRecordVersion(named.record, named.version);
        candidate.record = named.record;
        candidate.version = named.version;
        candidate.documentType = record.documentType;
        candidate.documentType.subtype = version.subtype;
        candidate.outdated = record.version != named.version;
        candidate.issuer = record.issuer;
        candidate.issuerKind = sources.members.memberOf(record.issuer).kind;
        candidate.publishedAt = version.publishedAt;
        candidate.validFrom = version.validFrom;
        candidate.validUntil = version.validUntil;
        candidate.subject = record.subject;
        // The account that published the version may have been revoked since, from a time before it did so. (That the
        // member was active then, RecordRegistry made sure of.)
        (candidate.signedInTime,) =
            sources.members.wasValid(version.issuerAccount, AccountPurpose.Operations, version.publishedAt);
        if (record.status == RecordStatus.Revoked) candidate.standing = FindingStatus.Revoked;
    }

    /// @notice Key of the count of standing attestations against a record version.
    function inconsistencyKey(bytes2 jurisdiction, NamedRecord memory named) internal pure returns (bytes32) {
        return keccak256(abi.encode(jurisdiction, named.record, named.version));
    }
}
