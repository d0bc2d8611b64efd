// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderFulfilment} from "contracts/orders/OrderFulfilment.sol";
import {Evidence, EvidenceKind, HoldPoint, Milestone, MilestoneStatus, Order} from "contracts/orders/OrderTypes.sol";
import {Symbolic} from "./Symbolic.sol";

contract OrdersCheck is Symbolic {
    OrderFulfilment private orders;

    function setUp() public {
        orders = new OrderFulfilment(root());
        enter("OrderFulfilment", address(orders));
        consortium.enter("RecordRegistry", address(consortium));
    }

    /// @notice A milestone goes only the ways of the state machine, a completed one stays as it is, and the order's
    /// count and weight of what is complete follow, whatever is done to the milestone.
    function check_milestonesGoForward(
        bytes32 order,
        bytes32 code,
        uint8 action,
        uint48 moment,
        bytes32 record,
        address caller,
        uint40 time
    ) external {
        at(time);
        Order memory before = orders.orderOf(order);
        Milestone memory was = orders.milestoneOf(order, code);
        vm.assume((was.status == MilestoneStatus.Completed) == (was.completedAt != 0));
        vm.prank(caller);
        if (action == 0) orders.completeMilestone(order, code, Evidence(record, EvidenceKind.Record, 1), moment);
        else if (action == 1) orders.releaseHold(order, code, record);
        else if (action == 2) orders.refuseRelease(order, code, record);
        else if (action == 3) orders.waiveHold(order, code, record);
        else if (action == 4) orders.witness(order, code, record);
        else if (action == 5) orders.notifyInspection(order, code, moment);
        else orders.replan(order, code, moment);
        Milestone memory stands = orders.milestoneOf(order, code);
        assert(both(_isAllowed(was, stands, caller), _isTerms(was, stands)));
        _assertCounted(before, orders.orderOf(order), was, stands);
    }

    /// @notice A reminder comes in the window before the due time, an escalation after it, each once for a due time.
    function check_remindedAndEscalatedOnce(bytes32 order, bytes32 code, bool late, address caller, uint40 time)
        external
    {
        at(time);
        Milestone memory was = orders.milestoneOf(order, code);
        uint32 window = orders.orderOf(order).reminderWindow;
        bytes memory call =
            late ? abi.encodeCall(orders.escalate, (order, code)) : abi.encodeCall(orders.remind, (order, code));
        vm.prank(caller);
        (bool done,) = address(orders).call(call);
        vm.assume(done);
        bool due = late ? time > was.due : both(time <= was.due, uint256(time) + window >= was.due);
        assert(both(due, both(was.status != MilestoneStatus.Completed, !(late ? was.escalated : was.reminded))));
        vm.prank(caller);
        (done,) = address(orders).call(call);
        assert(!done);
    }

    function _isAllowed(Milestone memory was, Milestone memory stands, address caller) private pure returns (bool) {
        bool held = both(was.holdPoint == HoldPoint.Hold, !stands.waived);
        bool inspector = memberOf(caller) == was.inspector;
        bool open = was.status == MilestoneStatus.Open;
        bool awaits = was.status == MilestoneStatus.AwaitingRelease;
        bool reported = both(both(open, held), stands.status == MilestoneStatus.AwaitingRelease);
        bool completed = both(stands.status == MilestoneStatus.Completed, either(both(open, !held), both(awaits, inspector)));
        bool refused = both(both(awaits, inspector), stands.status == MilestoneStatus.Open);
        return either(either(stands.status == was.status, reported), either(completed, refused));
    }

    /// @dev What both sides signed stays, and what is complete stays as it was reported.
    function _isTerms(Milestone memory was, Milestone memory stands) private pure returns (bool) {
        bool terms = both(stands.due == was.due, stands.weight == was.weight);
        bool payment = both(stands.paymentCommitment == was.paymentCommitment, stands.agreedDue == was.agreedDue);
        bool actual = both(stands.actualAt == was.actualAt, stands.completedAt == was.completedAt);
        bool evidence = both(
            stands.evidence.identifier == was.evidence.identifier, stands.evidence.number == was.evidence.number
        );
        bool complete = was.status == MilestoneStatus.Completed;
        return both(both(terms, payment), implies(complete, both(actual, evidence)));
    }

    function _assertCounted(
        Order memory before,
        Order memory stands,
        Milestone memory was,
        Milestone memory stood
    ) private pure {
        uint32 done = (was.status == MilestoneStatus.Completed) == (stood.status == MilestoneStatus.Completed) ? 0 : 1;
        bool counted = uint256(stands.openMilestones) + done == before.openMilestones;
        assert(both(counted, stands.completedWeight == uint256(before.completedWeight) + done * uint32(was.weight)));
    }
}
