// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MemberStatus} from "../access/IMemberRegistry.sol";
import {ConsortiumContract} from "../root/ConsortiumContract.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {Assembly} from "./Assembly.sol";
import {Custody} from "./Custody.sol";
import {IPartProvenance} from "./IPartProvenance.sol";
import {PartLife} from "./PartLife.sol";
import {PartRegister} from "./PartRegister.sol";
import {InspectionResult, PartRegistration, RecallScope} from "./PartTypes.sol";
import {PartViews} from "./PartViews.sol";
import {ProvenanceStorage} from "./ProvenanceBase.sol";
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
        _requireActive(registrar);
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
        _requireRecordIfAny(record);
        PartLife.declareBuilt(_state, member, machine, record);
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
        _requireRecordIfAny(record);
        PartLife.startRepair(_state, member, part, record);
    }

    /// @inheritdoc IPartProvenance
    function completeRepair(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        PartLife.completeRepair(_state, member, part, record);
    }

    /// @inheritdoc IPartProvenance
    function scrap(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        PartLife.scrap(_state, member, part, record);
    }

    /// @inheritdoc IPartProvenance
    function inspect(bytes32 part, InspectionResult result, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        PartLife.inspect(_state, member, part, result, record);
    }

    /// @inheritdoc IPartProvenance
    function sight(bytes32 part, bytes5 place, uint48 seenAt) external {
        PartLife.sight(_state, _operator(), part, place, seenAt);
    }

    /// @inheritdoc IPartProvenance
    function clearSuspicion(bytes32 part, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        PartLife.clearSuspicion(_state, member, part, record);
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

    /// @inheritdoc IPartProvenance
    function endRecall(bytes32 recall, bytes32 record) external {
        bytes16 member = _operator();
        _requireRecordIfAny(record);
        Recalls.end(_state, member, recall, record);
    }
}
