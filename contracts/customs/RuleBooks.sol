// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CodeList} from "../records/IRecordRegistry.sol";
import {CustomsState} from "./CustomsState.sol";
import {Jurisdiction, Rule, RuleBook, RuleBookStatus, RuleEffect} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";
import {RuleMatching} from "./RuleMatching.sol";

/// @title Writing and reading rule books
/// @notice A book is sealed once and never changes; the trigger date alone decides which version applies.
/// @dev A linked library, so that CustomsCompliance keeps to the code size limit. It is called only by delegatecall,
/// on the caller's state, after the caller has checked who may do it.
library RuleBooks {
    /// @notice Rules one call may add, one tariff prefix may have, and a book may have.
    uint256 internal constant RULES_PER_CALL = 32;
    uint256 internal constant RULES_PER_PREFIX = 32;
    uint256 internal constant RULES_PER_BOOK = type(uint16).max;

    /// @notice See ICustomsCompliance.publishRuleBook.
    function publish(
        CustomsState storage state,
        bytes2 jurisdiction,
        uint32 version,
        bytes16 publisher,
        bool transcribed,
        uint48 validFrom,
        bytes32 contentHash
    ) external {
        Jurisdiction storage place = state.jurisdictions[jurisdiction];
        if (place.draftOpen) revert ICustomsErrors.RuleBookDraftOpen(jurisdiction, place.versions);
        if (version != place.versions + 1) {
            revert ICustomsErrors.RuleBookVersionMismatch(jurisdiction, place.versions + 1, version);
        }
        uint32[] storage finished = state.sealedVersions[jurisdiction];
        if (finished.length != 0) {
            uint48 previous = state.ruleBooks[jurisdiction][finished[finished.length - 1]].validFrom;
            if (validFrom < previous) {
                revert ICustomsErrors.RuleBookValidityMismatch(jurisdiction, previous, validFrom);
            }
        }
        place.versions = version;
        place.draftOpen = true;
        RuleBook storage book = state.ruleBooks[jurisdiction][version];
        book.status = RuleBookStatus.Draft;
        book.publisher = publisher;
        book.transcribed = transcribed;
        book.validFrom = validFrom;
        book.contentHash = contentHash;
        emit ICustomsEvents.RuleBookPublished(jurisdiction, version, publisher, transcribed, validFrom, contentHash);
    }

    /// @notice See ICustomsCompliance.addRules.
    function add(CustomsState storage state, bytes2 jurisdiction, uint32 version, Rule[] calldata rules) external {
        RuleBook storage book = _requireDraft(state, jurisdiction, version);
        if (rules.length > RULES_PER_CALL) {
            revert ICustomsErrors.TooManyRules(jurisdiction, version, RULES_PER_CALL);
        }
        Rule[] storage stored = state.rules[jurisdiction][version];
        uint256 number = stored.length;
        for (uint256 i = 0; i < rules.length; ++i) {
            Rule calldata rule = rules[i];
            _checkRule(rule, i);
            uint16[] storage peers =
                state.rulesByPrefix[RuleMatching.prefixKey(jurisdiction, version, rule.tariffPrefix)];
            if (peers.length == RULES_PER_PREFIX) {
                revert ICustomsErrors.TooManyRules(jurisdiction, version, RULES_PER_PREFIX);
            }
            if (number == RULES_PER_BOOK) {
                revert ICustomsErrors.TooManyRules(jurisdiction, version, RULES_PER_BOOK);
            }
            stored.push(rule);
            peers.push(uint16(number));
            emit ICustomsEvents.RuleAdded(jurisdiction, version, uint16(number), rule);
            ++number;
        }
        book.ruleCount = uint16(number);
    }

    /// @notice See ICustomsCompliance.sealRuleBook.
    function close(CustomsState storage state, bytes2 jurisdiction, uint32 version, bytes16 publisher, bool transcribed)
        external
    {
        RuleBook storage book = _requireDraft(state, jurisdiction, version);
        uint16 ruleCount = book.ruleCount;
        if (ruleCount == 0) revert ICustomsErrors.RuleBookEmpty(jurisdiction, version);
        book.status = RuleBookStatus.Sealed;
        book.publisher = publisher;
        book.transcribed = transcribed;
        book.sealedAt = uint48(block.timestamp);
        state.sealedVersions[jurisdiction].push(version);
        state.jurisdictions[jurisdiction].draftOpen = false;
        emit ICustomsEvents.RuleBookSealed(jurisdiction, version, publisher, transcribed, ruleCount);
    }

    /// @notice See ICustomsCompliance.abandonRuleBook.
    function abandon(CustomsState storage state, bytes2 jurisdiction, uint32 version) external {
        _requireDraft(state, jurisdiction, version).status = RuleBookStatus.Abandoned;
        state.jurisdictions[jurisdiction].draftOpen = false;
        emit ICustomsEvents.RuleBookAbandoned(jurisdiction, version);
    }

    /// @notice See ICustomsCompliance.rulesOf.
    function page(CustomsState storage state, bytes2 jurisdiction, uint32 version, uint256 offset, uint256 limit)
        external
        view
        returns (Rule[] memory rules)
    {
        Rule[] storage stored = state.rules[jurisdiction][version];
        if (offset >= stored.length) return rules;
        uint256 count = stored.length - offset;
        if (count > limit) count = limit;
        if (count > 100) count = 100;
        rules = new Rule[](count);
        for (uint256 i = 0; i < count; ++i) {
            rules[i] = stored[offset + i];
        }
    }

    function _requireDraft(CustomsState storage state, bytes2 jurisdiction, uint32 version)
        private
        view
        returns (RuleBook storage book)
    {
        book = state.ruleBooks[jurisdiction][version];
        if (book.status != RuleBookStatus.Draft) revert ICustomsErrors.RuleBookNotDraft(jurisdiction, version);
    }

    function _checkRule(Rule calldata rule, uint256 index) private pure {
        if (rule.tariffPrefix.digits != 0) RuleMatching.checkTariff(rule.tariffPrefix);
        else if (rule.tariffPrefix.value != 0) revert ICustomsErrors.TariffCodeMalformed(rule.tariffPrefix.value, 0);
        bool typed = rule.documentType.codeList != CodeList.None && rule.documentType.code != 0;
        if (
            rule.effect == RuleEffect.None || (rule.effect == RuleEffect.Required && !typed)
                || (rule.effect == RuleEffect.Notice && rule.measure == 0)
                || (rule.supersededSubtype != 0 && rule.supersededSubtype == rule.documentType.subtype)
        ) revert ICustomsErrors.RuleMalformed(index);
    }
}
