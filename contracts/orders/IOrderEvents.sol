// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ChangeEvaluation,
    ChangeStatus,
    Evidence,
    MilestoneMove,
    OrderTerms,
    ScheduleCause,
    SnagClass,
    SubOrderTerms
} from "./OrderTypes.sol";

/// @title What OrderFulfilment tells: enough to rebuild every order, milestone and sub-order from events alone.
interface IOrderEvents {
    /// @notice Both sides agreed; `terms` lists all milestones in the order's own sequence.
    event OrderAgreed(
        bytes32 indexed order,
        bytes16 indexed seller,
        bytes16 indexed buyer,
        address sellerAccount,
        address buyerAccount,
        OrderTerms terms
    );
    /// @notice A due or planned time moved. Both new values are given; `causeId` is the sub-order, change or claim.
    event MilestoneScheduled(
        bytes32 indexed order,
        bytes32 indexed code,
        ScheduleCause cause,
        bytes32 causeId,
        uint48 due,
        uint48 planned
    );
    /// @notice A change altered the payment that falls due with a milestone.
    event MilestonePaymentChanged(bytes32 indexed order, bytes32 indexed code, bytes32 change, bytes32 paymentCommitment);
    /// @notice The seller told the inspector when the inspection is.
    event InspectionNotified(bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, uint48 inspectionAt);
    /// @notice The buyer named another inspector in the place of one who is no longer an active member.
    event InspectorReplaced(
        bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, bytes16 predecessor
    );
    /// @notice The inspector attended a witness point.
    event MilestoneWitnessed(bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, bytes32 record);
    /// @notice The seller reported a milestone with a hold point done; it waits for the inspector.
    event MilestoneReported(
        bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, uint48 actualAt, Evidence evidence
    );
    /// @notice The inspector released the hold. `MilestoneCompleted` follows.
    event HoldReleased(bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, bytes32 record);
    /// @notice The inspector refused: the milestone is Open again.
    event ReleaseRefused(bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, bytes32 record);
    /// @notice The inspector waived the hold in writing. The milestone completes when the seller reports it.
    event HoldWaived(bytes32 indexed order, bytes32 indexed code, bytes16 indexed inspector, bytes32 record);
    /// @notice The milestone is complete. `actualAt` is as reported, the log's block time is when it became complete.
    event MilestoneCompleted(
        bytes32 indexed order,
        bytes32 indexed code,
        bytes16 indexed reportedBy,
        uint48 due,
        uint48 planned,
        uint48 actualAt,
        Evidence evidence
    );
    /// @notice The due time is near.
    event MilestoneReminded(bytes32 indexed order, bytes32 indexed code, uint48 due, uint48 planned);
    /// @notice The due time went by and the milestone is not complete.
    event MilestoneEscalated(bytes32 indexed order, bytes32 indexed code, uint48 due, uint48 planned);

    /// @notice The seller placed a sub-order.
    event SubOrderPlaced(
        bytes32 indexed order, bytes32 indexed subOrder, bytes16 indexed supplier, SubOrderTerms terms
    );
    /// @notice The supplier promised a delivery time.
    event DeliveryPromised(
        bytes32 indexed order, bytes32 indexed subOrder, bytes16 indexed supplier, uint32 promiseNumber, uint48 promisedAt
    );
    /// @notice The promise is later than the need.
    event DelayWarned(
        bytes32 indexed order,
        bytes32 indexed subOrder,
        bytes32 indexed milestone,
        uint48 needBy,
        uint48 promisedAt,
        uint48 lateSeconds
    );
    /// @notice A way out of the delay: days are open, the price is sealed.
    event AlternativeOffered(
        bytes32 indexed order,
        bytes32 indexed subOrder,
        bytes16 indexed offeredBy,
        uint32 alternative,
        uint32 promiseNumber,
        uint16 delayDays,
        bytes32 priceCommitment,
        MilestoneMove[] moves
    );
    /// @notice The other side accepted it: the delivery is due as promised, at `due`. `MilestoneScheduled` follows for
    /// each move.
    event AlternativeAccepted(
        bytes32 indexed order, bytes32 indexed subOrder, bytes16 indexed acceptedBy, uint32 alternative, uint48 due
    );
    /// @notice The supplier delivered, `deliveredShare` ppm by now.
    event SubOrderDelivered(
        bytes32 indexed order,
        bytes32 indexed subOrder,
        bytes16 indexed supplier,
        uint32 deliveredShare,
        Evidence evidence
    );
    /// @notice The sub-order's due time is near.
    event SubOrderReminded(bytes32 indexed order, bytes32 indexed subOrder, bytes32 indexed milestone, uint48 due);
    /// @notice The due time went by and the sub-order is not delivered.
    event SubOrderEscalated(bytes32 indexed order, bytes32 indexed subOrder, bytes32 indexed milestone, uint48 due);
    /// @notice The seller cancelled the sub-order.
    event SubOrderCancelled(bytes32 indexed order, bytes32 indexed subOrder);

