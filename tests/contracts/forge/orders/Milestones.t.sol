// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {Evidence, EvidenceKind, Milestone, MilestoneStatus, Order} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract MilestonesTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
    }

    function test_completed() public {
        vm.warp(day_(300));
        publish(MANUFACTURER, "bill of lading");
        Evidence memory evidence = Evidence("bill of lading", EvidenceKind.Record, 1);
        vm.expectEmit(true, true, true, true, address(orders));
        emit IOrderEvents.MilestoneCompleted(ORDER, M14, MANUFACTURER, day_(318), day_(318), day_(299), evidence);
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, evidence, day_(299));
        Milestone memory done = orders.milestoneOf(ORDER, M14);
        vm.assertTrue(done.status == MilestoneStatus.Completed);
        vm.assertEq(done.actualAt, day_(299));
        vm.assertEq(done.completedAt, day_(300));
        vm.assertEq(done.evidence.identifier, "bill of lading");
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.openMilestones, 5);
        vm.assertEq(order.completedWeight, 5);
    }

    function test_completedOnlyOnceAndBySeller() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, BUYER));
        as_(BUYER);
        orders.completeMilestone(ORDER, M14, WORD_ONLY, time());
        complete(M14);
        _expectStatus(M14, MilestoneStatus.Completed);
        complete(M14);
    }

    function test_actualTimeWithinReason() public {
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time())
        );
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, WORD_ONLY, time() + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(0) - 1, day_(0))
        );
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, WORD_ONLY, day_(0) - 1);
    }

    function test_evidenceMustExist() public {
        _expectNoEvidence(Evidence("x", EvidenceKind.None, 0));
        _expectNoEvidence(Evidence(0, EvidenceKind.None, 1));
        _expectNoEvidence(Evidence("stream", EvidenceKind.AnchoredEvents, 0));
        publish(GEAR, "report");
        _expectNoEvidence(Evidence("report", EvidenceKind.Record, 0));
        _expectNoEvidence(Evidence("report", EvidenceKind.Record, 2));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("other")));
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, Evidence("other", EvidenceKind.Record, 1), time());
        as_(GEAR);
        records.revoke("report", 1);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("report")));
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, Evidence("report", EvidenceKind.Record, 1), time());
    }

    function test_anchoredEventsAreEvidence() public {
        bytes32 stream = "yard";
        vm.prank(oracle(MANUFACTURER));
        anchors.openStream(stream, "partition");
        vm.prank(oracle(MANUFACTURER));
        anchors.anchor(stream, 1, 1, 8, keccak256("root"), hex"0155122000");
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 0));
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 9));
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, Evidence(stream, EvidenceKind.AnchoredEvents, 8), time());
        vm.assertTrue(statusOf(M14) == MilestoneStatus.Completed);
    }

    function test_certificateMilestonesRefused() public {
        _expectCertificate(M19);
        _expectCertificate(M20);
    }

    function test_holdReleased() public {
        complete(M06);
        vm.assertTrue(statusOf(M06) == MilestoneStatus.AwaitingRelease);
        vm.assertEq(orders.orderOf(ORDER).openMilestones, 6);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotInspector.selector, ORDER, M06, BUYER));
        as_(BUYER);
        orders.releaseHold(ORDER, M06, 0);
        publish(SURVEYOR, "NDT report");
        pass(1 days);
        as_(SURVEYOR);
        orders.releaseHold(ORDER, M06, "NDT report");
        Milestone memory done = orders.milestoneOf(ORDER, M06);
        vm.assertTrue(done.status == MilestoneStatus.Completed);
        vm.assertEq(done.actualAt, day_(0));
        vm.assertEq(done.completedAt, day_(1));
        vm.assertFalse(done.waived);
        _expectStatus(M06, MilestoneStatus.Completed);
        as_(SURVEYOR);
        orders.releaseHold(ORDER, M06, 0);
    }

    function test_holdNotReleasedBeforeReported() public {
        _expectStatus(M06, MilestoneStatus.Open);
        as_(SURVEYOR);
        orders.releaseHold(ORDER, M06, 0);
        _expectStatus(M06, MilestoneStatus.Open);
        as_(SURVEYOR);
        orders.refuseRelease(ORDER, M06, 0);
    }

    function test_releaseRefused() public {
        complete(M06);
        as_(SURVEYOR);
        orders.refuseRelease(ORDER, M06, 0);
        Milestone memory open = orders.milestoneOf(ORDER, M06);
        vm.assertTrue(open.status == MilestoneStatus.Open);
        vm.assertEq(open.actualAt, 0);
        complete(M06);
        vm.assertTrue(statusOf(M06) == MilestoneStatus.AwaitingRelease);
    }

    function test_holdWaivedBeforeAndAfterReport() public {
        publish(SURVEYOR, "waiver");
        as_(SURVEYOR);
        orders.waiveHold(ORDER, M06, "waiver");
        vm.assertTrue(statusOf(M06) == MilestoneStatus.Open);
        _expectStatus(M06, MilestoneStatus.Open);
        as_(SURVEYOR);
        orders.waiveHold(ORDER, M06, "waiver");
        complete(M06);
        vm.assertTrue(statusOf(M06) == MilestoneStatus.Completed);

        publish(BUYER, "buyer's waiver");
        complete(M08);
        as_(BUYER);
        orders.waiveHold(ORDER, M08, "buyer's waiver");
        vm.assertTrue(orders.milestoneOf(ORDER, M08).waived);
        vm.assertTrue(statusOf(M08) == MilestoneStatus.Completed);
    }

    function test_waiverIsWritten() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32(0)));
        as_(SURVEYOR);
        orders.waiveHold(ORDER, M06, 0);
    }

    function test_pointsAreOfTheirKind() public {
        bytes memory none = abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M14);
        vm.expectRevert(none);
        as_(SURVEYOR);
        orders.releaseHold(ORDER, M14, 0);
        vm.expectRevert(none);
        as_(MANUFACTURER);
        orders.notifyInspection(ORDER, M14, day_(3));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M06));
        as_(SURVEYOR);
        orders.witness(ORDER, M06, 0);
    }

    function test_witnessPointNeedsNotice() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InspectionNotDue.selector, ORDER, M07, uint48(0)));
        complete_(M07);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(2) - 1, day_(2)));
        as_(MANUFACTURER);
        orders.notifyInspection(ORDER, M07, day_(2) - 1);
        as_(MANUFACTURER);
        orders.notifyInspection(ORDER, M07, day_(2));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InspectionNotDue.selector, ORDER, M07, day_(2)));
        complete_(M07);
        vm.warp(day_(2));
        complete(M07);
        vm.assertTrue(statusOf(M07) == MilestoneStatus.Completed);
    }

    function test_witnessedOnce() public {
        as_(BUYER);
        orders.witness(ORDER, M07, 0);
        complete(M07);
        vm.assertTrue(orders.milestoneOf(ORDER, M07).witnessed);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlreadyWitnessed.selector, ORDER, M07));
        as_(BUYER);
        orders.witness(ORDER, M07, 0);
    }

    function test_inspectorReplacedWhenNoLongerActive() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InspectorStillActive.selector, ORDER, M06, SURVEYOR));
        as_(BUYER);
        orders.replaceInspector(ORDER, M06, INSURER);
        vm.prank(address(governor));
        registry.suspend(SURVEYOR, 1);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        as_(MANUFACTURER);
        orders.replaceInspector(ORDER, M06, INSURER);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NoSuchInspectionPoint.selector, ORDER, M14));
        as_(BUYER);
        orders.replaceInspector(ORDER, M14, INSURER);
        as_(BUYER);
        orders.replaceInspector(ORDER, M06, INSURER);
        complete(M06);
        as_(INSURER);
        orders.releaseHold(ORDER, M06, 0);
        vm.assertTrue(statusOf(M06) == MilestoneStatus.Completed);
    }

    function test_pausedForAnyone() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        vm.warp(day_(0) + 1 hours);
        vm.expectPartialRevert(IMemberRegistry.WritesPaused.selector);
        orders.remind(ORDER, M14);
        vm.expectPartialRevert(IMemberRegistry.WritesPaused.selector);
        orders.escalate(ORDER, M14);
    }

    function test_replanned() public {
        as_(MANUFACTURER);
        orders.replan(ORDER, M14, day_(330));
        Milestone memory moved = orders.milestoneOf(ORDER, M14);
        vm.assertEq(moved.planned, day_(330));
        vm.assertEq(moved.due, day_(318));
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        as_(MANUFACTURER);
        orders.replan(ORDER, M14, time() - 1);
        complete(M14);
        _expectStatus(M14, MilestoneStatus.Completed);
        as_(MANUFACTURER);
        orders.replan(ORDER, M14, day_(340));
    }

    function test_remindedOnceWithinTheWindowByAnyone() public {
        vm.warp(day_(304) - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.ReminderNotDue.selector, ORDER, M14, day_(304), day_(318))
        );
        orders.remind(ORDER, M14);
        vm.warp(day_(304));
        vm.expectEmit(true, true, true, true, address(orders));
        emit IOrderEvents.MilestoneReminded(ORDER, M14, day_(318), day_(318));
        orders.remind(ORDER, M14);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlreadyReminded.selector, ORDER, M14));
        orders.remind(ORDER, M14);
        vm.warp(day_(318) + 1);
        vm.expectPartialRevert(IOrderErrors.ReminderNotDue.selector);
        orders.remind(ORDER, M06);
    }

    function test_escalatedOnceAfterTheDueTimeByAnyone() public {
        vm.warp(day_(210));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, M08, day_(210)));
        orders.escalate(ORDER, M08);
        // Reported but not released is not complete.
        complete(M08);
        vm.warp(day_(210) + 1);
        vm.expectEmit(true, true, true, true, address(orders));
        emit IOrderEvents.MilestoneEscalated(ORDER, M08, day_(210), day_(210));
        orders.escalate(ORDER, M08);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, M08));
        orders.escalate(ORDER, M08);
        as_(BUYER);
        orders.releaseHold(ORDER, M08, 0);
        _expectStatus(M08, MilestoneStatus.Completed);
        orders.escalate(ORDER, M08);
    }

    function test_suspendedMemberDoesNothing() public {
        vm.prank(address(governor));
        registry.suspend(MANUFACTURER, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, MANUFACTURER, MemberStatus.Suspended)
        );
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, Evidence(0, EvidenceKind.None, 0), time());
    }

    function complete_(bytes32 code) private {
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, code, Evidence(0, EvidenceKind.None, 0), time());
    }

    function _expectStatus(bytes32 code, MilestoneStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.MilestoneStatusMismatch.selector, ORDER, code, status));
    }

    function _expectCertificate(bytes32 code) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.CertificateRequired.selector, ORDER, code));
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, code, Evidence(0, EvidenceKind.None, 0), time());
    }

    function _expectNoEvidence(Evidence memory evidence) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, evidence.identifier, evidence.number)
        );
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, evidence, time());
    }
}
