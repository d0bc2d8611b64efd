// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {Dispute, DisputeStatus, Order, OrderStatus, Snag, SnagClass, SnagStatus} from "./OrderTypes.sol";

/// @title What stands against an order: snags, cancellation, disputes.
library OrderClosing {
    using OrderBook for OrderStorage;
    using OrderBook for Order;

    function raiseSnag(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 snag,
        uint8 snagClass,
        uint48 dueAt,
        bytes32 record
    ) external {
        OrderBook.requireId(snag);
        Order storage parent = self.live(order);
        parent.requireBuyer(order, member);
        if (snagClass == 0 || snagClass > uint8(type(SnagClass).max)) revert IOrderErrors.SnagClassMissing(snag);
        Snag storage entry = self.snags[snag];
        if (entry.status != SnagStatus.None) revert IOrderErrors.IdentifierNotFree(snag);
        entry.order = order;
        entry.snagClass = SnagClass(snagClass);
        entry.status = SnagStatus.Raised;
        entry.dueAt = dueAt;
        entry.record = record;
        ++parent.openSnags;
        if (entry.snagClass == SnagClass.Blocking) ++parent.blockingSnags;
        emit IOrderEvents.SnagRaised(order, snag, entry.snagClass, dueAt, record);
    }

    function answerSnag(OrderStorage storage self, bytes16 member, bytes32 snag, bytes32 record) external {
        (Snag storage entry, Order storage parent) = _openSnag(self, snag);
        parent.requireSeller(entry.order, member);
        if (entry.status != SnagStatus.Raised) revert IOrderErrors.SnagStatusMismatch(snag, entry.status);
        entry.status = SnagStatus.Answered;
        emit IOrderEvents.SnagAnswered(entry.order, snag, record);
    }

    function closeSnag(OrderStorage storage self, bytes16 member, bytes32 snag) external {
        (Snag storage entry, Order storage parent) = _openSnag(self, snag);
        parent.requireBuyer(entry.order, member);
        entry.status = SnagStatus.Closed;
        --parent.openSnags;
        if (entry.snagClass == SnagClass.Blocking) --parent.blockingSnags;
        emit IOrderEvents.SnagClosed(entry.order, snag);
    }

    function remindSnag(OrderStorage storage self, bytes32 snag) external {
        (Snag storage entry, Order storage parent) = _openSnag(self, snag);
        parent.requireReminderDue(entry.order, snag, entry.dueAt, entry.reminded);
        entry.reminded = true;
        emit IOrderEvents.SnagReminded(entry.order, snag, entry.dueAt);
    }

    function escalateSnag(OrderStorage storage self, bytes32 snag) external {
        (Snag storage entry,) = _openSnag(self, snag);
        OrderBook.requireOverdue(snag, entry.dueAt, entry.escalated);
        entry.escalated = true;
        emit IOrderEvents.SnagEscalated(entry.order, snag, entry.dueAt);
    }

    function proposeCancellation(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 record) external {
        Order storage entry = self.agreed(order);
        entry.requireParty(order, member);
        entry.cancellationProposedBy = member;
        entry.cancellationRecord = record;
        emit IOrderEvents.CancellationProposed(order, member, record);
    }

    function acceptCancellation(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 record) external {
        OrderBook.requireId(record);
        Order storage entry = self.agreed(order);
        OrderBook.requireSame(order, entry.cancellationRecord, record);
        entry.requireOtherParty(order, member, entry.cancellationProposedBy);
        entry.status = OrderStatus.Cancelled;
        emit IOrderEvents.OrderCancelled(order, record);
    }

    function raiseDispute(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 dispute, bytes32 record)
        external
    {
        OrderBook.requireId(dispute);
        Order storage parent = self.known(order);
        parent.requireParty(order, member);
        Dispute storage entry = self.disputes[dispute];
        if (entry.status != DisputeStatus.None) revert IOrderErrors.IdentifierNotFree(dispute);
        entry.order = order;
        entry.status = DisputeStatus.Raised;
        ++parent.openDisputes;
        emit IOrderEvents.DisputeRaised(order, dispute, member, record);
    }

    function proposeSettlement(OrderStorage storage self, bytes16 member, bytes32 dispute, bytes32 record) external {
        Dispute storage entry = _openDispute(self, dispute);
        self.known(entry.order).requireParty(entry.order, member);
        entry.status = DisputeStatus.SettlementProposed;
        entry.proposedBy = member;
        entry.record = record;
        emit IOrderEvents.SettlementProposed(entry.order, dispute, member, record);
    }

    function acceptSettlement(OrderStorage storage self, bytes16 member, bytes32 dispute, bytes32 record) external {
        Dispute storage entry = _openDispute(self, dispute);
        Order storage parent = self.known(entry.order);
        if (entry.status != DisputeStatus.SettlementProposed) {
            revert IOrderErrors.DisputeStatusMismatch(dispute, entry.status);
        }
        OrderBook.requireSame(dispute, entry.record, record);
        parent.requireOtherParty(entry.order, member, entry.proposedBy);
        entry.status = DisputeStatus.Settled;
        --parent.openDisputes;
        emit IOrderEvents.DisputeSettled(entry.order, dispute, record);
    }

    /// @dev Of a live order, not closed.
    function _openSnag(OrderStorage storage self, bytes32 snag)
        private
        view
        returns (Snag storage entry, Order storage parent)
    {
        entry = self.snags[snag];
        if (entry.status == SnagStatus.None) revert IOrderErrors.UnknownIdentifier(snag);
        parent = self.live(entry.order);
        if (entry.status == SnagStatus.Closed) revert IOrderErrors.SnagStatusMismatch(snag, entry.status);
    }

    function _openDispute(OrderStorage storage self, bytes32 dispute) private view returns (Dispute storage entry) {
        entry = self.disputes[dispute];
        if (entry.status == DisputeStatus.None) revert IOrderErrors.UnknownIdentifier(dispute);
        if (entry.status == DisputeStatus.Settled) revert IOrderErrors.DisputeStatusMismatch(dispute, entry.status);
    }
}
