// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartStatus} from "contracts/provenance/PartTypes.sol";
import {Workshop} from "./Workshop.sol";

/// @notice Puts 24 parts together and takes them apart at random.
contract AssemblyLife is Workshop {
    uint256 public constant PARTS = 24;
    uint256 public installed;
    uint256 public refusals;

    constructor() {
        setUp();
        makeMachine(bytes32(uint256(1)));
        for (uint256 i = 2; i <= PARTS; ++i) {
            make(bytes32(i));
        }
    }

    function install(uint256 part, uint256 parent, uint256 position) external {
        as_(MANUFACTURER);
        try provenance.install(_any(part), _any(parent), bytes32(1 + position % 8), 0) {
            ++installed;
        } catch {
            ++refusals;
        }
    }

    /// @notice Hangs one part below the last, so that chains get long.
    function chain(uint256 part) external {
        as_(MANUFACTURER);
        try provenance.install(_any(part), _deepest(), "in", 0) {
            ++installed;
        } catch {
            ++refusals;
        }
    }

    function remove(uint256 part) external {
        as_(MANUFACTURER);
        try provenance.remove(_any(part), 0) {} catch {}
    }

    function scrap(uint256 part) external {
        if (part % 16 != 0) return; // seldom, or nothing would be left
        as_(MANUFACTURER);
        try provenance.scrap(_any(part / 16), 0) {} catch {}
    }

    /// @notice What must hold of every tree; the name of the first thing that doesn't, or empty.
    function broken() external view returns (string memory) {
        for (uint256 i = 1; i <= PARTS; ++i) {
            bytes32 part = bytes32(i);
            bytes32 node = part;
            for (uint256 steps = 0; parentOf(node) != 0; ++steps) {
                if (steps == 16) return "deeper than 16, or a cycle";
                node = parentOf(node);
            }
            if (provenance.ancestorsOf(part).length > 16) return "too many ancestors";
            bytes32[] memory children = provenance.childrenOf(part, 0, 200);
            if (view_(part).children != children.length) return "children miscounted";
            uint256 height;
            for (uint256 k = 0; k < children.length; ++k) {
                if (parentOf(children[k]) != part) return "a child with another parent";
                if (statusOf(children[k]) != PartStatus.Installed) return "a child that is not installed";
                if (provenance.partAt(part, view_(children[k]).position) != children[k]) return "another in its place";
                uint256 below = uint256(view_(children[k]).height) + 1;
                if (below > height) height = below;
            }
            if (view_(part).height != height) return "height not exact";
            bytes32 parent = parentOf(part);
            if ((parent != 0) != (statusOf(part) == PartStatus.Installed)) return "status and parent disagree";
            if (parent != 0 && !_has(provenance.childrenOf(parent, 0, 200), part)) return "a parent without its child";
            PartStatus state = provenance.stateOf(part);
            if ((state == PartStatus.Scrapped) != (statusOf(node) == PartStatus.Scrapped)) return "scrap not final";
        }
        return "";
    }

    function _any(uint256 number) private pure returns (bytes32) {
        return bytes32(1 + number % PARTS);
    }

    function _deepest() private view returns (bytes32 deepest) {
        uint256 most;
        for (uint256 i = 1; i <= PARTS; ++i) {
            uint256 depth = provenance.ancestorsOf(bytes32(i)).length;
            if (depth >= most) (deepest, most) = (bytes32(i), depth);
        }
    }

    function _has(bytes32[] memory list, bytes32 part) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == part) return true;
        }
        return false;
    }
}

/// @notice However parts are moved: no cycle, no tree deeper than 16, parents and children agree, heights are exact.
contract AcyclicTreesTest {
    AssemblyLife internal life;

    function setUp() public {
        life = new AssemblyLife();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(life);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory moves = new bytes4[](4);
        moves[0] = AssemblyLife.install.selector;
        moves[1] = AssemblyLife.chain.selector;
        moves[2] = AssemblyLife.remove.selector;
        moves[3] = AssemblyLife.scrap.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(life), moves);
    }

    /// forge-config: default.invariant.runs = 12
    function invariant_treesStaySound() public view {
        string memory what = life.broken();
        require(bytes(what).length == 0, what);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }
}
