// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence} from "../orders/OrderTypes.sol";

// Enums and structs of PartProvenance. In every enum None (0) is never a stored state.

/// @notice Where a part stands by itself. A part inside a scrapped one is scrapped with it ({stateOf}).
/// @param Made registered, never installed
/// @param Installed in a parent
/// @param Removed was installed, is loose
/// @param InRepair with a workshop
/// @param Repaired back from the workshop, can be installed
/// @param Scrapped final
enum PartStatus {
    None,
    Made,
    Installed,
    Removed,
    InRepair,
    Repaired,
    Scrapped
}

/// @notice Why custody changes.
enum HandOverPurpose {
    None,
    Delivery,
    Storage,
    Installation,
    Repair,
    CoreReturn,
    Disposal,
    Return
}

/// @notice What an inspection came to.
enum InspectionResult {
    None,
    Passed,
    PassedWithRemarks,
    Failed
}

/// @notice Where a work order stands.
/// @param Opened by the machine's custodian, from an alert
/// @param Diagnosed by the performer; parts may be replaced
/// @param Completed signed by both
enum WorkOrderStatus {
    None,
    Opened,
    Diagnosed,
    Completed,
    Cancelled
}

/// @notice What a recall is about.
/// @param Lot a lot of one maker
/// @param Design a design (type) of one maker
/// @param Maker everything of one maker
/// @param List parts named one by one
enum RecallScope {
    None,
    Lot,
    Design,
    Maker,
    List
}

/// @notice Where a recall stands.
/// @param Closed all that was in its scope was marked; what is registered later is under it as well
/// @param Ended it reaches nothing more; its marks stay
enum RecallStatus {
    None,
    Open,
    Closed,
    Ended
}

/// @notice How a recall stands for one part.
/// @param Marked reached, to be acted on
/// @param NotActionable reached, but scrapped already: listed only
/// @param Remedied acted on
enum RecallMark {
    None,
    Marked,
    NotActionable,
    Remedied
}

/// @notice How the return of an old unit (a core) against a credit stands.
/// @param Owed promised by its owner
/// @param Returned in the creditor's hands
/// @param Accepted the creditor owns it, and owes the credit
/// @param Refused it cannot be remanufactured: no credit
/// @param Waived the creditor no longer asks for it
enum CoreStatus {
    None,
    Owed,
    Returned,
    Accepted,
    Refused,
    Waived
}

/// @notice A maker of parts: a member, or a company outside that a member registers for.
/// @param registrar member that registers its parts
/// @param identity keccak256 of its GS1 company prefix in ASCII
/// @param serialKeyDigest keccak256 of the secret key its serial commitments are made with
/// @param enteredAt block time
struct Maker {
    bytes16 registrar;
    bytes32 identity;
    bytes32 serialKeyDigest;
    uint48 enteredAt;
}

/// @notice A part to be registered, and the leaf of a batch.
/// @param part new id, random
/// @param maker its maker
/// @param serialCommitment keyed commitment to (part reference, serial); see the README
/// @param design commitment to the type (part reference), 0 for none
/// @param lot commitment to the lot, 0 for none
/// @param machine whether it is a whole machine: a root of trees, never installed in anything
struct PartRegistration {
    bytes32 part;
    bytes16 maker;
    bytes32 serialCommitment;
    bytes32 design;
    bytes32 lot;
    bool machine;
}

/// @notice A part as it stands.
/// @param status see {PartStatus}
/// @param machine whether it is a whole machine
/// @param suspected whether two sightings contradict each other
/// @param height levels below it, 0 for a leaf
/// @param custodySequence number of hand-overs so far
/// @param recalled whether a recall reaches it that was not remedied for it, marked or not
/// @param openRecalls recalls that mark it and are not remedied
/// @param barredBelow parts anywhere in it that are marked by a recall or suspected
/// @param children parts directly in it
/// @param registeredAt block time
/// @param homeChain chain id of the ledger that decides about it
/// @param maker its maker
/// @param custodian who has it; for an installed part, the root's custodian counts ({custodyOf})
/// @param owner who owns it; for an installed part, the root's owner counts ({custodyOf})
/// @param serialCommitment see {PartRegistration}
/// @param design see {PartRegistration}
/// @param lot see {PartRegistration}
/// @param batch root of the batch it came from, 0 for none
/// @param parent what it is installed in, 0 for nothing
/// @param position where in the parent, 0 for nothing
struct Part {
    PartStatus status;
    bool machine;
    bool suspected;
    uint8 height;
    bool recalled;
    uint32 custodySequence;
    uint32 openRecalls;
    uint32 barredBelow;
    uint32 children;
    uint48 registeredAt;
    uint64 homeChain;
    bytes16 maker;
    bytes16 custodian;
    bytes16 owner;
    bytes32 serialCommitment;
    bytes32 design;
    bytes32 lot;
    bytes32 batch;
    bytes32 parent;
    bytes32 position;
}

