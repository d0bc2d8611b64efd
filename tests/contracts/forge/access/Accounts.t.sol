// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account, AccountPurpose, EncryptionKey, IMemberRegistry} from "contracts/access/IMemberRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice A member looks after its own accounts and keys.
contract AccountsTest is InstalledConsortium {
    address private constant NEW = address(0xA1);

    function _valid(address account, AccountPurpose purpose, uint256 when) private view returns (bool valid) {
        (valid,) = registry.wasValid(account, purpose, uint48(when));
    }

    function _add(AccountPurpose purpose, uint48 validFrom, uint48 validUntil) private {
        vm.prank(governance(BUYER));
        registry.addAccount(NEW, purpose, validFrom, validUntil);
    }

    function _notValid(address account) private view returns (bytes memory) {
        Account memory known = registry.accountOf(account);
        return abi.encodeWithSelector(
            IMemberRegistry.AccountNotValid.selector, account, known.validFrom, known.validUntil, known.revokedFrom
        );
    }

    function test_authorize_revertsByCause() public {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, NEW));
        registry.authorize(NEW, AccountPurpose.Operations);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.AccountPurposeMismatch.selector,
                oracle(BUYER),
                AccountPurpose.Operations,
                AccountPurpose.Oracle
            )
        );
        registry.authorize(oracle(BUYER), AccountPurpose.Operations);
    }

    /// @notice One slot says whose the account is, what for, and when.
    function test_account_isOneSlot() public {
        _add(AccountPurpose.Oracle, 0, time() + 100);
        // accountOf reads it; here the slot is read as a storage proof shows it.
        uint256 base = uint256(keccak256(abi.encode(uint256(keccak256("quaychain.MemberRegistry")) - 1)))
            & ~uint256(0xff);
        uint256 slot = uint256(vm.load(address(registry), keccak256(abi.encode(NEW, base + 4))));
        vm.assertTrue(bytes16(uint128(slot)) == BUYER);
        vm.assertEq(uint8(slot >> 128), uint8(AccountPurpose.Oracle));
        vm.assertEq(uint40(slot >> 136), time());
        vm.assertEq(uint40(slot >> 176), time() + 100);
        vm.assertEq(uint40(slot >> 216), 0);
    }

    function test_authorize_isCheap() public {
        address account = operations(BUYER);
        vm.cool(address(registry));
        uint256 before = gasleft();
        registry.authorize(account, AccountPurpose.Operations);
        vm.assertLe(before - gasleft(), 13_000);
    }

    function test_addAccount_validInItsTime() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.AccountAdded(BUYER, NEW, AccountPurpose.Operations, time() + 10, time() + 20);
        _add(AccountPurpose.Operations, time() + 10, time() + 20);
        uint256 start = time();
        vm.expectRevert(_notValid(NEW));
        registry.authorize(NEW, AccountPurpose.Operations);
        pass(10);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Operations) == BUYER);
        pass(9);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Operations) == BUYER);
        pass(1);
        vm.expectRevert(_notValid(NEW));
        registry.authorize(NEW, AccountPurpose.Operations);
        vm.assertFalse(_valid(NEW, AccountPurpose.Operations, start + 9));
        vm.assertTrue(_valid(NEW, AccountPurpose.Operations, start + 10));
        vm.assertTrue(_valid(NEW, AccountPurpose.Operations, start + 19));
        vm.assertFalse(_valid(NEW, AccountPurpose.Operations, start + 20));
        vm.assertFalse(_valid(NEW, AccountPurpose.Oracle, start + 10));
    }

    function test_addAccount_revertsByCause() public {
        vm.startPrank(governance(BUYER));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.AccountAlreadyKnown.selector, oracle(GEAR)));
        registry.addAccount(oracle(GEAR), AccountPurpose.Oracle, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        registry.addAccount(address(0), AccountPurpose.Oracle, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        registry.addAccount(NEW, AccountPurpose.None, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, time() - 1, time()));
        registry.addAccount(NEW, AccountPurpose.Oracle, time() - 1, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, 1 << 40, type(uint40).max)
        );
        registry.addAccount(NEW, AccountPurpose.Oracle, 1 << 40, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, 1 << 40, type(uint40).max)
        );
        registry.addAccount(NEW, AccountPurpose.Oracle, 0, 1 << 40);
        vm.expectRevert(
            abi.encodeWithSelector(IConsortiumErrors.ValidityPeriodInvalid.selector, time() + 5, time() + 5)
        );
        registry.addAccount(NEW, AccountPurpose.Oracle, time() + 5, time() + 5);
        vm.stopPrank();

        vm.expectRevert(
            abi.encodeWithSelector(
                IMemberRegistry.AccountPurposeMismatch.selector,
                operations(BUYER),
                AccountPurpose.Governance,
                AccountPurpose.Operations
            )
        );
        vm.prank(operations(BUYER));
        registry.addAccount(NEW, AccountPurpose.Oracle, 0, 0);
    }

    function test_addAccount_governanceAccountsAreFew() public {
        vm.startPrank(governance(BUYER));
        for (uint256 i = 1; i < 8; ++i) {
            registry.addAccount(address(uint160(0xA00 + i)), AccountPurpose.Governance, 0, 0);
        }
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.TooManyGovernanceAccounts.selector, BUYER, 8));
        registry.addAccount(NEW, AccountPurpose.Governance, 0, 0);
        // What is revoked makes room.
        registry.revokeAccount(address(0xA03), time());
        registry.addAccount(NEW, AccountPurpose.Governance, 0, 0);
        vm.stopPrank();
        vm.assertEq(registry.governanceAccountsOf(BUYER).length, 8);
    }

    function test_rotate_oldSignaturesStayGood() public {
        pass(100);
        uint256 rotated = time();
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.AccountRotated(BUYER, operations(BUYER), NEW);
        vm.prank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), NEW, 0);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Operations) == BUYER);
        bytes memory error = _notValid(operations(BUYER));
        vm.expectRevert(error);
        registry.authorize(operations(BUYER), AccountPurpose.Operations);
        vm.assertTrue(_valid(operations(BUYER), AccountPurpose.Operations, rotated - 1));
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, rotated));
        vm.expectRevert(error);
        vm.prank(governance(BUYER));
        registry.rotateAccount(operations(BUYER), address(0xA2), 0);
    }

    function test_rotate_ofGovernanceItself() public {
        vm.prank(governance(BUYER));
        registry.rotateAccount(governance(BUYER), NEW, 0);
        vm.assertEq(registry.governanceAccountsOf(BUYER).length, 1);
        vm.assertEq(registry.governanceAccountsOf(BUYER)[0], NEW);
        bytes memory error = _notValid(governance(BUYER));
        vm.expectRevert(error);
        vm.prank(governance(BUYER));
        registry.addAccount(address(0xA2), AccountPurpose.Oracle, 0, 0);
    }

    function test_revoke_datesBack() public {
        pass(100);
        uint48 stolen = time() - 50;
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.AccountRevoked(BUYER, operations(BUYER), stolen);
        vm.prank(governance(BUYER));
        registry.revokeAccount(operations(BUYER), stolen);
        vm.assertTrue(_valid(operations(BUYER), AccountPurpose.Operations, stolen - 1));
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, stolen));
        bytes memory error = _notValid(operations(BUYER));
        vm.expectRevert(error);
        registry.authorize(operations(BUYER), AccountPurpose.Operations);

        // An earlier time may come to light; a later one is no excuse.
        vm.startPrank(governance(BUYER));
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.AccountAlreadyRevoked.selector, operations(BUYER), stolen)
        );
        registry.revokeAccount(operations(BUYER), stolen);
        registry.revokeAccount(operations(BUYER), stolen - 10);
        vm.stopPrank();
        vm.assertFalse(_valid(operations(BUYER), AccountPurpose.Operations, stolen - 1));
    }

    function test_revoke_revertsByCause() public {
        vm.startPrank(governance(BUYER));
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, time() + 1, time()));
        registry.revokeAccount(operations(BUYER), time() + 1);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.TimeTooEarly.selector, 0, 1));
        registry.revokeAccount(operations(BUYER), 0);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownAccount.selector, NEW));
        registry.revokeAccount(NEW, time());
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, GEAR, BUYER));
        registry.revokeAccount(operations(GEAR), time());
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, GEAR, BUYER));
        registry.rotateAccount(operations(GEAR), NEW, 0);
        vm.stopPrank();
    }

    function test_recover_replacesAllGovernanceAccounts() public {
        address thiefs = address(0xBAD);
        vm.prank(governance(BUYER));
        registry.addAccount(thiefs, AccountPurpose.Governance, 0, 0);
        pass(100);
        uint48 stolen = time() - 50;
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.MemberRecovered(BUYER, NEW, stolen);
        vm.prank(recovery(BUYER));
        registry.recover(BUYER, NEW, stolen);
        vm.assertEq(registry.governanceAccountsOf(BUYER).length, 1);
        vm.assertTrue(registry.authorize(NEW, AccountPurpose.Governance) == BUYER);
        address[2] memory lost = [thiefs, governance(BUYER)];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory error = _notValid(lost[i]);
            vm.expectRevert(error);
            registry.authorize(lost[i], AccountPurpose.Governance);
            vm.assertFalse(_valid(lost[i], AccountPurpose.Governance, stolen));
        }
        // What else the thief made, the new account revokes.
        vm.prank(NEW);
        registry.revokeAccount(oracle(BUYER), stolen);
    }

    function test_recover_worksWhileSuspendedButActsNot() public {
        vm.prank(address(governor));
        registry.suspend(BUYER, 1);
        vm.prank(recovery(BUYER));
        registry.recover(BUYER, NEW, time());
        vm.expectPartialRevert(IMemberRegistry.MemberNotActive.selector);
        vm.prank(NEW);
        registry.addAccount(address(0xA2), AccountPurpose.Oracle, 0, 0);
    }

    function test_recover_onlyByTheColdAccount() public {
        address[3] memory callers = [governance(BUYER), recovery(GEAR), DEPLOYER];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory error = abi.encodeWithSelector(
                IConsortiumErrors.CallerNotPermitted.selector, recovery(BUYER), callers[i]
            );
            vm.startPrank(callers[i]);
            vm.expectRevert(error);
            registry.recover(BUYER, NEW, time());
            vm.expectRevert(error);
            registry.changeRecovery(BUYER, NEW);
            vm.stopPrank();
        }
    }

    function test_changeRecovery() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.RecoveryAccountChanged(BUYER, recovery(BUYER), NEW);
        vm.prank(recovery(BUYER));
        registry.changeRecovery(BUYER, NEW);
        vm.assertEq(registry.memberOf(BUYER).recovery, NEW);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        vm.prank(NEW);
        registry.changeRecovery(BUYER, address(0));
    }

    /// @notice A member that lost everything is let back in by a vote for a new recovery account.
    function test_replaceRecovery_byVote() public {
        vm.prank(address(governor));
        registry.replaceRecovery(BUYER, NEW);
        vm.prank(NEW);
        registry.recover(BUYER, address(0xA2), time());
        vm.assertTrue(registry.authorize(address(0xA2), AccountPurpose.Governance) == BUYER);
    }

    function test_encryptionKey_versions() public {
        bytes memory first = abi.encodePacked(keccak256("first"));
        bytes memory second = new bytes(1216);
        vm.startPrank(governance(BUYER));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.EncryptionKeySet(BUYER, 1, 0x20, first);
        vm.assertEq(registry.setEncryptionKey(0x20, first), 1);
        pass(10);
        vm.assertEq(registry.setEncryptionKey(0x647a, second), 2);
        vm.stopPrank();
        vm.assertEq(registry.encryptionKeyVersion(BUYER), 2);
        EncryptionKey memory key = registry.encryptionKey(BUYER, 1);
        vm.assertEq(key.publicKeyHash, keccak256(first));
        vm.assertEq(key.kem, 0x20);
        vm.assertEq(key.since, time() - 10);
        vm.assertEq(registry.encryptionKey(BUYER, 2).publicKeyHash, keccak256(second));
        vm.assertEq(registry.encryptionKey(BUYER, 3).since, 0);
    }

    function test_encryptionKey_revertsWhenInvalid() public {
        vm.startPrank(governance(BUYER));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.EncryptionKeyInvalid.selector, 0, 2048));
        registry.setEncryptionKey(0x20, "");
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.EncryptionKeyInvalid.selector, 32, 2048));
        registry.setEncryptionKey(0, new bytes(32));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.EncryptionKeyInvalid.selector, 2049, 2048));
        registry.setEncryptionKey(0x20, new bytes(2049));
        vm.stopPrank();
    }
}
