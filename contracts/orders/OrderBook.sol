// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {
    Alternative,
    ChangeRequest,
    DelayClaim,
    Dispute,
    Milestone,
    MilestoneStatus,
    Order,
    OrderStatus,
    PartialDelivery,
    ScheduleCause,
    Snag,
    SubOrder,
    SubOrderStatus
} from "./OrderTypes.sol";

/// @notice All storage of OrderFulfilment.
struct OrderStorage {
    mapping(bytes32 order => Order) orders;
    mapping(bytes32 order => bytes32[]) codes;
    mapping(bytes32 order => mapping(bytes32 code => Milestone)) milestones;
    mapping(bytes32 subOrder => SubOrder) subOrders;
    mapping(bytes32 subOrder => mapping(uint32 alternative => Alternative)) alternatives;
    mapping(bytes32 change => ChangeRequest) changes;
    mapping(bytes32 claim => DelayClaim) delayClaims;
    mapping(bytes32 snag => Snag) snags;
    mapping(bytes32 dispute => Dispute) disputes;
    mapping(bytes32 delivery => PartialDelivery) deliveries;
    /// Those taken over.
    mapping(bytes32 order => bytes32[]) parts;
}

/// @dev Inherited first, so that the storage of EIP712 comes behind it.
abstract contract OrderState {
    OrderStorage internal _self;
}

