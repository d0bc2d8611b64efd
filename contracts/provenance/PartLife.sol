// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortiumErrors} from "../root/IConsortiumErrors.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {IPartEvents} from "./IPartEvents.sol";
import {PartRegister} from "./PartRegister.sol";
import {Inspection, InspectionResult, PartStatus} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {PartEntry, ProvenanceState, Sighting} from "./ProvenanceState.sol";

/// @title What is done to one part, and what is seen of it
/// @dev A linked library, so that PartProvenance keeps to the code size limit. It is called only by delegatecall, on
/// the caller's state; `member` is the member for whom the caller of PartProvenance acts, `record` was checked before.
library PartLife {
    /// @notice Two places seen within this time cannot both be the same thing; seconds.
    uint48 internal constant SIGHTING_INTERVAL = 6 hours;

    /// @notice See IPartProvenance.declareBuilt.
    function declareBuilt(ProvenanceState storage state, bytes16 member, bytes32 machine, bytes32 record) external {
        PartEntry storage entry = _known(state, machine);
        PartRegister.requireRegistrar(state, entry.maker, member);
        if (!entry.machine) revert IPartErrors.NotAMachine(machine);
        if (entry.status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(machine);
        if (entry.builtAt != 0) revert IPartErrors.MachineAlreadyBuilt(machine, entry.builtAt);
        entry.builtAt = _now();
        emit IPartEvents.MachineBuilt(machine, member, record);
    }

    /// @notice See IPartProvenance.startRepair.
    function startRepair(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 record) external {
        PartEntry storage entry = PartTree.requireLoose(state, part, member);
        if (entry.status == PartStatus.InRepair) revert IPartErrors.PartStatusMismatch(part, PartStatus.InRepair);
        entry.status = PartStatus.InRepair;
        emit IPartEvents.RepairStarted(part, member, record);
    }

    /// @notice See IPartProvenance.completeRepair.
    function completeRepair(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 record) external {
        PartEntry storage entry = PartTree.requireLoose(state, part, member);
        if (entry.status != PartStatus.InRepair) revert IPartErrors.PartStatusMismatch(part, entry.status);
        entry.status = PartStatus.Repaired;
        emit IPartEvents.RepairCompleted(part, member, record);
    }

    /// @notice See IPartProvenance.scrap.
    function scrap(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 record) external {
        PartEntry storage entry = PartTree.requireLoose(state, part, member);
        if (entry.owner != member) revert IPartErrors.NotTheOwner(part, member);
        entry.status = PartStatus.Scrapped;
        emit IPartEvents.PartScrapped(part, member, record);
    }

    /// @notice See IPartProvenance.inspect.
    function inspect(
        ProvenanceState storage state,
        bytes16 member,
        bytes32 part,
        InspectionResult result,
        bytes32 record
    ) external {
        _known(state, part);
        if (result == InspectionResult.None) revert IPartErrors.InspectionMalformed(part);
        state.inspections[part] = Inspection(member, result, _now(), record);
        emit IPartEvents.PartInspected(part, member, result, record);
    }

    /// @notice See IPartProvenance.sight.
    function sight(ProvenanceState storage state, bytes16 member, bytes32 part, bytes5 place, uint48 seenAt) external {
        PartEntry storage entry = _known(state, part);
        if (place == 0) revert IConsortiumErrors.IdentifierMissing();
        Sighting memory last = state.sightings[part];
        if (seenAt > _now()) revert IConsortiumErrors.TimeTooLate(seenAt, _now());
        if (seenAt < last.seenAt) revert IConsortiumErrors.TimeTooEarly(seenAt, last.seenAt);
        state.sightings[part] = Sighting(place, seenAt);
        emit IPartEvents.PartSighted(part, member, place, seenAt);
        if (last.place != 0 && last.place != place && seenAt - last.seenAt < SIGHTING_INTERVAL) {
            bool barred = PartTree.isBarred(entry);
            entry.suspected = true;
            PartTree.countBarred(state, part, barred);
            emit IPartEvents.PartSuspected(part, place, seenAt, last.place, last.seenAt);
        }
    }

    /// @notice See IPartProvenance.clearSuspicion.
    function clearSuspicion(ProvenanceState storage state, bytes16 member, bytes32 part, bytes32 record) external {
        PartEntry storage entry = _known(state, part);
        PartRegister.requireRegistrar(state, entry.maker, member);
        if (!entry.suspected) revert IPartErrors.PartNotSuspected(part);
        entry.suspected = false;
        PartTree.countBarred(state, part, true);
        emit IPartEvents.SuspicionCleared(part, member, record);
    }

    function _known(ProvenanceState storage state, bytes32 part) private view returns (PartEntry storage entry) {
        entry = state.parts[part];
        if (entry.status == PartStatus.None) revert IPartErrors.UnknownPart(part);
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
