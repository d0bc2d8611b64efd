// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    Dispute,
    DisputeStatus,
    Order,
    OrderStatus,
    Snag,
    SnagClass,
    SnagStatus
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Snags, cancellation, disputes.
contract ClosingTest is OrderBase {
    bytes32 private constant SETTLEMENT = "settlement";

    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, RECORD);
        publish(MANUFACTURER, SETTLEMENT);
    }

    function test_snagRaised() public leavesOthersAlone {
        for (uint8 class_ = 1; class_ <= 3; ++class_) {
            bytes32 snag = bytes32(uint256(class_));
            expect();
            emit IOrderEvents.SnagRaised(ORDER, snag, SnagClass(class_), day_(500), RECORD);
            does(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, snag, class_, day_(500), RECORD)));
            Snag memory raised = orders.snagOf(snag);
            vm.assertEq(raised.order, ORDER);
            vm.assertEq(uint8(raised.snagClass), class_);
            vm.assertEq(uint8(raised.status), uint8(SnagStatus.Raised));
            vm.assertEq(raised.dueAt, day_(500));
            vm.assertEq(raised.record, RECORD);
            vm.assertFalse(raised.reminded);
            vm.assertFalse(raised.escalated);
            _expectSnags(class_, 1);
        }
    }

    function test_raisingRefused() public {
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, 0, 1, 0, 0)), missing);
        bytes memory classless = abi.encodeWithSelector(IOrderErrors.SnagClassMissing.selector, SNAG);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 0, 0, 0)), classless);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 4, 0, 0)), classless);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 255, 0, 0)), classless);
        _raise(SNAG, SnagClass.Cosmetic);
        bytes memory taken = abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, SNAG);
        refuses(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 1, 0, 0)), taken);
    }

    function test_snagAnsweredAndClosed() public leavesOthersAlone {
        _raise(SNAG, SnagClass.Blocking);
        _raise("scratch", SnagClass.Cosmetic);
        bytes32 scratch = keccak256(abi.encode(orders.snagOf("scratch")));
        expect();
        emit IOrderEvents.SnagAnswered(ORDER, SNAG, RECORD);
        does(MANUFACTURER, abi.encodeCall(orders.answerSnag, (SNAG, RECORD)));
        vm.assertEq(uint8(orders.snagOf(SNAG).status), uint8(SnagStatus.Answered));
        _expectSnags(2, 1);
        _refusesSnag(
            MANUFACTURER,
            abi.encodeCall(orders.answerSnag, (SNAG, 0)),
            SnagStatus.Answered
        );
        expect();
        emit IOrderEvents.SnagClosed(ORDER, SNAG);
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        vm.assertEq(uint8(orders.snagOf(SNAG).status), uint8(SnagStatus.Closed));
        _expectSnags(1, 0);
        vm.assertEq(keccak256(abi.encode(orders.snagOf("scratch"))), scratch);
        _refusesSnag(MANUFACTURER, abi.encodeCall(orders.answerSnag, (SNAG, 0)), SnagStatus.Closed);
        _refusesSnag(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)), SnagStatus.Closed);
        _refusesSnag(BANK_A, abi.encodeCall(orders.remindSnag, (SNAG)), SnagStatus.Closed);
        _refusesSnag(BANK_A, abi.encodeCall(orders.escalateSnag, (SNAG)), SnagStatus.Closed);
        // One that was never answered can be closed as well; only Blocking ones are counted twice.
        does(BUYER, abi.encodeCall(orders.closeSnag, ("scratch")));
        _expectSnags(0, 0);
    }

    function test_snagRemindedOnce() public leavesOthersAlone {
        _raise(SNAG, SnagClass.Cosmetic);
        bytes memory call = abi.encodeCall(orders.remindSnag, (SNAG));
        bytes memory early = abi.encodeWithSelector(
            IOrderErrors.ReminderNotDue.selector, ORDER, SNAG, day_(500 - 14), day_(500)
        );
        vm.warp(day_(500 - 14) - 1);
        refuses(BANK_A, call, early);
        vm.warp(day_(500 - 14));
        expect();
        emit IOrderEvents.SnagReminded(ORDER, SNAG, day_(500));
        orders.remindSnag(SNAG);
        vm.assertTrue(orders.snagOf(SNAG).reminded);
        vm.assertFalse(orders.snagOf(SNAG).escalated);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.AlreadyReminded.selector, ORDER, SNAG));
        vm.warp(day_(500) + 1);
        refuses(BANK_A, call, early);
    }

    function test_snagEscalatedOnce() public leavesOthersAlone {
        _raise(SNAG, SnagClass.Cosmetic);
        does(MANUFACTURER, abi.encodeCall(orders.answerSnag, (SNAG, 0)));
        bytes memory call = abi.encodeCall(orders.escalateSnag, (SNAG));
        vm.warp(day_(500));
        orders.remindSnag(SNAG);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, SNAG, day_(500)));
        vm.warp(day_(500) + 1);
        expect();
        emit IOrderEvents.SnagEscalated(ORDER, SNAG, day_(500));
        orders.escalateSnag(SNAG);
        vm.assertTrue(orders.snagOf(SNAG).escalated);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, SNAG));
    }

    function test_snagWithoutADateIsNeverDue() public {
        does(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 1, 0, 0)));
        bytes memory early = abi.encodeWithSelector(IOrderErrors.ReminderNotDue.selector, ORDER, SNAG, 0, 0);
        refuses(BANK_A, abi.encodeCall(orders.remindSnag, (SNAG)), early);
        bytes memory never = abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, SNAG, 0);
        refuses(BANK_A, abi.encodeCall(orders.escalateSnag, (SNAG)), never);
    }

    function test_cancelledByBoth() public leavesOthersAlone {
        bytes memory accept = abi.encodeCall(orders.acceptCancellation, (ORDER, RECORD));
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(BUYER, abi.encodeCall(orders.acceptCancellation, (ORDER, 0)), missing);
        refuses(BUYER, accept, _mismatch(ORDER, 0, RECORD));
        expect();
        emit IOrderEvents.CancellationProposed(ORDER, MANUFACTURER, SETTLEMENT);
        does(MANUFACTURER, abi.encodeCall(orders.proposeCancellation, (ORDER, SETTLEMENT)));
        // A later proposal takes its place.
        does(BUYER, abi.encodeCall(orders.proposeCancellation, (ORDER, RECORD)));
        vm.assertEq(bytes32(orders.orderOf(ORDER).cancellationProposedBy), bytes32(BUYER));
        vm.assertEq(orders.orderOf(ORDER).cancellationRecord, RECORD);
        vm.assertEq(uint8(orders.orderOf(ORDER).status), uint8(OrderStatus.Agreed));
        bytes memory notOther = abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, BUYER);
        refuses(BUYER, accept, notOther);
        refuses(GEAR, accept, abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, GEAR));
        bytes memory other = abi.encodeCall(orders.acceptCancellation, (ORDER, SETTLEMENT));
        refuses(MANUFACTURER, other, _mismatch(ORDER, RECORD, SETTLEMENT));
        expect();
        emit IOrderEvents.OrderCancelled(ORDER, RECORD);
        does(MANUFACTURER, accept);
        vm.assertEq(uint8(orders.orderOf(ORDER).status), uint8(OrderStatus.Cancelled));
    }

    function test_cancelledByTheBuyer() public {
        does(MANUFACTURER, abi.encodeCall(orders.proposeCancellation, (ORDER, SETTLEMENT)));
        bytes memory accept = abi.encodeCall(orders.acceptCancellation, (ORDER, SETTLEMENT));
        bytes memory error = abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, MANUFACTURER);
        refuses(MANUFACTURER, accept, error);
        does(BUYER, accept);
    }

    function test_disputeRaised() public leavesOthersAlone {
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(BUYER, abi.encodeCall(orders.raiseDispute, (ORDER, 0, 0)), missing);
        expect();
        emit IOrderEvents.DisputeRaised(ORDER, DISPUTE, BUYER, RECORD);
        does(BUYER, abi.encodeCall(orders.raiseDispute, (ORDER, DISPUTE, RECORD)));
        Dispute memory raised = orders.disputeOf(DISPUTE);
        vm.assertEq(raised.order, ORDER);
        vm.assertEq(uint8(raised.status), uint8(DisputeStatus.Raised));
        vm.assertEq(bytes32(raised.proposedBy), 0);
        vm.assertEq(raised.record, 0);
        vm.assertEq(orders.orderOf(ORDER).openDisputes, 1);
        bytes memory taken = abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, DISPUTE);
        refuses(MANUFACTURER, abi.encodeCall(orders.raiseDispute, (ORDER, DISPUTE, 0)), taken);
        does(MANUFACTURER, abi.encodeCall(orders.raiseDispute, (ORDER, "second", 0)));
        vm.assertEq(orders.orderOf(ORDER).openDisputes, 2);
    }

    function test_disputeSettledByBoth() public leavesOthersAlone {
        does(BUYER, abi.encodeCall(orders.raiseDispute, (ORDER, DISPUTE, 0)));
        bytes memory accept = abi.encodeCall(orders.acceptSettlement, (DISPUTE, SETTLEMENT));
        refuses(BUYER, accept, _status(DisputeStatus.Raised));
        does(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, RECORD)));
        expect();
        emit IOrderEvents.SettlementProposed(ORDER, DISPUTE, MANUFACTURER, SETTLEMENT);
        does(MANUFACTURER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, SETTLEMENT)));
        Dispute memory proposed = orders.disputeOf(DISPUTE);
        vm.assertEq(uint8(proposed.status), uint8(DisputeStatus.SettlementProposed));
        vm.assertEq(bytes32(proposed.proposedBy), bytes32(MANUFACTURER));
        vm.assertEq(proposed.record, SETTLEMENT);
        bytes memory other = abi.encodeCall(orders.acceptSettlement, (DISPUTE, RECORD));
        refuses(BUYER, other, _mismatch(DISPUTE, SETTLEMENT, RECORD));
        bytes memory error = abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, MANUFACTURER);
        refuses(MANUFACTURER, accept, error);
        refuses(GEAR, accept, abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, GEAR));
        expect();
        emit IOrderEvents.DisputeSettled(ORDER, DISPUTE, SETTLEMENT);
        does(BUYER, accept);
        vm.assertEq(uint8(orders.disputeOf(DISPUTE).status), uint8(DisputeStatus.Settled));
        vm.assertEq(orders.orderOf(ORDER).openDisputes, 0);
        bytes memory settled = _status(DisputeStatus.Settled);
        refuses(BUYER, accept, settled);
        refuses(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, RECORD)), settled);
    }

    function _raise(bytes32 snag, SnagClass snagClass) private {
        does(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, snag, uint8(snagClass), day_(500), 0)));
    }

    function _refusesSnag(bytes16 member, bytes memory call, SnagStatus status) private {
        refuses(member, call, abi.encodeWithSelector(IOrderErrors.SnagStatusMismatch.selector, SNAG, status));
    }

    function _expectSnags(uint32 open, uint32 blocking) private view {
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.openSnags, open);
        vm.assertEq(order.blockingSnags, blocking);
    }

    function _status(DisputeStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.DisputeStatusMismatch.selector, DISPUTE, status);
    }

    function _mismatch(bytes32 identifier, bytes32 expected, bytes32 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.ContentMismatch.selector, identifier, expected, given);
    }
}
