// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderFulfilment} from "../orders/IOrderFulfilment.sol";
import {IRecordRegistry, Record, RecordStatus} from "../records/IRecordRegistry.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {CustomsState} from "./CustomsState.sol";
import {
    Assessment,
    Decision,
    DecisionEntry,
    DecisionSource,
    Declaration,
    DeclarationStatus,
    Finding,
    Movement,
    NamedRecord,
    Rule
} from "./CustomsTypes.sol";
import {ICustomsErrors} from "./ICustomsErrors.sol";
import {ICustomsEvents} from "./ICustomsEvents.sol";
import {PreCheck} from "./PreCheck.sol";

/// @title Writing declarations, their pre-checks and decisions
/// @notice Pre-checks and decisions are only ever added.
/// @dev A linked library, so that CustomsCompliance keeps to the code size limit. It is called only by delegatecall,
/// on the caller's state, after the caller has checked who may do it.
library DeclarationStore {
    /// @notice See ICustomsCompliance.precheck.
    function precheck(
        CustomsState storage state,
        PreCheck.Sources memory sources,
        Movement memory movement,
        NamedRecord[] calldata records
    ) external view returns (Assessment memory assessment, Finding[] memory findings) {
        return PreCheck.assess(state, sources, 0, movement, records);
    }

    /// @notice Enters a declaration that does not exist yet, with its first pre-check.
    function lodge(
        CustomsState storage state,
        PreCheck.Sources memory sources,
        IConsortiumRoot root,
        bytes16 declarant,
        bytes32 declaration,
        Movement calldata movement,
        bytes32 dataRecord,
        NamedRecord[] calldata records
    ) external {
        Declaration storage lodged = state.declarations[declaration];
        if (lodged.status != DeclarationStatus.None) revert ICustomsErrors.DeclarationExists(declaration);
        if (dataRecord != 0) {
            Record memory data = sources.records.recordOf(dataRecord);
            if (data.status == RecordStatus.None) revert IRecordRegistry.UnknownRecord(dataRecord);
            if (data.status == RecordStatus.Revoked) {
                revert IRecordRegistry.RecordIsRevoked(dataRecord, data.revokedAt);
            }
        }
        lodged.status = DeclarationStatus.Declared;
        lodged.declarant = declarant;
        lodged.declaredAt = uint48(block.timestamp);
        bool orderKnown = _isKnown(root, movement.order);
        lodged.orderKnown = orderKnown;
        lodged.dataRecord = dataRecord;
        lodged.movement = movement;
        emit ICustomsEvents.DeclarationLodged(
            declaration, declarant, movement.jurisdiction, movement, dataRecord, orderKnown
        );
        _assess(state, sources, declaration, movement, records);
    }

    /// @notice Adds a further pre-check to a declaration on which nothing final was decided.
    function reassess(
        CustomsState storage state,
        PreCheck.Sources memory sources,
        bytes32 declaration,
        NamedRecord[] calldata records
    ) external {
        Declaration storage lodged = state.declarations[declaration];
        if (!_isOpen(lodged.status)) revert ICustomsErrors.DeclarationStatusMismatch(declaration, lodged.status);
        _assess(state, sources, declaration, lodged.movement, records);
    }

    /// @notice Adds a decision.
    /// @param entry its time and number of pre-check are filled in here
    function enter(CustomsState storage state, bytes32 declaration, DecisionEntry memory entry) external {
        Declaration storage lodged = state.declarations[declaration];
        DeclarationStatus status = lodged.status;
        // What was only reported never binds an authority that by now speaks for itself.
        bool overReport = entry.source == DecisionSource.Own && lodged.source == DecisionSource.Reported;
        DeclarationStatus next = _statusAfter(entry.decision);
        if (!overReport && (!_isOpen(status) || next == status)) {
            revert ICustomsErrors.DeclarationStatusMismatch(declaration, status);
        }
        lodged.status = next;
        lodged.source = entry.source;
        lodged.lapsesAt = entry.lapsesAt;
        uint32 number = ++lodged.decisions;
        entry.decidedAt = uint48(block.timestamp);
        entry.assessment = lodged.assessments;
        state.histories[declaration].decisions.push(entry);
        if (entry.source == DecisionSource.Reported) {
            emit ICustomsEvents.DecisionReported(
                declaration, entry.member, number, entry.decision, entry.assessment, entry.referenceHash, next
            );
        } else if (entry.source == DecisionSource.Lapsed) {
            emit ICustomsEvents.HoldLapsed(declaration, number, entry.assessment, next);
        } else {
            emit ICustomsEvents.DecisionTaken(
                declaration,
                entry.member,
                number,
                entry.decision,
                entry.assessment,
                entry.lapsesAt,
                entry.reasonHash,
                entry.referenceHash,
                next
            );
        }
    }

    /// @dev Makes the declaration's next pre-check and stores it; it is never written again.
    function _assess(
        CustomsState storage state,
        PreCheck.Sources memory sources,
        bytes32 declaration,
        Movement memory movement,
        NamedRecord[] calldata records
    ) private {
        (Assessment memory assessment, Finding[] memory findings) =
            PreCheck.assess(state, sources, declaration, movement, records);
        uint32 number = ++state.declarations[declaration].assessments;
        state.histories[declaration].assessments[number] = assessment;
        emit ICustomsEvents.RecordsNamed(declaration, number, records);
        Finding[] storage stored = state.histories[declaration].findings[number];
        Rule[] storage rules = state.rules[movement.jurisdiction][assessment.ruleBookVersion];
        for (uint256 i = 0; i < findings.length; ++i) {
            stored.push(findings[i]);
            emit ICustomsEvents.FindingStored(
                declaration, number, uint16(i), findings[i], rules[findings[i].rule].measure
            );
        }
        emit ICustomsEvents.DeclarationAssessed(
            declaration, number, assessment.outcome, assessment.ruleBookVersion, assessment.findings, assessment.open
        );
    }

    /// @dev Whether OrderFulfilment has the order; it refuses to answer for one that it doesn't know.
    function _isKnown(IConsortiumRoot root, bytes32 order) private view returns (bool known) {
        if (order == 0) return false;
        (address orders,) = root.resolve("OrderFulfilment");
        if (orders == address(0)) return false;
        (known,) = orders.staticcall(abi.encodeCall(IOrderFulfilment.orderOf, (order)));
    }

    /// @dev Whether something can still be decided. Seized goods can be released or refused.
    function _isOpen(DeclarationStatus status) private pure returns (bool) {
        return status == DeclarationStatus.Declared || status == DeclarationStatus.Held
            || status == DeclarationStatus.UnderInspection || status == DeclarationStatus.Seized;
    }

    function _statusAfter(Decision decision) private pure returns (DeclarationStatus) {
        if (decision == Decision.Hold) return DeclarationStatus.Held;
        if (decision == Decision.Inspect) return DeclarationStatus.UnderInspection;
        if (decision == Decision.Release) return DeclarationStatus.Released;
        if (decision == Decision.Refuse) return DeclarationStatus.Refused;
        if (decision == Decision.Seize) return DeclarationStatus.Seized;
        revert ICustomsErrors.DecisionMalformed();
    }
}
