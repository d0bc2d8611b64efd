// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Enums and structs of OrderFulfilment. In every enum None (0) is no stored state, except where it says "no such point".

/// @notice Life of an order.
enum OrderStatus {
    None,
    Agreed,
    TakenOver,
    Accepted,
    Cancelled
}

/// @notice Life of a milestone. AwaitingRelease: reported done by the seller, its hold point not yet released.
enum MilestoneStatus {
    None,
    Open,
    AwaitingRelease,
    Completed
}

/// @notice Inspection point as an inspection and test plan names it. None: no such point.
/// Hold: the milestone is complete only when the inspector releases or waives it.
/// Witness: the inspector is told in time and may attend; absence does not stop the work.
enum HoldPoint {
    None,
    Hold,
    Witness
}

/// @notice What `Evidence.identifier` names. None: the seller's word only.
enum EvidenceKind {
    None,
    Record,
    AnchoredEvents
}

/// @notice Life of a sub-order to a supplier.
enum SubOrderStatus {
    None,
    Placed,
    Promised,
    PartlyDelivered,
    Delivered,
    Cancelled
}

/// @notice Life of a partial delivery of an order. Reported: it waits for the buyer's answer.
enum DeliveryStatus {
    None,
    Reported,
    TakenOver,
    Refused
}

/// @notice Life of a change request.
enum ChangeStatus {
    None,
    Requested,
    Evaluated,
    Accepted,
    Refused,
    Withdrawn
}

/// @notice Life of a claim for excusable delay.
enum DelayClaimStatus {
    None,
    Claimed,
    Accepted,
    Refused
}

/// @notice Blocking keeps the order from being taken over; Functional and Cosmetic from final acceptance only.
enum SnagClass {
    None,
    Blocking,
    Functional,
    Cosmetic
}

/// @notice Life of a snag.
enum SnagStatus {
    None,
    Raised,
    Answered,
    Closed
}

/// @notice Life of a dispute.
enum DisputeStatus {
    None,
    Raised,
    SettlementProposed,
    Settled
}

/// @notice Why a milestone's due or planned time moved.
enum ScheduleCause {
    None,
    Replanned,
    Alternative,
    Change,
    ExcusableDelay
}

/// @notice Points at what shows that something happened.
/// @param identifier record id, or stream id of anchored events
/// @param kind which of the two
/// @param number record version, or the event's sequence number in its stream
struct Evidence {
    bytes32 identifier;
    EvidenceKind kind;
    uint64 number;
}

/// @notice A milestone as both sides sign it.
/// @param code keccak256(salt, code), hashed off chain; not zero
/// @param weight share of the order's progress, relative to the sum of all weights
/// @param holdPoint inspection point
/// @param inspector who releases or witnesses; 0 = the buyer
/// @param due contract date, Unix seconds; worked out off chain with the calendar of `calendarHash`
/// @param planned the seller's first plan, Unix seconds
/// @param paymentCommitment commitment of the amount that falls due with it; 0 = no payment
struct MilestoneTerms {
    bytes32 code;
    uint16 weight;
    HoldPoint holdPoint;
    bytes16 inspector;
    uint48 due;
    uint48 planned;
    bytes32 paymentCommitment;
}

/// @notice An order as both sides sign it (EIP-712).
/// @param order random id
/// @param version 1
/// @param seller member that builds and delivers
/// @param buyer member that takes over and pays
/// @param termsCommitment root of the sealed contract's fields
/// @param contractRecord record id of the sealed contract (UNTDID 1001: 315)
/// @param calendarHash hash of the working-day calendar that the due times were worked out with
/// @param effectiveAt Unix seconds
/// @param agreeBy last second at which these signatures may be used
/// @param reminderWindow seconds before a due time from which on a reminder may be sent
/// @param inspectionNotice seconds that the inspector is told before an inspection, at the least
/// @param warrantyPeriod seconds from taking-over
/// @param takingOver code of the milestone that the taking-over certificate completes
/// @param finalAcceptance code of the milestone that final acceptance completes; 0 = none
/// @param milestones 1 to 64
struct OrderTerms {
    bytes32 order;
    uint32 version;
    bytes16 seller;
    bytes16 buyer;
    bytes32 termsCommitment;
    bytes32 contractRecord;
    bytes32 calendarHash;
    uint48 effectiveAt;
    uint48 agreeBy;
    uint32 reminderWindow;
    uint32 inspectionNotice;
    uint32 warrantyPeriod;
    bytes32 takingOver;
    bytes32 finalAcceptance;
    MilestoneTerms[] milestones;
}

