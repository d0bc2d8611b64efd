// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderErrors} from "./IOrderErrors.sol";
import {IOrderEvents} from "./IOrderEvents.sol";
import {
    Alternative,
    ChangeEvaluation,
    ChangeRequest,
    DelayClaim,
    Dispute,
    Evidence,
    Milestone,
    MilestoneMove,
    Order,
    OrderTerms,
    PartialDelivery,
    Snag,
    SubOrder,
    SubOrderTerms
} from "./OrderTypes.sol";

/// @title Orders from both signatures to final acceptance.
/// @notice Callers are Operations accounts of members, except for the reminders and escalations, which anyone may call.
/// Times are Unix seconds, days are of 86,400 seconds; names, prices and quantities stay off chain.
interface IOrderFulfilment is IOrderErrors, IOrderEvents {
    /// @notice Enters an order that both sides signed (EIP-712, Operations accounts valid now).
    function agreeOrder(OrderTerms calldata terms, bytes calldata sellerSignature, bytes calldata buyerSignature)
        external;

    // Milestones

    /// @notice Seller: moves a milestone's plan. Its due time stays.
    function replan(bytes32 order, bytes32 code, uint48 planned) external;
    /// @notice Seller: tells the inspector when a hold or witness point is inspected.
    function notifyInspection(bytes32 order, bytes32 code, uint48 inspectionAt) external;
    /// @notice Seller: reports a milestone done at `actualAt`. With an unwaived hold point it then awaits release.
    function completeMilestone(bytes32 order, bytes32 code, Evidence calldata evidence, uint48 actualAt) external;
    /// @notice Buyer: names another inspector in the place of one who is no longer an active member.
    function replaceInspector(bytes32 order, bytes32 code, bytes16 inspector) external;
    /// @notice Inspector: releases the hold of a reported milestone; `record` is the inspection certificate (0 = none).
    function releaseHold(bytes32 order, bytes32 code, bytes32 record) external;
    /// @notice Inspector: refuses to release, for the reasons in `record`. The milestone is Open again.
    function refuseRelease(bytes32 order, bytes32 code, bytes32 record) external;
    /// @notice Inspector: waives the hold in writing (`record`). A reported milestone completes at once.
    function waiveHold(bytes32 order, bytes32 code, bytes32 record) external;
    /// @notice Inspector: records attendance at a witness point (`record` = report, 0 = none), before or after completion.
    function witness(bytes32 order, bytes32 code, bytes32 record) external;
    /// @notice Anyone: reminds within the order's window before the due time, once for each due time.
    function remind(bytes32 order, bytes32 code) external;
    /// @notice Anyone: escalates after the due time, once for each due time.
    function escalate(bytes32 order, bytes32 code) external;

    // Sub-orders

    /// @notice Seller: places a sub-order with a supplier.
    function placeSubOrder(SubOrderTerms calldata terms) external;
    /// @notice Supplier: promises a delivery time, again if it changes. Later than the need: `DelayWarned`.
    function promiseDelivery(bytes32 subOrder, uint48 promisedAt) external;
    /// @notice Supplier or seller: offers a way out of a late promise. Alternatives are numbered from 1.
    function offerAlternative(
        bytes32 subOrder,
        uint16 delayDays,
        bytes32 priceCommitment,
        MilestoneMove[] calldata moves
    ) external returns (uint32 alternative);
    /// @notice The other side accepts: the seller what the supplier offered, the buyer what the seller offered.
    /// Moves the planned times named in the offer, which are passed again.
    function acceptAlternative(bytes32 subOrder, uint32 alternative, MilestoneMove[] calldata moves) external;
    /// @notice Supplier: reports a delivery; `deliveredShare` is cumulative, ppm.
    function deliverSubOrder(bytes32 subOrder, uint32 deliveredShare, Evidence calldata evidence) external;
    /// @notice Seller: cancels a sub-order that is not delivered.
    function cancelSubOrder(bytes32 subOrder) external;
    /// @notice Anyone: reminds of an undelivered sub-order within the order's window before its due time, once for each
    /// due time.
    function remindSubOrder(bytes32 subOrder) external;
    /// @notice Anyone: escalates an undelivered sub-order after its due time, once for each due time.
    function escalateSubOrder(bytes32 subOrder) external;

    // Changes and delays

    /// @notice Seller or buyer: asks for a change (`record` = UNTDID 1001: 230).
    function requestChange(bytes32 order, bytes32 change, bytes32 record) external;
    /// @notice Seller: evaluates it, again if the order has moved on.
    function evaluateChange(bytes32 change, ChangeEvaluation calldata evaluation) external;
    /// @notice Buyer: accepts the evaluation, passed again. The order gets a new version, dates and payments.
    function acceptChange(bytes32 change, ChangeEvaluation calldata evaluation) external;
    /// @notice Who asked withdraws it; the other side refuses it.
    function closeChange(bytes32 change) external;
    /// @notice Seller: claims `delayDays` for the milestones named.
    function claimExcusableDelay(
        bytes32 order,
        bytes32 claim,
        bytes32 record,
        uint16 delayDays,
        bytes32[] calldata milestones
    ) external;
    /// @notice Buyer: accepts; the due times of the milestones, passed again, move.
    function acceptExcusableDelay(bytes32 claim, bytes32[] calldata milestones) external;
    /// @notice Buyer: refuses.
    function refuseExcusableDelay(bytes32 claim, bytes32 record) external;

