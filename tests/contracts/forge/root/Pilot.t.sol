// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, Seat} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumRoot, Installation} from "contracts/root/IConsortiumRoot.sol";
import {GenesisRoot} from "../support/GenesisRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice A pilot of one validator and one accounting member: it only grows, and its one member decides alone.
contract PilotTest is InstalledConsortium {
    function setUp() public override {
        deploy();
        address[] memory one = new address[](1);
        one[0] = validators[0];
        bytes16[] memory member = new bytes16[](1);
        member[0] = MANUFACTURER;
        GenesisRoot.place(address(root), CONSORTIUM, root.founders(), one, member);
        Installation memory installation = firstInstallation();
        for (uint256 i = 1; i < installation.members.length; ++i) {
            if (installation.members[i].seat == Seat.Accounting) installation.members[i].seat = Seat.Query;
        }
        root.install(installation, founderSignatures(root.installationDigest(installation)));
        pass(1);
    }

    function test_oneVoteOfOne() public {
        vm.assertEq(registry.accountingMembersAt(time()), 1);
        vm.assertEq(governor.quorum(time()), 1);
        vm.prank(address(governor));
        registry.changeSeat(GEAR, Seat.Accounting);
        vm.assertEq(governor.quorum(time()), 2);
    }

    /// @notice It is not removed, whatever is voted: nobody would be left.
    function test_theOneMemberStays() public {
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.TooFewAccountingMembers.selector, 1);
        vm.startPrank(address(governor));
        vm.expectRevert(error);
        registry.suspend(MANUFACTURER, 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.MemberHoldsValidators.selector, MANUFACTURER, 1));
        vm.prank(governance(MANUFACTURER));
        registry.leaveConsortium();
    }

    function test_itOnlyGrows() public {
        bytes16[4] memory members = [MANUFACTURER, GEAR, DRIVE, CUSTOMS_HOME];
        for (uint256 count = 1; count <= 4; ++count) {
            vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.TooFewValidators.selector, count));
            vm.prank(address(governor));
            root.removeValidator(validators[0]);
            if (count > 1) {
                vm.prank(address(governor));
                registry.changeSeat(members[count - 1], Seat.Accounting);
            }
            vm.prank(address(governor));
            root.addValidator(address(uint160(0x8000 + count)), members[count - 1]);
            pass(1);
        }
        vm.assertEq(root.getValidators().length, 5);
        vm.prank(address(governor));
        root.removeValidator(validators[0]);
        vm.assertEq(root.getValidators().length, 4);
    }
}
