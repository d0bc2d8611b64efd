// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssignmentTerms, GuaranteeTerms, PaperElement, PaperHolder, Receivable} from "./FinanceTypes.sol";

/// @title What TradeFinance tells: enough to rebuild every receivable, assignment, binding and guarantee.
interface IFinanceEvents {
    /// @notice The seller presented a receivable.
    event ReceivablePresented(
        bytes32 indexed receivable,
        bytes32 indexed order,
        bytes32 indexed milestone,
        uint32 version,
        Receivable presented
    );
    /// @notice The seller withdrew it; its papers are free again.
    event ReceivableWithdrawn(bytes32 indexed receivable);
    /// @notice The buyer agreed to pay the amount presented by `dueAt`.
    event PaymentAgreed(
        bytes32 indexed receivable, bytes16 indexed buyer, bytes32 amountCommitment, uint48 dueAt, bytes32 record
    );
    /// @notice A bank holds a share. `assigned` is the sum of all banks' shares after it.
    event ShareAssigned(
        bytes32 indexed receivable,
        bytes16 indexed bank,
        bytes16 indexed assignor,
        uint32 assigned,
        address assignorAccount,
        AssignmentTerms terms
    );
    /// @notice A bank passed a share on. `sourceShare` is what it keeps.
    event ShareReassigned(
        bytes32 indexed receivable,
        bytes16 indexed bank,
        bytes16 indexed assignor,
        uint32 sourceShare,
        address assignorAccount,
        AssignmentTerms terms
    );
    /// @notice A bank gave `share` ppm back to the seller. `assigned` is the sum of all banks' shares after it.
    event ShareDischarged(
        bytes32 indexed receivable,
        bytes32 indexed assignment,
        bytes16 indexed bank,
        uint32 share,
        uint32 assigned,
        bytes32 record
    );
    /// @notice A bank attests a payment. `paid` is the sum of all payments after it.
    event PaymentAttested(
        bytes32 indexed receivable,
        bytes32 indexed assignment,
        bytes16 indexed bank,
        uint32 share,
        uint32 paid,
        bytes32 referenceHash,
        bytes32 record
    );
    /// @notice The whole receivable is attested as paid.
    event ReceivablePaid(bytes32 indexed receivable);
    /// @notice A fingerprint is bound to a receivable or an outside claim.
    event FingerprintBound(
        bytes32 indexed fingerprint,
        bytes32 indexed holder,
        bytes16 indexed boundBy,
        PaperHolder kind,
        PaperElement element
    );
    /// @notice A fingerprint is free again.
    event FingerprintReleased(bytes32 indexed fingerprint, bytes32 indexed holder);
    /// @notice A bank asked on purpose whether a fingerprint is bound; `holder` is 0 if it is not.
    event FingerprintProbed(
        bytes32 indexed fingerprint, bytes16 indexed bank, bytes32 indexed holder, PaperHolder kind
    );
    /// @notice A bank financed papers outside of this ledger's receivables.
    event OutsideClaimRecorded(bytes32 indexed claim, bytes16 indexed bank);
    /// @notice The bank released its outside claim.
    event OutsideClaimReleased(bytes32 indexed claim, bytes16 indexed bank);

    /// @notice A bank issued a guarantee.
    event GuaranteeIssued(
        bytes32 indexed guarantee,
        bytes32 indexed order,
        bytes16 indexed bank,
        bytes16 beneficiary,
        GuaranteeTerms terms
    );
    /// @notice A milestone's completion reduced it; `remaining` ppm are left.
    event GuaranteeReduced(bytes32 indexed guarantee, bytes32 indexed milestone, uint32 share, uint32 remaining);
    /// @notice The bank extended it.
    event GuaranteeExtended(bytes32 indexed guarantee, uint48 expiresAt);
    /// @notice The beneficiary released it.
    event GuaranteeReleased(bytes32 indexed guarantee);
    /// @notice Its time or milestone came.
    event GuaranteeExpired(bytes32 indexed guarantee);
    /// @notice Reduced or paid to nothing.
    event GuaranteeExhausted(bytes32 indexed guarantee);
    /// @notice The beneficiary demands payment.
    event DemandPresented(bytes32 indexed guarantee, bytes32 indexed demand, uint32 share, bytes32 record);
    /// @notice The bank paid; `remaining` ppm are left.
    event DemandHonoured(bytes32 indexed guarantee, bytes32 indexed demand, uint32 remaining, bytes32 referenceHash);
    /// @notice The bank refused, for the reasons in `record`.
    event DemandRefused(bytes32 indexed guarantee, bytes32 indexed demand, bytes32 record);
}
