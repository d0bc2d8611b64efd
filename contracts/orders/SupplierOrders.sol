// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {
    Alternative,
    Evidence,
    Milestone,
    MilestoneMove,
    Order,
    ScheduleCause,
    SubOrder,
    SubOrderStatus,
    SubOrderTerms
} from "./OrderTypes.sol";

/// @title Sub-orders to suppliers: need, promise, warning, alternatives, delivery.
library SupplierOrders {
    using OrderBook for OrderStorage;
    using OrderBook for Order;
    using OrderBook for Milestone;

    function place(OrderStorage storage self, bytes16 member, SubOrderTerms calldata terms) external {
        OrderBook.requireId(terms.subOrder);
        self.live(terms.order).requireSeller(terms.order, member);
        self.uncompleted(terms.order, terms.milestone);
        SubOrder storage entry = self.subOrders[terms.subOrder];
        if (entry.status != SubOrderStatus.None) revert IOrderErrors.SubOrderAlreadyPlaced(terms.subOrder);
        if (terms.supplier == member || terms.needBy == 0 || terms.termsCommitment == bytes32(0)) {
            revert IOrderErrors.InvalidSubOrderTerms(terms.subOrder);
        }
        entry.supplier = terms.supplier;
        entry.status = SubOrderStatus.Placed;
        entry.order = terms.order;
        entry.milestone = terms.milestone;
        entry.needBy = terms.needBy;
        entry.due = terms.needBy;
        entry.termsCommitment = terms.termsCommitment;
        emit IOrderEvents.SubOrderPlaced(terms.order, terms.subOrder, terms.supplier, terms);
    }

    function promiseDelivery(OrderStorage storage self, bytes16 member, bytes32 id, uint48 promisedAt) external {
        SubOrder storage entry = _ofSupplier(self, member, id);
        OrderBook.requireBetween(promisedAt, uint48(block.timestamp), OrderBook.LATEST_TIME);
        if (entry.status == SubOrderStatus.Placed) entry.status = SubOrderStatus.Promised;
        entry.promisedAt = promisedAt;
        entry.acceptedAlternative = 0;
        uint32 number = ++entry.promiseNumber;
        emit IOrderEvents.DeliveryPromised(entry.order, id, member, number, promisedAt);
        if (promisedAt > entry.needBy) {
            emit IOrderEvents.DelayWarned(
                entry.order, id, entry.milestone, entry.needBy, promisedAt, promisedAt - entry.needBy
            );
        }
    }

    function offerAlternative(
        OrderStorage storage self,
        bytes16 member,
        bytes32 id,
        uint16 delayDays,
        bytes32 priceCommitment,
        MilestoneMove[] calldata moves
    ) external returns (uint32 number) {
        SubOrder storage entry = _undelivered(self, id);
        bytes32 order = entry.order;
        if (member != entry.supplier && member != self.orders[order].seller) {
            revert IOrderErrors.NotSupplier(id, member);
        }
        if (entry.promisedAt <= entry.needBy) {
            revert IOrderErrors.PromiseNotLate(id, entry.needBy, entry.promisedAt);
        }
        OrderBook.requireLength(moves.length, 0);
        for (uint256 i = 0; i < moves.length; ++i) {
            self.uncompleted(order, moves[i].code);
        }
        number = ++entry.alternativeCount;
        self.alternatives[id][number] = Alternative({
            offeredBy: member,
            promiseNumber: entry.promiseNumber,
            delayDays: delayDays,
            accepted: false,
            priceCommitment: priceCommitment,
            movesHash: keccak256(abi.encode(moves))
        });
        emit IOrderEvents.AlternativeOffered(
            order, id, member, number, entry.promiseNumber, delayDays, priceCommitment, moves
        );
    }

    function acceptAlternative(
        OrderStorage storage self,
        bytes16 member,
        bytes32 id,
        uint32 number,
        MilestoneMove[] calldata moves
    ) external {
        SubOrder storage entry = _undelivered(self, id);
        Alternative storage offer = self.alternatives[id][number];
        if (offer.offeredBy == bytes16(0)) revert IOrderErrors.UnknownAlternative(id, number);
        bytes32 order = entry.order;
        Order storage parent = self.orders[order];
        bytes16 acceptor = offer.offeredBy == parent.seller ? parent.buyer : parent.seller;
        if (member != acceptor) revert IOrderErrors.NotCounterparty(order, member);
        if (offer.promiseNumber != entry.promiseNumber || entry.acceptedAlternative != 0) {
            revert IOrderErrors.AlternativeNotOpen(id, number);
        }
        OrderBook.requireSame(id, offer.movesHash, keccak256(abi.encode(moves)));
        offer.accepted = true;
        entry.acceptedAlternative = number;
        if (entry.due != entry.promisedAt) {
            entry.due = entry.promisedAt;
            entry.reminded = false;
            entry.escalated = false;
        }
        emit IOrderEvents.AlternativeAccepted(order, id, member, number, entry.due);
        for (uint256 i = 0; i < moves.length; ++i) {
            _move(self, order, id, moves[i]);
        }
    }

    function deliver(
        OrderStorage storage self,
        bytes16 member,
        bytes32 id,
        uint32 deliveredShare,
        Evidence calldata evidence
    ) external {
        SubOrder storage entry = _ofSupplier(self, member, id);
        if (deliveredShare <= entry.deliveredShare || deliveredShare > OrderBook.WHOLE) {
            revert IOrderErrors.InvalidDeliveredShare(id, entry.deliveredShare, deliveredShare);
        }
        entry.deliveredShare = deliveredShare;
        if (deliveredShare == OrderBook.WHOLE) {
            entry.status = SubOrderStatus.Delivered;
            entry.deliveredAt = uint48(block.timestamp);
        } else {
            entry.status = SubOrderStatus.PartlyDelivered;
        }
        emit IOrderEvents.SubOrderDelivered(entry.order, id, member, deliveredShare, evidence);
    }

    function cancel(OrderStorage storage self, bytes16 member, bytes32 id) external {
        SubOrder storage entry = _undelivered(self, id);
        self.orders[entry.order].requireSeller(entry.order, member);
        entry.status = SubOrderStatus.Cancelled;
        emit IOrderEvents.SubOrderCancelled(entry.order, id);
    }

    function remind(OrderStorage storage self, bytes32 id) external {
        SubOrder storage entry = _undelivered(self, id);
        self.orders[entry.order].requireReminderDue(entry.order, id, entry.due, entry.reminded);
        entry.reminded = true;
        emit IOrderEvents.SubOrderReminded(entry.order, id, entry.milestone, entry.due);
    }

    function escalate(OrderStorage storage self, bytes32 id) external {
        SubOrder storage entry = _undelivered(self, id);
        OrderBook.requireOverdue(id, entry.due, entry.escalated);
        entry.escalated = true;
        emit IOrderEvents.SubOrderEscalated(entry.order, id, entry.milestone, entry.due);
    }

    function _move(OrderStorage storage self, bytes32 order, bytes32 id, MilestoneMove calldata move) private {
        self.uncompleted(order, move.code).schedule(
            order, move.code, 0, move.planned, ScheduleCause.Alternative, id
        );
    }

    function _ofSupplier(OrderStorage storage self, bytes16 member, bytes32 id)
        private
        view
        returns (SubOrder storage entry)
    {
        entry = _undelivered(self, id);
        if (entry.supplier != member) revert IOrderErrors.NotSupplier(id, member);
    }

    /// @dev Of a live order, neither delivered nor cancelled.
    function _undelivered(OrderStorage storage self, bytes32 id) private view returns (SubOrder storage entry) {
        entry = self.subOrder(id);
        if (entry.status == SubOrderStatus.Delivered || entry.status == SubOrderStatus.Cancelled) {
            revert IOrderErrors.SubOrderStatusMismatch(id, entry.status);
        }
        self.live(entry.order);
    }
}
