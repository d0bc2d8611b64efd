// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Evidence} from "../orders/OrderTypes.sol";
import {HandOverPurpose, InspectionResult, RecallMark, RecallScope} from "./PartTypes.sol";

/// @title What PartProvenance tells indexers. Every row they show can be rebuilt from these events alone.
interface IPartEvents {
    /// @notice A maker was entered.
    event MakerEntered(
        bytes16 indexed maker, bytes16 indexed registrar, bytes32 indexed identity, bytes32 serialKeyDigest
    );

    /// @notice Another member registers a maker's parts from now on.
    event RegistrarAppointed(bytes16 indexed maker, bytes16 indexed registrar, bytes16 previous);

    /// @notice Parts were registered by a root.
    event BatchRegistered(bytes32 indexed root, bytes16 indexed maker, uint32 count);

    /// @notice A part has its own entry. Its custodian and owner are `registrar`; its status is Made.
    /// @param batch root of the batch it came from, 0 for none
    event PartRegistered(
        bytes32 indexed part,
        bytes16 indexed maker,
        bytes16 indexed registrar,
        bytes32 serialCommitment,
        bytes32 design,
        bytes32 lot,
        bool machine,
        bytes32 batch
    );

    /// @notice A machine's as-built configuration is what was in it at this block's time.
    event MachineBuilt(bytes32 indexed machine, bytes16 indexed member, bytes32 record);

    /// @notice A part was put into another.
    event PartInstalled(
        bytes32 indexed part,
        bytes32 indexed parent,
        bytes32 indexed root,
        bytes32 position,
        bytes32 workOrder,
        bytes16 member
    );

    /// @notice A part was taken out of another; `custodian` and `owner` are the root's, and now the part's own.
    event PartRemoved(
        bytes32 indexed part,
        bytes32 indexed parent,
        bytes32 indexed root,
        bytes32 position,
        bytes32 workOrder,
        bytes16 member,
        bytes16 custodian,
        bytes16 owner
    );

    /// @notice One part took another's place, with both signatures (PartRemoved and PartInstalled come with it).
    event PartReplaced(
        bytes32 indexed workOrder,
        bytes32 indexed oldPart,
        bytes32 indexed newPart,
        bytes32 parent,
        bytes32 position,
        bytes16 performer,
        bytes16 custodian
    );

    /// @notice A part went to a workshop.
    event RepairStarted(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A part came back from a workshop.
    event RepairCompleted(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A part, and everything in it, is scrapped for good.
    event PartScrapped(bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A hand-over was offered.
    event HandOverOffered(
        bytes32 indexed part,
        bytes16 indexed giver,
        bytes16 indexed receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    );

    /// @notice An offer was taken back by the giver, declined by the receiver, or lapsed as the part was installed.
    event HandOverCancelled(bytes32 indexed part, bytes16 indexed member);

    /// @notice Custody changed; both sides signed.
    /// @param custodySequence the part's number of hand-overs, this one included
    event CustodyTransferred(
        bytes32 indexed part,
        bytes16 indexed giver,
        bytes16 indexed receiver,
        uint32 custodySequence,
        HandOverPurpose purpose,
        bytes16 owner,
        bytes32 evidence
    );

    /// @notice Ownership was offered, or with `receiver` 0 the offer taken back.
    event TitleOffered(bytes32 indexed part, bytes16 indexed owner, bytes16 indexed receiver, bytes32 record);

    /// @notice Ownership changed, custody did not; both sides agreed.
    event TitleTransferred(bytes32 indexed part, bytes16 indexed previous, bytes16 indexed owner, bytes32 record);

    /// @notice The owner of a part owes it, as a core, to the creditor.
    event CoreOwed(bytes32 indexed part, bytes16 indexed debtor, bytes16 indexed creditor, uint48 dueAt, bytes32 terms);

    /// @notice A core is in its creditor's hands (CustodyTransferred comes with it).
    event CoreReturned(bytes32 indexed part, bytes16 indexed debtor, bytes16 indexed creditor, uint48 dueAt);

    /// @notice The creditor accepted or refused a core.
    /// @param owner who owns it now: the creditor when accepted
    event CoreJudged(
        bytes32 indexed part,
        bytes16 indexed debtor,
        bytes16 indexed creditor,
        bool accepted,
        bytes16 owner,
        bytes32 record
    );

    /// @notice The creditor no longer asks for a core.
    event CoreWaived(bytes32 indexed part, bytes16 indexed debtor, bytes16 indexed creditor, bytes32 record);

    /// @notice A part was inspected.
    event PartInspected(
        bytes32 indexed part, bytes16 indexed inspector, InspectionResult result, bytes32 indexed record
    );

    /// @notice A part's serial was seen at a place.
    event PartSighted(bytes32 indexed part, bytes16 indexed member, bytes5 place, uint48 seenAt);

    /// @notice Two sightings contradict each other: one of them is a copy.
    event PartSuspected(bytes32 indexed part, bytes5 place, uint48 seenAt, bytes5 previousPlace, uint48 previousSeenAt);

    /// @notice The maker's registrar settled which part is the real one.
    event SuspicionCleared(bytes32 indexed part, bytes16 indexed registrar, bytes32 record);

    /// @notice A work order was opened.
    event WorkOrderOpened(
        bytes32 indexed workOrder,
        bytes32 indexed machine,
        bytes16 indexed performer,
        bytes16 custodian,
        Evidence alert,
        bytes32 record
    );

    /// @notice The performer diagnosed.
    event WorkOrderDiagnosed(bytes32 indexed workOrder, bytes32 record);

    /// @notice Both sides signed the completion.
    event WorkOrderCompleted(
        bytes32 indexed workOrder,
        bytes16 custodian,
        bytes16 performer,
        bytes32 record,
        uint32 changes,
        bytes32 changesHash
    );

    /// @notice The custodian cancelled a work order under which nothing was changed.
    event WorkOrderCancelled(bytes32 indexed workOrder);

    /// @notice A recall was opened.
    event RecallOpened(
        bytes32 indexed recall,
        bytes16 indexed openedBy,
        RecallScope scope,
        bytes16 indexed maker,
        bytes32 key,
        bytes32 record
    );

    /// @notice A recall reached a part.
    /// @param machine the machine it is in, 0 for none
    /// @param custodian who has it: the root's custodian
    /// @param depth levels between it and the root of its tree, 0 when loose
    /// @param mark Marked, or NotActionable when it is scrapped
    event PartRecalled(
        bytes32 indexed recall,
        bytes32 indexed part,
        bytes32 indexed machine,
        bytes16 custodian,
        uint8 depth,
        RecallMark mark
    );

    /// @notice A recall was acted on for a part.
    event RecallRemedied(bytes32 indexed recall, bytes32 indexed part, bytes16 indexed member, bytes32 record);

    /// @notice A recall was closed: all that was in its scope was marked.
    event RecallClosed(bytes32 indexed recall, uint32 marked, uint32 live, uint32 remedied);

    /// @notice A recall reaches nothing more; its marks stay.
    event RecallEnded(bytes32 indexed recall, bytes16 indexed member, bytes32 record);
}
