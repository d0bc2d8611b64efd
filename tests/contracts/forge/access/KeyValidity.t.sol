// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account, AccountPurpose, IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice When an account's word counted, to the second: what it signed while valid stays so after a rotation, not
/// after a revocation dated before it.
contract KeyValidityTest is InstalledConsortium {
    address private constant NEW = address(0xA1);
    uint48 private _signed;

    function setUp() public override {
        super.setUp();
        pass(100);
        _signed = time();
        pass(100);
    }

    function _valid(address account, AccountPurpose purpose, uint48 when) private view returns (bool valid) {
        (valid,) = registry.wasValid(account, purpose, when);
    }

    function _requireSigned(bool expected) private view {
        vm.assertEq(_valid(operations(BUYER), AccountPurpose.Operations, _signed), expected);
    }

    function _revoke(uint48 revokedFrom) private {
        vm.prank(governance(BUYER));
        registry.revokeAccount(operations(BUYER), revokedFrom);
    }

    function test_rotation_leavesWhatWasSigned() public {
        uint48 rotated = time();
        vm.prank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), NEW, 0);
        _requireSigned(true);
        vm.assertTrue(_valid(operations(BUYER), AccountPurpose.Operations, rotated - 1));
        // The second of the rotation is the successor's.
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, rotated));
        vm.assertTrue(_valid(NEW, AccountPurpose.Operations, rotated));
        vm.assertFalse(_valid(NEW, AccountPurpose.Operations, rotated - 1));
        pass(365 days);
        _requireSigned(true);
    }

    function test_revocation_fromTheVerySecond() public {
        _revoke(_signed + 1);
        _requireSigned(true);
        _revoke(_signed);
        _requireSigned(false);
        vm.assertTrue(_valid(operations(BUYER), AccountPurpose.Operations, _signed - 1));
    }

    /// @notice A revocation of now leaves what was signed before; it does not come back by any later call.
    function test_revocation_ofNow() public {
        _revoke(time());
        _requireSigned(true);
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, time()));
        bytes memory error =
            abi.encodeWithSelector(IMemberRegistry.AccountAlreadyRevoked.selector, operations(BUYER), time());
        vm.expectRevert(error);
        _revoke(time());
        pass(1);
        vm.expectPartialRevert(IMemberRegistry.AccountAlreadyRevoked.selector);
        _revoke(time());
    }

    /// @notice A theft that comes to light after the rotation: the rotated account is revoked from before it.
    function test_revocation_afterARotation() public {
        vm.startPrank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), NEW, 0);
        pass(50);
        registry.revokeAccount(operations(BUYER), _signed + 1);
        vm.stopPrank();
        _requireSigned(true);
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, _signed + 1));
        vm.prank(governance(BUYER));
        registry.revokeAccount(operations(BUYER), _signed);
        _requireSigned(false);
        vm.assertTrue(_valid(NEW, AccountPurpose.Operations, time()));
    }

    /// @notice A recovery ends every Governance account from the time it names; other accounts stay.
    function test_recovery_datesBack() public {
        vm.prank(recovery(BUYER));
        registry.recover(BUYER, NEW, _signed);
        vm.assertTrue(_valid(governance(BUYER), AccountPurpose.Governance, _signed - 1));
        vm.assertFalse(_valid(governance(BUYER), AccountPurpose.Governance, _signed));
        vm.assertTrue(_valid(NEW, AccountPurpose.Governance, time()));
        vm.assertFalse(_valid(NEW, AccountPurpose.Governance, time() - 1));
        _requireSigned(true);
    }

    /// @notice The recovery's Governance accounts may be expired or not yet valid: all of them are ended.
    function test_recovery_ofAccountsOfAnyTime() public {
        vm.startPrank(governance(BUYER));
        registry.addAccount(address(0xA2), AccountPurpose.Governance, 0, time() + 10);
        registry.addAccount(address(0xA3), AccountPurpose.Governance, time() + 1000, 0);
        vm.stopPrank();
        pass(20);
        vm.prank(recovery(BUYER));
        registry.recover(BUYER, NEW, time());
        pass(2000);
        vm.assertFalse(_valid(address(0xA3), AccountPurpose.Governance, time()));
        vm.assertEq(registry.governanceAccountsOf(BUYER).length, 1);
    }

    /// @notice Each bound of the slot on its own and all of them together, against the rule written out.
    function test_everyBound(uint8 from, uint8 until, uint8 revoked, uint8 asked) public {
        uint48 start = time();
        uint48 validFrom = start + 1 + from;
        uint48 validUntil = until == 0 ? 0 : validFrom + until;
        vm.prank(governance(BUYER));
        registry.addAccount(NEW, AccountPurpose.Oracle, validFrom, validUntil);
        pass(600);
        uint48 revokedFrom = revoked == 0 ? 0 : start + revoked;
        if (revokedFrom != 0) {
            vm.prank(governance(BUYER));
            registry.revokeAccount(NEW, revokedFrom);
        }
        uint48 when = start + asked;
        bool expected = when >= validFrom && (validUntil == 0 || when < validUntil)
            && (revokedFrom == 0 || when < revokedFrom);
        vm.assertEq(_valid(NEW, AccountPurpose.Oracle, when), expected);
        vm.assertFalse(_valid(NEW, AccountPurpose.Operations, when));
        Account memory known = registry.accountOf(NEW);
        vm.assertTrue(known.member == BUYER && known.purpose == AccountPurpose.Oracle);
        vm.assertEq(known.validFrom, validFrom);
        vm.assertEq(known.validUntil, validUntil);
        vm.assertEq(known.revokedFrom, revokedFrom);
    }

    /// @notice Whether an account may act now is what `wasValid` says of now, while its member is active.
    function test_authorizeAgreesWithWasValid(uint8 from, uint8 until, uint16 later) public {
        vm.prank(governance(BUYER));
        registry.addAccount(NEW, AccountPurpose.Oracle, time() + from, until == 0 ? 0 : time() + from + until);
        pass(later % 600);
        bool valid = _valid(NEW, AccountPurpose.Oracle, time());
        try registry.authorize(NEW, AccountPurpose.Oracle) returns (bytes16 member) {
            vm.assertTrue(valid && member == BUYER);
        } catch {
            vm.assertFalse(valid);
        }
    }

    /// @notice No other member's account is touched by what one does with its own.
    function test_nothingElseChanges() public {
        bytes32 before = keccak256(abi.encode(registry.accountOf(operations(GEAR)), registry.memberOf(GEAR)));
        vm.prank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), NEW, 0);
        vm.prank(recovery(BUYER));
        registry.recover(BUYER, address(0xA2), _signed);
        vm.assertEq(
            keccak256(abi.encode(registry.accountOf(operations(GEAR)), registry.memberOf(GEAR))), before
        );
        vm.assertEq(registry.memberOf(BUYER).recovery, recovery(BUYER));
    }
}
