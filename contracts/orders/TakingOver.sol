// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {DeliveryStatus, Evidence, Milestone, Order, OrderStatus, PartialDelivery, Snag} from "./OrderTypes.sol";

/// @title From delivery to final acceptance: taking-over, in parts or as a whole, damages for delay, warranty clocks.
library TakingOver {
    using OrderBook for OrderStorage;
    using OrderBook for Order;

    function reportDelivery(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 delivery,
        uint32 share,
        bytes32 consignment,
        Evidence calldata evidence
    ) external {
        OrderBook.requireId(delivery);
        Order storage parent = self.agreed(order);
        parent.requireSeller(order, member);
        PartialDelivery storage entry = self.deliveries[delivery];
        if (entry.status != DeliveryStatus.None) revert IOrderErrors.IdentifierNotFree(delivery);
        uint32 reported = parent.reportedShare + parent.takenOverShare;
        if (share == 0 || share > OrderBook.WHOLE - reported) {
            revert IOrderErrors.InvalidPartShare(order, reported, share);
        }
        OrderBook.requireLength(++parent.partCount, 1);
        parent.reportedShare += share;
        entry.order = order;
        entry.status = DeliveryStatus.Reported;
        entry.share = share;
        entry.consignment = consignment;
        entry.evidence = evidence;
        emit IOrderEvents.DeliveryReported(order, delivery, share, consignment, evidence);
    }

    function takeOverPart(
        OrderStorage storage self,
        bytes16 member,
        bytes32 delivery,
        bytes32 certificate,
        uint48 takenOverAt
    ) external {
        (PartialDelivery storage entry, Order storage parent) = _reported(self, member, delivery);
        bytes32 order = entry.order;
        OrderBook.requireBetween(takenOverAt, parent.effectiveAt, uint48(block.timestamp));
        entry.status = DeliveryStatus.TakenOver;
        entry.takenOverAt = takenOverAt;
        entry.warrantyUntil = takenOverAt + parent.warrantyPeriod;
        entry.answer = certificate;
        parent.reportedShare -= entry.share;
        parent.takenOverShare += entry.share;
        self.parts[order].push(delivery);
        _prolong(parent, entry.warrantyUntil);
        uint48 due = self.milestones[order][parent.takingOver].due;
        emit IOrderEvents.PartTakenOver(
            order,
            delivery,
            certificate,
            entry.share,
            takenOverAt,
            entry.warrantyUntil,
            takenOverAt > due ? takenOverAt - due : 0
        );
    }

    function refuseDelivery(OrderStorage storage self, bytes16 member, bytes32 delivery, bytes32 record) external {
        (PartialDelivery storage entry, Order storage parent) = _reported(self, member, delivery);
        entry.status = DeliveryStatus.Refused;
        entry.answer = record;
        parent.reportedShare -= entry.share;
        --parent.partCount;
        emit IOrderEvents.DeliveryRefused(entry.order, delivery, record);
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
        OrderBook.requireBetween(takenOverAt, _earliest(self, entry, order), uint48(block.timestamp));
        uint32 certified = entry.finalAcceptance == bytes32(0) ? 1 : 2;
        if (entry.openMilestones > certified) {
            revert IOrderErrors.MilestonesStillOpen(order, entry.openMilestones - certified);
        }
        if (entry.blockingSnags != 0) revert IOrderErrors.SnagsStillOpen(order, entry.blockingSnags);
        entry.status = OrderStatus.TakenOver;
        entry.takenOverAt = takenOverAt;
        entry.warrantyUntil = takenOverAt + entry.warrantyPeriod;
        _prolong(entry, entry.warrantyUntil);
        _certify(self, entry, order, entry.takingOver, certificate, takenOverAt);
        (uint48 late, uint32 share) = self.lateness(order);
        emit IOrderEvents.OrderTakenOver(
            order, certificate.identifier, takenOverAt, entry.warrantyUntil, late, share
        );
    }

    function extendWarranty(OrderStorage storage self, bytes16 member, bytes32 snag, bytes32 delivery, uint48 until)
        external
    {
        bytes32 order = self.snags[snag].order;
        if (order == bytes32(0)) revert IOrderErrors.UnknownIdentifier(snag);
        Order storage entry = self.live(order);
        entry.requireSeller(order, member);
        if (delivery == bytes32(0)) {
            if (entry.status != OrderStatus.TakenOver) revert IOrderErrors.OrderStatusMismatch(order, entry.status);
            OrderBook.requireBetween(until, entry.warrantyUntil + 1, OrderBook.LATEST_TIME);
            entry.warrantyUntil = until;
        } else {
            PartialDelivery storage part = self.deliveries[delivery];
            if (part.order != order) revert IOrderErrors.UnknownIdentifier(delivery);
            if (part.status != DeliveryStatus.TakenOver) {
                revert IOrderErrors.DeliveryStatusMismatch(delivery, part.status);
            }
            OrderBook.requireBetween(until, part.warrantyUntil + 1, OrderBook.LATEST_TIME);
            part.warrantyUntil = until;
        }
        _prolong(entry, until);
        emit IOrderEvents.WarrantyExtended(order, delivery, snag, until);
    }

    function acceptFinally(OrderStorage storage self, bytes16 member, bytes32 order, Evidence memory certificate)
        external
    {
        Order storage entry = self.known(order);
        entry.requireBuyer(order, member);
        if (entry.status != OrderStatus.TakenOver) revert IOrderErrors.OrderStatusMismatch(order, entry.status);
        if (block.timestamp < entry.warrantiesUntil) {
            revert IOrderErrors.WarrantyStillRunning(order, entry.warrantiesUntil);
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
        (uint48 late, uint32 share) = self.lateness(order);
        if (late == 0) revert IOrderErrors.NotLate(order);
        entry.damagesClaimed = amountCommitment;
        entry.damagesAccepted = bytes32(0);
        emit IOrderEvents.LiquidatedDamagesClaimed(order, late, share, amountCommitment);
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

    /// @dev What the buyer has not answered, of an order under way.
    function _reported(OrderStorage storage self, bytes16 member, bytes32 delivery)
        private
        view
        returns (PartialDelivery storage entry, Order storage parent)
    {
        entry = self.deliveries[delivery];
        if (entry.status == DeliveryStatus.None) revert IOrderErrors.UnknownIdentifier(delivery);
        parent = self.agreed(entry.order);
        parent.requireBuyer(entry.order, member);
        if (entry.status != DeliveryStatus.Reported) {
            revert IOrderErrors.DeliveryStatusMismatch(delivery, entry.status);
        }
    }

    /// @dev The order's certificate is not dated before that of any part.
    function _earliest(OrderStorage storage self, Order storage entry, bytes32 order)
        private
        view
        returns (uint48 earliest)
    {
        earliest = entry.effectiveAt;
        bytes32[] storage parts = self.parts[order];
        for (uint256 i = 0; i < parts.length; ++i) {
            uint48 takenOverAt = self.deliveries[parts[i]].takenOverAt;
            if (takenOverAt > earliest) earliest = takenOverAt;
        }
    }

    function _prolong(Order storage entry, uint48 until) private {
        if (until > entry.warrantiesUntil) entry.warrantiesUntil = until;
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
}
