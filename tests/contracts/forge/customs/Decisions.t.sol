// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, Seat} from "contracts/access/IMemberRegistry.sol";
import {
    AssessmentOutcome,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    Movement
} from "contracts/customs/CustomsTypes.sol";
import {ICustomsErrors} from "contracts/customs/ICustomsErrors.sol";
import {ICustomsEvents} from "contracts/customs/ICustomsEvents.sol";
import {CustomsUnit} from "./CustomsUnit.sol";

contract DecisionsTest is CustomsUnit {
    bytes32 private constant MRN = keccak256("MRN");

    function setUp() public override {
        super.setUp();
        vm.warp(APPLIES + 5 days);
    }

    // --------------------------------------------------------------------------------------------------------- decide

    function test_decided() public leavesTheRest {
        declareCrane(none);
        Declaration memory expected = customs.declarationOf(DECLARATION);
        pass(1 days);
        emits();
        emit ICustomsEvents.DecisionTaken(
            DECLARATION, CUSTOMS_OVERSEAS, 1, Decision.Hold, 1, time() + 9, "why", MRN, DeclarationStatus.Held
        );
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, time() + 9, "why", MRN);
        (expected.status, expected.decisions) = (DeclarationStatus.Held, 1);
        (expected.source, expected.lapsesAt) = (DecisionSource.Own, time() + 9);
        vm.assertEq(abi.encode(customs.declarationOf(DECLARATION)), abi.encode(expected));
        address account = operations(CUSTOMS_OVERSEAS);
        _expectEntry(
            0,
            DecisionEntry(
                Decision.Hold, DecisionSource.Own, CUSTOMS_OVERSEAS, time(), 1, time() + 9, account, "why", MRN
            )
        );
        pass(1);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Refuse, 0, 0, 0);
        (expected.status, expected.decisions, expected.lapsesAt) = (DeclarationStatus.Refused, 2, 0);
        vm.assertEq(abi.encode(customs.declarationOf(DECLARATION)), abi.encode(expected));
        _expectEntry(
            1,
            DecisionEntry(Decision.Refuse, DecisionSource.Own, CUSTOMS_OVERSEAS, time(), 1, 0, account, 0, 0)
        );
    }

    /// @notice Which account of an authority decided stays on record after it is replaced.
    function test_theAccountThatDecidedStaysOnRecord() public {
        declareCrane(none);
        decide_(Decision.Hold);
        pass(1);
        address account = operations(CUSTOMS_OVERSEAS);
        vm.prank(governance(CUSTOMS_OVERSEAS));
        registry.rotateAccount(account, address(0x5EC0), 0);
        pass(1);
        vm.prank(address(0x5EC0));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        DecisionEntry[] memory entries = customs.decisionsOf(DECLARATION, 0, 2);
        vm.assertEq(entries[0].account, account);
        vm.assertEq(entries[1].account, address(0x5EC0));
        (bool valid,) = registry.wasValid(entries[0].account, AccountPurpose.Operations, entries[0].decidedAt);
        vm.assertTrue(valid);
    }

    /// @notice The table in the README: from each status, each decision either leads to its status or is refused.
    function testFuzz_theTableOfDecisions(uint8[6] calldata choices) public {
        declareCrane(none);
        DeclarationStatus status = DeclarationStatus.Declared;
        uint32 taken;
        for (uint256 i = 0; i < choices.length; ++i) {
            Decision decision = Decision(1 + choices[i] % 5);
            DeclarationStatus next = _after(decision);
            bool closed = status == DeclarationStatus.Released || status == DeclarationStatus.Refused;
            if (closed || next == status) {
                refused(CUSTOMS_OVERSEAS, _wrongStatus(status));
                customs.decide(DECLARATION, 1, decision, 0, 0, 0);
            } else {
                as_(CUSTOMS_OVERSEAS);
                customs.decide(DECLARATION, 1, decision, 0, 0, 0);
                status = next;
                ++taken;
            }
            vm.assertTrue(customs.declarationOf(DECLARATION).status == status);
            vm.assertEq(customs.declarationOf(DECLARATION).decisions, taken);
            vm.assertEq(customs.decisionsOf(DECLARATION, 0, 100).length, taken);
        }
    }

    function test_aDecisionThatChangesNothingIsRefused() public {
        declareCrane(none);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, 0, 0, 0);
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DeclarationStatus.Held));
        customs.decide(DECLARATION, 1, Decision.Hold, 0, 0, 0);
    }

    function test_onlyTheJurisdictionsAuthorityDecides() public leavesTheRest {
        declareCrane(none);
        bytes4 notIt = ICustomsErrors.NotTheAuthority.selector;
        refused(CUSTOMS_HOME, abi.encodeWithSelector(notIt, NL, CUSTOMS_HOME));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        refused(BROKER, abi.encodeWithSelector(notIt, NL, BROKER));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        // Whoever has the jurisdiction now decides on what was declared before.
        vm.prank(address(governor));
        customs.assignJurisdiction(NL, CUSTOMS_HOME);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(notIt, NL, CUSTOMS_OVERSEAS));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        as_(CUSTOMS_HOME);
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 1)[0].member, CUSTOMS_HOME);
    }

    function test_aDecisionIsOnThePreCheckThatWasRead() public leavesTheRest {
        declareCrane(none);
        as_(BROKER);
        customs.amend(DECLARATION, none);
        bytes4 moved = ICustomsErrors.AssessmentMoved.selector;
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(moved, DECLARATION, 1, 2));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(moved, DECLARATION, 3, 2));
        customs.decide(DECLARATION, 3, Decision.Release, 0, 0, 0);
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(ICustomsErrors.DecisionMalformed.selector));
        customs.decide(DECLARATION, 2, Decision.None, 0, 0, 0);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 2, Decision.Inspect, 0, 0, 0);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 1)[0].assessment, 2);
    }

    function test_onlyAHoldHasAnEndDateAndItIsToCome() public leavesTheRest {
        declareCrane(none);
        bytes4 mismatch = ICustomsErrors.LapseTimeMismatch.selector;
        refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(mismatch, time()));
        customs.decide(DECLARATION, 1, Decision.Hold, time(), 0, 0);
        for (uint256 i = 2; i <= 5; ++i) {
            refused(CUSTOMS_OVERSEAS, abi.encodeWithSelector(mismatch, time() + 1));
            customs.decide(DECLARATION, 1, Decision(i), time() + 1, 0, 0);
        }
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, time() + 1, 0, 0);
        vm.assertEq(customs.declarationOf(DECLARATION).lapsesAt, time() + 1);
    }

    function test_anAuthorityThatBecameMirroredDoesNotDecide() public leavesTheRest {
        declareCrane(none);
        vm.prank(address(governor));
        registry.changeSeat(CUSTOMS_OVERSEAS, Seat.Mirrored);
        // Without a seat it takes no part: its accounts are refused before anything else is asked.
        refused(
            CUSTOMS_OVERSEAS,
            abi.encodeWithSelector(
                IMemberRegistry.SeatMismatch.selector, CUSTOMS_OVERSEAS, Seat.Query, Seat.Mirrored
            )
        );
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    /// @notice A transcriber writes down rules; it never decides.
    function test_aTranscriberDoesNotDecide() public {
        _declareInBritain();
        vm.prank(address(governor));
        customs.designateTranscriber(GB, SURVEYOR);
        refused(SURVEYOR, abi.encodeWithSelector(ICustomsErrors.NotTheAuthority.selector, GB, SURVEYOR));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    // ------------------------------------------------------------------------------------------------------ lapseHold

    function test_aHoldLapses() public leavesTheRest {
        declareCrane(none);
        uint48 lapsesAt = time() + 4 days;
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, lapsesAt, 0, 0);
        Declaration memory expected = customs.declarationOf(DECLARATION);
        vm.warp(lapsesAt - 1);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, lapsesAt));
        customs.lapseHold(DECLARATION);
        vm.warp(lapsesAt);
        emits();
        emit ICustomsEvents.HoldLapsed(DECLARATION, 2, 1, DeclarationStatus.Released);
        as_(BUYER);
        customs.lapseHold(DECLARATION);
        // It is nobody's decision.
        (expected.status, expected.decisions) = (DeclarationStatus.Released, 2);
        (expected.source, expected.lapsesAt) = (DecisionSource.Lapsed, 0);
        vm.assertEq(abi.encode(customs.declarationOf(DECLARATION)), abi.encode(expected));
        _expectEntry(
            1, DecisionEntry(Decision.Release, DecisionSource.Lapsed, 0, time(), 1, 0, address(0), 0, 0)
        );
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
        // And it is final, for the authority too.
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DeclarationStatus.Released));
        customs.decide(DECLARATION, 1, Decision.Seize, 0, 0, 0);
    }

    function test_aHoldWithoutAnEndNeverLapses() public {
        declareCrane(none);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
        decide_(Decision.Hold);
        pass(1000 days);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
    }

    function test_anAnswerStopsTheLapse() public {
        declareCrane(none);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, time() + 4 days, 0, 0);
        decide_(Decision.Inspect);
        pass(5 days);
        refused(BUYER, abi.encodeWithSelector(ICustomsErrors.HoldNotLapsed.selector, DECLARATION, 0));
        customs.lapseHold(DECLARATION);
    }

    // -------------------------------------------------------------------------------------------------- reportDecision

    function test_reportedWhereTheAuthorityIsMirrored() public leavesTheRest {
        _declareInBritain();
        Declaration memory expected = customs.declarationOf(DECLARATION);
        expectOutcome(customs.assessmentOf(DECLARATION, 1), AssessmentOutcome.NotAssessed, 0, 0);
        pass(1 days);
        emits();
        emit ICustomsEvents.DecisionReported(
            DECLARATION, BROKER, 1, Decision.Release, 1, MRN, DeclarationStatus.Released
        );
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
        // The status says by itself that it is only reported.
        (expected.status, expected.decisions) = (DeclarationStatus.Released, 1);
        expected.source = DecisionSource.Reported;
        vm.assertEq(abi.encode(customs.declarationOf(DECLARATION)), abi.encode(expected));
        _expectEntry(
            0,
            DecisionEntry(
                Decision.Release, DecisionSource.Reported, BROKER, time(), 1, 0, operations(BROKER), 0, MRN
            )
        );
    }

    function test_reportsRefused() public leavesTheRest {
        _declareInBritain();
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.ReferenceMissing.selector, DECLARATION));
        customs.reportDecision(DECLARATION, Decision.Release, 0);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.DecisionMalformed.selector));
        customs.reportDecision(DECLARATION, Decision.None, MRN);
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
        // A report over a report is a decision like any: what was released stays so.
        refused(BROKER, _wrongStatus(DeclarationStatus.Released));
        customs.reportDecision(DECLARATION, Decision.Seize, MRN);
        refused(BROKER, _wrongStatus(DeclarationStatus.Released));
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
    }

    function test_neverReportedWhereTheAuthoritySpeaksForItself() public leavesTheRest {
        declareCrane(none);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.AuthorityHasSeat.selector, NL, CUSTOMS_OVERSEAS));
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
        vm.prank(address(governor));
        customs.assignJurisdiction(NL, CUSTOMS_HOME);
        refused(BROKER, abi.encodeWithSelector(ICustomsErrors.AuthorityHasSeat.selector, NL, CUSTOMS_HOME));
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
    }

    /// @notice An authority that comes to speak for itself is not bound by what was reported.
    function test_anOwnDecisionOverridesAReport() public leavesTheRest {
        _declareInBritain();
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_OVERSEAS);
        decide_(Decision.Seize);
        vm.assertTrue(customs.declarationOf(DECLARATION).status == DeclarationStatus.Seized);
        vm.assertTrue(customs.declarationOf(DECLARATION).source == DecisionSource.Own);
        vm.assertEq(customs.decisionsOf(DECLARATION, 0, 9).length, 2);
        // But its own release is final.
        decide_(Decision.Release);
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DeclarationStatus.Released));
        customs.decide(DECLARATION, 1, Decision.Seize, 0, 0, 0);
    }

    /// @notice It may also make the very decision its own.
    function test_anAuthorityConfirmsAReport() public {
        _declareInBritain();
        as_(BROKER);
        customs.reportDecision(DECLARATION, Decision.Release, MRN);
        vm.prank(address(governor));
        customs.assignJurisdiction(GB, CUSTOMS_OVERSEAS);
        decide_(Decision.Release);
        vm.assertTrue(customs.declarationOf(DECLARATION).status == DeclarationStatus.Released);
        vm.assertTrue(customs.declarationOf(DECLARATION).source == DecisionSource.Own);
        refused(CUSTOMS_OVERSEAS, _wrongStatus(DeclarationStatus.Released));
        customs.decide(DECLARATION, 1, Decision.Release, 0, 0, 0);
    }

    /// @notice A hold of the authority's own that it left behind when its seat became Mirrored still runs out.
    function test_aHoldLapsesThoughTheAuthorityIsMirroredByNow() public {
        declareCrane(none);
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, Decision.Hold, time() + 1 days, 0, 0);
        vm.prank(address(governor));
        registry.changeSeat(CUSTOMS_OVERSEAS, Seat.Mirrored);
        pass(1 days);
        as_(BUYER);
        customs.lapseHold(DECLARATION);
        vm.assertTrue(customs.declarationOf(DECLARATION).source == DecisionSource.Lapsed);
    }

    function _declareInBritain() private {
        Movement memory movement = craneImportTo(GB);
        as_(BROKER);
        customs.declare(DECLARATION, movement, 0, none);
    }

    function decide_(Decision decision) private {
        as_(CUSTOMS_OVERSEAS);
        customs.decide(DECLARATION, 1, decision, 0, 0, 0);
    }

    function _expectEntry(uint256 number, DecisionEntry memory expected) private view {
        vm.assertEq(abi.encode(customs.decisionsOf(DECLARATION, number, 1)[0]), abi.encode(expected));
    }

    function _after(Decision decision) private pure returns (DeclarationStatus) {
        if (decision == Decision.Hold) return DeclarationStatus.Held;
        if (decision == Decision.Inspect) return DeclarationStatus.UnderInspection;
        if (decision == Decision.Release) return DeclarationStatus.Released;
        return decision == Decision.Refuse ? DeclarationStatus.Refused : DeclarationStatus.Seized;
    }

    function _wrongStatus(DeclarationStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICustomsErrors.DeclarationStatusMismatch.selector, DECLARATION, status);
    }
}
