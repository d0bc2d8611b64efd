// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    Alternative,
    Evidence,
    EvidenceKind,
    MilestoneMove,
    MilestoneStatus,
    ScheduleCause,
    SubOrder,
    SubOrderStatus,
    SubOrderTerms
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract SupplierOrdersTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
        placeSub();
    }

    function test_placed() public leavesOthersAlone {
        SubOrderTerms memory given = _terms("second");
        bytes32 before = siblings(0);
        bytes32 first = keccak256(abi.encode(orders.subOrderOf(SUB)));
        expect();
        emit IOrderEvents.SubOrderPlaced(ORDER, "second", GEAR, given);
        does(MANUFACTURER, abi.encodeCall(orders.placeSubOrder, (given)));
        SubOrder memory placed = orders.subOrderOf("second");
        SubOrder memory expected;
        expected.supplier = GEAR;
        expected.status = SubOrderStatus.Placed;
        expected.order = ORDER;
        expected.milestone = M08;
        expected.needBy = day_(180);
        expected.due = day_(180);
        expected.termsCommitment = keccak256("gear terms");
        vm.assertEq(keccak256(abi.encode(placed)), keccak256(abi.encode(expected)));
        vm.assertEq(siblings(0), before);
        vm.assertEq(keccak256(abi.encode(orders.subOrderOf(SUB))), first);
    }

    function test_placingRefused() public {
        SubOrderTerms memory given = _terms(SUB);
        _refusesPlacing(given, abi.encodeWithSelector(IOrderErrors.SubOrderAlreadyPlaced.selector, SUB));
        given.subOrder = 0;
        _refusesPlacing(given, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        given = _terms("new");
        given.order = "unknown";
        _refusesPlacing(given, abi.encodeWithSelector(IOrderErrors.UnknownOrder.selector, bytes32("unknown")));
        given = _terms("new");
        given.milestone = "unknown";
        _refusesPlacing(
            given, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32("unknown"))
        );
        bytes memory invalid = abi.encodeWithSelector(IOrderErrors.InvalidSubOrderTerms.selector, bytes32("new"));
        given = _terms("new");
        given.supplier = MANUFACTURER;
        _refusesPlacing(given, invalid);
        given.supplier = "nobody";
        _refusesPlacing(given, abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        given = _terms("new");
        given.needBy = 0;
        _refusesPlacing(given, invalid);
        given = _terms("new");
        given.termsCommitment = 0;
        _refusesPlacing(given, invalid);
        given = _terms("new");
        given.milestone = M14;
        complete(M14);
        _refusesPlacing(given, _completed(M14));
    }

    function test_promisedInTimeWarnsNobody() public leavesOthersAlone {
        expect();
        emit IOrderEvents.DeliveryPromised(ORDER, SUB, DRIVE, 1, day_(180));
        vm.recordLogs();
        _promise(day_(180));
        vm.assertEq(vm.getRecordedLogs().length, 1);
        SubOrder memory promised = orders.subOrderOf(SUB);
        vm.assertEq(uint8(promised.status), uint8(SubOrderStatus.Promised));
        vm.assertEq(promised.promisedAt, day_(180));
        vm.assertEq(promised.promiseNumber, 1);
        vm.assertEq(promised.due, day_(180));
        _promise(time());
        vm.assertEq(orders.subOrderOf(SUB).promiseNumber, 2);
        vm.assertEq(orders.subOrderOf(SUB).promisedAt, time());
    }

    function test_promisedLaterThanNeedWarns() public {
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.DeliveryPromised(ORDER, SUB, DRIVE, 1, day_(180) + 1);
        expect();
        emit IOrderEvents.DelayWarned(ORDER, SUB, M08, day_(180), day_(180) + 1, 1);
        _promise(day_(180) + 1);
        vm.assertEq(siblings(0), before);
        // The need stands until an alternative is accepted.
        vm.assertEq(orders.subOrderOf(SUB).due, day_(180));
    }

    function test_promiseRefused() public {
        _refusesPromise(
            time() - 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time())
        );
        uint48 last = uint48(2 ** 40);
        _refusesPromise(last + 1, abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, last + 1, last));
        _promise(last);
        vm.assertEq(orders.subOrderOf(SUB).promisedAt, last);
    }

    function test_alternativeOffered() public leavesOthersAlone {
        _promise(day_(200));
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.AlternativeOffered(ORDER, SUB, DRIVE, 1, 1, 9, PRICE, moves(219));
        vm.assertEq(_offer(DRIVE, 9, PRICE, moves(219)), 1);
        Alternative memory offered = orders.alternativeOf(SUB, 1);
        Alternative memory expected =
            Alternative(DRIVE, 1, 9, false, PRICE, keccak256(abi.encode(moves(219))));
        vm.assertEq(keccak256(abi.encode(offered)), keccak256(abi.encode(expected)));
        vm.assertEq(orders.subOrderOf(SUB).alternativeCount, 1);
        _promise(day_(201));
        expect();
        emit IOrderEvents.AlternativeOffered(ORDER, SUB, MANUFACTURER, 2, 2, 0, 0, new MilestoneMove[](0));
        vm.assertEq(_offer(MANUFACTURER, 0, 0, new MilestoneMove[](0)), 2);
        vm.assertEq(orders.alternativeOf(SUB, 2).promiseNumber, 2);
        vm.assertEq(siblings(0), before);
    }

    function test_alternativesOnlyForALatePromise() public {
        _refusesOffer(moves(219), abi.encodeWithSelector(IOrderErrors.PromiseNotLate.selector, SUB, day_(180), 0));
        _promise(day_(180));
        _refusesOffer(
            moves(219), abi.encodeWithSelector(IOrderErrors.PromiseNotLate.selector, SUB, day_(180), day_(180))
        );
        _promise(day_(180) + 1);
        _refusesOffer(
            new MilestoneMove[](65), abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 0, 64)
        );
        MilestoneMove[] memory named = new MilestoneMove[](1);
        _refusesOffer(named, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        named = new MilestoneMove[](2);
        named[0] = MilestoneMove(M08, day_(219));
        _refusesOffer(named, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        named[1] = MilestoneMove(M14, day_(330));
        complete(M14);
        _refusesOffer(named, _completed(M14));
        vm.assertEq(_offer(DRIVE, 9, PRICE, moves(219)), 1);
    }

    /// @dev The scenario's DLY-1: two alternatives, the re-sequencing is accepted, the plan moves and the due time stays.
    function test_alternativeAcceptedMovesThePlan() public leavesOthersAlone {
        _promise(day_(200));
        _offer(DRIVE, 9, PRICE, moves(219));
        vm.assertEq(_offer(DRIVE, 6, keccak256("0 and a salt"), moves(216)), 2);
        bytes32 before = siblings(M08);
        expect();
        emit IOrderEvents.AlternativeAccepted(ORDER, SUB, MANUFACTURER, 2, day_(200));
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M08, ScheduleCause.Alternative, SUB, day_(210), day_(216));
        _accept(MANUFACTURER, 2, moves(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).planned, day_(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).due, day_(210));
        vm.assertTrue(orders.alternativeOf(SUB, 2).accepted);
        vm.assertFalse(orders.alternativeOf(SUB, 1).accepted);
        SubOrder memory accepted = orders.subOrderOf(SUB);
        vm.assertEq(accepted.acceptedAlternative, 2);
        vm.assertEq(accepted.needBy, day_(180));
        vm.assertEq(accepted.due, day_(200));
        vm.assertEq(siblings(M08), before);
        _refusesAcceptance(MANUFACTURER, 1, moves(219), _notOpen(1));
        _refusesAcceptance(MANUFACTURER, 2, moves(216), _notOpen(2));
    }

    function test_otherSideAccepts() public {
        _promise(day_(200));
        _offer(DRIVE, 9, PRICE, moves(219));
        _offer(MANUFACTURER, 6, 0, moves(216));
        bytes16[3] memory wrong = [BUYER, DRIVE, GEAR];
        for (uint256 i = 0; i < 3; ++i) {
            _refusesAcceptance(wrong[i], 1, moves(219), _notCounterparty(wrong[i]));
        }
        wrong = [MANUFACTURER, DRIVE, GEAR];
        for (uint256 i = 0; i < 3; ++i) {
            _refusesAcceptance(wrong[i], 2, moves(216), _notCounterparty(wrong[i]));
        }
        expect();
        emit IOrderEvents.AlternativeAccepted(ORDER, SUB, BUYER, 2, day_(200));
        _accept(BUYER, 2, moves(216));
        vm.assertEq(orders.milestoneOf(ORDER, M08).planned, day_(216));
    }

    function test_acceptedIsWhatWasOffered() public {
        _promise(day_(200));
        _offer(DRIVE, 9, PRICE, moves(219));
        bytes memory mismatch = abi.encodeWithSelector(
            IOrderErrors.ContentMismatch.selector,
            SUB,
            keccak256(abi.encode(moves(219))),
            keccak256(abi.encode(moves(220)))
        );
        _refusesAcceptance(MANUFACTURER, 1, moves(220), mismatch);
        _refusesAcceptance(
            MANUFACTURER,
            7,
            moves(219),
            abi.encodeWithSelector(IOrderErrors.UnknownAlternative.selector, SUB, uint32(7))
        );
        complete(M08);
        does(BUYER, abi.encodeCall(orders.releaseHold, (ORDER, M08, 0)));
        _refusesAcceptance(MANUFACTURER, 1, moves(219), _completed(M08));
    }

    function test_newPromiseClosesOldAlternatives() public {
        _promise(day_(200));
        _offer(DRIVE, 9, PRICE, moves(219));
        _promise(day_(190));
        _refusesAcceptance(MANUFACTURER, 1, moves(219), _notOpen(1));
        _offer(DRIVE, 3, PRICE, moves(213));
        _accept(MANUFACTURER, 2, moves(213));
        vm.assertEq(orders.subOrderOf(SUB).due, day_(190));
        // What was agreed stands until the next agreement; the new promise opens alternatives again.
        _promise(day_(195));
        vm.assertEq(orders.subOrderOf(SUB).acceptedAlternative, 0);
        vm.assertEq(orders.subOrderOf(SUB).due, day_(190));
        _offer(DRIVE, 4, PRICE, moves(214));
        _accept(MANUFACTURER, 3, moves(214));
        vm.assertEq(orders.subOrderOf(SUB).due, day_(195));
    }

    function test_deliveredInParts() public leavesOthersAlone {
        publish(DRIVE, "packing list");
        Evidence memory evidence = Evidence("packing list", EvidenceKind.Record, 1);
        expect();
        emit IOrderEvents.SubOrderDelivered(ORDER, SUB, DRIVE, 1, evidence);
        does(DRIVE, abi.encodeCall(orders.deliverSubOrder, (SUB, 1, evidence)));
        vm.assertEq(uint8(orders.subOrderOf(SUB).status), uint8(SubOrderStatus.PartlyDelivered));
        vm.assertEq(orders.subOrderOf(SUB).deliveredShare, 1);
        vm.assertEq(orders.subOrderOf(SUB).deliveredAt, 0);
        _refusesDelivery(0, _share(1, 0));
        _refusesDelivery(1, _share(1, 1));
        _refusesDelivery(1_000_001, _share(1, 1_000_001));
        _promise(day_(190));
        vm.assertEq(uint8(orders.subOrderOf(SUB).status), uint8(SubOrderStatus.PartlyDelivered));
        _deliver(999_999);
        vm.assertEq(uint8(orders.subOrderOf(SUB).status), uint8(SubOrderStatus.PartlyDelivered));
        expect();
        emit IOrderEvents.SubOrderDelivered(ORDER, SUB, DRIVE, 1_000_000, WORD_ONLY);
        _deliver(1_000_000);
        SubOrder memory delivered = orders.subOrderOf(SUB);
        vm.assertEq(uint8(delivered.status), uint8(SubOrderStatus.Delivered));
        vm.assertEq(delivered.deliveredShare, 1_000_000);
        vm.assertEq(delivered.deliveredAt, time());
        _expectEnded(SubOrderStatus.Delivered);
    }

    function test_deliveryNeedsItsEvidence() public {
        Evidence memory none = Evidence("packing list", EvidenceKind.Record, 1);
        bytes memory error = abi.encodeWithSelector(IOrderErrors.RecordNotPublished.selector, bytes32("packing list"));
        refuses(DRIVE, abi.encodeCall(orders.deliverSubOrder, (SUB, 1, none)), error);
    }

    function test_cancelled() public leavesOthersAlone {
        expect();
        emit IOrderEvents.SubOrderCancelled(ORDER, SUB);
        does(MANUFACTURER, abi.encodeCall(orders.cancelSubOrder, (SUB)));
        vm.assertEq(uint8(orders.subOrderOf(SUB).status), uint8(SubOrderStatus.Cancelled));
        _expectEnded(SubOrderStatus.Cancelled);
    }

    function test_remindedOnceForEachDueTime() public leavesOthersAlone {
        bytes memory call = abi.encodeCall(orders.remindSubOrder, (SUB));
        bytes memory notDue =
            abi.encodeWithSelector(IOrderErrors.ReminderNotDue.selector, ORDER, SUB, day_(166), day_(180));
        vm.warp(day_(166) - 1);
        refuses(BANK_A, call, notDue);
        vm.warp(day_(166));
        expect();
        emit IOrderEvents.SubOrderReminded(ORDER, SUB, M08, day_(180));
        orders.remindSubOrder(SUB);
        vm.assertTrue(orders.subOrderOf(SUB).reminded);
        vm.assertFalse(orders.subOrderOf(SUB).escalated);
        bytes memory again = abi.encodeWithSelector(IOrderErrors.AlreadyReminded.selector, ORDER, SUB);
        refuses(BANK_A, call, again);
        // A new promise alone is no new due time; an accepted one is.
        _promise(day_(200));
        vm.warp(day_(180));
        refuses(BANK_A, call, again);
        vm.warp(day_(180) + 1);
        refuses(BANK_A, call, notDue);
        _offer(DRIVE, 6, PRICE, moves(216));
        _accept(MANUFACTURER, 1, moves(216));
        vm.assertFalse(orders.subOrderOf(SUB).reminded);
        vm.warp(day_(186));
        expect();
        emit IOrderEvents.SubOrderReminded(ORDER, SUB, M08, day_(200));
        orders.remindSubOrder(SUB);
    }

    function test_escalatedOnceForEachDueTime() public leavesOthersAlone {
        bytes memory call = abi.encodeCall(orders.escalateSubOrder, (SUB));
        vm.warp(day_(180));
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, SUB, day_(180)));
        vm.warp(day_(180) + 1);
        expect();
        emit IOrderEvents.SubOrderEscalated(ORDER, SUB, M08, day_(180));
        orders.escalateSubOrder(SUB);
        vm.assertTrue(orders.subOrderOf(SUB).escalated);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, SUB));
        _promise(day_(200));
        _offer(DRIVE, 6, PRICE, moves(216));
        _accept(MANUFACTURER, 1, moves(216));
        vm.assertFalse(orders.subOrderOf(SUB).escalated);
        refuses(BANK_A, call, abi.encodeWithSelector(IOrderErrors.NotOverdue.selector, SUB, day_(200)));
        vm.warp(day_(200) + 1);
        orders.escalateSubOrder(SUB);
        // The same due time once more is no new one.
        _promise(day_(201));
        _promise(time());
        _offer(DRIVE, 6, PRICE, moves(216));
        vm.warp(time() + 1);
        _accept(MANUFACTURER, 2, moves(216));
        vm.assertFalse(orders.subOrderOf(SUB).escalated);
        orders.escalateSubOrder(SUB);
        uint48 due = orders.subOrderOf(SUB).due;
        vm.warp(due);
        _promise(due);
        _offer(DRIVE, 6, PRICE, moves(216));
        _accept(MANUFACTURER, 3, moves(216));
        vm.assertTrue(orders.subOrderOf(SUB).escalated);
    }

    function test_largestAlternativeFitsATransaction() public {
        agree(largest());
        SubOrderTerms memory given = _terms("large");
        given.order = largest().order;
        does(MANUFACTURER, abi.encodeCall(orders.placeSubOrder, (given)));
        does(GEAR, abi.encodeCall(orders.promiseDelivery, ("large", day_(200))));
        MilestoneMove[] memory all = new MilestoneMove[](64);
        for (uint256 i = 0; i < 64; ++i) {
            all[i] = MilestoneMove(largest().milestones[i].code, day_(500));
        }
        does(GEAR, abi.encodeCall(orders.offerAlternative, ("large", 9, PRICE, all)));
        uint256 before = gasleft();
        does(MANUFACTURER, abi.encodeCall(orders.acceptAlternative, ("large", 1, all)));
        vm.assertLe(before - gasleft(), 2_500_000);
    }

    function _terms(bytes32 id) private pure returns (SubOrderTerms memory) {
        return SubOrderTerms(id, ORDER, M08, GEAR, day_(180), keccak256("gear terms"));
    }

    function _promise(uint48 promisedAt) private {
        does(DRIVE, abi.encodeCall(orders.promiseDelivery, (SUB, promisedAt)));
    }

    function _offer(bytes16 member, uint16 delayDays, bytes32 price, MilestoneMove[] memory named)
        private
        returns (uint32)
    {
        bytes memory answer = does(member, abi.encodeCall(orders.offerAlternative, (SUB, delayDays, price, named)));
        return abi.decode(answer, (uint32));
    }

    function _accept(bytes16 member, uint32 alternative, MilestoneMove[] memory named) private {
        does(member, abi.encodeCall(orders.acceptAlternative, (SUB, alternative, named)));
    }

    function _deliver(uint32 share) private {
        does(DRIVE, abi.encodeCall(orders.deliverSubOrder, (SUB, share, WORD_ONLY)));
    }

    function _refusesPlacing(SubOrderTerms memory given, bytes memory error) private {
        refuses(MANUFACTURER, abi.encodeCall(orders.placeSubOrder, (given)), error);
    }

    function _refusesPromise(uint48 promisedAt, bytes memory error) private {
        refuses(DRIVE, abi.encodeCall(orders.promiseDelivery, (SUB, promisedAt)), error);
    }

    function _refusesOffer(MilestoneMove[] memory named, bytes memory error) private {
        refuses(DRIVE, abi.encodeCall(orders.offerAlternative, (SUB, 9, PRICE, named)), error);
    }

    function _refusesAcceptance(bytes16 member, uint32 alternative, MilestoneMove[] memory named, bytes memory error)
        private
    {
        refuses(member, abi.encodeCall(orders.acceptAlternative, (SUB, alternative, named)), error);
    }

    function _refusesDelivery(uint32 share, bytes memory error) private {
        refuses(DRIVE, abi.encodeCall(orders.deliverSubOrder, (SUB, share, WORD_ONLY)), error);
    }

    function _expectEnded(SubOrderStatus status) private {
        bytes memory error = abi.encodeWithSelector(IOrderErrors.SubOrderStatusMismatch.selector, SUB, status);
        _refusesPromise(day_(200), error);
        _refusesOffer(moves(219), error);
        _refusesAcceptance(MANUFACTURER, 1, moves(219), error);
        _refusesDelivery(1_000_000, error);
        refuses(MANUFACTURER, abi.encodeCall(orders.cancelSubOrder, (SUB)), error);
        vm.warp(day_(180));
        refuses(BANK_A, abi.encodeCall(orders.remindSubOrder, (SUB)), error);
        vm.warp(day_(180) + 1);
        refuses(BANK_A, abi.encodeCall(orders.escalateSubOrder, (SUB)), error);
    }

    function _notOpen(uint32 alternative) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.AlternativeNotOpen.selector, SUB, alternative);
    }

    function _notCounterparty(bytes16 member) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, member);
    }

    function _share(uint32 delivered, uint32 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOrderErrors.InvalidDeliveredShare.selector, SUB, delivered, given);
    }

    function _completed(bytes32 code) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IOrderErrors.MilestoneStatusMismatch.selector, ORDER, code, MilestoneStatus.Completed
        );
    }
}