    // Snags, partial deliveries, taking-over, warranty, acceptance, cancellation, disputes

    /// @notice Buyer: raises a snag of a SnagClass, to be mended by `dueAt` (0 = no date).
    function raiseSnag(bytes32 order, bytes32 snag, uint8 snagClass, uint48 dueAt, bytes32 record) external;
    /// @notice Seller: says that it is mended.
    function answerSnag(bytes32 snag, bytes32 record) external;
    /// @notice Buyer: closes it.
    function closeSnag(bytes32 snag) external;
    /// @notice Anyone: reminds of an open snag within the order's window before its date, once.
    function remindSnag(bytes32 snag) external;
    /// @notice Anyone: escalates an open snag after its date, once.
    function escalateSnag(bytes32 snag) external;
    /// @notice Seller: reports a part of the order delivered, `share` ppm of it. No more than 64 parts.
    function reportDelivery(
        bytes32 order,
        bytes32 delivery,
        uint32 share,
        bytes32 consignment,
        Evidence calldata evidence
    ) external;
    /// @notice Buyer: takes over the part with a certificate. Its own warranty starts at `takenOverAt`.
    function takeOverPart(bytes32 delivery, bytes32 certificate, uint48 takenOverAt) external;
    /// @notice Buyer: refuses the part, for the reasons in `record`.
    function refuseDelivery(bytes32 delivery, bytes32 record) external;
    /// @notice Buyer: takes over all that is left with a certificate (UNTDID 1001: 916) once all other milestones are
    /// complete and no Blocking snag is open. The warranty starts at `takenOverAt`, not before any part's.
    function takeOver(bytes32 order, bytes32 certificate, uint48 takenOverAt) external;
    /// @notice Seller: extends the warranty for a defect, of a part or (0) of what the order's certificate covers.
    function extendWarranty(bytes32 snag, bytes32 delivery, uint48 until) external;
    /// @notice Buyer: accepts finally after the last warranty, with no snag and no dispute open.
    function acceptFinally(bytes32 order, bytes32 certificate) external;
    /// @notice Buyer: claims liquidated damages for taking-over later than due.
    function claimLiquidatedDamages(bytes32 order, bytes32 amountCommitment) external;
    /// @notice Seller: accepts the damages claimed.
    function acceptLiquidatedDamages(bytes32 order, bytes32 amountCommitment) external;
    /// @notice Seller or buyer: proposes to cancel; a later proposal replaces it.
    function proposeCancellation(bytes32 order, bytes32 record) external;
    /// @notice The other side: cancels with the same record.
    function acceptCancellation(bytes32 order, bytes32 record) external;
    /// @notice Seller or buyer: opens a dispute.
    function raiseDispute(bytes32 order, bytes32 dispute, bytes32 record) external;
    /// @notice Seller or buyer: proposes a settlement; a later proposal replaces it.
    function proposeSettlement(bytes32 dispute, bytes32 record) external;
    /// @notice The other side: settles with the same record.
    function acceptSettlement(bytes32 dispute, bytes32 record) external;

    // Views. Those named after one thing revert where there is none.

    /// @notice The EIP-712 digest that seller and buyer sign.
    function orderDigest(OrderTerms calldata terms) external view returns (bytes32 digest);
    /// @notice The order.
    function orderOf(bytes32 order) external view returns (Order memory);
    /// @notice One milestone.
    function milestoneOf(bytes32 order, bytes32 code) external view returns (Milestone memory);
    /// @notice A page of the order's milestones in its own sequence.
    function milestonesOf(bytes32 order, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory codes, Milestone[] memory milestones);
    /// @notice How late taking-over is or was against its due time in force, in seconds and in full days, and for which
    /// share of the order, ppm: what was not taken over in parts by then.
    function lateness(bytes32 order) external view returns (uint48 lateSeconds, uint32 lateDays, uint32 lateShare);
    /// @notice The partial delivery.
    function deliveryOf(bytes32 delivery) external view returns (PartialDelivery memory);
    /// @notice The sub-order.
    function subOrderOf(bytes32 subOrder) external view returns (SubOrder memory);
    /// @notice An alternative, numbered from 1.
    function alternativeOf(bytes32 subOrder, uint32 alternative) external view returns (Alternative memory);
    /// @notice The change request.
    function changeOf(bytes32 change) external view returns (ChangeRequest memory);
    /// @notice The claim for excusable delay.
    function delayClaimOf(bytes32 claim) external view returns (DelayClaim memory);
    /// @notice The snag.
    function snagOf(bytes32 snag) external view returns (Snag memory);
    /// @notice The dispute.
    function disputeOf(bytes32 dispute) external view returns (Dispute memory);
}
