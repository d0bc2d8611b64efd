// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumRoot} from "contracts/root/ConsortiumRoot.sol";
import {Symbolic} from "./Symbolic.sol";

contract RootCheck is Symbolic {
    bytes32 private constant NAMESPACE = bytes32(erc7201("quaychain.ConsortiumRoot"));
    address private constant GOVERNOR = address(0x60);
    ConsortiumRoot private consortiumRoot;

    function setUp() public {
        consortiumRoot = new ConsortiumRoot();
        vm.setArbitraryStorage(address(consortiumRoot));
        _enter("ConsortiumGovernor", GOVERNOR);
        _enter("MemberRegistry", address(consortium));
    }

    /// @notice Once installed, nobody but the Governor changes anything in the root, by any function.
    /// @custom:halmos --default-bytes-lengths 65 --default-array-lengths 1
    function check_onlyTheGovernorChangesTheRoot(address caller, uint40 time) external {
        at(time);
        vm.assume(consortiumRoot.installed() && caller != GOVERNOR);
        bytes memory call = svm.createCalldata("ConsortiumRoot");
        vm.prank(caller);
        (bool done,) = address(consortiumRoot).call(call);
        assert(!done);
    }

    /// @dev As `contracts/artifacts/ConsortiumRoot.json` has it: `_lines` first.
    function _slot(uint256 offset) private pure returns (bytes32) {
        return bytes32(uint256(NAMESPACE) + offset);
    }

    function _enter(bytes32 name, address location) private {
        vm.store(address(consortiumRoot), keccak256(abi.encode(name, _slot(0))), bytes32(uint256(uint160(location))));
    }
}
