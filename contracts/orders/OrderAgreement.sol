// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {
    HoldPoint,
    Milestone,
    MilestoneStatus,
    MilestoneTerms,
    Order,
    OrderStatus,
    OrderTerms
} from "./OrderTypes.sol";

/// @title Agreement: what is signed, and what is entered.
library OrderAgreement {
    bytes32 internal constant MILESTONE_TYPEHASH = keccak256(
        "MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,"
        "bytes32 paymentCommitment)"
    );
    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "OrderTerms(bytes32 order,uint32 version,bytes16 seller,bytes16 buyer,bytes32 termsCommitment,"
        "bytes32 contractRecord,bytes32 calendarHash,uint48 effectiveAt,uint48 agreeBy,uint32 reminderWindow,"
        "uint32 inspectionNotice,uint32 warrantyPeriod,bytes32 takingOver,bytes32 finalAcceptance,"
        "MilestoneTerms[] milestones)"
        "MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,"
        "bytes32 paymentCommitment)"
    );

    /// @dev Before the compiler reads them: a number that is no HoldPoint would end the call without a typed error.
    function requireHoldPoints(OrderTerms calldata terms) internal pure {
        for (uint256 i = 0; i < terms.milestones.length; ++i) {
            MilestoneTerms calldata item = terms.milestones[i];
            uint256 raw;
            assembly ("memory-safe") {
                raw := calldataload(add(item, 0x40))
            }
            if (raw > uint256(type(HoldPoint).max)) revert IOrderErrors.InvalidMilestone(terms.order, item.code);
        }
    }

    /// @dev hashStruct of EIP-712.
    function hash(OrderTerms calldata terms) external pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](terms.milestones.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            MilestoneTerms calldata item = terms.milestones[i];
            // A milestone has no dynamic member, so its ABI encoding is its EIP-712 encoding.
            hashes[i] = keccak256(bytes.concat(MILESTONE_TYPEHASH, abi.encode(item)));
        }
        // In two halves, which static members allow, for the compiler's stack.
        return keccak256(
            bytes.concat(
                abi.encode(
                    ORDER_TYPEHASH,
                    terms.order,
                    terms.version,
                    terms.seller,
                    terms.buyer,
                    terms.termsCommitment,
                    terms.contractRecord,
                    terms.calendarHash
                ),
                abi.encode(
                    terms.effectiveAt,
                    terms.agreeBy,
                    terms.reminderWindow,
                    terms.inspectionNotice,
                    terms.warrantyPeriod,
                    terms.takingOver,
                    terms.finalAcceptance,
                    keccak256(abi.encodePacked(hashes))
                )
            )
        );
    }

    /// @dev Enters what both sides signed; the signatures are checked already.
    function enter(
        OrderStorage storage self,
        OrderTerms calldata terms,
        address sellerAccount,
        address buyerAccount
    ) external {
        bytes32 id = terms.order;
        Order storage entry = self.orders[id];
        OrderBook.requireBetween(terms.effectiveAt, 0, OrderBook.LATEST_TIME);
        entry.seller = terms.seller;
        entry.buyer = terms.buyer;
        entry.status = OrderStatus.Agreed;
        entry.version = 1;
        entry.milestoneCount = uint32(terms.milestones.length);
        entry.openMilestones = uint32(terms.milestones.length);
        entry.effectiveAt = terms.effectiveAt;
        entry.agreedAt = uint48(block.timestamp);
        entry.reminderWindow = terms.reminderWindow;
        entry.inspectionNotice = terms.inspectionNotice;
        entry.warrantyPeriod = terms.warrantyPeriod;
        entry.termsCommitment = terms.termsCommitment;
        entry.contractRecord = terms.contractRecord;
        entry.calendarHash = terms.calendarHash;
        entry.takingOver = terms.takingOver;
        entry.finalAcceptance = terms.finalAcceptance;
        entry.totalWeight = _enterMilestones(self, terms);
        emit IOrderEvents.OrderAgreed(id, terms.seller, terms.buyer, sellerAccount, buyerAccount, terms);
    }

    /// @dev Refuses terms that no order can have, before any signature is looked at.
    function check(OrderStorage storage self, OrderTerms calldata terms) external view {
        OrderBook.requireId(terms.order);
        OrderBook.requireLength(terms.milestones.length, 1);
        if (self.orders[terms.order].status != OrderStatus.None) revert IOrderErrors.OrderAlreadyAgreed(terms.order);
        if (terms.version != 1 || terms.seller == terms.buyer || terms.termsCommitment == bytes32(0)) {
            revert IOrderErrors.InvalidOrderTerms(terms.order);
        }
        if (block.timestamp > terms.agreeBy) revert IOrderErrors.OfferExpired(terms.order, terms.agreeBy);
    }

    function _enterMilestones(OrderStorage storage self, OrderTerms calldata terms)
        private
        returns (uint32 totalWeight)
    {
        bytes32 id = terms.order;
        for (uint256 i = 0; i < terms.milestones.length; ++i) {
            MilestoneTerms calldata item = terms.milestones[i];
            Milestone storage added = self.milestones[id][item.code];
            bool certified = item.code == terms.takingOver || item.code == terms.finalAcceptance;
            bool inspected = item.holdPoint != HoldPoint.None;
            if (
                item.code == bytes32(0) || added.status != MilestoneStatus.None || (certified && inspected)
                    || (item.inspector != bytes16(0) && !inspected)
            ) revert IOrderErrors.InvalidMilestone(id, item.code);
            OrderBook.requireBetween(item.due, terms.effectiveAt, OrderBook.LATEST_TIME);
            OrderBook.requireBetween(item.planned, terms.effectiveAt, OrderBook.LATEST_TIME);
            added.status = MilestoneStatus.Open;
            added.holdPoint = item.holdPoint;
            added.weight = item.weight;
            added.due = item.due;
            added.planned = item.planned;
            if (inspected) added.inspector = item.inspector == bytes16(0) ? terms.buyer : item.inspector;
            added.agreedDue = item.due;
            added.paymentCommitment = item.paymentCommitment;
            self.codes[id].push(item.code);
            totalWeight += item.weight;
        }
        _requireCertified(self, id, terms.takingOver);
        if (terms.finalAcceptance != bytes32(0)) _requireCertified(self, id, terms.finalAcceptance);
        if (terms.takingOver == terms.finalAcceptance) revert IOrderErrors.InvalidMilestone(id, terms.takingOver);
    }

    function _requireCertified(OrderStorage storage self, bytes32 order, bytes32 code) private view {
        if (self.milestones[order][code].status == MilestoneStatus.None) {
            revert IOrderErrors.UnknownMilestone(order, code);
        }
    }
}
