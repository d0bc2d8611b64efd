// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CoreStatus, PartStatus, RecallMark, RecallScope, RecallStatus, WorkOrderStatus} from "./PartTypes.sol";

/// @title Why PartProvenance refuses a call.
interface IPartErrors {
    /// @notice The maker was entered already.
    error MakerExists(bytes16 maker);
    /// @notice A maker with this identity was entered already.
    error MakerIdentityTaken(bytes32 identity, bytes16 maker);
    /// @notice The id is another member's: only that member can enter itself as a maker.
    error MakerIsMember(bytes16 maker);
    /// @notice There is no such maker.
    error UnknownMaker(bytes16 maker);
    /// @notice The caller's member does not register this maker's parts.
    error NotTheRegistrar(bytes16 maker, bytes16 member);
    /// @notice A batch with this root exists.
    error BatchExists(bytes32 root);
    /// @notice There is no such batch.
    error UnknownBatch(bytes32 root);
    /// @notice A batch has at least one part, and no more are materialised than it has.
    error BatchCountMismatch(bytes32 root, uint32 count);
    /// @notice The proof does not lead to the batch's root.
    error BatchProofMismatch(bytes32 root, bytes32 part);
    /// @notice A part with this id exists.
    error PartExists(bytes32 part);
    /// @notice There is no such part.
    error UnknownPart(bytes32 part);
    /// @notice This maker's serial is registered already, as `part`: the second one is a copy or a mistake.
    error SerialAlreadyRegistered(bytes16 maker, bytes32 serialCommitment, bytes32 part);
    /// @notice The part's status does not allow it.
    error PartStatusMismatch(bytes32 part, PartStatus status);
    /// @notice The part is, or is inside, a scrapped one: that is final.
    error PartIsScrapped(bytes32 part);
    /// @notice The caller's member does not have the part (or the machine it is in).
    error NotTheCustodian(bytes32 part, bytes16 member);
    /// @notice The member does not own the part, so it cannot give it away, build it into another's, or scrap it.
    error NotTheOwner(bytes32 part, bytes16 member);
    /// @notice A whole machine is not installed in anything.
    error MachineNotInstallable(bytes32 part);
    /// @notice Not a whole machine.
    error NotAMachine(bytes32 part);
    /// @notice The machine's as-built configuration was declared already.
    error MachineAlreadyBuilt(bytes32 machine, uint48 builtAt);
    /// @notice The part would become part of itself.
    error AssemblyCycle(bytes32 part, bytes32 parent);
    /// @notice The tree would have more levels than it may.
    error AssemblyTooDeep(bytes32 part, bytes32 parent, uint256 limit);
    /// @notice The parent has as many children as it may.
    error TooManyChildren(bytes32 parent, uint256 limit);
    /// @notice Another part is in this place.
    error PositionTaken(bytes32 parent, bytes32 position, bytes32 part);
    /// @notice The part is under a recall that was not remedied.
    error PartUnderRecall(bytes32 part);
    /// @notice So many parts in it are under a recall or under suspicion.
    error AssemblyHoldsBarredParts(bytes32 part, uint32 count);
    /// @notice The part's serial was seen in two places at once.
    error PartIsSuspected(bytes32 part);
    /// @notice The part's serial is not under suspicion.
    error PartNotSuspected(bytes32 part);
    /// @notice A hand-over needs a purpose and a receiver other than the giver.
    error HandOverMalformed(bytes32 part);
    /// @notice There is no offer for this member.
    error NoHandOverOffer(bytes32 part, bytes16 member);
    /// @notice There is no offer of ownership for this member.
    error NoTitleOffer(bytes32 part, bytes16 member);
    /// @notice A core is owed to another than the debtor.
    error CoreReturnMalformed(bytes32 part);
    /// @notice The core return's status does not allow it.
    error CoreStatusMismatch(bytes32 part, CoreStatus status);
    /// @notice The core is not owed to the caller's member.
    error NotTheCoreCreditor(bytes32 part, bytes16 member);
    /// @notice The signature's deadline has passed.
    error SignatureExpired(uint48 deadline);
    /// @notice An inspection needs a result.
    error InspectionMalformed(bytes32 part);
    /// @notice The work order exists already.
    error WorkOrderExists(bytes32 workOrder);
    /// @notice There is no such work order.
    error UnknownWorkOrder(bytes32 workOrder);
    /// @notice The work order's status does not allow it.
    error WorkOrderStatusMismatch(bytes32 workOrder, WorkOrderStatus status);
    /// @notice The work order is for another machine.
    error WorkOrderMachineMismatch(bytes32 workOrder, bytes32 machine);
    /// @notice The caller's member is not the work order's performer, or not one of its sides.
    error NotAPartyToWorkOrder(bytes32 workOrder, bytes16 member);
    /// @notice Parts were changed under the work order: it can only be completed.
    error WorkOrderHasChanges(bytes32 workOrder, uint32 changes);
    /// @notice The recall exists already.
    error RecallExists(bytes32 recall);
    /// @notice There is no such recall.
    error UnknownRecall(bytes32 recall);
    /// @notice The recall's status does not allow it.
    error RecallStatusMismatch(bytes32 recall, RecallStatus status);
    /// @notice So many recalls of one lot, design or maker are in force: another can name its parts as a List.
    error TooManyRecalls(bytes16 maker, bytes32 key, uint256 limit);
    /// @notice The part is not in the recall's scope.
    error PartNotInScope(bytes32 recall, bytes32 part);
    /// @notice Not a recall: a scope without its key, or a key without its scope.
    error RecallMalformed(bytes32 recall);
    /// @notice The recall's scope does not allow this call.
    error RecallScopeMismatch(bytes32 recall, RecallScope scope);
    /// @notice The caller's member may not recall this part: it registers neither its maker's parts nor the machine's.
    error NotARecallAuthority(bytes32 part, bytes16 member);
    /// @notice The recall does not mark this part as to be acted on.
    error PartNotRecalled(bytes32 recall, bytes32 part, RecallMark mark);
    /// @notice Not every part in the recall's scope is marked yet.
    error RecallNotFullyMarked(bytes32 recall, uint256 markedSoFar, uint256 inScope);
    /// @notice A list is empty or longer than one call may carry.
    error PageSizeMismatch(uint256 given, uint256 limit);
}
