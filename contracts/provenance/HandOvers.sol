// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {CoreReturn, CoreStatus, HandOverOffer, HandOverPurpose, TitleOffer} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @title Who has a loose part, and who owns it
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts.
library HandOvers {
    /// @notice What a hand-over would be. Reverts unless `giver` may make it now.
    function check(
        ProvenanceState storage state,
        bytes16 giver,
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    ) external view returns (HandOverOffer memory offer) {
        return _check(state, HandOverOffer(giver, receiver, purpose, withOwnership, _now(), evidence), part);
    }

    /// @notice See IPartProvenance.offerHandOver; that the receiver is an active member was checked before.
    function offerCustody(
        ProvenanceState storage state,
        bytes16 giver,
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    ) external {
        state.offers[part] = _check(
            state, HandOverOffer(giver, receiver, purpose, withOwnership, _now(), evidence), part
        );
        emit IPartEvents.HandOverOffered(part, giver, receiver, purpose, withOwnership, evidence);
    }

    /// @notice The offer that a member may accept. Reverts unless the giver could still make it.
    function offerFor(ProvenanceState storage state, bytes16 receiver, bytes32 part)
        external
        view
        returns (HandOverOffer memory offer)
    {
        offer = state.offers[part];
        if (offer.receiver == 0 || offer.receiver != receiver) revert IPartErrors.NoHandOverOffer(part, receiver);
        return _check(state, offer, part);
    }

    /// @notice See IPartProvenance.cancelHandOver.
    function cancelCustody(ProvenanceState storage state, bytes16 member, bytes32 part) external {
        HandOverOffer storage offer = state.offers[part];
        if (offer.receiver == 0 || (offer.receiver != member && offer.giver != member)) {
            revert IPartErrors.NoHandOverOffer(part, member);
        }
        delete state.offers[part];
        emit IPartEvents.HandOverCancelled(part, member);
    }

    /// @notice Makes a hand-over that was checked, and signed by both.
    function transfer(ProvenanceState storage state, bytes32 part, HandOverOffer memory offer) external {
        PartEntry storage entry = state.parts[part];
        entry.custodian = offer.receiver;
        if (offer.withOwnership) {
            entry.owner = offer.receiver;
            delete state.titleOffers[part];
        }
        uint32 custodySequence = ++entry.custodySequence;
        delete state.offers[part];
        emit IPartEvents.CustodyTransferred(
            part, offer.giver, offer.receiver, custodySequence, offer.purpose, entry.owner, offer.evidence
        );
        CoreReturn storage core = state.coreReturns[part];
        if (
            offer.purpose == HandOverPurpose.CoreReturn && core.status == CoreStatus.Owed
                && core.creditor == offer.receiver
        ) {
            core.status = CoreStatus.Returned;
            core.returnedAt = _now();
            emit IPartEvents.CoreReturned(part, core.debtor, core.creditor, core.dueAt);
        }
    }

    /// @notice See IPartProvenance.offerTitle; that a receiver is an active member was checked before.
    function offerTitle(ProvenanceState storage state, bytes16 member, bytes32 part, bytes16 receiver, bytes32 record)
        external
    {
        _requireOwnedLoose(state, part, member);
        if (receiver == member) revert IPartErrors.HandOverMalformed(part);
        if (receiver == 0 && state.titleOffers[part].receiver == 0) revert IPartErrors.NoTitleOffer(part, member);
        state.titleOffers[part] = TitleOffer(member, receiver, _now(), record);
        emit IPartEvents.TitleOffered(part, member, receiver, record);
    }

    /// @notice See IPartProvenance.acceptTitle.
    function acceptTitle(ProvenanceState storage state, bytes16 member, bytes32 part) external {
        TitleOffer memory offer = state.titleOffers[part];
        if (offer.receiver == 0 || offer.receiver != member) revert IPartErrors.NoTitleOffer(part, member);
        PartEntry storage entry = _requireOwnedLoose(state, part, offer.owner);
        entry.owner = member;
        delete state.titleOffers[part];
        emit IPartEvents.TitleTransferred(part, offer.owner, member, offer.record);
    }

    function _check(ProvenanceState storage state, HandOverOffer memory offer, bytes32 part)
        private
        view
        returns (HandOverOffer memory)
    {
        PartEntry storage entry = PartTree.requireLoose(state, part, offer.giver);
        if (offer.purpose == HandOverPurpose.None || offer.receiver == offer.giver || offer.receiver == 0) {
            revert IPartErrors.HandOverMalformed(part);
        }
        if (offer.withOwnership && entry.owner != offer.giver) revert IPartErrors.NotTheOwner(part, offer.giver);
        return offer;
    }

    function _requireOwnedLoose(ProvenanceState storage state, bytes32 part, bytes16 member)
        private
        view
        returns (PartEntry storage entry)
    {
        entry = PartTree.requireLoose(state, part);
        if (entry.owner != member) revert IPartErrors.NotTheOwner(part, member);
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
