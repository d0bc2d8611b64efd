// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {
    ChangeEvaluation,
    ChangeStatus,
    DelayClaimStatus,
    Milestone,
    MilestoneChange,
    MilestoneStatus,
    Order
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract ChangesTest is OrderBase {
    bytes32 private constant NEW_AMOUNT = keccak256("7,063,000 and a salt");

    function setUp() public override {
        super.setUp();
        agree();
    }

    /// @dev The scenario's CR-01: nothing moves before the buyer accepts the seller's evaluation.
    function test_changeAccepted() public {
        _request(BUYER, CHANGE);
        _evaluate(CHANGE, _evaluation());
        vm.assertEq(orders.milestoneOf(ORDER, M14).paymentCommitment, AMOUNT);
        as_(BUYER);
        orders.acceptChange(CHANGE, _evaluation());
        Order memory order = orders.orderOf(ORDER);
        vm.assertEq(order.version, 2);
        vm.assertEq(order.termsCommitment, keccak256("terms, version 2"));
        Milestone memory moved = orders.milestoneOf(ORDER, M08);
        vm.assertEq(moved.due, day_(224));
        vm.assertEq(moved.agreedDue, day_(210));
        vm.assertEq(moved.planned, day_(225));
        Milestone memory paid = orders.milestoneOf(ORDER, M14);
        vm.assertEq(paid.paymentCommitment, NEW_AMOUNT);
        vm.assertEq(paid.due, day_(318));
        vm.assertTrue(orders.changeOf(CHANGE).status == ChangeStatus.Accepted);
        _expectStatus(ChangeStatus.Accepted);
        as_(BUYER);
        orders.acceptChange(CHANGE, _evaluation());
    }

    function test_changeRequestRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, DRIVE));
        as_(DRIVE);
        orders.requestChange(ORDER, CHANGE, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        _request(BUYER, 0);
        _request(BUYER, CHANGE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, CHANGE));
        _request(MANUFACTURER, CHANGE);
    }

    function test_evaluationRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownIdentifier.selector, CHANGE));
        _evaluate(CHANGE, _evaluation());
        _request(BUYER, CHANGE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotSeller.selector, ORDER, BUYER));
        as_(BUYER);
        orders.evaluateChange(CHANGE, _evaluation());
        ChangeEvaluation memory evaluation = _evaluation();
        evaluation.termsCommitment = 0;
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InvalidOrderTerms.selector, ORDER));
        _evaluate(CHANGE, evaluation);
        evaluation = _evaluation();
        evaluation.certificates = new bytes32[](65);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 0, 64));
        _evaluate(CHANGE, evaluation);
        complete(M14);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrderErrors.MilestoneStatusMismatch.selector, ORDER, M14, MilestoneStatus.Completed
            )
        );
        _evaluate(CHANGE, _evaluation());
    }

    function test_acceptanceRefused() public {
        _request(BUYER, CHANGE);
        _expectStatus(ChangeStatus.Requested);
        as_(BUYER);
        orders.acceptChange(CHANGE, _evaluation());
        _evaluate(CHANGE, _evaluation());
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        as_(MANUFACTURER);
        orders.acceptChange(CHANGE, _evaluation());
        ChangeEvaluation memory other = _evaluation();
        other.delayDays = 13;
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrderErrors.ContentMismatch.selector,
                CHANGE,
                keccak256(abi.encode(_evaluation())),
                keccak256(abi.encode(other))
            )
        );
        as_(BUYER);
        orders.acceptChange(CHANGE, other);
    }

    function test_evaluationIsForOneVersion() public {
        _request(BUYER, CHANGE);
        _request(MANUFACTURER, "CR-02");
        _evaluate(CHANGE, _evaluation());
        _evaluate("CR-02", _evaluation());
        as_(BUYER);
        orders.acceptChange(CHANGE, _evaluation());
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrderErrors.EvaluationOutdated.selector, bytes32("CR-02"), uint32(1), uint32(2)
            )
        );
        as_(BUYER);
        orders.acceptChange("CR-02", _evaluation());
        _evaluate("CR-02", _evaluation());
        as_(BUYER);
        orders.acceptChange("CR-02", _evaluation());
        vm.assertEq(orders.orderOf(ORDER).version, 3);
    }

    function test_changeClosed() public {
        _request(BUYER, CHANGE);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotCounterparty.selector, ORDER, GEAR));
        as_(GEAR);
        orders.closeChange(CHANGE);
        as_(BUYER);
        orders.closeChange(CHANGE);
        vm.assertTrue(orders.changeOf(CHANGE).status == ChangeStatus.Withdrawn);
        _expectStatus(ChangeStatus.Withdrawn);
        _evaluate(CHANGE, _evaluation());
        _request(BUYER, "CR-02");
        as_(MANUFACTURER);
        orders.closeChange("CR-02");
        vm.assertTrue(orders.changeOf("CR-02").status == ChangeStatus.Refused);
    }

    function test_newDueTimeIsEscalatedAnew() public {
        vm.warp(day_(210) + 1);
        orders.escalate(ORDER, M08);
        _request(BUYER, CHANGE);
        _evaluate(CHANGE, _evaluation());
        as_(BUYER);
        orders.acceptChange(CHANGE, _evaluation());
        vm.assertFalse(orders.milestoneOf(ORDER, M08).escalated);
        orders.remind(ORDER, M08);
        vm.warp(day_(224) + 1);
        orders.escalate(ORDER, M08);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.AlreadyEscalated.selector, M08));
        orders.escalate(ORDER, M08);
    }

    /// @dev The scenario's FM-1.
    function test_excusableDelayMovesDueTimes() public {
        _claim(CLAIM, 4, _codes());
        as_(BUYER);
        orders.acceptExcusableDelay(CLAIM, _codes());
        Milestone memory moved = orders.milestoneOf(ORDER, M19);
        vm.assertEq(moved.due, day_(430));
        vm.assertEq(moved.planned, day_(426));
        vm.assertEq(moved.excusedDays, 4);
        vm.assertEq(orders.milestoneOf(ORDER, M14).due, day_(322));
        _expectClaimStatus(DelayClaimStatus.Accepted);
        as_(BUYER);
        orders.acceptExcusableDelay(CLAIM, _codes());
    }

    function test_excusableDelayRefused() public {
        _claim(CLAIM, 4, _codes());
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.NotBuyer.selector, ORDER, MANUFACTURER));
        as_(MANUFACTURER);
        orders.acceptExcusableDelay(CLAIM, _codes());
        bytes32[] memory more = new bytes32[](3);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrderErrors.ContentMismatch.selector,
                CLAIM,
                keccak256(abi.encode(_codes())),
                keccak256(abi.encode(more))
            )
        );
        as_(BUYER);
        orders.acceptExcusableDelay(CLAIM, more);
        as_(BUYER);
        orders.refuseExcusableDelay(CLAIM, 0);
        vm.assertTrue(orders.delayClaimOf(CLAIM).status == DelayClaimStatus.Refused);
        vm.assertEq(orders.milestoneOf(ORDER, M19).due, day_(426));
        _expectClaimStatus(DelayClaimStatus.Refused);
        as_(BUYER);
        orders.refuseExcusableDelay(CLAIM, 0);
    }

    function test_impossibleClaimsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InvalidDelayClaim.selector, CLAIM));
        _claim(CLAIM, 0, _codes());
        bytes32[] memory twice = _codes();
        twice[0] = twice[1];
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.InvalidDelayClaim.selector, CLAIM));
        _claim(CLAIM, 4, twice);
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 0, 1, 64));
        _claim(CLAIM, 4, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        _claim(CLAIM, 4, new bytes32[](1));
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.UnknownIdentifier.selector, CLAIM));
        orders.delayClaimOf(CLAIM);
    }

    function _request(bytes16 member, bytes32 change) private {
        as_(member);
        orders.requestChange(ORDER, change, 0);
    }

    function _evaluate(bytes32 change, ChangeEvaluation memory evaluation) private {
        as_(MANUFACTURER);
        orders.evaluateChange(change, evaluation);
    }

    function _claim(bytes32 claim, uint16 delayDays, bytes32[] memory codes) private {
        as_(MANUFACTURER);
        orders.claimExcusableDelay(ORDER, claim, 0, delayDays, codes);
    }

    function _codes() private pure returns (bytes32[] memory codes) {
        codes = new bytes32[](2);
        codes[0] = M14;
        codes[1] = M19;
    }

    function _evaluation() private pure returns (ChangeEvaluation memory evaluation) {
        evaluation.costCommitment = keccak256("180,000 and a salt");
        evaluation.delayDays = 14;
        evaluation.termsCommitment = keccak256("terms, version 2");
        evaluation.milestones = new MilestoneChange[](2);
        evaluation.milestones[0] = MilestoneChange(M08, day_(224), day_(225), 0);
        evaluation.milestones[1] = MilestoneChange(M14, 0, 0, NEW_AMOUNT);
        evaluation.certificates = new bytes32[](1);
        evaluation.certificates[0] = "DoC";
    }

    function _expectStatus(ChangeStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.ChangeStatusMismatch.selector, CHANGE, status));
    }

    function _expectClaimStatus(DelayClaimStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IOrderErrors.DelayClaimStatusMismatch.selector, CLAIM, status));
    }
}
