// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartProvenance} from "./IPartProvenance.sol";
import {
    AssemblyEdge,
    PartBatch,
    Inspection,
    Maker,
    Part,
    PartStatus,
    Recall,
    RecallMark,
    RecallScope,
    RecallStatus
} from "./PartTypes.sol";
import {PartTree} from "./PartTree.sol";
import {ProvenanceBase} from "./ProvenanceBase.sol";
import {PartEntry} from "./ProvenanceState.sol";
import {RecallScopes} from "./RecallScopes.sol";

/// @title What anyone may ask about parts
abstract contract PartViews is ProvenanceBase {
    /// @notice Entries one page may have.
    uint256 internal constant PAGE = 200;

    /// @inheritdoc IPartProvenance
    function makerOf(bytes16 maker) external view returns (Maker memory) {
        if (_state.makers[maker].registrar == 0) revert UnknownMaker(maker);
        return _state.makers[maker];
    }

    /// @inheritdoc IPartProvenance
    function makerByIdentity(bytes32 identity) external view returns (bytes16 maker) {
        return _state.makerByIdentity[identity];
    }

    /// @inheritdoc IPartProvenance
    function batchOf(bytes32 root) external view returns (PartBatch memory) {
        if (_state.batches[root].registeredAt == 0) revert UnknownBatch(root);
        return _state.batches[root];
    }

    /// @inheritdoc IPartProvenance
    function partOf(bytes32 part) external view returns (Part memory) {
        PartEntry storage entry = _part(part);
        AssemblyEdge storage edge = _state.edges[entry.edge];
        return Part({
            status: entry.status,
            machine: entry.machine,
            suspected: entry.suspected,
            recalled: entry.openRecalls != 0 || RecallScopes.unmarked(_state, part),
            height: uint8(PartTree.heightOf(entry)),
            custodySequence: entry.custodySequence,
            openRecalls: entry.openRecalls,
            barredBelow: entry.barredBelow,
            children: uint32(_state.children[part].length),
            registeredAt: entry.registeredAt,
            homeChain: entry.homeChain,
            maker: entry.maker,
            custodian: entry.custodian,
            owner: entry.owner,
            serialCommitment: entry.serialCommitment,
            design: entry.design,
            lot: entry.lot,
            batch: entry.batch,
            parent: edge.parent,
            position: edge.position
        });
    }

    /// @inheritdoc IPartProvenance
    function partBySerial(bytes16 maker, bytes32 serialCommitment) external view returns (bytes32 part) {
        return _state.partBySerial[maker][serialCommitment];
    }

    /// @inheritdoc IPartProvenance
    function stateOf(bytes32 part) external view returns (PartStatus) {
        PartStatus status = _part(part).status;
        (bytes32 root,) = PartTree.rootOf(_state, part);
        // Only loose parts are scrapped, and nothing is taken out of them any more: the root alone decides.
        return _state.parts[root].status == PartStatus.Scrapped ? PartStatus.Scrapped : status;
    }

    /// @inheritdoc IPartProvenance
    function custodyOf(bytes32 part) external view returns (bytes16 custodian, bytes16 owner) {
        _part(part);
        (bytes32 root,) = PartTree.rootOf(_state, part);
        return (_state.parts[root].custodian, _state.parts[root].owner);
    }

    /// @inheritdoc IPartProvenance
    function ancestorsOf(bytes32 part) external view returns (bytes32[] memory ancestors) {
        _part(part);
        (, uint256 depth) = PartTree.rootOf(_state, part);
        ancestors = new bytes32[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            part = PartTree.parentOf(_state, part);
            ancestors[i] = part;
        }
    }

    /// @inheritdoc IPartProvenance
    function machineOf(bytes32 part) external view returns (bytes32 machine, uint8 depth) {
        _part(part);
        (bytes32 root, uint256 levels) = PartTree.rootOf(_state, part);
        return _state.parts[root].machine ? (root, uint8(levels)) : (bytes32(0), 0);
    }

    /// @inheritdoc IPartProvenance
    function childrenOf(bytes32 part, uint256 offset, uint256 limit) external view returns (bytes32[] memory parts) {
        uint64[] storage numbers = _state.children[part];
        uint256 count = _count(numbers.length, offset, limit);
        parts = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            parts[i] = _state.edges[numbers[offset + i]].part;
        }
    }

    /// @inheritdoc IPartProvenance
    function partAt(bytes32 parent, bytes32 position) external view returns (bytes32 part) {
        return _state.positions[parent][position];
    }

    /// @inheritdoc IPartProvenance
    function edgesUnder(bytes32 parent, uint256 offset, uint256 limit) external view returns (AssemblyEdge[] memory) {
        return _edges(_state.edgesUnder[parent], offset, limit);
    }

    /// @inheritdoc IPartProvenance
    function edgesOf(bytes32 part, uint256 offset, uint256 limit) external view returns (AssemblyEdge[] memory) {
        return _edges(_state.edgesOf[part], offset, limit);
    }

    /// @inheritdoc IPartProvenance
    function builtAt(bytes32 machine) external view returns (uint48) {
        return _part(machine).builtAt;
    }

    /// @inheritdoc IPartProvenance
    function partsOf(RecallScope scope, bytes16 maker, bytes32 key, uint256 offset, uint256 limit)
        external
        view
        returns (bytes32[] memory parts, uint256 total)
    {
        bytes32[] storage list = _state.scopes[RecallScopes.keyOf(scope, maker, key)];
        total = list.length;
        uint256 count = _count(total, offset, limit);
        parts = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            parts[i] = list[offset + i];
        }
    }

    /// @inheritdoc IPartProvenance
    function inspectionOf(bytes32 part) external view returns (Inspection memory) {
        return _state.inspections[part];
    }

    /// @inheritdoc IPartProvenance
    function recallOf(bytes32 recall) external view returns (Recall memory) {
        if (_state.recalls[recall].status == RecallStatus.None) revert UnknownRecall(recall);
        return _state.recalls[recall];
    }

    /// @inheritdoc IPartProvenance
    function recallsIn(RecallScope scope, bytes16 maker, bytes32 key) external view returns (bytes32[] memory) {
        return _state.recallsIn[RecallScopes.keyOf(scope, maker, key)];
    }

    /// @inheritdoc IPartProvenance
    function recallMarkOf(bytes32 recall, bytes32 part) external view returns (RecallMark) {
        return _state.recallMarks[recall][part];
    }

    function _edges(uint64[] storage numbers, uint256 offset, uint256 limit)
        private
        view
        returns (AssemblyEdge[] memory edges)
    {
        uint256 count = _count(numbers.length, offset, limit);
        edges = new AssemblyEdge[](count);
        for (uint256 i = 0; i < count; ++i) {
            edges[i] = _state.edges[numbers[offset + i]];
        }
    }

    /// @dev How many entries of `length` a page from `offset` has.
    function _count(uint256 length, uint256 offset, uint256 limit) private pure returns (uint256 count) {
        if (offset >= length) return 0;
        count = length - offset;
        if (count > limit) count = limit;
        if (count > PAGE) count = PAGE;
    }
}
