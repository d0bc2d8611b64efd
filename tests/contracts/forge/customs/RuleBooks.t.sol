// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberKind} from "contracts/access/IMemberRegistry.sol";
import {
    Assessment,
    AssessmentOutcome,
    Finding,
    FindingStatus,
    Jurisdiction,
    Movement,
    NamedRecord,
    Rule,
    RuleBook,
    RuleBookStatus,
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

contract RuleBooksTest is CustomsDesk {
    NamedRecord[] internal none;

    // ------------------------------------------------------------------------------------------- jurisdictions

    function test_aJurisdictionIsClaimedOnceAndOnlyByCustoms() public {
        refused(CUSTOMS_HOME, abi.encodeWithSelector(ICustomsErrors.JurisdictionTaken.selector, NL, CUSTOMS_OVERSEAS));
        customs.claimJurisdiction(NL);
        refused(
            BUYER,
            abi.encodeWithSelector(
                IMemberRegistry.MemberKindMismatch.selector, BUYER, MemberKind.Customs, MemberKind.Buyer
            )
        );
        customs.claimJurisdiction(CN);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.claimJurisdiction(0);
    }

    function test_theGovernorAssigns() public {
        address caller = operations(CUSTOMS_HOME);
        refused(
            CUSTOMS_HOME,
            abi.encodeWithSelector(IConsortiumErrors.CallerNotPermitted.selector, address(governor), caller)
        );
        customs.assignJurisdiction(NL, CUSTOMS_HOME);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.AuthorityAssigned(NL, CUSTOMS_HOME, CUSTOMS_OVERSEAS);
        vm.prank(address(governor));
        customs.assignJurisdiction(NL, CUSTOMS_HOME);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_OVERSEAS));
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        as_(CUSTOMS_HOME);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
    }

    function test_aMirroredAuthorityHasATranscriber() public {
        vm.prank(address(governor));
        customs.assignJurisdiction("GB", CUSTOMS_MIRRORED);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, bytes2("GB"), BROKER));
        customs.publishRuleBook("GB", 1, uint48(START), CONTENT);
        vm.prank(address(governor));
        customs.designateTranscriber("GB", BROKER);
        as_(BROKER);
        customs.publishRuleBook("GB", 1, uint48(START), CONTENT);
        as_(BROKER);
        customs.addRules("GB", 1, craneRules(0, 0));
        as_(BROKER);
        customs.sealRuleBook("GB", 1);
        RuleBook memory book = customs.ruleBookOf("GB", 1);
        vm.assertTrue(book.transcribed);
        vm.assertEq(book.publisher, BROKER);
        as_(BROKER);
        customs.appointChecker("GB", SURVEYOR, true);
    }

    function test_theGovernorCannotNameATranscriberWhereNobodyRules() public {
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, bytes2("XX")));
        vm.prank(address(governor));
        customs.designateTranscriber("XX", BROKER);
    }

    // --------------------------------------------------------------------------------------------- rule books

    function test_aSealedBookIsFinal() public {
        RuleBook memory book = customs.ruleBookOf(NL, 2);
        vm.assertTrue(book.status == RuleBookStatus.Sealed);
        vm.assertEq(book.ruleCount, 4);
        vm.assertEq(book.validFrom, APPLIES);
        vm.assertEq(book.contentHash, CONTENT);
        vm.assertFalse(book.transcribed);
        bytes memory notDraft = abi.encodeWithSelector(ICustomsErrors.RuleBookNotDraft.selector, NL, 2);
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.addRules(NL, 2, craneRules(0, 0));
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.sealRuleBook(NL, 2);
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.abandonRuleBook(NL, 2);
    }

    function test_versionsFollowOneAnother() public {
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookVersionMismatch.selector, NL, 3, 4));
        customs.publishRuleBook(NL, 4, APPLIES, CONTENT);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(ICustomsErrors.RuleBookValidityMismatch.selector, NL, APPLIES, APPLIES - 1)
        );
        customs.publishRuleBook(NL, 3, APPLIES - 1, CONTENT);
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookDraftOpen.selector, NL, 3));
        customs.publishRuleBook(NL, 4, APPLIES, CONTENT);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookEmpty.selector, NL, 3));
        customs.sealRuleBook(NL, 3);
        // A draft rules nothing.
        vm.assertEq(customs.ruleBookAt(NL, APPLIES), 2);
    }

    function test_anAbandonedDraftLeavesItsNumber() public {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.RuleBookAbandoned(NL, 3);
        as_(CUSTOMS_OVERSEAS);
        customs.abandonRuleBook(NL, 3);
        sealBook(NL, 4, APPLIES, craneRules(0, 0));
        vm.assertEq(customs.ruleBookAt(NL, APPLIES), 4);
        Jurisdiction memory place = customs.jurisdictionOf(NL);
        vm.assertEq(place.versions, 4);
        vm.assertFalse(place.draftOpen);
    }

    function test_theTriggerDateDecides() public view {
        vm.assertEq(customs.ruleBookAt(NL, uint48(START) - 1), 0);
        vm.assertEq(customs.ruleBookAt(NL, uint48(START)), 1);
        vm.assertEq(customs.ruleBookAt(NL, APPLIES - 1), 1);
        vm.assertEq(customs.ruleBookAt(NL, APPLIES), 2);
        vm.assertEq(customs.ruleBookAt(NL, type(uint48).max), 2);
        vm.assertEq(customs.ruleBookAt("XX", APPLIES), 0);
    }

    /// @notice The book in force is the last one that has begun, however many there are.
    function testFuzz_theLastThatHasBegun(uint8[12] calldata gaps, uint48 triggerDate) public {
        triggerDate = uint48(uint256(triggerDate) % (13 * 256)) + APPLIES;
        uint48 from = APPLIES;
        uint32 expected = 2;
        for (uint32 i = 0; i < 12; ++i) {
            from += gaps[i];
            sealBook(NL, i + 3, from, one(requires(84, 2, 380)));
            if (from <= triggerDate) expected = i + 3;
        }
        vm.assertEq(customs.ruleBookAt(NL, triggerDate), expected);
    }

    function test_unknownRuleBook() public {
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownRuleBook.selector, NL, 9));
        customs.ruleBookOf(NL, 9);
    }

    function test_rulesByPage() public view {
        vm.assertEq(customs.rulesOf(NL, 1, 0, 100).length, 4);
        Rule[] memory page = customs.rulesOf(NL, 1, 3, 100);
        vm.assertEq(page.length, 1);
        vm.assertEq(page[0].requirement, 327);
        vm.assertEq(customs.rulesOf(NL, 1, 4, 100).length, 0);
        vm.assertEq(customs.rulesOf(NL, 1, 0, 2).length, 2);
    }

    // -------------------------------------------------------------------------------------------------- rules

    function test_malformedRules() public {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        Rule memory rule = requires(84, 2, 380);
        rule.effect = RuleEffect.None;
        _malformed(rule);
        rule = requires(84, 2, 0);
        _malformed(rule);
        rule = requires(84, 2, 380);
        rule.effect = RuleEffect.Notice;
        _malformed(rule);
        rule = requires(84, 2, 2);
        rule.documentType.subtype = DIRECTIVE;
        rule.supersededSubtype = DIRECTIVE;
        _malformed(rule);
        _noTariff(TariffCode(8, 1));
        _noTariff(TariffCode(100, 2));
        _noTariff(TariffCode(1, 11));
        _noTariff(TariffCode(5, 0));
    }

    function test_listsAreBounded() public {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        Rule[] memory rules = new Rule[](33);
        for (uint16 i = 0; i < 33; ++i) {
            rules[i] = requires(84, 2, i + 1);
        }
        bytes memory tooMany = abi.encodeWithSelector(ICustomsErrors.TooManyRules.selector, NL, 3, 32);
        refused(CUSTOMS_OVERSEAS, tooMany);
        customs.addRules(NL, 3, rules);
        assembly {
            mstore(rules, 32)
        }
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, rules);
        // The prefix is full.
        refused(CUSTOMS_OVERSEAS, tooMany);
        customs.addRules(NL, 3, one(requires(84, 2, 1)));
        // 32 and 17 more requirements apply to one movement: one too many to store.
        Rule[] memory more = new Rule[](17);
        for (uint16 i = 0; i < 17; ++i) {
            more[i] = requires(8426, 4, 100 + i);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, more);
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 3);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.TooManyFindings.selector, 48));
        customs.precheck(craneImport(APPLIES), none);
    }

    function test_theLongestPrefixWins() public {
        Rule[] memory rules = new Rule[](5);
        rules[0] = requires(0, 0, 861);
        rules[1] = requires(84, 2, 861);
        rules[1].effect = RuleEffect.NotRequired;
        rules[2] = requires(84261900, 8, 861);
        rules[2].documentType.code = 862;
        rules[3] = requires(842619, 6, 861);
        rules[3].effect = RuleEffect.NotRequired;
        rules[4] = requires(7312, 4, 861);
        rules[4].effect = RuleEffect.NotRequired;
        sealBook(NL, 3, APPLIES, rules);
        Finding[] memory findings = _findings(84261900, 8);
        vm.assertEq(findings.length, 1);
        vm.assertEq(findings[0].rule, 2);
        vm.assertEq(findings[0].documentType.code, 862);
        // Two digits more: the same rule, as it is still the longest prefix.
        vm.assertEq(_findings(8426190042, 10)[0].rule, 2);
        // Lifted by the six-digit rule, by chapter 84, and by heading 7312; not lifted anywhere else.
        vm.assertEq(_findings(84261999, 8).length, 0);
        vm.assertEq(_findings(8430, 4).length, 0);
        vm.assertEq(_findings(731210, 6).length, 0);
        vm.assertEq(_findings(7313, 4)[0].rule, 0);
    }

    function test_amongEqualPrefixesTheMoreSpecificRuleWins() public {
        Rule[] memory rules = new Rule[](4);
        rules[0] = requires(84, 2, 1);
        rules[1] = requires(84, 2, 1);
        rules[1].origin = CN;
        rules[2] = requires(84, 2, 1);
        rules[2].origin = CN;
        rules[2].procedure = "4000";
        rules[3] = requires(84, 2, 1);
        rules[3].origin = CN;
        rules[3].transportMode = 1;
        sealBook(NL, 3, APPLIES, rules);
        vm.assertEq(_findings(8426, 4)[0].rule, 2);
        Movement memory movement = craneImport(APPLIES);
        movement.procedure = "5100";
        vm.assertEq(_findingsOf(movement)[0].rule, 3);
        movement.transportMode = 3;
        vm.assertEq(_findingsOf(movement)[0].rule, 1);
        movement.origin = "KR";
        vm.assertEq(_findingsOf(movement)[0].rule, 0);
    }

    function test_everyConditionCounts() public {
        Rule memory rule = requires(84, 2, 1);
        (rule.origin, rule.destination, rule.procedure, rule.transportMode) = (CN, NL, "4000", 1);
        sealBook(NL, 3, APPLIES, one(rule));
        vm.assertEq(_findingsOf(craneImport(APPLIES)).length, 1);
        Movement memory movement = craneImport(APPLIES);
        movement.origin = "KR";
        vm.assertEq(_findingsOf(movement).length, 0);
        movement = craneImport(APPLIES);
        movement.destination = "BE";
        vm.assertEq(_findingsOf(movement).length, 0);
        movement = craneImport(APPLIES);
        movement.procedure = "5100";
        vm.assertEq(_findingsOf(movement).length, 0);
        movement = craneImport(APPLIES);
        movement.transportMode = 4;
        vm.assertEq(_findingsOf(movement).length, 0);
    }

    /// @notice Wire rope of Chinese origin: a duty is noted, which stops nothing.
    function test_aNoticeNeverStopsAPreCheck() public {
        Rule memory rule = requires(7312, 4, 9000);
        rule.effect = RuleEffect.Notice;
        rule.origin = CN;
        rule.measure = keccak256("Reg (EU) 2024/1666");
        sealBook(NL, 3, APPLIES, one(rule));
        Movement memory movement = craneImport(APPLIES);
        movement.tariff = TariffCode(73121081, 8);
        (Assessment memory assessment, Finding[] memory findings) = customs.precheck(movement, none);
        expectOutcome(assessment, AssessmentOutcome.Passed, 3, 0);
        expectFinding(findings[0], 9000, FindingStatus.Noted, 0);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.FindingStored(DECLARATION, 1, 0, findings[0], rule.measure);
        as_(BUYER);
        customs.declare(DECLARATION, movement, 0, none);
        movement.origin = "DE";
        vm.assertEq(_findingsOf(movement).length, 0);
    }

    /// @notice Whatever prefixes a book has for a requirement, the longest that fits is the rule that leads.
    function testFuzz_theLongestPrefixLeads(uint40 code, uint16 present) public {
        code = uint40(uint256(code) % 10 ** 10);
        uint256 count;
        Rule[] memory rules = new Rule[](10);
        uint256 longest;
        for (uint8 digits = 2; digits <= 10; ++digits) {
            if ((present >> digits) & 1 == 0) continue;
            rules[count++] = requires(uint40(code / 10 ** uint256(10 - digits)), digits, 7);
            longest = digits;
        }
        rules[count++] = requires(0, 0, 7);
        assembly {
            mstore(rules, count)
        }
        sealBook(NL, 3, APPLIES, rules);
        Finding[] memory findings = _findings(code, 10);
        vm.assertEq(findings.length, 1);
        vm.assertEq(rules[findings[0].rule].tariffPrefix.digits, longest);
    }

    function _findings(uint40 code, uint8 digits) private view returns (Finding[] memory) {
        Movement memory movement = craneImport(APPLIES);
        movement.tariff = TariffCode(code, digits);
        return _findingsOf(movement);
    }

    function _findingsOf(Movement memory movement) private view returns (Finding[] memory findings) {
        (, findings) = customs.precheck(movement, none);
    }

    function _malformed(Rule memory rule) private {
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleMalformed.selector, 0));
        customs.addRules(NL, 3, one(rule));
    }

    function _noTariff(TariffCode memory code) private {
        Rule memory rule = requires(code.value, code.digits, 380);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(ICustomsErrors.TariffCodeMalformed.selector, code.value, code.digits)
        );
        customs.addRules(NL, 3, one(rule));
    }
}
