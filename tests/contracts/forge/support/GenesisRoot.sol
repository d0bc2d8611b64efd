// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumRoot} from "contracts/root/ConsortiumRoot.sol";
import {Vm} from "./Vm.sol";

/// @title The root as a genesis has it: code and storage, no constructor
library GenesisRoot {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    /// @dev ERC-7201's formula, written out as whoever makes a genesis has it.
    uint256 private constant BASE =
        uint256(keccak256(abi.encode(uint256(keccak256("quaychain.ConsortiumRoot")) - 1)) & ~bytes32(uint256(0xff)));

    /// @param validators Ascending
    /// @param members The member of each validator
    function place(
        address location,
        bytes32 consortium,
        address[] memory founders,
        address[] memory validators,
        bytes16[] memory members
    ) internal {
        vm.etch(location, type(ConsortiumRoot).runtimeCode);
        vm.store(location, bytes32(BASE + 6), consortium);
        _array(location, BASE + 7, founders);
        uint256 set0 = uint256(keccak256(abi.encode(uint256(0), BASE + 4)));
        vm.store(location, bytes32(set0), keccak256(abi.encode(uint256(0), validators)));
        _array(location, set0 + 2, validators);
        for (uint256 i = 0; i < validators.length; ++i) {
            // bytes16 stands at the low end of its slot.
            vm.store(location, keccak256(abi.encode(validators[i], BASE + 5)), bytes32(uint256(uint128(members[i]))));
        }
    }

    function _array(address location, uint256 slot, address[] memory values) private {
        vm.store(location, bytes32(slot), bytes32(values.length));
        uint256 first = uint256(keccak256(abi.encode(slot)));
        for (uint256 i = 0; i < values.length; ++i) {
            vm.store(location, bytes32(first + i), bytes32(uint256(uint160(values[i]))));
        }
    }
}
