// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FinanceBook, FinanceStorage} from "./FinanceBook.sol";
import {
    Assignment,
    AssignmentStatus,
    AssignmentTerms,
    Payable,
    PaymentAttestation,
    Receivable,
    ReceivableStatus
} from "./FinanceTypes.sol";
import {IFinanceErrors} from "./IFinanceErrors.sol";
import {IFinanceEvents} from "./IFinanceEvents.sol";

/// @title Shares of receivables: assigned, passed on, given back, paid. Their sum never exceeds the whole.
library Assignments {
    using FinanceBook for FinanceStorage;
    using FinanceBook for Payable;

    bytes32 internal constant ASSIGNMENT_TYPEHASH = keccak256(
        "AssignmentTerms(bytes32 assignment,bytes32 receivable,uint32 receivableVersion,bytes32 source,bytes16 bank,"
        "uint32 share,bytes32 registryReference,bytes32 termsCommitment,uint48 signBy)"
    );

    /// @dev hashStruct of EIP-712: with static members only, the ABI encoding is the EIP-712 encoding.
    function hash(AssignmentTerms calldata terms) internal pure returns (bytes32) {
        return keccak256(bytes.concat(ASSIGNMENT_TYPEHASH, abi.encode(terms)));
    }

    /// @dev Refuses terms for `bank` that no signature can save. Returns the member that must have signed.
    function check(FinanceStorage storage self, bytes16 bank, AssignmentTerms calldata terms)
        internal
        view
        returns (bytes16 assignor)
    {
        bytes32 id = terms.assignment;
        FinanceBook.requireId(id);
        if (terms.bank != bank) revert IFinanceErrors.NotAssignee(id, bank);
        if (self.assignments[id].status != AssignmentStatus.None) {
            revert IFinanceErrors.AssignmentAlreadyRecorded(id);
        }
        if (block.timestamp > terms.signBy) revert IFinanceErrors.AssignmentExpired(id, terms.signBy);
        FinanceBook.requireShare(terms.share);
        Payable storage slot = self.payableOf(terms.receivable);
        if (slot.status == ReceivableStatus.Presented) revert IFinanceErrors.PaymentNotAgreed(terms.receivable);
        if (slot.status != ReceivableStatus.AgreedToPay) {
            revert IFinanceErrors.ReceivableStatusMismatch(terms.receivable, slot.status);
        }
        if (slot.version != terms.receivableVersion) {
            revert IFinanceErrors.ReceivableVersionMismatch(terms.receivable, slot.version, terms.receivableVersion);
        }
        if (terms.source == bytes32(0)) {
            uint32 taken = slot.taken();
            if (terms.share > FinanceBook.WHOLE - taken) {
                revert IFinanceErrors.ShareExceedsWhole(terms.receivable, taken, terms.share);
            }
            return self.receivables[terms.receivable].seller;
        }
        Assignment storage source = self.activeAssignment(terms.source);
        if (source.receivable != terms.receivable || source.bank == bank) {
            revert IFinanceErrors.InvalidAssignmentSource(id, terms.source);
        }
        _requireHeld(source, terms.source, terms.share);
        return source.bank;
    }

    /// @dev Records what `check` and the signature allow.
    function record(
        FinanceStorage storage self,
        AssignmentTerms calldata terms,
        bytes16 assignor,
        address assignorAccount
    ) internal {
        self.assignmentIds[terms.receivable].push(terms.assignment);
        self.assignments[terms.assignment] = Assignment({
            receivable: terms.receivable,
            bank: terms.bank,
            status: AssignmentStatus.Active,
            share: terms.share,
            paid: 0,
            assignedAt: uint48(block.timestamp),
            source: terms.source,
            registryReference: terms.registryReference,
            termsCommitment: terms.termsCommitment
        });
        if (terms.source == bytes32(0)) {
            Payable storage slot = self.payables[terms.receivable];
            slot.assigned += terms.share;
            emit IFinanceEvents.ShareAssigned(
                terms.receivable, terms.bank, assignor, slot.assigned, assignorAccount, terms
            );
        } else {
            Assignment storage source = self.assignments[terms.source];
            source.share -= terms.share;
            if (source.share == source.paid) {
                source.status = source.paid == 0 ? AssignmentStatus.Reassigned : AssignmentStatus.Paid;
            }
            emit IFinanceEvents.ShareReassigned(
                terms.receivable, terms.bank, assignor, source.share, assignorAccount, terms
            );
        }
    }

    function discharge(FinanceStorage storage self, bytes16 bank, bytes32 id, bytes32 evidence) internal {
        Assignment storage entry = self.activeAssignment(id);
        if (entry.bank != bank) revert IFinanceErrors.NotAssignee(id, bank);
        uint32 rest = entry.share - entry.paid;
        Payable storage slot = self.payables[entry.receivable];
        slot.assigned -= rest;
        entry.share = entry.paid;
        entry.status = AssignmentStatus.Discharged;
        emit IFinanceEvents.ShareDischarged(entry.receivable, id, bank, rest, slot.assigned, evidence);
    }

    function attestPayment(FinanceStorage storage self, bytes16 bank, PaymentAttestation calldata payment) internal {
        bytes32 receivable = payment.receivable;
        Payable storage slot = self.payableOf(receivable);
        if (payment.referenceHash == bytes32(0)) revert IFinanceErrors.PaymentReferenceMissing(receivable);
        if (self.paymentReferences[payment.referenceHash]) {
            revert IFinanceErrors.PaymentReferenceUsed(payment.referenceHash);
        }
        FinanceBook.requireShare(payment.share);
        if (slot.status != ReceivableStatus.Presented && slot.status != ReceivableStatus.AgreedToPay) {
            revert IFinanceErrors.ReceivableStatusMismatch(receivable, slot.status);
        }
        if (payment.assignment == bytes32(0)) {
            if (self.receivables[receivable].collectingBank != bank) {
                revert IFinanceErrors.NotCollectingBank(receivable, bank);
            }
            uint32 taken = slot.taken();
            if (payment.share > FinanceBook.WHOLE - taken) {
                revert IFinanceErrors.ShareExceedsWhole(receivable, taken, payment.share);
            }
            slot.paidToSeller += payment.share;
        } else {
            _payAssignment(self, bank, payment);
        }
        self.paymentReferences[payment.referenceHash] = true;
        slot.paid += payment.share;
        emit IFinanceEvents.PaymentAttested(
            receivable,
            payment.assignment,
            bank,
            payment.share,
            slot.paid,
            payment.referenceHash,
            payment.record
        );
        if (slot.paid == FinanceBook.WHOLE) {
            slot.status = ReceivableStatus.Paid;
            emit IFinanceEvents.ReceivablePaid(receivable);
        }
    }

    function _payAssignment(FinanceStorage storage self, bytes16 bank, PaymentAttestation calldata payment) private {
        bytes32 id = payment.assignment;
        Assignment storage entry = self.activeAssignment(id);
        if (entry.receivable != payment.receivable) revert IFinanceErrors.UnknownAssignment(id);
        if (entry.bank != bank) revert IFinanceErrors.NotAssignee(id, bank);
        _requireHeld(entry, id, payment.share);
        entry.paid += payment.share;
        if (entry.paid == entry.share) entry.status = AssignmentStatus.Paid;
    }

    function _requireHeld(Assignment storage entry, bytes32 id, uint32 requested) private view {
        uint32 held = entry.share - entry.paid;
        if (requested > held) revert IFinanceErrors.ShareExceedsHolding(id, held, requested);
    }
}
