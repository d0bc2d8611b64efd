// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AssemblyEdge, PartStatus} from "./PartTypes.sol";
import {IPartErrors} from "./IPartErrors.sol";
import {PartEntry, ProvenanceState} from "./ProvenanceState.sol";

/// @title The assembly tree
/// @notice Every part has at most one parent, and no part is part of itself. From a root to the deepest part there are
/// at most 16 edges, whatever is moved, so that every walk is bounded.
/// @dev A part's height (levels below it) is exact at all times: each part counts its children by their height, so that
/// taking one out needs no search.
library PartTree {
    /// @notice Edges from a root to its deepest part, and children of one height that a part may have.
    uint256 internal constant MAX_DEPTH = 16;
    uint256 internal constant MAX_CHILDREN = type(uint16).max;

    /// @notice The root of the tree a part is in, and the edges between.
    function rootOf(ProvenanceState storage state, bytes32 part) internal view returns (bytes32 root, uint256 depth) {
        root = part;
        uint64 edge = state.parts[part].edge;
        while (edge != 0) {
            root = state.edges[edge].parent;
            edge = state.parts[root].edge;
            ++depth;
        }
    }

    /// @notice What a part is in, 0 when loose.
    function parentOf(ProvenanceState storage state, bytes32 part) internal view returns (bytes32) {
        return state.edges[state.parts[part].edge].parent;
    }

    /// @notice Levels below a part, 0 for a leaf.
    function heightOf(PartEntry storage entry) internal view returns (uint256) {
        return _height(entry.childHeights);
    }

    /// @notice A part that is not in anything and not scrapped. Reverts UnknownPart, PartIsScrapped, PartStatusMismatch.
    function requireLoose(ProvenanceState storage state, bytes32 part) internal view returns (PartEntry storage entry) {
        entry = state.parts[part];
        PartStatus status = entry.status;
        if (status == PartStatus.None) revert IPartErrors.UnknownPart(part);
        if (status == PartStatus.Scrapped) revert IPartErrors.PartIsScrapped(part);
        if (status == PartStatus.Installed) revert IPartErrors.PartStatusMismatch(part, status);
    }

    /// @notice Such a part in the hands of `member`. Reverts also NotTheCustodian.
    function requireLoose(ProvenanceState storage state, bytes32 part, bytes16 member)
        internal
        view
        returns (PartEntry storage entry)
    {
        entry = requireLoose(state, part);
        if (entry.custodian != member) revert IPartErrors.NotTheCustodian(part, member);
    }

    /// @notice Whether a part is kept from being installed, with whatever it is in.
    function isBarred(PartEntry storage entry) internal view returns (bool) {
        return entry.openRecalls != 0 || entry.suspected;
    }

    /// @notice Tells everything that a part is in whether it is barred now; `before` is what it was.
    function countBarred(ProvenanceState storage state, bytes32 part, bool before) internal {
        bool barred = isBarred(state.parts[part]);
        if (barred == before) return;
        uint64 edge = state.parts[part].edge;
        while (edge != 0) {
            PartEntry storage above = state.parts[state.edges[edge].parent];
            if (barred) ++above.barredBelow;
            else --above.barredBelow;
            edge = above.edge;
        }
    }

    /// @notice Puts a loose part into another. The caller has checked that both exist, and that nothing in it is barred.
    /// @return root root of the parent's tree
    function attach(ProvenanceState storage state, bytes32 part, bytes32 parent, bytes32 position, bytes32 workOrder)
        internal
        returns (bytes32 root)
    {
        uint256 depth;
        (root, depth) = rootOf(state, parent);
        // The part is loose, so it can only be above the parent as the root.
        if (root == part) revert IPartErrors.AssemblyCycle(part, parent);
        PartEntry storage entry = state.parts[part];
        uint256 height = heightOf(entry);
        if (depth + 1 + height > MAX_DEPTH) revert IPartErrors.AssemblyTooDeep(part, parent, MAX_DEPTH);
        bytes32 other = state.positions[parent][position];
        if (other != 0) revert IPartErrors.PositionTaken(parent, position, other);

        uint64 number = ++state.edgeCount;
        state.edges[number] = AssemblyEdge(part, parent, position, workOrder, uint48(block.timestamp), 0);
        state.edgesOf[part].push(number);
        state.edgesUnder[parent].push(number);
        state.positions[parent][position] = part;
        uint64[] storage children = state.children[parent];
        entry.childIndex = uint32(children.length);
        children.push(number);
        entry.edge = number;
        entry.status = PartStatus.Installed;
        _countChild(state, parent, height);
    }

    /// @notice Takes an installed part out.
    /// @return edge what it was installed by, as it is now
    function detach(ProvenanceState storage state, bytes32 part) internal returns (AssemblyEdge memory edge) {
        PartEntry storage entry = state.parts[part];
        uint64 number = entry.edge;
        state.edges[number].removedAt = uint48(block.timestamp);
        edge = state.edges[number];

        uint64[] storage children = state.children[edge.parent];
        uint64 last = children[children.length - 1];
        if (last != number) {
            children[entry.childIndex] = last;
            state.parts[state.edges[last].part].childIndex = entry.childIndex;
        }
        children.pop();
        state.positions[edge.parent][edge.position] = 0;
        entry.edge = 0;
        entry.childIndex = 0;
        entry.status = PartStatus.Removed;
        _discountChild(state, edge.parent, heightOf(entry));
        uint32 barred = entry.barredBelow;
        if (isBarred(entry)) ++barred;
        if (barred != 0) _discountBarred(state, edge.parent, barred);
    }

    function _discountBarred(ProvenanceState storage state, bytes32 node, uint32 count) private {
        while (true) {
            PartEntry storage entry = state.parts[node];
            entry.barredBelow -= count;
            if (entry.edge == 0) return;
            node = state.edges[entry.edge].parent;
        }
    }

    /// @dev A child of `height` came in; goes up as long as heights change.
    function _countChild(ProvenanceState storage state, bytes32 parent, uint256 height) private {
        PartEntry storage entry = state.parts[parent];
        uint256 counts = entry.childHeights;
        if ((counts >> (16 * height)) & MAX_CHILDREN == MAX_CHILDREN) {
            revert IPartErrors.TooManyChildren(parent, MAX_CHILDREN);
        }
        _update(state, parent, counts, counts + (1 << (16 * height)));
    }

    function _discountChild(ProvenanceState storage state, bytes32 parent, uint256 height) private {
        uint256 counts = state.parts[parent].childHeights;
        _update(state, parent, counts, counts - (1 << (16 * height)));
    }

    function _update(ProvenanceState storage state, bytes32 node, uint256 before, uint256 counts) private {
        state.parts[node].childHeights = counts;
        (uint256 was, uint256 height) = (_height(before), _height(counts));
        while (was != height && state.parts[node].edge != 0) {
            node = parentOf(state, node);
            before = state.parts[node].childHeights;
            if ((before >> (16 * height)) & MAX_CHILDREN == MAX_CHILDREN) {
                revert IPartErrors.TooManyChildren(node, MAX_CHILDREN);
            }
            counts = before - (1 << (16 * was)) + (1 << (16 * height));
            state.parts[node].childHeights = counts;
            (was, height) = (_height(before), _height(counts));
        }
    }

    function _height(uint256 counts) private pure returns (uint256) {
        return counts == 0 ? 0 : Math.log2(counts) / 16 + 1;
    }
}
