// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "contracts/orders/IOrderErrors.sol";
import {IOrderEvents} from "contracts/orders/IOrderEvents.sol";
import {
    ChangeEvaluation,
    DelayClaim,
    DelayClaimStatus,
    Milestone,
    MilestoneChange,
    ScheduleCause
} from "contracts/orders/OrderTypes.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {OrderBase} from "./OrderBase.sol";

contract ExcusableDelaysTest is OrderBase {
    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, RECORD);
    }

    function test_claimed() public leavesOthersAlone {
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.ExcusableDelayClaimed(ORDER, CLAIM, 4, RECORD, delayed());
        does(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (ORDER, CLAIM, RECORD, 4, delayed())));
        DelayClaim memory claimed = orders.delayClaimOf(CLAIM);
        vm.assertEq(claimed.order, ORDER);
        vm.assertEq(uint8(claimed.status), uint8(DelayClaimStatus.Claimed));
        vm.assertEq(claimed.delayDays, 4);
        vm.assertEq(claimed.record, RECORD);
        vm.assertEq(claimed.milestonesHash, keccak256(abi.encode(delayed())));
        vm.assertEq(siblings(0), before);
    }

    /// @dev The scenario's FM-1: due times move, plans don't.
    function test_accepted() public leavesOthersAlone {
        vm.warp(day_(318));
        orders.remind(ORDER, M14);
        vm.warp(day_(318) + 1);
        orders.escalate(ORDER, M14);
        _claim(CLAIM, 4, delayed());
        bytes32 m08 = keccak256(abi.encode(orders.milestoneOf(ORDER, M08)));
        expect();
        emit IOrderEvents.ExcusableDelayAccepted(ORDER, CLAIM);
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M14, ScheduleCause.ExcusableDelay, CLAIM, day_(322), day_(318));
        expect();
        emit IOrderEvents.MilestoneScheduled(ORDER, M19, ScheduleCause.ExcusableDelay, CLAIM, day_(430), day_(426));
        _accept(CLAIM, delayed());
        vm.assertEq(uint8(orders.delayClaimOf(CLAIM).status), uint8(DelayClaimStatus.Accepted));
        Milestone memory moved = orders.milestoneOf(ORDER, M14);
        vm.assertEq(moved.due, day_(322));
        vm.assertEq(moved.planned, day_(318));
        vm.assertEq(moved.excusedDays, 4);
        vm.assertFalse(moved.reminded);
        vm.assertFalse(moved.escalated);
        vm.assertEq(keccak256(abi.encode(orders.milestoneOf(ORDER, M08))), m08);
        // Days of a second claim come on top.
        _claim("FM-2", 3, delayed());
        _accept("FM-2", delayed());
        vm.assertEq(orders.milestoneOf(ORDER, M19).due, day_(433));
        vm.assertEq(orders.milestoneOf(ORDER, M19).excusedDays, 7);
    }

    /// @dev What was complete already was late by fewer days.
    function test_acceptedForWhatIsComplete() public {
        vm.warp(day_(320));
        complete(M14);
        _claim(CLAIM, 4, delayed());
        _accept(CLAIM, delayed());
        vm.assertEq(orders.milestoneOf(ORDER, M14).due, day_(322));
    }

    function test_refusedByTheBuyer() public leavesOthersAlone {
        _claim(CLAIM, 4, delayed());
        bytes32 before = siblings(0);
        expect();
        emit IOrderEvents.ExcusableDelayRefused(ORDER, CLAIM, RECORD);
        does(BUYER, abi.encodeCall(orders.refuseExcusableDelay, (CLAIM, RECORD)));
        vm.assertEq(uint8(orders.delayClaimOf(CLAIM).status), uint8(DelayClaimStatus.Refused));
        vm.assertEq(siblings(0), before);
    }

    function test_answeredOnce() public {
        _claim(CLAIM, 4, delayed());
        does(BUYER, abi.encodeCall(orders.refuseExcusableDelay, (CLAIM, 0)));
        _expectAnswered(CLAIM, DelayClaimStatus.Refused);
        _claim("FM-2", 4, delayed());
        _accept("FM-2", delayed());
        _expectAnswered("FM-2", DelayClaimStatus.Accepted);
    }

    function test_acceptedIsWhatWasClaimed() public {
        _claim(CLAIM, 4, delayed());
        bytes32[] memory more = new bytes32[](3);
        bytes memory mismatch = abi.encodeWithSelector(
            IOrderErrors.ContentMismatch.selector, CLAIM, keccak256(abi.encode(delayed())), keccak256(abi.encode(more))
        );
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (CLAIM, more)), mismatch);
    }

    function test_impossibleClaimsRefused() public {
        bytes memory invalid = abi.encodeWithSelector(IOrderErrors.InvalidDelayClaim.selector, CLAIM);
        bytes memory missing = abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector);
        refuses(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (ORDER, 0, 0, 4, delayed())), missing);
        _refusesClaim(0, delayed(), invalid);
        bytes32[] memory codes = new bytes32[](3);
        (codes[0], codes[1], codes[2]) = (M14, M19, M14);
        _refusesClaim(4, codes, invalid);
        (codes[0], codes[1], codes[2]) = (M14, M19, M19);
        _refusesClaim(4, codes, invalid);
        (codes[0], codes[1], codes[2]) = (M14, M14, M19);
        _refusesClaim(4, codes, invalid);
        _refusesClaim(
            4, new bytes32[](0), abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 0, 1, 64)
        );
        _refusesClaim(
            4, new bytes32[](65), abi.encodeWithSelector(IOrderErrors.ListLengthOutOfRange.selector, 65, 1, 64)
        );
        codes[2] = 0;
        codes[1] = M06;
        _refusesClaim(4, codes, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        (codes[0], codes[2]) = (0, M14);
        _refusesClaim(4, codes, abi.encodeWithSelector(IOrderErrors.UnknownMilestone.selector, ORDER, bytes32(0)));
        (codes[0], codes[2]) = (M14, M19);
        _claim(CLAIM, 1, codes);
        _refusesClaim(4, delayed(), abi.encodeWithSelector(IOrderErrors.IdentifierNotFree.selector, CLAIM));
    }

    function test_noDateLiesTooFar() public {
        does(BUYER, abi.encodeCall(orders.requestChange, (ORDER, CHANGE, 0)));
        uint16 days_ = type(uint16).max;
        uint256 accepted;
        // 65,535 days a claim, until the last time that there is.
        while (orders.milestoneOf(ORDER, M19).due + uint256(days_) * 1 days <= 2 ** 40) {
            bytes32 claim = bytes32(++accepted);
            _claim(claim, days_, delayed());
            _accept(claim, delayed());
        }
        vm.assertEq(orders.milestoneOf(ORDER, M19).excusedDays, accepted * days_);
        _claim(CLAIM, days_, delayed());
        uint48 due = uint48(orders.milestoneOf(ORDER, M14).due + uint256(days_) * 1 days);
        if (due <= 2 ** 40) due = uint48(orders.milestoneOf(ORDER, M19).due + uint256(days_) * 1 days);
        bytes memory tooLate = abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, due, uint48(2 ** 40));
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (CLAIM, delayed())), tooLate);
    }

    /// @dev Also where changes bring the due time back, the days stay below what their number can hold.
    function test_excusedDaysHaveABound() public {
        bytes32[] memory codes = new bytes32[](1);
        codes[0] = M14;
        uint16 days_ = type(uint16).max;
        uint32 most = uint32(2 ** 40 / uint256(1 days));
        for (uint256 i = 1; i <= most / days_; ++i) {
            if (i % 100 == 0) _bringBack(bytes32(i));
            _claim(bytes32(i), days_, codes);
            _accept(bytes32(i), codes);
        }
        _bringBack("the last days");
        uint16 rest = uint16(most % days_);
        _claim(CLAIM, rest + 1, codes);
        bytes memory tooMany = abi.encodeWithSelector(IOrderErrors.InvalidDelayClaim.selector, CLAIM);
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (CLAIM, codes)), tooMany);
        _claim("FM-2", rest, codes);
        _accept("FM-2", codes);
        vm.assertEq(orders.milestoneOf(ORDER, M14).excusedDays, most);
        _claim("FM-3", 1, codes);
        tooMany = abi.encodeWithSelector(IOrderErrors.InvalidDelayClaim.selector, bytes32("FM-3"));
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, ("FM-3", codes)), tooMany);
    }

    function test_largestClaimFitsATransaction() public {
        agree(largest());
        bytes32[] memory codes = new bytes32[](64);
        for (uint256 i = 0; i < 64; ++i) {
            codes[i] = largest().milestones[i].code;
        }
        bytes32 order = largest().order;
        uint256 before = gasleft();
        does(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (order, CLAIM, 0, 4, codes)));
        vm.assertLe(before - gasleft(), 2_000_000);
        before = gasleft();
        _accept(CLAIM, codes);
        vm.assertLe(before - gasleft(), 2_500_000);
    }

    /// @dev Both sides agree on M14's first due time again.
    function _bringBack(bytes32 change) private {
        ChangeEvaluation memory evaluated = evaluation();
        evaluated.milestones = new MilestoneChange[](1);
        evaluated.milestones[0] = MilestoneChange(M14, day_(318), 0, 0);
        does(BUYER, abi.encodeCall(orders.requestChange, (ORDER, change, 0)));
        does(MANUFACTURER, abi.encodeCall(orders.evaluateChange, (change, evaluated)));
        does(BUYER, abi.encodeCall(orders.acceptChange, (change, evaluated)));
    }

    function _claim(bytes32 claim, uint16 delayDays, bytes32[] memory codes) private {
        does(MANUFACTURER, abi.encodeCall(orders.claimExcusableDelay, (ORDER, claim, 0, delayDays, codes)));
    }

    function _accept(bytes32 claim, bytes32[] memory codes) private {
        does(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (claim, codes)));
    }

    function _refusesClaim(uint16 delayDays, bytes32[] memory codes, bytes memory error) private {
        bytes memory call = abi.encodeCall(orders.claimExcusableDelay, (ORDER, CLAIM, 0, delayDays, codes));
        refuses(MANUFACTURER, call, error);
    }

    function _expectAnswered(bytes32 claim, DelayClaimStatus status) private {
        bytes memory error = abi.encodeWithSelector(IOrderErrors.DelayClaimStatusMismatch.selector, claim, status);
        refuses(BUYER, abi.encodeCall(orders.acceptExcusableDelay, (claim, delayed())), error);
        refuses(BUYER, abi.encodeCall(orders.refuseExcusableDelay, (claim, 0)), error);
    }
}
