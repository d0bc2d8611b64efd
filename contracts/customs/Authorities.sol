// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, MemberKind} from "../access/IMemberRegistry.sol";
import {DocumentType} from "../records/IRecordRegistry.sol";
import {CustomsBase} from "./CustomsBase.sol";
import {IssuingPeriod} from "./CustomsState.sol";
import {Jurisdiction, Rule, RuleBook, RuleBookStatus} from "./CustomsTypes.sol";
import {Entitlements} from "./Entitlements.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";
import {RuleBooks} from "./RuleBooks.sol";
import {RuleMatching} from "./RuleMatching.sol";

/// @title Authorities: their jurisdictions, rule books, and whom they entitle
abstract contract Authorities is CustomsBase {
    /// @inheritdoc ICustomsCompliance
    function claimJurisdiction(bytes2 jurisdiction) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        bytes16 authority = _state.jurisdictions[jurisdiction].authority;
        if (authority != 0) revert JurisdictionTaken(jurisdiction, authority);
        _assign(jurisdiction, member);
    }

    /// @inheritdoc ICustomsCompliance
    function assignJurisdiction(bytes2 jurisdiction, bytes16 authority) external {
        _requireGovernor();
        _assign(jurisdiction, authority);
    }

    /// @inheritdoc ICustomsCompliance
    function designateTranscriber(bytes2 jurisdiction, bytes16 transcriber) external {
        _requireGovernor();
        _authorityOf(jurisdiction);
        if (transcriber != 0) _memberRegistry().requireMember(transcriber, MemberKind.None);
        _state.jurisdictions[jurisdiction].transcriber = transcriber;
        emit TranscriberDesignated(jurisdiction, transcriber);
    }

    /// @inheritdoc ICustomsCompliance
    function publishRuleBook(bytes2 jurisdiction, uint32 version, uint48 validFrom, bytes32 contentHash) external {
        (bytes16 member, bool transcribed) = _requireRuler(jurisdiction);
        _requireId(contentHash);
        RuleBooks.publish(_state, jurisdiction, version, member, transcribed, validFrom, contentHash);
    }

    /// @inheritdoc ICustomsCompliance
    function addRules(bytes2 jurisdiction, uint32 version, Rule[] calldata rules) external {
        _requireRuler(jurisdiction);
        RuleBooks.add(_state, jurisdiction, version, rules);
    }

    /// @inheritdoc ICustomsCompliance
    function sealRuleBook(bytes2 jurisdiction, uint32 version) external {
        (bytes16 member, bool transcribed) = _requireRuler(jurisdiction);
        RuleBooks.close(_state, jurisdiction, version, member, transcribed);
    }

    /// @inheritdoc ICustomsCompliance
    function abandonRuleBook(bytes2 jurisdiction, uint32 version) external {
        _requireRuler(jurisdiction);
        RuleBooks.abandon(_state, jurisdiction, version);
    }

    /// @inheritdoc ICustomsCompliance
    function authorizeIssuer(
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 validFrom,
        uint48 validUntil
    ) external {
        (, bool transcribed) = _requireRuler(jurisdiction);
        _memberRegistry().requireMember(issuer, MemberKind.None);
        _requirePeriod(validFrom, validUntil);
        IssuingPeriod memory period = IssuingPeriod(validFrom, validUntil);
        Entitlements.begin(_state, jurisdiction, documentType, issuer, period, transcribed);
    }

    /// @inheritdoc ICustomsCompliance
    function endIssuerAuthorization(
        bytes2 jurisdiction,
        DocumentType calldata documentType,
        bytes16 issuer,
        uint48 endsAt
    ) external {
        (, bool transcribed) = _requireRuler(jurisdiction);
        Entitlements.end(_state, jurisdiction, documentType, issuer, endsAt, transcribed);
    }

    /// @inheritdoc ICustomsCompliance
    function appointChecker(bytes2 jurisdiction, bytes16 checker, bool appointed) external {
        (, bool transcribed) = _requireRuler(jurisdiction);
        if (appointed) _memberRegistry().requireMember(checker, MemberKind.None);
        _state.checkers[jurisdiction][checker] = appointed;
        emit CheckerAppointed(jurisdiction, checker, appointed, transcribed);
    }

    /// @inheritdoc ICustomsCompliance
    function jurisdictionOf(bytes2 jurisdiction) external view returns (Jurisdiction memory) {
        return _state.jurisdictions[jurisdiction];
    }

    /// @inheritdoc ICustomsCompliance
    function ruleBookOf(bytes2 jurisdiction, uint32 version) external view returns (RuleBook memory book) {
        book = _state.ruleBooks[jurisdiction][version];
        if (book.status == RuleBookStatus.None) revert UnknownRuleBook(jurisdiction, version);
    }

    /// @inheritdoc ICustomsCompliance
    function rulesOf(bytes2 jurisdiction, uint32 version, uint256 offset, uint256 limit)
        external
        view
        returns (Rule[] memory)
    {
        return RuleBooks.page(_state, jurisdiction, version, offset, limit);
    }

    /// @inheritdoc ICustomsCompliance
    function ruleBookAt(bytes2 jurisdiction, uint48 triggerDate) external view returns (uint32 version) {
        return RuleMatching.ruleBookAt(_state, jurisdiction, triggerDate);
    }

    /// @inheritdoc ICustomsCompliance
    function wasAuthorized(bytes2 jurisdiction, DocumentType calldata documentType, bytes16 issuer, uint48 time)
        external
        view
        returns (bool)
    {
        return Entitlements.covers(_state, jurisdiction, documentType, issuer, time);
    }

    /// @inheritdoc ICustomsCompliance
    function isChecker(bytes2 jurisdiction, bytes16 member) external view returns (bool) {
        return _state.checkers[jurisdiction][member];
    }

    function _requireGovernor() private view {
        _memberRegistry(); // is this the contract in the Directory?
        address governor = _contractAt("ConsortiumGovernor");
        if (msg.sender != governor) revert CallerNotPermitted(governor, msg.sender);
    }

    function _assign(bytes2 jurisdiction, bytes16 authority) private {
        if (jurisdiction == 0) revert IdentifierMissing();
        _memberRegistry().requireMember(authority, MemberKind.Customs);
        Jurisdiction storage place = _state.jurisdictions[jurisdiction];
        emit AuthorityAssigned(jurisdiction, authority, place.authority);
        place.authority = authority;
    }
}
