// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {
    AssessmentOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    DeclarationStatus,
    Movement,
    NamedRecord
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {IRecordRegistry} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {CustomsDesk} from "./CustomsDesk.sol";

contract DecisionsTest is CustomsDesk {
    bytes2 internal constant GB = "GB";
    NamedRecord[] internal papers;

    function setUp() public override {
        super.setUp();
        vm.warp(APPLIES + 5 days);
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_MIRRORED);
    }

    // ------------------------------------------------------------------------------------------- declarations

    function test_aDeclarationIsMadeOnce() public {
        refused(BROKER, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        customs.declare(0, craneImport(time()), 0, papers);
        declareCrane(papers);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.DeclarationExists.selector, DECLARATION));
        customs.declare(DECLARATION, craneImport(time()), 0, papers);
    }

    function test_itsDataSetMustBePublished() public {
        refused(BROKER, abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, bytes32("data")));
        customs.declare(DECLARATION, craneImport(time()), "data", papers);
        publishAs(BROKER, "taken back", 929, 0);
        as_(BROKER);
        records.revoke("taken back", 1);
        refused(BROKER, abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, bytes32("taken back"), time()));
        customs.declare(DECLARATION, craneImport(time()), "taken back", papers);
        publishAs(BROKER, "data", 929, 0);
        as_(BROKER);
        customs.declare(DECLARATION, craneImport(time()), "data", papers);
        vm.assertEq(customs.declarationOf(DECLARATION).dataRecord, "data");
    }

    function test_onlyTheDeclarantAmendsAndWithdraws() public {
        declareCrane(papers);
        bytes memory refusal = abi.encodeWithSelector(ICustomsErrors.NotTheDeclarant.selector, DECLARATION, BUYER);
        refused(BUYER, refusal);
        customs.amend(DECLARATION, papers);
        refused(BUYER, refusal);
        customs.withdraw(DECLARATION);
        refused(BUYER, refusal);
        customs.reportDecision(DECLARATION, Decision.Release, keccak256("MRN"));
        refused(BUYER, refusal);
        customs.submitEvidencePack("pack", DECLARATION, papers);
    }

    function test_withdrawnOnlyBeforeADecision() public {
        declareCrane(papers);
        decide_(Decision.Hold);
        refused(BROKER, _wrongStatus(DeclarationStatus.Held));
        customs.withdraw(DECLARATION);
        as_(BROKER);
        customs.declare("second", craneImport(time()), 0, papers);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.DeclarationWithdrawn("second");
        as_(BROKER);
        customs.withdraw("second");
        refused(
            BROKER,
            abi.encodeWithSelector(
                ICustomsErrors.DeclarationStatusMismatch.selector, bytes32("second"), DeclarationStatus.Withdrawn
            )
        );
        customs.amend("second", papers);
    }

    function test_unknownDeclarations() public {
        bytes memory unknown = abi.encodeWithSelector(ICustomsErrors.UnknownDeclaration.selector, DECLARATION);
        refused(BROKER, unknown);
        customs.amend(DECLARATION, papers);
        refused(CUSTOMS_OVERSEAS, unknown);
        customs.decide(DECLARATION, 0, Decision.Release, 0, 0, 0);
        vm.expectRevert(unknown);
        customs.declarationOf(DECLARATION);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownAssessment.selector, DECLARATION, 1));
        customs.assessmentOf(DECLARATION, 1);
        declareCrane(papers);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownAssessment.selector, DECLARATION, 2));
        customs.findingsOf(DECLARATION, 2);
        vm.expectRevert(abi.encodeWithSelector(ICustomsErrors.UnknownAssessment.selector, DECLARATION, 0));
        customs.findingsOf(DECLARATION, 0);
    }

    // ---------------------------------------------------------------------------------------------- decisions

    /// @notice The table in the README: from each status, each decision either leads to its status or is refused.
    function testFuzz_theTableOfDecisions(uint8[6] calldata choices) public {
        declareCrane(papers);
        DeclarationStatus status = DeclarationStatus.Declared;
        uint32 taken;
        for (uint256 i = 0; i < choices.length; ++i) {
            Decision decision = Decision(1 + choices[i] % 5);
            DeclarationStatus next = DeclarationStatus(
                decision == Decision.Hold
                    ? 2
                    : decision == Decision.Inspect
                        ? 3
                        : decision == Decision.Release ? 4 : decision == Decision.Refuse ? 5 : 6
            );
            bool closed = status == DeclarationStatus.Released || status == DeclarationStatus.Refused;
            if (closed || next == status) {
                refused(CUSTOMS_OVERSEAS, _wrongStatus(status));
                customs.decide(DECLARATION, 1, decision, 0, 0, 0);
            } else {
                decide_(decision);
                status = next;
                ++taken;
            }
            vm.assertEq(uint256(customs.declarationOf(DECLARATION).status), uint256(status));
            vm.assertEq(customs.decisionsOf(DECLARATION, 0, 100).length, taken);
        }
    }

    function test_onlyTheJurisdictionsAuthorityDecides() public {
        declareCrane(papers);
        refused(CUSTOMS_HOME, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, CUSTOMS_HOME));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, NL, BROKER));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        vm.prank(address(governor));
        registry.suspend(CUSTOMS_OVERSEAS, 1);
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, CUSTOMS_OVERSEAS, MemberStatus.Suspended)
        );
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    function test_aDecisionIsOnThePreCheckThatWasRead() public {
        declareCrane(papers);
        as_(BROKER);
        customs.amend(DECLARATION, papers);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.AssessmentMoved.selector, DECLARATION, 1, 2));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.DecisionMalformed.selector));
        customs.decide(DECLARATION, 2, Decision.None, 0, 0, 0);
    }

    function test_afterTheReleaseNothingIsAmended() public {
        declareCrane(papers);
        decide_(Decision.Release);
        refused(BROKER, _wrongStatus(DeclarationStatus.Released));
        customs.amend(DECLARATION, papers);
    }

    function test_aHoldMayLapse() public {
        declareCrane(papers);
        uint48 lapsesAt = time() + 4 days;
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.LapseTimeMismatch.selector, time()));
        customs.decide(DECLARATION, 1, Decision.Hold, time(), 0, 0);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.LapseTimeMismatch.selector, lapsesAt));
        customs.decide(DECLARATION, 1, Decision.Inspect, lapsesAt, 0, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, lapsesAt, 0, 0);
        vm.warp(lapsesAt - 1);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, lapsesAt));
        customs.lapseHold(DECLARATION);
        vm.warp(lapsesAt);
        as_(BUYER);
        customs.lapseHold(DECLARATION);
        vm.assertTrue(customs.declarationOf(DECLARATION).status == DeclarationStatus.Released);
        DecisionEntry memory entry = customs.decisionsOf(DECLARATION, 1, 1)[0];
        vm.assertTrue(entry.source == DecisionSource.Lapsed);
        vm.assertEq(entry.member, bytes16(0));
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
    }

    function test_anAnswerStopsTheLapse() public {
        declareCrane(papers);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, time() + 4 days, 0, 0);
        decide_(Decision.Inspect);
        pass(5 days);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
    }

    // ----------------------------------------------------------------------------------------------- reported

    function test_reportedWhereTheAuthorityIsMirrored() public {
        _declareInBritain();
        expectOutcome(customs.assessmentOf(DECLARATION, 1), AssessmentOutcome.NotAssessed, 0, 0);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.ReferenceMissing.selector, DECLARATION));
        customs.reportDecision(DECLARATION, Decision.Release, 0);
        vm.expectEmit(true, true, true, true, address(customs));
        emit ICustomsEvents.DecisionReported(
            DECLARATION, BROKER, 1, Decision.Release, 1, keccak256("MRN"), DeclarationStatus.Released
        );
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, keccak256("MRN"));
        DecisionEntry memory entry = customs.decisionsOf(DECLARATION, 0, 1)[0];
        vm.assertTrue(entry.source == DecisionSource.Reported);
        vm.assertEq(entry.member, BROKER);
        vm.assertEq(entry.referenceHash, keccak256("MRN"));
    }

    function test_neverReportedWhereTheAuthoritySpeaksForItself() public {
        declareCrane(papers);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.AuthorityHasSeat.selector, NL, CUSTOMS_OVERSEAS));
        customs.reportDecision(DECLARATION, Decision.Release, keccak256("MRN"));
    }

    /// @notice An authority that comes to speak for itself is not bound by what was reported.
    function test_anOwnDecisionOverridesAReport() public {
        _declareInBritain();
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, keccak256("MRN"));
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_OVERSEAS);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Seize, 0, 0, 0);
        vm.assertTrue(customs.declarationOf(DECLARATION).status == DeclarationStatus.Seized);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 9).length, 2);
        // But its own release is final.
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DeclarationStatus.Released));
        customs.decide(DECLARATION, 1, Decision.Seize, 0, 0, 0);
    }

    function test_anAuthorityThatBecameMirroredDoesNotDecide() public {
        declareCrane(papers);
        vm.prank(address(governor));
        registry.changeSeat(CUSTOMS_OVERSEAS, Seat.Mirrored);
        refused(
            CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.AuthorityIsMirrored.selector, NL, CUSTOMS_OVERSEAS)
        );
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    function _declareInBritain() private {
        Movement memory movement = craneImport(time());
        (movement.jurisdiction, movement.destination) = (GB, GB);
        as_(BROKER);
        customs.declare(DECLARATION, movement, 0, papers);
    }

    function decide_(Decision decision) private {
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, decision, 0, 0, 0);
    }

    function _wrongStatus(DeclarationStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICustomsErrors.DeclarationStatusMismatch.selector, DECLARATION, status);
    }
}
