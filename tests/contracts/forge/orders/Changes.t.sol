// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    ChangeEvaluation,
    ChangeRequest,
    ChangeStatus,
    Milestone,
    MilestoneChange,
    MilestoneStatus,
    Order,
    ScheduleCause
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract ChangesTest is OrderBase {
    bytes32 private constant NEW_AMOUNT = keccak256("7,063,000 and a salt");
    bytes32 private constant NEW_TERMS = keccak256("terms, version 2");
    bytes32 private constant NEW_CALENDAR = keccak256("calendar, next year's too");

    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, RECORD);
    }

    function test_requestedByEitherSide() public leavesOthersAlone {
        expect();
        emit IOrderEvents.ChangeRequested(ORDER, CHANGE, BUYER, RECORD);
        does(BUYER, abi.encodeCall(orders.requestChange, (ORDER, CHANGE, RECORD)));
        ChangeRequest memory asked = orders.changeOf(CHANGE);
        vm.assertEq(asked.order, ORDER);
        vm.assertEq(bytes32(asked.requestedBy), bytes32(BUYER));
        vm.assertEq(uint8(asked.status), uint8(ChangeStatus.Requested));
        vm.assertEq(asked.orderVersion, 0);
        vm.assertEq(asked.record, RECORD);
        vm.assertEq(asked.evaluationHash, 0);
        expect();
        emit IOrderEvents.ChangeRequested(ORDER, "CR-02", MANUFACTURER, 0);
        _request(MANUFACTURER, "CR-02");
        vm.assertEq(bytes32(orders.changeOf("CR-02").requestedBy), bytes32(MANUFACTURER));
    }

    function test_requestRefused() public {
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(BUYER, abi.encodeCall(orders.requestChange, (ORDER, 0, 0)), missing);
        _request(BUYER, CHANGE);
        bytes memory taken = abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, CHANGE);
        refuses(MANUFACTURER, abi.encodeCall(orders.requestChange, (ORDER, CHANGE, 0)), taken);
    }

    function test_evaluated() public leavesOthersAlone {
        _request(BUYER, CHANGE);
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.ChangeEvaluated(ORDER, CHANGE, 1, evaluation());
        _evaluate(CHANGE, evaluation());
        ChangeRequest memory evaluated = orders.changeOf(CHANGE);
        vm.assertEq(uint8(evaluated.status), uint8(ChangeStatus.Evaluated));
        vm.assertEq(evaluated.orderVersion, 1);
        vm.assertEq(evaluated.evaluationHash, keccak256(abi.encode(evaluation())));
        // Nothing moves before the buyer accepts.
        vm.assertEq(siblings(0), before);
        vm.assertEq(orders.orderOf(ORDER).version, 1);
        // A later evaluation takes the place of an earlier one.
        ChangeEvaluation memory other = evaluation();
        other.delayDays = 15;
        _evaluate(CHANGE, other);
        vm.assertEq(orders.changeOf(CHANGE).evaluationHash, keccak256(abi.encode(other)));
        _refusesAcceptance(CHANGE, evaluation(), _mismatch(other, evaluation()));
    }

    function test_evaluationRefused() public {
        _request(BUYER, CHANGE);
        ChangeEvaluation memory other = evaluation();
        other.termsCommitment = 0;
        _refusesEvaluation(other, abi.encodeWithSelector(IOrderErrors.InvalidOrderTerms.selector, ORDER));
        bytes memory tooLong = abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 0, 64);
        other = evaluation();
        other.certificates = new bytes32[](65);
        _refusesEvaluation(other, tooLong);
        other.certificates = new bytes32[](64);
        _evaluate(CHANGE, other);
        other.milestones = new MilestoneChange[](65);
        _refusesEvaluation(other, tooLong);
        other.milestones = new MilestoneChange[](1);
        _refusesEvaluation(
            other, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0))
        );
        complete(M14);
        _refusesEvaluation(evaluation(), _completed(M14));
    }

    /// @dev The scenario's CR-01.
    function test_accepted() public leavesOthersAlone {
        _request(BUYER, CHANGE);
        _evaluate(CHANGE, evaluation());
        bytes32 m06 = keccak256(abi.encode(orders.milestoneOf(ORDER, M06)));
        expect();
        emit IOrderEvents.ChangeAccepted(ORDER, CHANGE, 2, NEW_TERMS, NEW_CALENDAR);
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M08, ScheduleCause.Change, CHANGE, day_(224), day_(225));
        expect();
        emit IOrderEvents.MilestonePaymentChanged(ORDER, M14, CHANGE, NEW_AMOUNT);
        _accept(CHANGE, evaluation());
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.version, 2);
        vm.assertEq(order.termsCommitment, NEW_TERMS);
        vm.assertEq(order.calendarHash, NEW_CALENDAR);
        Milestone memory moved = orders.milestoneOf(ORDER, M08);
        vm.assertEq(moved.due, day_(224));
        vm.assertEq(moved.agreedDue, day_(210));
        vm.assertEq(moved.planned, day_(225));
        vm.assertEq(moved.excusedDays, 0);
        Milestone memory paid = orders.milestoneOf(ORDER, M14);
        vm.assertEq(paid.paymentCommitment, NEW_AMOUNT);
        vm.assertEq(paid.due, day_(318));
        vm.assertEq(paid.planned, day_(318));
        vm.assertEq(keccak256(abi.encode(orders.milestoneOf(ORDER, M06))), m06);
        vm.assertEq(uint8(orders.changeOf(CHANGE).status), uint8(ChangeStatus.Accepted));
    }

    /// @dev What an evaluation leaves at 0 stays as it is, and nothing is logged of it.
    function test_acceptedWithoutAnyMove() public {
        _request(MANUFACTURER, CHANGE);
        ChangeEvaluation memory other = evaluation();
        other.calendarHash = 0;
        other.milestones[0] = MilestoneChange(M08, 0, 0, 0);
        other.milestones[1] = MilestoneChange(M14, 0, 0, 0);
        _evaluate(CHANGE, other);
        bytes32 before = siblings(0);
        vm.recordLogs();
        _accept(CHANGE, other);
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(siblings(0), before);
        vm.assertEq(orders.orderOf(ORDER).calendarHash, keccak256("calendar"));
    }

    function test_dueOrPlanAlone() public {
        _request(BUYER, CHANGE);
        ChangeEvaluation memory other = evaluation();
        other.milestones[0] = MilestoneChange(M08, day_(224), 0, 0);
        other.milestones[1] = MilestoneChange(M14, 0, day_(330), 0);
        _evaluate(CHANGE, other);
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M08, ScheduleCause.Change, CHANGE, day_(224), day_(210));
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M14, ScheduleCause.Change, CHANGE, day_(318), day_(330));
        _accept(CHANGE, other);
        vm.assertEq(orders.milestoneOf(ORDER, M08).planned, day_(210));
        vm.assertEq(orders.milestoneOf(ORDER, M14).due, day_(318));
    }

    function test_acceptanceRefused() public {
        _request(BUYER, CHANGE);
        _refusesAcceptance(CHANGE, evaluation(), _status(ChangeStatus.Requested));
        _evaluate(CHANGE, evaluation());
        ChangeEvaluation memory other = evaluation();
        other.delayDays = 13;
        _refusesAcceptance(CHANGE, other, _mismatch(evaluation(), other));
        complete(M14);
        _refusesAcceptance(CHANGE, evaluation(), _completed(M14));
        other = evaluation();
        other.milestones = new MilestoneChange[](1);
        other.milestones[0] = MilestoneChange(M08, uint48(2 ** 40 + 1), 0, 0);
        _evaluate(CHANGE, other);
        bytes memory tooLate =
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, uint48(2 ** 40 + 1), uint48(2 ** 40));
        _refusesAcceptance(CHANGE, other, tooLate);
        other.milestones[0] = MilestoneChange(M08, 0, uint48(2 ** 40 + 1), 0);
        _evaluate(CHANGE, other);
        _refusesAcceptance(CHANGE, other, tooLate);
        other.milestones[0] = MilestoneChange(M08, uint48(2 ** 40), uint48(2 ** 40), 0);
        _evaluate(CHANGE, other);
        _accept(CHANGE, other);
        vm.assertEq(orders.milestoneOf(ORDER, M08).due, 2 ** 40);
    }

    function test_evaluationIsForOneVersion() public {
        _request(BUYER, CHANGE);
        _request(MANUFACTURER, "CR-02");
        _evaluate(CHANGE, evaluation());
        _evaluate("CR-02", evaluation());
        _accept(CHANGE, evaluation());
        bytes memory outdated =
            abi.encodeWithSelector(IOrderErrors.EvaluationOutdated.selector, bytes32("CR-02"), uint32(1), uint32(2));
        _refusesAcceptance("CR-02", evaluation(), outdated);
        _evaluate("CR-02", evaluation());
        vm.assertEq(orders.changeOf("CR-02").orderVersion, 2);
        _accept("CR-02", evaluation());
        vm.assertEq(orders.orderOf(ORDER).version, 3);
    }

    function test_closedByEitherSide() public leavesOthersAlone {
        _request(BUYER, CHANGE);
        expect();
        emit IOrderEvents.ChangeClosed(ORDER, CHANGE, ChangeStatus.Withdrawn);
        does(BUYER, abi.encodeCall(orders.closeChange, (CHANGE)));
        vm.assertEq(uint8(orders.changeOf(CHANGE).status), uint8(ChangeStatus.Withdrawn));
        _request(BUYER, "CR-02");
        _evaluate("CR-02", evaluation());
        expect();
        emit IOrderEvents.ChangeClosed(ORDER, "CR-02", ChangeStatus.Refused);
        does(MANUFACTURER, abi.encodeCall(orders.closeChange, ("CR-02")));
        vm.assertEq(uint8(orders.changeOf("CR-02").status), uint8(ChangeStatus.Refused));
        _expectClosed(CHANGE, ChangeStatus.Withdrawn);
        _expectClosed("CR-02", ChangeStatus.Refused);
        _request(BUYER, "CR-03");
        _evaluate("CR-03", evaluation());
        _accept("CR-03", evaluation());
        _expectClosed("CR-03", ChangeStatus.Accepted);
    }

    function test_newDueTimeIsEscalatedAnew() public {
        vm.warp(day_(210));
        orders.remind(ORDER, M08);
        vm.warp(day_(210) + 1);
        orders.escalate(ORDER, M08);
        // The same due time once more is no new one.
        _request(BUYER, "CR-00");
        ChangeEvaluation memory same = evaluation();
        same.milestones[0].due = day_(210);
        _evaluate("CR-00", same);
        _accept("CR-00", same);
        vm.assertTrue(orders.milestoneOf(ORDER, M08).reminded);
        vm.assertTrue(orders.milestoneOf(ORDER, M08).escalated);
        _request(BUYER, CHANGE);
        _evaluate(CHANGE, evaluation());
        _accept(CHANGE, evaluation());
        vm.assertFalse(orders.milestoneOf(ORDER, M08).reminded);
        vm.assertFalse(orders.milestoneOf(ORDER, M08).escalated);
        orders.remind(ORDER, M08);
        vm.warp(day_(224) + 1);
        orders.escalate(ORDER, M08);
        bytes memory again = abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, M08);
        refuses(BANK_A, abi.encodeCall(orders.escalate, (ORDER, M08)), again);
    }

    /// @dev The most that a change may do fits a transaction with room.
    function test_largestChangeFitsATransaction() public {
        agree(largest());
        bytes32 order = largest().order;
        does(BUYER, abi.encodeCall(orders.requestChange, (order, CHANGE, 0)));
        ChangeEvaluation memory most = evaluation();
        most.certificates = new bytes32[](64);
        most.milestones = new MilestoneChange[](64);
        for (uint256 i = 0; i < 64; ++i) {
            most.milestones[i] =
                MilestoneChange(largest().milestones[i].code, day_(2000), day_(2000), bytes32(i + 1));
        }
        _evaluate(CHANGE, most);
        uint256 before = gasleft();
        _accept(CHANGE, most);
        vm.assertLe(before - gasleft(), 4_000_000);
    }

    function _request(bytes16 member, bytes32 change) private {
        does(member, abi.encodeCall(orders.requestChange, (ORDER, change, 0)));
    }

    function _evaluate(bytes32 change, ChangeEvaluation memory given) private {
        does(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (change, given)));
    }

    function _accept(bytes32 change, ChangeEvaluation memory given) private {
        does(BUYER, abi.encodeCall(orders.acceptChange, (change, given)));
    }

    function _refusesEvaluation(ChangeEvaluation memory given, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (CHANGE, given)), error);
    }

    function _refusesAcceptance(bytes32 change, ChangeEvaluation memory given, bytes memory error) private {
        refuses(BUYER, abi.encodeCall(orders.acceptChange, (change, given)), error);
    }

    function _expectClosed(bytes32 change, ChangeStatus status) private {
        bytes memory error = abi.encodeWithSelector(IOrderErrors.ChangeStatusMismatch.selector, change, status);
        refuses(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (change, evaluation())), error);
        refuses(BUYER, abi.encodeCall(orders.acceptChange, (change, evaluation())), error);
        refuses(BUYER, abi.encodeCall(orders.closeChange, (change)), error);
    }

    function _status(ChangeStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.ChangeStatusMismatch.selector, CHANGE, status);
    }

    function _completed(bytes32 code) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IOrderErrors.MilestoneStatusMismatch.selector, ORDER, code, MilestoneStatus.Completed
        );
    }

    function _mismatch(ChangeEvaluation memory expected, ChangeEvaluation memory given)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IOrderErrors.ContentMismatch.selector,
            CHANGE,
            keccak256(abi.encode(expected)),
            keccak256(abi.encode(given))
        );
    }
}
