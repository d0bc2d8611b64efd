// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AssignmentStatus,
    DemandStatus,
    GuaranteeStatus,
    PaperHolder,
    ReceivableStatus
} from "./FinanceTypes.sol";

/// @title Why TradeFinance refuses a call.
interface IFinanceErrors {
    /// @notice The caller's member is not the seller of the receivable's order.
    error NotReceivableSeller(bytes32 receivable, bytes16 member);
    /// @notice The caller's member is not the buyer of the receivable's order.
    error NotReceivableBuyer(bytes32 receivable, bytes16 member);
    /// @notice This (order, milestone) is presented already.
    error ReceivableAlreadyPresented(bytes32 receivable);
    /// @notice No receivable of this id.
    error UnknownReceivable(bytes32 receivable);
    /// @notice No payment falls due with the milestone.
    error MilestoneWithoutPayment(bytes32 order, bytes32 milestone);
    /// @notice The order was cancelled.
    error OrderNotFinanceable(bytes32 order);
    /// @notice Only what is earned is financed: the milestone is not complete.
    error MilestoneNotCompleted(bytes32 order, bytes32 milestone);
    /// @notice The receivable's status doesn't allow it.
    error ReceivableStatusMismatch(bytes32 receivable, ReceivableStatus status);
    /// @notice The buyer agrees to another amount than the one presented, or a change of the order altered it since.
    error AmountCommitmentMismatch(bytes32 receivable, bytes32 presented, bytes32 given);
    /// @notice The buyer has not agreed to pay.
    error PaymentNotAgreed(bytes32 receivable);
    /// @notice A share must be 1 to 1,000,000 ppm.
    error InvalidShare(uint32 share);
    /// @notice Assigned shares would be more than the whole. `taken` ppm are assigned, or paid to the seller.
    error ShareExceedsWhole(bytes32 receivable, uint32 taken, uint32 requested);
    /// @notice More than the assignment still holds unpaid.
    error ShareExceedsHolding(bytes32 assignment, uint32 held, uint32 requested);
    /// @notice Assignments or payments stand in the way of withdrawing.
    error ReceivableInUse(bytes32 receivable, uint32 assigned, uint32 paid);
    /// @notice The caller's member is not the bank named.
    error NotAssignee(bytes32 assignment, bytes16 member);
    /// @notice The assignment's id was used: a signature counts once.
    error AssignmentAlreadyRecorded(bytes32 assignment);
    /// @notice `assign` takes no source, `reassign` needs one, of the same receivable, held by another bank.
    error InvalidAssignmentSource(bytes32 assignment, bytes32 source);
    /// @notice Signed for another version of the receivable.
    error ReceivableVersionMismatch(bytes32 receivable, uint32 current, uint32 signed);
    /// @notice The signature's time is over.
    error AssignmentExpired(bytes32 assignment, uint48 signBy);
    /// @notice No assignment of this id.
    error UnknownAssignment(bytes32 assignment);
    /// @notice The caller's member is not the bank that the seller named to collect its own share.
    error NotCollectingBank(bytes32 receivable, bytes16 member);
    /// @notice The assignment's status doesn't allow it.
    error AssignmentStatusMismatch(bytes32 assignment, AssignmentStatus status);
    /// @notice A payment with this reference was attested already.
    error PaymentReferenceUsed(bytes32 referenceHash);
    /// @notice A payment needs a reference.
    error PaymentReferenceMissing(bytes32 receivable);
    /// @notice The fingerprint is bound already; `holder` is a receivable's id or an outside claim's, by `kind`.
    error FingerprintAlreadyBound(bytes32 fingerprint, bytes32 holder, PaperHolder kind);
    /// @notice A fingerprint must not be zero and must say what it was taken from.
    error InvalidFingerprint(bytes32 fingerprint);
    /// @notice Too many, or none where one is needed.
    error PaperCountOutOfRange(uint256 given, uint256 minimum, uint256 maximum);
    /// @notice The claim's id is taken.
    error OutsideClaimAlreadyRecorded(bytes32 claim);
    /// @notice No claim of this id.
    error UnknownOutsideClaim(bytes32 claim);
    /// @notice The claim is unknown, another bank's, or released.
    error OutsideClaimNotHeld(bytes32 claim, bytes16 bank);
    /// @notice The guarantee's id is taken.
    error GuaranteeAlreadyIssued(bytes32 guarantee);
    /// @notice No guarantee of this id.
    error UnknownGuarantee(bytes32 guarantee);
    /// @notice Terms that no guarantee can have: no kind or amount, expiry in the past, too many or too large reductions.
    error InvalidGuaranteeTerms(bytes32 guarantee);
    /// @notice The guarantee's status doesn't allow it.
    error GuaranteeStatusMismatch(bytes32 guarantee, GuaranteeStatus status);
    /// @notice The caller's member is not the bank that issued it.
    error NotGuarantor(bytes32 guarantee, bytes16 member);
    /// @notice The caller's member is not its beneficiary.
    error NotBeneficiary(bytes32 guarantee, bytes16 member);
    /// @notice No reduction for this milestone, or it was made in full already.
    error NoReductionDue(bytes32 guarantee, bytes32 milestone);
    /// @notice Its time is over or its milestone complete: no demand may be presented.
    error GuaranteeTimeOver(bytes32 guarantee, uint48 expiresAt);
    /// @notice Neither its time is over nor its milestone complete.
    error GuaranteeStillRunning(bytes32 guarantee, uint48 expiresAt);
    /// @notice `demanded` ppm are demanded and not answered.
    error DemandsStillOpen(bytes32 guarantee, uint32 demanded);
    /// @notice More than the guarantee still secures and nobody demanded yet.
    error DemandExceedsGuarantee(bytes32 guarantee, uint32 remaining, uint32 requested);
    /// @notice The demand's id is taken.
    error DemandAlreadyPresented(bytes32 demand);
    /// @notice No demand of this id.
    error UnknownDemand(bytes32 demand);
    /// @notice The demand is unknown (None) or answered already.
    error DemandStatusMismatch(bytes32 demand, DemandStatus status);
}
