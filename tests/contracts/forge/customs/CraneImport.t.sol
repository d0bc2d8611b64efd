// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessment,
    AssessmentOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    Finding,
    FindingStatus,
    Movement,
    NamedRecord,
    Rule,
    TariffCode
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

/// @notice The reference scenario's hold: one paper missing, one on a superseded rule basis; both put right; released.
contract CraneImportTest is CustomsDesk {
    function setUp() public override {
        super.setUp();
        vm.warp(APPLIES + 5 days);
    }

    function test_heldThenReleased() public {
        declareCrane(firstPapers());
        Assessment memory first = customs.assessmentOf(DECLARATION, 1);
        expectOutcome(first, AssessmentOutcome.Failed, 2, 2);
        Finding[] memory findings = customs.findingsOf(DECLARATION, 1);
        vm.assertEq(findings.length, 4);
        // The longest prefixes come first.
        expectFinding(findings[0], 2, FindingStatus.Superseded, "conformity");
        expectFinding(findings[1], 327, FindingStatus.Missing, 0);
        expectFinding(findings[2], 271, FindingStatus.Present, "packing list");
        expectFinding(findings[3], 380, FindingStatus.Present, "invoice");

        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, 0, keccak256("reason"), 0);
        vm.assertEq(uint256(customs.declarationOf(DECLARATION).status), uint256(DeclarationStatus.Held));

        pass(6 days);
        NamedRecord[] memory papers = correctedPapers();
        as_(BROKER);
        customs.amend(DECLARATION, papers);
        expectOutcome(customs.assessmentOf(DECLARATION, 2), AssessmentOutcome.Passed, 2, 0);
        vm.assertEq(customs.findingsOf(DECLARATION, 2)[0].version, 2);
        vm.assertEq(abi.encode(customs.assessmentOf(DECLARATION, 1)), abi.encode(first));
        vm.assertEq(abi.encode(customs.findingsOf(DECLARATION, 1)), abi.encode(findings));

        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.DecisionTaken(
            DECLARATION,
            CUSTOMS_OVERSEAS,
            2,
            Decision.Release,
            2,
            0,
            0,
            keccak256("MRN"),
            DeclarationStatus.Released
        );
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 2, Decision.Release, 0, 0, keccak256("MRN"));

        Declaration memory lodged = customs.declarationOf(DECLARATION);
        vm.assertEq(uint256(lodged.status), uint256(DeclarationStatus.Released));
        vm.assertEq(lodged.declarant, BROKER);
        vm.assertEq(lodged.decisions, 2);
        vm.assertEq(lodged.assessments, 2);
        vm.assertEq(lodged.movement.tariff.value, 84261900);
        DecisionEntry[] memory decisions = customs.decisionsOf(DECLARATION, 0, 10);
        vm.assertEq(decisions.length, 2);
        vm.assertEq(uint256(decisions[0].decision), uint256(Decision.Hold));
        vm.assertEq(decisions[0].assessment, 1);
        vm.assertEq(decisions[0].reasonHash, keccak256("reason"));
        vm.assertEq(uint256(decisions[1].source), uint256(DecisionSource.Own));
        vm.assertEq(decisions[1].member, CUSTOMS_OVERSEAS);
        vm.assertEq(decisions[1].decidedAt, time());
    }

    /// @notice The same answer could be had a year before, for the planned import date.
    function test_askedBeforeTheOrder() public {
        vm.warp(START + 30 days);
        NamedRecord[] memory papers = firstPapers();
        (Assessment memory assessment, Finding[] memory findings) =
            customs.precheck(craneImport(APPLIES + 5 days), papers);
        expectOutcome(assessment, AssessmentOutcome.Failed, 2, 2);
        expectFinding(findings[0], 2, FindingStatus.Superseded, "conformity");
        // Imported a day before, the old basis would do: only the instructions are missing.
        (assessment, findings) = customs.precheck(craneImport(APPLIES - 1), papers);
        expectOutcome(assessment, AssessmentOutcome.Failed, 1, 1);
        expectFinding(findings[0], 2, FindingStatus.Present, "conformity");
    }

    function test_everythingIsInTheEvents() public {
        NamedRecord[] memory papers = firstPapers();
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.DeclarationLodged(DECLARATION, BROKER, NL, craneImport(time()), 0, false);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.RecordsNamed(DECLARATION, 1, papers);
        Finding memory superseded = Finding(2, 2, FindingStatus.Superseded, document(2, REGULATION), 2, "conformity", 1);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.FindingStored(DECLARATION, 1, 0, superseded, 0);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.FindingStored(
            DECLARATION, 1, 1, Finding(327, 3, FindingStatus.Missing, document(327, 0), 2, 0, 0), 0
        );
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.DeclarationAssessed(DECLARATION, 1, AssessmentOutcome.Failed, 2, 4, 2);
        declareCrane(papers);
    }

    function test_naming32RecordsStaysAffordable() public {
        NamedRecord[] memory papers = new NamedRecord[](32);
        for (uint256 i = 0; i < 32; ++i) {
            bytes32 record = keccak256(abi.encode("paper", i));
            publishAs(MANUFACTURER, record, 380, 0);
            papers[i] = named(record, 1);
        }
        uint256 before = gasleft();
        declareCrane(papers);
        vm.assertLe(before - gasleft(), 4_000_000);
    }

    /// @notice The fullest book, every rule asking for the same code by an issuer it has to look up, and 32 records.
    function test_theWorstPreCheckFitsInATransaction() public {
        as_(CUSTOMS_OVERSEAS);
        customs.publishRuleBook(NL, 3, APPLIES, CONTENT);
        uint40 code = 8426190042;
        for (uint8 digits = 1; digits <= 10; ++digits) {
            Rule[] memory rules = new Rule[](32);
            for (uint16 i = 0; i < 32; ++i) {
                rules[i] = requires(0, 0, 856);
                if (digits > 1) rules[i].tariffPrefix = TariffCode(code / uint40(10 ** (10 - digits)), digits);
                // 48 requirements; of each list, all but the first five only almost apply.
                rules[i].requirement = i < 5 ? 5 * digits + i : 0;
                if (i > 4 || 5 * digits + i > 52) rules[i].transportMode = 9;
                rules[i].issuerMustBeAuthorized = true;
            }
            as_(CUSTOMS_OVERSEAS);
            customs.addRules(NL, 3, rules);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.sealRuleBook(NL, 3);
        NamedRecord[] memory papers = new NamedRecord[](32);
        for (uint256 i = 0; i < 32; ++i) {
            bytes32 record = keccak256(abi.encode("paper", i));
            publishAs(MANUFACTURER, record, 856, 1);
            papers[i] = named(record, 1);
        }
        Movement memory movement = craneImport(time());
        movement.tariff = TariffCode(code, 10);
        vm.cool(address(customs));
        vm.cool(address(records));
        vm.cool(address(registry));
        uint256 before = gasleft();
        as_(BROKER);
        customs.declare(DECLARATION, movement, 0, papers);
        vm.assertLe(before - gasleft(), 16_700_000);
        expectOutcome(customs.assessmentOf(DECLARATION, 1), AssessmentOutcome.Failed, 3, 48);
    }
}
