// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MemberKind, MemberStatus} from "../access/IMemberRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {Assembly} from "./Assembly.sol";
import {Custody} from "./Custody.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {PartRegister} from "./PartRegister.sol";
import {Inspection, InspectionResult, PartRegistration, PartStatus, RecallScope} from "./PartTypes.sol";
import {PartViews} from "./PartViews.sol";
import {ProvenanceStorage} from "./ProvenanceBase.sol";
import {PartEntry, Sighting} from "./ProvenanceState.sol";
import {Recalls} from "./Recalls.sol";
import {WorkOrders} from "./WorkOrders.sol";

/// @title Provenance of machines and their parts
/// @notice See {IPartProvenance}.
contract PartProvenance layout at erc7201("quaychain.PartProvenance")
    is
    ProvenanceStorage,
    Custody,
    WorkOrders,
    PartViews
{
    /// @notice Parts one call may register.
    uint256 internal constant REGISTRATIONS = 32;
    /// @notice Two places seen within this time cannot both be the same thing; seconds.
    uint48 internal constant SIGHTING_INTERVAL = 6 hours;

    /// @param root_ The consortium's root
    constructor(IConsortiumRoot root_) ConsortiumContract(root_, "PartProvenance") EIP712("PartProvenance", "1") {}

    /// @inheritdoc IPartProvenance
    function enterMaker(bytes16 maker, bytes32 identity, bytes32 serialKeyDigest) external {
        bytes16 member = _operator();
        if (maker != member && _memberRegistry().memberOf(maker).status != MemberStatus.None) {
            revert MakerIsMember(maker);
        }
        PartRegister.enter(_state, member, maker, identity, serialKeyDigest);
    }

    /// @inheritdoc IPartProvenance
    function appointRegistrar(bytes16 maker, bytes16 registrar) external {
        bool voted = msg.sender == _contractAt("ConsortiumGovernor");
        bytes16 member = voted ? _state.makers[maker].registrar : _operator();
        _memberRegistry().requireMember(registrar, MemberKind.None);
        PartRegister.appoint(_state, member, maker, registrar);
    }

    /// @inheritdoc IPartProvenance
    function registerPart(PartRegistration calldata registration) external {
        PartRegister.register(_state, _operator(), registration);
    }

    /// @inheritdoc IPartProvenance
    function registerParts(PartRegistration[] calldata registrations) external {
        bytes16 member = _operator();
        uint256 count = registrations.length;
        if (count == 0 || count > REGISTRATIONS) revert PageSizeMismatch(count, REGISTRATIONS);
        for (uint256 i = 0; i < count; ++i) {
            PartRegister.register(_state, member, registrations[i]);
        }
    }

    /// @inheritdoc IPartProvenance
    function registerBatch(bytes32 root, bytes16 maker, uint32 count) external {
        PartRegister.registerBatch(_state, _operator(), root, maker, count);
    }

    /// @inheritdoc IPartProvenance
    function materialise(bytes32 root, PartRegistration calldata registration, bytes32[] calldata proof) external {
        _operator();
        PartRegister.materialise(_state, root, registration, proof);
    }

    /// @inheritdoc IPartProvenance
    function declareBuilt(bytes32 machine, bytes32 record) external {
        bytes16 member = _operator();
        PartEntry storage entry = _part(machine);
        PartRegister.requireRegistrar(_state, entry.maker, member);
        if (!entry.machine) revert NotAMachine(machine);
        if (entry.builtAt != 0) revert MachineAlreadyBuilt(machine, entry.builtAt);
        _requireRecordIfAny(record);
        entry.builtAt = _now();
        emit MachineBuilt(machine, member, record);
    }

    /// @inheritdoc IPartProvenance
    function install(bytes32 part, bytes32 parent, bytes32 position, bytes32 workOrder) external {
        Assembly.install(_state, _operator(), part, parent, position, workOrder);
    }

    /// @inheritdoc IPartProvenance
    function remove(bytes32 part, bytes32 workOrder) external {
        Assembly.remove(_state, _operator(), part, workOrder);
    }

    /// @inheritdoc IPartProvenance
    function startRepair(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        PartEntry storage entry = _requireLoose(part, member);
        if (entry.status == PartStatus.InRepair) revert PartStatusMismatch(part, entry.status);
        _requireRecordIfAny(record);
        entry.status = PartStatus.InRepair;
        emit RepairStarted(part, member, record);
    }

    /// @inheritdoc IPartProvenance
    function completeRepair(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        PartEntry storage entry = _requireLoose(part, member);
        if (entry.status != PartStatus.InRepair) revert PartStatusMismatch(part, entry.status);
        _requireRecordIfAny(record);
        entry.status = PartStatus.Repaired;
        emit RepairCompleted(part, member, record);
    }

    /// @inheritdoc IPartProvenance
    function scrap(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        PartEntry storage entry = _requireLoose(part, member);
        _requireRecordIfAny(record);
        entry.status = PartStatus.Scrapped;
        emit PartScrapped(part, member, record);
    }

    /// @inheritdoc IPartProvenance
    function inspect(bytes32 part, InspectionResult result, bytes32 record) external {
        bytes16 member = _operator();
        _part(part);
        if (result == InspectionResult.None) revert InspectionMalformed(part);
        _requireRecordIfAny(record);
        _state.inspections[part] = Inspection(member, result, _now(), record);
        emit PartInspected(part, member, result, record);
    }

    /// @inheritdoc IPartProvenance
    function sight(bytes32 part, bytes5 place, uint48 seenAt) external {
        bytes16 member = _operator();
        PartEntry storage entry = _part(part);
        if (place == 0) revert IdentifierMissing();
        Sighting memory last = _state.sightings[part];
        if (seenAt > _now()) revert TimeTooLate(seenAt, _now());
        if (seenAt < last.seenAt) revert TimeTooEarly(seenAt, last.seenAt);
        _state.sightings[part] = Sighting(place, seenAt);
        emit PartSighted(part, member, place, seenAt);
        if (last.place != 0 && last.place != place && seenAt - last.seenAt < SIGHTING_INTERVAL) {
            entry.suspected = true;
            emit PartSuspected(part, place, seenAt, last.place, last.seenAt);
        }
    }

    /// @inheritdoc IPartProvenance
    function clearSuspicion(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        PartEntry storage entry = _part(part);
        PartRegister.requireRegistrar(_state, entry.maker, member);
        if (!entry.suspected) revert PartNotSuspected(part);
        _requireRecordIfAny(record);
        entry.suspected = false;
        emit SuspicionCleared(part, member, record);
    }

    /// @inheritdoc IPartProvenance
    function openRecall(bytes32 recall, RecallScope scope, bytes16 maker, bytes32 key, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        Recalls.open(_state, member, recall, scope, maker, key, record);
    }

    /// @inheritdoc IPartProvenance
    function markRecalled(bytes32 recall, uint256 limit) external returns (uint256 marked, uint256 left) {
        _operator();
        return Recalls.mark(_state, recall, limit);
    }

    /// @inheritdoc IPartProvenance
    function markListed(bytes32 recall, bytes32[] calldata parts) external {
        Recalls.markListed(_state, _operator(), recall, parts);
    }

    /// @inheritdoc IPartProvenance
    function remedyRecall(bytes32 recall, bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        Recalls.remedy(_state, member, recall, part, record);
    }

    /// @inheritdoc IPartProvenance
    function closeRecall(bytes32 recall) external {
        Recalls.close(_state, _operator(), recall);
    }
}
