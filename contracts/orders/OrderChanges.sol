// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {OrderBook, OrderStorage} from "./OrderBook.sol";
import {
    ChangeEvaluation,
    ChangeRequest,
    ChangeStatus,
    DelayClaim,
    DelayClaimStatus,
    Milestone,
    MilestoneChange,
    Order,
    ScheduleCause
} from "./OrderTypes.sol";

/// @title Change requests and excusable delay: what moves due times and makes a new version of an order.
library OrderChanges {
    using OrderBook for OrderStorage;
    using OrderBook for Order;
    using OrderBook for Milestone;

    function requestChange(OrderStorage storage self, bytes16 member, bytes32 order, bytes32 change, bytes32 record)
        external
    {
        OrderBook.requireId(change);
        self.agreed(order).requireParty(order, member);
        ChangeRequest storage entry = self.changes[change];
        if (entry.status != ChangeStatus.None) revert IOrderErrors.IdentifierNotFree(change);
        entry.order = order;
        entry.requestedBy = member;
        entry.status = ChangeStatus.Requested;
        entry.record = record;
        emit IOrderEvents.ChangeRequested(order, change, member, record);
    }

    function evaluateChange(
        OrderStorage storage self,
        bytes16 member,
        bytes32 change,
        ChangeEvaluation calldata evaluation
    ) external {
        ChangeRequest storage entry = _openChange(self, change);
        Order storage parent = self.agreed(entry.order);
        parent.requireSeller(entry.order, member);
        OrderBook.requireLength(evaluation.milestones.length, 0);
        OrderBook.requireLength(evaluation.certificates.length, 0);
        if (evaluation.termsCommitment == bytes32(0)) revert IOrderErrors.InvalidOrderTerms(entry.order);
        for (uint256 i = 0; i < evaluation.milestones.length; ++i) {
            self.uncompleted(entry.order, evaluation.milestones[i].code);
        }
        entry.status = ChangeStatus.Evaluated;
        entry.orderVersion = parent.version;
        entry.evaluationHash = keccak256(abi.encode(evaluation));
        emit IOrderEvents.ChangeEvaluated(entry.order, change, parent.version, evaluation);
    }

    function acceptChange(
        OrderStorage storage self,
        bytes16 member,
        bytes32 change,
        ChangeEvaluation calldata evaluation
    ) external {
        ChangeRequest storage entry = _openChange(self, change);
        bytes32 order = entry.order;
        Order storage parent = self.agreed(order);
        parent.requireBuyer(order, member);
        if (entry.status != ChangeStatus.Evaluated) revert IOrderErrors.ChangeStatusMismatch(change, entry.status);
        if (entry.orderVersion != parent.version) {
            revert IOrderErrors.EvaluationOutdated(change, entry.orderVersion, parent.version);
        }
        OrderBook.requireSame(change, entry.evaluationHash, keccak256(abi.encode(evaluation)));
        entry.status = ChangeStatus.Accepted;
        parent.termsCommitment = evaluation.termsCommitment;
        if (evaluation.calendarHash != bytes32(0)) parent.calendarHash = evaluation.calendarHash;
        emit IOrderEvents.ChangeAccepted(
            order, change, ++parent.version, evaluation.termsCommitment, parent.calendarHash
        );
        for (uint256 i = 0; i < evaluation.milestones.length; ++i) {
            MilestoneChange calldata item = evaluation.milestones[i];
            Milestone storage touched = self.uncompleted(order, item.code);
            if (item.due != 0 || item.planned != 0) {
                touched.schedule(order, item.code, item.due, item.planned, ScheduleCause.Change, change);
            }
            if (item.paymentCommitment != bytes32(0)) {
                touched.paymentCommitment = item.paymentCommitment;
                emit IOrderEvents.MilestonePaymentChanged(order, item.code, change, item.paymentCommitment);
            }
        }
    }

    function closeChange(OrderStorage storage self, bytes16 member, bytes32 change) external {
        ChangeRequest storage entry = _openChange(self, change);
        self.known(entry.order).requireParty(entry.order, member);
        entry.status = member == entry.requestedBy ? ChangeStatus.Withdrawn : ChangeStatus.Refused;
        emit IOrderEvents.ChangeClosed(entry.order, change, entry.status);
    }

    function claimDelay(
        OrderStorage storage self,
        bytes16 member,
        bytes32 order,
        bytes32 claim,
        bytes32 record,
        uint16 delayDays,
        bytes32[] calldata codes
    ) external {
        OrderBook.requireId(claim);
        self.agreed(order).requireSeller(order, member);
        DelayClaim storage entry = self.delayClaims[claim];
        if (entry.status != DelayClaimStatus.None) revert IOrderErrors.IdentifierNotFree(claim);
        OrderBook.requireLength(codes.length, 1);
        if (delayDays == 0) revert IOrderErrors.InvalidDelayClaim(claim);
        for (uint256 i = 0; i < codes.length; ++i) {
            self.milestone(order, codes[i]);
            for (uint256 j = 0; j < i; ++j) {
                if (codes[i] == codes[j]) revert IOrderErrors.InvalidDelayClaim(claim);
            }
        }
        entry.order = order;
        entry.status = DelayClaimStatus.Claimed;
        entry.delayDays = delayDays;
        entry.record = record;
        entry.milestonesHash = keccak256(abi.encode(codes));
        emit IOrderEvents.ExcusableDelayClaimed(order, claim, delayDays, record, codes);
    }

    function acceptDelay(OrderStorage storage self, bytes16 member, bytes32 claim, bytes32[] calldata codes) external {
        DelayClaim storage entry = _openClaim(self, member, claim);
        OrderBook.requireSame(claim, entry.milestonesHash, keccak256(abi.encode(codes)));
        entry.status = DelayClaimStatus.Accepted;
        bytes32 order = entry.order;
        emit IOrderEvents.ExcusableDelayAccepted(order, claim);
        for (uint256 i = 0; i < codes.length; ++i) {
            Milestone storage touched = self.milestone(order, codes[i]);
            if (entry.delayDays > OrderBook.MAXIMUM_EXCUSED_DAYS - touched.excusedDays) {
                revert IOrderErrors.InvalidDelayClaim(claim);
            }
            touched.excusedDays += entry.delayDays;
            uint48 due = touched.due + uint48(entry.delayDays) * 1 days;
            touched.schedule(order, codes[i], due, 0, ScheduleCause.ExcusableDelay, claim);
        }
    }

    function refuseDelay(OrderStorage storage self, bytes16 member, bytes32 claim, bytes32 record) external {
        DelayClaim storage entry = _openClaim(self, member, claim);
        entry.status = DelayClaimStatus.Refused;
        emit IOrderEvents.ExcusableDelayRefused(entry.order, claim, record);
    }

    function _openChange(OrderStorage storage self, bytes32 change)
        private
        view
        returns (ChangeRequest storage entry)
    {
        entry = self.changes[change];
        if (entry.status == ChangeStatus.None) revert IOrderErrors.UnknownIdentifier(change);
        if (entry.status != ChangeStatus.Requested && entry.status != ChangeStatus.Evaluated) {
            revert IOrderErrors.ChangeStatusMismatch(change, entry.status);
        }
    }

    function _openClaim(OrderStorage storage self, bytes16 member, bytes32 claim)
        private
        view
        returns (DelayClaim storage entry)
    {
        entry = self.delayClaims[claim];
        if (entry.status == DelayClaimStatus.None) revert IOrderErrors.UnknownIdentifier(claim);
        self.live(entry.order).requireBuyer(entry.order, member);
        if (entry.status != DelayClaimStatus.Claimed) {
            revert IOrderErrors.DelayClaimStatusMismatch(claim, entry.status);
        }
    }
}
