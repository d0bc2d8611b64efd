// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    DisputeStatus,
    EvidenceKind,
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    SnagClass,
    SnagStatus
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract ClosingTest is OrderBase {
    bytes32 private constant CERTIFICATE = "certificate";
    bytes32 private constant DAMAGES = keccak256("damages and a salt");

    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, CERTIFICATE);
    }

    function test_takenOver() public {
        build();
        vm.warp(day_(436));
        vm.expectEmit(true, true, true, true, address(orders));
        emit IOrderEvents.OrderTakenOver(ORDER, CERTIFICATE, day_(435), day_(435 + 730), 9 days, 1_000_000);
        as_(BUYER);
        orders.takeOver(ORDER, CERTIFICATE, day_(435));
        Order memory order = orders.orderOf(ORDER);
        vm.assertTrue(order.status == OrderStatus.TakenOver);
        vm.assertEq(order.warrantyUntil, day_(435 + 730));
        vm.assertEq(order.openMilestones, 1);
        Milestone memory done = orders.milestoneOf(ORDER, M19);
        vm.assertTrue(done.status == MilestoneStatus.Completed);
        vm.assertTrue(done.evidence.kind == EvidenceKind.Record);
        vm.assertEq(done.evidence.number, 1);
        vm.warp(day_(500));
        (uint48 lateSeconds, uint32 lateDays, uint32 lateShare) = orders.lateness(ORDER);
        vm.assertEq(lateSeconds, 9 days);
        vm.assertEq(lateDays, 9);
        vm.assertEq(lateShare, 1_000_000);
    }

    function test_takingOverRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.MilestonesStillOpen.selector, ORDER, uint32(4)));
        _takeOver();
        build();
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        as_(MANUFACTURER);
        orders.takeOver(ORDER, CERTIFICATE, time());
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32(0)));
        as_(BUYER);
        orders.takeOver(ORDER, 0, time());
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time()));
        as_(BUYER);
        orders.takeOver(ORDER, CERTIFICATE, time() + 1);
        _raise(SNAG, SnagClass.Blocking);
        _raise("scratch", SnagClass.Cosmetic);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SnagsStillOpen.selector, ORDER, uint32(1)));
        _takeOver();
        as_(BUYER);
        orders.closeSnag(SNAG);
        _takeOver();
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.TakenOver)
        );
        _takeOver();
    }

    function test_acceptedFinally() public {
        build();
        _takeOver();
        _raise(SNAG, SnagClass.Functional);
        _dispute();
        uint48 until = orders.orderOf(ORDER).warrantyUntil;
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.WarrantyStillRunning.selector, ORDER, until));
        _accept();
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SnagsStillOpen.selector, ORDER, uint32(1)));
        _accept();
        as_(BUYER);
        orders.closeSnag(SNAG);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.DisputesStillOpen.selector, ORDER, uint32(1)));
        _accept();
        _settle();
        _accept();
        Order memory order = orders.orderOf(ORDER);
        vm.assertTrue(order.status == OrderStatus.Accepted);
        vm.assertEq(order.openMilestones, 0);
        vm.assertEq(order.completedWeight, order.totalWeight);
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.Accepted)
        );
        _raise("late", SnagClass.Cosmetic);
    }

    function test_snagAnsweredAndClosed() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SnagClassMissing.selector, SNAG));
        _raise(SNAG, SnagClass.None);
        _raise(SNAG, SnagClass.Blocking);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, SNAG));
        _raise(SNAG, SnagClass.Blocking);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, BUYER));
        as_(BUYER);
        orders.answerSnag(SNAG, 0);
        as_(MANUFACTURER);
        orders.answerSnag(SNAG, 0);
        vm.assertTrue(orders.snagOf(SNAG).status == SnagStatus.Answered);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SnagStatusMismatch.selector, SNAG, SnagStatus.Answered));
        as_(MANUFACTURER);
        orders.answerSnag(SNAG, 0);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        as_(MANUFACTURER);
        orders.closeSnag(SNAG);
        as_(BUYER);
        orders.closeSnag(SNAG);
        vm.assertEq(orders.orderOf(ORDER).openSnags, 0);
        vm.assertEq(orders.orderOf(ORDER).blockingSnags, 0);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SnagStatusMismatch.selector, SNAG, SnagStatus.Closed));
        as_(BUYER);
        orders.closeSnag(SNAG);
    }

    function test_liquidatedDamages() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotLate.selector, ORDER));
        _claimDamages(DAMAGES);
        vm.warp(day_(427));
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        _claimDamages(0);
        _claimDamages(DAMAGES);
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.ContentMismatch.selector, ORDER, DAMAGES, bytes32("less"))
        );
        as_(MANUFACTURER);
        orders.acceptLiquidatedDamages(ORDER, "less");
        as_(MANUFACTURER);
        orders.acceptLiquidatedDamages(ORDER, DAMAGES);
        vm.assertEq(orders.orderOf(ORDER).damagesAccepted, DAMAGES);
        _claimDamages(keccak256("more"));
        vm.assertEq(orders.orderOf(ORDER).damagesAccepted, bytes32(0));
    }

    function test_cancelledByBoth() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        as_(BUYER);
        orders.acceptCancellation(ORDER, 0);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.ContentMismatch.selector, ORDER, bytes32(0), CERTIFICATE));
        as_(BUYER);
        orders.acceptCancellation(ORDER, CERTIFICATE);
        as_(BUYER);
        orders.proposeCancellation(ORDER, CERTIFICATE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, BUYER));
        as_(BUYER);
        orders.acceptCancellation(ORDER, CERTIFICATE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, GEAR));
        as_(GEAR);
        orders.acceptCancellation(ORDER, CERTIFICATE);
        as_(MANUFACTURER);
        orders.acceptCancellation(ORDER, CERTIFICATE);
        vm.assertTrue(orders.orderOf(ORDER).status == OrderStatus.Cancelled);
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.Cancelled)
        );
        as_(MANUFACTURER);
        orders.completeMilestone(ORDER, M14, WORD_ONLY, day_(0));
    }

    function test_disputeSettledByBoth() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, GEAR));
        as_(GEAR);
        orders.raiseDispute(ORDER, DISPUTE, 0);
        _dispute();
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.DisputeStatusMismatch.selector, DISPUTE, DisputeStatus.Raised)
        );
        as_(BUYER);
        orders.acceptSettlement(DISPUTE, CERTIFICATE);
        as_(BUYER);
        orders.proposeSettlement(DISPUTE, CERTIFICATE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, BUYER));
        as_(BUYER);
        orders.acceptSettlement(DISPUTE, CERTIFICATE);
        as_(MANUFACTURER);
        orders.acceptSettlement(DISPUTE, CERTIFICATE);
        vm.assertTrue(orders.disputeOf(DISPUTE).status == DisputeStatus.Settled);
        vm.assertEq(orders.orderOf(ORDER).openDisputes, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.DisputeStatusMismatch.selector, DISPUTE, DisputeStatus.Settled)
        );
        as_(BUYER);
        orders.proposeSettlement(DISPUTE, CERTIFICATE);
    }

    function _takeOver() private {
        as_(BUYER);
        orders.takeOver(ORDER, CERTIFICATE, uint48(block.timestamp));
    }

    function _accept() private {
        as_(BUYER);
        orders.acceptFinally(ORDER, CERTIFICATE);
    }

    function _raise(bytes32 snag, SnagClass snagClass) private {
        as_(BUYER);
        orders.raiseSnag(ORDER, snag, uint8(snagClass), day_(500), 0);
    }

    function _dispute() private {
        as_(MANUFACTURER);
        orders.raiseDispute(ORDER, DISPUTE, 0);
    }

    function _settle() private {
        as_(BUYER);
        orders.proposeSettlement(DISPUTE, CERTIFICATE);
        as_(MANUFACTURER);
        orders.acceptSettlement(DISPUTE, CERTIFICATE);
    }

    function _claimDamages(bytes32 amount) private {
        as_(BUYER);
        orders.claimLiquidatedDamages(ORDER, amount);
    }
}
