// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberKind} from "../access/IMemberRegistry.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {HandOverOffer, HandOverPurpose} from "./PartTypes.sol";
import {ProvenanceBase} from "./ProvenanceBase.sol";
import {PartEntry} from "./ProvenanceState.sol";

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
        HandOverOffer memory offer = _check(part, giver, receiver, purpose, withOwnership, evidence);
        uint32 custodySequence = _state.parts[part].custodySequence;
        bytes32 digest =
            handOverDigest(part, giver, receiver, purpose, withOwnership, evidence, custodySequence, deadline);
        _requireSignature(digest, receiverSignature, receiver, deadline);
        _transfer(part, offer);
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
        HandOverOffer memory offer = _check(part, giver, receiver, purpose, withOwnership, evidence);
        _memberRegistry().requireMember(receiver, MemberKind.None);
        _state.offers[part] = offer;
        emit HandOverOffered(part, giver, receiver, purpose, withOwnership, evidence);
    }

    /// @inheritdoc IPartProvenance
    function acceptHandOver(bytes32 part) external {
        bytes16 receiver = _operator();
        HandOverOffer memory offer = _state.offers[part];
        if (offer.receiver == 0 || offer.receiver != receiver) revert NoHandOverOffer(part, receiver);
        // The part may have been installed, scrapped or sold since.
        _check(part, offer.giver, receiver, offer.purpose, offer.withOwnership, offer.evidence);
        _transfer(part, offer);
    }

    /// @inheritdoc IPartProvenance
    function cancelHandOver(bytes32 part) external {
        bytes16 member = _operator();
        HandOverOffer storage offer = _state.offers[part];
        if (offer.receiver == 0 || (offer.receiver != member && offer.giver != member)) {
            revert NoHandOverOffer(part, member);
        }
        delete _state.offers[part];
        emit HandOverCancelled(part, member);
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

    function _check(
        bytes32 part,
        bytes16 giver,
        bytes16 receiver,
        HandOverPurpose purpose,
        bool withOwnership,
        bytes32 evidence
    ) private view returns (HandOverOffer memory offer) {
        PartEntry storage entry = _requireLoose(part, giver);
        if (purpose == HandOverPurpose.None || receiver == giver || receiver == 0) revert HandOverMalformed(part);
        if (withOwnership && entry.owner != giver) revert NotTheOwner(part, giver);
        _requireRecordIfAny(evidence);
        return HandOverOffer(giver, receiver, purpose, withOwnership, _now(), evidence);
    }

    function _transfer(bytes32 part, HandOverOffer memory offer) private {
        PartEntry storage entry = _state.parts[part];
        entry.custodian = offer.receiver;
        if (offer.withOwnership) entry.owner = offer.receiver;
        uint32 custodySequence = ++entry.custodySequence;
        delete _state.offers[part];
        emit CustodyTransferred(
            part, offer.giver, offer.receiver, custodySequence, offer.purpose, entry.owner, offer.evidence
        );
    }
}
