// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessment,
    AssessmentOutcome,
    Finding,
    FindingStatus,
    Movement,
    Rule,
    RuleEffect,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

/// @notice Which of the rules for one requirement leads, and what the one that leads does.
contract RuleMatchingTest is CustomsUnit {
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

    /// @notice However many conditions a rule for a shorter prefix has.
    function test_aLongerPrefixWinsOverMoreConditions() public {
        Rule[] memory rules = new Rule[](2);
        rules[0] = requires(84, 2, 1);
        (rules[0].origin, rules[0].destination, rules[0].procedure, rules[0].transportMode) = (CN, NL, "4000", 1);
        rules[1] = requires(8426, 4, 1);
        sealBook(NL, 3, APPLIES, rules);
        vm.assertEq(_findings(8426, 4)[0].rule, 1);
        vm.assertEq(_findings(8427, 4)[0].rule, 0);
    }

    /// @notice Whichever the condition: a rule that has it wins over an earlier one without any.
    function test_eachConditionMakesARuleMoreSpecific() public {
        Rule[] memory rules = new Rule[](8);
        for (uint16 i = 0; i < 4; ++i) {
            (rules[2 * i], rules[2 * i + 1]) = (requires(84, 2, 1 + i), requires(84, 2, 1 + i));
        }
        rules[1].origin = CN;
        rules[3].destination = NL;
        rules[5].procedure = "4000";
        rules[7].transportMode = 1;
        sealBook(NL, 3, APPLIES, rules);
        Finding[] memory findings = _findings(8426, 4);
        vm.assertEq(findings.length, 4);
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(findings[i].rule, 2 * i + 1);
        }
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
}
