// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {CustomsState} from "./CustomsState.sol";
import {Attestation, ConsistencyOutcome, EvidencePack, NamedRecord, PackSignature} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";
import {NamedRecords} from "./NamedRecords.sol";
import {PreCheck} from "./PreCheck.sol";

/// @title Writing attestations of consistency and evidence packs
/// @dev A linked library, so that CustomsCompliance keeps to the code size limit. It is called only by delegatecall,
/// on the caller's state, after the caller has checked who may do it.
library EvidenceStore {
    /// @notice Records one attestation may compare, and one pack may hold.
    uint256 internal constant COMPARED = 16;
    uint256 internal constant ITEMS = 32;
    /// @notice All that an attestation may say to have compared, see Attestation.
    uint16 internal constant ASPECTS = 1 | 2 | 4 | 8 | 16 | 32;

    /// @notice See ICustomsCompliance.attestConsistency. `attested` has all but the block's time.
    function attest(
        CustomsState storage state,
        IRecordRegistry registry,
        bytes32 attestation,
        NamedRecord[] calldata records,
        Attestation memory attested
    ) external {
        if (state.attestations[attestation].checker != 0) {
            revert ICustomsErrors.AttestationExists(attestation);
        }
        if (
            attested.outcome == ConsistencyOutcome.None || attested.aspects == 0 || attested.aspects > ASPECTS
                || records.length < 2
        ) revert ICustomsErrors.AttestationMalformed();
        NamedRecords.requireEachOnce(records, COMPARED);
        for (uint256 i = 0; i < records.length; ++i) {
            _requireVersion(registry, records[i]);
            if (attested.outcome == ConsistencyOutcome.Inconsistent) {
                ++state.inconsistencies[PreCheck.inconsistencyKey(attested.jurisdiction, records[i])];
            }
        }
        attested.attestedAt = uint48(block.timestamp);
        state.attestedRecords[attestation] = keccak256(abi.encode(records));
        state.attestations[attestation] = attested;
        emit ICustomsEvents.ConsistencyAttested(
            attestation,
            attested.checker,
            attested.jurisdiction,
            records,
            attested.aspects,
            attested.outcome,
            attested.reportHash
        );
    }

    /// @notice See ICustomsCompliance.withdrawAttestation.
    /// @param ruler who rules in the attestation's jurisdiction
    function withdraw(
        CustomsState storage state,
        bytes16 member,
        bytes16 ruler,
        bytes32 attestation,
        NamedRecord[] calldata records
    ) external {
        Attestation storage attested = state.attestations[attestation];
        if (
            (member != attested.checker && member != ruler) || attested.withdrawn
                || state.attestedRecords[attestation] != keccak256(abi.encode(records))
        ) revert ICustomsErrors.UnknownAttestation(attestation, member);
        attested.withdrawn = true;
        if (attested.outcome == ConsistencyOutcome.Inconsistent) {
            for (uint256 i = 0; i < records.length; ++i) {
                --state.inconsistencies[PreCheck.inconsistencyKey(attested.jurisdiction, records[i])];
            }
        }
        emit ICustomsEvents.AttestationWithdrawn(attestation, member);
    }

    /// @notice See ICustomsCompliance.submitEvidencePack.
    function submit(
        CustomsState storage state,
        IRecordRegistry registry,
        bytes16 submitter,
        bytes32 pack,
        bytes32 declaration,
        NamedRecord[] calldata items
    ) external {
        if (state.evidencePacks[pack].submitter != 0) revert ICustomsErrors.EvidencePackExists(pack);
        if (items.length == 0) revert ICustomsErrors.EvidencePackEmpty(pack);
        NamedRecords.requireEachOnce(items, ITEMS);
        bytes16[] memory issuers = new bytes16[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            _requireVersion(registry, items[i]);
            Record memory published = registry.recordOf(items[i].record);
            if (published.status == RecordStatus.Revoked) {
                revert IRecordRegistry.RecordIsRevoked(items[i].record, published.revokedAt);
            }
            issuers[i] = published.issuer;
        }
        bytes32 digest = keccak256(abi.encode(declaration, items));
        state.packSignatures[pack][submitter] = PackSignature(msg.sender, uint48(block.timestamp));
        EvidencePack storage submitted = state.evidencePacks[pack];
        submitted.declaration = declaration;
        submitted.submitter = submitter;
        submitted.submittedAt = uint48(block.timestamp);
        submitted.items = uint16(items.length);
        submitted.digest = digest;
        emit ICustomsEvents.EvidencePackSubmitted(pack, declaration, submitter, msg.sender, items, issuers, digest);
    }

    /// @notice See ICustomsCompliance.countersignEvidencePack.
    function countersign(CustomsState storage state, bytes16 member, bytes32 pack, bytes32 digest) external {
        EvidencePack storage submitted = state.evidencePacks[pack];
        if (submitted.submitter == 0) revert ICustomsErrors.UnknownEvidencePack(pack);
        if (submitted.digest != digest) {
            revert ICustomsErrors.EvidencePackMismatch(pack, submitted.digest, digest);
        }
        if (state.packSignatures[pack][member].signedAt != 0) revert ICustomsErrors.EvidencePackSigned(pack, member);
        state.packSignatures[pack][member] = PackSignature(msg.sender, uint48(block.timestamp));
        ++submitted.countersignatures;
        emit ICustomsEvents.EvidencePackCountersigned(pack, member, msg.sender, digest);
    }

    function _requireVersion(IRecordRegistry registry, NamedRecord calldata named) private view {
        if (registry.versionOf(named.record, named.version).publishedAt == 0) {
            revert IRecordRegistry.UnknownRecordVersion(named.record, named.version);
        }
    }
}
