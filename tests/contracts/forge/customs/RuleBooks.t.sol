// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "contracts/access/IMemberRegistry.sol";
import {
    Assessment,
    AssessmentOutcome,
    Finding,
    Jurisdiction,
    Rule,
    RuleBook,
    RuleBookStatus,
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {CodeList, DocumentType} from "contracts/records/IRecordRegistry.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

contract RuleBooksTest is CustomsUnit {
    // --------------------------------------------------------------------------------------------- rule books

    function test_published() public leavesTheRest {
        emits();
        emit ICustomsEvents.RuleBookPublished(NL, 3, CUSTOMS_OVERSEAS, false, APPLIES + 9, CONTENT);
        _publish(3, APPLIES + 9);
        vm.assertEq(
            abi.encode(customs.ruleBookOf(NL, 3)),
            abi.encode(RuleBook(RuleBookStatus.Draft, CUSTOMS_OVERSEAS, false, APPLIES + 9, 0, 0, CONTENT))
        );
        Jurisdiction memory place = customs.jurisdictionOf(NL);
        vm.assertEq(place.versions, 3);
        vm.assertTrue(place.draftOpen);
        // A draft rules nothing.
        vm.assertEq(customs.ruleBookAt(NL, APPLIES + 9), 2);
    }

    function test_onlyWithAText() public leavesTheRest {
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.publishRuleBook(NL, 3, APPLIES, 0);
    }

    function test_onlyByTheAuthority() public leavesTheRest {
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_HOME);
        refused(CUSTOMS_HOME, refusal);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        _publish(3, APPLIES);
        refused(CUSTOMS_HOME, refusal);
        customs.addRules(NL, 3, craneRules(0, 0));
        refused(CUSTOMS_HOME, refusal);
        customs.sealRuleBook(NL, 3);
        refused(CUSTOMS_HOME, refusal);
        customs.abandonRuleBook(NL, 3);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(ICustomsErrors.UnknownJurisdiction.selector, bytes2("XX")));
        customs.publishRuleBook("XX", 1, APPLIES, CONTENT);
        // A transcriber is one only while the authority is mirrored.
        vm.prank(address(governor));
        customs.designateTranscriber(NL, BROKER);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, BROKER));
        customs.sealRuleBook(NL, 3);
    }

    function test_aSealedBookIsFinal() public leavesTheRest {
        _publish(3, APPLIES);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, craneRules(0, 0));
        pass(1 hours);
        emits();
        emit ICustomsEvents.RuleBookSealed(NL, 3, CUSTOMS_OVERSEAS, false, 4);
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 3);
        vm.assertEq(
            abi.encode(customs.ruleBookOf(NL, 3)),
            abi.encode(RuleBook(RuleBookStatus.Sealed, CUSTOMS_OVERSEAS, false, APPLIES, time(), 4, CONTENT))
        );
        vm.assertEq(customs.ruleBookAt(NL, APPLIES), 3);
        vm.assertFalse(customs.jurisdictionOf(NL).draftOpen);
        _notADraft(3);
        // So are the earlier ones, and there is no later one.
        _notADraft(2);
        _notADraft(4);
        _notADraft(0);
    }

    function test_versionsFollowOneAnother() public leavesTheRest {
        bytes4 mismatch = ICustomsErrors.RuleBookVersionMismatch.selector;
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(mismatch, NL, 3, 4));
        customs.publishRuleBook(NL, 4, APPLIES, CONTENT);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(mismatch, NL, 3, 2));
        customs.publishRuleBook(NL, 2, APPLIES, CONTENT);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(ICustomsErrors.RuleBookValidityMismatch.selector, NL, APPLIES, APPLIES - 1)
        );
        customs.publishRuleBook(NL, 3, APPLIES - 1, CONTENT);
        _publish(3, APPLIES);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookDraftOpen.selector, NL, 3));
        customs.publishRuleBook(NL, 4, APPLIES, CONTENT);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleBookEmpty.selector, NL, 3));
        customs.sealRuleBook(NL, 3);
    }

    /// @notice Abandoned drafts count neither for the order of validity nor for a date.
    function test_anAbandonedDraftLeavesItsNumber() public leavesTheRest {
        _publish(3, APPLIES + 100);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, craneRules(0, 0));
        emits();
        emit ICustomsEvents.RuleBookAbandoned(NL, 3);
        as_(CUSTOMS_OVERSEAS);
        customs.abandonRuleBook(NL, 3);
        vm.assertEq(
            abi.encode(customs.ruleBookOf(NL, 3)),
            abi.encode(RuleBook(RuleBookStatus.Abandoned, CUSTOMS_OVERSEAS, false, APPLIES + 100, 0, 4, CONTENT))
        );
        _notADraft(3);
        sealBook(NL, 4, APPLIES, craneRules(0, 0));
        vm.assertEq(customs.ruleBookAt(NL, APPLIES + 100), 4);
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

    function test_rulesByPage() public {
        vm.assertEq(customs.rulesOf(NL, 1, 0, 100).length, 4);
        Rule[] memory page = customs.rulesOf(NL, 1, 3, 100);
        vm.assertEq(page.length, 1);
        vm.assertEq(page[0].requirement, 327);
        vm.assertEq(customs.rulesOf(NL, 1, 4, 100).length, 0);
        vm.assertEq(customs.rulesOf(NL, 1, type(uint256).max, 100).length, 0);
        page = customs.rulesOf(NL, 1, 1, 2);
        vm.assertEq(page.length, 2);
        vm.assertEq(page[0].requirement, 271);
        vm.assertEq(page[1].requirement, 2);
        vm.assertEq(customs.rulesOf(NL, 1, 0, 0).length, 0);
        vm.assertEq(customs.rulesOf(NL, 9, 0, 100).length, 0);
        // 128 rules, 32 of each of four chapters: a page has 100 of them at most.
        _publish(3, APPLIES);
        for (uint40 chapter = 84; chapter < 88; ++chapter) {
            Rule[] memory rules = new Rule[](32);
            for (uint16 i = 0; i < 32; ++i) {
                rules[i] = requires(chapter, 2, uint16(chapter * 100) + i);
            }
            as_(CUSTOMS_OVERSEAS);
            customs.addRules(NL, 3, rules);
        }
        page = customs.rulesOf(NL, 3, 0, type(uint256).max);
        vm.assertEq(page.length, 100);
        vm.assertEq(page[99].requirement, 8703);
        vm.assertEq(customs.rulesOf(NL, 3, 27, type(uint256).max).length, 100);
        page = customs.rulesOf(NL, 3, 100, type(uint256).max);
        vm.assertEq(page.length, 28);
        vm.assertEq(page[0].requirement, 8704);
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 128);
    }

    /// @notice A rule is kept as it was given, in all its fields.
    function testFuzz_aRuleIsKeptAsItWasGiven(bytes32 conditions, bytes32 wanted, uint16 subtype, bytes32 measure)
        public
    {
        Rule memory rule;
        rule.requirement = uint16(uint256(conditions));
        rule.effect = RuleEffect(1 + uint8(conditions[0]) % 3);
        rule.tariffPrefix = TariffCode(uint40(uint256(wanted) % 10 ** 6), 6);
        (rule.origin, rule.destination) = (bytes2(conditions << 8), bytes2(conditions << 24));
        (rule.procedure, rule.transportMode) = (bytes4(conditions << 40), uint8(conditions[9]));
        rule.documentType = DocumentType(CodeList(1 + uint8(wanted[0]) % 2), 1 + uint16(uint8(wanted[1])), subtype);
        rule.supersededSubtype = subtype == 7 ? 0 : 7;
        rule.issuerKind = MemberKind(uint8(wanted[2]) % 13);
        (rule.issuerMustBeAuthorized, rule.mustConcernGoods) = (wanted[3] > 0x7f, wanted[4] > 0x7f);
        rule.maxAge = uint32(bytes4(wanted << 40));
        rule.measure = measure == 0 ? bytes32("measure") : measure;
        _publish(3, APPLIES);
        emits();
        emit ICustomsEvents.RuleAdded(NL, 3, 0, rule);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, one(rule));
        vm.assertEq(abi.encode(customs.rulesOf(NL, 3, 0, 1)[0]), abi.encode(rule));
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 1);
        emits();
        emit ICustomsEvents.RuleAdded(NL, 3, 1, rule);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, one(rule));
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 2);
    }

    // -------------------------------------------------------------------------------------------------- rules

    function test_malformedRules() public leavesTheRest {
        _publish(3, APPLIES);
        Rule memory rule = requires(84, 2, 380);
        rule.effect = RuleEffect.None;
        _malformed(rule);
        rule = requires(84, 2, 0);
        _malformed(rule);
        rule = requires(84, 2, 380);
        rule.documentType.codeList = CodeList.None;
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
        _noTariff(TariffCode(10 ** 10, 10));
        _noTariff(TariffCode(1, 11));
        _noTariff(TariffCode(5, 0));
        // The index is the rule's in the call, and none of the call's rules is kept.
        Rule[] memory two = new Rule[](2);
        (two[0], two[1]) = (requires(84, 2, 380), requires(84, 2, 0));
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.RuleMalformed.selector, 1));
        customs.addRules(NL, 3, two);
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 0);
    }

    function test_wellFormedRules() public leavesTheRest {
        _publish(3, APPLIES);
        Rule[] memory rules = new Rule[](6);
        rules[0] = requires(99, 2, 1);
        rules[1] = requires(10 ** 10 - 1, 10, 1);
        rules[2] = requires(0, 2, 1);
        // Without a type: what lifts a requirement, and what only is to be noted.
        rules[3].effect = RuleEffect.NotRequired;
        rules[4].effect = RuleEffect.Notice;
        rules[4].measure = "duty";
        // Any subtype but the one that is superseded.
        rules[5] = requires(84, 2, 2);
        rules[5].supersededSubtype = DIRECTIVE;
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, rules);
        vm.assertEq(abi.encode(customs.rulesOf(NL, 3, 0, 100)), abi.encode(rules));
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, new Rule[](0));
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 6);
    }

    /// @notice A book has 65,535 rules at most, for their indices are kept in 16 bits.
    function test_aBookIsBounded() public {
        _publish(3, APPLIES);
        bytes32 rules = keccak256(abi.encode(uint256(3), keccak256(abi.encode(NL, _namespace() + 3))));
        vm.store(address(customs), rules, bytes32(uint256(65_534)));
        emits();
        emit ICustomsEvents.RuleAdded(NL, 3, 65_534, requires(84, 2, 1));
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, one(requires(84, 2, 1)));
        vm.assertEq(customs.ruleBookOf(NL, 3).ruleCount, 65_535);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.TooManyRules.selector, NL, 3, 65_535));
        customs.addRules(NL, 3, one(requires(85, 2, 1)));
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 3);
        (, Finding[] memory findings) = customs.precheck(craneImport(APPLIES), none);
        vm.assertEq(findings.length, 1);
        vm.assertEq(findings[0].rule, 65_534);
    }

    function test_listsAreBounded() public {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        Rule[] memory rules = new Rule[](33);
        for (uint16 i = 0; i < 33; ++i) {
            rules[i] = requires(84, 2, i + 1);
        }
        // 33 are too many for a call, though no prefix has more than 32 of them.
        rules[32].tariffPrefix = TariffCode(85, 2);
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
        // 32 and 16 more requirements apply to one movement: as many as are stored.
        Rule[] memory more = new Rule[](16);
        for (uint16 i = 0; i < 16; ++i) {
            more[i] = requires(8426, 4, 100 + i);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, more);
        // Another heading's do not count, and one requirement counts once.
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, one(requires(8427, 4, 200)));
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 3, one(requires(842619, 6, 100)));
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 3);
        (Assessment memory full, Finding[] memory findings) = customs.precheck(craneImport(APPLIES), none);
        vm.assertEq(findings.length, 48);
        expectOutcome(full, AssessmentOutcome.Failed, 3, 48);
        vm.assertEq(full.findings, 48);
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 4, APPLIES, CONTENT);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 4, rules);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 4, more);
        as_(CUSTOMS_OVERSEAS);
        customs.addRules(NL, 4, one(requires(84261900, 8, 300)));
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 4);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.TooManyFindings.selector, 48));
        customs.precheck(craneImport(APPLIES), none);
    }

    function _publish(uint32 version, uint48 validFrom) private {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, version, validFrom, CONTENT);
    }

    function _notADraft(uint32 version) private {
        bytes memory notDraft = abi.encodeWithSelector(ICustomsErrors.RuleBookNotDraft.selector, NL, version);
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.addRules(NL, version, craneRules(0, 0));
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.sealRuleBook(NL, version);
        refused(CUSTOMS_OVERSEAS, notDraft);
        customs.abandonRuleBook(NL, version);
    }

    /// @dev ERC-7201's formula.
    function _namespace() private pure returns (uint256) {
        return uint256(
            keccak256(abi.encode(uint256(keccak256("quaychain.CustomsCompliance")) - 1)) & ~bytes32(uint256(0xff))
        );
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