    /// @notice A party asks for a change.
    event ChangeRequested(bytes32 indexed order, bytes32 indexed change, bytes16 indexed requestedBy, bytes32 record);
    /// @notice The seller's evaluation: cost sealed, days and touched milestones and certificates open.
    event ChangeEvaluated(
        bytes32 indexed order, bytes32 indexed change, uint32 orderVersion, ChangeEvaluation evaluation
    );
    /// @notice The buyer accepted the evaluation: the order has a new version, with the terms and calendar given.
    event ChangeAccepted(
        bytes32 indexed order,
        bytes32 indexed change,
        uint32 orderVersion,
        bytes32 termsCommitment,
        bytes32 calendarHash
    );
    /// @notice The change ended otherwise: Refused by the buyer or seller, or Withdrawn by who asked.
    event ChangeClosed(bytes32 indexed order, bytes32 indexed change, ChangeStatus status);

    /// @notice The seller claims days for a cause that the contract excuses.
    event ExcusableDelayClaimed(
        bytes32 indexed order, bytes32 indexed claim, uint16 delayDays, bytes32 record, bytes32[] milestones
    );
    /// @notice The buyer accepted; `MilestoneScheduled` follows for each milestone.
    event ExcusableDelayAccepted(bytes32 indexed order, bytes32 indexed claim);
    /// @notice The buyer refused, for the reasons in `record` (0 = none given).
    event ExcusableDelayRefused(bytes32 indexed order, bytes32 indexed claim, bytes32 record);

    /// @notice The buyer found a defect.
    event SnagRaised(
        bytes32 indexed order, bytes32 indexed snag, SnagClass snagClass, uint48 dueAt, bytes32 record
    );
    /// @notice The seller says that it is mended.
    event SnagAnswered(bytes32 indexed order, bytes32 indexed snag, bytes32 record);
    /// @notice The buyer agrees that it is mended.
    event SnagClosed(bytes32 indexed order, bytes32 indexed snag);

    /// @notice The snag's date is near.
    event SnagReminded(bytes32 indexed order, bytes32 indexed snag, uint48 dueAt);
    /// @notice The snag's date went by and it is not closed.
    event SnagEscalated(bytes32 indexed order, bytes32 indexed snag, uint48 dueAt);

    /// @notice The seller reports a part of the order delivered: `share` ppm of it, with that consignment (0 = none).
    event DeliveryReported(
        bytes32 indexed order, bytes32 indexed delivery, uint32 share, bytes32 consignment, Evidence evidence
    );
    /// @notice The buyer took the part over; its own warranty runs. `lateSeconds` is against the due time then in force.
    event PartTakenOver(
        bytes32 indexed order,
        bytes32 indexed delivery,
        bytes32 certificate,
        uint32 share,
        uint48 takenOverAt,
        uint48 warrantyUntil,
        uint48 lateSeconds
    );
    /// @notice The buyer refused the part, for the reasons in `record`.
    event DeliveryRefused(bytes32 indexed order, bytes32 indexed delivery, bytes32 record);
    /// @notice The buyer's taking-over certificate, for all that was not taken over in parts. `lateSeconds` is against
    /// the due time then in force, `lateShare` the ppm not taken over by then.
    event OrderTakenOver(
        bytes32 indexed order,
        bytes32 certificate,
        uint48 takenOverAt,
        uint48 warrantyUntil,
        uint48 lateSeconds,
        uint32 lateShare
    );
    /// @notice The seller extended a warranty for a defect: of the part, or (0) of what the order's certificate covers.
    event WarrantyExtended(
        bytes32 indexed order, bytes32 indexed delivery, bytes32 indexed snag, uint48 warrantyUntil
    );
    /// @notice The buyer's final acceptance certificate.
    event OrderAccepted(bytes32 indexed order, bytes32 certificate);
    /// @notice The buyer claims liquidated damages for `lateShare` ppm of the order; the amount is sealed.
    event LiquidatedDamagesClaimed(
        bytes32 indexed order, uint48 lateSeconds, uint32 lateShare, bytes32 amountCommitment
    );
    /// @notice The seller accepted the claim.
    event LiquidatedDamagesAccepted(bytes32 indexed order, bytes32 amountCommitment);
    /// @notice One side proposes to cancel.
    event CancellationProposed(bytes32 indexed order, bytes16 indexed proposedBy, bytes32 record);
    /// @notice Both sides cancelled.
    event OrderCancelled(bytes32 indexed order, bytes32 record);
    /// @notice A party opened a dispute.
    event DisputeRaised(bytes32 indexed order, bytes32 indexed dispute, bytes16 indexed raisedBy, bytes32 record);
    /// @notice A party proposes a settlement.
    event SettlementProposed(bytes32 indexed order, bytes32 indexed dispute, bytes16 indexed proposedBy, bytes32 record);
    /// @notice The other side agreed to it.
    event DisputeSettled(bytes32 indexed order, bytes32 indexed dispute, bytes32 record);
}
