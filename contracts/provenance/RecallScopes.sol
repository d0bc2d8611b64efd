// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Recall, RecallMark, RecallScope} from "./PartTypes.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @title Which recalls reach a part
/// @notice A part is in three scopes: everything of its maker, its design, its lot. Each has a bounded number of recalls
/// in force, so that a part is under them from the moment it is registered, before anybody has marked it.
library RecallScopes {
    /// @notice Recalls that may be in force on one lot, one design, or everything of one maker.
    uint256 internal constant LIMIT = 16;

    /// @notice Key of a scope.
    function keyOf(RecallScope scope, bytes16 maker, bytes32 key) internal pure returns (bytes32) {
        return keccak256(abi.encode(scope, maker, key));
    }

    /// @notice Whether a recall of a lot, a design or a maker is about a part.
    function covers(Recall storage recall, PartEntry storage entry) internal view returns (bool) {
        if (recall.maker != entry.maker) return false;
        if (recall.scope == RecallScope.Lot) return recall.key == entry.lot;
        return recall.scope == RecallScope.Maker || recall.key == entry.design;
    }

    /// @notice Whether a recall in force reaches the part that has not marked it yet.
    function unmarked(ProvenanceState storage state, bytes32 part) internal view returns (bool) {
        PartEntry storage entry = state.parts[part];
        bytes16 maker = entry.maker;
        return _unmarkedIn(state, part, keyOf(RecallScope.Maker, maker, 0))
            || _unmarkedIn(state, part, keyOf(RecallScope.Design, maker, entry.design))
            || _unmarkedIn(state, part, keyOf(RecallScope.Lot, maker, entry.lot));
    }

    function _unmarkedIn(ProvenanceState storage state, bytes32 part, bytes32 scope) private view returns (bool) {
        bytes32[] storage recalls = state.recallsIn[scope];
        uint256 count = recalls.length;
        for (uint256 i = 0; i < count; ++i) {
            if (state.recallMarks[recalls[i]][part] == RecallMark.None) return true;
        }
        return false;
    }
}
