// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Device, DeviceStatus, IDeviceRegistry} from "contracts/access/IDeviceRegistry.sol";
import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

contract DeviceRegistryTest is InstalledConsortium {
    bytes32 private constant KEY = "key";
    bytes32 private constant NEXT = "next";
    bytes32 private constant ASSET = "asset";

    function setUp() public override {
        super.setUp();
        vm.prank(operations(GEAR));
        devices.register(KEY, ASSET, 0, time() + 1000);
        pass(100);
    }

    function _valid(uint256 when) private view returns (bool valid) {
        (valid,) = devices.wasValid(KEY, uint48(when));
    }

    function test_register() public {
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceRegistered(NEXT, GEAR, ASSET, time() + 5, 0);
        vm.prank(operations(GEAR));
        devices.register(NEXT, ASSET, time() + 5, 0);
        Device memory device = devices.deviceOf(NEXT);
        vm.assertTrue(device.member == GEAR && device.status == DeviceStatus.Registered);
        vm.assertEq(device.asset, ASSET);
        vm.assertEq(device.validFrom, time() + 5);
        (bool valid, bytes16 member) = devices.wasValid(NEXT, time() + 4);
        vm.assertTrue(!valid && member == GEAR);
        (valid,) = devices.wasValid(NEXT, time() + 5);
        vm.assertTrue(valid);
        (valid, member) = devices.wasValid("unknown", time());
        vm.assertTrue(!valid && member == 0);
    }

    function test_register_revertsByCause() public {
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceAlreadyRegistered.selector, KEY, GEAR));
        vm.prank(operations(DRIVE));
        devices.register(KEY, ASSET, 0, 0);
        vm.startPrank(operations(GEAR));
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        devices.register(0, ASSET, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        devices.register(NEXT, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        devices.register(NEXT, ASSET, time() - 1, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.ValidityPeriodInvalid.selector, time(), time() - 1)
        );
        devices.register(NEXT, ASSET, 0, time() - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, 1 << 40, type(uint40).max)
        );
        devices.register(NEXT, ASSET, 0, 1 << 40);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, 1 << 40, type(uint40).max)
        );
        devices.register(NEXT, ASSET, 1 << 40, 0);
        vm.stopPrank();
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(oracle(GEAR));
        devices.register(NEXT, ASSET, 0, 0);
    }

    function test_declareBoot_countsUp() public {
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceBootDeclared(KEY, 3);
        vm.startPrank(operations(GEAR));
        devices.declareBoot(KEY, 3);
        vm.assertEq(devices.deviceOf(KEY).boot, 3);
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceBootNotNext.selector, KEY, 3, 3));
        devices.declareBoot(KEY, 3);
        vm.stopPrank();
    }

    function test_close_keepsTheLastCounter() public {
        vm.startPrank(operations(GEAR));
        devices.declareBoot(KEY, 2);
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceBootNotNext.selector, KEY, 2, 3));
        devices.close(KEY, 3, 1);
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceClosed(KEY, 1, 77);
        devices.close(KEY, 1, 77);
        Device memory device = devices.deviceOf(KEY);
        vm.assertTrue(device.status == DeviceStatus.Closed);
        vm.assertEq(device.closedBoot, 1);
        vm.assertEq(device.closedSequence, 77);
        vm.assertEq(device.closedAt, time());
        vm.expectRevert(
            abi.encodeWithSelector(IDeviceRegistry.DeviceNotOpen.selector, KEY, DeviceStatus.Closed)
        );
        devices.close(KEY, 1, 77);
        vm.expectRevert(
            abi.encodeWithSelector(IDeviceRegistry.DeviceNotOpen.selector, KEY, DeviceStatus.Closed)
        );
        devices.declareBoot(KEY, 9);
        vm.stopPrank();
        // What it signed before stays its own.
        vm.assertTrue(_valid(time()));
    }

    function test_replace_isANewKey() public {
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceReplaced(KEY, NEXT);
        vm.prank(operations(GEAR));
        devices.replace(KEY, 0, 500, NEXT, 0);
        vm.assertTrue(devices.deviceOf(KEY).status == DeviceStatus.Closed);
        Device memory next = devices.deviceOf(NEXT);
        vm.assertTrue(next.status == DeviceStatus.Registered && next.member == GEAR);
        vm.assertEq(next.asset, ASSET);
        vm.assertEq(next.validFrom, time());
    }

    function test_revoke_actsFromItsBlock() public {
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceRevoked(KEY);
        vm.prank(operations(GEAR));
        devices.revoke(KEY);
        vm.assertTrue(_valid(time() - 1));
        vm.assertFalse(_valid(time()));
        vm.expectRevert(
            abi.encodeWithSelector(IDeviceRegistry.DeviceNotOpen.selector, KEY, DeviceStatus.Revoked)
        );
        vm.prank(operations(GEAR));
        devices.revoke(KEY);
    }

    function test_revoke_alsoAClosedKey() public {
        vm.startPrank(operations(GEAR));
        devices.close(KEY, 0, 1);
        devices.revoke(KEY);
        vm.stopPrank();
        vm.assertFalse(_valid(time()));
    }

    function test_flagCompromised_isAFlag() public {
        uint48 since = time() - 50;
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceFlaggedCompromised(KEY, since);
        vm.startPrank(operations(GEAR));
        devices.flagCompromised(KEY, since);
        vm.assertEq(devices.deviceOf(KEY).compromisedSince, since);
        vm.assertTrue(_valid(time()));
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceAlreadyFlagged.selector, KEY, since));
        devices.flagCompromised(KEY, since);
        devices.flagCompromised(KEY, since - 1);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time()));
        devices.flagCompromised(KEY, time() + 1);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, 0, 1));
        devices.flagCompromised(KEY, 0);
        vm.stopPrank();
    }

    function test_onlyTheDevicesMember() public {
        bytes memory error = abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, GEAR, DRIVE);
        vm.startPrank(operations(DRIVE));
        vm.expectRevert(error);
        devices.declareBoot(KEY, 1);
        vm.expectRevert(error);
        devices.close(KEY, 0, 1);
        vm.expectRevert(error);
        devices.replace(KEY, 0, 1, NEXT, 0);
        vm.expectRevert(error);
        devices.flagCompromised(KEY, time());
        vm.expectRevert(error);
        devices.revoke(KEY);
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.UnknownDevice.selector, NEXT));
        devices.revoke(NEXT);
        vm.stopPrank();
    }

    /// @notice A replaced device: closed with its last counter and valid for what it signed; the new key begins now.
    function test_replace_everyField() public {
        uint48 registered = time() - 100;
        vm.startPrank(operations(GEAR));
        devices.declareBoot(KEY, 4);
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceClosed(KEY, 4, 500);
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceRegistered(NEXT, GEAR, ASSET, time(), time() + 900);
        vm.expectEmit(true, true, true, true, address(devices));
        emit IDeviceRegistry.DeviceReplaced(KEY, NEXT);
        devices.replace(KEY, 4, 500, NEXT, time() + 900);
        vm.stopPrank();
        Device memory expected = Device(
            GEAR, DeviceStatus.Closed, registered, registered + 1000, 0, ASSET, 4, 4, 500, time(), 0
        );
        vm.assertEq(abi.encode(devices.deviceOf(KEY)), abi.encode(expected));
        expected = Device(GEAR, DeviceStatus.Registered, time(), time() + 900, 0, ASSET, 0, 0, 0, 0, 0);
        vm.assertEq(abi.encode(devices.deviceOf(NEXT)), abi.encode(expected));
        vm.assertTrue(_valid(time() - 1));
        (bool valid,) = devices.wasValid(NEXT, time() - 1);
        vm.assertFalse(valid);
    }

    /// @notice A replacement by a key that is known, also by itself, is none, and nothing of it stays.
    function test_replace_revertsForAKnownKey() public {
        vm.prank(operations(DRIVE));
        devices.register(NEXT, ASSET, 0, 0);
        vm.startPrank(operations(GEAR));
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceAlreadyRegistered.selector, NEXT, DRIVE));
        devices.replace(KEY, 0, 1, NEXT, 0);
        vm.expectRevert(abi.encodeWithSelector(IDeviceRegistry.DeviceAlreadyRegistered.selector, KEY, GEAR));
        devices.replace(KEY, 0, 1, KEY, 0);
        vm.stopPrank();
        vm.assertTrue(devices.deviceOf(KEY).status == DeviceStatus.Registered);
        vm.assertEq(devices.deviceOf(KEY).closedAt, 0);
    }

    /// @notice Compromised since, closed and revoked are told apart; a revocation acts from its block, not before.
    function test_compromisedThenRevoked() public {
        uint48 since = time() - 60;
        vm.startPrank(operations(GEAR));
        devices.flagCompromised(KEY, since);
        devices.close(KEY, 0, 9);
        pass(10);
        devices.revoke(KEY);
        devices.flagCompromised(KEY, since - 1);
        vm.stopPrank();
        Device memory device = devices.deviceOf(KEY);
        vm.assertTrue(device.status == DeviceStatus.Revoked);
        vm.assertEq(device.compromisedSince, since - 1);
        vm.assertEq(device.closedSequence, 9);
        vm.assertEq(device.revokedFrom, time());
        // What was anchored before is judged by the flag beside it.
        vm.assertTrue(_valid(time() - 1));
        vm.assertFalse(_valid(time()));
    }

    /// @notice The key's validity at its edges.
    function test_wasValid_atTheEdges() public view {
        uint48 registered = time() - 100;
        vm.assertFalse(_valid(registered - 1));
        vm.assertTrue(_valid(registered));
        vm.assertTrue(_valid(registered + 999));
        vm.assertFalse(_valid(registered + 1000));
    }

    /// @notice A suspended member's devices are not looked after by anybody.
    function test_suspendedMember() public {
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        vm.prank(operations(GEAR));
        devices.revoke(KEY);
        vm.assertTrue(_valid(time()));
    }
}
