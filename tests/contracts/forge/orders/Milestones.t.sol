// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    Evidence,
    EvidenceKind,
    Milestone,
    MilestoneStatus,
    Order,
    OrderTerms,
    ScheduleCause
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Plan, completion, evidence, reminder and escalation.
contract MilestonesTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
    }

    function test_completed() public leavesOthersAlone {
        vm.warp(day_(300));
        publish(MANUFACTURER, "bill of lading");
        Evidence memory evidence = Evidence("bill of lading", EvidenceKind.Record, 1);
        bytes32 before = siblings(M14);
        Milestone memory expected = orders.milestoneOf(ORDER, M14);
        expect();
        emit IOrderEvents.MilestoneCompleted(ORDER, M14, MANUFACTURER, day_(318), day_(318), day_(299), evidence);
        _complete(M14, evidence, day_(299));
        expected.status = MilestoneStatus.Completed;
        expected.actualAt = day_(299);
        expected.completedAt = day_(300);
        expected.evidence = evidence;
        vm.assertEq(keccak256(abi.encode(orders.milestoneOf(ORDER, M14))), keccak256(abi.encode(expected)));
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.openMilestones, 5);
        vm.assertEq(order.completedWeight, 5);
        vm.assertEq(siblings(M14), before);
        _refusesStatus(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, M14, WORD_ONLY, time())), M14, 3);
    }

    function test_reportedWithAHold() public leavesOthersAlone {
        publish(MANUFACTURER, RECORD);
        Evidence memory evidence = Evidence(RECORD, EvidenceKind.Record, 1);
        vm.warp(day_(100));
        bytes32 before = siblings(M06);
        expect();
        emit IOrderEvents.MilestoneReported(ORDER, M06, SURVEYOR, day_(99), evidence);
        vm.recordLogs();
        _complete(M06, evidence, day_(99));
        vm.assertEq(vm.getRecordedLogs().length, 1);
        Milestone memory reported = orders.milestoneOf(ORDER, M06);
        vm.assertEq(uint8(reported.status), uint8(MilestoneStatus.AwaitingRelease));
        vm.assertEq(reported.actualAt, day_(99));
        vm.assertEq(reported.completedAt, 0);
        vm.assertEq(keccak256(abi.encode(reported.evidence)), keccak256(abi.encode(evidence)));
        vm.assertEq(orders.orderOf(ORDER).openMilestones, 6);
        vm.assertEq(orders.orderOf(ORDER).completedWeight, 0);
        vm.assertEq(siblings(M06), before);
        _refusesStatus(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, M06, WORD_ONLY, time())), M06, 2);
    }

    function test_actualTimeWithinReason() public {
        vm.warp(day_(10));
        _refusesCompletion(
            M14, time() + 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time())
        );
        _refusesCompletion(
            M14,
            day_(0) - 1,
            abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(0) - 1, day_(0))
        );
        _complete(M14, WORD_ONLY, day_(0));
        vm.assertEq(orders.milestoneOf(ORDER, M14).actualAt, day_(0));
    }

    function test_evidenceMustExist() public {
        _expectNoEvidence(Evidence("x", EvidenceKind.None, 0));
        _expectNoEvidence(Evidence(0, EvidenceKind.None, 1));
        publish(GEAR, "report");
        _expectNoEvidence(Evidence("report", EvidenceKind.Record, 0));
        _expectNoEvidence(Evidence("report", EvidenceKind.Record, 2));
        _refusesEvidence(
            Evidence("other", EvidenceKind.Record, 1),
            abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("other"))
        );
        as_(GEAR);
        records.revoke("report", 1);
        _refusesEvidence(
            Evidence("report", EvidenceKind.Record, 1),
            abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("report"))
        );
    }

    function test_anchoredEventsAreEvidence() public {
        bytes32 stream = "yard";
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 0));
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 1));
        vm.prank(oracle(MANUFACTURER));
        anchors.openStream(stream, "partition");
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 1));
        vm.prank(oracle(MANUFACTURER));
        anchors.anchor(stream, 1, 1, 8, keccak256("root"), hex"0155122000");
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 0));
        _expectNoEvidence(Evidence(stream, EvidenceKind.AnchoredEvents, 9));
        bytes memory call = abi.encodeCall(
            orders.completeMilestone, (ORDER, M14, Evidence(stream, EvidenceKind.AnchoredEvents, 8), time())
        );
        refuses(
            MANUFACTURER,
            withWord(call, 3, 3),
            abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, stream, uint64(8))
        );
        _complete(M14, Evidence(stream, EvidenceKind.AnchoredEvents, 8), time());
        vm.assertEq(uint8(statusOf(M14)), uint8(MilestoneStatus.Completed));
        complete(M06);
        does(SURVEYOR, abi.encodeCall(orders.refuseRelease, (ORDER, M06, 0)));
        _complete(M06, Evidence(stream, EvidenceKind.AnchoredEvents, 1), time());
    }

    /// @dev A number that is no kind of evidence is refused like any other mistake, wherever evidence is given.
    function test_unknownKindOfEvidenceIsRefused(uint8 kind) public {
        vm.assume(kind > 2);
        bytes memory error = abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, bytes32(0), uint64(0));
        bytes memory call = abi.encodeCall(orders.completeMilestone, (ORDER, M14, WORD_ONLY, time()));
        refuses(MANUFACTURER, withWord(call, 3, kind), error);
        call = abi.encodeCall(orders.reportDelivery, (ORDER, PART, 1, 0, WORD_ONLY));
        refuses(MANUFACTURER, withWord(call, 5, kind), error);
        placeSub();
        call = abi.encodeCall(orders.deliverSubOrder, (SUB, 1, WORD_ONLY));
        refuses(DRIVE, withWord(call, 3, kind), error);
    }

    function test_certificateMilestonesRefused() public {
        bytes32[2] memory certified = [M19, M20];
        for (uint256 i = 0; i < 2; ++i) {
            _refusesCompletion(
                certified[i],
                time(),
                abi.encodeWithSelector(IOrderErrors.CertificateRequired.selector, ORDER, certified[i])
            );
        }
    }

    function test_replanned() public leavesOthersAlone {
        bytes32 before = siblings(M14);
        Milestone memory expected = orders.milestoneOf(ORDER, M14);
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M14, ScheduleCause.Replanned, 0, day_(318), day_(330));
        _replan(M14, day_(330));
        expected.planned = day_(330);
        vm.assertEq(keccak256(abi.encode(orders.milestoneOf(ORDER, M14))), keccak256(abi.encode(expected)));
        vm.assertEq(siblings(M14), before);
        _replan(M14, time());
        vm.assertEq(orders.milestoneOf(ORDER, M14).planned, time());
        _replan(M14, uint48(2 ** 40));
        vm.assertEq(orders.milestoneOf(ORDER, M14).planned, 2 ** 40);
        complete(M06);
        _replan(M06, day_(191));
    }

    function test_replanRefused() public {
        bytes memory early = abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time());
        refuses(MANUFACTURER, abi.encodeCall(orders.replan, (ORDER, M14, time() - 1)), early);
        uint48 last = uint48(2 ** 40);
        bytes memory late = abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, last + 1, last);
        refuses(MANUFACTURER, abi.encodeCall(orders.replan, (ORDER, M14, last + 1)), late);
        complete(M14);
        _refusesStatus(MANUFACTURER, abi.encodeCall(orders.replan, (ORDER, M14, day_(340))), M14, 3);
    }

    function test_remindedOnceWithinTheWindowByAnyone() public leavesOthersAlone {
        bytes memory call = abi.encodeCall(orders.remind, (ORDER, M14));
        bytes memory notDue =
            abi.encodeWithSelector(IOrderErrors.ReminderNotDue.selector, ORDER, M14, day_(304), day_(318));
        _replan(M14, day_(319));
        bytes32 before = siblings(M14);
        vm.warp(day_(304) - 1);
        refuses(BANK_A, call, notDue);
        vm.warp(day_(304));
        expect();
        emit IOrderEvents.MilestoneReminded(ORDER, M14, day_(318), day_(319));
        orders.remind(ORDER, M14);
        vm.assertTrue(orders.milestoneOf(ORDER, M14).reminded);
        vm.assertFalse(orders.milestoneOf(ORDER, M14).escalated);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.AlreadyReminded.selector, ORDER, M14));
        vm.assertEq(siblings(M14), before);
        vm.warp(day_(318) + 1);
        refuses(BANK_A, call, notDue);
        vm.warp(day_(210));
        complete(M08);
        orders.remind(ORDER, M08);
        does(BUYER, abi.encodeCall(orders.releaseHold, (ORDER, M08, 0)));
        _refusesStatus(BANK_A, abi.encodeCall(orders.remind, (ORDER, M08)), M08, 3);
    }

    /// @dev A window longer than the time since 1970 opens at once.
    function test_remindedWithinTheLongestWindow() public {
        OrderTerms memory agreed = terms();
        agreed.order = "long";
        agreed.reminderWindow = type(uint32).max;
        agree(agreed);
        does(BANK_A, abi.encodeCall(orders.remind, ("long", M14)));
        vm.assertTrue(orders.milestoneOf("long", M14).reminded);
        vm.warp(day_(318) + 1);
        bytes memory notDue = abi.encodeWithSelector(
            IOrderErrors.ReminderNotDue.selector, bytes32("long"), M06, 0, day_(190)
        );
        refuses(BANK_A, abi.encodeCall(orders.remind, ("long", M06)), notDue);
    }

    function test_escalatedOnceAfterTheDueTimeByAnyone() public leavesOthersAlone {
        bytes memory call = abi.encodeCall(orders.escalate, (ORDER, M08));
        _replan(M08, day_(211));
        vm.warp(day_(210));
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, M08, day_(210)));
        // Reported but not released is not complete.
        complete(M08);
        bytes32 before = siblings(M08);
        vm.warp(day_(210) + 1);
        expect();
        emit IOrderEvents.MilestoneEscalated(ORDER, M08, day_(210), day_(211));
        orders.escalate(ORDER, M08);
        vm.assertTrue(orders.milestoneOf(ORDER, M08).escalated);
        vm.assertFalse(orders.milestoneOf(ORDER, M08).reminded);
        vm.assertEq(siblings(M08), before);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, M08));
        does(BUYER, abi.encodeCall(orders.releaseHold, (ORDER, M08, 0)));
        _refusesStatus(BANK_A, call, M08, 3);
    }

    function _complete(bytes32 code, Evidence memory evidence, uint48 actualAt) private {
        does(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, code, evidence, actualAt)));
    }

    function _replan(bytes32 code, uint48 planned) private {
        does(MANUFACTURER, abi.encodeCall(orders.replan, (ORDER, code, planned)));
    }

    function _refusesStatus(bytes16 member, bytes memory call, bytes32 code, uint8 status) private {
        bytes memory error = abi.encodeWithSelector(
            IOrderErrors.MilestoneStatusMismatch.selector, ORDER, code, MilestoneStatus(status)
        );
        refuses(member, call, error);
    }

    function _refusesCompletion(bytes32 code, uint48 actualAt, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, code, WORD_ONLY, actualAt)), error);
    }

    function _refusesEvidence(Evidence memory evidence, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.completeMilestone, (ORDER, M14, evidence, time())), error);
    }

    function _expectNoEvidence(Evidence memory evidence) private {
        _refusesEvidence(
            evidence,
            abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, evidence.identifier, evidence.number)
        );
    }
}
