// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry} from "../access/IMemberRegistry.sol";
import {CustomsBase} from "./CustomsBase.sol";
import {
    Assessment,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    Finding,
    Movement,
    NamedRecord
} from "./CustomsTypes.sol";
import {ICustomsCompliance} from "./ICustomsCompliance.sol";
import {DeclarationStore} from "./DeclarationStore.sol";
import {PreCheck} from "./PreCheck.sol";

/// @title Declarations and decisions
/// @notice Pre-checks and decisions are only ever added.
abstract contract Declarations is CustomsBase {
    /// @inheritdoc ICustomsCompliance
    function precheck(Movement calldata movement, NamedRecord[] calldata records)
        external
        view
        returns (Assessment memory assessment, Finding[] memory findings)
    {
        return DeclarationStore.precheck(_state, _sources(movement.jurisdiction), movement, records);
    }

    /// @inheritdoc ICustomsCompliance
    function declare(
        bytes32 declaration,
        Movement calldata movement,
        bytes32 dataRecord,
        NamedRecord[] calldata records
    ) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        _requireId(declaration);
        DeclarationStore.lodge(
            _state, _sources(movement.jurisdiction), root(), member, declaration, movement, dataRecord, records
        );
    }

    /// @inheritdoc ICustomsCompliance
    function amend(bytes32 declaration, NamedRecord[] calldata records) external {
        Declaration storage lodged = _requireDeclarant(declaration);
        DeclarationStore.reassess(_state, _sources(lodged.movement.jurisdiction), declaration, records);
    }

    /// @inheritdoc ICustomsCompliance
    function withdraw(bytes32 declaration) external {
        Declaration storage lodged = _requireDeclarant(declaration);
        if (lodged.status != DeclarationStatus.Declared) {
            revert DeclarationStatusMismatch(declaration, lodged.status);
        }
        lodged.status = DeclarationStatus.Withdrawn;
        emit DeclarationWithdrawn(declaration);
    }

    /// @inheritdoc ICustomsCompliance
    function decide(
        bytes32 declaration,
        uint32 assessment,
        Decision decision,
        uint48 lapsesAt,
        bytes32 reasonHash,
        bytes32 referenceHash
    ) external {
        bytes16 member = _authorize(AccountPurpose.Operations);
        Declaration storage lodged = _lodged(declaration);
        bytes2 jurisdiction = lodged.movement.jurisdiction;
        if (member != _authorityOf(jurisdiction)) revert NotTheAuthority(jurisdiction, member);
        if (assessment != lodged.assessments) revert AssessmentMoved(declaration, assessment, lodged.assessments);
        if (lapsesAt != 0 && (decision != Decision.Hold || lapsesAt <= _now())) revert LapseTimeMismatch(lapsesAt);
        DeclarationStore.enter(
            _state,
            declaration,
            DecisionEntry(decision, DecisionSource.Own, member, 0, 0, lapsesAt, msg.sender, reasonHash, referenceHash)
        );
    }

    /// @inheritdoc ICustomsCompliance
    function reportDecision(bytes32 declaration, Decision decision, bytes32 referenceHash) external {
        Declaration storage lodged = _requireDeclarant(declaration);
        bytes2 jurisdiction = lodged.movement.jurisdiction;
        bytes16 authority = _authorityOf(jurisdiction);
        if (!_isMirrored(authority)) revert AuthorityHasSeat(jurisdiction, authority);
        if (referenceHash == 0) revert ReferenceMissing(declaration);
        DeclarationStore.enter(
            _state,
            declaration,
            DecisionEntry(decision, DecisionSource.Reported, lodged.declarant, 0, 0, 0, msg.sender, 0, referenceHash)
        );
    }

    /// @inheritdoc ICustomsCompliance
    function lapseHold(bytes32 declaration) external {
        _authorize(AccountPurpose.Operations);
        Declaration storage lodged = _lodged(declaration);
        uint48 lapsesAt = lodged.lapsesAt;
        if (lapsesAt == 0 || _now() < lapsesAt) revert HoldNotLapsed(declaration, lapsesAt);
        DeclarationStore.enter(
            _state,
            declaration,
            DecisionEntry(Decision.Release, DecisionSource.Lapsed, 0, 0, 0, 0, address(0), 0, 0)
        );
    }

    /// @inheritdoc ICustomsCompliance
    function declarationOf(bytes32 declaration) external view returns (Declaration memory) {
        return _lodged(declaration);
    }

    /// @inheritdoc ICustomsCompliance
    function assessmentOf(bytes32 declaration, uint32 assessment) external view returns (Assessment memory) {
        _requireAssessment(declaration, assessment);
        return _state.histories[declaration].assessments[assessment];
    }

    /// @inheritdoc ICustomsCompliance
    function findingsOf(bytes32 declaration, uint32 assessment) external view returns (Finding[] memory) {
        _requireAssessment(declaration, assessment);
        return _state.histories[declaration].findings[assessment];
    }

    /// @inheritdoc ICustomsCompliance
    function decisionsOf(bytes32 declaration, uint256 offset, uint256 limit)
        external
        view
        returns (DecisionEntry[] memory decisions)
    {
        DecisionEntry[] storage entries = _state.histories[declaration].decisions;
        if (offset >= entries.length) return decisions;
        uint256 count = entries.length - offset;
        if (count > limit) count = limit;
        if (count > 100) count = 100;
        decisions = new DecisionEntry[](count);
        for (uint256 i = 0; i < count; ++i) {
            decisions[i] = entries[offset + i];
        }
    }

    function _sources(bytes2 jurisdiction) private view returns (PreCheck.Sources memory) {
        _authorityOf(jurisdiction);
        // Not _memberRegistry(): a frozen contract still answers {precheck}.
        return PreCheck.Sources(_recordRegistry(), IMemberRegistry(_contractAt("MemberRegistry")));
    }

    function _requireAssessment(bytes32 declaration, uint32 assessment) private view {
        if (assessment == 0 || assessment > _state.declarations[declaration].assessments) {
            revert UnknownAssessment(declaration, assessment);
        }
    }
}
