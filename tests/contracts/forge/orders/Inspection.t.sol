// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {Evidence, EvidenceKind, Milestone, MilestoneStatus} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Hold points and witness points.
contract InspectionTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
        publish(SURVEYOR, RECORD);
    }

    function test_holdReleased() public leavesOthersAlone {
        complete(M06);
        bytes32 before = siblings(M06);
        vm.warp(day_(1));
        expect();
        emit IOrderEvents.HoldReleased(ORDER, M06, SURVEYOR, RECORD);
        expect();
        emit IOrderEvents.MilestoneCompleted(ORDER, M06, MANUFACTURER, day_(190), day_(190), day_(0), WORD_ONLY);
        does(SURVEYOR, abi.encodeCall(orders.releaseHold, (ORDER, M06, RECORD)));
        Milestone memory done = orders.milestoneOf(ORDER, M06);
        vm.assertEq(uint8(done.status), uint8(MilestoneStatus.Completed));
        vm.assertEq(done.actualAt, day_(0));
        vm.assertEq(done.completedAt, day_(1));
        vm.assertFalse(done.waived);
        vm.assertEq(orders.orderOf(ORDER).openMilestones, 5);
        vm.assertEq(orders.orderOf(ORDER).completedWeight, 14);
        vm.assertEq(siblings(M06), before);
        _expectNotReported(M06, SURVEYOR, MilestoneStatus.Completed);
    }

    function test_holdNotReleasedBeforeReported() public {
        _expectNotReported(M06, SURVEYOR, MilestoneStatus.Open);
    }

    function test_releaseRefused() public leavesOthersAlone {
        Milestone memory expected = orders.milestoneOf(ORDER, M06);
        does(
            MANUFACTURER,
            abi.encodeCall(
                orders.completeMilestone, (ORDER, M06, Evidence(RECORD, EvidenceKind.Record, 1), time())
            )
        );
        bytes32 before = siblings(M06);
        expect();
        emit IOrderEvents.ReleaseRefused(ORDER, M06, SURVEYOR, RECORD);
        does(SURVEYOR, abi.encodeCall(orders.refuseRelease, (ORDER, M06, RECORD)));
        // As if it had never been reported.
        vm.assertEq(keccak256(abi.encode(orders.milestoneOf(ORDER, M06))), keccak256(abi.encode(expected)));
        vm.assertEq(siblings(M06), before);
        complete(M06);
        vm.assertEq(uint8(statusOf(M06)), uint8(MilestoneStatus.AwaitingRelease));
    }

    function test_holdWaivedBeforeTheReport() public leavesOthersAlone {
        bytes32 before = siblings(M06);
        expect();
        emit IOrderEvents.HoldWaived(ORDER, M06, SURVEYOR, RECORD);
        vm.recordLogs();
        _waive(SURVEYOR, M06);
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(uint8(statusOf(M06)), uint8(MilestoneStatus.Open));
        vm.assertTrue(orders.milestoneOf(ORDER, M06).waived);
        vm.assertEq(orders.orderOf(ORDER).openMilestones, 6);
        vm.assertEq(siblings(M06), before);
        bytes memory again = abi.encodeCall(orders.waiveHold, (ORDER, M06, RECORD));
        refuses(SURVEYOR, again, _status(M06, MilestoneStatus.Open));
        complete(M06);
        vm.assertEq(uint8(statusOf(M06)), uint8(MilestoneStatus.Completed));
        refuses(SURVEYOR, again, _status(M06, MilestoneStatus.Completed));
    }

    function test_holdWaivedAfterTheReport() public leavesOthersAlone {
        complete(M08);
        vm.warp(day_(1));
        expect();
        emit IOrderEvents.HoldWaived(ORDER, M08, BUYER, RECORD);
        expect();
        emit IOrderEvents.MilestoneCompleted(ORDER, M08, MANUFACTURER, day_(210), day_(210), day_(0), WORD_ONLY);
        _waive(BUYER, M08);
        vm.assertTrue(orders.milestoneOf(ORDER, M08).waived);
        vm.assertEq(uint8(statusOf(M08)), uint8(MilestoneStatus.Completed));
        vm.assertEq(orders.orderOf(ORDER).completedWeight, 6);
        // What was released is not waived afterwards.
        complete(M06);
        does(SURVEYOR, abi.encodeCall(orders.releaseHold, (ORDER, M06, 0)));
        refuses(
            SURVEYOR,
            abi.encodeCall(orders.waiveHold, (ORDER, M06, RECORD)),
            _status(M06, MilestoneStatus.Completed)
        );
    }

    function test_pointsAreOfTheirKind() public {
        bytes memory none = abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M14);
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, M14, day_(3))), none);
        refuses(SURVEYOR, abi.encodeCall(orders.releaseHold, (ORDER, M14, 0)), none);
        none = abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M07);
        refuses(BUYER, abi.encodeCall(orders.releaseHold, (ORDER, M07, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.refuseRelease, (ORDER, M07, 0)), none);
        refuses(BUYER, abi.encodeCall(orders.waiveHold, (ORDER, M07, RECORD)), none);
        none = abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M06);
        refuses(SURVEYOR, abi.encodeCall(orders.witness, (ORDER, M06, 0)), none);
    }

    function test_inspectionNotified() public leavesOthersAlone {
        bytes32 before = siblings(M06);
        expect();
        emit IOrderEvents.InspectionNotified(ORDER, M06, SURVEYOR, day_(2));
        _notify(M06, day_(2));
        vm.assertEq(orders.milestoneOf(ORDER, M06).inspectionAt, day_(2));
        vm.assertEq(siblings(M06), before);
        // Again, also while it awaits its release.
        complete(M06);
        _notify(M06, uint48(2 ** 40));
        vm.assertEq(orders.milestoneOf(ORDER, M06).inspectionAt, 2 ** 40);
    }

    function test_notificationRefused() public {
        bytes memory early = abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(2) - 1, day_(2));
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, M07, day_(2) - 1)), early);
        uint48 last = uint48(2 ** 40);
        bytes memory late = abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, last + 1, last);
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, M07, last + 1)), late);
        does(BUYER, abi.encodeCall(orders.witness, (ORDER, M07, 0)));
        complete(M07);
        bytes memory done = _status(M07, MilestoneStatus.Completed);
        refuses(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, M07, day_(3))), done);
    }

    function test_witnessPointNeedsNotice() public {
        bytes memory call = abi.encodeCall(orders.completeMilestone, (ORDER, M07, WORD_ONLY, time()));
        refuses(MANUFACTURER, call, _notDue(0));
        _notify(M07, day_(2));
        vm.warp(day_(2) - 1);
        refuses(MANUFACTURER, call, _notDue(day_(2)));
        vm.warp(day_(2));
        complete(M07);
        vm.assertEq(uint8(statusOf(M07)), uint8(MilestoneStatus.Completed));
        // Absence doesn't stop the work, and attendance can be recorded afterwards.
        vm.assertFalse(orders.milestoneOf(ORDER, M07).witnessed);
        does(BUYER, abi.encodeCall(orders.witness, (ORDER, M07, 0)));
        vm.assertTrue(orders.milestoneOf(ORDER, M07).witnessed);
    }

    function test_witnessedOnce() public leavesOthersAlone {
        bytes32 before = siblings(M07);
        expect();
        emit IOrderEvents.MilestoneWitnessed(ORDER, M07, BUYER, RECORD);
        does(BUYER, abi.encodeCall(orders.witness, (ORDER, M07, RECORD)));
        vm.assertTrue(orders.milestoneOf(ORDER, M07).witnessed);
        vm.assertEq(uint8(statusOf(M07)), uint8(MilestoneStatus.Open));
        vm.assertEq(siblings(M07), before);
        bytes memory again = abi.encodeWithSelector(IOrderErrors.AlreadyWitnessed.selector, ORDER, M07);
        refuses(BUYER, abi.encodeCall(orders.witness, (ORDER, M07, 0)), again);
        complete(M07);
        vm.assertEq(uint8(statusOf(M07)), uint8(MilestoneStatus.Completed));
    }

    function test_inspectorReplacedWhenNoLongerActive() public leavesOthersAlone {
        bytes memory call = abi.encodeCall(orders.replaceInspector, (ORDER, M06, INSURER));
        refuses(
            BUYER, call, abi.encodeWithSelector(IOrderErrors.InspectorStillActive.selector, ORDER, M06, SURVEYOR)
        );
        complete(M06);
        vm.prank(address(governor));
        registry.suspend(SURVEYOR, 1);
        refuses(MANUFACTURER, call, abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        refuses(
            BUYER,
            abi.encodeCall(orders.replaceInspector, (ORDER, M14, INSURER)),
            abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M14)
        );
        refuses(
            BUYER,
            abi.encodeCall(orders.replaceInspector, (ORDER, M06, bytes16("nobody"))),
            abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody"))
        );
        bytes32 before = siblings(M06);
        expect();
        emit IOrderEvents.InspectorReplaced(ORDER, M06, INSURER, SURVEYOR);
        does(BUYER, call);
        vm.assertEq(bytes32(orders.milestoneOf(ORDER, M06).inspector), bytes32(INSURER));
        vm.assertEq(siblings(M06), before);
        does(INSURER, abi.encodeCall(orders.releaseHold, (ORDER, M06, 0)));
        vm.prank(address(governor));
        registry.suspend(INSURER, 1);
        refuses(
            BUYER,
            abi.encodeCall(orders.replaceInspector, (ORDER, M06, BANK_A)),
            _status(M06, MilestoneStatus.Completed)
        );
    }

    function _waive(bytes16 member, bytes32 code) private {
        does(member, abi.encodeCall(orders.waiveHold, (ORDER, code, RECORD)));
    }

    function _notify(bytes32 code, uint48 inspectionAt) private {
        does(MANUFACTURER, abi.encodeCall(orders.notifyInspection, (ORDER, code, inspectionAt)));
    }

    function _expectNotReported(bytes32 code, bytes16 inspector, MilestoneStatus status) private {
        refuses(inspector, abi.encodeCall(orders.releaseHold, (ORDER, code, 0)), _status(code, status));
        refuses(inspector, abi.encodeCall(orders.refuseRelease, (ORDER, code, 0)), _status(code, status));
    }

    function _status(bytes32 code, MilestoneStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.MilestoneStatusMismatch.selector, ORDER, code, status);
    }

    function _notDue(uint48 inspectionAt) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.InspectionNotDue.selector, ORDER, M07, inspectionAt);
    }
}
