// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountPurpose, IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {Gap, IEventAnchor, Stream} from "contracts/anchoring/IEventAnchor.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {AnchorTest} from "./AnchorTest.sol";

contract StreamsTest is AnchorTest {
    function _expectAnchorRevert(address holder, uint32 epoch, uint64 first, uint32 count, bytes memory error)
        private
    {
        vm.expectRevert(error);
        anchorAs(holder, epoch, first, count);
    }

    function test_open_startsAtOne() public {
        bytes32 stream = keccak256("other");
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.StreamOpened(stream, GEAR, PARTITION, oracle(GEAR), time() + LEASE_PERIOD);
        vm.prank(oracle(GEAR));
        anchors.openStream(stream, PARTITION);
        Stream memory opened = anchors.streamOf(stream);
        vm.assertTrue(opened.owner == GEAR);
        vm.assertEq(opened.holder, oracle(GEAR));
        vm.assertEq(opened.epoch, 1);
        vm.assertEq(opened.nextSequence, 1);
        vm.assertEq(opened.runningHash, stream);
        vm.assertEq(opened.partition, PARTITION);
        vm.assertEq(anchors.streamForPartition(GEAR, PARTITION), stream);
        vm.assertEq(anchors.streamForPartition(DRIVE, PARTITION), 0);
        vm.assertEq(anchors.leasePeriod(), LEASE_PERIOD);
        vm.assertEq(anchors.answerPeriod(), ANSWER_PERIOD);
    }

    function test_open_revertsByCause() public {
        vm.startPrank(oracle(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.StreamAlreadyOpen.selector, STREAM));
        anchors.openStream(STREAM, "another");
        vm.expectRevert(
            abi.encodeWithSelector(IEventAnchor.PartitionAlreadyStreamed.selector, PARTITION, STREAM)
        );
        anchors.openStream("another", PARTITION);
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        anchors.openStream(0, "another");
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        anchors.openStream("another", 0);
        vm.stopPrank();
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(operations(CARRIER));
        anchors.openStream("another", "another");
    }

    function test_anchor_inSequence() public {
        bytes32 link = keccak256(
            abi.encode(bytes32("batch"), uint32(1), uint64(1), uint32(100), TREE, keccak256(CID))
        );
        bytes32 expected = keccak256(abi.encodePacked(STREAM, link));
        pass(50);
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.BatchAnchored(STREAM, 1, 1, 100, TREE, CID, expected);
        anchorAs(oracle(CARRIER), 1, 1, 100);
        Stream memory stream = anchors.streamOf(STREAM);
        vm.assertEq(stream.nextSequence, 101);
        vm.assertEq(stream.runningHash, expected);
        vm.assertEq(stream.leaseUntil, time() + LEASE_PERIOD);
        anchorAs(oracle(CARRIER), 1, 101, 1);
        vm.assertEq(anchors.streamOf(STREAM).nextSequence, 102);
    }

    function test_anchor_revertsTwiceOrAhead() public {
        anchorNext(100);
        _expectAnchorRevert(
            oracle(CARRIER), 1, 1, 100, abi.encodeWithSelector(IEventAnchor.SequenceMismatch.selector, STREAM, 101, 1)
        );
        _expectAnchorRevert(
            oracle(CARRIER), 1, 102, 1, abi.encodeWithSelector(IEventAnchor.SequenceMismatch.selector, STREAM, 101, 102)
        );
    }

    function test_anchor_revertsByCause() public {
        address holder = oracle(CARRIER);
        _expectAnchorRevert(
            holder, 2, 1, 1, abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 1, 2)
        );
        _expectAnchorRevert(
            oracle(GEAR),
            1,
            1,
            1,
            abi.encodeWithSelector(IEventAnchor.NotStreamHolder.selector, STREAM, holder, oracle(GEAR))
        );
        _expectAnchorRevert(
            holder, 1, 1, 0, abi.encodeWithSelector(IEventAnchor.BatchSizeInvalid.selector, 0, 65_536)
        );
        _expectAnchorRevert(
            holder, 1, 1, 65_537, abi.encodeWithSelector(IEventAnchor.BatchSizeInvalid.selector, 65_537, 65_536)
        );
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.UnknownStream.selector, bytes32("other")));
        anchors.anchor("other", 1, 1, 1, TREE, CID);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.BatchDataInvalid.selector, CID.length, 64));
        anchors.anchor(STREAM, 1, 1, 1, 0, CID);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.BatchDataInvalid.selector, 0, 64));
        anchors.anchor(STREAM, 1, 1, 1, TREE, "");
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.BatchDataInvalid.selector, 65, 64));
        anchors.anchor(STREAM, 1, 1, 1, TREE, new bytes(65));
        vm.stopPrank();
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        anchorAs(operations(CARRIER), 1, 1, 1);
    }

    function test_anchor_suspendedHolderIsRefused() public {
        vm.prank(address(governor));
        registry.suspend(CARRIER, 1);
        vm.expectPartialRevert(IMemberRegistry.MemberNotActive.selector);
        anchorAs(oracle(CARRIER), 1, 1, 1);
    }

    function test_declareLost_staysVisible() public {
        anchorNext(10);
        bytes32 before = anchors.streamOf(STREAM).runningHash;
        bytes32 expected = keccak256(
            abi.encodePacked(
                before,
                keccak256(abi.encode(bytes32("gap"), uint32(1), uint64(11), uint32(5), uint32(7)))
            )
        );
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.GapDeclaredLost(STREAM, 1, 11, 5, 7, expected);
        vm.prank(oracle(CARRIER));
        anchors.declareLost(STREAM, 1, 11, 5, 7);
        vm.assertEq(anchors.streamOf(STREAM).nextSequence, 16);
        vm.assertEq(anchors.streamOf(STREAM).runningHash, expected);
        anchorNext(1);
        vm.assertEq(anchors.gapCount(STREAM), 1);
        Gap[] memory gaps = anchors.gaps(STREAM, 0, 10);
        vm.assertEq(gaps[0].firstSequence, 11);
        vm.assertEq(gaps[0].count, 5);
        vm.assertEq(gaps[0].epoch, 1);
        vm.assertEq(gaps[0].reasonCode, 7);
        vm.assertEq(gaps[0].declaredAt, time());
        vm.assertEq(anchors.gaps(STREAM, 1, 10).length, 0);
    }

    function test_declareLost_revertsOutOfTurn() public {
        vm.startPrank(oracle(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.SequenceMismatch.selector, STREAM, 1, 2));
        anchors.declareLost(STREAM, 1, 2, 5, 7);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.BatchSizeInvalid.selector, 0, 65_536));
        anchors.declareLost(STREAM, 1, 1, 0, 7);
        vm.stopPrank();
    }

    function test_takeOver_theOldHolderIsOut() public {
        address second = address(0xA1);
        vm.prank(governance(CARRIER));
        registry.addAccount(second, AccountPurpose.Oracle, 0, 0);
        anchorNext(10);
        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.StreamTakenOver(STREAM, 2, second, CARRIER, 11);
        vm.prank(second);
        anchors.takeOver(STREAM, 2, second);
        _expectAnchorRevert(
            oracle(CARRIER), 1, 11, 1, abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 2, 1)
        );
        _expectAnchorRevert(
            oracle(CARRIER),
            2,
            11,
            1,
            abi.encodeWithSelector(IEventAnchor.NotStreamHolder.selector, STREAM, second, oracle(CARRIER))
        );
        anchorAs(second, 2, 11, 1);
    }

    function test_takeOver_onlyTheNextEpoch() public {
        vm.startPrank(oracle(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 2, 3));
        anchors.takeOver(STREAM, 3, oracle(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 2, 1));
        anchors.takeOver(STREAM, 1, oracle(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.UnknownStream.selector, bytes32("other")));
        anchors.takeOver("other", 2, oracle(CARRIER));
        vm.stopPrank();
    }

    function test_takeOver_aStandbyWaitsForTheLease() public {
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.NotStandby.selector, STREAM, GEAR));
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));

        vm.expectEmit(true, true, true, true, address(anchors));
        emit IEventAnchor.StandbySet(STREAM, GEAR, true);
        vm.prank(operations(CARRIER));
        anchors.setStandby(STREAM, GEAR, true);
        vm.assertTrue(anchors.isStandby(STREAM, GEAR));
        uint48 until = anchors.streamOf(STREAM).leaseUntil;
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.LeaseRunning.selector, STREAM, until));
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        vm.warp(until);
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        anchorAs(oracle(GEAR), 2, 1, 10);

        // The owner takes it back while that lease runs.
        vm.prank(oracle(CARRIER));
        anchors.takeOver(STREAM, 3, oracle(CARRIER));
        anchorAs(oracle(CARRIER), 3, 11, 10);
    }

    function test_takeOver_theHoldersMemberMayChangeAccounts() public {
        vm.prank(operations(CARRIER));
        anchors.setStandby(STREAM, GEAR, true);
        pass(LEASE_PERIOD);
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        vm.prank(governance(GEAR));
        registry.rotateAccount(oracle(GEAR), address(0xA1), 0);
        vm.prank(address(0xA1));
        anchors.takeOver(STREAM, 3, address(0xA1));
        vm.assertEq(anchors.streamOf(STREAM).holder, address(0xA1));
    }

    function test_takeOver_revertsForAForeignHolder() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, CARRIER, GEAR));
        vm.prank(oracle(CARRIER));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(oracle(CARRIER));
        anchors.takeOver(STREAM, 2, operations(CARRIER));
    }

    function test_setStandby_onlyTheOwner() public {
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.NotPermitted.selector, CARRIER, GEAR));
        vm.prank(operations(GEAR));
        anchors.setStandby(STREAM, GEAR, true);
    }

    /// @notice Only who is a member can stand by; it can be taken off the list also when it no longer is.
    function test_setStandby_onlyOfMembers() public {
        vm.startPrank(operations(CARRIER));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.UnknownMember.selector, bytes16("nobody")));
        anchors.setStandby(STREAM, "nobody", true);
        anchors.setStandby(STREAM, GEAR, true);
        vm.stopPrank();
        vm.prank(address(governor));
        registry.suspend(GEAR, 1);
        vm.startPrank(operations(CARRIER));
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, GEAR, MemberStatus.Suspended)
        );
        anchors.setStandby(STREAM, GEAR, true);
        anchors.setStandby(STREAM, GEAR, false);
        vm.stopPrank();
        vm.assertFalse(anchors.isStandby(STREAM, GEAR));
    }

    /// @notice Periods that would end after any time that a block can have are refused where they are set.
    function test_periods_haveAMaximum() public {
        uint48 maximum = type(uint40).max;
        bytes memory error = abi.encodeWithSelector(IConsortiumErrors.TimeTooLate.selector, maximum + 1, maximum);
        vm.expectRevert(error);
        new EventAnchor(root, maximum + 1, 1);
        vm.expectRevert(error);
        new EventAnchor(root, 1, maximum + 1);
        vm.assertEq(new EventAnchor(root, maximum, maximum).leasePeriod(), maximum);
    }

    /// @notice The lost oracle goes on sending, in the very block of the takeover too: what it sent before counts, what
    /// it sends afterwards does not, and nothing is anchored twice or left out.
    function test_takeOver_whileTheOldOracleStillSends() public {
        vm.prank(operations(CARRIER));
        anchors.setStandby(STREAM, GEAR, true);
        pass(LEASE_PERIOD - 1);
        // A last batch comes in time and begins the lease anew.
        anchorNext(10);
        pass(1);
        uint48 until = time() - 1 + LEASE_PERIOD;
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.LeaseRunning.selector, STREAM, until));
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        pass(LEASE_PERIOD - 1);
        // In one block: the old holder's batch, which begins a lease again; then nobody can take over.
        anchorNext(5);
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.LeaseRunning.selector, STREAM, time() + LEASE_PERIOD));
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        pass(LEASE_PERIOD);
        // In one block: the takeover, then the old holder's next batch under the old epoch and under the new one.
        vm.prank(oracle(GEAR));
        anchors.takeOver(STREAM, 2, oracle(GEAR));
        _expectAnchorRevert(
            oracle(CARRIER), 1, 16, 5, abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 2, 1)
        );
        _expectAnchorRevert(
            oracle(CARRIER),
            2,
            16,
            5,
            abi.encodeWithSelector(IEventAnchor.NotStreamHolder.selector, STREAM, oracle(GEAR), oracle(CARRIER))
        );
        vm.expectRevert(abi.encodeWithSelector(IEventAnchor.EpochMismatch.selector, STREAM, 2, 1));
        vm.prank(oracle(CARRIER));
        anchors.declareLost(STREAM, 1, 16, 5, 1);
        // The new one sends from its replica what is already there, and hears where to go on.
        _expectAnchorRevert(
            oracle(GEAR), 2, 11, 10, abi.encodeWithSelector(IEventAnchor.SequenceMismatch.selector, STREAM, 16, 11)
        );
        anchorAs(oracle(GEAR), 2, 16, 5);
        vm.assertEq(anchors.streamOf(STREAM).nextSequence, 21);
        vm.assertEq(anchors.gapCount(STREAM), 0);
    }
}
