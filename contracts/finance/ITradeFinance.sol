// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    AssignmentTerms,
    Demand,
    Guarantee,
    GuaranteeReduction,
    GuaranteeTerms,
    OutsideClaim,
    Paper,
    PaperBinding,
    Payable,
    PaymentAttestation,
    Receivable
} from "./FinanceTypes.sol";
import {IFinanceErrors} from "./IFinanceErrors.sol";
import {IFinanceEvents} from "./IFinanceEvents.sol";

/// @title Receivables of an order's milestones, financed once and never above the whole.
/// @notice Callers are Operations accounts of members, except for `reduceGuarantee` and `expireGuarantee`, which anyone
/// may call. A receivable's id is keccak256(abi.encode(order, milestone)).
interface ITradeFinance is IFinanceErrors, IFinanceEvents {
    /// @notice Seller: presents the milestone's payment as a receivable, with 0 to 16 papers. `invoiceRecord` is the
    /// invoice or request for payment (0 = none); `collectingBank` the bank where the seller's own share is paid
    /// (0 = none attests it).
    function createReceivable(
        bytes32 order,
        bytes32 milestone,
        bytes32 invoiceRecord,
        bytes16 collectingBank,
        Paper[] calldata papers
    ) external returns (bytes32 receivable);
    /// @notice Seller: binds 1 to 16 more papers, 32 in all.
    function addPapers(bytes32 receivable, Paper[] calldata papers) external;
    /// @notice Seller: withdraws a receivable that is neither assigned nor paid, and releases the papers bound to it.
    function withdrawReceivable(bytes32 receivable) external;
    /// @notice Buyer: agrees to pay the amount presented by `dueAt` (`record` = UNTDID 1001: 212, 0 = none).
    function agreeToPay(bytes32 receivable, bytes32 amountCommitment, uint48 dueAt, bytes32 record) external;
    /// @notice Bank: takes a share of the seller's, who signed `terms`. Needs a complete milestone and the buyer's
    /// agreement to pay; the papers shown to the bank (0 to 16) are each checked, and bound where they are free.
    function assign(AssignmentTerms calldata terms, Paper[] calldata papers, bytes calldata signature) external;
    /// @notice Bank: takes a share, or part of it, of another bank, which signed `terms`.
    function reassign(AssignmentTerms calldata terms, bytes calldata signature) external;
    /// @notice Bank: gives the unpaid rest of its share back to the seller (`record` = discharge, 0 = none).
    function discharge(bytes32 assignment, bytes32 record) external;
    /// @notice Bank: attests that money came in: on its own assignment, or as the collecting bank on the seller's share.
    function attestPayment(PaymentAttestation calldata payment) external;

    /// @notice Bank: records that it financed papers (1 to 16) outside of this ledger's receivables.
    function claimPapers(bytes32 claim, Paper[] calldata papers) external;
    /// @notice Bank: releases its outside claim and the papers bound to it.
    function releaseClaim(bytes32 claim) external;
    /// @notice Bank: asks which of 1 to 16 fingerprints are bound. Logged for each fingerprint.
    function probe(bytes32[] calldata fingerprints) external returns (PaperBinding[] memory bindings);

    /// @notice Bank: issues a guarantee for an order.
    function issueGuarantee(GuaranteeTerms calldata terms) external;
    /// @notice Anyone: reduces it for a completed milestone, once each. What is demanded stays secured; the rest of the
    /// reduction can be made when the demand is answered.
    function reduceGuarantee(bytes32 guarantee, bytes32 milestone) external;
    /// @notice Its bank: extends it.
    function extendGuarantee(bytes32 guarantee, uint48 expiresAt) external;
    /// @notice Beneficiary: releases it.
    function releaseGuarantee(bytes32 guarantee) external;
    /// @notice Anyone: ends it once its time is over or its milestone complete, and no demand is open.
    function expireGuarantee(bytes32 guarantee) external;
    /// @notice Beneficiary: demands `share` ppm of its first amount.
    function presentDemand(bytes32 guarantee, bytes32 demand, uint32 share, bytes32 record) external;
    /// @notice Its bank: has paid the demand; `referenceHash` = keccak256 of the payment's reference.
    function honourDemand(bytes32 demand, bytes32 referenceHash) external;
    /// @notice Its bank: refuses the demand.
    function refuseDemand(bytes32 demand, bytes32 record) external;

    // Views. Those named after one thing revert where there is none, except `payableOf` and `fingerprintOf`.

    /// @notice keccak256(abi.encode(order, milestone)).
    function receivableId(bytes32 order, bytes32 milestone) external pure returns (bytes32 receivable);
    /// @notice Storage slot of the receivable's `Payable` word, for eth_getProof.
    function payableSlot(bytes32 receivable) external pure returns (bytes32 slot);
    /// @notice The receivable's payable slot; all zero where there is none.
    function payableOf(bytes32 receivable) external view returns (Payable memory);
    /// @notice The receivable.
    function receivableOf(bytes32 receivable) external view returns (Receivable memory);
    /// @notice The EIP-712 digest that the assignor signs.
    function assignmentDigest(AssignmentTerms calldata terms) external view returns (bytes32 digest);
    /// @notice The assignment.
    function assignmentOf(bytes32 assignment) external view returns (Assignment memory);
    /// @notice A page of the receivable's assignments, oldest first.
    function assignmentsOf(bytes32 receivable, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory ids, Assignment[] memory assignments);
    /// @notice Who holds a fingerprint; all zero where nobody ever did.
    function fingerprintOf(bytes32 fingerprint) external view returns (PaperBinding memory);
    /// @notice The claim on outside papers, with their fingerprints.
    function claimOf(bytes32 claim) external view returns (OutsideClaim memory);
    /// @notice The guarantee.
    function guaranteeOf(bytes32 guarantee) external view returns (Guarantee memory);
    /// @notice Its reductions; share 0 once made.
    function reductionsOf(bytes32 guarantee) external view returns (GuaranteeReduction[] memory);
    /// @notice The demand.
    function demandOf(bytes32 demand) external view returns (Demand memory);
}
