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
    Order,
    OrderStatus,
    OrderTerms,
    PartialDelivery,
    SnagClass
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Partial deliveries, taking-over of parts and of the order, lateness and damages.
contract TakingOverTest is OrderBase {
    bytes32 private constant SECOND = keccak256("second crane");
    bytes32 private constant DAMAGES = keccak256("damages and a salt");

    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, RECORD);
    }

    function test_deliveryReported() public leavesOthersAlone {
        publish(MANUFACTURER, "bill of lading");
        Evidence memory evidence = Evidence("bill of lading", EvidenceKind.Record, 1);
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.DeliveryReported(ORDER, PART, 400_000, CONSIGNMENT, evidence);
        does(
            MANUFACTURER, abi.encodeCall(orders.reportDelivery, (ORDER, PART, 400_000, CONSIGNMENT, evidence))
        );
        PartialDelivery memory reported = orders.deliveryOf(PART);
        vm.assertEq(reported.order, ORDER);
        vm.assertEq(uint8(reported.status), uint8(DeliveryStatus.Reported));
        vm.assertEq(reported.share, 400_000);
        vm.assertEq(reported.takenOverAt, 0);
        vm.assertEq(reported.warrantyUntil, 0);
        vm.assertEq(reported.consignment, CONSIGNMENT);
        vm.assertEq(reported.answer, 0);
        vm.assertEq(keccak256(abi.encode(reported.evidence)), keccak256(abi.encode(evidence)));
        _expectShares(400_000, 0, 1);
        vm.assertEq(siblings(0), before);
    }

    function test_sharesNeverExceedTheWhole() public {
        _refusesReport(PART, 0, _share(0, 0));
        _refusesReport(PART, 1_000_001, _share(0, 1_000_001));
        _report(PART, 400_000);
        _refusesReport(SECOND, 600_001, _share(400_000, 600_001));
        _refusesReport(SECOND, type(uint32).max, _share(400_000, type(uint32).max));
        _takePart(PART, time());
        _refusesReport(SECOND, 600_001, _share(400_000, 600_001));
        _report(SECOND, 600_000);
        _expectShares(600_000, 400_000, 2);
        _refusesReport("third", 1, _share(1_000_000, 1));
        // A refused share is free again.
        _refusePart(SECOND);
        _expectShares(0, 400_000, 1);
        _report("third", 600_000);
        _takePart("third", time());
        _expectShares(0, 1_000_000, 2);
    }

    function test_reportRefused() public {
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        _refusesReport(0, 1, missing);
        _report(PART, 1);
        _refusesReport(PART, 1, abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, PART));
        _refusePart(PART);
        _refusesReport(PART, 1, abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, PART));
        bytes memory none =
            abi.encodeWithSelector(IOrderErrors.EvidenceNotFound.selector, bytes32("stream"), uint64(1));
        Evidence memory evidence = Evidence("stream", EvidenceKind.AnchoredEvents, 1);
        refuses(MANUFACTURER, abi.encodeCall(orders.reportDelivery, (ORDER, SECOND, 1, 0, evidence)), none);
    }

    /// @dev At most 64 parts, so that taking-over can look at each; refused ones don't count.
    function test_boundedParts() public {
        for (uint256 i = 1; i <= 64; ++i) {
            _report(bytes32(i), 10);
        }
        _refusesReport(SECOND, 10, abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 1, 64));
        _refusePart(bytes32(uint256(64)));
        _report(SECOND, 10);
        for (uint256 i = 1; i < 64; ++i) {
            _takePart(bytes32(i), time());
        }
        _takePart(SECOND, time());
        _expectShares(0, 640, 64);
        _refusesReport("more", 10, abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 1, 64));
        build();
        vm.warp(day_(427));
        uint256 before = gasleft();
        _takeOver(time());
        vm.assertLe(before - gasleft(), 1_000_000);
    }

    function test_partTakenOver() public leavesOthersAlone {
        _report(PART, 400_000);
        _report(SECOND, 100_000);
        bytes32 before = siblings(0);
        bytes32 second = keccak256(abi.encode(orders.deliveryOf(SECOND)));
        vm.warp(day_(300));
        expect();
        emit IOrderEvents.PartTakenOver(ORDER, PART, RECORD, 400_000, day_(299), day_(299 + 730), 0);
        _takePart(PART, day_(299));
        PartialDelivery memory taken = orders.deliveryOf(PART);
        vm.assertEq(uint8(taken.status), uint8(DeliveryStatus.TakenOver));
        vm.assertEq(taken.share, 400_000);
        vm.assertEq(taken.takenOverAt, day_(299));
        vm.assertEq(taken.warrantyUntil, day_(299 + 730));
        vm.assertEq(taken.answer, RECORD);
        _expectShares(100_000, 400_000, 2);
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(uint8(order.status), uint8(OrderStatus.Agreed));
        vm.assertEq(order.takenOverAt, 0);
        vm.assertEq(order.warrantyUntil, 0);
        vm.assertEq(order.warrantiesUntil, day_(299 + 730));
        vm.assertEq(siblings(0), before);
        vm.assertEq(keccak256(abi.encode(orders.deliveryOf(SECOND))), second);
    }

    function test_partTakenOverLate() public {
        _report(PART, 400_000);
        _report(SECOND, 100_000);
        vm.warp(day_(440));
        expect();
        emit IOrderEvents.PartTakenOver(ORDER, PART, RECORD, 400_000, day_(426), day_(426 + 730), 0);
        _takePart(PART, day_(426));
        expect();
        emit IOrderEvents.PartTakenOver(ORDER, SECOND, RECORD, 100_000, day_(426) + 1, day_(426 + 730) + 1, 1);
        _takePart(SECOND, day_(426) + 1);
    }

    function test_partTakingOverRefused() public {
        vm.warp(day_(10));
        _report(PART, 400_000);
        _refusesPart(
            PART, time() + 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time())
        );
        _refusesPart(
            PART,
            day_(0) - 1,
            abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(0) - 1, day_(0))
        );
        _takePart(PART, day_(0));
        _expectAnswered(PART, DeliveryStatus.TakenOver);
        _report(SECOND, 400_000);
        _refusePart(SECOND);
        _expectAnswered(SECOND, DeliveryStatus.Refused);
    }

    function test_partRefused() public leavesOthersAlone {
        _report(PART, 400_000);
        _report(SECOND, 100_000);
        bytes32 second = keccak256(abi.encode(orders.deliveryOf(SECOND)));
        expect();
        emit IOrderEvents.DeliveryRefused(ORDER, PART, RECORD);
        _refusePart(PART);
        PartialDelivery memory refused = orders.deliveryOf(PART);
        vm.assertEq(uint8(refused.status), uint8(DeliveryStatus.Refused));
        vm.assertEq(refused.answer, RECORD);
        vm.assertEq(refused.share, 400_000);
        vm.assertEq(refused.warrantyUntil, 0);
        _expectShares(100_000, 0, 1);
        vm.assertEq(orders.orderOf(ORDER).warrantiesUntil, 0);
        vm.assertEq(keccak256(abi.encode(orders.deliveryOf(SECOND))), second);
    }

    function test_orderTakenOver() public leavesOthersAlone {
        build();
        bytes32 before = siblings(M19);
        vm.warp(day_(436));
        Evidence memory certificate = Evidence(RECORD, EvidenceKind.Record, 1);
        expect();
        emit IOrderEvents.MilestoneCompleted(ORDER, M19, BUYER, day_(426), day_(426), day_(435), certificate);
        expect();
        emit IOrderEvents.OrderTakenOver(ORDER, RECORD, day_(435), day_(435 + 730), 9 days, 1_000_000);
        _takeOver(day_(435));
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(uint8(order.status), uint8(OrderStatus.TakenOver));
        vm.assertEq(order.takenOverAt, day_(435));
        vm.assertEq(order.warrantyUntil, day_(435 + 730));
        vm.assertEq(order.warrantiesUntil, day_(435 + 730));
        vm.assertEq(order.openMilestones, 1);
        vm.assertEq(order.completedWeight, 33);
        Milestone memory done = orders.milestoneOf(ORDER, M19);
        vm.assertEq(uint8(done.status), uint8(MilestoneStatus.Completed));
        vm.assertEq(done.actualAt, day_(435));
        vm.assertEq(done.completedAt, day_(436));
        vm.assertEq(keccak256(abi.encode(done.evidence)), keccak256(abi.encode(certificate)));
        vm.assertEq(siblings(M19), before);
        vm.warp(day_(500));
        _expectLateness(9 days, 9, 1_000_000);
    }

    function test_takingOverRefused() public {
        _refusesTakeOver(time(), abi.encodeWithSelector(IOrderErrors.MilestonesStillOpen.selector, ORDER, uint32(4)));
        build();
        _refusesTakeOver(
            time() + 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time())
        );
        _refusesTakeOver(
            day_(0) - 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(0) - 1, day_(0))
        );
        _raise(SNAG, SnagClass.Blocking);
        _raise("scratch", SnagClass.Cosmetic);
        _refusesTakeOver(time(), abi.encodeWithSelector(IOrderErrors.SnagsStillOpen.selector, ORDER, uint32(1)));
        does(BUYER, abi.encodeCall(orders.closeSnag, (SNAG)));
        _takeOver(day_(0));
        vm.assertEq(orders.orderOf(ORDER).takenOverAt, day_(0));
    }

    /// @dev The certificate of the whole is not dated before that of a part; what was not answered it covers.
    function test_takingOverCoversTheRest() public {
        build();
        _report(PART, 400_000);
        _report(SECOND, 100_000);
        _report("third", 100_000);
        _takePart(PART, day_(310));
        _takePart(SECOND, day_(305));
        _refusesTakeOver(
            day_(310) - 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, day_(310) - 1, day_(310))
        );
        expect();
        emit IOrderEvents.OrderTakenOver(ORDER, RECORD, day_(310), day_(310 + 730), 0, 0);
        _takeOver(day_(310));
        vm.assertEq(uint8(orders.deliveryOf("third").status), uint8(DeliveryStatus.Reported));
        _expectShares(100_000, 500_000, 3);
        bytes memory error =
            abi.encodeWithSelector(IOrderErrors.OrderStatusMismatch.selector, ORDER, OrderStatus.TakenOver);
        refuses(BUYER, abi.encodeCall(orders.takeOverPart, ("third", RECORD, time())), error);
        refuses(BUYER, abi.encodeCall(orders.refuseDelivery, ("third", RECORD)), error);
    }

    function test_withoutFinalAcceptanceMilestone() public {
        OrderTerms memory agreed = terms();
        agreed.order = "short";
        agreed.finalAcceptance = 0;
        agree(agreed);
        bytes memory call = abi.encodeCall(orders.takeOver, ("short", RECORD, time()));
        refuses(
            BUYER, call, abi.encodeWithSelector(IOrderErrors.MilestonesStillOpen.selector, bytes32("short"), uint32(5))
        );
    }

    function test_latenessCountsToTheSecond() public {
        vm.warp(day_(426));
        _expectLateness(0, 0, 0);
        vm.warp(day_(426) + 1);
        _expectLateness(1, 0, 1_000_000);
        vm.warp(day_(427) - 1);
        _expectLateness(1 days - 1, 0, 1_000_000);
        vm.warp(day_(427));
        _expectLateness(1 days, 1, 1_000_000);
    }

    /// @dev What was taken over in parts by the due time in force is not late; a due time that moves is looked at anew.
    function test_latenessKnowsThePartsInTime() public {
        _report(PART, 400_000);
        _report(SECOND, 350_000);
        vm.warp(day_(430));
        _takePart(PART, day_(426));
        _expectLateness(4 days, 4, 600_000);
        _takePart(SECOND, day_(428));
        _expectLateness(4 days, 4, 600_000);
        does(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (ORDER, CLAIM, 0, 2, delayed())));
        does(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (CLAIM, delayed())));
        _expectLateness(2 days, 2, 250_000);
        _report("third", 250_000);
        _takePart("third", day_(428));
        // Nothing is left that could be late.
        _expectLateness(0, 0, 0);
        refuses(
            BUYER,
            abi.encodeCall(orders.claimLiquidatedDamages, (ORDER, DAMAGES)),
            abi.encodeWithSelector(IOrderErrors.NotLate.selector, ORDER)
        );
    }

    function test_damagesClaimedAndAccepted() public leavesOthersAlone {
        _report(PART, 400_000);
        vm.warp(day_(426));
        _takePart(PART, time());
        bytes memory claim = abi.encodeCall(orders.claimLiquidatedDamages, (ORDER, DAMAGES));
        bytes memory accept = abi.encodeCall(orders.acceptLiquidatedDamages, (ORDER, DAMAGES));
        refuses(BUYER, claim, abi.encodeWithSelector(IOrderErrors.NotLate.selector, ORDER));
        refuses(MANUFACTURER, accept, _mismatch(0, DAMAGES));
        vm.warp(day_(426) + 1);
        expect();
        emit IOrderEvents.LiquidatedDamagesClaimed(ORDER, 1, 600_000, DAMAGES);
        does(BUYER, claim);
        vm.assertEq(orders.orderOf(ORDER).damagesClaimed, DAMAGES);
        vm.assertEq(orders.orderOf(ORDER).damagesAccepted, 0);
        refuses(
            MANUFACTURER, abi.encodeCall(orders.acceptLiquidatedDamages, (ORDER, "less")), _mismatch(DAMAGES, "less")
        );
        expect();
        emit IOrderEvents.LiquidatedDamagesAccepted(ORDER, DAMAGES);
        does(MANUFACTURER, accept);
        vm.assertEq(orders.orderOf(ORDER).damagesAccepted, DAMAGES);
        // A later claim takes the place of one accepted.
        does(BUYER, abi.encodeCall(orders.claimLiquidatedDamages, (ORDER, "more")));
        vm.assertEq(orders.orderOf(ORDER).damagesClaimed, "more");
        vm.assertEq(orders.orderOf(ORDER).damagesAccepted, 0);
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(BUYER, abi.encodeCall(orders.claimLiquidatedDamages, (ORDER, 0)), missing);
        refuses(MANUFACTURER, abi.encodeCall(orders.acceptLiquidatedDamages, (ORDER, 0)), missing);
    }

    function _report(bytes32 delivery, uint32 share) private {
        does(MANUFACTURER, abi.encodeCall(orders.reportDelivery, (ORDER, delivery, share, CONSIGNMENT, WORD_ONLY)));
    }

    function _takePart(bytes32 delivery, uint48 takenOverAt) private {
        does(BUYER, abi.encodeCall(orders.takeOverPart, (delivery, RECORD, takenOverAt)));
    }

    function _refusePart(bytes32 delivery) private {
        does(BUYER, abi.encodeCall(orders.refuseDelivery, (delivery, RECORD)));
    }

    function _takeOver(uint48 takenOverAt) private {
        does(BUYER, abi.encodeCall(orders.takeOver, (ORDER, RECORD, takenOverAt)));
    }

    function _raise(bytes32 snag, SnagClass snagClass) private {
        does(BUYER, abi.encodeCall(orders.raiseSnag, (ORDER, snag, uint8(snagClass), day_(500), 0)));
    }

    function _refusesReport(bytes32 delivery, uint32 share, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.reportDelivery, (ORDER, delivery, share, 0, WORD_ONLY)), error);
    }

    function _refusesPart(bytes32 delivery, uint48 takenOverAt, bytes memory error) private {
        refuses(BUYER, abi.encodeCall(orders.takeOverPart, (delivery, RECORD, takenOverAt)), error);
    }

    function _refusesTakeOver(uint48 takenOverAt, bytes memory error) private {
        refuses(BUYER, abi.encodeCall(orders.takeOver, (ORDER, RECORD, takenOverAt)), error);
    }

    function _expectAnswered(bytes32 delivery, DeliveryStatus status) private {
        bytes memory error = abi.encodeWithSelector(IOrderErrors.DeliveryStatusMismatch.selector, delivery, status);
        _refusesPart(delivery, time(), error);
        refuses(BUYER, abi.encodeCall(orders.refuseDelivery, (delivery, RECORD)), error);
    }

    function _expectShares(uint32 reported, uint32 takenOver, uint32 count) private view {
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.reportedShare, reported);
        vm.assertEq(order.takenOverShare, takenOver);
        vm.assertEq(order.partCount, count);
    }

    function _expectLateness(uint48 seconds_, uint32 days_, uint32 share) private view {
        (uint48 lateSeconds, uint32 lateDays, uint32 lateShare) = orders.lateness(ORDER);
        vm.assertEq(lateSeconds, seconds_);
        vm.assertEq(lateDays, days_);
        vm.assertEq(lateShare, share);
    }

    function _share(uint32 reported, uint32 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.InvalidPartShare.selector, ORDER, reported, given);
    }

    function _mismatch(bytes32 expected, bytes32 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.ContentMismatch.selector, ORDER, expected, given);
    }
}