/// @notice A stored order.
/// @param openMilestones milestones not Completed
/// @param completedWeight sum of the weights of Completed milestones, out of `totalWeight`
/// @param calendarHash working-day calendar of the due times in force
/// @param takenOverAt taking-over time on the order's certificate; 0 before
/// @param warrantyUntil end of the warranty of what that certificate covers; 0 before
/// @param warrantiesUntil end of the last warranty clock of the order and its parts; 0 before any part is taken over
/// @param reportedShare ppm in deliveries that the buyer has not answered
/// @param takenOverShare ppm taken over in parts, before the order as a whole
/// @param partCount deliveries reported and not refused, at most 64
/// @param cancellationProposedBy member whose proposal waits for the other side; 0 = none
/// @param damagesClaimed commitment of the liquidated damages claimed by the buyer; 0 = none
/// @param damagesAccepted the same once the seller accepted it
struct Order {
    bytes16 seller;
    bytes16 buyer;
    OrderStatus status;
    uint32 version;
    uint32 milestoneCount;
    uint32 openMilestones;
    uint32 totalWeight;
    uint32 completedWeight;
    uint48 effectiveAt;
    uint48 agreedAt;
    uint32 reminderWindow;
    uint32 inspectionNotice;
    uint32 warrantyPeriod;
    uint48 takenOverAt;
    uint48 warrantyUntil;
    uint48 warrantiesUntil;
    uint32 reportedShare;
    uint32 takenOverShare;
    uint32 partCount;
    uint32 openSnags;
    uint32 blockingSnags;
    uint32 openDisputes;
    bytes16 cancellationProposedBy;
    bytes32 termsCommitment;
    bytes32 contractRecord;
    bytes32 calendarHash;
    bytes32 takingOver;
    bytes32 finalAcceptance;
    bytes32 cancellationRecord;
    bytes32 damagesClaimed;
    bytes32 damagesAccepted;
}

/// @notice A stored milestone.
/// @param due contract date now in force; `agreedDue` is the one first signed
/// @param planned the seller's plan
/// @param actualAt when it happened, as reported; 0 before
/// @param completedAt block time at which it became Completed; 0 before
/// @param reminded, escalated each true once done for the due time in force
/// @param waived the hold was waived in writing instead of released
/// @param witnessed the inspector recorded attendance
/// @param inspectionAt inspection time notified by the seller; 0 = none
/// @param excusedDays days of accepted excusable delay within `due`
struct Milestone {
    MilestoneStatus status;
    HoldPoint holdPoint;
    uint16 weight;
    uint48 due;
    uint48 planned;
    uint48 actualAt;
    uint48 completedAt;
    bool reminded;
    bool escalated;
    bool waived;
    bool witnessed;
    bytes16 inspector;
    uint48 agreedDue;
    uint48 inspectionAt;
    uint32 excusedDays;
    bytes32 paymentCommitment;
    Evidence evidence;
}

/// @notice Places a sub-order.
/// @param subOrder random id
/// @param order the order it is for
/// @param milestone the milestone that waits for it
/// @param supplier member that delivers
/// @param needBy Unix seconds
/// @param termsCommitment root of the sealed sub-order's fields
struct SubOrderTerms {
    bytes32 subOrder;
    bytes32 order;
    bytes32 milestone;
    bytes16 supplier;
    uint48 needBy;
    bytes32 termsCommitment;
}