/// @title What all parts of OrderFulfilment share: looking up, who may, and moving a milestone's times.
library OrderBook {
    /// @dev Most milestones of an order, and entries of any list passed in.
    uint256 internal constant MAXIMUM_LIST_LENGTH = 64;
    /// @dev No date lies after it (year 36812), so that adding days never overflows.
    uint48 internal constant LATEST_TIME = 2 ** 40;
    /// @dev Most excused days of a milestone, also where changes bring its due time back in between.
    uint32 internal constant MAXIMUM_EXCUSED_DAYS = uint32(LATEST_TIME / 1 days);
    /// @dev All of an order or a sub-order, ppm.
    uint32 internal constant WHOLE = 1_000_000;

    function requireId(bytes32 identifier) internal pure {
        if (identifier == bytes32(0)) revert IConsortiumErrors.IdentifierMissing();
    }

    function requireLength(uint256 given, uint256 minimum) internal pure {
        if (given < minimum || given > MAXIMUM_LIST_LENGTH) {
            revert IOrderErrors.ListLengthOutOfRange(given, minimum, MAXIMUM_LIST_LENGTH);
        }
    }

    function requireBetween(uint48 given, uint48 earliest, uint48 latest) internal pure {
        if (given < earliest) revert IConsortiumErrors.TimeTooEarly(given, earliest);
        if (given > latest) revert IConsortiumErrors.TimeTooLate(given, latest);
    }

    function known(OrderStorage storage self, bytes32 order) internal view returns (Order storage entry) {
        entry = self.orders[order];
        if (entry.status == OrderStatus.None) revert IOrderErrors.UnknownOrder(order);
    }

    /// @dev Under way: agreed and not yet taken over.
    function agreed(OrderStorage storage self, bytes32 order) internal view returns (Order storage entry) {
        entry = known(self, order);
        if (entry.status != OrderStatus.Agreed) revert IOrderErrors.OrderStatusMismatch(order, entry.status);
    }

    /// @dev Under way or under warranty.
    function live(OrderStorage storage self, bytes32 order) internal view returns (Order storage entry) {
        entry = known(self, order);
        if (entry.status != OrderStatus.Agreed && entry.status != OrderStatus.TakenOver) {
            revert IOrderErrors.OrderStatusMismatch(order, entry.status);
        }
    }

    function milestone(OrderStorage storage self, bytes32 order, bytes32 code)
        internal
        view
        returns (Milestone storage entry)
    {
        entry = self.milestones[order][code];
        if (entry.status == MilestoneStatus.None) revert IOrderErrors.UnknownMilestone(order, code);
    }

    function uncompleted(OrderStorage storage self, bytes32 order, bytes32 code)
        internal
        view
        returns (Milestone storage entry)
    {
        entry = milestone(self, order, code);
        if (entry.status == MilestoneStatus.Completed) {
            revert IOrderErrors.MilestoneStatusMismatch(order, code, entry.status);
        }
    }

    function subOrder(OrderStorage storage self, bytes32 id) internal view returns (SubOrder storage entry) {
        entry = self.subOrders[id];
        if (entry.status == SubOrderStatus.None) revert IOrderErrors.UnknownSubOrder(id);
    }

    function requireSeller(Order storage entry, bytes32 order, bytes16 member) internal view {
        if (entry.seller != member) revert IOrderErrors.NotSeller(order, member);
    }

    function requireBuyer(Order storage entry, bytes32 order, bytes16 member) internal view {
        if (entry.buyer != member) revert IOrderErrors.NotBuyer(order, member);
    }

    function requireParty(Order storage entry, bytes32 order, bytes16 member) internal view {
        if (entry.seller != member && entry.buyer != member) revert IOrderErrors.NotCounterparty(order, member);
    }

    /// @dev The party that is not `other`.
    function requireOtherParty(Order storage entry, bytes32 order, bytes16 member, bytes16 other) internal view {
        requireParty(entry, order, member);
        if (member == other) revert IOrderErrors.NotCounterparty(order, member);
    }

    function requireSame(bytes32 identifier, bytes32 expected, bytes32 given) internal pure {
        if (expected != given) revert IOrderErrors.ContentMismatch(identifier, expected, given);
    }

    /// @dev Seconds by which taking-over is, or was, later than its due time in force, and the share of the order, ppm,
    /// that was not taken over in parts by then. Both 0 where nothing is late.
    function lateness(OrderStorage storage self, bytes32 order) internal view returns (uint48 late, uint32 share) {
        Order storage entry = known(self, order);
        uint48 due = self.milestones[order][entry.takingOver].due;
        uint48 until = entry.takenOverAt == 0 ? uint48(block.timestamp) : entry.takenOverAt;
        if (until <= due) return (0, 0);
        share = WHOLE;
        bytes32[] storage parts = self.parts[order];
        for (uint256 i = 0; i < parts.length; ++i) {
            PartialDelivery storage part = self.deliveries[parts[i]];
            if (part.takenOverAt <= due) share -= part.share;
        }
        if (share != 0) late = until - due;
    }

    /// @dev Whether one may be reminded now of what is due: a milestone, a sub-order or a snag of the order.
    function requireReminderDue(Order storage entry, bytes32 order, bytes32 identifier, uint48 due, bool reminded)
        internal
        view
    {
        uint48 opensAt = due > entry.reminderWindow ? due - entry.reminderWindow : 0;
        if (block.timestamp < opensAt || block.timestamp > due) {
            revert IOrderErrors.ReminderNotDue(order, identifier, opensAt, due);
        }
        if (reminded) revert IOrderErrors.AlreadyReminded(order, identifier);
    }

    function requireOverdue(bytes32 identifier, uint48 due, bool escalated) internal view {
        if (due == 0 || block.timestamp <= due) revert IOrderErrors.NotOverdue(identifier, due);
        if (escalated) revert IOrderErrors.AlreadyEscalated(identifier);
    }

    /// @dev Moves times; 0 = unchanged. A new due time may be reminded of and escalated anew.
    function schedule(
        Milestone storage entry,
        bytes32 order,
        bytes32 code,
        uint48 due,
        uint48 planned,
        ScheduleCause cause,
        bytes32 causeId
    ) internal {
        requireBetween(due, 0, LATEST_TIME);
        requireBetween(planned, 0, LATEST_TIME);
        if (due != 0 && due != entry.due) {
            entry.due = due;
            entry.reminded = false;
            entry.escalated = false;
        }
        if (planned != 0) entry.planned = planned;
        emit IOrderEvents.MilestoneScheduled(order, code, cause, causeId, entry.due, entry.planned);
    }

    /// @dev Completes a milestone whose `actualAt` and evidence stand.
    function complete(Order storage entry, Milestone storage done, bytes32 order, bytes32 code, bytes16 reportedBy)
        internal
    {
        done.status = MilestoneStatus.Completed;
        done.completedAt = uint48(block.timestamp);
        --entry.openMilestones;
        entry.completedWeight += done.weight;
        emit IOrderEvents.MilestoneCompleted(
            order, code, reportedBy, done.due, done.planned, done.actualAt, done.evidence
        );
    }
}
