// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Evidence,
    EvidenceKind,
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    SnagClass
} from "contracts/orders/OrderTypes.sol";
import {OrderBase} from "./OrderBase.sol";

/// @dev Any sequence of calls by anybody keeps to the tables of contracts/orders/README.md: the machine below is them.
contract StateMachineTest is OrderBase {
    bytes32[6] private _codes = [M06, M07, M08, M14, M19, M20];

    function setUp() public override {
        super.setUp();
        agree();
        publish(BUYER, "record");
    }

    function test_anySequenceKeepsToTheTables(uint256[32] calldata draws) public {
        if (draws[0] >> 41 & 1 == 1) build();
        Milestone[6] memory before = _milestones();
        Order memory orderBefore = orders.orderOf(ORDER);
        for (uint256 i = 0; i < draws.length; ++i) {
            uint256 draw = draws[i];
            vm.warp(block.timestamp + (draw >> 16) % 40 days);
            bytes16 member = _member(draw >> 8);
            bytes memory call = _call(draw, bytes32(i + 1));
            as_(member);
            (bool done,) = address(orders).call(call);
            Milestone[6] memory afterwards = _milestones();
            Order memory orderAfter = orders.orderOf(ORDER);
            _checkOrder(orderBefore, orderAfter, afterwards);
            for (uint256 j = 0; j < 6; ++j) {
                _checkMilestone(before[j], afterwards[j]);
            }
            if (!done) vm.assertEq(keccak256(abi.encode(before)), keccak256(abi.encode(afterwards)));
            before = afterwards;
            orderBefore = orderAfter;
        }
    }

    /// @dev The sequences above reach the end: an order built, taken over and finally accepted.
    function test_aSequenceReachesTheEnd() public {
        build();
        as_(BUYER);
        orders.takeOver(ORDER, "record", time());
        vm.warp(orders.orderOf(ORDER).warrantyUntil);
        as_(BUYER);
        orders.acceptFinally(ORDER, "record");
        _checkOrder(orders.orderOf(ORDER), orders.orderOf(ORDER), _milestones());
        vm.assertTrue(orders.orderOf(ORDER).status == OrderStatus.Accepted);
    }

    function _member(uint256 draw) private pure returns (bytes16) {
        bytes16[8] memory all = [MANUFACTURER, BUYER, SURVEYOR, MANUFACTURER, BUYER, SURVEYOR, DRIVE, BANK_A];
        return all[draw % 8];
    }

    function _call(uint256 draw, bytes32 fresh) private view returns (bytes memory) {
        bytes32 code = _codes[(draw >> 24) % 6];
        bytes32 known = bytes32(1 + (draw >> 32) % uint256(fresh));
        bytes32 record = draw >> 40 & 1 == 0 ? bytes32(0) : bytes32("record");
        uint256 action = draw % 19;
        if (action < 4) {
            return abi.encodeCall(
                orders.completeMilestone, (ORDER, code, Evidence(0, EvidenceKind.None, 0), time())
            );
        }
        if (action < 6) return abi.encodeCall(orders.releaseHold, (ORDER, code, record));
        if (action == 6) return abi.encodeCall(orders.refuseRelease, (ORDER, code, record));
        if (action == 7) return abi.encodeCall(orders.waiveHold, (ORDER, code, record));
        if (action == 8) return abi.encodeCall(orders.witness, (ORDER, code, record));
        if (action == 9) return abi.encodeCall(orders.notifyInspection, (ORDER, code, time() + 3 days));
        if (action == 10) return abi.encodeCall(orders.replan, (ORDER, code, time() + 5 days));
        if (action == 11) return abi.encodeCall(orders.remind, (ORDER, code));
        if (action == 12) return abi.encodeCall(orders.escalate, (ORDER, code));
        bytes32[] memory codes = new bytes32[](1);
        codes[0] = M14;
        if (action == 13) return abi.encodeCall(orders.claimExcusableDelay, (ORDER, fresh, 0, 4, codes));
        if (action == 14) return abi.encodeCall(orders.acceptExcusableDelay, (known, codes));
        if (action == 15) return abi.encodeCall(orders.takeOver, (ORDER, record, time()));
        if (action == 16) return abi.encodeCall(orders.acceptFinally, (ORDER, record));
        if (action == 17) return abi.encodeCall(orders.raiseSnag, (ORDER, fresh, uint8(SnagClass.Blocking), 0, 0));
        return abi.encodeCall(orders.closeSnag, (known));
    }

    function _milestones() private view returns (Milestone[6] memory all) {
        for (uint256 i = 0; i < 6; ++i) {
            all[i] = orders.milestoneOf(ORDER, _codes[i]);
        }
    }

    function _checkMilestone(Milestone memory before, Milestone memory afterwards) private pure {
        if (before.status != afterwards.status) {
            bool allowed = before.status == MilestoneStatus.Open
                ? afterwards.status != MilestoneStatus.None
                : before.status == MilestoneStatus.AwaitingRelease
                    && (afterwards.status == MilestoneStatus.Open || afterwards.status == MilestoneStatus.Completed);
            vm.assertTrue(allowed);
        }
        bool completed = afterwards.status == MilestoneStatus.Completed;
        vm.assertEq(completed, afterwards.completedAt != 0);
        if (afterwards.actualAt != 0) vm.assertTrue(afterwards.status != MilestoneStatus.Open);
        if (before.status == MilestoneStatus.Completed) {
            vm.assertEq(afterwards.completedAt, before.completedAt);
            vm.assertEq(afterwards.actualAt, before.actualAt);
            vm.assertEq(afterwards.planned, before.planned);
        }
        // Said once for each due time.
        bool moved = before.due != afterwards.due;
        vm.assertTrue(moved || afterwards.reminded || !before.reminded);
        vm.assertTrue(moved || afterwards.escalated || !before.escalated);
        vm.assertEq(afterwards.due, afterwards.agreedDue + uint256(afterwards.excusedDays) * 1 days);
        vm.assertTrue(afterwards.waived || !before.waived);
        vm.assertTrue(afterwards.witnessed || !before.witnessed);
    }

    function _checkOrder(Order memory before, Order memory afterwards, Milestone[6] memory milestones) private pure {
        uint256 open;
        uint256 weight;
        for (uint256 i = 0; i < 6; ++i) {
            if (milestones[i].status == MilestoneStatus.Completed) weight += milestones[i].weight;
            else ++open;
        }
        vm.assertEq(afterwards.openMilestones, open);
        vm.assertEq(afterwards.completedWeight, weight);
        vm.assertEq(afterwards.totalWeight, 33);
        vm.assertLe(afterwards.blockingSnags, afterwards.openSnags);
        vm.assertTrue(uint8(afterwards.status) >= uint8(before.status));
        bool taken = afterwards.status == OrderStatus.TakenOver || afterwards.status == OrderStatus.Accepted;
        vm.assertEq(taken, milestones[4].status == MilestoneStatus.Completed);
        vm.assertEq(
            afterwards.status == OrderStatus.Accepted, milestones[5].status == MilestoneStatus.Completed
        );
        if (taken) vm.assertLe(open, 1);
    }
}
