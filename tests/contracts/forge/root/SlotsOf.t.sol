// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice A contract answers what stands in its storage, as a successor reads it.
contract SlotsOfTest is InstalledConsortium {
    function testFuzz_answersWhatStandsThere(bytes32[5] calldata slots, bytes32[5] calldata values) public {
        bytes32[] memory asked = new bytes32[](5);
        for (uint256 i = 0; i < 5; ++i) {
            asked[i] = slots[i];
            vm.store(address(records), slots[i], values[i]);
        }
        bytes32[] memory answered = records.slotsOf(asked);
        vm.assertEq(answered.length, 5);
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(answered[i], vm.load(address(records), slots[i]));
        }
    }

    function test_ofNothingNothing() public view {
        vm.assertEq(records.slotsOf(new bytes32[](0)).length, 0);
    }

    function test_inTheOrderAskedForAndRepeatedly() public {
        vm.store(address(devices), bytes32(uint256(1)), "one");
        vm.store(address(devices), bytes32(uint256(2)), "two");
        bytes32[] memory asked = new bytes32[](4);
        (asked[0], asked[1], asked[2]) = (bytes32(uint256(2)), bytes32(uint256(1)), bytes32(uint256(2)));
        asked[3] = bytes32(type(uint256).max);
        bytes32[] memory answered = devices.slotsOf(asked);
        vm.assertEq(answered[0], "two");
        vm.assertEq(answered[1], "one");
        vm.assertEq(answered[2], "two");
        vm.assertEq(answered[3], 0);
    }
}
