// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose} from "../access/IMemberRegistry.sol";
import {CustomsBase} from "./CustomsBase.sol";
import {Attestation, ConsistencyOutcome, EvidencePack, NamedRecord, PackSignature} from "./CustomsTypes.sol";
import {EvidenceStore} from "./EvidenceStore.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";
import {PreCheck} from "./PreCheck.sol";

/// @title Consistency across documents, and evidence packs for a simplified inspection
abstract contract Evidence is CustomsBase {
    /// @inheritdoc ICustomsCompliance
    function attestConsistency(
        bytes32 attestation,
        bytes2 jurisdiction,
        NamedRecord[] calldata records,
        uint16 aspects,
        ConsistencyOutcome outcome,
        bytes32 reportHash
    ) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        _requireId(attestation);
        if (!_state.checkers[jurisdiction][member]) revert NotAChecker(jurisdiction, member);
        Attestation memory attested = Attestation(outcome, false, member, jurisdiction, 0, aspects, reportHash);
        EvidenceStore.attest(_state, _recordRegistry(), attestation, records, attested);
    }

    /// @inheritdoc ICustomsCompliance
    function withdrawAttestation(bytes32 attestation, NamedRecord[] calldata records) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        (bytes16 ruler,) = _rulerOf(_state.attestations[attestation].jurisdiction);
        EvidenceStore.withdraw(_state, member, ruler, attestation, records);
    }

    /// @inheritdoc ICustomsCompliance
    function submitEvidencePack(bytes32 pack, bytes32 declaration, NamedRecord[] calldata items) external {
        bytes16 member = _requireDeclarant(declaration).declarant;
        _requireId(pack);
        EvidenceStore.submit(_state, _recordRegistry(), member, pack, declaration, items);
    }

    /// @inheritdoc ICustomsCompliance
    function countersignEvidencePack(bytes32 pack, bytes32 digest) external {
        EvidenceStore.countersign(_state, _authorize(AccountPurpose.Operations), pack, digest);
    }

    /// @inheritdoc ICustomsCompliance
    function attestationOf(bytes32 attestation) external view returns (Attestation memory) {
        return _state.attestations[attestation];
    }

    /// @inheritdoc ICustomsCompliance
    function inconsistenciesOf(bytes2 jurisdiction, NamedRecord calldata named) external view returns (uint32) {
        return _state.inconsistencies[PreCheck.inconsistencyKey(jurisdiction, named)];
    }

    /// @inheritdoc ICustomsCompliance
    function evidencePackOf(bytes32 pack) external view returns (EvidencePack memory) {
        if (_state.evidencePacks[pack].submitter == 0) revert UnknownEvidencePack(pack);
        return _state.evidencePacks[pack];
    }

    /// @inheritdoc ICustomsCompliance
    function packSignatureOf(bytes32 pack, bytes16 member) external view returns (PackSignature memory) {
        return _state.packSignatures[pack][member];
    }
}
