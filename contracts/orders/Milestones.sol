// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {Evidence, HoldPoint, Milestone, MilestoneStatus, Order, ScheduleCause} from "./OrderTypes.sol";

/// @title Milestones: plan, inspection points, completion, reminder and escalation.
library Milestones {
    using OrderBook for OrderStorage;
    using OrderBook for Order;
    using OrderBook for Milestone;

    function replan(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, uint48 planned) external {
        self.live(order).requireSeller(order, member);
        OrderBook.requireBetween(planned, uint48(block.timestamp), OrderBook.LATEST_TIME);
        self.uncompleted(order, code).schedule(order, code, 0, planned, ScheduleCause.Replanned, bytes32(0));
    }

    function notifyInspection(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 code,
        uint48 inspectionAt
    ) external {
        Order storage entry = self.agreed(order);
        entry.requireSeller(order, member);
        Milestone storage planned = self.uncompleted(order, code);
        if (planned.holdPoint == HoldPoint.None) revert IOrderErrors.NoSuchInspectionPoint(order, code);
        OrderBook.requireBetween(
            inspectionAt, uint48(block.timestamp) + entry.inspectionNotice, OrderBook.LATEST_TIME
        );
        planned.inspectionAt = inspectionAt;
        emit IOrderEvents.InspectionNotified(order, code, planned.inspector, inspectionAt);
    }

    function report(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 code,
        Evidence calldata evidence,
        uint48 actualAt
    ) external {
        Order storage entry = self.agreed(order);
        entry.requireSeller(order, member);
        if (code == entry.takingOver || code == entry.finalAcceptance) {
            revert IOrderErrors.CertificateRequired(order, code);
        }
        Milestone storage done = self.milestone(order, code);
        if (done.status != MilestoneStatus.Open) {
            revert IOrderErrors.MilestoneStatusMismatch(order, code, done.status);
        }
        OrderBook.requireBetween(actualAt, entry.effectiveAt, uint48(block.timestamp));
        if (
            done.holdPoint == HoldPoint.Witness && !done.witnessed
                && (done.inspectionAt == 0 || block.timestamp < done.inspectionAt)
        ) revert IOrderErrors.InspectionNotDue(order, code, done.inspectionAt);
        done.actualAt = actualAt;
        done.evidence = evidence;
        if (done.holdPoint == HoldPoint.Hold && !done.waived) {
            done.status = MilestoneStatus.AwaitingRelease;
            emit IOrderEvents.MilestoneReported(order, code, done.inspector, actualAt, evidence);
        } else {
            entry.complete(done, order, code, member);
        }
    }

    /// @dev Whether the inspectors are active members is looked up by the caller.
    function replaceInspector(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 code,
        bytes16 inspector
    ) external {
        self.agreed(order).requireBuyer(order, member);
        Milestone storage inspected = self.uncompleted(order, code);
        if (inspected.holdPoint == HoldPoint.None) revert IOrderErrors.NoSuchInspectionPoint(order, code);
        bytes16 predecessor = inspected.inspector;
        inspected.inspector = inspector;
        emit IOrderEvents.InspectorReplaced(order, code, inspector, predecessor);
    }

    function releaseHold(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, bytes32 record)
        external
    {
        (Order storage entry, Milestone storage held) = _inspected(self, member, order, code, HoldPoint.Hold);
        _requireReported(held, order, code);
        emit IOrderEvents.HoldReleased(order, code, member, record);
        entry.complete(held, order, code, entry.seller);
    }

    function refuseRelease(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, bytes32 record)
        external
    {
        (, Milestone storage held) = _inspected(self, member, order, code, HoldPoint.Hold);
        _requireReported(held, order, code);
        held.status = MilestoneStatus.Open;
        held.actualAt = 0;
        delete held.evidence;
        emit IOrderEvents.ReleaseRefused(order, code, member, record);
    }

    function waiveHold(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, bytes32 record)
        external
    {
        (Order storage entry, Milestone storage held) = _inspected(self, member, order, code, HoldPoint.Hold);
        if (held.status == MilestoneStatus.Completed || held.waived) {
            revert IOrderErrors.MilestoneStatusMismatch(order, code, held.status);
        }
        held.waived = true;
        emit IOrderEvents.HoldWaived(order, code, member, record);
        if (held.status == MilestoneStatus.AwaitingRelease) entry.complete(held, order, code, entry.seller);
    }

    function witness(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, bytes32 record) external {
        (, Milestone storage seen) = _inspected(self, member, order, code, HoldPoint.Witness);
        if (seen.witnessed) revert IOrderErrors.AlreadyWitnessed(order, code);
        seen.witnessed = true;
        emit IOrderEvents.MilestoneWitnessed(order, code, member, record);
    }

    function remind(OrderStorage storage self, bytes32 order, bytes32 code) external {
        Order storage entry = self.live(order);
        Milestone storage near = self.uncompleted(order, code);
        entry.requireReminderDue(order, code, near.due, near.reminded);
        near.reminded = true;
        emit IOrderEvents.MilestoneReminded(order, code, near.due, near.planned);
    }

    function escalate(OrderStorage storage self, bytes32 order, bytes32 code) external {
        self.live(order);
        Milestone storage late = self.uncompleted(order, code);
        OrderBook.requireOverdue(code, late.due, late.escalated);
        late.escalated = true;
        emit IOrderEvents.MilestoneEscalated(order, code, late.due, late.planned);
    }

    function _inspected(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 code, HoldPoint point)
        private
        view
        returns (Order storage entry, Milestone storage found)
    {
        entry = self.agreed(order);
        found = self.milestone(order, code);
        if (found.holdPoint != point) revert IOrderErrors.NoSuchInspectionPoint(order, code);
        if (found.inspector != member) revert IOrderErrors.NotInspector(order, code, member);
    }

    function _requireReported(Milestone storage held, bytes32 order, bytes32 code) private view {
        if (held.status != MilestoneStatus.AwaitingRelease) {
            revert IOrderErrors.MilestoneStatusMismatch(order, code, held.status);
        }
    }
}
