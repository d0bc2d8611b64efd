// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    DeliveryStatus,
    Evidence,
    EvidenceKind,
    Milestone,
    MilestoneStatus,
    MilestoneTerms,
    Order,
    OrderStatus,
    OrderTerms
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Warranty clocks, what extends them, and final acceptance.
contract WarrantyTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, RECORD);
        does(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, SNAG, 2, 0, 0)));
        does(MANUFACTURER, abi.encodeCall(orders.reportDelivery, (ORDER, PART, 400_000, 0, WORD_ONLY)));
    }

    function test_extendedForTheOrder() public leavesOthersAlone {
        _takePart();
        _takeOver();
        bytes32 part = keccak256(abi.encode(orders.deliveryOf(PART)));
        expect();
        emit IOrderEvents.WarrantyExtended(ORDER, 0, SNAG, day_(320 + 730) + 1);
        _extend(0, day_(320 + 730) + 1);
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.warrantyUntil, day_(320 + 730) + 1);
        vm.assertEq(order.warrantiesUntil, day_(320 + 730) + 1);
        vm.assertEq(keccak256(abi.encode(orders.deliveryOf(PART))), part);
        // A defect that is mended still counts.
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        _extend(0, uint48(2 ** 40));
        vm.assertEq(orders.orderOf(ORDER).warrantyUntil, 2 ** 40);
    }

    function test_extendedForAPart() public leavesOthersAlone {
        _takePart();
        expect();
        emit IOrderEvents.WarrantyExtended(ORDER, PART, SNAG, day_(1100));
        _extend(PART, day_(1100));
        vm.assertEq(orders.deliveryOf(PART).warrantyUntil, day_(1100));
        vm.assertEq(orders.orderOf(ORDER).warrantiesUntil, day_(1100));
        vm.assertEq(orders.orderOf(ORDER).warrantyUntil, 0);
        // The order's own clock ends earlier, and doesn't shorten the last one.
        _takeOver();
        vm.assertEq(orders.orderOf(ORDER).warrantyUntil, day_(320 + 730));
        vm.assertEq(orders.orderOf(ORDER).warrantiesUntil, day_(1100));
        _extend(0, day_(1099));
        vm.assertEq(orders.orderOf(ORDER).warrantiesUntil, day_(1100));
    }

    function test_extensionRefused() public {
        _refuses(0, day_(5000), abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, 1));
        _refuses(
            PART,
            day_(5000),
            abi.encodeWithSelector(IOrderErrors.DeliveryStatusMismatch.selector, PART, DeliveryStatus.Reported)
        );
        _takePart();
        _takeOver();
        uint48 until = day_(320 + 730);
        _refuses(0, until, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, until, until + 1));
        until = orders.deliveryOf(PART).warrantyUntil;
        _refuses(PART, until, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, until, until + 1));
        until = uint48(2 ** 40);
        bytes memory tooLate = abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, until + 1, until);
        _refuses(0, until + 1, tooLate);
        _refuses(PART, until + 1, tooLate);
    }

    /// @dev Neither a part nor a snag of another order.
    function test_extensionIsOfOneOrder() public {
        OrderTerms memory agreed = terms();
        agreed.order = "other";
        agree(agreed);
        does(MANUFACTURER, abi.encodeCall(orders.reportDelivery, ("other", "part", 1, 0, WORD_ONLY)));
        does(BUYER, abi.encodeCall(orders.takeOverPart, ("part", RECORD, time())));
        _refuses(
            "part", day_(5000), abi.encodeWithSelector(IOrderErrors.UnknownIdentifier.selector, bytes32("part"))
        );
    }

    function test_finallyAccepted() public leavesOthersAlone {
        _takePart();
        _takeOver();
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        bytes32 before = siblings(M20);
        vm.warp(day_(320 + 730));
        Evidence memory certificate = Evidence(RECORD, EvidenceKind.Record, 1);
        expect();
        emit IOrderEvents.MilestoneCompleted(ORDER, M20, BUYER, day_(1156), day_(1156), time(), certificate);
        expect();
        emit IOrderEvents.OrderAccepted(ORDER, RECORD);
        _accept();
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(uint8(order.status), uint8(OrderStatus.Accepted));
        vm.assertEq(order.openMilestones, 0);
        Milestone memory done = orders.milestoneOf(ORDER, M20);
        vm.assertEq(uint8(done.status), uint8(MilestoneStatus.Completed));
        vm.assertEq(done.actualAt, time());
        vm.assertEq(done.completedAt, time());
        vm.assertEq(siblings(M20), before);
    }

    function test_acceptanceWaitsForTheLastWarranty() public {
        _takePart();
        _extend(PART, day_(1100));
        _takeOver();
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        vm.warp(day_(1100) - 1);
        _refusesAcceptance(abi.encodeWithSelector(IOrderErrors.WarrantyStillRunning.selector, ORDER, day_(1100)));
        vm.warp(day_(1100));
        _accept();
    }

    function test_acceptanceWaitsForSnagsAndDisputes() public {
        _refusesAcceptance(
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.Agreed)
        );
        _takeOver();
        does(MANUFACTURER, abi.encodeCall(orders.raiseDispute, (ORDER, DISPUTE, 0)));
        vm.warp(day_(2000));
        _refusesAcceptance(abi.encodeWithSelector(IOrderErrors.SnagsStillOpen.selector, ORDER, uint32(1)));
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        _refusesAcceptance(abi.encodeWithSelector(IOrderErrors.DisputesStillOpen.selector, ORDER, uint32(1)));
        does(BUYER, abi.encodeCall(orders.proposeSettlement, (DISPUTE, RECORD)));
        does(MANUFACTURER, abi.encodeCall(orders.acceptSettlement, (DISPUTE, RECORD)));
        _accept();
    }

    /// @dev An order without a milestone for it is accepted all the same.
    function test_acceptedWithoutAMilestone() public {
        OrderTerms memory agreed = terms();
        agreed.order = "short";
        agreed.finalAcceptance = 0;
        delete agreed.milestones;
        agreed.milestones = new MilestoneTerms[](1);
        agreed.milestones[0] = terms().milestones[4];
        agree(agreed);
        does(BUYER, abi.encodeCall(orders.takeOver, ("short", RECORD, time())));
        vm.warp(orders.orderOf("short").warrantiesUntil);
        vm.recordLogs();
        does(BUYER, abi.encodeCall(orders.acceptFinally, ("short", RECORD)));
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(uint8(orders.orderOf("short").status), uint8(OrderStatus.Accepted));
        vm.assertEq(orders.orderOf("short").openMilestones, 0);
    }

    function _takePart() private {
        vm.warp(day_(300));
        does(BUYER, abi.encodeCall(orders.takeOverPart, (PART, RECORD, time())));
    }

    function _takeOver() private {
        build();
        does(BUYER, abi.encodeCall(orders.takeOver, (ORDER, RECORD, time())));
    }

    function _extend(bytes32 delivery, uint48 until) private {
        does(MANUFACTURER, abi.encodeCall(orders.extendWarranty, (SNAG, delivery, until)));
    }

    function _accept() private {
        does(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, RECORD)));
    }

    function _refuses(bytes32 delivery, uint48 until, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.extendWarranty, (SNAG, delivery, until)), error);
    }

    function _refusesAcceptance(bytes memory error) private {
        refuses(BUYER, abi.encodeCall(orders.acceptFinally, (ORDER, RECORD)), error);
    }
}
