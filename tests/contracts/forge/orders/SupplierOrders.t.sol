// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {MilestoneMove, SubOrder, SubOrderStatus, SubOrderTerms} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract SupplierOrdersTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
        placeSub();
    }

    function test_placed() public view {
        SubOrder memory placed = orders.subOrderOf(SUB);
        vm.assertTrue(placed.status == SubOrderStatus.Placed);
        vm.assertEq(bytes32(placed.supplier), bytes32(DRIVE));
        vm.assertEq(placed.order, ORDER);
        vm.assertEq(placed.needBy, day_(180));
    }

    function test_placingRefused() public {
        SubOrderTerms memory terms_ = SubOrderTerms(SUB, ORDER, M08, DRIVE, day_(180), keccak256("sub terms"));
        _expectRefused(terms_, abi.encodeWithSelector(IOrderErrors.SubOrderAlreadyPlaced.selector, SUB));
        terms_.subOrder = 0;
        _expectRefused(terms_, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        terms_.subOrder = "new";
        terms_.order = "unknown";
        _expectRefused(terms_, abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, bytes32("unknown")));
        terms_.order = ORDER;
        terms_.milestone = "unknown";
        _expectRefused(
            terms_, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32("unknown"))
        );
        terms_.milestone = M08;
        bytes memory invalid = abi.encodeWithSelector(IOrderErrors.InvalidSubOrderTerms.selector, terms_.subOrder);
        terms_.supplier = MANUFACTURER;
        _expectRefused(terms_, invalid);
        terms_.supplier = "nobody";
        _expectRefused(terms_, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        terms_.supplier = GEAR;
        terms_.needBy = 0;
        _expectRefused(terms_, invalid);
        terms_.needBy = day_(1);
        terms_.termsCommitment = 0;
        _expectRefused(terms_, invalid);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, BUYER));
        as_(BUYER);
        orders.placeSubOrder(terms_);
    }

    function test_promiseInTimeWarnsNobody() public {
        vm.recordLogs();
        _promise(180);
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertTrue(orders.subOrderOf(SUB).status == SubOrderStatus.Promised);
    }

    function test_promiseLaterThanNeedWarns() public {
        vm.expectEmit(true, true, true, true, address(orders));
        emit IOrderEvents.DelayWarned(ORDER, SUB, M08, day_(180), day_(200), 20 days);
        _promise(200);
        vm.assertEq(orders.subOrderOf(SUB).promiseNumber, 1);
    }

    function test_promiseRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSupplier.selector, SUB, GEAR));
        as_(GEAR);
        orders.promiseDelivery(SUB, day_(200));
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        as_(DRIVE);
        orders.promiseDelivery(SUB, time() - 1);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownSubOrder.selector, bytes32("unknown")));
        as_(DRIVE);
        orders.promiseDelivery("unknown", day_(200));
    }

    /// @dev The scenario's DLY-1: two alternatives, the re-sequencing is accepted, the plan moves and the due time stays.
    function test_alternativeAcceptedMovesThePlan() public {
        _promise(200);
        _offer(DRIVE, 9, PRICE, _moves(219));
        vm.assertEq(_offer(DRIVE, 6, keccak256("0 and a salt"), _moves(216)), 2);
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 2, _moves(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).planned, day_(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).due, day_(210));
        vm.assertTrue(orders.alternativeOf(SUB, 2).accepted);
        vm.assertFalse(orders.alternativeOf(SUB, 1).accepted);
        vm.assertEq(orders.subOrderOf(SUB).acceptedAlternative, 2);
        _expectNotOpen(1);
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 1, _moves(219));
    }

    function test_otherSideAccepts() public {
        _promise(200);
        _offer(DRIVE, 9, PRICE, _moves(219));
        _offer(MANUFACTURER, 6, 0, _moves(216));
        _expectNotCounterparty(BUYER);
        as_(BUYER);
        orders.acceptAlternative(SUB, 1, _moves(219));
        _expectNotCounterparty(MANUFACTURER);
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 2, _moves(216));
        as_(BUYER);
        orders.acceptAlternative(SUB, 2, _moves(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).planned, day_(216));
    }

    function test_acceptedIsWhatWasOffered() public {
        _promise(200);
        _offer(DRIVE, 9, PRICE, _moves(219));
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrderErrors.ContentMismatch.selector,
                SUB,
                keccak256(abi.encode(_moves(219))),
                keccak256(abi.encode(_moves(220)))
            )
        );
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 1, _moves(220));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownAlternative.selector, SUB, uint32(7)));
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 7, _moves(219));
    }

    function test_newPromiseClosesOldAlternatives() public {
        _promise(200);
        _offer(DRIVE, 9, PRICE, _moves(219));
        _promise(190);
        _expectNotOpen(1);
        as_(MANUFACTURER);
        orders.acceptAlternative(SUB, 1, _moves(219));
    }

    function test_alternativesOnlyForALatePromise() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.PromiseNotLate.selector, SUB, day_(180), uint48(0))
        );
        as_(DRIVE);
        orders.offerAlternative(SUB, 9, PRICE, new MilestoneMove[](0));
        _promise(200);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSupplier.selector, SUB, BUYER));
        as_(BUYER);
        orders.offerAlternative(SUB, 9, PRICE, new MilestoneMove[](0));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 0, 64));
        as_(DRIVE);
        orders.offerAlternative(SUB, 9, PRICE, new MilestoneMove[](65));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        as_(DRIVE);
        orders.offerAlternative(SUB, 9, PRICE, new MilestoneMove[](1));
    }

    function test_partialDeliveries() public {
        _deliver(400_000);
        vm.assertTrue(orders.subOrderOf(SUB).status == SubOrderStatus.PartlyDelivered);
        _expectShare(400_000, 400_000);
        _deliver(400_000);
        _expectShare(400_000, 1_000_001);
        _deliver(1_000_001);
        _deliver(1_000_000);
        SubOrder memory delivered = orders.subOrderOf(SUB);
        vm.assertTrue(delivered.status == SubOrderStatus.Delivered);
        vm.assertEq(delivered.deliveredAt, time());
        _expectStatus(SubOrderStatus.Delivered);
        _deliver(1_000_000);
        _expectStatus(SubOrderStatus.Delivered);
        as_(MANUFACTURER);
        orders.cancelSubOrder(SUB);
    }

    function test_cancelled() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, DRIVE));
        as_(DRIVE);
        orders.cancelSubOrder(SUB);
        as_(MANUFACTURER);
        orders.cancelSubOrder(SUB);
        _expectStatus(SubOrderStatus.Cancelled);
        _promise(190);
    }

    function test_escalatedOnce() public {
        vm.warp(day_(180));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, SUB, day_(180)));
        orders.escalateSubOrder(SUB);
        vm.warp(day_(180) + 1);
        orders.escalateSubOrder(SUB);
        vm.assertTrue(orders.subOrderOf(SUB).escalated);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, SUB));
        orders.escalateSubOrder(SUB);
    }

    function _promise(uint256 day) private {
        as_(DRIVE);
        orders.promiseDelivery(SUB, day_(day));
    }

    function _offer(bytes16 member, uint16 delayDays, bytes32 price, MilestoneMove[] memory moves)
        private
        returns (uint32)
    {
        as_(member);
        return orders.offerAlternative(SUB, delayDays, price, moves);
    }

    function _deliver(uint32 share) private {
        as_(DRIVE);
        orders.deliverSubOrder(SUB, share, WORD_ONLY);
    }

    function _moves(uint256 day) private pure returns (MilestoneMove[] memory moves) {
        moves = new MilestoneMove[](1);
        moves[0] = MilestoneMove(M08, day_(day));
    }

    function _expectRefused(SubOrderTerms memory terms_, bytes memory revertData) private {
        vm.expectRevert(revertData);
        as_(MANUFACTURER);
        orders.placeSubOrder(terms_);
    }

    function _expectNotOpen(uint32 alternative) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlternativeNotOpen.selector, SUB, alternative));
    }

    function _expectNotCounterparty(bytes16 member) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, member));
    }

    function _expectShare(uint32 delivered, uint32 given) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrderErrors.InvalidDeliveredShare.selector, SUB, delivered, given)
        );
    }

    function _expectStatus(SubOrderStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.SubOrderStatusMismatch.selector, SUB, status));
    }
}
