// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, PauseState, Seat} from "contracts/access/IMemberRegistry.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice Any two guardians may stop new writes for 72 h, once without a vote.
contract WritePauseTest is InstalledConsortium {
    function _pause(bytes16 first, bytes16 second) private {
        vm.prank(guardian(first));
        registry.pause(1);
        vm.prank(guardian(second));
        registry.pause(2);
    }

    function _paused() private view returns (bool) {
        try registry.authorize(operations(BUYER), AccountPurpose.Operations) {
            return false;
        } catch (bytes memory error) {
            vm.assertEq(
                error,
                abi.encodeWithSelector(IMemberRegistry.WritesPaused.selector, registry.pauseState().pausedUntil)
            );
            return true;
        }
    }

    function test_pause_byTwo() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.PauseRequested(GEAR, 1);
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.assertFalse(_paused());
        PauseState memory state = registry.pauseState();
        vm.assertTrue(state.requestedBy == GEAR);
        vm.assertEq(state.requestedAt, time());

        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.WritesPausedUntil(time() + 72 hours, GEAR, DRIVE, 2);
        vm.prank(guardian(DRIVE));
        registry.pause(2);
        vm.assertTrue(_paused());
        vm.assertTrue(registry.pauseState().usedByGuardians);
    }

    function test_pause_stopsBusinessAndNothingElse() public {
        _pause(GEAR, DRIVE);
        bytes memory error = abi.encodeWithSelector(IMemberRegistry.WritesPaused.selector, time() + 72 hours);
        vm.expectRevert(error);
        vm.prank(oracle(CARRIER));
        anchors.openStream("stream", "partition");
        vm.expectRevert(error);
        registry.authorize(oracle(CARRIER), AccountPurpose.Oracle);
        vm.assertTrue(registry.authorize(governance(BUYER), AccountPurpose.Governance) == BUYER);
        vm.assertTrue(registry.authorize(guardian(BUYER), AccountPurpose.Guardian) == BUYER);
        vm.prank(governance(BUYER));
        registry.revokeAccount(operations(BUYER), time());
    }

    function test_pause_ends() public {
        _pause(GEAR, DRIVE);
        pass(72 hours - 1);
        vm.assertTrue(_paused());
        pass(1);
        vm.assertFalse(_paused());
    }

    function test_pause_onlyOnce() public {
        _pause(GEAR, DRIVE);
        pass(100 days);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.PauseAlreadyUsed.selector));
        vm.prank(guardian(MANUFACTURER));
        registry.pause(1);
    }

    function test_pause_needsAnotherMembersGuardian() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.prank(governance(GEAR));
        registry.addAccount(address(0xA1), AccountPurpose.Guardian, 0, 0);
        address[2] memory again = [guardian(GEAR), address(0xA1)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.SecondGuardianNeeded.selector, GEAR));
            vm.prank(again[i]);
            registry.pause(1);
        }
    }

    function test_pause_aRequestIsForgottenAfterADay() public {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        pass(24 hours);
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        vm.assertFalse(_paused());
        vm.assertTrue(registry.pauseState().requestedBy == DRIVE);
        pass(24 hours - 1);
        vm.prank(guardian(GEAR));
        registry.pause(1);
        vm.assertTrue(_paused());
    }

    function test_pause_onlyByGuardiansOfAccountingMembers() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.SeatMismatch.selector, CARRIER, Seat.Accounting, Seat.Query)
        );
        vm.prank(guardian(CARRIER));
        registry.pause(1);
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(governance(GEAR));
        registry.pause(1);
    }

    function test_liftPause_byVoteArmsTheGuardiansAgain() public {
        _pause(GEAR, DRIVE);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.PauseLifted();
        vm.prank(address(governor));
        registry.liftPause();
        vm.assertFalse(_paused());
        _pause(MANUFACTURER, GEAR);
        vm.assertTrue(_paused());
    }

    function test_renewPause_byVote() public {
        _pause(GEAR, DRIVE);
        pass(71 hours);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.PauseRenewed(time() + 72 hours);
        vm.prank(address(governor));
        registry.renewPause();
        pass(72 hours - 1);
        vm.assertTrue(_paused());
        vm.assertFalse(registry.pauseState().usedByGuardians);
        pass(1);
        vm.assertFalse(_paused());
    }

    /// @notice A request counts for its day only while whoever made it stands; else the next guardian begins anew.
    function test_pause_aRequestFallsWithItsMember() public {
        _request();
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        _expectFallen();
    }

    function test_pause_aRequestFallsWithTheSeat() public {
        vm.prank(address(governor));
        root.addValidator(address(0x1500), DRIVE);
        pass(1);
        vm.prank(address(governor));
        root.removeValidator(validators[1]);
        _request();
        vm.prank(address(governor));
        registry.changeSeat(GEAR, Seat.Query);
        _expectFallen();
    }

    function test_pause_aRequestFallsWithItsAccount() public {
        _request();
        vm.prank(governance(GEAR));
        registry.revokeAccount(guardian(GEAR), time() - 10);
        _expectFallen();
    }

    function _request() private {
        vm.prank(guardian(GEAR));
        registry.pause(1);
        pass(10);
    }

    function _expectFallen() private {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IMemberRegistry.PauseRequested(DRIVE, 3);
        vm.prank(guardian(DRIVE));
        registry.pause(3);
        vm.assertFalse(_paused());
        vm.assertTrue(registry.pauseState().requestedBy == DRIVE);
    }

    /// @notice Rotated, or revoked only from a later time, the guardian's account was good when it asked.
    function test_pause_aRequestOutlivesARotation() public {
        _request();
        vm.startPrank(governance(GEAR));
        registry.rotateAccount(guardian(GEAR), address(0xA1), 0);
        registry.revokeAccount(guardian(GEAR), time() - 9);
        vm.stopPrank();
        vm.prank(guardian(DRIVE));
        registry.pause(1);
        vm.assertTrue(_paused());
    }
}
