// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FinanceBook, FinanceStorage} from "./FinanceBook.sol";
import {
    Demand,
    DemandStatus,
    Guarantee,
    GuaranteeKind,
    GuaranteeReduction,
    GuaranteeStatus,
    GuaranteeTerms
} from "./FinanceTypes.sol";
import {IFinanceErrors} from "./IFinanceErrors.sol";
import {IFinanceEvents} from "./IFinanceEvents.sol";

/// @title Guarantees of an order: reduced by milestones, demanded, expired. Amounts are ppm of the first amount.
library Guarantees {
    uint256 internal constant MAXIMUM_REDUCTIONS = 32;
    /// @dev No expiry lies after it (year 36812).
    uint48 internal constant LATEST_TIME = 2 ** 40;

    /// @dev The order and its milestones are looked up by the caller.
    function issue(FinanceStorage storage self, bytes16 bank, bytes16 beneficiary, GuaranteeTerms calldata terms)
        external
    {
        bytes32 id = terms.guarantee;
        FinanceBook.requireId(id);
        Guarantee storage entry = self.guarantees[id];
        if (entry.status != GuaranteeStatus.None) revert IFinanceErrors.GuaranteeAlreadyIssued(id);
        if (
            terms.kind == GuaranteeKind.None || terms.amountCommitment == bytes32(0)
                || terms.expiresAt <= block.timestamp || terms.expiresAt > LATEST_TIME
                || terms.reductions.length > MAXIMUM_REDUCTIONS
        ) revert IFinanceErrors.InvalidGuaranteeTerms(id);
        uint256 sum;
        for (uint256 i = 0; i < terms.reductions.length; ++i) {
            GuaranteeReduction calldata item = terms.reductions[i];
            sum += item.share;
            if (item.share == 0 || sum > FinanceBook.WHOLE || self.reductions[id][item.milestone] != 0) {
                revert IFinanceErrors.InvalidGuaranteeTerms(id);
            }
            self.reductions[id][item.milestone] = item.share;
            self.reductionMilestones[id].push(item.milestone);
        }
        entry.order = terms.order;
        entry.bank = bank;
        entry.beneficiary = beneficiary;
        entry.kind = terms.kind;
        entry.status = GuaranteeStatus.Issued;
        entry.remaining = FinanceBook.WHOLE;
        entry.expiresAt = terms.expiresAt;
        entry.expiryMilestone = terms.expiryMilestone;
        entry.amountCommitment = terms.amountCommitment;
        entry.record = terms.record;
        emit IFinanceEvents.GuaranteeIssued(id, terms.order, bank, beneficiary, terms);
    }

    /// @dev Whether the milestone is complete is looked up by the caller.
    function reduce(FinanceStorage storage self, bytes32 id, bytes32 milestone) external {
        Guarantee storage entry = issued(self, id);
        uint32 share = self.reductions[id][milestone];
        if (share == 0) revert IFinanceErrors.NoReductionDue(id, milestone);
        // What was demanded before the reduction stays secured until it is answered; the rest of the reduction waits,
        // or a demand made in time would void it.
        uint32 free = entry.remaining - entry.demanded;
        if (free == 0) revert IFinanceErrors.DemandsStillOpen(id, entry.demanded);
        uint32 rest = share > free ? share - free : 0;
        share -= rest;
        self.reductions[id][milestone] = rest;
        entry.remaining -= share;
        emit IFinanceEvents.GuaranteeReduced(id, milestone, share, entry.remaining);
        _exhaust(entry, id);
    }

    function extend(FinanceStorage storage self, bytes16 bank, bytes32 id, uint48 expiresAt) external {
        Guarantee storage entry = issued(self, id);
        _requireBank(entry, id, bank);
        if (expiresAt <= entry.expiresAt || expiresAt > LATEST_TIME) revert IFinanceErrors.InvalidGuaranteeTerms(id);
        entry.expiresAt = expiresAt;
        emit IFinanceEvents.GuaranteeExtended(id, expiresAt);
    }

    function release(FinanceStorage storage self, bytes16 member, bytes32 id) external {
        Guarantee storage entry = issued(self, id);
        if (entry.beneficiary != member) revert IFinanceErrors.NotBeneficiary(id, member);
        _requireNoDemand(entry, id);
        entry.status = GuaranteeStatus.Released;
        emit IFinanceEvents.GuaranteeReleased(id);
    }

    function expire(FinanceStorage storage self, bytes32 id, bool milestoneCompleted) external {
        Guarantee storage entry = issued(self, id);
        if (!milestoneCompleted && block.timestamp <= entry.expiresAt) {
            revert IFinanceErrors.GuaranteeStillRunning(id, entry.expiresAt);
        }
        _requireNoDemand(entry, id);
        entry.status = GuaranteeStatus.Expired;
        emit IFinanceEvents.GuaranteeExpired(id);
    }

    function present(
        FinanceStorage storage self,
        bytes16 member,
        bytes32 id,
        bytes32 demand,
        uint32 share,
        bytes32 record
    ) external {
        FinanceBook.requireId(demand);
        Guarantee storage entry = issued(self, id);
        if (entry.beneficiary != member) revert IFinanceErrors.NotBeneficiary(id, member);
        if (block.timestamp > entry.expiresAt) revert IFinanceErrors.GuaranteeTimeOver(id, entry.expiresAt);
        FinanceBook.requireShare(share);
        uint32 free = entry.remaining - entry.demanded;
        if (share > free) revert IFinanceErrors.DemandExceedsGuarantee(id, free, share);
        Demand storage presented = self.demands[demand];
        if (presented.status != DemandStatus.None) revert IFinanceErrors.DemandAlreadyPresented(demand);
        presented.guarantee = id;
        presented.status = DemandStatus.Presented;
        presented.share = share;
        presented.record = record;
        entry.demanded += share;
        emit IFinanceEvents.DemandPresented(id, demand, share, record);
    }

    function honour(FinanceStorage storage self, bytes16 bank, bytes32 demand, bytes32 referenceHash) external {
        (Guarantee storage entry, Demand storage answered) = _demanded(self, bank, demand);
        bytes32 id = answered.guarantee;
        if (referenceHash == bytes32(0)) revert IFinanceErrors.PaymentReferenceMissing(demand);
        if (self.paymentReferences[referenceHash]) revert IFinanceErrors.PaymentReferenceUsed(referenceHash);
        self.paymentReferences[referenceHash] = true;
        answered.status = DemandStatus.Honoured;
        entry.demanded -= answered.share;
        entry.remaining -= answered.share;
        emit IFinanceEvents.DemandHonoured(id, demand, entry.remaining, referenceHash);
        _exhaust(entry, id);
    }

    function refuse(FinanceStorage storage self, bytes16 bank, bytes32 demand, bytes32 record) external {
        (Guarantee storage entry, Demand storage answered) = _demanded(self, bank, demand);
        answered.status = DemandStatus.Refused;
        entry.demanded -= answered.share;
        emit IFinanceEvents.DemandRefused(answered.guarantee, demand, record);
    }

    function issued(FinanceStorage storage self, bytes32 id) internal view returns (Guarantee storage entry) {
        entry = self.guarantees[id];
        if (entry.status == GuaranteeStatus.None) revert IFinanceErrors.UnknownGuarantee(id);
        if (entry.status != GuaranteeStatus.Issued) revert IFinanceErrors.GuaranteeStatusMismatch(id, entry.status);
    }

    function _demanded(FinanceStorage storage self, bytes16 bank, bytes32 demand)
        private
        view
        returns (Guarantee storage entry, Demand storage answered)
    {
        answered = self.demands[demand];
        if (answered.status != DemandStatus.Presented) {
            revert IFinanceErrors.DemandStatusMismatch(demand, answered.status);
        }
        entry = self.guarantees[answered.guarantee];
        _requireBank(entry, answered.guarantee, bank);
    }

    function _exhaust(Guarantee storage entry, bytes32 id) private {
        if (entry.remaining == 0) {
            entry.status = GuaranteeStatus.Exhausted;
            emit IFinanceEvents.GuaranteeExhausted(id);
        }
    }

    function _requireBank(Guarantee storage entry, bytes32 id, bytes16 bank) private view {
        if (entry.bank != bank) revert IFinanceErrors.NotGuarantor(id, bank);
    }

    function _requireNoDemand(Guarantee storage entry, bytes32 id) private view {
        if (entry.demanded != 0) revert IFinanceErrors.DemandsStillOpen(id, entry.demanded);
    }
}
