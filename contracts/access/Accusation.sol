// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IConsortiumRoot} from "../root/IConsortiumRoot.sol";
import {IConsortiumGovernor} from "./IConsortiumGovernor.sol";
import {IMemberRegistry, Seat} from "./IMemberRegistry.sol";

/// @title Whom a proposal is against
/// @notice A proposal is against a member if it suspends or removes it, takes its accounting seat, or takes one of its
/// validators. Such a proposal is against that one member and does nothing else: the majority without the accused is
/// smaller, and must not carry anything that needs the larger one.
library Accusation {
    /// @notice The member that the calls are against; 0: nobody.
    /// @dev Reverts NestedCallRefused, TooManyAccused, AccusationMixed.
    function accusedBy(
        address[] memory targets,
        bytes[] memory calldatas,
        IConsortiumRoot root,
        address registry,
        address governor,
        address accessManager
    ) internal view returns (bytes16 accused) {
        bool mixed = false;
        uint256 other = 0;
        for (uint256 i = 0; i < targets.length; ++i) {
            bytes4 selector = bytes4(calldatas[i]);
            if (_nests(targets[i], selector, governor, accessManager)) {
                revert IConsortiumGovernor.NestedCallRefused(targets[i], selector);
            }
            bytes16 named = _accusedIn(targets[i], selector, calldatas[i], root, registry);
            if (named == 0) {
                if (!mixed) other = i;
                mixed = true;
            } else if (accused != 0 && named != accused) {
                revert IConsortiumGovernor.TooManyAccused(accused, named);
            } else {
                accused = named;
            }
        }
        if (accused != 0 && mixed) revert IConsortiumGovernor.AccusationMixed(targets[other], bytes4(calldatas[other]));
    }

    function _accusedIn(
        address target,
        bytes4 selector,
        bytes memory data,
        IConsortiumRoot root,
        address registry
    ) private view returns (bytes16) {
        if (target == registry) {
            if (selector == IMemberRegistry.suspend.selector || selector == IMemberRegistry.remove.selector) {
                return bytes16(_argument(data, 0));
            }
            if (selector == IMemberRegistry.changeSeat.selector) {
                bytes16 member = bytes16(_argument(data, 0));
                bool gains = uint256(_argument(data, 1)) == uint8(Seat.Accounting);
                return gains ? bytes16(0) : member;
            }
        } else if (target == address(root) && selector == IConsortiumRoot.removeValidator.selector) {
            return root.memberOfValidator(address(uint160(uint256(_argument(data, 0)))));
        }
        return 0;
    }

    /// @dev Calls that carry other calls in them.
    function _nests(address target, bytes4 selector, address governor, address accessManager)
        private
        pure
        returns (bool)
    {
        if (target == governor) return selector == Governor.relay.selector;
        if (target != accessManager) return false;
        return selector == IAccessManager.execute.selector || selector == IAccessManager.schedule.selector
            || selector == bytes4(keccak256("multicall(bytes[])"));
    }

    /// @dev Word `index` of the arguments; 0 beyond the end.
    function _argument(bytes memory data, uint256 index) private pure returns (bytes32 word) {
        uint256 end = 36 + 32 * index;
        if (data.length < end) return 0;
        assembly ("memory-safe") {
            word := mload(add(data, end))
        }
    }
}
