// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FinanceBook, FinanceStorage} from "./FinanceBook.sol";
import {
    OutsideClaim,
    OutsideClaimStatus,
    Paper,
    PaperBinding,
    PaperElement,
    PaperHolder,
    PaperStatus
} from "./FinanceTypes.sol";
import {IFinanceErrors} from "./IFinanceErrors.sol";
import {IFinanceEvents} from "./IFinanceEvents.sol";

/// @title Fingerprints of papers: each bound to one receivable or outside claim at a time.
library Papers {
    /// @dev Most papers in one call, and on one receivable in all.
    uint256 internal constant MAXIMUM_IN_CALL = 16;
    uint256 internal constant MAXIMUM_ON_RECEIVABLE = 32;

    function requireCount(uint256 given, uint256 minimum, uint256 maximum) internal pure {
        if (given < minimum || given > maximum) {
            revert IFinanceErrors.PaperCountOutOfRange(given, minimum, maximum);
        }
    }

    /// @dev Binds what is free and leaves what this receivable has already; refuses what any other holder has.
    function bindToReceivable(
        FinanceStorage storage self,
        bytes32 receivable,
        bytes16 member,
        Paper[] calldata papers,
        uint256 minimum
    ) external {
        requireCount(papers.length, minimum, MAXIMUM_IN_CALL);
        bytes32[] storage held = self.receivablePapers[receivable];
        for (uint256 i = 0; i < papers.length; ++i) {
            PaperBinding storage entry = self.bindings[papers[i].fingerprint];
            bool own = entry.status == PaperStatus.Bound && entry.kind == PaperHolder.Receivable
                && entry.holder == receivable;
            if (own) continue;
            _bind(self, papers[i], receivable, PaperHolder.Receivable, member);
            held.push(papers[i].fingerprint);
        }
        requireCount(held.length, 0, MAXIMUM_ON_RECEIVABLE);
    }

    /// @dev Frees the papers of a withdrawn receivable.
    function releaseReceivable(FinanceStorage storage self, bytes32 receivable) external {
        _release(self, self.receivablePapers[receivable], receivable);
        delete self.receivablePapers[receivable];
    }

    function claim(FinanceStorage storage self, bytes16 bank, bytes32 id, Paper[] calldata papers) external {
        FinanceBook.requireId(id);
        requireCount(papers.length, 1, MAXIMUM_IN_CALL);
        OutsideClaim storage entry = self.claims[id];
        if (entry.status != OutsideClaimStatus.None) revert IFinanceErrors.OutsideClaimAlreadyRecorded(id);
        entry.bank = bank;
        entry.status = OutsideClaimStatus.Active;
        entry.claimedAt = uint48(block.timestamp);
        emit IFinanceEvents.OutsideClaimRecorded(id, bank);
        for (uint256 i = 0; i < papers.length; ++i) {
            _bind(self, papers[i], id, PaperHolder.OutsideClaim, bank);
            entry.fingerprints.push(papers[i].fingerprint);
        }
    }

    function releaseClaim(FinanceStorage storage self, bytes16 bank, bytes32 id) external {
        OutsideClaim storage entry = self.claims[id];
        if (entry.status != OutsideClaimStatus.Active || entry.bank != bank) {
            revert IFinanceErrors.OutsideClaimNotHeld(id, bank);
        }
        entry.status = OutsideClaimStatus.Released;
        emit IFinanceEvents.OutsideClaimReleased(id, bank);
        _release(self, entry.fingerprints, id);
    }

    function probe(FinanceStorage storage self, bytes16 bank, bytes32[] calldata fingerprints)
        external
        returns (PaperBinding[] memory bindings)
    {
        requireCount(fingerprints.length, 1, MAXIMUM_IN_CALL);
        bindings = new PaperBinding[](fingerprints.length);
        for (uint256 i = 0; i < fingerprints.length; ++i) {
            PaperBinding memory found = self.bindings[fingerprints[i]];
            bindings[i] = found;
            bool bound = found.status == PaperStatus.Bound;
            emit IFinanceEvents.FingerprintProbed(
                fingerprints[i],
                bank,
                bound ? found.holder : bytes32(0),
                bound ? found.kind : PaperHolder.None
            );
        }
    }

    function _bind(
        FinanceStorage storage self,
        Paper calldata paper,
        bytes32 holder,
        PaperHolder kind,
        bytes16 member
    ) private {
        if (paper.fingerprint == bytes32(0) || paper.element == PaperElement.None) {
            revert IFinanceErrors.InvalidFingerprint(paper.fingerprint);
        }
        PaperBinding storage entry = self.bindings[paper.fingerprint];
        if (entry.status == PaperStatus.Bound) {
            revert IFinanceErrors.FingerprintAlreadyBound(paper.fingerprint, entry.holder, entry.kind);
        }
        entry.holder = holder;
        entry.boundBy = member;
        entry.element = paper.element;
        entry.kind = kind;
        entry.status = PaperStatus.Bound;
        entry.boundAt = uint48(block.timestamp);
        emit IFinanceEvents.FingerprintBound(paper.fingerprint, holder, member, kind, paper.element);
    }

    function _release(FinanceStorage storage self, bytes32[] storage fingerprints, bytes32 holder) private {
        uint256 count = fingerprints.length;
        for (uint256 i = 0; i < count; ++i) {
            self.bindings[fingerprints[i]].status = PaperStatus.Released;
            emit IFinanceEvents.FingerprintReleased(fingerprints[i], holder);
        }
    }
}