/// @notice A stored sub-order.
/// @param promiseNumber how many promises the supplier made; alternatives belong to one of them
/// @param promisedAt delivery time last promised; 0 before
/// @param deliveredShare cumulative share delivered, ppm
/// @param deliveredAt block time at which deliveredShare reached 1,000,000
/// @param acceptedAlternative number of the alternative accepted for the current promise; 0 = none
/// @param due delivery time that counts: `needBy`, or the late promise for which an alternative was accepted
/// @param reminded, escalated each true once done for the due time in force
struct SubOrder {
    bytes16 supplier;
    SubOrderStatus status;
    uint32 promiseNumber;
    uint32 alternativeCount;
    uint32 acceptedAlternative;
    bool reminded;
    bool escalated;
    bytes32 order;
    bytes32 milestone;
    uint48 needBy;
    uint48 due;
    uint48 promisedAt;
    uint48 deliveredAt;
    uint32 deliveredShare;
    bytes32 termsCommitment;
}

/// @notice A new planned time for one milestone.
struct MilestoneMove {
    bytes32 code;
    uint48 planned;
}

/// @notice A stored alternative; its moves stand in `AlternativeOffered`.
/// @param offeredBy supplier or seller
/// @param delayDays net delay of the order that is left with it, days
/// @param priceCommitment commitment of its price; the price is sealed
/// @param movesHash keccak256(abi.encode(moves))
struct Alternative {
    bytes16 offeredBy;
    uint32 promiseNumber;
    uint16 delayDays;
    bool accepted;
    bytes32 priceCommitment;
    bytes32 movesHash;
}

/// @notice What a change does to one milestone.
/// @param due new contract date; 0 = unchanged
/// @param planned new plan; 0 = unchanged
/// @param paymentCommitment new commitment; 0 = unchanged
struct MilestoneChange {
    bytes32 code;
    uint48 due;
    uint48 planned;
    bytes32 paymentCommitment;
}

/// @notice The seller's evaluation of a change request.
/// @param costCommitment commitment of its cost; the cost is sealed
/// @param delayDays days it adds
/// @param termsCommitment root of the contract's fields as they will stand in the next version
/// @param calendarHash hash of the working-day calendar that the new due times were worked out with; 0 = unchanged
/// @param milestones 0 to 64
/// @param certificates record ids of documents that have to be issued again, 0 to 64
struct ChangeEvaluation {
    bytes32 costCommitment;
    uint16 delayDays;
    bytes32 termsCommitment;
    bytes32 calendarHash;
    MilestoneChange[] milestones;
    bytes32[] certificates;
}

/// @notice A stored change request.
/// @param evaluationHash keccak256(abi.encode(evaluation)); the evaluation stands in `ChangeEvaluated`
/// @param orderVersion version of the order that the evaluation was made for
struct ChangeRequest {
    bytes32 order;
    bytes16 requestedBy;
    ChangeStatus status;
    uint32 orderVersion;
    bytes32 record;
    bytes32 evaluationHash;
}

/// @notice A stored claim for excusable delay; its milestones stand in `ExcusableDelayClaimed`.
struct DelayClaim {
    bytes32 order;
    DelayClaimStatus status;
    uint16 delayDays;
    bytes32 record;
    bytes32 milestonesHash;
}

/// @notice A stored partial delivery.
/// @param share ppm of the order
/// @param takenOverAt taking-over time on the part's certificate; 0 before
/// @param warrantyUntil end of the part's own warranty; 0 before taking-over
/// @param consignment id of the consignment it came with; 0 = none
/// @param answer record of the buyer's answer: taking-over certificate or reasons of the refusal; 0 before
struct PartialDelivery {
    bytes32 order;
    DeliveryStatus status;
    uint32 share;
    uint48 takenOverAt;
    uint48 warrantyUntil;
    bytes32 consignment;
    bytes32 answer;
    Evidence evidence;
}

/// @notice A stored snag.
/// @param dueAt Unix seconds; 0 = no date
/// @param reminded, escalated each true once done
struct Snag {
    bytes32 order;
    SnagClass snagClass;
    SnagStatus status;
    uint48 dueAt;
    bool reminded;
    bool escalated;
    bytes32 record;
}

/// @notice A stored dispute. `record` is the settlement's once one is proposed.
struct Dispute {
    bytes32 order;
    DisputeStatus status;
    bytes16 proposedBy;
    bytes32 record;
}
