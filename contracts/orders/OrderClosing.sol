// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {
    Dispute,
    DisputeStatus,
    Evidence,
    Milestone,
    Order,
    OrderStatus,
    Snag,
    SnagClass,
    SnagStatus
} from "./OrderTypes.sol";

/// @title How an order ends: snags, taking-over, damages, final acceptance, cancellation, disputes.
library OrderClosing {
    using OrderBook for OrderStorage;
    using OrderBook for Order;

    function raiseSnag(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 snag,
        SnagClass snagClass,
        uint48 dueAt,
        bytes32 record
    ) external {
        OrderBook.requireId(snag);
        Order storage parent = self.live(order);
        parent.requireBuyer(order, member);
        if (snagClass == SnagClass.None) revert IOrderErrors.SnagClassMissing(snag);
        Snag storage entry = self.snags[snag];
        if (entry.status != SnagStatus.None) revert IOrderErrors.IdentifierNotFree(snag);
        entry.order = order;
        entry.snagClass = snagClass;
        entry.status = SnagStatus.Raised;
        entry.dueAt = dueAt;
        entry.record = record;
        ++parent.openSnags;
        if (snagClass == SnagClass.Blocking) ++parent.blockingSnags;
        emit IOrderEvents.SnagRaised(order, snag, snagClass, dueAt, record);
    }

    function answerSnag(OrderStorage storage self, bytes16 member, bytes32 snag, bytes32 record) external {
        Snag storage entry = _snag(self, snag);
        self.live(entry.order).requireSeller(entry.order, member);
        if (entry.status != SnagStatus.Raised) revert IOrderErrors.SnagStatusMismatch(snag, entry.status);
        entry.status = SnagStatus.Answered;
        emit IOrderEvents.SnagAnswered(entry.order, snag, record);
    }

    function closeSnag(OrderStorage storage self, bytes16 member, bytes32 snag) external {
        Snag storage entry = _snag(self, snag);
        Order storage parent = self.live(entry.order);
        parent.requireBuyer(entry.order, member);
        if (entry.status == SnagStatus.Closed) revert IOrderErrors.SnagStatusMismatch(snag, entry.status);
        entry.status = SnagStatus.Closed;
        --parent.openSnags;
        if (entry.snagClass == SnagClass.Blocking) --parent.blockingSnags;
        emit IOrderEvents.SnagClosed(entry.order, snag);
    }

    function takeOver(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        Evidence memory certificate,
        uint48 takenOverAt
    ) external {
        Order storage entry = self.agreed(order);
        entry.requireBuyer(order, member);
        OrderBook.requireBetween(takenOverAt, entry.effectiveAt, uint48(block.timestamp));
        uint32 certified = entry.finalAcceptance == bytes32(0) ? 1 : 2;
        if (entry.openMilestones > certified) {
            revert IOrderErrors.MilestonesStillOpen(order, entry.openMilestones - certified);
        }
        if (entry.blockingSnags != 0) revert IOrderErrors.SnagsStillOpen(order, entry.blockingSnags);
        entry.status = OrderStatus.TakenOver;
        entry.takenOverAt = takenOverAt;
        entry.warrantyUntil = takenOverAt + entry.warrantyPeriod;
        _certify(self, entry, order, entry.takingOver, certificate, takenOverAt);
        emit IOrderEvents.OrderTakenOver(
            order, certificate.identifier, takenOverAt, entry.warrantyUntil, self.lateness(order)
        );
    }

    function acceptFinally(OrderStorage storage self, bytes16 member, bytes32 order, Evidence memory certificate)
        external
    {
        Order storage entry = self.known(order);
        entry.requireBuyer(order, member);
        if (entry.status != OrderStatus.TakenOver) revert IOrderErrors.OrderStatusMismatch(order, entry.status);
        if (block.timestamp < entry.warrantyUntil) {
            revert IOrderErrors.WarrantyStillRunning(order, entry.warrantyUntil);
        }
        if (entry.openSnags != 0) revert IOrderErrors.SnagsStillOpen(order, entry.openSnags);
        if (entry.openDisputes != 0) revert IOrderErrors.DisputesStillOpen(order, entry.openDisputes);
        entry.status = OrderStatus.Accepted;
        if (entry.finalAcceptance != bytes32(0)) {
            _certify(self, entry, order, entry.finalAcceptance, certificate, uint48(block.timestamp));
        }
        emit IOrderEvents.OrderAccepted(order, certificate.identifier);
    }

    function claimDamages(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 amountCommitment)
        external
    {
        OrderBook.requireId(amountCommitment);
        Order storage entry = self.live(order);
        entry.requireBuyer(order, member);
        uint48 late = self.lateness(order);
        if (late == 0) revert IOrderErrors.NotLate(order);
        entry.damagesClaimed = amountCommitment;
        entry.damagesAccepted = bytes32(0);
        emit IOrderEvents.LiquidatedDamagesClaimed(order, late, amountCommitment);
    }

    function acceptDamages(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 amountCommitment)
        external
    {
        OrderBook.requireId(amountCommitment);
        Order storage entry = self.live(order);
        entry.requireSeller(order, member);
        OrderBook.requireSame(order, entry.damagesClaimed, amountCommitment);
        entry.damagesAccepted = amountCommitment;
        emit IOrderEvents.LiquidatedDamagesAccepted(order, amountCommitment);
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

    function _certify(
        OrderStorage storage self,
        Order storage entry,
        bytes32 order,
        bytes32 code,
        Evidence memory certificate,
        uint48 actualAt
    ) private {
        Milestone storage done = self.uncompleted(order, code);
        done.actualAt = actualAt;
        done.evidence = certificate;
        entry.complete(done, order, code, entry.buyer);
    }

    function _snag(OrderStorage storage self, bytes32 snag) private view returns (Snag storage entry) {
        entry = self.snags[snag];
        if (entry.status == SnagStatus.None) revert IOrderErrors.UnknownIdentifier(snag);
    }

    function _openDispute(OrderStorage storage self, bytes32 dispute) private view returns (Dispute storage entry) {
        entry = self.disputes[dispute];
        if (entry.status == DisputeStatus.None) revert IOrderErrors.UnknownIdentifier(dispute);
        if (entry.status == DisputeStatus.Settled) revert IOrderErrors.DisputeStatusMismatch(dispute, entry.status);
    }
}
