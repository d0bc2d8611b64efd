// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IFinanceErrors} from "./IFinanceErrors.sol";
import {
    Assignment,
    AssignmentStatus,
    Demand,
    Guarantee,
    OutsideClaim,
    PaperBinding,
    Payable,
    Receivable,
    ReceivableStatus
} from "./FinanceTypes.sol";

/// @notice All storage of TradeFinance. The payable slots come first: proofs depend on their place.
struct FinanceStorage {
    mapping(bytes32 receivable => Payable) payables;
    mapping(bytes32 receivable => Receivable) receivables;
    mapping(bytes32 receivable => bytes32[]) assignmentIds;
    mapping(bytes32 assignment => Assignment) assignments;
    mapping(bytes32 referenceHash => bool) paymentReferences;
    mapping(bytes32 fingerprint => PaperBinding) bindings;
    mapping(bytes32 receivable => bytes32[]) receivablePapers;
    mapping(bytes32 claim => OutsideClaim) claims;
    mapping(bytes32 guarantee => Guarantee) guarantees;
    mapping(bytes32 guarantee => bytes32[]) reductionMilestones;
    mapping(bytes32 guarantee => mapping(bytes32 milestone => uint32)) reductions;
    mapping(bytes32 demand => Demand) demands;
}

/// @dev Inherited first, so that the storage of EIP712 comes behind it.
abstract contract FinanceState {
    FinanceStorage internal _self;
}

/// @title What all parts of TradeFinance share.
library FinanceBook {
    /// @dev The whole of a receivable or guarantee, ppm.
    uint32 internal constant WHOLE = 1_000_000;

    function requireId(bytes32 identifier) internal pure {
        if (identifier == bytes32(0)) revert IConsortiumErrors.IdentifierMissing();
    }

    function requireShare(uint32 share) internal pure {
        if (share == 0 || share > WHOLE) revert IFinanceErrors.InvalidShare(share);
    }

    function payableOf(FinanceStorage storage self, bytes32 receivable) internal view returns (Payable storage entry) {
        entry = self.payables[receivable];
        if (entry.status == ReceivableStatus.None) revert IFinanceErrors.UnknownReceivable(receivable);
    }

    /// @dev An assignment that still holds something unpaid.
    function activeAssignment(FinanceStorage storage self, bytes32 id) internal view returns (Assignment storage entry) {
        entry = self.assignments[id];
        if (entry.status == AssignmentStatus.None) revert IFinanceErrors.UnknownAssignment(id);
        if (entry.status != AssignmentStatus.Active) {
            revert IFinanceErrors.AssignmentStatusMismatch(id, entry.status);
        }
    }

    /// @dev Shares no longer the seller's to give: held by banks, or paid to the seller. Never more than the whole.
    function taken(Payable storage entry) internal view returns (uint32) {
        return entry.assigned + entry.paidToSeller;
    }
}
