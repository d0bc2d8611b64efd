// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccountPurpose, MemberKind} from "../access/IMemberRegistry.sol";
import {IEventAnchor} from "../anchoring/IEventAnchor.sol";
import {IOrderErrors} from "../orders/IOrderErrors.sol";
import {Evidence, EvidenceKind} from "../orders/OrderTypes.sol";
import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {PartStatus} from "./PartTypes.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @dev First of the bases, so that the state begins at the contract's ERC-7201 namespace.
abstract contract ProvenanceStorage {
    ProvenanceState internal _state;
}

/// @title State of PartProvenance, and the questions that all its parts ask
abstract contract ProvenanceBase is ProvenanceStorage, ConsortiumContract, EIP712, IPartProvenance {
    function _operator() internal view returns (bytes16 member) {
        return _authorize(AccountPurpose.Operations);
    }

    function _part(bytes32 part) internal view returns (PartEntry storage entry) {
        entry = _state.parts[part];
        if (entry.status == PartStatus.None) revert UnknownPart(part);
    }

    function _requireActive(bytes16 member) internal view {
        _memberRegistry().requireMember(member, MemberKind.None);
    }

    function _requireRecordIfAny(bytes32 record) internal view {
        if (record != 0) _requireRecord(record);
    }

    /// @dev Reverts EvidenceNotFound unless the evidence is a version of a record that is not revoked, an event that was
    /// anchored, or nothing.
    function _requireEvidence(Evidence calldata evidence) internal view {
        bool found;
        if (evidence.kind == EvidenceKind.None) {
            found = evidence.identifier == 0 && evidence.number == 0;
        } else {
            uint64 next = evidence.kind == EvidenceKind.Record
                ? uint64(_requireRecord(evidence.identifier)) + 1
                : IEventAnchor(_contractAt("EventAnchor")).streamOf(evidence.identifier).nextSequence;
            found = evidence.number != 0 && evidence.number < next;
        }
        if (!found) revert IOrderErrors.EvidenceNotFound(evidence.identifier, evidence.number);
    }

    /// @dev Reverts unless an Operations account of `member` signed `digest`, and the deadline has not passed.
    function _requireSignature(bytes32 digest, bytes calldata signature, bytes16 member, uint48 deadline)
        internal
        view
    {
        if (_now() > deadline) revert SignatureExpired(deadline);
        (bytes16 signer,) = _authorizeSigner(digest, signature, AccountPurpose.Operations);
        if (signer != member) revert SignerMemberMismatch(member, signer);
    }

    function _requireRecord(bytes32 record) private view returns (uint32 version) {
        Record memory named = IRecordRegistry(_contractAt("RecordRegistry")).recordOf(record);
        if (named.status == RecordStatus.None) revert IRecordRegistry.UnknownRecord(record);
        if (named.status == RecordStatus.Revoked) revert IRecordRegistry.RecordIsRevoked(record, named.revokedAt);
        return named.version;
    }
}