/// @notice A batch of parts registered by a Merkle root.
/// @param maker their maker
/// @param count number of leaves
/// @param materialised number of parts that have their own entry by now
/// @param registeredAt block time
struct PartBatch {
    bytes16 maker;
    uint32 count;
    uint32 materialised;
    uint48 registeredAt;
}

/// @notice That a part was in another for a time.
/// @param part child
/// @param parent parent
/// @param position where in the parent
/// @param workOrder work order it was installed under, 0 for none
/// @param installedAt block time
/// @param removedAt block time, 0 while it is there
struct AssemblyEdge {
    bytes32 part;
    bytes32 parent;
    bytes32 position;
    bytes32 workOrder;
    uint48 installedAt;
    uint48 removedAt;
}

/// @notice A hand-over that waits for the receiver.
/// @param giver member that offered it; it lapses when that no longer has the part
/// @param receiver member that may accept, 0 for no offer
/// @param purpose see {HandOverPurpose}
/// @param withOwnership whether ownership changes too
/// @param offeredAt block time
/// @param evidence record that documents it, 0 for none
struct HandOverOffer {
    bytes16 giver;
    bytes16 receiver;
    HandOverPurpose purpose;
    bool withOwnership;
    uint48 offeredAt;
    bytes32 evidence;
}

/// @notice An offer of ownership that waits for the receiver; who has the part stays the same.
/// @param owner member that offered it; it lapses when that no longer owns the part
/// @param receiver member that may accept, 0 for no offer
/// @param offeredAt block time
/// @param record record that documents it, 0 for none
struct TitleOffer {
    bytes16 owner;
    bytes16 receiver;
    uint48 offeredAt;
    bytes32 record;
}

/// @notice An old unit that its owner owes to somebody, against a credit.
/// @param status see {CoreStatus}
/// @param debtor who owes it
/// @param creditor who is to have it
/// @param owedAt block time
/// @param dueAt until when; it is late when Owed after that, or returned after that
/// @param returnedAt block time of its hand-over to the creditor, 0 before
/// @param terms record of the terms (credit, what is accepted), 0 for none
/// @param finding record of the creditor's finding, 0 for none
struct CoreReturn {
    CoreStatus status;
    bytes16 debtor;
    bytes16 creditor;
    uint48 owedAt;
    uint48 dueAt;
    uint48 returnedAt;
    bytes32 terms;
    bytes32 finding;
}

/// @notice The last inspection of a part.
struct Inspection {
    bytes16 inspector;
    InspectionResult result;
    uint48 inspectedAt;
    bytes32 record;
}

/// @notice A work order on a machine.
/// @param status see {WorkOrderStatus}
/// @param custodian member that opened it, the machine's custodian then
/// @param performer member that does the work
/// @param changes number of parts installed or removed under it
/// @param openedAt block time
/// @param statusSince block time of the last change of status
/// @param machine the machine, or the loose part that is worked on
/// @param record record of the order itself (UNTDID 225)
/// @param diagnosis record of the diagnosis, 0 before
/// @param completion record of the completion, 0 before
/// @param changesHash running hash of what was installed and removed
/// @param alert what it was opened for: an anchored event, a record, or nothing
struct WorkOrder {
    WorkOrderStatus status;
    bytes16 custodian;
    bytes16 performer;
    uint32 changes;
    uint48 openedAt;
    uint48 statusSince;
    bytes32 machine;
    bytes32 record;
    bytes32 diagnosis;
    bytes32 completion;
    bytes32 changesHash;
    Evidence alert;
}

/// @notice A recall.
/// @param status see {RecallStatus}
/// @param scope see {RecallScope}
/// @param openedBy member that opened it
/// @param maker maker of the parts, 0 for a list
/// @param openedAt block time
/// @param marked parts reached
/// @param live of these, not scrapped when reached
/// @param remedied of the live ones, acted on
/// @param key lot or design, 0 for maker and list
/// @param record record that says what is wrong and what to do
struct Recall {
    RecallStatus status;
    RecallScope scope;
    bytes16 openedBy;
    bytes16 maker;
    uint48 openedAt;
    uint32 marked;
    uint32 live;
    uint32 remedied;
    bytes32 key;
    bytes32 record;
}
