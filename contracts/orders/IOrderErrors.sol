// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ChangeStatus,
    DelayClaimStatus,
    DeliveryStatus,
    DisputeStatus,
    MilestoneStatus,
    OrderStatus,
    SnagStatus,
    SubOrderStatus
} from "./OrderTypes.sol";

/// @title Why OrderFulfilment refuses a call.
interface IOrderErrors {
    /// @notice No order of this id was agreed.
    error UnknownOrder(bytes32 order);
    /// @notice The order's id is taken: these or other signatures were used already.
    error OrderAlreadyAgreed(bytes32 order);
    /// @notice Terms that no order can have: zero commitment, seller is buyer, version other than 1.
    error InvalidOrderTerms(bytes32 order);
    /// @notice The signatures' time is over.
    error OfferExpired(bytes32 order, uint48 agreeBy);
    /// @notice More than 64 milestones, certificates, moves or parts, or none where one is needed.
    error ListLengthOutOfRange(uint256 given, uint256 minimum, uint256 maximum);
    /// @notice A milestone that no order can have: zero or repeated code, a hold point of no known kind, an inspector
    /// without a point to inspect, or a hold point on the taking-over or final-acceptance milestone, which the buyer's
    /// certificate completes.
    error InvalidMilestone(bytes32 order, bytes32 code);
    /// @notice The order has no milestone of this code.
    error UnknownMilestone(bytes32 order, bytes32 code);
    /// @notice The caller's member is not the order's seller.
    error NotSeller(bytes32 order, bytes16 member);
    /// @notice The caller's member is not the order's buyer.
    error NotBuyer(bytes32 order, bytes16 member);
    /// @notice The caller's member is neither seller nor buyer, or not the other side of what is answered.
    error NotCounterparty(bytes32 order, bytes16 member);
    /// @notice The caller's member is not the milestone's inspector.
    error NotInspector(bytes32 order, bytes32 code, bytes16 member);
    /// @notice The caller's member may not act as supplier of this sub-order.
    error NotSupplier(bytes32 subOrder, bytes16 member);
    /// @notice The order's status doesn't allow it.
    error OrderStatusMismatch(bytes32 order, OrderStatus status);
    /// @notice The milestone's status doesn't allow it.
    error MilestoneStatusMismatch(bytes32 order, bytes32 code, MilestoneStatus status);
    /// @notice Taking-over and final acceptance are completed by the buyer's certificate only.
    error CertificateRequired(bytes32 order, bytes32 code);
    /// @notice The milestone has no point of this kind.
    error NoSuchInspectionPoint(bytes32 order, bytes32 code);
    /// @notice A witness point needs the inspector's attendance, or an inspection time notified and reached.
    error InspectionNotDue(bytes32 order, bytes32 code, uint48 inspectionAt);
    /// @notice The inspector is an active member: only one who no longer is may be replaced.
    error InspectorStillActive(bytes32 order, bytes32 code, bytes16 inspector);
    /// @notice The attendance was recorded already.
    error AlreadyWitnessed(bytes32 order, bytes32 code);
    /// @notice The evidence named is not on this ledger: no such record version, no such event anchored yet, an
    /// identifier without a kind, or a kind that is not known.
    error EvidenceNotFound(bytes32 identifier, uint64 number);
    /// @notice Not within the order's reminder window before the due time of the milestone, sub-order or snag.
    error ReminderNotDue(bytes32 order, bytes32 identifier, uint48 opensAt, uint48 due);
    /// @notice Reminded already for the due time in force.
    error AlreadyReminded(bytes32 order, bytes32 identifier);
    /// @notice The due time has not gone by, or there is none (0).
    error NotOverdue(bytes32 identifier, uint48 due);
    /// @notice Escalated already for the due time in force.
    error AlreadyEscalated(bytes32 identifier);
    /// @notice No sub-order of this id.
    error UnknownSubOrder(bytes32 subOrder);
    /// @notice The id is taken.
    error SubOrderAlreadyPlaced(bytes32 subOrder);
    /// @notice A sub-order that cannot be: zero terms or need time, or supplied by the seller itself.
    error InvalidSubOrderTerms(bytes32 subOrder);
    /// @notice The sub-order's status doesn't allow it.
    error SubOrderStatusMismatch(bytes32 subOrder, SubOrderStatus status);
    /// @notice Alternatives open only when the promise is later than the need.
    error PromiseNotLate(bytes32 subOrder, uint48 needBy, uint48 promisedAt);
    /// @notice The delivered share must grow and end at 1,000,000 ppm.
    error InvalidDeliveredShare(bytes32 subOrder, uint32 delivered, uint32 given);
    /// @notice A part's share must be above 0 and fit, with those reported and taken over before, into 1,000,000 ppm.
    error InvalidPartShare(bytes32 order, uint32 reported, uint32 given);
    /// @notice The partial delivery's status doesn't allow it.
    error DeliveryStatusMismatch(bytes32 delivery, DeliveryStatus status);
    /// @notice No alternative of this number.
    error UnknownAlternative(bytes32 subOrder, uint32 alternative);
    /// @notice The alternative answers an earlier promise, or another one was accepted.
    error AlternativeNotOpen(bytes32 subOrder, uint32 alternative);
    /// @notice What is accepted is not what was offered, evaluated, claimed or proposed.
    error ContentMismatch(bytes32 identifier, bytes32 expected, bytes32 given);
    /// @notice The id of a partial delivery, change request, delay claim, snag or dispute is taken.
    error IdentifierNotFree(bytes32 identifier);
    /// @notice No partial delivery, change request, delay claim, snag or dispute of this id, or none of this order.
    error UnknownIdentifier(bytes32 identifier);
    /// @notice The change request's status doesn't allow it.
    error ChangeStatusMismatch(bytes32 change, ChangeStatus status);
    /// @notice The order has moved on since the evaluation: evaluate again.
    error EvaluationOutdated(bytes32 change, uint32 evaluatedVersion, uint32 orderVersion);
    /// @notice The claim's status doesn't allow it.
    error DelayClaimStatusMismatch(bytes32 claim, DelayClaimStatus status);
    /// @notice A claim for no days, one that names a milestone twice, or one with which a milestone's excused days would
    /// be more than all the days that there are.
    error InvalidDelayClaim(bytes32 claim);
    /// @notice A snag must have a class, and one that there is.
    error SnagClassMissing(bytes32 snag);
    /// @notice The snag's status doesn't allow it.
    error SnagStatusMismatch(bytes32 snag, SnagStatus status);
    /// @notice Milestones other than taking-over and final acceptance are not complete.
    error MilestonesStillOpen(bytes32 order, uint32 count);
    /// @notice Snags that must be closed first.
    error SnagsStillOpen(bytes32 order, uint32 count);
    /// @notice Disputes that must be settled first.
    error DisputesStillOpen(bytes32 order, uint32 count);
    /// @notice A warranty, of the order or of a part, is still running.
    error WarrantyStillRunning(bytes32 order, uint48 until);
    /// @notice The record is missing where one is needed, or it is not published (any more).
    error RecordNotPublished(bytes32 record);
    /// @notice Nothing is late, or all that was due was taken over in parts by then: no liquidated damages.
    error NotLate(bytes32 order);
    /// @notice The dispute's status doesn't allow it.
    error DisputeStatusMismatch(bytes32 dispute, DisputeStatus status);
}
