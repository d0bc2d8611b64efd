// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CoreReturns} from "./CoreReturns.sol";
import {HandOvers} from "./HandOvers.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {CoreReturn, HandOverOffer, HandOverPurpose, TitleOffer} from "./PartTypes.sol";
import {ProvenanceBase} from "./ProvenanceBase.sol";

/// @title Custody
/// @notice Only loose parts change hands, with everything in them; nobody gets a part without having signed for it.
abstract contract Custody is ProvenanceBase {
    bytes32 private constant HAND_OVER_TYPEHASH = keccak256(
        "HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,"
        "bytes32 evidence,uint32 custodySequence,uint48 deadline)"
    );

    /// @inheritdoc IPartProvenance
    function handOver(
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence,
        uint48 deadline,
        bytes calldata receiverSignature
    ) external {
        bytes16 giver = _operator();
        HandOverOffer memory offer = HandOvers.check(_state, giver, part, receiver, purpose, withOwnership, evidence);
        _requireRecordIfAny(evidence);
        uint32 custodySequence = _state.parts[part].custodySequence;
        bytes32 digest =
            handOverDigest(part, giver, receiver, purpose, withOwnership, evidence, custodySequence, deadline);
        _requireSignature(digest, receiverSignature, receiver, deadline);
        HandOvers.transfer(_state, part, offer);
    }

    /// @inheritdoc IPartProvenance
    function offerHandOver(
        bytes32 part,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    ) external {
        bytes16 giver = _operator();
        _requireRecordIfAny(evidence);
        HandOvers.offerCustody(_state, giver, part, receiver, purpose, withOwnership, evidence);
        _requireActive(receiver);
    }

    /// @inheritdoc IPartProvenance
    function acceptHandOver(bytes32 part) external {
        bytes16 receiver = _operator();
        HandOverOffer memory offer = HandOvers.offerFor(_state, receiver, part);
        _requireRecordIfAny(offer.evidence);
        HandOvers.transfer(_state, part, offer);
    }

    /// @inheritdoc IPartProvenance
    function cancelHandOver(bytes32 part) external {
        HandOvers.cancelCustody(_state, _operator(), part);
    }

    /// @inheritdoc IPartProvenance
    function offerTitle(bytes32 part, bytes16 receiver, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        if (receiver != 0) _requireActive(receiver);
        HandOvers.offerTitle(_state, member, part, receiver, record);
    }

    /// @inheritdoc IPartProvenance
    function acceptTitle(bytes32 part) external {
        HandOvers.acceptTitle(_state, _operator(), part);
    }

    /// @inheritdoc IPartProvenance
    function oweCore(bytes32 part, bytes16 creditor, uint48 dueAt, bytes32 terms) external {
        bytes16 member = _operator();
        _requireRecordIfAny(terms);
        _requireActive(creditor);
        CoreReturns.owe(_state, member, part, creditor, dueAt, terms);
    }

    /// @inheritdoc IPartProvenance
    function judgeCore(bytes32 part, bool accepted, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        CoreReturns.judge(_state, member, part, accepted, record);
    }

    /// @inheritdoc IPartProvenance
    function waiveCore(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        CoreReturns.waive(_state, member, part, record);
    }

    /// @inheritdoc IPartProvenance
    function titleOfferOf(bytes32 part) external view returns (TitleOffer memory) {
        return _state.titleOffers[part];
    }

    /// @inheritdoc IPartProvenance
    function coreReturnOf(bytes32 part) external view returns (CoreReturn memory) {
        return _state.coreReturns[part];
    }

    /// @inheritdoc IPartProvenance
    function offerOf(bytes32 part) external view returns (HandOverOffer memory) {
        return _state.offers[part];
    }

    /// @inheritdoc IPartProvenance
    function handOverDigest(
        bytes32 part,
        bytes16 giver,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence,
        uint32 custodySequence,
        uint48 deadline
    ) public view returns (bytes32 digest) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    HAND_OVER_TYPEHASH,
                    part,
                    giver,
                    receiver,
                    purpose,
                    withOwnership,
                    evidence,
                    custodySequence,
                    deadline
                )
            )
        );
    }
}
