// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

contract ConsortiumRootTest is InstalledConsortium {
    function test_installed() public view {
        vm.assertTrue(root.installed());
        vm.assertEq(root.getValidators().length, 4);
        vm.assertEq(registry.memberCount(), 17);
        vm.assertTrue(registry.memberOf(BUYER).status == MemberStatus.Active);
        vm.assertEq(registry.accountingMembersAt(time()), 4);
    }
}
