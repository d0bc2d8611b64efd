// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccountPurpose} from "../access/IMemberRegistry.sol";
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

    /// @dev A part that is not installed and not scrapped, in the hands of `member`.
    function _requireLoose(bytes32 part, bytes16 member) internal view returns (PartEntry storage entry) {
        entry = _part(part);
        if (entry.status == PartStatus.Scrapped) revert PartIsScrapped(part);
        if (entry.status == PartStatus.Installed) revert PartStatusMismatch(part, entry.status);
        if (entry.custodian != member) revert NotTheCustodian(part, member);
    }

    function _requireRecordIfAny(bytes32 record) internal view {
        if (record == 0) return;
        Record memory named = IRecordRegistry(_contractAt("RecordRegistry")).recordOf(record);
        if (named.status == RecordStatus.None) revert IRecordRegistry.UnknownRecord(record);
        if (named.status == RecordStatus.Revoked) revert IRecordRegistry.RecordIsRevoked(record, named.revokedAt);
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
}
